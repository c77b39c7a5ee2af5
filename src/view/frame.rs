//! The parts of the frame that many pages share: rendered once for all pages that have the same [`FramePlace`].
//!
//! Refuses what only one page says; that stands in [`Base`](super::Base), and the template `base.html` puts both together.

use super::Day;
use serde::{Deserialize, Serialize};

/// What the templates in `frame/` see as `base`, beside `lang` and `site`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FramePlace {
    /// The way to the start page, as in [`Base`](super::Base).
    pub root: String,
    /// `href` of the navigation item that the pages belong to; `None` for none.
    pub section: Option<String>,
    /// Whether the page is itself where that item leads.
    pub is_section: bool,
    /// As-of date of the pages where it differs from the site's.
    pub as_of: Option<Day>,
}

/// What `frame` holds in every template of a page.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameParts {
    /// From `frame/head.html`: what stands in every `<head>`.
    pub head_html: String,
    /// From `frame/top.html`: everything from the first link to the navigation.
    pub top_html: String,
    /// From `frame/foot.html`: the footer but for its end.
    pub foot_html: String,
}
