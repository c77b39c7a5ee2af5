//! Makes the folders of a second tree ahead of time, beside the threads that make pages.
//!
//! A site that is published over another one needs all its folders twice, so that the two can be exchanged in one step.
//! Thousands of folders in one are made one after the other, whoever makes them; so one thread does, while others work.
//! It is a help and no more: what it could not make is made later, and whatever is wrong with the disk is found then.

use super::faults::Faults;
use super::folders::folders_of;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// Folders that are being made.
#[derive(Debug, Default)]
pub(super) struct Ahead(Mutex<Work>);

#[derive(Debug)]
enum Work {
    /// The thread that makes them.
    Running(JoinHandle<Vec<PathBuf>>),
    /// Those that it made.
    Done(Vec<PathBuf>),
}

impl Default for Work {
    fn default() -> Self {
        Work::Done(Vec::new())
    }
}

impl Ahead {
    /// Starts to make the folders of these files below a root.
    pub(super) fn start<'p>(&self, root: &Path, files: impl Iterator<Item = &'p String>, faults: &Arc<Faults>) {
        let mut folders: Vec<PathBuf> = folders_of(files.map(Path::new)).into_iter().map(PathBuf::from).collect();
        // Those above others come first.
        folders.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
        let (root, faults) = (root.to_owned(), Arc::clone(faults));
        let make = move || {
            let mut made = Vec::new();
            for path in folders {
                let is_made = faults.step().is_ok().then(|| fs::create_dir(root.join(&path)));
                match is_made {
                    Some(Ok(())) => made.push(path),
                    // A thread that makes pages was faster, or has put a file there, or where the folder above it was.
                    Some(Err(error)) if is_of_others(error.kind()) => {}
                    _ => break,
                }
            }
            made
        };
        // Without a thread all are made later.
        if let Ok(thread) = thread::Builder::new().spawn(make) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Work::Running(thread);
        }
    }

    /// Waits until nothing more is made.
    pub(super) fn wait(&self) {
        self.done(|_| ());
    }

    /// Those that were made, once nothing more is.
    pub(super) fn take(&self) -> Vec<PathBuf> {
        self.done(std::mem::take)
    }

    fn done<T>(&self, of: impl FnOnce(&mut Vec<PathBuf>) -> T) -> T {
        let mut work = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut made = match std::mem::take(&mut *work) {
            // A thread that only makes folders does not panic.
            Work::Running(thread) => thread.join().unwrap_or_default(),
            Work::Done(made) => made,
        };
        let told = of(&mut made);
        *work = Work::Done(made);
        told
    }
}

/// Whether that folder is a matter of others, and there may be more to be made.
fn is_of_others(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::AlreadyExists | ErrorKind::NotFound | ErrorKind::NotADirectory)
}
