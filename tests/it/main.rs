//! The integration tests: one binary, one module per subject.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test says by a panic that it failed")]

mod apply;
mod build;
mod charts;
mod checks;
mod cli;
#[cfg(feature = "pdf")]
mod documents;
mod edit;
mod figures;
mod fuzzed;
mod hostile;
mod identity;
mod import;
mod inserts;
mod kept;
mod light;
mod look;
#[cfg(feature = "pdf")]
mod papers;
#[cfg(feature = "pdf")]
mod printer;
mod publish;
mod read;
mod robust;
mod same;
mod serve;
mod survey;
mod templates;
mod theme;
mod tidy;
mod trouble;
mod units;
