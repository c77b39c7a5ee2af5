//! The library behind the `sachstand` program.
//!
#![doc = include_str!("ARCHITECTURE.md")]

// In the order of layers.
pub mod source;
pub mod value;
pub mod diag;
pub mod text;
pub mod output;
pub mod record;
pub mod config;
pub mod model;
pub mod figures;
pub mod site;
pub mod chart;
pub mod view;
pub mod theme;
pub mod page;
pub mod exchange;
pub mod render;
pub mod audit;
pub mod pipeline;
pub mod disk;
pub mod git;
pub mod cli;
