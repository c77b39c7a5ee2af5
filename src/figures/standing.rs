//! What is known of one record at one reporting date.

use crate::model::{Event, Record, Scheme, StatusId, Value};
use crate::value::Date;

/// The place of a record at a reporting date. Exactly one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It has a value that stands for a status; `value` is the number of the scale, if it is one.
    Counted {
        /// The status.
        status: StatusId,
        /// The number.
        value: Option<u16>,
    },
    /// It has a letter code that does not count.
    Letter(u16),
    /// It has no value, but a status set by hand: listed, not counted.
    Manual(StatusId),
    /// It is in the plan, but nothing was collected.
    NotCollected,
    /// It is in the plan, but the source shows it only in part.
    NotInSource,
    /// It was reported later.
    NotYet,
    /// It has left.
    Left,
}

impl Standing {
    /// The status, counted or set by hand.
    pub fn status(self) -> Option<StatusId> {
        match self {
            Standing::Counted { status, .. } | Standing::Manual(status) => Some(status),
            _ => None,
        }
    }
}

/// The standings of a record at all dates of its register.
pub(super) fn of(record: &Record, scheme: &Scheme, dates: &[Date]) -> impl Iterator<Item = Standing> {
    dates.iter().map(move |date| at(record, scheme, *date))
}

fn at(record: &Record, scheme: &Scheme, date: Date) -> Standing {
    let value = if record.events.is_empty() { surveyed(record, date) } else { event(record, date) };
    if let Some(value) = value {
        let number = match value {
            Value::Number(n) => Some(n),
            _ => None,
        };
        return match (scheme.status_of(value), value) {
            (Some(status), _) => Standing::Counted { status, value: number },
            (None, Value::Letter(letter)) => Standing::Letter(letter),
            // The lowest threshold is the bottom of the scale, so a number always has a status.
            (None, _) => Standing::NotCollected,
        };
    }
    let has_left = record.left.iter().any(|left| left.date <= date);
    let returned = record
        .left
        .iter()
        .rev()
        .find(|l| l.date <= date)
        .is_some_and(|left| record.values.iter().any(|(d, _)| *d > left.date && *d <= date));
    if (has_left && !returned) || withdrawn(&record.events, date) {
        return Standing::Left;
    }
    if let Some((status, since)) = record.manual
        && since <= date
    {
        return Standing::Manual(status);
    }
    // Before the year it was reported a record cannot have been asked for.
    if record.reported().is_some_and(|year| date.year() < year) {
        return Standing::NotYet;
    }
    // Values at other dates say nothing about this one.
    if record.text.source_gap {
        return Standing::NotInSource;
    }
    Standing::NotCollected
}

fn surveyed(record: &Record, date: Date) -> Option<Value> {
    record.values.iter().find(|(d, _)| *d == date).map(|(_, value)| *value)
}

/// A dated state holds until the next one, or until the record leaves.
fn event(record: &Record, date: Date) -> Option<Value> {
    let last = last_state(&record.events, date)?;
    let left_since = record.left.iter().any(|left| left.date <= date && left.date >= last.date.certain());
    if left_since { None } else { last.status.map(Value::Status) }
}

fn withdrawn(events: &[Event], date: Date) -> bool {
    last_state(events, date).is_some_and(|e| e.status.is_none())
}

/// The last event that sets or ends a state; imprecise dates count from their last day.
fn last_state(events: &[Event], date: Date) -> Option<&Event> {
    events.iter().rev().find(|e| e.date.certain() <= date && (e.status.is_some() || e.kind == "withdrawn"))
}
