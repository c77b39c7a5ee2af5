//! What is shown at this moment: the last good site, and the next one while it is being made.
//!
//! Whoever asks for a page of the next site waits for this page only. Nothing here knows sockets or the disk.

use crate::output::{Bytes, Discarded, Output, Refused, Sink};
use crate::source::SourceTree;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// After so many sites that were given up before a page was made, the last good one is shown: something writes all the time.
const MOST_GIVEN_UP: u64 = 3;

/// What all threads share.
#[derive(Debug, Default)]
pub(super) struct State {
    inner: Mutex<Inner>,
    changed: Condvar,
    /// A source has changed since the build began.
    stale: AtomicBool,
}

#[derive(Debug, Default)]
struct Inner {
    good: Option<Shown>,
    next: Option<Shown>,
    wanted: VecDeque<String>,
    /// Problems as JSON, where there are errors.
    problems: Option<String>,
    /// Grows with every site that is shown; pages know theirs.
    version: u64,
    /// Grows with everything that browsers should hear of.
    tick: u64,
    stopped: bool,
}

#[derive(Debug)]
struct Shown {
    files: Output,
    base: String,
    /// Paths of documents, which are printed when they are asked for.
    papers: BTreeSet<String>,
    /// What the site is made from.
    sources: Arc<SourceTree>,
}

/// What there is at an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A file with its path and bytes, in the site of this version.
    File(String, Vec<u8>, u64),
    /// A document that is to be printed from these sources, by its path.
    Paper(String, Arc<SourceTree>),
    /// A folder was named without its slash; the address with it.
    Folder(String),
    /// Nothing; the site's own page for this case, if it has one.
    Missing(Option<Vec<u8>>, u64),
    /// There is no site at all yet, because of errors.
    Broken(u64),
    /// The server ends.
    Stopped,
}

/// What a browser should know.
pub(super) enum News {
    /// The count to ask from next time, and the message.
    Message(u64, String),
    /// Nothing for now.
    Quiet,
    /// The server ends.
    Stopped,
}

impl State {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every change under the lock is whole in itself.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, work: impl FnOnce(&mut Inner)) {
        let mut inner = self.lock();
        work(&mut inner);
        inner.tick += 1;
        drop(inner);
        self.changed.notify_all();
    }

    /// A build begins with what is on the disk now.
    pub(super) fn fresh(&self) {
        self.stale.store(false, Ordering::SeqCst);
    }

    /// What is being built is not what is on the disk any more.
    pub(super) fn spoil(&self) {
        self.stale.store(true, Ordering::SeqCst);
    }

    /// Whether the build is of yesterday.
    pub(super) fn is_stale(&self) -> bool {
        self.stale.load(Ordering::SeqCst)
    }

    /// Shows the next site from now on, although none of its pages is made yet. `base` is its path with `/` at both
    /// ends; `papers` are printed from `sources` when they are asked for.
    pub(super) fn open(&self, base: &str, papers: BTreeSet<String>, sources: Arc<SourceTree>) {
        self.change(|inner| {
            inner.next = Some(Shown { files: Output::new(), base: base.to_owned(), papers, sources });
            inner.problems = None;
            inner.version += 1;
        });
    }

    /// The next site is finished and good; gives the number of its files.
    pub(super) fn accept(&self) -> usize {
        let mut files = 0;
        self.change(|inner| {
            if let Some(next) = inner.next.take() {
                inner.good = Some(next);
            }
            inner.wanted.clear();
            files = inner.good.as_ref().map_or(0, |good| good.files.len());
        });
        files
    }

    /// There are errors: the last good site stays, or comes back.
    pub(super) fn refuse(&self, problems: String) {
        self.change(|inner| {
            if inner.next.take().is_some() {
                inner.version += 1;
            }
            inner.wanted.clear();
            inner.problems = Some(problems);
        });
    }

    /// Whether there is a good site to fall back on.
    pub(super) fn has_good(&self) -> bool {
        self.lock().good.is_some()
    }

    /// Ends all waiting.
    pub(super) fn stop(&self) {
        self.spoil();
        self.change(|inner| inner.stopped = true);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.lock().stopped
    }

    /// What there is at a path, which begins with `/` and is decoded. Waits for a page that is not made yet.
    pub(super) fn find(&self, address: &str) -> Found {
        let mut inner = self.lock();
        let mut asked_in = 0;
        let first = inner.version;
        loop {
            if inner.stopped {
                return Found::Stopped;
            }
            let version = inner.version;
            if let Some(next) = &inner.next {
                if let Some(found) = next.find(address, version) {
                    return found;
                }
                if let Some(good) = inner.good.as_ref().filter(|_| version - first >= MOST_GIVEN_UP) {
                    // Of an older version, so that the browser asks again when there is a newer one.
                    return good.find_any(address, first);
                }
                if asked_in != version {
                    asked_in = version;
                    let path = next.path(address);
                    let page = if path.is_empty() || path.ends_with('/') {
                        format!("{path}index.html")
                    } else {
                        path.to_owned()
                    };
                    inner.wanted.push_back(format!("{page}/index.html"));
                    inner.wanted.push_back(page);
                }
            } else if let Some(good) = &inner.good {
                return good.find_any(address, version);
            } else if inner.problems.is_some() {
                return Found::Broken(version);
            }
            inner = self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits until there is more to tell than before, at most this long.
    pub(super) fn news(&self, seen: Option<u64>, patience: Duration) -> News {
        let inner = self.lock();
        let waiting = |inner: &mut Inner| !inner.stopped && seen == Some(inner.tick);
        let (inner, _) =
            self.changed.wait_timeout_while(inner, patience, waiting).unwrap_or_else(PoisonError::into_inner);
        if inner.stopped {
            News::Stopped
        } else if seen == Some(inner.tick) {
            News::Quiet
        } else {
            let problems = inner.problems.as_deref().unwrap_or("null");
            News::Message(inner.tick, format!("{{\"version\":{},\"problems\":{problems}}}", inner.version))
        }
    }
}

impl Shown {
    /// The path of an address below the site: with the path of its web space, as absolute links have it, or without.
    fn path<'a>(&self, address: &'a str) -> &'a str {
        address.strip_prefix(self.base.as_str()).unwrap_or(address.strip_prefix('/').unwrap_or(address))
    }

    /// What a finished site has at an address.
    fn find_any(&self, address: &str, version: u64) -> Found {
        let missing = || Found::Missing(self.files.get("404.html").map(<[u8]>::to_vec), version);
        self.find(address, version).unwrap_or_else(missing)
    }

    /// What there is at an address so far.
    fn find(&self, address: &str, version: u64) -> Option<Found> {
        let path = self.path(address);
        if self.papers.contains(path) {
            return Some(Found::Paper(path.to_owned(), Arc::clone(&self.sources)));
        }
        let file = |path: String| self.files.get(&path).map(<[u8]>::to_vec).map(|b| Found::File(path, b, version));
        if path.is_empty() || path.ends_with('/') {
            return file(format!("{path}index.html"));
        }
        file(path.to_owned()).or_else(|| {
            self.files.get(&format!("{path}/index.html")).map(|_| Found::Folder(format!("{}{path}/", self.base)))
        })
    }
}

/// Takes the files of the next site, until a source changes.
pub(super) struct Rendering<'s>(pub(super) &'s State);

impl Sink for Rendering<'_> {
    fn put(&self, path: &str, bytes: Bytes) -> Result<(), Refused> {
        if self.0.is_stale() {
            return Err(Refused::Broken);
        }
        let mut inner = self.0.lock();
        let Some(next) = &mut inner.next else {
            return Err(Refused::Broken);
        };
        next.files.insert(path, bytes)?;
        drop(inner);
        self.0.changed.notify_all();
        Ok(())
    }

    fn wanted(&self) -> Option<String> {
        self.0.lock().wanted.pop_back()
    }
}

/// Keeps nothing, for a site that cannot be shown; stops when a source changes, which may repair it.
pub(super) struct Checking<'s> {
    state: &'s State,
    paths: Discarded,
}

impl<'s> Checking<'s> {
    pub(super) fn new(state: &'s State) -> Self {
        Checking { state, paths: Discarded::default() }
    }
}

impl Sink for Checking<'_> {
    fn put(&self, path: &str, bytes: Bytes) -> Result<(), Refused> {
        if self.state.is_stale() { Err(Refused::Broken) } else { self.paths.put(path, bytes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_good_site_is_shown_where_no_other_is_ever_finished() {
        let state = State::default();
        let open = || state.open("/", BTreeSet::new(), Arc::default());
        open();
        Rendering(&state).put("index.html", b"good".to_vec().into()).unwrap();
        state.accept();
        open();
        std::thread::scope(|scope| {
            let asked = scope.spawn(|| state.find("/"));
            while !asked.is_finished() {
                // Until it waits there may be more of them; it is never answered with one that has no such page.
                open();
                std::thread::sleep(Duration::from_millis(5));
                assert!(state.lock().version < 1_000, "nothing is shown");
            }
            let Ok(Found::File(path, bytes, version)) = asked.join() else { panic!("no file") };
            assert_eq!((path.as_str(), &bytes[..]), ("index.html", &b"good"[..]));
            assert!(version + MOST_GIVEN_UP <= state.lock().version);
        });
    }
}
