//! sachstand

pub mod diag;
pub mod disk;
pub mod git;
pub mod output;
pub mod record;
pub mod source;
pub mod value;
