//! The stages in their order, and nothing else: parse, resolve, derive, plan, render, audit.
//!
//! Reading the folder and publishing the result are the caller's (`disk`); here is no side effect.

use crate::diag::Diagnostics;
use crate::figures::{self, Figures};
use crate::model::{self, Model};
use crate::record;
use crate::source::SourceTree;
use crate::value::Date;

/// What a run is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// As-of date instead of the site's own.
    pub as_of: Option<Date>,
    /// The edition for the town hall, with internal records.
    pub internal: bool,
    /// Links end in `index.html`, for `file://` and archives.
    pub portable: bool,
}

/// The meaning of a site: model and figures, or nothing if the configuration cannot be used.
/// Rules have run and severities are set.
pub fn derive(sources: &SourceTree, options: Options, diags: &mut Diagnostics) -> Option<(Model, Figures)> {
    let parsed = record::parse(sources, diags);
    let model = model::resolve(parsed, sources, options.as_of, options.internal, diags)?;
    model::rules::check(&model, diags);
    diags.adjust(&model::severities(&model.config));
    let figures = figures::derive(&model);
    Some((model, figures))
}
