//! The site's own content: what it says of its target, and that everything in it can be published.

use super::{derive, figures_text};
use sachstand::disk;
use sachstand::pipeline::Options;
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
