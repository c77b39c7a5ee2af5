//! The new text of a record's file: step by step in one that exists, so that everything else of it stays,
//! and as a whole for a new one.

use super::links::is_reference;
use crate::record::edit::{EditValue, line, remove_value, set_body, set_value};
use crate::source::CellRef;
use std::collections::BTreeMap;

/// One step of a change of a record's file.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Set(&'static str, String, EditValue),
    Remove(&'static str, String),
    Body(String),
}

/// A value that changes, with what is to be done for it.
pub(super) struct Change {
    pub(super) at: CellRef,
    pub(super) label: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) steps: Vec<Step>,
}

impl Change {
    /// What changes in the file: `title`, `progress.2023-09-30`, `body`.
    pub(super) fn key(&self) -> String {
        match self.steps.first() {
            Some(Step::Set(table, key, _) | Step::Remove(table, key)) if !table.is_empty() => format!("{table}.{key}"),
            Some(Step::Set(_, key, _) | Step::Remove(_, key)) => key.clone(),
            Some(Step::Body(_)) | None => "body".to_owned(),
        }
    }
}

/// The text of a record's file after one step.
pub(super) fn done(text: &str, step: &Step) -> Result<String, String> {
    let result = match step {
        Step::Set(table, key, value) => set_value(text, table, key, value),
        Step::Remove(table, key) => remove_value(text, table, key),
        Step::Body(body) => set_body(text, body),
    };
    result.map_err(|error| error.to_string())
}

/// Keys of a new record in the order in which people expect them.
const ORDER: &[&str] = &["number", "title", "unit", "reported", "baseline", "schedule", "planned", "actual"];

/// The file of a new record.
pub(super) fn created(changes: &[Change]) -> String {
    let mut keys: Vec<(usize, String)> = Vec::new();
    let mut tables: BTreeMap<&str, String> = BTreeMap::new();
    let mut text = "";
    for step in changes.iter().flat_map(|change| &change.steps) {
        match step {
            Step::Set("", key, value) => {
                // References come last: those that lead nowhere yet are added there when they do.
                let other = ORDER.len() + usize::from(is_reference(key)) + 2 * usize::from(key == "unresolved");
                let place = ORDER.iter().position(|known| known == key).unwrap_or(other);
                keys.push((place, line(key, value)));
            }
            Step::Set(table, key, value) => {
                let lines = tables.entry(table).or_default();
                lines.push_str(&format!("{}\n", line(key, value)));
            }
            Step::Body(body) => text = body,
            Step::Remove(..) => {}
        }
    }
    keys.sort_by_key(|(place, _)| *place);
    let mut out = String::from("+++\n");
    for (_, key) in keys {
        out.push_str(&format!("{key}\n"));
    }
    for (table, lines) in tables {
        out.push_str(&format!("\n[{table}]\n{lines}"));
    }
    out.push_str("+++\n");
    if !text.is_empty() {
        out.push_str(&format!("\n{text}\n"));
    }
    out
}
