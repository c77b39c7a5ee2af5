//! Sheets for tests, cell by cell.

use sachstand::exchange::sheet::{Area, Cell, Row, Sheet, Workbook};
use sachstand::source::CellRef;
use sachstand::value::Date;

/// A text.
pub(super) fn t(text: &str) -> Option<Cell> {
    Some(Cell::Text(text.to_owned()))
}

/// A number.
pub(super) fn n(number: f64) -> Option<Cell> {
    Some(Cell::Number(number))
}

/// A day.
pub(super) fn d(date: &str) -> Option<Cell> {
    Some(Cell::Date(Date::parse(date).unwrap()))
}

/// An empty cell.
pub(super) const E: Option<Cell> = None;

/// A sheet of these rows, from A1 on.
pub(super) fn sheet(name: &str, rows: Vec<Vec<Option<Cell>>>) -> Sheet {
    let row = |(index, cells): (u32, Vec<Option<Cell>>)| {
        let cells = (0..).zip(cells).filter_map(|(column, cell)| Some((column, cell?))).collect::<Vec<_>>();
        (!cells.is_empty()).then_some(Row { index, cells })
    };
    Sheet { name: name.to_owned(), hidden: false, rows: (0..).zip(rows).filter_map(row).collect(), merged: Vec::new() }
}

/// A workbook of one sheet.
pub(super) fn book(rows: Vec<Vec<Option<Cell>>>) -> Workbook {
    Workbook { sheets: vec![sheet("Plan", rows)] }
}

/// An area by the names of its corners.
pub(super) fn area(from: &str, to: &str) -> Area {
    Area { from: CellRef::parse(from).unwrap(), to: CellRef::parse(to).unwrap() }
}
