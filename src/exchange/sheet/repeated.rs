//! How many cells the tables of an ODS file have, before calamine makes them: a row or a cell may say that it
//! stands for a million.
//!
//! Goes through `content.xml` with the parser that calamine uses, set up in the same way, and along the same
//! tags, so that both see the same table. Refuses what has more cells, places or text than any plan, and what
//! does not end, for which calamine would wait for ever.

use super::room::{Extent, Room};
use super::{MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, SheetError, broken};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::attributes::{AttrError, Attribute};
use quick_xml::events::{BytesStart, Event};
use std::fmt::Display;
use std::io::BufRead;
use std::str::FromStr;

/// Looks through the content of an ODS file.
pub(super) fn measure(content: impl BufRead) -> Result<(), SheetError> {
    let mut reader = reader(content);
    let mut room = Room::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(broken)? {
            Event::Start(tag) if tag.name().as_ref() == "table:table" && first(&tag, "table:name")?.is_some() => {
                table(&mut reader, &mut room)?;
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The parser, as calamine sets it up.
pub(super) fn reader<R: BufRead>(content: R) -> Reader<R> {
    let mut reader = Reader::from_reader(content);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    config.expand_empty_elements = true;
    reader
}

fn table(reader: &mut Reader<impl BufRead>, room: &mut Room) -> Result<(), SheetError> {
    let (mut buffer, mut row_buffer) = (Vec::new(), Vec::new());
    let mut extent = Extent::default();
    let mut rows_so_far: u64 = 0;
    // Cells as they stand in the file, each row once.
    let mut listed: u64 = 0;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(broken)? {
            Event::Start(tag) if tag.name().as_ref() == "table:table-row" => {
                let rows = match first(&tag, "table:number-rows-repeated")? {
                    Some(value) => number::<u64>(&unescape(&value).map_err(broken)?)?,
                    None => 1,
                };
                let rows = rows.min(u64::from(MAX_ROWS) - rows_so_far);
                let row = row(reader, &mut row_buffer)?;
                listed += row.width;
                if let Some(columns) = row.columns {
                    // A row that stands for none is read all the same.
                    room.cells(row.filled.saturating_mul(rows.max(1)), row.bytes.saturating_mul(rows.max(1)))?;
                    extent.reach((rows_so_far, rows_so_far + rows.saturating_sub(1)), columns);
                }
                rows_so_far += rows;
                if listed.max(extent.places()) > super::MAX_PLACES {
                    return Err(SheetError::TooLarge);
                }
            }
            Event::End(tag) if tag.name().as_ref() == "table:table" => break,
            Event::Eof => return Err(broken("a table does not end")),
            _ => {}
        }
    }
    room.places(listed.max(extent.places()))
}

/// What is in one row.
#[derive(Default)]
struct Row {
    /// Its first and last cell with something in it.
    columns: Option<(u64, u64)>,
    /// Cells that are made of it: all but empty ones in its last tag.
    width: u64,
    /// Cells with something in them, and the bytes of their texts and formulas.
    filled: u64,
    bytes: u64,
}

fn row(reader: &mut Reader<impl BufRead>, buffer: &mut Vec<u8>) -> Result<Row, SheetError> {
    let mut cell_buffer = Vec::new();
    let mut row = Row::default();
    // Empty cells are only made when another one follows.
    let mut empty = 0;
    loop {
        buffer.clear();
        match reader.read_event_into(buffer).map_err(broken)? {
            Event::Start(tag) if is_cell(tag.name().as_ref()) => {
                // This number, unlike that of rows, is taken without entities in it.
                let count =
                    first(&tag, "table:number-columns-repeated")?.map_or(Ok(1), |value| number::<u64>(&value))?;
                let cell = cell(reader, &tag, &mut cell_buffer)?;
                let left = u64::from(MAX_COLUMNS) - row.width;
                row.width += left.min(empty);
                let count = count.min(u64::from(MAX_COLUMNS) - row.width);
                if cell.is_filled {
                    if count > 0 {
                        let first = row.columns.map_or(row.width, |(first, _)| first);
                        row.columns = Some((first, row.width + count - 1));
                    }
                    row.width += count;
                    row.filled += count;
                    row.bytes = row.bytes.saturating_add(cell.bytes.saturating_mul(count.max(1)));
                    empty = 0;
                } else {
                    empty = count;
                }
                if !cell.is_read {
                    reader.read_to_end_into(tag.name(), &mut cell_buffer).map_err(broken)?;
                }
            }
            Event::End(tag) if tag.name().as_ref() == "table:table-row" => return Ok(row),
            _ => return Err(broken("a row holds something other than cells")),
        }
    }
}

/// What is in one cell.
struct Cell {
    is_filled: bool,
    bytes: u64,
    /// Whether its content has been read, and its end.
    is_read: bool,
}

fn cell(reader: &mut Reader<impl BufRead>, tag: &BytesStart, buffer: &mut Vec<u8>) -> Result<Cell, SheetError> {
    let (mut is_string, mut is_error, mut has_value, mut is_blank_text) = (false, false, false, false);
    let (mut bytes, mut formula) = (0, 0);
    for attribute in attributes(tag)? {
        let attribute = attribute.map_err(broken)?;
        let value = &attribute.value;
        match attribute.key.as_ref() {
            "office:value" | "office:boolean-value" if !has_value => has_value = true,
            key @ ("office:string-value" | "office:date-value" | "office:time-value") if !has_value => {
                has_value = true;
                is_blank_text = key == "office:string-value" && value.is_empty();
                bytes = value.len() as u64;
            }
            "office:value-type" if !has_value => is_string = value == "string",
            "calcext:value-type" => is_error = value == "error",
            "table:formula" => formula = value.len() as u64,
            _ => {}
        }
    }
    let is_read = (!has_value && is_string) || (is_error && is_blank_text);
    if is_read {
        bytes = text(reader, buffer)?;
    }
    Ok(Cell { is_filled: is_read || has_value || formula > 0, bytes: bytes + formula, is_read })
}

/// How long the text of a cell is; reads it up to the end of the cell.
fn text(reader: &mut Reader<impl BufRead>, buffer: &mut Vec<u8>) -> Result<u64, SheetError> {
    let mut bytes: u64 = 0;
    loop {
        buffer.clear();
        bytes += match reader.read_event_into(buffer).map_err(broken)? {
            Event::Text(text) => text.len() as u64,
            // One character, whatever its name.
            Event::GeneralRef(_) => 4,
            Event::End(tag) if is_cell(tag.name().as_ref()) => return Ok(bytes),
            Event::Start(tag) => match tag.name().as_ref() {
                "office:annotation" => {
                    note(reader, buffer)?;
                    0
                }
                "text:s" => match first(&tag, "text:c")? {
                    Some(value) => number::<i32>(&unescape(&value).map_err(broken)?)?.max(0) as u64,
                    None => 1,
                },
                "text:p" | "text:tab" | "text:line-break" => 1,
                _ => 0,
            },
            Event::Eof => return Err(broken("a cell does not end")),
            _ => 0,
        };
        if bytes > MAX_UNPACKED {
            return Err(SheetError::TooLarge);
        }
    }
}

/// Reads to the end of a note.
fn note(reader: &mut Reader<impl BufRead>, buffer: &mut Vec<u8>) -> Result<(), SheetError> {
    loop {
        buffer.clear();
        match reader.read_event_into(buffer).map_err(broken)? {
            Event::End(tag) if tag.name().as_ref() == "office:annotation" => return Ok(()),
            Event::Eof => return Err(broken("a note does not end")),
            _ => {}
        }
    }
}

fn is_cell(name: &str) -> bool {
    matches!(name, "table:table-cell" | "table:covered-table-cell")
}

/// The attributes of a tag. Of two with one name calamine takes the first one or the last one, so both come.
fn attributes<'t>(
    tag: &'t BytesStart,
) -> Result<impl Iterator<Item = Result<Attribute<'t>, AttrError>> + use<'t>, SheetError> {
    // A blank for calamine, part of a name for its parser, and not allowed in XML.
    if tag.attributes_raw().contains('\u{c}') {
        return Err(broken("a tag holds a form feed"));
    }
    let mut all = tag.attributes();
    // Comparing each name with all others takes for ever in a tag with a million of them.
    all.with_checks(false);
    Ok(all)
}

/// The first attribute with this name, as it is written.
pub(super) fn first(tag: &BytesStart, name: &str) -> Result<Option<String>, SheetError> {
    for attribute in attributes(tag)? {
        let attribute = attribute.map_err(broken)?;
        if attribute.key.as_ref() == name {
            return Ok(Some(attribute.value.into_owned()));
        }
    }
    Ok(None)
}

pub(super) fn number<N: FromStr<Err: Display>>(text: &str) -> Result<N, SheetError> {
    text.parse().map_err(broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &str) -> Result<(), SheetError> {
        measure(format!("<table:table table:name='Plan'>{rows}</table:table>").as_bytes())
    }

    fn row(attributes: &str, cells: &str) -> String {
        format!("<table:table-row {attributes}>{cells}</table:table-row>")
    }

    fn cell(attributes: &str, text: &str) -> String {
        format!("<table:table-cell {attributes} office:value-type='string'><text:p>{text}</text:p></table:table-cell>")
    }

    #[test]
    fn repeated_cells_count_and_empty_ones_at_the_end_do_not() {
        let rows = |count: u64| format!("table:number-rows-repeated='{count}'");
        let full = cell("table:number-columns-repeated='100'", "x");
        let empty = "<table:table-cell table:number-columns-repeated='16384'/>";
        assert_eq!(table(&row(&rows(29_000), &full)), Ok(()));
        assert_eq!(table(&row(&rows(31_000), &full)), Err(SheetError::TooLarge));
        assert_eq!(table(&(row(&rows(2), &full) + &row(&rows(1_048_000), empty))), Ok(()));
        assert_eq!(table(&(row(&rows(1_048_000), empty) + &row(&rows(2), &full))), Ok(()));
        let styled = "<table:table-cell/><table:table-cell table:number-columns-repeated='2'/>".to_owned() + empty;
        assert_eq!(table(&row(&rows(20_000), &(full.clone() + &styled))), Ok(()));
        // Empty rows between full ones are made.
        let between = row("", &full) + &row(&rows(1_000_000), empty) + &row("", &full);
        assert_eq!(table(&between), Err(SheetError::TooLarge));
        // So are empty cells before a full one.
        let before =
            row("", &("<table:table-cell table:number-columns-repeated='16383'/>".to_owned() + &cell("", "x")));
        assert_eq!(table(&before.repeat(1_000)), Ok(()));
        assert_eq!(table(&before.repeat(1_100)), Err(SheetError::TooLarge));
    }

    #[test]
    fn a_number_counts_however_it_is_written() {
        let cells = cell("table:number-columns-repeated='90'", "x");
        for attributes in [
            "table:number-rows-repeated ='1000000'",
            "table:number-rows-repeated\n=\n\"1000000\"",
            "xtable:number-rows-repeated='1' table:number-rows-repeated='1000000'",
            "x='a>b' table:number-rows-repeated='1000000'",
            "table:number-rows-repeated='&#49;000000'",
        ] {
            assert_eq!(table(&row(attributes, &cells)), Err(SheetError::TooLarge), "{attributes}");
        }
        let one = row("xtable:number-rows-repeated='1000000'", &cells);
        assert_eq!(table(&one), Ok(()));
        assert!(matches!(table(&row("\u{c}table:number-rows-repeated='5'", &cells)), Err(SheetError::Broken(_))));
        assert!(matches!(table(&row("table:number-rows-repeated='viele'", &cells)), Err(SheetError::Broken(_))));
    }

    #[test]
    fn texts_count_as_often_as_they_are_repeated() {
        let long = "A".repeat(100_000);
        let rows = |count: u64, cells: &str| row(&format!("table:number-rows-repeated='{count}'"), cells);
        assert_eq!(table(&rows(2_000, &cell("", &long))), Ok(()));
        assert_eq!(table(&rows(3_000, &cell("", &long))), Err(SheetError::TooLarge));
        let formula = format!("<table:table-cell table:formula='{long}'/>");
        assert_eq!(table(&rows(3_000, &formula)), Err(SheetError::TooLarge));
        let value = format!("<table:table-cell office:string-value='{long}'/>");
        assert_eq!(table(&rows(3_000, &value)), Err(SheetError::TooLarge));
        let blanks = cell("", "<text:s text:c ='2000000000'/>");
        assert_eq!(table(&row("", &blanks)), Err(SheetError::TooLarge));
    }

    #[test]
    fn what_does_not_end_is_broken() {
        let open = "<table:table table:name='Plan'><table:table-row><table:table-cell office:value-type='string'>";
        let note = format!("{open}<office:annotation>");
        for content in
            ["<table:table table:name='Plan'>", &open[..46], open, note.as_str(), "<table:table table:name='"]
        {
            assert!(matches!(measure(content.as_bytes()), Err(SheetError::Broken(_))), "{content}");
        }
    }
}
