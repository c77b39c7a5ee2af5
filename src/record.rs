//! From files to typed records, and changes of single values back into their text.

pub mod edit;
