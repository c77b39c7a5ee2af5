//! Every kind of problem, caused by a small site and compared word for word.
//!
//! A case is a Markdown file in `tests/checks`, named after its code: `unknown-key.md`, or
//! `unknown-key.some-words.md` for a further one. Its code blocks are files and changes that are
//! laid over the valid site in `_base`; see [`case`] for what they may say. The block `expected`
//! holds what `sachstand check` shows people, `expected short` (or another form) the same for
//! programs. `SNAPSHOTS=overwrite cargo test` writes these blocks anew, except on CI, where they
//! only ever count as they are.

pub(crate) mod case;

use case::Case;
use sachstand::diag::print::{Colour, Form};
use sachstand::diag::{Diagnostics, codes, print};
use sachstand::exchange::import::{self, Request};
use sachstand::exchange::sheet::Workbook;
use sachstand::model::RegisterId;
use sachstand::source::SourceTree;
use sachstand::{disk, pipeline};
use snapbox::{Assert, Data};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks")
}

/// All cases, by name.
fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = std::fs::read_dir(folder())
        .expect("the folder of cases can be read")
        .map(|entry| entry.expect("its entries can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| Case::read(&path))
        .collect();
    cases.sort_by(|a, b| a.path.cmp(&b.path));
    cases
}

#[test]
fn every_code_has_a_case_and_every_case_a_code() {
    let known: BTreeSet<&str> = codes::CODES.iter().map(|code| code.name).collect();
    let cases = cases();
    let named: BTreeSet<&str> = cases.iter().map(|case| case.code.as_str()).collect();
    let plain: BTreeSet<&str> = cases.iter().filter(|case| case.is_first()).map(|case| case.code.as_str()).collect();
    let without: Vec<_> = known.difference(&plain).collect();
    let left_over: Vec<_> = named.difference(&known).collect();
    assert!(without.is_empty(), "codes without a case in tests/checks: {without:?}");
    assert!(left_over.is_empty(), "cases of codes that do not exist: {left_over:?}");
}

#[test]
fn cases_are_written_in_one_way() {
    for case in cases() {
        let name = case.name();
        let head = format!("# {name}\n");
        assert!(case.text.starts_with(&head), "{name}: the first line must be `# {name}`");
        assert!(!case.steps.is_empty() || case.import.is_some(), "{name}: nothing is changed, so nothing can be wrong");
        let expected: Vec<&str> = case.expected.iter().map(|block| block.form.name()).collect();
        assert_eq!(expected.first(), Some(&"human"), "{name}: the first expected block is for people");
        assert_eq!(expected.iter().collect::<BTreeSet<_>>().len(), expected.len(), "{name}: one block for each form");
    }
}

/// Reads and checks the site of a case. Nothing where this system cannot make one of its entries.
fn run(case: &Case) -> Option<(SourceTree, Diagnostics)> {
    let site = tempfile::tempdir().expect("a folder for the site");
    lay(&folder().join("_base"), site.path());
    if !case.steps.iter().all(|step| step.apply(site.path())) {
        return None;
    }
    if site.path().join("returned").is_dir() {
        return Some(crate::survey::problems(site.path(), "returned"));
    }
    Some(match &case.import {
        Some(import) => imported(site.path(), import, case.mapping.as_ref()),
        None => check(site.path()),
    })
}

/// What an import of a sheet finds in a site without errors.
fn imported(
    folder: &Path,
    [file, register, sheet, content]: &[String; 4],
    mapping: Option<&(String, String)>,
) -> (SourceTree, Diagnostics) {
    let (sources, mut diagnostics) = disk::read(folder);
    let options = pipeline::Options { internal: true, ..pipeline::Options::default() };
    let (model, _) = pipeline::derive(&sources, options, &mut diagnostics).expect("a site");
    assert!(!diagnostics.has_errors(), "the site of an import has no errors");
    let mut diagnostics = Diagnostics::new();
    let key = |at: usize| &model.register_config(&model.registers[at]).key.value;
    let at = (0..model.registers.len()).find(|at| key(*at) == register).expect("a register");
    let request = Request {
        file,
        register: RegisterId(at as u32),
        sheet: Some(sheet.as_str()).filter(|sheet| !sheet.is_empty()),
        mapping: mapping.map(|(file, text)| (file.as_str(), text.as_str())),
        clear: false,
    };
    let parts: Vec<&str> = content.split("\n=== ").collect();
    let book = match parts.as_slice() {
        [_] => import::open(file, content.as_bytes(), &import::words(&model), &mut diagnostics),
        parts => Some(workbook(parts)),
    };
    if let Some(book) = book {
        import::plan(&book, request, &model, &sources, &mut diagnostics);
    }
    diagnostics.finish(&sources);
    (sources, diagnostics)
}

/// A workbook of several sheets, each with its name on the first line.
fn workbook(parts: &[&str]) -> Workbook {
    let sheet = |part: &&str| {
        let (name, rows) = part.trim_start_matches("=== ").split_once('\n').expect("a name and rows");
        Workbook::read(&format!("{name}.csv"), rows.as_bytes()).expect("a sheet").sheets
    };
    Workbook { sheets: parts.iter().flat_map(sheet).collect() }
}

/// What `sachstand check` finds in a site.
fn check(folder: &Path) -> (SourceTree, Diagnostics) {
    let (sources, mut diagnostics) = disk::read(folder);
    pipeline::check(&sources, pipeline::Options::default(), &mut diagnostics);
    (sources, diagnostics)
}

/// Copies a folder.
fn lay(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("the base site can be read") {
        let path = entry.expect("its entries can be read").path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            std::fs::create_dir_all(&target).expect("a folder of the site can be made");
            lay(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a file of the site can be written");
        }
    }
}

#[test]
fn the_base_site_has_no_problem() {
    let (sources, diagnostics) = check(&folder().join("_base"));
    assert_eq!(print::render(Form::Human, &diagnostics, &sources, Colour::Plain), "no problems\n");
}

#[test]
fn every_case_gives_what_it_expects() {
    let writing = std::env::var_os("SNAPSHOTS").is_some();
    assert!(!(writing && std::env::var_os("CI").is_some()), "on CI nothing is written anew: unset SNAPSHOTS");
    let assert = Assert::new().action_env("SNAPSHOTS");
    let mut faults = Vec::new();
    for case in cases() {
        let name = case.name();
        let Some((sources, diagnostics)) = run(&case) else {
            continue;
        };
        let comes_out = diagnostics.iter().any(|diagnostic| diagnostic.code.name == case.code);
        if !comes_out {
            faults.push(format!("{name}: the code does not come out"));
        }
        let outputs: Vec<String> = (case.expected.iter())
            .map(|expected| print::render(expected.form, &diagnostics, &sources, Colour::Plain))
            .collect();
        // `raw`: the dots between two excerpts are meant as they stand.
        let written = Data::read_from(&case.path, None).raw();
        if let Err(fault) = assert.try_eq(Some(&name), Data::text(case.with(&outputs)), written) {
            faults.push(fault.to_string());
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}
