//! `sachstand report`: the documents of one reporting date for the committee, as PDF and as workbooks.

use super::Outcome;
use super::build::date;
use super::console::{Console, has_errors};
use super::suggest::counted;
use crate::diag::Diagnostics;
use crate::disk;
use crate::output::{PathError, check_path};
use crate::pipeline::{self, Options, Planned, Timings};
use crate::value::Date;
use clap::Args;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Report {
    /// Reporting date
    #[arg(value_name = "DATE", value_parser = date)]
    date: Date,
    /// Folder to write to [default: the current one]
    #[arg(long, value_name = "DIR", default_value = ".", hide_default_value = true)]
    output: PathBuf,
    /// With internal records, for the town hall
    #[arg(long)]
    internal: bool,
}

impl Report {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        let (sources, mut diags) = disk::read(site);
        let options = Options { as_of: Some(self.date), internal: self.internal, portable: false };
        let known = pipeline::reporting_dates(&sources);
        if !known.is_empty() && !known.contains(&self.date) {
            let near = known.iter().min_by_key(|d| (d.day_number() - self.date.day_number()).abs());
            let near = near.map(|d| format!("; did you mean `{d}`?")).unwrap_or_default();
            let known: Vec<String> = known.iter().map(|date| format!("`{date}`")).collect();
            console.fail(&format!("{} is not a reporting date; there are {}{near}", self.date, known.join(", ")));
            return Outcome::Failed;
        }
        let planned = pipeline::plan(&sources, options, &mut diags, &mut Timings::new(|| 0));
        let made = match &planned {
            Some(planned) if !diags.has_errors() => self.files(planned, site, &mut diags),
            _ => Ok(Vec::new()),
        };
        diags.finish(&sources);
        console.problems(&diags, &sources);
        if has_errors(&diags, false) {
            console.talk("nothing was written");
            return Outcome::Errors;
        }
        let made = match made {
            Ok(made) => made,
            Err(reason) => {
                console.fail(&format!("{reason}; nothing was written"));
                return Outcome::Failed;
            }
        };
        if let Some(reason) = unusable(&made) {
            console.fail(&format!(
                "{reason}; what documents are called is said by the strings of the theme (pdf.report_file, \
                 pdf.slides_file, pdf.appendix_file), so nothing was written"
            ));
            return Outcome::Failed;
        }
        for (name, bytes) in &made {
            let path = self.output.join(name);
            if let Err(error) = disk::write_new(&path, bytes) {
                console
                    .fail(&format!("cannot write {}: {error}; name another folder with --output DIR", path.display()));
                return Outcome::Failed;
            }
            console.data(&format!("{} ({} kB)\n", path.display(), bytes.len().div_ceil(1000)));
        }
        if cfg!(not(feature = "pdf")) {
            console.talk(
                "note: this program was built without PDF; `cargo build --release` builds one that writes it too",
            );
        }
        console.talk(&format!("{} of {}", counted(made.len(), "document"), self.date));
        Outcome::Fine
    }

    /// All files by name: what is printed, then the appendices as workbooks.
    ///
    /// # Errors
    /// Why the system lets nothing be printed.
    fn files(
        &self,
        planned: &Planned<'_>,
        site: &Path,
        diags: &mut Diagnostics,
    ) -> Result<Vec<(String, Vec<u8>)>, String> {
        let named = |name: &str, ending: &str| format!("{name}-{}.{ending}", self.date);
        let printed = printed(planned, self.date, site, diags)?;
        let books = planned.books(self.date).into_iter().map(|(name, book)| (named(&name, "xlsx"), book));
        Ok(printed.into_iter().map(|(name, pdf)| (named(&name, "pdf"), pdf)).chain(books).collect())
    }
}

/// What is wrong with the names of files: one that leads elsewhere, or two that are the same.
fn unusable(made: &[(String, Vec<u8>)]) -> Option<String> {
    let mut seen = BTreeSet::new();
    let impossible = |name: &str, reason: &str| Some(format!("no document can be called `{name}`: {reason}"));
    made.iter().find_map(|(name, _)| match check_path(name) {
        Err(PathError::Impossible { reason, .. }) => impossible(name, reason),
        Err(other) => Some(other.to_string()),
        Ok(()) if name.contains('/') => impossible(name, "it leads into another folder"),
        Ok(()) if name.starts_with(['-', '.']) => impossible(name, "it begins with a hyphen or a point"),
        Ok(()) if !seen.insert(name.to_lowercase()) => Some(format!("two documents would be called `{name}`")),
        Ok(()) => None,
    })
}

#[cfg(feature = "pdf")]
fn printed(
    planned: &Planned<'_>,
    date: Date,
    site: &Path,
    diags: &mut Diagnostics,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let kept = super::kept(site);
    let printed = planned.papers(date, &kept, diags);
    match kept.failure() {
        Some(reason) => Err(reason.to_owned()),
        None => Ok(printed.into_iter().map(|paper| (paper.name, paper.pdf)).collect()),
    }
}

#[cfg(not(feature = "pdf"))]
fn printed(_: &Planned<'_>, _: Date, _: &Path, _: &mut Diagnostics) -> Result<Vec<(String, Vec<u8>)>, String> {
    Ok(Vec::new())
}
