//! All that a document can see: the templates of its theme, its data, the typefaces, and one day.

use super::{Job, Press, datetime};
use std::collections::HashMap;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

/// The place where the data of a document stands.
const DATA: &str = "data.json";

/// One document at work.
pub(super) struct Desk<'d> {
    press: &'d Press,
    main: FileId,
    sources: HashMap<FileId, Source>,
    data: (FileId, Bytes),
    today: Option<Datetime>,
}

impl<'d> Desk<'d> {
    pub(super) fn new(press: &'d Press, job: Job<'_>) -> Self {
        let sources = job.templates.iter().map(|(name, text)| {
            let id = file(name);
            (id, Source::new(id, text.clone()))
        });
        Desk {
            press,
            main: file(job.template),
            sources: sources.collect(),
            data: (file(DATA), Bytes::from_string(job.data.to_owned())),
            today: datetime(job.date),
        }
    }
}

/// The file of a name; one that cannot be a path stands for the root, where nothing is.
fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).or_else(|_| VirtualPath::new("/"));
    let path = path.unwrap_or_else(|_| unreachable_root());
    RootedPath::new(VirtualRoot::Project, path).intern()
}

#[expect(clippy::expect_used, reason = "a path of one plain name is always valid")]
fn unreachable_root() -> VirtualPath {
    VirtualPath::new("none").expect("a plain name is a path")
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 {
            return Ok(self.data.1.clone());
        }
        self.sources.get(&id).map(|s| Bytes::from_string(s.text().to_owned())).ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
