//! Problems for editors: `path:line:column: severity[code]: message (help: …)`, one on each line.

use super::super::{Diagnostic, Diagnostics, Locus};
use super::Colour;
use super::place::Places;
use super::words::{one_line, path, sentence};
use crate::source::SourceTree;

pub(super) fn draw(diagnostics: &Diagnostics, sources: &SourceTree, _: Colour) -> String {
    let mut places = Places::new(sources);
    diagnostics.iter().map(|diagnostic| line(diagnostic, sources, &mut places)).collect()
}

/// The line of one problem.
pub(super) fn line<'s>(diagnostic: &Diagnostic, sources: &'s SourceTree, places: &mut Places<'s>) -> String {
    let mut text = String::new();
    if let Some(path) = path(diagnostic, sources) {
        text.push_str(&one_line(path));
        if let Locus::Text(span) = diagnostic.locus
            && let Some((start, _)) = places.ends(span)
        {
            text.push_str(&format!(":{}:{}", start.line, start.column));
        }
        if let Locus::Sheet(place) = &diagnostic.locus {
            text.push_str(&format!(": {}", one_line(&place.to_string())));
        }
        text.push_str(": ");
    }
    let severity = diagnostic.severity.word();
    text.push_str(&format!("{severity}[{}]: {}\n", diagnostic.code.name, sentence(diagnostic)));
    text
}
