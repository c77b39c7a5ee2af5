//! Problems of the input as data: what is wrong, where, and the way out.
//!
//! Every problem is made by a constructor in [`codes`]; renderers for people, editors and CI stand
//! beside it. Nothing here prints, and nothing stops at the first problem.

pub mod codes;
pub mod explain;
pub mod print;

use crate::source::{SheetPlace, SourceTree, Span};
use std::collections::BTreeMap;

/// How much a problem weighs. Only errors stop a site from being published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Stops publishing.
    Error,
    /// Should be looked at.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word for it: `error`, `warning`, `note`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A kind of problem with its stable name.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Kebab-case and never renamed, e.g. `unknown-key`.
    pub name: &'static str,
    /// What it weighs unless site.toml says otherwise.
    pub severity: Severity,
    /// Whether site.toml may change the severity: rules may, the format itself may not.
    pub adjustable: bool,
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Locus {
    /// Bytes of a source file.
    Text(Span),
    /// A file or folder as a whole, by its path below the site folder.
    Path(String),
    /// A sheet of a workbook that is read in, or one cell of it.
    Sheet(SheetPlace),
    /// The site as a whole.
    Site,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: &'static Code,
    /// What it weighs in this run.
    pub severity: Severity,
    /// Where it is.
    pub locus: Locus,
    /// What is wrong: one sentence, lower case, no full stop, literals in backticks.
    pub message: String,
    /// A few words under the excerpt.
    pub label: Option<String>,
    /// What to do next.
    pub help: Option<String>,
    /// Other places that belong to it, each with a few words.
    pub related: Vec<(Span, String)>,
}

impl Diagnostic {
    /// A problem of this kind; only the constructors in [`codes`] call it.
    pub(crate) fn new(code: &'static Code, locus: Locus, message: String) -> Self {
        Diagnostic { code, severity: code.severity, locus, message, label: None, help: None, related: Vec::new() }
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn also(mut self, span: Span, words: impl Into<String>) -> Self {
        self.related.push((span, words.into()));
        self
    }
}

/// All problems of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds the problems of another part of the run.
    pub fn append(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Every problem, in the order given or, after [`Diagnostics::finish`], by place.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many weigh this much.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity == severity).count()
    }

    /// Whether publishing must stop.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// Applies the site's severities (`None` = off) to the codes that allow it.
    pub fn adjust(&mut self, severities: &BTreeMap<String, Option<Severity>>) {
        if severities.is_empty() {
            return;
        }
        self.list.retain_mut(|d| match severities.get(d.code.name) {
            Some(wanted) if d.code.adjustable => match wanted {
                Some(severity) => {
                    d.severity = *severity;
                    true
                }
                None => false,
            },
            _ => true,
        });
    }

    /// Sorts by path, place and code, and drops exact repetitions.
    pub fn finish(&mut self, sources: &SourceTree) {
        self.list.sort_by(|a, b| key(a, sources).cmp(&key(b, sources)));
        self.list.dedup();
    }
}

fn key<'a>(d: &'a Diagnostic, sources: &'a SourceTree) -> (&'a str, &'a str, u32, u32, &'a str, &'a str) {
    let (path, sheet, from, to) = match &d.locus {
        Locus::Text(span) => (sources.file(span.source).path.as_str(), "", span.start, span.end),
        Locus::Path(path) => (path.as_str(), "", 0, 0),
        Locus::Sheet(SheetPlace { file, sheet, cell }) => {
            let (row, column) = cell.map_or((0, 0), |cell| (cell.row, cell.column));
            (file.as_str(), sheet.as_str(), row, column)
        }
        Locus::Site => ("", "", 0, 0),
    };
    (path, sheet, from, to, d.code.name, &d.message)
}
