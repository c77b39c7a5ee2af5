//! Period lists: what happened between two reporting dates, by name.

use super::{Context, Standing};
use crate::value::Date;

/// How many dates with the same value make a standstill.
const STANDSTILL: usize = 3;

/// Records by what happened in the period, as indices into the register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lists {
    /// Done now and not at the date before, new and returned ones included.
    pub implemented: Vec<u32>,
    /// Done at the date before, counted but not done now.
    pub fell_back: Vec<u32>,
    /// Counted now and never before.
    pub reported: Vec<u32>,
    /// Higher value than at the date before (or later status, without a scale).
    pub advanced: Vec<u32>,
    /// Lower value than at the date before.
    pub gone_back: Vec<u32>,
    /// Same value at the last `STANDSTILL` dates and not done.
    pub standing_still: Vec<u32>,
    /// Not done, although its schedule has ended.
    pub expected: Vec<u32>,
}

pub(super) fn derive(context: &Context<'_>, i: usize) -> Lists {
    let mut lists = Lists::default();
    let (day, previous): (Date, Option<usize>) = (context.dates[i], context.previous(i));
    for &record in context.counting {
        let now = context.status(record, i);
        let before = previous.and_then(|p| context.status(record, p));
        let (done, was_done) = (context.is_done(now), context.is_done(before));
        if done && !was_done && previous.is_some() {
            lists.implemented.push(record);
        }
        if was_done && now.is_some() && !done {
            lists.fell_back.push(record);
        }
        if now.is_some() && !context.counted_before(record, i) {
            lists.reported.push(record);
        }
        if let (Some(a), Some(b)) = (previous.and_then(|p| height(context, record, p)), height(context, record, i)) {
            match b.cmp(&a) {
                std::cmp::Ordering::Greater => lists.advanced.push(record),
                std::cmp::Ordering::Less => lists.gone_back.push(record),
                std::cmp::Ordering::Equal => {}
            }
        }
        if !done && stands_still(context, record, i) {
            lists.standing_still.push(record);
        }
        if now.is_some() && !done && context.facts.due(record).is_some_and(|due| due <= day) {
            lists.expected.push(record);
        }
    }
    lists
}

/// What advances and falls: the number, or without a scale the place of the status in the scheme.
/// A letter that counts has no place between numbers.
fn height(context: &Context<'_>, record: u32, date: usize) -> Option<u16> {
    match context.at(record, date) {
        Standing::Counted { value: Some(value), .. } => Some(value),
        Standing::Counted { status, value: None } if context.scheme.scale.is_none() => Some(status.0),
        _ => None,
    }
}

fn stands_still(context: &Context<'_>, record: u32, i: usize) -> bool {
    let Some(first) = (i + 1).checked_sub(STANDSTILL) else {
        return false;
    };
    let Some(now) = height(context, record, i) else {
        return false;
    };
    (first..i).all(|date| height(context, record, date) == Some(now))
}
