//! The interface strings of every language.
