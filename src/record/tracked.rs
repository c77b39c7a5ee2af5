//! Tracked records: measures, services and the records of further registers.
//!
//! They share one table of fields; services have a few more. What a value means (scale, codes,
//! reporting dates) is not known here.

mod entries;
mod fields;

pub use fields::{AUDIENCES, DELIVERIES, EVENT_KINDS, MATURITY, MEASURE, REASONS, RECORD, ROLES, SERVICE};

use super::field::{File, Moment, Reader, Series, Written};
use crate::diag::{Diagnostics, codes};
use crate::source::{Located, SourceId, Span};
use crate::value::{Date, Money, Schedule};
use entries::{corrections, events, extra, left, service, unit};
use fields::SHARED;
use toml::de::DeTable;

/// Fields that only `source_gap` excuses.
const TITLE: &str = "title";

/// A tracked record as its file says.
#[derive(Debug)]
pub struct Tracked {
    /// File name without ending: permanent id and address.
    pub id: String,
    /// Its file.
    pub source: SourceId,
    /// First line, to point at.
    pub head: Span,
    /// Its Markdown text.
    pub body: Span,
    /// Number as people see it.
    pub number: Option<Located<String>>,
    /// Name.
    pub title: Option<Located<String>>,
    /// Units in charge with the day from which on.
    pub unit: Vec<(Option<Located<Date>>, Located<String>)>,
    /// Other units with their part.
    pub units: Vec<(Located<String>, &'static str)>,
    /// Year reported.
    pub reported: Option<Located<i64>>,
    /// Schedule.
    pub schedule: Option<Schedule>,
    /// Plan, if given apart.
    pub planned: Option<Schedule>,
    /// Actual, if given apart.
    pub actual: Option<Schedule>,
    /// Done before the plan began.
    pub baseline: Option<Located<bool>>,
    /// Values by reporting date.
    pub progress: Option<Series>,
    /// Codes by reporting date.
    pub status: Option<Series>,
    /// Dated states.
    pub events: Vec<EventText>,
    /// Where the events stand.
    pub events_at: Option<Span>,
    /// Status set by hand.
    pub manual: Option<Manual>,
    /// News.
    pub updates: Vec<Update>,
    /// When and why it left.
    pub left: Vec<LeftText>,
    /// Values corrected later.
    pub corrections: Vec<Correction>,
    /// Names of programmes.
    pub programmes: Vec<Located<String>>,
    /// Names of related records.
    pub related: Vec<Located<String>>,
    /// Name of the record it went into.
    pub merged_into: Option<Located<String>>,
    /// Names of records it replaces.
    pub replaces: Vec<Located<String>>,
    /// Name of the record that replaces it.
    pub replaced_by: Option<Located<String>>,
    /// Earlier numbers.
    pub renumbered: Vec<(Date, String)>,
    /// For questions.
    pub contact: Option<String>,
    /// Budget.
    pub budget: Option<Money>,
    /// Links: text and address.
    pub links: Vec<(String, String)>,
    /// Whether only the internal edition shows it.
    pub internal: bool,
    /// Whether the source shows it only in part.
    pub source_gap: bool,
    /// Where the facts stand.
    pub source_text: Option<String>,
    /// References of an imported sheet that lead nowhere yet.
    pub unresolved: Vec<Located<String>>,
    /// Values of extra fields, still unchecked.
    pub extra: Vec<(Located<String>, Located<ExtraText>)>,
    /// Only for services.
    pub service: Option<Box<ServiceText>>,
}

/// What only services have.
#[derive(Debug, Default)]
pub struct ServiceText {
    /// How it is delivered.
    pub delivery: Option<&'static str>,
    /// Who uses it.
    pub audience: Vec<&'static str>,
    /// Where it is.
    pub url: Option<String>,
    /// LeiKa keys.
    pub leika: Vec<String>,
    /// Model and level of maturity.
    pub maturity: Option<(&'static str, i64)>,
    /// Names of its measures.
    pub measures: Vec<Located<String>>,
}

/// A dated state as written.
#[derive(Debug)]
pub struct EventText {
    /// When.
    pub date: Located<Moment>,
    /// Status code from then on.
    pub status: Option<Located<String>>,
    /// One of [`EVENT_KINDS`].
    pub kind: &'static str,
    /// What happened.
    pub text: Option<String>,
    /// Where it stands.
    pub source: Option<String>,
}

/// A status set by hand.
#[derive(Debug, Clone)]
pub struct Manual {
    /// Code.
    pub status: Located<String>,
    /// Why; is published.
    pub reason: String,
    /// Since when.
    pub since: Date,
}

/// Dated news.
#[derive(Debug, Clone)]
pub struct Update {
    /// Day.
    pub date: Date,
    /// What is new.
    pub text: String,
    /// Where it stands.
    pub source: Option<String>,
}

/// Why a record left.
#[derive(Debug)]
pub struct LeftText {
    /// First reporting date at which it is gone.
    pub date: Located<Date>,
    /// One of [`REASONS`].
    pub reason: &'static str,
    /// In words.
    pub text: Option<String>,
    /// Where it went.
    pub into: Option<Located<String>>,
}

/// What was corrected after a reporting date.
#[derive(Debug, Clone)]
pub struct Correction {
    /// Reporting date.
    pub date: Located<Date>,
    /// Right value.
    pub value: Option<Located<Written>>,
    /// Value as reported.
    pub was: Option<Located<Written>>,
    /// Right unit in charge.
    pub unit: Option<Located<String>>,
    /// Right answer to whether it is in the baseline.
    pub baseline: Option<bool>,
    /// Whether only the internal edition shows it since then.
    pub internal: Option<bool>,
    /// Right reason why it left.
    pub left: Option<&'static str>,
    /// Day of the correction.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// Value of an extra field.
#[derive(Debug, Clone, PartialEq)]
pub enum ExtraText {
    /// A text.
    Text(String),
    /// A number as written.
    Number(String),
    /// A day.
    Date(Date),
    /// Yes or no.
    Bool(bool),
    /// Several texts.
    List(Vec<String>),
    /// Something else; what it is, with article.
    Other(&'static str),
}

/// Reads the front matter of a tracked record. `kind` is `measure`, `service` or `record`.
pub(super) fn read(
    file: File<'_>,
    id: &str,
    table: &DeTable<'_>,
    head: Span,
    body: Span,
    kind: &'static str,
    diags: &mut Diagnostics,
) -> Tracked {
    let record_type = super::record_type(kind).unwrap_or(&super::RECORD_TYPES[2]);
    let mut r = Reader::new(file, table, head, record_type.noun, record_type.fields, diags);
    let r = &mut r;
    let source_gap = r.boolean("source_gap").is_some_and(|b| b.value);
    let title = r.text(TITLE);
    if r.key_of(TITLE).is_none() && !source_gap {
        let example = format!("title = {}", SHARED[1].example);
        r.diags.push(codes::missing_field(head, TITLE, record_type.noun, &example));
    }
    Tracked {
        id: id.to_owned(),
        source: file.source,
        head,
        body,
        number: r.text("number"),
        title,
        unit: unit(r),
        units: r
            .tables("units", "another unit", |r| {
                let (unit, role) = (r.text("unit"), r.choice("role"));
                Some((unit?, role.map_or("participating", |c| c.value)))
            })
            .into_iter()
            .flatten()
            .collect(),
        reported: r.integer("reported"),
        schedule: r.schedule("schedule").map(|s| s.value),
        planned: r.schedule("planned").map(|s| s.value),
        actual: r.schedule("actual").map(|s| s.value),
        baseline: r.boolean("baseline"),
        progress: r.values("progress"),
        status: r.values("status"),
        events_at: r.key_of("events"),
        events: events(r),
        manual: r
            .table("manual_status", "a manual status", |r| {
                let (status, reason, since) = (r.text("status"), r.text("reason"), r.date("since"));
                Some(Manual { status: status?, reason: reason?.value, since: since?.value })
            })
            .flatten(),
        updates: r
            .tables("updates", "an update", |r| {
                let (date, text, source) = (r.date("date"), r.text("text"), r.text("source"));
                Some(Update { date: date?.value, text: text?.value, source: source.map(|t| t.value) })
            })
            .into_iter()
            .flatten()
            .collect(),
        left: left(r),
        corrections: corrections(r),
        programmes: r.texts("programmes"),
        related: r.texts("related"),
        merged_into: r.text("merged_into"),
        replaces: r.texts("replaces"),
        replaced_by: r.text("replaced_by"),
        renumbered: r
            .tables("renumbered", "an earlier number", |r| {
                let (on, from) = (r.date("on"), r.text("from"));
                Some((on?.value, from?.value))
            })
            .into_iter()
            .flatten()
            .collect(),
        contact: r.text("contact").map(|t| t.value),
        budget: r.money("budget").map(|m| m.value),
        links: r
            .tables("links", "a link", |r| {
                let (title, url) = (r.text("title"), r.url("url"));
                Some((title?.value, url?.value))
            })
            .into_iter()
            .flatten()
            .collect(),
        internal: r.choice("visibility").is_some_and(|v| v.value == "internal"),
        source_gap,
        source_text: r.text("source").map(|t| t.value),
        unresolved: r.texts("unresolved"),
        extra: r
            .free("extra")
            .into_iter()
            .map(|(key, raw)| (key, Located { value: extra(raw), span: raw.span }))
            .collect(),
        service: (kind == "service").then(|| Box::new(service(r))),
    }
}
