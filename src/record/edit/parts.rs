//! Further changes of a file that touch nothing else: a value is removed, a day enters a list, the text
//! below the front matter is replaced, a table is added at the end.

use super::{EditError, line_end, line_ending, line_of, line_start, parse, table_of, toml_range};
use crate::value::Date;
use std::ops::Range;
use toml_edit::{Item, Value};

/// The text without one value. The line it stands on goes with it; a missing value is no error.
///
/// # Errors
/// See [`EditError`].
pub fn remove_value(text: &str, table: &str, key: &str) -> Result<String, EditError> {
    let range = toml_range(text)?;
    let part = &text[range.clone()];
    let document = syntax(text, &range)?;
    let full_key = || if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") };
    let Some(entries) = table_of(&document, table) else { return Ok(text.to_owned()) };
    let Some(item) = entries.get(key) else { return Ok(text.to_owned()) };
    let refuse = || EditError::Layout { key: full_key() };
    let value = item.as_value().filter(|v| !v.is_inline_table()).and_then(Value::span).ok_or_else(refuse)?;
    let key_span = entries.key(key).and_then(toml_edit::Key::span).ok_or_else(refuse)?;
    let (from, to) = (line_start(part, key_span.start), line_end(part, value.end));
    let before = part[from..key_span.start].trim();
    let after = part[value.end..to].trim();
    let hole = if before.is_empty() && (after.is_empty() || after.starts_with('#')) {
        from..to
    } else if let Some(rest) = part[value.end..].strip_prefix(',') {
        // In braces: the comma goes as well.
        key_span.start..part.len() - rest.trim_start_matches(' ').len()
    } else if let Some(rest) = part[..key_span.start].trim_end().strip_suffix(',') {
        rest.len()..value.end
    } else {
        key_span.start..value.end
    };
    let result = [&part[..hole.start], &part[hole.end..]].concat();
    let gone = parse(&result).is_ok_and(|document| table_of(&document, table).is_none_or(|t| !t.contains_key(key)));
    if !gone {
        return Err(refuse());
    }
    Ok([&text[..range.start], &result, &text[range.end..]].concat())
}

/// The text with one more day in a list of days, at its place in time. A list of one day on each line
/// stays one, and so do comments.
///
/// # Errors
/// See [`EditError`].
pub fn insert_date(text: &str, table: &str, key: &str, date: Date) -> Result<String, EditError> {
    let range = toml_range(text)?;
    let part = &text[range.clone()];
    let document = syntax(text, &range)?;
    let full_key = || if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") };
    let refuse = || EditError::Layout { key: full_key() };
    let list =
        table_of(&document, table).and_then(|table| table.get(key)).and_then(Item::as_array).ok_or_else(refuse)?;
    let days: Vec<(Option<Date>, Range<usize>)> =
        list.iter().filter_map(|v| Some((Date::parse(part[v.span()?].trim_matches('"')), v.span()?))).collect();
    if days.iter().any(|(day, _)| *day == Some(date)) {
        return Ok(text.to_owned());
    }
    let (at, new) = match (days.iter().find(|(day, _)| *day > Some(date)), days.last()) {
        (Some((_, next)), _) => {
            let lead = &part[line_start(part, next.start)..next.start];
            let gap = if lead.trim().is_empty() { format!("{}{lead}", line_ending(part)) } else { " ".to_owned() };
            (next.start, format!("{date},{gap}"))
        }
        (None, Some((_, last))) => {
            let lead = &part[line_start(part, last.start)..last.start];
            let gap = if lead.trim().is_empty() { format!("{}{lead}", line_ending(part)) } else { " ".to_owned() };
            (last.end, format!(",{gap}{date}"))
        }
        (None, None) => (list.span().ok_or_else(refuse)?.start + 1, date.to_string()),
    };
    let result = [&part[..at], &new, &part[at..]].concat();
    parse(&result).map_err(|_| refuse())?;
    Ok([&text[..range.start], &result, &text[range.end..]].concat())
}

/// A whole file with another text below its front matter. The line ends are those of the file.
///
/// # Errors
/// If the file has no front matter, which it needs to have a text.
pub fn set_body(text: &str, body: &str) -> Result<String, EditError> {
    let range = toml_range(text)?;
    let closing = text.get(range.end..).filter(|rest| rest.starts_with("+++"));
    let Some(closing) = closing else {
        return Err(EditError::Layout { key: "text".to_owned() });
    };
    let end = line_ending(text);
    let head = range.end + closing.find('\n').map_or(closing.len(), |at| at + 1);
    let gap = if text[head..].starts_with(['\n', '\r']) { end } else { "" };
    let open = if text[..head].ends_with('\n') { "" } else { end };
    let body = body.trim_end().replace('\n', end);
    let body = if body.is_empty() { body } else { format!("{gap}{body}{end}") };
    Ok(format!("{}{open}{body}", &text[..head]))
}

/// A TOML file with a piece of TOML added at its end, in the line ends of the file.
///
/// # Errors
/// If the result is no TOML, for example because a list of that name stands in brackets.
pub fn append(text: &str, piece: &str) -> Result<String, EditError> {
    let end = line_ending(text);
    let gap = match text.trim_end_matches([' ', '\t']) {
        "" => "",
        open if !open.ends_with('\n') => &end.repeat(2),
        _ => end,
    };
    let result = format!("{text}{gap}{}", piece.replace('\n', end));
    match parse(result.trim_start_matches('\u{feff}')) {
        Ok(_) => Ok(result),
        Err((at, message)) => Err(EditError::Syntax { line: line_of(&result, at), message }),
    }
}

fn syntax<'t>(text: &'t str, range: &Range<usize>) -> Result<toml_edit::Document<&'t str>, EditError> {
    parse(&text[range.clone()])
        .map_err(|(at, message)| EditError::Syntax { line: line_of(text, range.start + at), message })
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says by a panic that it failed")]
mod tests {
    use super::*;

    const FILE: &str = "+++\r\nnumber = \"MP 1\"\r\n# Notiz\r\nschedule = \"2023\"  # grob\r\n[progress]\r\n2023-03-31 = 2\r\n2023-09-30 = 5\r\n+++\r\nText\r\n";

    #[test]
    fn a_value_goes_with_its_line_and_nothing_else() {
        let text = remove_value(FILE, "", "schedule").expect("removed");
        assert_eq!(text, FILE.replace("schedule = \"2023\"  # grob\r\n", ""));
        let text = remove_value(FILE, "progress", "2023-03-31").expect("removed");
        assert_eq!(text, FILE.replace("2023-03-31 = 2\r\n", ""));
        assert_eq!(remove_value(FILE, "status", "2023-03-31").as_deref(), Ok(FILE));
        let braces = "progress = { 2023-03-31 = 2, 2023-09-30 = 5 }\n";
        let one = |key| remove_value(braces, "progress", key).expect("removed");
        assert_eq!(one("2023-03-31"), "progress = { 2023-09-30 = 5 }\n");
        assert_eq!(one("2023-09-30"), "progress = { 2023-03-31 = 2 }\n");
    }

    #[test]
    fn a_day_enters_a_list_at_its_place() {
        let date = |text| Date::parse(text).expect("a date");
        let add = |text: &str, day| insert_date(text, "", "d", date(day)).expect("added");
        assert_eq!(
            add("d = [2023-03-31, 2024-03-31] # x\n", "2023-09-30"),
            "d = [2023-03-31, 2023-09-30, 2024-03-31] # x\n"
        );
        assert_eq!(add("d = [2023-03-31]\n", "2023-09-30"), "d = [2023-03-31, 2023-09-30]\n");
        assert_eq!(add("d = []\n", "2023-09-30"), "d = [2023-09-30]\n");
        assert_eq!(add("d = [\n  2023-03-31, # a\n]\n", "2023-09-30"), "d = [\n  2023-03-31,\n  2023-09-30, # a\n]\n");
        assert_eq!(add("d = [\n  2023-03-31,\n]\n", "2022-09-30"), "d = [\n  2022-09-30,\n  2023-03-31,\n]\n");
        assert_eq!(
            insert_date("[a.b]\nd = [2023-03-31]\n", "a.b", "d", date("2023-03-31")).as_deref(),
            Ok("[a.b]\nd = [2023-03-31]\n")
        );
    }

    #[test]
    fn a_text_is_replaced_below_its_front_matter() {
        assert_eq!(set_body(FILE, "Neu\nzwei").as_deref(), Ok(&*FILE.replace("Text\r\n", "Neu\r\nzwei\r\n")));
        assert_eq!(set_body("+++\na = 1\n+++\n\nalt\n", "neu").as_deref(), Ok("+++\na = 1\n+++\n\nneu\n"));
        assert_eq!(set_body("+++\n+++", "neu").as_deref(), Ok("+++\n+++\nneu\n"));
        assert!(set_body("a = 1\n", "neu").is_err());
    }

    #[test]
    fn a_table_is_added_only_where_it_can_stand() {
        assert_eq!(append("[[u]]\nid = 1\n", "[[u]]\nid = 2\n").as_deref(), Ok("[[u]]\nid = 1\n\n[[u]]\nid = 2\n"));
        assert_eq!(append("", "[[u]]\nid = 2\n").as_deref(), Ok("[[u]]\nid = 2\n"));
        assert!(append("u = [{ id = 1 }]\n", "[[u]]\nid = 2\n").is_err());
    }
}
