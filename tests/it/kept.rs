//! Pages of an earlier run that are kept without being made again: only those that would be the same, and whatever is wrong
//! with them is found as if they had been made.

use super::cli::program::{Ran, Site};
use proptest::prelude::*;
use sachstand::diag::Diagnostics;
use sachstand::diag::print::{Colour, Form, render};
use sachstand::output::{About, Bytes, Collected, Common, Key, Origin, Output, Refused, Sink};
use sachstand::pipeline::{self, Options, Timings};
use sachstand::source::{Content, SourceFile, SourceTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Mutex;

type Pages = BTreeMap<String, (Origin, Vec<u8>, Vec<u8>)>;

/// Keeps pages in memory as `disk` keeps them on the disk.
struct Keeping {
    key: Key,
    before: Pages,
    site: Collected,
    noted: Mutex<Pages>,
    kept: Mutex<BTreeSet<String>>,
}

impl Sink for Keeping {
    fn put(&self, path: &str, bytes: Bytes) -> Result<(), Refused> {
        self.site.put(path, bytes)
    }

    fn put_page(&self, path: &str, bytes: Bytes, about: About<'_>) -> Result<(), Refused> {
        if let (Some(origin), Some(findings)) = (about.origin, about.findings) {
            self.noted.lock().unwrap().insert(path.to_owned(), (origin, findings.to_vec(), bytes.to_vec()));
        }
        self.site.put(path, bytes)
    }

    fn key(&self) -> Option<&Key> {
        Some(&self.key)
    }

    fn keep_page(&self, path: &str, _: &Common, origin: &Origin) -> Result<Option<Vec<u8>>, Refused> {
        self.keep(path, origin)
    }
}

impl Keeping {
    fn keep(&self, path: &str, origin: &Origin) -> Result<Option<Vec<u8>>, Refused> {
        let Some((of, findings, bytes)) = self.before.get(path).filter(|(of, ..)| of == origin) else {
            return Ok(None);
        };
        self.site.put(path, bytes.clone().into())?;
        self.kept.lock().unwrap().insert(path.to_owned());
        self.noted.lock().unwrap().insert(path.to_owned(), (*of, findings.clone(), bytes.clone()));
        Ok(Some(findings.clone()))
    }
}

/// The files of a site.
type Files = BTreeMap<String, String>;

fn tree(files: &Files) -> SourceTree {
    let file =
        |(path, text): (&String, &String)| SourceFile { path: path.clone(), content: Content::Text(text.clone()) };
    SourceTree::new(files.iter().map(file).collect())
}

fn told(diags: &Diagnostics, sources: &SourceTree) -> String {
    render(Form::Short, diags, sources, Colour::Plain)
}

/// What a run over the pages of another one makes and says, which pages it kept, and its own for the next.
fn over(before: &Pages, files: &Files) -> (Output, String, BTreeSet<String>, Pages) {
    let sources = tree(files);
    let (mut diags, mut timings) = (Diagnostics::new(), Timings::new(|| 0));
    let sink = Keeping {
        key: Key::new([1, 2]),
        before: before.clone(),
        site: Collected::default(),
        noted: Mutex::default(),
        kept: Mutex::default(),
    };
    let planned = pipeline::plan(&sources, Options::default(), &mut diags, &mut timings);
    let planned = planned.unwrap_or_else(|| panic!("{}", told(&diags, &sources)));
    planned.render(&sink, &mut diags, &mut timings);
    diags.finish(&sources);
    let Keeping { site, noted, kept, .. } = sink;
    (site.into_output(), told(&diags, &sources), kept.into_inner().unwrap(), noted.into_inner().unwrap())
}

/// What a run with nothing before it makes and says.
fn fresh(files: &Files) -> (Output, String) {
    let sources = tree(files);
    let (mut diags, mut timings) = (Diagnostics::new(), Timings::new(|| 0));
    let site = Collected::default();
    let planned = pipeline::plan(&sources, Options::default(), &mut diags, &mut timings);
    let planned = planned.unwrap_or_else(|| panic!("{}", told(&diags, &sources)));
    planned.render(&site, &mut diags, &mut timings);
    diags.finish(&sources);
    (site.into_output(), told(&diags, &sources))
}

const SITE: &str = include_str!("../../src/cli/init/site.toml");

fn measure(n: usize, more: &str, text: &str) -> (String, String) {
    let record = format!(
        "+++\nnumber = \"MP {n:03}\"\ntitle = \"Maßnahme {n}\"\nunit = \"1.1\"\nreported = 2026\n{more}\n[progress]\n\
         2026-03-31 = 2\n2026-09-30 = 3\n+++\n{text}\n"
    );
    (format!("content/measures/mp-{n:03}.md"), record)
}

fn site() -> Files {
    let mut files = Files::from([
        ("content/site.toml".to_owned(), SITE.replacen("title =", "theme = \"stadt\"\ntitle =", 1)),
        ("content/organisation.toml".to_owned(), include_str!("../../src/cli/init/organisation.toml").to_owned()),
        ("themes/stadt/strings/de.toml".to_owned(), String::new()),
    ]);
    files.extend((1..=9).map(|n| measure(n, "", "Text mit Beschaffung, geheim.")));
    files.extend([
        measure(5, "", "Siehe [dort](/massnahmen/mp-007/#inhalt)."),
        measure(6, "related = [\"mp-008\"]", ""),
    ]);
    files
}

fn page(n: usize) -> String {
    format!("massnahmen/mp-{n:03}/index.html")
}

/// A change to a site, and the measures whose pages it changes.
struct Change {
    name: &'static str,
    change: fn(&mut Files),
    made: &'static [usize],
}

const ALL: &[usize] = &[1, 2, 3, 4, 5, 6, 7, 8, 9];

const CHANGES: &[Change] = &[
    Change { name: "none", change: |_| {}, made: &[] },
    Change { name: "a text", change: |files| files.extend([measure(2, "", "Neu.")]), made: &[2] },
    Change {
        name: "an earlier value",
        change: |files| {
            let (path, text) = measure(8, "", "Text mit Beschaffung, geheim.");
            files.insert(path, text.replace("= 2\n", "= 1\n"));
        },
        made: &[8],
    },
    Change {
        // Its own page, its neighbours, and the one that names it.
        name: "a title",
        change: |files| {
            let (path, text) = measure(8, "", "Text mit Beschaffung, geheim.");
            files.insert(path, text.replace("Maßnahme 8", "Anders"));
        },
        made: &[6, 7, 8, 9],
    },
    Change {
        // The page that leads there is the same, but its link is dead.
        name: "one less",
        change: |files| drop(files.remove("content/measures/mp-007.md")),
        made: &[6, 7, 8],
    },
    Change {
        name: "an internal text that stands on pages",
        change: |files| {
            // The second one stands in the drawing too.
            for (id, title) in [("intern", "Beschaffung, geheim"), ("geheim", "Maßnahme 8: Fortschritt")] {
                let internal = format!("+++\ntitle = \"{title}\"\nunit = \"1.1\"\nvisibility = \"internal\"\n+++\n");
                files.insert(format!("content/measures/{id}.md"), internal);
            }
        },
        made: ALL,
    },
    Change {
        name: "a word of the interface",
        change: |files| {
            files.insert("themes/stadt/strings/de.toml".to_owned(), "frame.skip = \"Weiter unten\"\n".to_owned());
        },
        made: ALL,
    },
    Change {
        name: "a template",
        change: |files| {
            let template = include_str!("../../themes/default/templates/record.html");
            let template = template.replacen("<h1", "<!-- neu --><h1", 1);
            files.insert("themes/stadt/templates/record.html".to_owned(), template);
        },
        made: ALL,
    },
    Change {
        name: "the name of the site",
        change: |files| {
            let site = files["content/site.toml"].replacen("aktueller Stand", "Stand heute", 1);
            files.insert("content/site.toml".to_owned(), site);
        },
        made: ALL,
    },
];

#[test]
fn only_pages_are_kept_that_would_be_the_same() {
    let files = site();
    let (first, _, kept, before) = over(&Pages::new(), &files);
    assert!(kept.is_empty());
    // Of every kind, not of records alone.
    let pages = first.iter().map(|(path, _)| path).filter(|path| path.ends_with(".html"));
    assert_eq!(before.keys().collect::<Vec<_>>(), pages.collect::<Vec<_>>());
    let (_, _, kept, _) = over(&before, &files);
    assert!(kept.iter().eq(before.keys()));
    for Change { name, change, made } in CHANGES {
        let mut files = files.clone();
        change(&mut files);
        let (output, told, kept, _) = over(&before, &files);
        let records: BTreeSet<_> = ALL.iter().map(|n| page(*n)).collect();
        let expected: BTreeSet<_> = ALL.iter().filter(|n| !made.contains(n)).map(|n| page(*n)).collect();
        assert_eq!(kept.intersection(&records).collect::<Vec<_>>(), expected.iter().collect::<Vec<_>>(), "{name}");
        assert!((output, told) == fresh(&files), "{name}");
    }
    // So that the comparison above is one of something.
    let problems = |i: usize| {
        let mut files = files.clone();
        (CHANGES[i].change)(&mut files);
        fresh(&files).1
    };
    assert!(problems(4).contains("dead-link") && problems(5).contains("internal-leak"));
    assert!(problems(5).contains("geheim.md"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever happens to records, settings and published files: a build over the old site gives what a build into an
    /// empty folder gives.
    #[test]
    fn a_site_over_an_old_one_is_a_fresh_one(steps in prop::collection::vec((0..10_usize, 1..9_usize), 1..8)) {
        let place = Site::new();
        for (path, text) in site() {
            place.write(&path, text);
        }
        let build = |output: &str| {
            let ran = Ran::of(&place.command().args(["build", "--no-pdf", "--output", output]).output().unwrap());
            let below = |path: PathBuf| path.strip_prefix(place.root.join(output)).unwrap().to_owned();
            let files: Vec<_> = match place.root.join(output).exists() {
                true => place.files(output).into_iter().map(|(path, bytes)| (below(path), bytes)).collect(),
                false => Vec::new(),
            };
            (ran.code, files)
        };
        prop_assert_eq!(build("output").0, 0);
        for (i, (kind, n)) in steps.into_iter().enumerate() {
            let path = format!("content/measures/mp-{n:03}.md");
            match kind {
                0 => place.write(&path, measure(n, "", &format!("Fassung {i}")).1),
                1 => place.write(&path, measure(n, "", "").1.replace("= 3", &format!("= {n}"))),
                2 => place.write(&path, measure(n, "", "").1.replace("Maßnahme", &format!("Titel {i}"))),
                3 => drop(std::fs::remove_file(place.root.join(&path))),
                4 => place.write("themes/stadt/strings/de.toml", format!("frame.skip = \"Weiter {i}\"\n")),
                5 => place.write("content/site.toml", SITE.replace("aktueller Stand", &format!("Stand {i}"))),
                6 if place.root.join("output").join(page(n)).exists() => {
                    let page = format!("output/{}", page(n));
                    let text = String::from_utf8(place.read(&page)).unwrap().replace('e', "f");
                    place.write(&page, text);
                }
                7 => drop(std::fs::remove_dir_all(place.root.join("output"))),
                8 => place.write(&path, measure(n, "", "").1.replace("= 2\n", &format!("= {n}\n"))),
                _ => {}
            }
            let (code, files) = build("output");
            let fresh = build(&format!("fresh-{i}"));
            prop_assert_eq!(code, fresh.0);
            if code == 0 {
                prop_assert!(files == fresh.1, "after step {}: {} {}", i, kind, n);
            }
        }
    }
}
