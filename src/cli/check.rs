//! `sachstand check`: looks for problems without publishing anything.

use super::Outcome;
use super::console::{Console, has_errors};
use crate::diag::print::{Form, render};
use crate::disk;
use crate::pipeline::{self, Options, Timings};
use crate::render::Looked;
use clap::Args;
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct Check {
    /// How problems are written: human, short, json, gitlab or sarif
    #[arg(long, value_name = "FORM", default_value = "human")]
    format: Form,
    /// Treat these problems as errors
    #[arg(long, value_name = "WHAT", value_parser = ["warnings"])]
    deny: Option<String>,
    /// Check the edition for the town hall, with internal records
    #[arg(long)]
    internal: bool,
}

impl Check {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        let mut timings = Timings::new(super::build::clock);
        let (sources, mut diags) = disk::read(site);
        timings.stage("read");
        let options = Options { internal: self.internal, ..Options::default() };
        let looked = pipeline::look(&sources, options, &mut diags, &mut timings);
        console.data(&render(self.format, &diags, &sources, console.colour()));
        if let Some((Looked { pages, of }, _)) = looked.as_ref().filter(|(looked, _)| looked.pages < looked.of) {
            console.talk(&format!(
                "read all records and looked at {pages} of {of} pages; `sachstand build` looks at every page"
            ));
        }
        super::build::tell(&timings, console);
        // The system takes all of it back at once, right after this.
        std::mem::forget(looked);
        std::mem::forget(sources);
        if has_errors(&diags, self.deny.is_some()) { Outcome::Errors } else { Outcome::Fine }
    }
}
