//! Somebody should answer for every record, if most of its register name one.

use super::current::current;
use super::{Finding, mostly, of_record};
use crate::diag::codes;
use crate::model::{Model, Record};

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    let named = |record: &Record| !record.text.unit.is_empty();
    let kept: Vec<bool> = model.registers.iter().map(|register| mostly(register, named)).collect();
    for c in current(model).filter(|c| kept[c.at.register.0 as usize] && !named(c.record)) {
        of_record(out, c.at, None, codes::record_without_unit(c.record.text.head));
    }
}
