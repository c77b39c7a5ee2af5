//! Problems for code scanning services: a SARIF 2.1.0 log.
//!
//! Columns count UTF-16 code units, as the log says itself. Only the codes that occur are listed
//! as rules, each with the text of `sachstand explain`.

use super::super::explain::explain;
use super::super::{Code, Diagnostic, Diagnostics, Locus, Severity};
use super::Colour;
use super::place::Places;
use super::words::{Fingerprints, one_line, placed_sentence};
use crate::source::{SourceTree, Span};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(super) fn draw(diagnostics: &Diagnostics, sources: &SourceTree, _: Colour) -> String {
    let mut used: BTreeMap<&str, &'static Code> = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        used.insert(diagnostic.code.name, diagnostic.code);
    }
    let rules: Vec<Value> = used.values().map(|code| rule(code)).collect();
    let mut places = Places::new(sources);
    let mut fingerprints = Fingerprints::default();
    let results: Vec<Value> = (diagnostics.iter())
        .map(|diagnostic| {
            let index = used.keys().position(|name| *name == diagnostic.code.name);
            let fingerprint = fingerprints.of(diagnostic, sources);
            result(diagnostic, index, &fingerprint, sources, &mut places)
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "sachstand",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn level(severity: Severity) -> &'static str {
    severity.word() // SARIF has the same three words.
}

fn rule(code: &Code) -> Value {
    let mut rule = Map::new();
    rule.insert("id".into(), code.name.into());
    if let Some(explanation) = explain(code.name) {
        rule.insert("shortDescription".into(), json!({ "text": format!("{}.", explanation.title) }));
        rule.insert("fullDescription".into(), json!({ "text": explanation.what }));
        rule.insert("help".into(), json!({ "text": super::super::explain::text(explanation) }));
    }
    rule.insert("defaultConfiguration".into(), json!({ "level": level(code.severity) }));
    Value::Object(rule)
}

fn result(
    diagnostic: &Diagnostic,
    rule: Option<usize>,
    fingerprint: &str,
    sources: &SourceTree,
    places: &mut Places<'_>,
) -> Value {
    let locations: Vec<Value> = match &diagnostic.locus {
        Locus::Text(span) => vec![json!({ "physicalLocation": physical(*span, sources, places) })],
        Locus::Path(path) => {
            vec![json!({ "physicalLocation": { "artifactLocation": { "uri": uri(path) } } })]
        }
        Locus::Sheet(place) => vec![json!({
            "physicalLocation": { "artifactLocation": { "uri": uri(&place.file) } },
            "logicalLocations": [{ "fullyQualifiedName": place.to_string() }],
        })],
        Locus::Site => Vec::new(),
    };
    let mut result = json!({
        "ruleId": diagnostic.code.name,
        "ruleIndex": rule,
        "level": level(diagnostic.severity),
        "message": { "text": placed_sentence(diagnostic) },
        "locations": locations,
        "partialFingerprints": { "sachstand/v1": fingerprint },
    });
    if !diagnostic.related.is_empty() {
        let related: Vec<Value> = (diagnostic.related.iter())
            .map(|(span, words)| {
                json!({ "physicalLocation": physical(*span, sources, places), "message": { "text": one_line(words) } })
            })
            .collect();
        result["relatedLocations"] = Value::Array(related);
    }
    result
}

fn physical(span: Span, sources: &SourceTree, places: &mut Places<'_>) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": uri(&sources.file(span.source).path) } });
    if let Some((start, end)) = places.ends(span) {
        location["region"] = json!({
            "startLine": start.line,
            "startColumn": start.utf16_column,
            "endLine": end.line,
            "endColumn": end.utf16_column,
        });
    }
    location
}

/// A relative address: everything but letters, digits, `-._~` and `/` is percent-encoded. A colon
/// in the first part would read as a scheme, so it is encoded as well.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
