//! Runs the program in a folder of its own, away from the settings of whoever runs the tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A site in a folder of its own, which goes away with it.
pub(crate) struct Site {
    _dir: TempDir,
    /// The folder of the site.
    pub(crate) root: PathBuf,
}

/// What a run printed and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ran {
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
    /// The exit code.
    pub(crate) code: i32,
}

impl Site {
    /// An empty folder.
    pub(crate) fn empty() -> Site {
        let dir = tempfile::tempdir().expect("a folder for the site");
        let root = dir.path().canonicalize().expect("the folder has a path").join("site");
        std::fs::create_dir(&root).expect("the folder of the site can be made");
        Site { _dir: dir, root }
    }

    /// The site that `init` makes.
    pub(crate) fn new() -> Site {
        let site = Site::empty();
        let ran = site.run(&["init", "."]);
        assert_eq!(ran.code, 0, "{ran:?}");
        site
    }

    /// Runs the program in the folder of the site.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command().args(arguments).output().expect("the program runs");
        Ran::of(&output)
    }

    /// The program, ready to run without a terminal.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sachstand"));
        command.env_clear().current_dir(&self.root).stdin(Stdio::null());
        // Finding git is all that is left of the environment; what git is told is ours.
        command.envs(["PATH", "SystemRoot"].into_iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        command.env("HOME", &self.root).env("GIT_CEILING_DIRECTORIES", self.root.parent().unwrap_or(&self.root));
        command
    }

    /// Writes a file of the site.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let place = self.root.join(path);
        std::fs::create_dir_all(place.parent().unwrap_or(&self.root)).expect("a folder of the site can be made");
        std::fs::write(place, bytes).expect("a file of the site can be written");
    }

    /// Reads a file of the site.
    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The paths of all files below a folder of the site, sorted, with their bytes.
    pub(crate) fn files(&self, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        collect(&self.root.join(folder), &mut found);
        found.sort();
        found
    }
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("a folder can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            let bytes = std::fs::read(&path).expect("a file can be read");
            found.push((path, bytes));
        }
    }
}

impl Ran {
    /// What is in the output of a process.
    pub(crate) fn of(output: &Output) -> Ran {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program prints UTF-8");
        Ran {
            out: text(&output.stdout),
            err: text(&output.stderr),
            code: output.status.code().expect("the program was not killed"),
        }
    }
}
