//! sachstand

pub mod diag;
pub mod source;
pub mod value;
