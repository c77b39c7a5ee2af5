//! `sachstand diff`: what changed between two reporting dates.

use super::Outcome;
use super::build::date;
use super::console::Console;
use crate::exchange;
use crate::figures::told_of_both;
use crate::pipeline::{self, Options};
use crate::text::lang::Lang;
use crate::value::Date;
use crate::{disk, theme};
use clap::Args;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// One reporting date
    #[arg(value_name = "DATE", value_parser = date)]
    one: Date,
    /// Another reporting date
    #[arg(value_name = "DATE", value_parser = date)]
    other: Date,
    /// Print the difference as JSON
    #[arg(long)]
    json: bool,
    /// Count internal records too
    #[arg(long)]
    internal: bool,
}

impl Diff {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        let (sources, mut diags) = disk::read(site);
        let options = Options { as_of: None, internal: self.internal, portable: false };
        let derived = pipeline::derive(&sources, options, &mut diags);
        diags.finish(&sources);
        console.problems(&diags, &sources);
        let Some((model, figures)) = derived.filter(|_| !diags.has_errors()) else {
            return Outcome::Errors;
        };
        let (from, to) = (self.one.min(self.other), self.one.max(self.other));
        let known: BTreeSet<Date> = model.registers.iter().flat_map(|r| r.dates.iter().copied()).collect();
        if let Some(unknown) = [from, to].into_iter().find(|date| !known.contains(date)) {
            let known: Vec<String> = known.iter().map(|date| format!("`{date}`")).collect();
            console.fail(&format!("{unknown} is not a reporting date; there are {}", known.join(", ")));
            return Outcome::Failed;
        }
        if from == to {
            console.fail(&format!("{from} is given twice; name two different reporting dates"));
            return Outcome::Failed;
        }
        if !model.registers().any(|(id, _)| told_of_both(&model, &figures, id, from, to).is_some()) {
            console.fail(&format!("nothing was collected at both {from} and {to}"));
            return Outcome::Failed;
        }
        console.data(&if self.json {
            exchange::difference_json(&model, &figures, from, to)
        } else {
            let lang = model.config.languages.first().copied().unwrap_or(Lang::De);
            exchange::difference_table(&model, &figures, &theme::strings(lang), from, to)
        });
        Outcome::Fine
    }
}
