//! Reads files that came from elsewhere, such as returned workbooks: named ones, and those in folders.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Endings of files that can be a workbook or a table.
const ENDINGS: [&str; 5] = ["xlsx", "xlsm", "ods", "xls", "csv"];

/// Files with their content, and what in their folders was left alone.
#[derive(Debug, Default)]
pub struct Files {
    /// Path as the user gave it, and content, by path.
    pub read: Vec<(String, Vec<u8>)>,
    /// What is in a named folder and is no workbook.
    pub left: Vec<String>,
}

/// Reads files, and of folders all workbooks that are directly in them. Of each at most one byte more
/// than `limit` is read, enough to see that it is too long.
///
/// # Errors
/// The path and what the system said, if something cannot be read.
pub fn received(paths: &[PathBuf], limit: usize) -> Result<Files, (PathBuf, io::Error)> {
    let mut places: BTreeSet<PathBuf> = BTreeSet::new();
    let mut files = Files::default();
    for path in paths {
        let failed = |error| (path.clone(), error);
        if !fs::metadata(path).map_err(failed)?.is_dir() {
            places.insert(path.clone());
            continue;
        }
        for entry in fs::read_dir(path).map_err(failed)? {
            let place = entry.map_err(failed)?.path();
            let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let ending = place.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            if place.is_file() && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
                places.insert(place);
            } else if !name.starts_with('.') {
                files.left.push(place.display().to_string());
            }
        }
    }
    files.left.sort();
    for place in places {
        let bytes = read_input(&place, limit).map_err(|error| (place.clone(), error))?;
        files.read.push((place.display().to_string(), bytes));
    }
    Ok(files)
}

/// The bytes of one file, at most one more than `limit`.
///
/// # Errors
/// What the system said; also if it is a folder, or a pipe or device, which nobody could wait for.
pub fn read_input(place: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let kind = fs::metadata(place)?;
    if kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "this is a folder; name a file in it"));
    }
    if !kind.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is neither a file nor a folder"));
    }
    let mut bytes = Vec::new();
    File::open(place)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
