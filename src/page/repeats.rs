//! What many pages say alike: names of records, values with their meaning, lines of histories, ways to lists.
//!
//! Each is made when the first page needs it, and shared by all others. It holds for one context: one model, its
//! figures and addresses, one language.

use super::behind::Places;
use super::list;
use crate::chart::Ground;
use crate::figures::Standing;
use crate::model::{DivisionId, Model, ProgrammeId, RecordRef, RegisterId, UnitId};
use crate::value::{Date, Schedule};
use crate::view::{Link, Repeated};
use foldhash::fast::FixedState;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Parts of pages that are made once.
#[derive(Default)]
pub struct Repeats {
    /// Names of records as items of lists, by the way to the start page.
    pub(super) items: Memo<String, Arc<PerRecord<Box<str>>>>,
    /// What stands beside the values of a record in lists.
    pub(super) sparks: PerRecord<Option<Arc<str>>>,
    /// The start of the row of a record in tables of comparisons, and the rest of it.
    pub(super) changed_records: PerRecord<Arc<str>>,
    pub(super) changed_values: Memo<(RegisterId, Option<Standing>, Option<Standing>), Arc<str>>,
    pub(super) units: Memo<UnitId, Repeated<Link>>,
    /// Cells of lists: the status, and the values by the date of their column.
    pub(super) status_cells: Memo<(RegisterId, Option<Standing>), Repeated<String>>,
    pub(super) value_cells: Memo<(RegisterId, Date, Standing), Arc<str>>,
    /// The first fields of its row in files of comparisons.
    pub(super) head_fields: PerRecord<Arc<str>>,
    /// Key facts of records, by their name.
    pub(super) facts: Memo<(&'static str, Said), Arc<str>>,
    /// Rows of histories, with what the value means or without, and rows of the file beside the chart of a record.
    pub(super) history: Memo<(RegisterId, Date, Standing, bool), Arc<str>>,
    pub(super) history_fields: Memo<(RegisterId, Date, Standing), Arc<str>>,
    /// What charts of records in a register are drawn on.
    pub(super) grounds: Memo<RegisterId, Arc<Ground>>,
    pub(super) places: Memo<(RegisterId, Date), Arc<Places>>,
    pub(super) lists: Memo<RegisterId, Arc<list::Whole>>,
}

/// What a key fact says.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Said {
    Unit(UnitId),
    /// Further units, each with the word of its role.
    Units(Vec<(UnitId, &'static str)>),
    Division(DivisionId),
    Programmes(Vec<ProgrammeId>),
    Time(Schedule),
    Texts(Vec<String>),
}

/// Records of a register of which values are kept; of more they would take hundreds of megabytes.
const MANY: usize = 100_000;

/// A part for each record, by register and index.
pub(super) struct PerRecord<V>(OnceLock<Vec<Vec<OnceLock<V>>>>);

impl<V> Default for PerRecord<V> {
    fn default() -> Self {
        PerRecord(OnceLock::new())
    }
}

impl<V> PerRecord<V> {
    /// The part of a record, which is kept however many there are.
    pub(super) fn kept(&self, model: &Model, at: RecordRef, make: impl FnOnce() -> V) -> &V {
        let all = self.0.get_or_init(|| {
            let rooms = |n: usize| (0..n).map(|_| OnceLock::new()).collect();
            model.registers.iter().map(|register| rooms(register.records.len())).collect()
        });
        all[at.register.0 as usize][at.index as usize].get_or_init(make)
    }
}

impl<V: Clone> PerRecord<V> {
    /// The part of a record. What is kept is lent: threads that count references to one part wait for each other.
    pub(super) fn get(&self, model: &Model, at: RecordRef, make: impl FnOnce() -> V) -> Cow<'_, V> {
        match model.register(at.register).records.len() > MANY {
            true => Cow::Owned(make()),
            false => Cow::Borrowed(self.kept(model, at, make)),
        }
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
