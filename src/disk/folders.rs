//! The folders of a tree: which ones there have to be for some files, and that there are exactly these.
//!
//! It puts nothing into them, and removes none that holds anything.

use super::error::{Doing, PublishError};
use super::tree::{PathSet, absent_is_fine};
use rayon::prelude::*;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;

/// Makes exactly these folders below a root, in which those of `present` already are and may go, and those of `used` are
/// too and hold something. Each comes with all folders above it.
pub(super) fn set_folders(
    root: &Path,
    wanted: &PathSet<'_>,
    present: &PathSet<'_>,
    used: &PathSet<'_>,
) -> Result<(), PublishError> {
    for level in levels(present.difference(wanted).copied()).iter().rev() {
        level.par_iter().try_for_each(|path| {
            let place = root.join(path);
            absent_is_fine(remove(root, Path::new(path), wanted)).doing("remove the folder", &place)
        })?;
    }
    let missing = wanted.iter().copied().filter(|path| !present.contains(path) && !used.contains(path));
    for level in levels(missing) {
        level.par_iter().try_for_each(|path| {
            let place = root.join(path);
            make_folder(&place).doing("create the folder", &place)
        })?;
    }
    Ok(())
}

/// Removes a folder that holds nothing and is not wanted.
fn remove(root: &Path, path: &Path, wanted: &PathSet<'_>) -> io::Result<()> {
    let place = root.join(path);
    match fs::remove_dir(&place) {
        // A disk that does not know capitals has filled it instead of the one that is wanted.
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
            let meant = wanted.iter().find(|wanted| wanted.eq_ignore_ascii_case(path));
            meant.map_or(Err(error), |meant| fs::rename(&place, root.join(meant)))
        }
        other => other,
    }
}

/// Makes a folder, unless it is there. The second name of a file that was there makes way.
fn make_folder(place: &Path) -> io::Result<()> {
    match fs::create_dir(place) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if fs::symlink_metadata(place)?.is_dir() {
                return Ok(());
            }
            absent_is_fine(fs::remove_file(place))?;
            fs::create_dir(place)
        }
        other => other,
    }
}

/// The folder of a file or folder; empty for the top one.
pub(super) fn folder_of(path: &Path) -> &OsStr {
    // Taking paths apart is slow, and nearly all are ours and texts.
    match path.to_str() {
        Some(path) => OsStr::new(path.rsplit_once('/').map_or("", |(folder, _)| folder)),
        None => path.parent().map(Path::as_os_str).unwrap_or_default(),
    }
}

/// Every folder above these files, the top one left out.
pub(super) fn folders_of<'p>(files: impl Iterator<Item = &'p Path>) -> PathSet<'p> {
    let mut folders = PathSet::default();
    // Files of one folder mostly come together.
    let mut last = OsStr::new("");
    for path in files {
        let mut folder = folder_of(path);
        if std::mem::replace(&mut last, folder) == folder {
            continue;
        }
        while !folder.is_empty() && folders.insert(folder) {
            folder = folder_of(Path::new(folder));
        }
    }
    folders
}

/// The paths by how many parts they have, the shortest first.
fn levels<'p>(paths: impl Iterator<Item = &'p OsStr>) -> Vec<Vec<&'p Path>> {
    let mut levels: Vec<Vec<&Path>> = Vec::new();
    for path in paths.map(Path::new) {
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
