//! Ways for tests to make a run fail: they stop it before one of its steps on the disk, as a kill would.
//!
//! It touches no disk itself, and a run that nobody stops only counts its steps.

use super::error::PublishError;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Ways for tests to make a run fail. The default is a run that does not.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Faults {
    /// Stop before this step, counted from 0, as if the process were killed there.
    pub stop_before: Option<usize>,
    /// Do as systems do that cannot exchange two names in one step.
    pub without_exchange: bool,
    steps: AtomicUsize,
}

impl Faults {
    /// One more change on the disk is about to happen, or the run to end.
    pub(super) fn step(&self) -> Result<(), PublishError> {
        let step = self.steps.fetch_add(1, Ordering::Relaxed);
        if self.stop_before.is_some_and(|stop| step >= stop) { Err(PublishError::Stopped) } else { Ok(()) }
    }

    pub(super) fn have_stopped(&self) -> bool {
        self.stop_before.is_some_and(|stop| self.steps.load(Ordering::Relaxed) > stop)
    }
}
