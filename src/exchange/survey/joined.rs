//! Brings the answers of all returned workbooks together: one for each record, or a conflict that
//! shows both.
//!
//! A unit may send its workbook twice, and a record may be asked of several units. Answers that agree
//! are one; where they do not, none is taken.

use super::columns::reason;
use super::returned::plain;
use super::rows::{Answer, Leave, Target};
use super::{Survey, name, texts};
use crate::diag::Diagnostics;
use crate::diag::codes::survey as codes;
use crate::model::{RegisterId, UnitId};
use crate::record::field::Written;
use crate::source::SheetPlace;
use std::collections::BTreeMap;
use std::fmt::Display;

/// All answers for one record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Joined {
    /// The record.
    pub(super) target: Target,
    /// The first unit that answered.
    pub(super) unit: UnitId,
    /// New value.
    pub(super) value: Option<Written>,
    /// That it leaves.
    pub(super) left: Option<Leave>,
    /// What is new, each text once.
    pub(super) comments: Vec<String>,
    /// Digest of what the value or the leaving was exported with.
    pub(super) digest: Option<String>,
    /// Where the answer stands.
    pub(super) place: SheetPlace,
    /// What it was made from.
    pub(super) answers: Vec<Answer>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Known(RegisterId, u32),
    /// New records by the order in which they were read, so that numbers follow the sheets.
    New(RegisterId, usize),
}

/// The answers by record, and those of which none was taken.
pub(super) fn join(survey: &Survey<'_>, answers: Vec<Answer>, diags: &mut Diagnostics) -> (Vec<Joined>, Vec<Answer>) {
    let mut groups: BTreeMap<Key, Vec<Answer>> = BTreeMap::new();
    let mut titles: BTreeMap<(RegisterId, UnitId, String), usize> = BTreeMap::new();
    for answer in answers {
        let key = match &answer.target {
            Target::Known(at) => Key::Known(at.register, at.index),
            Target::New { register, title, .. } => {
                let next = titles.len();
                let same = |(known, unit, known_title): &&(RegisterId, UnitId, String)| {
                    known == register && *unit != answer.unit && *known_title == plain(title)
                };
                if let Some((_, unit, _)) = titles.keys().find(same) {
                    let unit = &survey.model.unit(*unit).id;
                    diags.push(codes::title_twice(answer.place.clone(), survey.words, title, unit));
                }
                Key::New(*register, *titles.entry((*register, answer.unit, plain(title))).or_insert(next))
            }
        };
        groups.entry(key).or_default().push(answer);
    }
    let (mut joined, mut refused) = (Vec::new(), Vec::new());
    for answers in groups.into_values() {
        match conflict(&answers) {
            Some([first, second]) => {
                let values: [(&str, &dyn Display); 5] = [
                    ("name", &called(survey, &first.target)),
                    ("first", &said(survey, first)),
                    ("second", &said(survey, second)),
                    ("file", &second.place.file),
                    ("place", place(second)),
                ];
                diags.push(codes::conflict(place(first).clone(), survey.words, "two_answers", &values));
                refused.extend(answers);
            }
            None => joined.extend(one(answers)),
        }
    }
    (joined, refused)
}

/// Two answers of which only one can be true.
fn conflict(answers: &[Answer]) -> Option<[&Answer; 2]> {
    let decides = |answer: &&Answer| answer.value.is_some() || answer.left.is_some();
    let first = answers.iter().find(decides);
    let other = answers.iter().filter(decides).find(|answer| {
        first.is_some_and(|first| answer.value != first.value || !agree(first.left.as_ref(), answer.left.as_ref()))
    });
    if let (Some(first), Some(other)) = (first, other) {
        return Some([first, other]);
    }
    // Words of several units may stand side by side, but of one unit only one text is meant.
    answers.iter().enumerate().find_map(|(at, answer)| {
        let same = |other: &&Answer| {
            other.unit == answer.unit
                && other.comment.is_some()
                && answer.comment.is_some()
                && other.comment != answer.comment
        };
        answers[at + 1..].iter().find(same).map(|other| [answer, other])
    })
}

/// Whether two ways to leave are one. Words that only one of them has are no contradiction.
fn agree(one: Option<&Leave>, other: Option<&Leave>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            one.reason == other.reason
                && (one.text == other.text || one.text.is_none() || other.text.is_none())
                && (one.into == other.into || one.into.is_none() || other.into.is_none())
        }
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn one(answers: Vec<Answer>) -> Option<Joined> {
    let decides = |answer: &&Answer| answer.value.is_some() || answer.left.is_some();
    let main = answers.iter().find(decides).or(answers.first())?.clone();
    let mut comments: Vec<String> = Vec::new();
    for comment in answers.iter().filter_map(|answer| answer.comment.as_ref()) {
        if !comments.contains(comment) {
            comments.push(comment.clone());
        }
    }
    let mut left = main.left;
    for other in answers.iter().filter_map(|answer| answer.left.as_ref()) {
        if let Some(left) = &mut left {
            left.text = left.text.take().or_else(|| other.text.clone());
            left.into = left.into.or(other.into);
        }
    }
    Some(Joined {
        target: main.target,
        unit: main.unit,
        value: main.value,
        left,
        digest: main.digest,
        place: main.place,
        comments,
        answers,
    })
}

/// What people call the record of an answer.
pub(super) fn called<'a>(survey: &Survey<'a>, target: &'a Target) -> &'a str {
    match target {
        Target::Known(at) => name(survey.model.record(*at)),
        Target::New { title, .. } => title,
    }
}

/// Where that stands which [`said`] names.
fn place(answer: &Answer) -> &SheetPlace {
    if answer.value.is_none() && answer.left.is_none() { &answer.words_place } else { &answer.place }
}

/// An answer in a few words.
fn said(survey: &Survey<'_>, answer: &Answer) -> String {
    let words = survey.words;
    match (&answer.value, &answer.left, &answer.comment) {
        (Some(value), ..) => words.fill("survey.said.value", &[("value", &texts::value(value))]),
        (None, Some(leave), _) => leaving(survey, leave),
        (None, None, Some(comment)) => words.fill("survey.said.words", &[("words", &texts::one_line(comment))]),
        (None, None, None) => words.say("survey.said.none"),
    }
}

/// How and why a record leaves.
pub(super) fn leaving(survey: &Survey<'_>, leave: &Leave) -> String {
    let words = survey.words;
    let into = leave.into.map_or("", |at| name(survey.model.record(at)));
    let key = if into.is_empty() { "survey.said.left" } else { "survey.said.left_into" };
    let left = words.fill(key, &[("reason", &reason(words, leave.reason)), ("into", &into)]);
    match &leave.text {
        Some(text) => words.fill("survey.said.left_words", &[("left", &left), ("words", text)]),
        None => left,
    }
}

/// The key of the table that holds a register's values, as a record writes it.
pub(super) fn table(survey: &Survey<'_>, register: RegisterId) -> &'static str {
    if survey.scheme(register).scale.is_some() { "progress" } else { "status" }
}
