//! From views to finished files: pages, charts, data, sitemap, assets. In parallel, and none is kept.

mod files;
mod origin;
#[cfg(feature = "pdf")]
mod papers;
mod queue;
mod sample;
mod shared;

#[cfg(feature = "pdf")]
pub use papers::{Printed, Store};

use crate::audit::Inspector;
use crate::diag::{Diagnostics, codes};
use crate::figures::Figures;
use crate::model::Model;
use crate::output::{About, Bytes, Common, Origin, Refused, Sink};
use crate::page::{self, Charts, Context};
use crate::site::{Kind, Page, Site};
use crate::source::SourceTree;
use crate::text::lang::Lang;
use crate::theme::Theme;
use crate::value::Date;
use queue::{Pass, Queue};
use rayon::prelude::*;
use shared::Shared;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What a site is rendered from.
#[derive(Clone, Copy)]
pub struct Plan<'p> {
    /// The model.
    pub model: &'p Model,
    /// All figures.
    pub figures: &'p Figures,
    /// All addresses.
    pub site: &'p Site,
    /// Templates, strings and assets.
    pub theme: &'p Theme,
    /// Texts of the records.
    pub sources: &'p SourceTree,
    /// Documents that pages tell of although none is printed.
    pub papers: &'p [page::PaperFile],
}

impl<'p> Plan<'p> {
    /// What pages in the site's first language are made from, with the drawings and sizes of files that they show.
    fn context(
        self,
        charts: &'p Charts,
        sizes: &'p BTreeMap<String, usize>,
        repeats: &'p page::Repeats,
    ) -> Context<'p> {
        let lang = self.model.config.languages.first().copied().unwrap_or(Lang::De);
        Context {
            model: self.model,
            figures: self.figures,
            site: self.site,
            sources: self.sources,
            theme: self.theme,
            words: self.theme.catalog(lang),
            lang,
            charts,
            sizes,
            papers: self.papers,
            repeats,
        }
    }
}

/// What prints the documents of a site, and reports their problems.
pub type PrintAll<'p> = &'p (dyn Fn(&mut Diagnostics) -> Vec<page::PaperFile> + Sync);

/// Makes every file of the site and hands each over as soon as it is finished. Problems of templates and texts are
/// reported in the order of pages. Documents are printed beside the pages that do not tell of them. Says whether the sink
/// took all of it; once it has had enough, no further page is made.
pub fn all(plan: Plan<'_>, printer: Option<PrintAll<'_>>, sink: &dyn Sink, diags: &mut Diagnostics) -> bool {
    let out = Outlet { sink, broken: AtomicBool::new(false), collides: !diags.has_errors() };
    let (no_charts, no_sizes, repeats) = (Charts::default(), BTreeMap::new(), page::Repeats::default());
    let bare = plan.context(&no_charts, &no_sizes, &repeats);
    for (path, bytes) in files::assets(plan.model, plan.theme, plan.sources) {
        out.put(&path, bytes, diags);
    }
    // Documents and workbooks take long, and only few pages say how large files are; the others need not wait for them.
    let queue = Queue::new(&plan.site.pages, sink, |page| shows_sizes(&page.kind));
    let ((printed, (sizes, of_data)), (charts, shared, mut problems)) = rayon::join(
        || {
            let print = |printer: PrintAll<'_>| {
                let mut found = Diagnostics::new();
                (printer(&mut found), found)
            };
            rayon::join(|| printer.map(print), || files::data(&bare, plan.theme, &out))
        },
        || {
            let mut charts = Charts::draw(&bare);
            std::mem::take(&mut charts.files).into_iter().for_each(|(path, text)| out.put(&path, text, diags));
            let context = Context { charts: &charts, ..bare };
            let shared = Shared::new(&context, plan.theme, diags);
            let problems = several(&context, plan.theme, &shared, &queue, Pass::Early, &out);
            (charts, shared, problems)
        },
    );
    let (printed, found) = printed.unzip();
    found.into_iter().for_each(|found| diags.append(found));
    let papers: &[page::PaperFile] = printed.as_deref().unwrap_or(plan.papers);
    for paper in papers {
        if let Some(pdf) = &paper.pdf {
            out.put(&paper.path, Arc::clone(pdf), diags);
        }
    }
    diags.append(of_data);
    let context = Context { charts: &charts, sizes: &sizes, papers, ..bare };
    problems.extend(several(&context, plan.theme, &shared, &queue, Pass::Late, &out));
    problems.sort_by_key(|(i, _)| *i);
    problems.into_iter().for_each(|(_, problems)| diags.append(problems));
    for (path, text) in files::plumbing(&context) {
        out.put(&path, text, diags);
    }
    !out.broken.into_inner()
}

/// How much of a site was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked {
    /// Pages that were made.
    pub pages: usize,
    /// Pages that the site has.
    pub of: usize,
}

/// Makes as many pages as it takes to find what is wrong with the texts of a site: of a large one some of each kind
/// and all that are special, of others all.
pub fn some(plan: Plan<'_>, inspector: &Inspector<'_>, diags: &mut Diagnostics) -> Looked {
    let of = plan.site.pages.len();
    let Some(chosen) = sample::chosen(plan, inspector) else {
        all(plan, None, inspector, diags);
        return Looked { pages: of, of };
    };
    let out = Outlet { sink: inspector, broken: AtomicBool::new(false), collides: !diags.has_errors() };
    let (no_charts, no_sizes, repeats) = (Charts::default(), BTreeMap::new(), page::Repeats::default());
    let bare = plan.context(&no_charts, &no_sizes, &repeats);
    let mut charts = Charts::draw(&bare);
    std::mem::take(&mut charts.files).into_iter().for_each(|(path, text)| out.put(&path, text, diags));
    let context = Context { charts: &charts, ..bare };
    for (path, bytes) in files::assets(plan.model, plan.theme, plan.sources) {
        out.put(&path, bytes, diags);
    }
    files::names(&context).iter().for_each(|path| inspector.expect(path));
    let mut is_made = vec![false; of];
    chosen.iter().for_each(|i| is_made[*i] = true);
    let others = plan.site.pages.iter().zip(&is_made).filter(|(_, is_made)| !**is_made);
    inspector.leave_out(others.map(|(page, _)| page.path()));
    let shared = Shared::new(&context, plan.theme, diags);
    let make = |i: &usize| one(&context, plan.theme, &shared, &plan.site.pages[*i], &out);
    let problems: Vec<Diagnostics> = chosen.par_iter().with_max_len(1).map(make).collect();
    problems.into_iter().for_each(|problems| diags.append(problems));
    Looked { pages: chosen.len(), of }
}

/// The way out for finished files.
struct Outlet<'o> {
    sink: &'o dyn Sink,
    /// Whether the sink has had enough; then no further page need be made.
    broken: AtomicBool,
    /// Whether files in one place are news. After another error they are not: two records with one id were reported
    /// as such.
    collides: bool,
}

impl Outlet<'_> {
    fn put(&self, path: &str, bytes: impl Into<Bytes>, diags: &mut Diagnostics) {
        self.heed(path, self.sink.put(path, bytes.into()), diags);
    }

    fn put_page(&self, path: &str, bytes: Vec<u8>, about: About<'_>, diags: &mut Diagnostics) {
        self.heed(path, self.sink.put_page(path, bytes.into(), about), diags);
    }

    /// Whether a page need not be made.
    fn keeps_page(&self, path: &str, common: &Common, origin: &Origin, diags: &mut Diagnostics) -> bool {
        let kept = self.sink.keep_page(path, common, origin);
        let is_kept = !matches!(kept, Ok(None));
        self.heed(path, kept.map(drop), diags);
        is_kept
    }

    fn heed(&self, path: &str, taken: Result<(), Refused>, diags: &mut Diagnostics) {
        match taken {
            Ok(()) => {}
            Err(Refused::Path(_)) if !self.collides => {}
            Err(Refused::Path(error)) => diags.push(codes::address_collision(path, path, &error.to_string())),
            Err(Refused::Broken) => self.broken.store(true, Ordering::Relaxed),
        }
    }
}

/// Does one piece of work, and leaves the next to whoever is free first, until there is none.
fn each<'s>(scope: &rayon::Scope<'s>, next: &'s (dyn Fn() -> bool + Sync)) {
    if next() {
        scope.spawn(move |scope| each(scope, next));
    }
}

/// Whether a page says how large files are that take long to make.
fn shows_sizes(kind: &Kind) -> bool {
    matches!(kind, Kind::List(..) | Kind::Stand(_) | Kind::Reports | Kind::Report(_) | Kind::Data)
}

/// Makes the pages of a pass in parallel; the problems of those that have any, each with its index. Every page is work of
/// its own: shares of them would leave the last one with those that take long, and a thread that waits for a part of a
/// document would get a share in between.
fn several(
    context: &Context<'_>,
    theme: &Theme,
    shared: &Shared,
    queue: &Queue<'_>,
    pass: Pass,
    out: &Outlet<'_>,
) -> Vec<(usize, Diagnostics)> {
    let found: Mutex<Vec<(usize, Diagnostics)>> = Mutex::default();
    let next = || {
        let Some(i) = queue.next(pass) else { return false };
        let diags = one(context, theme, shared, &context.site.pages[i], out);
        if !diags.is_empty() {
            found.lock().unwrap_or_else(PoisonError::into_inner).push((i, diags));
        }
        true
    };
    rayon::scope(|scope| (0..rayon::current_num_threads()).for_each(|_| scope.spawn(|scope| each(scope, &next))));
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn one(context: &Context<'_>, theme: &Theme, shared: &Shared, page: &Page, out: &Outlet<'_>) -> Diagnostics {
    let mut diags = Diagnostics::new();
    if out.broken.load(Ordering::Relaxed) {
        return diags;
    }
    let filled = page::fill(context, page, &mut diags);
    let template = format!("{}.html", filled.template);
    let path = page.path();
    let rendered = shared.values(theme, &filled.base).and_then(|(mut values, common)| {
        let key = out.sink.key();
        let origin = key.map(|key| shared.ground.origin(key, &template, &filled.base, &*filled.page));
        if origin.is_some_and(|origin| out.keeps_page(&path, &common, &origin, &mut diags)) {
            return Ok(());
        }
        values.insert("base", &filled.base);
        values.insert_value("page", filled.page.value());
        let bytes = theme.render(&template, &values).map_err(|error| (template.as_str(), error))?;
        out.put_page(&path, bytes, About { common: &common, origin, findings: None }, &mut diags);
        Ok(())
    });
    if let Err((template, error)) = rendered {
        theme.report(&error, template, context.sources, &mut diags);
    }
    filled.files.into_iter().for_each(|(path, text)| out.put(&path, text, &mut diags));
    diags
}

/// The appendices of a date as workbooks, with their names without ending. The plan must be as of that date.
pub fn books(plan: Plan<'_>, date: Date) -> Vec<(String, Vec<u8>)> {
    files::books(&plan.context(&Charts::default(), &BTreeMap::new(), &page::Repeats::default()), date)
}

/// All documents of a date as PDF, in order. The plan must be as of that date. Problems of templates and characters
/// that no typeface has are reported.
#[cfg(feature = "pdf")]
pub fn papers(plan: Plan<'_>, date: Date, store: &dyn Store, diags: &mut Diagnostics) -> Vec<Printed> {
    papers::print(plan, date, None, store, diags)
}

/// One document of a date by its name, as [`papers()`] makes it.
#[cfg(feature = "pdf")]
pub fn paper(plan: Plan<'_>, date: Date, name: &str, store: &dyn Store, diags: &mut Diagnostics) -> Option<Printed> {
    papers::print(plan, date, Some(name), store, diags).pop()
}

/// Name without ending and title of each document of a date, in order; none is made. The plan may be of a later day.
#[cfg(feature = "pdf")]
pub fn paper_titles(plan: Plan<'_>, date: Date) -> Vec<(String, String)> {
    page::paper::titles(&plan.context(&Charts::default(), &BTreeMap::new(), &page::Repeats::default()), date)
}

/// Whether everything in the files can be printed.
#[cfg(feature = "pdf")]
pub fn is_printable(sources: &SourceTree) -> bool {
    papers::is_printable(sources)
}

/// Reports characters of a date's documents that cannot be printed, without printing them.
#[cfg(feature = "pdf")]
pub fn look_at_papers(plan: Plan<'_>, date: Date, diags: &mut Diagnostics) {
    papers::look(plan, date, diags);
}
