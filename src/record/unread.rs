//! Files that are there but could not be read, so that nobody calls what they hold unknown.

use crate::diag::{Diagnostics, Locus};
use crate::text::slug::is_slug;

/// Paths of files and folders that could not be read, below the site folder.
#[derive(Debug, Default)]
pub struct Unread {
    paths: Vec<String>,
}

impl Unread {
    /// What the system did not let us read, as reported so far.
    pub(super) fn of(diags: &Diagnostics) -> Self {
        let path = |locus: &Locus| match locus {
            Locus::Path(path) => Some(path.clone()),
            Locus::Text(_) | Locus::Sheet(_) | Locus::Site => None,
        };
        Unread { paths: diags.iter().filter_map(|d| path(&d.locus)).collect() }
    }

    pub(super) fn add(&mut self, path: &str) {
        self.paths.push(path.to_owned());
    }

    /// Whether this file, or a folder above it, could not be read.
    pub fn file(&self, path: &str) -> bool {
        self.paths.iter().any(|p| path == p || path.strip_prefix(p.as_str()).is_some_and(|rest| rest.starts_with('/')))
    }

    /// What could not be read of a folder below content/.
    pub fn folder(&self, folder: &str) -> UnreadFolder {
        let whole = format!("content/{folder}");
        let inside = |path: &String| {
            let name = path.strip_prefix(&whole)?.strip_prefix('/')?;
            let stem = name.strip_suffix(".md").or_else(|| name.strip_suffix(".toml"))?;
            (!stem.contains('/')).then(|| stem.to_owned())
        };
        UnreadFolder { all: self.file(&whole), ids: self.paths.iter().filter_map(inside).collect() }
    }
}

/// What could not be read of one folder.
#[derive(Debug)]
pub struct UnreadFolder {
    all: bool,
    ids: Vec<String>,
}

impl UnreadFolder {
    /// Whether everything could be read.
    pub fn is_empty(&self) -> bool {
        !self.all && self.ids.is_empty()
    }

    /// The ids that are there, for suggestions.
    pub fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.ids.iter().map(String::as_str)
    }

    /// Whether a thing with this id may be among it.
    pub fn may_have(&self, id: &str) -> bool {
        self.all || self.ids.iter().any(|unread| unread == id)
    }

    /// Whether a record with this id or number may be among it; the number of a file that could not
    /// be read is not known, so any name that looks like one may be meant.
    pub fn may_name(&self, name: &str, number_prefix: &str) -> bool {
        let like_a_number = !is_slug(name) || name.starts_with(number_prefix);
        self.may_have(name) || (!self.ids.is_empty() && like_a_number)
    }
}
