//! Where finished files go: into memory, to a site that is being put together on the disk, or nowhere.
//!
//! Rendering hands over each file as soon as it is finished and keeps none, so that a large site need not fit into
//! memory. The sinks here touch no disk.

use super::{Bytes, Key, Origin, Output, PathError, Paths};
use std::sync::{Mutex, PoisonError};

/// Takes finished files, from any thread and in any order.
pub trait Sink: Sync {
    /// Takes a file.
    ///
    /// # Errors
    /// If the path cannot be published, or the sink can take no more files.
    fn put(&self, path: &str, bytes: Bytes) -> Result<(), Refused>;

    /// Takes a page of which more is known than its bytes.
    ///
    /// # Errors
    /// As [`Sink::put`].
    fn put_page(&self, path: &str, bytes: Bytes, _: About<'_>) -> Result<(), Refused> {
        self.put(path, bytes)
    }

    /// With what origins of pages are made, if it keeps pages from one run to the next. If not, nobody need find out what
    /// they are made from.
    fn key(&self) -> Option<&Key> {
        None
    }

    /// Takes a page as an earlier run made it, if it was of this origin. Gives the findings that came with it then;
    /// nothing if there is no such page, and it has to be made.
    ///
    /// # Errors
    /// As [`Sink::put`].
    fn keep_page(&self, _path: &str, _: &Common, _: &Origin) -> Result<Option<Vec<u8>>, Refused> {
        Ok(None)
    }

    /// The path of a file that somebody waits for: it is made before all others. Each is named once.
    fn wanted(&self) -> Option<String> {
        None
    }
}

/// What is known of a page beside its bytes.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Texts that it has in it, in this order. Whoever looks at pages need look at them only once.
    pub common: &'a Common,
    /// What it is made from, if that is known.
    pub origin: Option<Origin>,
    /// What was found on it on its way here, for [`Sink::keep_page`] to give back.
    pub findings: Option<&'a [u8]>,
}

/// Texts that many pages have in common, word for word.
#[derive(Debug)]
pub struct Common {
    /// Another one for other texts.
    pub number: usize,
    /// In the order in which they stand on a page.
    pub texts: Vec<String>,
}

/// Why a file was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Its path is impossible or taken.
    Path(PathError),
    /// The sink can take no more; whoever made it knows why, and no further file need be made.
    Broken,
}

impl From<PathError> for Refused {
    fn from(error: PathError) -> Self {
        Refused::Path(error)
    }
}

/// Keeps all files in memory.
#[derive(Debug, Default)]
pub struct Collected(Mutex<Output>);

impl Collected {
    /// What was taken.
    pub fn into_output(self) -> Output {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Collected {
    fn put(&self, path: &str, bytes: Bytes) -> Result<(), Refused> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path, bytes)?)
    }
}

/// Keeps no file: for runs that only look for problems.
#[derive(Debug, Default)]
pub struct Discarded(Mutex<Paths>);

impl Sink for Discarded {
    fn put(&self, path: &str, _: Bytes) -> Result<(), Refused> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).claim(path)?;
        Ok(())
    }
}
