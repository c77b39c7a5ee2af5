//! Texts of views that are made when a template reads them, and not if their page stays as it is.
//!
//! Until then such a text is told from others by what it is made from. To a template it makes no difference.

use crate::chart::Sketch;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt::Debug;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// A text, finished or not.
#[derive(Debug, Clone)]
pub enum LazyText {
    /// Finished.
    Finished(String),
    /// Made when it is read.
    Pending(Arc<dyn Pending>),
}

/// What a text is made from.
pub trait Pending: Debug + Send + Sync {
    /// The text, which is made at most once.
    fn text(&self) -> &str;
    /// All that decides what the text is.
    fn say(&self, to: &mut dyn Hasher);
}

impl Pending for Sketch {
    fn text(&self) -> &str {
        self.drawing().inline()
    }

    fn say(&self, mut to: &mut dyn Hasher) {
        self.hash(&mut to);
    }
}

/// A drawing as a file, in an address.
#[derive(Debug)]
pub struct HeldDrawing(pub Arc<Sketch>);

impl Pending for HeldDrawing {
    fn text(&self) -> &str {
        self.0.address()
    }

    fn say(&self, to: &mut dyn Hasher) {
        self.0.say(to);
    }
}

impl From<String> for LazyText {
    fn from(text: String) -> Self {
        LazyText::Finished(text)
    }
}

impl Deref for LazyText {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            LazyText::Finished(text) => text,
            LazyText::Pending(text) => text.text(),
        }
    }
}

impl Default for LazyText {
    fn default() -> Self {
        LazyText::Finished(String::new())
    }
}

impl PartialEq for LazyText {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Hash for LazyText {
    fn hash<H: Hasher>(&self, to: &mut H) {
        match self {
            LazyText::Finished(text) => (0_u8, text).hash(to),
            LazyText::Pending(text) => {
                to.write_u8(1);
                text.say(to);
            }
        }
    }
}

impl Serialize for LazyText {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

impl<'d> Deserialize<'d> for LazyText {
    fn deserialize<D: Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(LazyText::Finished)
    }
}
