//! The integration tests.
mod charts;
mod read;

