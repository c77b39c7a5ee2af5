//! `sachstand init`: a complete small site in a new folder.
//!
//! The files stand beside this one and are compiled in; what is no folder, or has anything in it, is
//! refused.

use super::Outcome;
use super::console::Console;
use super::schema;
use crate::disk;
use crate::record::RECORD_TYPES;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Init {
    /// Folder to make the site in
    dir: PathBuf,
}

/// Every file of a new site with its text.
const FILES: &[(&str, &str)] = &[
    (".gitignore", include_str!("init/gitignore")),
    (".gitlab-ci.yml", include_str!("init/gitlab-ci.yml")),
    (".github/workflows/site.yml", include_str!("init/github.yml")),
    (".taplo.toml", include_str!("init/taplo.toml")),
    ("content/site.toml", include_str!("init/site.toml")),
    ("content/organisation.toml", include_str!("init/organisation.toml")),
    ("content/measures/.gitkeep", ""),
    ("content/services/.gitkeep", ""),
    ("content/programmes/.gitkeep", ""),
    ("content/reports/.gitkeep", ""),
    ("content/assets/.gitkeep", ""),
    ("content/pages/barrierefreiheit.md", include_str!("init/barrierefreiheit.md")),
    ("content/pages/datenschutz.md", include_str!("init/datenschutz.md")),
    ("content/pages/impressum.md", include_str!("init/impressum.md")),
    ("content/pages/leichte-sprache.md", include_str!("init/leichte-sprache.md")),
    ("content/pages/zaehlweise.md", include_str!("init/zaehlweise.md")),
];

impl Init {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        match disk::is_free(&self.dir) {
            Ok(true) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
                console.fail(&format!("`{}` is not a folder; name a new one", self.dir.display()));
                return Outcome::Failed;
            }
            Ok(false) => {
                console.fail(&format!("`{}` is not an empty folder; name a new one", self.dir.display()));
                return Outcome::Failed;
            }
            Err(error) => {
                console.fail(&format!("cannot look into `{}`: {error}", self.dir.display()));
                return Outcome::Failed;
            }
        }
        let schemas =
            RECORD_TYPES.iter().map(|kind| (format!(".schema/{}.schema.json", kind.name), schema::text(kind)));
        let files = FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        for (path, text) in files.chain(schemas) {
            if let Err(error) = disk::write_new(&self.dir.join(&path), text.as_bytes()) {
                console.fail(&format!("cannot write `{}`: {error}", self.dir.join(&path).display()));
                return Outcome::Failed;
            }
        }
        let dir = self.dir.to_string_lossy();
        let (place, change) = match &*dir {
            "." => ("this folder", String::new()),
            dir if dir.contains(char::is_whitespace) => (dir, format!("  cd \"{dir}\"\n")),
            dir => (dir, format!("  cd {dir}\n")),
        };
        console.talk(&format!(
            "a new site is in {place}; edit content/site.toml and content/organisation.toml, then\n{change}  \
             sachstand new measure \"Title\"\n  sachstand check\n  sachstand build"
        ));
        Outcome::Fine
    }
}
