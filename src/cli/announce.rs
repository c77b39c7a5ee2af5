//! Says, before files are changed, which of them have changes that git does not have yet.
//!
//! It never stops a change, and a site without git is as good as any.

use super::console::Console;
use crate::git::{self, Uncommitted};
use std::path::Path;

/// How many files are named before the rest is only counted.
const NAMED: usize = 10;

/// Says which of these files have changes that git does not have yet.
pub(super) fn announce(site: &Path, paths: &[&str], console: &mut Console) {
    if paths.is_empty() {
        return;
    }
    match git::uncommitted(site, paths) {
        Uncommitted::Files(files) => {
            for file in files.iter().take(NAMED) {
                console.talk(&format!(
                    "note: `{file}` has changes that are not committed; this change is made on top of them"
                ));
            }
            if files.len() > NAMED {
                console.talk(&format!("note: the same holds for {} more files", files.len() - NAMED));
            }
        }
        Uncommitted::NoRepository | Uncommitted::NoGit => {}
        Uncommitted::Unclear(reason) => {
            console.talk(&format!("note: git gave no answer about uncommitted changes: {reason}"))
        }
    }
}
