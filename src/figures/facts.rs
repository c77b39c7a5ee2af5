//! What figures need to know of records besides their standing: unit, schedule, why they left.
//!
//! Of an open date the records of today say it, of a closed one its snapshot.

use super::Gone;
use crate::model::{Record, Register, UnitId};
use crate::value::Date;

/// Answers about records; records and dates are indices.
pub(super) trait Facts: Sync {
    /// The unit in charge at a date.
    fn unit(&self, record: u32, date: usize) -> Option<UnitId>;
    /// The last day of its schedule.
    fn due(&self, record: u32) -> Option<Date>;
    /// Why it left between a date and the one before, if that is stated.
    fn left(&self, record: u32, date: usize) -> Option<Gone>;
    /// Whether only being withdrawn can have made it leave.
    fn withdrawn(&self, record: u32) -> bool;
}

/// The records of today.
pub(super) struct Today<'m> {
    pub(super) register: &'m Register,
    pub(super) dates: &'m [Date],
}

impl Today<'_> {
    fn record(&self, record: u32) -> &Record {
        &self.register.records[record as usize]
    }
}

impl Facts for Today<'_> {
    fn unit(&self, record: u32, date: usize) -> Option<UnitId> {
        self.record(record).unit_on(self.dates[date])
    }

    fn due(&self, record: u32) -> Option<Date> {
        self.record(record).due
    }

    fn left(&self, record: u32, date: usize) -> Option<Gone> {
        let (before, now) = (self.dates[date.checked_sub(1)?], self.dates[date]);
        stated(self.record(record), before, now).map(Gone::Stated)
    }

    fn withdrawn(&self, record: u32) -> bool {
        !self.record(record).events.is_empty()
    }
}

/// The entry of `[[left]]` from after one date up to another, as index.
pub(super) fn stated(record: &Record, before: Date, now: Date) -> Option<usize> {
    record.left.iter().rposition(|left| left.date > before && left.date <= now)
}
