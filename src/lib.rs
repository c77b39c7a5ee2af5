//! sachstand

pub mod config;
pub mod diag;
pub mod model;
pub mod record;
pub mod source;
pub mod text;
pub mod value;
