//! Asks git whether files have changes that are not committed.
//!
//! By the program, not by a library: whoever keeps records in git has it, and one question does not
//! pay for a hundred crates. It never changes a repository, runs nothing that a repository's
//! configuration names, and no answer of git can make a run fail.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

/// What git says about some files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Uncommitted {
    /// Those that differ from the last commit, or are not in it; sorted, perhaps none.
    Files(Vec<String>),
    /// The site is not in a repository.
    NoRepository,
    /// There is no program `git`.
    NoGit,
    /// Git gave no answer, for this reason.
    Unclear(String),
}

/// The system bounds the length of a command; this many paths stay far below.
const PATHS_AT_ONCE: usize = 200;

/// Which of these files have changes that are not committed. Paths are below the site folder with `/`
/// between their parts; files that do not exist have none.
pub fn uncommitted(site: &Path, paths: &[&str]) -> Uncommitted {
    let prefix = match run(site, &["rev-parse", "--show-prefix"], &[]) {
        Ok(out) => out.trim_end_matches(['\n', '\r']).to_owned(),
        Err(other) => return other,
    };
    let mut files = BTreeSet::new();
    for some in paths.chunks(PATHS_AT_ONCE) {
        // Ignored files count: what is not in a commit cannot be had back from one.
        let args = ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignored=matching"];
        let out = match run(site, &args, some) {
            Ok(out) => out,
            Err(other) => return other,
        };
        // `XY path`, from the top of the repository; a folder that is ignored as a whole ends with `/`.
        for line in out.split('\0') {
            let Some(path) = line.get(3..) else { continue };
            let Some(path) = path.strip_prefix(&prefix).or(prefix.starts_with(path).then_some("")) else {
                continue;
            };
            let is_it =
                |asked: &str| asked == path || (path.is_empty() || path.ends_with('/')) && asked.starts_with(path);
            files.extend(some.iter().filter(|asked| is_it(asked)).map(|asked| (*asked).to_owned()));
        }
    }
    Uncommitted::Files(files.into_iter().collect())
}

fn run(site: &Path, args: &[&str], paths: &[&str]) -> Result<String, Uncommitted> {
    let mut git = Command::new("git");
    // Only our folder decides which repository is meant, also when we are run by a hook of another one.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_COMMON_DIR"] {
        git.env_remove(name);
    }
    git.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0");
    git.args(["--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]);
    git.arg("-C").arg(site).args(args);
    if !paths.is_empty() {
        git.arg("--").args(paths);
    }
    let output = match git.stdin(Stdio::null()).output() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Uncommitted::NoGit),
        Err(error) => return Err(Uncommitted::Unclear(error.to_string())),
    };
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    if words.contains("not a git repository") {
        return Err(Uncommitted::NoRepository);
    }
    // In a bare repository or below `.git` there are no files to ask for.
    if words.contains("must be run in a work tree") {
        return Err(Uncommitted::NoRepository);
    }
    Err(Uncommitted::Unclear(
        words.lines().next().unwrap_or("git failed without a word").trim_start_matches("fatal: ").to_owned(),
    ))
}
