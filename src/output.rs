//! The finished files of a site: sorted paths with bytes, before anything is published.
//!
//! A path that cannot exist on every web space, or that another file of the site already takes, is
//! refused on the way in; so whoever holds an [`Output`] can write it anywhere. It opens no files.

mod origin;
mod sink;

pub use origin::{Intake, Key, Origin};
pub use sink::{About, Collected, Common, Discarded, Refused, Sink};

use foldhash::fast::FixedState;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// Name of the list that `disk` keeps at the top of a published site; no page may have it.
pub const MANIFEST: &str = ".sachstand";

/// Bytes of one file: made for it, shared with other files, or compiled into the program.
#[derive(Debug, Clone)]
pub enum Bytes {
    /// Made for this file.
    Owned(Vec<u8>),
    /// Also held elsewhere, e.g. by the source tree.
    Shared(Arc<[u8]>),
    /// Part of the program, e.g. an asset of the default theme.
    Static(&'static [u8]),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Owned(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
            Bytes::Static(bytes) => bytes,
        }
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Bytes {}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::Owned(bytes)
    }
}

impl From<String> for Bytes {
    fn from(text: String) -> Self {
        Bytes::Owned(text.into_bytes())
    }
}

impl From<Arc<[u8]>> for Bytes {
    fn from(bytes: Arc<[u8]>) -> Self {
        Bytes::Shared(bytes)
    }
}

impl From<&'static [u8]> for Bytes {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::Static(bytes)
    }
}

impl From<&'static str> for Bytes {
    fn from(text: &'static str) -> Self {
        Bytes::Static(text.as_bytes())
    }
}

/// One for texts one after the other, which are told apart by their lengths.
pub fn digest<'t>(texts: impl IntoIterator<Item = &'t [u8]>) -> [u8; 32] {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    }
    digest.finalize().into()
}

/// One for all that a thing says, as [`Hash`] gives it: lists with their length, texts with an end.
pub fn digest_of(thing: &impl Hash) -> [u8; 32] {
    struct Intake(Sha256);
    impl Hasher for Intake {
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }

        /// Nobody asks for it.
        fn finish(&self) -> u64 {
            0
        }
    }
    let mut intake = Intake(Sha256::new());
    thing.hash(&mut intake);
    intake.0.finalize().into()
}

/// Why a path was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathError {
    /// No such path can be published; `reason` is the second half of a sentence.
    Impossible {
        /// The path as it was given.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Another file or folder of the site has this path, perhaps in other capitals.
    Taken {
        /// The path as it was given.
        path: String,
        /// The one that was there first.
        other: String,
    },
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathError::Impossible { path, reason } => {
                write!(f, "`{path}` cannot be published: {reason}; rename the file or page that it comes from")
            }
            PathError::Taken { path, other } => write!(
                f,
                "`{path}` and `{other}` cannot both be published: they are the same place, or one is a folder, \
                 or they differ in capitals only; rename one of the two"
            ),
        }
    }
}

impl std::error::Error for PathError {}

/// Whether a path may be published: relative, `/` between its parts, every part a name that
/// Linux, macOS and Windows can all hold.
///
/// # Errors
/// [`PathError::Impossible`] with the reason.
pub fn check_path(path: &str) -> Result<(), PathError> {
    let refuse = |reason| Err(PathError::Impossible { path: path.to_owned(), reason });
    if path.is_empty() {
        return refuse("it is empty");
    }
    // Nearly all paths are ours, of plain small letters: then only the form of the parts is left to judge.
    let is_plain = path.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/'));
    for part in path.split('/') {
        if part.is_empty() {
            return refuse("it has an empty part; paths are relative and end with a file name");
        }
        if part == "." || part == ".." {
            return refuse("it has a part `.` or `..`, which could lead out of the site");
        }
        if part.len() > 255 {
            return refuse("it has a part of more than 255 bytes");
        }
        if !is_plain && part.chars().any(|c| c.is_control() || "\\<>:\"|?*".contains(c)) {
            return refuse("it has a control character or one of \\ < > : \" | ? *, which Windows does not allow");
        }
        if !is_plain && part.chars().any(|c| matches!(c, '\u{300}'..='\u{36f}')) {
            return refuse(
                "it has an accent that is a character of its own, as macOS writes names; to other systems it is \
                 another name than the same word typed there",
            );
        }
        if part.ends_with(['.', ' ']) {
            return refuse("it has a part that ends with a point or a blank, which Windows cuts off");
        }
        if is_device(part) {
            return refuse("it has a part that Windows keeps for a device, such as `con` or `aux`");
        }
    }
    if path.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case(MANIFEST)) {
        return refuse("this name is kept for the list of published files");
    }
    Ok(())
}

/// `CON`, `aux.txt`, `COM1` …: Windows opens the device whatever the folder or ending.
fn is_device(part: &str) -> bool {
    if !part.starts_with(['c', 'p', 'a', 'n', 'l', 'C', 'P', 'A', 'N', 'L']) {
        return false;
    }
    let stem = part.split('.').next().unwrap_or(part).trim_end();
    // The longest is `CONOUT$`.
    if stem.len() > 7 {
        return false;
    }
    match stem.to_ascii_lowercase().as_str() {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" => true,
        other => ["com", "lpt"].iter().any(|port| {
            other.strip_prefix(port).is_some_and(|n| {
                matches!(n, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
            })
        }),
    }
}

/// The paths a site takes so far, so that no two files end in one place on any disk.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    /// Lower-case path of every file and folder.
    taken: HashMap<Box<str>, Taken, FixedState>,
}

/// What has a path.
#[derive(Debug, Clone)]
struct Taken {
    is_folder: bool,
    /// How it is written, if not in lower case.
    spelling: Option<Box<str>>,
}

impl Paths {
    /// Sets memory aside for that many files, each with a folder of its own.
    pub fn reserve(&mut self, files: usize) {
        self.taken.reserve(2 * files);
    }

    /// Takes a path for a file; says whether its folder is new.
    ///
    /// # Errors
    /// If the path is impossible, or a file or folder has it, also in other capitals.
    pub fn claim(&mut self, path: &str) -> Result<bool, PathError> {
        check_path(path)?;
        let folded = folded(path);
        if let Some(other) = self.taken.get(&*folded) {
            return Err(taken(path, other, &folded));
        }
        // Upwards, up to the first folder that is known: what is above that is known too.
        let mut new_folders: Vec<(&str, Cow<'_, str>)> = Vec::new();
        let mut at = path;
        while let Some((folder, _)) = at.rsplit_once('/') {
            let folded = self::folded(folder);
            match self.taken.get(&*folded) {
                Some(known) if known.is_folder && known.spelling.as_deref().unwrap_or(&folded) == folder => break,
                Some(other) => return Err(taken(path, other, &folded)),
                None => new_folders.push((folder, folded)),
            }
            at = folder;
        }
        let is_new = !new_folders.is_empty();
        for (folder, folded) in new_folders {
            self.add(folder, &folded, true);
        }
        self.add(path, &folded, false);
        Ok(is_new)
    }

    fn add(&mut self, path: &str, folded: &str, is_folder: bool) {
        let spelling = (path != folded).then(|| path.into());
        self.taken.insert(folded.into(), Taken { is_folder, spelling });
    }
}

/// A path as disks compare it that do not know capitals.
fn folded(path: &str) -> Cow<'_, str> {
    match path.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        true => Cow::Borrowed(path),
        false => Cow::Owned(path.to_lowercase()),
    }
}

fn taken(path: &str, other: &Taken, folded: &str) -> PathError {
    let other = other.spelling.as_deref().unwrap_or(folded);
    PathError::Taken { path: path.to_owned(), other: other.to_owned() }
}

/// All files of a site by path.
#[derive(Debug, Clone, Default)]
pub struct Output {
    files: BTreeMap<String, Bytes>,
    paths: Paths,
}

impl Output {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    ///
    /// # Errors
    /// If the path is impossible or taken (see [`Paths::claim`]); the file is then not added.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Bytes>) -> Result<(), PathError> {
        let path = path.into();
        self.paths.claim(&path)?;
        self.files.insert(path, bytes.into());
        Ok(())
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|bytes| &**bytes)
    }

    /// Every file, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), &**bytes))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The size of all files together.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|bytes| bytes.len() as u64).sum()
    }
}

impl PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files
    }
}

impl Eq for Output {}
