//! `sachstand serve`: the website in the browser, anew after every change.

use super::Outcome;
use super::build::clock;
use super::console::Console;
use super::suggest::counted;
use super::this_program;
use crate::pipeline::Options;
use crate::serve::{Event, Report, Server, Settings};
use clap::Args;
use std::path::Path;
use std::time::Duration;

/// How many changed files are named before the rest is only counted.
const NAMED: usize = 3;

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Port on this machine; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 8420)]
    port: u16,
    /// Look for changes every second, where the system does not tell of them (network drives)
    #[arg(long)]
    poll: bool,
}

impl Serve {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        let server = match Server::bind(self.port) {
            Ok(server) => server,
            Err(error) => {
                console.fail(&error);
                return Outcome::Failed;
            }
        };
        let stopper = server.stopper();
        if let Err(error) = ctrlc::set_handler(move || stopper.stop()) {
            console.talk(&format!("note: Ctrl-C ends the server at once, without a word ({error})"));
        }
        console.talk(&format!("http://localhost:{}/ shows the site; Ctrl-C ends it", server.port()));
        let settings = Settings { patience: Duration::from_secs(10), poll: self.poll, clock, program: this_program() };
        let served = server.run(site, Options::default(), settings, &mut |event| match event {
            Event::Polling(reason) => console.talk(&format!(
                "note: the system does not tell of changes here ({reason}); files are looked at every second instead"
            )),
            Event::Built(report) => {
                console.problems(report.diags, report.sources);
                console.talk(&line(report));
            }
        });
        if let Err(error) = served {
            console.fail(&format!("the system lets no thread wait for requests: {error}; end other programs first"));
            return Outcome::Failed;
        }
        console.talk("ended");
        Outcome::Fine
    }
}

/// What happened, in one line.
fn line(report: &Report<'_>) -> String {
    let mut what = match report.changed {
        [] => String::new(),
        all => {
            let named = all.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
            match all.len().saturating_sub(NAMED) {
                0 => format!("{named}: "),
                more => format!("{named} and {more} more: "),
            }
        }
    };
    what.push_str(&match report.seen {
        Some(seen) => {
            format!("shown after {seen} ms, {} finished after {} ms", counted(report.files, "file"), report.whole)
        }
        None if report.good => "not shown because of errors; the last good site stays".to_owned(),
        None => "nothing to show because of errors; once they are gone the site appears".to_owned(),
    });
    what
}
