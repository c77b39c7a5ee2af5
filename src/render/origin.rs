//! What a page is made from, as a digest, so that one that an earlier run made can be kept.
//!
//! A template sees the views and finished parts of its page and nothing else, so these and the theme decide every byte.
//! What the program does with them is not part of the digest; whoever keeps pages keeps those of one program apart.

use crate::output::{self, Key, Origin};
use crate::page::View;
use crate::theme::Theme;
use crate::view::{Base, Site};
use std::hash::{Hash, Hasher};

/// What all pages of a site are made from.
pub(super) struct Ground([u8; 32]);

impl Ground {
    /// The theme, the language, and the view of the site for every way to the start page.
    pub(super) fn new(theme: &Theme, lang: &str, sites: &[(String, Site)]) -> Self {
        Ground(output::digest_of(&(theme.digest, lang, sites)))
    }

    /// The origin of a page.
    pub(super) fn origin(&self, key: &Key, template: &str, base: &Base, page: &dyn View) -> Origin {
        let mut intake = key.intake();
        (self.0, template, base).hash(&mut intake);
        page.say(&mut intake);
        intake.finish()
    }
}
