//! Chance: whatever stands in cells, nothing panics and no row is dropped in silence; what is edited in a
//! sheet comes back as exactly that change.

use super::sheet::{n, t};
use super::{Asked, data, fresh, planned, taken_over};
use proptest::prelude::*;
use sachstand::exchange::sheet::{Cell, Row, Sheet, Workbook};
use sachstand::value::Date;
use std::sync::LazyLock;

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        "[ -~äöüß\u{a0}\n\t–|]{0,12}".prop_map(Cell::Text),
        prop::sample::select(vec![
            "MP 001",
            "mp1",
            "",
            "(Leer)",
            "-",
            "Summe",
            "Gesamt 5",
            "10",
            "5,0",
            "a",
            "U",
            "2020-U(10)",
            "2010 - 2012",
            "1.1",
            "Ende 2022",
            "=1+1",
            "+++",
            "Nr.",
            "\u{feff}",
            "'=x",
            "2023",
            "nein",
            "99999999999999999999",
            "\"\"\"",
        ])
        .prop_map(|text| Cell::Text(text.to_owned())),
        any::<f64>().prop_map(Cell::Number),
        (-5..20_i32).prop_map(|n| Cell::Number(f64::from(n))),
        (1..9999_i32, 1..13_u32).prop_map(|(y, m)| Cell::Date(Date::new(y, m, 1).unwrap())),
        any::<bool>().prop_map(Cell::Bool),
        Just(Cell::Error("#REF!".to_owned())),
    ]
}

const HEADERS: [&str; 9] = [
    "Geschäftskreis",
    "Dienststelle",
    "Dienststellen-Bezeichnung",
    "Nr.",
    "Titel",
    "Jahr der Meldung",
    "Termin",
    "Beschreibung",
    "Stand 03.2026",
];

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(prop::collection::btree_map(0..11_u32, cell(), 0..11), 0..12).prop_map(|rows| {
        (1..).zip(rows).map(|(index, cells)| Row { index, cells: cells.into_iter().collect() }).collect()
    })
}

static SITE: LazyLock<sachstand::source::SourceTree> = LazyLock::new(fresh);

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_row_is_dropped_in_silence(rows in rows()) {
        let cells = (0..).zip(HEADERS).map(|(column, header)| (column, Cell::Text(header.to_owned()))).collect();
        let mut all = vec![Row { index: 0, cells }];
        all.extend(rows.into_iter().filter(|row| !row.cells.is_empty()));
        let sheet = Sheet { name: "Plan".to_owned(), hidden: false, rows: all.clone(), merged: Vec::new() };
        let (plan, problems) = planned(&SITE, &Workbook { sheets: vec![sheet] }, "measures", Asked::default());
        let plan = plan.expect("the headers are there");
        let told = |row: &Row| {
            let at_row = |place: &str| {
                place.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse() == Ok(row.index + 1)
            };
            let is_named = plan.records.iter().any(|record| record.place.cell.is_some_and(|cell| cell.row == row.index));
            is_named || problems.iter().any(|problem| {
                problem.split("Plan!").nth(1).and_then(|rest| rest.split(':').next()).is_some_and(at_row)
            })
        };
        let is_blank = |cell: &Cell| {
            let Cell::Text(text) = cell else { return false };
            let pair = |open, close| text.trim().strip_prefix(open)?.strip_suffix(close);
            // Brackets with nothing between them are something.
            let within = |open, close| pair(open, close).filter(|inner| !inner.trim().is_empty());
            let text = within('(', ')').or_else(|| within('[', ']')).unwrap_or(text);
            text == "Leer" || text.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '–' | '\u{feff}'))
        };
        for row in all.iter().skip(1).filter(|row| !row.cells.iter().all(|(_, cell)| is_blank(cell))) {
            prop_assert!(told(row), "row {} is nowhere: {row:?}\n{problems:?}", row.index + 1);
        }
        // What is offered to be written can be read: a second time there is nothing left to do.
        let after = super::with(&SITE, &plan);
        let mut diags = sachstand::diag::Diagnostics::new();
        sachstand::pipeline::derive(&after, super::ALL, &mut diags);
        prop_assert!(!diags.has_errors(), "{:?}", diags.iter().find(|d| d.severity == sachstand::diag::Severity::Error));
    }
}

#[test]
fn edited_cells_come_back_as_exactly_these_changes() {
    let book = data("massnahmenplan.xlsx");
    let (tree, _) = taken_over(&fresh(), &book, "measures", Asked::default());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 12,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let edits = prop::collection::btree_map((3..236_usize, 9..13_u32), 0..11_u8, 1..8);
    runner
        .run(&edits, |edits| {
            let mut book = book.clone();
            let mut expected = Vec::new();
            for ((row, column), value) in edits {
                let row = book.sheets[0].rows.iter_mut().find(|r| r.index as usize == row).unwrap();
                let Some((_, cell)) = row.cells.iter_mut().find(|(index, _)| *index == column) else { continue };
                let new = n(f64::from(value)).unwrap();
                if *cell != new {
                    expected.push((row.index, column, value.to_string()));
                    *cell = new;
                }
            }
            let (plan, _) = planned(&tree, &book, "measures", Asked::default());
            let fields = plan.into_iter().flat_map(|plan| plan.records).flat_map(|record| record.fields);
            let found: Vec<_> = fields
                .map(|field| {
                    let cell = field.place.cell.unwrap();
                    (cell.row, cell.column, field.after.unwrap())
                })
                .collect();
            prop_assert_eq!(found, expected);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_large_sheet_is_quick_and_says_nothing_false() {
    let mut rows = vec![vec![
        t("Nr."),
        t("Titel"),
        t("Dienststelle"),
        t("Jahr der Meldung"),
        t("Stand 03.2026"),
        t("Stand 09.2026"),
    ]];
    for number in 1..=3004 {
        let number = f64::from(number);
        rows.push(vec![t(&format!("MP {number:04}")), t("Ein Projekt"), t("1.1"), n(2020.0), n(number % 11.0), n(5.0)]);
    }
    // 100,000 empty rows with a note below them.
    let mut sheet = super::sheet::sheet("Plan", rows);
    sheet.rows.push(Row { index: 103_004, cells: vec![(0, Cell::Text("Ende der Liste".to_owned()))] });
    let (plan, problems) = planned(&SITE, &Workbook { sheets: vec![sheet] }, "measures", Asked::default());
    assert_eq!(plan.unwrap().records.len(), 3004);
    assert_eq!(problems, ["note[skipped-row] Plan!A103005: Anmerkung, kein Eintrag: Ende der Liste"]);
}
