//! `sachstand report`: the documents of one reporting date for the committee.

use super::Outcome;
use super::build::date;
use super::console::Console;
use crate::value::Date;
use clap::Args;
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

#[cfg(not(feature = "pdf"))]
impl Report {
    pub(super) fn run(&self, _: &Path, console: &mut Console) -> Outcome {
        console.fail(&format!(
            "this program was built without PDF and cannot write the documents of {} to {}{}; build it with its \
             default features: `cargo build --release`",
            self.date,
            self.output.display(),
            if self.internal { " (internal)" } else { "" }
        ));
        Outcome::Failed
    }
}

#[cfg(feature = "pdf")]
impl Report {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        use super::console::has_errors;
        use super::suggest::counted;
        use crate::disk::{self, Kept};
        use crate::pipeline::{self, Options, Timings};

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
        let printed = match &planned {
            Some(planned) if !diags.has_errors() => planned.papers(self.date, &Kept::of(site), &mut diags),
            _ => Vec::new(),
        };
        diags.finish(&sources);
        console.problems(&diags, &sources);
        if has_errors(&diags, false) {
            console.talk("nothing was written");
            return Outcome::Errors;
        }
        // Workbooks of the same registers belong here too, beside the PDF files.
        let files = printed.iter().map(|p| (format!("{}-{}.pdf", p.name, self.date), p.pdf.as_slice()));
        let mut total = 0;
        for (name, bytes) in files {
            let path = self.output.join(&name);
            if let Err(error) = disk::write_document(&self.output, &name, bytes) {
                console
                    .fail(&format!("cannot write {}: {error}; name another folder with --output DIR", path.display()));
                return Outcome::Failed;
            }
            console.data(&format!("{} ({} kB)\n", path.display(), bytes.len().div_ceil(1000)));
            total += 1;
        }
        console.talk(&format!("{} of {}", counted(total, "document"), self.date));
        Outcome::Fine
    }
}
