//! `sachstand new`: the file of a new record, with the next free number and its keys to fill in.
//!
//! It never overwrites a file. Numbers of internal records, of those that left and numbers given up
//! count too, so that none is given out twice.

mod skeleton;

use super::Outcome;
use super::console::Console;
use super::suggest::hint;
use crate::disk::{self, FileEdit};
use crate::model::{Model, Numbers, Register, RegisterId};
use crate::pipeline::{self, Options};
use crate::record::{record_type, unreadable_character};
use crate::source::SourceTree;
use crate::text::lang::Lang;
use crate::text::slug::slug;
use crate::value::Date;
use clap::Args;
use skeleton::{quoted, skeleton};
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct New {
    /// What to make: measure, service, record, programme, page or report
    #[arg(hide_possible_values = true, value_parser = ["measure", "service", "record", "programme", "page", "report"])]
    kind: String,
    /// Its title; for a report its reporting date
    title: String,
    /// Register of the record, if several have this type
    #[arg(long, value_name = "KEY")]
    register: Option<String>,
    /// Unit in charge of the record
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Year in which the record was reported
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2200))]
    reported: Option<i32>,
}

impl New {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        let (sources, mut diags) = disk::read(site);
        // Who keeps the records sees all of them.
        let options = Options { internal: true, ..Options::default() };
        let model = pipeline::derive(&sources, options, &mut diags).map(|(model, _)| model);
        diags.finish(&sources);
        let Some(model) = model else {
            console.problems(&diags, &sources);
            return Outcome::Errors;
        };
        let file = match self.file(&model, &sources) {
            Ok(file) => file,
            Err(reason) => {
                console.fail(&reason);
                return Outcome::Failed;
            }
        };
        let path = file.path.clone();
        if let Err(error) = disk::apply(site, &[file]) {
            console.fail(&error);
            return Outcome::Failed;
        }
        console.data(&format!("{path}\n"));
        Outcome::Fine
    }

    fn file(&self, model: &Model, sources: &SourceTree) -> Result<FileEdit, String> {
        // clap allows only names of record types.
        let kind = record_type(&self.kind).ok_or_else(|| format!("there is no record type `{}`", self.kind))?;
        let title = self.title.trim();
        if title.is_empty() {
            return Err("the title is empty".to_owned());
        }
        if let Some(reason) = unfit(title) {
            return Err(format!("the title {reason}"));
        }
        let is_record = matches!(self.kind.as_str(), "measure" | "service" | "record");
        if !is_record {
            let given = [
                ("register", self.register.is_some()),
                ("unit", self.unit.is_some()),
                ("reported", self.reported.is_some()),
            ];
            if let Some((option, _)) = given.iter().find(|(_, given)| *given) {
                return Err(format!("{} has no --{option}; only records of a register have one", kind.noun));
            }
        }
        let mut keys = Vec::new();
        let mut of = None;
        let path = match self.kind.as_str() {
            "report" => {
                let date = self.reporting_date(model, title)?;
                let lang = model.config.languages.first().copied().unwrap_or(Lang::De);
                keys.push(("title", quoted(model.config.title.get(lang))));
                format!("content/reports/{date}.md")
            }
            "programme" | "page" => {
                keys.push(("title", quoted(title)));
                let id = slug(title);
                if id.is_empty() {
                    return Err(format!("the title `{title}` needs at least one letter or digit for the address"));
                }
                format!("content/{}s/{id}.md", self.kind)
            }
            _ => {
                let (id, register) = self.register(model)?;
                let (number, path) = Numbers::new(model, id, sources).next_number();
                keys.push(("number", quoted(&number)));
                keys.push(("title", quoted(title)));
                if let Some(unit) = &self.unit {
                    keys.push(("unit", quoted(known_unit(model, unit)?)));
                }
                keys.extend(self.reported.map(|year| ("reported", year.to_string())));
                of = Some(register);
                path
            }
        };
        if sources.find(&path).is_some() {
            let way_out =
                if self.kind == "report" { "edit that file" } else { "give another title, or edit that file" };
            return Err(format!("`{path}` exists already; {way_out}"));
        }
        Ok(FileEdit { path, old: None, new: skeleton(kind, &keys, model, of).into_bytes() })
    }

    fn reporting_date(&self, model: &Model, text: &str) -> Result<Date, String> {
        let date = super::build::date(text).map_err(|reason| format!("`{text}` is {reason}"))?;
        let own = model.config.registers.iter().filter_map(|register| register.reporting_dates.as_ref());
        let all =
            own.chain([&model.config.reporting_dates]).flat_map(|dates| dates.value.iter().map(|date| date.value));
        let known: BTreeSet<Date> = all.collect();
        if known.contains(&date) {
            return Ok(date);
        }
        let known: Vec<String> = known.iter().map(|date| format!("`{date}`")).collect();
        Err(format!(
            "{date} is not a reporting date; there are {}; a new one is added to `reporting_dates` in content/site.toml first",
            known.join(", ")
        ))
    }

    fn register<'m>(&self, model: &'m Model) -> Result<(RegisterId, &'m Register), String> {
        let key = |register: &'m Register| model.register_config(register).key.value.as_str();
        let fits: Vec<_> =
            model.registers().filter(|(_, register)| model.register_config(register).kind == self.kind).collect();
        let keys: Vec<&str> = fits.iter().map(|(_, register)| key(register)).collect();
        match (&self.register, fits.as_slice()) {
            (_, []) => Err(format!("no register has `kind = \"{}\"`; declare one in content/site.toml", self.kind)),
            (None, [one]) => Ok(*one),
            (None, _) => Err(format!(
                "several registers have `kind = \"{}\"`; add --register {}",
                self.kind,
                keys.join(" or --register ")
            )),
            (Some(wanted), _) => fits.iter().find(|(_, register)| key(register) == wanted).copied().ok_or_else(|| {
                format!(
                    "there is no register `{wanted}` with `kind = \"{}\"`; {}",
                    self.kind,
                    hint(wanted, &keys, "registers of this kind")
                )
            }),
        }
    }
}

/// What makes a text one that no record could have as its title: what `check` would say of it, and line ends.
fn unfit(title: &str) -> Option<String> {
    if title.contains(['\n', '\r']) {
        return Some("has more than one line; write it in one".to_owned());
    }
    let c = unreadable_character(title).or_else(|| title.chars().find(|c| c.is_control()))?;
    Some(format!(
        "holds a control character (U+{:04X}), which no text of a record may hold; leave it out",
        u32::from(c)
    ))
}

fn known_unit<'u>(model: &Model, unit: &'u str) -> Result<&'u str, String> {
    let known: Vec<&str> = model.units.iter().map(|known| known.id.as_str()).collect();
    if known.contains(&unit) {
        return Ok(unit);
    }
    Err(format!("there is no unit `{unit}`; {}", hint(unit, &known, "units")))
}
