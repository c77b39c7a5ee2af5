//! How keys and values are written in TOML, and whether a parsed value is a given one.

use super::EditValue;
use crate::value::Money;
use toml_edit::Value;

/// A key in the quotes of its neighbour, if it has some or needs some.
pub(super) fn written_key(key: &str, model: &str) -> String {
    let is_bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    match model.chars().next() {
        Some('\'') if is_bare => format!("'{key}'"),
        Some('"') => quoted(key),
        _ if is_bare => key.to_owned(),
        _ => quoted(key),
    }
}

/// A value as TOML.
pub(super) fn written(value: &EditValue, is_literal: bool) -> String {
    match value {
        EditValue::Integer(number) => number.to_string(),
        EditValue::Text(text) if is_literal && !text.contains(|c: char| c == '\'' || c.is_control()) => {
            format!("'{text}'")
        }
        EditValue::Text(text) => quoted(text),
        EditValue::Bool(yes) => yes.to_string(),
        EditValue::Date(date) => date.to_string(),
        EditValue::Money(Money(cents)) => {
            let sign = if *cents < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
        }
        EditValue::Number(number) => number.clone(),
        EditValue::List(texts) => format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")),
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a parsed value is this one.
pub(super) fn is(found: &Value, value: &EditValue) -> bool {
    match value {
        EditValue::Integer(number) => found.as_integer() == Some(*number),
        EditValue::Text(text) => found.as_str() == Some(text),
        EditValue::Bool(yes) => found.as_bool() == Some(*yes),
        EditValue::Date(date) => found.as_datetime().is_some_and(|found| found.to_string() == date.to_string()),
        EditValue::Money(Money(cents)) => {
            // By the shortest form of the number, so that no rounding makes two amounts equal.
            let amount = found.as_float().map(|float| float.to_string());
            let whole = found.as_integer().map(|euros| euros.to_string());
            amount.or(whole).and_then(|text| Money::parse(&text)) == Some(Money(*cents))
        }
        EditValue::Number(number) => {
            let same = |found: f64| number.parse::<f64>().is_ok_and(|number| number == found);
            found.as_float().or(found.as_integer().map(|n| n as f64)).is_some_and(same)
        }
        EditValue::List(texts) => found.as_array().is_some_and(|list| {
            list.len() == texts.len() && list.iter().zip(texts).all(|(found, text)| found.as_str() == Some(text))
        }),
    }
}
