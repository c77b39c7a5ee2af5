//! Documents that are printed when somebody asks for them: a rebuild prints none.
//!
//! What was printed stays in memory as long as nothing in it changes; nothing is written to the disk.

use crate::pipeline::Options;
use crate::source::SourceTree;
#[cfg(feature = "pdf")]
use crate::{
    diag::{
        Diagnostics, Severity,
        print::{Colour, Form, render},
    },
    pdf::{Fault, Job},
    pipeline,
    printer::Printer,
    render::Store,
};
use std::path::PathBuf;
#[cfg(feature = "pdf")]
use std::sync::{
    Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

/// Most documents that are kept in memory.
#[cfg(feature = "pdf")]
const MOST: usize = 16;

/// The documents of a site that were printed so far.
#[cfg(feature = "pdf")]
pub(super) struct Shelf {
    options: Options,
    /// The program that prints.
    program: PathBuf,
    /// By digest of all that a document is made from, the last used at the end.
    kept: Mutex<Vec<(String, Vec<u8>)>>,
    /// Those of the sources of now that cannot be printed, by what names them: nobody waits for one a second time.
    failed: Mutex<Vec<(String, Vec<Fault>)>>,
    /// Why the last one was not printed, if no template is the reason.
    failure: Mutex<Option<String>>,
    /// How often the sources have changed, and had when the document at work was asked for.
    changes: AtomicU64,
    asked: AtomicU64,
    /// One is printed at a time: whoever wants the same finds it on the shelf then.
    press: Mutex<()>,
}

#[cfg(feature = "pdf")]
impl Shelf {
    pub(super) fn new(options: Options, program: PathBuf) -> Self {
        Shelf {
            options,
            program,
            kept: Mutex::default(),
            failed: Mutex::default(),
            failure: Mutex::default(),
            changes: AtomicU64::new(0),
            asked: AtomicU64::new(0),
            press: Mutex::default(),
        }
    }

    /// There are other sources now: what is being printed from those before is not wanted any more.
    pub(super) fn renew(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        lock(&self.failed).clear();
    }

    /// How often that was so; to be asked before the sources are.
    pub(super) fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    /// The document at a path of the site; nothing if its sources have changed since `asked`.
    ///
    /// # Errors
    /// Why it cannot be printed, for people.
    pub(super) fn print(&self, sources: &SourceTree, path: &str, asked: u64) -> Result<Option<Vec<u8>>, String> {
        // Nothing is changed under this lock.
        let _turn = lock(&self.press);
        if self.changes() != asked {
            return Ok(None);
        }
        self.asked.store(asked, Ordering::SeqCst);
        *lock(&self.failure) = None;
        let mut diags = Diagnostics::new();
        let printed = pipeline::print_one(sources, self.options, path, self, &mut diags);
        if printed.is_none() && self.changes() != asked {
            return Ok(None);
        }
        if let Some(reason) = lock(&self.failure).take() {
            return Err(format!("This document cannot be printed: {reason}."));
        }
        printed.map(Some).ok_or_else(|| {
            let mut errors = Diagnostics::new();
            diags.iter().filter(|d| d.severity == Severity::Error).for_each(|d| errors.push(d.clone()));
            errors.finish(sources);
            format!("This document cannot be printed.\n\n{}", render(Form::Human, &errors, sources, Colour::Plain))
        })
    }
}

#[cfg(feature = "pdf")]
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    // Every change under these locks is whole in itself.
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A program without PDF has no documents.
#[cfg(not(feature = "pdf"))]
pub(super) struct Shelf;

#[cfg(not(feature = "pdf"))]
impl Shelf {
    pub(super) fn new(_: Options, _: PathBuf) -> Self {
        Shelf
    }

    pub(super) fn renew(&self) {}

    pub(super) fn changes(&self) -> u64 {
        0
    }

    pub(super) fn print(&self, _: &SourceTree, _: &str, _: u64) -> Result<Option<Vec<u8>>, String> {
        Err("This program was built without PDF.".to_owned())
    }
}

#[cfg(feature = "pdf")]
impl Store for Shelf {
    fn find(&self, digest: &str) -> Option<Vec<u8>> {
        let mut kept = lock(&self.kept);
        let at = kept.iter().position(|(name, _)| name == digest)?;
        let found = kept.remove(at);
        kept.push(found);
        kept.last().map(|(_, pdf)| pdf.clone())
    }

    fn keep(&self, digest: &str, pdf: &[u8]) {
        let mut kept = lock(&self.kept);
        if kept.len() >= MOST {
            kept.remove(0);
        }
        kept.push((digest.to_owned(), pdf.to_vec()));
    }

    fn print(&self, job: Job<'_>) -> Result<Vec<u8>, Vec<Fault>> {
        let asked = self.asked.load(Ordering::SeqCst);
        if let Some((_, faults)) = lock(&self.failed).iter().find(|(ident, _)| ident == job.ident) {
            return Err(faults.clone());
        }
        let printer = Printer::of(self.program.clone());
        let printed = printer.print_while(job, &|| self.changes() == asked);
        match (&printed, printer.failure()) {
            (Err(_), Some(reason)) => *lock(&self.failure) = Some(reason.to_owned()),
            (Err(faults), None) => lock(&self.failed).push((job.ident.to_owned(), faults.clone())),
            (Ok(_), _) => {}
        }
        printed
    }
}
