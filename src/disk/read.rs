//! Reads the site folder into a [`SourceTree`].
//!
//! Only `content/` and `themes/`, without following links. What cannot be read is reported and
//! never skipped silently; hidden files and the droppings of editors and desktops are no content
//! and are left alone. It does not judge what a file holds or whether it belongs where it is.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::source::{Content, SourceFile, SourceTree};
use rayon::Scope;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use walkdir::WalkDir;

/// Folders of a site that are read.
pub const FOLDERS: [&str; 2] = ["content", "themes"];

/// Endings of files that people write; everything else is bytes.
const TEXT: [&str; 8] = ["toml", "md", "html", "css", "js", "svg", "typ", "txt"];

/// No text of a record, template or permalink list comes near it; spans could hold 4 GiB.
const TEXT_LIMIT: u64 = 16_000_000;

/// Reads `content/` and `themes/` of a site folder. Folders that do not exist are empty: which
/// files a site needs is for the stages after this one to say.
pub fn read(site: &Path) -> (SourceTree, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let read = Mutex::default();
    // The first files are read while others are still being listed.
    rayon::scope(|scope| {
        let mut shares = Shares { scope, read: &read, next: Vec::with_capacity(SHARE), started: 0 };
        for folder in FOLDERS {
            walk(site, folder, &mut shares, &mut diagnostics);
        }
        shares.start();
    });
    let mut read = read.into_inner().unwrap_or_else(PoisonError::into_inner);
    read.sort_unstable_by_key(|(share, _)| *share);
    let mut files = Vec::with_capacity(read.len() * SHARE);
    for (file, problem) in read.into_iter().flat_map(|(_, read)| read) {
        files.extend(file);
        if let Some(problem) = problem {
            diagnostics.push(problem);
        }
    }
    (SourceTree::new(files), diagnostics)
}

/// Files that one task reads.
const SHARE: usize = 64;

/// What came of a file.
type Read = (Option<SourceFile>, Option<Diagnostic>);

/// Files in the order in which they are listed, read in shares.
struct Shares<'r, 's> {
    scope: &'r Scope<'s>,
    read: &'s Mutex<Vec<(usize, Vec<Read>)>>,
    next: Vec<(PathBuf, String)>,
    started: usize,
}

impl Shares<'_, '_> {
    fn add(&mut self, place: PathBuf, path: String) {
        self.next.push((place, path));
        if self.next.len() == SHARE {
            self.start();
        }
    }

    fn start(&mut self) {
        let files = std::mem::replace(&mut self.next, Vec::with_capacity(SHARE));
        let (read, share) = (self.read, self.started);
        self.started += 1;
        self.scope.spawn(move |_| {
            let own = files.into_iter().map(|(place, path)| read_file(&place, path)).collect();
            read.lock().unwrap_or_else(PoisonError::into_inner).push((share, own));
        });
    }
}

/// Lists the regular files below a folder; what is no file or folder becomes a diagnostic.
fn walk(site: &Path, folder: &str, shares: &mut Shares<'_, '_>, diagnostics: &mut Diagnostics) {
    let root = site.join(folder);
    let mut entries = WalkDir::new(&root).follow_links(false).follow_root_links(false).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let missing =
                    error.depth() == 0 && error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound);
                if !missing {
                    let path = error.path().map_or_else(|| folder.to_owned(), |place| shown(site, place));
                    diagnostics.push(codes::unreadable_entry(&path, &reason(error.io_error())));
                }
                continue;
            }
        };
        let kind = entry.file_type();
        if entry.depth() > 0 && is_left_alone(entry.file_name()) {
            if kind.is_dir() {
                entries.skip_current_dir();
            }
            continue;
        }
        let path = shown(site, entry.path());
        if entry.file_name().to_str().is_none() {
            diagnostics.push(codes::file_name_encoding(&path));
            if kind.is_dir() {
                entries.skip_current_dir();
            }
        } else if kind.is_symlink() {
            diagnostics.push(codes::symbolic_link(&path));
        } else if kind.is_file() {
            shares.add(entry.into_path(), path);
        } else if !kind.is_dir() {
            diagnostics.push(codes::not_a_file(&path));
        }
    }
}

fn read_file(place: &Path, path: String) -> Read {
    let is_text = Path::new(&path)
        .extension()
        .and_then(OsStr::to_str)
        .is_some_and(|ending| TEXT.iter().any(|text| ending.eq_ignore_ascii_case(text)));
    let bytes = match read_bytes(place, is_text.then_some(TEXT_LIMIT)) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => return (None, Some(codes::file_too_large(&path, size, TEXT_LIMIT))),
        Err(error) => {
            return (None, Some(codes::unreadable_entry(&path, &reason(Some(&error)))));
        }
    };
    if !is_text {
        return (Some(SourceFile { path, content: Content::Bytes(bytes) }), None);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (Some(SourceFile { path, content: Content::Text(text) }), None),
        Err(error) => {
            let (line, column) = end_of(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
            let problem = codes::invalid_utf8(&path, line, column);
            (Some(SourceFile { path, content: Content::Bytes(error.into_bytes()) }), Some(problem))
        }
    }
}

/// The bytes of a file, or its size if that is over the limit.
fn read_bytes(place: &Path, limit: Option<u64>) -> io::Result<Result<Vec<u8>, u64>> {
    let mut file = File::open(place)?;
    let size = file.metadata()?.len();
    if limit.is_some_and(|limit| size > limit) {
        return Ok(Err(size));
    }
    // A file may grow while it is read, or be one of those that claim to be empty.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
    match limit {
        Some(limit) => (&mut file).take(limit + 1).read_to_end(&mut bytes)?,
        None => file.read_to_end(&mut bytes)?,
    };
    let size = bytes.len() as u64;
    Ok(if limit.is_some_and(|limit| size > limit) { Err(size) } else { Ok(bytes) })
}

/// Line and column right after these bytes, which are valid UTF-8, counted as
/// [`SourceTree::position`] does.
fn end_of(valid: &[u8]) -> (usize, usize) {
    let line_start = valid.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let line = valid.iter().filter(|b| **b == b'\n').count() + 1;
    let shown = String::from_utf8_lossy(&valid[line_start..]).chars().filter(|c| *c != '\u{feff}').count();
    (line, shown + 1)
}

/// Whether a name is hidden, or made by an editor or desktop for itself: `.git`, `.mp-020.md.swp`,
/// `mp-020.md~`, `#mp-020.md#`, `~$plan.xlsx`, `Thumbs.db`.
pub fn is_left_alone(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".")
        || name.starts_with(b"~$")
        || name.ends_with(b"~")
        || (name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#"))
        || name.eq_ignore_ascii_case(b"thumbs.db")
        || name.eq_ignore_ascii_case(b"desktop.ini")
}

/// The path below the site folder with `/` between its parts, for people too.
fn shown(site: &Path, place: &Path) -> String {
    // Where the system writes paths in the same way, they need not be taken apart.
    let below = || place.to_str()?.strip_prefix(site.to_str()?)?.strip_prefix('/');
    if MAIN_SEPARATOR == '/'
        && let Some(path) = below()
    {
        return path.to_owned();
    }
    let below = place.strip_prefix(site).unwrap_or(place);
    let mut path = String::with_capacity(below.as_os_str().len());
    for part in below.components() {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(&part.as_os_str().to_string_lossy());
    }
    path
}

/// Why the system refused, without the number that Rust adds.
fn reason(error: Option<&io::Error>) -> String {
    match error {
        Some(error) => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
        None => "the folders lead in a circle".to_owned(),
    }
}
