//! Which record each row of a sheet is about: one of the site, or a new one with an id of its own. A record
//! that two rows name is a problem, and no file is ever overwritten by a new record.

use super::Reading;
use super::header::Target;
use super::references::Names;
use super::rows::Entry;
use super::written::{norm, norm_number};
use crate::diag::codes;
use crate::source::{CellRef, SourceTree};
use crate::text::slug::{is_slug, slug};
use std::collections::{BTreeSet, HashMap};

/// Which record a row is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    Known(u32),
    New(String),
}

/// The record of each row. Rows that name a record twice, or belong to none, are reported.
pub(super) fn assign(
    reading: &mut Reading<'_, '_>,
    entries: &mut [Entry],
    names: &mut Names,
    sources: &SourceTree,
) -> Vec<Option<Whose>> {
    let register = reading.model.register(reading.register);
    let config = reading.register_config();
    let by_id: HashMap<&str, u32> = (0..).zip(&register.records).map(|(i, r)| (r.text.id.as_str(), i)).collect();
    let mut by_title: HashMap<String, Vec<u32>> = HashMap::new();
    for (index, record) in (0..).zip(&register.records) {
        by_title.entry(norm(record.title().unwrap_or_default())).or_default().push(index);
    }
    let mut taken: BTreeSet<String> = by_id.keys().map(|id| (*id).to_owned()).collect();
    let mut seen: HashMap<Whose, CellRef> = HashMap::new();
    let mut found = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(number) = &entry.number {
            let whole = with_prefix(number, &config.number_prefix, config.number_digits);
            if let Some(whole) = whole.filter(|whole| whole != number) {
                let column = reading.title(&Target::Number);
                reading.note(entry.at, &column, number, &format!("`{whole}`"));
                entry.number = Some(whole);
            }
        }
        let known = entry.id.as_ref().and_then(|id| by_id.get(id.as_str()).copied()).or_else(|| {
            match (&entry.number, &entry.title) {
                (Some(number), _) => {
                    let named = names.find(reading.model, &[reading.register], number)?;
                    by_id.get(named.key.1.as_str()).copied()
                }
                (None, Some(title)) => match by_title.get(&norm(title)).map(Vec::as_slice) {
                    Some([only]) => Some(*only),
                    _ => None,
                },
                (None, None) => None,
            }
        });
        let name = entry.number.clone().or_else(|| entry.title.clone()).or_else(|| entry.id.clone());
        let whose = match known {
            Some(index) => Whose::Known(index),
            None => Whose::New(norm_number(name.as_deref().unwrap_or_default())),
        };
        if let Some(first) = seen.get(&whose) {
            let (place, words) = (reading.place(entry.at), reading.words);
            let problem = codes::sheet::duplicate_row(place, words, &name.unwrap_or_default(), &first.to_string());
            reading.push(problem);
            found.push(None);
            continue;
        }
        seen.insert(whose.clone(), entry.at);
        found.push(Some(match whose {
            Whose::Known(index) => Whose::Known(index),
            Whose::New(_) => {
                let given = entry.id.as_deref().filter(|id| is_slug(id));
                let wanted = given.map_or_else(|| slug(name.as_deref().unwrap_or_default()), str::to_owned);
                let id = free_id(&wanted, &config.key.value, &taken, sources);
                taken.insert(id.clone());
                if !entry.broken {
                    names.add(reading.register, &id, entry.number.as_deref());
                }
                Whose::New(id)
            }
        }));
    }
    found
}

/// A number of the register in full, if it is one without its prefix or written in another way.
fn with_prefix(number: &str, prefix: &str, digits: usize) -> Option<String> {
    if prefix.is_empty() {
        return None;
    }
    let compact = norm_number(number);
    let rest = compact.strip_prefix(&norm_number(prefix)).unwrap_or(&compact);
    let typed = number.strip_prefix(prefix).unwrap_or_default();
    if typed.len() >= digits && typed.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value: u64 = rest.parse().ok().filter(|_| rest.bytes().all(|b| b.is_ascii_digit()))?;
    Some(format!("{prefix}{value:0digits$}"))
}

/// An id that no file of the register has yet.
fn free_id(wanted: &str, register: &str, taken: &BTreeSet<String>, sources: &SourceTree) -> String {
    let wanted: String = wanted.chars().take(60).collect();
    let wanted = if wanted.is_empty() { "record" } else { wanted.trim_end_matches('-') };
    let is_free = |id: &str| {
        let file = |ending: &str| sources.find(&format!("content/{register}/{id}.{ending}")).is_some();
        !taken.contains(id) && !file("md") && !file("toml")
    };
    let numbered = (2..).map(|n| format!("{wanted}-{n}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(|id| is_free(id)).unwrap_or_default()
}
