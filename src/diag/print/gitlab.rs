//! Problems for GitLab merge requests: a Code Quality report.
//!
//! GitLab wants a file and a line for everything, so the site as a whole is shown at its
//! configuration, and a file as a whole at its first line.

use super::super::{Diagnostics, Locus, Severity};
use super::Colour;
use super::place::Places;
use super::words::{Fingerprints, path, placed_sentence};
use crate::source::SourceTree;
use serde_json::{Value, json};

pub(super) fn draw(diagnostics: &Diagnostics, sources: &SourceTree, _: Colour) -> String {
    let mut places = Places::new(sources);
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<Value> = (diagnostics.iter())
        .map(|diagnostic| {
            let line = match diagnostic.locus {
                Locus::Text(span) => places.ends(span).map_or(1, |(start, _)| start.line),
                // The row: in a CSV file it is the line, in others it says about where.
                Locus::Sheet(ref place) => place.cell.map_or(1, |cell| cell.row as usize + 1),
                Locus::Path(_) | Locus::Site => 1,
            };
            json!({
                "description": placed_sentence(diagnostic),
                "check_name": diagnostic.code.name,
                "fingerprint": fingerprints.of(diagnostic, sources),
                "severity": match diagnostic.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Note => "info",
                },
                "location": {
                    "path": path(diagnostic, sources).unwrap_or("content/site.toml"),
                    "lines": { "begin": line },
                },
            })
        })
        .collect();
    format!("{:#}\n", Value::Array(issues))
}
