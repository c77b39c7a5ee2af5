//! Finds what a name in a record means: by id or by number, in one register or in all.

use super::{RecordRef, Register, RegisterId};
use crate::config::RegisterConfig;
use crate::diag::{Diagnostics, codes};
use crate::record::{Unread, UnreadFolder};
use crate::source::Located;
use std::collections::HashMap;

/// All records of the site by id and number.
pub(super) struct Names {
    registers: Vec<Register_>,
}

struct Register_ {
    key: String,
    kind: &'static str,
    by_name: HashMap<String, u32>,
    internal: Vec<bool>,
    number_prefix: String,
    unread: UnreadFolder,
}

impl Names {
    pub(super) fn new(configs: &[RegisterConfig], registers: &[Register], unread: &Unread) -> Self {
        let registers = configs
            .iter()
            .zip(registers)
            .map(|(config, register)| {
                let mut by_name = HashMap::with_capacity(register.records.len() * 2);
                for (i, record) in register.records.iter().enumerate() {
                    if let Some(number) = record.number() {
                        by_name.entry(number.to_owned()).or_insert(i as u32);
                    }
                }
                // Ids win over numbers that happen to look like one.
                for (i, record) in register.records.iter().enumerate() {
                    by_name.insert(record.text.id.clone(), i as u32);
                }
                let internal = register.records.iter().map(|r| r.text.internal).collect();
                Register_ {
                    key: config.key.value.clone(),
                    kind: config.kind,
                    by_name,
                    internal,
                    number_prefix: config.number_prefix.clone(),
                    unread: unread.folder(&config.key.value),
                }
            })
            .collect();
        Names { registers }
    }

    /// The record of a name, seen from a record of `home`: `mp-011`, `MP 011` or `services/od-001`.
    /// With `kind` only registers of that kind are searched. Unknown names are reported.
    pub(super) fn record(
        &self,
        name: &Located<String>,
        home: RegisterId,
        kind: Option<&str>,
        from_public: bool,
        diags: &mut Diagnostics,
    ) -> Option<RecordRef> {
        let found = self.find(&name.value, home, kind);
        match found {
            None if self.may_be_unread(&name.value, kind) => {}
            None => diags.push(codes::unknown_reference(
                name.span,
                &name.value,
                kind.unwrap_or("record"),
                self.known(home, kind),
            )),
            Some(at) if from_public && self.registers[at.register.0 as usize].internal[at.index as usize] => {
                diags.push(codes::internal_reference(name.span, &name.value));
            }
            Some(_) => {}
        }
        found
    }

    /// Whether a file that could not be read may be the one that is named.
    fn may_be_unread(&self, name: &str, kind: Option<&str>) -> bool {
        let of_kind = |r: &Register_| kind.is_none_or(|k| k == r.kind);
        if let Some((key, rest)) = name.split_once('/')
            && let Some(register) = self.registers.iter().find(|r| r.key == key)
        {
            return of_kind(register) && register.unread.may_name(rest, &register.number_prefix);
        }
        self.registers.iter().any(|r| of_kind(r) && r.unread.may_name(name, &r.number_prefix))
    }

    fn find(&self, name: &str, home: RegisterId, kind: Option<&str>) -> Option<RecordRef> {
        let at = |i: usize, name: &str| {
            let register = &self.registers[i];
            (kind.is_none_or(|k| k == register.kind))
                .then(|| register.by_name.get(name))
                .flatten()
                .map(|index| RecordRef { register: RegisterId(i as u32), index: *index })
        };
        if let Some((key, rest)) = name.split_once('/')
            && let Some(i) = self.registers.iter().position(|r| r.key == key)
        {
            return at(i, rest);
        }
        let home = home.0 as usize;
        at(home, name).or_else(|| (0..self.registers.len()).filter(|i| *i != home).find_map(|i| at(i, name)))
    }

    fn known(&self, home: RegisterId, kind: Option<&str>) -> Vec<&str> {
        let mut known: Vec<&str> = self
            .registers
            .iter()
            .enumerate()
            .filter(|(i, r)| kind.map_or(*i == home.0 as usize, |k| k == r.kind))
            .flat_map(|(_, r)| r.by_name.keys().map(String::as_str).chain(r.unread.ids()))
            .collect();
        known.sort_unstable();
        known
    }
}
