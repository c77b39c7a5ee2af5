//! Reads the site folder into a [`SourceTree`].
//!
//! Only `content/` and `themes/`, without following links. What cannot be read is reported and
//! never skipped silently; hidden files and the droppings of editors and desktops are no content
//! and are left alone. It does not judge what a file holds or whether it belongs where it is. Files are in memory
//! as long as the run lasts, so none is read that is larger than its limit, also if it grows meanwhile.

use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::source::{Content, SourceFile, SourceTree};
use rayon::Scope;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use walkdir::{DirEntry, WalkDir};

/// Folders of a site that are read.
pub const FOLDERS: [&str; 2] = ["content", "themes"];

/// Endings of files that people write; everything else is bytes.
const TEXT: [&str; 8] = ["toml", "md", "html", "css", "js", "svg", "typ", "txt"];

/// No text of a record, template or permalink list comes near it; spans could hold 4 GiB.
const TEXT_LIMIT: u64 = 16_000_000;

/// How much other files may have, which are published as they are.
#[derive(Debug, Clone, Copy)]
struct Limits {
    each: u64,
    together: u64,
}

/// A film of some minutes, and together what the smallest machine has that builds a site.
const COPIED: Limits = Limits { each: 256_000_000, together: 1_000_000_000 };

/// Reads `content/` and `themes/` of a site folder. Folders that do not exist are empty: which
/// files a site needs is for the stages after this one to say.
pub fn read(site: &Path) -> (SourceTree, Diagnostics) {
    read_within(site, COPIED)
}

fn read_within(site: &Path, limits: Limits) -> (SourceTree, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let read = Mutex::default();
    let copied = Copied { limits, bytes: AtomicU64::new(0) };
    let mut largest = None;
    // The first files are read while others are still being listed.
    rayon::scope(|scope| {
        let next = Vec::with_capacity(SHARE);
        let mut shares = Shares { scope, read: &read, copied: &copied, next, started: 0, largest: None };
        for folder in FOLDERS {
            walk(site, folder, &mut shares, &mut diagnostics);
        }
        shares.start();
        largest = shares.largest;
    });
    let bytes = copied.bytes.into_inner();
    if let Some((size, path)) = largest.filter(|_| bytes > limits.together) {
        diagnostics.push(codes::copied_files_too_large(&path, size, bytes, limits.together));
    }
    let mut read = read.into_inner().unwrap_or_else(PoisonError::into_inner);
    read.sort_unstable_by_key(|(share, _, _)| *share);
    let mut files = Vec::with_capacity(read.len() * SHARE);
    for (_, own, problems) in read {
        files.extend(own);
        problems.into_iter().for_each(|problem| diagnostics.push(problem));
    }
    (SourceTree::new(files), diagnostics)
}

/// Files that one task reads.
const SHARE: usize = 64;

/// What came of a file.
type Read = (Option<SourceFile>, Option<Diagnostic>);

/// What came of a share, and which one it is.
type ReadShare = (usize, Vec<SourceFile>, Vec<Diagnostic>);

/// A file that is listed.
struct Listed {
    place: PathBuf,
    path: String,
    /// If it is no text, its size and whether there is room for it.
    copied: Option<(u64, bool)>,
}

/// Files that are no texts, as far as they are known.
struct Copied {
    limits: Limits,
    /// How much they have together; those that are too large by themselves do not count.
    bytes: AtomicU64,
}

impl Copied {
    /// Takes room for so many more bytes. Whether there is any.
    fn take(&self, bytes: u64) -> bool {
        self.bytes.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes) <= self.limits.together
    }
}

/// Files in the order in which they are listed, read in shares.
struct Shares<'r, 's> {
    scope: &'r Scope<'s>,
    read: &'s Mutex<Vec<ReadShare>>,
    copied: &'s Copied,
    next: Vec<Listed>,
    started: usize,
    /// The first of the largest files that are no texts.
    largest: Option<(u64, String)>,
}

impl Shares<'_, '_> {
    /// Room is given out here, in the order of the list, so that it is the same files in every run that get none.
    fn add(&mut self, entry: DirEntry, path: String) {
        let copied = (!is_text(&path)).then(|| {
            // What it says is asked again when it is opened.
            let size = entry.metadata().map_or(0, |meta| meta.len());
            if size > self.copied.limits.each {
                return (size, false);
            }
            if self.largest.as_ref().is_none_or(|(largest, _)| size > *largest) {
                self.largest = Some((size, path.clone()));
            }
            (size, self.copied.take(size))
        });
        self.next.push(Listed { place: entry.into_path(), path, copied });
        if self.next.len() == SHARE {
            self.start();
        }
    }

    fn start(&mut self) {
        let files = std::mem::replace(&mut self.next, Vec::with_capacity(SHARE));
        let (read, copied, share) = (self.read, self.copied, self.started);
        self.started += 1;
        self.scope.spawn(move |_| {
            let (mut own, mut problems) = (Vec::with_capacity(files.len()), Vec::new());
            for (file, problem) in files.into_iter().map(|file| read_file(file, copied)) {
                own.extend(file);
                problems.extend(problem);
            }
            read.lock().unwrap_or_else(PoisonError::into_inner).push((share, own, problems));
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
            shares.add(entry, path);
        } else if !kind.is_dir() {
            diagnostics.push(codes::not_a_file(&path));
        }
    }
}

fn is_text(path: &str) -> bool {
    let ending = Path::new(path).extension().and_then(OsStr::to_str);
    ending.is_some_and(|ending| TEXT.iter().any(|text| ending.eq_ignore_ascii_case(text)))
}

/// A file that is published as it is. For one without room there is nothing: it exists, so links to it are right, and
/// because of the error nobody gets it.
fn read_copied(file: Listed, (size, has_room): (u64, bool), copied: &Copied) -> Read {
    let Listed { place, path, .. } = file;
    let limit = copied.limits.each;
    let (bytes, problem) = match if has_room { read_bytes(&place, limit) } else { Ok(Err(size)) } {
        Ok(Ok(bytes)) => match (bytes.len() as u64).checked_sub(size) {
            // It has grown since.
            Some(more @ 1..) if !copied.take(more) => (Vec::new(), None),
            _ => (bytes, None),
        },
        Ok(Err(size)) if size > limit => (Vec::new(), Some(codes::copied_file_too_large(&path, size, limit))),
        // That all together have too much is said once.
        Ok(Err(_)) => (Vec::new(), None),
        Err(error) => return (None, Some(codes::unreadable_entry(&path, &reason(Some(&error))))),
    };
    (Some(SourceFile { path, content: Content::Bytes(bytes) }), problem)
}

fn read_file(file: Listed, copied: &Copied) -> Read {
    if let Some(room) = file.copied {
        return read_copied(file, room, copied);
    }
    let Listed { place, path, .. } = file;
    let bytes = match read_bytes(&place, TEXT_LIMIT) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => return (None, Some(codes::file_too_large(&path, size, TEXT_LIMIT))),
        Err(error) => {
            return (None, Some(codes::unreadable_entry(&path, &reason(Some(&error)))));
        }
    };
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
fn read_bytes(place: &Path, limit: u64) -> io::Result<Result<Vec<u8>, u64>> {
    let file = File::open(place)?;
    let size = file.metadata()?.len();
    if size > limit {
        return Ok(Err(size));
    }
    // A file may grow while it is read, or be one of those that claim to be empty.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
    file.take(limit + 1).read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    Ok(if size > limit { Err(size) } else { Ok(bytes) })
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Paths with how much was read of them, and `code path: message` of what was reported.
    fn read(site: &Path, each: u64, together: u64) -> (Vec<(String, usize)>, Vec<String>) {
        let (tree, mut diagnostics) = read_within(site, Limits { each, together });
        diagnostics.finish(&tree);
        let files = tree.iter().map(|(_, file)| (file.path.clone(), file.bytes().len())).collect();
        (files, diagnostics.iter().map(|d| format!("{} {:?}: {}", d.code.name, d.locus, d.message)).collect())
    }

    #[test]
    fn files_have_limits_alone_and_together() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("content/assets")).unwrap();
        for (name, size) in [("a.png", 3), ("b.mp4", 11), ("c.pdf", 5), ("d.pdf", 5), ("e.png", 2), ("f.txt", 90)] {
            std::fs::write(dir.path().join("content/assets").join(name), vec![b'x'; size]).unwrap();
        }
        let (files, problems) = read(dir.path(), 10, 15);
        let all = |sizes: [usize; 6]| {
            let names = ["a.png", "b.mp4", "c.pdf", "d.pdf", "e.png", "f.txt"];
            names
                .into_iter()
                .zip(sizes)
                .map(|(name, size)| (format!("content/assets/{name}"), size))
                .collect::<Vec<_>>()
        };
        assert_eq!(files, all([3, 0, 5, 5, 2, 90]));
        assert_eq!(
            problems,
            [
                "file-too-large Path(\"content/assets/b.mp4\"): this file has 1 MB, files that are published as they are \
              may have 1 MB at most"
            ]
        );
        // What is left out is so in every run, whichever thread is faster.
        for _ in 0..50 {
            let (files, problems) = read(dir.path(), 10, 12);
            assert_eq!(files, all([3, 0, 5, 0, 0, 90]));
            assert_eq!(problems.len(), 2, "{problems:?}");
            assert_eq!(
                problems[1],
                "file-too-large Path(\"content/assets/c.pdf\"): the files that are published as they are have 1 MB \
                 together, they may have 1 MB at most; this one is the largest, with 1 MB"
            );
        }
    }

    #[test]
    fn a_file_that_grows_stays_within_the_limits() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("a.mp4");
        std::fs::write(&place, [0; 8]).unwrap();
        // It was smaller when it was listed.
        let grown = |each, together| {
            let copied = Copied { limits: Limits { each, together }, bytes: AtomicU64::new(5) };
            let file = Listed { place: place.clone(), path: "a.mp4".to_owned(), copied: None };
            let (file, problem) = read_copied(file, (5, true), &copied);
            (file.unwrap().bytes().len(), problem.is_some(), copied.bytes.into_inner())
        };
        assert_eq!(grown(10, 8), (8, false, 8));
        assert_eq!(grown(10, 7), (0, false, 8), "reported for all together");
        assert_eq!(grown(7, 100), (0, true, 5));
    }
}
