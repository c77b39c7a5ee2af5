//! A last guard against internal texts in public output.
//!
//! Views are made from an allow list of fields, so nothing should ever be found here. Searched are
//! titles of internal records and values of internal fields that are long enough to be told apart
//! and stand in no public text.

use crate::diag::{Diagnostics, codes};
use crate::model::Model;
use crate::output::Output;
use crate::record::tracked::ExtraText;
use crate::source::SourceTree;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Characters that make a text long enough to be more than a word that others use too.
const LEAST: usize = 12;

pub(super) fn check(output: &Output, model: &Model, sources: &SourceTree, diags: &mut Diagnostics) {
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
        return;
    }
    let public = |text: &str| {
        let records = model.registers.iter().flat_map(|r| &r.records).filter(|r| r.shown);
        records.into_iter().any(|r| r.title() == Some(text))
    };
    secrets.retain(|text, _| !public(text));
    let escaped: Vec<(String, &String)> =
        secrets.iter().map(|(text, origin)| (crate::text::markdown::escape(text), origin)).collect();
    let files: Vec<(&str, &[u8])> = output.iter().collect();
    let leaks: Vec<(&str, &String)> = files
        .par_iter()
        .flat_map_iter(|(path, bytes)| {
            let text = std::str::from_utf8(bytes).unwrap_or("");
            escaped.iter().filter(move |(secret, _)| text.contains(secret.as_str())).map(|(_, origin)| (*path, *origin))
        })
        .collect();
    for (path, origin) in leaks {
        diags.push(codes::internal_leak(path, origin));
    }
}
