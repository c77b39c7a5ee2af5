//! Renderers of problems: for people, editors and CI.
