//! Whole sites, built in memory: nothing internal gets out, the same input gives the same bytes, and
//! the site works below any address and from a folder.

use proptest::prelude::*;
use sachstand::diag::Diagnostics;
use sachstand::output::Output;
use sachstand::pipeline::{self, Options};
use sachstand::source::{Content, SourceFile, SourceTree};
use std::path::Path;

const SITE: &str = include_str!("../../src/cli/init/site.toml");
const ORGANISATION: &str = include_str!("../../src/cli/init/organisation.toml");

fn tree(files: &[(&str, &str)]) -> SourceTree {
    let file = |(path, text): &(&str, &str)| SourceFile {
        path: (*path).to_owned(),
        content: Content::Text((*text).to_owned()),
    };
    SourceTree::new(files.iter().map(file).collect())
}

fn build(sources: &SourceTree, options: Options) -> Output {
    let mut diags = Diagnostics::new();
    let output = pipeline::build(sources, options, &mut diags);
    output.unwrap_or_else(|| panic!("{diags:?}"))
}

fn example() -> SourceTree {
    let (sources, diags) = sachstand::disk::read(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(diags.is_empty(), "{diags:?}");
    sources
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn the_example_has_no_problem_at_all() {
    let mut diags = Diagnostics::new();
    pipeline::check(&example(), Options::default(), &mut diags);
    assert!(diags.is_empty(), "{diags:?}");
}

/// A file, and of a workbook all its parts.
fn unpacked(path: &str, bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut parts = vec![(path.to_owned(), bytes.to_vec())];
    if path.ends_with(".xlsx") {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
            parts.push((format!("{path}: part {index}"), bytes));
        }
        assert!(parts.len() > 5, "{path} is a workbook");
    }
    parts
}

/// Everything internal of this site says `KANARIE`, in each of the places where a text can hide.
#[test]
fn a_canary_never_gets_out() {
    let extra =
        "\n[[extra]]\nname = \"notiz\"\nlabel = \"KANARIE Feldname\"\nkind = \"text\"\nvisibility = \"internal\"\n";
    let site = format!("{SITE}{extra}");
    let organisation = format!(
        "{ORGANISATION}\n[[unit]]\nid = \"9.9\"\nname = \"KANARIE Dienststelle\"\ndivision = \"I\"\nvisibility = \"internal\"\n"
    );
    let public = "+++\nnumber = \"MP 001\"\ntitle = \"Öffentlich\"\nunit = \"9.9\"\nrelated = [\"mp-002\"]\n\
                  [progress]\n2026-09-30 = 4\n[extra]\nnotiz = \"KANARIE im Zusatzfeld\"\n+++\nText\n";
    let internal = "+++\nnumber = \"MP 002\"\ntitle = \"KANARIE Titel\"\nunit = \"1.1\"\nvisibility = \"internal\"\n\
                    contact = \"KANARIE Kontakt\"\nsource = \"KANARIE Quelle\"\nrelated = [\"mp-001\"]\n\
                    updates = [{ date = 2026-05-01, text = \"KANARIE Meldung\" }]\n\
                    [progress]\n2026-09-30 = 9\n+++\nKANARIE Text\n";
    let sources = tree(&[
        ("content/site.toml", &site),
        ("content/organisation.toml", &organisation),
        ("content/measures/mp-001.md", public),
        ("content/measures/mp-002.md", internal),
    ]);
    let output = build(&sources, Options::default());
    for (path, bytes) in output.iter().flat_map(|(path, bytes)| unpacked(path, bytes)) {
        let page = String::from_utf8_lossy(&bytes);
        assert!(!page.contains("KANARIE"), "{path} shows something internal");
        assert!(!path.contains("mp-002") && !page.contains("mp-002"), "{path} knows an internal record");
    }
    let inside = build(&sources, Options { internal: true, ..Options::default() });
    assert!(inside.get("massnahmen/mp-002/index.html").is_some(), "the edition for the town hall shows it");
}

#[test]
fn links_of_a_portable_site_name_files() {
    let output = build(&example(), Options { portable: true, ..Options::default() });
    let mut checked = 0;
    for (path, bytes) in output.iter().filter(|(path, _)| path.ends_with(".html")) {
        for link in text(bytes).split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let target = link.split('#').next().unwrap_or("");
            assert!(target.is_empty() || !target.ends_with('/'), "{path}: {link}");
            checked += 1;
        }
    }
    assert!(checked > 1000);
}

#[test]
fn pages_reach_each_other_below_any_address() {
    let output = build(&example(), Options::default());
    for (path, bytes) in output.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        let page = text(bytes);
        assert!(
            !page.contains(" href=\"/") && !page.contains(" src=\"/"),
            "{path} has a link from the root of the server"
        );
    }
}

#[test]
fn every_link_to_open_data_says_how_large_the_file_is() {
    let output = build(&example(), Options::default());
    let mut links = 0;
    for (path, bytes) in output.iter().filter(|(path, _)| path.ends_with(".html")) {
        for link in text(bytes).split("<a href=\"").skip(1) {
            let Some((href, rest)) = link.split_once("\">") else { continue };
            if href.contains("daten/") && [".csv", ".xlsx", ".json"].iter().any(|ending| href.ends_with(ending)) {
                let (said, _) = rest.split_once("</a>").unwrap();
                assert!(said.ends_with("\u{a0}kB)"), "{path}: {said}");
                links += 1;
            }
        }
    }
    assert!(links > 20, "{links}");
}

#[test]
fn an_earlier_day_shows_an_earlier_site() {
    let day = sachstand::value::Date::parse("2023-04-15").unwrap();
    let output = build(&example(), Options { as_of: Some(day), ..Options::default() });
    assert!(output.get("stand/2023-03-31/index.html").is_some());
    assert!(output.get("stand/2023-09-30/index.html").is_none(), "the future is not known");
    assert!(output.get("berichte/2023-09-30/index.html").is_none());
    let page = text(output.get("massnahmen/mp-020/index.html").unwrap());
    assert!(page.contains("2 von 10") && !page.contains("5 von 10"), "its value of that day");
}

/// Titles from outside, with everything that could become markup.
#[test]
fn no_text_becomes_markup() {
    let nasty = "<script>alert(1)</script> \\\" onload=x & 'y' ]]> {{ page.title }} {% raw %}";
    let record = format!(
        "+++\ntitle = \"{nasty}\"\nschedule = \"2026\"\n[progress]\n2026-03-31 = 1\n2026-09-30 = 5\n+++\n{nasty}\n"
    );
    let site = SITE.replace("Stadt Musterhausen", "Stadt <i>X</i>");
    let sources = tree(&[("content/site.toml", &site), ("content/measures/a.md", &record)]);
    let mut diags = Diagnostics::new();
    let output = pipeline::build(&sources, Options::default(), &mut diags).unwrap();
    for (path, bytes) in output.iter().filter(|(p, _)| p.ends_with(".html") || p.ends_with(".svg")) {
        let page = text(bytes);
        assert!(!page.contains("<script>") && !page.contains("<i>X"), "{path}");
        let tags = page.split('<').skip(1).filter_map(|rest| rest.split('>').next());
        for tag in tags {
            assert!(!tag.contains("\" onload=x"), "{path}: <{tag}>");
        }
    }
    assert!(diags.iter().all(|d| d.code.name == "raw-html"), "{diags:?}");
}

/// A site with so many measures, each with these lines beside its number, title and value.
fn measures(n: usize, site: &str, lines: impl Fn(usize) -> String, options: Options) -> Output {
    let record = |n: usize| {
        let head = format!("+++\nnumber = \"MP {n:03}\"\ntitle = \"Maßnahme {n}\"\n{}", lines(n));
        let text = format!("{head}[progress]\n2026-09-30 = {}\n+++\n", n % 11);
        (format!("content/measures/mp-{n:03}.md"), text)
    };
    let records: Vec<(String, String)> = (1..=n).map(record).collect();
    let mut files = vec![("content/site.toml", site)];
    files.extend(records.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    build(&tree(&files), options)
}

/// The pages of their list, each with its bytes and rows.
fn listed(output: &Output) -> Vec<(usize, usize)> {
    let page = |n: usize| match n {
        1 => output.get("massnahmen/index.html"),
        n => output.get(&format!("massnahmen/seite-{n}/index.html")),
    };
    let rows = |page: &[u8]| (page.len(), text(page).matches("<th scope=\"row\" class=\"r-t\">").count());
    (1..).map_while(page).map(rows).collect()
}

#[test]
fn lists_are_light_whatever_their_rows_hold() {
    let site = format!(
        "{SITE}\n[[extra]]\nname = \"note\"\nlabel = \"Anmerkung\"\nkind = \"text\"\nvisibility = \"public\"\n"
    );
    // Those that came later say more.
    let note = |n: usize| {
        if n > 200 { format!("extra.note = \"{}\"\n", "Erläuterung ".repeat(60).trim()) } else { String::new() }
    };
    let pages = listed(&measures(300, &site, note, Options::default()));
    assert!(pages.len() > 2 && pages.iter().all(|(bytes, _)| *bytes <= 150_000), "{pages:?}");
    assert_eq!(pages.iter().map(|(_, rows)| rows).sum::<usize>(), 300);
    // Nobody waits for a disk, and there a script sees no page but its own.
    let pages = listed(&measures(300, &site, note, Options { portable: true, ..Options::default() }));
    assert_eq!(pages.iter().map(|(_, rows)| *rows).collect::<Vec<_>>(), [150, 150]);
}

#[test]
fn long_lists_come_in_pages_with_an_index() {
    let output = measures(601, SITE, |_| String::new(), Options::default());
    let pages = listed(&output);
    assert_eq!(pages.iter().map(|(_, rows)| *rows).collect::<Vec<_>>(), [201, 201, 199]);
    let index: serde_json::Value = serde_json::from_slice(output.get("massnahmen/index.json").unwrap()).unwrap();
    assert_eq!(index.as_array().unwrap().len(), 601);
    assert_eq!(index[0][0], "massnahmen/mp-001/");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// The order in which files are found changes no byte.
    #[test]
    fn the_order_of_files_changes_nothing(seed in any::<u64>()) {
        let files: Vec<SourceFile> = example().iter().map(|(_, f)| f.clone()).collect();
        let mut shuffled = files.clone();
        let mut state = seed | 1;
        for i in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(i, (state >> 33) as usize % (i + 1));
        }
        let (a, b) = (build(&SourceTree::new(files), Options::default()), build(&SourceTree::new(shuffled), Options::default()));
        let a: Vec<_> = a.iter().collect();
        let b: Vec<_> = b.iter().collect();
        prop_assert!(a == b);
    }
}
