//! Publishes a site: the last step, and the only one that changes what the public sees.
//!
//! The output folder is ours by its list of files. Unchanged files get a second name in the new folder, so
//! their bytes and times stay, and keep the one in the old folder for the next run; files that are no longer
//! made vanish; files that others put there are carried over and never changed. What people edited in our
//! files is overwritten, and named in the [`Receipt`]: the records are where changes belong. If nothing
//! changed, nothing is touched.

use super::error::{Doing, PublishError};
use super::folders::{folders_of, set_folders};
use super::foreign::Foreign;
use super::inventory::{Contents, Side};
use super::ledger::{Stamp, TICK, time_of};
use super::manifest::{Manifest, Sum, sum};
use super::stage::{Made, Stage};
use super::swap;
use super::tree::{Linked, PathMap, PathSet, Tree, is_of_one_disk, link, write_new};
use crate::output::MANIFEST;
use rayon::prelude::*;
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Files that take longer to make again than the tick of a clock.
const WORTH_A_TICK: usize = 300;

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
        match self.take_failure().or_else(|| self.write_rest().err()) {
            Some(failure) => Err(failure),
            None => commit(&self, self.take_made()).map_err(|error| {
                self.drop_inventory();
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

fn commit(stage: &Stage, made: Vec<(String, Made)>) -> Result<Receipt, PublishError> {
    // Long lists are left to the end of the run, which follows: piece by piece they take longer to be given back.
    let made = ManuallyDrop::new(made);
    let output = stage.target.place();
    let none = BTreeMap::new();
    let old = stage.old.as_ref().map_or(&none, |old| &old.files);
    let site = Site::new(&made);
    let gone: Vec<&String> = old.keys().filter(|path| !site.holds(Path::new(path))).collect();
    let list = || made.iter().map(|(path, made)| (path.as_str(), made.sum));
    let written = made.iter().filter(|(_, made)| made.written).count();
    let mut receipt = Receipt {
        pages: made.iter().filter(|(path, _)| path.ends_with(".html")).count(),
        written,
        unchanged: made.len() - written,
        removed: gone.len(),
        bytes: made.iter().map(|(_, made)| made.size).sum(),
        ..Receipt::default()
    };
    if !receipt.changed() && stage.old.as_ref().is_some_and(|old| old.lists(list())) {
        stage.keep_ledger();
        return Ok(receipt);
    }
    let present = ManuallyDrop::new(stage.take_present()?);
    let time = time_of(&stage.workshop.ledger_to_be);
    let tree = ManuallyDrop::new(Tree::read(output, stage.inventory().map(|known| (known, Side::Site)))?);
    let foreign = Foreign::among(&tree, old, &site);
    // A file that compares equal but is not in the folder itself is reached through a link.
    let published = tree.by_path();
    let is_listed = |path: &str| published.contains_key(OsStr::new(path));
    let behind_a_link =
        || made.par_iter().find_first(|(path, made)| !made.written && !is_listed(path)).map(|(path, _)| path.clone());
    if let Some(path) = foreign.in_the_way(&made).or_else(behind_a_link) {
        return Err(PublishError::InTheWay { output: output.to_owned(), path });
    }
    if let Some(place) = foreign.mount(output, &tree) {
        return Err(ErrorKind::CrossesDevices.into()).doing("carry over", &place);
    }
    receipt.kept_foreign = foreign.files.len();
    receipt.edited = edited(stage, old, site.written().chain(gone.iter().copied()));

    let mut kept: Vec<&Path> = site.kept().chain(foreign.files.iter().copied()).collect();
    // Files that were written have their folders, and into a new place all were.
    let is_complete = kept.is_empty() && foreign.folders.is_empty() && tree.folders.is_empty();
    let folders = LazyCell::new(|| {
        let paths = made.iter().map(|(path, _)| Path::new(path));
        let mut folders = folders_of(paths.chain(foreign.files.iter().copied()));
        folders.extend(folders_of(foreign.folders.iter().copied()));
        folders.extend(foreign.folders.iter().map(|path| path.as_os_str()));
        folders
    });
    let rights = match tree.root.is_some() || stage.keeps_inventory() {
        true => Rights::of(&tree, &folders),
        false => Rights::default(),
    };
    // What stays need not wait until all folders of a stage that was empty are made.
    let (mut linked, mut new_names) = (Linked::Shared, 0);
    if present.is_empty() {
        new_names = kept.len();
        linked = give_names(stage, &mut kept, true)?;
        new_names -= kept.len();
    }
    let ahead = stage.ahead.take();
    if !is_complete || !present.is_empty() || !ahead.is_empty() {
        // On another disk the same number is another file.
        if rights.are_of_one_disk {
            let second = present.by_path();
            let names = |path: &Path| second.get(path.as_os_str()).zip(published.get(path.as_os_str()));
            kept.retain(|path| !names(path).is_some_and(|(second, first)| second.is_same(first)));
        }
        set_up(stage, (&present, &ahead), &site, &folders)?;
    }
    new_names += kept.len();
    linked = linked.and(give_names(stage, &mut kept, false)?);
    write_list(stage, &Manifest::text(list()))?;
    // By the list, which comes last.
    let named = time_of(&stage.workshop.stage.join(MANIFEST));
    // Their names in the published site are not in our hands until it is swapped.
    let carried = foreign.numbers(&stage.workshop.stage);
    let stamps = rights.give(&stage.workshop.stage, &present);
    stage.faults.step()?;
    swap::swap(&stage.workshop, &stage.target, &stage.faults)?;
    stage.published.store(true, Ordering::Relaxed);
    let ours = made.iter().map(|(path, made)| (Path::new(path), made.number));
    let theirs = foreign.files.iter().map(|path| (*path, published.get(path.as_os_str())));
    let files = ours.chain(theirs.map(|(path, file)| (path, file.and_then(|file| file.number))));
    let contents = || Contents { files: files.collect(), folders: stamps };
    if stage.workshop.stage.symlink_metadata().is_err() {
        stage.keep_inventory(contents, Contents::default);
    } else {
        // Of a copy the old one would take room; and where names of one file cannot be told, none stays.
        let stays = |path: &Path| cfg!(unix) && linked == Linked::Shared && site.keeps(path);
        let follow = |(path, number): &(&Path, u64)| swap::follow(&stage.workshop, &stage.target, path, *number);
        let followed = carried.par_iter().try_for_each(follow);
        let sweep = || swap::sweep(&stage.workshop, &stage.target, (&tree, &carried), stays, &stage.faults);
        match followed.and_then(|()| sweep()) {
            Err(PublishError::Stopped) => return Err(PublishError::Stopped),
            Err(error) => receipt.left_over = Some(error.to_string()),
            // The numbers of copies are others.
            Ok(()) if linked == Linked::Shared => stage.keep_inventory(contents, || tree.without(stays, time)),
            Ok(()) => stage.drop_inventory(),
        }
    }
    // The next run makes again what got its name less than a tick before the ledger, whose time is up to a tick old.
    if new_names > WORTH_A_TICK {
        let passed = time_of(&stage.workshop.inventory).saturating_sub(named);
        std::thread::sleep(Duration::from_nanos((2 * TICK).saturating_sub(passed)));
    }
    stage.keep_ledger();
    Ok(receipt)
}

/// The files of the new site. Looking for a path in a list that is in order takes five times as long.
pub(super) struct Site<'m> {
    made: &'m [(String, Made)],
    by_path: PathMap<'m, &'m Made>,
}

impl<'m> Site<'m> {
    fn new(made: &'m [(String, Made)]) -> Self {
        Site { made, by_path: made.iter().map(|(path, made)| (OsStr::new(path), made)).collect() }
    }

    fn holds(&self, path: &Path) -> bool {
        self.by_path.contains_key(path.as_os_str())
    }

    /// Whether a file stays as it was published.
    pub(super) fn keeps(&self, path: &Path) -> bool {
        self.by_path.get(path.as_os_str()).is_some_and(|made| !made.written)
    }

    fn kept(&self) -> impl Iterator<Item = &'m Path> {
        self.made.iter().filter(|(_, made)| !made.written).map(|(path, _)| Path::new(path))
    }

    fn written(&self) -> impl Iterator<Item = &'m String> {
        self.made.iter().filter(|(_, made)| made.written).map(|(path, _)| path)
    }
}

/// Takes second names that are no longer part of the site out of the stage, and makes its folders.
fn set_up(
    stage: &Stage,
    (present, ahead): (&Tree, &[PathBuf]),
    site: &Site<'_>,
    folders: &PathSet<'_>,
) -> Result<(), PublishError> {
    let stage = &stage.workshop.stage;
    // Where a file was there may be a folder by now.
    let is_used = |path: &Path| site.holds(path) || folders.contains(path.as_os_str());
    present.remove_files(stage, is_used).doing("remove from", stage)?;
    let used = folders_of(site.written().map(Path::new));
    let present = present.folders.iter().map(|folder| &folder.path).chain(ahead).map(|path| path.as_os_str());
    set_folders(stage, folders, &present.collect(), &used)
}

/// Gives files that stay their second names in the stage. While its folders are not yet what they shall be, those that
/// cannot get one are left. Whether all are linked.
fn give_names(stage: &Stage, kept: &mut Vec<&Path>, may_wait: bool) -> Result<Linked, PublishError> {
    let give = |path: &&Path| {
        let (from, to) = (stage.target.place().join(path), stage.workshop.stage.join(path));
        let named = match keep(&from, &to) {
            Err(_) if may_wait => return Ok(None),
            named => named.doing("keep", &from)?,
        };
        // Not before, since a file that is left is tried twice: how many steps a run has is no matter of chance.
        stage.faults.step().map(|()| Some(named))
    };
    let given: Vec<Option<Linked>> = kept.par_iter().map(give).collect::<Result<_, PublishError>>()?;
    let mut is_left = given.iter().map(Option::is_none);
    kept.retain(|_| is_left.next().unwrap_or(true));
    Ok(given.into_iter().flatten().fold(Linked::Shared, Linked::and))
}

/// Writes the list of the files, which comes last.
fn write_list(stage: &Stage, list: &str) -> Result<(), PublishError> {
    stage.faults.step()?;
    let place = stage.workshop.stage.join(MANIFEST);
    write_new(&place, list.as_bytes()).doing("write", &place).map(drop)
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

/// Rights, owner and group of the published folders: an administrator may have opened them to the web server.
#[derive(Default)]
struct Rights<'p> {
    /// Each folder of the new site, and what the system said of the published one.
    folders: Vec<(&'p Path, Option<&'p Metadata>)>,
    /// Whether nothing else is mounted in the published site.
    are_of_one_disk: bool,
}

impl<'p> Rights<'p> {
    fn of(tree: &'p Tree, folders: &PathSet<'p>) -> Self {
        let root = tree.root.as_ref();
        let all = tree.folders.iter().map(|folder| (folder.path.as_os_str(), &folder.meta));
        let published: PathMap<'_, &Metadata> = all.collect();
        let folders = folders.iter().map(|path| (Path::new(*path), published.get(path).copied()));
        Rights {
            folders: folders.chain([(Path::new(""), root)]).collect(),
            are_of_one_disk: tree
                .folders
                .iter()
                .all(|folder| root.is_some_and(|root| is_of_one_disk(&folder.meta, root))),
        }
    }

    /// Gives them to the new folders, as far as the system lets us. Returns the stamps of those whose content is known: new
    /// ones, and those to which nothing happened since they were listed. Others were public once, so that somebody may
    /// still be at work in them.
    fn give(&self, stage: &Path, present: &Tree) -> Vec<(&'p Path, Option<Stamp>)> {
        let listed = present.folders.iter().map(|folder| (folder.path.as_os_str(), Stamp::of(&folder.meta)));
        let listed: PathMap<'_, Stamp> = listed.collect();
        let is_known = |path: &Path, stamp: &Stamp| listed.get(path.as_os_str()).is_none_or(|listed| listed == stamp);
        let time = time_of(&stage.join(MANIFEST));
        let give = |(path, was): &(&'p Path, Option<&Metadata>)| {
            let new = stage.join(path);
            let is = fs::symlink_metadata(&new).ok();
            let given = is.as_ref().is_some_and(|is| was.is_some_and(|was| give(&new, was, is)));
            let stamp = is.filter(|_| !given).map(|is| Stamp::of(&is));
            (*path, stamp.filter(|stamp| stamp.is_older_than(time) && is_known(path, stamp)))
        };
        self.folders.par_iter().map(give).filter(|(path, _)| !path.as_os_str().is_empty()).collect()
    }
}

/// Gives a folder the rights, owner and group of another one, as far as the system lets us. Whether they were others.
fn give(new: &Path, was: &Metadata, is: &Metadata) -> bool {
    #[cfg(unix)]
    let has_owners = {
        use std::os::unix::fs::{MetadataExt, chown};
        let has_group = was.gid() == is.gid();
        if !has_group {
            let _ = chown(new, None, Some(was.gid()));
        }
        // Only root may, and a program of somebody else may be writing to a folder of its own there.
        let has_owner = was.uid() == is.uid();
        if !has_owner {
            let _ = chown(new, Some(was.uid()), None);
        }
        has_group && has_owner
    };
    #[cfg(not(unix))]
    let has_owners = true;
    let has_rights = was.permissions() == is.permissions();
    if !has_rights {
        let _ = fs::set_permissions(new, was.permissions());
    }
    !has_owners || !has_rights
}

/// Those of our files whose bytes are no longer the ones that we wrote.
fn edited<'p>(stage: &Stage, old: &BTreeMap<String, Sum>, changed: impl Iterator<Item = &'p String>) -> Vec<String> {
    let changed: Vec<_> = changed.filter_map(|path| Some((path, old.get(path)?))).collect();
    changed
        .par_iter()
        .filter(|(path, written)| !stage.is_untouched(path, written))
        .filter(|(path, written)| {
            let place = stage.target.place().join(path);
            match fs::symlink_metadata(&place) {
                Ok(meta) if meta.is_file() => fs::read(&place).is_ok_and(|bytes| sum(&bytes) != **written),
                Ok(_) => true,
                Err(_) => false,
            }
        })
        .map(|(path, _)| (*path).clone())
        .collect()
}
