//! Folders full of files: list them, fill them, empty them, several at a time.
//!
//! Nothing here follows a link or knows what a site is.

use super::error::{Doing, PublishError};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// What a folder holds, as paths below it, sorted.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Folders, each before what is in it.
    pub(super) folders: Vec<PathBuf>,
    /// Everything else: files, links, pipes.
    pub(super) files: Vec<PathBuf>,
}

impl Tree {
    /// Lists a folder; one that does not exist is empty.
    pub(super) fn read(root: &Path) -> Result<Tree, PublishError> {
        if root.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(Tree::default());
        }
        let mut tree = Tree::below(root, PathBuf::new())?;
        tree.folders.par_sort();
        tree.files.par_sort();
        Ok(tree)
    }

    fn below(root: &Path, folder: PathBuf) -> Result<Tree, PublishError> {
        let place = root.join(&folder);
        let mut tree = Tree::default();
        for entry in fs::read_dir(&place).doing("read", &place)? {
            let entry = entry.doing("read", &place)?;
            let path = folder.join(entry.file_name());
            if entry.file_type().doing("read", &entry.path())?.is_dir() {
                tree.folders.push(path);
            } else {
                tree.files.push(path);
            }
        }
        let inner: Vec<Tree> =
            tree.folders.par_iter().map(|path| Tree::below(root, path.clone())).collect::<Result<_, _>>()?;
        for inner in inner {
            tree.folders.extend(inner.folders);
            tree.files.extend(inner.files);
        }
        Ok(tree)
    }

    /// Removes the listed files from a folder. Its folders stay, and so does what is not listed.
    pub(super) fn remove_files(&self, root: &Path) -> io::Result<()> {
        self.files.par_iter().try_for_each(|path| absent_is_fine(fs::remove_file(root.join(path))))
    }
}

/// Makes exactly these folders below a root, in which those of `present` already are and are empty, and those of `used`
/// are too and hold something. Each comes with all folders above it.
pub(super) fn set_folders(
    root: &Path,
    wanted: &BTreeSet<&Path>,
    present: &Tree,
    used: &BTreeSet<&Path>,
) -> Result<(), PublishError> {
    let present: BTreeSet<&Path> = present.folders.iter().map(PathBuf::as_path).collect();
    for level in levels(present.difference(wanted)).iter().rev() {
        level.par_iter().try_for_each(|path| {
            let place = root.join(path);
            absent_is_fine(fs::remove_dir(&place)).doing("remove the folder", &place)
        })?;
    }
    for level in levels(wanted.difference(&present).filter(|path| !used.contains(*path))) {
        level.par_iter().try_for_each(|path| {
            let place = root.join(path);
            match fs::create_dir(&place) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    Err(error).doing("create the folder", &place)
                }
                _ => Ok(()),
            }
        })?;
    }
    Ok(())
}

/// The paths by how many parts they have, the shortest first.
fn levels<'p>(paths: impl Iterator<Item = &'p &'p Path>) -> Vec<Vec<&'p Path>> {
    let mut levels: Vec<Vec<&Path>> = Vec::new();
    for path in paths {
        let depth = path.components().count();
        if levels.len() < depth {
            levels.resize_with(depth, Vec::new);
        }
        if let Some(level) = depth.checked_sub(1).and_then(|i| levels.get_mut(i)) {
            level.push(path);
        }
    }
    levels
}

/// Writes a file that is not there yet; its folder is made if need be.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            File::create_new(path)?
        }
        other => other?,
    };
    file.write_all(bytes)
}

/// Gives a file a second name, so that its bytes and times stay. Where the file system has no such
/// names it is copied.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => Ok(()),
        // A mount inside the folder: what is there is another disk's, and must not be doubled.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::CrossesDevices | io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound
            ) =>
        {
            Err(error)
        }
        Err(_) => copy(from, to),
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

/// Whether a plain file holds exactly these bytes.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> bool {
    // Its kind comes first: opening a pipe would wait for ever.
    if !fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == bytes.len() as u64) {
        return false;
    }
    let Ok(mut file) = File::open(path) else {
        return false;
    };
    let mut buffer = [0; 32 * 1024];
    let mut rest = bytes;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return rest.is_empty(),
            Ok(n) if rest.get(..n) == Some(&buffer[..n]) => rest = &rest[n..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            _ => return false,
        }
    }
}

/// Takes a removal that came too late for a success.
pub(super) fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
