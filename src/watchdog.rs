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

/// Bytes of memory that may come on top while pages are made, or as many as there are if that is more. Pages of 300,000
/// records take less.
const MEMORY: u64 = 1_000_000_000;

/// Looks on as long as this process runs. `end` gets the reason, for people, and has to end the process.
///
/// # Errors
/// If the system has no thread left.
pub fn look_on(end: fn(&str)) -> std::io::Result<()> {
    let (pages, process) = (AtWork::of_process(), std::process::id());
    let look_on = move || {
        loop {
            pages.wait();
            let mut watch = Watch::new(memory(process));
            while !pages.now().is_empty() {
                thread::sleep(LOOK);
                if let Some(reason) = watch.look(&pages.now(), memory(process)) {
                    end(&reason);
                }
            }
        }
    };
    thread::Builder::new().spawn(look_on).map(drop)
}

/// What was seen since there are pages at work.
struct Watch {
    /// How much memory there may be.
    room: Option<u64>,
    /// How often each page was seen, by number.
    seen: BTreeMap<u64, u32>,
}

impl Watch {
    fn new(memory: Option<u64>) -> Self {
        Watch { room: memory.map(|memory| memory.saturating_add(memory.max(MEMORY))), seen: BTreeMap::new() }
    }

    /// Why the run has to end.
    fn look(&mut self, now: &[(u64, String)], memory: Option<u64>) -> Option<String> {
        let before = std::mem::take(&mut self.seen);
        self.seen = now.iter().map(|(number, _)| (*number, before.get(number).map_or(1, |times| times + 1))).collect();
        let endless = now.iter().find(|(number, _)| self.seen[number] > LOOKS);
        if let Some((_, template)) = endless {
            return Some(format!(
                "a page of the template `{template}` takes more than a minute, so the program was ended; look for large \
                 texts and lists in loops"
            ));
        }
        let is_full = memory.zip(self.room).is_some_and(|(memory, room)| memory > room);
        if !is_full || now.is_empty() {
            return None;
        }
        let names: BTreeSet<String> = now.iter().map(|(_, template)| format!("`{template}`")).collect();
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
        let mut watch = Watch::new(None);
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
    fn pages_that_take_all_memory_are_named() {
        let mut watch = Watch::new(Some(100_000_000));
        let at_work = pages(&[(7, "b.html"), (8, "a.html"), (9, "b.html")]);
        assert_eq!(watch.look(&at_work, Some(MEMORY + 100_000_000)), None);
        assert_eq!(watch.look(&[], Some(MEMORY + 100_000_001)), None, "no template can be blamed");
        let said = watch.look(&at_work, Some(MEMORY + 100_000_001)).expect("too much");
        assert!(said.starts_with("the template `a.html` or `b.html` takes more memory"), "{said}");
        // A large city has more to begin with.
        assert_eq!(Watch::new(Some(3_000_000_000)).look(&at_work, Some(6_000_000_000)), None);
    }
}
