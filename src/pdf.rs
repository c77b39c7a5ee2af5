//! Prints documents of the theme's Typst templates as PDF/UA-1 and PDF/A-2a.
//!
//! A [`Press`] knows a few fonts and nothing else: a template reads the other templates and its `data.json`, no file,
//! no package, no environment and no clock. Whatever Typst warns of is an error here, because a warning (a font that is
//! not there, a layout that does not settle) is a wrong page for somebody. No text of a record becomes Typst code: it
//! arrives as data. This file does not know what a document says, and has no end for one that comes to none: that is
//! `printer`'s.

mod world;

use crate::value::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::syntax::FileId;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use world::Desk;

/// The typefaces, which are part of the program: one made for weak eyes, and one that has the letters it lacks.
const FONTS: [&[u8]; 5] = [
    include_bytes!("pdf/fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
    include_bytes!("pdf/fonts/AtkinsonHyperlegibleNext-Italic.ttf"),
    include_bytes!("pdf/fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
    include_bytes!("pdf/fonts/AtkinsonHyperlegibleNext-BoldItalic.ttf"),
    include_bytes!("pdf/fonts/DejaVuSans.ttf"),
];

/// Changes with everything that changes printed documents but stands in no template: this program, Typst, the typefaces.
pub const EDITION: &str = concat!(env!("CARGO_PKG_VERSION"), " typst 0.15.1, 1");

/// What stands for a character that no typeface has.
const STAND_IN: char = '□';

/// What prints documents: Typst's library and the typefaces.
pub struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

/// A document before it is printed.
#[derive(Debug, Clone, Copy)]
pub struct Job<'j> {
    /// The template that makes it, one of `templates`.
    pub template: &'j str,
    /// All templates by name.
    pub templates: &'j BTreeMap<String, String>,
    /// Its view as JSON.
    pub data: &'j str,
    /// What names it for good.
    pub ident: &'j str,
    /// The day that it speaks of, and the only one that it knows.
    pub date: Date,
}

/// Why a document cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The template, by name.
    pub template: String,
    /// The bytes in it, where they are known.
    pub range: Option<Range<usize>>,
    /// What is wrong, and what Typst advises.
    pub message: String,
}

impl Default for Press {
    fn default() -> Self {
        let fonts: Vec<Font> =
            FONTS.iter().filter_map(|data| Font::new(typst::foundations::Bytes::new(*data), 0)).collect();
        // Row headers need the only feature that is switched on.
        let features = [Feature::A11yExtras].into_iter().collect();
        Press {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    }
}

impl Press {
    /// The finished PDF.
    ///
    /// # Errors
    /// Every error and warning of Typst, each with its place in a template.
    pub fn print(&self, job: Job<'_>) -> Result<Vec<u8>, Vec<Fault>> {
        let desk = Desk::new(self, job);
        let compiled = typst::compile::<PagedDocument>(&desk);
        let document = match compiled.output {
            Ok(document) if compiled.warnings.is_empty() => document,
            Ok(_) => return Err(faults(&desk, &compiled.warnings, job.template)),
            Err(errors) => {
                let all: Vec<SourceDiagnostic> = errors.into_iter().chain(compiled.warnings).collect();
                return Err(faults(&desk, &all, job.template));
            }
        };
        let options = options(job).map_err(|message| {
            vec![Fault { template: job.template.to_owned(), range: None, message: message.message().to_string() }]
        })?;
        typst_pdf::pdf(&document, &options).map_err(|errors| faults(&desk, &errors, job.template))
    }

    /// The text with only such characters as the typefaces have, and those that they lack.
    pub fn printable(&self, text: &str) -> (String, Vec<char>) {
        let mut lacking = Vec::new();
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_ascii() || self.has(c) {
                out.push(c);
            } else if !is_invisible(c) {
                out.push(STAND_IN);
                if !lacking.contains(&c) {
                    lacking.push(c);
                }
            }
        }
        (out, lacking)
    }

    fn has(&self, c: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(c.into()))
    }
}

/// Marks that only join or choose the shape of their neighbours.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
        || c.is_control()
}

fn options(job: Job<'_>) -> typst::diag::HintedStrResult<PdfOptions> {
    Ok(PdfOptions {
        ident: Smart::Custom(job.ident.to_owned()),
        creator: Smart::Custom(Some("sachstand".to_owned())),
        timestamp: datetime(job.date).map(Timestamp::new_utc),
        page_ranges: None,
        standards: PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])?,
        tagged: true,
        pretty: false,
    })
}

/// Midnight of a day.
fn datetime(date: Date) -> Option<Datetime> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    Datetime::from_ymd_hms(date.year(), month, day, 0, 0, 0)
}

fn faults(desk: &Desk<'_>, found: &[SourceDiagnostic], template: &str) -> Vec<Fault> {
    let name = |id: FileId| id.vpath().get_without_slash().to_owned();
    let fault = |d: &SourceDiagnostic| {
        let hints = d.hints.iter().map(|hint| hint.v.as_str());
        let message = std::iter::once(d.message.as_str()).chain(hints).collect::<Vec<_>>().join("; ");
        // Code of Typst itself has no place; the call that led there has.
        let span = std::iter::once(d.span)
            .chain(d.trace.iter().map(|call| call.span.into()))
            .find(|span| span.id().is_some_and(|id| desk.source(id).is_ok()));
        match span.and_then(|span| Some((span.id()?, desk.range(span)))) {
            Some((id, range)) => Fault { template: name(id), range, message },
            None => Fault { template: template.to_owned(), range: None, message },
        }
    };
    found.iter().map(fault).collect()
}

#[cfg(test)]
mod tests;
