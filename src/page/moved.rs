//! Addresses that have no page of their own any more: where they lead, or why they lead nowhere.

use super::Context;
use crate::site::{Kind, Page};
use crate::view::{Link, Moved};

pub(super) fn fill(c: &Context<'_>, index: usize) -> Moved {
    let moved = &c.site.moved[index];
    let key = if moved.to.is_some() { "moved" } else { "withdrawn" };
    Moved {
        title: title(c, index),
        text: c.words.say(&format!("page.{key}_text")),
        target: moved.to.as_ref().map(|page| Link { title: name(c, page), href: c.href(page.kind) }),
        reason: moved.reason.clone(),
        ways: super::free::not_found(c).ways,
    }
}

pub(super) fn title(c: &Context<'_>, index: usize) -> String {
    c.words.say(if c.site.moved[index].to.is_some() { "page.moved" } else { "page.withdrawn" })
}

/// What the page is called in a link.
fn name(c: &Context<'_>, page: &Page) -> String {
    match page.kind {
        Kind::Record(at) => c.name(at),
        Kind::Unit(id) => c.unit_title(id),
        Kind::Programme(id) => c.model.programme(id).title.get(c.lang).to_owned(),
        Kind::List(id, _) => c.register_title(c.model.register(id)),
        Kind::Stand(date) => super::stand::title(c, date),
        Kind::Detail(id, date) => super::detail::title(c, id, date),
        Kind::Report(i) => c.model.reports[i].title.clone(),
        Kind::Free(i) => c.model.pages[i].title.clone(),
        Kind::Home => c.words.say("frame.start"),
        _ => c.site.url(&page.address),
    }
}
