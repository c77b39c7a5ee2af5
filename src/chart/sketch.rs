//! A drawing that is made when somebody needs it, and at most once.
//!
//! Until then it is told from others by what it is made from; so of a record whose page stays as it is nothing is drawn.

use super::{Drawing, Ground, Progress, StatusTrack};
use crate::text::held;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

/// A drawing of the history of a record.
#[derive(Debug)]
pub struct Sketch {
    of: Of,
    made: OnceLock<Drawing>,
    address: OnceLock<String>,
}

#[derive(Debug)]
enum Of {
    Progress(Progress, Arc<Ground>),
    Track(StatusTrack),
}

impl Sketch {
    /// Values on a scale, on a ground as in [`Progress::draw_on`].
    pub fn progress(of: Progress, ground: Arc<Ground>) -> Self {
        Sketch { of: Of::Progress(of, ground), made: OnceLock::new(), address: OnceLock::new() }
    }

    /// States in lanes.
    pub fn track(of: StatusTrack) -> Self {
        Sketch { of: Of::Track(of), made: OnceLock::new(), address: OnceLock::new() }
    }

    /// The drawing.
    pub fn drawing(&self) -> &Drawing {
        self.made.get_or_init(|| match &self.of {
            Of::Progress(progress, ground) => progress.draw_on(ground),
            Of::Track(track) => track.draw(),
        })
    }

    /// The drawing as a file, in an address.
    pub fn address(&self) -> &str {
        // Quotes of both kinds mean the same around values, which hold none, and only double ones would take three bytes.
        self.address.get_or_init(|| held::address("image/svg+xml", &self.drawing().standalone().replace('"', "'")))
    }
}

impl Hash for Sketch {
    fn hash<H: Hasher>(&self, to: &mut H) {
        match &self.of {
            // The ground is a part of the same drawing that others share.
            Of::Progress(progress, _) => (0_u8, progress).hash(to),
            Of::Track(track) => (1_u8, track).hash(to),
        }
    }
}
