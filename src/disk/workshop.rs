//! The workshop of an output folder: a hidden folder beside it, `.output.sachstand`, in which the
//! next site is put together, one run at a time.
//!
//! It holds the lock, the stage, the ledger, the inventory, and for a moment the old site. Between runs the stage keeps
//! the folders of the site before, and in them second names of files that are still published: making folders and
//! names costs more than finding them, so a run that changes one page of thousands is faster with them.
//! No page stays here that is not published, and git does not see the workshop. It may be removed at any
//! time when no run is active.

use super::error::{Doing, PublishError};
use super::inventory;
use super::target::Target;
use super::tree::{absent_is_fine, write_new};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The workshop, locked; the system releases the lock when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Workshop {
    /// Where the new site is put together.
    pub(super) stage: PathBuf,
    /// Where the old site steps aside if the two cannot be exchanged.
    pub(super) old: PathBuf,
    /// Says that the stage holds nothing but folders and second names; a second name of the list of files at that time.
    swept: PathBuf,
    /// Where the ledger of this run is written.
    pub(super) ledger_to_be: PathBuf,
    /// What is known of the folders of the published site and of the stage.
    pub(super) inventory: PathBuf,
    lock: File,
}

impl Workshop {
    /// Enters the workshop of a target, which is made if need be, and clears away what a killed run
    /// left. After it the output folder is whole.
    pub(super) fn enter(target: &Target) -> Result<Workshop, PublishError> {
        let folder = target.workshop();
        fs::create_dir_all(folder).doing("create the folder", folder)?;
        if !fs::symlink_metadata(folder).doing("read", folder)?.is_dir() {
            return Err(io::Error::from(io::ErrorKind::NotADirectory)).doing("use the folder", folder);
        }
        let path = folder.join("lock");
        let lock =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).doing("lock", &path)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(PublishError::Busy { output: target.place().to_owned() });
            }
            Err(TryLockError::Error(error)) => return Err(error).doing("lock", &path),
        }
        let ignore = folder.join(".gitignore");
        match write_new(&ignore, b"*\n") {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(error).doing("write", &ignore);
            }
            _ => {}
        }
        let at = |name| folder.join(name);
        let [stage, old, swept] = ["stage", "old", "swept"].map(at);
        let [ledger_to_be, inventory] = ["ledger.new", "inventory"].map(at);
        let workshop = Workshop { stage, old, swept, ledger_to_be, inventory, lock };
        workshop.repair(target)?;
        Ok(workshop)
    }

    fn repair(&self, target: &Target) -> Result<(), PublishError> {
        if self.old.symlink_metadata().is_ok() {
            // Killed between the two renames: the old site goes back. Killed after them: it is done with.
            if target.place().symlink_metadata().is_err() {
                fs::rename(&self.old, target.place()).doing("put back", &self.old)?;
            } else {
                fs::remove_dir_all(&self.old).doing("remove the left-over folder", &self.old)?;
            }
        }
        // A help and no more: if it cannot be removed, none is written.
        let _ = fs::remove_file(inventory::half(&self.inventory));
        if self.swept.symlink_metadata().is_err() {
            self.clear().doing("remove the left-over folder", &self.stage)?;
        }
        Ok(())
    }

    /// Where the workshop of a target keeps what is known of the published files.
    pub(super) fn ledger(target: &Target) -> PathBuf {
        target.workshop().join("ledger")
    }

    /// Marks the stage as one that holds nothing but folders and second names of what a list of files names, which is the
    /// published one; without a list, as one that has none. If the list is gone, because somebody has just moved the site
    /// away, there is no mark: the next run would take second names for files of others, and put them back.
    pub(super) fn set_swept(&self, list: Option<&Path>) -> io::Result<()> {
        self.unset_swept()?;
        match list {
            Some(list) => fs::hard_link(list, &self.swept),
            None => File::create_new(&self.swept).map(drop),
        }
    }

    /// What the mark says: the list of files of which second names may be in the stage.
    pub(super) fn swept(&self) -> Option<Vec<u8>> {
        fs::read(&self.swept).ok()
    }

    /// Takes the mark away, before the first file goes into the stage.
    pub(super) fn unset_swept(&self) -> io::Result<()> {
        absent_is_fine(fs::remove_file(&self.swept))
    }

    /// Removes the stage.
    pub(super) fn clear(&self) -> io::Result<()> {
        self.unset_swept()?;
        absent_is_fine(fs::remove_dir_all(&self.stage))
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // Closing is not enough: a process that another thread is just starting still has the file.
        let _ = self.lock.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_list_of_its_names_a_stage_is_not_marked() {
        let dir = tempfile::tempdir().unwrap();
        let target = Target::resolve(dir.path(), &dir.path().join("output")).unwrap();
        let workshop = Workshop::enter(&target).unwrap();
        workshop.set_swept(None).unwrap();
        assert_eq!(workshop.swept(), Some(Vec::new()));
        assert!(workshop.set_swept(Some(&target.place().join("list"))).is_err());
        assert_eq!(workshop.swept(), None);
        fs::create_dir_all(target.place()).unwrap();
        fs::write(target.place().join("list"), "a").unwrap();
        workshop.set_swept(Some(&target.place().join("list"))).unwrap();
        assert_eq!(workshop.swept(), Some(b"a".to_vec()));
    }
}
