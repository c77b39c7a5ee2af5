//! The same input gives the same bytes, whatever surrounds it; and a second build writes nothing.
//!
//! The order of files in memory is `build`'s, the whole example with its PDF `tests/reproducible.sh`'s.

use super::cli::program::{Ran, Site};
use std::path::PathBuf;
use std::time::SystemTime;

/// Records enough for several threads, written in either order, as some file systems list them by age.
fn laid(backwards: bool) -> Site {
    let site = Site::new();
    let mut numbers: Vec<u32> = (1..=300).collect();
    if backwards {
        numbers.reverse();
    }
    for n in numbers {
        let text = format!(
            "+++\nnumber = \"MP {n:03}\"\ntitle = \"{} {n}\"\nunit = \"1.1\"\nschedule = \"2026\"\n[progress]\n\
             2026-03-31 = {}\n2026-09-30 = {}\n+++\nText mit Zahl 1234,5 und einem Wort: {}.\n",
            ["Ämter", "ändern", "Zebra", "Øre", "İstanbul", "ıssız"][n as usize % 6],
            n % 7,
            n % 11,
            "ß".repeat(n as usize % 5)
        );
        site.write(&format!("content/measures/mp-{n:03}.md"), text);
    }
    site
}

fn build(site: &Site, surroundings: &[(&str, &str)]) -> Vec<(PathBuf, Vec<u8>)> {
    let mut command = site.command();
    command.args(["build", "--no-pdf"]).envs(surroundings.iter().copied());
    let ran = Ran::of(&command.output().unwrap());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let below = |path: PathBuf| path.strip_prefix(&site.root).unwrap().to_owned();
    site.files("output").into_iter().map(|(path, bytes)| (below(path), bytes)).collect()
}

#[test]
fn nothing_around_a_build_changes_a_byte() {
    let expected = build(&laid(false), &[]);
    assert!(expected.len() > 300);
    for surroundings in [
        [("RAYON_NUM_THREADS", "1"), ("TZ", "Pacific/Kiritimati"), ("LANG", "tr_TR.UTF-8")],
        [("RAYON_NUM_THREADS", "2"), ("TZ", "America/St_Johns"), ("LC_ALL", "C")],
        [("RAYON_NUM_THREADS", "7"), ("TZ", "not a zone"), ("LC_ALL", "de_DE.ISO-8859-1")],
        [("SOURCE_DATE_EPOCH", "1"), ("NO_COLOR", "1"), ("TERM", "dumb")],
        [("COLUMNS", "20"), ("LANGUAGE", "en"), ("LC_NUMERIC", "de_DE.UTF-8")],
    ] {
        assert!(build(&laid(true), &surroundings) == expected, "{surroundings:?}");
    }
}

#[test]
fn a_second_build_writes_nothing_and_touches_nothing() {
    let site = laid(false);
    let first = build(&site, &[]);
    let times = || -> Vec<SystemTime> {
        first.iter().map(|(path, _)| std::fs::metadata(site.root.join(path)).unwrap().modified().unwrap()).collect()
    };
    let before = times();
    let ran = site.run(&["build", "--no-pdf"]);
    assert!(ran.err.contains(": 0 written, ") && ran.err.contains(", 0 removed"), "{}", ran.err);
    assert_eq!(times(), before);
}
