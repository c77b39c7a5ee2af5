//! `sachstand new`: the file of a new record, with the next free number and its keys to fill in.
//!
//! It never overwrites a file. Numbers of internal and left records count too, so that no number is
//! given out twice.

use super::Outcome;
use super::console::Console;
use crate::disk::{self, FileEdit};
use crate::git::{self, Uncommitted};
use crate::model::{Model, Register, RegisterId};
use crate::pipeline::{self, Options};
use crate::record::{RecordType, record_type};
use crate::text::slug::slug;
use clap::Args;
use std::fmt::Write;
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct New {
    /// What to make: measure, service, record, programme, page or report
    #[arg(value_parser = ["measure", "service", "record", "programme", "page", "report"])]
    kind: String,
    /// Its title; for a report its reporting date
    title: String,
    /// Register of the record, if several have this type
    #[arg(long, value_name = "KEY")]
    register: Option<String>,
    /// Unit in charge
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Year reported
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2200))]
    reported: Option<i32>,
}

/// Keys that a skeleton shows as comments, where the type has them.
const SUGGESTED: &[&str] =
    &["unit", "reported", "schedule", "progress", "status", "events", "programmes", "delivery", "audience", "url", "measures", "description", "role", "committee", "meeting", "target"];

impl New {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        let (sources, mut diags) = disk::read(site);
        let model = pipeline::derive(&sources, Options::default(), &mut diags).map(|(model, _)| model);
        diags.finish(&sources);
        let Some(model) = model else {
            console.problems(&diags, &sources);
            return Outcome::Errors;
        };
        let file = match self.file(&model) {
            Ok(file) => file,
            Err(reason) => {
                console.fail(&reason);
                return Outcome::Failed;
            }
        };
        if sources.find(&file.path).is_some() {
            console.fail(&format!("`{}` exists already; give another title, or edit that file", file.path));
            return Outcome::Failed;
        }
        let path = file.path.clone();
        if let Err(error) = disk::apply(site, &[file]) {
            console.fail(&error);
            return Outcome::Failed;
        }
        console.data(&format!("{path}\n"));
        Outcome::Fine
    }

    fn file(&self, model: &Model) -> Result<FileEdit, String> {
        // clap allows only names of record types.
        let kind = record_type(&self.kind).ok_or_else(|| format!("there is no record type `{}`", self.kind))?;
        let mut keys = Vec::new();
        let mut given = |key: &str, value: String| keys.push((key.to_owned(), value));
        let path = match self.kind.as_str() {
            "measure" | "service" | "record" => {
                let (id, register) = self.register(model)?;
                let key = &model.register_config(register).key.value;
                let number = next_number(model, id);
                given("number", quoted(&number));
                given("title", quoted(&self.title));
                if let Some(unit) = &self.unit {
                    if !model.units.iter().any(|u| u.id == *unit) {
                        let near = crate::diag::codes::nearest(unit, model.units.iter().map(|u| u.id.as_str()));
                        let hint = near.map_or_else(String::new, |n| format!("; did you mean `{n}`?"));
                        return Err(format!("there is no unit `{unit}`{hint}"));
                    }
                    given("unit", quoted(unit));
                }
                if let Some(year) = self.reported {
                    given("reported", year.to_string());
                }
                format!("content/{key}/{}.md", slug(&number))
            }
            "report" => {
                let date = super::build::date(&self.title).map_err(|e| format!("`{}` is {e}", self.title))?;
                given("title", quoted(model.config.title.get(first_language(model))));
                format!("content/reports/{date}.md")
            }
            folder => {
                given("title", quoted(&self.title));
                let id = slug(&self.title);
                if id.is_empty() {
                    return Err("the title needs at least one letter or digit for its address".to_owned());
                }
                format!("content/{folder}s/{id}.md")
            }
        };
        Ok(FileEdit { path, old: None, new: skeleton(kind, &keys).into_bytes() })
    }

    fn register<'m>(&self, model: &'m Model) -> Result<(RegisterId, &'m Register), String> {
        let fits: Vec<_> = model
            .registers()
            .filter(|(_, r)| {
                let config = model.register_config(r);
                config.kind == self.kind && self.register.as_ref().is_none_or(|key| *key == config.key.value)
            })
            .collect();
        match fits.as_slice() {
            [one] => Ok(*one),
            [] => Err(match &self.register {
                Some(key) => format!("there is no register `{key}` of the kind {}", self.kind),
                None => format!("no register has the kind {}; declare one in content/site.toml", self.kind),
            }),
            several => {
                let keys: Vec<&str> = several.iter().map(|(_, r)| model.register_config(r).key.value.as_str()).collect();
                Err(format!("several registers have the kind {}; add --register {}", self.kind, keys.join(" or --register ")))
            }
        }
    }
}

fn first_language(model: &Model) -> crate::text::lang::Lang {
    model.config.languages.first().copied().unwrap_or(crate::text::lang::Lang::De)
}

/// One more than the highest number of the register; gaps stay gaps.
fn next_number(model: &Model, id: RegisterId) -> String {
    let register = model.register(id);
    let config = model.register_config(register);
    let prefix = &config.number_prefix;
    let used = register.records.iter().flat_map(|r| {
        let earlier = r.text.renumbered.iter().map(|(_, from)| from.as_str());
        r.number().into_iter().chain(earlier)
    });
    let highest = used.filter_map(|n| n.strip_prefix(prefix.as_str())?.trim().parse::<u64>().ok()).max().unwrap_or(0);
    format!("{prefix}{:0width$}", highest + 1, width = config.number_digits)
}

fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string().trim().to_owned()
}

fn skeleton(kind: &RecordType, keys: &[(String, String)]) -> String {
    let mut text = String::from("+++\n");
    for (key, value) in keys {
        let _ = writeln!(text, "{key} = {value}");
    }
    for field in kind.fields.iter().copied().flatten() {
        if SUGGESTED.contains(&field.name) && !keys.iter().any(|(key, _)| key == field.name) {
            let _ = writeln!(text, "# {} = {}   # {}", field.name, field.example, field.doc);
        }
    }
    text.push_str("+++\n");
    text
}

/// Says which of these files have changes that git does not have yet.
pub(super) fn announce(site: &Path, paths: &[&str], console: &mut Console) {
    if paths.is_empty() {
        return;
    }
    match git::uncommitted(site, paths) {
        Uncommitted::Files(files) => {
            for file in files {
                console.talk(&format!("note: `{file}` has changes that are not committed; this change is made on top of them"));
            }
        }
        Uncommitted::NoRepository | Uncommitted::NoGit => {}
        Uncommitted::Unclear(reason) => console.talk(&format!("note: git gave no answer about uncommitted changes: {reason}")),
    }
}
