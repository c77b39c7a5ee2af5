//! The stages in their order, and nothing else: parse, resolve, derive, plan, render, audit.
//!
//! Reading the folder and publishing the result are the caller's (`disk`); here is no side effect.
//! An error stops the site from being published, but never hides another problem of the input.

use crate::audit::Inspector;
use crate::diag::{Diagnostics, Severity};
use crate::figures::{self, Figures};
use crate::model::{self, Model};
use crate::output::{Collected, Discarded, Output, Sink};
use crate::site::Site;
use crate::source::SourceTree;
use crate::theme::Theme;
use crate::value::Date;
use crate::{exchange, record, render, site, theme};

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

/// How long each stage took, by a clock that the caller lends: the stages themselves know no time.
pub struct Timings {
    clock: fn() -> u64,
    last: u64,
    /// Stages in order with their nanoseconds.
    pub stages: Vec<(&'static str, u64)>,
}

impl Timings {
    /// Starts now; `clock` gives nanoseconds from any fixed point.
    pub fn new(clock: fn() -> u64) -> Self {
        Timings { clock, last: clock(), stages: Vec::new() }
    }

    /// The time since the last stage belongs to this one.
    pub fn stage(&mut self, name: &'static str) {
        let now = (self.clock)();
        self.stages.push((name, now.saturating_sub(self.last)));
        self.last = now;
    }
}

/// The meaning of a site: model and figures, or nothing if the configuration cannot be used.
/// Rules have run and severities are set.
pub fn derive(sources: &SourceTree, options: Options, diags: &mut Diagnostics) -> Option<(Model, Figures)> {
    meaning(sources, options, diags, &mut Timings::new(|| 0))
}

fn meaning(
    sources: &SourceTree,
    options: Options,
    diags: &mut Diagnostics,
    timings: &mut Timings,
) -> Option<(Model, Figures)> {
    let parsed = record::parse(sources, diags);
    timings.stage("parse");
    let model = model::resolve(parsed, sources, options.as_of, options.internal, diags);
    timings.stage("resolve");
    let model = model?;
    let figures = figures::derive(&model);
    model::rules::check(&model, diags);
    figures::rules::check(&model, &figures, diags);
    exchange::verify(&model, &figures, sources, diags);
    diags.adjust(&model::severities(&model.config));
    timings.stage("derive");
    Some((model, figures))
}

/// A site that is ready to be rendered: what it means, how it looks, and where everything stands.
pub struct Planned<'s> {
    sources: &'s SourceTree,
    model: Model,
    figures: Figures,
    theme: Theme,
    site: Site,
}

/// Everything before rendering; nothing if there is nothing to render, because addresses or templates are missing.
/// Errors in records stop no rendering: texts have problems of their own, and all of a run are told at once.
pub fn plan<'s>(
    sources: &'s SourceTree,
    options: Options,
    diags: &mut Diagnostics,
    timings: &mut Timings,
) -> Option<Planned<'s>> {
    let (model, figures) = meaning(sources, options, diags, timings)?;
    let before = diags.count(Severity::Error);
    let theme = theme::load(&model, sources, diags);
    let site = site::plan(&model, sources, options.portable, diags);
    timings.stage("plan");
    if diags.count(Severity::Error) > before {
        return None;
    }
    Some(Planned { sources, model, figures, theme: theme?, site })
}

impl Planned<'_> {
    /// The path of the site on its web space, with `/` at both ends.
    pub fn base_path(&self) -> &str {
        self.site.base_path()
    }

    /// Renders every file into `sink`, where each is looked at on its way. The site may be published if there are no
    /// errors afterwards.
    pub fn render(&self, sink: &dyn Sink, diags: &mut Diagnostics, timings: &mut Timings) {
        let plan = render::Plan {
            model: &self.model,
            figures: &self.figures,
            site: &self.site,
            theme: &self.theme,
            sources: self.sources,
        };
        let inspector = Inspector::new(sink, &self.model, self.sources, self.site.base_path());
        render::all(plan, &inspector, diags);
        timings.stage("render");
        // A page that could not be made is missed by all that link to it.
        if !diags.has_errors() {
            inspector.finish(diags);
        }
        diags.adjust(&model::severities(&self.model.config));
        timings.stage("audit");
    }
}

/// The finished site in memory, or nothing if an error stops it. All problems are in `diags`, by place.
pub fn build(sources: &SourceTree, options: Options, diags: &mut Diagnostics) -> Option<Output> {
    let files = Collected::default();
    let timings = &mut Timings::new(|| 0);
    let planned = plan(sources, options, diags, timings);
    if let Some(planned) = &planned {
        planned.render(&files, diags, timings);
    }
    diags.finish(sources);
    planned.filter(|_| !diags.has_errors()).map(|_| files.into_output())
}

/// Everything that [`build`] finds, without keeping the site.
pub fn check(sources: &SourceTree, options: Options, diags: &mut Diagnostics) {
    let timings = &mut Timings::new(|| 0);
    if let Some(planned) = plan(sources, options, diags, timings) {
        planned.render(&Discarded::default(), diags, timings);
    }
    diags.finish(sources);
}
