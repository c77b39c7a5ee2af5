//! Ends a run whose templates come to no end, or take all memory.
//!
//! Turns and sizes of templates are counted (`theme`), and almost everything is stopped there, at the same place on every
//! machine. But between two counts Tera can do a great deal: texts that are joined, replaced, compared. Nothing in a
//! process can stop that but its end. So somebody looks at the clock and at memory, where the system tells (Linux), as
//! long as pages are made from templates of a site; the built-in ones are known.

use crate::disk::memory;
use crate::theme::AtWork;
use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Duration;

/// After which time it is looked again.
const LOOK: Duration = Duration::from_millis(50);

/// How often a page may be seen at work: a minute. The largest one takes a second.
const LOOKS: u32 = 1_200;

/// Bytes of memory that may come on top while a page is at work; one of good size takes a thousandth of it.
const MEMORY: u64 = 1_000_000_000;

/// Looks on as long as this process runs. `end` gets the reason, for people, and has to end the process.
///
/// # Errors
/// If the system has no thread left.
pub fn look_on(end: fn(&str)) -> std::io::Result<()> {
    let look_on = move || {
        let (pages, mut watch) = (AtWork::of_process(), Watch::default());
        loop {
            pages.wait();
            thread::sleep(LOOK);
            if let Some(reason) = watch.look(&pages.now(), memory(None)) {
                end(&reason);
            }
        }
    };
    thread::Builder::new().spawn(look_on).map(drop)
}

/// The pages that were at work at the last look, by number.
#[derive(Default)]
struct Watch(BTreeMap<u64, Seen>);

#[derive(Clone, Copy)]
struct Seen {
    looks: u32,
    /// Memory of the process at the first look.
    memory: Option<u64>,
}

impl Watch {
    /// Why the run has to end.
    fn look(&mut self, now: &[(u64, String)], memory: Option<u64>) -> Option<String> {
        let before = std::mem::take(&mut self.0);
        let seen = |number: &u64| match before.get(number) {
            Some(seen) => Seen { looks: seen.looks + 1, ..*seen },
            None => Seen { looks: 1, memory },
        };
        self.0 = now.iter().map(|(number, _)| (*number, seen(number))).collect();
        if let Some((_, template)) = now.iter().find(|(number, _)| self.0[number].looks > LOOKS) {
            return Some(format!(
                "a page of the template `{template}` takes more than a minute, so the program was ended; look for large \
                 texts and lists in loops"
            ));
        }
        let has_grown = |number: &u64| {
            let both = memory.zip(self.0[number].memory);
            both.is_some_and(|(memory, before)| memory > before.saturating_add(MEMORY))
        };
        let names: BTreeSet<String> =
            now.iter().filter(|(number, _)| has_grown(number)).map(|(_, template)| format!("`{template}`")).collect();
        if names.is_empty() {
            return None;
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Some(format!(
            "the template {} takes more memory than all pages should, so the program was ended; look for texts that are \
             joined or replaced many times",
            names.join(" or ")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(of: &[(u64, &str)]) -> Vec<(u64, String)> {
        of.iter().map(|(number, template)| (*number, (*template).to_owned())).collect()
    }

    #[test]
    fn a_page_that_takes_too_long_is_named_and_many_are_not() {
        let mut watch = Watch::default();
        for n in 0..u64::from(LOOKS) * 2 {
            assert_eq!(watch.look(&pages(&[(n, "a.html"), (n + 1, "b.html")]), None), None);
        }
        for _ in 0..LOOKS {
            assert_eq!(watch.look(&pages(&[(7, "a.html")]), None), None);
        }
        let said = watch.look(&pages(&[(7, "a.html"), (8, "b.html")]), None).expect("too long");
        assert!(said.starts_with("a page of the template `a.html` takes more than a minute"), "{said}");
    }

    #[test]
    fn pages_during_which_all_memory_goes_are_named() {
        let mut watch = Watch::default();
        let at_work = pages(&[(7, "b.html"), (8, "a.html"), (9, "b.html")]);
        assert_eq!(watch.look(&at_work, Some(100)), None);
        assert_eq!(watch.look(&at_work, Some(MEMORY + 100)), None);
        // A site that is kept in memory may take as much, page after page.
        let others = pages(&[(8, "a.html"), (10, "c.html"), (9, "b.html")]);
        assert_eq!(watch.look(&pages(&[(10, "c.html")]), Some(2 * MEMORY)), None);
        assert_eq!(watch.look(&others, Some(3 * MEMORY)), None);
        let said = watch.look(&others, Some(3 * MEMORY + 1)).expect("too much");
        assert!(said.starts_with("the template `c.html` takes more memory"), "{said}");
        let said = watch.look(&others, Some(5 * MEMORY)).expect("too much");
        assert!(said.starts_with("the template `a.html` or `b.html` or `c.html` takes more"), "{said}");
    }
}
