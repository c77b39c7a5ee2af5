//! What the run before left beside the published site: the list of its files, and the ledger of what they were made from.
//!
//! It is read while there is nothing to publish yet, and once more if somebody else published meanwhile. It changes nothing.

use super::error::PublishError;
use super::ledger::{Ledger, Stamp};
use super::manifest::Manifest;
use super::target::Target;
use super::workshop::Workshop;
use crate::output::MANIFEST;

/// What the run before left, as it was read at some time. It can be read while there is nothing to publish yet.
#[derive(Debug)]
pub struct Before {
    list: Option<Manifest>,
    ledger: Option<Ledger>,
    /// Of both files.
    stamps: [Option<Stamp>; 2],
}

impl Before {
    fn stamps(target: &Target) -> [Option<Stamp>; 2] {
        [target.place().join(MANIFEST), Workshop::ledger(target)].map(|place| Stamp::at(&place))
    }

    /// Reads it.
    ///
    /// # Errors
    /// If the folder is not ours, or if the system refuses.
    pub fn read(target: &Target) -> Result<Self, PublishError> {
        let stamps = Before::stamps(target);
        let (list, ledger) = rayon::join(|| Manifest::read(target.place()), || Ledger::read(&Workshop::ledger(target)));
        let list = list?;
        Ok(Before { ledger: ledger.filter(|_| list.is_some()), list, stamps })
    }

    /// The list of the published site and what is known of its files, read again if another run came in between.
    ///
    /// # Errors
    /// As [`Before::read`].
    pub(super) fn now(mut self, target: &Target) -> Result<(Option<Manifest>, Option<Ledger>), PublishError> {
        if self.stamps != Before::stamps(target) {
            self = Before::read(target)?;
        }
        Ok((self.list, self.ledger))
    }
}
