//! Puts rows into the sheets of a finished workbook, one after the other, and keeps none.
//!
//! The library that makes workbooks holds each cell until it is saved: a hundred bytes, of thirty cells for each record.
//! So it makes everything but the rows (formats, headers, filters, what is printed), with one blank row whose cells show
//! the formats; the rows take its place. Cells are texts or numbers, as everywhere in a workbook of ours. Parts of
//! SpreadsheetML are named as in ECMA-376, part 1, §18.3.

use super::{LONGEST, fitting, is_odd};
use crate::exchange::register::Datum;
use crate::exchange::set_aside;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// A sheet whose rows are still missing.
pub(super) struct Sheet<'s> {
    /// The row that shows the formats and is replaced, from 1; none of a sheet without formats, whose rows come last.
    pub(super) sample: Option<u32>,
    /// Number of columns and of the last row, once all are written.
    pub(super) size: (u16, u32),
    /// Writes the rows; gives what is shown as one cell.
    pub(super) write: &'s mut Writer<'s>,
}

/// Writes the rows of a sheet.
pub(super) type Writer<'s> = dyn FnMut(&mut Pen<'_>) -> std::io::Result<Vec<Merged>> + 's;

/// Cells of a column that are shown as one.
pub(super) struct Merged {
    pub(super) column: u16,
    /// First and last row, from 1.
    pub(super) rows: (u32, u32),
}

/// Fills the sheets of a workbook in their order.
///
/// # Errors
/// If this is no workbook of the library's.
pub(super) fn poured(book: Vec<u8>, sheets: &mut [Sheet<'_>]) -> ZipResult<Vec<u8>> {
    let mut source = ZipArchive::new(Cursor::new(book))?;
    let cells = |sheet: &Sheet<'_>| u64::from(sheet.size.0) * u64::from(sheet.size.1);
    let cells = usize::try_from(sheets.iter().map(cells).sum::<u64>()).unwrap_or_default();
    // A packed one takes some ten bytes.
    let mut target = ZipWriter::new(Cursor::new(Vec::with_capacity(set_aside(cells, 12))));
    // As the library's: a site publishes thousands of files; a few kilobytes less in one are not worth a third of its time.
    let packed = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .last_modified_time(DateTime::default())
        // Else it would be that of the program, and a workbook made on Windows another one.
        .system(System::Unix);
    for index in 0..source.len() {
        let mut part = source.by_index(index)?;
        let name = part.name()?.into_owned();
        let number = name.strip_prefix("xl/worksheets/sheet").and_then(|rest| rest.strip_suffix(".xml"));
        let sheet = number.and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
        match sheet.and_then(|nth| sheets.get_mut(nth)) {
            None => {
                target.start_file(name, packed)?;
                std::io::copy(&mut part, &mut target)?;
            }
            Some(sheet) => {
                let mut xml = String::new();
                part.read_to_string(&mut xml)?;
                target.start_file(name, packed)?;
                fill(&xml, sheet, &mut target)?;
            }
        }
    }
    Ok(target.finish()?.into_inner())
}

/// Writes a sheet with its rows.
fn fill(xml: &str, sheet: &mut Sheet<'_>, out: &mut dyn Write) -> std::io::Result<()> {
    let missing = |what: &str| std::io::Error::other(format!("the sheet has no {what}"));
    let end = xml.find("</sheetData>").ok_or_else(|| missing("sheetData"))?;
    let start = match sheet.sample {
        None => end,
        Some(row) => xml.find(&format!("<row r=\"{row}\"")).ok_or_else(|| missing("row of formats"))?,
    };
    let (before, sample, behind) = (&xml[..start], &xml[start..end], &xml[end..]);
    let formats: Vec<&str> = sample.split("<c ").skip(1).map(|cell| quoted(cell, "s").unwrap_or_default()).collect();
    let columns: Vec<Marks> = (0..sheet.size.0)
        .map(|column| Marks::new(column, formats.get(usize::from(column)).copied().unwrap_or_default()))
        .collect();
    // The library measured what it has.
    let (width, last) = sheet.size;
    let dimension = |of: &str| format!("<dimension ref=\"{of}\"/>");
    let old = dimension(quoted(before, "dimension ref").unwrap_or_default());
    let new = dimension(&format!("A1:{}{last}", self::letters(width.saturating_sub(1))));
    out.write_all(before.replacen(&old, &new, 1).as_bytes())?;
    let mut pen = Pen {
        out,
        columns: &columns,
        row: String::new(),
        cells: String::with_capacity(4096),
        rows: String::with_capacity(2 * BLOCK),
    };
    let merged = (sheet.write)(&mut pen)?;
    let Pen { out, rows, .. } = pen;
    out.write_all(rows.as_bytes())?;
    // Behind a filter, before what is printed.
    let printed = behind.find("<pageMargins").ok_or_else(|| missing("margins"))?;
    out.write_all(&behind.as_bytes()[..printed])?;
    if !merged.is_empty() {
        let mut cells = format!("<mergeCells count=\"{}\">", merged.len());
        for Merged { column, rows: (first, last) } in merged {
            let letter = self::letters(column);
            let _ = write!(cells, "<mergeCell ref=\"{letter}{first}:{letter}{last}\"/>"); // writing to a String cannot fail
        }
        cells.push_str("</mergeCells>");
        out.write_all(cells.as_bytes())?;
    }
    out.write_all(&behind.as_bytes()[printed..])
}

/// The value of an attribute, the first of this name.
fn quoted<'x>(xml: &'x str, name: &str) -> Option<&'x str> {
    let (_, rest) = xml.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// The name of a column, counted from 0: A, B, … Z, AA.
fn letters(column: u16) -> String {
    let mut name = match column / 26 {
        0 => String::new(),
        before => letters(before - 1),
    };
    name.push(char::from(b'A' + (column % 26) as u8));
    name
}

/// What stands around the number of the row and the value in the cells of a column. A workbook has a hundred thousand
/// cells, and each of these is one text then.
struct Marks {
    start: String,
    number: String,
    text: String,
    /// For a text that begins or ends with a blank.
    spaced: String,
    /// A cell without a value; empty where it has no format either, and need not stand there.
    blank: String,
}

impl Marks {
    /// Of a column, counted from 0, with a format by its number in the workbook; blank cells have it too.
    fn new(column: u16, format: &str) -> Self {
        let format = if format.is_empty() { String::new() } else { format!(" s=\"{format}\"") };
        Marks {
            start: format!("<c r=\"{}", letters(column)),
            number: format!("\"{format}><v>"),
            text: format!("\"{format} t=\"inlineStr\"><is><t>"),
            spaced: format!("\"{format} t=\"inlineStr\"><is><t xml:space=\"preserve\">"),
            blank: if format.is_empty() { format } else { format!("\"{format}/>") },
        }
    }
}

/// Bytes that are packed at a time.
const BLOCK: usize = 32 * 1024;

/// Writes rows.
pub(super) struct Pen<'p> {
    out: &'p mut dyn Write,
    columns: &'p [Marks],
    /// The number of the row at work, from 1.
    row: String,
    /// Its cells.
    cells: String,
    /// Finished rows.
    rows: String,
}

impl Pen<'_> {
    /// Begins a row, counted from 1.
    pub(super) fn begin(&mut self, row: u32) {
        self.row = row.to_string();
        self.cells.clear();
    }

    /// Adds a cell; columns come in their order.
    pub(super) fn cell(&mut self, column: u16, datum: &Datum<'_>) {
        let (marks, cells) = (&self.columns[usize::from(column)], &mut self.cells);
        match (datum, number(datum)) {
            (_, Some(number)) => cells.extend([&*marks.start, &self.row, &marks.number, &number, "</v></c>"]),
            (Datum::Text(text) | Datum::Number(text), None) => {
                let is_space = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t' | b'\n'));
                let keeps = is_space(text.as_bytes().first()) || is_space(text.as_bytes().last());
                let behind = if keeps { &marks.spaced } else { &marks.text };
                cells.extend([&*marks.start, &self.row, behind]);
                if is_plain(text) {
                    cells.push_str(text);
                } else {
                    escape_into(cells, &fitting(text));
                }
                cells.push_str("</t></is></c>");
            }
            (Datum::Nothing, None) if marks.blank.is_empty() => {}
            (Datum::Nothing, None) => cells.extend([&*marks.start, &self.row, &marks.blank]),
        }
    }

    /// Ends the row, as high as this many points where that is said.
    pub(super) fn end(&mut self, height: Option<f64>) -> std::io::Result<()> {
        self.rows.extend(["<row r=\"", &self.row, "\""]);
        if let Some(points) = height {
            // Whole pixels, of which 96 are 72 points.
            let points = (points * 4.0 / 3.0).round() * 0.75;
            let _ = write!(self.rows, " ht=\"{points}\" customHeight=\"1\""); // writing to a String cannot fail
        }
        self.rows.extend([">", &self.cells, "</row>"]);
        if self.rows.len() > BLOCK {
            self.out.write_all(self.rows.as_bytes())?;
            self.rows.clear();
        }
        Ok(())
    }
}

/// A number as the format wants it; none where it is a text.
fn number<'d>(datum: &'d Datum<'_>) -> Option<Cow<'d, str>> {
    let Datum::Number(text) = datum else { return None };
    // Nearly all are values on a scale, and years.
    let is_short = text.len() < 10 && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if text == "0" || is_short && !text.is_empty() {
        return Some(Cow::Borrowed(text));
    }
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
    Some(Cow::Owned(number.to_string()))
}

/// Whether a text can stand in a cell as it is. Nearly all can, and blocks of bytes are looked at in one go.
fn is_plain(text: &str) -> bool {
    let changes = |byte: u8| is_odd(byte) | matches!(byte, b'&' | b'<' | b'>' | b'_');
    let none = |bytes: &[u8]| !bytes.iter().fold(false, |found, byte| found | changes(*byte));
    let (blocks, rest) = text.as_bytes().as_chunks::<32>();
    text.len() < LONGEST && blocks.iter().all(|block| none(block)) && none(rest)
}

/// A text as XML; what only looks like the escape of a sign, `_x0041_`, is escaped too (ST_Xstring, §22.9.2.19).
fn escape_into(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'_' if is_escape(&text.as_bytes()[at..]) => "_x005F_",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escape);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Whether `_x0041_` or the like begins here.
fn is_escape(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"_x").and_then(|rest| rest.split_at_checked(4));
    digits.is_some_and(|(digits, rest)| digits.iter().all(u8::is_ascii_hexdigit) && rest.starts_with(b"_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_such() {
        let of = |text: &str| number(&Datum::Number(text.into())).map(Cow::into_owned);
        let number = |text: &str| Some(text.to_owned());
        assert_eq!(of("0"), number("0"));
        assert_eq!(of("2023"), number("2023"));
        assert_eq!(of("007"), number("7"));
        assert_eq!(of("-1.50"), number("-1.5"));
        assert_eq!(of("12345678901234567890"), number("12345678901234567000"));
        assert_eq!([of(""), of("a"), of("inf"), of("NaN")], [None, None, None, None]);
    }

    #[test]
    fn columns_have_letters() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702, 16_383].map(letters).into();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn texts_are_escaped() {
        for (text, expected) in [
            ("a<b>&\"c\"", "a&lt;b&gt;&amp;\"c\""),
            ("_x0041_ä_x00g1_ _x1", "_x005F_x0041_ä_x00g1_ _x1"),
            ("_x000a", "_x000a"),
        ] {
            let mut out = String::new();
            escape_into(&mut out, text);
            assert_eq!(out, expected);
            assert!(!is_plain(text), "{text}");
        }
    }

    #[test]
    fn plain_texts_change_in_nothing() {
        for at in 0..70 {
            for odd in ["&", "<", ">", "_", "\t", "\r", "\u{7f}", "\u{85}", "\u{fffe}"] {
                assert!(!is_plain(&format!("{}{odd}ä\n", "x".repeat(at))), "{odd:?} at {at}");
            }
            let text = format!("{}ä – „ß“\n", "x".repeat(at));
            let mut out = String::new();
            escape_into(&mut out, &fitting(&text));
            assert!(is_plain(&text) && out == text, "{text}");
        }
        assert!(!is_plain(&"x".repeat(LONGEST)));
    }

    #[test]
    fn rows_take_the_place_of_the_sample() {
        let xml = "<x><dimension ref=\"A1:B2\"/><sheetData><row r=\"1\"/><row r=\"2\"><c r=\"A2\" s=\"7\"/><c r=\"B2\"/></row></sheetData><autoFilter/><pageMargins/></x>";
        let mut write = |pen: &mut Pen<'_>| {
            pen.begin(2);
            pen.cell(0, &Datum::Text(" a".into()));
            pen.cell(1, &Datum::Number("1.50".into()));
            pen.end(Some(20.0))?;
            pen.begin(3);
            pen.cell(0, &Datum::Nothing);
            pen.cell(1, &Datum::Nothing);
            pen.end(None)?;
            Ok(vec![Merged { column: 0, rows: (2, 3) }])
        };
        let mut out = Vec::new();
        fill(xml, &mut Sheet { sample: Some(2), size: (2, 3), write: &mut write }, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "<x><dimension ref=\"A1:B3\"/><sheetData><row r=\"1\"/>\
             <row r=\"2\" ht=\"20.25\" customHeight=\"1\"><c r=\"A2\" s=\"7\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a</t></is></c><c r=\"B2\"><v>1.5</v></c></row>\
             <row r=\"3\"><c r=\"A3\" s=\"7\"/></row></sheetData><autoFilter/>\
             <mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells><pageMargins/></x>"
        );
    }
}
