//! A text with inserts: HTML and, between it, what stands on lines of its own.
//!
//! What an insert shows is the caller's; here it only finds its place. Words that it shows become text, never markup.

use super::{Place, Writer};
use crate::diag::Diagnostics;
use crate::source::Span;
use crate::text::insert::{Piece, pieces};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// What an insert becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filled<T> {
    /// Words in a sentence.
    Text(String),
    /// Something that stands between paragraphs.
    Block(T),
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<T> {
    /// Finished markup: whole paragraphs, lists, tables, headings.
    Html(String),
    /// What an insert became, with the level that a heading in it has.
    Block(T, u8),
}

/// A text in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts<T> {
    /// In their order.
    pub parts: Vec<Part<T>>,
    /// Ids and texts of its highest headings.
    pub headings: Vec<(String, String)>,
}

/// The parts of a text; `fill` gets the place of each insert. An insert that it does not fill, and a block between
/// words, stay as they are written: what is wrong with them was reported.
pub fn parts<T>(
    text: &str,
    span: Span,
    place: Place<'_>,
    diags: &mut Diagnostics,
    mut fill: impl FnMut(Span) -> Option<Filled<T>>,
) -> Parts<T> {
    let start = span.start as usize;
    let mut events = Vec::new();
    let mut blocks = Vec::new();
    for (piece, range) in pieces(text) {
        let mut filled = || fill(Span::new(span.source, start + range.start..start + range.end));
        match piece {
            Piece::Event(event) => events.push((event, range)),
            Piece::Inline(written) => {
                let words = match filled() {
                    Some(Filled::Text(words)) => CowStr::from(words),
                    _ => CowStr::from(written),
                };
                events.push((Event::Text(words), range));
            }
            Piece::Line(written) => {
                let words = match filled() {
                    Some(Filled::Block(block)) => {
                        blocks.push((events.len(), block));
                        continue;
                    }
                    Some(Filled::Text(words)) => CowStr::from(words),
                    None => CowStr::from(written),
                };
                events.push((Event::Start(Tag::Paragraph), range.clone()));
                events.push((Event::Text(words), range.clone()));
                events.push((Event::End(TagEnd::Paragraph), range));
            }
        }
    }
    let mut writer = Writer::new(&events, span, place, diags);
    let mut parts = Vec::new();
    let html = |writer: &mut Writer<'_, '_>, parts: &mut Vec<Part<T>>| {
        let html = writer.written();
        if !html.is_empty() {
            parts.push(Part::Html(html));
        }
    };
    let mut blocks = blocks.into_iter().peekable();
    let mut at = 0;
    loop {
        while let Some((_, block)) = blocks.next_if(|(before, _)| *before <= at) {
            html(&mut writer, &mut parts);
            parts.push(Part::Block(block, (writer.last + 1).min(6)));
        }
        if at >= events.len() {
            break;
        }
        at = writer.event(&events, at);
    }
    html(&mut writer, &mut parts);
    Parts { parts, headings: writer.headings }
}
