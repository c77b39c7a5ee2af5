//! Whatever is typed into a file, reading it ends: with a model, or with an error that says why not.

use proptest::prelude::*;
use sachstand::diag::Diagnostics;
use sachstand::pipeline::{self, Options};
use sachstand::source::{Content, SourceFile, SourceTree};
use std::path::Path;

/// The files of a valid site, by path.
fn site() -> Vec<(String, String)> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks/_base");
    let of_base = |path: &str| {
        let text = std::fs::read_to_string(base.join(path)).expect("the base site can be read");
        (path.to_owned(), text)
    };
    let own = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    vec![
        of_base("content/site.toml"),
        of_base("content/organisation.toml"),
        own("content/measures/mp-001.md", MEASURE),
        own(
            "content/measures/mp-002.md",
            "+++\nnumber = \"MP 002\"\ntitle = \"Zweite\"\nreplaced_by = \"mp-001\"\n+++\n",
        ),
        own("content/programmes/online.md", PROGRAMME),
        own("content/reports/2023-09-30.md", REPORT),
    ]
}

const MEASURE: &str = r#"+++
number = "MP 001"
title = "CRM-System für Straßen"
unit = "0.1"
reported = 2022
schedule = "2023/2024"
budget = 12500.50
programmes = ["online"]
related = ["MP 002", "measures/mp-002"]
links = [{ title = "Portal", url = "https://www.example.org/" }]
manual_status = { status = "P", reason = "Beschluss", since = 2023-05-01 }
[progress]
2022-09-30 = 2
2023-03-31 = 5
2023-09-30 = "a"
[[updates]]
date = 2023-06-01
text = "Vergeben"
[[left]]
date = 2023-09-30
reason = "merged"
into = "mp-002"
[[corrections]]
date = 2023-03-31
value = 5
was = 4
on = 2023-11-02
reason = "Versehen"
+++
Ein Satz mit [Link](/massnahmen/).
"#;

const PROGRAMME: &str = r#"+++
title = "Online-Dienste"
[[target]]
id = "zehn"
text = "Zehn Dienste"
register = "services"
class = "done"
wanted = 10
due = 2025-12-31
path = [{ date = 2023-12-31, value = 5 }]
+++
"#;

const REPORT: &str = r#"+++
title = "Bericht"
[published_totals.measures.2023-09-30]
count = { P = 1, E = 0, U = 0 }
sum = { P = 2, E = 0, U = 0 }
total = 1
total_sum = 2
+++
"#;

/// A cut of some bytes and others in their place; the place is a part of the text's length.
fn edits() -> impl Strategy<Value = Vec<(f64, usize, String)>> {
    let typed = prop_oneof![
        Just(String::new()),
        "[\\[\\]{}=\"'+#.,0-9\\n -]{1,4}",
        prop::sample::select(vec![
            "[]",
            "{}",
            "\"\"",
            "-1",
            "99999999999999999999",
            "9999-12-31",
            "ä",
            "\u{feff}",
            "\r\n",
            "+++\n",
            "[x]\n"
        ])
        .prop_map(str::to_owned),
        any::<String>().prop_map(|text| text.chars().take(6).collect()),
    ];
    prop::collection::vec((0.0..1.0, 0_usize..24, typed), 1..5)
}

fn mutated(text: &str, edits: &[(f64, usize, String)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (place, cut, typed) in edits {
        let at = (*place * bytes.len() as f64) as usize;
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, typed.bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn tree(files: Vec<(String, String)>) -> SourceTree {
    let file = |(path, text)| SourceFile { path, content: Content::Text(text) };
    SourceTree::new(files.into_iter().map(file).collect())
}

#[test]
fn the_site_before_any_edit_is_valid() {
    let mut diagnostics = Diagnostics::new();
    let meaning = pipeline::derive(&tree(site()), Options::default(), &mut diagnostics);
    assert!(meaning.is_some() && !diagnostics.has_errors(), "{diagnostics:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_edit_of_a_file_is_fatal_or_refused_without_a_reason(which in 0_usize..6, edits in edits()) {
        let mut files = site();
        files[which].1 = mutated(&files[which].1, &edits);
        let mut diagnostics = Diagnostics::new();
        let meaning = pipeline::derive(&tree(files), Options::default(), &mut diagnostics);
        prop_assert!(meaning.is_some() || diagnostics.has_errors());
    }
}
