//! What follows from something should not be dated before it.

use super::{Finding, every_record, of_record};
use crate::diag::codes;
use crate::model::Model;

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for (at, _, record) in every_record(model) {
        let reported = record.reported();
        for left in record.left.iter().filter(|left| reported.is_some_and(|year| left.date.year() < year)) {
            let first = format!("it was reported in {}", reported.unwrap_or_default());
            let found = codes::dates_contradict(left.span, &format!("the record left at {}", left.date), &first);
            of_record(out, at, Some(left.date), found);
        }
        for correction in record.corrections.iter().filter(|c| c.on < c.date) {
            let first = format!("the value is for {}", correction.date);
            let found = codes::dates_contradict(correction.span, &format!("corrected on {}", correction.on), &first);
            of_record(out, at, Some(correction.date), found);
        }
    }
}
