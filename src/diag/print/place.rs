//! Lines and columns of places, as editors count them.
//!
//! Line ends may be LF or CRLF, a byte order mark counts for nothing, and a place inside a
//! character or beyond the end of the file moves back to where an editor can go.

use crate::source::{SourceId, SourceTree, Span};
use std::collections::BTreeMap;

/// A place between two characters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    /// Its line, from 1.
    pub(super) line: usize,
    /// The column in characters, from 1.
    pub(super) column: usize,
    /// The column in UTF-16 code units, from 1.
    pub(super) utf16_column: usize,
}

impl Point {
    /// The place behind a further part of the same line.
    fn after(self, part: &str) -> Point {
        // One unit for each character, and a second one for those of four bytes.
        let characters = part.chars().count();
        let pairs = part.bytes().filter(|b| *b >= 0xf0).count();
        Point { column: self.column + characters, utf16_column: self.utf16_column + characters + pairs, ..self }
    }
}

/// Some whole lines of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lines<'a> {
    /// The number of the first one, from 1.
    pub(super) first: usize,
    /// Their text without a byte order mark and without the last line end.
    pub(super) text: &'a str,
    /// Where the text starts in the file, in bytes.
    pub(super) start: usize,
}

/// Finds places in the texts of a tree, and looks through each text only once.
pub(super) struct Places<'a> {
    sources: &'a SourceTree,
    starts: BTreeMap<SourceId, Vec<usize>>,
    /// The last start of a span. Problems come in order, and of a line with thousands each would count all before it.
    last: Option<(SourceId, usize, Point)>,
}

impl<'a> Places<'a> {
    /// For the places of this tree.
    pub(super) fn new(sources: &'a SourceTree) -> Self {
        Places { sources, starts: BTreeMap::new(), last: None }
    }

    /// Both ends of a span, or nothing if its file is no text.
    pub(super) fn ends(&mut self, span: Span) -> Option<(Point, Point)> {
        let from = self.last.filter(|(source, ..)| *source == span.source).map(|(_, offset, point)| (offset, point));
        let start = self.point(span.source, span.range().start, from)?;
        self.last = Some((span.source, start.0, start.1));
        let end = self.point(span.source, span.range().end, Some(start))?;
        Some((start.1, end.1))
    }

    /// The place at a byte, and that byte; `from` is one before it, perhaps in the same line.
    fn point(&mut self, source: SourceId, offset: usize, from: Option<(usize, Point)>) -> Option<(usize, Point)> {
        let text = self.sources.file(source).text()?;
        let offset = self.settle(source, offset)?;
        let starts = self.starts(source)?;
        let index = starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let line = (starts[index], Point { line: index + 1, column: 1, utf16_column: 1 });
        let from = from.filter(|(before, point)| point.line == index + 1 && *before <= offset);
        let (before, point) = from.unwrap_or(line);
        Some((offset, point.after(&text[before..offset])))
    }

    /// The bytes that a mark under the text covers: the part of the span in its first line, which
    /// says where to look; the rest would only push the message off the screen.
    pub(super) fn mark(&mut self, span: Span) -> Option<std::ops::Range<usize>> {
        let text = self.sources.file(span.source).text()?;
        let start = self.settle(span.source, span.range().start)?;
        let end = self.settle(span.source, span.range().end)?.max(start);
        let covered = &text[start..end];
        let line = covered.find('\n').map_or(covered, |at| without_end(&covered[..at]));
        Some(start..start + line.len())
    }

    /// The whole lines that a byte range touches.
    pub(super) fn lines(&mut self, source: SourceId, range: std::ops::Range<usize>) -> Option<Lines<'a>> {
        let text = self.sources.file(source).text()?;
        let starts = self.starts(source)?;
        let index = starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let start = starts[index];
        let lines = match text[range.end..].find('\n') {
            Some(at) => without_end(&text[start..range.end + at]),
            None => &text[start..],
        };
        Some(Lines { first: index + 1, text: lines, start })
    }

    /// The nearest byte at or before `offset` where an editor can put its cursor.
    fn settle(&mut self, source: SourceId, offset: usize) -> Option<usize> {
        let text = self.sources.file(source).text()?;
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        if text[offset..].starts_with('\n') && text[..offset].ends_with('\r') {
            offset -= 1;
        }
        Some(offset.max(self.starts(source)?[0]))
    }

    /// Where each line starts; never empty.
    fn starts(&mut self, source: SourceId) -> Option<&[usize]> {
        let text = self.sources.file(source).text()?;
        Some(self.starts.entry(source).or_insert_with(|| {
            let first = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
            std::iter::once(first).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        }))
    }
}

/// A line that ended with a line feed, without the carriage return before it.
fn without_end(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}
