//! What records refer to: other records and programmes, by name, and who names them.

use super::names::Names;
use super::{Left, ProgrammeId, Record, RecordRef, Register, RegisterId};
use crate::config::RegisterConfig;
use crate::diag::{Diagnostics, codes};
use crate::record::{Unread, UnreadFolder};
use crate::source::Located;
use rayon::prelude::*;
use std::collections::HashMap;

/// What one record refers to.
#[derive(Default)]
struct Found {
    /// Whether this edition shows the record.
    shown: bool,
    left: Vec<Left>,
    programmes: Vec<ProgrammeId>,
    related: Vec<RecordRef>,
    merged_into: Option<RecordRef>,
    replaces: Vec<RecordRef>,
    replaced_by: Option<RecordRef>,
    measures: Vec<RecordRef>,
}

/// Resolves the references of all records, and enters records where they are named.
pub(super) fn resolve(
    configs: &[RegisterConfig],
    registers: &mut [Register],
    programmes: &mut [super::Programme],
    unread: &Unread,
    diags: &mut Diagnostics,
) {
    let names = Names::new(configs, registers, unread);
    let unread = unread.folder("programmes");
    let programme_ids: HashMap<&str, u32> =
        programmes.iter().enumerate().map(|(i, p)| (p.id.as_str(), i as u32)).collect();
    let found: Vec<Vec<(Found, Diagnostics)>> = registers
        .iter()
        .enumerate()
        .map(|(i, register)| {
            let home = RegisterId(i as u32);
            let records = register.records.par_iter().with_min_len(64).enumerate();
            records
                .map(|(index, record)| {
                    let mut diags = Diagnostics::new();
                    let this = RecordRef { register: home, index: index as u32 };
                    let found =
                        find(record, this, &names, &Programmes { ids: &programme_ids, unread: &unread }, &mut diags);
                    (found, diags)
                })
                .collect()
        })
        .collect();
    let mut named: Vec<(RecordRef, RecordRef)> = Vec::new();
    let mut members: Vec<(u32, RecordRef)> = Vec::new();
    // The few that follow others: looking at all records once more takes as long as resolving them.
    let mut linked: Vec<RecordRef> = Vec::new();
    for (r, list) in found.into_iter().enumerate() {
        let list: Vec<Found> = list
            .into_iter()
            .map(|(found, problems)| {
                diags.append(problems);
                found
            })
            .collect();
        for (index, found) in list.iter().enumerate() {
            let this = RecordRef { register: RegisterId(r as u32), index: index as u32 };
            named.extend(found.related.iter().chain(&found.measures).map(|other| (*other, this)));
            if found.shown {
                members.extend(found.programmes.iter().map(|p| (p.0, this)));
            }
            if found.merged_into.is_some() || found.replaced_by.is_some() || !found.replaces.is_empty() {
                linked.push(this);
            }
        }
        registers[r].records.par_iter_mut().zip(list).with_min_len(64).for_each(|(record, found)| {
            let Found { shown: _, left, programmes, related, merged_into, replaces, replaced_by, measures } = found;
            record.left = left;
            record.programmes = programmes;
            record.related = related;
            record.merged_into = merged_into;
            record.replaces = replaces;
            record.replaced_by = replaced_by;
            record.measures = measures;
        });
    }
    conflicts(registers, &linked, diags);
    named.sort_unstable();
    named.dedup();
    for (named, by) in named {
        registers[named.register.0 as usize].records[named.index as usize].named_by.push(by);
    }
    for (programme, record) in members {
        programmes[programme as usize].records.push(record);
    }
    successors(
        registers,
        &linked,
        "merged_into",
        |r| (r.merged_into, r.text.merged_into.as_ref()),
        |r| r.merged_into = None,
        diags,
    );
    successors(
        registers,
        &linked,
        "replaced_by",
        |r| (r.replaced_by, r.text.replaced_by.as_ref()),
        |r| r.replaced_by = None,
        diags,
    );
    fn next(r: &Record) -> (Option<RecordRef>, Option<&Located<String>>) {
        match r.merged_into {
            Some(into) => (Some(into), r.text.merged_into.as_ref()),
            None => (r.replaced_by, r.text.replaced_by.as_ref()),
        }
    }
    let cut = |r: &mut Record| (r.merged_into, r.replaced_by) = (None, None);
    successors(registers, &linked, "merged_into` or `replaced_by", next, cut, diags);
    both_ways(registers, &linked);
}

fn record_at(registers: &[Register], at: RecordRef) -> &Record {
    &registers[at.register.0 as usize].records[at.index as usize]
}

/// A record has one successor: `merged_into`, `replaced_by`, `into` of `[[left]]`, and `replaces` of
/// another record must not name different ones. Several records may replace one, which was split then.
fn conflicts(registers: &[Register], linked: &[RecordRef], diags: &mut Diagnostics) {
    let id = |at: RecordRef| record_at(registers, at).text.id.as_str();
    for this in linked.iter().copied() {
        let record = record_at(registers, this);
        let text = &record.text;
        let merged = record.merged_into.zip(text.merged_into.as_ref().map(|name| name.span));
        let replaced = record.replaced_by.zip(text.replaced_by.as_ref().map(|name| name.span));
        if let (Some((a, first)), Some((b, span))) = (merged, replaced)
            && a != b
        {
            let message = format!("`{}` is merged into `{}`, but replaced by `{}`", text.id, id(a), id(b));
            diags.push(codes::successor_conflict(span, &message, Some(first)));
        }
        let into = record.left.iter().rev().find_map(|left| Some((left.into?, left.span)));
        if let (Some((a, first)), Some((b, span))) = (merged, into)
            && a != b
        {
            let message = format!("`{}` is merged into `{}`, but left into `{}`", text.id, id(a), id(b));
            diags.push(codes::successor_conflict(span, &message, Some(first)));
        }
        // With a name that leads nowhere there are fewer records than names; it was reported.
        let names = text.replaces.iter().filter(|_| record.replaces.len() == text.replaces.len());
        for (other, name) in record.replaces.iter().zip(names) {
            let old = record_at(registers, *other);
            let span = old.text.replaced_by.as_ref().or(old.text.merged_into.as_ref()).map(|name| name.span);
            if let Some(claimed) = old.replaced_by.or(old.merged_into).filter(|claimed| *claimed != this) {
                let message =
                    format!("`{}` replaces `{}`, which names `{}` as its successor", text.id, id(*other), id(claimed));
                diags.push(codes::successor_conflict(name.span, &message, span));
            }
        }
    }
}

/// Enters successors and predecessors on both sides, whichever side names the other.
fn both_ways(registers: &mut [Register], linked: &[RecordRef]) {
    let mut merged: Vec<(RecordRef, RecordRef)> = Vec::new();
    let mut replaced: Vec<(RecordRef, RecordRef)> = Vec::new();
    for this in linked.iter().copied() {
        let record = record_at(registers, this);
        merged.extend(record.merged_into.map(|into| (this, into)));
        replaced.extend(record.replaced_by.map(|by| (this, by)));
        replaced.extend(record.replaces.iter().map(|old| (*old, this)));
    }
    replaced.sort_unstable();
    replaced.dedup();
    let enter = |registers: &mut [Register], at: RecordRef, enter: &dyn Fn(&mut Record)| {
        enter(&mut registers[at.register.0 as usize].records[at.index as usize]);
    };
    for (old, new) in merged {
        enter(registers, new, &|r| r.merged_from.push(old));
    }
    for (i, (old, new)) in replaced.iter().enumerate() {
        enter(registers, *new, &|r| {
            if !r.replaces.contains(old) {
                r.replaces.push(*old);
            }
        });
        // One that was split goes on in several places, and none of them is its one successor.
        let is_same = |k: usize| replaced.get(k).is_some_and(|(other, _)| other == old);
        let split = is_same(i + 1) || i.checked_sub(1).is_some_and(is_same);
        if !split {
            enter(registers, *old, &|r| r.replaced_by = r.replaced_by.or(Some(*new)));
        } else {
            enter(registers, *old, &|r| {
                if r.replaced_by != Some(*new) {
                    r.named_by.push(*new);
                }
            });
        }
    }
}

/// Takes out successors that lead back to their start: the way of a record must come to an end.
fn successors(
    registers: &mut [Register],
    linked: &[RecordRef],
    key: &str,
    next: impl Fn(&Record) -> (Option<RecordRef>, Option<&Located<String>>),
    cut: impl Fn(&mut Record),
    diags: &mut Diagnostics,
) {
    if linked.is_empty() {
        return;
    }
    let firsts: Vec<u32> = registers
        .iter()
        .scan(0, |first, register| Some(std::mem::replace(first, *first + register.records.len() as u32)))
        .collect();
    let all: Vec<&Record> = registers.iter().flat_map(|r| &r.records).collect();
    let place = |at: RecordRef| firsts[at.register.0 as usize] + at.index;
    let mut parents: Vec<Option<u32>> = vec![None; all.len()];
    for at in linked {
        let at = place(*at) as usize;
        parents[at] = next(all[at]).0.map(place);
    }
    let span = |i: usize| next(all[i]).1.map(|name| name.span);
    let circles = super::organisation::circles(key, &parents, span, |i| &all[i].text.id, diags);
    let mut records: Vec<&mut Record> = registers.iter_mut().flat_map(|r| &mut r.records).collect();
    for i in circles {
        cut(records[i]);
    }
}

/// Programmes by id.
struct Programmes<'p> {
    ids: &'p HashMap<&'p str, u32>,
    unread: &'p UnreadFolder,
}

fn find(
    record: &Record,
    this: RecordRef,
    names: &Names,
    programmes: &Programmes<'_>,
    diags: &mut Diagnostics,
) -> Found {
    let text = &record.text;
    let public = !text.internal;
    let home = this.register;
    let mut one = |name: &Located<String>, key: &str, kind: Option<&str>| {
        let found = names.record(name, home, kind, public, diags)?;
        if found == this {
            diags.push(codes::self_reference(name.span, key));
            return None;
        }
        Some(found)
    };
    let related = text.related.iter().filter_map(|n| one(n, "related", None)).collect();
    let merged_into = text.merged_into.as_ref().and_then(|n| one(n, "merged_into", None));
    let replaces = text.replaces.iter().filter_map(|n| one(n, "replaces", None)).collect();
    let replaced_by = text.replaced_by.as_ref().and_then(|n| one(n, "replaced_by", None));
    let service = text.service.as_deref();
    let measures = service
        .map(|s| s.measures.iter().filter_map(|n| one(n, "measures", Some("measure"))).collect())
        .unwrap_or_default();
    let mut left: Vec<Left> = text
        .left
        .iter()
        .map(|l| Left {
            date: l.date.value,
            reason: l.reason,
            text: l.text.clone(),
            into: l.into.as_ref().and_then(|n| one(n, "into", None)),
            span: l.date.span,
        })
        .collect();
    left.sort_by_key(|l| l.date);
    let mut ids = Vec::with_capacity(text.programmes.len());
    for name in &text.programmes {
        match programmes.ids.get(name.value.as_str()) {
            Some(id) => ids.push(ProgrammeId(*id)),
            None if programmes.unread.may_have(&name.value) => {}
            None => {
                let mut known: Vec<&str> = programmes.ids.keys().copied().chain(programmes.unread.ids()).collect();
                known.sort_unstable();
                diags.push(codes::unknown_reference(name.span, &name.value, "programme", known));
            }
        }
    }
    Found { shown: record.shown, left, programmes: ids, related, merged_into, replaces, replaced_by, measures }
}
