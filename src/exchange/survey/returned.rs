//! Recognises a returned workbook: which date, city and unit it is for, which sheet is which register,
//! and where its columns are now.
//!
//! A workbook may have been renamed, sorted, filtered, saved by another program, given further sheets
//! and columns. Whatever it no longer says is reported, never guessed.

use super::Survey;
use super::columns::Column;
use super::register_sheet::TAG;
use crate::diag::codes::survey as codes;
use crate::diag::{Diagnostics, Locus};
use crate::exchange::sheet::{Cell, Row, Sheet, Workbook};
use crate::model::{RegisterId, UnitId};
use crate::source::{CellRef, SheetPlace};
use crate::value::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Rows in which the heading is looked for.
const TOP: u32 = 60;
/// Headings that a row must have to be the heading.
const ENOUGH: usize = 3;

/// What a workbook says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct About {
    date: String,
    unit: String,
    city: String,
    /// Key of a register and name of its sheet as it went out.
    sheets: Vec<(String, String)>,
}

/// A returned workbook that belongs to the survey.
pub(super) struct Returned<'b> {
    /// Its unit.
    pub(super) unit: UnitId,
    /// Its sheets with the register of each.
    pub(super) parts: Vec<Part<'b>>,
}

/// A sheet with the answers for one register.
pub(super) struct Part<'b> {
    /// The register.
    pub(super) register: RegisterId,
    /// The file as the user named it.
    file: &'b str,
    sheet: &'b Sheet,
    head: u32,
    columns: BTreeMap<Column, u32>,
}

impl About {
    /// What a workbook says about itself; nothing if it is none of ours.
    pub(super) fn read(book: &Workbook) -> Option<Self> {
        book.sheets.iter().find_map(of_hidden_sheet).or_else(|| book.sheets.iter().find_map(of_register_sheet))
    }

    /// The reporting date it asks about.
    pub(super) fn date(&self) -> Option<Date> {
        Date::parse(&self.date)
    }
}

fn text(sheet: &Sheet, row: u32, column: u32) -> String {
    sheet.cell(CellRef { row, column }).map(|cell| clean(&cell.text())).unwrap_or_default()
}

/// The hidden sheet: kind and version, date, unit and city, then the registers with their sheets.
fn of_hidden_sheet(sheet: &Sheet) -> Option<About> {
    if text(sheet, 0, 0) != TAG || text(sheet, 1, 0) != "date" {
        return None;
    }
    let mut about =
        About { date: text(sheet, 1, 1), unit: text(sheet, 2, 1), city: text(sheet, 3, 1), sheets: Vec::new() };
    for row in (4..).take_while(|row| sheet.cell(CellRef { row: *row, column: 0 }).is_some()) {
        about.sheets.push((text(sheet, row, 0), text(sheet, row, 1)));
    }
    Some(about)
}

/// What a sheet says it is about, if its hidden column is there: date, unit, register and city.
fn tag(sheet: &Sheet) -> Option<[&str; 4]> {
    let rows = sheet.rows.iter().take_while(|row| row.index < TOP);
    rows.flat_map(|row| &row.cells).find_map(|(_, cell)| {
        let Cell::Text(text) = cell else { return None };
        let mut parts = text.strip_prefix(TAG)?.strip_prefix('|')?.splitn(4, '|');
        Some([parts.next()?, parts.next()?, parts.next()?, parts.next()?])
    })
}

fn of_register_sheet(sheet: &Sheet) -> Option<About> {
    let [date, unit, _, city] = tag(sheet)?.map(clean);
    Some(About { date, unit, city, sheets: Vec::new() })
}

/// Recognises the sheets of a workbook; nothing, with the reason told, if it is not for this survey.
pub(super) fn recognise<'b>(
    survey: &Survey<'_>,
    file: &'b str,
    book: &'b Workbook,
    diags: &mut Diagnostics,
) -> Option<Returned<'b>> {
    let words = survey.words;
    let Some(about) = About::read(book) else {
        diags.push(codes::file(file, words, "not_a_survey", &[]));
        return None;
    };
    if about.date() != Some(survey.date) {
        diags.push(codes::file(file, words, "other_date", &[("found", &about.date), ("wanted", &survey.date)]));
        return None;
    }
    let here = survey.city();
    if clean(here) != about.city {
        diags.push(codes::file(file, words, "other_city", &[("found", &about.city), ("here", &here)]));
        return None;
    }
    let Some(unit) = survey.unit(&about.unit) else {
        let known: Vec<String> = survey.model.units.iter().map(|unit| format!("`{}`", unit.id)).collect();
        let values: [(&str, &dyn Display); 2] = [("unit", &about.unit), ("known", &known.join(", "))];
        diags.push(codes::file(file, words, "unknown_unit", &values));
        return None;
    };
    let (mut parts, mut seen) = (Vec::new(), BTreeSet::new());
    for sheet in book.sheets.iter().filter(|sheet| !sheet.rows.is_empty() && of_hidden_sheet(sheet).is_none()) {
        match survey.register_of(sheet, &about) {
            Some(register) => {
                seen.insert(register);
                parts.extend(part(survey, file, sheet, register, diags));
            }
            None if sheet.hidden || is_guide(survey, sheet) => {}
            None => diags.push(codes::unread(Locus::Sheet(place(file, sheet, None)), words, "unread_sheet", "")),
        }
    }
    for register in &survey.registers {
        let is_asked = survey.asked(unit, *register).next().is_some();
        if is_asked && !seen.contains(register) {
            let locus = Locus::Path(file.to_owned());
            diags.push(codes::incomplete(locus, words, "sheet_missing", survey.title(*register)));
        }
    }
    Some(Returned { unit, parts })
}

/// The instructions, whatever the sheet is called now.
fn is_guide(survey: &Survey<'_>, sheet: &Sheet) -> bool {
    let title = survey.words.fill("survey.title", &[("date", &survey.lang().long_date(survey.date))]);
    sheet.rows.iter().take(5).flat_map(|row| &row.cells).any(|(_, cell)| clean(&cell.text()) == clean(&title))
}

impl Survey<'_> {
    /// Which register a sheet is for: by its hidden column, or by its name.
    fn register_of(&self, sheet: &Sheet, about: &About) -> Option<RegisterId> {
        let by_key = |key: &str| self.registers.iter().copied().find(|register| self.key(*register) == key);
        if let Some([_, _, key, _]) = tag(sheet) {
            return by_key(key);
        }
        let sent = about.sheets.iter().find(|(_, name)| *name == sheet.name).and_then(|(key, _)| by_key(key));
        sent.or_else(|| {
            // The heading over the titles is what one entry is called, which tells registers apart.
            let mut fits = self.registers.iter().filter(|register| {
                let heading = plain(&Column::Title.heading(self, **register));
                head(self, sheet, **register)
                    .is_some_and(|row| row.cells.iter().any(|(_, cell)| plain(&cell.text()) == heading))
            });
            fits.next().copied().filter(|_| fits.next().is_none())
        })
    }
}

/// The row with the headings.
fn head<'b>(survey: &Survey<'_>, sheet: &'b Sheet, register: RegisterId) -> Option<&'b Row> {
    let headings: Vec<String> = Column::ALL.iter().map(|column| plain(&column.heading(survey, register))).collect();
    sheet
        .rows
        .iter()
        .take_while(|row| row.index < TOP)
        .find(|row| row.cells.iter().filter(|(_, cell)| headings.contains(&plain(&cell.text()))).count() >= ENOUGH)
}

/// Finds the columns of a sheet. Nothing, with the reason told, without those that answers need.
fn part<'b>(
    survey: &Survey<'_>,
    file: &'b str,
    sheet: &'b Sheet,
    register: RegisterId,
    diags: &mut Diagnostics,
) -> Option<Part<'b>> {
    let words = survey.words;
    let Some(head) = head(survey, sheet, register) else {
        let wanted = Column::Value.heading(survey, register);
        diags.push(codes::column(place(file, sheet, None), words, "no_heading", &wanted));
        return None;
    };
    let mut columns = BTreeMap::new();
    let mut others = Vec::new();
    for (at, cell) in &head.cells {
        let heading = plain(&cell.text());
        let known = Column::ALL.into_iter().find(|column| plain(&column.heading(survey, register)) == heading);
        let here = CellRef { row: head.index, column: *at };
        match known {
            Some(column) if columns.contains_key(&column) => {
                diags.push(codes::column(place(file, sheet, Some(here)), words, "column_twice", &clean(&cell.text())));
                return None;
            }
            Some(column) => {
                columns.insert(column, *at);
            }
            None => others.push((here, cell.text())),
        }
    }
    let missing = |column: Column| !columns.contains_key(&column);
    let heading = |column: Column| column.heading(survey, register);
    let whole = || place(file, sheet, None);
    if missing(Column::Value) {
        diags.push(codes::column(whole(), words, "column_missing", &heading(Column::Value)));
        return None;
    }
    if missing(Column::Id) {
        if missing(Column::Number) {
            diags.push(codes::column(whole(), words, "column_missing", &heading(Column::Number)));
            return None;
        }
        diags.push(codes::by_number(whole(), words, &heading(Column::Number)));
    }
    for column in [Column::Title, Column::Comment, Column::Left, Column::Reason, Column::Into] {
        if missing(column) {
            diags.push(codes::incomplete(Locus::Sheet(whole()), words, "column_lost", &heading(column)));
        }
    }
    others.extend(unnamed(sheet, head));
    for (here, heading) in others {
        let is_filled = sheet.rows.iter().any(|row| row.index > head.index && cell_of(row, here.column).is_some());
        if is_filled {
            let heading = clean(&heading);
            let key = if heading.is_empty() { "unread_unnamed" } else { "unread_column" };
            diags.push(codes::unread(Locus::Sheet(place(file, sheet, Some(here))), words, key, &heading));
        }
    }
    Some(Part { register, file, sheet, head: head.index, columns })
}

/// Columns with cells below the heading and none in it.
fn unnamed(sheet: &Sheet, head: &Row) -> Vec<(CellRef, String)> {
    let below = sheet.rows.iter().filter(|row| row.index > head.index);
    let columns: BTreeSet<u32> = below.flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
    let lone = columns.into_iter().filter(|column| cell_of(head, *column).is_none());
    lone.map(|column| (CellRef { row: head.index, column }, String::new())).collect()
}

fn place(file: &str, sheet: &Sheet, cell: Option<CellRef>) -> SheetPlace {
    SheetPlace { file: file.to_owned(), sheet: sheet.name.clone(), cell }
}

fn cell_of(row: &Row, column: u32) -> Option<&Cell> {
    let at = row.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
    Some(&row.cells[at].1)
}

impl<'b> Part<'b> {
    /// The rows below the heading.
    pub(super) fn rows(&self) -> impl Iterator<Item = &'b Row> {
        let head = self.head;
        self.sheet.rows.iter().filter(move |row| row.index > head)
    }

    /// Whether the sheet still has a column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains_key(&column)
    }

    /// The cell of a column in a row.
    pub(super) fn cell(&self, row: &'b Row, column: Column) -> Option<&'b Cell> {
        cell_of(row, *self.columns.get(&column)?)
    }

    /// What a cell says, without spaces around it.
    pub(super) fn text(&self, row: &'b Row, column: Column) -> String {
        self.cell(row, column).map(|cell| clean(&cell.text())).unwrap_or_default()
    }

    /// The place of a column in a row; of the row's first column if it is gone.
    pub(super) fn place(&self, row: &Row, column: Column) -> SheetPlace {
        let column = self.columns.get(&column).copied().unwrap_or(0);
        place(self.file, self.sheet, Some(CellRef { row: row.index, column }))
    }
}

/// A text with single spaces, none around it and none that only look like one.
pub(super) fn clean(text: &str) -> String {
    let visible = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}');
    let text: String = text.chars().filter(visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text by which two are compared that people may have written a little differently.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
