//! A site that is being put together beside the published one.
//!
//! Files go in one by one, from any thread, and are compared with the published ones on the way:
//! only what differs is written, in turns. So a large site need not be held in memory, and an unchanged one
//! writes nothing. What the run before noted of a file that nobody touched since saves reading it, and of a page
//! even making it. A stage that is dropped leaves no trace; [`Stage::commit`] (in `publish`) is the
//! only way out to the public.

use super::ahead::Ahead;
use super::before::Before;
use super::error::{Doing, PublishError};
use super::faults::Faults;
use super::inventory::{self, Contents, Inventory};
use super::ledger::{Ledger, Stamp, Writer};
use super::manifest::{Manifest, Sum, sum};
use super::swap;
use super::target::Target;
use super::tree::{Tree, absent_is_fine, holds, make_way, write_new};
use super::turns::Turns;
use super::workshop::Workshop;
use crate::output::{About, Bytes, Common, Key, Origin, Paths, Refused, Sink};
use rayon::prelude::*;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Most bytes of a file that may wait for another thread to write it: what waits is in memory.
const MOST_WAITING: usize = 1 << 18;

/// A file of the new site.
#[derive(Debug, Clone, Copy)]
pub(super) struct Made {
    pub(super) sum: Sum,
    pub(super) size: u64,
    /// Whether its bytes are in the stage, or those of the published file stay.
    pub(super) written: bool,
    /// The number of the file on its disk, where it is known.
    pub(super) number: Option<u64>,
}

/// A file on its way to the disk.
#[derive(Debug)]
struct Taken {
    path: String,
    bytes: Bytes,
    sum: Sum,
    origin: Origin,
    findings: Vec<u8>,
    /// Whether nothing was taken so far that is in the same folder.
    has_new_folder: bool,
}

/// A site that is being put together.
#[derive(Debug)]
pub struct Stage {
    pub(super) target: Target,
    /// The ledger for the next run. It goes before the workshop is left to others.
    ledger: Writer,
    pub(super) workshop: Workshop,
    /// The list of the published site, if there is one.
    pub(super) old: Option<Manifest>,
    /// What is known of its files.
    known: Option<Ledger>,
    /// With what origins of its files were made, or of the new ones are.
    key: Key,
    pub(super) faults: Arc<Faults>,
    /// Unsorted, since every thread waits while one adds to it.
    made: Mutex<Vec<(String, Made)>>,
    paths: Mutex<Paths>,
    /// Those that are to be written.
    writing: Turns<Taken>,
    /// Once something was written: the folders and second names that a former run left in the stage. Nothing may use the
    /// threads of the pool under this lock, see [`Tree::read`].
    started: Mutex<Option<Tree>>,
    /// The folders of the published site, which are being made in a stage that had none.
    pub(super) ahead: Ahead,
    /// What the folders of both sites held; read when somebody asks.
    inventory: OnceLock<Option<Inventory>>,
    /// Why no more files are taken, if the system refused one.
    failure: Mutex<Option<PublishError>>,
    /// Whether the stage was published, and its place swept.
    pub(super) published: AtomicBool,
}

impl Stage {
    /// Starts a new site for a target, of which was read what is there. Folders above it are made; what killed runs left is
    /// repaired.
    ///
    /// # Errors
    /// If another run is publishing there, if the folder is not ours, or if the system refuses.
    pub fn open(target: &Target, before: Before) -> Result<Stage, PublishError> {
        Stage::opened(target, before, Faults::default())
    }

    /// As [`Stage::open`], with faults for tests.
    ///
    /// # Errors
    /// As [`Stage::open`] and [`Before::read`].
    #[doc(hidden)]
    pub fn open_with(target: &Target, faults: Faults) -> Result<Stage, PublishError> {
        Stage::opened(target, Before::read(target)?, faults)
    }

    /// A folder that is not ours was refused by now, before anything is made beside it.
    fn opened(target: &Target, before: Before, faults: Faults) -> Result<Stage, PublishError> {
        let workshop = Workshop::enter(target)?;
        let (old, known) = before.now(target)?;
        let key = known.as_ref().map_or_else(Key::random, |known| known.key.clone());
        Ok(Stage {
            target: target.clone(),
            known,
            ledger: Writer::new(workshop.ledger_to_be.clone(), &key),
            key,
            old,
            workshop,
            faults: Arc::new(faults),
            made: Mutex::default(),
            paths: Mutex::default(),
            writing: Turns::default(),
            started: Mutex::default(),
            ahead: Ahead::default(),
            inventory: OnceLock::new(),
            failure: Mutex::default(),
            published: AtomicBool::new(false),
        })
    }

    /// Adds a file. May be called from several threads at once.
    ///
    /// # Errors
    /// If the path is impossible or taken, or the system refuses to write it or what was put in before it.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.take(path, bytes.to_vec().into(), None)
    }

    /// Adds a file; of a page it is known what it is made from and what was found on it, others are made from their bytes.
    fn take(&self, path: &str, bytes: Bytes, page: Option<(&Origin, &[u8])>) -> Result<(), PublishError> {
        let has_new_folder = unpoisoned(&self.paths).claim(path)?;
        let (origin, findings) = match page {
            Some((origin, findings)) => (*origin, findings),
            None => (self.key.origin(&&*bytes), &[][..]),
        };
        let published = self.published(path);
        if let Some((stamp, sum, _)) = self.noted(path, published, &origin) {
            self.add(path, (sum, false), stamp, (&origin, findings));
            return Ok(());
        }
        let sum = sum(&bytes);
        let is_same = |stamp: &Stamp| {
            let is_noted = || self.known.as_ref().and_then(|known| known.sum(path, stamp)) == Some(sum);
            stamp.size == bytes.len() as u64 && (is_noted() || holds(&self.target.place().join(path), &bytes))
        };
        if let Some(stamp) = published.filter(is_same) {
            self.add(path, (sum, false), stamp, (&origin, findings));
            return Ok(());
        }
        let (path, findings) = (path.to_owned(), findings.to_owned());
        let file = Taken { path, bytes, sum, origin, findings, has_new_folder };
        match file.bytes.len() {
            ..=MOST_WAITING => self.writing.bring(file, |file| self.write(file)),
            _ => self.write(file),
        }
    }

    /// Enters a file into the lists of this run.
    fn add(&self, path: &str, (sum, written): (Sum, bool), stamp: Stamp, of: (&Origin, &[u8])) {
        self.ledger.note(path, (sum, stamp), of, self.known.as_ref());
        let made = Made { sum, size: stamp.size, written, number: stamp.number() };
        unpoisoned(&self.made).push((path.to_owned(), made));
    }

    /// Adds the page that is published, if nobody touched it and it is of this origin. Says what was found on it.
    fn keep(&self, path: &str, origin: &Origin) -> Result<Option<Vec<u8>>, PublishError> {
        let Some((stamp, sum, findings)) = self.noted(path, self.published(path), origin) else { return Ok(None) };
        unpoisoned(&self.paths).claim(path)?;
        self.add(path, (sum, false), stamp, (origin, findings));
        Ok(Some(findings.to_owned()))
    }

    /// What the run before noted of a file that is published and of this origin, if nobody touched it.
    fn noted(&self, path: &str, published: Option<Stamp>, origin: &Origin) -> Option<(Stamp, Sum, &[u8])> {
        let (known, stamp) = self.known.as_ref().zip(published)?;
        let (sum, findings) = known.kept(path, &stamp, origin)?;
        Some((stamp, sum, findings))
    }

    /// What a published file is now; nothing if there is no plain file.
    fn published(&self, path: &str) -> Option<Stamp> {
        self.old.as_ref().and_then(|_| Stamp::at(&self.target.place().join(path)))
    }

    /// Whether a published file has this sum for sure, by what the run before noted.
    pub(super) fn is_untouched(&self, path: &str, sum: &Sum) -> bool {
        // Elsewhere a tool that sets times can hide that it changed something, and what is replaced is gone.
        let known = self.known.as_ref().filter(|_| cfg!(unix)).zip(self.published(path));
        known.is_some_and(|(known, stamp)| known.sum(path, &stamp) == Some(*sum))
    }

    /// What the run before left about folders, if there is anything to be trusted.
    pub(super) fn inventory(&self) -> Option<&Inventory> {
        let is_of_use = || self.old.is_some() && self.keeps_inventory();
        let read = || is_of_use().then(|| Inventory::read(&self.workshop.inventory)).flatten();
        self.inventory.get_or_init(read).as_ref()
    }

    /// Leaves nothing about folders to the next run: what failed may have failed because of it.
    pub(super) fn drop_inventory(&self) {
        let _ = absent_is_fine(fs::remove_file(&self.workshop.inventory));
    }

    /// Whether there is one to be left to the next run.
    pub(super) fn keeps_inventory(&self) -> bool {
        inventory::is_trusted(self.target.workshop())
    }

    /// Leaves it to the next run, once the site is published.
    pub(super) fn keep_inventory<'s, 'p>(
        &self,
        site: impl FnOnce() -> Contents<'s>,
        stage: impl FnOnce() -> Contents<'p>,
    ) {
        if self.keeps_inventory() {
            inventory::write(&self.workshop.inventory, &site(), &stage());
        }
    }

    /// Leaves the ledger to the next run, once the site is published or needs not be.
    pub(super) fn keep_ledger(&self) {
        self.ledger.finish(&Workshop::ledger(&self.target), self.known.as_ref());
    }

    /// Writes what was taken and is not written yet.
    pub(super) fn write_rest(&self) -> Result<(), PublishError> {
        self.writing.finish(|file| self.write(file))
    }

    /// Writes a file. With a new folder it is made first, instead of trying without.
    fn write(&self, file: Taken) -> Result<(), PublishError> {
        drop(self.start()?);
        self.faults.step()?;
        let place = self.workshop.stage.join(&file.path);
        if let Some(folder) = place.parent().filter(|_| file.has_new_folder) {
            // Whether it is there already, or what is above it is missing, writing will show.
            let _ = fs::create_dir(folder);
        }
        let is_taken =
            |kind| matches!(kind, ErrorKind::AlreadyExists | ErrorKind::IsADirectory | ErrorKind::NotADirectory);
        let meta = match write_new(&place, &file.bytes) {
            // The second name of the published file, or what a former site had there.
            Err(error) if is_taken(error.kind()) => {
                self.ahead.wait();
                make_way(&self.workshop.stage, Path::new(&file.path)).and_then(|()| write_new(&place, &file.bytes))
            }
            other => other,
        };
        let stamp = Stamp::of(&meta.doing("write", &place)?);
        self.add(&file.path, (file.sum, true), stamp, (&file.origin, &file.findings));
        Ok(())
    }

    /// Makes sure that the stage exists and was taken over.
    fn start<'s>(&'s self) -> Result<MutexGuard<'s, Option<Tree>>, PublishError> {
        let mut started = unpoisoned(&self.started);
        if started.is_none() {
            let found = swap::take_over(&self.workshop, &self.target, self.inventory())?;
            if let Some(old) = self.old.as_ref().filter(|_| found.is_empty()) {
                self.ahead.start(&self.workshop.stage, old.files.keys(), &self.faults);
            }
            *started = Some(found);
        }
        Ok(started)
    }

    /// Takes out what a former run left in the stage.
    pub(super) fn take_present(&self) -> Result<Tree, PublishError> {
        Ok(self.start()?.as_mut().map(std::mem::take).unwrap_or_default())
    }

    /// Takes out why a file could not be written, if that happened.
    pub(super) fn take_failure(&self) -> Option<PublishError> {
        unpoisoned(&self.failure).take()
    }

    /// Takes the list of files out, in the order of their paths.
    pub(super) fn take_made(&self) -> Vec<(String, Made)> {
        let mut made = std::mem::take(&mut *unpoisoned(&self.made));
        made.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        made
    }
}

impl Stage {
    fn refused(&self, error: PublishError) -> Refused {
        match error {
            PublishError::Path(error) => Refused::Path(error),
            error => {
                // The first reason is the one that helps; what follows from it is noise.
                unpoisoned(&self.failure).get_or_insert(error);
                Refused::Broken
            }
        }
    }
}

impl Sink for Stage {
    fn put(&self, path: &str, bytes: Bytes) -> Result<(), Refused> {
        self.take(path, bytes, None).map_err(|error| self.refused(error))
    }

    fn put_page(&self, path: &str, bytes: Bytes, about: About<'_>) -> Result<(), Refused> {
        let page = about.origin.as_ref().zip(about.findings);
        self.take(path, bytes, page).map_err(|error| self.refused(error))
    }

    fn key(&self) -> Option<&Key> {
        Some(&self.key)
    }

    fn keep_page(&self, path: &str, _: &Common, origin: &Origin) -> Result<Option<Vec<u8>>, Refused> {
        self.keep(path, origin).map_err(|error| self.refused(error))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.ahead.wait();
        // A killed process cleans up nothing, so neither does a run that a test stopped.
        let used = unpoisoned(&self.started).is_some() && !self.published.load(Ordering::Relaxed);
        if used && !self.faults.have_stopped() {
            let _ = self.workshop.clear();
        }
        // The run is over: the system takes the memory back at once, which piece by piece takes longer.
        std::mem::forget((self.old.take(), self.known.take(), std::mem::take(&mut *unpoisoned(&self.paths))));
    }
}

/// A thread that panicked while it held the lock left a map without its entry, which is sound.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_got_a_second_name_is_kept_by_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::resolve(folder.path(), &folder.path().join("output")).unwrap();
        let kept = |news: &str| {
            let stage = Stage::open_with(&target, Faults::default()).unwrap();
            let keeps = |n: &usize| {
                let (path, text) = (format!("{n}.html"), if *n == 0 { news } else { "text" });
                let origin = stage.key.origin(&text);
                let is_kept = stage.keep(&path, &origin).unwrap().is_some();
                if !is_kept {
                    stage.take(&path, text.to_owned().into_bytes().into(), Some((&origin, &[]))).unwrap();
                }
                is_kept
            };
            let kept = (0..400).filter(keeps).count();
            stage.commit().unwrap();
            kept
        };
        kept("one");
        kept("two");
        assert_eq!(kept("three"), 399);
    }
    #[test]
    fn what_is_large_does_not_wait_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::resolve(folder.path(), &folder.path().join("output")).unwrap();
        let stage = Stage::open_with(&target, Faults::default()).unwrap();
        stage.put("index.html", b"first").unwrap();
        let is_written = |path: &str| stage.workshop.stage.join(path).exists();
        let taken = Taken {
            path: "turn.html".to_owned(),
            bytes: b"turn".to_vec().into(),
            sum: sum(b"turn"),
            origin: stage.key.origin(&"turn"),
            findings: Vec::new(),
            has_new_folder: false,
        };
        // While it is the turn of another thread.
        let in_turn = |file: Taken| {
            if file.path == "turn.html" {
                stage.put("small.html", b"small")?;
                stage.put("large.html", &vec![b'x'; MOST_WAITING + 1])?;
                assert_eq!([is_written("small.html"), is_written("large.html")], [false, true]);
            }
            stage.write(file)
        };
        stage.writing.bring(taken, in_turn).unwrap();
        assert!(is_written("small.html"));
    }
}
