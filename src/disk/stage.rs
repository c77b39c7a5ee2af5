//! A site that is being put together beside the published one.
//!
//! Files go in one by one, from any thread, and are compared with the published ones on the way:
//! only what differs is written. So a large site need not be held in memory, and an unchanged one
//! writes nothing. A stage that is dropped leaves no trace; [`Stage::commit`] (in `publish`) is the
//! only way out to the public.

use super::error::{Doing, PublishError};
use super::manifest::{Manifest, Sum, sum};
use super::swap;
use super::target::Target;
use super::tree::{Tree, holds, make_way, write_new};
use super::workshop::Workshop;
use crate::output::{Bytes, Paths, Refused, Sink};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Ways for tests to make a run fail. The default is a run that does not.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Faults {
    /// Stop before this step, counted from 0, as if the process were killed there.
    pub stop_before: Option<usize>,
    /// Do as systems do that cannot exchange two names in one step.
    pub without_exchange: bool,
    steps: AtomicUsize,
}

impl Faults {
    /// One more change on the disk is about to happen, or the run to end.
    pub(super) fn step(&self) -> Result<(), PublishError> {
        let step = self.steps.fetch_add(1, Ordering::Relaxed);
        if self.stop_before.is_some_and(|stop| step >= stop) { Err(PublishError::Stopped) } else { Ok(()) }
    }

    fn have_stopped(&self) -> bool {
        self.stop_before.is_some_and(|stop| self.steps.load(Ordering::Relaxed) > stop)
    }
}

/// A file of the new site.
#[derive(Debug, Clone, Copy)]
pub(super) struct Made {
    pub(super) sum: Sum,
    pub(super) size: u64,
    /// Whether its bytes are in the stage, or those of the published file stay.
    pub(super) written: bool,
}

/// A site that is being put together.
#[derive(Debug)]
pub struct Stage {
    pub(super) target: Target,
    pub(super) workshop: Workshop,
    /// The list of the published site, if there is one.
    pub(super) old: Option<Manifest>,
    pub(super) faults: Faults,
    /// Unsorted, since every thread waits while one adds to it.
    made: Mutex<Vec<(String, Made)>>,
    paths: Mutex<Paths>,
    /// Once something was written: the folders and second names that a former run left in the stage.
    started: Mutex<Option<Tree>>,
    /// Why no more files are taken, if the system refused one.
    failure: Mutex<Option<PublishError>>,
    /// Whether the stage was published, and its place swept.
    pub(super) published: AtomicBool,
}

impl Stage {
    /// Starts a new site for a target. Folders above it are made; what killed runs left is repaired.
    ///
    /// # Errors
    /// If another run is publishing there, if the folder is not ours, or if the system refuses.
    pub fn open(target: &Target) -> Result<Stage, PublishError> {
        Stage::open_with(target, Faults::default())
    }

    /// As [`Stage::open`], with faults for tests.
    ///
    /// # Errors
    /// As [`Stage::open`].
    #[doc(hidden)]
    pub fn open_with(target: &Target, faults: Faults) -> Result<Stage, PublishError> {
        // A folder that is not ours is refused before anything is made beside it.
        Manifest::read(target.place())?;
        let workshop = Workshop::enter(target)?;
        Ok(Stage {
            target: target.clone(),
            workshop,
            old: Manifest::read(target.place())?,
            faults,
            made: Mutex::default(),
            paths: Mutex::default(),
            started: Mutex::default(),
            failure: Mutex::default(),
            published: AtomicBool::new(false),
        })
    }

    /// Adds a file. May be called from several threads at once.
    ///
    /// # Errors
    /// If the path is impossible or taken, or the system refuses.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let has_new_folder = unpoisoned(&self.paths).claim(path)?;
        let made = self.write(path, bytes, has_new_folder)?;
        unpoisoned(&self.made).push((path.to_owned(), made));
        Ok(())
    }

    /// Writes a file if the published one differs. With a new folder it is made first, instead of trying without.
    fn write(&self, path: &str, bytes: &[u8], has_new_folder: bool) -> Result<Made, PublishError> {
        let written = self.old.is_none() || !holds(&self.target.place().join(path), bytes);
        if written {
            self.with_folders(|_| Ok(()))?;
            self.faults.step()?;
            let place = self.workshop.stage.join(path);
            if let Some(folder) = place.parent().filter(|_| has_new_folder) {
                // Whether it is there already, or what is above it is missing, writing will show.
                let _ = fs::create_dir(folder);
            }
            let is_taken =
                |kind| matches!(kind, ErrorKind::AlreadyExists | ErrorKind::IsADirectory | ErrorKind::NotADirectory);
            match write_new(&place, bytes) {
                // The second name of the published file, or what a former site had there.
                Err(error) if is_taken(error.kind()) => {
                    make_way(&self.workshop.stage, Path::new(path)).and_then(|()| write_new(&place, bytes))
                }
                other => other,
            }
            .doing("write", &place)?;
        }
        Ok(Made { sum: sum(bytes), size: bytes.len() as u64, written })
    }

    /// Makes sure that the stage exists and was taken over, and does something with what was in it.
    pub(super) fn with_folders(
        &self,
        work: impl FnOnce(&mut Tree) -> Result<(), PublishError>,
    ) -> Result<(), PublishError> {
        let mut started = unpoisoned(&self.started);
        let folders = match &mut *started {
            Some(folders) => folders,
            none => none.insert(swap::take_over(&self.workshop, &self.target)?),
        };
        work(folders)
    }

    /// Takes out why a file could not be written, if that happened.
    pub(super) fn take_failure(&self) -> Option<PublishError> {
        unpoisoned(&self.failure).take()
    }

    /// Takes the list of files out.
    pub(super) fn take_made(&self) -> BTreeMap<String, Made> {
        let mut made = std::mem::take(&mut *unpoisoned(&self.made));
        made.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        made.into_iter().collect()
    }
}

impl Sink for Stage {
    fn put(&self, path: &str, bytes: Bytes) -> Result<(), Refused> {
        match Stage::put(self, path, &bytes) {
            Ok(()) => Ok(()),
            Err(PublishError::Path(error)) => Err(Refused::Path(error)),
            Err(error) => {
                // The first reason is the one that helps; what follows from it is noise.
                unpoisoned(&self.failure).get_or_insert(error);
                Err(Refused::Broken)
            }
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // A killed process cleans up nothing, so neither does a run that a test stopped.
        let used = unpoisoned(&self.started).is_some() && !self.published.load(Ordering::Relaxed);
        if used && !self.faults.have_stopped() {
            let _ = self.workshop.clear();
        }
    }
}

/// A thread that panicked while it held the lock left a map without its entry, which is sound.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
