//! Internal records, units and fields stay out of every form of open data.

use super::plan::Plan;
use super::{catalogs, csv_text, derive, figures_text};
use sachstand::exchange;
use sachstand::pipeline::Options;
use sachstand::source::{SourceFile, SourceTree};

#[test]
fn nothing_internal_gets_out() {
    let mut plan = Plan::read();
    plan.measure("MP 022").internal = true;
    plan.measure("MP 022").title = "Kanarienvogel".to_owned();
    plan.measure("MP 023").more = "related = [\"mp-022\"]\n".to_owned();
    let mut files = plan.files();
    let edit = |files: &mut [SourceFile], path: &str, more: &str| {
        let file = files.iter_mut().find(|f| f.path == path).unwrap();
        file.content = sachstand::source::Content::Text(format!("{}{more}", file.text().unwrap()));
    };
    let field =
        |name: &str, more: &str| format!("[[extra]]\nname = \"{name}\"\nlabel = \"{name}\"\nkind = \"list\"\n{more}");
    edit(&mut files, "content/site.toml", &field("secret", ""));
    edit(&mut files, "content/site.toml", &field("goals", "visibility = \"public\"\nregisters = [\"measures\"]\n"));
    let record = "content/measures/mp-023.md";
    let own = files.iter_mut().find(|f| f.path == record).unwrap();
    let text = own.text().unwrap().trim_end().trim_end_matches("+++").to_owned();
    let body = format!("{text}[extra]\nsecret = [\"Kanarienvogel\"]\ngoals = [\"A b\", \"C\"]\n+++\n");
    own.content = sachstand::source::Content::Text(body);
    // The unit of one record is internal, too.
    let own = files.iter_mut().find(|f| f.path == "content/organisation.toml").unwrap();
    let text = own.text().unwrap();
    let text = text.replace("name = \"Tiefbau\"\n", "name = \"Kanarienvogel\"\nvisibility = \"internal\"\n");
    own.content = sachstand::source::Content::Text(text);
    let tree = SourceTree::new(files);
    let (model, figures, problems) = derive(&tree, Options::default());
    assert!(problems.iter().any(|p| p.starts_with("internal-reference")), "{problems:?}");
    let csv = csv_text(&tree, &model, &figures, 0);
    let json = figures_text(&model, &figures);
    let [de, _] = catalogs();
    let stats = exchange::stats_table(&model, &figures, &de);
    for text in [&csv, &json, &stats] {
        assert!(!text.contains("Kanarienvogel") && !text.contains("mp-022") && !text.contains("secret"));
    }
    assert!(csv.contains("A b; C") && csv.contains("extra.goals"));
    let (model, figures, _) = derive(&tree, Options { internal: true, ..Options::default() });
    let csv = csv_text(&tree, &model, &figures, 0);
    assert!(csv.contains("mp-022") && csv.contains("extra.secret"), "the edition for the town hall has it all");
}
