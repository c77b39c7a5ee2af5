//! What keeps its identity over time: old addresses, successors of records and units, records that
//! were public once.

use sachstand::diag::Diagnostics;
use sachstand::exchange;
use sachstand::model::Model;
use sachstand::output::Output;
use sachstand::pipeline::{self, Options};
use sachstand::source::{Content, SourceFile, SourceTree};
use sachstand::value::Date;

const SITE: &str = include_str!("../../src/cli/init/site.toml");
const ORGANISATION: &str = include_str!("../../src/cli/init/organisation.toml");
const ALL: Options = Options { as_of: None, internal: true, portable: false };

fn tree(files: &[(&str, &str)]) -> SourceTree {
    let all = [("content/site.toml", SITE), ("content/organisation.toml", ORGANISATION)];
    let own = |path: &str| files.iter().any(|(other, _)| *other == path);
    let all = all.iter().filter(|(path, _)| !own(path)).chain(files);
    let file = |(path, text): &(&str, &str)| SourceFile {
        path: (*path).to_owned(),
        content: Content::Text((*text).to_owned()),
    };
    SourceTree::new(all.map(file).collect())
}

fn build(sources: &SourceTree, options: Options) -> Output {
    let mut diags = Diagnostics::new();
    let output = pipeline::build(sources, options, &mut diags);
    output.unwrap_or_else(|| panic!("{diags:?}"))
}

fn model(sources: &SourceTree) -> Model {
    let mut diags = Diagnostics::new();
    let (model, _) = pipeline::derive(sources, ALL, &mut diags).unwrap();
    assert!(!diags.has_errors(), "{diags:?}");
    model
}

fn problems(sources: &SourceTree, options: Options) -> Vec<String> {
    let mut diags = Diagnostics::new();
    pipeline::check(sources, options, &mut diags);
    diags.iter().map(|d| d.code.name.to_owned()).collect()
}

fn page<'o>(output: &'o Output, path: &str) -> &'o str {
    std::str::from_utf8(output.get(path).unwrap_or_else(|| panic!("there is no {path}"))).unwrap()
}

fn snapshot(sources: &SourceTree, date: &str) -> String {
    let edition = |options| pipeline::derive(sources, options, &mut Diagnostics::new()).unwrap();
    let (all, public) = (edition(ALL), edition(Options::default()));
    exchange::snapshot_toml((&all.0, &all.1), (&public.0, &public.1), Date::parse(date).unwrap())
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

const MEASURE: &str = "+++\nnumber = \"MP 011\"\ntitle = \"Bürger & Beteiligung\"\nunit = \"1.1\"\n\
                       renumbered = [{ on = 2026-01-01, from = \"DP 7\" }]\n[progress]\n2026-09-30 = 4\n+++\n";

#[test]
fn old_addresses_lead_on_or_say_why_not() {
    let list = "# Adressen\r\nmassnahmen/mp-011/\r\nmassnahmen/dp-7/\r\nalt/ -> aelter/\r\naelter/ -> massnahmen/mp-011/\r\n\
                weg/\twithdrawn: Nie <beschlossen>.\r\nspaeter/ -> weg/\r\n";
    let sources = tree(&[("content/measures/mp-011.md", MEASURE), ("content/permalinks.txt", list)]);
    let output = build(&sources, Options::default());
    for (path, way) in [
        ("massnahmen/dp-7/index.html", "../../massnahmen/mp-011/"),
        ("alt/index.html", "../massnahmen/mp-011/"),
        ("aelter/index.html", "../massnahmen/mp-011/"),
    ] {
        let html = page(&output, path);
        assert!(html.contains(&format!("<meta http-equiv=\"refresh\" content=\"0; url={way}\">")), "{path}");
        assert!(html.contains(&format!("<a href=\"{way}\">MP 011 Bürger &amp; Beteiligung</a>")), "{path}");
        assert!(
            html.contains(
                "<link rel=\"canonical\" href=\"https://www.example.org/digitalisierung/massnahmen/mp-011/\">"
            )
        );
    }
    for path in ["weg/index.html", "spaeter/index.html"] {
        let html = page(&output, path);
        assert!(html.contains("Nie &lt;beschlossen&gt;.") && !html.contains("http-equiv=\"refresh\""), "{path}");
    }
    assert!(!page(&output, "sitemap.xml").contains("dp-7"));
    let portable = build(&sources, Options { portable: true, ..Options::default() });
    assert!(page(&portable, "alt/index.html").contains("url=../massnahmen/mp-011/index.html"));
}

#[test]
fn a_number_that_two_records_had_leads_nowhere() {
    let other = MEASURE.replace("MP 011", "MP 012");
    let sources = tree(&[
        ("content/measures/mp-011.md", MEASURE),
        ("content/measures/mp-012.md", &other),
        ("content/permalinks.txt", "massnahmen/dp-7/\n"),
    ]);
    assert_eq!(problems(&sources, Options::default()), ["address-vanished"]);
}

#[test]
fn an_earlier_day_misses_no_address_of_a_later_one() {
    let list = "stand/2026-03-31/\nstand/2026-09-30/\nvergleich/2026-03-31-bis-2026-09-30/\nmassnahmen/mp-011/\nalt/ -> stand/2026-09-30/\n";
    let sources = tree(&[("content/measures/mp-011.md", MEASURE), ("content/permalinks.txt", list)]);
    assert!(problems(&sources, Options::default()).is_empty());
    let earlier = Options { as_of: Some(day("2026-03-31")), ..Options::default() };
    assert!(problems(&sources, earlier).is_empty());
}

#[test]
fn a_record_that_is_internal_by_now_counts_without_being_named() {
    let open =
        "+++\ntitle = \"KANARIE im Verborgenen\"\nunit = \"1.1\"\n[progress]\n2026-03-31 = 2\n2026-09-30 = 9\n+++\n";
    let before = tree(&[("content/measures/kanarie.md", open), ("content/measures/mp-011.md", MEASURE)]);
    let (first, second) = (snapshot(&before, "2026-03-31"), {
        let first = snapshot(&before, "2026-03-31");
        let tree = tree(&[
            ("content/measures/kanarie.md", open),
            ("content/measures/mp-011.md", MEASURE),
            ("content/snapshots/2026-03-31.toml", &first),
        ]);
        snapshot(&tree, "2026-09-30")
    });
    let hidden = open.replace("unit", "visibility = \"internal\"\nunit").replace(
        "2026-09-30 = 9\n",
        "2026-09-30 = 9\n[[corrections]]\ndate = 2026-09-30\nvisibility = \"internal\"\non = 2026-11-02\nreason = \"Beschluss\"\n",
    );
    let list = "massnahmen/kanarie/ withdrawn: Beschluss des Rates.\n";
    let files = [
        ("content/measures/kanarie.md", hidden.as_str()),
        ("content/measures/mp-011.md", MEASURE),
        ("content/snapshots/2026-03-31.toml", &first),
        ("content/snapshots/2026-09-30.toml", &second),
        ("content/permalinks.txt", list),
    ];
    let output = build(&tree(&files), Options::default());
    for (path, bytes) in output.iter() {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("KANARIE"), "{path}");
        // Its address was public, and that page says that it was withdrawn.
        assert!(!text.contains("kanarie") || path == "massnahmen/kanarie/index.html", "{path}");
    }
    let figures: serde_json::Value = serde_json::from_str(page(&output, "daten/figures.json")).unwrap();
    let date = &figures["registers"]["measures"]["dates"][1];
    assert_eq!((&date["counted"], &date["corrected"]["counted"]), (&2.into(), &1.into()));
    assert_eq!(date["base"]["corrections"], 0);
    assert_eq!(date["corrected"]["base"]["corrections"], -1);
    let stand = page(&output, "stand/2026-09-30/index.html");
    assert!(stand.contains("nicht mehr öffentlicher Eintrag"), "{stand}");
    let detail = page(&output, "stand/2026-09-30/massnahmen/zahlen/index.html");
    assert!(detail.contains("− 1 berichtigt = 1"), "{detail}");
    // Whoever keeps the records sees it, and its page stands where the list says that there is none.
    let internal = build(&tree(&files), ALL);
    assert!(page(&internal, "massnahmen/kanarie/index.html").contains("KANARIE"));
}

#[test]
fn units_hand_their_records_over() {
    let organisation = "[[unit]]\nid = \"1\"\nname = \"Eins\"\nuntil = 2025-12-31\nsuccessors = [\"2\"]\n\
                        [[unit]]\nid = \"2\"\nname = \"Zwei\"\nuntil = 2026-06-30\nsuccessors = [\"3\"]\n\
                        names = [{ until = 2026-01-31, name = \"Zwo & mehr\" }]\n\
                        [[unit]]\nid = \"3\"\nname = \"Drei\"\n[[unit]]\nid = \"4\"\nname = \"Vier\"\n";
    let one = "+++\ntitle = \"Eins\"\nunit = \"1\"\n+++\n";
    let two = "+++\ntitle = \"Zwei\"\n[[unit]]\nunit = \"1\"\n[[unit]]\nunit = \"4\"\nfrom = 2026-03-01\n+++\n";
    let sources = tree(&[
        ("content/organisation.toml", organisation),
        ("content/measures/a.md", one),
        ("content/measures/b.md", two),
    ]);
    let model = model(&sources);
    let on = |record: usize, date: &str| {
        let unit = model.registers[0].records[record].unit_on(day(date)).unwrap();
        model.unit(unit).id.as_str()
    };
    let dates = ["2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"];
    assert_eq!(dates.map(|date| on(0, date)), ["1", "2", "2", "3"]);
    assert_eq!(["2025-12-31", "2026-02-28", "2026-03-01"].map(|date| on(1, date)), ["1", "2", "4"]);
    let output = build(&sources, Options::default());
    let two = page(&output, "organisation/2/index.html");
    assert!(two.contains("Bis 31.01.2026: Zwo &amp; mehr"));
    assert!(two.contains("Danach: <a href=\"../../organisation/3/\">3 Drei</a>"));
    assert!(two.contains("Davor: <a href=\"../../organisation/1/\">1 Eins</a>"));
}

#[test]
fn successors_lead_both_ways() {
    let old = "+++\ntitle = \"Alt\"\nmerged_into = \"neu\"\n+++\n";
    let new = "+++\ntitle = \"Neu\"\nreplaces = [\"vorher\"]\n+++\n";
    let before = "+++\ntitle = \"Vorher\"\n+++\n";
    let half = |name: &str| format!("+++\ntitle = \"{name}\"\nreplaces = [\"geteilt\"]\n+++\n");
    let (left, right) = (half("Links"), half("Rechts"));
    let sources = tree(&[
        ("content/measures/alt.md", old),
        ("content/measures/neu.md", new),
        ("content/measures/vorher.md", before),
        ("content/measures/geteilt.md", "+++\ntitle = \"Geteilt\"\n+++\n"),
        ("content/measures/links.md", &left),
        ("content/measures/rechts.md", &right),
    ]);
    let output = build(&sources, Options::default());
    assert!(
        page(&output, "massnahmen/alt/index.html")
            .contains("aufgegangen in: <a href=\"../../massnahmen/neu/\">Neu</a>")
    );
    assert!(
        page(&output, "massnahmen/vorher/index.html")
            .contains("ersetzt durch: <a href=\"../../massnahmen/neu/\">Neu</a>")
    );
    let new = page(&output, "massnahmen/neu/index.html");
    assert!(new.contains("Enthält jetzt auch") && new.contains("Ersetzt"));
    let split = page(&output, "massnahmen/geteilt/index.html");
    assert!(split.contains("Links") && split.contains("Rechts") && !split.contains("ersetzt durch:"));
}
