//! The number and the file of a record that is to be made.

use super::{Model, RegisterId};
use crate::source::SourceTree;
use crate::text::slug::slug;
use std::collections::BTreeSet;

/// Gives out the numbers of a register, each once.
pub struct Numbers<'m> {
    sources: &'m SourceTree,
    prefix: &'m str,
    digits: usize,
    folder: &'m str,
    is_numbered: bool,
    last: u64,
    given: BTreeSet<String>,
}

impl<'m> Numbers<'m> {
    /// The numbers after the highest one of the register; gaps stay gaps. Those of internal records, of
    /// those that left and numbers given up count too.
    pub fn new(model: &'m Model, id: RegisterId, sources: &'m SourceTree) -> Self {
        let register = model.register(id);
        let config = model.register_config(register);
        let prefix = config.number_prefix.as_str();
        let used = register.records.iter().flat_map(|record| {
            let earlier = record.text.renumbered.iter().map(|(_, from)| from.as_str());
            record.number().into_iter().chain(earlier)
        });
        let last = used.filter_map(|number| number.strip_prefix(prefix)?.trim().parse::<u64>().ok()).max();
        Numbers {
            sources,
            prefix,
            digits: config.number_digits,
            folder: &config.key.value,
            is_numbered: !prefix.is_empty() || register.records.iter().any(|record| record.number().is_some()),
            last: last.unwrap_or(0),
            given: BTreeSet::new(),
        }
    }

    /// Whether records of this register have numbers at all.
    pub fn is_numbered(&self) -> bool {
        self.is_numbered
    }

    /// The next number with the file for it. Numbers whose file exists are passed over: it may be one
    /// that cannot be read, or that has another number.
    pub fn next_number(&mut self) -> (String, String) {
        loop {
            self.last = self.last.saturating_add(1);
            let number = format!("{}{:0width$}", self.prefix, self.last, width = self.digits);
            match self.free(&slug(&number)) {
                Some(path) => return (number, path),
                None if self.last == u64::MAX => {
                    return (number.clone(), format!("content/{}/{}.md", self.folder, slug(&number)));
                }
                None => {}
            }
        }
    }

    /// The file for a record without a number, after its title.
    pub fn path_of(&mut self, title: &str) -> String {
        let words: String = slug(title).chars().take(60).collect();
        let words = words.trim_end_matches('-');
        let words = if words.is_empty() { "neu" } else { words };
        let mut number = 1_u64;
        loop {
            let id = if number == 1 { words.to_owned() } else { format!("{words}-{number}") };
            if let Some(path) = self.free(&id) {
                return path;
            }
            number += 1;
        }
    }

    /// The file of an id that nothing has yet.
    fn free(&mut self, id: &str) -> Option<String> {
        let place = format!("content/{}/{id}", self.folder);
        let is_taken = ["md", "toml"].iter().any(|ending| self.sources.find(&format!("{place}.{ending}")).is_some());
        (!is_taken && self.given.insert(id.to_owned())).then(|| format!("{place}.md"))
    }
}
