//! Problems for editors: `path:line:column: severity[code]: message (help: …)`, one on each line.

use super::super::{Diagnostics, Locus};
use super::Colour;
use super::place::Places;
use super::words::{one_line, path, sentence};
use crate::source::SourceTree;

pub(super) fn draw(diagnostics: &Diagnostics, sources: &SourceTree, _: Colour) -> String {
    let mut places = Places::new(sources);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        if let Some(path) = path(diagnostic, sources) {
            text.push_str(&one_line(path));
            if let Locus::Text(span) = diagnostic.locus
                && let Some((start, _)) = places.ends(span)
            {
                text.push_str(&format!(":{}:{}", start.line, start.column()));
            }
            if let Locus::Sheet(place) = &diagnostic.locus {
                text.push_str(&format!(": {}", one_line(&place.to_string())));
            }
            text.push_str(": ");
        }
        let severity = diagnostic.severity.word();
        text.push_str(&format!("{severity}[{}]: {}\n", diagnostic.code.name, sentence(diagnostic)));
    }
    text
}
