//! What a page is made from, as a digest, so that one that an earlier run made can be kept.
//!
//! A template sees the views and finished parts of its page and nothing else, so these and the theme decide every byte.
//! What the program does with them is not part of the digest; whoever keeps pages keeps those of one program apart.

use crate::output::{self, Origin};
use crate::page::View;
use crate::theme::Theme;
use crate::view::{Base, Site};
use std::hash::{Hash, Hasher};

/// What all pages of a site are made from.
pub(super) struct Ground([u8; 32]);

impl Ground {
    /// The theme, the language, and the view of the site for every way to the start page.
    pub(super) fn new(theme: &Theme, lang: &str, sites: &[(String, Site)]) -> Self {
        let mut said = Said(theme.digest.to_vec());
        (lang, sites).hash(&mut said);
        Ground(output::digest([&*said.0]))
    }

    /// The origin of a page, if it is of a kind of which there are many.
    pub(super) fn origin(&self, template: &str, base: &Base, page: &View) -> Option<Origin> {
        let View::Record(view) = page else { return None };
        let mut said = Said(Vec::with_capacity(16 * 1024));
        (template, base, view).hash(&mut said);
        Some(output::digest([&self.0, &*said.0]))
    }
}

/// All that a view says, one after the other, as [`Hash`] gives it: lists with their length, texts with an end.
struct Said(Vec<u8>);

impl Hasher for Said {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Nobody asks for it: what was said is taken out instead.
    fn finish(&self) -> u64 {
        0
    }
}
