//! A part that stands on many pages: made into a value of the template engine once, and only counted from then on.
//!
//! What is in it cannot be read any more; whoever fills a page knows it from elsewhere.

use crate::output;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use tera::Value;

/// A `T`, as a template sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeated<T> {
    value: Value,
    /// Of what it says.
    digest: [u8; 32],
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize + Hash> From<T> for Repeated<T> {
    fn from(part: T) -> Self {
        let digest = output::digest_of(&part);
        Repeated { value: Value::from_serializable(&part), digest, of: PhantomData }
    }
}

impl<T> Hash for Repeated<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

impl<T: Serialize + Hash + Default> Default for Repeated<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T> Serialize for Repeated<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The serialiser of the engine takes such a value as it is.
        self.value.serialize(serializer)
    }
}

impl<'de, T: Serialize + Hash + Deserialize<'de>> Deserialize<'de> for Repeated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Repeated::from)
    }
}
