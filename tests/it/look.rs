//! A quick look at a large site finds what a look at every page does.

use sachstand::diag::Diagnostics;
use sachstand::pipeline::{self, Options};
use sachstand::source::{Content, SourceFile, SourceTree};

/// Records that are unlike the others, each with a problem, and what it is called.
const ODD: &[(&str, &str, &str)] = &[
    ("mp-0007", "[Liste](/nirgends/)", "dead-link"),
    ("mp-0011", "[Stelle](/organisation/1-1/#nirgends)", "dead-link"),
    ("mp-0101", "Text mit <b>Auszeichnung</b>.", "raw-html"),
    ("mp-1999", "[Falle](javascript:alert)", "unsafe-link"),
    ("mp-3003", "Siehe Vertrauliche Beschaffung.", "internal-leak"),
    ("mp-4000", "Ein Zeichen 𒀀 aus Sumer.", "unprintable-character"),
];

fn site(odd: &[(&str, &str, &str)]) -> SourceTree {
    let mut files = vec![
        ("content/site.toml".to_owned(), include_str!("../../src/cli/init/site.toml").to_owned()),
        ("content/organisation.toml".to_owned(), include_str!("../../src/cli/init/organisation.toml").to_owned()),
        (
            "content/measures/geheim.md".to_owned(),
            "+++\ntitle = \"Vertrauliche Beschaffung\"\nvisibility = \"internal\"\nunit = \"1.1\"\n+++\n".to_owned(),
        ),
    ];
    for n in 0..4_050 {
        let id = format!("mp-{n:04}");
        let text =
            odd.iter().find(|(name, ..)| *name == id).map_or("Ein Satz, [ein Ort](https://a.example/).", |o| o.1);
        let record = format!("+++\nnumber = \"MP {n:04}\"\ntitle = \"Maßnahme {n}\"\nunit = \"1.1\"\n+++\n{text}\n");
        files.push((format!("content/measures/{id}.md"), record));
    }
    let file = |(path, text)| SourceFile { path, content: Content::Text(text) };
    SourceTree::new(files.into_iter().map(file).collect())
}

fn told(diags: &Diagnostics, sources: &SourceTree) -> String {
    sachstand::diag::print::render(
        sachstand::diag::print::Form::Short,
        diags,
        sources,
        sachstand::diag::print::Colour::Plain,
    )
}

#[test]
fn on_a_large_site_a_few_pages_show_what_all_would() {
    // What the texts link to is judged only where nothing else is wrong.
    let groups: [&[usize]; 4] = [&[0, 1], &[2, 3], &[4], &[5]];
    for group in groups {
        let odd: Vec<_> = group.iter().map(|i| ODD[*i]).collect();
        let sources = site(&odd);
        let (mut quick, mut whole) = (Diagnostics::new(), Diagnostics::new());
        let (looked, _) =
            pipeline::look(&sources, Options::default(), &mut quick, &mut pipeline::Timings::new(|| 0)).unwrap();
        pipeline::check(&sources, Options::default(), &mut whole);
        assert!(looked.pages < 200 && looked.of > 4_000, "{looked:?}");
        for (id, _, code) in odd {
            let is = |d: &&sachstand::diag::Diagnostic| d.code.name == code;
            assert!(quick.iter().any(|d| is(&d)), "{code} of {id}: {}", told(&quick, &sources));
        }
        assert_eq!(told(&quick, &sources), told(&whole, &sources));
    }
}
