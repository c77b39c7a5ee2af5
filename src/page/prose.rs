//! The texts below the facts of records and programmes: as HTML when a template reads them.

use super::{Context, Sheet};
use crate::diag::Diagnostics;
use crate::source::Span;
use crate::text::markdown::{self, Place};
use crate::view::{LazyText, Pending};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

/// A text that gives the same HTML wherever it stands.
#[derive(Debug)]
struct Prose {
    text: String,
    span: Span,
    level: u8,
    /// What a table is called that stands below no heading.
    table: String,
    html: OnceLock<String>,
}

impl Pending for Prose {
    fn text(&self) -> &str {
        self.html.get_or_init(|| {
            let place = Place { root: "", portable: false, level: self.level, table: &self.table, later: &[] };
            // Nothing can be wrong with it.
            markdown::html(&self.text, self.span, place, &mut Diagnostics::new()).html
        })
    }

    fn say(&self, mut to: &mut dyn Hasher) {
        (&self.text, self.level, &self.table).hash(&mut to);
    }
}

impl Sheet<'_> {
    /// The text at a place with headings from `level` on. If its links or tags may be wrong, that is found out at once.
    pub(super) fn prose(&mut self, c: &Context<'_>, span: Span, level: u8) -> Option<LazyText> {
        let text = c.body(span)?;
        if !markdown::is_the_same_everywhere(text) {
            return Some(self.html(c, text, span, level).html.into());
        }
        let (text, table) = (text.to_owned(), c.words.say("chart.table"));
        Some(LazyText::Pending(Arc::new(Prose { text, span, level, table, html: OnceLock::new() })))
    }
}
