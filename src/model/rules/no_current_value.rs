//! A record that was counted should not be missing at the latest date without a reason.

use super::current::current;
use super::{Finding, of_record};
use crate::diag::codes;
use crate::model::Model;

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for c in current(model).filter(|c| c.record.events.is_empty() && c.record.manual.is_none()) {
        let Some(previous) = c.dates.len().checked_sub(2).map(|i| c.dates[i]) else { continue };
        if c.value().is_none() && c.before().is_some_and(|(date, _)| date == previous) {
            let span = super::span_of(c.record, previous);
            let found = codes::no_current_value(span, &c.date.to_string(), &previous.to_string());
            of_record(out, c.at, Some(c.date), found);
        }
    }
}
