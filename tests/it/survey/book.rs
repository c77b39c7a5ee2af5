//! A workbook in the hands of an office: cells are filled in, columns deleted, sheets renamed and
//! sorted, and it is saved again by another program. Formats are lost on the way, as they may be.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sachstand::exchange::sheet::{self, Cell};
use sachstand::source::{CellRef, column_of};
use std::collections::BTreeMap;

/// A workbook with everything that can be seen in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Book {
    /// Its sheets.
    pub(crate) sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sheet {
    /// Its name.
    pub(crate) name: String,
    hidden: bool,
    /// Its cells by row and column, from 0.
    pub(crate) cells: BTreeMap<(u32, u32), Cell>,
}

impl Book {
    /// Opens a workbook.
    pub(crate) fn open(bytes: &[u8]) -> Book {
        let book = sheet::Workbook::read("book.xlsx", bytes).expect("the workbook can be read");
        let sheet = |sheet: sheet::Sheet| {
            let rows = sheet.rows.into_iter();
            let cells =
                rows.flat_map(|row| row.cells.into_iter().map(move |(column, cell)| ((row.index, column), cell)));
            Sheet { name: sheet.name, hidden: sheet.hidden, cells: cells.collect() }
        };
        Book { sheets: book.sheets.into_iter().map(sheet).collect() }
    }

    /// A sheet by its name.
    pub(crate) fn sheet(&mut self, name: &str) -> &mut Sheet {
        let known: Vec<String> = self.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        self.sheets.iter_mut().find(|sheet| sheet.name == name).unwrap_or_else(|| panic!("no `{name}` in {known:?}"))
    }

    /// Does what a line says: `SHEET!G6 = VALUE`, `SHEET!G = VALUE` for the whole column, an empty value
    /// clears; `delete SHEET!A`, `insert SHEET!A` for columns and `SHEET!1` for rows; `rename A -> B`,
    /// `copy A -> B`, `remove A` for sheets.
    pub(crate) fn edit(&mut self, line: &str) {
        if let Some(place) = line.strip_prefix("delete ") {
            let (sheet, column) = place.split_once('!').expect("a sheet and a column");
            self.sheet(sheet).shift(column, false);
        } else if let Some(place) = line.strip_prefix("insert ") {
            let (sheet, column) = place.split_once('!').expect("a sheet and a column");
            self.sheet(sheet).shift(column, true);
        } else if let Some(names) = line.strip_prefix("rename ") {
            let (from, to) = names.split_once(" -> ").expect("two names");
            to.clone_into(&mut self.sheet(from).name);
        } else if let Some(names) = line.strip_prefix("copy ") {
            let (from, to) = names.split_once(" -> ").expect("two names");
            let copy = Sheet { name: to.to_owned(), ..self.sheet(from).clone() };
            self.sheets.push(copy);
        } else if let Some(name) = line.strip_prefix("remove ") {
            self.sheets.retain(|sheet| sheet.name != name);
        } else if let Some(name) = line.strip_prefix("add ") {
            self.sheets.push(Sheet { name: name.to_owned(), hidden: false, cells: BTreeMap::new() });
        } else {
            let (place, value) = line.split_once(" =").expect("a cell and a value");
            let (sheet, cell) = place.split_once('!').expect("a sheet and a cell");
            let at = CellRef::parse(cell).expect("a cell");
            self.sheet(sheet).set(at, value.trim());
        }
    }

    /// Saves it as XLSX.
    pub(crate) fn save(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        for sheet in &self.sheets {
            let out = book.add_worksheet();
            out.set_name(&sheet.name).expect("a name that Excel takes").set_hidden(sheet.hidden);
            for ((row, column), cell) in &sheet.cells {
                let (row, column) = (*row, u16::try_from(*column).expect("a column that Excel has"));
                match cell {
                    Cell::Text(text) => out.write_string(row, column, text),
                    Cell::Number(number) => out.write_number(row, column, *number),
                    Cell::Bool(yes) => out.write_boolean(row, column, *yes),
                    Cell::Error(error) => out.write_formula(row, column, Formula::new("=1/0").set_result(error)),
                    Cell::Date(date) => {
                        let day = ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8);
                        let format = Format::new().set_num_format("dd.mm.yyyy");
                        out.write_datetime_with_format(row, column, day.expect("a date that Excel has"), &format)
                    }
                }
                .expect("a cell that Excel takes");
            }
        }
        book.save_to_buffer().expect("the workbook can be saved")
    }
}

impl Sheet {
    /// Puts a value into a cell, as if it were typed: numbers become numbers.
    pub(crate) fn set(&mut self, at: CellRef, value: &str) {
        let cell = match value {
            "" => None,
            error if error.starts_with('#') && error.ends_with(['!', '?', 'A']) => Some(Cell::Error(error.to_owned())),
            value => Some(if let Ok(number) = value.parse() {
                Cell::Number(number)
            } else if let Some(date) = sachstand::value::Date::parse(value) {
                Cell::Date(date)
            } else {
                Cell::Text(value.trim_matches('"').replace("\\n", "\n"))
            }),
        };
        match cell {
            Some(cell) => self.cells.insert((at.row, at.column), cell),
            None => self.cells.remove(&(at.row, at.column)),
        };
    }

    /// Inserts or deletes a column (`A`) or row (`1`).
    fn shift(&mut self, place: &str, insert: bool) {
        let row: Option<u32> = place.parse::<u32>().ok().map(|row| row - 1);
        let column = if row.is_none() { Some(column_of(place).expect("a column")) } else { None };
        let moved = |at: u32, from: Option<u32>| match from {
            Some(from) if insert && at >= from => Some(at + 1),
            Some(from) if !insert && at == from => None,
            Some(from) if !insert && at > from => Some(at - 1),
            _ => Some(at),
        };
        let cells = std::mem::take(&mut self.cells).into_iter();
        self.cells = cells.filter_map(|((r, c), cell)| Some(((moved(r, row)?, moved(c, column)?), cell))).collect();
    }

    /// Sorts the rows from `first` on (from 0) the other way round; only these columns, if any are named.
    pub(crate) fn reverse(&mut self, first: u32, columns: &[u32]) {
        let last = self.cells.keys().map(|(row, _)| *row).max().unwrap_or(first);
        let cells = std::mem::take(&mut self.cells).into_iter();
        let moves = |row: u32, column: u32| row >= first && (columns.is_empty() || columns.contains(&column));
        self.cells = cells
            .map(
                |((row, column), cell)| {
                    if moves(row, column) { ((last - (row - first), column), cell) } else { ((row, column), cell) }
                },
            )
            .collect();
    }
}
