//! A record should have no value from before the year in which it was reported.

use super::{Finding, every_record, of_record, span_of};
use crate::diag::codes;
use crate::model::Model;

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for (at, _, record) in every_record(model).filter(|(_, _, r)| !r.is_baseline()) {
        let Some(reported) = record.reported() else {
            continue;
        };
        for (date, _) in record.values.iter().filter(|(date, _)| date.year() < reported) {
            let found = codes::value_before_reported(span_of(record, *date), &date.to_string(), reported);
            of_record(out, at, Some(*date), found);
        }
    }
}
