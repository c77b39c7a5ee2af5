//! Files beside the pages: open data, sitemap, robots.txt, assets.

use super::Outlet;
use crate::diag::Diagnostics;
use crate::exchange::{self, Source};
use crate::model::{Model, Register, RegisterId};
use crate::output::Bytes;
use crate::page::{self, Context};
use crate::site::Kind;
use crate::source::SourceTree;
use crate::text::markdown::escape;
use crate::theme::{Asset, Theme};
use crate::value::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Registers as workbooks and CSV, all figures as JSON, indexes of long lists. Gives the size of each, by path; the files
/// themselves are on their way as soon as they are made, since of a large city they take a hundred megabytes.
pub(super) fn data(c: &Context<'_>, theme: &Theme, out: &Outlet<'_>) -> (BTreeMap<String, usize>, Diagnostics) {
    let registers = c.model.registers().map(|(id, _)| id);
    let of = |id| [Data::Workbook(id), Data::Csv(id), Data::Index(id)];
    let jobs: Vec<Data> = registers.flat_map(of).chain([Data::Figures]).collect();
    let made = jobs.into_par_iter().flat_map_iter(|job| job.make(c, theme)).map(|(path, bytes)| {
        let (size, mut diags) = (bytes.len(), Diagnostics::new());
        out.put(&path, bytes, &mut diags);
        (path, size, diags)
    });
    let (mut sizes, mut all) = (BTreeMap::new(), Diagnostics::new());
    for (path, size, diags) in made.collect::<Vec<_>>() {
        sizes.insert(path, size);
        all.append(diags);
    }
    (sizes, all)
}

/// The paths of what [`data`] and [`plumbing`] make.
pub(super) fn names(c: &Context<'_>) -> Vec<String> {
    let of = |(id, register): (RegisterId, &Register)| {
        let file = move |ending: &str| c.site.data_file(&format!("{}.{ending}", c.site.register(id)));
        let book = (register.records.len() <= exchange::MAX_RECORDS).then(|| file("xlsx"));
        let index = (c.model.shown(id).count() > c.site.rows(id)).then(|| c.site.index_file(id));
        [file("csv"), file("excel.csv")].into_iter().chain(book).chain(index)
    };
    let plumbing = ["sitemap.xml", "robots.txt"].map(str::to_owned);
    c.model.registers().flat_map(of).chain([c.site.data_file("figures.json")]).chain(plumbing).collect()
}

/// Files of open data.
#[derive(Clone, Copy)]
enum Data {
    Workbook(RegisterId),
    /// Two of them.
    Csv(RegisterId),
    /// What the script of a list with several pages reads.
    Index(RegisterId),
    Figures,
}

impl Data {
    /// The files with their paths; none of a register that needs none.
    fn make(self, c: &Context<'_>, theme: &Theme) -> Vec<(String, Bytes)> {
        let path = |id, ending: &str| c.site.data_file(&format!("{}.{ending}", c.site.register(id)));
        match self {
            Data::Workbook(id) => workbook(c, id).into_iter().map(|book| (path(id, "xlsx"), book.into())).collect(),
            Data::Csv(id) => {
                let csv = with_source(c, |source| exchange::register_csv(source, id));
                vec![(path(id, "csv"), csv.exact.into()), (path(id, "excel.csv"), csv.excel.into())]
            }
            Data::Index(id) if c.model.shown(id).count() > c.site.rows(id) => {
                vec![(c.site.index_file(id), page::index_json(c, id).into())]
            }
            Data::Index(_) => Vec::new(),
            Data::Figures => {
                let catalogs: Vec<_> = crate::text::lang::LANGS.iter().map(|lang| theme.catalog(*lang)).collect();
                let figures = exchange::figures_json(c.model, c.figures, &catalogs);
                vec![(c.site.data_file("figures.json"), figures.into())]
            }
        }
    }
}

/// A register as a workbook; none of one with more records than a sheet has rows.
fn workbook(c: &Context<'_>, id: RegisterId) -> Option<Vec<u8>> {
    let about = c.site.url(&c.site.address(c.model, Kind::List(id, 1)));
    // Nothing else can fail: texts are cut to the length of a cell, names of sheets are cleaned, no register has as many
    // columns as a sheet, and tests hold the markup into which rows are poured.
    with_source(c, |source| exchange::register_book(source, id, &about, exchange::MAX_RECORDS)).ok().flatten()
}

/// Does something with what registers are written from.
fn with_source<T>(c: &Context<'_>, work: impl FnOnce(&Source<'_>) -> T) -> T {
    let address = |at| c.site.address(c.model, Kind::Record(at));
    work(&Source { model: c.model, figures: c.figures, words: c.words, sources: c.sources, address: &address })
}

/// The appendices of a date as workbooks, with their names without ending.
pub(super) fn books(c: &Context<'_>, date: Date) -> Vec<(String, Vec<u8>)> {
    let parts = page::paper::names(c, date);
    parts.into_par_iter().filter_map(|(id, name)| Some((name, workbook(c, id)?))).collect()
}

/// sitemap.xml and robots.txt.
pub(super) fn plumbing(c: &Context<'_>) -> Vec<(String, String)> {
    let mut sitemap = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in c.site.pages.iter().filter(|p| !matches!(p.kind, Kind::NotFound | Kind::Moved(_))) {
        let day = match page.kind {
            Kind::Stand(date) | Kind::Detail(_, date) | Kind::Behind(_, date, _) | Kind::Compare(_, date) => date,
            Kind::Report(i) => c.model.reports[i].date,
            _ => c.model.as_of,
        };
        let url = escape(&c.site.url(&page.address));
        let _ = writeln!(sitemap, "<url><loc>{url}</loc><lastmod>{day}</lastmod></url>");
    }
    sitemap.push_str("</urlset>\n");
    let robots = if c.model.internal {
        "User-agent: *\nDisallow: /\n".to_owned()
    } else {
        format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", c.site.url("sitemap.xml"))
    };
    vec![("sitemap.xml".to_owned(), sitemap), ("robots.txt".to_owned(), robots)]
}

/// Assets of the theme and of the content, below assets/.
pub(super) fn assets(model: &Model, theme: &Theme, sources: &SourceTree) -> Vec<(String, Bytes)> {
    let mut files: Vec<(String, Bytes)> = Vec::new();
    for (name, asset) in &theme.assets {
        let bytes = match asset {
            Asset::BuiltIn(text) => Bytes::from(*text),
            Asset::File(id) => Bytes::Owned(sources.file(*id).bytes().to_vec()),
        };
        files.push((format!("assets/{name}"), bytes));
    }
    for id in &model.assets {
        let file = sources.file(*id);
        let name = file.path.strip_prefix("content/").unwrap_or(&file.path);
        files.push((name.to_owned(), Bytes::Owned(file.bytes().to_vec())));
    }
    files
}
