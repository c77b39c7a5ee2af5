//! `sachstand stats`: all figures in the terminal, or as figures.json.

use super::Outcome;
use super::build::date;
use super::console::Console;
use crate::exchange;
use crate::pipeline::{self, Options};
use crate::text::lang::{LANGS, Lang};
use crate::value::Date;
use crate::{disk, theme};
use clap::Args;
use std::path::Path;

#[derive(Debug, Args)]
pub(super) struct Stats {
    /// Print figures.json
    #[arg(long)]
    json: bool,
    /// Compute them as they stood on this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// Count internal records too
    #[arg(long)]
    internal: bool,
}

impl Stats {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        let (sources, mut diags) = disk::read(site);
        let options = Options { as_of: self.as_of, internal: self.internal, portable: false };
        let derived = pipeline::derive(&sources, options, &mut diags);
        diags.finish(&sources);
        console.problems(&diags, &sources);
        let Some((model, figures)) = derived.filter(|_| !diags.has_errors()) else {
            return Outcome::Errors;
        };
        let catalogs: Vec<_> = LANGS.iter().map(|lang| theme::strings(*lang)).collect();
        if self.json {
            let catalogs: Vec<_> = catalogs.iter().collect();
            console.data(&exchange::figures_json(&model, &figures, &catalogs));
        } else {
            let lang = model.config.languages.first().copied().unwrap_or(Lang::De);
            let catalog = catalogs.iter().find(|c| c.lang == lang).unwrap_or(&catalogs[0]);
            console.data(&exchange::stats_table(&model, &figures, catalog));
        }
        Outcome::Fine
    }
}
