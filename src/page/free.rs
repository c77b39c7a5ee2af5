//! Free pages, and the page for addresses that lead nowhere.

use super::{Context, Sheet};
use crate::site::Kind;
use crate::view::{Link, NotFound, Page};

/// Headings that make a table of contents worth its place.
const CONTENTS: usize = 4;

pub(super) fn fill(c: &Context<'_>, index: usize, sheet: &mut Sheet<'_>) -> Page {
    let page = &c.model.pages[index];
    let text = super::insert::narrative(c, page.body, sheet);
    Page {
        title: page.title.clone(),
        role: page.role.unwrap_or("").to_owned(),
        body: text.body,
        basis: text.basis,
        contents: contents(&text.headings),
    }
}

/// Links to headings of the same page; empty on short pages.
pub(super) fn contents(headings: &[(String, String)]) -> Vec<Link> {
    if headings.len() < CONTENTS {
        return Vec::new();
    }
    headings.iter().map(|(id, title)| Link { title: title.clone(), href: format!("#{id}") }).collect()
}

pub(super) fn not_found(c: &Context<'_>) -> NotFound {
    let mut ways = vec![c.link(c.words.say("frame.start"), Kind::Home)];
    ways.extend(c.model.registers().map(|(id, _)| c.register_link(id)));
    NotFound { title: c.words.say("page.not_found"), text: c.words.say("page.not_found_text"), ways }
}
