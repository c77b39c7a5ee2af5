//! `sachstand freeze`: closes a reporting date for good, or takes that back before it was published.
//!
//! Closing writes a snapshot and enters the addresses of the date in the list of those that must not
//! vanish. A date is closed once, after those before it, and only when nothing is wrong.

use super::Outcome;
use super::build::date;
use super::console::Console;
use super::suggest::counted;
use crate::diag::Diagnostics;
use crate::disk::{self, FileEdit, Target};
use crate::exchange;
use crate::figures::Figures;
use crate::git::{self, Uncommitted};
use crate::model::Model;
use crate::pipeline::{self, Options};
use crate::record::permalinks::{PERMALINKS, with, without};
use crate::site;
use crate::source::SourceTree;
use crate::value::Date;
use clap::Args;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Freeze {
    /// Reporting date to close
    #[arg(value_name = "DATE", value_parser = date)]
    date: Date,
    /// Open the date again; refused once the site with it was published
    #[arg(long)]
    undo: bool,
    /// With --undo: folder that is published to [default: output]
    #[arg(long, value_name = "DIR", requires = "undo")]
    output: Option<PathBuf>,
}

/// Who keeps the records freezes all of them.
const ALL: Options = Options { as_of: None, internal: true, portable: false };

impl Freeze {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        let (sources, read) = disk::read(site);
        let mut diags = read.clone();
        let model = pipeline::derive(&sources, ALL, &mut diags);
        diags.finish(&sources);
        let Some((model, figures)) = model else {
            console.problems(&diags, &sources);
            return Outcome::Errors;
        };
        if self.undo {
            return self.undo(site, &sources, (&model, &figures), console);
        }
        if let Err(reason) = may_close(&model, self.date) {
            return refused(&reason, console);
        }
        self.close(site, &sources, read, console)
    }

    fn close(&self, site: &Path, sources: &SourceTree, read: Diagnostics, console: &mut Console) -> Outcome {
        let mut diags = read;
        pipeline::check(sources, Options::default(), &mut diags);
        if diags.has_errors() {
            console.problems(&diags, sources);
            console.talk(&format!("{} was not closed: what is wrong now would be wrong for good", self.date));
            return Outcome::Errors;
        }
        let edition = |options: Options| pipeline::derive(sources, options, &mut Diagnostics::new());
        let then = Options { as_of: Some(self.date), ..Options::default() };
        let (Some(all), Some(public), Some(then)) = (edition(ALL), edition(Options::default()), edition(then)) else {
            return refused("the site cannot be read", console);
        };
        // Internal records alone do not move the as-of date of the public edition.
        if self.date > public.0.as_of {
            let reason =
                format!("{} was only told of by internal records; there is nothing public to close", self.date);
            return refused(&reason, console);
        }
        let text = exchange::snapshot_toml((&all.0, &all.1), (&public.0, &public.1), self.date);
        let digest = crate::record::snapshot::digest(&text).unwrap_or_default();
        let path = path_of(self.date);
        let mut edits = vec![FileEdit { path: path.clone(), old: None, new: text.into_bytes() }];
        let plan = site::plan(&then.0, &then.1, sources, false, &mut Diagnostics::new());
        let addresses = plan.permanent();
        let list = sources.find(PERMALINKS).map(|(_, file)| file);
        let old = list.and_then(|file| file.text());
        let known: BTreeSet<&str> = old.unwrap_or_default().lines().collect();
        let links = with(old, self.date, &addresses);
        let is_new = |line: &&str| !line.is_empty() && !line.starts_with('#') && !known.contains(line);
        let added = links.as_ref().map_or(0, |new| new.lines().filter(is_new).count());
        edits.extend(links.map(|new| FileEdit {
            path: PERMALINKS.to_owned(),
            old: list.map(|file| file.bytes().to_vec()),
            new: new.into_bytes(),
        }));
        if let Err(error) = disk::apply(site, &edits) {
            console.fail(&error);
            return Outcome::Failed;
        }
        let records: Vec<String> = all
            .0
            .registers()
            .filter(|(_, register)| register.dates.contains(&self.date))
            .map(|(_, r)| format!("{} of `{}`", counted(r.records.len(), "record"), all.0.register_config(r).key.value))
            .collect();
        console.data(&format!("{path}: {}\n  {digest}\n", records.join(", ")));
        if edits.len() > 1 {
            let addresses = if added == 1 { "address" } else { "addresses" };
            console.data(&format!("{PERMALINKS}: {added} {addresses} added\n"));
        }
        console.talk(&format!(
            "{} is closed; commit both files. A wrong value is corrected with `[[corrections]]` in its record;\n\
             until the site is published, `sachstand freeze --undo {}` opens the date again",
            self.date, self.date
        ));
        Outcome::Fine
    }

    fn undo(&self, site: &Path, sources: &SourceTree, edition: (&Model, &Figures), console: &mut Console) -> Outcome {
        let (model, figures) = edition;
        let path = path_of(self.date);
        let Some((_, file)) = sources.find(&path) else {
            return refused(&format!("{} is not closed: there is no `{path}`", self.date), console);
        };
        if let Some(later) = model.frozen_dates.iter().find(|later| **later > self.date) {
            return refused(&format!("{later} was closed after it; open that date first"), console);
        }
        let output = self.output.clone().unwrap_or_else(|| site.join("output"));
        let target = match Target::resolve(site, &output) {
            Ok(target) => target,
            Err(error) => {
                console.fail(&error);
                return Outcome::Failed;
            }
        };
        let digest = file.text().and_then(crate::record::snapshot::digest).unwrap_or_default();
        let plan = site::plan(model, figures, sources, false, &mut Diagnostics::new());
        let open_data = plan.data_file("figures.json");
        let published = target.published(&open_data).and_then(|bytes| String::from_utf8(bytes).ok());
        // Publishing leaves the digest in the open data: that is how we know again what went out.
        if published.is_some_and(|text| text.contains(&digest)) {
            return refused(
                &format!(
                    "the site in {} was built with {} closed, so people may have seen it; what is wrong is corrected \
                     with `[[corrections]]` in the record",
                    target.place().display(),
                    self.date
                ),
                console,
            );
        }
        let committed = matches!(git::uncommitted(site, &[&path]), Uncommitted::Files(files) if files.is_empty());
        if let Err(error) = disk::remove(site, &path, file.bytes()) {
            console.fail(&error);
            return Outcome::Failed;
        }
        console.data(&format!("{path}: removed\n"));
        if let Some((_, list)) = sources.find(PERMALINKS)
            && let Some(text) = list.text().and_then(|text| without(text, self.date))
        {
            let edit =
                FileEdit { path: PERMALINKS.to_owned(), old: Some(list.bytes().to_vec()), new: text.into_bytes() };
            if let Err(error) = disk::apply(site, &[edit]) {
                console.fail(&error);
                return Outcome::Failed;
            }
            console.data(&format!("{PERMALINKS}: addresses of {} removed\n", self.date));
        }
        console.talk(&format!(
            "{} is open again; {} holds no site with it, and other places where it may be published were not looked at",
            self.date,
            target.place().display()
        ));
        if committed {
            console.talk(
                "note: the snapshot is committed; if a site was built from that commit elsewhere (CI), restore it: \
                 `git checkout -- content`",
            );
        }
        Outcome::Fine
    }
}

fn refused(reason: &str, console: &mut Console) -> Outcome {
    console.fail(&reason);
    console.talk("nothing was changed");
    Outcome::Failed
}

fn path_of(date: Date) -> String {
    format!("content/snapshots/{date}.toml")
}

/// Whether a date may be closed now, or why not.
fn may_close(model: &Model, date: Date) -> Result<(), String> {
    let configured = model.config.registers.iter().filter_map(|r| r.reporting_dates.as_ref());
    let all: BTreeSet<Date> = configured
        .chain([&model.config.reporting_dates])
        .flat_map(|dates| dates.value.iter().map(|d| d.value))
        .collect();
    if !all.contains(&date) {
        let known: Vec<String> = all.iter().map(|date| format!("`{date}`")).collect();
        return Err(format!("{date} is not a reporting date; there are {}", known.join(", ")));
    }
    if date > model.as_of {
        return Err(format!(
            "{date} lies after {}, the as-of date of the site: a date that is still to come cannot be closed",
            model.as_of
        ));
    }
    if model.frozen_dates.contains(&date) {
        return Err(format!(
            "{date} is closed already; a wrong value is corrected with `[[corrections]]` in its record"
        ));
    }
    if let Some(open) = all.iter().find(|open| **open < date && !model.frozen_dates.contains(open)) {
        return Err(format!("{open} is still open; dates are closed in their order, so close that one first"));
    }
    if let Some(later) = model.frozen_dates.iter().find(|later| **later > date) {
        return Err(format!("{later} is closed already, and dates are closed in their order"));
    }
    Ok(())
}
