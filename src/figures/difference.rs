//! What changed between any two reporting dates of a register.
//!
//! Both ends are what the pages of the two dates show: frozen, where a date is closed.

use super::facts::Today;
use super::{Context, DateFigures, RegisterFigures, Standing, date};
use crate::model::{Model, RegisterId};
use crate::value::Date;

/// Two dates of a register side by side, and what lies between them.
#[derive(Debug)]
pub struct Difference<'f> {
    /// Figures of the earlier date.
    pub from: &'f DateFigures,
    /// Figures of the later date.
    pub to: &'f DateFigures,
    /// Figures of the later date as if the earlier one were the date before it: its base, moves and
    /// lists tell what lies between; reporting dates between them play no part.
    pub between: DateFigures,
    /// Every record of which the figures say something else, in the order of the register.
    pub changed: Vec<Changed>,
}

/// A record with another value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// The record, as index into the register.
    pub record: u32,
    /// What was known of it; none if it was outside the figures.
    pub before: Option<Standing>,
    /// What is known of it.
    pub after: Option<Standing>,
}

/// How a later number differs from an earlier one.
pub fn change(before: i64, after: i64) -> i64 {
    after - before
}

/// The difference between two reporting dates; none unless both are dates of the register, one after
/// the other.
pub fn difference<'f>(
    model: &Model,
    figures: &'f RegisterFigures,
    id: RegisterId,
    from: Date,
    to: Date,
) -> Option<Difference<'f>> {
    let register = model.register(id);
    let (a, b) = (register.dates.binary_search(&from).ok()?, register.dates.binary_search(&to).ok()?);
    if a >= b {
        return None;
    }
    // Everything up to the earlier date tells new from returned records; what lies between is left out.
    let columns: Vec<usize> = (0..=a).chain([b]).collect();
    let dates: Vec<Date> = columns.iter().map(|i| register.dates[*i]).collect();
    let n = register.records.len() as u32;
    let outside = Standing::NotYet;
    let mut standings: Vec<Standing> = Vec::with_capacity(columns.len() * n as usize);
    for record in 0..n {
        standings.extend(columns.iter().map(|i| figures.seen(record, *i).unwrap_or(outside)));
    }
    let counting: Vec<u32> =
        (0..n).filter(|record| [a, b].iter().any(|i| figures.seen(*record, *i).is_some())).collect();
    let today = Today { register, dates: &dates };
    let scheme = model.scheme(register);
    let context = Context { scheme, dates: &dates, standings: &standings, counting: &counting, facts: &today };
    let last = dates.len() - 1;
    let changed = counting.iter().map(|record| Changed {
        record: *record,
        before: figures.seen(*record, a),
        after: figures.seen(*record, b),
    });
    Some(Difference {
        from: &figures.dates[a],
        to: &figures.dates[b],
        between: date(&context, last),
        changed: changed.filter(|c| said(c.before) != said(c.after)).collect(),
    })
}

/// What a standing says to people: "not collected" and "not in the plan yet" are both no value.
fn said(standing: Option<Standing>) -> Option<Standing> {
    standing.filter(|s| matches!(s, Standing::Counted { .. } | Standing::Letter(_) | Standing::Manual(_)))
}
