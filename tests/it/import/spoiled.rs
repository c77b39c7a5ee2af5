//! Spoiled sheets: what an office sends when something went wrong. Each gets a precise answer with its cell, nothing
//! is taken over that was not meant, and nothing makes the program stop.
//!
//! The answers stand in `tests/data/spoiled.txt`, one part for each sheet: what was reported, and what would be written.
//! `SNAPSHOTS=overwrite cargo test` writes them anew.

use super::sheet::{E, book, n, sheet, t};
use super::{Asked, fresh, planned};
use sachstand::diag::Diagnostics;
use sachstand::diag::print::{Colour, Form, render};
use sachstand::exchange::import;
use sachstand::exchange::sheet::{Cell, Workbook};
use sachstand::pipeline;
use snapbox::{Assert, Data};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;
use zip::write::SimpleFileOptions;

type Rows = Vec<Vec<Option<Cell>>>;

/// A header and one row of a measure that is as it should be.
fn good() -> Rows {
    vec![
        vec![
            t("Nr. Maßnahme"),
            t("Bezeichnung"),
            t("Dienststelle"),
            t("Termin"),
            t("Stand 03.2026"),
            t("Stand 09.2026"),
        ],
        vec![t("MP 001"), t("CRM-System"), t("1.1"), t("2026"), n(2.0), n(5.0)],
    ]
}

/// The good sheet with one cell exchanged.
fn with(row: usize, column: usize, cell: Option<Cell>) -> Rows {
    let mut rows = good();
    rows[row][column] = cell;
    rows
}

/// The good sheet with further rows.
fn and(more: Rows) -> Rows {
    good().into_iter().chain(more).collect()
}

fn formula_error(text: &str) -> Option<Cell> {
    Some(Cell::Error(text.to_owned()))
}

/// Sheets that can be read.
fn sheets() -> Vec<(&'static str, Workbook)> {
    let other = || sheet("Tabelle2", vec![vec![t("Notizen")], vec![t("nichts")]]);
    let mut gap = good();
    gap.extend((0..100_000).map(|_| vec![E]));
    gap.push(vec![t("MP 002"), t("WLAN"), t("1.1"), E, E, n(3.0)]);
    let shifted = good().into_iter().map(|row| std::iter::repeat_n(E, 5).chain(row).collect()).collect();
    vec![
        ("no sheet at all", Workbook { sheets: Vec::new() }),
        ("an empty sheet", book(Vec::new())),
        ("a sheet of notes", book(vec![vec![t("Bitte bis Freitag ausfüllen!")], vec![t("Danke")]])),
        ("no header", book(good().split_off(1))),
        ("a header and no rows", book(vec![good().swap_remove(0)])),
        ("a header without names", book(vec![vec![t("Stand 03.2026"), t("Stand 09.2026")], vec![n(1.0), n(2.0)]])),
        (
            "headers of the other register",
            book(vec![
                vec![
                    t("Nr. Online-Dienst"),
                    t("Bezeichnung Online-Dienst"),
                    t("Umsetzungsart"),
                    t("Status (P/E/U) 03.2026"),
                ],
                vec![t("OD 001"), t("Hund anmelden"), t("eigenes Antragsmanagement"), t("P")],
            ]),
        ),
        ("two sheets that could be meant", Workbook { sheets: vec![sheet("Alt", good()), sheet("Neu", good())] }),
        ("the table on the second sheet", Workbook { sheets: vec![other(), sheet("Plan", good())] }),
        (
            "a column twice",
            book(
                good()
                    .into_iter()
                    .map(|mut row| {
                        row.push(row[5].clone());
                        row
                    })
                    .collect(),
            ),
        ),
        (
            "a column that nobody knows",
            book(
                good()
                    .into_iter()
                    .map(|mut row| {
                        row.push(t("Ampel"));
                        row
                    })
                    .collect(),
            ),
        ),
        ("columns shifted to the right", book(shifted)),
        ("a value off the scale", book(with(1, 5, n(11.0)))),
        ("a negative value", book(with(1, 5, n(-1.0)))),
        ("a fraction", book(with(1, 5, n(4.5)))),
        ("a code that the scheme does not have", book(with(1, 5, t("x")))),
        ("a number as text with blanks", book(with(1, 5, t("\u{a0}5 ")))),
        ("a percentage as text", book(with(1, 5, t("50 %")))),
        ("a formula error as value", book(with(1, 5, formula_error("#REF!")))),
        ("a formula error as title", book(with(1, 1, formula_error("#NAME?")))),
        ("a formula error as number", book(with(1, 0, formula_error("#N/A")))),
        ("a schedule in words", book(with(1, 3, t("sobald wie möglich")))),
        ("a header with a month that does not exist", book(with(0, 5, t("Stand 13.2026")))),
        ("a number twice", book(and(vec![vec![t("MP 001"), t("Anderes"), t("1.1"), E, E, n(1.0)]]))),
        ("the same row twice", book(and(vec![good().swap_remove(1)]))),
        ("a row with a value and no name", book(and(vec![vec![E, E, E, E, E, n(4.0)]]))),
        ("a new number without a title", book(and(vec![vec![t("MP 002"), E, t("1.1"), E, E, n(4.0)]]))),
        ("a total", book(and(vec![vec![t("Summe"), E, E, E, n(2.0), n(5.0)]]))),
        ("a heading between the rows", book(and(vec![vec![t("Dezernat II")], vec![t("MP 002"), t("B"), t("1.1")]]))),
        ("a unit that nobody knows", book(with(1, 2, t("Amt für alles Mögliche")))),
        ("a title of fifty thousand characters", book(with(1, 1, Some(Cell::Text("ä".repeat(50_000)))))),
        ("a formula as title", book(with(1, 1, t("=HYPERLINK(\"http://x.example\";\"CRM\")")))),
        ("markup as title", book(with(1, 1, t("<script>alert(1)</script> +++ [x](javascript:y)")))),
        ("a hundred thousand empty rows", book(gap)),
    ]
}

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Files that are no workbooks, or no longer.
fn files() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let data = |name: &str| std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)).unwrap();
    let plan = data("massnahmenplan.xlsx");
    let mut bent = plan.clone();
    let middle = bent.len() / 2;
    bent[middle..middle + 2_000].fill(0);
    // 300 megabytes of blanks pack to 300 kilobytes.
    let bomb = packed(&[("[Content_Types].xml", b"<Types/>"), ("xl/worksheets/sheet1.xml", &vec![b' '; 300_000_000])]);
    vec![
        ("nothing in it", "plan.xlsx", Vec::new()),
        ("blanks only", "plan.csv", b"  \r\n \r\n".to_vec()),
        ("the note that somebody has it open", "~$plan.xlsx", b"\x08Jemand".to_vec()),
        ("a PDF", "plan.xlsx", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec()),
        (
            "a web page with the name of a workbook",
            "plan.xls",
            b"<html><table><tr><td>1</td></tr></table></html>".to_vec(),
        ),
        ("a picture", "plan.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("half a workbook", "plan.xlsx", plan[..plan.len() / 2].to_vec()),
        ("a workbook with a bad sector", "plan.xlsx", bent),
        ("an archive without a workbook", "plan.xlsx", packed(&[("liesmich.txt", b"hallo")])),
        ("a bomb", "plan.xlsx", bomb),
        ("a password", "plan.xlsx", data("password.xlsx")),
        ("a quotation mark that does not end", "plan.csv", "Nr.;Titel\r\n1;\"offen\r\n2;zu\r\n".into()),
        ("bytes that are no text", "plan.csv", (0..=255).cycle().take(4_000).collect()),
    ]
}

/// What is said of a file or sheet, in the words of the site.
fn answers() -> String {
    let tree = fresh();
    let mut text = String::new();
    let mut diags = Diagnostics::new();
    let (model, _) = pipeline::derive(&tree, super::ALL, &mut diags).unwrap();
    for (name, file, bytes) in files() {
        let mut diags = Diagnostics::new();
        let book = import::open(file, &bytes, &import::words(&model), &mut diags);
        assert!(book.is_none() != diags.is_empty(), "{name}: either a workbook or the reason");
        let said = match book {
            Some(book) => part(&planned(&tree, &book, "measures", Asked::default())),
            None => render(Form::Human, &diags, &tree, Colour::Plain),
        };
        let _ = writeln!(text, "== {name}\n{}\n", said.trim_end());
    }
    for (name, book) in sheets() {
        let said = part(&planned(&tree, &book, "measures", Asked::default()));
        let _ = writeln!(text, "== {name}\n{}\n", said.trim_end());
    }
    text
}

fn part((plan, problems): &(Option<import::Import>, Vec<String>)) -> String {
    let mut text = String::new();
    for problem in problems {
        // A whole novel in a cell is not repeated here.
        let short: String = problem.chars().take(300).collect();
        let _ = writeln!(text, "{short}");
    }
    match plan {
        Some(plan) => {
            let names: Vec<&str> = plan.records.iter().map(|record| record.name.as_str()).collect();
            let _ = write!(text, "→ {} ({} refused)", names.join(", "), plan.refused);
        }
        None => text.push_str("→ nothing"),
    }
    text
}

#[test]
fn spoiled_sheets_get_a_precise_answer_and_do_no_damage() {
    assert!(sheets().len() + files().len() >= 40);
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/spoiled.txt");
    Assert::new().action_env("SNAPSHOTS").eq(answers(), Data::read_from(&expected, None));
}
