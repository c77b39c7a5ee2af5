//! What a record has reached should not be lost without a word.

use super::current::{current, height};
use super::{Finding, of_record};
use crate::diag::codes;
use crate::model::Model;

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for c in current(model) {
        let (Some(now), Some((since, before))) = (c.value(), c.before()) else { continue };
        if height(now).zip(height(before)).is_some_and(|(now, before)| now < before) && !c.explained(since) {
            let (now, before) = (c.shown(now), c.shown(before));
            of_record(out, c.at, Some(c.date), codes::progress_falls(c.span(), &before, &since.to_string(), &now));
        }
    }
}
