//! sachstand

pub mod diag;
pub mod disk;
pub mod output;
pub mod source;
pub mod value;
