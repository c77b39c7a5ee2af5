//! Printed documents kept between runs in `.sachstand/pdf`, which git ignores and anybody may delete.
//!
//! A file holds the digest of its content before the content: whatever happened to it, it is taken whole or not at all.
//! Failing to keep a document is no problem; the next run prints it again.

use crate::render::Store;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes of the digest at the start of a file.
const DIGEST: usize = 32;

/// Most files that are kept; beyond that all are dropped, so that the folder does not grow for ever.
const MOST: usize = 200;

/// The kept documents of a site.
pub struct Kept {
    folder: PathBuf,
}

impl Kept {
    /// Those of the site in this folder.
    pub fn of(site: &Path) -> Self {
        Kept { folder: site.join(".sachstand").join("pdf") }
    }

    fn make_room(&self) -> std::io::Result<()> {
        let names: Vec<PathBuf> = fs::read_dir(&self.folder)?.filter_map(|e| Some(e.ok()?.path())).collect();
        if names.len() >= MOST {
            for path in names {
                fs::remove_file(path)?;
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
        let mut bytes = Sha256::digest(pdf).to_vec();
        bytes.extend_from_slice(pdf);
        let half = self.folder.join(format!("{digest}.{}", std::process::id()));
        fs::write(&half, bytes)?;
        fs::rename(half, self.folder.join(digest))
    }
}

impl Store for Kept {
    fn find(&self, digest: &str) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.folder.join(digest)).ok()?;
        let pdf = bytes.get(DIGEST..)?;
        if Sha256::digest(pdf).as_slice() != bytes.get(..DIGEST)? {
            return None;
        }
        bytes.drain(..DIGEST);
        Some(bytes)
    }

    fn keep(&self, digest: &str, pdf: &[u8]) {
        // A folder that cannot be written costs time in the next run, nothing else.
        let _ = self.write(digest, pdf);
    }
}
