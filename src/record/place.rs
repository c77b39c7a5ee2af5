//! Which folder holds what. A file that belongs nowhere is reported, never passed over.

use crate::config::SiteConfig;
use crate::diag::codes::nearest;
use crate::text::slug::{is_slug, slug};
use crate::value::Date;
use std::collections::BTreeMap;

/// What a file is, by its path.
pub(super) enum Place<'p> {
    Site,
    Organisation,
    Tracked {
        register: &'p str,
        kind: &'static str,
    },
    Programme,
    Report,
    Page,
    Snapshot,
    Permalinks,
    Asset,
    Theme,
    /// Below a folder of which nobody can say whether it is a register.
    Unknown,
}

impl Place<'_> {
    /// A better name if this one cannot be an id.
    pub(super) fn wrong_name(&self, stem: &str) -> Option<String> {
        match self {
            Place::Tracked { .. } | Place::Programme | Place::Page => {
                if is_slug(stem) {
                    return None;
                }
                let better = slug(stem);
                Some(if better.is_empty() { "record".to_owned() } else { better })
            }
            Place::Report | Place::Snapshot => Date::parse(stem).is_none().then(|| "2023-09-30".to_owned()),
            _ => None,
        }
    }
}

/// The folders of one site.
pub(super) struct Places {
    registers: BTreeMap<String, &'static str>,
    /// Whether there may be registers that nobody could read.
    more: bool,
}

/// Folders below content/ that no register may have, and what they hold.
pub const RESERVED: &[(&str, &str)] = &[
    ("programmes", "programmes and goals"),
    ("reports", "reports"),
    ("pages", "free pages"),
    ("snapshots", "reporting dates that were closed"),
    ("assets", "files to offer as they are"),
];

impl Places {
    /// The registers come from the configuration; without one, the two usual ones are assumed. With
    /// `more`, other folders may be registers as well.
    pub(super) fn new(config: Option<&SiteConfig>, more: bool) -> Self {
        let registers = match config {
            Some(config) => config.registers.iter().map(|r| (r.key.value.clone(), r.kind)).collect(),
            None => [("measures".to_owned(), "measure"), ("services".to_owned(), "service")].into(),
        };
        Places { registers, more }
    }

    /// What the file at this path is, or a hint where it should be.
    pub(super) fn of(&self, path: &str) -> Result<Place<'_>, String> {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["content", "site.toml"] => Ok(Place::Site),
            ["content", "organisation.toml"] => Ok(Place::Organisation),
            ["content", "permalinks.txt"] => Ok(Place::Permalinks),
            ["content", "assets", ..] => Ok(Place::Asset),
            ["themes", _, rest @ ..] => theme(rest),
            ["content", folder, name] if name.ends_with(".md") || name.ends_with(".toml") => {
                let markdown = name.ends_with(".md");
                match (*folder, self.registers.get_key_value(*folder)) {
                    ("programmes", _) => Ok(Place::Programme),
                    ("reports", _) if markdown => Ok(Place::Report),
                    ("pages", _) if markdown => Ok(Place::Page),
                    ("snapshots", _) if !markdown => Ok(Place::Snapshot),
                    ("snapshots", _) => {
                        Err("snapshots are made by `sachstand freeze`; move this file elsewhere".to_owned())
                    }
                    ("reports" | "pages", _) => {
                        Err("reports and pages are Markdown files: rename it to end in `.md`".to_owned())
                    }
                    (_, Some((register, kind))) => Ok(Place::Tracked { register, kind }),
                    _ if self.more => Ok(Place::Unknown),
                    _ => Err(self.folder_hint(folder)),
                }
            }
            ["content", folder, name] if self.holds_records(folder) && small_ending(name).is_some() => {
                Err(format!("write the ending in small letters: `{}`", small_ending(name).unwrap_or_default()))
            }
            ["content", folder, name] if is_reserved(folder) || self.registers.contains_key(*folder) => Err(format!(
                "records end in `.md` or `.toml`; if `{name}` is to be offered as it is, move it to content/assets/"
            )),
            ["content", folder, _, ..] if is_reserved(folder) || self.registers.contains_key(*folder) => {
                Err(format!("content/{folder}/ has no folders: move the file up, or to content/assets/"))
            }
            ["content", _, _, ..] if self.more => Ok(Place::Unknown),
            ["content", folder, ..] if parts.len() > 2 => Err(self.folder_hint(folder)),
            ["content", name] => Err(match nearest(name, ["site.toml", "organisation.toml", "permalinks.txt"]) {
                Some(known) => format!("did you mean `content/{known}`?"),
                None => {
                    "records belong into the folder of their register, files to offer as they are into content/assets/"
                        .to_owned()
                }
            }),
            _ => Err("only content/ and themes/ are used".to_owned()),
        }
    }

    fn holds_records(&self, folder: &str) -> bool {
        self.registers.contains_key(folder) || is_reserved(folder)
    }

    fn folder_hint(&self, folder: &str) -> String {
        let known: Vec<&str> =
            self.registers.keys().map(String::as_str).chain(RESERVED.iter().map(|(name, _)| *name)).collect();
        match nearest(folder, known.iter().copied()) {
            Some(known) => {
                format!("did you mean content/{known}/? Otherwise declare the register `{folder}` in content/site.toml")
            }
            None => format!(
                "declare the register `{folder}` in content/site.toml, or move the file; folders: {}",
                known.join(", ")
            ),
        }
    }
}

fn is_reserved(folder: &str) -> bool {
    RESERVED.iter().any(|(name, _)| *name == folder)
}

fn theme<'p>(rest: &[&str]) -> Result<Place<'p>, String> {
    match rest {
        ["theme.toml"] | ["assets", _, ..] | ["pdf", _, ..] => Ok(Place::Theme),
        ["templates", .., name] if name.ends_with(".html") || name.ends_with(".xml") => Ok(Place::Theme),
        ["strings", name] if name.ends_with(".toml") => Ok(Place::Theme),
        _ => Err("a theme has theme.toml, templates/*.html, strings/*.toml and assets/".to_owned()),
    }
}

/// The name with its ending in small letters, if only the capitals of a record's ending are wrong.
fn small_ending(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let small = ending.to_ascii_lowercase();
    (matches!(small.as_str(), "md" | "toml") && small != ending).then(|| format!("{stem}.{small}"))
}

/// The name of a file without folder and ending.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
