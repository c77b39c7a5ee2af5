//! The text of a new file: what is known, and as comments what may follow.
//!
//! A suggestion can be taken over as it stands: it names only units, registers, dates and codes that
//! the site has, and is left out where the site has none.

use crate::model::{Model, Register};
use crate::record::RecordType;
use crate::record::field::{Field, Kind};
use std::collections::BTreeMap;

/// Keys that are suggested, where the type has them.
const SUGGESTED: &[&str] = &[
    "unit",
    "reported",
    "schedule",
    "programmes",
    "delivery",
    "audience",
    "url",
    "measures", // records
    "kind",
    "parent",
    "target", // programmes
    "description",
    "role",
    "menu", // pages
    "summary",
    "committee",
    "meeting", // reports
];

/// Keys of a table that are suggested.
const IN_TABLES: &[&str] = &["id", "text", "register", "class", "wanted", "due", "date", "status"];

/// The file of a new thing with these keys; `register` is that of a record.
pub(super) fn skeleton(
    kind: &RecordType,
    keys: &[(&str, String)],
    model: &Model,
    register: Option<&Register>,
) -> String {
    let examples = examples(model, register);
    let mut text = String::from("+++\n");
    for (key, value) in keys {
        text.push_str(&format!("{key} = {value}\n"));
    }
    let fields = || kind.fields.iter().copied().flatten();
    let (tables, plain): (Vec<&Field>, Vec<&Field>) = fields()
        .filter(|field| SUGGESTED.contains(&field.name) && keys.iter().all(|(key, _)| *key != field.name))
        .partition(|field| matches!(field.kind, Kind::Tables(_)));
    push(&mut text, &lines(&plain, &examples));
    // Tables come last: in TOML every key after the name of a table belongs to it.
    for table in tables {
        push_table(&mut text, table, &examples);
    }
    if let Some(register) = register {
        let (name, value) = history(model, register);
        match (fields().find(|field| field.name == name), value) {
            (Some(table), None) => push_table(&mut text, table, &examples),
            (Some(table), Some(value)) => {
                text.push_str(&format!("# [{name}]\n"));
                push(&mut text, &[(value, table.doc)]);
            }
            (None, _) => {}
        }
    }
    if kind.name == "report" {
        text.push_str("## The text below may insert figures: `sachstand explain inserts` shows how.\n");
    }
    text.push_str("+++\n");
    text
}

/// The table that holds the history of the register's records, and its first line if that is a date
/// with a value.
fn history(model: &Model, register: &Register) -> (&'static str, Option<String>) {
    if register.events {
        return ("events", None);
    }
    let scheme = model.scheme(register);
    let own = model.register_config(register).reporting_dates.as_ref();
    let dates = own.unwrap_or(&model.config.reporting_dates);
    let Some(date) = dates.value.iter().map(|date| date.value).max() else {
        return ("", None);
    };
    match (scheme.scale, scheme.statuses.first()) {
        (Some((min, _)), _) => ("progress", Some(format!("{date} = {min}"))),
        (None, Some(status)) => ("status", Some(format!("{date} = {}", quoted(&status.code)))),
        (None, None) => ("", None),
    }
}

/// Examples that fit this site, by key. An empty one says that the site has nothing to name.
fn examples(model: &Model, register: Option<&Register>) -> BTreeMap<&'static str, String> {
    let first = |name: Option<&str>| name.map(quoted).unwrap_or_default();
    let list = |name: Option<&str>| name.map(|name| format!("[{}]", quoted(name))).unwrap_or_default();
    let programme = model.programmes.first().map(|programme| programme.id.as_str());
    let measures = model.registers().find(|(_, register)| model.register_config(register).kind == "measure");
    let measure = measures.and_then(|(_, register)| register.records.first());
    let status = register.and_then(|register| model.scheme(register).statuses.first());
    let key = model.registers().next().map(|(_, register)| model.register_config(register).key.value.as_str());
    let year = model.as_of.year();
    BTreeMap::from([
        ("unit", first(model.units.first().map(|unit| unit.id.as_str()))),
        ("reported", year.to_string()),
        ("schedule", quoted(&year.to_string())),
        ("programmes", list(programme)),
        ("parent", first(programme)),
        ("measures", list(measure.map(|record| record.number().unwrap_or(&record.text.id)))),
        ("status", first(status.map(|status| status.code.as_str()))),
        ("register", first(key)),
        ("role", quoted("about")),
    ])
}

/// A line for each field of which the site has something to name, with what it is for.
fn lines(fields: &[&'static Field], examples: &BTreeMap<&str, String>) -> Vec<(String, &'static str)> {
    let example = |field: &Field| examples.get(field.name).map_or(field.example, String::as_str).to_owned();
    let known = fields.iter().filter(|field| !example(field).is_empty());
    known.map(|field| (format!("{} = {}", field.name, example(field)), field.doc)).collect()
}

fn push_table(text: &mut String, table: &Field, examples: &BTreeMap<&str, String>) {
    if let Kind::Tables(fields) = table.kind {
        let fields: Vec<&Field> = fields.iter().filter(|field| IN_TABLES.contains(&field.name)).collect();
        text.push_str(&format!("# [[{}]]\n", table.name));
        push(text, &lines(&fields, examples));
    }
}

/// Adds lines as comments, what they are for in a column of its own.
fn push(text: &mut String, lines: &[(String, &str)]) {
    let width = lines.iter().map(|(line, _)| line.chars().count()).max().unwrap_or(0);
    for (line, doc) in lines {
        text.push_str(&format!("# {line:<width$}  # {doc}\n"));
    }
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}
