//! A record that has left should have no value at the date at which it is gone.

use super::{every_record, span_of};
use crate::diag::{Diagnostics, codes};
use crate::model::Model;

pub(super) fn check(model: &Model, diags: &mut Diagnostics) {
    for (_, record) in every_record(model) {
        for left in &record.left {
            // A later value means that the record returned, which is allowed.
            if record.values.iter().any(|(date, _)| *date == left.date) {
                diags.push(codes::left_but_collected(span_of(record, left.date), &left.date.to_string(), left.span));
            }
        }
    }
}
