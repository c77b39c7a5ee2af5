//! A record that has left should have no value at the date at which it is gone.

use super::{Finding, every_record, of_record, span_of};
use crate::diag::codes;
use crate::model::Model;

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for (at, _, record) in every_record(model) {
        for left in &record.left {
            // A later value means that the record returned, which is allowed.
            if record.values.iter().any(|(date, _)| *date == left.date) {
                let span = span_of(record, left.date);
                let found = codes::left_but_collected(span, &left.date.to_string(), left.span);
                of_record(out, at, Some(left.date), found);
            }
        }
    }
}
