//! `sachstand survey`: one workbook for each unit out, answers back in.

mod export;

use super::Outcome;
use super::console::Console;
use crate::disk;
use crate::model::Model;
use crate::pipeline::{self, Options};
use crate::source::SourceTree;
use crate::text::catalog::Catalog;
use crate::text::lang::Lang;
use crate::theme;
use crate::value::Date;
use clap::{Args, Subcommand};
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct Survey {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Write a workbook for each unit
    Export(export::Export),
}

impl Survey {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        match &self.step {
            Step::Export(export) => export.run(site, console),
        }
    }
}

/// A site without errors, as the town hall sees it on a day.
struct Site {
    sources: SourceTree,
    model: Model,
    words: Catalog,
}

/// Reads the site; nothing, with the errors told, if there are some: a record that cannot be read would
/// be asked about nowhere.
fn read(site: &Path, date: Option<Date>, console: &mut Console) -> Option<Site> {
    let (sources, mut diags) = disk::read(site);
    let options = Options { as_of: date, internal: true, portable: false };
    let model = pipeline::derive(&sources, options, &mut diags).map(|(model, _)| model);
    diags.finish(&sources);
    let Some(model) = model.filter(|_| !diags.has_errors()) else {
        console.problems(&diags, &sources);
        return None;
    };
    let words = theme::strings(model.config.languages.first().copied().unwrap_or(Lang::De));
    Some(Site { sources, model, words })
}
