//! `sachstand survey export`: writes the workbooks. One that somebody may have filled in is not
//! replaced unless that is asked for.

use super::read;
use crate::cli::Outcome;
use crate::cli::build::date;
use crate::cli::console::Console;
use crate::cli::suggest::{counted, hint};
use crate::disk::{self, FileState};
use crate::exchange::survey::{Survey, Workbook, workbooks};
use crate::model::{Model, UnitId};
use crate::value::Date;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Export {
    /// Reporting date to ask for
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Date,
    /// Folder for the workbooks
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// Only this unit; may be given several times
    #[arg(long, value_name = "UNIT")]
    unit: Vec<String>,
    /// Replace workbooks that are there and differ
    #[arg(long)]
    replace: bool,
}

impl Export {
    pub(super) fn run(&self, folder: &Path, console: &mut Console) -> Outcome {
        let Some(site) = read(folder, Some(self.date), console) else {
            console.talk("no workbook was written");
            return Outcome::Errors;
        };
        let written = Survey::new(&site.model, &site.sources, &site.words, site.date)
            .map_err(|reason| reason.to_string())
            .and_then(|survey| {
                let (units, idle) = self.units(&site.model, &survey)?;
                let books = workbooks(&survey, &units)?;
                let new = self.check(&books)?;
                for book in &new {
                    let place = self.output.join(&book.name);
                    disk::write_new(&place, &book.bytes)
                        .map_err(|error| format!("cannot write `{}`: {error}", place.display()))?;
                }
                tell(&survey, &books, new.len(), &idle, console);
                Ok(())
            });
        match written {
            Ok(()) => Outcome::Fine,
            Err(reason) => {
                console.fail(&reason);
                Outcome::Failed
            }
        }
    }

    /// The units that get a workbook, and the ids of those that are asked about nothing.
    fn units<'m>(&self, model: &'m Model, survey: &Survey<'m>) -> Result<(Vec<UnitId>, Vec<&'m str>), String> {
        let (asked, idle) = survey.units();
        if self.unit.is_empty() {
            return match asked.as_slice() {
                [] => {
                    Err("no unit has a record to be asked about; name a unit with --unit to write its workbook"
                        .to_owned())
                }
                _ => Ok((asked, idle.iter().map(|unit| model.unit(*unit).id.as_str()).collect())),
            };
        }
        let known: Vec<&str> = model.units.iter().map(|unit| unit.id.as_str()).collect();
        let mut units = Vec::new();
        for id in &self.unit {
            let unit =
                survey.unit(id).ok_or_else(|| format!("there is no unit `{id}`; {}", hint(id, &known, "units")))?;
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        Ok((units, Vec::new()))
    }

    /// Those that have to be written; files that are there already stay.
    fn check<'b>(&self, books: &'b [Workbook]) -> Result<Vec<&'b Workbook>, String> {
        let mut new = Vec::new();
        let mut others = Vec::new();
        for book in books {
            let place = self.output.join(&book.name);
            match disk::state(&place, &book.bytes) {
                Ok(FileState::Same) => {}
                Ok(FileState::Missing) => new.push(book),
                Ok(FileState::Different) if self.replace => new.push(book),
                Ok(FileState::Different) => others.push(format!("`{}`", book.name)),
                Err(error) => return Err(format!("cannot read `{}`: {error}", place.display())),
            }
        }
        if others.is_empty() {
            return Ok(new);
        }
        Err(format!(
            "`{}` holds workbooks that differ and may have been filled in: {}; no workbook was written; name another \
             folder with --output, or add --replace if they are not needed",
            self.output.display(),
            others.join(", ")
        ))
    }
}

fn tell(survey: &Survey<'_>, books: &[Workbook], written: usize, idle: &[&str], console: &mut Console) {
    for book in books {
        let internal = match book.internal {
            0 => String::new(),
            n => format!(", {n} of them not public"),
        };
        console.data(&format!("{}: unit {}, {}{internal}\n", book.name, book.unit, counted(book.asked, "record")));
    }
    let unchanged = books.len() - written;
    console.talk(&format!("{}: {written} written, {unchanged} unchanged", counted(books.len(), "workbook")));
    if !idle.is_empty() {
        console.talk(&format!(
            "note: no records to ask about, so no workbook: {}; --unit UNIT writes one for new records",
            some(idle)
        ));
    }
    let lone = survey.without_unit();
    if !lone.is_empty() {
        console.talk(&format!(
            "note: {} without a unit, asked about in no workbook: {}; add `unit` to the record",
            counted(lone.len(), "record"),
            some(&lone)
        ));
    }
}

/// The first of some names, and how many more there are.
fn some(names: &[&str]) -> String {
    const NAMED: usize = 12;
    let named = names.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
