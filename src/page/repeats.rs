//! What many pages say alike: names of records, values with their meaning, lines of histories, ways to lists.
//!
//! Each is made when the first page needs it, and shared by all others. It holds for one context: one model, its
//! figures and addresses, one language.

use super::behind::Places;
use super::list;
use crate::figures::Standing;
use crate::model::{Model, RecordRef, RegisterId, StatusId, UnitId};
use crate::value::Date;
use crate::view::{self, Cell, HistoryRow, Link, Repeated, StatusTag, ValueCell};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Parts of pages that are made once.
#[derive(Default)]
pub struct Repeats {
    pub(super) names: PerRecord<Repeated<view::RecordRef>>,
    /// The same as heads of rows, on comparisons.
    pub(super) heads: PerRecord<Repeated<Cell>>,
    pub(super) tags: Memo<(RegisterId, StatusId), Repeated<StatusTag>>,
    pub(super) units: Memo<UnitId, Repeated<Link>>,
    pub(super) values: Memo<(RegisterId, Standing), Repeated<ValueCell>>,
    /// Values in words, on comparisons.
    pub(super) said: Memo<(RegisterId, Option<Standing>), Repeated<Cell>>,
    pub(super) history: Memo<(RegisterId, Date, Standing), Repeated<HistoryRow>>,
    pub(super) places: Memo<(RegisterId, Date), Arc<Places>>,
    pub(super) lists: Memo<RegisterId, Arc<list::Whole>>,
}

/// Records of a register of which parts are kept; of more they would take hundreds of megabytes.
const MANY: usize = 100_000;

/// A part for each record, by register and index.
pub(super) struct PerRecord<V>(OnceLock<Vec<Vec<OnceLock<V>>>>);

impl<V> Default for PerRecord<V> {
    fn default() -> Self {
        PerRecord(OnceLock::new())
    }
}

impl<V: Clone> PerRecord<V> {
    /// The part of a record.
    pub(super) fn get(&self, model: &Model, at: RecordRef, make: impl FnOnce() -> V) -> V {
        if model.register(at.register).records.len() > MANY {
            return make();
        }
        let all = self.0.get_or_init(|| {
            let rooms = |n: usize| (0..n).map(|_| OnceLock::new()).collect();
            model.registers.iter().map(|register| rooms(register.records.len())).collect()
        });
        all[at.register.0 as usize][at.index as usize].get_or_init(make).clone()
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
