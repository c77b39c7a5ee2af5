//! How JSON is laid out: one line for what belongs together, so that a diff shows single figures.
//!
//! Lists of plain values and small objects of plain values take one line, everything else is
//! indented by two. Keys keep the order in which they were put in; nothing is sorted here.

use serde_json::Value;
use std::fmt::Write;

/// Objects of plain values up to this width stay on one line.
const WIDTH: usize = 100;

/// An object of values that are moved into it; `json!` would copy each list of records once for every object around it.
macro_rules! object {
    ({ $($key:literal: $value:expr),* $(,)? }) => {{
        let mut map = serde_json::Map::new();
        $(map.insert($key.to_owned(), serde_json::Value::from($value));)*
        serde_json::Value::Object(map)
    }};
}

pub(super) use object;

/// A value whose parts are made when they are written: all dates of a large register at once would take more memory than
/// its pages.
pub(super) enum Tree<'t> {
    /// A finished value.
    Value(Value),
    /// An object with other than plain values.
    Object(Vec<(String, Tree<'t>)>),
    /// A list whose items are made one after the other.
    Each(Box<dyn Iterator<Item = Value> + 't>),
}

/// The text of a tree, with a line break at its end, in memory for about that many bytes.
pub(super) fn written(tree: Tree<'_>, size: usize) -> String {
    let mut out = String::with_capacity(size);
    put_tree(&mut out, tree, 0);
    out.push('\n');
    out
}

fn put_tree(out: &mut String, tree: Tree<'_>, depth: usize) {
    match tree {
        Tree::Value(value) => put(out, &value, depth),
        Tree::Object(entries) if entries.is_empty() => out.push_str("{}"),
        Tree::Object(entries) => lines(out, depth, ['{', '}'], entries, |out, (key, item)| {
            text(out, &key);
            out.push_str(": ");
            put_tree(out, item, depth + 1);
        }),
        Tree::Each(items) => {
            let mut items = items.peekable();
            match items.peek() {
                None => out.push_str("[]"),
                Some(_) => lines(out, depth, ['[', ']'], items, |out, item| put(out, &item, depth + 1)),
            }
        }
    }
}

/// The text of a value, with a line break at its end.
pub(super) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    put(&mut out, value, 0);
    out.push('\n');
    out
}

fn put(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Array(items) if items.iter().all(is_plain) => joined(out, ['[', ']'], items, plain),
        Value::Array(items) => {
            lines(out, depth, ['[', ']'], items, |out, item| put(out, item, depth + 1));
        }
        Value::Object(map) => {
            let start = out.len();
            if map.values().all(is_plain) {
                joined(out, ['{', '}'], map, |out, (key, item)| {
                    text(out, key);
                    out.push_str(": ");
                    plain(out, item);
                });
                if out[start..].chars().count() <= WIDTH {
                    return;
                }
                out.truncate(start);
            }
            lines(out, depth, ['{', '}'], map, |out, (key, item)| {
                text(out, key);
                out.push_str(": ");
                put(out, item, depth + 1);
            });
        }
        _ => plain(out, value),
    }
}

/// All items on one line.
fn joined<T>(
    out: &mut String,
    [open, close]: [char; 2],
    items: impl IntoIterator<Item = T>,
    mut one: impl FnMut(&mut String, T),
) {
    out.push(open);
    for (i, item) in items.into_iter().enumerate() {
        out.push_str(if i == 0 { "" } else { ", " });
        one(out, item);
    }
    out.push(close);
}

/// Each item on a line of its own.
fn lines<T>(
    out: &mut String,
    depth: usize,
    [open, close]: [char; 2],
    items: impl IntoIterator<Item = T>,
    mut one: impl FnMut(&mut String, T),
) {
    out.push(open);
    for (i, item) in items.into_iter().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
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

fn is_plain(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

/// A value that holds no others.
fn plain(out: &mut String, value: &Value) {
    match value {
        Value::String(string) => text(out, string),
        // Writing to a string cannot fail.
        value => drop(write!(out, "{value}")),
    }
}

/// A text in quotes. Most are identifiers, in which there is nothing to escape.
fn text(out: &mut String, text: &str) {
    if text.bytes().all(|b| b >= b' ' && b != b'"' && b != b'\\') {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        // Writing to a string cannot fail.
        let _ = write!(out, "{}", Value::from(text));
    }
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
