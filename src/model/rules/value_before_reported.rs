//! A record should have no value from before the year in which it was reported.

use super::{every_record, span_of};
use crate::diag::{Diagnostics, codes};
use crate::model::Model;

pub(super) fn check(model: &Model, diags: &mut Diagnostics) {
    for (_, record) in every_record(model).filter(|(_, r)| !r.is_baseline()) {
        let Some(reported) = record.reported() else {
            continue;
        };
        for (date, _) in record.values.iter().filter(|(date, _)| date.year() < reported) {
            diags.push(codes::value_before_reported(span_of(record, *date), &date.to_string(), reported));
        }
    }
}
