//! The second sheet: a header in the first row, one record in each row, nothing merged.

use super::poured::Pen;
use super::records;
use crate::exchange::register::{Column, Table};
use rust_xlsxwriter::{Format, IgnoreError, Worksheet, XlsxError};
use std::io;

/// Makes the sheet without its rows.
pub(super) fn made(sheet: &mut Worksheet, table: &Table<'_>) -> Result<(), XlsxError> {
    let columns = table.facts.flat();
    let head = Format::new().set_bold();
    for (place, column) in (0..).zip(&columns) {
        sheet.write_string_with_format(0, place, table.facts.name(*column), &head)?;
        let width = match column {
            Column::Title => 48,
            Column::UnitName | Column::DivisionName | Column::Href | Column::Extra(_) => 28,
            Column::Delivery | Column::Related | Column::Programmes | Column::Id => 20,
            _ => 12,
        };
        sheet.set_column_width(place, width)?;
    }
    let (last, width) = (size(table).1 - 1, columns.len() as u16 - 1);
    sheet.set_freeze_panes(1, 0)?;
    // Nobody prints it on purpose; printed with the first one it takes few pages.
    sheet.set_paper_size(8).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.autofilter(0, 0, last, width)?;
    // Codes such as `1.10` are texts, and are meant to be.
    sheet.ignore_error_range(0, 0, last.max(1), width, IgnoreError::NumberStoredAsText)?;
    Ok(())
}

/// Columns and rows of the finished sheet.
pub(super) fn size(table: &Table<'_>) -> (u16, u32) {
    // A sheet holds no more of both than that.
    (table.facts.flat().len() as u16, records(table).count() as u32 + 1)
}

/// Writes the rows.
pub(super) fn write(table: &Table<'_>, pen: &mut Pen<'_>) -> io::Result<()> {
    let columns = table.facts.flat();
    for (row, (at, record)) in (2..).zip(records(table)) {
        pen.begin(row);
        (0..).zip(&columns).for_each(|(place, column)| pen.cell(place, &table.datum(*column, at, record)));
        pen.end(None)?;
    }
    Ok(())
}
