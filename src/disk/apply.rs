//! Changes files of the site folder: all of a set or none, each whole.
//!
//! Records are what people wrote, so this is careful where publishing is fast: a file must still
//! hold what the change was made for, the new bytes are flushed to the disk before they take the
//! place of the old ones, rights are kept, and links are never written through.

use super::unfinished::{Claim, Held, Purpose, beside, held};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

/// How many files are flushed at the same time.
const FLUSHES: usize = 16;

/// A change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEdit {
    /// Path below the site folder with `/` between its parts.
    pub path: String,
    /// What the file must still hold; nothing for a file that must not exist yet.
    pub old: Option<Vec<u8>>,
    /// What it shall hold.
    pub new: Vec<u8>,
}

/// Why no file was changed.
#[derive(Debug)]
pub enum ApplyError {
    /// The path leads out of the site folder or through a link, or is named twice.
    Path {
        /// The path.
        path: String,
        /// What is wrong with it: half a sentence.
        reason: &'static str,
    },
    /// The file is not what it was when the change was worked out.
    Changed {
        /// The file.
        path: String,
    },
    /// A file that was to be created exists.
    Exists {
        /// The file.
        path: String,
    },
    /// The system refused.
    Io {
        /// The file.
        path: String,
        /// What it said.
        source: io::Error,
        /// Files that could not be put back after the failure. Their former content is in a hidden
        /// file beside each, whose name ends in `.sachstand-old`.
        not_restored: Vec<String>,
    },
}

impl fmt::Display for ApplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ApplyError::Path { path, reason } => {
                write!(f, "cannot write `{path}`: {reason}; no file was changed")
            }
            ApplyError::Changed { path } => write!(
                f,
                "`{path}` was changed by somebody else in the meantime, so no file was changed; run the command again"
            ),
            ApplyError::Exists { path } => {
                write!(f, "`{path}` exists already, so no file was changed; choose another name or edit that file")
            }
            ApplyError::Io { path, source, not_restored } => {
                write!(f, "cannot write `{path}`: {source}; ")?;
                if not_restored.is_empty() {
                    return f.write_str("no file was changed");
                }
                write!(f, "these files were changed and could not be put back: `{}`; ", not_restored.join("`, `"))?;
                f.write_str("what they held is in hidden files beside them that end in `.sachstand-old`")
            }
        }
    }
}

impl std::error::Error for ApplyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ApplyError::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Changes these files, all or none.
///
/// # Errors
/// See [`ApplyError`]; except where it says otherwise, no file was changed.
pub fn apply(site: &Path, edits: &[FileEdit]) -> Result<(), ApplyError> {
    apply_with(site, edits, None)
}

/// As [`apply`]; for tests, putting the file with this index in place fails.
///
/// # Errors
/// As [`apply`].
#[doc(hidden)]
pub fn apply_with(site: &Path, edits: &[FileEdit], fail_at: Option<usize>) -> Result<(), ApplyError> {
    let mut seen = BTreeSet::new();
    // Made before the changes, so dropped after them: a folder is claimed as long as it holds files of ours.
    let mut claims = BTreeMap::new();
    let mut changes = Vec::with_capacity(edits.len());
    for edit in edits {
        if !seen.insert(edit.path.to_lowercase()) {
            return Err(ApplyError::Path { path: edit.path.clone(), reason: "it is named twice in one change" });
        }
        changes.push(Change { place: place(site, &edit.path)?, edit, temporary: None, backup: None });
    }
    for change in &mut changes {
        change.verify()?;
        change.prepare(&mut claims).map_err(|source| change.failed(source))?;
    }
    // A power cut must not leave an empty file where a record was.
    flush(&changes)?;
    // Writing many files takes a moment, in which an editor may have saved one of them.
    for change in &changes {
        change.verify()?;
    }
    put_in_place(&mut changes, fail_at)?;
    claims.values_mut().for_each(Claim::done);
    let folders: BTreeSet<&Path> = changes.iter().filter_map(|change| change.place.parent()).collect();
    folders.into_iter().for_each(flush_folder);
    Ok(())
}

/// Puts all files in place or none. Whoever interrupts the run waits until that is done.
fn put_in_place(changes: &mut [Change<'_>], fail_at: Option<usize>) -> Result<(), ApplyError> {
    let mut held = held();
    for at in 0..changes.len() {
        let result =
            if fail_at == Some(at) { Err(io::Error::other("failed for a test")) } else { changes[at].put_in_place() };
        if let Err(source) = result {
            let not_restored = changes[..at]
                .iter_mut()
                .filter_map(|done| done.put_back(&mut held).err().map(|_| done.edit.path.clone()))
                .collect();
            return Err(ApplyError::Io { path: changes[at].edit.path.clone(), source, not_restored });
        }
    }
    held.changed();
    Ok(())
}

/// Removes a file below the site folder that still holds these bytes.
///
/// # Errors
/// As [`apply`]; the file is then still there.
pub fn remove(site: &Path, path: &str, old: &[u8]) -> Result<(), ApplyError> {
    let edit = FileEdit { path: path.to_owned(), old: Some(old.to_vec()), new: Vec::new() };
    let change = Change { place: place(site, path)?, edit: &edit, temporary: None, backup: None };
    change.verify()?;
    let mut held = held();
    fs::remove_file(&change.place).map_err(|source| change.failed(source))?;
    held.changed();
    Ok(())
}

/// Writes one file anywhere, whole or not at all; what it held before does not matter.
///
/// # Errors
/// If the system refuses; the file is then as it was.
pub fn write_file(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = place.parent().unwrap_or(Path::new(""));
    let _claim = Claim::of(folder)?;
    let temporary = beside(place, Purpose::New);
    let written = held().make(&temporary, || write_beside(&temporary, place, bytes));
    let result = written.and_then(|()| to_disk(&temporary)).and_then(|()| {
        let mut held = held();
        fs::rename(&temporary, place)?;
        held.changed();
        Ok(())
    });
    held().remove(&temporary);
    if result.is_ok() {
        flush_folder(folder);
    }
    result
}

/// One file on its way. Dropping it removes its temporary files.
struct Change<'e> {
    edit: &'e FileEdit,
    place: PathBuf,
    /// The new bytes, until they are in place.
    temporary: Option<PathBuf>,
    /// A second name of the old file, until all files are in place.
    backup: Option<PathBuf>,
}

impl Change<'_> {
    fn failed(&self, source: io::Error) -> ApplyError {
        ApplyError::Io { path: self.edit.path.clone(), source, not_restored: Vec::new() }
    }

    /// Whether the file is still what the change was made for.
    fn verify(&self) -> Result<(), ApplyError> {
        let path = || self.edit.path.clone();
        match (&self.edit.old, fs::read(&self.place)) {
            (Some(old), Ok(bytes)) if *old == bytes => Ok(()),
            (Some(_), Ok(_)) => Err(ApplyError::Changed { path: path() }),
            (Some(_), Err(error)) if error.kind() == io::ErrorKind::NotFound => {
                Err(ApplyError::Changed { path: path() })
            }
            (None, Err(error)) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            (None, Ok(_)) => Err(ApplyError::Exists { path: path() }),
            (_, Err(error)) => Err(self.failed(error)),
        }
    }

    fn prepare(&mut self, claims: &mut BTreeMap<PathBuf, Claim>) -> io::Result<()> {
        if self.edit.old.as_ref() == Some(&self.edit.new) {
            return Ok(());
        }
        if let Some(folder) = self.place.parent() {
            fs::create_dir_all(folder)?;
            if !claims.contains_key(folder) {
                claims.insert(folder.to_owned(), Claim::of(folder)?);
            }
        }
        let temporary = self.temporary.insert(beside(&self.place, Purpose::New));
        held().make(temporary, || write_beside(temporary, &self.place, &self.edit.new))?;
        if self.edit.old.is_some() {
            let backup = beside(&self.place, Purpose::Old);
            // Left by a run with the same number that was killed half way, and perhaps the only copy.
            if backup.symlink_metadata().is_ok() {
                return Err(io::Error::new(
                    io::ErrorKind::AlreadyExists,
                    format!("`{}` holds what it was before a run was killed; move that away", backup.display()),
                ));
            }
            let backup = self.backup.insert(backup);
            held().make(backup, || {
                fs::hard_link(&self.place, &backup).or_else(|_| fs::copy(&self.place, &backup).map(drop))
            })?;
        }
        Ok(())
    }

    fn put_in_place(&mut self) -> io::Result<()> {
        if let Some(temporary) = &self.temporary {
            fs::rename(temporary, &self.place)?;
            self.temporary = None;
        }
        Ok(())
    }

    fn put_back(&mut self, held: &mut Held) -> io::Result<()> {
        match self.backup.take() {
            Some(backup) => {
                // If this fails the backup stays on the disk: it is no longer ours to remove.
                held.leave(&backup);
                fs::rename(backup, &self.place)
            }
            None if self.edit.old.is_none() => fs::remove_file(&self.place),
            None => Ok(()),
        }
    }
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        for path in [self.temporary.take(), self.backup.take()].into_iter().flatten() {
            held().remove(&path);
        }
    }
}

/// The place of a path below the site folder, if no part of it is a link or leads out.
fn place(site: &Path, path: &str) -> Result<PathBuf, ApplyError> {
    let refuse = |reason| Err(ApplyError::Path { path: path.to_owned(), reason });
    let mut place = site.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        if part.is_empty() || part == "." || part == ".." || part.contains(['\\', ':', '\0']) {
            return refuse("it is no path below the site folder");
        }
        place.push(part);
        match fs::symlink_metadata(&place) {
            Ok(meta) if meta.is_symlink() => return refuse("a part of it is a symbolic link"),
            Ok(meta) if parts.peek().is_none() && !meta.is_file() => {
                return refuse("there is something that is no file");
            }
            Ok(meta) if parts.peek().is_some() && !meta.is_dir() => {
                return refuse("a part of it is no folder");
            }
            // What does not exist yet is made; other reasons show when it is read or written.
            _ => {}
        }
    }
    Ok(place)
}

/// Writes bytes to a new file with the rights of the one it is to replace.
fn write_beside(temporary: &Path, place: &Path, bytes: &[u8]) -> io::Result<()> {
    let _ = fs::remove_file(temporary);
    let mut file = File::create_new(temporary)?;
    file.write_all(bytes)?;
    if let Ok(meta) = fs::metadata(place) {
        file.set_permissions(meta.permissions())?;
    }
    Ok(())
}

/// Flushes the bytes of a file. It may be one that nobody may write, which only Windows minds.
fn to_disk(file: &Path) -> io::Result<()> {
    File::options().read(true).write(cfg!(windows)).open(file)?.sync_all()
}

/// Flushes the new bytes of all files down to the disk, many at once: a disk that waits for one can take in others.
fn flush(changes: &[Change<'_>]) -> Result<(), ApplyError> {
    let share = changes.len().div_ceil(FLUSHES).max(1);
    let flush_all = |changes: &[Change<'_>]| {
        changes.iter().try_for_each(|change| {
            let Some(temporary) = &change.temporary else { return Ok(()) };
            to_disk(temporary).map_err(|source| change.failed(source))
        })
    };
    thread::scope(|scope| {
        let start = |some| {
            let thread = thread::Builder::new().spawn_scoped(scope, move || flush_all(some));
            // Without a thread it takes longer.
            thread.map_err(|_| some)
        };
        let threads: Vec<_> = changes.chunks(share).map(start).collect();
        // A thread that only flushes does not panic; if it did, the bytes are not known to be safe.
        threads.into_iter().try_for_each(|thread| match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(some) => flush_all(some),
        })
    })
}

/// Makes the new names in a folder last. Not all systems can do it, and the bytes are safe already.
fn flush_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Whether a folder can take a new site: it does not exist yet, or is empty.
///
/// # Errors
/// If it cannot be looked into, or is a file.
pub fn is_free(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// What a place on the disk holds, compared with bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// There is nothing.
    Missing,
    /// These bytes.
    Same,
    /// Others.
    Different,
}

/// What a place holds, compared with these bytes.
///
/// # Errors
/// If it cannot be read, or is no file.
pub fn state(place: &Path, bytes: &[u8]) -> io::Result<FileState> {
    match fs::read(place) {
        Ok(found) if found == bytes => Ok(FileState::Same),
        Ok(_) => Ok(FileState::Different),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(FileState::Missing),
        Err(error) => Err(error),
    }
}

/// Writes a file, and the folders above it where they are missing. What is there is replaced.
///
/// # Errors
/// What the system says.
pub fn write_new(place: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    write_file(place, bytes)
}
