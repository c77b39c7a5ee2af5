//! Which page is made next: one that somebody waits for, or else the next in order.
//!
//! Every page comes exactly once, whatever is wanted; it makes no page itself.

use crate::output::Sink;
use crate::site::Page;
use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The pages that are not made yet.
pub(super) struct Queue<'q> {
    pages: &'q [Page],
    sink: &'q dyn Sink,
    taken: Vec<AtomicBool>,
    next: AtomicUsize,
    /// The pages by path, made when the first is wanted: an ordinary build never asks.
    places: OnceLock<HashMap<String, usize>>,
}

impl<'q> Queue<'q> {
    pub(super) fn new(pages: &'q [Page], sink: &'q dyn Sink) -> Self {
        let taken = pages.iter().map(|_| AtomicBool::new(false)).collect();
        Queue { pages, sink, taken, next: AtomicUsize::new(0), places: OnceLock::new() }
    }

    /// The index of a page that nobody has got so far; nothing once all are taken.
    pub(super) fn next(&self) -> Option<usize> {
        while let Some(path) = self.sink.wanted() {
            if let Some(i) = self.place(&path).filter(|i| self.take(*i)) {
                return Some(i);
            }
        }
        loop {
            let i = self.next.fetch_add(1, Ordering::Relaxed);
            if i >= self.pages.len() {
                return None;
            }
            if self.take(i) {
                return Some(i);
            }
        }
    }

    fn take(&self, i: usize) -> bool {
        !self.taken[i].swap(true, Ordering::Relaxed)
    }

    /// The page at a path, or the one whose folder holds it: a page hands over its drawings and data too.
    fn place(&self, path: &str) -> Option<usize> {
        let places =
            self.places.get_or_init(|| self.pages.iter().enumerate().map(|(i, page)| (page.path(), i)).collect());
        let folder = || path.rsplit_once('/').map(|(folder, _)| format!("{folder}/index.html"));
        places.get(path).copied().or_else(|| places.get(&folder()?).copied())
    }
}
