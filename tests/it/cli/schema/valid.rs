//! A validator for the part of JSON Schema that our schemas use. It refuses every other keyword.

use super::pattern::Pattern;
use serde_json::{Map, Value};

/// Whether a schema is made of known keywords with arguments that fit them.
pub(super) fn understood(schema: &Value) -> Result<(), String> {
    let map = schema.as_object().ok_or_else(|| format!("no schema: {schema}"))?;
    for (keyword, argument) in map {
        let wrong = || format!("`{keyword}` cannot be {argument}");
        let inner: Vec<&Value> = match keyword.as_str() {
            "$schema" | "title" | "description" => argument.as_str().map(|_| Vec::new()),
            "type" => words(argument).filter(|names| names.iter().all(|name| TYPES.contains(name))).map(|_| Vec::new()),
            "enum" => argument.as_array().filter(|list| !list.is_empty()).map(|_| Vec::new()),
            "const" => Some(Vec::new()),
            "pattern" => argument.as_str().map(Pattern::new).map(|_| Vec::new()),
            "minimum" | "maximum" | "multipleOf" => argument.as_f64().map(|_| Vec::new()),
            "minProperties" => argument.as_u64().map(|_| Vec::new()),
            "required" => argument.as_array().filter(|_| words(argument).is_some()).map(|_| Vec::new()),
            "items" => Some(vec![argument]),
            "additionalProperties" if argument.is_boolean() => Some(Vec::new()),
            "additionalProperties" => Some(vec![argument]),
            "anyOf" => argument.as_array().map(|list| list.iter().collect()),
            "properties" => argument.as_object().map(|map| map.values().collect()),
            "patternProperties" => argument.as_object().map(|map| {
                map.keys().for_each(|pattern| drop(Pattern::new(pattern)));
                map.values().collect()
            }),
            _ => return Err(format!("`{keyword}` is a keyword that no test knows")),
        }
        .ok_or_else(wrong)?;
        inner.into_iter().try_for_each(understood)?;
    }
    Ok(())
}

const TYPES: &[&str] = &["object", "array", "string", "integer", "number", "boolean"];

/// One text, or several.
fn words(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::String(word) => Some(vec![word]),
        Value::Array(list) => list.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

/// What is wrong with a value, each with its place.
pub(super) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, value, "", &mut found);
    found
}

fn check(schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let empty = Map::new();
    let keywords = schema.as_object().unwrap_or(&empty);
    for (keyword, argument) in keywords {
        let holds = match keyword.as_str() {
            "type" => words(argument).is_some_and(|names| names.iter().any(|name| is(value, name))),
            "enum" => argument.as_array().is_some_and(|list| list.contains(value)),
            "const" => argument == value,
            "pattern" => {
                value.as_str().is_none_or(|text| Pattern::new(argument.as_str().unwrap_or_default()).is_in(text))
            }
            "minimum" => value.as_f64().zip(argument.as_f64()).is_none_or(|(value, least)| value >= least),
            "maximum" => value.as_f64().zip(argument.as_f64()).is_none_or(|(value, most)| value <= most),
            "multipleOf" => value.as_f64().zip(argument.as_f64()).is_none_or(|(value, step)| {
                let steps = value / step;
                (steps - steps.round()).abs() < 1e-6
            }),
            "minProperties" => {
                value.as_object().zip(argument.as_u64()).is_none_or(|(map, least)| map.len() as u64 >= least)
            }
            "required" => value.as_object().is_none_or(|map| {
                words(argument).is_some_and(|names| names.iter().all(|name| map.contains_key(*name)))
            }),
            "anyOf" => {
                argument.as_array().is_some_and(|list| list.iter().any(|schema| faults(schema, value).is_empty()))
            }
            "items" => {
                for (nth, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(argument, item, &format!("{place}/{nth}"), found);
                }
                true
            }
            // The three keywords for keys belong together.
            "properties" | "patternProperties" | "additionalProperties" => true,
            _ => true,
        };
        if !holds {
            found.push(format!("{place}: {value} does not satisfy `{keyword}`: {argument}"));
        }
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        check_key(keywords, key, inner, &format!("{place}/{key}"), found);
    }
}

fn check_key(keywords: &Map<String, Value>, key: &str, value: &Value, place: &str, found: &mut Vec<String>) {
    let mut schemas: Vec<&Value> = keywords.get("properties").and_then(|map| map.get(key)).into_iter().collect();
    if let Some(patterns) = keywords.get("patternProperties").and_then(Value::as_object) {
        schemas
            .extend(patterns.iter().filter(|(pattern, _)| Pattern::new(pattern).is_in(key)).map(|(_, schema)| schema));
    }
    match keywords.get("additionalProperties") {
        Some(Value::Bool(false)) if schemas.is_empty() => found.push(format!("{place}: is not allowed")),
        Some(schema @ Value::Object(_)) if schemas.is_empty() => check(schema, value, place, found),
        _ => {}
    }
    for schema in schemas {
        check(schema, value, place, found);
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        _ => false,
    }
}
