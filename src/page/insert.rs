//! Fills inserts: what stands in a model as "the chart of these statuses" becomes a number, table or drawing.
//!
//! [`inserted`] gives a neutral [`Inserted`], the same for every format; `narrative` makes parts of a page of it.
//! Numbers come from `figures` only, and tables, drawings and lists are those of the pages of a date.

use super::{Context, Sheet, charts, detail, programme, stand, totals};
use crate::figures::{self, DateFigures, Told};
use crate::model::{Figure, Insert, RegisterId, StatusId, UnitId, What};
use crate::source::Span;
use crate::text::insert::replaced;
use crate::text::markdown::{self, Filled, Part};
use crate::value::{Date, Share};
use crate::view::{Basis, BodyPart, ChartBlock, PeriodList, PublishedTotals, Source, Table, Target};

/// Names that one list shows at most; the whole list stands on the page of the date.
const NAMES: usize = 100;

/// What an insert shows, in the words of the page's language. A renderer matches on it and writes each kind as it
/// writes the same thing elsewhere. All strings are plain text but the drawing in `ChartBlock::svg`.
#[derive(Debug, Clone, PartialEq)]
pub enum Inserted {
    /// Words in a sentence: "41 von 129 (31,8 %)".
    Number {
        /// The words.
        text: String,
        /// Where it comes from, to be said once below the text with [`basis`]; none where there is no number.
        origin: Option<Origin>,
    },
    /// A table of computed figures.
    Table(Box<Table>),
    /// Totals as printed, with their source; `cohorts` of it is never set.
    Published(Box<PublishedTotals>),
    /// A drawing with its words and its data as a table.
    Chart(Box<ChartBlock>),
    /// Records to which something happened.
    List(Box<PeriodList>),
    /// Targets of a programme, each with its pace, its drawing and the reason where none can be computed.
    Targets(Vec<Target>),
    /// A sentence that says why there is nothing to show.
    Missing(String),
}

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Its register.
    pub register: RegisterId,
    /// Its date.
    pub date: Date,
    /// Whether it is told as published; otherwise it is counted from the records.
    pub published: bool,
    /// Key of the definition that says how it is counted.
    pub definition: &'static str,
}

/// What an insert shows, and a remark that belongs below it: that only some of the records are here.
pub fn inserted(c: &Context<'_>, insert: &Insert) -> (Inserted, Option<String>) {
    match &insert.what {
        What::Number { figure, register, status, unit, list, date } => {
            let of = Of { id: *register, status: *status, unit: *unit, list: *list, date: *date };
            (number(c, *figure, &of), None)
        }
        What::Chart(id, _, date) | What::Table(id, _, date) | What::List(id, _, date) if *date > c.model.as_of => {
            (Inserted::Missing(not_yet(c, c.register_title(c.model.register(*id)), *date)), None)
        }
        What::Chart(id, name, date) => {
            let block = chart(c, *id, name, *date).map(|block| Inserted::Chart(Box::new(block)));
            // A drawing by date says in its title that it shows totals as published.
            let note = if name.ends_with("-by-date") { None } else { partly(c, *id, *date) };
            shown(c, block, note, *id, *date)
        }
        What::Table(id, name, date) => match published(c, *id, name, *date) {
            Some(totals) => (Inserted::Published(Box::new(totals)), None),
            None => {
                let table = figures_of(c, *id, *date).and_then(|f| table(c, *id, name, f));
                shown(c, table.map(|table| Inserted::Table(Box::new(table))), partly(c, *id, *date), *id, *date)
            }
        },
        What::List(id, name, date) => {
            let list = figures_of(c, *id, *date).filter(|f| f.previous.is_some());
            let list = list.and_then(|f| super::period::lists(c, *id, f, &[&key(name)], Some(NAMES)).pop());
            // The same list may stand on a page for several dates.
            let id_here = format!("e-{}-{name}-{date}", c.site.register(*id));
            let list = list.map(|list| Inserted::List(Box::new(PeriodList { id: id_here, ..list })));
            shown(c, list, partly(c, *id, *date), *id, *date)
        }
        What::Pace(id, targets, date) => {
            let programme = c.model.programme(*id);
            if *date > c.model.as_of {
                return (Inserted::Missing(not_yet(c, programme.title.get(c.lang).to_owned(), *date)), None);
            }
            (Inserted::Targets(targets.iter().map(|at| programme::target_until(c, *id, *at, *date)).collect()), None)
        }
    }
}

/// What a number counts.
struct Of {
    id: RegisterId,
    status: Option<StatusId>,
    unit: Option<UnitId>,
    list: Option<&'static str>,
    date: Date,
}

/// Names of figures have underscores, names in inserts hyphens.
fn key(name: &str) -> String {
    name.replace('-', "_")
}

fn figures_of<'f>(c: &Context<'f>, id: RegisterId, date: Date) -> Option<&'f DateFigures> {
    c.figures.register(id).at(date)
}

fn not_yet(c: &Context<'_>, name: String, date: Date) -> String {
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("name", &name), ("date", &c.lang.date(date)), ("as_of", &c.lang.date(c.model.as_of))];
    c.words.fill("insert.not_yet", &values)
}

fn shown(
    c: &Context<'_>,
    found: Option<Inserted>,
    note: Option<String>,
    id: RegisterId,
    date: Date,
) -> (Inserted, Option<String>) {
    match found {
        Some(inserted) => (inserted, note),
        None => {
            let name = c.register_title(c.model.register(id));
            let values: [(&str, &dyn std::fmt::Display); 2] = [("name", &name), ("date", &c.lang.date(date))];
            (Inserted::Missing(c.words.fill("insert.nothing", &values)), None)
        }
    }
}

/// That what was computed shows only the records that are here.
fn partly(c: &Context<'_>, id: RegisterId, date: Date) -> Option<String> {
    totals::headline(c, id, date).map(|_| totals::extent(c, id, date))
}

fn number(c: &Context<'_>, figure: Figure, of: &Of) -> Inserted {
    if of.date > c.model.as_of {
        let text = c.words.fill("insert.not_yet_number", &[("as_of", &c.lang.date(c.model.as_of))]);
        return Inserted::Number { text, origin: None };
    }
    let found = match (of.unit, of.list) {
        (None, None) => told(c, figure, of),
        _ => counted(c, figure, of).map(|text| (text, false)),
    };
    let Some((text, published)) = found else {
        return Inserted::Number { text: c.words.say("insert.none"), origin: None };
    };
    let headline = totals::headline(c, of.id, of.date);
    // Where totals as published come first, a computed number must not be taken for one of them.
    let computed = !published && headline.is_some();
    let text = if computed { c.words.fill("insert.in_records", &[("number", &text)]) } else { text };
    let definition = if published { "published" } else { definition(figure) };
    let origin = Origin { register: of.id, date: of.date, published, definition };
    Inserted::Number { text, origin: Some(origin) }
}

/// Where numbers come from, in words: one entry for all dates of a register with the same source.
pub fn basis(c: &Context<'_>, origins: &[Origin]) -> Vec<Basis> {
    let source = |origin: &Origin| {
        let totals = totals::headline(c, origin.register, origin.date).filter(|_| origin.published)?;
        totals::source(c, totals)
    };
    let mut groups: Vec<(Origin, Option<Source>, Vec<Date>)> = Vec::new();
    for origin in origins {
        let source = source(origin);
        let same = |(first, its, _): &&mut (Origin, Option<Source>, _)| {
            (first.register, first.published) == (origin.register, origin.published) && *its == source
        };
        match groups.iter_mut().find(same) {
            Some((_, _, dates)) => dates.push(origin.date),
            None => groups.push((*origin, source, vec![origin.date])),
        }
    }
    let said = |(origin, source, mut dates): (Origin, Option<Source>, Vec<Date>)| {
        dates.sort_unstable();
        dates.dedup();
        let dates: Vec<String> = dates.into_iter().map(|date| c.lang.date(date)).collect();
        let dates = super::parts::listing(&dates, &c.words.say("lang.and"));
        let register = c.register_title(c.model.register(origin.register));
        let key = if origin.published { "insert.basis_published" } else { "insert.basis_computed" };
        Basis {
            text: c.words.fill(key, &[("register", &register), ("date", &dates)]),
            source,
            definition: c.definition(origin.definition),
        }
    };
    groups.into_iter().map(said).collect()
}

fn definition(figure: Figure) -> &'static str {
    match figure {
        Figure::Count | Figure::Share => "count",
        Figure::Sum => "sum",
        Figure::Mean => "mean",
    }
}

/// A number as it is told first, and whether it was published.
fn told(c: &Context<'_>, figure: Figure, of: &Of) -> Option<(String, bool)> {
    let say = |told: Told<'_>| match (figure, of.status) {
        (Figure::Count, status) => Some(c.number(told.count(status))),
        (Figure::Share, Some(status)) => told.share(status).map(|share| self::share(c, share)),
        (Figure::Share, None) => None,
        (Figure::Sum, status) => told.sum(status).map(|sum| c.lang.integer(sum)),
        (Figure::Mean, status) => told.mean(status).map(|mean| c.lang.mean(mean)),
    };
    let first = figures::told(c.model, c.figures, of.id, of.date)?;
    let published = matches!(first, Told::Published(_));
    // A report need not print sums.
    let own = || figures_of(c, of.id, of.date).and_then(|date| say(Told::Computed(date)));
    say(first).map(|text| (text, published)).or_else(|| Some((own()?, false)))
}

/// A number that only the records give.
fn counted(c: &Context<'_>, figure: Figure, of: &Of) -> Option<String> {
    let f = figures_of(c, of.id, of.date)?;
    if let Some(list) = of.list {
        return f.previous.map(|_| c.number(super::period::pick(&f.lists, &key(list)).len() as u64));
    }
    let unit = f.by_unit.iter().find(|unit| unit.unit == of.unit);
    let all = unit.map_or(0, |unit| unit.total());
    let n = of.status.map_or(all, |status| unit.and_then(|u| u.counts().nth(usize::from(status.0))).unwrap_or(0));
    match figure {
        Figure::Share => Share::of(n, all).map(|share| self::share(c, share)),
        _ => Some(c.number(n)),
    }
}

/// "41 von 129 (31,8 %)"
fn share(c: &Context<'_>, share: Share) -> String {
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("n", &c.number(share.part)), ("of", &c.number(share.whole)), ("share", &c.lang.share(share))];
    c.words.fill("insert.share", &values)
}

fn chart(c: &Context<'_>, id: RegisterId, name: &str, date: Date) -> Option<ChartBlock> {
    let register = id.0 as usize;
    let at = c.model.register(id).dates.iter().position(|own| *own == date)?;
    match name {
        "status-by-date" => charts::development_until(c, id, "count", date),
        "sum-by-date" => charts::development_until(c, id, "sum", date),
        "units" => c.charts.units[register][at].clone(),
        "base" => c.charts.base[register][at].clone(),
        _ => c.charts.moves[register][at].clone(),
    }
}

/// Totals as published, for the tables that show such; only while they come first.
fn published(c: &Context<'_>, id: RegisterId, name: &str, date: Date) -> Option<PublishedTotals> {
    let mut view = totals::headline(c, id, date).map(|totals| totals::view(c, totals, "e"))?;
    let cohorts = view.cohorts.take();
    let key = match name {
        "status" => "insert.table_status",
        "cohorts" => {
            view.table = cohorts?;
            view.text = None;
            "insert.table_cohorts"
        }
        _ => return None,
    };
    // Below the text the page of a report shows all that the city printed; two tables of one page differ in name.
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("register", &c.register_title(c.model.register(id))), ("date", &c.lang.date(date))];
    view.table.caption = c.words.fill(key, &values);
    Some(view)
}

fn table(c: &Context<'_>, id: RegisterId, name: &str, f: &DateFigures) -> Option<Table> {
    let scheme = c.model.scheme(c.model.register(id));
    let mut table = match name {
        "status" if f.counted > 0 => stand::counts(c, id, scheme, f, None),
        "base" if f.has_base() => detail::base(c, id, f, None, None).table,
        "moves" if f.previous.is_some() && !f.moves.is_empty() => detail::moves(c, id, scheme, f, None),
        "units" if !f.by_unit.is_empty() => charts::units::table_of(c, id, scheme, f, "", None),
        "cohorts" => detail::cohorts(c, id, f.date)?,
        _ => return None,
    };
    // The same table may stand on a page for several dates.
    table.id = format!("e-{}-{name}-{}", c.site.register(id), f.date);
    Some(table)
}

impl Context<'_> {
    /// The words of an insert in a sentence; nothing for one on a line of its own.
    fn words_of(&self, span: Span) -> Option<String> {
        match inserted(self, self.model.insert(span)?).0 {
            Inserted::Number { text, .. } => Some(text),
            _ => None,
        }
    }

    /// A text with its inserts in words, for overviews and descriptions; what stands on lines of its own is left out.
    pub(super) fn in_words(&self, text: &str, span: Span) -> String {
        let start = span.start as usize;
        replaced(text, |range| {
            let words = self.words_of(Span::new(span.source, start + range.start..start + range.end));
            Some(markdown::from_plain(&words.unwrap_or_default()))
        })
    }
}

/// A text in parts for a page.
pub(super) struct Narrative {
    pub(super) body: Vec<BodyPart>,
    /// Where the numbers in its sentences come from, each once.
    pub(super) basis: Vec<Basis>,
    /// Ids and texts of its highest headings.
    pub(super) headings: Vec<(String, String)>,
}

/// The text of a report or page, whose headings start at level 2, with everything inserted.
pub(super) fn narrative(c: &Context<'_>, span: Span, sheet: &mut Sheet<'_>) -> Narrative {
    let Some(text) = c.body(span) else {
        return Narrative { body: Vec::new(), basis: Vec::new(), headings: Vec::new() };
    };
    let mut origins: Vec<Origin> = Vec::new();
    let caption = c.words.say("chart.table");
    let parts = markdown::parts(text, span, c.place(&sheet.root, 2, &caption), sheet.diags, |span| {
        Some(match inserted(c, c.model.insert(span)?) {
            (Inserted::Number { text, origin }, _) => {
                origins.extend(origin);
                Filled::Text(text)
            }
            other => Filled::Block(other),
        })
    });
    let body = parts.parts.into_iter().map(|part| match part {
        Part::Html(html) => BodyPart { html, ..BodyPart::default() },
        Part::Block((inserted, note), level) => block(inserted, note, level),
    });
    Narrative { body: body.collect(), basis: basis(c, &origins), headings: parts.headings }
}

fn block(inserted: Inserted, note: Option<String>, level: u8) -> BodyPart {
    let mut part = BodyPart { note, level, ..BodyPart::default() };
    match inserted {
        Inserted::Number { text, .. } | Inserted::Missing(text) => part.missing = Some(text),
        Inserted::Table(table) => part.table = Some(*table),
        Inserted::Published(totals) => part.published = Some(*totals),
        Inserted::Chart(chart) => part.chart = Some(*chart),
        Inserted::List(list) => part.list = Some(*list),
        Inserted::Targets(targets) => part.targets = targets,
    }
    part
}
