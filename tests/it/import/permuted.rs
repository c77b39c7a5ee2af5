//! The plan as one office after another passes it on: columns moved, headers broken over lines, titles and notes above,
//! totals between, cells merged. The figures stay those that were published.

use super::{Asked, data, fresh, planned, with};
use proptest::prelude::*;
use sachstand::exchange::sheet::{Area, Cell, Row, Sheet, Workbook};
use sachstand::source::{CellRef, SourceTree};
use serde_json::Value;
use std::sync::LazyLock;

/// The figures of the plan, and those of the committee, which they must be.
static EXPECTED: LazyLock<(SourceTree, Workbook, Value)> = LazyLock::new(|| {
    let (site, book) = (fresh(), data("massnahmenplan.xlsx"));
    let figures = figures(&imported(&site, &book));
    let published: Value = serde_json::from_str(include_str!("../../data/expected.json")).unwrap();
    let measures = &figures["registers"]["measures"];
    for (at, date) in published["dates"].as_array().unwrap().iter().enumerate() {
        let dates = measures["dates"].as_array().unwrap();
        let found = dates.iter().find(|found| found["date"] == *date).unwrap();
        assert_eq!(found["total_sum"], published["total_sum"][at]);
        assert_eq!(found["count"]["U"], published["count"]["U"][at]);
    }
    assert_eq!(measures["cohorts"], published["years"]);
    (site, book, figures)
});

fn figures(tree: &SourceTree) -> Value {
    crate::figures::figures_of(tree, Default::default())
}

/// Both registers, the services first.
fn imported(site: &SourceTree, book: &Workbook) -> SourceTree {
    let mut tree = site.clone();
    for (register, count) in [("services", 129), ("measures", 233)] {
        let (plan, problems) = planned(&tree, book, register, Asked::default());
        let plan = plan.unwrap_or_else(|| panic!("{register}: {problems:?}"));
        assert!(problems.iter().all(|problem| !problem.starts_with("error")), "{register}: {problems:?}");
        assert_eq!(plan.records.iter().filter(|record| record.is_new).count(), count, "{register}: {problems:?}");
        tree = with(&tree, &plan);
    }
    tree
}

/// What is done to a sheet.
#[derive(Debug, Clone)]
struct Handling {
    name: String,
    /// Sort keys of the columns.
    columns: Vec<u32>,
    /// How each header is written.
    headers: Vec<u8>,
    /// Rows that are put above.
    shift: u32,
    /// Rows that are put between: where, and what.
    between: Vec<(usize, u8)>,
    merged: bool,
}

fn handling() -> impl Strategy<Value = Handling> {
    (
        "[A-Za-zÄÖÜäöüß0-9][A-Za-zÄÖÜäöüß0-9 ._-]{0,20}",
        prop::collection::vec(any::<u32>(), 16),
        prop::collection::vec(0..8_u8, 16),
        0..30_u32,
        prop::collection::vec((0..240_usize, 0..6_u8), 0..12),
        any::<bool>(),
    )
        .prop_map(|(name, columns, headers, shift, between, merged)| Handling {
            name,
            columns,
            headers,
            shift,
            between,
            merged,
        })
}

/// A header as somebody might have written it.
fn written(text: &str, how: u8) -> String {
    // Inside of a long word, before its last five letters.
    let broken = |with: &str| {
        let words = text.split(' ').map(|word| {
            let letters: Vec<char> = word.chars().collect();
            if letters.len() < 11 || !letters.iter().all(|c| c.is_alphabetic()) {
                return word.to_owned();
            }
            let (start, end) = letters.split_at(letters.len() - 5);
            format!("{}{with}{}", start.iter().collect::<String>(), end.iter().collect::<String>())
        });
        words.collect::<Vec<_>>().join(" ")
    };
    match how {
        0 => text.to_uppercase(),
        1 => text.to_lowercase(),
        2 => text.replace(' ', "\n"),
        3 => text.replace(' ', "\u{a0}"),
        4 => text.replace(' ', "  \r\n "),
        5 => broken("-\n"),
        6 => broken("\u{ad}"),
        _ => format!("  {text}\u{a0}"),
    }
}

/// The row of the headers: the first with many texts.
fn head(sheet: &Sheet) -> u32 {
    sheet.rows.iter().find(|row| row.cells.len() > 5).unwrap().index
}

fn handled(sheet: &Sheet, how: &Handling, nth: usize) -> Sheet {
    let head = head(sheet);
    let width = sheet.rows.iter().flat_map(|row| &row.cells).map(|(column, _)| column + 1).max().unwrap();
    let mut order: Vec<u32> = (0..width).collect();
    order.sort_by_key(|column| how.columns[*column as usize]);
    let place = |column: u32| order.iter().position(|old| *old == column).unwrap() as u32;
    let is_organisation = |column: u32| {
        let title = sheet.cell(CellRef { row: head, column }).map(Cell::text).unwrap_or_default();
        title.starts_with("Geschäfts") || title.starts_with("Dienststelle")
    };
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut rows: Vec<Row> = Vec::new();
    if how.shift > 2 {
        rows.push(Row { index: 0, cells: vec![(0, text("Stadt Minden – Anlage zur Vorlage 55/2023"))] });
        rows.push(Row { index: 2, cells: vec![(1, text("Hinweis: Stand der Meldungen vom 30.09.2023"))] });
    }
    let mut index = how.shift;
    for (count, row) in sheet.rows.iter().enumerate() {
        // Notes above the headers stay where they are, below what was put there.
        index = index.max(how.shift + row.index);
        let mut cells: Vec<(u32, Cell)> =
            row.cells.iter().map(|(column, cell)| (place(*column), cell.clone())).collect();
        if row.index == head {
            for (column, cell) in &mut cells {
                *cell = text(&written(&cell.text(), how.headers[*column as usize % how.headers.len()]));
            }
        }
        cells.sort_by_key(|(column, _)| *column);
        rows.push(Row { index, cells });
        index += 1;
        if row.index < head {
            continue;
        }
        for (_, what) in how.between.iter().filter(|(at, _)| *at == count) {
            let number = place(order_of(sheet, head, "Nr."));
            let total = vec![(number, text("Summe")), (width, Cell::Number(42.0))];
            let cells = match what {
                0 => vec![],
                1 => vec![(width + 1, text("bitte prüfen"))],
                2 => total,
                3 => vec![(number, text("Zwischensumme"))],
                4 => rows.iter().find(|row| row.index == how.shift + head).unwrap().cells.clone(),
                _ => vec![(number, text("Anmerkung ohne Ziffern"))],
            };
            if !cells.is_empty() {
                rows.push(Row { index, cells });
            }
            index += 1;
        }
    }
    rows.push(Row { index: index + 3, cells: vec![(0, text("Quelle: eigene Erhebung"))] });
    let mut merged = Vec::new();
    if how.merged {
        for column in (0..width).filter(|column| is_organisation(*column)) {
            merge(&mut rows, place(column), how.shift + head, &mut merged);
        }
    }
    Sheet { name: format!("{} {nth}", how.name), hidden: false, rows, merged }
}

fn order_of(sheet: &Sheet, head: u32, start: &str) -> u32 {
    let row = sheet.row(head).unwrap();
    row.cells.iter().find(|(_, cell)| cell.text().starts_with(start)).map_or(0, |(column, _)| *column)
}

/// Merges equal cells below each other, as Excel does: the value stands in the first one.
fn merge(rows: &mut [Row], column: u32, head: u32, merged: &mut Vec<Area>) {
    let mut run: Option<(u32, u32, Cell)> = None;
    for row in rows.iter_mut().filter(|row| row.index > head) {
        let found = row.cells.iter().position(|(index, _)| *index == column);
        let cell = found.map(|at| row.cells[at].1.clone());
        match (&mut run, cell) {
            (Some((_, last, known)), Some(cell)) if *known == cell && *last + 1 == row.index => {
                *last = row.index;
                row.cells.remove(found.unwrap());
            }
            (run, cell) => {
                let done = std::mem::replace(run, cell.map(|cell| (row.index, row.index, cell)));
                merged.extend(done.map(|(from, to, _)| area(from, to, column)));
            }
        }
    }
    merged.extend(run.map(|(from, to, _)| area(from, to, column)));
}

fn area(from: u32, to: u32, column: u32) -> Area {
    Area { from: CellRef { row: from, column }, to: CellRef { row: to, column } }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_offices_do_to_the_layout_the_figures_stay(hows in prop::collection::vec(handling(), 2)) {
        let (site, book, expected) = &*EXPECTED;
        let sheets = book.sheets.iter().filter(|sheet| sheet.rows.len() > 100).zip(&hows).enumerate();
        let sheets: Vec<Sheet> = sheets.map(|(nth, (sheet, how))| handled(sheet, how, nth)).collect();
        prop_assert_eq!(sheets.len(), 2);
        prop_assert_eq!(&figures(&imported(site, &Workbook { sheets })), expected);
    }
}
