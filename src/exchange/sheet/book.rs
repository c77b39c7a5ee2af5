//! Workbooks, read by calamine: XLSX cell by cell, since two far corners must not fill the memory.

use super::metered::{Metered, Parts};
use super::room::Room;
use super::{Area, Cell, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, Sheet, SheetError, Workbook, broken, text_cell};
use crate::source::CellRef;
use crate::value::Date;
use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Ods, Reader, SheetType, SheetVisible, Xlsx};
use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The last cell of a sheet.
const LAST: &str = "XFD1048576";
/// Most merged areas of a sheet that are worth knowing.
const MAX_AREAS: usize = 50_000;

pub(super) fn xlsx(bytes: &[u8], parts: Parts) -> Result<Workbook, SheetError> {
    xlsx_within(Room::new(), bytes, parts)
}

fn xlsx_within(mut room: Room, bytes: &[u8], parts: Parts) -> Result<Workbook, SheetError> {
    let (file, is_spent) = Metered::new(bytes, parts);
    let read = whole(|| {
        let mut book: Xlsx<_> = Xlsx::new(file).map_err(|error| match error {
            calamine::XlsxError::Password => SheetError::Password,
            other => broken(other),
        })?;
        let mut sheets = Vec::new();
        for (name, hidden) in names(book.sheets_metadata())? {
            let merged = areas(book.merge_cells_by_sheet_name(&name).map_err(broken)?);
            let mut cells = Vec::new();
            let mut reader = book.worksheet_cells_reader(&name).map_err(broken)?;
            while let Some(found) = reader.next_cell().map_err(broken)? {
                let (row, column) = found.get_position();
                if row >= MAX_ROWS || column >= MAX_COLUMNS {
                    return Err(broken(format!("sheet {name} has a cell beyond {LAST}")));
                }
                // Empty cells are not kept, but take their time.
                room.places(1)?;
                let cell = match found.get_value() {
                    DataRef::SharedString(text) => text_cell(text),
                    other => cell(&Data::from(other.clone())),
                };
                push(&mut room, &mut cells, CellRef { row, column }, cell)?;
            }
            sheets.push(Sheet::of(name, hidden, cells, merged));
        }
        Ok(Workbook { sheets })
    });
    if is_spent() { Err(SheetError::TooLarge) } else { read }
}

pub(super) fn ods(bytes: &[u8]) -> Result<Workbook, SheetError> {
    whole(|| {
        let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
            calamine::OdsError::Password => SheetError::Password,
            calamine::OdsError::CellLimitExceeded { .. } => SheetError::TooLarge,
            other => broken(other),
        })?;
        dense(&mut book, |_, _| Vec::new())
    })
}

pub(super) fn dense<R: Reader<Cursor<B>>, B>(
    book: &mut R,
    merged: impl Fn(&mut R, &str) -> Vec<Area>,
) -> Result<Workbook, SheetError>
where
    B: AsRef<[u8]>,
    R::Error: Display,
    Cursor<B>: std::io::Read + std::io::Seek,
{
    let mut room = Room::new();
    let mut sheets = Vec::new();
    for (name, hidden) in names(book.sheets_metadata())? {
        let range = book.worksheet_range(&name).map_err(broken)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut cells = Vec::new();
        for (row, column, data) in range.used_cells() {
            let at = CellRef { row: top + row as u32, column: left + column as u32 };
            push(&mut room, &mut cells, at, cell(data))?;
        }
        let areas = merged(book, &name);
        sheets.push(Sheet::of(name, hidden, cells, areas));
    }
    Ok(Workbook { sheets })
}

/// Reads, and makes an error of what a broken file might drive the reader to.
pub(super) fn whole(read: impl FnOnce() -> Result<Workbook, SheetError>) -> Result<Workbook, SheetError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(SheetError::Broken("its parts do not fit".to_owned())))
}

/// Sheets with cells, and whether they are hidden. Charts and macros have none.
/// A name is all that calamine finds a sheet by, so there must not be two of one.
fn names(sheets: &[calamine::Sheet]) -> Result<Vec<(String, bool)>, SheetError> {
    if sheets.len() > MAX_SHEETS {
        return Err(SheetError::TooLarge);
    }
    let with_cells = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    for sheet in with_cells {
        if !known.insert(&sheet.name) {
            return Err(broken(format!("two sheets are called {}", sheet.name)));
        }
        found.push((sheet.name.clone(), sheet.visible != SheetVisible::Visible));
    }
    Ok(found)
}

/// Merged areas; what lies beyond a sheet is none.
pub(super) fn areas(found: Vec<Dimensions>) -> Vec<Area> {
    let at = |(row, column): (u32, u32)| CellRef { row, column };
    let is_within = |area: &Dimensions| {
        area.start.0 <= area.end.0 && area.start.1 <= area.end.1 && area.end.0 < MAX_ROWS && area.end.1 < MAX_COLUMNS
    };
    let within = found.into_iter().filter(is_within).take(MAX_AREAS);
    within.map(|area| Area { from: at(area.start), to: at(area.end) }).collect()
}

/// Adds a cell, if there is one and room for it.
fn push(room: &mut Room, cells: &mut Vec<(CellRef, Cell)>, at: CellRef, cell: Option<Cell>) -> Result<(), SheetError> {
    let Some(cell) = cell else { return Ok(()) };
    let size = match &cell {
        Cell::Text(text) => text.len() as u64,
        _ => 0,
    };
    room.cells(1, size)?;
    cells.push((at, cell));
    Ok(())
}

fn cell(data: &Data) -> Option<Cell> {
    match data {
        Data::Empty => None,
        Data::Int(number) => Some(Cell::Number(*number as f64)),
        Data::Float(number) => Some(Cell::Number(*number)),
        Data::String(text) | Data::DurationIso(text) => text_cell(text),
        Data::Bool(yes) => Some(Cell::Bool(*yes)),
        Data::DateTime(moment) => Some(day(moment)),
        // `2023-09-30T00:00:00`
        Data::DateTimeIso(text) => match text.get(..10).and_then(Date::parse) {
            Some(date) => Some(Cell::Date(date)),
            None => text_cell(text),
        },
        Data::Error(error) => Some(Cell::Error(error.to_string())),
    }
}

/// The day of a serial number; a number beyond all years stays one, and so does a length of time.
fn day(moment: &ExcelDateTime) -> Cell {
    let number = moment.as_f64();
    if moment.is_duration() || !(1.0..2_958_466.0).contains(&number) {
        return Cell::Number(number);
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    Date::new(i32::from(year), u32::from(month), u32::from(day)).map_or(Cell::Number(number), Cell::Date)
}

#[cfg(test)]
mod tests;
