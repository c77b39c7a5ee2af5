//! The tree of divisions and units: parents found, circles refused.

use super::{Division, DivisionId, Unit, UnitId};
use crate::diag::{Diagnostics, codes};
use crate::record::organisation::Organisation;
use crate::source::{Located, Span};
use crate::value::Date;
use std::collections::HashMap;

/// Divisions and units with ids for names.
pub(super) fn resolve(text: &Organisation, internal: bool, diags: &mut Diagnostics) -> (Vec<Division>, Vec<Unit>) {
    let division_ids = index(text.divisions.iter().map(|d| &d.id), diags);
    let unit_ids = index(text.units.iter().map(|u| &u.id), diags);
    let mut find = |name: &Option<Located<String>>, ids: &HashMap<&str, u32>, what: &str| -> Option<u32> {
        let name = name.as_ref()?;
        let found = ids.get(name.value.as_str()).copied();
        if found.is_none() {
            let mut known: Vec<&str> = ids.keys().copied().collect();
            known.sort_unstable();
            diags.push(codes::unknown_reference(name.span, &name.value, what, known));
        }
        found
    };
    let mut divisions = Vec::with_capacity(text.divisions.len());
    for d in &text.divisions {
        let parent = find(&d.parent, &division_ids, "division").map(DivisionId);
        divisions.push(Division {
            id: d.id.value.clone(),
            name: d.name.clone(),
            kind: d.kind.clone(),
            parent,
            span: d.id.span,
        });
    }
    let mut units = Vec::with_capacity(text.units.len());
    for u in &text.units {
        let division = find(&u.division, &division_ids, "division").map(DivisionId);
        let parent = find(&u.parent, &unit_ids, "unit").map(UnitId);
        let successors =
            u.successors.iter().filter_map(|name| find(&Some(name.clone()), &unit_ids, "unit").map(UnitId)).collect();
        let mut names = u.names.clone();
        names.sort_by_key(|(until, _)| *until);
        units.push(Unit {
            names,
            until: u.until.as_ref().map(|d| d.value),
            successors,
            id: u.id.value.clone(),
            name: u.name.clone(),
            kind: u.kind.clone(),
            division,
            parent,
            shown: internal || !u.internal,
            span: u.id.span,
        });
    }
    let parents: Vec<Option<u32>> = divisions.iter().map(|d| d.parent.map(|p| p.0)).collect();
    for i in circles(
        "parent",
        &parents,
        |i| text.divisions[i].parent.as_ref().map(|p| p.span),
        |i| &text.divisions[i].id.value,
        diags,
    ) {
        divisions[i].parent = None;
    }
    let parents: Vec<Option<u32>> = units.iter().map(|u| u.parent.map(|p| p.0)).collect();
    for i in circles(
        "parent",
        &parents,
        |i| text.units[i].parent.as_ref().map(|p| p.span),
        |i| &text.units[i].id.value,
        diags,
    ) {
        units[i].parent = None;
    }
    let heirs: Vec<Option<u32>> = units.iter().map(|u| heir(u).map(|(_, unit)| unit.0)).collect();
    let span = |i: usize| text.units[i].successors.first().map(|s| s.span);
    for i in circles("successors", &heirs, span, |i| &text.units[i].id.value, diags) {
        units[i].successors.clear();
    }
    inherit(&mut units);
    (divisions, units)
}

fn index<'t>(ids: impl Iterator<Item = &'t Located<String>>, diags: &mut Diagnostics) -> HashMap<&'t str, u32> {
    let mut index: HashMap<&str, (u32, Span)> = HashMap::new();
    for (i, id) in ids.enumerate() {
        if let Some((_, first)) = index.get(id.value.as_str()) {
            diags.push(codes::duplicate_entry(id.span, &id.value, *first));
        } else {
            index.insert(&id.value, (i as u32, id.span));
        }
    }
    index.into_iter().map(|(id, (i, _))| (id, i)).collect()
}

/// The last day of a unit and the one unit that took over.
pub(super) fn heir(unit: &Unit) -> Option<(Date, UnitId)> {
    match unit.successors.as_slice() {
        [only] => Some((unit.until?, *only)),
        _ => None,
    }
}

/// Units without a division belong to that of the unit above them.
fn inherit(units: &mut [Unit]) {
    for i in 0..units.len() {
        let (mut at, mut division) = (i, units[i].division);
        while division.is_none() {
            let Some(parent) = units[at].parent else {
                break;
            };
            at = parent.0 as usize;
            division = units[at].division;
        }
        units[i].division = division;
    }
}

/// Members of circles among parents (or whatever `key` is); each circle is reported once, at its
/// first member.
pub(super) fn circles<'n>(
    key: &str,
    parents: &[Option<u32>],
    span: impl Fn(usize) -> Option<Span>,
    name: impl Fn(usize) -> &'n String,
    diags: &mut Diagnostics,
) -> Vec<usize> {
    // 0 = not seen, otherwise the number of the walk that saw it.
    let mut seen = vec![0_usize; parents.len()];
    let mut members = Vec::new();
    for start in 0..parents.len() {
        let walk = start + 1;
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = walk;
            match parents[at] {
                Some(parent) => at = parent as usize,
                None => break,
            }
        }
        if seen[at] != walk || parents[at].is_none() {
            continue;
        }
        let mut circle = vec![at];
        let mut next = parents[at].map_or(at, |p| p as usize);
        while next != at {
            circle.push(next);
            next = parents[next].map_or(at, |p| p as usize);
        }
        // From its first member on, in the direction in which the names lead.
        let first = circle.iter().enumerate().min_by_key(|(_, member)| **member).map_or(0, |(place, _)| place);
        circle.rotate_left(first);
        let chain: Vec<&str> = circle.iter().chain(circle.first()).map(|i| name(*i).as_str()).collect();
        if let Some(span) = circle.first().and_then(|i| span(*i)) {
            match circle.as_slice() {
                [_] => diags.push(codes::self_reference(span, key)),
                _ => diags.push(codes::circular_reference(span, key, &chain.join(" → "))),
            }
        }
        members.extend(circle);
    }
    members
}
