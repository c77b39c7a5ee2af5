//! The library behind the `sachstand` program.
//!
#![doc = include_str!("ARCHITECTURE.md")]

// In the order of layers.
pub mod audit;
pub mod chart;
pub mod cli;
pub mod config;
pub mod diag;
pub mod disk;
pub mod exchange;
pub mod figures;
pub mod git;
pub mod model;
pub mod output;
pub mod page;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod pipeline;
#[cfg(feature = "pdf")]
pub mod printer;
pub mod record;
pub mod render;
pub mod serve;
pub mod site;
pub mod source;
pub mod text;
pub mod theme;
pub mod value;
pub mod view;
pub mod watchdog;
