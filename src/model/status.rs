//! Statuses: the city's own words, each in a fixed class that statistics and colours know.
//!
//! A scale maps to statuses by thresholds; letter codes stand outside it and count only if the city says as what.

use crate::record::field::Localised;

/// The fixed classes that every status belongs to; statistics and colours know only these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusClass {
    /// Not begun.
    Planned,
    /// Begun.
    Active,
    /// Finished or in use.
    Done,
    /// Stopped for now.
    Paused,
    /// Given up.
    Dropped,
    /// Not said.
    Unknown,
}

impl StatusClass {
    /// All classes in order of progress.
    pub const ALL: [StatusClass; 6] = [
        StatusClass::Planned,
        StatusClass::Active,
        StatusClass::Done,
        StatusClass::Paused,
        StatusClass::Dropped,
        StatusClass::Unknown,
    ];

    /// The word for it in files and addresses.
    pub fn word(self) -> &'static str {
        match self {
            StatusClass::Planned => "planned",
            StatusClass::Active => "active",
            StatusClass::Done => "done",
            StatusClass::Paused => "paused",
            StatusClass::Dropped => "dropped",
            StatusClass::Unknown => "unknown",
        }
    }

    /// The class of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.word() == word)
    }
}

/// Index of a status in its scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusId(pub u16);

/// A status scheme.
#[derive(Debug)]
pub struct Scheme {
    /// Its key.
    pub key: String,
    /// Its name.
    pub title: Option<Localised>,
    /// Ends of the scale.
    pub scale: Option<(u16, u16)>,
    /// Statuses in order of progress; never empty.
    pub statuses: Vec<Status>,
    /// What single values mean.
    pub steps: Vec<(u16, Localised)>,
    /// Codes outside the scale.
    pub letters: Vec<Letter>,
}

/// A status.
#[derive(Debug)]
pub struct Status {
    /// Code as the city writes it.
    pub code: String,
    /// Name.
    pub label: Localised,
    /// Class.
    pub class: StatusClass,
    /// Lowest value that belongs to it.
    pub from: u16,
    /// What it means.
    pub text: Option<Localised>,
}

/// A code outside the scale.
#[derive(Debug)]
pub struct Letter {
    /// The code.
    pub code: String,
    /// Name.
    pub label: Localised,
    /// Class.
    pub class: StatusClass,
    /// As which status it counts, if it counts.
    pub counts_as: Option<StatusId>,
    /// What it means.
    pub text: Option<Localised>,
}

impl Scheme {
    /// The status that a value stands for, if it counts.
    pub fn status_of(&self, value: Value) -> Option<StatusId> {
        match value {
            Value::Number(n) => {
                let at = self.statuses.iter().rposition(|status| status.from <= n)?;
                u16::try_from(at).ok().map(StatusId)
            }
            Value::Status(status) => Some(status),
            Value::Letter(letter) => self.letters.get(usize::from(letter))?.counts_as,
        }
    }

    /// The class that a value stands for, whether it counts or not.
    pub fn class_of(&self, value: Value) -> StatusClass {
        match (self.status_of(value), value) {
            (Some(status), _) => self.status(status).class,
            (None, Value::Letter(letter)) => {
                self.letters.get(usize::from(letter)).map_or(StatusClass::Unknown, |l| l.class)
            }
            _ => StatusClass::Unknown,
        }
    }

    /// A status of this scheme.
    pub fn status(&self, id: StatusId) -> &Status {
        &self.statuses[usize::from(id.0)]
    }

    /// Every status with its id.
    pub fn iter(&self) -> impl Iterator<Item = (StatusId, &Status)> {
        self.statuses.iter().enumerate().map(|(i, s)| (StatusId(i as u16), s))
    }
}

/// What is known of a record at one reporting date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A number of the scale.
    Number(u16),
    /// A code outside the scale, as index.
    Letter(u16),
    /// A status, in schemes without a scale.
    Status(StatusId),
}
