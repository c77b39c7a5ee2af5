//! Addresses that the site has had: each has its page, leads to another one, or says why it is gone.

use super::{Kind, Page, later_dates};
use crate::diag::{Diagnostics, codes};
use crate::model::Model;
use crate::record::permalinks::{Fate, Permalink};
use crate::text::slug::slug;
use foldhash::fast::FixedState;
use std::collections::{BTreeMap, HashMap, HashSet};

/// An address without a page of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The address, with final `/`.
    pub address: String,
    /// The page that it leads to; none if it was withdrawn.
    pub to: Option<Page>,
    /// Why it was withdrawn.
    pub reason: Option<String>,
}

/// The pages by address.
type Pages<'s> = HashMap<&'s str, &'s Page, FixedState>;

/// What becomes of every listed address. `later` are addresses that exist only after the as-of date.
pub(super) fn moved(
    model: &Model,
    registers: &[String],
    pages: &[Page],
    later: &[String],
    diags: &mut Diagnostics,
) -> Vec<Moved> {
    if model.permalinks.is_empty() {
        return Vec::new();
    }
    let by_address: Pages<'_> =
        pages.iter().filter(|p| p.kind != Kind::NotFound).map(|p| (p.address.as_str(), p)).collect();
    let days: Vec<String> = later_dates(model).iter().map(ToString::to_string).collect();
    let is_later = |address: &str| {
        later.iter().any(|l| address.starts_with(l.as_str())) || days.iter().any(|day| address.contains(day.as_str()))
    };
    let listed: BTreeMap<&str, &Permalink> =
        model.permalinks.iter().map(|link| (link.address.value.as_str(), link)).collect();
    let renumbered = renumbered(model, registers);
    let mut out = Vec::new();
    for link in &model.permalinks {
        let address = link.address.value.as_str();
        let here = by_address.get(address);
        let moved = |to: Option<&Page>, reason: Option<&String>| Moved {
            address: address.to_owned(),
            to: to.cloned(),
            reason: reason.cloned(),
        };
        match (&link.fate, here) {
            (Fate::Kept, Some(_)) => {}
            // The edition for the town hall has pages that the public one has not.
            (Fate::Moved(_) | Fate::Withdrawn(_), Some(_)) if model.internal => {}
            (Fate::Moved(_) | Fate::Withdrawn(_), Some(_)) => {
                diags.push(codes::permalink_in_use(link.address.span, address));
            }
            (_, None) if is_later(address) => {}
            (Fate::Kept, None) => match renumbered.get(address).and_then(|to| by_address.get(to.as_str())) {
                Some(page) => out.push(moved(Some(page), None)),
                None => diags.push(codes::address_vanished(link.address.span, address, None)),
            },
            (Fate::Withdrawn(reason), None) => out.push(moved(None, Some(reason))),
            (Fate::Moved(to), None) => match end(&to.value, &listed, &by_address, &renumbered) {
                End::Page(page) => out.push(moved(Some(page), None)),
                End::Withdrawn(reason) => out.push(moved(None, Some(reason))),
                End::Circle => {
                    diags.push(codes::dead_successor(to.span, &to.value, "leads in a circle back to itself"));
                }
                End::Nowhere(last) if is_later(last) => {}
                End::Nowhere(_) => diags.push(codes::dead_successor(to.span, &to.value, "has no page")),
            },
        }
    }
    out
}

/// Where a way of addresses ends.
enum End<'s> {
    Page(&'s Page),
    Withdrawn(&'s String),
    Circle,
    Nowhere(&'s str),
}

fn end<'s>(
    first: &'s str,
    listed: &BTreeMap<&str, &'s Permalink>,
    pages: &Pages<'s>,
    renumbered: &'s HashMap<String, String>,
) -> End<'s> {
    let mut seen = HashSet::new();
    let mut at = first;
    while seen.insert(at) {
        if let Some(page) = pages.get(at) {
            return End::Page(page);
        }
        match listed.get(at).map(|link| &link.fate) {
            Some(Fate::Moved(next)) => at = &next.value,
            Some(Fate::Withdrawn(reason)) => return End::Withdrawn(reason),
            _ => match renumbered.get(at) {
                Some(next) => at = next,
                None => return End::Nowhere(at),
            },
        }
    }
    End::Circle
}

/// Addresses that records would have had by their earlier numbers, with those that they have now. An
/// earlier number that several records had leads nowhere.
fn renumbered(model: &Model, registers: &[String]) -> HashMap<String, String> {
    let mut found: HashMap<String, Option<String>> = HashMap::new();
    for (id, register) in model.registers() {
        let folder = &registers[id.0 as usize];
        for record in register.records.iter().filter(|r| r.shown) {
            let now = format!("{folder}/{}/", record.text.id);
            for (_, from) in &record.text.renumbered {
                let then = format!("{folder}/{}/", slug(from));
                found.entry(then).and_modify(|other| *other = None).or_insert_with(|| Some(now.clone()));
            }
        }
    }
    found.into_iter().filter_map(|(then, now)| Some((then, now?))).collect()
}
