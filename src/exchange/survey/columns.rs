//! The columns of a survey sheet: one list for what goes out and what comes back.
//!
//! Columns are known by their heading, so that a returned sheet may have them in any order and others
//! between them.

use super::Survey;
use crate::exchange::state;
use crate::model::RegisterId;
use crate::text::catalog::Catalog;

/// Heading of the hidden column with the digests. It is not that of a whole record's state: only what
/// an answer would replace counts.
const DIGEST: &str = "survey-state";

/// Width of the title, in characters.
pub(super) const TITLE: f64 = 40.0;

/// Width of the schedule, in characters.
pub(super) const SCHEDULE: f64 = 15.0;

/// A column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// The record's id, hidden.
    Id,
    /// Digest of what was exported, hidden.
    Digest,
    /// The record's number.
    Number,
    /// Its title.
    Title,
    /// Its schedule.
    Schedule,
    /// Its last value.
    Last,
    /// Its new value.
    Value,
    /// What is new, in words.
    Comment,
    /// Whether it leaves.
    Left,
    /// Why, in words.
    Reason,
    /// The record it goes into.
    Into,
}

impl Column {
    /// All columns as they go out.
    pub(super) const ALL: [Column; 11] = [
        Column::Id,
        Column::Digest,
        Column::Number,
        Column::Title,
        Column::Schedule,
        Column::Last,
        Column::Value,
        Column::Comment,
        Column::Left,
        Column::Reason,
        Column::Into,
    ];

    /// Its place as it goes out, from 0.
    pub(super) fn index(self) -> u16 {
        self as u16
    }

    /// Its width in characters.
    pub(super) fn width(self) -> f64 {
        match self {
            Column::Id | Column::Digest => 14.0,
            Column::Number => 10.0,
            Column::Title => TITLE,
            Column::Schedule => SCHEDULE,
            Column::Last | Column::Value => 12.0,
            Column::Comment => 38.0,
            Column::Left => 15.0,
            Column::Reason => 26.0,
            Column::Into => 13.0,
        }
    }

    /// Whether the unit fills it in for records that there are.
    pub(super) fn is_open(self) -> bool {
        matches!(self, Column::Value | Column::Comment | Column::Left | Column::Reason | Column::Into)
    }

    /// Whether the unit fills it in for a record that is new.
    pub(super) fn is_open_for_new(self) -> bool {
        matches!(self, Column::Title | Column::Schedule | Column::Value | Column::Comment)
    }

    fn key(self) -> &'static str {
        match self {
            Column::Id => "id",
            Column::Digest => "digest",
            Column::Number => "number",
            Column::Title => "title",
            Column::Schedule => "schedule",
            Column::Last => "last",
            Column::Value => "value",
            Column::Comment => "comment",
            Column::Left => "left",
            Column::Reason => "reason",
            Column::Into => "into",
        }
    }

    /// Its heading for a register.
    pub(super) fn heading(self, survey: &Survey<'_>, register: RegisterId) -> String {
        let words = survey.words;
        let date = |date| words.lang.date(date);
        match self {
            Column::Id => state::ID.to_owned(),
            Column::Digest => DIGEST.to_owned(),
            Column::Title => {
                survey.model.register_config(survey.register(register)).singular.get(words.lang).to_owned()
            }
            Column::Value => words.fill("survey.column.value", &[("date", &date(survey.date))]),
            Column::Last => match survey.previous(register) {
                Some(previous) => words.fill("survey.column.last", &[("date", &date(previous))]),
                None => words.say("survey.column.last_none"),
            },
            other => words.say(&format!("survey.column.{}", other.key())),
        }
    }
}

/// The reasons for leaving that a unit can choose, as they are written in a record.
pub(super) const REASONS: [&str; 3] = ["dropped", "merged", "paused"];

/// A reason as people read it.
pub(super) fn reason(words: &Catalog, reason: &str) -> String {
    words.say(&format!("reason.{reason}"))
}
