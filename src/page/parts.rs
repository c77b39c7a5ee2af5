//! Parts that several pages show: links, dates, status tags, names, table cells.

use super::Context;
use crate::figures::Standing;
use crate::model::{RecordRef, Register, RegisterId, Scheme, StatusClass, StatusId, UnitId};
use crate::record::field::Moment;
use crate::site::Kind;
use crate::value::{Date, Precision};
use crate::view::{self, Cell, Column, Day, Link, StatusTag, Table, TableRow};

/// The mark of a class, which carries the meaning without colour.
pub(super) fn mark(class: StatusClass) -> &'static str {
    match class {
        StatusClass::Planned => "○",
        StatusClass::Active => "▶",
        StatusClass::Done => "✓",
        StatusClass::Paused => "‖",
        StatusClass::Dropped => "✕",
        StatusClass::Unknown => "?",
    }
}

impl Context<'_> {
    pub(super) fn href(&self, kind: Kind) -> String {
        self.site.href(self.model, kind)
    }

    pub(super) fn link(&self, title: impl Into<String>, kind: Kind) -> Link {
        Link { title: title.into(), href: self.href(kind) }
    }

    /// The link to the explanation of a figure.
    pub(super) fn definition(&self, key: &str) -> Option<Link> {
        let name = self.words.say(&format!("definition.{key}.title"));
        let title = format!("{}: {name}", self.words.say("counting.how"));
        Some(Link { title, href: self.site.definition(self.model, key) })
    }

    pub(super) fn day(&self, date: Date) -> Day {
        Day { iso: date.to_string(), text: self.lang.date(date) }
    }

    /// A moment as exactly as it is known.
    pub(super) fn moment(&self, moment: Moment) -> Day {
        let period = moment.period;
        let text = self.lang.period(period);
        if moment.before {
            return Day { iso: String::new(), text: self.words.fill("lang.before", &[("date", &text)]) };
        }
        let day = period.first.to_string();
        let iso = match period.precision {
            Precision::Day => day,
            Precision::Month => day[..7].to_owned(),
            Precision::Year => day[..4].to_owned(),
            Precision::Quarter | Precision::Half => String::new(),
        };
        Day { iso, text }
    }

    pub(super) fn tag(&self, scheme: &Scheme, status: StatusId) -> StatusTag {
        let status = scheme.status(status);
        StatusTag {
            code: status.code.clone(),
            label: status.label.get(self.lang).to_owned(),
            class: status.class.word().to_owned(),
            mark: mark(status.class).to_owned(),
        }
    }

    /// "0.1 Zentraler Steuerungsdienst"
    pub(super) fn unit_title(&self, id: UnitId) -> String {
        let unit = self.model.unit(id);
        format!("{} {}", unit.id, unit.name.get(self.lang))
    }

    /// The unit in charge at the as-of date, if this edition shows it.
    pub(super) fn unit_of(&self, at: RecordRef) -> Option<UnitId> {
        let unit = self.model.record(at).unit_on(self.model.as_of)?;
        self.model.unit(unit).shown.then_some(unit)
    }

    /// Title of a record, or what stands for it; and whether it is missing.
    pub(super) fn title(&self, at: RecordRef) -> (String, bool) {
        match self.model.record(at).title() {
            Some(title) => (title.to_owned(), false),
            None => (self.words.say("value.untitled"), true),
        }
    }

    /// Number and title: "MP 020 CRM-System".
    pub(super) fn name(&self, at: RecordRef) -> String {
        let (title, _) = self.title(at);
        match self.model.record(at).number() {
            Some(number) => [number, " ", &title].concat(),
            None => title,
        }
    }

    pub(super) fn mention(&self, at: RecordRef, detail: Option<String>) -> view::RecordRef {
        // Frozen figures may hold a record that is no longer public: it counts, but is not named.
        if !self.model.record(at).shown {
            let title = self.words.say("value.withheld");
            return view::RecordRef { number: None, title, href: self.href(Kind::List(at.register, 1)), detail: None };
        }
        view::RecordRef {
            number: self.model.record(at).number().map(str::to_owned),
            title: self.title(at).0,
            href: self.href(Kind::Record(at)),
            detail,
        }
    }

    /// What a record says at its register's latest date: standing and index of the date.
    pub(super) fn latest(&self, at: RecordRef) -> Option<(Standing, usize)> {
        let figures = self.figures.register(at.register);
        let last = figures.dates.len().checked_sub(1)?;
        Some((figures.standing(at.index, last), last))
    }

    pub(super) fn register_title(&self, register: &Register) -> String {
        self.model.register_config(register).title.get(self.lang).to_owned()
    }

    pub(super) fn register_link(&self, id: RegisterId) -> Link {
        self.link(self.register_title(self.model.register(id)), Kind::List(id, 1))
    }

    /// A count as people read it.
    pub(super) fn number(&self, n: u64) -> String {
        self.lang.integer(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// A value in a table or sentence: "5", "a", "U"; none where there is none.
    pub(super) fn value_text(&self, scheme: &Scheme, standing: Standing) -> Option<String> {
        match standing {
            Standing::Counted { value: Some(value), .. } => Some(value.to_string()),
            Standing::Counted { status, value: None } => Some(scheme.status(status).code.clone()),
            Standing::Letter(letter) => scheme.letters.get(usize::from(letter)).map(|l| l.code.clone()),
            _ => None,
        }
    }
}

/// A cell with a text.
pub(super) fn cell(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), ..Cell::default() }
}

/// A cell that leads somewhere.
pub(super) fn linked(text: impl Into<String>, href: String) -> Cell {
    Cell { text: text.into(), href: Some(href), ..Cell::default() }
}

/// A count that leads to the records behind it, where there is a list of them.
pub(super) fn counted(text: String, href: Option<String>) -> Cell {
    Cell { text, href, ..Cell::default() }
}

/// A cell with a status tag.
pub(super) fn tagged(tag: StatusTag) -> Cell {
    Cell { text: tag.label.clone(), status: Some(tag), ..Cell::default() }
}

pub(super) fn column(title: impl Into<String>, numeric: bool) -> Column {
    Column { title: title.into(), numeric, definition: None }
}

/// A column of numbers whose heading leads to how they are counted.
pub(super) fn defined(c: &Context<'_>, title: String, key: &str) -> Column {
    Column { title, numeric: true, definition: Some(c.site.definition(c.model, key)) }
}

pub(super) fn row(head: Cell, cells: Vec<Cell>, total: bool) -> TableRow {
    TableRow { head, cells, total }
}

pub(super) fn table(id: impl Into<String>, caption: String, columns: Vec<Column>, rows: Vec<TableRow>) -> Table {
    Table { id: id.into(), caption, columns, rows, rows_html: None, note: None, ways: None, definition: None }
}

/// Joins parts with commas and the last with "and".
pub(super) fn listing(parts: &[String], and: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} {and} {last}", head.join(", ")),
    }
}
