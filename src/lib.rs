//! sachstand
pub mod chart;
