//! What each figure counts, in the words of the catalogues, by its place in figures.json.
//!
//! `title` and `text` stand in every language; `formula`, `denominator` and `excluded` are plain
//! texts in the site's first language, and in the other languages below `translations`. What a
//! definition leaves empty is null.

use crate::figures::definitions::DEFINITIONS;
use crate::model::Model;
use crate::text::catalog::Catalog;
use serde_json::{Map, Value, json};

/// All definitions by path.
pub(super) fn definitions(model: &Model, catalogs: &[&Catalog]) -> Map<String, Value> {
    let site = model.config.languages.first();
    let first = catalogs.iter().find(|c| Some(&c.lang) == site).or(catalogs.first());
    let Some(first) = first else {
        return Map::new();
    };
    DEFINITIONS.iter().map(|d| (d.path.to_owned(), definition(d.key, first, catalogs))).collect()
}

fn definition(key: &str, first: &Catalog, catalogs: &[&Catalog]) -> Value {
    let say = |catalog: &Catalog, part: &str| {
        Some(catalog.say(&format!("definition.{key}.{part}"))).filter(|text| !text.is_empty())
    };
    let every = |part: &str| -> Map<String, Value> {
        catalogs.iter().map(|c| (c.lang.tag().to_owned(), say(c, part).into())).collect()
    };
    let others = catalogs.iter().filter(|c| c.lang != first.lang);
    let translations: Map<String, Value> = others
        .map(|c| {
            let parts = json!({
                "formula": say(c, "formula"),
                "denominator": say(c, "denominator"),
                "excluded": say(c, "excluded"),
            });
            (c.lang.tag().to_owned(), parts)
        })
        .collect();
    json!({
        "title": every("title"),
        "text": every("text"),
        "formula": say(first, "formula"),
        "denominator": say(first, "denominator"),
        "excluded": say(first, "excluded"),
        "translations": translations,
    })
}
