//! Problems of workbooks that come back from a survey, each with sheet and cell. Who reads such a
//! message works in an office, so the words are those of the site's first language.
//!
//! `key` is that of the message below `survey.problem`; its help has the same with `_help`.

use super::{
    SURVEY_ANSWER, SURVEY_BY_NUMBER, SURVEY_CHANGED, SURVEY_COLUMN, SURVEY_CONFLICT, SURVEY_FILE, SURVEY_INCOMPLETE,
    SURVEY_NEW, SURVEY_REASON, SURVEY_RECORD, SURVEY_UNDERSTOOD, SURVEY_UNREAD,
};
use crate::diag::{Code, Diagnostic, Locus};
use crate::source::SheetPlace;
use crate::text::catalog::Catalog;
use std::fmt::Display;

/// The placeholders of a message with their values.
type Values<'v> = &'v [(&'v str, &'v dyn Display)];

fn made(code: &'static Code, locus: Locus, words: &Catalog, key: &str, values: Values<'_>) -> Diagnostic {
    let key = format!("survey.problem.{key}");
    let problem = Diagnostic::new(code, locus, words.fill(&key, values));
    let help = format!("{key}_help");
    if words.find(&help).is_some() { problem.help(words.fill(&help, values)) } else { problem }
}

/// A file that is no workbook of this survey.
pub fn file(file: &str, words: &Catalog, key: &str, values: Values<'_>) -> Diagnostic {
    made(&SURVEY_FILE, Locus::Path(file.to_owned()), words, key, values)
}

/// A file, sheet or column that is not part of the survey and was not read; `heading` of the column.
pub fn unread(locus: Locus, words: &Catalog, key: &str, heading: &str) -> Diagnostic {
    made(&SURVEY_UNREAD, locus, words, key, &[("heading", &heading)])
}

/// A sheet or column that is gone, without which the rest can still be read.
pub fn incomplete(locus: Locus, words: &Catalog, key: &str, name: &str) -> Diagnostic {
    made(&SURVEY_INCOMPLETE, locus, words, key, &[("name", &name)])
}

/// A heading that is missing or stands there twice, so that a sheet cannot be read.
pub fn column(place: SheetPlace, words: &Catalog, key: &str, heading: &str) -> Diagnostic {
    made(&SURVEY_COLUMN, Locus::Sheet(place), words, key, &[("heading", &heading)])
}

/// A sheet whose hidden ids are gone; `heading` of the column that stands for them.
pub fn by_number(place: SheetPlace, words: &Catalog, heading: &str) -> Diagnostic {
    made(&SURVEY_BY_NUMBER, Locus::Sheet(place), words, "by_number", &[("heading", &heading)])
}

/// A row that belongs to no record, or not to this unit.
pub fn row(place: SheetPlace, words: &Catalog, key: &str, values: Values<'_>) -> Diagnostic {
    made(&SURVEY_RECORD, Locus::Sheet(place), words, key, values)
}

/// A locked cell that is not what the record says.
pub fn changed(place: SheetPlace, words: &Catalog, key: &str, found: &str, here: &str) -> Diagnostic {
    made(&SURVEY_CHANGED, Locus::Sheet(place), words, key, &[("found", &found), ("here", &here)])
}

/// A cell that cannot be an answer, or answers that exclude each other.
pub fn answer(place: SheetPlace, words: &Catalog, key: &str, values: Values<'_>) -> Diagnostic {
    made(&SURVEY_ANSWER, Locus::Sheet(place), words, key, values)
}

/// As [`answer`], with a help of its own.
pub fn value(place: SheetPlace, words: &Catalog, key: &str, values: Values<'_>, help: String) -> Diagnostic {
    answer(place, words, key, values).help(help)
}

/// A cell that was written in another way and can only mean one thing.
pub fn understood(place: SheetPlace, words: &Catalog, found: &str, taken: &str) -> Diagnostic {
    made(&SURVEY_UNDERSTOOD, Locus::Sheet(place), words, "understood", &[("found", &found), ("taken", &taken)])
}

/// A record that leaves without words.
pub fn no_reason(place: SheetPlace, words: &Catalog, name: &str) -> Diagnostic {
    made(&SURVEY_REASON, Locus::Sheet(place), words, "no_reason", &[("name", &name)])
}

/// A new record that may be there already.
pub fn title_known(place: SheetPlace, words: &Catalog, title: &str, known: &str) -> Diagnostic {
    made(&SURVEY_NEW, Locus::Sheet(place), words, "title_known", &[("title", &title), ("known", &known)])
}

/// A record that two units report as new; `unit` is the other one.
pub fn title_twice(place: SheetPlace, words: &Catalog, title: &str, unit: &str) -> Diagnostic {
    made(&SURVEY_NEW, Locus::Sheet(place), words, "title_twice", &[("title", &title), ("unit", &unit)])
}

/// Two answers, or an answer and a record that changed since.
pub fn conflict(place: SheetPlace, words: &Catalog, key: &str, values: Values<'_>) -> Diagnostic {
    made(&SURVEY_CONFLICT, Locus::Sheet(place), words, key, values)
}
