//! Takes a Markdown record apart into its TOML front matter and its text.

use crate::diag::{Diagnostics, codes};
use crate::source::{SourceId, Span, turns_direction};
use serde_spanned::Spanned;
use std::ops::Range;
use toml::de::DeTable;

/// Byte ranges of the two parts of a record.
pub(super) struct Parts {
    pub(super) toml: Range<usize>,
    pub(super) body: Range<usize>,
}

/// The parts of a text that starts with a line `+++`; line ends may be LF or CRLF, a byte order mark may lead.
pub(super) fn split(id: SourceId, text: &str, diags: &mut Diagnostics) -> Option<Parts> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = lines(text, start);
    let fence = |range: &Range<usize>| text[range.clone()].trim_end() == "+++";
    let first = lines.next().unwrap_or(start..start);
    if !fence(&first) {
        diags.push(codes::missing_front_matter(Span::new(id, first.start..first.start + text[first].trim_end().len())));
        return None;
    }
    let toml_start = first.end;
    for line in lines {
        if fence(&line) {
            if let Some((at, c)) = control(&text[line.end..]) {
                let at = line.end + at;
                diags.push(codes::control_character(Span::new(id, at..at + c.len_utf8()), c));
            }
            return Some(Parts { toml: toml_start..line.start, body: line.end..text.len() });
        }
    }
    diags.push(codes::unclosed_front_matter(Span::new(id, first.start..first.start + 3)));
    None
}

/// The first character that is no part of any text, with its place: all controls but tabs and line ends, the two that XML
/// forbids, and those that turn the direction of what stands behind them.
pub(super) fn control(text: &str) -> Option<(usize, char)> {
    // This byte begins them, and quotes and dashes; it is never any other one of a character.
    let some = memchr::memchr_iter(0xe2, text.as_bytes()).filter_map(|at| Some((at, text[at..].chars().next()?)));
    unseen(text).into_iter().chain(some.filter(|(_, c)| turns_direction(*c)).take(1)).min()
}

fn unseen(text: &str) -> Option<(usize, char)> {
    // Nearly every text passes here, many bytes at a time; 0xc2 and 0xef begin the others that are meant.
    let is_plain = |b: u8| (b >= b' ' || matches!(b, b'\t' | b'\n' | b'\r')) && !matches!(b, 0x7f | 0xc2 | 0xef);
    if text.as_bytes().chunks(64).all(|bytes| bytes.iter().fold(true, |all, b| all & is_plain(*b))) {
        return None;
    }
    let is_wrong = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.char_indices().find(|(_, c)| is_wrong(*c))
}

fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = start;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |i| at + i + 1);
        let line = at..end;
        at = end;
        Some(line)
    })
}

/// The TOML of a part of a text and whether it has syntax errors, all of which are reported.
pub(super) fn document<'t>(
    id: SourceId,
    text: &'t str,
    range: Range<usize>,
    diags: &mut Diagnostics,
) -> (Spanned<DeTable<'t>>, bool) {
    let offset = range.start;
    let part = &text[range];
    let (table, errors) = DeTable::parse_recoverable(part);
    let broken = !errors.is_empty();
    report(id, offset, part, errors, diags);
    (table, broken)
}

fn report(id: SourceId, offset: usize, part: &str, errors: Vec<toml::de::Error>, diags: &mut Diagnostics) {
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        // An error at the very end would point behind the last line; where something is missing the
        // place right behind the last character is the better one, otherwise that character itself.
        let end = part.trim_end().len();
        let range = match range {
            range if range.start < end => range,
            range if range.is_empty() => end..end,
            _ => end.saturating_sub(1)..end,
        };
        diags.push(codes::toml_syntax(Span::new(id, offset + range.start..offset + range.end), error.message()));
    }
}
