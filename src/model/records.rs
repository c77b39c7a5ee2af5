//! Records of a register: units found, values on the scale, ids and numbers unique.

use super::histories::Wanted;
use super::{Record, UnitId};
use crate::config::ExtraField;
use crate::diag::{Diagnostics, codes};
use crate::record::tracked::Tracked;
use crate::source::{Located, SourceTree};
use crate::text::lang::sort_key;
use crate::value::Date;
use foldhash::fast::FixedState;
use rayon::prelude::*;
use std::collections::HashMap;

/// The records of a register, in the order shown.
#[expect(clippy::vec_box, reason = "a record has a thousand bytes, and is handed on several times")]
pub(super) fn records(
    texts: Vec<Box<Tracked>>,
    wanted: &Wanted<'_>,
    extra: &[ExtraField],
    units: &Units<'_>,
    internal: bool,
    sources: &SourceTree,
    diags: &mut Diagnostics,
) -> Vec<Record> {
    duplicate_ids(&texts, sources, diags);
    let (mut records, problems): (Vec<Record>, Vec<Diagnostics>) = texts
        .into_par_iter()
        .with_min_len(64)
        .map(|text| {
            let mut diags = Diagnostics::new();
            let record = record(text, wanted, extra, units, internal, &mut diags);
            (record, diags)
        })
        .unzip();
    problems.into_iter().for_each(|problems| diags.append(problems));
    duplicate_numbers(&records, diags);
    // Numbered records first, each group in the order that people expect: MP 9 before MP 78.
    records.par_sort_by_cached_key(|r: &Record| {
        (r.number().is_none(), sort_key(r.number().or(r.title()).unwrap_or("")), r.text.id.clone())
    });
    records
}

/// Units by id.
pub(super) struct Units<'m> {
    pub(super) ids: HashMap<&'m str, u32>,
    /// The last day of each unit and the one that took over, by unit.
    pub(super) heirs: Vec<Option<(Date, UnitId)>>,
    /// Whether the organisation could not be read, so that no unit can be called unknown.
    pub(super) unread: bool,
}

impl Units<'_> {
    /// Who is in charge when, where units that are no more have handed over to the one after them.
    fn handed_over(&self, named: Vec<(Option<Date>, UnitId)>) -> Vec<(Option<Date>, UnitId)> {
        let mut all = Vec::with_capacity(named.len());
        for (i, (from, unit)) in named.iter().enumerate() {
            all.push((*from, *unit));
            let before = named.get(i + 1).and_then(|(from, _)| *from);
            let (mut at, mut since) = (*unit, *from);
            // Successors that lead in a circle were taken out.
            while let Some((until, heir)) = self.heirs[at.0 as usize] {
                since = until.next().max(since);
                if since.is_none() || before.is_some_and(|before| since >= Some(before)) {
                    break;
                }
                all.push((since, heir));
                at = heir;
            }
        }
        all
    }

    fn find(&self, name: &Located<String>, diags: &mut Diagnostics) -> Option<UnitId> {
        let found = self.ids.get(name.value.as_str()).copied();
        if found.is_none() && !self.unread {
            let mut known: Vec<&str> = self.ids.keys().copied().collect();
            known.sort_unstable();
            diags.push(codes::unknown_reference(name.span, &name.value, "unit", known));
        }
        found.map(UnitId)
    }
}

fn record(
    text: Box<Tracked>,
    wanted: &Wanted<'_>,
    extra: &[ExtraField],
    units: &Units<'_>,
    internal: bool,
    diags: &mut Diagnostics,
) -> Record {
    let mut text = text;
    let mut values = wanted.values(&text, diags);
    let events = wanted.events(&text, diags);
    let manual = wanted.manual(&text, diags);
    let corrections = wanted.corrections(&mut text, &mut values, &mut |name, diags| units.find(name, diags), diags);
    let mut unit_at = |name: &Located<String>| units.find(name, diags);
    let mut in_charge: Vec<(Option<Date>, UnitId)> =
        text.unit.iter().filter_map(|(from, name)| Some((from.as_ref().map(|f| f.value), unit_at(name)?))).collect();
    in_charge.sort_by_key(|(from, _)| *from);
    let in_charge = units.handed_over(in_charge);
    let other_units = text.units.iter().filter_map(|(name, role)| Some((unit_at(name)?, *role))).collect();
    for pair in text.unit.windows(2) {
        if let ((before, _), (Some(from), _)) = (&pair[0], &pair[1])
            && before.as_ref().is_some_and(|b| b.value >= from.value)
        {
            diags.push(codes::date_order(from.span, "unit", &from.value.to_string()));
        }
    }
    let extra = super::extra::values(&text, &wanted.config.key.value, extra, diags);
    // What was reported after the as-of date is not known yet.
    let year = text.reported.as_ref().map(|year| year.value);
    let known = !values.is_empty() || !events.is_empty() || manual.is_some();
    let later = !known && year.is_some_and(|year| year > i64::from(wanted.as_of.year()));
    Record {
        shown: (internal || !text.internal) && !later,
        due: text.schedule.or(text.planned).map(|schedule| schedule.to.last),
        units: in_charge,
        other_units,
        values,
        events,
        manual,
        left: Vec::new(),
        programmes: Vec::new(),
        related: Vec::new(),
        merged_into: None,
        merged_from: Vec::new(),
        replaces: Vec::new(),
        replaced_by: None,
        measures: Vec::new(),
        named_by: Vec::new(),
        extra,
        corrections,
        text,
    }
}

/// `mp-001.md` and `mp-001.toml` would have one address.
fn duplicate_ids(texts: &[Box<Tracked>], sources: &SourceTree, diags: &mut Diagnostics) {
    let mut seen: HashMap<&str, &Tracked, FixedState> = HashMap::default();
    seen.reserve(texts.len());
    for text in texts {
        if let Some(first) = seen.insert(&text.id, text) {
            let path = |t: &Tracked| sources.file(t.source).path.clone();
            diags.push(codes::duplicate_id(&path(text), &text.id, &path(first)));
        }
    }
}

fn duplicate_numbers(records: &[Record], diags: &mut Diagnostics) {
    let mut seen: HashMap<&str, &Located<String>, FixedState> = HashMap::default();
    seen.reserve(records.len());
    for number in records.iter().filter_map(|r| r.text.number.as_ref()) {
        match seen.get(number.value.as_str()) {
            Some(first) => diags.push(codes::duplicate_number(number.span, &number.value, first.span)),
            None => {
                seen.insert(&number.value, number);
            }
        }
    }
}
