//! Registers and chart data as CSV: RFC 4180, comma, UTF-8 without a mark, decimals with a point. For Excel a second
//! form of registers: semicolon, mark, and a guard before what Excel would take for a formula.
//!
//! The columns of a register are an allow list (`register`). An empty value means that there is none; why it is
//! missing stands in `standing`, and it is never the same as 0.

use super::register::{Datum, Table};
use super::register_book::Source;
use crate::model::RegisterId;
use crate::text::lang::Lang;
use csv::{Terminator, WriterBuilder};

/// A table with a header.
pub fn table_csv(header: &[String], rows: &[Vec<String>]) -> String {
    written(b',', std::iter::once(header).chain(rows.iter().map(Vec::as_slice)))
}

fn written<R: AsRef<[String]>>(separator: u8, rows: impl Iterator<Item = R>) -> String {
    let mut writer = WriterBuilder::new()
        .delimiter(separator)
        .terminator(Terminator::CRLF)
        .flexible(true)
        // Most tables are the few lines of one record; the library would set 8 KiB aside for each.
        .buffer_capacity(512)
        .from_writer(Vec::new());
    for row in rows {
        // Memory takes every byte, and rows may differ in length.
        let _ = writer.write_record(row.as_ref());
    }
    // As above; texts in UTF-8 stay in UTF-8.
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// All records of a register that this edition shows, one per row, with a column per reporting date: exact, for
/// programs.
pub fn register_csv(source: &Source<'_>, register: RegisterId) -> String {
    let exact = |datum: Datum| match datum {
        Datum::Nothing => String::new(),
        Datum::Text(text) | Datum::Number(text) => text,
    };
    written(b',', rows(&source.table(register), &exact))
}

/// The same for Excel: no text can become a formula, and decimals are written as in the site's first language.
pub fn register_excel_csv(source: &Source<'_>, register: RegisterId) -> String {
    let table = source.table(register);
    let comma = table.facts.lang() == Lang::De;
    let guarded = |datum: Datum| match datum {
        Datum::Nothing => String::new(),
        Datum::Number(number) if comma => number.replace('.', ","),
        Datum::Number(number) => number,
        Datum::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) => format!("'{text}"),
        Datum::Text(text) => text,
    };
    format!("\u{feff}{}", written(b';', rows(&table, &guarded)))
}

fn rows<'t>(table: &'t Table<'t>, cell: &'t dyn Fn(Datum) -> String) -> impl Iterator<Item = Vec<String>> + 't {
    let columns = table.facts.flat();
    let header = columns.iter().map(|column| table.facts.name(*column)).collect();
    let shown = table.facts.model.shown(table.facts.id);
    let rows = shown.map(move |(at, record)| columns.iter().map(|c| cell(table.datum(*c, at, record))).collect());
    std::iter::once(header).chain(rows)
}
