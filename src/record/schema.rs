//! JSON Schema of record types, generated from their tables of fields, for editors (`#:schema`).
//!
//! It describes what a file may look like; whether names lead somewhere only `check` can say.

use super::RecordType;
use super::field::{Field, Fields, Kind};
use serde_json::{Map, Value, json};

/// The schema of a record type (JSON Schema draft 2020-12).
pub fn schema(kind: &RecordType) -> Value {
    let mut schema = object(kind.fields);
    let head = Map::from_iter([
        ("$schema".to_owned(), Value::from("https://json-schema.org/draft/2020-12/schema")),
        ("title".to_owned(), Value::from(format!("sachstand: {} ({})", kind.noun, kind.place))),
    ]);
    if kind.name == "measure" || kind.name == "service" || kind.name == "record" {
        // The only rule between two fields: a gap of the source excuses a missing title.
        let gap = json!({"required": ["source_gap"], "properties": {"source_gap": {"const": true}}});
        schema.insert("anyOf".to_owned(), json!([{"required": ["title"]}, gap]));
    }
    Value::Object(head.into_iter().chain(schema).collect())
}

fn object(fields: Fields) -> Map<String, Value> {
    let all = || fields.iter().copied().flatten();
    let required: Vec<&str> = all().filter(|f| f.required).map(|f| f.name).collect();
    let mut properties: Map<String, Value> = all().map(|f| (f.name.to_owned(), property(f))).collect();
    for (key, inner) in crate::config::KEYED {
        if let Some(property) = properties.get_mut(*key).filter(|_| all().any(|f| f.name == "base_url")) {
            property["additionalProperties"] = Value::Object(object(std::slice::from_ref(inner)));
        }
    }
    // The first line of a record may name its schema; TOML tools take it for a comment.
    let mut out = Map::new();
    out.insert("type".to_owned(), "object".into());
    out.insert("properties".to_owned(), properties.into());
    out.insert("additionalProperties".to_owned(), false.into());
    if !required.is_empty() {
        out.insert("required".to_owned(), required.into());
    }
    out
}

fn property(field: &'static Field) -> Value {
    let mut value = kind(&field.kind);
    if let Value::Object(map) = &mut value {
        map.insert("description".to_owned(), field.doc.into());
    }
    value
}

const DAY: &str = r"^\d{4}-\d{2}-\d{2}$";
const PERIOD: &str = r"\d{4}(-(H[12]|Q[1-4]|\d{2}(-\d{2})?))?";

fn kind(kind: &'static Kind) -> Value {
    let text = || json!({"type": "string", "pattern": r"\S"});
    match kind {
        Kind::Text | Kind::Reference(_) => text(),
        Kind::Localised => json!({"anyOf": [
            text(),
            {"type": "object", "properties": {"de": text(), "en": text()}, "additionalProperties": false, "minProperties": 1}
        ]}),
        Kind::Integer(min, max) => json!({"type": "integer", "minimum": min, "maximum": max}),
        Kind::Money => json!({"type": "number", "multipleOf": 0.01}),
        // Editors hand TOML dates over as text.
        Kind::Date => json!({"type": "string", "pattern": DAY}),
        Kind::Dates => json!({"type": "array", "items": {"type": "string", "pattern": DAY}}),
        Kind::Moment => json!({"anyOf": [
            {"type": "string", "pattern": format!("^(before )?{PERIOD}$")},
            {"type": "integer", "minimum": 1000, "maximum": 9999}
        ]}),
        Kind::Schedule => json!({"anyOf": [
            {"type": "string", "pattern": format!("^{PERIOD}(/{PERIOD})?$")},
            {"type": "integer", "minimum": 1000, "maximum": 9999}
        ]}),
        Kind::Bool => json!({"type": "boolean"}),
        Kind::Url => json!({"type": "string", "pattern": r"^https?://\S+$"}),
        Kind::Choice(words) => json!({"enum": words}),
        Kind::Choices(words) => one_or_more(json!({"enum": words})),
        Kind::References(_) | Kind::Texts => one_or_more(text()),
        Kind::LeikaKeys => one_or_more(json!({"type": "string", "pattern": r"^\d{14}$"})),
        Kind::Values => json!({"type": ["object", "integer", "string"], "patternProperties": {
            DAY: {"anyOf": [{"type": "integer", "minimum": 0}, text()]}
        }, "additionalProperties": false}),
        Kind::Codes => {
            json!({"type": "object", "patternProperties": {DAY: text()}, "additionalProperties": false})
        }
        Kind::Numbers => {
            json!({"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}})
        }
        Kind::Table(fields) => Value::Object(object(std::slice::from_ref(fields))),
        Kind::Tables(fields) => {
            json!({"type": "array", "items": object(std::slice::from_ref(fields))})
        }
        Kind::Unit(fields) => {
            json!({"anyOf": [text(), {"type": "array", "items": object(std::slice::from_ref(fields))}]})
        }
        Kind::Free => json!({"type": "object"}),
    }
}

fn one_or_more(item: Value) -> Value {
    json!({"anyOf": [item.clone(), {"type": "array", "items": item}]})
}
