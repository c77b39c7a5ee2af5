//! Texts of cells as they are kept in a record, and values as people read them.

use super::returned::clean;
use crate::record::field::Written;
use crate::text::catalog::Catalog;
use crate::value::{Date, Period, Schedule};
use std::fmt::Display;

/// A value as it is written in a record.
pub(super) fn value(value: &Written) -> String {
    match value {
        Written::Number(number) => number.to_string(),
        Written::Code(code) => code.clone(),
    }
}

/// A text of the catalogue with values that were made before.
pub(super) fn fill(words: &Catalog, key: &str, values: &[(&str, String)]) -> String {
    words.fill(key, &shown(values))
}

/// Values as the catalogue takes them.
pub(super) fn shown<'v>(values: &'v [(&'v str, String)]) -> Vec<(&'v str, &'v dyn Display)> {
    values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect()
}

/// The paragraphs of a text in one line.
pub(super) fn one_line(text: &str) -> String {
    text.replace("\n\n", " ")
}

/// A text with its lines as paragraphs, without spaces that nobody sees.
pub(super) fn paragraphs(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(clean).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n\n")
}

/// A schedule as people write it: `2026`, `2026-H2`, `2. Halbjahr 2026`, `2025-2027`, `09/2026`.
pub(super) fn schedule(text: &str) -> Option<Schedule> {
    let text = clean(text);
    if let Some(schedule) = Schedule::parse(&text) {
        return Some(schedule);
    }
    if let Some(one) = period(&text) {
        return Some(Schedule { from: one, to: one });
    }
    let (from, to) = text.split_once(" bis ").or_else(|| text.split_once(['-', '–', '/']))?;
    let (from, to) = (period(from.trim())?, period(to.trim())?);
    (from.first <= to.last).then_some(Schedule { from, to })
}

fn period(text: &str) -> Option<Period> {
    if let Some(period) = Period::parse(text) {
        return Some(period);
    }
    let words: Vec<&str> = text.split(' ').collect();
    match words.as_slice() {
        ["Ende" | "ende" | "end", year] | ["end", "of", year] => Period::parse(year).filter(|_| year.len() == 4),
        [number, word, year] if year.len() == 4 => {
            let number = number.trim_end_matches('.');
            let letter = match word.to_lowercase().as_str() {
                "halbjahr" | "hj" | "hj." | "half" => 'H',
                "quartal" | "q" | "q." | "quarter" => 'Q',
                _ => return None,
            };
            Period::parse(&format!("{year}-{letter}{number}"))
        }
        [one] => {
            let parts: Vec<&str> = one.split(['.', '/']).collect();
            match parts.as_slice() {
                [month, year] if year.len() == 4 => Period::parse(&format!("{year}-{month:0>2}")),
                [day, month, year] if year.len() == 4 => {
                    let date = Date::parse(&format!("{year}-{month:0>2}-{day:0>2}"))?;
                    Period::parse(&date.to_string())
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// A text as Markdown that shows exactly this text.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let mut before = None;
        let mut rest = line.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let after = rest.peek().map(|(_, c)| *c);
            let is_first = at == 0;
            let needs = match c {
                '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' => true,
                '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
                '&' => after.is_some_and(|c| c == '#' || c.is_ascii_alphabetic()),
                '#' | '+' | '-' | '=' | '>' | ':' => is_first,
                '.' | ')' => digits > 0 && at == digits,
                _ => false,
            };
            if needs {
                out.push('\\');
            }
            out.push(c);
            before = Some(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markdown::summary;

    #[test]
    fn markdown_shows_the_text_as_it_is() {
        let texts = [
            "*wichtig* und _so_ und a_b",
            "# kein Titel",
            "- kein Punkt",
            "1. keine Liste",
            "<b>&amp;</b> & mehr",
            "[x](http://y) ![z](w)",
            "a \\ b ~~c~~ `d`",
            "=HYPERLINK(\"x\")",
            "> 5 | 6",
            "12) eins",
            "+++",
        ];
        for text in texts {
            assert_eq!(summary(&markdown(text), 1000).as_deref(), Some(text), "{}", markdown(text));
        }
        assert_eq!(markdown("Seit 3. Mai läuft Stufe 2 (von 4)."), "Seit 3. Mai läuft Stufe 2 (von 4).");
        assert_eq!(markdown(&paragraphs(" a\r\n\r\n\u{a0}b ")), "a\n\nb");
    }

    #[test]
    fn schedules_as_offices_write_them() {
        let cases = [
            ("2026", "2026"),
            ("2026-H2", "2026-H2"),
            ("2. Halbjahr 2026", "2026-H2"),
            ("2. HJ 2020", "2020-H2"),
            ("3. Quartal 2026", "2026-Q3"),
            ("Ende 2022", "2022"),
            ("2010 - 2012", "2010/2012"),
            ("2010-2012", "2010/2012"),
            ("9/2026", "2026-09"),
            ("30.09.2026", "2026-09-30"),
            ("2025 bis 2027", "2025/2027"),
        ];
        for (text, expected) in cases {
            assert_eq!(schedule(text).map(|s| s.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "bald", "2012-2010", "31.02.2026", "13/2026"] {
            assert_eq!(schedule(text), None, "{text}");
        }
    }
}
