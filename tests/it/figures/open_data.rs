//! The forms of open data: every number is defined, tables are well formed, nothing internal gets out.

use super::plan::Plan;
use super::{catalogs, derive, figures_of_plan, figures_text};
use sachstand::exchange;
use sachstand::figures::definitions::DEFINITIONS;
use sachstand::pipeline::Options;
use serde_json::Value;

/// Whether a path is the one of a definition or lies below it.
fn is_at(path: &[String], pattern: &str) -> bool {
    let parts: Vec<&str> = pattern.split('.').collect();
    parts.len() <= path.len() && parts.iter().zip(path).all(|(part, key)| *part == "*" || part == key)
}

fn numbers(value: &Value, path: &mut Vec<String>, out: &mut Vec<Vec<String>>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Number(_) => return out.push(path.clone()),
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), v)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect(),
        _ => return,
    };
    for (key, value) in children {
        path.push(key);
        numbers(value, path, out);
        path.pop();
    }
}

#[test]
fn every_number_has_a_definition_and_every_definition_its_words() {
    let found = figures_of_plan(&Plan::read());
    let mut paths = Vec::new();
    numbers(&found, &mut Vec::new(), &mut paths);
    let undefined: Vec<String> = paths
        .iter()
        .filter(|path| path.get(2).is_none_or(|key| key != "scale"))
        .filter(|path| !DEFINITIONS.iter().any(|d| is_at(path, d.path)))
        .map(|path| path.join("."))
        .collect();
    assert_eq!(undefined, [""; 0]);
    for definition in DEFINITIONS {
        for catalog in catalogs() {
            for part in ["title", "text", "formula", "denominator", "excluded"] {
                let key = format!("definition.{}.{part}", definition.key);
                assert!(catalog.find(&key).is_some(), "{key} is missing in {}", catalog.lang.tag());
            }
        }
        let own = &found["definitions"][definition.path];
        assert!(own["text"]["de"].is_string() && own["text"]["en"].is_string(), "{}", definition.path);
        assert!(own["formula"].is_string() && own["translations"]["en"]["formula"].is_string(), "{}", definition.path);
    }
    assert_eq!(found["definitions"]["registers.*.dates.*.not_collected"]["denominator"], Value::Null);
}

#[test]
fn figures_are_the_same_bytes_each_time() {
    let text = || {
        let (model, figures, _) = derive(&Plan::read().tree(), Options::default());
        figures_text(&model, &figures)
    };
    let first = text();
    assert_eq!(first, text());
    assert!(
        first.contains("\n          \"count\": {\"P\": 68, \"E\": 26, \"U\": 18},\n"),
        "one line for what belongs together"
    );
}

/// The table of a register, header first.
fn table(plan: &Plan, register: u32) -> (String, Vec<Vec<String>>) {
    let tree = plan.tree();
    let (model, figures, _) = derive(&tree, Options::default());
    let text = super::csv_text(&tree, &model, &figures, register);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    (text, rows)
}

/// The cells of a record by column.
fn cells(rows: &[Vec<String>], id: &str, columns: &[&str]) -> Vec<String> {
    let row = rows.iter().find(|row| row[0] == id).unwrap();
    let at = |name: &&str| rows[0].iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"));
    columns.iter().map(|name| row[at(name)].clone()).collect()
}

#[test]
fn a_register_is_a_table_with_a_column_per_date() {
    let mut plan = Plan::read();
    plan.measure("MP 022").title = "Vergabe, \"neu\"\nund größer".to_owned();
    plan.measure("MP 005").cells[3] = "a".to_owned();
    let (text, rows) = table(&plan, 0);
    assert_eq!(rows.len(), 234);
    assert!(text.starts_with("id,number,title,unit,unit_name,division,division_name,reported,baseline,schedule,"));
    assert!(text.ends_with("\r\n") && !text.starts_with('\u{feff}'));
    let columns = ["2022-03-31", "2023-09-30", "status", "status_class", "standing", "reported", "schedule", "href"];
    assert_eq!(cells(&rows, "mp-022", &columns), ["2", "5", "E", "active", "counted", "2021", "2022", "x/mp-022/"]);
    assert_eq!(cells(&rows, "mp-005", &columns), ["2", "a", "", "unknown", "letter", "2021", "2021/2023", "x/mp-005/"]);
    assert_eq!(cells(&rows, "mp-010", &columns[..2]), ["", "0"]);
    assert_eq!(cells(&rows, "mp-022", &["title", "unit", "division"]), ["Vergabe, \"neu\"\nund größer", "0.2", "I"]);
    let baseline = plan.measures.iter().find(|row| row.cohort == super::plan::BASELINE).unwrap().id();
    assert_eq!(cells(&rows, &baseline, &["baseline", "standing", "status"]), ["true", "baseline", "U"]);
    let (_, services) = table(&plan, 1);
    let columns = ["2023-03-31", "2023-09-30", "delivery", "programmes", "measures", "status_class"];
    let expected = ["U", "U", "specialist-system", "online-dienste", "mp-197", "done"];
    assert_eq!(cells(&services, "od-001", &columns), expected);
}

#[test]
fn the_terminal_shows_every_total_within_eighty_columns() {
    let (model, figures, _) = derive(&Plan::read().tree(), Options::default());
    for catalog in catalogs() {
        let text = exchange::stats_table(&model, &figures, &catalog);
        assert!(text.lines().all(|line| line.chars().count() <= 80 && line.trim_end() == line), "{text}");
        assert!(!text.contains(['⟦', '{']), "{text}");
        let row = |cells: &[&str]| text.lines().any(|l| l.split_whitespace().collect::<Vec<_>>().ends_with(cells));
        for cells in [["59", "43", "47", "149"], ["89", "230", "421", "740"], ["52", "36", "41", "129"]] {
            assert!(row(&cells), "{cells:?} in\n{text}");
        }
        assert!(row(&["129", "+19", "+1", "−0", "149"]) && row(&["2020-U(10)", "84"]), "{text}");
    }
}
