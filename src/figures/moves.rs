//! Moves between statuses from one reporting date to the next.

use super::{Context, DateFigures};
use crate::model::StatusId;

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
    let statuses = || context.scheme.iter().map(|(status, _)| Place::Status(status));
    let origins: Vec<Place> = statuses().chain([Place::New, Place::Returned]).collect();
    let destinations: Vec<Place> = statuses().chain([Place::Left]).collect();
    let n = context.scheme.statuses.len();
    let mut moves: Vec<Vec<u32>> = vec![Vec::new(); origins.len() * destinations.len()];
    for &record in context.counting {
        let before = i.checked_sub(1).and_then(|p| context.status(record, p));
        let place = |status: StatusId| usize::from(status.0);
        let (from, to) = match (before, context.status(record, i)) {
            (Some(from), Some(to)) => (place(from), place(to)),
            (Some(from), None) => (place(from), n),
            (None, Some(to)) if i > 0 && context.counted_before(record, i) => (n + 1, place(to)),
            (None, Some(to)) => (n, place(to)),
            (None, None) => continue,
        };
        moves[from * destinations.len() + to].push(record);
    }
    let ways = origins.iter().flat_map(|from| destinations.iter().map(move |to| (*from, *to)));
    let moves = ways.zip(moves).filter(|(_, records)| !records.is_empty());
    moves.map(|((from, to), records)| Move { from, to, records }).collect()
}
