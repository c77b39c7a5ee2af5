//! Adds an entry to a list of tables, such as `[[updates]]`, behind those that are there.

use super::written::{is, written, written_key};
use super::{EditError, EditValue, line_end, line_ending, line_of, parse, toml_range};
use toml_edit::{Document, Item};

/// The text with a new entry in the list `list`, behind its last one or at the end. The keys stand in
/// the order given.
///
/// # Errors
/// See [`EditError`].
pub fn add_entry(text: &str, list: &str, entry: &[(&str, EditValue)]) -> Result<String, EditError> {
    let range = toml_range(text)?;
    let part = &text[range.clone()];
    let document =
        parse(part).map_err(|(at, message)| EditError::Syntax { line: line_of(text, range.start + at), message })?;
    let layout = || EditError::Layout { key: list.to_owned() };
    let before = entries(&document, list);
    let at = match document.get(list) {
        None => part.len(),
        Some(Item::ArrayOfTables(tables)) => {
            // Behind the last line of the last entry, with what hangs below it.
            let last = tables.iter().last().and_then(end_of_table).ok_or_else(layout)?;
            line_end(part, last)
        }
        Some(_) => return Err(layout()),
    };
    let end = line_ending(part);
    let mut block = format!("[[{}]]", written_key(list, ""));
    for (key, value) in entry {
        block.push_str(&format!("{end}{} = {}", written_key(key, ""), written(value, false)));
    }
    let is_apart = part[..at].trim().is_empty() || part[..at].ends_with("\n\n") || part[..at].ends_with("\n\r\n");
    let gap = if is_apart { "" } else { end };
    let open = if !part[..at].is_empty() && !part[..at].ends_with('\n') { end } else { "" };
    // A file without front matter may end without a line end, and stays so.
    let close = if open.is_empty() { end } else { "" };
    let result = [&part[..at], open, gap, &block, close, &part[at..]].concat();
    let holds = parse(&result).is_ok_and(|document| {
        let after = document.get(list).and_then(Item::as_array_of_tables);
        let last = after.and_then(|tables| tables.iter().last());
        entries(&document, list) == before + 1
            && last.is_some_and(|table| {
                table.len() == entry.len()
                    && entry.iter().all(|(key, value)| {
                        table.get(key).and_then(Item::as_value).is_some_and(|found| is(found, value))
                    })
            })
    });
    if !holds {
        return Err(layout());
    }
    Ok([&text[..range.start], &result, &text[range.end..]].concat())
}

fn entries(document: &Document<&str>, list: &str) -> usize {
    document.get(list).and_then(Item::as_array_of_tables).map_or(0, toml_edit::ArrayOfTables::len)
}

/// One past the last byte of a table, tables below it included.
fn end_of_table(table: &toml_edit::Table) -> Option<usize> {
    let own = table.span().map(|span| span.end);
    let below = table.iter().filter_map(|(_, item)| match item {
        Item::Table(table) => end_of_table(table),
        Item::ArrayOfTables(tables) => tables.iter().filter_map(end_of_table).max(),
        Item::Value(value) => value.span().map(|span| span.end),
        Item::None => None,
    });
    below.chain(own).max()
}
