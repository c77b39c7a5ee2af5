//! What the city publishes of the findings: by rule and record, and nothing that was not looked at.

use super::figures_of;
use super::plan::Plan;
use sachstand::pipeline::Options;
use sachstand::source::{Content, SourceTree};
use serde_json::{Value, json};

/// The published findings of the plan in which MP 022 and an internal measure fall, with more lines in site.toml.
fn published(more: &str) -> Value {
    let mut plan = Plan::read();
    plan.measure("MP 022").cells[3] = "2".to_owned();
    let twin =
        plan.measures.iter_mut().find(|row| row.number != "MP 022" && row.cells[2] == "3" && row.cells[3] == "5");
    let twin = twin.unwrap();
    twin.cells[3] = "1".to_owned();
    twin.internal = true;
    let mut files = plan.files();
    let site = files.iter_mut().find(|file| file.path == "content/site.toml").unwrap();
    if let Content::Text(text) = &mut site.content {
        text.push_str(more);
    }
    figures_of(&SourceTree::new(files), Options::default())["findings"].take()
}

#[test]
fn findings_are_published_by_rule_and_record_and_only_of_public_ones() {
    let found = published("[quality]\npublish = [\"progress-falls\", \"unit-ended\"]\n");
    assert_eq!(found, json!({ "progress-falls": { "measures": ["mp-022"] }, "unit-ended": {} }));
    assert_eq!(published(""), json!({}));
}

#[test]
fn a_rule_that_looks_at_nothing_is_not_said_to_find_nothing() {
    let publish = "[quality]\npublish = [\"progress-jumps\", \"progress-falls\"]\n";
    let off = "[severity]\nprogress-falls = \"off\"\n";
    assert_eq!(published(&format!("{publish}{off}")), json!({}));
    let jump = "[rules]\njump = 10\n";
    assert_eq!(published(&format!("{publish}{off}{jump}")), json!({ "progress-jumps": {} }));
}

#[test]
fn units_that_are_not_shown_stand_with_the_records_that_have_none() {
    let by_unit = |hide: &[&str]| -> Value {
        let mut files = Plan::read().files();
        let file = files.iter_mut().find(|file| file.path == "content/organisation.toml").unwrap();
        if let Content::Text(text) = &mut file.content {
            for unit in hide {
                let line = format!("id = \"{unit}\"\n");
                assert!(text.contains(&line), "{unit} is a unit of the plan");
                *text = text.replace(&line, &format!("{line}visibility = \"internal\"\n"));
            }
        }
        figures_of(&SourceTree::new(files), Options::default())["registers"]["measures"]["quality"]["by_unit"].take()
    };
    let (open, hidden) = (by_unit(&[]), by_unit(&["0.1", "1.1"]));
    let wanted = |value: &Value| value["wanted"].as_u64().unwrap();
    assert!(open.get("none given").is_none() && hidden.get("0.1").is_none() && hidden.get("1.1").is_none());
    assert_eq!(wanted(&hidden["none given"]), wanted(&open["0.1"]) + wanted(&open["1.1"]));
    let total = |value: &Value| value.as_object().unwrap().values().map(wanted).sum::<u64>();
    assert_eq!(total(&hidden), total(&open));
}
