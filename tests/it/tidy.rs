//! The invariants of the code that no compiler checks: layers, side effects, headers, sizes.

use std::fs;
use std::path::{Path, PathBuf};

/// Modules by layer; a module may use its own layer and those before it.
const LAYERS: &[&[&str]] = &[
    &["source", "value", "diag", "text", "output"],
    &["record", "config"],
    &["model", "figures"],
    &["site", "chart", "view", "theme"],
    &["page", "render", "exchange", "audit", "pdf", "pipeline"],
    &["disk", "git", "printer", "serve", "watchdog", "cli", "main", "lib"],
];

/// Most lines of a file; longer ones are split.
const LINES: usize = 400;

struct File {
    path: PathBuf,
    module: String,
    text: String,
}

impl File {
    fn layer(&self) -> usize {
        layer(&self.module).unwrap_or_else(|| panic!("{} is in no layer", self.path.display()))
    }

    /// The code without its tests and comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self.text.find("#[cfg(test)]").unwrap_or(self.text.len());
        let lines = self.text[..end].lines().enumerate().map(|(i, line)| (i + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let below = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                let module = below.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
                let text = fs::read_to_string(&path).unwrap();
                files.push(File { path: PathBuf::from(below), module, text });
            }
        }
    }
    assert!(files.len() > 50, "the sources were found");
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn fail_on(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn modules_use_only_earlier_layers() {
    let mut found = Vec::new();
    for file in sources() {
        for (n, line) in file.code() {
            for (at, _) in line.match_indices("crate::") {
                let rest = &line[at + "crate::".len()..];
                let list = rest.strip_prefix('{').map_or(rest, |r| r.split('}').next().unwrap_or(r));
                let names: Vec<&str> = if rest.starts_with('{') {
                    list.split(", ").map(|part| part.split("::").next().unwrap_or(part)).collect()
                } else {
                    vec![rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("")]
                };
                for name in names {
                    if layer(name.trim()).is_some_and(|used| used > file.layer()) {
                        found.push(format!("src/{}:{n}: uses `{name}`, which is a later layer", file.path.display()));
                    }
                }
            }
        }
    }
    fail_on(found);
}

#[test]
fn side_effects_stay_in_the_shell() {
    let banned = ["std::fs", "std::env::", "std::net", "std::process", "println!", "eprintln!", "std::io::std"];
    let mut found = Vec::new();
    for file in sources().into_iter().filter(|f| f.layer() < 5) {
        for (n, line) in file.code() {
            for word in banned.iter().filter(|word| line.contains(**word)) {
                found.push(format!("src/{}:{n}: `{word}` outside disk, git and cli", file.path.display()));
            }
        }
    }
    fail_on(found);
}

#[test]
fn nothing_reads_the_clock_but_the_timings() {
    let mut found = Vec::new();
    for file in sources() {
        if file.path == Path::new("cli/build.rs") {
            continue;
        }
        for (n, line) in file.code() {
            for word in ["Instant::now", "SystemTime", "Utc::now", "Local::now"] {
                if line.contains(word) {
                    found.push(format!("src/{}:{n}: `{word}`", file.path.display()));
                }
            }
        }
    }
    fail_on(found);
}

#[test]
fn meaning_is_not_serialised() {
    let files = sources().into_iter().filter(|f| ["model", "figures", "record", "config"].contains(&f.module.as_str()));
    let guilty = files.filter(|f| f.code().any(|(_, line)| line.contains("Serialize")));
    fail_on(guilty.map(|f| format!("src/{}: the edge has its own types", f.path.display())).collect());
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = sources().into_iter().filter(|f| !f.text.starts_with("//! "));
    fail_on(silent.map(|f| format!("src/{}: does not open with `//!`", f.path.display())).collect());
}

#[test]
fn files_stay_short() {
    let long = sources().into_iter().filter(|f| f.text.lines().count() > LINES && !f.text.contains("long because"));
    fail_on(
        long.map(|f| format!("src/{}: more than {LINES} lines and no reason in its header", f.path.display()))
            .collect(),
    );
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let mut inside = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.contains("dependencies");
        } else if inside && line.contains('=') && !line.contains(" # ") {
            found.push(line.to_owned());
        }
    }
    fail_on(found);
}
