//! `sachstand survey status`: who has answered, what is missing, what was refused. Changes nothing.
//!
//! What has been taken in stands in the records; what has come back since is looked for in the files
//! and folders that are named.

use super::{in_hand, read};
use crate::cli::Outcome;
use crate::cli::build::date;
use crate::cli::console::Console;
use crate::diag::Diagnostics;
use crate::exchange::survey::{Survey, progress_json, progress_table};
use crate::value::Date;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Status {
    /// Returned workbooks that are not taken in yet, or folders with them
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Reporting date [default: the latest one that the files ask about, or else the latest of the site]
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<Date>,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

impl Status {
    pub(super) fn run(&self, folder: &Path, console: &mut Console) -> Outcome {
        let Some((received, date)) = in_hand(&self.files, self.date, console) else {
            return Outcome::Failed;
        };
        let Some(site) = read(folder, date, console) else {
            return Outcome::Errors;
        };
        let survey = match Survey::new(&site.model, &site.sources, &site.words, site.date) {
            Ok(survey) => survey,
            Err(reason) => {
                console.fail(&reason);
                return Outcome::Failed;
            }
        };
        let mut diags = Diagnostics::new();
        let intake = survey.take_in(&site.sources, &received, &mut diags);
        diags.finish(&site.sources);
        if self.json {
            console.data(&progress_json(&survey, &intake, &diags));
        } else {
            console.data(&progress_table(&survey, &intake));
            console.problems(&diags, &site.sources);
        }
        if diags.has_errors() { Outcome::Errors } else { Outcome::Fine }
    }
}
