//! Open data: the figures as JSON, the registers as CSV and workbooks, and the same numbers for the terminal. Beside
//! it, workbooks that offices fill in (`survey`).
//!
//! Everything here is a pure function. Nothing is computed, and only what is named here gets into open
//! data: no internal record, unit or field has a way into it.

mod columns;
mod csv;
mod definitions;
mod difference;
pub mod import;
mod json;
mod layout;
mod programmes;
mod quality;
mod register;
mod register_book;
pub mod sheet;
mod snapshot;
pub mod state;
mod stats;
pub mod survey;

pub use csv::{PiecedCsv, RegisterCsv, register_csv, table_csv};
pub use difference::{difference_json, difference_table};
pub use json::figures_json;
pub use register_book::{MAX_RECORDS, Source, register_book};
pub use snapshot::{snapshot_toml, verify};
pub use stats::stats_table;

use crate::figures::Gone;
use crate::model::{Model, Record, RegisterId};
use crate::record::field::Localised;
use serde_json::{Map, Value};

/// Why a record left, in the words of `[[left]]`; a blank alone is no reason.
fn reason(record: &Record, gone: Gone) -> &'static str {
    gone.word(record).unwrap_or(NONE_GIVEN)
}

/// In open data, what no record gives: a reason, a year, a unit.
const NONE_GIVEN: &str = "none given";

/// How many bytes to set aside for that many pieces of about `each` bytes: 64 MB at most, since no system gives any amount.
/// What is outgrown is copied, what is left over is never touched.
pub fn set_aside(pieces: usize, each: usize) -> usize {
    pieces.saturating_mul(each).min(1 << 26)
}

/// The ids of records of one register.
fn ids(model: &Model, register: RegisterId, records: &[u32]) -> Vec<Value> {
    let known = &model.register(register).ids;
    // Frozen figures may hold a record that is no longer public: it counts, but is not named.
    let mut ids = Vec::with_capacity(records.len());
    ids.extend(records.iter().filter_map(|index| known[*index as usize].as_deref()).map(Value::from));
    ids
}

/// A text in every language of the site: `{"de": "…", "en": "…"}`.
fn texts(model: &Model, text: &Localised) -> Value {
    let langs = model.config.languages.iter();
    Value::Object(langs.map(|lang| (lang.tag().to_owned(), Value::from(text.get(*lang)))).collect::<Map<_, _>>())
}
