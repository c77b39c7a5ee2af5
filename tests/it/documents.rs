//! What the committee gets is what the settings and the head of a report say; templates look through the data for it.

use super::printer::printer;
use sachstand::diag::{Diagnostics, Severity};
use sachstand::pipeline::{self, Options, Timings};
use sachstand::source::{Content, SourceFile, SourceTree};
use sachstand::value::Date;
use std::path::Path;

const SETTINGS: &str = "
[pdf]
paper = \"a3\"
colour = \"#7a1f3d\"
logo = \"logo.svg\"
logo_text = \"Wappen\"
[[pdf.appendix]]
register = \"services\"
label = \"Anlage 6\"
columns = [\"unit\", \"title\", \"values\", \"measures\"]
[[pdf.appendix]]
register = \"measures\"
paper = \"a4\"
";

const REPORT: &str = "+++
title = \"Bericht\"
number = \"8649/2020-2025\"
date = 2023-10-18
earlier = [\"4918/2020-2025\", \"5794/2020-2025\"]
budget = \"Keine.\"
[[consultations]]
committee = \"Hauptausschuss\"
date = 2023-11-03
public = false
treatment = \"Vorberatung\"
[[consultations]]
committee = \"Rat\"
+++
Gezählt sind {{count services}}.

{{chart services status-by-date}}
";

const APPENDIX: &str = "#let d = json(\"data.json\")
#set document(title: d.frame.title)
= A
#assert.eq(d.frame.logo.text, \"Wappen\")
#assert.eq(d.frame.colour, \"#7a1f3d\")
#if d.frame.kind == \"Anlage 6\" {
  assert.eq(d.frame.paper, \"a3\")
  assert.eq(d.columns.map(c => c.kind), (\"unit\", \"title\", \"value\", \"value\", \"numbers\"))
  assert.eq(d.groups.map(g => g.unit), (none,))
} else {
  assert.eq((d.frame.kind, d.frame.paper), (\"Anlage 2\", \"a4\"))
  assert(d.groups.first().unit.starts-with(\"0.1\"))
}
";

const NARRATIVE: &str = "#let d = json(\"data.json\")
#set document(title: d.frame.title)
= A
#assert.eq(d.frame.running.first(), \"Vorlage 8649/2020-2025\")
#assert.eq(d.consultations.rows.map(r => (r.head.text, ..r.cells.map(c => c.text))), (
  (\"Hauptausschuss\", \"03.11.2023\", \"nicht öffentlich\", \"Vorberatung\"), (\"Rat\", \"–\", \"–\", \"–\"),
))
#assert.eq(d.facts.map(f => f.items.len()), (1, 1, 1, 2, 1))
#assert.eq(d.basis.len(), 1)
#assert(d.basis.first().first().text.contains(\"Online-Dienste, Stand 30.09.2023\"))
#assert.eq(d.appendices, (\"Anlage 6: Online-Dienste, Stand 30.09.2023\", \"Anlage 2: Maßnahmen, Stand 30.09.2023\"))
#let told = d.body.filter(b => b.kind == \"chart\").map(b => b.chart.svg)
#assert.eq(told.len(), 1)
#for r in d.registers { for c in r.charts { assert(c.svg not in told) } }
";

#[test]
fn settings_and_the_head_of_the_paper_reach_the_documents() {
    let (sources, _) = sachstand::disk::read(Path::new(env!("CARGO_MANIFEST_DIR")));
    let config = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/site.toml")).unwrap();
    let start = config.find("[pdf]").unwrap();
    let end = start + config[start..].find("# ── Statusmodelle").unwrap();
    let config = format!("theme = \"eigen\"\n{}{SETTINGS}{}", &config[..start], &config[end..]);
    let own = [
        ("content/site.toml", config.as_str()),
        ("content/assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>"),
        ("content/reports/2023-09-30.md", REPORT),
        ("themes/eigen/pdf/appendix.typ", APPENDIX),
        ("themes/eigen/pdf/report.typ", NARRATIVE),
    ];
    let kept = sources.iter().filter(|(_, file)| !own.iter().any(|(path, _)| *path == file.path));
    let kept = kept.map(|(_, file)| file.clone());
    let own = own.map(|(path, text)| SourceFile { path: path.to_owned(), content: Content::Text(text.to_owned()) });
    let sources = SourceTree::new(kept.chain(own).collect());
    let day = Date::parse("2023-09-30").unwrap();
    let mut diags = Diagnostics::new();
    let options = Options { as_of: Some(day), ..Options::default() };
    let planned = pipeline::plan(&sources, options, &mut diags, &mut Timings::new(|| 0)).expect("a plan");
    let printed = planned.papers(day, &printer(), &mut diags);
    let errors: Vec<_> = diags.iter().filter(|d| d.severity == Severity::Error).map(|d| &d.message).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let names: Vec<&str> = printed.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["bericht", "anlage-online-dienste", "anlage-massnahmen", "folien"]);
    let books = planned.books(day);
    assert_eq!(
        books.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["anlage-online-dienste", "anlage-massnahmen"]
    );
    assert!(books.iter().all(|(_, book)| book.starts_with(b"PK")));
}
