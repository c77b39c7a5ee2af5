//! Files and folders that others put into the output folder: they stay, and nothing of ours takes their place.
//!
//! It only tells which they are; carrying them over is for `publish`.

use super::folders::folders_of;
use super::ledger::Stamp;
use super::manifest::Sum;
use super::publish::Site;
use super::stage::Made;
use super::tree::{Folder, PathSet, Tree, is_mount, is_of_one_disk};
use crate::output::MANIFEST;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What others put into the output folder.
#[derive(Debug)]
pub(super) struct Foreign<'t> {
    pub(super) files: Vec<&'t Path>,
    pub(super) folders: Vec<&'t Path>,
}

impl<'t> Foreign<'t> {
    /// What is neither ours by the list, nor the same bytes in a place of the new site: such a file
    /// becomes ours.
    pub(super) fn among(tree: &'t Tree, ours: &BTreeMap<String, Sum>, site: &Site<'_>) -> Self {
        let our_folders = folders_of(ours.keys().map(Path::new));
        let is_listed = |path: &Path| path.to_str().is_some_and(|path| path == MANIFEST || ours.contains_key(path));
        let is_ours = |path: &Path| site.keeps(path) || is_listed(path);
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

    /// A folder that is a disk of its own: it would go with the old site, and whatever is written to it later too.
    pub(super) fn mount(&self, output: &Path, tree: &Tree) -> Option<PathBuf> {
        let is_other =
            |folder: &&Folder| tree.root.as_ref().is_some_and(|root| cfg!(unix) && !is_of_one_disk(&folder.meta, root));
        let other = tree.folders.iter().find(is_other).map(|folder| output.join(&folder.path));
        other.or_else(|| self.folders.iter().map(|path| output.join(path)).find(|place| is_mount(place)))
    }

    /// The numbers of its files, below a folder in which they have a name.
    pub(super) fn numbers(&self, root: &Path) -> Vec<(&'t Path, u64)> {
        self.files.iter().filter_map(|path| Some((*path, Stamp::number_at(&root.join(path))?))).collect()
    }

    /// The first one in a place that the new site needs.
    pub(super) fn in_the_way(&self, made: &[(String, Made)]) -> Option<String> {
        if self.files.is_empty() && self.folders.is_empty() {
            return None;
        }
        let paths = || made.iter().map(|(path, _)| Path::new(path));
        let files: PathSet<'_> = paths().map(Path::as_os_str).collect();
        let folders = folders_of(paths());
        let taken = |path: &&Path| path.ancestors().any(|at| files.contains(at.as_os_str()));
        let blocks = |path: &&Path| taken(path) || folders.contains(path.as_os_str());
        let found =
            self.files.iter().find(|path| blocks(path)).or_else(|| self.folders.iter().find(|path| taken(path)));
        found.map(|path| path.to_string_lossy().into_owned())
    }
}
