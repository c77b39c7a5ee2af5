//! The base from one reporting date to the next: opening + new + returned − left = closing.

use super::{Context, Standing};
use crate::model::{Record, Scheme, StatusClass};

/// The base of one date. Records are indices into the register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Base {
    /// Counted at the date before.
    pub opening: u64,
    /// Counted now and never before.
    pub new: Vec<u32>,
    /// Counted now, not at the date before, but earlier.
    pub returned: Vec<u32>,
    /// Counted at the date before, not now.
    pub left: Vec<(u32, Gone)>,
    /// Change by corrections after the date was closed.
    pub corrections: i64,
    /// Counted now.
    pub closing: u64,
    /// Whether this is the first survey, at which everything is new.
    pub first: bool,
}

impl Base {
    /// Counted at the date before and now.
    pub fn stayed(&self) -> u64 {
        // Who left was counted before.
        self.opening - self.left.len() as u64
    }
}

/// Why a record left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gone {
    /// As its `[[left]]` entry says; the index of the entry.
    Stated(usize),
    /// As was stated when the date was closed; the entry is no longer there.
    Was(&'static str),
    /// It has a code of the class paused.
    Paused,
    /// It has a code of the class dropped, or was withdrawn.
    Dropped,
    /// No reason is given.
    NoneGiven,
}

impl Gone {
    /// The word of `[[left]]`; a blank alone is no reason.
    pub fn word(self, record: &Record) -> Option<&'static str> {
        match self {
            Gone::Stated(entry) => record.left.get(entry).map(|left| left.reason),
            Gone::Was(word) => Some(word),
            Gone::Paused => Some("paused"),
            Gone::Dropped => Some("dropped"),
            Gone::NoneGiven => None,
        }
    }
}

pub(super) fn derive(context: &Context<'_>, i: usize) -> Base {
    let mut base = Base { first: context.previous(i).is_none(), ..Base::default() };
    for &record in context.counting {
        let now = context.status(record, i).is_some();
        let before = i > 0 && context.status(record, i - 1).is_some();
        base.opening += u64::from(before);
        base.closing += u64::from(now);
        match (before, now) {
            (false, true) if i > 0 && context.counted_before(record, i) => base.returned.push(record),
            (false, true) => base.new.push(record),
            (true, false) => base.left.push((record, reason(context, record, i))),
            _ => {}
        }
    }
    base
}

fn reason(context: &Context<'_>, record: u32, i: usize) -> Gone {
    let stated = context.facts.left(record, i);
    stated.unwrap_or_else(|| unstated(context.scheme, context.at(record, i), context.facts.withdrawn(record)))
}

/// Why a record left that does not say so in `[[left]]`: by what it is now.
pub(super) fn unstated(scheme: &Scheme, now: Standing, withdrawn: bool) -> Gone {
    let class = match now {
        Standing::Letter(letter) => scheme.letters[usize::from(letter)].class,
        // Set by hand with a reason that is published.
        Standing::Manual(status) => scheme.status(status).class,
        Standing::Left if withdrawn => StatusClass::Dropped,
        _ => StatusClass::Unknown,
    };
    match class {
        StatusClass::Paused => Gone::Paused,
        StatusClass::Dropped => Gone::Dropped,
        _ => Gone::NoneGiven,
    }
}
