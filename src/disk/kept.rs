//! Printed documents kept between runs in `.sachstand/pdf`, which git ignores and anybody may delete.
//!
//! A file holds a digest of its name and content before the content: whatever happened to it, also if it was taken for
//! another one, it is used whole or not at all.
//! Failing to keep a document is no problem; the next run prints it again.

use crate::pdf::{Fault, Job};
use crate::printer::Printer;
use crate::render::Store;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of the digest at the start of a file.
const DIGEST: usize = 32;

/// Most files that are kept; beyond that all are dropped, so that the folder does not grow for ever.
const MOST: usize = 200;

/// How many files this run has begun to write.
static HALVES: AtomicUsize = AtomicUsize::new(0);

/// What proves that a content belongs to a name.
fn seal(name: &str, pdf: &[u8]) -> [u8; DIGEST] {
    Sha256::new().chain_update(name).chain_update(pdf).finalize().into()
}

/// The kept documents of a site.
pub struct Kept {
    folder: PathBuf,
    printer: Printer,
}

impl Kept {
    /// Those of the site in this folder; what is not there comes from the printer.
    pub fn of(site: &Path, printer: Printer) -> Self {
        Kept { folder: site.join(".sachstand").join("pdf"), printer }
    }

    /// See [`Printer::failure`].
    pub fn failure(&self) -> Option<&str> {
        self.printer.failure()
    }

    fn make_room(&self) -> std::io::Result<()> {
        let names: Vec<PathBuf> = fs::read_dir(&self.folder)?.filter_map(|e| Some(e.ok()?.path())).collect();
        if names.len() >= MOST {
            for path in names {
                // Another run may have been faster.
                let _ = fs::remove_file(path);
            }
        }
        Ok(())
    }

    fn write(&self, digest: &str, pdf: &[u8]) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let ignore = self.folder.with_file_name(".gitignore");
        if !ignore.exists() {
            fs::write(&ignore, "*\n")?;
        }
        self.make_room()?;
        let mut bytes = seal(digest, pdf).to_vec();
        bytes.extend_from_slice(pdf);
        // No two threads of any two runs write into the same file.
        let turn = HALVES.fetch_add(1, Ordering::Relaxed);
        let half = self.folder.join(format!("{digest}.{}-{turn}", std::process::id()));
        let written = fs::write(&half, bytes).and_then(|()| fs::rename(&half, self.folder.join(digest)));
        if written.is_err() {
            // What could not be written may not be there at all.
            let _ = fs::remove_file(&half);
        }
        written
    }
}

impl Store for Kept {
    fn find(&self, digest: &str) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.folder.join(digest)).ok()?;
        let pdf = bytes.get(DIGEST..)?;
        if seal(digest, pdf).as_slice() != bytes.get(..DIGEST)? {
            return None;
        }
        bytes.drain(..DIGEST);
        Some(bytes)
    }

    fn keep(&self, digest: &str, pdf: &[u8]) {
        // A folder that cannot be written costs time in the next run, nothing else.
        let _ = self.write(digest, pdf);
    }

    fn print(&self, job: Job<'_>) -> Result<Vec<u8>, Vec<Fault>> {
        self.printer.print(job)
    }
}
