//! The stages in their order, and nothing else: parse, resolve, derive, plan, render, audit.
//!
//! Reading the folder and publishing the result are the caller's (`disk`); here is no side effect.
//! An error stops the site from being published, but never hides another problem of the input.

use crate::audit::Inspector;
use crate::diag::Diagnostics;
use crate::figures::{self, Figures};
use crate::model::{self, Model};
use crate::output::{Collected, Discarded, Output, Sink};
use crate::render::Looked;
use crate::site::Site;
use crate::source::SourceTree;
use crate::theme::Theme;
use crate::value::Date;
use crate::{exchange, page, record, render, site, theme};
#[cfg(feature = "pdf")]
use {crate::diag::codes, rayon::prelude::*};

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
    let model = meaning(sources, options, diags, &mut Timings::new(|| 0))?;
    let figures = figures::derive(&model);
    judge(&model, &figures, sources, diags);
    diags.adjust(&model::severities(&model.config));
    Some((model, figures))
}

fn meaning(sources: &SourceTree, options: Options, diags: &mut Diagnostics, timings: &mut Timings) -> Option<Model> {
    let parsed = record::parse(sources, diags);
    timings.stage("parse");
    let model = model::resolve(parsed, sources, options.as_of, options.internal, diags);
    timings.stage("resolve");
    model
}

/// What is wrong with figures, or told by them.
fn judge(model: &Model, figures: &Figures, sources: &SourceTree, diags: &mut Diagnostics) {
    figures.findings.iter().for_each(|finding| diags.push(finding.diagnostic.clone()));
    figures::rules::check(model, figures, diags);
    figures::typed::check(model, figures, sources, diags);
    exchange::verify(model, figures, sources, diags);
}

/// A site that is ready to be rendered: what it means, how it looks, and where everything stands.
pub struct Planned<'s> {
    sources: &'s SourceTree,
    model: Model,
    figures: Figures,
    theme: Theme,
    site: Site,
    papers: Vec<page::PaperFile>,
}

/// Everything before rendering; nothing if there is nothing to render, because addresses or templates are missing.
/// Errors in records stop no rendering: texts have problems of their own, and all of a run are told at once.
pub fn plan<'s>(
    sources: &'s SourceTree,
    options: Options,
    diags: &mut Diagnostics,
    timings: &mut Timings,
) -> Option<Planned<'s>> {
    let model = meaning(sources, options, diags, timings)?;
    let (mut of_theme, mut of_site) = (Diagnostics::new(), Diagnostics::new());
    // Templates are read by one thread, which takes as long as all that the other ones do here.
    let (theme, (figures, site)) = rayon::join(
        || theme::load(&model, sources, &mut of_theme),
        || {
            let figures = figures::derive(&model);
            timings.stage("derive");
            let (site, ()) = rayon::join(
                || site::plan(&model, &figures, sources, options.portable, &mut of_site),
                || judge(&model, &figures, sources, diags),
            );
            (figures, site)
        },
    );
    diags.adjust(&model::severities(&model.config));
    let is_broken = of_theme.has_errors() || of_site.has_errors();
    diags.append(of_theme);
    diags.append(of_site);
    timings.stage("plan");
    if is_broken {
        return None;
    }
    Some(Planned { sources, model, figures, theme: theme?, site, papers: Vec::new() })
}

impl Planned<'_> {
    /// The path of the site on its web space, with `/` at both ends.
    pub fn base_path(&self) -> &str {
        self.site.base_path()
    }

    /// See [`Site::has_files_at`].
    pub fn has_files_at(&self, path: &str) -> bool {
        self.site.has_files_at(path)
    }

    /// How many pages the site has.
    pub fn pages(&self) -> usize {
        self.site.pages.len()
    }

    fn all(&self) -> render::Plan<'_> {
        render::Plan {
            model: &self.model,
            figures: &self.figures,
            site: &self.site,
            theme: &self.theme,
            sources: self.sources,
            papers: &self.papers,
        }
    }

    /// The documents of a reporting date as PDF. The site must be planned as of that date.
    #[cfg(feature = "pdf")]
    pub fn papers(&self, date: Date, store: &dyn render::Store, diags: &mut Diagnostics) -> Vec<render::Printed> {
        let printed = render::papers(self.all(), date, store, diags);
        diags.adjust(&model::severities(&self.model.config));
        printed
    }

    /// One of these documents by its name.
    #[cfg(feature = "pdf")]
    pub fn paper(
        &self,
        date: Date,
        name: &str,
        store: &dyn render::Store,
        diags: &mut Diagnostics,
    ) -> Option<render::Printed> {
        let printed = render::paper(self.all(), date, name, store, diags);
        diags.adjust(&model::severities(&self.model.config));
        printed
    }

    /// The appendices of a reporting date as workbooks, with their names without ending. The site must be planned as of
    /// that date.
    pub fn books(&self, date: Date) -> Vec<(String, Vec<u8>)> {
        render::books(self.all(), date)
    }

    /// The dates whose documents are published with the site: those that have a report, and the latest one.
    #[cfg(feature = "pdf")]
    fn paper_dates(&self) -> std::collections::BTreeSet<Date> {
        let reports = self.model.reports.iter().map(|r| r.date).filter(|date| self.site.dates.contains(date));
        reports.chain(self.model.latest_date()).collect()
    }

    /// Lets pages tell of the documents without printing any; [`print_one`] prints one when it is asked for.
    #[cfg(feature = "pdf")]
    pub fn announce(&mut self) {
        let of =
            |date| render::paper_titles(self.all(), date).into_iter().map(move |(name, title)| (date, name, title));
        let file = |(date, name, title): (Date, String, String)| page::PaperFile {
            date,
            title,
            path: self.site.paper_file(&name, date),
            pdf: None,
        };
        self.papers = self.paper_dates().into_iter().flat_map(of).map(file).collect();
    }

    /// The documents that pages tell of.
    pub fn announced(&self) -> &[page::PaperFile] {
        &self.papers
    }

    /// Prints the documents of every date that has them. Each date is planned anew as of that day, so that they are
    /// those of `report`.
    #[cfg(feature = "pdf")]
    fn print(&self, options: Options, store: &dyn render::Store, diags: &mut Diagnostics) -> Vec<page::PaperFile> {
        let printed: Vec<(Date, Vec<render::Printed>, Diagnostics)> = self
            .paper_dates()
            .into_par_iter()
            .map(|date| {
                let mut own = Diagnostics::new();
                if date == self.model.as_of {
                    return (date, render::papers(self.all(), date, store, &mut own), own);
                }
                let then = Options { as_of: Some(date), ..options };
                // What is wrong with the site was reported when it was planned.
                let planned = plan(self.sources, then, &mut Diagnostics::new(), &mut Timings::new(|| 0));
                let papers = planned.map(|p| render::papers(p.all(), date, store, &mut own)).unwrap_or_default();
                (date, papers, own)
            })
            .collect();
        let mut files = Vec::new();
        for (date, papers, problems) in printed {
            diags.append(problems);
            files.extend(papers.into_iter().map(|p| page::PaperFile {
                date,
                title: p.title,
                path: self.site.paper_file(&p.name, date),
                pdf: Some(p.pdf.into()),
            }));
        }
        files
    }

    /// As [`Planned::render`], with the printed documents; they and the pages are made at the same time.
    #[cfg(feature = "pdf")]
    pub fn render_and_print(
        &self,
        options: Options,
        store: &dyn render::Store,
        sink: &dyn Sink,
        diags: &mut Diagnostics,
        timings: &mut Timings,
    ) {
        self.render_with(Some(&|diags| self.print(options, store, diags)), sink, diags, timings);
    }

    /// Renders every file into `sink`, where each is looked at on its way. The site may be published if there are no
    /// errors afterwards.
    pub fn render(&self, sink: &dyn Sink, diags: &mut Diagnostics, timings: &mut Timings) {
        self.render_with(None, sink, diags, timings);
    }

    fn render_with(
        &self,
        printer: Option<render::PrintAll<'_>>,
        sink: &dyn Sink,
        diags: &mut Diagnostics,
        timings: &mut Timings,
    ) {
        let inspector = Inspector::new(sink, &self.model, self.sources, self.site.base_path());
        self.papers.iter().for_each(|paper| inspector.expect(&paper.path));
        let is_complete = render::all(self.all(), printer, &inspector, diags);
        timings.stage("render");
        // A page that could not be made or written is missed by all that link to it.
        if is_complete && !diags.has_errors() {
            inspector.finish(diags);
        }
        diags.adjust(&model::severities(&self.model.config));
        timings.stage("audit");
    }
}

impl Planned<'_> {
    /// Looks for problems on as many pages as that takes.
    fn look(&self, diags: &mut Diagnostics, timings: &mut Timings) -> Looked {
        let files = Discarded::default();
        let inspector = Inspector::new(&files, &self.model, self.sources, self.site.base_path());
        let looked = render::some(self.all(), &inspector, diags);
        timings.stage("render");
        if !diags.has_errors() {
            inspector.finish(diags);
        }
        diags.adjust(&model::severities(&self.model.config));
        #[cfg(feature = "pdf")]
        if looked.pages == looked.of
            || diags.iter().any(|d| d.code.name == codes::INTERNAL_LEAK.name)
            || !render::is_printable(self.sources)
        {
            self.look_at_papers(diags);
        }
        timings.stage("audit");
        looked
    }

    /// Reports what stands in the way of printing.
    fn look_at_papers(&self, diags: &mut Diagnostics) {
        #[cfg(feature = "pdf")]
        if let Some(date) = self.model.latest_date() {
            render::look_at_papers(self.all(), date, diags);
            diags.adjust(&model::severities(&self.model.config));
        }
        #[cfg(not(feature = "pdf"))]
        let _ = diags;
    }
}

/// The document at an address of the site, printed now; nothing if there is none there, or if it cannot be printed,
/// which is reported.
#[cfg(feature = "pdf")]
pub fn print_one(
    sources: &SourceTree,
    options: Options,
    path: &str,
    store: &dyn render::Store,
    diags: &mut Diagnostics,
) -> Option<Vec<u8>> {
    // What is wrong with the site itself was reported when it was built.
    let planned = |options| plan(sources, options, &mut Diagnostics::new(), &mut Timings::new(|| 0));
    let mut now = planned(options)?;
    now.announce();
    let date = now.papers.iter().find(|paper| paper.path == path)?.date;
    let then = if date == now.model.as_of { now } else { planned(Options { as_of: Some(date), ..options })? };
    let names = render::paper_titles(then.all(), date).into_iter().map(|(name, _)| name);
    let name = names.into_iter().find(|name| then.site.paper_file(name, date) == path)?;
    then.paper(date, &name, store, diags).map(|printed| printed.pdf)
}

/// Every reporting date of a site, also those after its as-of date; none if the configuration cannot be used.
pub fn reporting_dates(sources: &SourceTree) -> std::collections::BTreeSet<Date> {
    let Some(config) = record::parse(sources, &mut Diagnostics::new()).config else {
        return std::collections::BTreeSet::new();
    };
    let own = config.registers.iter().filter_map(|r| r.reporting_dates.as_ref());
    own.chain([&config.reporting_dates]).flat_map(|dates| dates.value.iter().map(|d| d.value)).collect()
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
        planned.look_at_papers(diags);
    }
    diags.finish(sources);
}

/// What [`check`] finds, but for what only the pages of a large site could show: see [`render::some`].
/// Gives back what was looked at too.
pub fn look<'s>(
    sources: &'s SourceTree,
    options: Options,
    diags: &mut Diagnostics,
    timings: &mut Timings,
) -> Option<(Looked, Planned<'s>)> {
    let planned = plan(sources, options, diags, timings);
    let looked = planned.map(|planned| (planned.look(diags, timings), planned));
    diags.finish(sources);
    looked
}
