//! The integration tests.

mod checks;
mod read;
