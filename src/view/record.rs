//! The page of one record. Template `record.html`; rendered tens of thousands of times, so it stays flat.

use serde::{Deserialize, Serialize};

use super::lazy::LazyText;
use super::list::ValueCell;
use super::parts::{ChartBlock, Day, Download, Link, Note, Source, StatusTag, WebLink};

/// The page of a record.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The list it belongs to.
    pub register: Link,
    /// What it is: "Maßnahme".
    pub singular: String,
    /// "MP 020".
    pub number: Option<String>,
    /// h1: the title, or what stands for it ("Titel nicht in der Quelle").
    pub title: String,
    /// The title is missing in the source.
    pub untitled: bool,
    /// Status at the as-of date.
    pub status: Option<StatusTag>,
    /// What is said about it: "Stand 30.09.2023", or "am 30.09.2023 nicht erhoben", "Grundbestand: vor Beginn des Plans umgesetzt".
    pub status_note: String,
    /// Value on the scale in words: "5 von 10"; `None` without a scale or value.
    pub value: Option<String>,
    /// What that value means, if the scheme says so.
    pub value_text: Option<String>,
    /// Gap of the source, baseline, left, manual status, correction: in this order.
    pub notes: Vec<Note>,
    /// Key facts that many records share, each from the template `rows/fact.html`: units, division, reported, schedule,
    /// planned, actual, programmes, and of services delivery, audience, maturity.
    pub facts_html: String,
    /// The other key facts, which follow: earlier schedules and numbers, address, LeiKa, contact, budget, extra fields.
    pub facts: Vec<Fact>,
    /// The description.
    pub body_html: Option<LazyText>,
    /// Chart of the history. Its table is empty where `history_html` says the same.
    pub chart: Option<ChartBlock>,
    /// Caption of the history table.
    pub history_caption: String,
    /// Values have a scale, so the table has a column for them.
    pub scaled: bool,
    /// Some value means something in words, so that the table has a column for it.
    pub explained: bool,
    /// One row per reporting date, newest first, each from the template `rows/history.html`; empty for registers with
    /// events.
    pub history_html: String,
    /// Dated states, newest first.
    pub events: Vec<Event>,
    /// Dated reports, newest first.
    pub updates: Vec<Update>,
    /// Links elsewhere.
    pub links: Vec<WebLink>,
    /// Other records: measures of a service, services of a measure, related, merged, replaced.
    pub related: Vec<Related>,
    /// Corrected values.
    pub corrections: Vec<Correction>,
    /// Where the facts stand.
    pub source: Option<Source>,
    /// The record before in the list.
    pub previous: Option<Link>,
    /// The record after in the list.
    pub next: Option<Link>,
    /// The record as data.
    pub downloads: Vec<Download>,
}

/// A key fact: one `dt` with its `dd`.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// "Dienststelle".
    pub label: String,
    /// One or several values.
    pub items: Vec<FactItem>,
}

/// A value of a [`Fact`]; at most one of `href` and `url` is set.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactItem {
    /// What is read.
    pub text: String,
    /// Page of this site.
    pub href: Option<String>,
    /// Address elsewhere (also "mailto:…").
    pub url: Option<String>,
}

/// What a record says at one reporting date: `row` in the template `rows/history.html`.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryRow {
    /// The date.
    pub date: Day,
    /// All figures of that date.
    pub href: Option<String>,
    /// The value.
    pub value: ValueCell,
    /// The status it maps to.
    pub status: Option<StatusTag>,
    /// What the value means: text of the step, of the letter, or why there is none.
    pub text: Option<String>,
}

/// A dated state.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// As precise as it is known.
    pub date: Day,
    /// The state that holds from then on.
    pub status: Option<StatusTag>,
    /// "neu", "überarbeitet", "zurückgezogen"; `None` for a plain change of status.
    pub kind: Option<String>,
    /// What happened.
    pub text_html: Option<String>,
    /// Where it stands.
    pub source: Option<Source>,
}

/// A report between the dates.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// When.
    pub date: Day,
    /// What.
    pub text_html: String,
    /// Where it stands.
    pub source: Option<Source>,
    /// Set when it is later than the figures: "nach dem Stand vom 30.09.2023, in den Zahlen nicht enthalten".
    pub since: Option<String>,
}

/// Another record and how it belongs to this one.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// "Gehört zur Maßnahme", "Zusammengeführt mit", "Verwandt".
    pub relation: String,
    /// "MP 017".
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its status.
    pub status: Option<StatusTag>,
}

/// A value that was corrected after its date was closed.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The reporting date that is corrected.
    pub date: Day,
    /// What stood there: "4".
    pub was: String,
    /// What stands there now: "5".
    pub value: String,
    /// When it was corrected.
    pub on: Day,
    /// Why.
    pub reason: String,
}
