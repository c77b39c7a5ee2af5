//! A record that was counted should not be missing at the latest date without a reason.
//!
//! While answers are still coming in, nothing is missing yet: the rule waits until the date is closed,
//! or until more than half of the records that had a value have one again.

use super::current::{Current, current};
use super::{Finding, of_record};
use crate::diag::codes;
use crate::model::Model;

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    let mut had: Vec<Vec<Current<'_>>> = model.registers.iter().map(|_| Vec::new()).collect();
    for c in current(model) {
        if c.before().is_some_and(|(date, _)| Some(date) == c.previous()) {
            had[c.at.register.0 as usize].push(c);
        }
    }
    for records in &had {
        let there = records.iter().filter(|c| c.value().is_some()).count();
        for c in records.iter().filter(|c| c.value().is_none() && c.record.manual.is_none()) {
            let collected = there * 2 > records.len() || model.frozen(c.at.register, c.date).is_some();
            if let Some(previous) = c.previous().filter(|_| collected) {
                let span = super::span_of(c.record, previous);
                let found = codes::no_current_value(span, &c.date.to_string(), &previous.to_string());
                of_record(out, c.at, Some(c.date), found);
            }
        }
    }
}
