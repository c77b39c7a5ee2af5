//! Standard output and standard error, the only place that prints.
//!
//! A closed pipe (`| head`) is no error of ours: printing then simply stops. Data that cannot be written for another
//! reason, such as a full disk, is one: whoever reads the file would take what is there for all of it.

use crate::diag::print::{Colour, Form, render};
use crate::diag::{Diagnostics, Severity};
use crate::source::SourceTree;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::Path;

/// Where a command prints.
pub(super) struct Console {
    colour_out: bool,
    colour_err: bool,
    /// Whether data goes out, and if not, why not.
    data: Data,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Data {
    GoesOut,
    /// Whoever read it has read enough.
    Closed,
    /// The system refused, and that was said.
    Refused,
}

impl Console {
    /// The console of this process; `NO_COLOR` is honoured.
    pub(super) fn of_process() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        Console {
            colour_out: wanted && std::io::stdout().is_terminal(),
            colour_err: wanted && std::io::stderr().is_terminal(),
            data: Data::GoesOut,
        }
    }

    pub(super) fn is_coloured(&self, out: bool) -> bool {
        if out { self.colour_out } else { self.colour_err }
    }

    /// Prints data as it is, unless some before it could not be printed: there would be a gap.
    pub(super) fn data(&mut self, text: &str) {
        if self.data != Data::GoesOut {
            return;
        }
        let mut out = std::io::stdout().lock();
        let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) else { return };
        if error.kind() == ErrorKind::BrokenPipe {
            self.data = Data::Closed;
            return;
        }
        self.data = Data::Refused;
        let way_out = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on that disk, or send the output elsewhere",
            _ => "send the output elsewhere",
        };
        let reason = error.to_string();
        let reason = reason.split(" (os error").next().unwrap_or_default();
        self.fail(&format!("cannot write to standard output: {reason}; what is there is not complete: {way_out}"));
    }

    /// Whether data of this run is missing, because the system refused to take it.
    pub(super) fn lacks_data(&self) -> bool {
        self.data == Data::Refused
    }

    /// Prints a line of talk.
    pub(super) fn talk(&mut self, line: &str) {
        let mut err = std::io::stderr().lock();
        let _ = writeln!(err, "{line}");
    }

    /// Prints why the program could not run.
    pub(super) fn fail(&mut self, reason: &dyn std::fmt::Display) {
        self.talk(&format!("error: {reason}"));
    }

    /// Prints problems for people on stderr, if there are any.
    pub(super) fn problems(&mut self, diags: &Diagnostics, sources: &SourceTree) {
        if diags.is_empty() {
            return;
        }
        let colour = if self.colour_err { Colour::Styled } else { Colour::Plain };
        self.talk(render(Form::Human, diags, sources, colour).trim_end());
    }

    /// The colour for data on stdout.
    pub(super) fn colour(&self) -> Colour {
        if self.colour_out { Colour::Styled } else { Colour::Plain }
    }
}

/// Whether problems make a command end with exit code 1.
pub(super) fn has_errors(diags: &Diagnostics, deny_warnings: bool) -> bool {
    diags.has_errors() || (deny_warnings && diags.count(Severity::Warning) > 0)
}

/// Why a file that was named on the command line cannot be read.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> String {
    if error.kind() == std::io::ErrorKind::NotFound {
        return format!("there is no file `{}`; look at its name and folder", path.display());
    }
    format!("cannot read `{}`: {error}", path.display())
}
