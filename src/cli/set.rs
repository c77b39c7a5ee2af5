//! `sachstand set`: changes values of records; comments, layout and line ends stay.
//!
//! All changes of one command are made or none; values are checked against the scheme and the
//! reporting dates before any file is touched.

mod change;

use super::Outcome;
use super::announce::announce;
use super::console::Console;
use crate::diag::{Diagnostics, Locus, Severity};
use crate::disk::{self, FileEdit};
use crate::model::Model;
use crate::pipeline::{self, Options, Timings};
use crate::record::edit::set_value;
use crate::source::SourceTree;
use change::{Change, change};
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
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

/// Who keeps the records sees all of them.
const ALL: Options = Options { as_of: None, internal: true, portable: false };

impl Set {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        let (threes, []) = self.changes.as_chunks::<3>() else {
            console.fail(&"`set` takes a record, a reporting date and a value, or several such threes in a row");
            return Outcome::Failed;
        };
        let (sources, mut diags) = disk::read(site);
        let model = pipeline::derive(&sources, ALL, &mut diags).map(|(model, _)| model);
        diags.finish(&sources);
        let Some(model) = model else {
            console.problems(&diags, &sources);
            return Outcome::Errors;
        };
        let understood = threes
            .iter()
            .map(|[name, date, value]| change(&model, &sources, self.register.as_deref(), name, date, value));
        let (changes, mut reasons) = parted(understood);
        reasons.extend(twice(&model, &changes));
        let edits = edits(&model, &sources, &changes).unwrap_or_else(|reason| {
            reasons.push(reason);
            Vec::new()
        });
        if !reasons.is_empty() {
            reasons.iter().for_each(|reason| console.fail(reason));
            console.talk("nothing was changed");
            return Outcome::Failed;
        }
        write(site, &model, &sources, &changes, &edits, console)
    }
}

fn parted(understood: impl Iterator<Item = Result<Change, String>>) -> (Vec<Change>, Vec<String>) {
    let (mut changes, mut reasons) = (Vec::new(), Vec::new());
    for one in understood {
        match one {
            Ok(change) => changes.push(change),
            Err(reason) => reasons.push(reason),
        }
    }
    (changes, reasons)
}

/// Two values for the same record and date: one of them must be a mistake.
fn twice(model: &Model, changes: &[Change]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let again = changes.iter().filter(|change| !seen.insert((change.at, change.date)));
    let name = |change: &Change| {
        let record = model.record(change.at);
        record.number().unwrap_or(&record.text.id).to_owned()
    };
    again.map(|change| format!("`{}` is given twice for {}", name(change), change.date)).collect()
}

/// New texts of all files; several changes of one file follow each other.
fn edits(model: &Model, sources: &SourceTree, changes: &[Change]) -> Result<Vec<FileEdit>, String> {
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    for change in changes {
        let record = model.record(change.at);
        let file = sources.file(record.text.source);
        let text = texts.entry(&file.path).or_insert_with(|| file.text().unwrap_or_default().to_owned());
        let scaled = model.scheme(model.register(change.at.register)).scale.is_some();
        let table = if scaled { "progress" } else { "status" };
        *text = set_value(text, table, &change.date.to_string(), &change.value)
            .map_err(|e| format!("`{}`: {e}", file.path))?;
    }
    let edit = |(path, text): (&str, String)| {
        let old = sources.find(path).map(|(_, file)| file.bytes().to_vec());
        FileEdit { path: path.to_owned(), old, new: text.into_bytes() }
    };
    Ok(texts.into_iter().map(edit).collect())
}

fn write(
    site: &Path,
    model: &Model,
    sources: &SourceTree,
    changes: &[Change],
    edits: &[FileEdit],
    console: &mut Console,
) -> Outcome {
    let changed: Vec<FileEdit> = edits.iter().filter(|e| e.old.as_deref() != Some(e.new.as_slice())).cloned().collect();
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
    tell(site, &paths, console)
}

/// What the changes lead to is said at once, but does not take them back: all problems of the
/// changed files, and the errors of the others.
pub(super) fn tell(site: &Path, paths: &[&str], console: &mut Console) -> Outcome {
    let (sources, mut diags) = disk::read(site);
    pipeline::look(&sources, ALL, &mut diags, &mut Timings::new(|| 0));
    let mut told = Diagnostics::new();
    for diagnostic in diags.iter() {
        let path = match &diagnostic.locus {
            Locus::Text(span) => sources.file(span.source).path.as_str(),
            Locus::Path(path) => path,
            Locus::Sheet(place) => &place.file,
            Locus::Site => "",
        };
        if diagnostic.severity == Severity::Error || paths.contains(&path) {
            told.push(diagnostic.clone());
        }
    }
    console.problems(&told, &sources);
    if told.has_errors() { Outcome::Errors } else { Outcome::Fine }
}
