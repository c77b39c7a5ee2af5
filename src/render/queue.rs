//! Which page is made next: one that somebody waits for, or else the next in order.
//!
//! Every page comes exactly once, whatever is wanted, and never before its pass; it makes no page itself.

use crate::output::Sink;
use crate::site::Page;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// When a page can be made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    /// At once.
    Early,
    /// When the files are there whose sizes it tells.
    Late,
}

/// The pages that are not made yet.
pub(super) struct Queue<'q> {
    pages: &'q [Page],
    sink: &'q dyn Sink,
    /// Indexes of the pages, and how many of them were offered so far.
    early: (Vec<usize>, AtomicUsize),
    late: (Vec<usize>, AtomicUsize),
    taken: Vec<AtomicBool>,
    /// Late pages that somebody waited for before their time, the last first.
    asked: Mutex<Vec<usize>>,
    /// The pages by path, made when the first is wanted: an ordinary build never asks.
    places: OnceLock<HashMap<String, usize>>,
}

impl<'q> Queue<'q> {
    pub(super) fn new(pages: &'q [Page], sink: &'q dyn Sink, is_late: impl Fn(&Page) -> bool) -> Self {
        let (late, early) = (0..pages.len()).partition(|i| is_late(&pages[*i]));
        Queue {
            pages,
            sink,
            early: (early, AtomicUsize::new(0)),
            late: (late, AtomicUsize::new(0)),
            taken: pages.iter().map(|_| AtomicBool::new(false)).collect(),
            asked: Mutex::default(),
            places: OnceLock::new(),
        }
    }

    /// The index of a page that nobody has got so far; nothing once all of the pass are taken.
    pub(super) fn next(&self, pass: Pass) -> Option<usize> {
        while let Some(path) = self.sink.wanted() {
            if let Some(i) = self.place(&path) {
                self.asked.lock().unwrap_or_else(PoisonError::into_inner).push(i);
            }
        }
        self.asked_for(pass).or_else(|| {
            let (pages, next) = self.of(pass);
            loop {
                let i = *pages.get(next.fetch_add(1, Ordering::Relaxed))?;
                if self.take(i) {
                    return Some(i);
                }
            }
        })
    }

    /// The last page of the pass that was asked for and is not made.
    fn asked_for(&self, pass: Pass) -> Option<usize> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            // Both lists are in order.
            let at = asked.iter().rposition(|i| self.of(pass).0.binary_search(i).is_ok())?;
            let i = asked.remove(at);
            if self.take(i) {
                return Some(i);
            }
        }
    }

    fn of(&self, pass: Pass) -> &(Vec<usize>, AtomicUsize) {
        match pass {
            Pass::Early => &self.early,
            Pass::Late => &self.late,
        }
    }

    fn take(&self, i: usize) -> bool {
        !self.taken[i].swap(true, Ordering::Relaxed)
    }

    /// The page at a path, or the one whose folder holds it: a page hands over its data too.
    fn place(&self, path: &str) -> Option<usize> {
        let places =
            self.places.get_or_init(|| self.pages.iter().enumerate().map(|(i, page)| (page.path(), i)).collect());
        let folder = || path.rsplit_once('/').map(|(folder, _)| format!("{folder}/index.html"));
        places.get(path).copied().or_else(|| places.get(&folder()?).copied())
    }
}
