//! Documents kept between runs: whatever happens to the folder, what is printed is right.

use super::{day, example};
use crate::printer::printer;
use sachstand::diag::Diagnostics;
use sachstand::disk::Kept;
use sachstand::pdf::{Fault, Job};
use sachstand::pipeline::{self, Options, Timings};
use sachstand::render::{Printed, Store};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder of documents that counts how many were found in it.
struct Counted {
    kept: Kept,
    found: AtomicUsize,
}

impl Counted {
    fn of(site: &Path) -> Self {
        Counted { kept: Kept::of(site, printer()), found: AtomicUsize::new(0) }
    }
}

impl Store for Counted {
    fn print(&self, job: Job<'_>) -> Result<Vec<u8>, Vec<Fault>> {
        self.kept.print(job)
    }

    fn find(&self, digest: &str) -> Option<Vec<u8>> {
        let found = self.kept.find(digest);
        self.found.fetch_add(usize::from(found.is_some()), Ordering::Relaxed);
        found
    }

    fn keep(&self, digest: &str, pdf: &[u8]) {
        self.kept.keep(digest, pdf);
    }
}

/// Prints the example, and how many documents were found.
fn print(site: &Path) -> (Vec<Printed>, usize) {
    let (store, sources) = (Counted::of(site), example(&[]));
    let options = Options { as_of: Some(day()), ..Options::default() };
    let mut diags = Diagnostics::new();
    let planned = pipeline::plan(&sources, options, &mut diags, &mut Timings::new(|| 0)).unwrap();
    let printed = planned.papers(day(), &store, &mut diags);
    (printed, store.found.into_inner())
}

fn entries(site: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        fs::read_dir(site.join(".sachstand/pdf")).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn same(one: &[Printed], other: &[Printed]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.name == b.name && a.pdf == b.pdf)
}

#[test]
fn nothing_that_happens_to_kept_documents_gives_a_wrong_one() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path();
    let (expected, found) = print(site);
    assert_eq!((expected.len(), found), (5, 0));
    let (again, found) = print(site);
    assert!(same(&expected, &again));
    assert_eq!(found, 5, "a second time nothing is printed");
    assert_eq!(fs::read_to_string(site.join(".sachstand/.gitignore")).unwrap(), "*\n");
    let all = entries(site);
    let bytes: Vec<Vec<u8>> = all.iter().map(|path| fs::read(path).unwrap()).collect();
    // A bit falls over, the end is missing, it is empty, it is another file.
    let mut flipped = bytes[0].clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let spoiled: [(usize, &[u8]); 4] =
        [(0, &flipped), (1, &bytes[1][..bytes[1].len() - 1]), (2, b""), (3, b"%PDF-1.7 something else entirely")];
    for (at, bytes) in spoiled {
        fs::write(&all[at], bytes).unwrap();
    }
    let (repaired, found) = print(site);
    assert!(same(&expected, &repaired));
    assert_eq!(found, 1, "only the document that nothing happened to");
    assert_eq!(print(site).1, 5, "what was spoiled has been replaced");
    // Whole documents under each other's names.
    fs::write(&all[0], &bytes[1]).unwrap();
    fs::write(&all[1], &bytes[0]).unwrap();
    let (swapped, found) = print(site);
    assert!(same(&expected, &swapped));
    assert_eq!(found, 3);
}

#[test]
fn a_folder_that_cannot_be_used_costs_time_only() {
    for prepare in [
        (|site: &Path| fs::write(site.join(".sachstand"), "a file").unwrap()) as fn(&Path),
        |site| {
            fs::create_dir(site.join(".sachstand")).unwrap();
            fs::write(site.join(".sachstand/pdf"), "a file").unwrap();
        },
        // A folder stands where each document should.
        |site| {
            print(site);
            for path in entries(site) {
                fs::remove_file(&path).unwrap();
                fs::create_dir(&path).unwrap();
            }
        },
    ] {
        let dir = tempfile::tempdir().unwrap();
        prepare(dir.path());
        let (printed, found) = print(dir.path());
        assert_eq!((printed.len(), found), (5, 0));
    }
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let expected = print(&dir.path().join("other")).0;
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| print(dir.path()).0)).collect();
        for run in runs {
            assert!(same(&expected, &run.join().unwrap()));
        }
    });
    assert_eq!(entries(dir.path()).len(), 5, "no half file is left");
    assert_eq!(print(dir.path()).1, 5);
}

/// The folder of a killed run may hold half files, and an old one more than anybody needs.
#[test]
fn the_folder_does_not_grow_for_ever() {
    let dir = tempfile::tempdir().unwrap();
    let kept = Kept::of(dir.path(), printer());
    for n in 0..250 {
        kept.keep(&format!("{n:064}"), b"%PDF");
    }
    assert!(entries(dir.path()).len() <= 200);
    assert!(kept.find(&format!("{:064}", 249)).is_some());
}

#[test]
fn kept_documents_are_not_published() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    let program = |arguments: &[&str]| {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_sachstand")).args(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let at = site.to_str().unwrap();
    program(&["init", at]);
    // Somebody copied a whole site folder into the files that are published as they are.
    fs::create_dir_all(site.join("content/assets/.sachstand/pdf")).unwrap();
    fs::write(site.join("content/assets/.sachstand/pdf/alt"), "alt").unwrap();
    program(&["build", "--site", at]);
    program(&["build", "--site", at]);
    assert!(!entries(&site).is_empty());
    let mut folders = vec![site.join("output")];
    let mut documents = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                assert_ne!(name, ".sachstand");
                folders.push(path);
            } else {
                assert!(name.len() < 60, "{name} is a kept document");
                documents += usize::from(name.ends_with(".pdf"));
            }
        }
    }
    assert_eq!(documents, 3);
}
