//! A record that stays where it is should say why. Off without `standstill`.

use super::current::current;
use super::{Finding, of_record};
use crate::diag::codes;
use crate::model::{Model, StatusClass};

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    let Some(dates) = model.config.rules.standstill else { return };
    for c in current(model).filter(|c| c.class() != Some(StatusClass::Done)) {
        let Some(first) = c.dates.len().checked_sub(dates).map(|first| c.dates[first]) else { continue };
        let Some(now) = c.value() else { continue };
        let same = c.record.values.iter().filter(|(date, value)| *date >= first && *value == now).count();
        if same == dates && !c.explained(first) {
            of_record(out, c.at, Some(c.date), codes::progress_stands_still(c.span(), &c.shown(now), dates));
        }
    }
}
