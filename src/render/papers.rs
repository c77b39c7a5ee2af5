//! The committee's documents as PDF: views of one date, printed in parallel, kept if nothing in them changed.

use super::Plan;
use crate::audit::Proofreader;
use crate::diag::{Diagnostics, codes};
use crate::output;
use crate::page::paper::{self, Document};
use crate::page::{Charts, Context, Repeats};
use crate::pdf::{Fault, Job, Press};
use crate::source::{SourceTree, Span};
use crate::value::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Where printed documents come from: an earlier run may have kept them, by digest of everything that they are made from.
pub trait Store: Sync {
    /// Prints a document. Whatever its template does, this comes to an end.
    ///
    /// # Errors
    /// What is wrong with its templates.
    fn print(&self, job: Job<'_>) -> Result<Vec<u8>, Vec<Fault>>;
    /// What was kept under a digest, whole.
    fn find(&self, _digest: &str) -> Option<Vec<u8>> {
        None
    }
    /// Keeps a document; failing to is no problem.
    fn keep(&self, _digest: &str, _pdf: &[u8]) {}
}

/// A printed document.
pub struct Printed {
    /// File name without ending.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The file.
    pub pdf: Vec<u8>,
}

/// All documents of a date, or `only` the one of this name, in order. The plan must be as of that date. Problems of
/// templates and characters that no typeface has are reported.
pub(super) fn print(
    plan: Plan<'_>,
    date: Date,
    only: Option<&str>,
    store: &dyn Store,
    diags: &mut Diagnostics,
) -> Vec<Printed> {
    let named = |document: Document| {
        let ident = format!("{} {date} {}", plan.site.base_url, document.name);
        (document, ident)
    };
    let jobs: Vec<(Document, String)> = prepared(plan, date, only, diags).into_iter().map(named).collect();
    let results: Vec<Result<Printed, Vec<Fault>>> =
        jobs.par_iter().map(|(document, ident)| one(plan, document, ident, date, store)).collect();
    let mut printed = Vec::new();
    for result in results {
        match result {
            Ok(document) => printed.push(document),
            Err(faults) => {
                faults.into_iter().for_each(|fault| report(plan, fault, diags));
            }
        }
    }
    printed
}

/// Reports a fault where somebody can mend it. Of all that the built-in templates draw, only the logo is not made by us.
fn report(plan: Plan<'_>, fault: Fault, diags: &mut Diagnostics) {
    let is_picture = ["failed to parse SVG", "failed to decode image"].iter().any(|of| fault.message.starts_with(of));
    match &plan.model.config.pdf.logo {
        Some(logo) if is_picture && !plan.theme.is_own_document(&fault.template) => {
            diags.push(codes::unusable_logo(logo.span, &logo.value, &fault.message));
        }
        _ => plan.theme.report_document(&fault.template, fault.range, &fault.message, diags),
    }
}

/// Whether the typefaces have every character of the site's files.
pub(super) fn is_printable(sources: &SourceTree) -> bool {
    let files: Vec<&str> = sources.iter().filter_map(|(_, file)| file.text()).collect();
    let add = |mut letters: Letters, text: &&str| {
        letters.add(text);
        letters
    };
    let parts = files.par_iter().with_min_len(64).fold(Letters::default, add).map(|letters| letters.all);
    let join = |mut a: BTreeSet<char>, mut b: BTreeSet<char>| {
        a.append(&mut b);
        a
    };
    let all: String = parts.reduce(BTreeSet::new, join).into_iter().collect();
    Press::default().printable(&all).1.is_empty()
}

/// The characters of texts that are not in ASCII.
struct Letters {
    all: BTreeSet<char>,
    /// Some that are known, each at a place of its own: a language has few, and they come again and again.
    known: [char; 64],
}

impl Default for Letters {
    fn default() -> Self {
        Letters { all: BTreeSet::new(), known: ['\0'; 64] }
    }
}

impl Letters {
    fn add(&mut self, text: &str) {
        // From 0xc0 on, a byte is the first one of its character.
        for (at, _) in text.bytes().enumerate().filter(|(_, byte)| *byte >= 0xc0) {
            let Some(c) = text[at..].chars().next() else { continue };
            let known = &mut self.known[c as usize % 64];
            if *known != c {
                *known = c;
                self.all.insert(c);
            }
        }
    }
}

/// Reports what [`print()`] would, short of printing.
pub(super) fn look(plan: Plan<'_>, date: Date, diags: &mut Diagnostics) {
    prepared(plan, date, None, diags);
}

/// All documents with only such characters as can be printed; the others, and internal texts, are reported.
fn prepared(plan: Plan<'_>, date: Date, only: Option<&str>, diags: &mut Diagnostics) -> Vec<Document> {
    let mut documents = documents(plan, date);
    documents.retain(|document| only.is_none_or(|name| document.name == name));
    let (mut lacking, press) = (BTreeSet::new(), Press::default());
    let proofreader = Proofreader::new(plan.model, plan.sources);
    for document in &mut documents {
        proofreader.read(&format!("{}.pdf", document.name), &document.data, diags);
        let (data, missing) = press.printable(&document.data);
        lacking.extend(missing);
        document.data = data;
    }
    for c in lacking {
        let place = plan.sources.iter().find_map(|(id, file)| {
            let at = file.text()?.find(c)?;
            Some(Span::new(id, at..at + c.len_utf8()))
        });
        diags.push(codes::unprintable(place, c));
    }
    documents
}

fn one(plan: Plan<'_>, document: &Document, ident: &str, date: Date, store: &dyn Store) -> Result<Printed, Vec<Fault>> {
    let digest = digest(plan, document, ident, date);
    let done = |pdf| Printed { name: document.name.clone(), title: document.title.clone(), pdf };
    if let Some(pdf) = store.find(&digest) {
        return Ok(done(pdf));
    }
    let job = Job { template: document.template, templates: &plan.theme.pdf, data: &document.data, ident, date };
    let pdf = store.print(job)?;
    store.keep(&digest, &pdf);
    Ok(done(pdf))
}

/// Of everything that a document is made from: program, templates, data, name and day.
fn digest(plan: Plan<'_>, document: &Document, ident: &str, date: Date) -> String {
    let date = date.to_string();
    let own = [crate::pdf::EDITION, document.template, &document.data, ident, &date];
    let templates = plan.theme.pdf.iter().flat_map(|(name, text)| [name.as_str(), text]);
    let digest = output::digest(own.into_iter().chain(templates).map(str::as_bytes));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn documents(plan: Plan<'_>, date: Date) -> Vec<Document> {
    let (no_charts, no_sizes, repeats) = (Charts::default(), BTreeMap::new(), Repeats::default());
    let bare = plan.context(&no_charts, &no_sizes, &repeats);
    let charts = Charts::draw(&bare);
    paper::documents(&Context { charts: &charts, ..bare }, date)
}
