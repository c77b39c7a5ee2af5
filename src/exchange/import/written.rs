//! What people type into cells, read as it was meant: spaces, dashes for nothing, dates, schedules, numbers.
//!
//! Only whether a text can be read is decided here, not whether its value fits a register.

use crate::text::slug::slug;
use crate::value::{Date, Period, Precision, Schedule};

/// A name for comparing: letters and digits only, without case, umlauts and breaks inside words.
pub(super) fn norm(text: &str) -> String {
    slug(text).replace('-', "")
}

/// A number for comparing: no spaces and no leading zeros, but its points. `MP 017` and `mp17` are one.
pub(super) fn norm_number(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut zeros = 0;
    for c in text.chars().filter(|c| !is_space(*c) && *c != '-').flat_map(char::to_lowercase) {
        let in_number = out.ends_with(|c: char| c.is_ascii_digit());
        if c == '0' && !in_number {
            zeros += 1;
            continue;
        }
        if zeros > 0 && !c.is_ascii_digit() {
            out.push('0');
        }
        zeros = 0;
        out.push(c);
    }
    if zeros > 0 {
        out.push('0');
    }
    out
}

/// Spaces of all sorts, and what is invisible.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}')
}

/// A text on one line: one space between words, none around, and without the guard that an Excel
/// variant of CSV puts before what could be a formula.
pub(super) fn clean(text: &str) -> String {
    let text = unguarded(text);
    let shown: String =
        text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')).collect();
    shown.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The same for a text of several lines.
pub(super) fn clean_lines(text: &str) -> String {
    let text = unguarded(text).replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{2028}'], "\n");
    let lines: Vec<String> = text.split('\n').map(clean).collect();
    let mut out = String::new();
    for line in lines {
        if !(line.is_empty() && (out.is_empty() || out.ends_with("\n\n"))) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => text,
    }
}

/// Whether a text, on one line, says that there is nothing.
pub(super) fn is_none(text: &str) -> bool {
    let small = text.to_lowercase();
    let within = |open, close| small.trim().strip_prefix(open)?.strip_suffix(close);
    let word = within('(', ')').or_else(|| within('[', ']')).unwrap_or(&small).trim();
    // Brackets without a word, or only one of a pair, say something, though nobody knows what.
    small.trim().is_empty() || matches!(word, "-" | "–" | "—" | "leer" | "empty" | "k.a." | "k. a." | "n/a" | "n. a.")
}

const MONTHS: [[&str; 2]; 12] = [
    ["jan", "jan"],
    ["feb", "feb"],
    ["mar", "maer"],
    ["apr", "apr"],
    ["mai", "may"],
    ["jun", "jun"],
    ["jul", "jul"],
    ["aug", "aug"],
    ["sep", "sep"],
    ["okt", "oct"],
    ["nov", "nov"],
    ["dez", "dec"],
];

fn month(word: &str) -> Option<u32> {
    let word = norm(word);
    let at = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    (word.len() <= 9).then_some(at as u32 + 1)
}

fn year(word: &str) -> Option<i32> {
    let is_year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|year| is_year && (1900..=2199).contains(year))
}

/// A day or month in digits: `2023-09-30`, `30.09.2023`, `9/2023`, `2023-09`.
pub(super) fn digits(word: &str) -> Option<Period> {
    if let Some(period) = Period::parse(word).filter(|p| matches!(p.precision, Precision::Day | Precision::Month)) {
        return Some(period);
    }
    let parts: Vec<&str> = word.trim_end_matches('.').split(['.', '/']).collect();
    let number = |part: &str| (part.len() <= 2).then(|| part.parse::<u32>().ok())?;
    match parts.as_slice() {
        [day, month, y] => {
            let date = Date::new(year(y)?, number(month)?, number(day)?)?;
            Some(Period { first: date, last: date, precision: Precision::Day })
        }
        [month, y] => Period::parse(&format!("{:04}-{:02}", year(y)?, number(month)?)),
        _ => None,
    }
}

/// A day or month somewhere in a header, and the words around it.
pub(super) fn dated(header: &str) -> Option<(Period, String)> {
    let words: Vec<&str> = header.split(|c: char| is_space(c) || matches!(c, '(' | ')' | ':' | ';' | ',')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    for at in 0..words.len() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let named = || Period::parse(&format!("{:04}-{:02}", year(next)?, month(words[at])?));
        let joined = || words[at].ends_with(['.', '/']).then(|| digits(&format!("{}{next}", words[at])))?;
        let found = digits(words[at]).map(|p| (p, 1)).or_else(|| named().or_else(joined).map(|p| (p, 2)));
        if let Some((period, length)) = found {
            let rest: Vec<&str> = words[..at].iter().chain(&words[at + length..]).copied().collect();
            return Some((period, rest.join(" ")));
        }
    }
    None
}

/// A schedule as people write it.
pub(in crate::exchange) fn schedule(text: &str) -> Option<Schedule> {
    if let Some(schedule) = Schedule::parse(text) {
        return Some(schedule);
    }
    let text = text.replace(['–', '—', '‐', '−'], "-");
    let small = text.to_lowercase();
    let span = |from: &str, to: &str| {
        let (from, to) = (moment(from)?, moment(to)?);
        (from.first <= to.last).then_some(Schedule { from, to })
    };
    if let Some(only) = moment(&text) {
        return Some(Schedule { from: only, to: only });
    }
    if let Some((from, to)) = small.split_once(" bis ").or_else(|| small.split_once(" to ")) {
        return span(from, to);
    }
    // Of several dashes the one in the middle parts two equal halves: `2023-09 - 2024-01`.
    let cuts: Vec<usize> = text.match_indices(['-', '/']).map(|(at, _)| at).collect();
    cuts.iter().find_map(|at| {
        let (from, to) = (text[..*at].trim(), text[at + 1..].trim());
        // `2023/24`
        let short = (to.len() == 2 && year(from).is_some() && text[*at..].starts_with('/'))
            .then(|| format!("{}{to}", &from[..2]));
        span(from, short.as_deref().unwrap_or(to))
    })
}

fn moment(text: &str) -> Option<Period> {
    let text = text.trim();
    if let Some(period) = Period::parse(text).or_else(|| digits(text)) {
        return Some(period);
    }
    let words: Vec<&str> = text.split([' ', '/']).filter(|word| !word.is_empty()).collect();
    let (last, first) = words.split_last()?;
    let y = match year(last) {
        Some(y) => y,
        // `2020 Q3`
        None => return moment_of(&words[1..], year(words[0])?),
    };
    moment_of(first, y)
}

/// The part of a year that words such as `2. HJ`, `Ende`, `III. Quartal` or `September` mean.
fn moment_of(words: &[&str], year: i32) -> Option<Period> {
    let joined = norm(&words.join(" "));
    let part = |name: &str| Period::parse(&format!("{year:04}-{name}"));
    let numbered = |names: &[&str]| {
        let number = names.iter().find_map(|name| joined.strip_suffix(name).or_else(|| joined.strip_prefix(name)))?;
        match number {
            "1" | "i" => Some(1),
            "2" | "ii" => Some(2),
            "3" | "iii" => Some(3),
            "4" | "iv" => Some(4),
            _ => None,
        }
    };
    if let Some(half) = numbered(&["halbjahr", "hj", "half", "h"]) {
        return part(&format!("H{half}"));
    }
    if let Some(quarter) = numbered(&["quartal", "quarter", "qu", "q"]) {
        return part(&format!("Q{quarter}"));
    }
    match joined.as_str() {
        "ende" | "end" | "endof" | "jahresende" => part("Q4"),
        "anfang" | "beginning" | "beginningof" | "start" | "startof" => part("Q1"),
        "fruehjahr" | "spring" => part("Q2"),
        "herbst" | "autumn" => part("Q4"),
        "jahr" | "year" => Period::parse(&format!("{year:04}")),
        _ => words.first().filter(|_| words.len() == 1).and_then(|w| month(w)).and_then(|m| part(&format!("{m:02}"))),
    }
}

/// A number with a point or comma before its decimals, as TOML writes it.
pub(super) fn decimal(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|c| !is_space(*c) && *c != '€').collect();
    let bare = bare.trim_end_matches("EUR").trim_end_matches(",-").trim_end_matches(",--").to_owned();
    let (points, commas) = (bare.matches('.').count(), bare.matches(',').count());
    let dotted = match (points, commas) {
        (0, 0) => bare,
        (_, 1) if bare.rfind(',') > bare.rfind('.') => bare.replace('.', "").replace(',', "."),
        (1, _) if commas > 0 && bare.rfind('.') > bare.rfind(',') => bare.replace(',', ""),
        // `12.500` is twelve thousand five hundred in German offices, `12.5` and `12.50` are decimals.
        (1, 0) if bare.split('.').next_back().is_some_and(|end| end.len() == 3) && !bare.starts_with("0.") => {
            bare.replace('.', "")
        }
        (1, 0) => bare,
        (_, 0) => bare.replace('.', ""),
        _ => return None,
    };
    let digits = dotted.strip_prefix(['-', '+']).unwrap_or(&dotted);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.len() < 16 && part.bytes().all(|b| b.is_ascii_digit());
    (all_digits(whole) && all_digits(rest)).then(|| dotted.trim_start_matches('+').to_owned())
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says by a panic that it failed")]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_compare_without_their_layout() {
        assert_eq!(norm("Geschäfts-\nkreis"), norm("Geschäftskreis "));
        assert_eq!(norm("Projekt\u{ad}fortschritt"), "projektfortschritt");
        for same in ["MP 017", "mp17", "MP\u{a0}17", "MP-017"] {
            assert_eq!(norm_number(same), "mp17");
        }
        assert_eq!(
            (norm_number("0.1"), norm_number("1.10"), norm_number("MP 0")),
            ("0.1".into(), "1.10".into(), "mp0".into())
        );
        assert_eq!(clean("  a\u{a0}\u{a0}b\r\nc\u{200b} "), "a b c");
        assert_eq!((clean("'=1+1"), clean("'s Hertogenbosch")), ("=1+1".into(), "'s Hertogenbosch".into()));
        assert_eq!(clean_lines(" a\r\n\r\n\r\n b \u{b}c\n"), "a\n\nb\nc");
        assert!(["(Leer)", "-", "–", "", "(leer)"].into_iter().all(is_none));
        assert!(["0", "nein", "(", "()", "[ ]", "[–", "-)", "(-]"].into_iter().all(|text| !is_none(text)));
    }

    #[test]
    fn headers_hold_dates() {
        for (header, date, rest) in [
            ("Projekt-fortschritt (0-10, a, g) Stand 03.2022", "2022-03", "Projekt-fortschritt 0-10 a g Stand"),
            ("Status (P/E/U)\n09.2023", "2023-09", "Status P/E/U"),
            ("Stand: 30.09.2023", "2023-09-30", "Stand"),
            ("2023-09-30", "2023-09-30", ""),
            ("Stand März 2023", "2023-03", "Stand"),
            ("Stand 9/2023", "2023-09", "Stand"),
            ("Stand 03. 2023", "2023-03", "Stand"),
        ] {
            let (period, words) = dated(header).unwrap_or_else(|| panic!("{header}"));
            assert_eq!((period.to_string().as_str(), words.as_str()), (date, rest), "{header}");
        }
        for none in ["Jahr der Meldung", "Status 2023", "13.2023", "Termin/Zeitraum Einführung"] {
            assert_eq!(dated(none), None, "{none}");
        }
    }

    #[test]
    fn schedules_as_people_write_them() {
        for (text, meant) in [
            ("2010-2012", "2010/2012"),
            ("2010 - 2012", "2010/2012"),
            ("2010–2012", "2010/2012"),
            ("2010 bis 2012", "2010/2012"),
            ("2012", "2012"),
            ("Ende 2022", "2022-Q4"),
            ("2. HJ 2020", "2020-H2"),
            ("II. Halbjahr 2020", "2020-H2"),
            ("3. Quartal 2023", "2023-Q3"),
            ("Q3/2023", "2023-Q3"),
            ("09.2023", "2023-09"),
            ("Sept. 2023", "2023-09"),
            ("März 2023 - Mai 2023", "2023-03/2023-05"),
            ("30.09.2023", "2023-09-30"),
            ("2023-09", "2023-09"),
            ("2023/24", "2023/2024"),
            ("2023-2024-06", "2023/2024-06"),
        ] {
            assert_eq!(schedule(text).map(|s| s.to_string()).as_deref(), Some(meant), "{text}");
        }
        for wrong in ["bald", "2012-2010", "13.2023", "99", "Ende", "5. HJ 2020", "2023 2024 2025"] {
            assert_eq!(schedule(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn decimals_of_both_sorts() {
        for (text, meant) in [
            ("12.500,50 €", "12500.50"),
            ("12,5", "12.5"),
            ("12.5", "12.5"),
            ("12.500", "12500"),
            ("1.234.567", "1234567"),
            ("12,500.50", "12500.50"),
            ("-3", "-3"),
            ("5,0", "5.0"),
        ] {
            assert_eq!(decimal(text).as_deref(), Some(meant), "{text}");
        }
        for wrong in ["", "a", "1,2,3", "1.2.3,4,5", "--5", "5."] {
            assert_eq!(decimal(wrong), None, "{wrong}");
        }
    }
}
