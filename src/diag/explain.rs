//! The explanation of each kind of problem.
