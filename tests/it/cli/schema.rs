//! The schemas that `schema` prints: they take the content of this repository and no unknown key.
//!
//! [`valid`] is a validator for the keywords that the schemas use and fails on any other, so that no
//! keyword is there without a test.

mod pattern;
mod valid;

use super::program::Site;
use serde_json::Value;
use std::path::{Path, PathBuf};
use valid::{faults, understood};

fn schema(kind: &str) -> Value {
    let ran = Site::empty().run(&["schema", kind]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    serde_json::from_str(&ran.out).expect("a schema is JSON")
}

fn kinds() -> Vec<String> {
    let list = Site::empty().run(&["schema"]).out;
    list.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// The keys of a file as an editor hands them to a validator: dates are texts.
fn keys(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("a record can be read");
    let toml = match text.strip_prefix("+++\n") {
        Some(rest) => rest.split("\n+++").next().unwrap_or_default(),
        None => &text,
    };
    let table: toml::Table = toml.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    json(toml::Value::Table(table))
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect()),
        toml::Value::Array(list) => Value::Array(list.into_iter().map(json).collect()),
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
    }
}

/// Every file of a site with the name of its schema.
fn files(site: &Path) -> Vec<(String, PathBuf)> {
    let config = keys(&site.join("content/site.toml"));
    let mut found = vec![
        ("site".to_owned(), site.join("content/site.toml")),
        ("organisation".to_owned(), site.join("content/organisation.toml")),
    ];
    let mut folders: Vec<(String, String)> =
        ["programme", "report", "page"].map(|kind| (kind.to_owned(), format!("content/{kind}s"))).to_vec();
    for (key, register) in config["registers"].as_object().expect("registers") {
        folders.push((register["kind"].as_str().expect("a kind").to_owned(), format!("content/{key}")));
    }
    for (kind, folder) in folders {
        for entry in std::fs::read_dir(site.join(folder)).into_iter().flatten() {
            let path = entry.expect("a folder can be read").path();
            if path.extension().is_some_and(|ending| ending == "md" || ending == "toml") {
                found.push((kind.clone(), path));
            }
        }
    }
    found
}

#[test]
fn schemas_are_made_of_keywords_that_are_tested() {
    for kind in kinds() {
        let schema = schema(&kind);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        understood(&schema).unwrap_or_else(|fault| panic!("{kind}: {fault}"));
    }
}

#[test]
fn the_content_of_this_repository_and_of_a_new_site_fits() {
    let new = Site::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR"));
    for kind in kinds() {
        let schema = schema(&kind);
        let files: Vec<PathBuf> = [example, &new.root]
            .into_iter()
            .flat_map(files)
            .filter(|(of, _)| *of == kind)
            .map(|(_, path)| path)
            .collect();
        assert!(!files.is_empty(), "no file to try the schema of {kind} on");
        for path in files {
            let mut value = keys(&path);
            let found = faults(&schema, &value);
            assert!(found.is_empty(), "{}: {found:#?}", path.display());
            value["unknown-key"] = 1.into();
            assert_eq!(faults(&schema, &value), ["/unknown-key: is not allowed"], "{}", path.display());
        }
    }
}

/// Something to do to a schema's document.
fn with(key: &str, value: Value) -> Value {
    let mut record = serde_json::json!({"title": "WLAN"});
    record[key] = value;
    record
}

#[test]
fn wrong_values_are_found_and_right_ones_in_all_their_forms_are_not() {
    use serde_json::json;
    let schema = schema("service");
    let right = [
        ("unit", json!("0.1")),
        ("unit", json!([{"unit": "0.1"}, {"from": "2023-01-01", "unit": "0.2"}])),
        ("schedule", json!(2023)),
        ("schedule", json!("2010/2012")),
        ("schedule", json!("2024-H2")),
        ("schedule", json!("2023-Q3/2024-09-30")),
        ("budget", json!(12500.5)),
        ("budget", json!(0.07)),
        ("budget", json!(19.99)),
        ("audience", json!("citizens")),
        ("audience", json!(["citizens", "businesses"])),
        ("leika", json!(["99012345678901"])),
        ("progress", json!({"2023-03-31": 2, "2023-09-30": "a"})),
        ("events", json!([{"date": "before 2020", "status": "U"}, {"date": 2024}, {"date": "2024-03"}])),
        ("extra", json!({"anything": [1]})),
    ];
    for (key, value) in right {
        assert_eq!(faults(&schema, &with(key, value.clone())), Vec::<String>::new(), "{key} = {value}");
    }
    let wrong = [
        ("title", json!(" ")),
        ("unit", json!([{"from": "2023-01-01"}])),
        ("schedule", json!("Ende 2023")),
        ("schedule", json!("2023-H3")),
        ("reported", json!("2022")),
        ("reported", json!(22)),
        ("budget", json!(0.005)),
        ("audience", json!(["everybody"])),
        ("leika", json!(["9901234567890"])),
        ("url", json!("www.example.org")),
        ("progress", json!({"31.03.2023": 2})),
        ("progress", json!({"2023-03-31": -1})),
        ("status", json!({"2023-03-31": 2})),
        ("events", json!([{"status": "U"}])),
        ("maturity", json!({"model": "ozg", "level": 2, "of": 4})),
        ("baseline", json!("yes")),
    ];
    for (key, value) in wrong {
        assert!(!faults(&schema, &with(key, value.clone())).is_empty(), "{key} = {value}");
    }
    assert!(!faults(&schema, &json!({"number": "OD 001"})).is_empty(), "a title is missing");
    assert!(faults(&schema, &json!({"number": "OD 001", "source_gap": true})).is_empty(), "the gap excuses it");
}
