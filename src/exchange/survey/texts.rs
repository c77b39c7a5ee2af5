//! Texts of cells as they are kept in a record, and values as people read them.

use super::returned::clean;
use crate::record::field::Written;
use crate::text::catalog::Catalog;
use std::fmt::Display;

/// A value as it is written in a record.
pub(super) fn value(value: &Written) -> String {
    match value {
        Written::Number(number) => number.to_string(),
        Written::Code(code) => code.clone(),
    }
}

/// A text of the catalogue with values that were made before.
pub(super) fn fill(words: &Catalog, key: &str, values: &[(&str, String)]) -> String {
    words.fill(key, &shown(values))
}

/// Values as the catalogue takes them.
pub(super) fn shown<'v>(values: &'v [(&'v str, String)]) -> Vec<(&'v str, &'v dyn Display)> {
    values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect()
}

/// A text in one line.
pub(super) fn one_line(text: &str) -> String {
    clean(text)
}

/// A text with its lines, without spaces that nobody sees.
pub(super) fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = text.split('\n').map(clean).collect();
    lines.join("\n").trim().to_owned()
}
