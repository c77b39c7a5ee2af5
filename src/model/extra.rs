//! Fields that the site itself declares, and their values in records.

use super::{Model, RegisterId};
use crate::config::{ExtraField, SiteConfig};
use crate::diag::{Diagnostics, codes};
use crate::record::field::is_web_address;
use crate::record::tracked::{ExtraText, Tracked};
use crate::source::Located;

/// Whether records of a register may have the field.
pub(super) fn belongs(field: &ExtraField, register: &str) -> bool {
    field.registers.is_empty() || field.registers.iter().any(|r| r.value == register)
}

impl Model {
    /// The extra fields that a list of a register has a column for, as index into the configuration.
    pub fn extra_columns(&self, id: RegisterId) -> impl Iterator<Item = usize> {
        let key = &self.register_config(self.register(id)).key.value;
        self.extra_fields().filter(move |(_, field)| belongs(field, key)).map(|(index, _)| index)
    }
}

/// Checks the declarations: their registers exist, and no register has a field twice.
pub(super) fn check(config: &SiteConfig, diags: &mut Diagnostics) {
    let keys = || config.registers.iter().map(|r| r.key.value.as_str());
    for (i, field) in config.extra.iter().enumerate() {
        for register in field.registers.iter().filter(|r| keys().all(|key| key != r.value)) {
            diags.push(codes::unknown_reference(register.span, &register.value, "register", keys()));
        }
        let same = |other: &&ExtraField| {
            other.name.value == field.name.value && keys().any(|key| belongs(other, key) && belongs(field, key))
        };
        // A name that is missing was reported when the file was read.
        if let Some(first) = config.extra[..i].iter().find(same).filter(|_| !field.name.value.is_empty()) {
            diags.push(codes::duplicate_extra(field.name.span, &field.name.value, first.name.span));
        }
    }
}

/// The values of a record by field.
pub(super) fn values(
    text: &Tracked,
    register: &str,
    fields: &[ExtraField],
    diags: &mut Diagnostics,
) -> Vec<(usize, ExtraText)> {
    let belongs = |field: &ExtraField| belongs(field, register);
    let mut out = Vec::new();
    for (key, value) in &text.extra {
        let found = fields.iter().position(|f| f.name.value == key.value && belongs(f));
        let Some(index) = found else {
            let known = fields.iter().filter(|f| belongs(f)).map(|f| f.name.value.as_str());
            diags.push(codes::unknown_key(key.span, &key.value, "`[extra]`", known));
            continue;
        };
        out.extend(checked(&fields[index], key, value, diags).map(|v| (index, v)));
    }
    out.sort_by_key(|(index, _)| *index);
    out
}

fn checked(
    field: &ExtraField,
    key: &Located<String>,
    value: &Located<ExtraText>,
    diags: &mut Diagnostics,
) -> Option<ExtraText> {
    let (wanted, example) = match field.kind {
        "number" => ("a number", "12"),
        "date" => ("a date", "2023-09-30"),
        "bool" => ("`true` or `false`", "true"),
        "list" => ("a list of texts", "[\"A\", \"B\"]"),
        "url" => ("a text in quotes", "\"https://www.example.org/\""),
        _ => ("a text in quotes", "\"A\""),
    };
    let found = match (field.kind, &value.value) {
        ("text" | "url", ExtraText::Text(_))
        | ("number", ExtraText::Number(_))
        | ("date", ExtraText::Date(_))
        | ("bool", ExtraText::Bool(_))
        | ("list", ExtraText::List(_)) => None,
        ("list", ExtraText::Text(one)) => return Some(ExtraText::List(vec![one.clone()])),
        (_, ExtraText::Text(_)) => Some("a text"),
        (_, ExtraText::Number(_)) => Some("a number"),
        (_, ExtraText::Date(_)) => Some("a date"),
        (_, ExtraText::Bool(_)) => Some("`true` or `false`"),
        (_, ExtraText::List(_)) => Some("a list"),
        (_, ExtraText::Other(what)) => Some(*what),
    };
    if let Some(found) = found {
        diags.push(codes::wrong_type(value.span, &key.value, wanted, found, &format!("{} = {example}", key.value)));
        return None;
    }
    if let ExtraText::Text(text) = &value.value
        && field.kind == "url"
        && !is_web_address(text)
    {
        diags.push(codes::bad_address(value.span, &key.value, text));
        return None;
    }
    let words: &[String] = match &value.value {
        ExtraText::Text(text) => std::slice::from_ref(text),
        ExtraText::List(texts) => texts,
        _ => &[],
    };
    for word in words.iter().filter(|w| !field.values.is_empty() && !field.values.contains(w)) {
        diags.push(codes::unknown_choice(value.span, &key.value, word, field.values.iter().map(String::as_str)));
    }
    Some(value.value.clone())
}
