//! What was to end long ago should be done or have a new schedule. Off without `overdue`.

use super::current::current;
use super::{Finding, of_record};
use crate::diag::codes;
use crate::model::{Model, StatusClass};

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    let Some(months) = model.config.rules.overdue else { return };
    let open = [StatusClass::Planned, StatusClass::Active];
    for c in current(model).filter(|c| c.class().is_some_and(|class| open.contains(&class))) {
        let Some(end) = c.record.due else { continue };
        if end < c.date && end.months_until(c.date) >= months {
            of_record(out, c.at, Some(c.date), codes::planned_end_passed(c.span(), &end.to_string()));
        }
    }
}
