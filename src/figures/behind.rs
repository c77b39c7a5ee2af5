//! The records behind the figures of a date, taken apart so that every count has its list.
//!
//! A counted record stands in the cell of the moves that it belongs to, and every count by status is some of
//! these cells. Nothing is counted here.

use super::{Cohort, DateFigures, Place, RegisterFigures};
use crate::model::StatusId;

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
}

/// Names that the page of a date shows of one period list at most.
pub const NAMES: usize = 100;

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
    /// The records behind the figures of a date, in the order of the scheme; parts without any are left out.
    pub fn behind<'f>(&'f self, date: &'f DateFigures) -> Vec<(Behind, Vec<u32>)> {
        let mut out: Vec<(Behind, Vec<u32>)> = Vec::new();
        for status in &date.by_status {
            let here = date.moves.iter().filter_map(|m| match m.to {
                Place::Status(to) if to == status.status => Some((Behind::Move(m.from, to), m.records.clone())),
                _ => None,
            });
            out.extend(here);
        }
        if !date.base.first {
            out.push((Behind::New, date.base.new.clone()));
        }
        out.push((Behind::Returned, date.base.returned.clone()));
        out.push((Behind::Left, date.base.left.iter().map(|(record, _)| *record).collect()));
        if date.previous.is_some() {
            // Who is reported is who is new.
            let long = date.lists.named().into_iter().filter(|(name, r)| r.len() > NAMES && *name != "reported");
            out.extend(long.map(|(name, records)| (Behind::List(name), records.to_vec())));
        }
        out.push((Behind::NotCollected, date.not_collected.clone()));
        out.push((Behind::NotInSource, date.not_in_source.clone()));
        out.push((Behind::NotYet, date.not_yet.clone()));
        out.extend(date.letters.iter().map(|(letter, records)| (Behind::Letter(*letter), records.clone())));
        out.push((Behind::Manual, date.manual.clone()));
        out.push((Behind::Baseline, self.baseline_at(date).to_vec()));
        if self.cohorts_at(date).iter().any(|c| c.year.is_some()) {
            out.extend(self.cohorts_at(date).iter().map(|c| (Behind::Year(c.year), c.records.clone())));
        }
        out.retain(|(_, records)| !records.is_empty());
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
