//! Publishes a site: the last step, and the only one that changes what the public sees.
//!
//! The output folder is ours by its list of files. Unchanged files get a second name in the new folder, so
//! their bytes and times stay, and keep the one in the old folder for the next run; files that are no longer
//! made vanish; files that others put there are carried over and never changed. What people edited in our
//! files is overwritten, and named in the [`Receipt`]: the records are where changes belong. If nothing
//! changed, nothing is touched.

use super::error::{Doing, PublishError};
use super::manifest::{Manifest, Sum, sum};
use super::stage::{Made, Stage};
use super::swap;
use super::tree::{Linked, PathSet, Tree, link, make_folder, set_folders, write_new};
use crate::output::MANIFEST;
use rayon::prelude::*;
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// What publishing did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Files that end in `.html`.
    pub pages: usize,
    /// Files that are new or have other bytes.
    pub written: usize,
    /// Files that stayed as they were.
    pub unchanged: usize,
    /// Files that are no longer part of the site.
    pub removed: usize,
    /// Files of others that stayed in the folder, as far as anything changed at all.
    pub kept_foreign: usize,
    /// Our files that somebody had edited since; they were overwritten or removed.
    pub edited: Vec<String>,
    /// Size of the site, our files only.
    pub bytes: u64,
    /// Why the old folder could not be removed; the new site is out all the same.
    pub left_over: Option<String>,
}

impl Receipt {
    /// Whether anything in the output folder changed.
    pub fn changed(&self) -> bool {
        self.written > 0 || self.removed > 0
    }
}

impl Stage {
    /// Publishes what was put in, and nothing else.
    ///
    /// # Errors
    /// See [`PublishError`]; whatever it is, the site that was published before is still there, whole.
    pub fn commit(self) -> Result<Receipt, PublishError> {
        match self.take_failure() {
            Some(failure) => Err(failure),
            None => commit(&self, self.take_made()).map_err(|error| {
                let is_gone = self.old.is_some() && self.target.place().symlink_metadata().is_err();
                match error {
                    PublishError::Stopped => error,
                    // Whatever failed, it failed because of that.
                    _ if is_gone => PublishError::Gone { output: self.target.place().to_owned() },
                    _ => error,
                }
            }),
        }
    }
}

fn commit(stage: &Stage, made: BTreeMap<String, Made>) -> Result<Receipt, PublishError> {
    let output = stage.target.place();
    let none = BTreeMap::new();
    let old = stage.old.as_ref().map_or(&none, |old| &old.files);
    let gone: Vec<&String> = old.par_iter().map(|(path, _)| path).filter(|path| !made.contains_key(*path)).collect();
    let list = || made.iter().map(|(path, made)| (path.as_str(), made.sum));
    let written = made.values().filter(|made| made.written).count();
    let mut receipt = Receipt {
        pages: made.keys().filter(|path| path.ends_with(".html")).count(),
        written,
        unchanged: made.len() - written,
        removed: gone.len(),
        bytes: made.values().map(|made| made.size).sum(),
        ..Receipt::default()
    };
    if !receipt.changed() && stage.old.as_ref().is_some_and(|old| old.lists(list())) {
        stage.keep_ledger();
        return Ok(receipt);
    }
    let tree = Tree::read(output)?;
    let foreign = Foreign::among(&tree, old, &made);
    // A file that compares equal but is not in the folder itself is reached through a link.
    let published = tree.by_path();
    let is_listed = |path: &str| published.contains_key(OsStr::new(path));
    let behind_a_link =
        || made.par_iter().find_first(|(path, made)| !made.written && !is_listed(path)).map(|(path, _)| path.clone());
    if let Some(path) = foreign.in_the_way(&made).or_else(behind_a_link) {
        return Err(PublishError::InTheWay { output: output.to_owned(), path });
    }
    receipt.kept_foreign = foreign.files.len();
    let replaced = made.iter().filter(|(_, made)| made.written).map(|(path, _)| path);
    receipt.edited = edited(output, old, replaced.chain(gone.iter().copied()));

    let mut kept: Vec<&Path> = made
        .iter()
        .filter(|(_, made)| !made.written)
        .map(|(path, _)| Path::new(path))
        .chain(foreign.files.iter().copied())
        .collect();
    // Files that were written have their folders. Comparing paths is slow, and into a new place all were.
    let is_complete = kept.is_empty() && foreign.folders.is_empty() && tree.folders.is_empty();
    let folders = LazyCell::new(|| {
        let mut folders = folders_of(made.keys().map(Path::new).chain(foreign.files.iter().copied()));
        folders.extend(foreign.folders.iter().map(|path| path.as_os_str()));
        folders
    });
    let rights = match output.symlink_metadata() {
        Ok(_) => Rights::read(output, &folders),
        Err(_) => Rights::default(),
    };
    let present = stage.take_present()?;
    let mut missing = PathSet::default();
    if !is_complete || !present.folders.is_empty() {
        let (stage, folders): (_, &PathSet<'_>) = (&stage.workshop.stage, &folders);
        let second = present.by_path();
        // Second names of what stays are there already. On another disk the same number is another file.
        let has_name = |path: &&Path| {
            let names = second.get(path.as_os_str()).zip(published.get(path.as_os_str()));
            rights.are_of_one_disk && names.is_some_and(|(second, first)| second.is_same(first))
        };
        kept = kept.par_iter().copied().filter(|path| !has_name(path)).collect();
        // Second names of what is no longer part of the site. Where a file was there may be a folder by now.
        let is_used = |path: &Path| {
            path.to_str().is_some_and(|path| made.contains_key(path)) || folders.contains(path.as_os_str())
        };
        present.remove_files(stage, is_used).doing("remove from", stage)?;
        let used = folders_of(made.iter().filter(|(_, made)| made.written).map(|(path, _)| Path::new(path)));
        let filled = kept.iter().map(|path| folder_of(path)).collect();
        missing = set_folders(stage, folders, &present, &used, &filled)?;
    }
    let linked = fill(stage, &kept, &missing, &Manifest::text(list()))?;
    rights.give(&stage.workshop.stage);
    stage.faults.step()?;
    swap::swap(&stage.workshop, &stage.target, &stage.faults)?;
    stage.published.store(true, Ordering::Relaxed);
    if stage.workshop.stage.symlink_metadata().is_ok() {
        // Of a copy the old one would take room; and where names of one file cannot be told, none stays.
        let is_kept = |path: &Path| path.to_str().and_then(|path| made.get(path)).is_some_and(|made| !made.written);
        let stays = |path: &Path| cfg!(unix) && linked == Linked::Shared && is_kept(path);
        match swap::sweep(&stage.workshop, &stage.target, &tree, stays, &stage.faults) {
            Err(PublishError::Stopped) => return Err(PublishError::Stopped),
            swept => receipt.left_over = swept.err().map(|error| error.to_string()),
        }
    }
    stage.keep_ledger();
    Ok(receipt)
}

/// Completes the files of the stage: those that stay and have no name there yet are linked, in folders that are made if
/// they are missing, and the list is written last. Whether all are linked.
fn fill(stage: &Stage, kept: &[&Path], missing: &PathSet<'_>, list: &str) -> Result<Linked, PublishError> {
    let copies = AtomicBool::new(false);
    let groups: Vec<&[&Path]> = kept.chunk_by(|a, b| folder_of(a) == folder_of(b)).collect();
    groups.into_par_iter().try_for_each(|group| {
        let new = group.first().map(|path| folder_of(path)).filter(|folder| missing.contains(folder));
        if let Some(place) = new.map(|folder| stage.workshop.stage.join(folder)) {
            stage.faults.step()?;
            make_folder(&place).doing("create the folder", &place)?;
        }
        group.iter().try_for_each(|path| {
            stage.faults.step()?;
            let (from, to) = (stage.target.place().join(path), stage.workshop.stage.join(path));
            if keep(&from, &to).doing("keep", &from)? == Linked::Copied {
                copies.store(true, Ordering::Relaxed);
            }
            Ok::<_, PublishError>(())
        })
    })?;
    stage.faults.step()?;
    let place = stage.workshop.stage.join(MANIFEST);
    write_new(&place, list.as_bytes()).doing("write", &place)?;
    Ok(if copies.into_inner() { Linked::Copied } else { Linked::Shared })
}

/// Gives a file a second name.
fn keep(from: &Path, to: &Path) -> std::io::Result<Linked> {
    match link(from, to) {
        // That of the file which was published there before somebody put another one with the same bytes there.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(to)?;
            link(from, to)
        }
        other => other,
    }
}

/// Rights and group of the published folders: an administrator may have opened them to the web server.
#[derive(Default)]
struct Rights<'p> {
    folders: Vec<(&'p Path, Metadata)>,
    /// Whether nothing else is mounted in there.
    are_of_one_disk: bool,
}

impl<'p> Rights<'p> {
    fn read(output: &Path, folders: &PathSet<'p>) -> Self {
        let mut all: Vec<&Path> = folders.iter().map(|folder| Path::new(*folder)).collect();
        all.push(Path::new(""));
        let of =
            |path: &&'p Path| Some((*path, fs::symlink_metadata(output.join(path)).ok().filter(Metadata::is_dir)?));
        let folders: Vec<_> = all.par_iter().filter_map(of).collect();
        #[cfg(unix)]
        let are_of_one_disk = {
            use std::os::unix::fs::MetadataExt;
            folders.windows(2).all(|pair| pair[0].1.dev() == pair[1].1.dev())
        };
        #[cfg(not(unix))]
        let are_of_one_disk = false;
        Rights { folders, are_of_one_disk }
    }

    /// Gives them to the new folders, as far as the system lets us.
    fn give(&self, stage: &Path) {
        self.folders.par_iter().for_each(|(path, was)| {
            let new = stage.join(path);
            let Ok(is) = fs::symlink_metadata(&new) else { return };
            #[cfg(unix)]
            {
                use std::os::unix::fs::MetadataExt;
                if was.gid() != is.gid() {
                    let _ = std::os::unix::fs::chown(&new, None, Some(was.gid()));
                }
            }
            if was.permissions() != is.permissions() {
                let _ = fs::set_permissions(&new, was.permissions());
            }
        });
    }
}

/// Those of our files whose bytes are no longer the ones that we wrote.
fn edited<'p>(output: &Path, old: &BTreeMap<String, Sum>, changed: impl Iterator<Item = &'p String>) -> Vec<String> {
    let changed: Vec<_> = changed.filter_map(|path| Some((path, old.get(path)?))).collect();
    changed
        .par_iter()
        .filter(|(path, written)| {
            let place = output.join(path);
            match fs::symlink_metadata(&place) {
                Ok(meta) if meta.is_file() => fs::read(&place).is_ok_and(|bytes| sum(&bytes) != **written),
                Ok(_) => true,
                Err(_) => false,
            }
        })
        .map(|(path, _)| (*path).clone())
        .collect()
}

/// What others put into the output folder.
#[derive(Debug)]
struct Foreign<'t> {
    files: Vec<&'t Path>,
    folders: Vec<&'t Path>,
}

impl<'t> Foreign<'t> {
    /// What is neither ours by the list, nor the same bytes in a place of the new site: such a file
    /// becomes ours.
    fn among(tree: &'t Tree, ours: &BTreeMap<String, Sum>, made: &BTreeMap<String, Made>) -> Self {
        let our_folders = folders_of(ours.keys().map(Path::new));
        let is_ours = |path: &Path| {
            path.to_str().is_some_and(|path| {
                path == MANIFEST || ours.contains_key(path) || made.get(path).is_some_and(|made| !made.written)
            })
        };
        let is_others = |path: &&Path| !our_folders.contains(path.as_os_str());
        let mut foreign = Foreign {
            files: tree.files.par_iter().map(|file| &*file.path).filter(|path| !is_ours(path)).collect(),
            folders: tree.folders.iter().map(|folder| &*folder.path).filter(is_others).collect(),
        };
        // The first one is named in messages.
        foreign.files.sort_unstable_by_key(|path| path.as_os_str());
        foreign.folders.sort_unstable_by_key(|path| path.as_os_str());
        foreign
    }

    /// The first one in a place that the new site needs.
    fn in_the_way(&self, made: &BTreeMap<String, Made>) -> Option<String> {
        if self.files.is_empty() && self.folders.is_empty() {
            return None;
        }
        let files: PathSet<'_> = made.keys().map(OsStr::new).collect();
        let folders = folders_of(made.keys().map(Path::new));
        let taken = |path: &&Path| path.ancestors().any(|at| files.contains(at.as_os_str()));
        let blocks = |path: &&Path| taken(path) || folders.contains(path.as_os_str());
        let found =
            self.files.iter().find(|path| blocks(path)).or_else(|| self.folders.iter().find(|path| taken(path)));
        found.map(|path| path.to_string_lossy().into_owned())
    }
}

/// The folder of a file; empty for the top one.
fn folder_of(path: &Path) -> &OsStr {
    path.parent().map(Path::as_os_str).unwrap_or_default()
}

/// Every folder above these files, the top one left out.
fn folders_of<'p>(files: impl Iterator<Item = &'p Path>) -> PathSet<'p> {
    let mut folders = PathSet::default();
    // Files of one folder mostly come together, and comparing paths is slow.
    let mut last = None;
    for path in files {
        let folder = path.parent().map(Path::as_os_str);
        if std::mem::replace(&mut last, folder) == folder {
            continue;
        }
        for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
            if !folders.insert(folder.as_os_str()) {
                break;
            }
        }
    }
    folders
}
