//! What is known of a record at a date: gaps, leaving and returning, statuses by hand, dated states.

use super::figures_of;
use sachstand::pipeline::Options;
use sachstand::source::{Content, SourceFile, SourceTree};
use sachstand::value::Date;
use serde_json::{Value, json};

const SITE: &str = r#"
title = "T"
base_url = "https://sachstand.example/"
languages = ["de"]
reporting_dates = [2022-03-31, 2022-09-30, 2023-03-31]
[publisher]
name = "P"
[registers.r]
kind = "record"
scheme = "s"
history = "HISTORY"
slug = "r"
title = "R"
[schemes.s]
status = [
  { code = "P", label = "p", class = "planned" },
  { code = "U", label = "u", class = "done" },
  { code = "X", label = "x", class = "paused" },
]
"#;

/// The figures of a register with one record, by date; all dates if none is named.
fn dates(history: &str, record: &str, as_of: Option<&str>) -> Vec<Value> {
    shown(history, record, Some(as_of.unwrap_or("2023-03-31")))
}

/// The same as of a day, or as the site shows it of itself.
fn shown(history: &str, record: &str, as_of: Option<&str>) -> Vec<Value> {
    let file = |path: &str, text: String| SourceFile { path: path.to_owned(), content: Content::Text(text) };
    let tree = SourceTree::new(vec![
        file("content/site.toml", SITE.replace("HISTORY", history)),
        file("content/r/a.toml", format!("title = \"A\"\n{record}")),
    ]);
    let options = Options { as_of: as_of.and_then(Date::parse), ..Options::default() };
    figures_of(&tree, options)["registers"]["r"]["dates"].as_array().unwrap().clone()
}

/// Counted, not collected and not in the source, by date.
fn places(dates: &[Value]) -> Vec<[u64; 3]> {
    dates.iter().map(|d| ["counted", "not_collected", "not_in_source"].map(|key| d[key].as_u64().unwrap())).collect()
}

fn reasons(dates: &[Value]) -> Vec<&Value> {
    dates.iter().map(|d| &d["base"]["left_records"][0]["reason"]).collect()
}

#[test]
fn a_gap_of_the_source_stays_one_when_a_value_follows() {
    let record = "source_gap = true\n[status]\n2023-03-31 = \"P\"\n";
    let all = dates("surveyed", record, None);
    assert_eq!(places(&all), [[0, 0, 1], [0, 0, 1], [1, 0, 0]]);
    assert_eq!(dates("surveyed", record, Some("2022-09-30")), all[..2]);
}

#[test]
fn a_site_shows_no_date_of_which_nothing_is_told_yet() {
    let all = |record: &str| places(&shown("surveyed", record, None)).len();
    assert_eq!(all("[status]\n2022-09-30 = \"P\"\n"), 2, "the survey for the third date has just begun");
    assert_eq!(all("[status]\n2022-03-31 = \"P\"\n[[left]]\ndate = 2022-09-30\nreason = \"moved\"\n"), 2);
    assert_eq!(all(""), 3, "nothing says where to stop");
    assert_eq!(all("visibility = \"internal\"\n[status]\n2022-03-31 = \"P\"\n"), 3, "of the public nothing is told");
    let events = "[[events]]\ndate = 2022-01-10\nstatus = \"U\"\n";
    assert_eq!(places(&shown("events", events, None)).len(), 3, "a dated state holds");
}

#[test]
fn a_blank_alone_is_no_reason() {
    let all = dates("surveyed", "[status]\n2022-03-31 = \"P\"\n2023-03-31 = \"P\"\n", None);
    assert_eq!(places(&all), [[1, 0, 0], [0, 1, 0], [1, 0, 0]]);
    assert_eq!(reasons(&all)[1], "none given");
    assert_eq!(all[2]["base"]["returned_records"], json!(["a"]));
}

#[test]
fn an_entry_in_left_is_a_reason() {
    let left = "[[left]]\ndate = 2022-09-30\nreason = \"moved\"\n";
    let all = dates("surveyed", &format!("[status]\n2022-03-31 = \"P\"\n{left}"), None);
    assert_eq!(places(&all), [[1, 0, 0], [0, 0, 0], [0, 0, 0]]);
    assert_eq!(reasons(&all), [&Value::Null, &json!("moved"), &Value::Null]);
}

#[test]
fn a_status_by_hand_is_listed_and_may_be_the_reason() {
    let hand = "manual_status = { status = \"X\", reason = \"r\", since = 2022-06-01 }\n";
    let all = dates("surveyed", &format!("{hand}[status]\n2022-03-31 = \"P\"\n"), None);
    assert_eq!(places(&all), [[1, 0, 0], [0, 0, 0], [0, 0, 0]]);
    assert_eq!(reasons(&all)[1], "paused");
    assert_eq!(all[1]["manual"], json!(["a"]));
}

#[test]
fn a_dated_state_holds_until_the_record_leaves() {
    let event = |date: &str| format!("[[events]]\ndate = {date}\nstatus = \"U\"\n");
    let left = "[[left]]\ndate = 2022-09-30\nreason = \"dropped\"\n";
    let all = dates("events", &format!("{}{left}", event("2022-01-10")), None);
    assert_eq!(places(&all), [[1, 0, 0], [0, 0, 0], [0, 0, 0]]);
    assert_eq!(reasons(&all)[1], "dropped");
    let back = dates("events", &format!("{}{}{left}", event("2022-01-10"), event("2023-01-10")), None);
    assert_eq!(places(&back), [[1, 0, 0], [0, 0, 0], [1, 0, 0]]);
    assert_eq!(back[2]["base"]["returned"], 1);
}

#[test]
fn a_withdrawn_service_has_left() {
    let events =
        "[[events]]\ndate = \"before 2022\"\nstatus = \"U\"\n[[events]]\ndate = 2022-07-01\nkind = \"withdrawn\"\n";
    let all = dates("events", events, None);
    assert_eq!(places(&all), [[1, 0, 0], [0, 0, 0], [0, 0, 0]]);
    assert_eq!(reasons(&all)[1], "dropped");
}

#[test]
fn a_plan_without_a_schedule_is_expected_too() {
    let all = dates("surveyed", "planned = \"2022-H1\"\n[status]\n2022-03-31 = \"P\"\n2022-09-30 = \"P\"\n", None);
    assert_eq!((&all[0]["lists"]["expected"], &all[1]["lists"]["expected"]), (&json!([]), &json!(["a"])));
}

#[test]
fn what_is_reported_later_is_not_known_yet() {
    let record = "reported = 2023\n[status]\n2023-03-31 = \"P\"\n";
    let not_yet = |dates: &[Value]| dates.iter().map(|d| d["not_yet"].as_u64().unwrap()).collect::<Vec<_>>();
    assert_eq!(not_yet(&dates("surveyed", record, None)), [1, 1, 0]);
    assert_eq!(not_yet(&dates("surveyed", record, Some("2022-09-30"))), [0, 0]);
}
