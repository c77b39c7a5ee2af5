//! A record is seldom reported after it was done.

use super::current::current;
use super::{Finding, of_record};
use crate::diag::codes;
use crate::model::Model;

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for c in current(model) {
        let Some(year) = &c.record.text.reported else { continue };
        let done = c.record.text.actual.map(|actual| actual.to.last.year());
        if let Some(done) = done.filter(|done| i64::from(*done) < year.value) {
            of_record(out, c.at, None, codes::reported_after_done(year.span, year.value, done));
        }
    }
}
