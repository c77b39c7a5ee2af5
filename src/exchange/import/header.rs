//! Which sheet is meant, where its headers stand, and what each column means.

use super::aliases::Vocabulary;
use super::mapping::Mapping;
use super::written::{clean, dated, norm};
use crate::diag::{Diagnostics, codes};
use crate::exchange::sheet::{Cell, Row, Sheet, Workbook};
use crate::exchange::state;
use crate::source::{CellRef, SheetPlace, column_of};
use crate::text::catalog::Catalog;
use crate::value::{Date, Precision};

/// Rows among which the headers are looked for.
const HEAD_ROWS: usize = 60;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// Hidden id of the record.
    Id,
    /// Hidden state of the record when the sheet was made.
    State,
    /// Number.
    Number,
    /// Title.
    Title,
    /// The text below the front matter.
    Body,
    /// Code of the division.
    Division,
    /// Its name.
    DivisionName,
    /// Code of the unit.
    Unit,
    /// Its name.
    UnitName,
    /// Year reported, or the label of the baseline.
    Reported,
    /// Value at a reporting date.
    Value(Date),
    /// Status beside a value, which is only checked.
    Check(Date),
    /// A field of the record type, by its name.
    Field(&'static str),
    /// An extra field, as index into the configuration.
    Extra(usize),
    /// Known, and not to be taken over.
    Skip,
}

/// A column with a meaning.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Its place, from 0.
    pub(crate) index: u32,
    /// What it holds.
    pub(crate) target: Target,
    /// Its header on one line.
    pub(crate) title: String,
}

/// A sheet with its headers understood.
pub(crate) struct Layout<'b> {
    /// The sheet.
    pub(crate) sheet: &'b Sheet,
    /// Row of the headers, from 0.
    pub(crate) row: u32,
    /// Columns that mean something, from left to right.
    pub(crate) columns: Vec<Column>,
}

/// What is looked for.
pub(super) struct Wanted<'w> {
    pub(super) file: &'w str,
    pub(super) sheet: Option<&'w str>,
    pub(super) mapping: Option<&'w Mapping>,
    pub(super) vocabulary: &'w Vocabulary<'w>,
    /// Those of the other registers, to tell whose sheet it is.
    pub(super) others: &'w [Vocabulary<'w>],
    pub(super) words: &'w Catalog,
}

impl<'b> Layout<'b> {
    /// Finds the sheet and the headers, or says why not.
    pub(super) fn find(book: &'b Workbook, wanted: &Wanted<'_>, diags: &mut Diagnostics) -> Option<Self> {
        let filled: Vec<&Sheet> = book.sheets.iter().filter(|sheet| !sheet.rows.is_empty()).collect();
        let names: Vec<&str> = filled.iter().map(|sheet| sheet.name.as_str()).collect();
        if filled.is_empty() {
            diags.push(codes::sheet::unreadable_workbook(wanted.file, wanted.words, "none", &""));
            return None;
        }
        let name = wanted.sheet.or(wanted.mapping.and_then(|mapping| mapping.sheet.as_deref()));
        let candidates: Vec<&Sheet> = match name {
            // A CSV file has one sheet, which may be called as it likes.
            Some(_) if wanted.sheet.is_none() && filled.len() == 1 => filled,
            Some(name) => {
                let same =
                    |sheet: &&&Sheet| sheet.name == name || clean(&sheet.name).eq_ignore_ascii_case(&clean(name));
                let Some(sheet) = filled.iter().find(same) else {
                    diags.push(codes::sheet::unknown_sheet(wanted.file, wanted.words, Some(name), &names));
                    return None;
                };
                vec![sheet]
            }
            None => filled,
        };
        let mut scored: Vec<(usize, Self)> = Vec::new();
        let mut nearest: Option<(usize, &Sheet, u32)> = None;
        for sheet in candidates {
            let given = wanted.mapping.and_then(|mapping| mapping.header_row);
            for row in sheet.rows.iter().filter(|row| given.is_none_or(|given| given == row.index + 1)).take(HEAD_ROWS)
            {
                let columns = columns(row, wanted, wanted.vocabulary);
                let score = score(&columns);
                if nearest.is_none_or(|(best, ..)| row.cells.len().min(20) + 50 * score > best) {
                    nearest = Some((row.cells.len().min(20) + 50 * score, sheet, row.index));
                }
                let is_named = columns.iter().any(|c| matches!(c.target, Target::Id | Target::Number | Target::Title));
                if is_named && score >= 2 {
                    scored.push((score, Layout { sheet, row: row.index, columns }));
                }
            }
        }
        // Of a workbook that this program made, the sheet for people counts; the one for machines repeats it.
        let is_ours = |layout: &Self| layout.columns.iter().any(|column| norm(&column.title) == norm(state::ID));
        if scored.iter().any(|(_, layout)| is_ours(layout)) {
            scored.retain(|(_, layout)| is_ours(layout));
        }
        let best = scored.iter().map(|(score, _)| *score).max();
        let mut found: Vec<Self> = scored.into_iter().filter(|(s, _)| Some(*s) == best).map(|(_, l)| l).collect();
        if found.iter().any(|layout| !layout.sheet.hidden) {
            found.retain(|layout| !layout.sheet.hidden);
        }
        let sheets: Vec<&str> = found.iter().map(|layout| layout.sheet.name.as_str()).collect();
        if sheets.iter().any(|name| *name != sheets[0]) {
            let mut sheets = sheets;
            sheets.dedup();
            diags.push(codes::sheet::unknown_sheet(wanted.file, wanted.words, None, &sheets));
            return None;
        }
        // Headers that a page break repeats: the first ones count.
        let Some(mut layout) = found.into_iter().next() else {
            if let Some((_, sheet, row)) = nearest {
                let place = place(wanted.file, sheet, CellRef { row, column: 0 });
                let titles = sheet.row(row).into_iter().flat_map(|row| &row.cells).map(|(_, cell)| clean(&cell.text()));
                let seen: Vec<String> = titles.take(8).map(|title| format!("`{title}`")).collect();
                let register = wanted.vocabulary.register_title();
                diags.push(codes::sheet::missing_header(place, wanted.words, &register, &seen.join(", ")));
            }
            return None;
        };
        if layout.is_foreign(wanted, diags) {
            return None;
        }
        layout.report(wanted, diags);
        Some(layout)
    }

    /// Whether the headers are those of another register, which then is named.
    fn is_foreign(&self, wanted: &Wanted<'_>, diags: &mut Diagnostics) -> bool {
        let has_number = |columns: &[Column]| columns.iter().any(|c| c.target == Target::Number);
        let Some(row) = self.sheet.row(self.row) else { return false };
        if wanted.mapping.is_some() {
            return false;
        }
        let named = (!has_number(&self.columns)).then(|| {
            wanted.others.iter().find(|other| {
                let columns = columns(row, wanted, other);
                has_number(&columns) && score(&columns) > score(&self.columns)
            })
        });
        let other = named.flatten().or_else(|| self.owner(wanted));
        if let Some(other) = other {
            let place = place(wanted.file, self.sheet, CellRef { row: self.row, column: 0 });
            let (title, key) = (other.register_title(), other.register_key());
            diags.push(codes::sheet::foreign_header(place, wanted.words, &title, key));
        }
        other.is_some()
    }

    /// The other register that most rows belong to, by their ids or numbers, where none belongs to this one.
    fn owner<'w>(&self, wanted: &'w Wanted<'_>) -> Option<&'w Vocabulary<'w>> {
        let names = |target: Target| {
            let column = self.column(&target).map(|column| column.index);
            let rows = self.sheet.rows.iter().filter(|row| row.index > self.row);
            let cells = rows.filter_map(move |row| row.cells.iter().find(|(index, _)| Some(*index) == column));
            cells.map(|(_, cell)| clean(&cell.text())).collect::<Vec<String>>()
        };
        for names in [names(Target::Id), names(Target::Number)] {
            let of = |vocabulary: &Vocabulary<'_>| names.iter().filter(|name| vocabulary.owns(name)).count();
            if of(wanted.vocabulary) == 0
                && let Some(other) = wanted.others.iter().find(|other| of(other) * 2 > names.len())
            {
                return Some(other);
            }
        }
        None
    }

    /// As [`Layout::find`], but takes the row that comes closest, however little of it is understood.
    pub(super) fn nearest(book: &'b Workbook, wanted: &Wanted<'_>, diags: &mut Diagnostics) -> Option<Self> {
        let mut quiet = Diagnostics::new();
        if let Some(found) = Self::find(book, wanted, &mut quiet) {
            return Some(found);
        }
        let all = book.sheets.iter().filter(|sheet| wanted.sheet.is_none_or(|name| clean(name) == clean(&sheet.name)));
        let rows = all.flat_map(|sheet| sheet.rows.iter().take(HEAD_ROWS).map(move |row| (sheet, row)));
        let Some((sheet, row)) = rows.max_by_key(|(_, row)| {
            let texts = row.cells.iter().filter(|(_, cell)| matches!(cell, Cell::Text(_))).count();
            (texts + 50 * columns(row, wanted, wanted.vocabulary).len(), u32::MAX - row.index)
        }) else {
            diags.append(quiet);
            return None;
        };
        Some(Layout { sheet, row: row.index, columns: columns(row, wanted, wanted.vocabulary) })
    }

    /// The column that holds this.
    pub(super) fn column(&self, target: &Target) -> Option<&Column> {
        self.columns.iter().find(|column| column.target == *target)
    }

    fn dates_are_foreign(&self, title: &str) -> bool {
        dated(title).is_some() && self.column(&Target::Id).is_none()
    }

    /// Says which columns are not known, mean the same, or are named by the mapping and not there.
    fn report(&mut self, wanted: &Wanted<'_>, diags: &mut Diagnostics) {
        let Some(row) = self.sheet.row(self.row) else { return };
        let file = wanted.file;
        for (column, cell) in &row.cells {
            let at = place(file, self.sheet, CellRef { row: self.row, column: *column });
            let title = clean(&cell.text());
            let known = self.columns.iter().find(|known| known.index == *column);
            // In its own sheets this program shows what events lead to; others would be left without an answer.
            let is_event = known.is_some_and(|known| {
                known.target == Target::Skip && wanted.vocabulary.has_events() && self.dates_are_foreign(&known.title)
            });
            if known.is_none() || is_event {
                let dated = dated(&title).is_some() || matches!(cell, Cell::Date(_));
                let reason = if dated && wanted.vocabulary.has_events() { "events" } else { "unknown" };
                diags.push(codes::sheet::unknown_column(at, wanted.words, &title, reason));
            }
        }
        let mut kept: Vec<Column> = Vec::new();
        for column in std::mem::take(&mut self.columns) {
            let first = kept.iter().find(|known| known.target == column.target && known.target != Target::Skip);
            if let Some(first) = first {
                let at = place(file, self.sheet, CellRef { row: self.row, column: column.index });
                diags.push(codes::sheet::duplicate_column(at, wanted.words, &column.title, &first.title));
            } else {
                kept.push(column);
            }
        }
        self.columns = kept;
        for (name, _) in wanted.mapping.iter().flat_map(|mapping| &mapping.columns) {
            let is_there = row.cells.iter().any(|(column, cell)| names(name, *column, &clean(&cell.text())));
            if !is_there {
                let (words, file) = (wanted.words, wanted.mapping.map_or(file, |mapping| mapping.file.as_str()));
                let help = words.say("import.mapping.column_help");
                diags.push(codes::sheet::bad_mapping(file, words, "column", name, help));
            }
        }
    }
}

/// The place of a cell.
pub(super) fn place(file: &str, sheet: &Sheet, cell: CellRef) -> SheetPlace {
    SheetPlace { file: file.to_owned(), sheet: sheet.name.clone(), cell: Some(cell) }
}

/// Whether a name of the mapping means this column.
fn names(name: &str, column: u32, title: &str) -> bool {
    match name.strip_prefix("column:") {
        Some(letters) => column_of(letters.trim()) == Some(column),
        None => norm(name) == norm(title),
    }
}

/// How well a row fits as headers: by its columns, and most by one with numbers of the register.
fn score(columns: &[Column]) -> usize {
    let mut seen: Vec<&Target> = Vec::new();
    let mut sum = 0;
    for column in columns.iter().filter(|column| column.target != Target::Skip) {
        if !seen.contains(&&column.target) {
            sum += if matches!(column.target, Target::Id | Target::Number) { 10 } else { 1 };
            seen.push(&column.target);
        }
    }
    sum
}

fn columns(row: &Row, wanted: &Wanted<'_>, vocabulary: &Vocabulary<'_>) -> Vec<Column> {
    let mut columns = Vec::new();
    for (index, cell) in &row.cells {
        let title = clean(&cell.text());
        let mapped = wanted.mapping.into_iter().flat_map(|mapping| &mapping.columns);
        let mapped = mapped.filter(|(name, _)| names(name, *index, &title)).map(|(_, target)| target.clone()).next();
        let target = mapped.or_else(|| match cell {
            Cell::Date(date) => vocabulary.value_at(*date, Precision::Day, ""),
            Cell::Text(_) => vocabulary.target(&title),
            _ => None,
        });
        columns.extend(target.map(|target| Column { index: *index, target, title }));
    }
    columns
}
