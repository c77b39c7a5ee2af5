//! sachstand

pub mod view;
