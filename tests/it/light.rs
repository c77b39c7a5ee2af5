//! Pages stay light, so that they are there at once on a slow line: lists of records, everything else, the drawings, the
//! style sheets and the scripts.

#[path = "../bench/generate.rs"]
mod generate;

use sachstand::output::Output;
use sachstand::pipeline::{self, Options};
use std::path::Path;

/// Most bytes of a page, of a list of records, of a style sheet or script, and of a drawing on a page, before they are
/// compressed.
const PAGE: usize = 40_000;
const LIST: usize = 150_000;
const ASSET: usize = 20_000;
const DRAWING: usize = 5_000;

fn built(root: &Path) -> Output {
    let (sources, mut diags) = sachstand::disk::read(root);
    let output = pipeline::build(&sources, Options::default(), &mut diags);
    output.unwrap_or_else(|| panic!("{diags:?}"))
}

/// Whether a page lists records: those of a register, of a division or unit, behind a figure, changed between two dates.
fn is_list(path: &str, registers: &[&str]) -> bool {
    let is_part = |part: &str| part == "index.html" || part.starts_with("seite-");
    match path.split('/').collect::<Vec<_>>().as_slice() {
        ["vergleich" | "organisation", _, "index.html"] => true,
        ["stand", _, _, part, ..] => is_part(part),
        [register, part, ..] => registers.contains(register) && is_part(part),
        _ => false,
    }
}

/// Looks at every page; how many are no lists.
fn look(output: &Output, registers: &[&str]) -> usize {
    let mut pages = 0;
    for (path, bytes) in output.iter() {
        if path.ends_with(".css") || path.ends_with(".js") {
            assert!(bytes.len() <= ASSET, "{path}: {} bytes", bytes.len());
        }
        if !path.ends_with(".html") {
            continue;
        }
        let (most, of_its_kind) = if is_list(path, registers) { (LIST, 0) } else { (PAGE, 1) };
        assert!(bytes.len() <= most, "{path}: {} bytes", bytes.len());
        pages += of_its_kind;
        let html = std::str::from_utf8(bytes).unwrap();
        for drawing in html.split("<svg").skip(1).filter_map(|rest| rest.split_once("</svg>")) {
            assert!(drawing.0.len() <= DRAWING, "{path}: {} bytes", drawing.0.len());
        }
    }
    pages
}

#[test]
fn the_pages_of_the_example_are_light() {
    let output = built(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(look(&output, &["massnahmen", "online-dienste", "e-akten"]) > 80);
}

#[test]
fn the_pages_of_a_large_site_are_light() {
    let site = tempfile::tempdir().unwrap();
    generate::write_site(site.path(), 600).unwrap();
    let output = built(site.path());
    let last = generate::DATES[generate::DATES.len() - 1];
    assert!(output.get(&format!("stand/{last}/massnahmen/zahlen/index.html")).is_some());
    assert!(look(&output, &["massnahmen"]) > 600);
}
