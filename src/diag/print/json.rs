//! Problems for programs: one JSON object on each line, always with the same seven keys.

use super::super::{Diagnostics, Locus};
use super::Colour;
use super::place::Places;
use super::words::path;
use crate::source::SourceTree;
use serde_json::json;

pub(super) fn draw(diagnostics: &Diagnostics, sources: &SourceTree, _: Colour) -> String {
    let mut places = Places::new(sources);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        let start = match diagnostic.locus {
            Locus::Text(span) => places.ends(span).map(|(start, _)| start),
            Locus::Path(_) | Locus::Site => None,
        };
        let object = json!({
            "code": diagnostic.code.name,
            "severity": diagnostic.severity.word(),
            "file": path(diagnostic, sources),
            "line": start.map(|point| point.line),
            "column": start.map(|point| point.column()),
            "message": diagnostic.message,
            "help": diagnostic.help,
        });
        text.push_str(&object.to_string());
        text.push('\n');
    }
    text
}
