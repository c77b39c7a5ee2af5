//! The command line: reads arguments, calls the stages, prints, decides the exit code.
//!
//! Exit code 0: no errors; 1: errors in the input; 2: could not run; 130: interrupted. Data goes to stdout, talk to
//! stderr; colour only on a terminal, and never needed.

mod announce;
mod build;
mod check;
mod console;
mod diff;
mod explain;
mod freeze;
mod frozen;
mod import;
mod init;
mod new;
#[cfg(feature = "pdf")]
mod print;
mod report;
mod schema;
mod serve;
mod set;
mod stats;
mod suggest;
mod survey;

#[cfg(feature = "pdf")]
use crate::printer;
use crate::{disk, watchdog};
use clap::{Parser, Subcommand};
use console::Console;
use std::ffi::OsString;
#[cfg(feature = "pdf")]
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

/// Turns a folder of small text records into a city's public progress report.
#[derive(Debug, Parser)]
#[command(name = "sachstand", version, disable_help_subcommand = true, max_term_width = 100)]
struct Arguments {
    /// Folder of the site: the one that holds `content/`
    #[arg(long, global = true, value_name = "DIR", default_value = ".", display_order = 900)]
    site: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a complete small site in a new folder
    Init(init::Init),
    /// Make the file of a new record, with the next free number
    New(new::New),
    /// Look for problems without publishing anything
    Check(check::Check),
    /// Publish the website
    Build(build::Build),
    /// Show the website in the browser, anew after every change
    Serve(serve::Serve),
    /// Print all figures
    Stats(stats::Stats),
    /// Write the documents of a reporting date for the committee: PDF and XLSX
    Report(report::Report),
    /// Show what changed between two reporting dates
    Diff(diff::Diff),
    /// Change values of records; comments and layout stay
    Set(set::Set),
    /// Close a reporting date: its figures never change again
    Freeze(freeze::Freeze),
    /// Take over the records of a sheet: XLSX, XLSM, ODS, XLS or CSV
    Import(import::Import),
    /// Ask every unit for its values, and take in the answers
    Survey(survey::Survey),
    /// Explain a kind of problem
    Explain(explain::Explain),
    /// Print the JSON Schema of a record type
    Schema(schema::Schema),
}

impl Command {
    /// Whether printing is not all that the command is for.
    fn may_write(&self) -> bool {
        match self {
            Command::Check(_) | Command::Stats(_) | Command::Diff(_) | Command::Explain(_) => false,
            Command::Schema(schema) => schema.writes(),
            Command::Survey(survey) => survey.writes(),
            _ => true,
        }
    }

    /// What is true after Ctrl-C: as long as no file was changed, and once some were.
    fn interrupted(&self) -> [&'static str; 2] {
        const WHOLE: &str = "what was changed is whole, and `git status` names it";
        const PART: &str = "files that were written are whole, others may be missing: run the command again";
        match self {
            Command::Build(_) => ["what was published is whole, and the next run clears up"; 2],
            Command::Init(_) => [
                "no file was written",
                "the folder holds a part of the new site: remove it before you run the command again",
            ],
            Command::Report(_) | Command::Schema(_) => ["no file was written", PART],
            Command::Survey(survey) if survey.exports() => ["no workbook was written", PART],
            _ => ["no file was changed", WHOLE],
        }
    }
}

/// Exit code of a program that somebody ended with Ctrl-C, as shells know it.
const INTERRUPTED: i32 = 130;

/// Exit code of a run that could not be finished.
const FAILED: u8 = 2;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// No errors.
    Fine,
    /// Errors in the input.
    Errors,
    /// Could not run; the reason was printed.
    Failed,
}

/// Where this program is; on Linux also if its file was replaced since it was started. Nowhere, if the system does not tell.
fn this_program() -> PathBuf {
    let here = PathBuf::from("/proc/self/exe");
    // Elsewhere anybody may have put a file there.
    if cfg!(target_os = "linux") && here.exists() { here } else { std::env::current_exe().unwrap_or_default() }
}

/// The documents of a site that earlier runs kept; this program prints the others.
#[cfg(feature = "pdf")]
fn kept(site: &Path) -> disk::Kept {
    disk::Kept::of(site, printer::Printer::of(this_program()))
}

/// Runs the program with these arguments.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    #[cfg(feature = "pdf")]
    if arguments.get(1).is_some_and(|argument| argument == printer::ARGUMENT) {
        return print::run();
    }
    let mut console = Console::of_process();
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are data, everything else is a wrong call.
            let asked = !error.use_stderr();
            let text = error.render();
            let text = if console.is_coloured(asked) { text.ansi().to_string() } else { text.to_string() };
            if asked {
                console.data(&text);
                return if console.lacks_data() { ExitCode::from(FAILED) } else { ExitCode::SUCCESS };
            }
            console.talk(text.trim_end());
            return ExitCode::from(FAILED);
        }
    };
    let site = arguments.site.as_path();
    let needs_site = !matches!(arguments.command, Command::Init(_) | Command::Explain(_) | Command::Schema(_));
    if needs_site && !site.is_dir() {
        console.fail(&format!(
            "there is no folder `{}`; name that of a site with --site DIR, or make one with `sachstand init DIR`",
            site.display()
        ));
        return ExitCode::from(FAILED);
    }
    // `serve` ends in its own way.
    let is_serve = matches!(arguments.command, Command::Serve(_));
    let threads = rayon::ThreadPoolBuilder::new();
    // One thread less, and with it its share of memory: this one would only wait for the others.
    let threads = if is_serve { threads } else { threads.use_current_thread() };
    if let Err(error) = threads.build_global() {
        console.fail(&format!(
            "the system does not let this program work on several threads: {error}; end other programs, or try fewer \
             threads with RAYON_NUM_THREADS=1"
        ));
        return ExitCode::from(FAILED);
    }
    if !is_serve {
        let [unchanged, changed] = arguments.command.interrupted();
        // Without a handler the system ends the program just as well, only without a word; the next run clears up.
        let _ = ctrlc::set_handler(move || {
            let words = if disk::give_up() { changed } else { unchanged };
            Console::of_process().talk(&format!("interrupted; {words}"));
            std::process::exit(INTERRUPTED);
        });
    }
    // Without it, what no count stops is stopped by whoever started the program.
    let _ = watchdog::look_on(|reason| {
        Console::of_process().fail(&reason);
        std::process::exit(FAILED.into());
    });
    let outcome = match &arguments.command {
        Command::Init(init) => init.run(&mut console),
        Command::New(new) => new.run(site, &mut console),
        Command::Check(check) => check.run(site, &mut console),
        Command::Build(build) => build.run(site, &mut console),
        Command::Serve(serve) => serve.run(site, &mut console),
        Command::Stats(stats) => stats.run(site, &mut console),
        Command::Report(report) => report.run(site, &mut console),
        Command::Diff(diff) => diff.run(site, &mut console),
        Command::Set(set) => set.run(site, &mut console),
        Command::Freeze(freeze) => freeze.run(site, &mut console),
        Command::Import(import) => import.run(site, &mut console),
        Command::Survey(survey) => survey.run(site, &mut console),
        Command::Explain(explain) => explain.run(&mut console),
        Command::Schema(schema) => schema.run(&mut console),
    };
    if console.lacks_data() {
        if outcome == Outcome::Fine && arguments.command.may_write() {
            console.talk("note: only what it prints is missing, the command itself was carried out");
        }
        return ExitCode::from(FAILED);
    }
    match outcome {
        Outcome::Fine => ExitCode::SUCCESS,
        Outcome::Errors => ExitCode::from(1),
        Outcome::Failed => ExitCode::from(FAILED),
    }
}
