//! Moves between statuses from one reporting date to the next.

use super::{Context, DateFigures};
use crate::model::StatusId;
use std::collections::BTreeMap;

/// Where a record comes from or goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A status.
    Status(StatusId),
    /// Only as origin: counted now for the first time.
    New,
    /// Only as origin: counted earlier, but not at the date before.
    Returned,
    /// Only as destination: no longer counted.
    Left,
}

/// All records with the same origin and destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Origin.
    pub from: Place,
    /// Destination.
    pub to: Place,
    /// Records, as indices into the register.
    pub records: Vec<u32>,
}

impl DateFigures {
    /// How many records moved in one of the ways that fit: the cells, rows and columns of the matrix.
    pub fn moved(&self, fits: impl Fn(&Move) -> bool) -> u64 {
        self.moves.iter().filter(|m| fits(m)).map(|m| m.records.len() as u64).sum()
    }
}

pub(super) fn derive(context: &Context<'_>, i: usize) -> Vec<Move> {
    let mut moves: BTreeMap<(Place, Place), Vec<u32>> = BTreeMap::new();
    for &record in context.counting {
        let before = i.checked_sub(1).and_then(|p| context.status(record, p));
        let key = match (before, context.status(record, i)) {
            (Some(from), Some(to)) => (Place::Status(from), Place::Status(to)),
            (Some(from), None) => (Place::Status(from), Place::Left),
            (None, Some(to)) if i > 0 && context.counted_before(record, i) => (Place::Returned, Place::Status(to)),
            (None, Some(to)) => (Place::New, Place::Status(to)),
            (None, None) => continue,
        };
        moves.entry(key).or_default().push(record);
    }
    moves.into_iter().map(|((from, to), records)| Move { from, to, records }).collect()
}
