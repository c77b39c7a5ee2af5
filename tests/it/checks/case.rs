//! One case: a Markdown file whose code blocks say what to lay over the base site.
//!
//! The first word of the line that opens a block says what it does:
//!
//! - `toml PATH`, `md PATH`, `html PATH`, `text PATH`: the block is the file at PATH.
//! - `windows PATH`: the same, saved with a byte order mark and CRLF.
//! - `hex PATH`: the block is the file in hexadecimal bytes.
//! - `append COUNT PATH`: the block is added to the file so far that many times.
//! - `diff PATH`: in the file so far, lines with `-` are replaced by the lines with `+` after them.
//! - `remove PATH`, `link PATH -> TARGET`, `pipe PATH`, `locked PATH`: an empty block; the entry is
//!   removed, or made a symbolic link, a named pipe or a file that nobody may read.
//! - `import FILE REGISTER [SHEET]`: the block is a CSV file that is imported instead of a check; lines `=== NAME`
//!   divide it into the sheets of a workbook.
//! - `mapping FILE`: the block is the mapping file for it.
//! - `returned PATH UNIT DATE`: the workbook that a unit gets for a survey, edited as the lines say (see
//!   `survey::book`) and saved at PATH. In `returned/` it is taken in instead of checking the site.
//! - `expected [FORM]`: what comes out.

use crate::survey::book::Book;
use crate::survey::exported;
use sachstand::diag::print::Form;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A case as written.
pub(super) struct Case {
    /// Its file.
    pub(super) path: PathBuf,
    /// The code it is about.
    pub(super) code: String,
    /// Its whole text.
    pub(super) text: String,
    /// What to lay over the base site, in order.
    pub(super) steps: Vec<Step>,
    /// What should come out.
    pub(super) expected: Vec<Expected>,
    /// A sheet to import: file, register, name of the sheet, content.
    pub(super) import: Option<[String; 4]>,
    /// A mapping file for it: name and text.
    pub(super) mapping: Option<(String, String)>,
}

/// One change of the base site.
pub(crate) enum Step {
    /// A file with these bytes.
    File(String, Vec<u8>),
    /// A file with these bytes added at its end.
    Append(String, Vec<u8>),
    /// Blocks of lines in a file and what to put in their place.
    Edit(String, Vec<(String, String)>),
    /// No such entry.
    Remove(String),
    /// A symbolic link and where it leads.
    Link(String, String),
    /// A named pipe.
    Pipe(String),
    /// A file without the right to read it.
    Locked(String),
    /// A workbook that came back: its path, unit and date, and what was done to it.
    Returned([String; 3], Vec<String>),
}

/// A block of expected output.
pub(super) struct Expected {
    /// In which form.
    pub(super) form: Form,
    /// The bytes of the case's text from its opening to its closing line.
    pub(super) block: std::ops::Range<usize>,
}

impl Case {
    /// Reads a case; a block that it does not understand is a fault of the case.
    pub(super) fn read(path: &Path) -> Case {
        let text = std::fs::read_to_string(path).expect("a case can be read");
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a case has a name");
        let code = stem.split('.').next().unwrap_or(stem).to_owned();
        let mut case = Case {
            path: path.to_owned(),
            code,
            steps: Vec::new(),
            expected: Vec::new(),
            import: None,
            mapping: None,
            text,
        };
        for (info, range, body) in blocks(&case.text) {
            let words: Vec<&str> = info.split_whitespace().collect();
            match words.as_slice() {
                ["import", file, register, sheet @ ..] => {
                    case.import = Some([(*file).into(), (*register).into(), sheet.join(" "), body]);
                }
                ["mapping", file] => case.mapping = Some(((*file).into(), body)),
                ["expected"] => case.expected.push(Expected { form: Form::Human, block: range }),
                ["expected", form] => {
                    case.expected.push(Expected { form: form.parse().expect("a form"), block: range })
                }
                _ => {
                    let step = step(&words, &body).unwrap_or_else(|| panic!("{stem}: what is the block `{info}`?"));
                    case.steps.push(step);
                }
            }
        }
        case
    }

    /// The name of its file without the ending.
    pub(super) fn name(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Whether it is the case that its code must have.
    pub(super) fn is_first(&self) -> bool {
        self.name() == self.code
    }

    /// Its text with other expected blocks, in the order of [`Case::expected`].
    pub(super) fn with(&self, outputs: &[String]) -> String {
        let mut text = String::new();
        let mut at = 0;
        for (expected, output) in self.expected.iter().zip(outputs) {
            text.push_str(&self.text[at..expected.block.start]);
            let info = match expected.form {
                Form::Human => "expected".to_owned(),
                form => format!("expected {form}"),
            };
            let ticks = output.lines().map(|line| line.len() - line.trim_start_matches('`').len()).max().unwrap_or(0);
            let fence = "`".repeat(3.max(ticks + 1));
            text.push_str(&format!("{fence}{info}\n{output}{fence}\n"));
            at = expected.block.end;
        }
        text.push_str(&self.text[at..]);
        text
    }
}

/// The change that a block with these words in its first line makes, if it is one.
pub(crate) fn step(words: &[&str], body: &str) -> Option<Step> {
    Some(match words {
        ["toml" | "md" | "html" | "text", path] => Step::File((*path).into(), body.into()),
        ["windows", path] => Step::File((*path).into(), format!("\u{feff}{}", body.replace('\n', "\r\n")).into()),
        ["hex", path] => {
            let bytes = body.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).ok());
            Step::File((*path).into(), bytes.collect::<Option<_>>()?)
        }
        ["append", count, path] => Step::Append((*path).into(), body.repeat(count.parse().ok()?).into()),
        ["diff", path] => Step::Edit((*path).into(), edits(body)),
        ["remove", path] => Step::Remove((*path).into()),
        ["link", path, "->", target] => Step::Link((*path).into(), (*target).into()),
        ["pipe", path] => Step::Pipe((*path).into()),
        ["locked", path] => Step::Locked((*path).into()),
        ["returned", path, unit, date] => {
            let words = [path, unit, date].map(|word| (*word).to_owned());
            Step::Returned(words, body.lines().map(str::to_owned).collect())
        }
        _ => return None,
    })
}

fn edits(body: &str) -> Vec<(String, String)> {
    let mut edits: Vec<(String, String)> = Vec::new();
    let mut adding = true;
    for line in body.lines() {
        let (sign, rest) = line.split_at_checked(1).expect("a line of a diff starts with + or -");
        assert!(sign == "+" || sign == "-", "a line of a diff starts with + or -: {line}");
        if edits.is_empty() || (sign == "-" && adding) {
            edits.push((String::new(), String::new()));
        }
        adding = sign == "+";
        if let Some((old, new)) = edits.last_mut() {
            let side = if adding { new } else { old };
            side.push_str(rest);
            side.push('\n');
        }
    }
    edits
}

/// The fenced blocks of a Markdown text: info string, place with both fences, content.
pub(crate) fn blocks(text: &str) -> Vec<(String, std::ops::Range<usize>, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize, String, String)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        let ticks = bare.len() - bare.trim_start_matches('`').len();
        match &mut open {
            None if ticks >= 3 => open = Some((ticks, at, bare[ticks..].trim().to_owned(), String::new())),
            None => {}
            Some((fence, start, info, _)) if ticks >= *fence && bare.len() == ticks => {
                let (start, info) = (*start, std::mem::take(info));
                let body = open.take().map(|(.., body)| body).unwrap_or_default();
                found.push((info, start..at + line.len(), body));
            }
            Some((.., body)) => body.push_str(line),
        }
        at += line.len();
    }
    assert!(open.is_none(), "a code block is not closed");
    found
}

impl Step {
    /// Makes the change below `site`. Returns false where the system cannot make such an entry.
    pub(crate) fn apply(&self, site: &Path) -> bool {
        let at = |path: &str| {
            let path = site.join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(site)).expect("a folder of the site can be made");
            path
        };
        match self {
            Step::File(path, bytes) => std::fs::write(at(path), bytes).expect("a file of the site can be written"),
            Step::Append(path, bytes) => {
                let mut file =
                    std::fs::OpenOptions::new().create(true).append(true).open(at(path)).expect("a file can be opened");
                file.write_all(bytes).expect("a file of the site can be written");
            }
            Step::Edit(path, edits) => {
                let path = at(path);
                let mut text = std::fs::read_to_string(&path).expect("a file to edit is there");
                for (old, new) in edits {
                    assert_eq!(text.matches(old.as_str()).count(), 1, "not exactly once in {}:\n{old}", path.display());
                    text = text.replace(old, new);
                }
                std::fs::write(path, text).expect("a file of the site can be written");
            }
            Step::Remove(path) => std::fs::remove_file(at(path)).expect("a file to remove is there"),
            Step::Link(path, target) => return link(&at(path), target),
            Step::Pipe(path) => return pipe(&at(path)),
            Step::Locked(path) => return lock(&at(path)),
            Step::Returned([path, unit, date], lines) => {
                let mut book = Book::open(&exported(site, unit, date));
                lines.iter().for_each(|line| book.edit(line));
                std::fs::write(at(path), book.save()).expect("a workbook can be written");
            }
        }
        true
    }
}

#[cfg(unix)]
fn link(path: &Path, target: &str) -> bool {
    std::os::unix::fs::symlink(target, path).is_ok()
}

#[cfg(unix)]
fn pipe(path: &Path) -> bool {
    std::process::Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success())
}

/// The administrator may read everything, so the file counts as locked only if reading fails.
#[cfg(unix)]
fn lock(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, "").is_ok()
        && std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o000)).is_ok()
        && std::fs::read(path).is_err()
}

#[cfg(not(unix))]
fn link(_: &Path, _: &str) -> bool {
    false
}

#[cfg(not(unix))]
fn pipe(_: &Path) -> bool {
    false
}

#[cfg(not(unix))]
fn lock(_: &Path) -> bool {
    false
}
