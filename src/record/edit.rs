//! Changes one value in the text of a record, or adds one entry to a list, and nothing else.
//!
//! The text is never written anew from its parsed form, since that would lose line ends and trailing
//! comments. The parser only says where a value or its neighbours stand; the new bytes are put there.
//! It does not know which keys a record may have, and opens no file.

mod entry;
mod parts;
mod written;

pub use entry::add_entry;
pub use parts::{append, insert_date, remove_value, set_body};

use crate::value::{Date, Money};
use std::fmt;
use std::ops::Range;
use toml_edit::{Document, Item, Key, TableLike, Value};
use written::{is, written, written_key};

/// A value to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditValue {
    /// A whole number.
    Integer(i64),
    /// A text or code.
    Text(String),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(Date),
    /// Euros and cents.
    Money(Money),
    /// Several texts.
    List(Vec<String>),
    /// A number with decimals, as TOML writes it.
    Number(String),
}

/// Why a text was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditError {
    /// The file is not valid TOML, so nobody can say where the value stands.
    Syntax {
        /// Line in the file, from 1.
        line: usize,
        /// What the parser says.
        message: String,
    },
    /// The closing line `+++` is missing.
    Unclosed,
    /// What has the name of the table is none.
    NotATable {
        /// Its name.
        table: String,
    },
    /// The key holds a table or list, which a single value may not replace.
    NotAValue {
        /// The key with its table.
        key: String,
    },
    /// The text is laid out in a way that this change would break.
    Layout {
        /// The key with its table.
        key: String,
    },
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditError::Syntax { line, message } => {
                write!(
                    f,
                    "line {line} is not valid TOML: {}; correct it first, `sachstand check` shows the place",
                    message.trim_end()
                )
            }
            EditError::Unclosed => {
                f.write_str("the closing line `+++` is missing; add it between the last key and the text")
            }
            EditError::NotATable { table } => {
                write!(f, "`{table}` is not a table; write it as `[{table}]` with one line for each key")
            }
            EditError::NotAValue { key } => {
                write!(f, "`{key}` holds a table or list and not a single value; change it in the file")
            }
            EditError::Layout { key } => {
                write!(f, "`{key}` cannot be set without changing the lines around it; change it in the file")
            }
        }
    }
}

impl std::error::Error for EditError {}

/// The text with one value set. `text` is a whole file: TOML, or Markdown with front matter between
/// `+++` lines. `table` is the name of a table such as `progress` or `registers.measures`, an entry of a
/// list of tables such as `unit.0`, or empty for the keys above all tables. A new key goes to its place by date, or to the end; a new table to the end. If the value
/// is already there the text comes back as it is, however the value was written.
///
/// # Errors
/// See [`EditError`].
pub fn set_value(text: &str, table: &str, key: &str, value: &EditValue) -> Result<String, EditError> {
    let range = toml_range(text)?;
    let part = &text[range.clone()];
    let document =
        parse(part).map_err(|(at, message)| EditError::Syntax { line: line_of(text, range.start + at), message })?;
    let full_key = || {
        if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
    };
    let Some((place, new)) = splice(part, &document, table, key, value)? else {
        return Ok(text.to_owned());
    };
    let result = [&part[..place.start], &new, &part[place.end..]].concat();
    // What was put in must be what a reader gets out; if not, nothing may be written.
    let holds = parse(&result).is_ok_and(|document| {
        table_of(&document, table)
            .and_then(|table| table.get(key))
            .and_then(Item::as_value)
            .is_some_and(|found| is(found, value))
    });
    if !holds {
        return Err(EditError::Layout { key: full_key() });
    }
    Ok([&text[..range.start], &result, &text[range.end..]].concat())
}

/// A line of TOML without its end: `key = value`.
pub fn line(key: &str, value: &EditValue) -> String {
    format!("{} = {}", written_key(key, ""), written(value, false))
}

/// Where the TOML stands: all but a byte order mark, or what is between two lines `+++`.
fn toml_range(text: &str) -> Result<Range<usize>, EditError> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = start;
    let mut opened = None;
    for line in text[start..].split_inclusive('\n') {
        let is_fence = line.trim_end() == "+++";
        match opened {
            None if is_fence => opened = Some(at + line.len()),
            None => return Ok(start..text.len()),
            Some(opened) if is_fence => return Ok(opened..at),
            Some(_) => {}
        }
        at += line.len();
    }
    if opened.is_some() { Err(EditError::Unclosed) } else { Ok(start..text.len()) }
}

fn parse(part: &str) -> Result<Document<&str>, (usize, String)> {
    Document::parse(part).map_err(|error| (error.span().map_or(0, |span| span.start), error.message().to_owned()))
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// The bytes to replace and what with; nothing if the value is already there.
fn splice(
    part: &str,
    document: &Document<&str>,
    table: &str,
    key: &str,
    value: &EditValue,
) -> Result<Option<(Range<usize>, String)>, EditError> {
    if let Some(entry) = entry_of(document, table) {
        return in_entry(part, entry, table, key, value);
    }
    let item = item_of(document, table);
    // Only `[progress.more]` exists: `[progress]` itself may still come.
    let is_implied = |item: &&Item| {
        item.as_table().is_some_and(|table| table.is_implicit() && !table.is_dotted() && !table.contains_key(key))
    };
    let Some(item) = item.filter(|item| !is_implied(item)) else {
        return Ok(Some(new_table(part, table, key, value)));
    };
    let Some(entries) = item.as_table_like() else {
        return Err(EditError::NotATable { table: table.to_owned() });
    };
    let full_key = || {
        if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") }
    };
    if let Some(old) = entries.get(key) {
        let old = old
            .as_value()
            .filter(|old| !old.is_inline_table() && old.is_array() == matches!(value, EditValue::List(_)));
        let (Some(old), Some(span)) = (old, old.and_then(Value::span)) else {
            return Err(EditError::NotAValue { key: full_key() });
        };
        let is_literal = part[span.clone()].starts_with('\'') && !part[span.clone()].starts_with("'''");
        return Ok((!is(old, value)).then(|| (span, written(value, is_literal))));
    }
    let neighbours = Neighbours::of(part, entries, key);
    let line = neighbours.line(part, key, value);
    let at = match (item, &neighbours.previous) {
        (Item::Value(_), _) => {
            return Ok(item.span().map(|span| neighbours.in_braces(part, span, &line)));
        }
        (_, Some(previous)) => Some(line_end(part, previous.end)),
        (_, None) if table.is_empty() => Some(after_comments(part)),
        (Item::Table(table), None) if table.is_dotted() => {
            neighbours.next.as_ref().map(|next| line_start(part, next.start))
        }
        (_, None) => item.span().map(|header| line_end(part, header.end)),
    };
    let Some(at) = at else {
        return Err(EditError::Layout { key: full_key() });
    };
    Ok(Some((at..at, own_line(part, at, &line))))
}

/// The table of this name: below others with `.` between them, or the root for an empty name.
fn table_of<'d>(document: &'d Document<&str>, table: &str) -> Option<&'d dyn TableLike> {
    match entry_of(document, table) {
        Some(entry) => Some(entry as &dyn TableLike),
        None => item_of(document, table)?.as_table_like(),
    }
}

fn item_of<'d>(document: &'d Document<&str>, table: &str) -> Option<&'d Item> {
    if table.is_empty() {
        return Some(document.as_item());
    }
    document.get(table).or_else(|| table.split('.').try_fold(document.as_item(), |item, name| item.get(name)))
}

/// One table of a list of tables, by its number: `unit.0`.
fn entry_of<'d>(document: &'d Document<&str>, table: &str) -> Option<&'d toml_edit::Table> {
    let (list, number) = table.rsplit_once('.')?;
    document.get(list)?.as_array_of_tables()?.get(number.parse().ok()?)
}

/// As [`splice`] in one table of a list of tables.
fn in_entry(
    part: &str,
    entry: &toml_edit::Table,
    table: &str,
    key: &str,
    value: &EditValue,
) -> Result<Option<(Range<usize>, String)>, EditError> {
    let refuse = || EditError::NotAValue { key: format!("{table}.{key}") };
    if let Some(old) = entry.get(key) {
        let old = old.as_value().filter(|old| !old.is_inline_table() && !old.is_array()).ok_or_else(refuse)?;
        let span = old.span().ok_or_else(refuse)?;
        return Ok((!is(old, value)).then(|| (span, written(value, false))));
    }
    let neighbours = Neighbours::of(part, entry, key);
    let previous = neighbours.previous.as_ref().ok_or_else(refuse)?;
    let at = line_end(part, previous.end);
    Ok(Some((at..at, own_line(part, at, &neighbours.line(part, key, value)))))
}

/// A new table at the end, where it can take keys away from no other.
fn new_table(part: &str, table: &str, key: &str, value: &EditValue) -> (Range<usize>, String) {
    let end = line_ending(part);
    let at = part.len();
    let header = format!("[{}]", written_key(table, ""));
    let lines = format!("{header}{end}{} = {}", written_key(key, ""), written(value, false));
    let gap = if part.trim().is_empty() || part.ends_with("\n\n") || part.ends_with("\n\r\n") { "" } else { end };
    let is_open = !part.is_empty() && !part.ends_with('\n');
    let new = if is_open { format!("{end}{gap}{lines}") } else { format!("{gap}{lines}{end}") };
    (at..at, new)
}

/// A key with its value, by place.
struct Entry<'t> {
    name: &'t str,
    start: usize,
    end: usize,
    /// The key as written, and what is between it and its value; not for dotted tables.
    style: Option<(&'t str, &'t str)>,
}

/// The entries between which a new one goes.
struct Neighbours<'t> {
    previous: Option<Entry<'t>>,
    next: Option<Entry<'t>>,
}

impl<'t> Neighbours<'t> {
    fn of(part: &'t str, table: &'t dyn TableLike, key: &str) -> Self {
        let mut entries: Vec<Entry<'t>> =
            table.iter().filter_map(|(name, item)| entry(part, name, table.key(name), item)).collect();
        entries.sort_by_key(|entry| entry.start);
        let dates: Option<Vec<Date>> = entries.iter().map(|entry| Date::parse(entry.name)).collect();
        let split = match (dates, Date::parse(key)) {
            (Some(dates), Some(date)) if dates.len() > 1 && dates.is_sorted_by(|a, b| a > b) => {
                dates.iter().take_while(|d| **d > date).count()
            }
            // From old to new; where dates are mixed, after the last one that is older.
            (Some(dates), Some(date)) => dates.iter().rposition(|d| *d < date).map_or(0, |i| i + 1),
            _ => entries.len(),
        };
        let next = if split < entries.len() { Some(entries.swap_remove(split)) } else { None };
        let previous = split.checked_sub(1).map(|i| entries.swap_remove(i));
        Neighbours { previous, next }
    }

    /// `key = value` in the manner of the neighbours.
    fn line(&self, part: &str, key: &str, value: &EditValue) -> String {
        let model = [&self.previous, &self.next].into_iter().flatten().find_map(|entry| Some((entry, entry.style?)));
        let Some((entry, (raw, between))) = model else {
            return format!("{} = {}", written_key(key, ""), written(value, false));
        };
        let lead = &part[line_start(part, entry.start)..entry.start];
        // Inside braces there may be other entries before it on its line.
        let lead = if lead.contains(['{', ',', '=']) { "" } else { lead };
        format!("{lead}{}{between}{}", written_key(key, raw), written(value, false))
    }

    fn in_braces(&self, part: &str, braces: Range<usize>, line: &str) -> (Range<usize>, String) {
        let line = line.trim_start();
        match (&self.previous, &self.next) {
            (Some(previous), _) => (previous.end..previous.end, format!(", {line}")),
            (None, Some(next)) => (next.start..next.start, format!("{line}, ")),
            (None, None) if part[braces.start + 1..braces.end - 1].trim().is_empty() => {
                (braces, format!("{{ {line} }}"))
            }
            // Only comments: they stay in front.
            (None, None) => (braces.end - 1..braces.end - 1, format!("{line} ")),
        }
    }
}

fn entry<'t>(part: &'t str, name: &'t str, key: Option<&'t Key>, item: &'t Item) -> Option<Entry<'t>> {
    match item {
        Item::Value(value) if !value.as_inline_table().is_some_and(|table| table.is_dotted()) => {
            let (key, value) = (key?.span()?, value.span()?);
            let style = Some((&part[key.clone()], part.get(key.end..value.start)?));
            Some(Entry { name, start: key.start, end: value.end, style })
        }
        // `progress.2023-09-30 = 2`: several lines, of which the last is what counts.
        _ => {
            let table = item.as_table_like().filter(|table| table.is_dotted())?;
            let inner: Vec<Entry> =
                table.iter().filter_map(|(name, item)| entry(part, name, table.key(name), item)).collect();
            let start = inner.iter().map(|entry| entry.start).min()?;
            Some(Entry { name, start, end: inner.iter().map(|entry| entry.end).max()?, style: None })
        }
    }
}

/// A line of its own at a place that is the start of a line, or the end of a text whose last line is
/// not ended.
fn own_line(part: &str, at: usize, line: &str) -> String {
    let before = &part[..at];
    if !before.is_empty() && !before.ends_with('\n') {
        return format!("{}{line}", line_ending(part));
    }
    // The line above ends as its neighbours do, in a text that mixes line ends too.
    let end = if before.is_empty() { line_ending(part) } else { line_ending(&part[line_start(part, at - 1)..at]) };
    format!("{line}{end}")
}

/// Behind the comments at the top of a text.
fn after_comments(part: &str) -> usize {
    part.split_inclusive('\n').take_while(|line| line.starts_with('#')).map(str::len).sum()
}

fn line_start(part: &str, at: usize) -> usize {
    part[..at].rfind('\n').map_or(0, |i| i + 1)
}

/// Behind the line that `at` stands in.
fn line_end(part: &str, at: usize) -> usize {
    part[at..].find('\n').map_or(part.len(), |i| at + i + 1)
}

fn line_ending(part: &str) -> &'static str {
    match part.find('\n') {
        Some(at) if part[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}
