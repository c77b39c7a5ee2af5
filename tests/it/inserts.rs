//! Inserts in whole sites: what they show, that it is what figures.json says, and what they never show.

use sachstand::diag::Diagnostics;
use sachstand::output::Output;
use sachstand::pipeline::{self, Options};
use sachstand::record::insert::{INSERTS, reference};
use sachstand::source::{Content, SourceFile, SourceTree};
use sachstand::value::{Date, Mean};
use serde_json::Value;
use snapbox::{Assert, Data};
use std::path::Path;

const SITE: &str = include_str!("../../src/cli/init/site.toml");
const ORGANISATION: &str = include_str!("../../src/cli/init/organisation.toml");
const CRM: &str = "+++\nnumber = \"MP 001\"\ntitle = \"CRM & <b>Firmendaten</b>\"\nunit = \"1.1\"\n\
                   [progress]\n2026-03-31 = 5\n2026-09-30 = 9\n+++\n";
const PORTAL: &str = "+++\nnumber = \"MP 002\"\ntitle = \"Bürgerportal\"\nunit = \"1.1\"\n\
                      [progress]\n2026-03-31 = 2\n2026-09-30 = 4\n+++\n";
const SECRET: &str = "+++\nnumber = \"MP 003\"\ntitle = \"KANARIE\"\nunit = \"1.1\"\nvisibility = \"internal\"\n\
                      [progress]\n2026-03-31 = 3\n2026-09-30 = 10\n+++\n";
const GOAL: &str = "+++\ntitle = \"Plan\"\nkind = \"programme\"\n[[target]]\nid = \"alle\"\ntext = \"Zwei Maßnahmen\"\n\
                    register = \"measures\"\nclass = \"done\"\nwanted = 2\ndue = 2027-09-30\n+++\n";

fn tree(files: &[(&str, &str)]) -> SourceTree {
    let base = [
        ("content/site.toml", SITE),
        ("content/organisation.toml", ORGANISATION),
        ("content/measures/mp-001.md", CRM),
        ("content/measures/mp-002.md", PORTAL),
        ("content/measures/mp-003.md", SECRET),
        ("content/programmes/plan.md", GOAL),
    ];
    let file = |(path, text): &(&str, &str)| SourceFile {
        path: (*path).to_owned(),
        content: Content::Text((*text).to_owned()),
    };
    SourceTree::new(base.iter().chain(files).map(file).collect())
}

fn build(sources: &SourceTree, options: Options) -> Output {
    let mut diags = Diagnostics::new();
    let output = pipeline::build(sources, options, &mut diags);
    output.unwrap_or_else(|| panic!("{diags:?}"))
}

fn page(output: &Output, path: &str) -> String {
    String::from_utf8(output.get(path).unwrap_or_else(|| panic!("{path} is there")).to_vec()).unwrap()
}

/// The text of a report or page: what the city wrote and inserted.
fn narrative(page: &str) -> &str {
    let start = page.find("<div class=\"sec-body prose\">").unwrap();
    let end = page[start..].find("</main>").map_or(page.len(), |end| start + end);
    &page[start..end]
}

fn report(body: &str) -> String {
    format!("+++\ntitle = \"Bericht\"\n+++\n{body}\n")
}

#[test]
fn everything_that_can_be_inserted_looks_as_it_should() {
    let body = report(
        "## Stand {{share measures status=U}}\n\n\
         Gezählt: **{{count measures}}**, [{{count measures status=E}}](/massnahmen/), Amt {{share measures status=U unit=\"1.1\"}}.\n\
         So: `{{count measures}}` oder \\{{count measures}}.\n\n\
         | Status | Anzahl |\n|---|--:|\n| umgesetzt | {{count measures status=U date=previous}} |\n\n\
         {{chart measures status-by-date}}\n{{table measures status}}\n\n{{table measures base}}\n\n\
         {{list measures implemented}}\n\n{{list measures gone-back}}\n\n{{pace plan}}\n\n{{chart measures units}}",
    );
    let output = build(&tree(&[("content/reports/2026-09-30.md", &body)]), Options::default());
    let page = page(&output, "berichte/2026-09-30/index.html");
    // Drawings have expected files of their own.
    let mut shown = String::new();
    let mut rest = narrative(&page);
    while let Some((before, after)) = rest.split_once("<svg") {
        shown.push_str(before);
        rest = after.split_once("</svg>").unwrap().1;
        shown.push_str("<svg/>");
    }
    shown.push_str(rest);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inserts/report.html");
    assert!(std::env::var_os("SNAPSHOTS").is_none() || std::env::var_os("CI").is_none(), "nothing is written on CI");
    Assert::new().action_env("SNAPSHOTS").eq(Data::text(shown), Data::read_from(&path, None).raw());
}

#[test]
fn numbers_are_those_of_the_open_data() {
    let body = report(
        "A {{count measures}} B {{count measures status=E}} C {{sum measures}} D {{mean measures}} E {{mean measures status=U}} \
         F {{count measures list=implemented}} G {{sum measures date=previous}} H {{share measures status=U}} \
         I {{count measures unit=1.1}} J",
    );
    let output = build(&tree(&[("content/reports/2026-09-30.md", &body)]), Options::default());
    let page = page(&output, "berichte/2026-09-30/index.html");
    let figures: Value = serde_json::from_str(&self::page(&output, "daten/figures.json")).unwrap();
    let dates = &figures["registers"]["measures"]["dates"];
    let (before, now) = (&dates[0], &dates[1]);
    let shown = |from: &str, to: &str| -> String {
        let text = page.split_once(&format!("{from} ")).unwrap().1;
        text.split_once(&format!(" {to}")).unwrap().0.to_owned()
    };
    let mean = |value: &Value| {
        let hundredths = (value.as_f64().unwrap() * 100.0).round() as i64;
        sachstand::text::lang::Lang::De.mean(Mean(hundredths))
    };
    assert_eq!(shown("<p>A", "B"), now["counted"].to_string());
    assert_eq!(shown(" B", "C"), now["count"]["E"].to_string());
    assert_eq!(shown(" C", "D"), now["total_sum"].to_string());
    assert_eq!(shown(" D", "E"), mean(&now["mean"]));
    assert_eq!(shown(" E", "F"), mean(&now["mean_by_status"]["U"]));
    assert_eq!(shown(" F", "G"), now["lists"]["implemented"].as_array().unwrap().len().to_string());
    assert_eq!(shown(" G", "H"), before["total_sum"].to_string());
    assert_eq!(shown(" H", "I"), format!("{} von {} (50,0\u{a0}%)", now["count"]["U"], now["counted"]));
    assert_eq!(shown(" I", "J"), "2");
}

#[test]
fn totals_as_published_come_first_and_say_so() {
    let site = SITE.replacen("complete = true", "complete = false", 1);
    let body = "+++\ntitle = \"Bericht\"\n[published_totals.measures.2026-09-30]\ncount = { P = 50, E = 30, U = 20 }\n\
                sum = { P = 50, E = 150, U = 180 }\ntotal = 100\ntotal_sum = 380\n+++\n\
                A {{share measures status=U}} B {{mean measures}} C {{count measures status=U unit=1.1}} D\n\n\
                {{table measures status}}\n\n{{table measures base}}\n";
    let output = build(&tree(&[("content/reports/2026-09-30.md", body)]), Options::default());
    // With `complete = true` the records are told.
    assert!(page(&output, "berichte/2026-09-30/index.html").contains("A 1 von 2 (50,0\u{a0}%) B 6,50 C 1 D"));
    let mut files: Vec<SourceFile> =
        tree(&[("content/reports/2026-09-30.md", body)]).iter().map(|(_, f)| f.clone()).collect();
    for file in files.iter_mut().filter(|file| file.path == "content/site.toml") {
        file.content = Content::Text(site.clone());
    }
    let page = page(&build(&SourceTree::new(files), Options::default()), "berichte/2026-09-30/index.html");
    let text = narrative(&page);
    assert!(text.contains("A 20 von 100 (20,0\u{a0}%) B 3,80 C 1 (in den hier aufgeführten Datensätzen) D"), "{text}");
    assert!(text.contains("Maßnahmen, Stand 30.09.2026: wie veröffentlicht. Quelle: <a"), "{text}");
    assert!(text.contains("Maßnahmen, Stand 30.09.2026: aus den Datensätzen berechnet."), "{text}");
    assert!(text.contains("Als Datensätze liegen hier 2 von 100 vor."), "{text}");
}

#[test]
fn what_is_later_is_not_known_yet() {
    let about = "+++\ntitle = \"Über\"\n+++\nStand: {{count measures status=U}}, dann {{count measures date=2026-09-30}}.\n\n\
                 {{chart measures status-by-date date=2026-09-30}}\n\n{{list measures implemented date=2026-09-30}}\n\n\
                 {{pace plan date=2026-09-30}}\n\n{{table measures status}}\n";
    let tree =
        tree(&[("content/pages/ueber.md", about), ("content/reports/2026-09-30.md", &report("{{count measures}}"))]);
    let then = Options { as_of: Date::parse("2026-03-31"), ..Options::default() };
    let output = build(&tree, then);
    assert!(output.get("berichte/2026-09-30/index.html").is_none());
    let text = page(&output, "ueber/index.html");
    let text = narrative(&text);
    assert!(text.contains("<p>Stand: 0, dann (am 31.03.2026 noch nicht bekannt).</p>"), "{text}");
    assert_eq!(text.matches("Stand 30.09.2026: am 31.03.2026 noch nicht bekannt.").count(), 3, "{text}");
    let now = page(&build(&tree, Options::default()), "ueber/index.html");
    assert!(now.contains("<p>Stand: 1, dann 2.</p>"), "{now}");
    assert!(now.contains("content=\"Stand: 1, dann 2.\""), "the description has words, no braces");
}

#[test]
fn a_report_shows_what_was_known_at_its_date() {
    let body = report("{{chart measures status-by-date}}\n\n{{pace plan}}\n\n{{table measures status}}");
    let output = build(&tree(&[("content/reports/2026-03-31.md", &body)]), Options::default());
    let page = page(&output, "berichte/2026-03-31/index.html");
    let text = narrative(&page);
    assert!(text.contains("0 von 2 (Stand 31.03.2026)"), "{text}");
    assert!(!text.contains("30.09.2026"), "{text}");
    assert!(!text.contains("<p class=\"files\">\n</p>"), "a drawing without files has no line for them");
}

#[test]
fn nothing_internal_is_inserted_and_no_title_becomes_markup() {
    let body = report(
        "{{count measures}} {{count measures unit=1.1}}\n\n{{list measures implemented}}\n\n{{list measures advanced}}\n\n\
         {{table measures units}}\n\n{{chart measures moves}}\n\n{{table measures moves}}\n\n{{table measures cohorts}}\n\n\
         {{chart measures base}}\n\n{{chart measures sum-by-date}}\n\n{{list measures expected}}",
    );
    let tree = tree(&[("content/reports/2026-09-30.md", &body)]);
    let output = build(&tree, Options::default());
    for (path, bytes) in output.iter() {
        assert!(!String::from_utf8_lossy(bytes).contains("KANARIE"), "{path} shows something internal");
    }
    let page = page(&output, "berichte/2026-09-30/index.html");
    assert!(page.contains("CRM &amp; &lt;b&gt;Firmendaten") && !page.contains("<b>Firmendaten"));
    let inside = build(&tree, Options { internal: true, ..Options::default() });
    let inside = self::page(&inside, "berichte/2026-09-30/index.html");
    assert!(inside.contains("KANARIE") && inside.contains("<p>3 3</p>"), "the edition for the town hall shows it");
}

#[test]
fn records_keep_their_braces() {
    let record = "+++\ntitle = \"Vorlagen\"\n+++\nPlatzhalter:\n{{count measures}}\n{{unbekannt}}\n";
    let output = build(&tree(&[("content/measures/vorlagen.md", record)]), Options::default());
    let page = page(&output, "massnahmen/vorlagen/index.html");
    assert!(page.contains("<p>Platzhalter:\n{{count measures}}\n{{unbekannt}}</p>"), "{page}");
}

#[test]
fn every_insert_stands_in_the_reference_and_works_as_its_example_says() {
    let text = reference();
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let services = "+++\ntitle = \"Dienst\"\n[status]\n2026-09-30 = \"U\"\n+++\n";
    for kind in INSERTS {
        assert!(text.contains(&kind.form()) && text.contains(kind.example), "{}", kind.name);
        let body = report(&kind.example.replace("online-dienste", "plan"));
        build(
            &tree(&[("content/reports/2026-09-30.md", &body), ("content/services/dienst.md", services)]),
            Options::default(),
        );
    }
}
