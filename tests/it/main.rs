//! The integration tests.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says by a panic that it failed")]

mod apply;
mod edit;
mod publish;
mod read;
