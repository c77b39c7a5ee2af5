//! An import for people and programs: each change as a readable difference.

use super::{FieldChange, Import, RecordChange};
use crate::text::catalog::Catalog;
use serde_json::{Value, json};
use std::fmt::Write;

/// Longest text of a value in a line.
const LONGEST: usize = 60;

/// Everything for people: what is new, what changes from what to what, what stays.
pub fn human(import: &Import, words: &Catalog) -> String {
    let mut out = String::new();
    let title = words.fill("import.title", &[("sheet", &import.sheet), ("register", &import.title)]);
    push(&mut out, &title);
    if !import.site.is_empty() {
        push(&mut out, "");
        push(&mut out, &format!("{}:", words.say("import.site")));
        for (path, change) in &import.site {
            push(&mut out, &format!("  + {change}  ({path})"));
        }
    }
    let count = |key: &str, n: usize| words.fill(key, &[("n", &n)]);
    let (new, changed): (Vec<&RecordChange>, Vec<&RecordChange>) = import.records.iter().partition(|r| r.is_new);
    if !new.is_empty() {
        push(&mut out, "");
        push(&mut out, &count("import.created", new.len()));
        new.iter().for_each(|record| created(&mut out, record));
    }
    if !changed.is_empty() {
        push(&mut out, "");
        push(&mut out, &count("import.changed", changed.len()));
        changed.iter().for_each(|record| push(&mut out, difference(record, words).trim_end()));
    }
    push(&mut out, "");
    if import.unchanged > 0 {
        push(&mut out, &count("import.unchanged", import.unchanged));
    }
    if import.refused > 0 {
        push(&mut out, &count("import.refused", import.refused));
    }
    if import.kept > 0 {
        push(&mut out, &count("import.kept", import.kept));
    }
    if !import.missing.is_empty() {
        push(&mut out, &count("import.missing", import.missing.len()));
        wrapped(&mut out, &import.missing, ", ");
    }
    if !import.later.is_empty() {
        let dates: Vec<String> = import.later.iter().map(ToString::to_string).collect();
        push(&mut out, &words.fill("import.later_dates", &[("dates", &dates.join(", "))]));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// A new record: its name on a line, and what it holds below.
fn created(out: &mut String, record: &RecordChange) {
    let name = if record.name == record.title { String::new() } else { format!("{} ", record.name) };
    push(out, format!("  + {name}{}", one_line(&record.title)).trim_end());
    let named = [Some(record.name.as_str()), Some(record.title.as_str())];
    let rest = record.fields.iter().filter(|change| !named.contains(&change.after.as_deref()));
    let rest: Vec<String> = rest.map(field).collect();
    wrapped(out, &rest, "; ");
}

fn field(change: &FieldChange) -> String {
    format!("{}: {}", change.label, one_line(change.after.as_deref().unwrap_or_default()))
}

fn difference(record: &RecordChange, words: &Catalog) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "  ~ {} {}  ({})", record.name, one_line(&record.title), record.path);
    let (nothing, removed) = (words.say("import.nothing"), words.say("import.removed"));
    for change in &record.fields {
        let before = change.before.as_deref().map_or(nothing.clone(), one_line);
        let after = change.after.as_deref().map_or(removed.clone(), one_line);
        let _ = writeln!(out, "      {}: {before} → {after}  ({})", change.label, change.place);
    }
    out
}

/// A text on one line, shortened.
fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text,
    }
}

/// Parts on lines of at most 100 columns, indented.
fn wrapped(out: &mut String, parts: &[String], between: &str) {
    let mut line = String::new();
    for (nth, part) in parts.iter().enumerate() {
        let end = if nth + 1 < parts.len() { between } else { "" };
        if !line.is_empty() && line.chars().count() + part.chars().count() + between.len() > 94 {
            push(out, &format!("      {}", line.trim_end()));
            line.clear();
        }
        line.push_str(part);
        line.push_str(end);
    }
    if !line.is_empty() {
        push(out, &format!("      {}", line.trim_end()));
    }
}

/// One line for each change: path, cell, what changes.
pub fn short(import: &Import) -> String {
    let mut out = String::new();
    for (path, change) in &import.site {
        push(&mut out, &format!("{path}: {change}"));
    }
    for record in &import.records {
        for change in &record.fields {
            let (before, after) = (change.before.as_deref().unwrap_or("-"), change.after.as_deref().unwrap_or("-"));
            let (before, after) = (one_line(before), one_line(after));
            push(&mut out, &format!("{}: {}: {}: {before} → {after}", record.path, change.place, change.label));
        }
    }
    out
}

/// One JSON object on each line: what changes besides records, each record, and the numbers at the end.
pub fn json(import: &Import) -> String {
    let mut out = String::new();
    for (path, change) in &import.site {
        push(&mut out, &json!({ "change": "site", "path": path, "text": change }).to_string());
    }
    for record in &import.records {
        let fields: Vec<Value> = (record.fields.iter())
            .map(|change| {
                json!({
                    "field": change.label,
                    "before": change.before,
                    "after": change.after,
                    "cell": change.place.cell.map(|cell| cell.to_string()),
                })
            })
            .collect();
        let object = json!({
            "change": if record.is_new { "created" } else { "changed" },
            "path": record.path,
            "name": record.name,
            "title": record.title,
            "sheet": record.place.sheet,
            "cell": record.place.cell.map(|cell| cell.to_string()),
            "fields": fields,
        });
        push(&mut out, &object.to_string());
    }
    let columns: Vec<Value> = (import.columns.iter())
        .map(|(letters, header, target)| json!({ "column": letters, "header": header, "target": target }))
        .collect();
    let count = |new: bool| import.records.iter().filter(|record| record.is_new == new).count();
    let end = json!({
        "change": "summary",
        "sheet": import.sheet,
        "register": import.register,
        "columns": columns,
        "created": count(true),
        "changed": count(false),
        "unchanged": import.unchanged,
        "refused": import.refused,
        "kept": import.kept,
        "missing": import.missing,
    });
    push(&mut out, &end.to_string());
    out
}
