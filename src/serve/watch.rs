//! Hears of changes below `content/` and `themes/`.
//!
//! It only says that something may have changed: what did is found by reading. So it may hear too much, but not the
//! droppings of editors, the reading of files or our own output.

use super::state::State;
use crate::disk;
use notify::event::{AccessKind, AccessMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// An editor writes a file in several steps; this long after the last it is done.
const SETTLED: Duration = Duration::from_millis(25);

/// After so many steps without a pause, what is there is shown anyway.
const STEPS: usize = 200;

/// How often files are read where nothing tells of changes.
const POLL: Duration = Duration::from_secs(1);

/// How long it takes at most until they are read again after events were missed and nothing was found, time after time.
const LONGEST: Duration = Duration::from_secs(60);

/// What wakes the building thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// A file may have changed.
    Changed,
    /// A whole folder came or went.
    Folders,
    /// There were more events than the system keeps.
    Missed,
    /// The end.
    Stop,
}

/// The folders that are watched.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    folders: Vec<PathBuf>,
    /// After which time files are read when nothing is known but that events were missed.
    pause: Duration,
}

impl Watch {
    /// Watches a site; changes spoil what is being built.
    ///
    /// # Errors
    /// Why the system does not tell of changes there.
    pub(super) fn new(site: &Path, state: &Arc<State>, signals: Sender<Signal>) -> Result<Watch, String> {
        let site = dunce::canonicalize(site).map_err(|error| error.to_string())?;
        let folders: Vec<PathBuf> = disk::FOLDERS.iter().map(|folder| site.join(folder)).collect();
        let (state, roots) = (Arc::clone(state), folders.clone());
        let hear = move |event: notify::Result<notify::Event>| {
            if let Some(signal) = signal(&event, &roots) {
                // Reading a hundred thousand files is that many events: a build would be stopped by its own reading.
                if signal != Signal::Missed {
                    state.spoil();
                }
                // The building thread has ended, and so does this one soon.
                let _ = signals.send(signal);
            }
        };
        let mut watcher = notify::recommended_watcher(hear).map_err(|error| error.to_string())?;
        // The folder itself says when `content/` or `themes/` comes or goes.
        watcher.watch(&site, RecursiveMode::NonRecursive).map_err(|error| error.to_string())?;
        let mut watch = Watch { watcher, folders, pause: POLL };
        watch.renew()?;
        Ok(watch)
    }

    /// Says whether files had changed when they were read. Reading may itself be more events than the system keeps: it must
    /// not go on for ever.
    pub(super) fn read(&mut self, has_changed: bool) {
        self.pause = if has_changed { POLL } else { (self.pause * 2).min(LONGEST) };
    }

    /// Watches the folders that exist now.
    fn renew(&mut self) -> Result<(), String> {
        for folder in &self.folders {
            // It may not have been watched, or not be the same folder any more.
            let _ = self.watcher.unwatch(folder);
            if folder.is_dir() {
                self.watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| error.to_string())?;
            }
        }
        Ok(())
    }
}

/// What an event means, if anything.
fn signal(event: &notify::Result<notify::Event>, roots: &[PathBuf]) -> Option<Signal> {
    let Ok(event) = event else {
        return Some(Signal::Missed);
    };
    if event.need_rescan() {
        return Some(Signal::Missed);
    }
    // We read the files ourselves.
    if matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)) {
        return None;
    }
    let inside = |path: &PathBuf| {
        roots
            .iter()
            .find_map(|root| path.strip_prefix(root).ok())
            .filter(|below| below.components().all(|part| !disk::is_left_alone(part.as_os_str())))
            .map(|below| below.as_os_str().is_empty())
    };
    let hit: Vec<bool> = event.paths.iter().filter_map(inside).collect();
    match hit.contains(&true) {
        true => Some(Signal::Folders),
        false if hit.is_empty() => None,
        false => Some(Signal::Changed),
    }
}

/// Waits for a change and for the end of its steps; `again` if the last build was stopped by one. Whether to go on.
pub(super) fn wait(signals: &Receiver<Signal>, watch: Option<&mut Watch>, again: bool) -> bool {
    let first = match &watch {
        // The signal that stopped the build may have been taken for one before it.
        Some(_) if again => signals.recv_timeout(SETTLED),
        Some(_) => signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
        None => signals.recv_timeout(POLL),
    };
    let (mut folders, mut missed, mut changed) = (false, false, false);
    let mut next = first;
    for _ in 0..STEPS {
        match next {
            Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            Ok(Signal::Missed) => missed = true,
            Ok(signal) => {
                changed = true;
                folders |= signal == Signal::Folders;
            }
            Err(RecvTimeoutError::Timeout) => break,
        }
        let unknown = watch.as_deref().filter(|_| missed && !changed);
        next = signals.recv_timeout(unknown.map_or(SETTLED, |watch| watch.pause));
    }
    if (folders || missed)
        && let Some(watch) = watch
    {
        // A folder that went in this moment is told of when it comes back.
        let _ = watch.renew();
    }
    true
}
