//! Every figure of the plan at every date: against the published table and against the recount.

use super::plan::Plan;
use super::recount::recount;
use super::{derive, figures_of_plan, figures_text};
use sachstand::pipeline::Options;
use serde_json::{Value, json};

/// Whether every key of `expected` stands in `found` with the same value.
pub(crate) fn assert_within(expected: &Value, found: &Value, path: &str) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                let own = found.get(key).unwrap_or_else(|| panic!("{path}.{key} is missing"));
                assert_within(value, own, &format!("{path}.{key}"));
            }
            if path.contains(".dates") {
                let extra: Vec<_> = found.keys().filter(|k| !expected.contains_key(*k)).collect();
                assert!(extra.is_empty(), "{path} has {extra:?} beside what was recounted");
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            assert_eq!(expected.len(), found.len(), "{path}");
            for (i, (a, b)) in expected.iter().zip(found).enumerate() {
                assert_within(a, b, &format!("{path}.{i}"));
            }
        }
        (expected, found) => assert_eq!(expected.to_string(), found.to_string(), "{path}"),
    }
}

/// Compares all figures of a plan with the recount.
pub(crate) fn assert_recounted(plan: &Plan, found: &Value) {
    let [measures, services] = recount(plan);
    assert_within(&measures, &found["registers"]["measures"], "measures");
    assert_within(&services, &found["registers"]["services"], "services");
}

#[test]
fn every_figure_agrees_with_the_recount() {
    let plan = Plan::read();
    assert_eq!((plan.measures.len(), plan.services.len()), (233, 129));
    // The rules find nothing but what the cells carry.
    assert_eq!(super::derive(&plan.tree(), Default::default()).2.len(), 2);
    assert_recounted(&plan, &figures_of_plan(&plan));
}

#[test]
fn the_recount_agrees_with_the_printed_status() {
    // The last column of the appendix states the status of September 2023 in words.
    let text = include_str!("../../data/anlage-4.csv").trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let printed: Vec<(String, String)> = reader
        .records()
        .map(|r| r.unwrap())
        .map(|r| (r[4].to_lowercase().replace(' ', "-"), r[13].to_owned()))
        .collect();
    let found = figures_of_plan(&Plan::read());
    let measures = &found["registers"]["measures"];
    let baseline = measures["baseline_records"].as_array().unwrap();
    for (id, status) in printed {
        let listed = measures["dates"][3]["records"][&status].as_array().unwrap();
        let is_baseline = baseline.contains(&json!(id));
        assert!(listed.contains(&json!(id)) != is_baseline && (!is_baseline || status == "U"), "{id}");
    }
}

#[test]
fn totals_are_the_published_ones() {
    let expected: Value = serde_json::from_str(include_str!("../../data/expected.json")).unwrap();
    let found = figures_of_plan(&Plan::read());
    let measures = &found["registers"]["measures"];
    for (i, date) in expected["dates"].as_array().unwrap().iter().enumerate() {
        let own = &measures["dates"][i];
        assert_eq!(&own["date"], date);
        for status in ["P", "E", "U"] {
            assert_eq!(own["count"][status], expected["count"][status][i], "{date} {status}");
            assert_eq!(own["sum"][status], expected["sum"][status][i], "{date} {status}");
        }
        assert_eq!(own["counted"], expected["total_count"][i], "{date}");
        assert_eq!(own["total_sum"], expected["total_sum"][i], "{date}");
    }
    let means: Vec<&Value> = (0..4).map(|i| &measures["dates"][i]["mean"]).collect();
    assert_eq!(means, [&json!(3.54), &json!(3.80), &json!(4.64), &json!(4.97)]);
    assert_eq!(measures["cohorts"], expected["years"]);
    assert_eq!(measures["baseline"], expected["baseline"]);
    assert_eq!(measures["records"], 233);
    let implemented = measures["dates"][3]["lists"]["implemented"].as_array().unwrap().len();
    assert_eq!(json!(implemented), expected["newly_implemented_2023_09"]);
    for (i, date) in ["2023-03-31", "2023-09-30"].iter().enumerate() {
        let own = &found["registers"]["services"]["dates"][i];
        assert_eq!((&own["date"], &own["counted"]), (&json!(date), &json!(129)));
        assert_eq!((&own["total_sum"], &own["mean"], &own["sum"]["P"]), (&Value::Null, &Value::Null, &Value::Null));
        for status in ["P", "E", "U"] {
            assert_eq!(own["count"][status], expected["services"][status][i], "{date} {status}");
        }
    }
}

#[test]
fn the_target_needs_thirteen_services_each_half_year() {
    let found = figures_of_plan(&Plan::read());
    let targets = &found["programmes"]["online-dienste"]["targets"];
    let pace = json!({
        "missing": 59, "months_left": 27, "period": 6, "needed": 13.11, "last": 6, "average": 6.0, "trend": 68, "misses": 32
    });
    assert_eq!(targets[0]["pace"], pace);
    assert_eq!((&targets[0]["reached"], &targets[0]["of"]), (&json!(41), &json!(131)));
    assert_eq!((&targets[1]["pace"], &targets[1]["not_computable"]), (&Value::Null, &json!("in-words")));
}

#[test]
fn an_earlier_date_shows_what_was_known_then() {
    let plan = Plan::read();
    let today = figures_of_plan(&plan);
    for (i, date) in super::plan::DATES.iter().enumerate() {
        let options = Options { as_of: sachstand::value::Date::parse(date), ..Options::default() };
        let (model, figures, _) = derive(&plan.tree(), options);
        let then: Value = serde_json::from_str(&figures_text(&model, &figures)).unwrap();
        let (now, then) = (&today["registers"]["measures"], &then["registers"]["measures"]);
        assert_eq!(then["dates"].as_array().unwrap().len(), i + 1);
        for d in 0..=i {
            assert_eq!(without_later(&now["dates"][d]), without_later(&then["dates"][d]), "{date}");
        }
        // What was reported in 2023 was not known in 2022, but for two records with a value from then.
        let known = [None, Some(2), Some(21), Some(21)][i];
        assert_eq!(then["cohorts"].get("2023").and_then(Value::as_u64), known, "{date}");
    }
}

/// A date without the number of those reported later, which grows with time.
fn without_later(date: &Value) -> Value {
    let mut date = date.clone();
    date.as_object_mut().unwrap().remove("not_yet");
    date.as_object_mut().unwrap().remove("not_yet_records");
    date
}
