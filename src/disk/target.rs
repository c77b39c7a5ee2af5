//! The folder a site is published to, checked before anything is made.
//!
//! A link is resolved first and its target is what gets published to: the link itself stays, and
//! every check holds for the real place. Nothing is created here.

use super::error::{Doing, PublishError};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What the name of a workshop ends in.
const WORKSHOP: &str = ".sachstand";

/// A folder that may hold a published site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its real place; only its last parts may not exist yet.
    place: PathBuf,
    workshop: PathBuf,
}

impl Target {
    /// Checks the output folder of a site. Both paths are relative to the current folder.
    ///
    /// # Errors
    /// [`PublishError::BadTarget`] if publishing there could destroy the site or more: the site
    /// folder, a folder around it, its sources, a workshop, the root, a file or a place below one, a link that leads
    /// nowhere.
    pub fn resolve(site: &Path, output: &Path) -> Result<Target, PublishError> {
        let refuse =
            |reason: &str| Err(PublishError::BadTarget { output: output.to_owned(), reason: reason.to_owned() });
        let place = match real_place(output) {
            Ok(Some(place)) => place,
            Ok(None) => return refuse("it is a link that leads nowhere, or has a part `..` that cannot be resolved"),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => match file_above(output) {
                Some(file) => return refuse(&within(file)),
                None => return Err(error).doing("find", output),
            },
            Err(error) => return Err(error).doing("find", output),
        };
        // Some systems say that a place below a file does not exist.
        if let Some(file) = file_above(output).or_else(|| file_above(&place)) {
            return refuse(&within(file));
        }
        if place.components().any(|part| is_workshop(part.as_os_str())) {
            return refuse(
                "it lies in a folder in which sachstand puts sites together, and the next build would clear it",
            );
        }
        if fs::metadata(&place).is_ok_and(|meta| !meta.is_dir()) {
            return refuse("it is a file");
        }
        let (Some(parent), Some(name)) = (place.parent(), place.file_name()) else {
            return refuse("it is the root of the disk");
        };
        if let Some(site) = real_place(site).doing("find", site)? {
            if site.starts_with(&place) {
                return refuse("the site folder with the records lies in it, and would be replaced");
            }
            for folder in ["content", "themes", ".git", ".sachstand"] {
                let real = real_place(&site.join(folder)).ok().flatten();
                if place.starts_with(site.join(folder)) || real.is_some_and(|real| place.starts_with(real)) {
                    return refuse("the sources of the site lie there");
                }
            }
        }
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(WORKSHOP);
        Ok(Target { workshop: parent.join(hidden), place })
    }

    /// What a published file holds; nothing if it is not there or cannot be read.
    pub fn published(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.place.join(path)).ok()
    }

    /// The folder itself.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// The hidden folder beside it in which the next site is put together: the same file system, so
    /// that it can be exchanged with this one, and next to it, so that nobody has to look for it.
    pub(super) fn workshop(&self) -> &Path {
        &self.workshop
    }
}

/// The first part of a path that is a file, although something is to lie in it.
fn file_above(path: &Path) -> Option<&Path> {
    let above = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    above.filter(|folder| fs::metadata(folder).is_ok_and(|meta| !meta.is_dir())).last()
}

fn within(file: &Path) -> String {
    format!("`{}` is a file, so nothing can lie in it", file.display())
}

/// Whether a folder has the name of a workshop, as [`Target::workshop`] gives it.
fn is_workshop(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let ending = name.len().checked_sub(WORKSHOP.len()).map(|at| &name[at..]);
    name.len() > WORKSHOP.len() + 1
        && name.starts_with(b".")
        && ending.is_some_and(|ending| ending.eq_ignore_ascii_case(WORKSHOP.as_bytes()))
}

/// The path with all links resolved, also if its last parts do not exist; nothing if they cannot be
/// resolved safely.
fn real_place(path: &Path) -> io::Result<Option<PathBuf>> {
    let mut missing = Vec::new();
    let mut at = std::path::absolute(path)?;
    loop {
        match dunce::canonicalize(&at) {
            Ok(real) => {
                return Ok(Some(missing.iter().rev().fold(real, |place, name| place.join(name))));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // What exists and cannot be resolved is a link that leads nowhere.
                if at.symlink_metadata().is_ok() {
                    return Ok(None);
                }
                let Some(Component::Normal(name)) = at.components().next_back() else {
                    return Ok(None);
                };
                missing.push(name.to_owned());
                at.pop();
            }
            Err(error) => return Err(error),
        }
    }
}
