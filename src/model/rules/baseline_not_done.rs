//! A record that was done before the plan began should have no value that says otherwise.

use super::{Finding, every_record, of_record, span_of};
use crate::diag::codes;
use crate::model::{Model, StatusClass, Value};

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for (at, register, record) in every_record(model).filter(|(_, _, r)| r.is_baseline()) {
        let scheme = model.scheme(register);
        let Some((date, value)) = record.values.last() else {
            continue;
        };
        if !matches!(scheme.class_of(*value), StatusClass::Done | StatusClass::Unknown) {
            let shown = match value {
                Value::Number(n) => n.to_string(),
                Value::Status(status) => format!("`{}`", scheme.status(*status).code),
                Value::Letter(letter) => format!("`{}`", scheme.letters[usize::from(*letter)].code),
            };
            of_record(out, at, Some(*date), codes::baseline_not_done(span_of(record, *date), &shown));
        }
    }
}
