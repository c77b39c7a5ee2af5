//! The second sheet: a header in the first row, one record in each row, nothing merged.

use super::{put, records};
use crate::exchange::register::{Column, Table};
use rust_xlsxwriter::{Format, IgnoreError, Worksheet, XlsxError};

/// Fills the sheet.
pub(super) fn fill(sheet: &mut Worksheet, table: &Table<'_>) -> Result<(), XlsxError> {
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
    let mut last = 0;
    for (row, (at, record)) in (1..).zip(records(table)) {
        for (place, column) in (0..).zip(&columns) {
            put(sheet, row, place, &table.datum(*column, at, record))?;
        }
        last = row;
    }
    let width = columns.len() as u16 - 1;
    sheet.set_freeze_panes(1, 0)?;
    // Nobody prints it on purpose; printed with the first one it takes few pages.
    sheet.set_paper_size(8).set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    sheet.autofilter(0, 0, last, width)?;
    // Codes such as `1.10` are texts, and are meant to be.
    sheet.ignore_error_range(0, 0, last.max(1), width, IgnoreError::NumberStoredAsText)?;
    Ok(())
}
