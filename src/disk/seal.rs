//! What stands at the end of a file that only the next run reads, and shows that the file is whole.
//!
//! It guards against a disk that was full and a power cut, not against people: whoever can write there can write the site.

use foldhash::SharedSeed;
use foldhash::quality::FoldHasher;
use std::fmt;
use std::hash::Hasher;

/// Bytes of a seal.
pub(super) const SEAL: usize = size_of::<u64>();

/// Shows that what is read is what was written, part by part, to the end: the disk may have been full.
#[derive(Clone)]
pub(super) struct Seal(FoldHasher<'static>);

impl Seal {
    pub(super) fn new() -> Self {
        Seal(FoldHasher::with_seed(0, SharedSeed::global_fixed()))
    }

    /// One more part.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    /// What stands at the end.
    pub(super) fn end(&self) -> [u8; SEAL] {
        self.0.finish().to_le_bytes()
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}
