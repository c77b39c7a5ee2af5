//! `sachstand build`: publishes the website.

use super::Outcome;
use super::console::{Console, has_errors};
use super::suggest::counted;
use crate::disk::{self, Before, Stage, Target};
use crate::output::Discarded;
use crate::pipeline::{self, Options, Timings};
use crate::value::Date;
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Instant;

#[derive(Debug, Args)]
pub(super) struct Build {
    /// Folder to publish to [default: output, or output-internal with --internal]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Show the site as it stood on this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// Publish the edition for the town hall, with internal records
    #[arg(long)]
    internal: bool,
    /// Leave the PDF files out
    #[arg(long)]
    no_pdf: bool,
    /// End links in `index.html`, so that the site works from file:// and in archives
    #[arg(long)]
    portable: bool,
    /// Treat these problems as errors
    #[arg(long, value_name = "WHAT", value_parser = ["warnings"])]
    deny: Option<String>,
}

/// Pages of a site whose memory is wanted back before it is published.
const MANY: usize = 50_000;

/// Reads a day on the command line.
pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "not a date; write year, month and day: 2023-09-30".to_owned())
}

/// Nanoseconds since the first call: the only clock of the program, for timings alone.
pub(super) fn clock() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    u64::try_from(START.get_or_init(Instant::now).elapsed().as_nanos()).unwrap_or(u64::MAX)
}

impl Build {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        let start = clock();
        let name = if self.internal { "output-internal" } else { "output" };
        let output = self.output.clone().unwrap_or_else(|| site.join(name));
        let mut timings = Timings::new(clock);
        let target = match Target::resolve(site, &output) {
            Ok(target) => target,
            Err(error) => {
                console.fail(&error);
                return Outcome::Failed;
            }
        };
        let (before, (sources, mut diags)) = rayon::join(|| Before::read(&target), || disk::read(site));
        timings.stage("read");
        let options = Options { as_of: self.as_of, internal: self.internal, portable: self.portable };
        let planned = pipeline::plan(&sources, options, &mut diags, &mut timings);
        #[cfg(not(feature = "pdf"))]
        if !self.no_pdf {
            console.talk("note: this program was built without PDF, so the site has none; --no-pdf says so on purpose");
        }
        let mut stage = None;
        #[cfg_attr(not(feature = "pdf"), expect(unused_mut, reason = "only documents can fail in this way"))]
        let mut failure: Option<String> = None;
        if let Some(planned) = &planned {
            if diags.has_errors() {
                planned.render(&Discarded::default(), &mut diags, &mut timings);
            } else {
                // If nothing could be read, another run may have been at work just then.
                let before = before.or_else(|_| Before::read(&target));
                match before.and_then(|before| Stage::open(&target, before)) {
                    #[cfg(feature = "pdf")]
                    Ok(opened) if !self.no_pdf => {
                        let kept = super::kept(site);
                        planned.render_and_print(options, &kept, stage.insert(opened), &mut diags, &mut timings);
                        failure = kept.failure().map(str::to_owned);
                    }
                    Ok(opened) => planned.render(stage.insert(opened), &mut diags, &mut timings),
                    Err(error) => {
                        console.fail(&error);
                        return Outcome::Failed;
                    }
                }
            }
        }
        diags.finish(&sources);
        console.problems(&diags, &sources);
        if let Some(reason) = failure {
            console
                .fail(&format!("{reason}; what was there before is unchanged, and --no-pdf leaves the documents out"));
            return Outcome::Failed;
        }
        let Some(stage) = stage.filter(|_| !has_errors(&diags, self.deny.is_some())) else {
            if !diags.has_errors() {
                console.talk("warnings count as errors here (--deny warnings)");
            }
            console.talk("nothing was published; what was there before is unchanged");
            return Outcome::Errors;
        };
        // Publishing needs nothing of it. With 300,000 records it is a gigabyte, beside what publishing takes; of others,
        // giving it back piece by piece takes longer than leaving it to the system at the end of the run.
        if planned.as_ref().is_some_and(|planned| planned.pages() > MANY) {
            drop(planned);
            drop(sources);
        } else {
            std::mem::forget(planned);
            std::mem::forget(sources);
        }
        let receipt = match stage.commit() {
            Ok(receipt) => receipt,
            Err(error) => {
                console.fail(&error);
                return Outcome::Failed;
            }
        };
        timings.stage("publish");
        for path in &receipt.edited {
            console.talk(&format!("note: `{path}` was changed by hand since the last build and has been replaced"));
        }
        if let Some(reason) = &receipt.left_over {
            console.talk(&format!("note: {reason}; the site is out, and the next build cleans up"));
        }
        let kept = match receipt.kept_foreign {
            0 => String::new(),
            n => format!(", {} that we did not make kept", counted(n, "file")),
        };
        console.talk(&format!(
            "{}, {} in {}: {} written, {} unchanged, {} removed{kept} ({} ms)",
            counted(receipt.pages, "page"),
            counted(receipt.written + receipt.unchanged, "file"),
            target.place().display(),
            receipt.written,
            receipt.unchanged,
            receipt.removed,
            (clock() - start) / 1_000_000
        ));
        tell(&timings, console);
        Outcome::Fine
    }
}

/// How long each stage took, for whoever measures.
pub(super) fn tell(timings: &Timings, console: &mut Console) {
    if std::env::var_os("SACHSTAND_TIMINGS").is_some() {
        for (stage, nanoseconds) in &timings.stages {
            console.talk(&format!("timing {stage} {:.3}", *nanoseconds as f64 / 1e6));
        }
    }
}
