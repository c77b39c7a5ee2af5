//! A status set by hand should not contradict the value beside it.

use super::current::current;
use super::{Finding, of_record};
use crate::diag::codes;
use crate::model::Model;

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for c in current(model) {
        let (Some((by_hand, since)), Some(value)) = (c.record.manual, c.value()) else { continue };
        let Some(status) = c.scheme.status_of(value).filter(|status| *status != by_hand && since <= c.date) else {
            continue;
        };
        let (by_hand, status) = (&c.scheme.status(by_hand).code, &c.scheme.status(status).code);
        let span = c.record.text.manual.as_ref().map_or_else(|| c.span(), |manual| manual.status.span);
        let found = codes::status_against_scale(span, by_hand, &c.shown(value), status);
        of_record(out, c.at, Some(c.date), found);
    }
}
