//! Hidden files that stand beside a file while it is being written, and what becomes of them if the run does not get
//! to its end.
//!
//! They hold the texts of records, so none may stay for ever. After Ctrl-C the run removes its own; what a killed run
//! left, the next one that writes to the same folder removes. Runs that are still going are told by a claim: a file
//! in the folder that its run has locked, and the system takes the lock away when the process ends, however it ends. Where
//! two machines do not see each other's locks, such as on some network drives, a run may take another one for dead.
//! Removed is only what has exactly one of our names and is a plain file; a former record stays if it may be the only
//! copy. That something cannot be removed is no problem of the run.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What all names of such files end in, before what they are for.
const MARK: &str = "sachstand";

/// What a claim holds once everything that was to be written is in place.
const DONE: &[u8] = b"done\n";

/// What such a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The new bytes.
    New,
    /// A second name of the old file.
    Old,
}

/// A hidden neighbour of a file, which readers of the site folder leave alone.
pub(super) fn beside(place: &Path, purpose: Purpose) -> PathBuf {
    neighbour(place, &std::process::id().to_string(), purpose)
}

fn neighbour(place: &Path, process: &str, purpose: Purpose) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(place.file_name().unwrap_or_default());
    let purpose = if purpose == Purpose::New { "new" } else { "old" };
    name.push(format!(".{process}.{MARK}-{purpose}"));
    place.with_file_name(name)
}

/// The claim of a process to a folder.
fn claim_of(folder: &Path, process: &str) -> PathBuf {
    folder.join(format!(".{process}.{MARK}-run"))
}

/// What a name says, if it is one of ours: the process, and the file it stands beside with what it is for; without
/// these it is a claim.
fn understood(name: &str) -> Option<(&str, Option<(&str, Purpose)>)> {
    let (rest, purpose) = name.strip_prefix('.')?.rsplit_once('.')?;
    let purpose = match purpose.strip_prefix(MARK)? {
        "-new" => Some(Purpose::New),
        "-old" => Some(Purpose::Old),
        "-run" => None,
        _ => return None,
    };
    let (process, file) = match purpose {
        None => (rest, None),
        Some(purpose) => {
            let (file, process) = rest.rsplit_once('.').filter(|(file, _)| !file.is_empty())?;
            (process, Some((file, purpose)))
        }
    };
    let is_number = !process.is_empty() && process.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some((process, file))
}

/// A folder in which this run writes, until this is dropped.
pub(super) struct Claim {
    path: PathBuf,
    lock: File,
}

impl Claim {
    /// Claims a folder, and removes what dead runs left in it. If another run with the same number, in a container of
    /// its own, has claimed it, that one comes first.
    pub(super) fn of(folder: &Path) -> io::Result<Claim> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let process = std::process::id().to_string();
        let path = claim_of(folder, &process);
        let lock = loop {
            let opened = held().make(&path, || open(&path));
            let file = opened.map_err(|error| {
                held().leave(&path);
                let reason = format!("`{}` is in the way ({error}); move it away", path.display());
                io::Error::new(error.kind(), reason)
            })?;
            // Not every network drive has locks; there nobody can take one away either, and nothing is removed.
            let _ = file.lock();
            // Between the two, somebody who saw no lock may have removed it as one of a dead run.
            if is_at(&file, &path) {
                break file;
            }
        };
        let mut claim = Claim { path, lock };
        // A process with the same number may have been here before.
        let mut before = Vec::new();
        let _ = (&claim.lock).take(DONE.len() as u64).read_to_end(&mut before);
        sweep(folder, &process, before == DONE);
        claim.rewrite(b"")?;
        Ok(claim)
    }

    /// Says that everything is in place. What the files held before is then no longer needed.
    pub(super) fn done(&mut self) {
        let _ = self.rewrite(DONE);
    }

    fn rewrite(&mut self, bytes: &[u8]) -> io::Result<()> {
        use std::io::Seek;
        self.lock.set_len(0)?;
        self.lock.rewind()?;
        self.lock.write_all(bytes)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        held().remove(&self.path);
    }
}

/// Opens a claim, which is made if need be and never written through a link or over something else.
fn open(path: &Path) -> io::Result<File> {
    match File::options().read(true).write(true).create_new(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_claim(path) => {
            File::options().read(true).write(true).open(path)
        }
        other => other,
    }
}

/// Whether a file has one name and holds what claims do.
fn is_claim(path: &Path) -> bool {
    let Ok(meta) = fs::symlink_metadata(path) else { return false };
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&meta) > 1 {
        return false;
    }
    meta.is_file() && (meta.len() == 0 || meta.len() == DONE.len() as u64 && fs::read(path).is_ok_and(|it| it == DONE))
}

/// Whether this file still has this name.
fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(named), Ok(opened)) = (fs::symlink_metadata(path), file.metadata()) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (named.dev(), named.ino()) == (opened.dev(), opened.ino())
    }
    #[cfg(not(unix))]
    {
        named.is_file() && opened.is_file()
    }
}

/// Removes from a folder what dead runs left there. `own` is the number of this process, which has made nothing yet;
/// `done` says whether one before it with the same number had everything in place.
fn sweep(folder: &Path, own: &str, done: bool) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut left: BTreeMap<String, Vec<(String, Purpose)>> = BTreeMap::new();
    for entry in entries.flatten() {
        let name = entry.file_name();
        if let Some((process, file)) = name.to_str().and_then(understood)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
        {
            let of_process = left.entry(process.to_owned()).or_default();
            of_process.extend(file.map(|(file, purpose)| (file.to_owned(), purpose)));
        }
    }
    for (process, files) in left {
        let claim = claim_of(folder, &process);
        let dead = if process == own { Some((None, done)) } else { dead(&claim) };
        let Some((_lock, done)) = dead else { continue };
        let is_new = |file: &str| files.iter().any(|(other, purpose)| other == file && *purpose == Purpose::New);
        let place = |file: &str, purpose| neighbour(&folder.join(file), &process, purpose);
        // Whether new bytes are still on their way says what may be removed, so they go last.
        for (file, purpose) in files.iter().filter(|(_, purpose)| *purpose == Purpose::Old) {
            let old = place(file, *purpose);
            // The file was not replaced; or all were; or it holds the same.
            if is_new(file) || done || same(&old, &folder.join(file)) {
                let _ = fs::remove_file(old);
            }
        }
        for (file, purpose) in files.iter().filter(|(_, purpose)| *purpose == Purpose::New) {
            let _ = fs::remove_file(place(file, *purpose));
        }
        if process != own {
            let _ = fs::remove_file(claim);
        }
    }
}

/// Whether the run with this claim is dead; then the claim, locked, and whether everything was in place.
fn dead(claim: &Path) -> Option<(Option<File>, bool)> {
    match fs::symlink_metadata(claim) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Some((None, false)),
        Ok(meta) if meta.is_file() => {}
        _ => return None,
    }
    // With the right to write, which the locks of some network drives ask for.
    let mut file = File::options().read(true).write(true).open(claim).ok()?;
    file.try_lock().ok()?;
    let mut state = Vec::new();
    (&mut file).take(DONE.len() as u64).read_to_end(&mut state).ok()?;
    Some((Some(file), state == DONE))
}

fn same(one: &Path, other: &Path) -> bool {
    let length = |path: &Path| fs::symlink_metadata(path).ok().filter(|meta| meta.is_file()).map(|meta| meta.len());
    let (Some(length_one), Some(length_other)) = (length(one), length(other)) else { return false };
    length_one == length_other
        && fs::read(one).ok().is_some_and(|bytes| fs::read(other).is_ok_and(|also| also == bytes))
}

/// What this run has to remove if it is interrupted, and whether it has put anything in place.
struct Unfinished {
    paths: BTreeSet<PathBuf>,
    changed: bool,
}

/// Of the whole process, because a signal is for all of it.
static UNFINISHED: Mutex<Unfinished> = Mutex::new(Unfinished { paths: BTreeSet::new(), changed: false });

/// The right to make and remove such files. While it is held an interruption waits, so what must not be torn apart is
/// done under it. Nobody may ask for it twice.
pub(super) struct Held(MutexGuard<'static, Unfinished>);

pub(super) fn held() -> Held {
    Held(UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner))
}

impl Held {
    /// Makes a file that has to go with the run.
    pub(super) fn make<T>(&mut self, path: &Path, make: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        self.0.paths.insert(path.to_owned());
        make()
    }

    /// Removes such a file.
    pub(super) fn remove(&mut self, path: &Path) {
        let _ = fs::remove_file(path);
        self.0.paths.remove(path);
    }

    /// Leaves a file to the user, or to whoever put it in its place.
    pub(super) fn leave(&mut self, path: &Path) {
        self.0.paths.remove(path);
    }

    /// Remembers that a file of the user is not what it was when the run began.
    pub(super) fn changed(&mut self) {
        self.0.changed = true;
    }
}

/// Removes what this run has not finished, when somebody interrupts it; whether it had changed or written files before.
/// No file is changed after it: the process has to end.
pub fn give_up() -> bool {
    let held = held();
    for path in &held.0.paths {
        let _ = fs::remove_file(path);
    }
    let changed = held.0.changed;
    // Whoever is about to write waits for ever.
    std::mem::forget(held);
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_understood() {
        let place = Path::new("content/measures/mp-300.md");
        for purpose in [Purpose::New, Purpose::Old] {
            let beside = beside(place, purpose);
            let name = beside.file_name().and_then(|name| name.to_str()).unwrap();
            let process = std::process::id().to_string();
            assert_eq!(understood(name), Some((process.as_str(), Some(("mp-300.md", purpose)))));
        }
        assert_eq!(understood(".17.sachstand-run"), Some(("17", None)));
        for other in [
            "mp.md.17.sachstand-new",
            ".mp.md.17.sachstand-newer",
            ".mp.md.x17.sachstand-new",
            ".mp.md..sachstand-new",
            ".mp.md.sachstand-new",
            "..17.sachstand-new",
            ".17.sachstand-new",
            ".mp.md.17.sachstand",
            ".mp.md.17.sachstand-run",
            ".mp.md.17",
            ".",
            "",
        ] {
            assert_eq!(understood(other), None, "{other}");
        }
    }
}
