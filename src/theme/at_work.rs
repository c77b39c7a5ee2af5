//! Which templates are at work at a moment, where a site has some of its own, for whoever ends a run that comes to no end.
//!
//! Counting turns (`limit`) says how often a template does something, not how long or how much that is. Nothing is
//! stopped here.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Pages and parts that are being made, each with its template.
#[derive(Debug, Default)]
pub struct AtWork {
    pages: Mutex<Pages>,
    begun: Condvar,
}

#[derive(Debug, Default)]
struct Pages {
    begun: u64,
    now: Vec<(u64, String)>,
}

/// A page at work, until this is dropped.
pub(crate) struct Page<'w> {
    all: &'w AtWork,
    number: u64,
}

impl AtWork {
    /// All of this process: nothing less than a process can be ended.
    pub fn of_process() -> &'static AtWork {
        static ALL: AtWork = AtWork { pages: Mutex::new(Pages { begun: 0, now: Vec::new() }), begun: Condvar::new() };
        &ALL
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page of a template begins.
    pub(crate) fn begin(&self, template: &str) -> Page<'_> {
        let mut pages = self.pages();
        pages.begun += 1;
        let number = pages.begun;
        pages.now.push((number, template.to_owned()));
        if pages.now.len() == 1 {
            self.begun.notify_all();
        }
        Page { all: self, number }
    }

    /// The template of each page at work, with a number that no other page has, in the order in which they began.
    pub fn now(&self) -> Vec<(u64, String)> {
        self.pages().now.clone()
    }

    /// Waits until there are any.
    pub fn wait(&self) {
        let waited = self.begun.wait_while(self.pages(), |pages| pages.now.is_empty());
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        self.all.pages().now.retain(|(number, _)| *number != self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::AtWork;

    #[test]
    fn a_page_is_at_work_until_it_is_finished() {
        let all = AtWork::default();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| all.wait());
            let first = all.begin("a.html");
            waiting.join().unwrap();
            let second = all.begin("b.html");
            assert_eq!(all.now(), [(1, "a.html".to_owned()), (2, "b.html".to_owned())]);
            drop(first);
            let third = all.begin("a.html");
            assert_eq!(all.now(), [(2, "b.html".to_owned()), (3, "a.html".to_owned())]);
            drop((second, third));
            assert_eq!(all.now(), []);
        });
    }
}
