//! An end for documents that come to none.
//!
//! Typst bounds a loop and the depth of calls, but not what loops in loops add up to. So a document is printed on
//! threads of its own, which are left behind when it takes too long, and by whose end the program does not wait. What is
//! printed never depends on time: a document comes whole, or its template is named as the reason why not.

use super::Job;
use crate::value::Date;
use std::collections::BTreeMap;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Far more than any document without data takes, also on a slow machine.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// Bytes of data for which a document gets one more second; a usual machine prints twenty times as much.
const BYTES_PER_SECOND: usize = 20_000;

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

/// What some work gives, or why it gives nothing. `data` are the bytes that it is made from.
pub(super) fn within<T: Send + 'static>(
    patience: Duration,
    data: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, &'static str> {
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
    hear.recv_timeout(patience + Duration::from_secs((data / BYTES_PER_SECOND) as u64)).map_err(|error| match error {
        RecvTimeoutError::Timeout => "this document comes to no end, so it was stopped; look for loops in loops",
        RecvTimeoutError::Disconnected => "Typst itself failed on this document",
    })
}
