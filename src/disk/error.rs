//! Why a site could not be published, in words for whoever started the run.

use crate::output::{MANIFEST, PathError};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was published. The site that was there before is still there, whole.
#[derive(Debug)]
pub enum PublishError {
    /// The folder may never hold a published site; `reason` is a whole clause.
    BadTarget {
        /// The folder as it was named.
        output: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The folder holds files and no list of ours.
    Foreign {
        /// The folder.
        output: PathBuf,
        /// One of the files.
        example: String,
    },
    /// The list of published files cannot be understood, so nothing may be removed by it.
    BadManifest {
        /// The folder.
        output: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Something that we did not write stands where a file of the site belongs.
    InTheWay {
        /// The folder.
        output: PathBuf,
        /// Its path below.
        path: String,
    },
    /// The folder was there when the build began, and is not now.
    Gone {
        /// The folder.
        output: PathBuf,
    },
    /// Another run is publishing to the same folder.
    Busy {
        /// The folder.
        output: PathBuf,
    },
    /// A path that cannot be published.
    Path(PathError),
    /// The system refused.
    Io {
        /// What was tried: a verb and its object.
        doing: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// A test stopped the run here, as a killed process would.
    Stopped,
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublishError::BadTarget { output, reason } => {
                write!(f, "cannot publish to `{}`: {reason}; name another folder with --output", output.display())
            }
            PublishError::Foreign { output, example } => write!(
                f,
                "`{}` holds files that sachstand did not make, such as `{example}`, and no list of published files; \
                 name an empty or new folder with --output, or move these files away",
                output.display()
            ),
            PublishError::BadManifest { output, reason } => write!(
                f,
                "the list of published files `{}` {reason}; \
                 name another folder with --output, or remove this one if everything in it can be made again",
                output.join(MANIFEST).display()
            ),
            PublishError::InTheWay { output, path } => write!(
                f,
                "`{}` was not made by sachstand and stands where a file of the site belongs; move it away and build again",
                output.join(path).display()
            ),
            PublishError::Gone { output } => write!(
                f,
                "`{}` was moved or removed while the site was being put together, so nothing was published; build again",
                output.display()
            ),
            PublishError::Busy { output } => write!(
                f,
                "another run of sachstand is publishing to `{}`; wait until it has finished and build again",
                output.display()
            ),
            PublishError::Path(error) => error.fmt(f),
            PublishError::Io { doing, path, source } => {
                write!(f, "cannot {doing} `{}`: {source}", path.display())?;
                // Windows: sharing violation, or access denied while a file below is open.
                if cfg!(windows) && matches!(source.raw_os_error(), Some(5 | 32)) {
                    return f.write_str(
                        "; perhaps another program has the folder or a file in it open (Explorer, a browser, a virus \
                         scanner): close it and run again",
                    );
                }
                match source.kind() {
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => f.write_str(
                        "; a new site is put together beside the old one, so the program needs the right to write \
                         in the folder above as well",
                    ),
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                        f.write_str("; make room on this disk: while publishing it holds the old and the new files")
                    }
                    io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => f.write_str(
                        "; the folder, or one in it, is a disk of its own (a mount): publish to a folder inside that \
                         disk, or unmount it",
                    ),
                    _ => Ok(()),
                }
            }
            PublishError::Stopped => f.write_str("stopped by a test"),
        }
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            PublishError::Io { source, .. } => Some(source),
            PublishError::Path(error) => Some(error),
            _ => None,
        }
    }
}

impl From<PathError> for PublishError {
    fn from(error: PathError) -> Self {
        PublishError::Path(error)
    }
}

/// Adds to an error of the system what was tried, and with which file.
pub(super) trait Doing<T> {
    /// `doing` is a verb and its object, e.g. `write`.
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, PublishError>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, doing: &'static str, path: &Path) -> Result<T, PublishError> {
        self.map_err(|source| PublishError::Io { doing, path: path.to_owned(), source })
    }
}
