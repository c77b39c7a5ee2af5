//! The command line, as its users see it: the program itself runs, in a folder of its own.
//!
//! A transcript is a Markdown file in `tests/cli`; see [`transcript`] for what its blocks may say.
//! `SNAPSHOTS=overwrite cargo test` writes what comes out into them, except on CI, where they only
//! ever count as they are. What is not a text (bytes of records, pipes, rights, git) is tested in the
//! modules here.

mod bad_use;
mod init;
mod output;
pub(crate) mod program;
mod schema;
mod set;
mod transcript;

use snapbox::{Assert, Data};
use std::path::{Path, PathBuf};
use transcript::Transcript;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli")
}

/// All transcripts, by name. Another file in their folder would never be looked at, so there may be none.
fn transcripts() -> Vec<Transcript> {
    let entries = std::fs::read_dir(folder()).expect("the folder of transcripts can be read");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("its entries can be read").path()).collect();
    paths.sort();
    let stray: Vec<_> = paths.iter().filter(|path| path.extension().is_none_or(|ending| ending != "md")).collect();
    assert!(stray.is_empty(), "no transcripts: {stray:?}");
    paths.iter().map(|path| Transcript::read(path)).collect()
}

#[test]
fn every_transcript_comes_out_as_written() {
    let writing = std::env::var_os("SNAPSHOTS").is_some();
    assert!(!(writing && std::env::var_os("CI").is_some()), "on CI nothing is written anew: unset SNAPSHOTS");
    let assert = Assert::new().action_env("SNAPSHOTS");
    let transcripts = transcripts();
    assert!(!transcripts.is_empty(), "no transcript in {}", folder().display());
    let mut faults = Vec::new();
    for transcript in transcripts {
        let name = transcript.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(text) = transcript.run() else {
            continue;
        };
        // `raw`: dots in a transcript are meant as they stand.
        let written = Data::read_from(&transcript.path, None).raw();
        if let Err(fault) = assert.try_eq(Some(&name), Data::text(text), written) {
            faults.push(fault.to_string());
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}
