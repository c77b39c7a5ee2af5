//! How large a packed workbook is, and what it is, before anything else unpacks it.
//!
//! A file of a few kilobytes can unpack to gigabytes. What its directory says of sizes need not be
//! true, so every part is unpacked once and only counted.

use super::{MAX_CELLS, MAX_UNPACKED, SheetError};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// What a packed file is.
pub(super) enum Kind {
    /// XLSX or XLSM.
    Xlsx,
    /// ODS.
    Ods,
}

/// Most parts that a workbook may have.
const MAX_PARTS: usize = 20_000;

/// Says what it is, and that it is not too large.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, SheetError> {
    let broken = |error: zip::result::ZipError| SheetError::Broken(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_PARTS {
        return Err(SheetError::TooLarge);
    }
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_ascii_lowercase()).collect();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    let kind = match () {
        () if has("xl/workbook.bin") => return Err(SheetError::OtherFormat("XLSB")),
        () if has("xl/") => Kind::Xlsx,
        () if has("word/") => return Err(SheetError::OtherFormat("DOCX")),
        () if has("ppt/") => return Err(SheetError::OtherFormat("PPTX")),
        () if has("content.xml") => Kind::Ods,
        () if has("index/") => return Err(SheetError::OtherFormat("Numbers")),
        () => return Err(SheetError::OtherFormat("ZIP")),
    };
    let mut rest = MAX_UNPACKED;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(broken)?;
        // Only the parts with cells can hold more than they seem to.
        let content = matches!(kind, Kind::Ods) && part.name().is_ok_and(|name| name == "content.xml");
        let read = if content {
            let mut text = Vec::new();
            let read = part.by_ref().take(rest + 1).read_to_end(&mut text);
            if read.is_ok() && cells_of_ods(&text) > MAX_CELLS {
                return Err(SheetError::TooLarge);
            }
            read.map(|read| read as u64)
        } else {
            std::io::copy(&mut part.by_ref().take(rest + 1), &mut std::io::sink())
        };
        let read = read.map_err(|error| SheetError::Broken(error.to_string()))?;
        rest = rest.checked_sub(read).ok_or(SheetError::TooLarge)?;
    }
    Ok(kind)
}

/// How many cells the reader would make of an ODS table at most, counting long texts as several:
/// a row or cell may say that it stands for a million.
fn cells_of_ods(content: &[u8]) -> u64 {
    let mut total: u64 = 0;
    let mut rows_so_far: u64 = 0;
    let (mut rows, mut width, mut used) = (1, 0_u64, 0_u64);
    let mut at = 0;
    while let Some(tag) = next_tag(content, &mut at) {
        let repeated = |name: &str| attribute(tag, name).unwrap_or(1);
        if is(tag, b"table:table-row") {
            (rows, width, used) = (repeated("table:number-rows-repeated="), 0, 0);
        } else if is(tag, b"table:table-cell") || is(tag, b"table:covered-table-cell") {
            let count = repeated("table:number-columns-repeated=");
            width = width.saturating_add(count);
            let is_filled = !tag.ends_with(b"/") || tag.windows(13).any(|part| part.starts_with(b"office:"));
            if is_filled {
                used = width.saturating_add(count.saturating_mul(tag.len() as u64 / 200));
            }
        } else if is(tag, b"text:s") && repeated("text:c=") > 10_000 {
            return u64::MAX;
        } else if is(tag, b"/table:table-row") {
            rows_so_far = rows_so_far.saturating_add(rows);
            if used > 0 {
                // Empty rows before a filled one are made, those after the last are not.
                total = total.saturating_add(rows.saturating_mul(used)).max(rows_so_far);
            }
        } else if is(tag, b"/table:table") {
            rows_so_far = 0;
        }
    }
    total
}

/// What stands between the next `<` and `>`.
fn next_tag<'t>(text: &'t [u8], at: &mut usize) -> Option<&'t [u8]> {
    let start = *at + text.get(*at..)?.iter().position(|b| *b == b'<')? + 1;
    let end = start + text.get(start..)?.iter().position(|b| *b == b'>')?;
    *at = end + 1;
    Some(&text[start..end])
}

fn is(tag: &[u8], name: &[u8]) -> bool {
    tag.strip_prefix(name).is_some_and(|rest| rest.first().is_none_or(|b| b.is_ascii_whitespace() || *b == b'/'))
}

/// The number of an attribute; one that is no number, or too long for one, counts as endless.
fn attribute(tag: &[u8], name: &str) -> Option<u64> {
    let at = tag.windows(name.len()).position(|part| part == name.as_bytes())? + name.len() + 1;
    let digits: String = tag.get(at..)?.iter().take_while(|b| b.is_ascii_digit()).map(|b| char::from(*b)).collect();
    Some(digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::cells_of_ods;

    #[test]
    fn repeated_cells_count_and_empty_ones_at_the_end_do_not() {
        let row = |rows: u64, cells: &str| {
            format!("<table:table-row table:number-rows-repeated=\"{rows}\">{cells}</table:table-row>")
        };
        let full = "<table:table-cell table:number-columns-repeated=\"100\"><text:p>x</text:p></table:table-cell>";
        let empty = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
        assert_eq!(cells_of_ods(row(1_000, full).as_bytes()), 100_000);
        assert_eq!(cells_of_ods((row(2, full) + &row(1_048_000, empty)).as_bytes()), 200);
        assert_eq!(cells_of_ods((row(1_048_000, empty) + &row(2, full)).as_bytes()), 1_048_002);
        assert_eq!(cells_of_ods(b"<text:s text:c=\"4000000000\"/>"), u64::MAX);
    }
}
