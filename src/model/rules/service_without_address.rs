//! A service that can be used should say where, if most of its register do.

use super::current::{Current, current};
use super::{Finding, mostly, of_record};
use crate::diag::codes;
use crate::model::{Model, Record, StatusClass};

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    let address = |record: &Record| record.text.service.as_ref().is_some_and(|service| service.url.is_some());
    let kept: Vec<bool> = model.registers.iter().map(|register| mostly(register, address)).collect();
    let done = |c: &Current<'_>| kept[c.at.register.0 as usize] && c.class() == Some(StatusClass::Done);
    for c in current(model).filter(done) {
        let Some(service) = &c.record.text.service else { continue };
        // Whoever works with an internal service knows where it is.
        if service.url.is_none() && service.audience != ["internal"] {
            of_record(out, c.at, Some(c.date), codes::service_without_address(c.record.text.head));
        }
    }
}
