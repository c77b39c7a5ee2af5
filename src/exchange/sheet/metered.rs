//! An XLSX file that says how much of it may still be unpacked: its sheets may all be one part, and calamine
//! unpacks and reads that part for every sheet, twice.
//!
//! Refuses to give more once three times the size of all parts together have been unpacked; a file whose sheets
//! have a part each needs two.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;

/// How often all parts together may be unpacked.
const TIMES: u64 = 3;

/// Where in a file each part begins, and how large it is unpacked.
#[derive(Default)]
pub(super) struct Parts(BTreeMap<u64, u64>);

impl Parts {
    /// Adds a part.
    pub(super) fn push(&mut self, start: u64, unpacked: u64) {
        let size = self.0.entry(start).or_default();
        *size = unpacked.max(*size);
    }
}

/// The file, for the reader.
pub(super) struct Metered<'b> {
    bytes: Cursor<&'b [u8]>,
    parts: Parts,
    /// What may still be unpacked; nothing once that was too little.
    left: Rc<Cell<Option<u64>>>,
}

impl<'b> Metered<'b> {
    /// The file, and whether it has been asked for too much.
    pub(super) fn new(bytes: &'b [u8], parts: Parts) -> (Self, impl Fn() -> bool + use<>) {
        let all = parts.0.values().fold(0_u64, |sum, size| sum.saturating_add(*size));
        let left = Rc::new(Cell::new(Some(all.saturating_mul(TIMES))));
        let kept = Rc::clone(&left);
        (Metered { bytes: Cursor::new(bytes), parts, left }, move || kept.get().is_none())
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Whoever unpacks a part reads its first packed byte first.
        if let Some(size) = self.parts.0.get(&self.bytes.position()) {
            self.left.set(self.left.get().and_then(|left| left.checked_sub(*size)));
            if self.left.get().is_none() {
                return Err(io::Error::other("its parts are read too often"));
            }
        }
        self.bytes.read(buffer)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}
