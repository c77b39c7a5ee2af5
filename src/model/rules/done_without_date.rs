//! Where plan and actual are given apart, what is done should say when.

use super::current::current;
use super::{Finding, of_record};
use crate::diag::codes;
use crate::model::{Model, StatusClass};

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for c in current(model).filter(|c| c.class() == Some(StatusClass::Done)) {
        let text = &c.record.text;
        if text.planned.is_some() && text.actual.is_none() {
            of_record(out, c.at, Some(c.date), codes::done_without_date(c.span()));
        }
    }
}
