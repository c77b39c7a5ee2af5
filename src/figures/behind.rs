//! The records behind the figures of a date, taken apart so that every count has its list.
//!
//! A counted record stands in the cell of the moves that it belongs to, and every count by status is some of
//! these cells. Nothing is counted here.

use super::{Cohort, DateFigures, Place, RegisterFigures};
use crate::model::{Model, StatusId, UnitId};
use std::borrow::Cow;

/// What a part of the records has in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// Counted with a status, and where they were at the date before.
    Move(Place, StatusId),
    /// Counted for the first time; left out at the first date, where all are.
    New,
    /// Counted again.
    Returned,
    /// No longer counted.
    Left,
    /// A period list that is too long for the page of the date.
    List(&'static str),
    /// In the plan, but without a value.
    NotCollected,
    /// Without a value, in a source that shows the record only in part.
    NotInSource,
    /// Reported later.
    NotYet,
    /// With a letter code that does not count.
    Letter(u16),
    /// With a status set by hand and no value.
    Manual,
    /// Done before the plan began.
    Baseline,
    /// Reported in a year; none if the record does not say.
    Year(Option<i32>),
    /// Counted with a status, of one unit; none for records without one.
    Unit(Option<UnitId>, StatusId),
}

/// Names that the page of a date shows of one period list at most.
pub const NAMES: usize = 15;

/// Records that a part may have whose records stand in others too. In a register of tens of thousands such parts would
/// be most of the site; there figures.json names them.
const AGAIN: usize = 1000;

impl Behind {
    /// Whether the records stand in other parts too.
    fn again(self) -> bool {
        matches!(self, Behind::New | Behind::Returned | Behind::List(_) | Behind::Year(_) | Behind::Unit(..))
    }
}

impl super::Lists {
    /// Every list with its name.
    pub fn named(&self) -> [(&'static str, &[u32]); 7] {
        // Taken apart by name, so that a new list cannot be forgotten here.
        let Self { implemented, fell_back, reported, advanced, gone_back, standing_still, expected } = self;
        [
            ("implemented", implemented),
            ("fell_back", fell_back),
            ("reported", reported),
            ("advanced", advanced),
            ("gone_back", gone_back),
            ("standing_still", standing_still),
            ("expected", expected),
        ]
    }
}

impl RegisterFigures {
    /// The records behind the figures of a date, in the order of the scheme; parts without any are left out, and so
    /// are those that would name very many records a second time.
    pub fn behind<'f>(&'f self, model: &Model, date: &'f DateFigures) -> Vec<(Behind, Cow<'f, [u32]>)> {
        let mut out: Vec<(Behind, Cow<'f, [u32]>)> = Vec::new();
        let mut put = |what: Behind, records: &'f [u32]| out.push((what, Cow::Borrowed(records)));
        for status in &date.by_status {
            for m in date.moves.iter().filter(|m| m.to == Place::Status(status.status)) {
                put(Behind::Move(m.from, status.status), &m.records);
            }
        }
        if !date.base.first {
            put(Behind::New, &date.base.new);
        }
        put(Behind::Returned, &date.base.returned);
        if date.previous.is_some() {
            // Who is reported is who is new.
            for (name, records) in
                date.lists.named().into_iter().filter(|(name, r)| r.len() > NAMES && *name != "reported")
            {
                put(Behind::List(name), records);
            }
        }
        put(Behind::NotCollected, &date.not_collected);
        put(Behind::NotInSource, &date.not_in_source);
        put(Behind::NotYet, &date.not_yet);
        date.letters.iter().for_each(|(letter, records)| put(Behind::Letter(*letter), records));
        put(Behind::Manual, &date.manual);
        put(Behind::Baseline, self.baseline_at(date));
        if self.cohorts_at(date).iter().any(|c| c.year.is_some()) {
            self.cohorts_at(date).iter().for_each(|c| put(Behind::Year(c.year), &c.records));
        }
        // All that is counted once more: where that is very much, each part would be short enough, but not all together.
        if date.by_unit.len() > 1 && date.counted <= AGAIN as u64 {
            for unit in date.by_unit.iter().filter(|of| of.unit.is_none_or(|unit| model.unit(unit).shown)) {
                for (status, records) in date.by_status.iter().zip(&unit.records) {
                    put(Behind::Unit(unit.unit, status.status), records);
                }
            }
        }
        let left = date.base.left.iter().map(|(record, _)| *record).collect();
        out.push((Behind::Left, Cow::Owned(left)));
        out.retain(|(what, records)| !records.is_empty() && (!what.again() || records.len() <= AGAIN));
        out
    }

    /// Records of the baseline, as a date knows them.
    pub fn baseline_at<'f>(&'f self, date: &'f DateFigures) -> &'f [u32] {
        date.frozen.as_ref().map_or(&self.baseline, |frozen| &frozen.baseline)
    }

    /// Records by year reported, as a date knows them.
    pub fn cohorts_at<'f>(&'f self, date: &'f DateFigures) -> &'f [Cohort] {
        date.frozen.as_ref().map_or(&self.cohorts, |frozen| &frozen.cohorts)
    }
}
