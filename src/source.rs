//! Texts that came from the site folder, and places in them.
//!
//! A [`SourceTree`] is everything a run may know of the disk: paths and contents, sorted by path.
//! It never opens a file itself (that is `disk`), and it keeps no time stamps, so that the same
//! contents always give the same site.

use std::fmt;
use std::ops::Range;

/// Index of a file in its [`SourceTree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub(crate) u32);

/// A range of bytes in one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from a byte range; ranges beyond 4 GiB saturate, which `disk` makes impossible.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { source, start: clamp(range.start), end: clamp(range.end.max(range.start)) }
    }

    /// The bytes it covers.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value together with the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Located<T> {
    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: f(self.value), span: self.span }
    }
}

/// Whether a character turns the direction in which what follows it is read. Letters have a direction of their own, so
/// texts need none; with one a line says to people what it does not say (CVE-2021-42574 tells how in source code).
pub fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A cell of a sheet. Prints as spreadsheets name it: `K37`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
}

impl CellRef {
    /// The cell of a name such as `K37`.
    pub fn parse(name: &str) -> Option<Self> {
        let digits = name.find(|c: char| c.is_ascii_digit())?;
        let row: u32 = name[digits..].parse().ok()?;
        Some(CellRef { row: row.checked_sub(1)?, column: column_of(&name[..digits])? })
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_name(self.column), u64::from(self.row) + 1)
    }
}

/// The letters of a column, which is counted from 0: `A`, `Z`, `AA`.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// The column with these letters, from 0.
pub fn column_of(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 6 || !letters.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let number = letters.bytes().fold(0, |sum, b| sum * 26 + u64::from(b.to_ascii_uppercase() - b'A') + 1);
    u32::try_from(number - 1).ok()
}

/// A place in a workbook. Prints as `Anlage 4!K37`, or as the name of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetPlace {
    /// The workbook's file as the user named it.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The cell; nothing for the sheet as a whole.
    pub cell: Option<CellRef>,
}

impl fmt::Display for SheetPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cell {
            Some(cell) => write!(f, "{}!{cell}", self.sheet),
            None => f.write_str(&self.sheet),
        }
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Records, configuration, Markdown, templates.
    Text(String),
    /// Everything else, and text files that are not valid UTF-8.
    Bytes(Vec<u8>),
}

/// One file of the site folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path below the site folder with `/` between its parts, e.g. `content/measures/mp-020.md`.
    pub path: String,
    /// Its content.
    pub content: Content,
}

impl SourceFile {
    /// The text, or nothing for bytes.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Bytes(_) => None,
        }
    }

    /// The raw bytes.
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }
}

/// All files of a site, sorted by path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceTree {
    files: Vec<SourceFile>,
}

impl SourceTree {
    /// A tree of these files, in the order of their paths whatever order they come in.
    pub fn new(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        SourceTree { files }
    }

    /// Every file with its id.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        // `disk` refuses folders with more than u32::MAX entries, so the cast is exact.
        self.files.iter().enumerate().map(|(i, f)| (SourceId(i as u32), f))
    }

    /// The file of an id that this tree gave out.
    pub fn file(&self, id: SourceId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The file at a path.
    pub fn find(&self, path: &str) -> Option<(SourceId, &SourceFile)> {
        let at = self.files.binary_search_by(|f| f.path.as_str().cmp(path)).ok()?;
        Some((SourceId(at as u32), &self.files[at]))
    }

    /// Line and column of a byte, both from 1; the column counts characters, as editors do.
    pub fn position(&self, id: SourceId, offset: usize) -> (usize, usize) {
        let Some(text) = self.file(id).text() else {
            return (1, 1);
        };
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        // A byte order mark is not a character that an editor shows, and a line may end with CRLF.
        let here = &before[line_start..];
        let shown = if line_start == 0 { here.trim_start_matches('\u{feff}') } else { here }.chars().count();
        let inside_crlf = before.ends_with('\r') && text[offset..].starts_with('\n');
        (line, shown + 1 - usize::from(inside_crlf))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_do() {
        for (column, row, name) in [(0, 0, "A1"), (10, 36, "K37"), (25, 8, "Z9"), (26, 0, "AA1"), (16383, 0, "XFD1")] {
            let cell = CellRef { row, column };
            assert_eq!(cell.to_string(), name);
            assert_eq!(CellRef::parse(name), Some(cell));
        }
        for wrong in ["", "A", "7", "A0", "Ä1", "A1B", "AAAAAAAAA1", "A99999999999"] {
            assert_eq!(CellRef::parse(wrong), None, "{wrong}");
        }
        assert_eq!(column_name(u32::MAX), "MWLQKWV");
    }
}
