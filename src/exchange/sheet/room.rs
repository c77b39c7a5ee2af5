//! How much of a file there is room for, whatever its format: cells, their texts, and the places between them.
//!
//! Refuses what is more than any plan has. A file of a few kilobytes can stand for gigabytes: a text that all
//! cells share, a row that says that it stands for a million, two cells in far corners.

use super::{MAX_CELLS, MAX_PLACES, MAX_UNPACKED, SheetError};

/// What is left for further cells.
pub(super) struct Room {
    cells: u64,
    bytes: u64,
    places: u64,
}

impl Room {
    pub(super) fn new() -> Self {
        Room { cells: MAX_CELLS, bytes: MAX_UNPACKED, places: MAX_PLACES }
    }

    /// Less room, in which tests do not take minutes.
    #[cfg(test)]
    pub(super) fn with_places(places: u64) -> Self {
        Room { places, ..Room::new() }
    }

    /// Room for cells with something in them, and for their texts.
    pub(super) fn cells(&mut self, count: u64, bytes: u64) -> Result<(), SheetError> {
        self.cells = self.cells.checked_sub(count).ok_or(SheetError::TooLarge)?;
        self.bytes = self.bytes.checked_sub(bytes).ok_or(SheetError::TooLarge)?;
        Ok(())
    }

    /// Room for places with or without a cell.
    pub(super) fn places(&mut self, count: u64) -> Result<(), SheetError> {
        self.places = self.places.checked_sub(count).ok_or(SheetError::TooLarge)?;
        Ok(())
    }
}

/// The rectangle around cells: some readers make every place in it.
#[derive(Default)]
pub(super) struct Extent(Option<[u64; 4]>);

impl Extent {
    /// Makes it reach from the first to the last of these rows and columns.
    pub(super) fn reach(&mut self, rows: (u64, u64), columns: (u64, u64)) {
        let [top, bottom, left, right] = self.0.unwrap_or([rows.0, rows.1, columns.0, columns.1]);
        self.0 = Some([top.min(rows.0), bottom.max(rows.1), left.min(columns.0), right.max(columns.1)]);
    }

    /// How many places there are in it.
    pub(super) fn places(&self) -> u64 {
        self.0.map_or(0, |[top, bottom, left, right]| (bottom - top + 1).saturating_mul(right - left + 1))
    }
}
