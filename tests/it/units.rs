//! The drawing of units stays light in a town hall of any size; the table beside it names every unit.

use sachstand::diag::Diagnostics;
use sachstand::output::Collected;
use sachstand::pipeline::{self, Options, Timings};
use sachstand::source::{Content, SourceFile, SourceTree};
use std::fmt::Write;

/// The page with the figures of a register at a date, of a site with these units in these divisions, which are in these divisions at the top.
fn page(units: usize, divisions: usize, top: usize) -> String {
    let mut organisation = String::new();
    for i in 0..top {
        writeln!(organisation, "[[division]]\nid = \"T{i}\"\nname = \"Dezernat {i}\"").unwrap();
    }
    for i in 0..divisions {
        writeln!(organisation, "[[division]]\nid = \"D{i}\"\nname = \"Geschäftskreis für die Sache {i}\"").unwrap();
        if top > 0 {
            writeln!(organisation, "parent = \"T{}\"", i % top).unwrap();
        }
    }
    let mut files = Vec::new();
    for i in 0..units {
        writeln!(organisation, "[[unit]]\nid = \"{i}.1\"\nname = \"Fachdienst Nummer {i}\"").unwrap();
        if divisions > 0 {
            writeln!(organisation, "division = \"D{}\"", i % divisions).unwrap();
        }
        // Three records for each unit, of every status.
        for (n, value) in [0, 5, 10].iter().enumerate() {
            let record =
                format!("+++\ntitle = \"Maßnahme {i} {n}\"\nunit = \"{i}.1\"\n[progress]\n2026-03-31 = {value}\n+++\n");
            files.push((format!("content/measures/m-{i:03}-{n}.md"), record));
        }
    }
    files.push(("content/site.toml".to_owned(), include_str!("../../src/cli/init/site.toml").to_owned()));
    files.push(("content/organisation.toml".to_owned(), organisation));
    let file = |(path, text)| SourceFile { path, content: Content::Text(text) };
    let sources = SourceTree::new(files.into_iter().map(file).collect());
    let (mut diags, mut timings, site) = (Diagnostics::new(), Timings::new(|| 0), Collected::default());
    let planned =
        pipeline::plan(&sources, Options::default(), &mut diags, &mut timings).unwrap_or_else(|| panic!("{diags:?}"));
    planned.render(&site, &mut diags, &mut timings);
    let output = site.into_output();
    let (_, bytes) = output.iter().find(|(path, _)| *path == "stand/2026-03-31/massnahmen/zahlen/index.html").unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The drawing of a page.
fn drawing(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<svg class=\"chart chart-status-by-unit\"")?;
    Some(rest.split_once("</svg>").unwrap().0)
}

#[test]
fn units_are_drawn_one_by_one_or_by_division() {
    let by_division = "Stellen mit erhobenen Werten am 31.03.2026, für die Zeichnung nach Bereichen zusammengefasst";
    for (units, divisions, top, rows, named, said) in [
        (3, 0, 0, 3, "Fachdienst Nummer 2", "3 Stellen mit erhobenen Werten am 31.03.2026."),
        (14, 4, 2, 14, "Fachdienst Nummer 13", "14 Stellen mit erhobenen Werten am 31.03.2026."),
        (40, 8, 0, 8, "Geschäftskreis für die Sache 7", by_division),
        (120, 40, 5, 5, "Dezernat 4", by_division),
    ] {
        let page = page(units, divisions, top);
        let drawn = drawing(&page).unwrap();
        assert!(drawn.len() < 5_000, "{units} units: {} bytes", drawn.len());
        let names = drawn.split_once("<g class=\"names\">").unwrap().1.split_once("</g>").unwrap().0;
        assert_eq!(names.matches("<text").count(), rows, "{names}");
        assert!(names.contains(named) && drawn.contains(said), "{drawn}");
        // However they are drawn, no record is lost.
        let totals = drawn.split_once("<g class=\"total\"").unwrap().1;
        let total = |text: &str| text.split_once('>').unwrap().1.split('<').next().unwrap().parse::<usize>().unwrap();
        assert_eq!(totals.split("<text").skip(1).map(total).sum::<usize>(), 3 * units);
        for i in 0..units {
            assert!(page.contains(&format!("Fachdienst Nummer {i}<")), "{i} of {units} is in the table");
        }
    }
    // Nothing to take them together by, or too much.
    for (units, divisions, top) in [(60, 0, 0), (90, 45, 0), (1, 1, 0)] {
        assert!(drawing(&page(units, divisions, top)).is_none(), "{units} {divisions} {top}");
    }
}
