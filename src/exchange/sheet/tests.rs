//! CSV in all the ways in which offices save it. Workbooks are tested with real files in `tests/it`.

#![allow(clippy::expect_used)] // A test may stop where its own sample is wrong.

use super::*;

fn rows(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
    let book = Workbook::read("in/liste.csv", bytes).expect("a table");
    assert_eq!((book.sheets.len(), book.sheets[0].name.as_str()), (1, "liste"));
    let texts = |row: &Row| row.cells.iter().map(|(_, cell)| cell.text()).collect();
    book.sheets[0].rows.iter().map(|row| (row.index, texts(row))).collect()
}

fn list(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[test]
fn separators_are_recognised() {
    for separator in [";", ",", "\t"] {
        let text = ["Nr.|Titel|Wert", "MP 1|\"a; b, c\"|5", "MP 2||7"].join("\r\n").replace('|', separator);
        let found = rows(text.as_bytes());
        assert_eq!(found[1], (1, list(&["MP 1", "a; b, c", "5"])), "{separator:?}");
        assert_eq!(found[2], (2, list(&["MP 2", "7"])), "{separator:?}");
    }
    assert_eq!(rows(b"Nr.;Betrag\nMP 1;1,5\nMP 2;2,5\n")[1].1, list(&["MP 1", "1,5"]));
    assert_eq!(rows(b"sep=,\nNr.,a;b\nMP 1,c;d\n")[0], (0, list(&["Nr.", "a;b"])));
    assert_eq!(rows(b"Nr.\nMP 1\n")[1].1, list(&["MP 1"]));
}

#[test]
fn encodings_are_recognised() {
    let text = "Maßnahme;Größe\nÜberprüfung – 5 €;1\n";
    let expected = list(&["Überprüfung – 5 €", "1"]);
    let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for bytes in [text.as_bytes(), format!("\u{feff}{text}").as_bytes(), &windows, &utf16, &utf16[2..]] {
        assert_eq!(rows(bytes)[1].1, expected);
    }
}

#[test]
fn rows_count_as_in_a_spreadsheet() {
    let found = rows(b"Titel;\r\n\r\n\r\nNr.;Text\r\nMP 1;\"zwei\r\nZeilen\"\r\n;;\r\nMP 2;x\r\n");
    let places: Vec<u32> = found.iter().map(|(row, _)| *row).collect();
    assert_eq!(places, [0, 3, 4, 6]);
    assert_eq!(found[2].1[1], "zwei\r\nZeilen");
}

#[test]
fn what_is_no_table_says_what_it_is() {
    let error = |name: &str, bytes: &[u8]| Workbook::read(name, bytes).expect_err("no table");
    assert_eq!(error("a.csv", b""), SheetError::Empty);
    assert_eq!(error("a.csv", b"\xef\xbb\xbf \r\n"), SheetError::Empty);
    assert_eq!(error("in/~$plan.xlsx", b"x"), SheetError::LockFile);
    assert_eq!(error("a.xlsx", b"%PDF-1.7\n"), SheetError::OtherFormat("PDF"));
    assert_eq!(error("a.xls", b"<html><table>"), SheetError::OtherFormat("HTML"));
    assert_eq!(error("a.csv", &[0, 1, 2, 200, 0, 7]), SheetError::OtherFormat(""));
    assert_eq!(error("a.csv", b"a;b\nc;\"offen\nd;e\n"), SheetError::OpenQuote(2));
    assert!(matches!(error("a.xlsx", b"PK\x03\x04 cut off"), SheetError::Broken(_)));
    assert!(matches!(error("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off"), SheetError::Broken(_)));
    assert_eq!(error("a.csv", &vec![b'x'; MAX_FILE + 1]), SheetError::TooLarge);
}

#[test]
fn a_table_with_too_many_cells_is_refused_where_they_become_too_many() {
    let error = |text: String| Workbook::read("a.csv", text.as_bytes()).expect_err("too large");
    // Nobody reads on to the quotation mark that does not end.
    assert_eq!(error("a\n".repeat(MAX_CELLS as usize + 1) + "\"offen\n"), SheetError::TooLarge);
    // A record may be as wide as a sheet, but not wider, even without anything in its cells.
    assert_eq!(error("Nr.;Titel\n".to_owned() + &";".repeat(MAX_COLUMNS as usize)), SheetError::TooLarge);
    let widest = "Nr.;Titel\n".to_owned() + &";".repeat(MAX_COLUMNS as usize - 2) + ";x";
    assert_eq!(rows(widest.as_bytes())[1], (1, list(&["x"])));
}
