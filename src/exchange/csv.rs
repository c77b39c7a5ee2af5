//! Registers and chart data as CSV: RFC 4180, comma, UTF-8 without a mark, decimals with a point. For Excel a second
//! form of registers: semicolon, mark, and a guard before what Excel would take for a formula.
//!
//! The columns of a register are an allow list (`register`). An empty value means that there is none; why it is
//! missing stands in `standing`, and it is never the same as 0.

use super::register::{Datum, Table};
use super::register_book::Source;
use crate::model::RegisterId;
use crate::text::lang::Lang;

/// A table with a header.
pub fn table_csv(header: &[String], rows: &[Vec<String>]) -> String {
    written(',', std::iter::once(header).chain(rows.iter().map(Vec::as_slice)))
}

fn written<R: AsRef<[String]>>(separator: char, rows: impl Iterator<Item = R>) -> String {
    let mut out = String::new();
    for row in rows {
        let row = row.as_ref();
        for (i, field) in row.iter().enumerate() {
            if i > 0 {
                out.push(separator);
            }
            put(&mut out, field, separator);
        }
        if matches!(row, [only] if only.is_empty()) {
            // A blank line is no row.
            out.push_str("\"\"");
        }
        out.push_str("\r\n");
    }
    out
}

/// Appends a field, in quotes where it must be. The library that reads such files would make a writer with its own
/// memory for each table, and every record has one.
fn put(out: &mut String, field: &str, separator: char) {
    if !field.bytes().any(|byte| matches!(byte, b'"' | b'\r' | b'\n') || char::from(byte) == separator) {
        out.push_str(field);
        return;
    }
    out.push('"');
    for c in field.chars() {
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    out.push('"');
}

/// All records of a register that this edition shows, one per row, with a column per reporting date: exact, for
/// programs.
pub fn register_csv(source: &Source<'_>, register: RegisterId) -> String {
    let exact = |datum: Datum| match datum {
        Datum::Nothing => String::new(),
        Datum::Text(text) | Datum::Number(text) => text,
    };
    written(',', rows(&source.table(register), &exact))
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
    format!("\u{feff}{}", written(';', rows(&table, &guarded)))
}

fn rows<'t>(table: &'t Table<'t>, cell: &'t dyn Fn(Datum) -> String) -> impl Iterator<Item = Vec<String>> + 't {
    let columns = table.facts.flat();
    let header = columns.iter().map(|column| table.facts.name(*column)).collect();
    let shown = table.facts.model.shown(table.facts.id);
    let rows = shown.map(move |(at, record)| columns.iter().map(|c| cell(table.datum(*c, at, record))).collect());
    std::iter::once(header).chain(rows)
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn fields_are_quoted_as_by_the_library() {
        let rows = [
            &["", "a b", "ä;ö", "x,y", " z ", "#"].map(str::to_owned)[..],
            &["\"", "say \"so\"", "two\nlines", "cr\r", "\r\n", "'=1"].map(str::to_owned)[..],
            &["", ""].map(str::to_owned)[..],
            &[String::new()][..],
            &["only".to_owned()][..],
        ];
        for separator in [',', ';'] {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(separator as u8)
                .terminator(csv::Terminator::CRLF)
                .flexible(true)
                .from_writer(Vec::new());
            rows.iter().for_each(|row| writer.write_record(*row).expect("a row"));
            let expected = String::from_utf8(writer.into_inner().expect("bytes")).expect("a text");
            assert_eq!(written(separator, rows.iter()), expected);
        }
    }
}
