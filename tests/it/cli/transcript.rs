//! One transcript: a Markdown file that says what is run and what comes out.
//!
//! The site that `init` makes is the current folder. Blocks act on it from top to bottom:
//!
//! - The blocks that change files in a case of `tests/checks`: `md PATH`, `toml PATH`, `diff PATH`,
//!   `remove PATH` and so on.
//! - `console`: lines `$ sachstand …` with what each prints under it: standard output as it is, then
//!   standard error with `! ` before each line, then `? CODE` if the exit code is not 0. Words with
//!   spaces stand in `"…"`. `$ cat PATH` shows a file.
//!
//! The folder of the site is shown as `[ROOT]`, a time as `(N ms)`. Refused are blocks that nobody
//! would look at: a console block without a command, a change after the last command, output that
//! could be mistaken for a command.

use super::super::checks::case::{Step, blocks, step};
use super::program::{Ran, Site};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A transcript as written.
pub(super) struct Transcript {
    /// Its file.
    pub(super) path: PathBuf,
    text: String,
    blocks: Vec<Block>,
}

enum Block {
    Change(Step),
    /// The commands and the bytes of the text from the opening to the closing line.
    Console(Vec<String>, Range<usize>),
}

impl Transcript {
    /// Reads a transcript; a block that it does not understand is a fault of the transcript.
    pub(super) fn read(path: &Path) -> Transcript {
        let name = path.display();
        let text = std::fs::read_to_string(path).expect("a transcript can be read");
        assert!(text.starts_with("# "), "{name}: the first line is a heading");
        let mut found = Vec::new();
        for (info, range, body) in blocks(&text) {
            if info == "console" {
                let commands: Vec<String> =
                    body.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect();
                assert!(body.starts_with("$ "), "{name}: a console block starts with a command");
                found.push(Block::Console(commands, range));
            } else {
                let words: Vec<&str> = info.split_whitespace().collect();
                let change = step(&words, &body).unwrap_or_else(|| panic!("{name}: what is the block `{info}`?"));
                found.push(Block::Change(change));
            }
        }
        assert!(matches!(found.last(), Some(Block::Console(..))), "{name}: the last block is a console");
        Transcript { path: path.to_owned(), text, blocks: found }
    }

    /// Its text with what comes out now. Nothing where this system cannot make one of its files.
    pub(super) fn run(&self) -> Option<String> {
        let site = Site::new();
        let mut text = String::new();
        let mut at = 0;
        for block in &self.blocks {
            match block {
                Block::Change(step) if step.apply(&site.root) => {}
                Block::Change(_) => return None,
                Block::Console(commands, range) => {
                    text.push_str(&self.text[at..range.start]);
                    let shown: String = commands.iter().map(|command| played(&site, command)).collect();
                    let ticks =
                        shown.lines().map(|line| line.len() - line.trim_start_matches('`').len()).max().unwrap_or(0);
                    let fence = "`".repeat(3.max(ticks + 1));
                    text.push_str(&format!("{fence}console\n{shown}{fence}\n"));
                    at = range.end;
                }
            }
        }
        text.push_str(&self.text[at..]);
        Some(text)
    }
}

/// A command with what it printed.
fn played(site: &Site, command: &str) -> String {
    let words = words(command);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ran = match words.as_slice() {
        ["sachstand", arguments @ ..] => site.run(arguments),
        ["cat", path] => Ran {
            out: String::from_utf8(site.read(path)).expect("a shown file is a text"),
            err: String::new(),
            code: 0,
        },
        _ => panic!("`{command}` is no command of transcripts"),
    };
    let mut shown = format!("$ {command}\n");
    for line in ran.out.lines() {
        assert!(!line.starts_with("$ "), "`{command}` prints a line that looks like a command");
        shown.push_str(line);
        shown.push('\n');
    }
    assert!(ran.out.is_empty() || ran.out.ends_with('\n'), "`{command}` does not end its last line");
    for line in ran.err.lines() {
        shown.push_str(format!("! {line}").trim_end());
        shown.push('\n');
    }
    if ran.code != 0 {
        shown.push_str(&format!("? {}\n", ran.code));
    }
    without_times(&shown.replace(&*site.root.to_string_lossy(), "[ROOT]"))
}

/// The words of a command; quotes keep spaces together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (nth, part) in command.split('"').enumerate() {
        if nth % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// The text with `(N ms)` for every time.
fn without_times(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(" ms)") {
        let before = rest[..at].trim_end_matches(|c: char| c.is_ascii_digit());
        let is_time = before.len() < at && before.ends_with('(');
        shown.push_str(if is_time { before } else { &rest[..at] });
        shown.push_str(if is_time { "N ms)" } else { " ms)" });
        rest = &rest[at + " ms)".len()..];
    }
    shown.push_str(rest);
    shown
}

#[test]
fn words_and_times_are_recognised() {
    assert_eq!(words(r#"sachstand set "MP 020" 2023-09-30 """#), ["sachstand", "set", "MP 020", "2023-09-30", ""]);
    assert_eq!(without_times("a (12 ms)\nb (x ms) (3 ms) ms)"), "a (N ms)\nb (x ms) (N ms) ms)");
}
