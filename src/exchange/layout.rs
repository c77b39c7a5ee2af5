//! How JSON is laid out: one line for what belongs together, so that a diff shows single figures.
//!
//! Lists of plain values and small objects of plain values take one line, everything else is
//! indented by two. Keys keep the order in which they were put in; nothing is sorted here.

use serde_json::Value;
use std::fmt::Write;

/// Objects of plain values up to this width stay on one line.
const WIDTH: usize = 100;

/// The text of a value, with a line break at its end.
pub(super) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    put(&mut out, value, 0);
    out.push('\n');
    out
}

fn put(out: &mut String, value: &Value, depth: usize) {
    if let Some(line) = on_one_line(value) {
        out.push_str(&line);
        return;
    }
    match value {
        Value::Array(items) => {
            lines(out, depth, ['[', ']'], items, |out, item| put(out, item, depth + 1));
        }
        Value::Object(map) => {
            lines(out, depth, ['{', '}'], map, |out, (key, item)| {
                let _ = write!(out, "{}: ", plain(key));
                put(out, item, depth + 1);
            });
        }
        _ => out.push_str(&value.to_string()),
    }
}

fn lines<T>(
    out: &mut String,
    depth: usize,
    [open, close]: [char; 2],
    items: impl IntoIterator<Item = T>,
    mut one: impl FnMut(&mut String, T),
) {
    out.push(open);
    let mut first = true;
    for item in items {
        out.push_str(if first { "\n" } else { ",\n" });
        first = false;
        indent(out, depth + 1);
        one(out, item);
    }
    out.push('\n');
    indent(out, depth);
    out.push(close);
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn on_one_line(value: &Value) -> Option<String> {
    let is_plain = |v: &Value| !v.is_array() && !v.is_object();
    match value {
        Value::Array(items) if items.iter().all(is_plain) => {
            Some(format!("[{}]", items.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")))
        }
        Value::Object(map) if map.values().all(is_plain) => {
            let parts: Vec<String> = map.iter().map(|(key, v)| format!("{}: {v}", plain(key))).collect();
            let line = format!("{{{}}}", parts.join(", "));
            (line.chars().count() <= WIDTH).then_some(line)
        }
        value if is_plain(value) => Some(value.to_string()),
        _ => None,
    }
}

/// A text in quotes.
fn plain(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::pretty;
    use serde_json::{Value, json};

    #[test]
    fn related_values_share_a_line() {
        let value = json!({ "count": { "P": 1, "E": 2.5 }, "ids": ["a", "b\""], "left": [{ "id": "a" }], "none": {} });
        let text = pretty(&value);
        let expected = "{\n  \"count\": {\"P\": 1, \"E\": 2.5},\n  \"ids\": [\"a\", \"b\\\"\"],\n  \"left\": [\n    {\"id\": \"a\"}\n  ],\n  \"none\": {}\n}\n";
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<Value>(&text).ok(), Some(value));
    }
}
