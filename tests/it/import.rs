//! Import of sheets: the appendices in every format, sheets as offices send them, and chance.

pub(crate) mod appendices;
mod chance;
mod export;
mod office;
mod order;
mod permuted;
mod sheet;
mod spoiled;
mod twin;

use sachstand::diag::Diagnostics;
use sachstand::disk;
use sachstand::exchange::import::{self, Import, Request};
use sachstand::exchange::sheet::Workbook;
use sachstand::model::RegisterId;
use sachstand::pipeline::{self, Options};
use sachstand::source::{Content, SourceFile, SourceTree};
use std::collections::BTreeMap;
use std::path::Path;

/// The internal edition, which knows every record.
const ALL: Options = Options { as_of: None, internal: true, portable: false };

/// What an import was asked for besides its file and register.
#[derive(Clone, Copy, Default)]
struct Asked<'a> {
    sheet: Option<&'a str>,
    mapping: Option<&'a str>,
    clear: bool,
}

/// What a workbook would change, and what was reported, as `severity[code] cell: message`.
fn planned(tree: &SourceTree, book: &Workbook, register: &str, asked: Asked<'_>) -> (Option<Import>, Vec<String>) {
    let mut diags = Diagnostics::new();
    let (model, _) = pipeline::derive(tree, ALL, &mut diags).unwrap();
    assert!(!diags.has_errors(), "the site of an import has no errors: {:?}", diags.iter().next());
    let key = |at: &usize| model.register_config(&model.registers[*at]).key.value == register;
    let at = (0..model.registers.len()).find(key).unwrap();
    let request = Request {
        file: "plan.xlsx",
        register: RegisterId(at as u32),
        sheet: asked.sheet,
        mapping: asked.mapping.map(|text| ("map.toml", text)),
        clear: asked.clear,
    };
    let mut diags = Diagnostics::new();
    let plan = import::plan(book, request, &model, tree, &mut diags);
    diags.finish(tree);
    let problem = |d: &sachstand::diag::Diagnostic| {
        let place = match &d.locus {
            sachstand::diag::Locus::Sheet(place) => place.to_string(),
            _ => "-".to_owned(),
        };
        format!("{}[{}] {place}: {}", d.severity.word(), d.code.name, d.message)
    };
    (plan, diags.iter().map(problem).collect())
}

/// The site with the files of an import.
fn with(tree: &SourceTree, import: &Import) -> SourceTree {
    let mut files: BTreeMap<String, Content> = tree.iter().map(|(_, f)| (f.path.clone(), f.content.clone())).collect();
    for change in &import.files {
        assert_eq!(files.get(&change.path), change.old.clone().map(Content::Text).as_ref(), "{}", change.path);
        files.insert(change.path.clone(), Content::Text(change.new.clone()));
    }
    SourceTree::new(files.into_iter().map(|(path, content)| SourceFile { path, content }).collect())
}

/// Imports, takes over, and sees that a second time changes nothing. No row may have been refused.
fn taken_over(tree: &SourceTree, book: &Workbook, register: &str, asked: Asked<'_>) -> (SourceTree, Import) {
    let (plan, problems) = planned(tree, book, register, asked);
    let plan = plan.unwrap_or_else(|| panic!("{problems:?}"));
    assert!(problems.iter().all(|p| !p.starts_with("error")), "{problems:?}");
    assert_eq!(plan.refused, 0);
    let after = with(tree, &plan);
    let (again, problems) = planned(&after, book, register, asked);
    let again = again.unwrap_or_else(|| panic!("{problems:?}"));
    assert!(again.files.is_empty(), "a second time changes nothing: {:?}", again.files[0]);
    (after, plan)
}

/// The site that `init` makes.
fn fresh() -> SourceTree {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_sachstand")).arg("init").arg(&site).output().unwrap();
    assert!(made.status.success());
    read(&site)
}

fn read(site: &Path) -> SourceTree {
    let (tree, problems) = disk::read(site);
    assert!(problems.is_empty());
    tree
}

/// The text of a file.
fn text<'t>(tree: &'t SourceTree, path: &str) -> &'t str {
    tree.find(path).unwrap_or_else(|| panic!("{path} is missing")).1.text().unwrap()
}

/// A workbook of the test data.
fn data(name: &str) -> Workbook {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    Workbook::read(name, &std::fs::read(path).unwrap()).unwrap()
}
