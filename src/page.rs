//! Fills the views of the theme contract from model, figures and addresses: one file per page kind.
//!
//! Here figures become words and addresses become links. Nothing is counted here, and no markup is
//! written; what a page needs as files of its own (data) it hands over beside its view.

mod behind;
mod charts;
mod compare;
mod correction;
mod counting;
mod data;
mod detail;
mod flows;
mod frame;
mod free;
mod home;
pub mod insert;
mod list;
mod moved;
mod organisation;
mod pace;
pub mod paper;
mod parts;
mod period;
mod programme;
mod prose;
mod quality;
mod record;
mod repeats;
mod report;
mod rows;
mod stand;
mod totals;

pub use charts::Charts;
pub use frame::site_view;
pub use list::index_json;
pub use repeats::Repeats;

use crate::diag::Diagnostics;
use crate::figures::Figures;
use crate::model::Model;
use crate::output::Intake;
use crate::site::{Kind, Page, Site};
use crate::source::{SourceTree, Span};
use crate::text::catalog::Catalog;
use crate::text::lang::Lang;
use crate::text::markdown::{self, Html, Place};
use crate::theme::{PartError, Theme};
use crate::view;
use serde::Serialize;
use std::hash::Hash;
use std::sync::Arc;
use tera::Value;

/// A document for the committee that is published with the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperFile {
    /// The reporting date that it speaks of.
    pub date: crate::value::Date,
    /// Its title.
    pub title: String,
    /// Its address.
    pub path: String,
    /// The file; none while it is only announced, and printed when somebody asks for it.
    pub pdf: Option<Arc<[u8]>>,
}

/// Everything a page may know.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The model.
    pub model: &'a Model,
    /// All figures.
    pub figures: &'a Figures,
    /// All addresses.
    pub site: &'a Site,
    /// The texts that the records' bodies stand in.
    pub sources: &'a SourceTree,
    /// The theme, for parts that are rendered once for many pages.
    pub theme: &'a Theme,
    /// The strings of the page's language.
    pub words: &'a Catalog,
    /// The page's language.
    pub lang: Lang,
    /// Charts that several pages show.
    pub charts: &'a Charts,
    /// Sizes of data files by path, for download links.
    pub sizes: &'a std::collections::BTreeMap<String, usize>,
    /// Documents that are published with the site.
    pub papers: &'a [PaperFile],
    /// What many pages say alike.
    pub repeats: &'a Repeats,
}

/// A page before it is rendered.
pub struct Filled {
    /// Name of the template.
    pub template: &'static str,
    /// Its frame.
    pub base: view::Base,
    /// Its view.
    pub page: Box<dyn View>,
    /// Files that belong to it.
    pub files: Vec<(String, String)>,
}

/// The view of a page. Whether it says anything else than in the run before is asked before it is rendered.
pub trait View {
    /// What a template gets.
    fn value(&self) -> Value;
    /// All that the view says.
    fn say(&self, to: &mut Intake<'_>);
}

impl<T: Serialize + Hash> View for T {
    fn value(&self) -> Value {
        Value::from_serializable(self)
    }

    fn say(&self, to: &mut Intake<'_>) {
        self.hash(to);
    }
}

/// What a builder gets and gives besides the view.
struct Sheet<'s> {
    /// The way to the start page.
    root: String,
    /// Files that belong to the page.
    files: Vec<(String, String)>,
    /// Where problems of texts go.
    diags: &'s mut Diagnostics,
}

impl Sheet<'_> {
    /// A text of the city as HTML; headings start at `level`. Problems are reported at `span`.
    fn html(&mut self, c: &Context<'_>, text: &str, span: Span, level: u8) -> Html {
        let table = c.words.say("chart.table");
        markdown::html(text, span, c.place(&self.root, level, &table), self.diags)
    }

    /// A part that other pages of this depth have too, from its template. Without it if the template fails, which is
    /// reported.
    fn piece(&mut self, c: &Context<'_>, name: &'static str, values: impl FnOnce(&mut tera::Context)) -> String {
        let made = c.theme.piece(name, c.lang, Some(&self.root), values);
        self.made(c, made)
    }

    /// A part that pages of any depth have, so that it cannot hold a link.
    fn cell(&mut self, c: &Context<'_>, name: &'static str, values: impl FnOnce(&mut tera::Context)) -> String {
        let made = c.theme.piece(name, c.lang, None, values);
        self.made(c, made)
    }

    fn made(&mut self, c: &Context<'_>, made: Result<String, PartError>) -> String {
        match made {
            Ok(html) => html,
            Err((part, error)) => {
                c.theme.report(&error, part, c.sources, self.diags);
                String::new()
            }
        }
    }
}

impl Context<'_> {
    /// How links of texts are written on a page from which `root` leads to the start page.
    fn place<'p>(&'p self, root: &'p str, level: u8, table: &'p str) -> Place<'p> {
        Place { root, portable: self.site.portable, level, table, later: &self.site.later }
    }

    /// The Markdown of a record, programme, report or page; nothing if it is blank.
    fn body(&self, span: Span) -> Option<&str> {
        self.sources.file(span.source).text()?.get(span.range()).filter(|text| !text.trim().is_empty())
    }
}

/// Fills the view of a page. Problems of its Markdown are reported.
pub fn fill(context: &Context<'_>, page: &Page, diags: &mut Diagnostics) -> Filled {
    let root = match page.kind {
        // The server shows this page for any address, so it cannot know how deep it is.
        Kind::NotFound if !context.site.portable => context.site.base_path().to_owned(),
        _ => page.root(),
    };
    let mut sheet = Sheet { root, files: Vec::new(), diags };
    let c = context;
    let s = &mut sheet;
    let (template, base, page) = match page.kind {
        Kind::Home => {
            let view = home::fill(c, s);
            made("home", c, page, s, view, frame::home(c))
        }
        Kind::List(register, n) => {
            let view = list::fill(c, register, n, s);
            made("list", c, page, s, view, frame::list(c, register, n))
        }
        Kind::Record(at) => {
            let view = record::fill(c, at, s);
            let head = frame::record(c, at, &view);
            made("record", c, page, s, view, head)
        }
        Kind::Organisation => made("organisation", c, page, s, organisation::overview(c), frame::organisation(c)),
        Kind::Division(id) => {
            let view = organisation::division(c, id, s);
            made("division", c, page, s, view, frame::division(c, id))
        }
        Kind::Unit(id) => {
            let view = organisation::unit(c, id, s);
            made("unit", c, page, s, view, frame::unit(c, id))
        }
        Kind::Programmes => made("programmes", c, page, s, programme::overview(c), frame::programmes(c)),
        Kind::Programme(id) => {
            let view = programme::fill(c, id, s);
            made("programme", c, page, s, view, frame::programme(c, id))
        }
        Kind::Reports => made("reports", c, page, s, report::overview(c), frame::reports(c)),
        Kind::Report(i) => {
            let view = report::fill(c, i, s);
            made("report", c, page, s, view, frame::report(c, i))
        }
        Kind::Stand(date) => made("stand", c, page, s, stand::fill(c, date), frame::stand(c, date)),
        Kind::Detail(id, date) => made("detail", c, page, s, detail::fill(c, id, date), frame::detail(c, id, date)),
        Kind::Behind(id, date, n) => {
            let view = behind::fill(c, id, date, n, s);
            made("behind", c, page, s, view, frame::behind(c, id, date, n))
        }
        Kind::Compare(from, to) => {
            let view = compare::fill(c, from, to, s);
            made("compare", c, page, s, view, frame::compare(c, from, to))
        }
        Kind::Moved(i) => made("moved", c, page, s, moved::fill(c, i), frame::moved(c, i)),
        Kind::Counting => {
            let view = counting::fill(c, s);
            made("counting", c, page, s, view, frame::counting(c))
        }
        Kind::Data => made("data", c, page, s, data::fill(c), frame::data(c)),
        Kind::Quality => made("quality", c, page, s, quality::fill(c), frame::quality(c)),
        Kind::Free(i) => {
            let view = free::fill(c, i, s);
            made("page", c, page, s, view, frame::free(c, i))
        }
        Kind::NotFound => made("not-found", c, page, s, free::not_found(c), frame::not_found(c)),
    };
    Filled { template, base, page, files: sheet.files }
}

fn made<T: View + 'static>(
    template: &'static str,
    context: &Context<'_>,
    page: &Page,
    sheet: &Sheet<'_>,
    view: T,
    head: frame::Head,
) -> (&'static str, view::Base, Box<dyn View>) {
    (template, frame::base(context, page, &sheet.root, head), Box::new(view))
}
