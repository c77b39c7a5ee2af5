//! Problems for GitLab merge requests: a Code Quality report.
//!
//! GitLab wants a file and a line for everything, so the site as a whole is shown at its
//! configuration, and a file as a whole at its first line.

use super::super::{Diagnostics, Locus, Severity};
use super::Colour;
use super::place::Places;
use super::words::{Fingerprints, path, sentence};
use crate::source::SourceTree;
use serde_json::{Value, json};

pub(super) fn draw(diagnostics: &Diagnostics, sources: &SourceTree, _: Colour) -> String {
    let mut places = Places::new(sources);
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<Value> = (diagnostics.iter())
        .map(|diagnostic| {
            let line = match diagnostic.locus {
                Locus::Text(span) => places.ends(span).map_or(1, |(start, _)| start.line),
                Locus::Path(_) | Locus::Site => 1,
            };
            json!({
                "description": sentence(diagnostic),
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
