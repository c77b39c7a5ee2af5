//! `sachstand survey status`: who has answered, what is missing, what was refused. Changes nothing.
//!
//! What has been taken in stands in the records; what has come back since is looked for in the files
//! and folders that are named.

use super::{answers, take_in};
use crate::cli::Outcome;
use crate::cli::build::date;
use crate::cli::console::Console;
use crate::exchange::survey::{progress_json, progress_table};
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
        let answers = match answers(folder, &self.files, self.date, console) {
            Ok(answers) => answers,
            Err(ended) => return ended,
        };
        take_in(&answers, console, |survey, intake, diags, console| {
            if self.json {
                console.data(&progress_json(survey, intake, diags));
            } else {
                console.data(&progress_table(survey, intake));
                console.problems(diags, &answers.0.sources);
            }
            if diags.has_errors() { Outcome::Errors } else { Outcome::Fine }
        })
    }
}
