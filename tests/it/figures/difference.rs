//! What differs between two figures.json, path by path.

use serde_json::Value;
use std::collections::BTreeMap;

/// Every figure by its path; dates and lists of records take one entry each.
fn flat(value: &Value, path: String, out: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, v)| flat(v, format!("{path}.{key}"), out)),
        Value::Array(items) if items.iter().any(|v| v.get("date").is_some_and(|_| v.get("base").is_some())) => {
            items.iter().for_each(|v| flat(v, format!("{path}.{}", v["date"].as_str().unwrap()), out));
        }
        other => {
            out.insert(path, other.to_string());
        }
    }
}

/// What differs, as `path: before -> after`, or for lists the ids that came and went.
pub(crate) fn differences(before: &Value, after: &Value) -> Vec<String> {
    let flat = |value: &Value| {
        let mut out = BTreeMap::new();
        flat(value, String::new(), &mut out);
        out
    };
    let (before, after) = (flat(before), flat(after));
    let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differing = keys.into_iter().filter(|key| before.get(*key) != after.get(*key));
    differing
        .map(|key| {
            let short = key.trim_start_matches(".registers.measures.").trim_start_matches("dates.");
            format!("{short}: {}", change(before.get(key), after.get(key)))
        })
        .collect()
}

fn change(before: Option<&String>, after: Option<&String>) -> String {
    let list = |text: Option<&String>| -> Option<Vec<String>> {
        let items = text.map_or(Some(Vec::new()), |t| serde_json::from_str::<Vec<Value>>(t).ok())?;
        let id = |v: &Value| v.get("id").unwrap_or(v).as_str().unwrap_or_default().to_owned();
        Some(items.iter().map(id).collect())
    };
    if let (Some(old), Some(new)) = (list(before), list(after)) {
        let came = new.iter().filter(|id| !old.contains(id)).map(|id| format!("+{id}"));
        let gone = old.iter().filter(|id| !new.contains(id)).map(|id| format!("-{id}"));
        return came.chain(gone).collect::<Vec<_>>().join(" ");
    }
    let text = |value: Option<&String>| value.map_or("nothing", String::as_str).to_owned();
    format!("{} -> {}", text(before), text(after))
}
