//! A workbook of this program holds a register twice: the first sheet is read, and what only the flat one says is
//! never passed over in silence.

use super::export::{plan_site, tables};
use super::sheet::{n, t};
use super::{Asked, planned};
use sachstand::exchange::sheet::{Cell, Row, Workbook};
use sachstand::pipeline::Options;

fn exported(register: &str) -> (sachstand::source::SourceTree, Workbook) {
    let tree = plan_site();
    let book = tables(&tree, Options::default()).into_iter().find(|table| table.1 == register).unwrap().2;
    (tree, book)
}

/// Puts a value into the cell below a header, in the row of an id.
fn edit(book: &mut Workbook, sheet: usize, [id_header, id]: [&str; 2], header: &str, value: Option<Cell>) {
    let sheet = &mut book.sheets[sheet];
    let head = sheet.rows.iter().find(|row| row.cells.iter().any(|(_, cell)| cell.text() == id_header)).unwrap();
    let column = |name: &str| head.cells.iter().find(|(_, cell)| cell.text().contains(name)).unwrap().0;
    let (ids, at) = (head.cells.iter().find(|(_, cell)| cell.text() == id_header).unwrap().0, column(header));
    let is_it = |row: &&mut Row| row.cells.iter().any(|(column, cell)| *column == ids && cell.text() == id);
    let row = sheet.rows.iter_mut().find(is_it).unwrap();
    row.cells.retain(|(column, _)| *column != at);
    row.cells.extend(value.map(|value| (at, value)));
    row.cells.sort_by_key(|(column, _)| *column);
}

const FIRST: [&str; 2] = ["sachstand-id", "mp-005"];
const FLAT: [&str; 2] = ["id", "mp-005"];

fn problems(register: &str, asked: Asked<'_>, edits: impl Fn(&mut Workbook)) -> (usize, Vec<String>) {
    let (tree, mut book) = exported(register);
    edits(&mut book);
    let (plan, problems) = planned(&tree, &book, register, asked);
    (plan.unwrap().files.len(), problems)
}

#[test]
fn an_edit_of_the_flat_sheet_alone_is_an_error_with_its_cell() {
    let (files, found) = problems("measures", Asked::default(), |book| edit(book, 1, FLAT, "2023-03-31", n(9.0)));
    assert_eq!(files, 0);
    assert_eq!(found, ["error[sheets-differ] Daten!O6: „MP 005“, 2023-03-31: hier „9“, im Blatt „Maßnahmen“ „4“"]);
    // Whoever says which sheet counts gets its answer.
    for (sheet, files) in [("Maßnahmen", 0), ("Daten", 1)] {
        let asked = Asked { sheet: Some(sheet), ..Asked::default() };
        assert_eq!(problems("measures", asked, |book| edit(book, 1, FLAT, "2023-03-31", n(9.0))), (files, Vec::new()));
    }
}

#[test]
fn an_edit_of_the_first_sheet_or_the_same_in_both_is_no_problem() {
    let first = |book: &mut Workbook| edit(book, 0, FIRST, "03.2023", n(9.0));
    assert_eq!(problems("measures", Asked::default(), first), (1, Vec::new()));
    let both = |book: &mut Workbook| {
        first(book);
        edit(book, 1, FLAT, "2023-03-31", n(9.0));
    };
    let (files, found) = problems("measures", Asked::default(), both);
    assert_eq!((files, found.iter().filter(|problem| problem.contains("sheets-differ")).count()), (1, 0), "{found:?}");
}

#[test]
fn two_answers_a_row_and_a_column_of_the_flat_sheet_alone_are_named() {
    let (_, found) = problems("measures", Asked::default(), |book| {
        edit(book, 0, FIRST, "Bezeichnung Maßnahme", t("Erster"));
        edit(book, 1, FLAT, "title", t("Zweiter"));
    });
    assert_eq!(
        found,
        ["error[sheets-differ] Daten!B6: „MP 005“, title: hier „Zweiter“, im Blatt „Maßnahmen“ „Erster“"]
    );
    let (_, found) = problems("measures", Asked::default(), |book| {
        book.sheets[1].rows.push(Row { index: 500, cells: vec![(1, t("MP 900").unwrap()), (2, t("Neu").unwrap())] });
    });
    assert_eq!(found, ["error[sheets-differ] Daten!B501: „MP 900“ steht nur hier, nicht im Blatt „Maßnahmen“"]);
    let (_, found) = problems("measures", Asked::default(), |book| edit(book, 1, FLAT, "2023-03-31", t("neun")));
    assert!(found.len() == 1 && found[0].starts_with("error[bad-cell] Daten!O6"), "{found:?}");
    let service = ["id", "od-001"];
    let (files, found) =
        problems("services", Asked::default(), |book| edit(book, 1, service, "url", t("https://www.example.org/hund")));
    assert_eq!(files, 0);
    assert!(found.len() == 1 && found[0].contains("die Spalte „url“ hat nur dieses Blatt"), "{found:?}");
}
