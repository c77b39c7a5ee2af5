//! A record should not be left with a unit that is no more.

use super::{Finding, every_record, of_record};
use crate::diag::codes;
use crate::model::Model;

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for (at, _, record) in every_record(model) {
        let Some(unit) = record.unit_on(model.as_of).map(|unit| model.unit(unit)) else {
            continue;
        };
        // A record that is over stays where it was.
        let over = record.left.iter().any(|left| left.date <= model.as_of) || record.is_baseline();
        if let Some(until) = unit.until.filter(|until| *until < model.as_of && !over) {
            let span = record.text.unit.last().map_or(record.text.head, |(_, name)| name.span);
            let successors: Vec<&str> = unit.successors.iter().map(|id| model.unit(*id).id.as_str()).collect();
            of_record(out, at, None, codes::unit_ended(span, &unit.id, &until.to_string(), &successors));
        }
    }
}
