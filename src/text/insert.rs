//! Inserts in a text, as they are written: `{{count measures status=U}}`.
//!
//! [`pieces`] cuts a Markdown text into events and inserts, each with its place; code, links' addresses and
//! `\{{` are left alone. What an insert may say is `record::insert`'s matter, what it means `model`'s;
//! this file knows neither names nor figures.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A piece of a text, with the bytes it covers beside it.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece<'t> {
    /// Everything that is no insert.
    Event(Event<'t>),
    /// An insert between words; the text is what is written.
    Inline(&'t str),
    /// An insert on a line of its own at the top level of the text. It stands for a whole paragraph: there are no
    /// events for one around it.
    Line(&'t str),
}

/// The options that all texts are read with.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// The pieces of a text in their order.
pub fn pieces(text: &str) -> Vec<(Piece<'_>, Range<usize>)> {
    let events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(text, options()).into_offset_iter().collect();
    let plain = |(event, range)| (Piece::Event(event), range);
    if !text.contains("{{") {
        return events.into_iter().map(plain).collect();
    }
    let mut out: Vec<(Piece<'_>, Range<usize>)> = Vec::with_capacity(events.len() + 8);
    let (mut in_code, mut before) = (false, 0);
    let mut at = 0;
    while at < events.len() {
        match &events[at].0 {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if !in_code => {
                let end = run(text, &events, at);
                cut(text, &events[at..end], before, &mut out);
                before = events[end - 1].1.end;
                at = end;
                continue;
            }
            _ => {}
        }
        // The range of a start goes to its end, and what it holds comes after.
        let is_start = matches!(events[at].0, Event::Start(_));
        before = if is_start { events[at].1.start } else { events[at].1.end };
        out.push(plain(events[at].clone()));
        at += 1;
    }
    lines(out)
}

/// Where the text events end that stand for the source as it is, without a gap. A line may end within.
fn run(text: &str, events: &[(Event<'_>, Range<usize>)], start: usize) -> usize {
    let mut at = start;
    let mut end = events[start].1.start;
    while let Some((event, range)) = events.get(at) {
        let is_source = match event {
            Event::Text(shown) => text.get(range.clone()) == Some(shown.as_ref()),
            Event::SoftBreak => true,
            _ => false,
        };
        if !is_source || range.start != end {
            break;
        }
        end = range.end;
        at += 1;
    }
    at.max(start + 1)
}

/// Cuts the inserts out of a run of events. `before` is where the event before it ended.
fn cut<'t>(text: &'t str, run: &[(Event<'t>, Range<usize>)], before: usize, out: &mut Vec<(Piece<'t>, Range<usize>)>) {
    let (from, to) = (run[0].1.start, run[run.len() - 1].1.end);
    // A backslash that no event covers has escaped the first sign.
    let is_escaped = from > before && text.as_bytes()[from - 1] == b'\\';
    let mut at = from + usize::from(is_escaped && text[from..to].starts_with('{'));
    let mut done = from;
    // An entity such as `&amp;` shows something else than what is written, and stands in a run of its own.
    let is_other = run.len() == 1 && text.get(from..to) != Some(shown(&run[0].0));
    while !is_other && let Some(open) = text[at..to].find("{{") {
        let start = at + open;
        // Without an end the braces are an insert that somebody did not finish; it ends with its line.
        let line = text[start..to].find('\n').map_or(to, |n| start + n);
        let end = match text[start..to].find("}}") {
            Some(close) if !text[start + 2..start + close].contains("{{") => start + close + 2,
            _ => line,
        };
        between(run, done..start, out);
        out.push((Piece::Inline(&text[start..end]), start..end));
        (at, done) = (end, end);
    }
    between(run, done..to, out);
}

fn shown<'e>(event: &'e Event<'_>) -> &'e str {
    match event {
        Event::Text(shown) => shown,
        _ => "",
    }
}

/// The parts of a run's events within a range.
fn between<'t>(run: &[(Event<'t>, Range<usize>)], range: Range<usize>, out: &mut Vec<(Piece<'t>, Range<usize>)>) {
    for (event, own) in run {
        let (start, end) = (own.start.max(range.start), own.end.min(range.end));
        if own.start >= range.start && own.end <= range.end {
            out.push((Piece::Event(event.clone()), own.clone()));
        } else if start < end {
            let part = shown(event).get(start - own.start..end - own.start).unwrap_or_default();
            if !part.is_empty() {
                out.push((Piece::Event(Event::Text(CowStr::from(part.to_owned()))), start..end));
            }
        }
    }
}

/// Paragraphs at the top level that hold nothing but inserts, each on its line, become these lines.
fn lines<'t>(pieces: Vec<(Piece<'t>, Range<usize>)>) -> Vec<(Piece<'t>, Range<usize>)> {
    let mut out = Vec::with_capacity(pieces.len());
    let mut depth = 0;
    let mut at = 0;
    while at < pieces.len() {
        let (piece, range) = &pieces[at];
        match piece {
            Piece::Event(Event::Start(Tag::Paragraph)) if depth == 0 => {
                let is_end = |(piece, _): &(Piece<'_>, _)| *piece == Piece::Event(Event::End(TagEnd::Paragraph));
                let length = pieces[at..].iter().position(is_end).unwrap_or(0);
                let inside = &pieces[at + 1..(at + length).max(at + 1)];
                let alone = |(nth, (piece, _)): (usize, &(Piece<'_>, _))| match piece {
                    Piece::Inline(_) => nth % 2 == 0,
                    Piece::Event(Event::SoftBreak) => nth % 2 == 1,
                    _ => false,
                };
                if inside.len() % 2 == 1 && inside.iter().enumerate().all(alone) {
                    out.extend(inside.iter().filter_map(|(piece, range)| match piece {
                        Piece::Inline(written) => Some((Piece::Line(written), range.clone())),
                        _ => None,
                    }));
                    at += length + 1;
                    continue;
                }
                depth += 1;
            }
            Piece::Event(Event::Start(_)) => depth += 1,
            Piece::Event(Event::End(_)) => depth -= 1,
            _ => {}
        }
        out.push((piece.clone(), range.clone()));
        at += 1;
    }
    out
}

/// A text with its inserts replaced, for where only its words are wanted. `Line` pieces are offered too.
pub fn replaced(text: &str, mut by: impl FnMut(Range<usize>) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (piece, range) in pieces(text) {
        if let Piece::Inline(_) | Piece::Line(_) = piece
            && let Some(words) = by(range.clone())
        {
            out.push_str(text.get(done..range.start).unwrap_or_default());
            out.push_str(&words);
            done = range.end;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// A word of an insert with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'t> {
    /// What is written, without quotation marks.
    pub text: &'t str,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// An insert, read: a name, values by their place, values with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<'t> {
    /// What to insert.
    pub name: Word<'t>,
    /// Values in their order.
    pub values: Vec<Word<'t>>,
    /// Values with their keys.
    pub keyed: Vec<(Word<'t>, Word<'t>)>,
}

/// Why an insert cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It has no end in its line.
    NotClosed,
    /// There is nothing between the braces.
    Empty,
    /// A quotation mark has no partner, or a key has no value.
    NoValue,
}

/// Opening quotation marks and what closes them; word processors set them as they like.
const QUOTES: &[(char, &[char])] =
    &[('"', &['"']), ('„', &['“', '”']), ('“', &['”', '“']), ('”', &['”']), ('»', &['«']), ('«', &['»'])];

/// Reads an insert with its braces; `start` is the place of its first byte.
///
/// # Errors
/// Why it cannot be read.
pub fn read(written: &str, start: usize) -> Result<Written<'_>, Fault> {
    let inner = written.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).ok_or(Fault::NotClosed)?;
    let mut rest = Words { text: inner, at: 0, start: start + 2 };
    let name = rest.next_word(char::is_whitespace)?.ok_or(Fault::Empty)?;
    let mut read = Written { name, values: Vec::new(), keyed: Vec::new() };
    while let Some(word) = rest.next_word(|c| c.is_whitespace() || c == '=')? {
        if rest.eat('=') {
            if rest.is_at_space() {
                return Err(Fault::NoValue);
            }
            let value = rest.next_word(char::is_whitespace)?.ok_or(Fault::NoValue)?;
            read.keyed.push((word, value));
        } else {
            read.values.push(word);
        }
    }
    Ok(read)
}

struct Words<'t> {
    text: &'t str,
    at: usize,
    start: usize,
}

impl<'t> Words<'t> {
    fn eat(&mut self, sign: char) -> bool {
        let is_here = self.text[self.at..].starts_with(sign);
        self.at += if is_here { sign.len_utf8() } else { 0 };
        is_here
    }

    fn is_at_space(&self) -> bool {
        self.text[self.at..].starts_with(char::is_whitespace)
    }

    fn next_word(&mut self, ends: impl Fn(char) -> bool) -> Result<Option<Word<'t>>, Fault> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        let rest = &self.text[self.at..];
        let Some(first) = rest.chars().next() else {
            return Ok(None);
        };
        let word =
            |from: usize, to: usize| Word { text: &self.text[from..to], range: self.start + from..self.start + to };
        if let Some((_, closing)) = QUOTES.iter().find(|(open, _)| *open == first) {
            let from = self.at + first.len_utf8();
            let length = self.text[from..].find(*closing).ok_or(Fault::NoValue)?;
            let found = word(from, from + length);
            self.at = from + length + self.text[from + length..].chars().next().map_or(0, char::len_utf8);
            return Ok(Some(found));
        }
        let length = rest.find(ends).unwrap_or(rest.len());
        if length == 0 {
            return Err(Fault::NoValue);
        }
        let found = word(self.at, self.at + length);
        self.at += length;
        Ok(Some(found))
    }
}

#[cfg(test)]
mod tests;
