//! A code that does not count should not take the place of a number without a word.

use super::current::current;
use super::{Finding, of_record};
use crate::diag::codes;
use crate::model::{Model, StatusClass, Value};

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for c in current(model) {
        let (Some(now @ Value::Letter(_)), Some((since, Value::Number(before)))) = (c.value(), c.before()) else {
            continue;
        };
        // A code of these classes is a reason of its own.
        let told = matches!(c.scheme.class_of(now), StatusClass::Paused | StatusClass::Dropped);
        if !told && c.scheme.status_of(now).is_none() && !c.explained(since) {
            let found = codes::code_against_number(c.span(), &c.shown(now), before, &since.to_string());
            of_record(out, c.at, Some(c.date), found);
        }
    }
}
