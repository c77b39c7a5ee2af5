//! Sheets as they come from offices: XLSX, XLSM, ODS, XLS and CSV, all as the same plain rows of cells.
//!
//! Here is only what stands in a file. What it means is for `import` and for whoever else reads sheets.
//! Nothing in a file is executed or followed, formulas give the value that was saved with them, and
//! a file that is broken, locked or larger unpacked than any plan can be gives an error, never a panic.

mod book;
mod metered;
mod old;
mod repeated;
mod room;
mod table;
mod unpacked;

use crate::source::CellRef;
use crate::value::Date;
use std::fmt;

/// Most bytes that a file may have.
pub const MAX_FILE: usize = 50_000_000;
/// Most bytes that it may have unpacked, and that its cells may hold together.
pub const MAX_UNPACKED: u64 = 250_000_000;
/// Most cells that a file may have.
pub const MAX_CELLS: u64 = 3_000_000;
/// Most sheets that a file may have.
const MAX_SHEETS: usize = 1_000;
/// Rows and columns of a sheet in Excel and LibreOffice.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;
/// Most places, with or without a cell, that readers may make of a file: a whole sheet of Excel 97.
const MAX_PLACES: u64 = 65_536 * 256;

/// A file with its sheets.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// Sheets in the order of the file; a CSV file has one, which is called after the file.
    pub sheets: Vec<Sheet>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether the program that shows it hides it.
    pub hidden: bool,
    /// Rows with at least one cell, ascending.
    pub rows: Vec<Row>,
    /// Areas that are shown as one cell; their value stands in the first one. Known for XLSX and XLS.
    pub merged: Vec<Area>,
}

/// The cells of one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where it stands, from 0.
    pub index: u32,
    /// Column, from 0, and value of each cell that has one, ascending.
    pub cells: Vec<(u32, Cell)>,
}

/// What a cell holds; an empty cell is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text with something to see in it, as it was typed.
    Text(String),
    /// A number.
    Number(f64),
    /// A day; a time of day is left out.
    Date(Date),
    /// Yes or no.
    Bool(bool),
    /// A formula that has no value, as it shows: `#REF!`.
    Error(String),
}

impl Cell {
    /// What it shows without a format: whole numbers without decimals, days as `2023-09-30`.
    pub fn text(&self) -> String {
        match self {
            Cell::Text(text) | Cell::Error(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Date(date) => date.to_string(),
            Cell::Bool(yes) => yes.to_string(),
        }
    }
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// The cell in its upper left corner.
    pub from: CellRef,
    /// The cell in its lower right corner.
    pub to: CellRef,
}

/// Why a file gives no sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetError {
    /// There is nothing in it.
    Empty,
    /// Excel's own note that somebody has the workbook open.
    LockFile,
    /// It is larger than [`MAX_FILE`], or unpacked than [`MAX_UNPACKED`], or has more than [`MAX_CELLS`] or more
    /// sheets, columns or places between its cells than any plan.
    TooLarge,
    /// It can only be opened with a password.
    Password,
    /// It is something else; what, as file formats are called: `PDF`.
    OtherFormat(&'static str),
    /// A text in quotation marks that does not end; the line in which it starts, from 1.
    OpenQuote(usize),
    /// It should be a workbook, but cannot be read; the reader's words.
    Broken(String),
}

/// What a reader says of a broken file.
fn broken(error: impl fmt::Display) -> SheetError {
    SheetError::Broken(error.to_string())
}

impl Workbook {
    /// Reads a file. `name` is its path or name: a CSV sheet is called after it, and it says `~$`.
    /// The format is recognised by the content, so that a wrong ending does no harm.
    ///
    /// # Errors
    /// See [`SheetError`].
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, SheetError> {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        if file.starts_with("~$") || file.starts_with(".~lock.") {
            return Err(SheetError::LockFile);
        }
        if bytes.len() > MAX_FILE {
            return Err(SheetError::TooLarge);
        }
        match bytes {
            [] => Err(SheetError::Empty),
            [b'P', b'K', 3 | 5, ..] => match unpacked::kind(bytes)? {
                unpacked::Kind::Xlsx(parts) => book::xlsx(bytes, parts),
                unpacked::Kind::Ods => book::ods(bytes),
            },
            [0xd0, 0xcf, 0x11, 0xe0, ..] => old::xls(bytes),
            _ => table::csv(file.rsplit_once('.').map_or(file, |(stem, _)| stem), bytes),
        }
    }
}

impl Sheet {
    /// The value of a cell.
    pub fn cell(&self, at: CellRef) -> Option<&Cell> {
        let row = self.row(at.row)?;
        let place = row.cells.binary_search_by_key(&at.column, |(column, _)| *column).ok()?;
        Some(&row.cells[place].1)
    }

    /// The row with this index.
    pub fn row(&self, index: u32) -> Option<&Row> {
        let place = self.rows.binary_search_by_key(&index, |row| row.index).ok()?;
        Some(&self.rows[place])
    }

    /// The merged area that a cell belongs to.
    pub fn area(&self, at: CellRef) -> Option<&Area> {
        self.merged.iter().find(|area| {
            (area.from.row..=area.to.row).contains(&at.row) && (area.from.column..=area.to.column).contains(&at.column)
        })
    }

    /// A sheet of these cells in any order; of two at one place the later counts.
    fn of(name: String, hidden: bool, mut cells: Vec<(CellRef, Cell)>, merged: Vec<Area>) -> Self {
        cells.sort_by_key(|(at, _)| *at);
        let mut rows: Vec<Row> = Vec::new();
        for (at, cell) in cells {
            if rows.last().is_none_or(|row| row.index != at.row) {
                rows.push(Row { index: at.row, cells: Vec::new() });
            }
            let Some(row) = rows.last_mut() else { continue };
            match row.cells.last_mut() {
                Some((column, last)) if *column == at.column => *last = cell,
                _ => row.cells.push((at.column, cell)),
            }
        }
        Sheet { name, hidden, rows, merged }
    }
}

/// A text, if there is anything to see in it.
fn text_cell(text: &str) -> Option<Cell> {
    let is_blank = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}');
    (!text.chars().all(is_blank)).then(|| Cell::Text(text.to_owned()))
}

#[cfg(test)]
mod tests;
