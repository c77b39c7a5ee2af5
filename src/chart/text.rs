//! Texts in a drawing: how wide they run, where they break, and what of them must be escaped.
//!
//! Widths are estimates from a table of character classes, those of the widest system font in common use (DejaVu Sans),
//! because the reader's font is unknown and a label must not run out of the drawing in any. No font is read and nothing is
//! hyphenated: a word that is too long is cut where the room ends.

/// The type size of every label, in units of the canvas.
pub(super) const SIZE: f64 = 18.0;
/// The distance of two lines of one label, in units.
pub(super) const LINE: f64 = 21.0;

/// The estimated width of `text` in units.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(advance).sum::<f64>() * SIZE
}

/// The estimated width of `text` in the bolder type of totals.
pub(super) fn bold_width(text: &str) -> f64 {
    width(text) * 1.12
}

fn advance(c: char) -> f64 {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{300}'..='\u{36f}' => 0.0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.32,
        ' ' | '\u{a0}' | '\u{202f}' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.4,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '–' | '—' | '…' => 0.95,
        'A'..='Z' | 'Ä' | 'Ö' | 'Ü' | '&' | 'ẞ' => 0.73,
        _ if c <= '\u{24f}' => 0.63,
        _ => 1.0,
    }
}

/// `text` on at most `lines` lines no wider than `room`, joined by line feeds. Breaks at spaces, after hyphens, slashes
/// and the dots of dates; cuts a word that is wider than a line; ends in `…` what does not fit.
pub(super) fn wrap(text: &str, room: f64, lines: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if width(&text) <= room {
        return text;
    }
    let mut out = String::new();
    let mut rest = text.as_str();
    for line in 1..=lines {
        if width(rest) <= room {
            out.push_str(rest);
            return out;
        }
        if line == lines {
            let (head, _) = rest.split_at(cut(rest, room - width("…")));
            out.push_str(head.trim_end());
            out.push('…');
            return out;
        }
        let (head, tail) = rest.split_at(break_before(rest, room));
        out.push_str(head.trim_end());
        out.push('\n');
        rest = tail.trim_start();
    }
    out
}

/// The last place in `text` where a line of at most `room` may end.
fn break_before(text: &str, room: f64) -> usize {
    let fits = cut(text, room);
    if text[fits..].starts_with(' ') {
        return fits;
    }
    text[..fits]
        .char_indices()
        .rev()
        .find(|(_, c)| matches!(c, ' ' | '-' | '/' | '.'))
        .map_or(fits, |(at, c)| at + c.len_utf8())
}

/// How many bytes of `text` fit into `room`; at least one character, so that wrapping always moves on.
fn cut(text: &str, room: f64) -> usize {
    let mut used = 0.0;
    for (at, c) in text.char_indices() {
        used += advance(c) * SIZE;
        if used > room && at > 0 {
            return at;
        }
    }
    text.len()
}

/// Appends `text` so that it can stand in element content and in quoted attributes. Characters that XML does not allow
/// become U+FFFD.
pub(super) fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
}

/// `id` reduced to what can stand in an id, in `url(#…)` and in a list of ids alike.
pub(super) fn safe_id(id: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }
    };
    let mut safe = if id.starts_with(|c: char| c.is_ascii_alphabetic()) { String::new() } else { "chart-".to_owned() };
    safe.extend(id.chars().map(plain));
    safe
}
