//! The integration tests.
mod charts;
mod checks;
mod publish;
mod read;
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says by a panic that it failed")]


