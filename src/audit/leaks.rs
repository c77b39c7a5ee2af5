//! A last guard against internal texts in public output.
//!
//! Views are made from an allow list of fields, so nothing should ever be found here. Searched are
//! titles of internal records and values of internal fields that are long enough to be told apart
//! and stand in no public text. A drawing in the address of a link is not searched: what it says stands in the page too.

use crate::diag::{Diagnostics, codes};
use crate::model::Model;
use crate::output;
use crate::record::tracked::ExtraText;
use crate::source::SourceTree;
use crate::text::markdown::escape;
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Characters that make a text long enough to be more than a word that others use too.
const LEAST: usize = 12;

/// Texts that may stand in no public file.
#[derive(Default)]
pub(super) struct Secrets {
    /// All of them at once, as text, markup and JSON write them; none if there are no secrets.
    search: Option<AhoCorasick>,
    /// Where each of them comes from, once for every way to write it.
    origins: Vec<String>,
    /// Of all of them, in all ways.
    pub(super) digest: [u8; 32],
}

impl Secrets {
    /// The secrets of a site.
    pub(super) fn of(model: &Model, sources: &SourceTree) -> Self {
        let mut secrets: BTreeMap<&str, String> = BTreeMap::new();
        for record in model.registers.iter().flat_map(|r| &r.records) {
            let path = || sources.file(record.text.source).path.clone();
            if !record.shown {
                secrets.extend(record.title().map(|title| (title, path())));
            }
            for (field, value) in &record.extra {
                let field = &model.config.extra[*field];
                if let (false, ExtraText::Text(text)) = (field.public, value) {
                    secrets.insert(text, format!("`{}` in {}", field.name.value, path()));
                }
            }
        }
        secrets.retain(|text, _| text.chars().count() >= LEAST);
        if secrets.is_empty() {
            return Secrets::default();
        }
        let shown = model.registers.iter().flat_map(|r| &r.records).filter(|r| r.shown);
        let public: HashSet<&str> = shown.filter_map(|r| r.title()).collect();
        secrets.retain(|text, _| !public.contains(text));
        let (mut ways, mut origins) = (Vec::new(), Vec::new());
        for (text, origin) in secrets {
            let markup = escape(text);
            let quoted = serde_json::Value::from(text).to_string();
            let json = quoted[1..quoted.len() - 1].to_owned();
            for way in BTreeSet::from([markup, json, text.to_owned()]) {
                ways.push(way);
                origins.push(origin.clone());
            }
        }
        let digest = output::digest(ways.iter().map(String::as_bytes));
        // Texts of records are megabytes at most, far from where building the search could fail.
        Secrets { search: AhoCorasick::new(ways).ok(), origins, digest }
    }

    /// Whether a text as people write it has one of them in it.
    pub(super) fn are_in(&self, text: &str) -> bool {
        self.search.as_ref().is_some_and(|search| search.is_match(text))
    }

    /// Reports the secrets in a file, each once.
    pub(super) fn check(&self, path: &str, bytes: &[u8], diags: &mut Diagnostics) {
        let Some(search) = &self.search else { return };
        let found = search.find_overlapping_iter(bytes).map(|found| &self.origins[found.pattern().as_usize()]);
        for origin in found.collect::<BTreeSet<_>>() {
            diags.push(codes::internal_leak(path, origin));
        }
    }
}
