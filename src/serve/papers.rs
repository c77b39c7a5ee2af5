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
use std::sync::Mutex;
#[cfg(feature = "pdf")]
use std::sync::PoisonError;

/// Most documents that are kept in memory.
#[cfg(feature = "pdf")]
const MOST: usize = 16;

/// The documents of a site that were printed so far.
pub(super) struct Shelf {
    options: Options,
    /// The program that prints.
    program: PathBuf,
    /// By digest of all that a document is made from, the last used at the end.
    kept: Mutex<Vec<(String, Vec<u8>)>>,
    /// One is printed at a time: whoever wants the same finds it on the shelf then.
    press: Mutex<()>,
}

impl Shelf {
    pub(super) fn new(options: Options, program: PathBuf) -> Self {
        Shelf { options, program, kept: Mutex::default(), press: Mutex::default() }
    }

    /// The document at a path of the site.
    ///
    /// # Errors
    /// Why it cannot be printed, for people.
    #[cfg(feature = "pdf")]
    pub(super) fn print(&self, sources: &SourceTree, path: &str) -> Result<Vec<u8>, String> {
        // Nothing is changed under this lock.
        let _turn = self.press.lock().unwrap_or_else(PoisonError::into_inner);
        let mut diags = Diagnostics::new();
        let printed = pipeline::print_one(sources, self.options, path, self, &mut diags);
        printed.ok_or_else(|| {
            let mut errors = Diagnostics::new();
            diags.iter().filter(|d| d.severity == Severity::Error).for_each(|d| errors.push(d.clone()));
            errors.finish(sources);
            format!("This document cannot be printed.\n\n{}", render(Form::Human, &errors, sources, Colour::Plain))
        })
    }

    #[cfg(not(feature = "pdf"))]
    pub(super) fn print(&self, _: &SourceTree, _: &str) -> Result<Vec<u8>, String> {
        let _ = (self.options, &self.program, &self.kept, &self.press);
        Err("This program was built without PDF.".to_owned())
    }
}

#[cfg(feature = "pdf")]
impl Store for Shelf {
    fn find(&self, digest: &str) -> Option<Vec<u8>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(name, _)| name == digest)?;
        let found = kept.remove(at);
        kept.push(found);
        kept.last().map(|(_, pdf)| pdf.clone())
    }

    fn keep(&self, digest: &str, pdf: &[u8]) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.remove(0);
        }
        kept.push((digest.to_owned(), pdf.to_vec()));
    }

    fn print(&self, job: Job<'_>) -> Result<Vec<u8>, Vec<Fault>> {
        Printer::of(self.program.clone()).print(job)
    }
}
