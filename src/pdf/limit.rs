//! An end for documents that come to none.
//!
//! Typst bounds a loop and the depth of calls, but not what loops in loops add up to. So a document is printed on
//! threads of its own, which are left behind when it takes too long, and by whose end the program does not wait. The same
//! goes for memory, where the system tells how much the program has (Linux): what grows in loops would take all there is
//! long before its time is over. What is printed never depends on either: a document comes whole, or its template is named
//! as the reason why not.

use super::Job;
use crate::value::Date;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Far more than any document without data takes, also on a slow machine.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// Bytes of data for which a document gets one more second; a usual machine prints twenty times as much.
const BYTES_PER_SECOND: usize = 20_000;

/// Bytes of memory for a document, and for each byte of its data: several times what those of a city take.
const MEMORY: u64 = 512 * 1024 * 1024;
const MEMORY_PER_BYTE: u64 = 2_000;

/// After which time memory is looked at again.
const LOOK: Duration = Duration::from_millis(50);

/// Bytes of the stack: nested layouts are deep.
const STACK: usize = 16 * 1024 * 1024;

/// A [`Job`] that borrows nothing.
pub(super) struct Order {
    template: String,
    templates: BTreeMap<String, String>,
    data: String,
    ident: String,
    date: Date,
}

impl Order {
    pub(super) fn of(job: Job<'_>) -> Self {
        Order {
            template: job.template.to_owned(),
            templates: job.templates.clone(),
            data: job.data.to_owned(),
            ident: job.ident.to_owned(),
            date: job.date,
        }
    }

    pub(super) fn job(&self) -> Job<'_> {
        Job {
            template: &self.template,
            templates: &self.templates,
            data: &self.data,
            ident: &self.ident,
            date: self.date,
        }
    }
}

/// Tells how many bytes the program has in memory, if that is known.
pub(super) type Memory<'m> = &'m dyn Fn() -> Option<u64>;

/// Memory for the documents of a press. It only grows: what one has taken is kept for the next until the press is cleared.
#[derive(Debug, Clone, Default)]
pub(super) struct Room(Arc<AtomicU64>);

impl Room {
    /// Makes room for one more document, and for what there is before the first one.
    fn add(&self, data: usize, memory: Memory<'_>) {
        let _ = self.0.compare_exchange(0, memory().unwrap_or(0), Ordering::Relaxed, Ordering::Relaxed);
        self.0.fetch_add(MEMORY.saturating_add((data as u64).saturating_mul(MEMORY_PER_BYTE)), Ordering::Relaxed);
    }

    fn is_used_up(&self, memory: Memory<'_>) -> bool {
        memory().is_some_and(|memory| memory > self.0.load(Ordering::Relaxed))
    }
}

/// What some work gives, or why it gives nothing. `data` are the bytes that it is made from.
pub(super) fn within<T: Send + 'static>(
    (patience, room, memory): (Duration, &Room, Memory<'_>),
    data: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, &'static str> {
    room.add(data, memory);
    let (tell, hear) = channel();
    // Threads of our own: one that never ends must not be one that other documents wait for.
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(rayon::current_num_threads())
        .stack_size(STACK)
        .panic_handler(|_| {})
        .build()
        .map_err(|_| "the system has no thread left to print this document")?;
    // Nobody hears a document that comes too late.
    threads.spawn(move || drop(tell.send(work())));
    heard(&hear, patience + Duration::from_secs((data / BYTES_PER_SECOND) as u64), &|| room.is_used_up(memory))
}

fn heard<T>(hear: &Receiver<T>, patience: Duration, is_full: &dyn Fn() -> bool) -> Result<T, &'static str> {
    let mut left = patience;
    loop {
        let look = left.min(LOOK);
        match hear.recv_timeout(look) {
            Ok(made) => return Ok(made),
            Err(RecvTimeoutError::Disconnected) => return Err("Typst itself failed on this document"),
            Err(RecvTimeoutError::Timeout) => left -= look,
        }
        if left.is_zero() {
            return Err("this document comes to no end, so it was stopped; look for loops in loops");
        }
        if is_full() {
            return Err(
                "this document, or one printed at the same time, takes more memory than any should, so it was \
                        stopped; look for texts and lists that grow in loops",
            );
        }
    }
}
