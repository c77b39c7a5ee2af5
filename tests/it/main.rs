//! The integration tests.

mod checks;
