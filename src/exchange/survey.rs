//! The survey for one reporting date: a workbook for each unit goes out, answers come back in.
//!
//! Here is who is asked about what. Everything is a pure function: no file is opened or written, and
//! nothing is taken from a workbook that the site does not know.

mod book;
mod changes;
mod columns;
mod guide;
mod intake;
mod joined;
mod progress;
mod register_sheet;
mod returned;
mod rows;
mod style;
mod texts;
mod values;

pub(super) use book::sheet_name;
pub use book::{Workbook, workbooks};
pub use changes::Change;
pub use intake::{File, Intake, Progress, Received};
pub use progress::{progress_json, progress_table};
pub(super) use register_sheet::cut;
pub(super) use style::height;

use crate::model::{Model, Record, RecordRef, Register, RegisterId, Scheme, UnitId, Value};
use crate::record::field::Written;
use crate::source::SourceTree;
use crate::text::catalog::Catalog;
use crate::text::lang::Lang;
use crate::value::Date;
use std::fmt;

/// A survey for one reporting date.
pub struct Survey<'m> {
    model: &'m Model,
    words: &'m Catalog,
    date: Date,
    /// Registers that have this reporting date.
    registers: Vec<RegisterId>,
}

/// Why there can be no survey.
#[derive(Debug, PartialEq, Eq)]
pub enum NoSurvey {
    /// No register has this reporting date; `known` are those that there are.
    UnknownDate {
        /// The date.
        date: Date,
        /// All reporting dates.
        known: Vec<Date>,
    },
    /// The date is closed.
    Frozen {
        /// The date.
        date: Date,
        /// Its snapshot.
        path: String,
    },
}

impl fmt::Display for NoSurvey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoSurvey::UnknownDate { date, known } => {
                let known: Vec<String> = known.iter().map(|date| format!("`{date}`")).collect();
                write!(
                    f,
                    "{date} is not a reporting date; there are {}; a new one is added to `reporting_dates` in \
                     content/site.toml first",
                    known.join(", ")
                )
            }
            NoSurvey::Frozen { date, path } => write!(
                f,
                "the reporting date {date} is closed (`{path}`), so there is nothing to be surveyed; what was wrong \
                 is put right by an entry in `[[corrections]]` of the record"
            ),
        }
    }
}

impl<'m> Survey<'m> {
    /// The survey for `date`; `model` must be that of the internal edition as of this day.
    ///
    /// # Errors
    /// See [`NoSurvey`].
    pub fn new(model: &'m Model, sources: &SourceTree, words: &'m Catalog, date: Date) -> Result<Self, NoSurvey> {
        let registers: Vec<RegisterId> =
            model.registers().filter(|(_, register)| register.dates.contains(&date)).map(|(id, _)| id).collect();
        if registers.is_empty() {
            return Err(NoSurvey::UnknownDate { date, known: known_dates(model) });
        }
        let path = format!("content/snapshots/{date}.toml");
        if sources.find(&path).is_some() {
            return Err(NoSurvey::Frozen { date, path });
        }
        Ok(Survey { model, words, date, registers })
    }

    fn lang(&self) -> Lang {
        self.words.lang
    }

    /// The city, as it calls itself.
    fn city(&self) -> &'m str {
        self.model.config.publisher.name.get(self.lang())
    }

    fn register(&self, id: RegisterId) -> &'m Register {
        self.model.register(id)
    }

    fn scheme(&self, id: RegisterId) -> &'m Scheme {
        self.model.scheme(self.register(id))
    }

    fn key(&self, id: RegisterId) -> &'m str {
        &self.model.register_config(self.register(id)).key.value
    }

    fn title(&self, id: RegisterId) -> &'m str {
        self.model.register_config(self.register(id)).title.get(self.lang())
    }

    /// The reporting date of a register before that of the survey.
    fn previous(&self, id: RegisterId) -> Option<Date> {
        self.register(id).dates.iter().copied().rfind(|date| *date < self.date)
    }

    /// The records of a register that a unit is asked about, in the order shown: those it is in charge
    /// of at the reporting date, alone or as one of several that lead. Not those of the baseline, which
    /// were done before the plan began, and not those that have left.
    pub(super) fn asked(&self, unit: UnitId, register: RegisterId) -> impl Iterator<Item = (RecordRef, &'m Record)> {
        self.model.shown(register).filter(move |(_, record)| self.is_asked(record) && self.answers_for(unit, record))
    }

    fn is_asked(&self, record: &Record) -> bool {
        let left = record.text.left.iter().map(|left| left.date.value).filter(|date| *date < self.date).max();
        let is_back = |left: Date| record.values.iter().any(|(date, _)| *date > left);
        !record.is_baseline() && left.is_none_or(is_back)
    }

    fn answers_for(&self, unit: UnitId, record: &Record) -> bool {
        record.unit_on(self.date) == Some(unit)
            || record.other_units.iter().any(|(other, role)| *other == unit && *role == "lead")
    }

    /// Units that are asked about at least one record, and those about none.
    pub fn units(&self) -> (Vec<UnitId>, Vec<UnitId>) {
        let all = (0..).zip(&self.model.units).map(|(index, _)| UnitId(index));
        all.partition(|unit| self.registers.iter().any(|register| self.asked(*unit, *register).next().is_some()))
    }

    /// The unit with this id.
    pub fn unit(&self, id: &str) -> Option<UnitId> {
        (0..).zip(&self.model.units).find(|(_, unit)| unit.id == id).map(|(index, _)| UnitId(index))
    }

    /// Records that would be asked about and have no unit, each by number or id.
    pub fn without_unit(&self) -> Vec<&'m str> {
        let mut found = Vec::new();
        for register in &self.registers {
            let records = self.model.shown(*register).map(|(_, record)| record);
            let lone = records.filter(|record| {
                self.is_asked(record)
                    && record.unit_on(self.date).is_none()
                    && record.other_units.iter().all(|(_, role)| *role != "lead")
            });
            found.extend(lone.map(name));
        }
        found
    }
}

/// All reporting dates of a site, ascending.
pub fn known_dates(model: &Model) -> Vec<Date> {
    let own = model.config.registers.iter().filter_map(|register| register.reporting_dates.as_ref());
    let all = own.chain([&model.config.reporting_dates]).flat_map(|dates| dates.value.iter().map(|date| date.value));
    let mut known: Vec<Date> = all.collect();
    known.sort_unstable();
    known.dedup();
    known
}

/// What people call a record: its number, or its id where it has none.
fn name(record: &Record) -> &str {
    record.number().unwrap_or(&record.text.id)
}

/// What a record says for the reporting date of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    /// The value as written.
    value: Option<Written>,
    /// Why it left.
    left: Option<&'static str>,
}

impl State {
    fn of(record: &Record, date: Date) -> Self {
        let text = &record.text;
        let surveyed = [&text.progress, &text.status].into_iter().flatten().flat_map(|table| &table.value);
        let mut values = surveyed.filter(|(at, _)| at.value == date).map(|(_, value)| value.value.clone());
        let on_day = |event: &&crate::record::tracked::EventText| {
            event.date.value.period.first == date && event.date.value.period.last == date
        };
        let mut events = text
            .events
            .iter()
            .filter(on_day)
            .filter_map(|event| Some(Written::Code(event.status.as_ref()?.value.clone())));
        let left = text.left.iter().find(|left| left.date.value == date);
        State { value: values.next().or_else(|| events.next()), left: left.map(|left| left.reason) }
    }

    /// A digest, by which a returned row shows whether what it answers has changed since. Other changes
    /// of the record are none of its business.
    fn digest(&self, register: &str, id: &str, date: Date) -> String {
        let value = match &self.value {
            Some(Written::Number(number)) => number.to_string(),
            Some(Written::Code(code)) => format!("\"{code}\""),
            None => String::new(),
        };
        let text = format!("{register}\n{id}\n{date}\n{value}\n{}", self.left.unwrap_or_default());
        super::state::digest(&text)
    }
}

/// The latest value before a day with its date, or the status that events have led to.
fn last_value(record: &Record, day: Date) -> Option<(Date, Value)> {
    let surveyed = record.values.iter().rfind(|(date, _)| *date < day).copied();
    let events =
        || record.events.iter().rev().find_map(|event| Some((event.date.certain(), Value::Status(event.status?))));
    surveyed.or_else(events)
}

/// The code of a value, or its number.
fn shown(scheme: &Scheme, value: Value) -> Written {
    match value {
        Value::Number(number) => Written::Number(i64::from(number)),
        Value::Status(status) => Written::Code(scheme.status(status).code.clone()),
        Value::Letter(letter) => Written::Code(scheme.letters[usize::from(letter)].code.clone()),
    }
}
