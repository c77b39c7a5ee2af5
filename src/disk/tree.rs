//! Folders full of files: list them, fill them, empty them, several at a time.
//!
//! Nothing here follows a link or knows what a site is.

use super::error::{Doing, PublishError};
use super::folders::folder_of;
use super::inventory::{Contents, Held, Inventory, Side};
use super::ledger::Stamp;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;

/// Paths told apart by their bytes; part by part takes ten times as long.
pub(super) type PathSet<'p> = HashSet<&'p OsStr, FixedState>;
pub(super) type PathMap<'p, V> = HashMap<&'p OsStr, V, FixedState>;

/// Least folders for which a thread is worth its start.
const LEAST: usize = 64;

/// What a folder holds, in no order but that folders come before what is in them.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// What the system says of the folder itself; nothing if it does not exist.
    pub(super) root: Option<Metadata>,
    /// Folders.
    pub(super) folders: Vec<Folder>,
    /// Everything else: files, links, pipes.
    pub(super) files: Vec<Listed>,
}

/// A folder in a list.
#[derive(Debug)]
pub(super) struct Folder {
    /// Its path below the folder that was listed, with `/` between its parts.
    pub(super) path: PathBuf,
    /// What the system said of it before it was listed.
    pub(super) meta: Metadata,
}

/// A file in a list.
#[derive(Debug)]
pub(super) struct Listed {
    /// Its path below the folder that was listed, with `/` between its parts.
    pub(super) path: PathBuf,
    /// Its number on the disk, which came with its name; nothing where there are none.
    pub(super) number: Option<u64>,
}

impl Listed {
    /// Whether both are names of one file, if they are on one disk; where files have no numbers that is never known.
    pub(super) fn is_same(&self, other: &Listed) -> bool {
        self.number.is_some() && self.number == other.number
    }
}

/// Paths, whose bytes the systems and lists of files join in the same way.
fn join(folder: &Path, name: &OsStr) -> PathBuf {
    let mut path = OsString::with_capacity(folder.as_os_str().len() + 1 + name.len());
    path.push(folder);
    if !path.is_empty() {
        path.push("/");
    }
    path.push(name);
    path.into()
}

/// A number of a file, as the system says it. Disks that are reached over a network may give none, and say so with one of
/// these.
pub(super) fn number_of(said: u64) -> Option<u64> {
    Some(said).filter(|n| ![0, 0xffff_ffff].contains(n))
}

/// The number of a file on its disk.
fn number(entry: &DirEntry) -> Option<u64> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirEntryExt;
        number_of(entry.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = entry;
        None
    }
}

/// A folder that is being listed.
struct Walk<'w> {
    root: &'w Path,
    meta: &'w Metadata,
    known: Option<(&'w Inventory, Side)>,
}

/// What was found so far.
#[derive(Default)]
struct Found {
    tree: Tree,
    /// Folders that are still to be listed.
    next: Vec<PathBuf>,
}

impl Found {
    fn extend(&mut self, other: Found) {
        self.tree.folders.extend(other.tree.folders);
        self.tree.files.extend(other.tree.files);
        self.next.extend(other.next);
    }
}

impl Walk<'_> {
    /// What is directly in each of these folders, listed by threads of its own: one of the pool that waits for others
    /// takes up further work, and that may need the lock under which a stage is taken over.
    fn in_all(&self, folders: &[PathBuf]) -> Result<Found, PublishError> {
        let share = folders.len().div_ceil(rayon::current_num_threads()).max(LEAST);
        let (first, others) = folders.split_at(share.min(folders.len()));
        thread::scope(|scope| {
            let start = |share| {
                let thread = thread::Builder::new().spawn_scoped(scope, move || self.in_each(share));
                // Without a thread it takes longer.
                thread.map_err(|_| share)
            };
            let others: Vec<_> = others.chunks(share).map(start).collect();
            let mut found = self.in_each(first)?;
            for other in others {
                found.extend(match other {
                    // A thread that only lists does not panic.
                    Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
                    Err(share) => self.in_each(share)?,
                });
            }
            Ok(found)
        })
    }

    fn in_each(&self, folders: &[PathBuf]) -> Result<Found, PublishError> {
        let mut found = Found::default();
        for path in folders {
            let place = self.root.join(path);
            let meta = fs::symlink_metadata(&place).doing("read", &place)?;
            match self.held(path, &meta) {
                Some(held) => {
                    let file = |(name, number): (&str, _)| Listed { path: join(path, OsStr::new(name)), number };
                    found.tree.files.extend(held.files.into_iter().map(file));
                    found.next.extend(held.folders.into_iter().map(|name| join(path, OsStr::new(name))));
                }
                None => self.list(path, &mut found)?,
            }
            found.tree.folders.push(Folder { path: path.clone(), meta });
        }
        Ok(found)
    }

    /// What a folder is known to hold.
    fn held(&self, path: &Path, meta: &Metadata) -> Option<Held<'_>> {
        let (inventory, side) = self.known?;
        is_of_one_disk(meta, self.meta).then(|| inventory.find(side, path, &Stamp::of(meta)))?
    }

    /// Lists what is directly in a folder.
    fn list(&self, folder: &Path, found: &mut Found) -> Result<(), PublishError> {
        let place = self.root.join(folder);
        for entry in fs::read_dir(&place).doing("read", &place)? {
            let entry = entry.doing("read", &place)?;
            let path = join(folder, &entry.file_name());
            if entry.file_type().doing("read", &entry.path())?.is_dir() {
                found.next.push(path);
            } else {
                found.tree.files.push(Listed { path, number: number(&entry) });
            }
        }
        Ok(())
    }
}

/// Whether two folders are on one disk; where that cannot be told they are not.
pub(super) fn is_of_one_disk(a: &Metadata, b: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        a.dev() == b.dev()
    }
    #[cfg(not(unix))]
    {
        let _ = (a, b);
        false
    }
}

/// Whether a folder is a mount, as far as the system tells; one of another part of the same disk has no other number.
#[cfg(target_os = "linux")]
pub(super) fn is_mount(place: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    let told = statx(CWD, place, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty());
    told.is_ok_and(|told| told.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn is_mount(_: &Path) -> bool {
    false
}

impl Tree {
    /// Lists a folder; one that does not exist is empty. Folders in it of which it is known what they hold are not read.
    pub(super) fn read(root: &Path, known: Option<(&Inventory, Side)>) -> Result<Tree, PublishError> {
        let meta = match root.metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Tree::default()),
            meta => meta.doing("read", root)?,
        };
        let mut found = Found::default();
        let walk = Walk { root, meta: &meta, known };
        walk.list(Path::new(""), &mut found)?;
        while !found.next.is_empty() {
            let next = std::mem::take(&mut found.next);
            found.extend(walk.in_all(&next)?);
        }
        Ok(Tree { root: Some(meta), ..found.tree })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.files.is_empty()
    }

    /// The files by path.
    pub(super) fn by_path(&self) -> PathMap<'_, &Listed> {
        self.files.iter().map(|file| (file.path.as_os_str(), file)).collect()
    }

    /// What is left when only files stay of which `stays` says so. Folders that lose one have no stamp, nor have those to
    /// which something happened after this time, which had passed when they were listed.
    pub(super) fn without(&self, stays: impl Fn(&Path) -> bool, time: u64) -> Contents<'_> {
        let (stay, gone): (Vec<_>, Vec<_>) = self.files.iter().partition(|file| stays(&file.path));
        let changed: PathSet<'_> = gone.iter().map(|file| folder_of(&file.path)).collect();
        let stamp = |folder: &Folder| {
            let is_unchanged = !changed.contains(folder.path.as_os_str());
            Some(Stamp::of(&folder.meta)).filter(|stamp| is_unchanged && stamp.is_older_than(time))
        };
        Contents {
            files: stay.into_iter().map(|file| (&*file.path, file.number)).collect(),
            folders: self.folders.iter().map(|folder| (&*folder.path, stamp(folder))).collect(),
        }
    }

    /// Removes the listed files from a folder, except those that stay. Its folders stay, and so does what is not listed.
    pub(super) fn remove_files(&self, root: &Path, stays: impl Fn(&Path) -> bool + Sync) -> io::Result<()> {
        let gone = self.files.par_iter().map(|file| &file.path).filter(|path| !stays(path));
        gone.try_for_each(|path| absent_is_fine(fs::remove_file(root.join(path))))
    }
}

/// Writes a file that is not there yet; its folder is made if need be. Returns what the system says of it then.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<Metadata> {
    let mut file = match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            File::create_new(path)?
        }
        other => other?,
    };
    file.write_all(bytes)?;
    file.metadata()
}

/// Takes away whatever stands in a place below a root, or above it where a folder is needed.
pub(super) fn make_way(root: &Path, path: &Path) -> io::Result<()> {
    let above: Vec<&Path> = path.ancestors().skip(1).filter(|above| !above.as_os_str().is_empty()).collect();
    for above in above.into_iter().rev() {
        let place = root.join(above);
        if fs::symlink_metadata(&place).is_ok_and(|meta| !meta.is_dir()) {
            // Another thread may have made a folder of it by now.
            let _ = fs::remove_file(&place);
        }
    }
    let place = root.join(path);
    absent_is_fine(match fs::symlink_metadata(&place) {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(&place),
        _ => fs::remove_file(&place),
    })
}

/// How a file got a second name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Linked {
    /// Both names are of one file.
    Shared,
    /// The second one is a copy.
    Copied,
}

impl Linked {
    /// How two files got theirs: both in the same way, or one as a copy.
    pub(super) fn and(self, other: Linked) -> Linked {
        if self == other { self } else { Linked::Copied }
    }
}

/// Gives a file a second name, so that its bytes and times stay. Where the file system has no such
/// names it is copied.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<Linked> {
    match fs::hard_link(from, to) {
        Ok(()) => Ok(Linked::Shared),
        // A mount inside the folder: what is there is another disk's, and must not be doubled.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::CrossesDevices | io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound
            ) =>
        {
            Err(error)
        }
        Err(_) => copy(from, to).map(|()| Linked::Copied),
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let meta = fs::symlink_metadata(from)?;
    #[cfg(unix)]
    if meta.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    if !meta.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "this is no plain file, and this disk has no hard links to keep it",
        ));
    }
    fs::copy(from, to)?;
    File::options().write(true).open(to)?.set_modified(meta.modified()?)
}

/// Whether a file, which is known to be a plain one of this length, holds these bytes.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> bool {
    let Ok(mut file) = File::open(path) else {
        return false;
    };
    let mut buffer = [0; 32 * 1024];
    let mut rest = bytes;
    // It is as long as these bytes, so that nothing is read when they are through.
    while !rest.is_empty() {
        match file.read(&mut buffer) {
            Ok(n) if n > 0 && rest.get(..n) == Some(&buffer[..n]) => rest = &rest[n..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            _ => return false,
        }
    }
    true
}

/// Takes a removal that came too late for a success. Where a folder was there may be a file by now.
pub(super) fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(()),
        other => other,
    }
}
