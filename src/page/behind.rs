//! The records behind the figures of a register at one date, and the way from each count to its list.
//!
//! Every part of the list has an anchor of its own; a part that starts on a later page is linked there.

use super::{Context, Sheet};
use crate::figures::{Behind as What, DateFigures, Place};
use crate::model::{RecordRef, RegisterId, Scheme, StatusId, UnitId};
use crate::site::{Kind, ROWS};
use crate::text::slug::slug;
use crate::value::Date;
use crate::view::{Behind, BehindPart, Pager};
use std::sync::Arc;

/// Where each part of the list starts.
pub(super) struct Places {
    /// Anchor and number of the record with which the part starts.
    starts: Vec<(String, usize)>,
    register: RegisterId,
    date: Date,
}

impl Places {
    fn of(c: &Context<'_>, id: RegisterId, f: &DateFigures) -> Self {
        let mut at = 0;
        let mut starts: Vec<(String, usize)> = Vec::new();
        let mut wholes: Vec<Whole> = Vec::new();
        for (what, records) in c.figures.register(id).behind(c.model, f) {
            // A status starts where the first of its parts does, and so does a unit.
            if let Some(whole) = Whole::of(what).filter(|whole| !wholes.contains(whole)) {
                wholes.push(whole);
                starts.push((whole.anchor(c), at));
            }
            starts.push((anchor(c, what), at));
            at += records.len();
        }
        Places { starts, register: id, date: f.date }
    }

    /// The places of a register's own figures at a date, which many pages link to.
    pub(super) fn known(c: &Context<'_>, id: RegisterId, f: &DateFigures) -> Arc<Self> {
        let is_own = c.figures.register(id).at(f.date).is_some_and(|own| std::ptr::eq(own, f));
        let make = || Arc::new(Places::of(c, id, f));
        if is_own { c.repeats.places.get((id, f.date), make) } else { make() }
    }

    /// The way to a part; none if nothing is in it.
    pub(super) fn to(&self, c: &Context<'_>, anchor: &str) -> Option<String> {
        let (_, start) = self.starts.iter().find(|(known, _)| known == anchor)?;
        Some([&c.href(Kind::Behind(self.register, self.date, start / ROWS + 1)), "#", anchor].concat())
    }

    /// The way to all counted records; none if there are none.
    pub(super) fn to_all(&self, c: &Context<'_>) -> Option<String> {
        self.starts.first()?;
        Some(c.href(Kind::Behind(self.register, self.date, 1)))
    }
}

/// The anchor of a part.
pub(super) fn anchor(c: &Context<'_>, what: What) -> String {
    match what {
        What::Move(from, to) => format!("s{}-{}", to.0 + 1, origin(from)),
        What::New => "new".to_owned(),
        What::Returned => "returned".to_owned(),
        What::Left => "left".to_owned(),
        What::List(name) => name.to_owned(),
        What::NotCollected => "not-collected".to_owned(),
        What::NotInSource => "not-in-source".to_owned(),
        What::NotYet => "not-yet".to_owned(),
        What::Letter(letter) => format!("letter-{}", letter + 1),
        What::Manual => "manual".to_owned(),
        What::Baseline => "baseline".to_owned(),
        What::Year(year) => year.map_or_else(|| "year-none".to_owned(), |year| format!("year-{year}")),
        What::Unit(unit, of) => format!("{}-{}", self::unit(c, unit), status(of)),
    }
}

/// The anchor of a unit: all its parts together.
pub(super) fn unit(c: &Context<'_>, unit: Option<UnitId>) -> String {
    unit.map_or_else(|| "unit-none".to_owned(), |unit| format!("unit-{}", slug(&c.model.unit(unit).id)))
}

/// The anchor of a status: all its parts together.
pub(super) fn status(status: StatusId) -> String {
    format!("s{}", status.0 + 1)
}

/// What a part belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Whole {
    Status(StatusId),
    Unit(Option<UnitId>),
}

impl Whole {
    fn of(what: What) -> Option<Self> {
        match what {
            What::Move(_, to) => Some(Whole::Status(to)),
            What::Unit(unit, _) => Some(Whole::Unit(unit)),
            _ => None,
        }
    }

    fn anchor(self, c: &Context<'_>) -> String {
        match self {
            Whole::Status(to) => status(to),
            Whole::Unit(unit) => self::unit(c, unit),
        }
    }
}

fn origin(place: Place) -> String {
    match place {
        Place::Status(from) => status(from),
        Place::New => "new".to_owned(),
        Place::Returned => "returned".to_owned(),
        Place::Left => "left".to_owned(),
    }
}

/// The key of the definition of a part.
pub(super) fn definition(what: What) -> String {
    match what {
        What::Move(..) => "moves".to_owned(),
        What::New => "base_new".to_owned(),
        What::Returned => "base_returned".to_owned(),
        What::Left => "base_left".to_owned(),
        What::List(name) => format!("lists_{name}"),
        What::NotCollected => "not_collected".to_owned(),
        What::NotInSource => "not_in_source".to_owned(),
        What::NotYet => "not_yet".to_owned(),
        What::Letter(_) => "letters".to_owned(),
        What::Manual => "manual".to_owned(),
        What::Baseline => "baseline".to_owned(),
        What::Year(_) => "cohorts".to_owned(),
        What::Unit(..) => "count".to_owned(),
    }
}

pub(super) fn name(c: &Context<'_>, scheme: &Scheme, f: &DateFigures, what: What) -> String {
    match what {
        What::Move(Place::Status(from), _) => {
            let date = f.previous.map_or_else(String::new, |date| c.lang.date(date));
            let label = scheme.status(from).label.get(c.lang);
            c.words.fill("behind.from", &[("date", &date), ("status", &label)])
        }
        What::Move(Place::Returned, _) | What::Returned => c.words.say("base.returned"),
        What::Move(..) if f.base.first => c.words.say("behind.first"),
        What::Move(..) | What::New => c.words.say("base.new"),
        What::Left => c.words.say("base.left"),
        What::List(name) => c.words.say(&format!("period.{name}")),
        What::NotCollected => c.words.say("behind.not_collected"),
        What::NotInSource => c.words.say("behind.not_in_source"),
        What::NotYet => c.words.say("behind.not_yet"),
        What::Letter(letter) => {
            let letter = &scheme.letters[usize::from(letter)];
            c.words.fill("behind.letter", &[("code", &letter.code), ("label", &letter.label.get(c.lang))])
        }
        What::Manual => c.words.say("behind.manual"),
        What::Baseline => c.words.say("value.baseline"),
        What::Year(Some(year)) => c.words.fill("behind.year", &[("year", &year)]),
        What::Year(None) => c.words.say("behind.year_none"),
        What::Unit(_, status) => scheme.status(status).label.get(c.lang).to_owned(),
    }
}

pub(super) fn title(c: &Context<'_>, id: RegisterId, date: Date) -> String {
    let register = c.register_title(c.model.register(id));
    c.words.fill("behind.title", &[("register", &register), ("date", &c.lang.date(date))])
}

/// What a part belongs to, and how many that are.
fn heading(c: &Context<'_>, scheme: &Scheme, f: &DateFigures, what: What) -> Option<(String, u64)> {
    match what {
        What::Move(_, to) => {
            let label = scheme.status(to).label.get(c.lang).to_owned();
            Some((label, f.by_status[usize::from(to.0)].count()))
        }
        What::Unit(unit, _) => {
            let title = unit.map_or_else(|| c.words.say("organisation.without_unit"), |unit| c.unit_title(unit));
            Some((title, f.by_unit.iter().find(|entry| entry.unit == unit)?.total()))
        }
        _ => None,
    }
}

/// Records as items of a list. Of each date most records are named several times.
fn names(c: &Context<'_>, id: RegisterId, records: &[u32], sheet: &mut Sheet<'_>) -> String {
    let known = c.repeats.items.get(sheet.root.clone(), Arc::default);
    let mut html = String::with_capacity(records.len() * 128);
    for index in records {
        let at = RecordRef { register: id, index: *index };
        html.push('\n');
        html.push_str(known.kept(c.model, at, || item(c, at, sheet)));
    }
    html
}

fn item(c: &Context<'_>, at: RecordRef, sheet: &mut Sheet<'_>) -> Box<str> {
    sheet.piece(c, "rows/name.html", |values| values.insert("record", &c.mention(at, None))).trim_end().into()
}

pub(super) fn fill(c: &Context<'_>, id: RegisterId, date: Date, page: usize, sheet: &mut Sheet<'_>) -> Behind {
    let stand = c.link(super::stand::title(c, date), Kind::Stand(date));
    let mut view = Behind {
        title: title(c, id, date),
        lead: c.words.say("behind.lead"),
        date: c.day(date),
        register: c.register_link(id),
        stand,
        ..Behind::default()
    };
    let own = c.figures.register(id);
    let Some(f) = own.at(date) else { return view };
    let scheme = c.model.scheme(c.model.register(id));
    let parts = own.behind(c.model, f);
    let total: usize = parts.iter().map(|(_, records)| records.len()).sum();
    let (from, to) = ((page - 1) * ROWS, (page * ROWS).min(total));
    let n = |n: usize| c.number(n as u64);
    let mut at = 0;
    let mut last = None;
    for (what, records) in &parts {
        let (start, end) = (at, at + records.len());
        at = end;
        if end <= from || start >= to {
            last = Whole::of(*what).or(last);
            continue;
        }
        let continued = start < from;
        // The heading of a status or unit stands once on each page, and carries its anchor where it starts.
        let whole = Whole::of(*what);
        if let Some((title, count)) = heading(c, scheme, f, *what).filter(|_| view.parts.is_empty() || last != whole) {
            view.parts.push(BehindPart {
                id: whole.filter(|_| last != whole).map(|whole| whole.anchor(c)),
                level: 2,
                title,
                count: c.words.fill("period.count", &[("n", &c.number(count))]),
                definition: c.definition("count"),
                ..BehindPart::default()
            });
        }
        last = whole;
        let shown = &records[from.max(start) - start..to.min(end) - start];
        let title = name(c, scheme, f, *what);
        view.parts.push(BehindPart {
            id: (!continued).then(|| anchor(c, *what)),
            level: if last.is_some() { 3 } else { 2 },
            title: if continued { c.words.fill("behind.continued", &[("part", &title)]) } else { title },
            count: c.words.fill("period.count", &[("n", &n(records.len()))]),
            // Of a status or unit it stands with the heading above.
            definition: if last.is_some() { None } else { c.definition(&definition(*what)) },
            names_html: Some(names(c, id, shown, sheet)),
        });
    }
    let href = |page: usize| c.href(Kind::Behind(id, date, page));
    let pages = total.div_ceil(ROWS);
    view.pager = (pages > 1).then(|| Pager {
        number: page,
        count: pages,
        range: c.words.fill("list.range", &[("from", &n(from + 1)), ("to", &n(to)), ("total", &n(total))]),
        previous: (page > 1).then(|| href(page - 1)),
        next: (page < pages).then(|| href(page + 1)),
        pages: super::list::page_links(pages, page, href),
    });
    view
}
