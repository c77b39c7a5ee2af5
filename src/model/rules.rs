//! Rules of plausibility: each looks at the finished model and figures and says what seems wrong.
//!
//! One file each; a rule never changes anything, and the site can set its severity.

mod baseline_not_done;
mod left_but_collected;
mod published_total_sum;
mod unit_ended;
mod value_before_reported;

use super::{Model, Record, Register};
use crate::diag::Diagnostics;

/// A rule over the whole model.
type Rule = fn(&Model, &mut Diagnostics);

/// All rules.
const RULES: &[Rule] = &[
    baseline_not_done::check,
    left_but_collected::check,
    published_total_sum::check,
    unit_ended::check,
    value_before_reported::check,
];

/// Runs every rule.
pub fn check(model: &Model, diags: &mut Diagnostics) {
    for rule in RULES {
        rule(model, diags);
    }
}

fn every_record(model: &Model) -> impl Iterator<Item = (&Register, &Record)> {
    model.registers.iter().flat_map(|register| register.records.iter().map(move |record| (register, record)))
}

/// Where the value of a date stands in the record's file.
pub(crate) fn span_of(record: &Record, date: crate::value::Date) -> crate::source::Span {
    let tables = [&record.text.progress, &record.text.status];
    let mut entries = tables.into_iter().flatten().flat_map(|table| &table.value);
    entries.find(|(d, _)| d.value == date).map_or(record.text.head, |(d, _)| d.span)
}
