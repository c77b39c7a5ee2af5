//! Which rows are records, and what they say. A row is read, reported, or recognised as a total, heading
//! or remark; none is passed over in silence but an empty one.

use super::Reading;
use super::cells::Said;
use super::header::{Layout, Target};
use super::organisation::Organisation;
use super::written::{clean, is_none, norm};
use crate::diag::codes;
use crate::exchange::sheet::{Cell, Row};
use crate::record::edit::EditValue;
use crate::source::CellRef;

/// A row that is a record.
pub(super) struct Entry {
    /// The cell that names it.
    pub(super) at: CellRef,
    /// Hidden id.
    pub(super) id: Option<String>,
    /// Hidden state.
    pub(super) state: Option<String>,
    /// Number as it stands there.
    pub(super) number: Option<String>,
    /// Title.
    pub(super) title: Option<String>,
    /// Unit, with its cell.
    pub(super) unit: Option<(CellRef, String)>,
    /// What its other cells say.
    pub(super) said: Vec<(CellRef, Target, Said)>,
    /// Statuses beside values, as they stand there.
    pub(super) checks: Vec<(CellRef, Target, String)>,
    /// Whether a cell of it could not be read.
    pub(super) broken: bool,
}

/// First words of rows that hold totals.
const TOTALS: &[&str] = &[
    "summe",
    "summen",
    "zwischensumme",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "insgesamt",
    "total",
    "anzahl",
    "mittelwert",
    "durchschnitt",
    "ergebnis",
    "sum",
    "average",
    "mean",
    "count",
];

enum Sort {
    Record,
    /// A key below `import.row`.
    Skipped(&'static str),
    Unclear,
    Empty,
}

/// All records of a sheet, and the organisation that it leads to.
pub(super) fn read<'m>(reading: &mut Reading<'m, '_>, layout: &Layout<'_>) -> (Vec<Entry>, Organisation<'m>) {
    let mut organisation = Organisation::new(reading, layout);
    let mut entries = Vec::new();
    for row in layout.sheet.rows.iter().filter(|row| row.index > layout.row) {
        let first = CellRef { row: row.index, column: row.cells.first().map_or(0, |(column, _)| *column) };
        match sort(row, layout) {
            Sort::Empty => {}
            Sort::Record => {
                organisation.pass(row, layout);
                entries.push(entry(row, layout, &mut organisation, reading));
            }
            Sort::Skipped(reason) => {
                if reason == "group" {
                    organisation.pass(row, layout);
                }
                let problem = codes::sheet::skipped_row(reading.place(first), reading.words, reason, &seen(row));
                reading.push(problem);
            }
            Sort::Unclear => {
                let problem = codes::sheet::unclear_row(reading.place(first), reading.words, &seen(row));
                reading.push(problem);
            }
        }
    }
    (entries, organisation)
}

/// The start of what stands in a row.
fn seen(row: &Row) -> String {
    let cells: Vec<String> = row.cells.iter().take(4).map(|(_, cell)| clean(&cell.text())).collect();
    let text = cells.join(" | ");
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// The cell of a row that holds this.
pub(super) fn cell<'r>(row: &'r Row, layout: &Layout<'_>, target: &Target) -> Option<(CellRef, &'r Cell)> {
    let column = layout.column(target)?.index;
    let (_, cell) = row.cells.iter().find(|(index, _)| *index == column)?;
    Some((CellRef { row: row.index, column }, cell))
}

fn text(row: &Row, layout: &Layout<'_>, target: &Target) -> Option<String> {
    cell(row, layout, target).map(|(_, cell)| clean(&cell.text())).filter(|text| !is_none(text))
}

fn is_total(text: &str) -> bool {
    let first = text.split([' ', ':', '(']).next().unwrap_or_default();
    TOTALS.contains(&norm(first).as_str())
}

fn sort(row: &Row, layout: &Layout<'_>) -> Sort {
    let target = |column: u32| layout.columns.iter().find(|known| known.index == column).map(|known| &known.target);
    let is_place = |t: &Target| matches!(t, Target::Division | Target::DivisionName | Target::Unit | Target::UnitName);
    let filled: Vec<(Option<&Target>, &Cell)> = row
        .cells
        .iter()
        .filter(|(_, cell)| !is_none(&clean(&cell.text())))
        .map(|(column, cell)| (target(*column), cell))
        .collect();
    if filled.is_empty() {
        return Sort::Empty;
    }
    let repeated = row.cells.iter().filter(|(index, cell)| {
        layout.columns.iter().any(|column| column.index == *index && norm(&column.title) == norm(&cell.text()))
    });
    if repeated.count() * 2 > layout.columns.len() {
        return Sort::Skipped("header");
    }
    let (number, title) = (text(row, layout, &Target::Number), text(row, layout, &Target::Title));
    let has_id = text(row, layout, &Target::Id).is_some();
    let only_text = filled.len() == 1 && matches!(filled[0].1, Cell::Text(_));
    let dated = [Target::Reported, Target::Field("schedule")].iter().any(|t| text(row, layout, t).is_some());
    match (&number, &title) {
        _ if has_id => Sort::Record,
        (Some(number), _) if is_total(number) => Sort::Skipped("total"),
        (None, Some(title)) if is_total(title) && !(dated && layout.column(&Target::Number).is_none()) => {
            Sort::Skipped("total")
        }
        (Some(number), None) if only_text && !number.chars().any(|c| c.is_ascii_digit()) => Sort::Skipped("remark"),
        (None, Some(_)) if only_text && layout.columns.len() > 2 => Sort::Skipped("remark"),
        (Some(_), _) | (None, Some(_)) => Sort::Record,
        (None, None) => {
            if filled.iter().any(|(_, cell)| matches!(cell, Cell::Text(text) if is_total(&clean(text)))) {
                return Sort::Skipped("total");
            }
            let known = filled.iter().filter(|(target, _)| target.is_some_and(|t| *t != Target::Skip && !is_place(t)));
            if known.count() == 0 {
                let place = filled.iter().any(|(target, _)| target.is_some_and(is_place));
                return Sort::Skipped(if place { "group" } else { "remark" });
            }
            if only_text { Sort::Skipped("remark") } else { Sort::Unclear }
        }
    }
}

fn entry<'m>(
    row: &Row,
    layout: &Layout<'_>,
    organisation: &mut Organisation<'m>,
    reading: &mut Reading<'m, '_>,
) -> Entry {
    let named = [Target::Number, Target::Title, Target::Id];
    let at = named.iter().find_map(|target| cell(row, layout, target)).map(|(at, _)| at);
    let mut entry = Entry {
        at: at.unwrap_or(CellRef { row: row.index, column: 0 }),
        id: text(row, layout, &Target::Id),
        state: text(row, layout, &Target::State),
        number: None,
        title: None,
        unit: None,
        said: Vec::new(),
        checks: Vec::new(),
        broken: false,
    };
    let record = reading.own.record(row, layout);
    for column in &layout.columns {
        let at = CellRef { row: row.index, column: column.index };
        let found = row.cells.iter().find(|(index, _)| *index == column.index).map(|(_, cell)| cell);
        if let Some(record) = record
            && reading.own.is(record, &column.target, found)
        {
            if column.target == Target::Reported && !matches!(found, Some(Cell::Number(_))) {
                let label = reading.own.baseline_label(record).map(str::to_owned);
                reading.baseline_label = reading.baseline_label.take().or(label);
            }
            continue;
        }
        match (&column.target, found) {
            (Target::Id | Target::State | Target::Skip, _)
            | (Target::Division | Target::DivisionName | Target::Unit | Target::UnitName, _) => {}
            (Target::Check(_), Some(cell)) => {
                let shown = clean(&cell.text());
                if !is_none(&shown) {
                    entry.checks.push((at, column.target.clone(), shown));
                }
            }
            (target, Some(cell)) => match (reading.cell(at, target, cell), target) {
                (Ok(Said::Value(EditValue::Text(text))), Target::Number) => {
                    entry.number = Some(text).filter(|text| !is_none(text));
                }
                (Ok(Said::Value(EditValue::Text(text))), Target::Title) => {
                    entry.title = Some(text).filter(|text| !is_none(text));
                }
                (Ok(said), target) => entry.said.push((at, target.clone(), said)),
                (Err(()), _) => entry.broken = true,
            },
            (Target::Number | Target::Title | Target::Check(_), None) => {}
            (target, None) => entry.said.push((at, target.clone(), Said::Nothing)),
        }
    }
    if record.is_some_and(|record| organisation.says(&reading.own, record)) {
        return entry;
    }
    match organisation.unit(row.index, reading) {
        Ok(unit) => entry.unit = unit,
        Err(()) => entry.broken = true,
    }
    entry
}
