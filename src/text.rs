//! Words, numbers and Markdown in the reader's language.

pub mod catalog;
pub mod held;
pub mod insert;
pub mod lang;
pub mod markdown;
pub mod slug;
