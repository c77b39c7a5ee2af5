//! Targets: counted once more from the cells, frozen with their date, and revised only openly.

use super::frozen::close;
use super::plan::{DATES, Plan, dates};
use super::{derive, figures_of};
use sachstand::pipeline::Options;
use sachstand::source::{Content, SourceFile, SourceTree};
use sachstand::value::Date;
use serde_json::{Value, json};

const PROGRAMME: &str = "content/programmes/online-dienste.md";

/// A target of all three kinds of figure: many dates, two dates, a status instead of a class.
const TARGETS: &str = r#"+++
title = "Online-Dienste"
[[target]]
id = "dienste"
text = "100 Dienste"
register = "services"
class = "done"
wanted = 100
due = 2025-12-31
[[target]]
id = "massnahmen"
text = "140 Maßnahmen"
register = "measures"
class = "done"
wanted = 140
due = 2025-06-30
[[target]]
id = "einfuehrung"
text = "40 in Einführung"
register = "measures"
status = "E"
wanted = 40
due = 2024-03-31
+++
"#;

fn with(files: Vec<SourceFile>, programme: &str) -> SourceTree {
    let mut files = files;
    files.retain(|file| file.path != PROGRAMME);
    files.push(SourceFile { path: PROGRAMME.to_owned(), content: Content::Text(programme.to_owned()) });
    SourceTree::new(files)
}

fn as_of(date: &str) -> Options {
    Options { as_of: Date::parse(date), ..Options::default() }
}

fn targets(tree: &SourceTree, options: Options) -> Vec<Value> {
    figures_of(tree, options)["programmes"]["online-dienste"]["targets"].as_array().unwrap().clone()
}

/// Whole months between two month ends, from their text.
fn months(from: &str, to: &str) -> i64 {
    let month = |day: &str| day[..4].parse::<i64>().unwrap() * 12 + day[5..7].parse::<i64>().unwrap();
    month(to) - month(from)
}

/// To two decimals, half up.
fn rounded(value: f64) -> f64 {
    (value * 100.0 + 0.5 + 1e-9).floor() / 100.0
}

/// What figures.json must say of a target whose records have one of `letters` at the dates up to one.
fn recount(plan: &Plan, register: &str, done: &dyn Fn(&str) -> bool, wanted: i64, due: &str, until: &str) -> Value {
    let rows = if register == "services" { &plan.services } else { &plan.measures };
    let days: Vec<&str> = dates(rows[0].cells.len()).iter().copied().filter(|day| *day <= until).collect();
    let counts = |d: usize| {
        let mut ids: Vec<String> =
            rows.iter().filter(|r| r.cohort != super::plan::BASELINE && done(&r.cells[d])).map(|r| r.id()).collect();
        ids.sort();
        ids
    };
    let series: Vec<(&str, i64)> = days.iter().enumerate().map(|(d, day)| (*day, counts(d).len() as i64)).collect();
    let Some((last, reached)) = series.last().copied() else {
        return json!({ "reached": null, "reached_records": [], "series": [], "pace": null, "why": "no-figure" });
    };
    let left = months(last, due);
    let why = match series.len() {
        _ if reached >= wanted => Some("reached"),
        _ if left <= 0 => Some("due-passed"),
        1 => Some("one-date"),
        _ => None,
    };
    let pace = why.is_none().then(|| {
        let (first, before) = (series[0], series[series.len() - 2]);
        let period = months(before.0, last);
        let per_month = (reached - first.1) as f64 / months(first.0, last) as f64;
        let trend = (reached as f64 + per_month * left as f64 + 0.5).floor().max(0.0) as i64;
        json!({
            "missing": wanted - reached,
            "months_left": left,
            "period": period,
            "needed": rounded((wanted - reached) as f64 * period as f64 / left as f64),
            "last": reached - before.1,
            "average": rounded(per_month * period as f64),
            "trend": trend,
            "misses": (wanted - trend).max(0),
        })
    });
    let series_json: Vec<Value> = series.iter().map(|(day, n)| json!({ "date": day, "value": n })).collect();
    let ids = counts(series.len() - 1);
    json!({ "reached": reached, "reached_records": ids, "series": series_json, "pace": pace, "why": why })
}

#[test]
fn a_target_is_what_the_cells_give_at_every_date() {
    let plan = Plan::read();
    let tree = with(plan.files(), TARGETS);
    let is_done = |cell: &str| matches!(cell, "8" | "9" | "10" | "U");
    let is_active = |cell: &str| matches!(cell, "4" | "5" | "6" | "7");
    for date in DATES {
        let own = targets(&tree, as_of(date));
        let wanted = [
            recount(&plan, "services", &is_done, 100, "2025-12-31", date),
            recount(&plan, "measures", &is_done, 140, "2025-06-30", date),
            recount(&plan, "measures", &is_active, 40, "2024-03-31", date),
        ];
        for (own, wanted) in own.iter().zip(wanted) {
            let said = json!({
                "reached": own["reached"],
                "reached_records": own["reached_records"],
                "series": own["series"],
                "pace": own["pace"],
                "why": own["not_computable"],
            });
            assert_eq!(said, wanted, "{} as of {date}", own["id"]);
        }
    }
}

/// The plan with all dates closed while its targets were these, and the programme of today.
fn closed(then: &str, now: &str) -> SourceTree {
    let files = with(Plan::read().files(), then).iter().map(|(_, file)| file.clone()).collect();
    with(close(files, DATES.len()), now)
}

#[test]
fn a_target_that_was_moved_after_a_date_was_closed_must_say_so() {
    let problems = |now: &str| derive(&closed(TARGETS, now), Options::default()).2;
    let frozen =
        |problems: &[String]| problems.iter().filter(|p| p.starts_with("frozen-")).cloned().collect::<Vec<_>>();
    assert_eq!(frozen(&problems(TARGETS)), Vec::<String>::new());
    let moved = TARGETS.replace("wanted = 100\ndue = 2025-12-31", "wanted = 60\ndue = 2026-12-31");
    let what = "frozen-difference: 2023-09-30 is closed, and the target `dienste` wanted 100, now 60 and was due \
                2025-12-31, now 2026-12-31";
    assert_eq!(frozen(&problems(&moved)), [what]);
    let revised = "[[target.revised]]\non = 2024-05-01\nwanted = 100\ndue = 2025-12-31\nreason = \"Ratsbeschluss\"\n";
    let open = moved.replace("due = 2026-12-31\n", &format!("due = 2026-12-31\n{revised}"));
    assert_eq!(frozen(&problems(&open)), Vec::<String>::new());
    // The day of the change lies before the date: then the old target is not that of the date.
    let early = open.replace("on = 2024-05-01", "on = 2023-05-01");
    assert_eq!(frozen(&problems(&early)), [what]);
    let other = TARGETS.replace("status = \"E\"", "status = \"P\"");
    let counts = "frozen-difference: 2023-09-30 is closed, and the target `einfuehrung` counted something else";
    assert_eq!(frozen(&problems(&other)), [counts]);
    let gone = TARGETS.replace("id = \"massnahmen\"", "id = \"anders\"");
    assert_eq!(
        frozen(&problems(&gone)),
        ["frozen-difference: 2022-03-31 is closed, and the target `massnahmen` of `online-dienste` is gone"]
    );
}

#[test]
fn as_of_an_earlier_day_a_target_is_what_it_was() {
    let revised = "[[target.revised]]\non = 2023-06-01\nwanted = 200\nreason = \"Haushalt\"\n";
    let text = TARGETS.replace("due = 2025-12-31\n", &format!("due = 2025-12-31\n{revised}"));
    let tree = with(Plan::read().files(), &text);
    let first = |date: &str| targets(&tree, as_of(date))[0].clone();
    assert_eq!((&first("2023-03-31")["wanted"], &first("2023-03-31")["revised"]), (&json!(200), &json!([])));
    assert_eq!(first("2023-09-30")["wanted"], 100);
    assert_eq!(
        first("2023-09-30")["revised"],
        json!([{ "on": "2023-06-01", "wanted": 200, "due": null, "reason": "Haushalt" }])
    );
}

#[test]
fn a_date_at_which_nothing_was_collected_yet_is_no_zero() {
    let own = targets(&with(Plan::read().files(), TARGETS), Options::default());
    let mut files = Plan::read().files();
    let site = files.iter_mut().find(|file| file.path == "content/site.toml").unwrap();
    let Content::Text(text) = &mut site.content else { panic!("the configuration is a text") };
    *text = text.replace("reporting_dates = [2023-03-31, 2023-09-30]\n", "");
    let shared = with(files, TARGETS);
    assert_eq!(targets(&shared, Options::default()), own, "services were surveyed from 2023 on");
    let figures = figures_of(&shared, Options::default());
    let dates = figures["registers"]["services"]["dates"].as_array().unwrap();
    assert_eq!(dates.len(), 4);
    for (date, first) in dates.iter().zip([true, true, true, false]) {
        assert_eq!(date["base"]["first"], first);
        assert_eq!(date["previous"].is_null(), first);
        assert_eq!(first, date["lists"]["implemented"] == json!([]));
    }
    assert_eq!(targets(&shared, as_of("2022-09-30"))[0]["not_computable"], "no-figure");
}
