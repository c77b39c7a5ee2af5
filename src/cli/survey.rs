//! `sachstand survey`: one workbook for each unit out, answers back in.

mod export;
mod import;
mod status;

use super::Outcome;
use super::console::{Console, unreadable};
use crate::diag::Diagnostics;
use crate::disk;
use crate::exchange::sheet::MAX_FILE;
use crate::exchange::survey::{self as asked, Intake, Received, known_dates};
use crate::model::Model;
use crate::pipeline::{self, Options};
use crate::source::SourceTree;
use crate::text::catalog::Catalog;
use crate::text::lang::Lang;
use crate::theme;
use crate::value::Date;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Survey {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Write a workbook for each unit
    Export(export::Export),
    /// Take in returned workbooks; a dry run unless --write
    Import(import::Import),
    /// Show who has answered, what is missing and what was refused
    Status(status::Status),
}

impl Survey {
    /// Whether the step can write files.
    pub(super) fn writes(&self) -> bool {
        !matches!(self.step, Step::Status(_))
    }

    /// Whether the step writes workbooks.
    pub(super) fn exports(&self) -> bool {
        matches!(self.step, Step::Export(_))
    }

    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        match &self.step {
            Step::Export(export) => export.run(site, console),
            Step::Import(import) => import.run(site, console),
            Step::Status(status) => status.run(site, console),
        }
    }
}

/// A site without errors, as the town hall sees it on a day.
struct Site {
    sources: SourceTree,
    model: Model,
    words: Catalog,
    date: Date,
}

/// Reads the site as of a day, or as of its latest reporting date. Nothing, with the errors told, if
/// there are some: a record that cannot be read would be asked about nowhere.
fn read(site: &Path, date: Option<Date>, console: &mut Console) -> Option<Site> {
    let (sources, mut diags) = disk::read(site);
    let derive = |date: Option<Date>, diags: &mut Diagnostics| {
        let options = Options { as_of: date, internal: true, portable: false };
        pipeline::derive(&sources, options, diags).map(|(model, _)| model)
    };
    let latest = || {
        let model = derive(None, &mut Diagnostics::new())?;
        known_dates(&model).last().copied()
    };
    let date = date.or_else(latest);
    let model = derive(date, &mut diags);
    diags.finish(&sources);
    let (Some(model), Some(date)) = (model.filter(|_| !diags.has_errors()), date) else {
        console.problems(&diags, &sources);
        return None;
    };
    let words = theme::strings(model.config.languages.first().copied().unwrap_or(Lang::De));
    Some(Site { sources, model, words, date })
}

/// What came back beside the site that asked: both steps that read answers start here. The way out, with
/// the reason told, if one of the two cannot be read.
fn answers(
    folder: &Path,
    files: &[PathBuf],
    date: Option<Date>,
    console: &mut Console,
) -> Result<(Site, Received), Outcome> {
    let (received, date) = in_hand(files, date, console).ok_or(Outcome::Failed)?;
    let site = read(folder, date, console).ok_or(Outcome::Errors)?;
    Ok((site, received))
}

/// Takes in the answers; `then` gets them with all problems, sorted by place.
fn take_in(
    (site, received): &(Site, Received),
    console: &mut Console,
    then: impl FnOnce(&asked::Survey<'_>, &Intake, &Diagnostics, &mut Console) -> Outcome,
) -> Outcome {
    let survey = match asked::Survey::new(&site.model, &site.sources, &site.words, site.date) {
        Ok(survey) => survey,
        Err(reason) => {
            console.fail(&reason);
            return Outcome::Failed;
        }
    };
    let mut diags = Diagnostics::new();
    let intake = survey.take_in(&site.sources, received, &mut diags);
    diags.finish(&site.sources);
    then(&survey, &intake, &diags, console)
}

/// Reads the files that came back, and says which reporting date they are about: the one that was
/// asked for, or their latest. Nothing, with the reason told, if one cannot be read.
fn in_hand(paths: &[PathBuf], date: Option<Date>, console: &mut Console) -> Option<(Received, Option<Date>)> {
    match disk::received(paths, MAX_FILE) {
        Ok(files) => {
            for left in &files.left {
                console.talk(&format!("note: `{left}` is no workbook and was not read"));
            }
            if files.read.is_empty() && !paths.is_empty() {
                console
                    .fail(&"there is no workbook in what was named; name returned workbooks or the folder they are in");
                return None;
            }
            let received = Received::read(files.read);
            let date = date.or_else(|| received.date());
            Some((received, date))
        }
        Err((path, error)) => {
            console.fail(&unreadable(&path, &error));
            None
        }
    }
}
