//! What many pages say alike: names of records, values with their meaning, lines of histories, ways to lists.
//!
//! Each is made when the first page needs it, and shared by all others. It holds for one context: one model, its
//! figures and addresses, one language.

use super::behind::Places;
use crate::figures::Standing;
use crate::model::{Model, RecordRef, RegisterId, StatusId, UnitId};
use crate::value::Date;
use crate::view::{self, HistoryRow, Link, Repeated, StatusTag, ValueCell};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Parts of pages that are made once.
#[derive(Default)]
pub struct Repeats {
    /// By register and record.
    names: OnceLock<Vec<Vec<OnceLock<Repeated<view::RecordRef>>>>>,
    pub(super) tags: Memo<(RegisterId, StatusId), Repeated<StatusTag>>,
    pub(super) units: Memo<UnitId, Repeated<Link>>,
    pub(super) values: Memo<(RegisterId, Standing), Repeated<ValueCell>>,
    pub(super) history: Memo<(RegisterId, Date, Standing), Repeated<HistoryRow>>,
    pub(super) places: Memo<(RegisterId, Date), Arc<Places>>,
}

impl Repeats {
    /// The mention of a record without details.
    pub(super) fn name(
        &self,
        model: &Model,
        at: RecordRef,
        make: impl FnOnce() -> view::RecordRef,
    ) -> Repeated<view::RecordRef> {
        let names = self.names.get_or_init(|| {
            let rooms = |n: usize| (0..n).map(|_| OnceLock::new()).collect();
            model.registers.iter().map(|register| rooms(register.records.len())).collect()
        });
        names[at.register.0 as usize][at.index as usize].get_or_init(|| make().into()).clone()
    }
}

/// Results by what they are made from.
pub(super) struct Memo<K, V>(Mutex<HashMap<K, V, FixedState>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Memo(Mutex::default())
    }
}

impl<K: Hash + Eq, V: Clone> Memo<K, V> {
    /// The result for a key. Two threads may both make it; the first one is kept.
    pub(super) fn get(&self, key: K, make: impl FnOnce() -> V) -> V {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known().get(&key) {
            return value.clone();
        }
        // Making it may need another one of the same kind.
        let made = make();
        known().entry(key).or_insert(made).clone()
    }
}
