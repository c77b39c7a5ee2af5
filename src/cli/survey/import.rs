//! `sachstand survey import`: what returned workbooks would change, and with `--write` the change.
//!
//! All workbooks are read together. Nothing is written while an error stands, unless `--partial` says
//! to take what is right; all of it is written or nothing, and nothing is committed.

use super::{answers, take_in};
use crate::cli::Outcome;
use crate::cli::announce::announce;
use crate::cli::build::date;
use crate::cli::console::Console;
use crate::cli::set::tell;
use crate::diag::Diagnostics;
use crate::disk::{self, FileEdit};
use crate::exchange::survey::{Change, Intake};
use crate::text::catalog::Catalog;
use crate::value::Date;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Import {
    /// Returned workbooks, or folders with them
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
    /// Take answers for this reporting date [default: the latest one that the files ask about]
    #[arg(long, value_name = "DATE", value_parser = date)]
    date: Option<Date>,
    /// Write the changes; without it they are only shown
    #[arg(long)]
    write: bool,
    /// Write what is right even if something else is wrong
    #[arg(long, requires = "write")]
    partial: bool,
}

impl Import {
    pub(super) fn run(&self, folder: &Path, console: &mut Console) -> Outcome {
        let answers = match answers(folder, &self.files, self.date, console) {
            Ok(answers) => answers,
            Err(ended) => {
                if ended == Outcome::Errors {
                    console.talk("nothing was changed");
                }
                return ended;
            }
        };
        take_in(&answers, console, |_, intake, diags, console| {
            console.problems(diags, &answers.0.sources);
            self.show(folder, intake, diags, &answers.0.words, console)
        })
    }

    fn show(
        &self,
        folder: &Path,
        intake: &Intake,
        diags: &Diagnostics,
        words: &Catalog,
        console: &mut Console,
    ) -> Outcome {
        for change in &intake.changes {
            for line in &change.lines {
                console.data(&format!("{}: {line}\n", change.path));
            }
        }
        let ended = if diags.has_errors() { Outcome::Errors } else { Outcome::Fine };
        if intake.changes.is_empty() {
            console.talk(&words.say("survey.no_changes"));
            return ended;
        }
        if !self.write {
            console.talk(&summary("survey.dry", &intake.changes, words));
            return ended;
        }
        if diags.has_errors() && !self.partial {
            console.talk(&words.say("import.refusal"));
            return ended;
        }
        self.write(folder, &intake.changes, ended, words, console)
    }

    fn write(
        &self,
        folder: &Path,
        changes: &[Change],
        ended: Outcome,
        words: &Catalog,
        console: &mut Console,
    ) -> Outcome {
        let edits: Vec<FileEdit> = changes.iter().map(edit).collect();
        let paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
        let existing: Vec<&str> =
            changes.iter().filter(|change| change.old.is_some()).map(|change| change.path.as_str()).collect();
        announce(folder, &existing, console);
        if let Err(error) = disk::apply(folder, &edits) {
            console.fail(&error);
            return Outcome::Failed;
        }
        console.talk(&summary("survey.written", changes, words));
        if tell(folder, &paths, console) == Outcome::Fine { ended } else { Outcome::Errors }
    }
}

fn edit(change: &Change) -> FileEdit {
    FileEdit { path: change.path.clone(), old: change.old.clone(), new: change.new.clone().into_bytes() }
}

/// A sentence that says how many records changed and how many are new.
fn summary(key: &str, changes: &[Change], words: &Catalog) -> String {
    let new = changes.iter().filter(|change| change.old.is_none()).count();
    words.fill(key, &[("changed", &(changes.len() - new)), ("new", &new)])
}
