//! Registers and chart data as CSV: RFC 4180, comma, UTF-8 without a mark, decimals with a point. For Excel a second
//! form of registers: semicolon, mark, and a guard before what Excel would take for a formula.
//!
//! The columns of a register are an allow list (`register`). An empty value means that there is none; why it is
//! missing stands in `standing`, and it is never the same as 0.

use super::register::Datum;
use super::register_book::Source;
use super::set_aside;
use crate::model::RegisterId;
use crate::text::lang::Lang;
use csv::{Terminator, Writer, WriterBuilder};
use std::borrow::Cow;

/// A table with a header.
pub fn table_csv<H, R>(header: H, rows: impl IntoIterator<Item = R>) -> String
where
    H: IntoIterator<Item: AsRef<[u8]>>,
    R: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut writer = writer(b',', "", 0);
    // Memory takes every byte, and rows may differ in length.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row);
    }
    text_of(writer)
}

/// A table with a header whose rows are put together from pieces that many tables repeat.
pub struct PiecedCsv(String);

impl PiecedCsv {
    /// A table without rows.
    pub fn new<H: IntoIterator<Item: AsRef<[u8]>>>(header: H) -> Self {
        PiecedCsv(table_csv(header, std::iter::empty::<[&str; 0]>()))
    }

    /// Some fields of a row: at least two, since a single empty one would be quoted.
    pub fn piece<const N: usize>(fields: [&str; N]) -> String {
        const { assert!(N > 1) };
        let row = table_csv(fields, std::iter::empty::<[&str; 0]>());
        row.strip_suffix(END).unwrap_or(&row).to_owned()
    }

    /// Sets memory aside for that many rows of about that many bytes.
    pub fn reserve(&mut self, rows: usize, length: usize) {
        self.0.reserve(rows * length);
    }

    /// Adds a row of pieces.
    pub fn row<const N: usize>(&mut self, pieces: [&str; N]) {
        for (nth, piece) in pieces.into_iter().enumerate() {
            self.0.extend([if nth > 0 { "," } else { "" }, piece]);
        }
        self.0.push_str(END);
    }

    /// The table.
    pub fn finish(self) -> String {
        self.0
    }
}

/// The end of a row (RFC 4180).
const END: &str = "\r\n";

/// Writes behind a mark, into memory for about that many bytes.
fn writer(separator: u8, mark: &str, size: usize) -> Writer<Vec<u8>> {
    let mut out = Vec::with_capacity(mark.len() + size);
    out.extend(mark.as_bytes());
    WriterBuilder::new()
        .delimiter(separator)
        .terminator(Terminator::CRLF)
        .flexible(true)
        // Most tables are the few lines of one record; the library would set 8 KiB aside for each.
        .buffer_capacity(512)
        .from_writer(out)
}

fn text_of(writer: Writer<Vec<u8>>) -> String {
    // Memory takes every byte, and texts in UTF-8 stay in UTF-8.
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A register as CSV.
pub struct RegisterCsv {
    /// Exact, for programs.
    pub exact: String,
    /// For Excel: no text can become a formula, and decimals are written as in the site's first language.
    pub excel: String,
}

/// All records of a register that this edition shows, one per row, with a column per reporting date.
pub fn register_csv(source: &Source<'_>, register: RegisterId) -> RegisterCsv {
    let table = source.table(register);
    let comma = table.facts.lang() == Lang::De;
    let columns = table.facts.flat();
    let size = set_aside(table.facts.model.shown(register).count(), columns.len() * 8);
    let [mut exact, mut excel] =
        [(b',', ""), (b';', "\u{feff}")].map(|(separator, mark)| writer(separator, mark, size));
    // Memory takes every byte.
    for column in &columns {
        let name = table.facts.name(*column);
        let _ = exact.write_field(&name).and_then(|()| excel.write_field(&name));
    }
    let end = |writer: &mut Writer<Vec<u8>>| drop(writer.write_record(None::<&[u8]>));
    [&mut exact, &mut excel].into_iter().for_each(end);
    for (at, record) in table.facts.model.shown(register) {
        for column in &columns {
            let datum = table.datum(*column, at, record);
            let text = match &datum {
                Datum::Nothing => "",
                Datum::Text(text) | Datum::Number(text) => text,
            };
            let guarded: Cow<'_, str> = match &datum {
                Datum::Number(number) if comma && number.contains('.') => number.replace('.', ",").into(),
                Datum::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => {
                    format!("'{text}").into()
                }
                _ => text.into(),
            };
            let _ = exact.write_field(text).and_then(|()| excel.write_field(&*guarded));
        }
        [&mut exact, &mut excel].into_iter().for_each(end);
    }
    RegisterCsv { exact: text_of(exact), excel: text_of(excel) }
}
