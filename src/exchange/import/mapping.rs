//! A mapping file: which column of a foreign layout holds what, and what its words mean.
//!
//! ```toml
//! sheet = "Plan"          # may be left out, as may each of these
//! header_row = 3          # as the spreadsheet counts
//! [columns]               # header, or column:K, and what the column holds
//! "Lfd. Nr." = "number"
//! "column:K" = "2023-09-30"
//! "Ampel" = "-"           # not taken over
//! [values.delivery]       # word of the sheet, and value of the field
//! "Formular" = "own-form"
//! ```

use super::aliases::Vocabulary;
use super::header::{Layout, Target};
use super::written::{clean, norm};
use crate::diag::{Diagnostics, codes};
use crate::text::catalog::Catalog;
use std::collections::BTreeMap;
use toml::{Table, Value};

/// A mapping.
#[derive(Debug, Clone, Default)]
pub(super) struct Mapping {
    /// Its file, as the user named it.
    pub(super) file: String,
    /// Sheet.
    pub(super) sheet: Option<String>,
    /// Row of the headers, from 1.
    pub(super) header_row: Option<u32>,
    /// Header or `column:K`, and what it holds.
    pub(super) columns: Vec<(String, Target)>,
    /// By field: words of the sheet, normalised, and values.
    values: BTreeMap<String, BTreeMap<String, String>>,
}

const KEYS: &str = "`sheet`, `header_row`, `[columns]`, `[values.FIELD]`";

impl Mapping {
    /// Reads a mapping file; what is wrong with it is reported.
    pub(super) fn read(
        file: &str,
        text: &str,
        vocabulary: &Vocabulary<'_>,
        words: &Catalog,
        diags: &mut Diagnostics,
    ) -> Self {
        let mut mapping = Mapping { file: file.to_owned(), ..Mapping::default() };
        let table: Table = match toml::from_str(text.trim_start_matches('\u{feff}')) {
            Ok(table) => table,
            Err(error) => {
                let line = text[..error.span().map_or(0, |span| span.start.min(text.len()))].matches('\n').count() + 1;
                let detail = format!("{line}: {}", error.message());
                diags.push(codes::sheet::bad_mapping(
                    file,
                    words,
                    "syntax",
                    &detail,
                    words.say("import.mapping.syntax_help"),
                ));
                return mapping;
            }
        };
        let mut wrong = |key: &str| {
            let help = words.fill("import.mapping.key_help", &[("known", &KEYS)]);
            diags.push(codes::sheet::bad_mapping(file, words, "key", &key, help));
        };
        let mut targets = Vec::new();
        for (key, value) in &table {
            match (key.as_str(), value) {
                ("sheet", Value::String(name)) => mapping.sheet = Some(name.clone()),
                ("header_row", Value::Integer(row)) if *row > 0 => mapping.header_row = u32::try_from(*row).ok(),
                ("columns", Value::Table(columns)) => {
                    for (name, target) in columns {
                        match target {
                            Value::String(target) => targets.push((name.clone(), target.clone())),
                            Value::Datetime(date) => targets.push((name.clone(), date.to_string())),
                            _ => wrong(&format!("columns.{name}")),
                        }
                    }
                }
                ("values", Value::Table(fields)) => {
                    for (field, meanings) in fields {
                        let Value::Table(meanings) = meanings else {
                            wrong(&format!("values.{field}"));
                            continue;
                        };
                        let pairs = meanings.iter().map(|(word, value)| {
                            (norm(word), value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                        });
                        mapping.values.insert(field.clone(), pairs.collect());
                    }
                }
                (other, _) => wrong(other),
            }
        }
        for (name, target) in targets {
            match vocabulary.named(&target) {
                Some(target) => mapping.columns.push((name, target)),
                None => {
                    let known =
                        vocabulary.target_names().iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
                    let help = words.fill("import.mapping.target_help", &[("known", &known)]);
                    diags.push(codes::sheet::bad_mapping(file, words, "target", &target, help));
                }
            }
        }
        mapping
    }

    /// What a word of the sheet means in a field, or `value` for values at dates.
    pub(super) fn meaning(&self, field: &str, word: &str) -> Option<&str> {
        self.values.get(field)?.get(&norm(word)).map(String::as_str)
    }
}

/// A mapping file for a sheet as far as it is understood; the other columns stand in it as comments.
pub(super) fn suggested(layout: &Layout<'_>, vocabulary: &Vocabulary<'_>) -> String {
    let quoted = |text: &str| toml_edit::Value::from(text).to_string().trim().to_owned();
    let mut out = format!(
        "sheet = {}\nheader_row = {}\n\n# A target is a field, a reporting date, check:DATE for a status beside a value, or \"-\" for none.\n# Fields: {}\n[columns]\n",
        quoted(&layout.sheet.name),
        layout.row + 1,
        vocabulary.target_names().join(", ")
    );
    for (index, cell) in layout.sheet.row(layout.row).into_iter().flat_map(|row| &row.cells) {
        let header = quoted(&clean(&cell.text()));
        match layout.columns.iter().find(|column| column.index == *index) {
            Some(column) => out.push_str(&format!("{header} = {}\n", quoted(&vocabulary.name_of(&column.target)))),
            None => out.push_str(&format!("{header} = \"-\"\n")),
        }
    }
    out
}
