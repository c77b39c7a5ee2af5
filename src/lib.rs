//! sachstand
