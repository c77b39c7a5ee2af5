//! XLS files of a few kilobytes that would fill the memory.

#![allow(clippy::expect_used)] // A test may stop where its own sample is wrong.

use super::*;
use crate::exchange::sheet::Cell;
use crate::source::CellRef;

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a short record");
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

fn begin(kind: u16) -> Vec<u8> {
    let version = [0x0600, kind, 0x0dbb, 0x07cc, 0, 0, 6, 0];
    record(0x0809, &version.map(u16::to_le_bytes).concat())
}

fn number_at(row: u16, column: u16) -> Vec<u8> {
    record(0x0203, &[&[row, column, 0].map(u16::to_le_bytes).concat(), &1.5_f64.to_le_bytes()[..]].concat())
}

fn text_at(row: u16, column: u16) -> Vec<u8> {
    record(0x00fd, &[row, column, 0, 0, 0].map(u16::to_le_bytes).concat())
}

/// A workbook with this in front of its sheets, and `starts` sheets for each of these.
fn book(global: &[u8], sheets: &[Vec<u8>], starts: usize) -> Vec<u8> {
    let end = record(0x000a, &[]);
    let (names, global) = (sheets.len() * starts, [&begin(5), global].concat());
    let mut at = global.len() + names * 16 + end.len();
    let (mut head, mut tail) = (global, Vec::new());
    for (index, sheet) in sheets.iter().enumerate() {
        let sheet = [&begin(0x10), &sheet[..], &end].concat();
        for copy in 0..starts {
            let name = format!("{:04}", index * starts + copy);
            let start = u32::try_from(at).expect("a small file").to_le_bytes();
            head.extend(record(0x0085, &[&start[..], &[0, 0, 4, 0], name.as_bytes()].concat()));
        }
        at += sheet.len();
        tail.extend(sheet);
    }
    packed(&[head, end, tail].concat()).expect("a file")
}

fn far() -> Vec<u8> {
    [number_at(0, 0), number_at(65_535, 255)].concat()
}

#[test]
fn two_far_corners_are_read_and_many_are_refused() {
    let near = [number_at(0, 0), number_at(9, 9)].concat();
    let read = xls(&book(&[], &[near.clone(), near.clone()], 1)).expect("two sheets");
    assert_eq!(read.sheets.len(), 2);
    assert_eq!(read.sheets[1].cell(CellRef { row: 9, column: 9 }), Some(&Cell::Number(1.5)));
    assert_eq!(xls(&book(&[], &[far(), near], 1)), Err(SheetError::TooLarge));
    assert_eq!(xls(&book(&[], &vec![far(); 60], 1)), Err(SheetError::TooLarge));
    assert_eq!(measure(&stream(&book(&[], &[far()], 1)).expect("a stream")), Ok(()));
}

#[test]
fn a_part_that_several_sheets_share_counts_for_each() {
    let wide = [number_at(0, 0), number_at(9_999, 199)].concat();
    assert_eq!(xls(&book(&[], &[wide], 10)), Err(SheetError::TooLarge));
    // Records that are no cells count as well.
    let idle = record(0x0208, &[0; 16]).repeat(1_000);
    assert_eq!(xls(&book(&[], &[idle], 100)), Err(SheetError::TooLarge));
}

#[test]
fn places_that_a_sheet_only_announces_are_not_set_aside() {
    let announcing = |rows: u32| {
        record(0x0200, &[&[0, 0, 0, 0], &rows.to_le_bytes()[..], &[0, 0], &256_u16.to_le_bytes(), &[0, 0]].concat())
    };
    assert!(xls(&book(&[], &[announcing(65_536)], 1)).is_ok());
    assert_eq!(xls(&book(&[], &[announcing(u32::MAX)], 1)), Err(SheetError::TooLarge));
}

#[test]
fn a_text_that_all_cells_share_counts_for_each() {
    let letters = [&[0; 8][..], &60_000_u16.to_le_bytes(), &[0], &[b'A'; 8_000]].concat();
    let mut table = record(0x00fc, &letters);
    for _ in 0..7 {
        table.extend(record(0x003c, &[&[0][..], &[b'A'; 8_000]].concat()));
    }
    // What cannot be told is not read; here the text ends early.
    assert!(matches!(xls(&book(&table, &[text_at(0, 0)], 1)), Err(SheetError::Broken(_))));
    let rest = record(0x003c, &[&[0][..], &[b'A'; 4_000]].concat());
    let cut = table.len() - 8_005;
    let table = [&table[..cut], &rest].concat();
    let cells = |count: u16| (0..count).flat_map(|row| text_at(row, 0)).collect::<Vec<u8>>();
    let read = xls(&book(&table, &[cells(9)], 1)).expect("a sheet");
    assert_eq!(read.sheets[0].rows[8].cells, [(0, Cell::Text("A".repeat(60_000)))]);
    assert_eq!(xls(&book(&table, &[cells(3_000)], 1)), Err(SheetError::TooLarge));
}

#[test]
fn a_large_file_is_read_in_a_moment() {
    // As many records as fit: more than the first table of sectors names.
    let many = (0..50_000).flat_map(|row| (0..16).flat_map(move |column| number_at(row, column))).collect::<Vec<u8>>();
    let read = xls(&book(&[], &[many], 1)).expect("a sheet");
    assert_eq!(read.sheets[0].rows.len(), 50_000);
}
