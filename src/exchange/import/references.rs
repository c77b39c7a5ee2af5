//! Which records the names in a sheet mean: those of the site, and those that the sheet itself brings.

use super::Reading;
use super::written::{norm, norm_number};
use crate::model::{Model, RecordRef, RegisterId};
use std::collections::HashMap;

/// A record that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Register and id, the same however it was named.
    pub(super) key: (RegisterId, String),
    /// How a reference to it is written.
    pub(super) written: String,
}

/// All records by number and id.
pub(super) struct Names {
    by_name: HashMap<(RegisterId, String), Option<Named>>,
}

impl Names {
    /// The records of the site.
    pub(super) fn new(model: &Model) -> Self {
        let mut names = Names { by_name: HashMap::new() };
        for (register, list) in model.registers() {
            for record in &list.records {
                let id = record.text.id.as_str();
                names.add(register, id, record.number());
            }
        }
        names
    }

    /// One more record. Where two have the same number it means neither.
    pub(super) fn add(&mut self, register: RegisterId, id: &str, number: Option<&str>) {
        let named = Named { key: (register, id.to_owned()), written: number.unwrap_or(id).to_owned() };
        for name in [Some(id), number].into_iter().flatten() {
            self.by_name
                .entry((register, norm_number(name)))
                .and_modify(|known| {
                    if known.as_ref().is_some_and(|known| known.key != named.key) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(named.clone()));
        }
    }

    /// The record of a name, in these registers in turn; bare digits get the register's prefix.
    pub(super) fn find(&self, model: &Model, registers: &[RegisterId], name: &str) -> Option<&Named> {
        // `services/od-001`, as the CSV files of this program write it.
        if let Some((key, id)) = name.split_once('/') {
            let named = |id: &RegisterId| model.register_config(model.register(*id)).key.value == key;
            let found = registers.iter().find(|id| named(id)).and_then(|of| self.by_name.get(&(*of, norm_number(id))));
            if let Some(found) = found {
                return found.as_ref();
            }
        }
        registers.iter().find_map(|register| {
            let prefix = &model.register_config(model.register(*register)).number_prefix;
            let bare = name.chars().all(|c| c.is_ascii_digit()).then(|| norm_number(&format!("{prefix}{name}")));
            let mut names = std::iter::once(norm_number(name)).chain(bare);
            names.find_map(|name| self.by_name.get(&(*register, name))?.as_ref())
        })
    }

    /// How a record is written that is not public; nothing for one that is.
    pub(super) fn internal(&self, model: &Model, register: RegisterId, id: &str) -> Option<String> {
        let record = model.register(register).records.iter().find(|record| record.text.id == id)?;
        let named = self.by_name.get(&(register, norm_number(id)))?.as_ref();
        record.text.internal.then(|| named.map_or_else(|| id.to_owned(), |named| named.written.clone()))
    }

    /// The same record, however a reference in its file is written.
    pub(super) fn of(model: &Model, at: RecordRef) -> (RegisterId, String) {
        (at.register, model.record(at).text.id.clone())
    }
}

impl Reading<'_, '_> {
    /// The registers in which names of a field are looked for, the likeliest first.
    pub(super) fn registers_of(&self, field: &str) -> Vec<RegisterId> {
        let kind = |id: RegisterId| self.model.register_config(self.model.register(id)).kind;
        let all = self.model.registers().map(|(id, _)| id);
        if field == "measures" {
            return all.filter(|id| kind(*id) == "measure").collect();
        }
        let own = self.register;
        std::iter::once(own).chain(all.filter(|id| *id != own)).collect()
    }

    /// The id of a programme by its id or name.
    pub(super) fn programme(&self, name: &str) -> Option<&str> {
        let wanted = norm(name);
        let lang = self.lang();
        let mut all = self.model.programmes.iter();
        let found = all.find(|programme| norm(&programme.id) == wanted || norm(programme.title.get(lang)) == wanted);
        found.map(|programme| programme.id.as_str())
    }
}
