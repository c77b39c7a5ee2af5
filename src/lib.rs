//! sachstand

pub mod chart;
pub mod config;
pub mod diag;
pub mod disk;
pub mod figures;
pub mod model;
pub mod output;
pub mod record;
pub mod source;
pub mod text;
pub mod value;
pub mod view;
