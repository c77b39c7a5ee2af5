//! A part that stands on many pages: made into a value of the template engine once, and only counted from then on.
//!
//! What is in it cannot be read any more; whoever fills a page knows it from elsewhere.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::marker::PhantomData;
use tera::Value;

/// A `T`, as a template sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeated<T> {
    value: Value,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize> From<T> for Repeated<T> {
    fn from(part: T) -> Self {
        Repeated { value: Value::from_serializable(&part), of: PhantomData }
    }
}

impl<T: Serialize + Default> Default for Repeated<T> {
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

impl<'de, T: Serialize + Deserialize<'de>> Deserialize<'de> for Repeated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Repeated::from)
    }
}
