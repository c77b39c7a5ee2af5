//! Replays what fuzzing has found and kept: every file of `tests/fuzz/corpus` through its target.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::path::Path;

#[allow(clippy::print_stdout, reason = "the last line before a crash names its file")]
fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 9, "{target} has a corpus");
    for file in files {
        // Named before it runs: a stack that overflows leaves no time for words.
        println!("{}", file.display());
        run(&std::fs::read(file).unwrap());
    }
}

#[test]
fn records() {
    replay("record", targets::record);
}

#[test]
fn front_matter() {
    replay("front", targets::front);
}

#[test]
fn markdown() {
    replay("markdown", targets::markdown);
}

#[test]
fn inserts() {
    replay("insert", targets::insert);
}

#[test]
fn sheets() {
    replay("sheet", targets::sheet);
}

#[test]
fn workbooks() {
    replay("workbook", targets::workbook);
}

#[test]
fn themes() {
    replay("theme", targets::theme);
}

#[test]
fn snapshots() {
    replay("snapshot", targets::snapshot);
}
