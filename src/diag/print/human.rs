//! Problems for people: the line in question, a caret under it, the help, and a count at the end.
//!
//! The drawing is that of rustc. It shows only lines that have a mark, so that a problem stays on
//! one screen however long the file is. Of thousands of problems the later ones have one line each.

use super::super::{Diagnostic, Diagnostics, Locus, Severity};
use super::place::Places;
use super::words::{one_line, safe};
use super::{Colour, short, summary};
use crate::source::{SourceId, SourceTree, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// Columns for the text of a file; longer lines are cut around the mark.
const WIDTH: usize = 100;

/// Problems that are drawn; nobody reads more.
const DRAWN: usize = 1000;

/// Bytes of the lines that are drawn: all of a line is gone through, however little of it is shown.
const ROOM: usize = 16_000_000;

/// The longest mark: under a longer one the line would be wider than the screen.
const LONGEST_MARK: usize = 60;

pub(super) fn draw(diagnostics: &Diagnostics, sources: &SourceTree, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Styled => Renderer::styled(),
    };
    let renderer = renderer.term_width(WIDTH);
    let mut places = Places::new(sources);
    let mut text = String::new();
    let (mut room, mut rest) = (ROOM, diagnostics.iter().enumerate().peekable());
    while let Some((_, diagnostic)) = rest.next_if(|(nth, _)| *nth < DRAWN && room > 0) {
        room = room.saturating_sub(width(diagnostic, &mut places));
        let drawn = renderer.render(&[group(diagnostic, sources, &mut places)]);
        // Without an excerpt there are no line numbers, and the rest would start one column earlier.
        let indent = if has_excerpt(diagnostic, sources) { "" } else { " " };
        for (nth, line) in drawn.lines().enumerate() {
            text.push_str(if nth == 0 { "" } else { indent });
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.push('\n');
    }
    if rest.peek().is_some() {
        rest.for_each(|(_, diagnostic)| text.push_str(&short::line(diagnostic, sources, &mut places)));
        text.push('\n');
    }
    text.push_str(&summary(diagnostics));
    text.push('\n');
    if let Some(first) = diagnostics.iter().next() {
        text.push_str(&format!("more about a problem: sachstand explain {}\n", first.code.name));
    }
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceTree, places: &mut Places<'a>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(safe(&diagnostic.message)).id(diagnostic.code.name));
    let mut marks = Vec::new();
    match &diagnostic.locus {
        Locus::Text(span) => {
            marks.push(Mark { span: *span, words: diagnostic.label.as_deref(), kind: AnnotationKind::Primary });
        }
        Locus::Path(path) => group = group.element(Origin::path(safe(path))),
        Locus::Sheet(place) => {
            group = group.element(Origin::path(format!("{}: {}", safe(&place.file), one_line(&place.to_string()))));
        }
        Locus::Site => {}
    }
    for (span, words) in &diagnostic.related {
        marks.push(Mark { span: *span, words: Some(words), kind: AnnotationKind::Context });
    }
    group = excerpts(group, &marks, sources, places);
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(safe(help))),
        None => group,
    }
}

/// Bytes of the lines that an excerpt shows parts of.
fn width(diagnostic: &Diagnostic, places: &mut Places<'_>) -> usize {
    let own = if let Locus::Text(span) = diagnostic.locus { Some(span) } else { None };
    let spans = own.into_iter().chain(diagnostic.related.iter().map(|(span, _)| *span));
    let mut line = |span: Span| places.mark(span).and_then(|mark| places.lines(span.source, mark));
    spans.filter_map(|span| Some(line(span)?.text.len())).sum()
}

fn has_excerpt(diagnostic: &Diagnostic, sources: &SourceTree) -> bool {
    let own = match diagnostic.locus {
        Locus::Text(span) => Some(span),
        Locus::Path(_) | Locus::Sheet(_) | Locus::Site => None,
    };
    (diagnostic.related.iter().map(|(span, _)| *span)).chain(own).any(|span| sources.file(span.source).text().is_some())
}

struct Mark<'a> {
    span: Span,
    words: Option<&'a str>,
    kind: AnnotationKind,
}

/// One excerpt for each file, in the order in which the files are first named.
fn excerpts<'a>(
    mut group: Group<'a>,
    marks: &[Mark<'_>],
    sources: &'a SourceTree,
    places: &mut Places<'a>,
) -> Group<'a> {
    let mut files: Vec<SourceId> = Vec::new();
    for mark in marks {
        if !files.contains(&mark.span.source) {
            files.push(mark.span.source);
        }
    }
    for source in files {
        let path = safe(&sources.file(source).path);
        let here: Vec<(&Mark<'_>, Range<usize>)> = (marks.iter())
            .filter(|mark| mark.span.source == source)
            .filter_map(|mark| Some((mark, places.mark(mark.span)?)))
            .collect();
        let start = here.iter().map(|(_, range)| range.start).min();
        let end = here.iter().map(|(_, range)| range.end).max();
        let lines = match (start, end) {
            (Some(start), Some(end)) => places.lines(source, start..end),
            _ => None,
        };
        let Some(lines) = lines else {
            group = group.element(Origin::path(path));
            continue;
        };
        let shown = printable(lines.text);
        let annotations: Vec<Annotation<'a>> = here
            .into_iter()
            .map(|(mark, range)| {
                let range = range.start - lines.start..range.end - lines.start;
                mark.kind.span(shortened(&shown, range)).label(mark.words.map(safe))
            })
            .collect();
        group = group.element(Snippet::source(shown).line_start(lines.first).path(path).annotations(annotations));
    }
    group
}

/// At most [`LONGEST_MARK`] characters of a range.
fn shortened(text: &str, range: Range<usize>) -> Range<usize> {
    let length = text[range.clone()].char_indices().nth(LONGEST_MARK).map_or(range.len(), |(at, _)| at);
    range.start..range.start + length
}

/// Replaces the control characters that the drawing lets through, each by one of the same length,
/// and ends an empty last line, which the drawing would not see.
fn printable(text: &str) -> String {
    let mut shown: String = text.chars().map(|c| if matches!(c, '\u{80}'..='\u{9f}') { '¿' } else { c }).collect();
    if shown.ends_with('\n') {
        shown.push('\n');
    }
    shown
}
