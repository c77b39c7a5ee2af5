//! sachstand

pub mod chart;
pub mod config;
pub mod diag;
pub mod disk;
pub mod figures;
pub mod git;
pub mod model;
pub mod output;
pub mod pipeline;
pub mod record;
pub mod site;
pub mod source;
pub mod text;
pub mod theme;
pub mod value;
pub mod view;
