//! The site's own content: what it says of its target, and that everything in it can be published.

use super::frozen::close;
use super::plan::DATES;
use super::{derive, figures_text};
use sachstand::disk;
use sachstand::pipeline::Options;
use sachstand::source::{Content, SourceFile, SourceTree};
use sachstand::value::Date;
use serde_json::{Value, json};
use std::path::Path;

#[test]
fn the_target_of_the_example_is_measured_by_published_totals() {
    let (tree, problems) = disk::read(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(!problems.has_errors());
    let (model, figures, _) = derive(&tree, Options::default());
    let found: Value = serde_json::from_str(&figures_text(&model, &figures)).unwrap();
    let target = &found["programmes"]["online-dienste"]["targets"][0];
    let expected = json!({
        "missing": 59, "months_left": 27, "period": 6, "needed": 13.11, "last": 6, "average": 6.0, "trend": 68, "misses": 32
    });
    assert_eq!(target["pace"], expected);
    assert_eq!((&target["reached"], &target["wanted"]), (&json!(41), &json!(100)));
    assert_eq!((&target["of"], &target["basis"]), (&json!(131), &json!("published")));
    let dates = found["registers"]["measures"]["dates"].as_array().unwrap();
    let published: Vec<&Value> = dates.iter().map(|d| &d["published"]["total"]).collect();
    assert_eq!(published, [112, 130, 129, 149]);
    assert_eq!(dates[3]["published"]["report"], "2023-09-30");
}

#[test]
fn what_was_printed_of_a_closed_date_stays() {
    let (tree, _) = disk::read(Path::new(env!("CARGO_MANIFEST_DIR")));
    let closed: Vec<SourceFile> = close(tree.iter().map(|(_, file)| file.clone()).collect(), DATES.len());
    let said = |edit: &dyn Fn(&str) -> String, as_of: Option<Date>| {
        let mut files = closed.clone();
        let report = files.iter_mut().find(|file| file.path == "content/reports/2023-09-30.md").unwrap();
        let Content::Text(text) = &mut report.content else { panic!("a report is a text") };
        *text = edit(text);
        let options = Options { as_of, ..Options::default() };
        let problems = derive(&SourceTree::new(files), options).2;
        problems.into_iter().filter(|p| p.starts_with("frozen-")).collect::<Vec<_>>()
    };
    assert_eq!(said(&str::to_owned, None), Vec::<String>::new());
    for date in DATES {
        // As of an earlier day the paper that prints the totals is still to come.
        assert_eq!(said(&str::to_owned, Date::parse(date)), Vec::<String>::new(), "{date}");
    }
    let services = "frozen-difference: 2023-09-30 is closed, and the totals of `services` as published";
    let other = |text: &str| text.replace("P = 52, E = 36, U = 41", "P = 51, E = 36, U = 42");
    assert_eq!(said(&other, None), [format!("{services} are others now")]);
    let without = |text: &str| {
        let table = text.find("[published_totals.services.2023-09-30]").unwrap();
        let end = table + text[table..].find("+++").unwrap();
        format!("{}{}", &text[..table], &text[end..])
    };
    assert_eq!(said(&without, None), [format!("{services} are gone")]);
}
