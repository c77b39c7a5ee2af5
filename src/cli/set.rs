//! `sachstand set`: changes values of records; comments, layout and line ends stay.
//!
//! All changes of one command are made or none; values are checked against the scheme and the
//! reporting dates before any file is touched.

use super::Outcome;
use super::console::Console;
use super::new::announce;
use crate::diag::{Diagnostics, codes};
use crate::disk::{self, FileEdit};
use crate::model::{Model, RecordRef, RegisterId};
use crate::pipeline::{self, Options};
use crate::record::edit::{EditValue, set_value};
use crate::source::SourceTree;
use crate::value::Date;
use clap::Args;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct Set {
    /// Record (id or number), reporting date and value; several in a row
    #[arg(value_names = ["RECORD", "DATE", "VALUE"], num_args = 3.., required = true, allow_negative_numbers = true)]
    changes: Vec<String>,
    /// Register to look in, if a number stands in several
    #[arg(long, value_name = "KEY")]
    register: Option<String>,
}

/// One change that has been understood.
struct Change {
    at: RecordRef,
    date: Date,
    value: EditValue,
    before: String,
    after: String,
}

impl Set {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        if self.changes.len() % 3 != 0 {
            console.fail(&"`set` takes a record, a reporting date and a value, or several such threes in a row");
            return Outcome::Failed;
        }
        let (sources, mut diags) = disk::read(site);
        let model = pipeline::derive(&sources, Options::default(), &mut diags).map(|(model, _)| model);
        diags.finish(&sources);
        let Some(model) = model else {
            console.problems(&diags, &sources);
            return Outcome::Errors;
        };
        let mut changes = Vec::new();
        let mut wrong = false;
        for three in self.changes.chunks_exact(3) {
            match self.understand(&model, &three[0], &three[1], &three[2]) {
                Ok(change) => changes.push(change),
                Err(reason) => {
                    console.fail(&reason);
                    wrong = true;
                }
            }
        }
        if wrong {
            console.talk("nothing was changed");
            return Outcome::Failed;
        }
        match edits(&model, &sources, &changes) {
            Ok(edits) => write(site, &model, &sources, &changes, &edits, console),
            Err(reason) => {
                console.fail(&reason);
                console.talk("nothing was changed");
                Outcome::Failed
            }
        }
    }

    fn understand(&self, model: &Model, name: &str, date: &str, value: &str) -> Result<Change, String> {
        let at = self.find(model, name)?;
        let register = model.register(at.register);
        let config = model.register_config(register);
        let scheme = model.scheme(register);
        if register.events {
            return Err(format!("records of `{}` keep events, not values; add an entry to `[[events]]` of the file", config.key.value));
        }
        let date = Date::parse(date).ok_or_else(|| format!("`{date}` is not a date; write year, month and day: 2023-09-30"))?;
        let dates = config.reporting_dates.as_ref().unwrap_or(&model.config.reporting_dates);
        if !dates.value.iter().any(|d| d.value == date) {
            let known: Vec<String> = dates.value.iter().map(|d| d.value.to_string()).collect();
            return Err(format!("{date} is not a reporting date of `{}`; there are {}", config.key.value, known.join(", ")));
        }
        let value = value.trim();
        let edit = match (value.parse::<i64>(), scheme.scale) {
            (Ok(n), Some((min, max))) if (i64::from(min)..=i64::from(max)).contains(&n) => EditValue::Integer(n),
            (Ok(n), Some((min, max))) => return Err(format!("{n} is off the scale from {min} to {max}")),
            _ => {
                let statuses = scheme.statuses.iter().filter(|_| scheme.scale.is_none()).map(|s| s.code.as_str());
                let known: Vec<&str> = statuses.chain(scheme.letters.iter().map(|l| l.code.as_str())).collect();
                if !known.contains(&value) {
                    let near = codes::nearest(value, known.iter().copied());
                    let hint = near.map_or_else(|| format!("codes: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
                    return Err(format!("the status scheme `{}` has no code `{value}`; {hint}", scheme.key));
                }
                EditValue::Text(value.to_owned())
            }
        };
        let text = &model.record(at).text;
        let tables = [&text.progress, &text.status];
        let before = tables.into_iter().flatten().flat_map(|t| &t.value).find(|(d, _)| d.value == date).map(|(_, v)| match &v.value {
            crate::record::field::Written::Number(n) => n.to_string(),
            crate::record::field::Written::Code(code) => code.clone(),
        });
        Ok(Change { at, date, value: edit, before: before.unwrap_or_else(|| "no value".to_owned()), after: value.to_owned() })
    }

    fn find(&self, model: &Model, name: &str) -> Result<RecordRef, String> {
        let wanted = |id: RegisterId| {
            let key = &model.register_config(model.register(id)).key.value;
            self.register.as_ref().is_none_or(|wanted| wanted == key)
        };
        let mut found = Vec::new();
        let mut known = Vec::new();
        for (id, register) in model.registers().filter(|(id, _)| wanted(*id)) {
            for (index, record) in register.records.iter().enumerate() {
                if record.text.id == name || record.number() == Some(name) {
                    found.push(RecordRef { register: id, index: index as u32 });
                }
                known.push(record.number().unwrap_or(&record.text.id));
            }
        }
        match found.as_slice() {
            [one] => Ok(*one),
            [] => {
                let near = codes::nearest(name, known.iter().copied());
                let hint = near.map_or_else(|| "give its id (the file name) or its number".to_owned(), |n| format!("did you mean `{n}`?"));
                Err(format!("there is no record `{name}`; {hint}"))
            }
            several => {
                let keys: Vec<&str> =
                    several.iter().map(|at| model.register_config(model.register(at.register)).key.value.as_str()).collect();
                Err(format!("`{name}` stands in several registers; add --register {}", keys.join(" or --register ")))
            }
        }
    }
}

/// New texts of all files that change; several changes of one file follow each other.
fn edits(model: &Model, sources: &SourceTree, changes: &[Change]) -> Result<Vec<FileEdit>, String> {
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    for change in changes {
        let record = model.record(change.at);
        let file = sources.file(record.text.source);
        let text = texts.entry(&file.path).or_insert_with(|| file.text().unwrap_or_default().to_owned());
        let scaled = model.scheme(model.register(change.at.register)).scale.is_some();
        let table = if scaled { "progress" } else { "status" };
        *text = set_value(text, table, &change.date.to_string(), &change.value).map_err(|e| format!("{}: {e}", file.path))?;
    }
    let edit = |(path, text): (&str, String)| {
        let old = sources.find(path).map(|(_, file)| file.bytes().to_vec());
        FileEdit { path: path.to_owned(), old, new: text.into_bytes() }
    };
    Ok(texts.into_iter().map(edit).collect())
}

fn write(site: &Path, model: &Model, sources: &SourceTree, changes: &[Change], edits: &[FileEdit], console: &mut Console) -> Outcome {
    let changed: Vec<FileEdit> =
        edits.iter().filter(|e| e.old.as_deref() != Some(e.new.as_slice())).cloned().collect();
    let paths: Vec<&str> = changed.iter().map(|e| e.path.as_str()).collect();
    announce(site, &paths, console);
    if let Err(error) = disk::apply(site, &changed) {
        console.fail(&error);
        return Outcome::Failed;
    }
    for change in changes {
        let path = &sources.file(model.record(change.at).text.source).path;
        let Change { date, before, after, .. } = change;
        console.data(&if before == after {
            format!("{path}: {date}: {after} (unchanged)\n")
        } else {
            format!("{path}: {date}: {before} → {after}\n")
        });
    }
    let (sources, mut diags) = disk::read(site);
    pipeline::check(&sources, Options::default(), &mut diags);
    warn(console, &diags, &sources);
    Outcome::Fine
}

/// What the changes lead to is said at once, but does not take them back.
fn warn(console: &mut Console, diags: &Diagnostics, sources: &SourceTree) {
    if diags.has_errors() {
        console.problems(diags, sources);
    }
}
