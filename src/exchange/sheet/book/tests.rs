//! XLSX and ODS files of a few kilobytes that would take gigabytes, hours or a wrong place.

#![allow(clippy::expect_used)] // A test may stop where its own sample is wrong.

use super::xlsx_within;
use crate::exchange::sheet::room::Room;
use crate::exchange::sheet::unpacked::{self, Kind};
use crate::exchange::sheet::{Cell, SheetError, Workbook};
use crate::source::CellRef;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn packed(parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(content.as_bytes()).expect("its content");
    }
    archive.finish().expect("an archive").into_inner()
}

/// A workbook with a sheet for each of these parts, by number, and these parts.
fn book(sheets: &[usize], parts: &[String], texts: &str) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let name = |index| format!("xl/worksheets/sheet{index}.xml");
    let targets: String = (0..parts.len())
        .map(|i| format!("<Relationship Id='r{i}' Type='{kind}/worksheet' Target='worksheets/sheet{i}.xml'/>"))
        .collect();
    let list = sheets.iter().enumerate();
    let list: String = list.map(|(i, part)| format!("<sheet name='S{i}' sheetId='{i}' r:id='r{part}'/>")).collect();
    let names: Vec<String> = (0..parts.len()).map(name).collect();
    let content = |sheet: &String| format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
    let start = format!("<Relationship Id='r' Type='{kind}/officeDocument' Target='xl/workbook.xml'/>");
    let mut files = vec![
        ("_rels/.rels", format!("<Relationships>{start}</Relationships>")),
        ("xl/workbook.xml", format!("<workbook><sheets>{list}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships>{targets}</Relationships>")),
    ];
    files.extend(names.iter().map(String::as_str).zip(parts.iter().map(content)));
    if !texts.is_empty() {
        files.push(("xl/sharedStrings.xml", texts.to_owned()));
    }
    packed(&files)
}

fn xlsx(sheets: &[usize], parts: &[String], texts: &str) -> Result<Workbook, SheetError> {
    Workbook::read("plan.xlsx", &book(sheets, parts, texts))
}

fn number(name: &str) -> String {
    format!("<row><c r='{name}'><v>5</v></c></row>")
}

#[test]
fn sheets_that_are_one_part_are_not_read_again_and_again() {
    let parts: Vec<String> = ["A1", "B2", "C3"].map(number).to_vec();
    let book = xlsx(&[0, 1, 2], &parts, "").expect("three sheets");
    assert_eq!(book.sheets[2].cell(CellRef { row: 2, column: 2 }), Some(&Cell::Number(5.0)));
    let large = "<row>".to_owned() + &"<x/>".repeat(20_000) + "</row>";
    assert!(xlsx(&[0], std::slice::from_ref(&large), "").is_ok());
    assert_eq!(xlsx(&[0; 100], &[large], ""), Err(SheetError::TooLarge));
    assert_eq!(xlsx(&vec![0; 1_001], &parts, ""), Err(SheetError::TooLarge));
}

#[test]
fn empty_cells_are_not_endless() {
    let sheets = |count: usize| {
        let row = format!("<row>{}</row>", "<c/>".repeat(count / 2));
        let bytes = book(&[0, 1], &[row.clone(), row], "");
        let Kind::Xlsx(parts) = unpacked::kind(&bytes)? else { return Err(SheetError::Empty) };
        xlsx_within(Room::with_places(10_000), &bytes, parts)
    };
    assert!(sheets(10_000).is_ok());
    assert_eq!(sheets(10_002), Err(SheetError::TooLarge));
}

#[test]
fn texts_that_a_table_only_announces_are_not_set_aside() {
    let table = |count: u64| format!("<sst uniqueCount = '{count}'><si><t>Stand</t></si></sst>");
    let sheet = ["<row><c r='A1' t='s'><v>0</v></c></row>".to_owned()];
    let read = xlsx(&[0], &sheet, &table(1_000)).expect("a sheet");
    assert_eq!(read.sheets[0].rows[0].cells, [(0, Cell::Text("Stand".to_owned()))]);
    assert_eq!(xlsx(&[0], &sheet, &table(100_000_000_000_000)), Err(SheetError::TooLarge));
}

#[test]
fn no_cell_lies_beyond_the_last() {
    assert!(xlsx(&[0], &[number("XFD1048576")], "").is_ok());
    for name in ["XFE1", "A1048577", "ZZZZZZZZZZ99999999999"] {
        assert!(matches!(xlsx(&[0], &[number(name)], ""), Err(SheetError::Broken(_))), "{name}");
    }
}

fn ods(tables: &str) -> Result<Workbook, SheetError> {
    let kind = "application/vnd.oasis.opendocument.spreadsheet".to_owned();
    let parts = [("mimetype", kind), ("META-INF/manifest.xml", "<m/>".to_owned()), ("content.xml", tables.to_owned())];
    Workbook::read("plan.ods", &packed(&parts))
}

#[test]
fn an_ods_file_is_measured_before_it_is_read() {
    let table = |name: &str, rows: &str| {
        let cell = "<table:table-cell office:value-type='string'><text:p>x</text:p></table:table-cell>";
        let row = format!("<table:table-row {rows}>{cell}</table:table-row>");
        format!("<table:table table:name='{name}'>{row}</table:table>")
    };
    let book = ods(&(table("A", "table:number-rows-repeated ='3'") + &table("B", ""))).expect("two tables");
    assert_eq!((book.sheets[0].rows.len(), book.sheets[1].rows.len()), (3, 1));
    let many = "x='>' table:number-rows-repeated ='1000000'";
    let tables: String = ["A", "B", "C", "D"].map(|name| table(name, many)).concat();
    assert_eq!(ods(&tables), Err(SheetError::TooLarge));
    // Both would be read as the second one.
    assert!(matches!(ods(&(table("A", "") + &table("A", ""))), Err(SheetError::Broken(_))));
}
