//! Every kind of problem, caused by a small site and compared word for word.
//!
//! A case is a Markdown file in `tests/checks`, named after its code: `unknown-key.md`, or
//! `unknown-key.some-words.md` for a further one. Its code blocks are files and changes that are
//! laid over the valid site in `_base`; see [`case`] for what they may say. The block `expected`
//! holds what `sachstand check` shows people, `expected short` (or another form) the same for
//! programs. `SNAPSHOTS=overwrite cargo test` writes these blocks anew, except on CI, where they
//! only ever count as they are.

mod case;

use case::Case;
use sachstand::diag::codes;

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
        assert!(!case.steps.is_empty(), "{name}: nothing is changed, so nothing can be wrong");
        let expected: Vec<&str> = case.expected.iter().map(|block| block.form.name()).collect();
        assert_eq!(expected.first(), Some(&"human"), "{name}: the first expected block is for people");
        assert_eq!(expected.iter().collect::<BTreeSet<_>>().len(), expected.len(), "{name}: one block for each form");
    }
}
