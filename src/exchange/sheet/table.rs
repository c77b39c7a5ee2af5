//! CSV files as offices save them: the separator, the encoding and Excel's own first line are recognised.
//! Records are taken one by one, so that a file with too many is refused where the last one fits, and a
//! record with more cells than a sheet has columns before it is taken apart.

use super::{Cell, MAX_CELLS, MAX_COLUMNS, Sheet, SheetError, Workbook, text_cell};
use crate::source::CellRef;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Separators; of two that fit equally well the first one is meant.
const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];
/// Formulas without a value, as English and German spreadsheets save them.
const ERRORS: &[&str] =
    &["#REF!", "#BEZUG!", "#VALUE!", "#WERT!", "#DIV/0!", "#NAME?", "#N/A", "#NV", "#NULL!", "#NUM!", "#ZAHL!"];
/// Records that are looked at to tell the separator.
const SAMPLE: usize = 60;

pub(super) fn csv(name: &str, bytes: &[u8]) -> Result<Workbook, SheetError> {
    let text = decoded(bytes)?;
    let (separator, text) = match text.split_once('\n') {
        Some((first, rest)) if first.trim().len() == 5 && first.trim().starts_with("sep=") => {
            (first.trim().as_bytes()[4], rest)
        }
        _ if text.trim() == "sep=" => return Err(SheetError::Empty),
        _ => (separator(&text), text.as_str()),
    };
    if text.trim().is_empty() {
        return Err(SheetError::Empty);
    }
    let mut cells = Vec::new();
    // The line of the last record, if a line ends inside its last cell.
    let mut open = None;
    let mut records = Records::new(text, separator);
    while let Some((row, line)) = records.next()? {
        for (column, value) in (0..).zip(records.cells()) {
            let cell = match ERRORS.contains(&value.trim()) {
                true => Some(Cell::Error(value.trim().to_owned())),
                false => text_cell(value),
            };
            cells.extend(cell.map(|cell| (CellRef { row, column }, cell)));
        }
        if cells.len() as u64 > MAX_CELLS {
            return Err(SheetError::TooLarge);
        }
        open = records.cells().last().is_some_and(|last| last.contains('\n')).then_some(line);
    }
    if let Some(line) = open
        && !text.trim_end().ends_with('"')
    {
        return Err(SheetError::OpenQuote(line));
    }
    Ok(Workbook { sheets: vec![Sheet::of(name.to_owned(), false, cells, Vec::new())] })
}

/// The text in whichever encoding it is; what is no text at all is refused.
fn decoded(bytes: &[u8]) -> Result<String, SheetError> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned(),
        // No text in an encoding of its own has a byte 0, one in UTF-16 has many in every second place.
        None if bytes.contains(&0) => {
            let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|b| **b == 0).count() * 5 / 2;
            let encoding = match () {
                () if zeros(1) > bytes.len() => UTF_16LE,
                () if zeros(0) > bytes.len() => UTF_16BE,
                () => return Err(other(bytes)),
            };
            encoding.decode_without_bom_handling(bytes).0.into_owned()
        }
        None => std::str::from_utf8(bytes)
            .map_or_else(|_| WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), str::to_owned),
    };
    if text.contains('\0') {
        return Err(other(bytes));
    }
    let start = text.trim_start().get(..5).unwrap_or_default().to_ascii_lowercase();
    if start.starts_with("%pdf") || start.starts_with("{\\rtf") {
        return Err(SheetError::OtherFormat(if start.starts_with('%') { "PDF" } else { "RTF" }));
    }
    if start.starts_with("<!doc") || start.starts_with("<html") || start.starts_with("<meta") {
        return Err(SheetError::OtherFormat("HTML"));
    }
    if start.starts_with("<?xml") {
        return Err(SheetError::OtherFormat("XML"));
    }
    Ok(text)
}

/// What a file of bytes is, as well as its start says.
fn other(bytes: &[u8]) -> SheetError {
    SheetError::OtherFormat(match bytes {
        [b'%', b'P', b'D', b'F', ..] => "PDF",
        [0x89, b'P', b'N', b'G', ..] => "PNG",
        [0xff, 0xd8, ..] => "JPEG",
        [0x1f, 0x8b, ..] => "GZIP",
        _ => "",
    })
}

/// The separator by which most of the first records have the same number of cells.
fn separator(text: &str) -> u8 {
    // Files of this program say so themselves, whatever stands in their texts.
    let ours = |separator: &u8| text.starts_with(&format!("id{0}number{0}title{0}", char::from(*separator)));
    if let Some(separator) = SEPARATORS.into_iter().find(ours) {
        return separator;
    }
    let score = |separator: u8| {
        let mut records = Records::new(text, separator);
        let mut widths = Vec::new();
        // What has too many cells is refused later, if this is the separator.
        for _ in 0..SAMPLE {
            let Ok(Some(_)) = records.next() else { break };
            widths.push(records.width);
        }
        widths.retain(|width| *width > 1);
        widths.iter().map(|width| widths.iter().filter(|other| *other == width).count()).max().unwrap_or(0)
    };
    let mut best = (0, SEPARATORS[0]);
    for separator in SEPARATORS {
        let score = score(separator);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

/// Records with their row and the line in which they start, both as a spreadsheet would count.
struct Records<'t> {
    reader: Reader,
    text: &'t str,
    /// How much of the text has been read.
    at: usize,
    /// The row of the next record, if no empty line comes before it.
    row: u32,
    /// Room for the values of a record, one after the other, and for where each ends.
    values: Vec<u8>,
    ends: Vec<usize>,
    /// How many values the record has.
    width: usize,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, separator: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        Records { reader, text, at: 0, row: 0, values: vec![0; 1_000], ends: vec![0; MAX_COLUMNS as usize], width: 0 }
    }

    /// Goes to the next record, and says in which row and line it starts.
    fn next(&mut self) -> Result<Option<(u32, usize)>, SheetError> {
        let (start, line) = (self.at, self.reader.line() as usize);
        if !self.read()? {
            return Ok(None);
        }
        // Empty lines make no record, but a spreadsheet shows them as rows. After CR LF the reader stands
        // between the two.
        let text = self.text;
        let start = start + usize::from(start > 0 && text.get(start - 1..).is_some_and(|t| t.starts_with("\r\n")));
        let blank = text.get(start..).unwrap_or_default();
        let blank = blank.bytes().take_while(|b| matches!(b, b'\r' | b'\n')).filter(|b| *b == b'\n').count();
        let row = self.row + blank as u32;
        self.row = row + 1;
        Ok(Some((row, line + blank)))
    }

    /// Reads a record; `false` after the last one.
    fn read(&mut self) -> Result<bool, SheetError> {
        let mut length = 0;
        self.width = 0;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let (result, taken, written, ended) =
                self.reader.read_record(rest, &mut self.values[length..], &mut self.ends[self.width..]);
            self.at += taken;
            length += written;
            self.width += ended;
            match result {
                // Asks again, with nothing left, and hears that this is the end.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.values.resize(self.values.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => return Err(SheetError::TooLarge),
                ReadRecordResult::Record => return Ok(true),
                ReadRecordResult::End => return Ok(false),
            }
        }
    }

    /// The values of the record that was read last.
    fn cells(&self) -> impl Iterator<Item = &str> {
        let ends = &self.ends[..self.width];
        let starts = std::iter::once(0).chain(ends.iter().copied());
        // A text cut at separators, which are single bytes, is text.
        starts
            .zip(ends)
            .map(|(start, end)| self.values.get(start..*end).unwrap_or_default())
            .map(|value| std::str::from_utf8(value).unwrap_or_default())
    }
}
