//! A value that rises by more than the city thinks usual should have a reason. Off without `jump`.

use super::current::{current, height};
use super::{Finding, of_record};
use crate::diag::codes;
use crate::model::Model;

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    let Some(usual) = model.config.rules.jump else { return };
    for c in current(model).filter(|c| c.scheme.scale.is_some()) {
        let (Some(now), Some((since, before))) = (c.value(), c.before()) else { continue };
        let Some((high, low)) = height(now).zip(height(before)) else { continue };
        if i64::from(high) - i64::from(low) > usual && !c.explained(since) {
            let (from, to) = (low.to_string(), high.to_string());
            let found = codes::progress_jumps(c.span(), &from, &since.to_string(), &to, usual);
            of_record(out, c.at, Some(c.date), found);
        }
    }
}
