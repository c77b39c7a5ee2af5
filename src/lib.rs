//! sachstand

pub mod config;
pub mod diag;
pub mod record;
pub mod source;
pub mod text;
pub mod value;
