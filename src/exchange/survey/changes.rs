//! From answers to the new texts of record files. What is there already is no change, and what would
//! replace something that came after the export is a conflict.

use super::columns::reason;
use super::joined::{Joined, called, leaving, table};
use super::rows::{Leave, Target};
use super::{State, Survey, texts};
use crate::diag::Diagnostics;
use crate::diag::codes::survey as codes;
use crate::model::{Numbers, RecordRef, RegisterId};
use crate::record::edit::{EditError, EditValue, add_entry, set_value};
use crate::record::field::Written;
use crate::record::tracked::{LeftText, Update};
use crate::source::SourceTree;
use crate::text::markdown::from_plain;
use crate::value::Schedule;
use std::collections::BTreeMap;
use std::fmt::Display;

/// A change of one record file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Path below the site folder.
    pub path: String,
    /// What the file holds; nothing for a new one.
    pub old: Option<Vec<u8>>,
    /// What it shall hold.
    pub new: String,
    /// What changes, in words: one line each.
    pub lines: Vec<String>,
}

/// Works out changes, one record after the other.
pub(super) struct Changes<'s, 'm> {
    survey: &'s Survey<'m>,
    sources: &'s SourceTree,
    numbers: BTreeMap<RegisterId, Numbers<'s>>,
}

/// Why a record is not changed.
enum Stop {
    /// It changed since the export; what it has now and what the sheet wants.
    Conflict(String, String),
    /// Its file cannot take the change.
    Edit(EditError),
}

impl From<EditError> for Stop {
    fn from(error: EditError) -> Self {
        Stop::Edit(error)
    }
}

impl<'s, 'm> Changes<'s, 'm> {
    pub(super) fn new(survey: &'s Survey<'m>, sources: &'s SourceTree) -> Self {
        Changes { survey, sources, numbers: BTreeMap::new() }
    }

    /// The change that an answer leads to; nothing if all of it is there. An error has been told.
    pub(super) fn of(&mut self, answer: &Joined, diags: &mut Diagnostics) -> Result<Option<Change>, ()> {
        let change = match &answer.target {
            Target::Known(at) => self.known(*at, answer),
            Target::New { register, title, schedule } => {
                self.made(*register, title, *schedule, answer).map(Some).map_err(Stop::Edit)
            }
        };
        change.map_err(|stop| {
            let record = called(self.survey, &answer.target);
            let (key, values): (_, Vec<(&str, &dyn Display)>) = match &stop {
                Stop::Conflict(now, wanted) => ("changed_since", vec![("now", now), ("wanted", wanted)]),
                Stop::Edit(error) => ("cannot_write", vec![("error", error)]),
            };
            let date = self.survey.lang().date(self.survey.date);
            let values = [values, vec![("name", &record as &dyn Display), ("date", &date)]].concat();
            diags.push(codes::conflict(answer.place.clone(), self.survey.words, key, &values));
        })
    }

    fn known(&self, at: RecordRef, answer: &Joined) -> Result<Option<Change>, Stop> {
        let record = self.survey.model.record(at);
        let file = self.sources.file(record.text.source);
        let old = file.text().unwrap_or_default();
        let state = State::of(record, self.survey.date);
        let digest = state.digest(self.survey.key(at.register), &record.text.id, self.survey.date);
        // Without a digest nobody knows what was exported; then nothing that is there is replaced.
        let is_free = answer.digest.as_ref().map_or(state == State { value: None, left: None }, |sent| *sent == digest);
        let mut edit = Edit { survey: self.survey, register: at.register, text: old.to_owned(), lines: Vec::new() };
        if let Some(value) = &answer.value
            && state.value.as_ref() != Some(value)
        {
            let now = self.stands(&state);
            if !is_free || state.left.is_some() {
                return Err(Stop::Conflict(
                    now,
                    self.survey.words.fill("survey.said.value", &[("value", &texts::value(value))]),
                ));
            }
            let before = state.value.as_ref().map(texts::value);
            let stands = super::last_value(record, self.survey.date)
                .map(|(_, value)| super::shown(self.survey.scheme(at.register), value));
            // Events say when something changes; a status that stays is none.
            if !self.survey.register(at.register).events || stands.as_ref() != Some(value) {
                edit.value(value, before.as_deref())?;
            }
        }
        if let Some(leave) = &answer.left {
            let same = record.text.left.iter().find(|left| left.date.value == self.survey.date);
            match (same, &state.value) {
                (Some(left), None) if says(left, leave) => {}
                (None, None) if is_free => edit.left(leave, at)?,
                _ => return Err(Stop::Conflict(self.stands(&state), leaving(self.survey, leave))),
            }
        }
        for comment in &answer.comments {
            let text = from_plain(comment);
            let is_there =
                |update: &Update| update.date == self.survey.date && (update.text == text || update.text == *comment);
            if !record.text.updates.iter().any(is_there) {
                edit.update(comment)?;
            }
        }
        let change =
            Change { path: file.path.clone(), old: Some(file.bytes().to_vec()), new: edit.text, lines: edit.lines };
        Ok((!change.lines.is_empty()).then_some(change))
    }

    /// What a record says now, in a few words.
    fn stands(&self, state: &State) -> String {
        let words = self.survey.words;
        match (&state.value, state.left) {
            (Some(value), _) => words.fill("survey.said.value", &[("value", &texts::value(value))]),
            (None, Some(left)) => words.fill("survey.said.left", &[("reason", &reason(words, left))]),
            (None, None) => words.say("survey.said.none"),
        }
    }

    /// The file of a new record.
    fn made(
        &mut self,
        register: RegisterId,
        title: &str,
        schedule: Option<Schedule>,
        answer: &Joined,
    ) -> Result<Change, EditError> {
        let (survey, sources) = (self.survey, self.sources);
        let numbers = self.numbers.entry(register).or_insert_with(|| Numbers::new(survey.model, register, sources));
        let (number, path) = if numbers.is_numbered() {
            let (number, path) = numbers.next_number();
            (Some(number), path)
        } else {
            (None, numbers.path_of(title))
        };
        let unit = &survey.model.unit(answer.unit).id;
        let name = number.as_ref().map_or_else(|| title.to_owned(), |number| format!("{number} {title}"));
        let line = survey.words.fill("survey.change.new", &[("name", &name)]);
        let year = i64::from(survey.date.year());
        let keys = [
            ("number", number.map(EditValue::Text)),
            ("title", Some(EditValue::Text(title.to_owned()))),
            ("unit", Some(EditValue::Text(unit.clone()))),
            ("reported", Some(EditValue::Integer(year))),
            ("schedule", schedule.map(|schedule| EditValue::Text(schedule.to_string()))),
        ];
        let mut text = "+++\n+++\n".to_owned();
        for (key, value) in keys.into_iter().filter_map(|(key, value)| Some((key, value?))) {
            text = set_value(&text, "", key, &value)?;
        }
        let mut edit = Edit { survey, register, text, lines: vec![line] };
        if let Some(value) = &answer.value {
            edit.value(value, None)?;
        }
        for comment in &answer.comments {
            edit.update(comment)?;
        }
        Ok(Change { path, old: None, new: edit.text, lines: edit.lines })
    }
}

/// Whether a record says already that it leaves in this way. Words that are missing here change nothing.
fn says(left: &LeftText, leave: &Leave) -> bool {
    left.reason == leave.reason && (leave.text.is_none() || left.text.as_deref().map(texts::one_line) == leave.text)
}

/// The text of a file on its way.
struct Edit<'s, 'm> {
    survey: &'s Survey<'m>,
    register: RegisterId,
    text: String,
    lines: Vec<String>,
}

impl Edit<'_, '_> {
    fn date(&self) -> EditValue {
        EditValue::Date(self.survey.date)
    }

    fn value(&mut self, value: &Written, before: Option<&str>) -> Result<(), EditError> {
        let date = self.survey.date;
        let after = texts::value(value);
        if self.survey.register(self.register).events {
            let entry = [("date", self.date()), ("status", EditValue::Text(after.clone()))];
            self.text = add_entry(&self.text, "events", &entry)?;
        } else {
            let written = match value {
                Written::Number(number) => EditValue::Integer(*number),
                Written::Code(code) => EditValue::Text(code.clone()),
            };
            self.text = set_value(&self.text, table(self.survey, self.register), &date.to_string(), &written)?;
        }
        let before = before.map_or_else(|| self.survey.words.say("value.none"), str::to_owned);
        self.line("value", &[("before", &before), ("after", &after)]);
        Ok(())
    }

    fn update(&mut self, text: &str) -> Result<(), EditError> {
        let entry = [("date", self.date()), ("text", EditValue::Text(from_plain(text)))];
        self.text = add_entry(&self.text, "updates", &entry)?;
        self.line("update", &[("words", &texts::one_line(text))]);
        Ok(())
    }

    fn left(&mut self, leave: &Leave, at: RecordRef) -> Result<(), EditError> {
        let into = leave.into.map(|other| {
            let id = &self.survey.model.record(other).text.id;
            if other.register == at.register { id.clone() } else { format!("{}/{id}", self.survey.key(other.register)) }
        });
        let text = leave.text.clone();
        let mut entry = vec![("date", self.date()), ("reason", EditValue::Text(leave.reason.to_owned()))];
        entry.extend(text.map(|text| ("text", EditValue::Text(text))));
        entry.extend(into.map(|into| ("into", EditValue::Text(into))));
        self.text = add_entry(&self.text, "left", &entry)?;
        self.line("left", &[("left", &leaving(self.survey, leave))]);
        Ok(())
    }

    /// A line that says what changes.
    fn line(&mut self, key: &str, values: &[(&str, &dyn Display)]) {
        let date = self.survey.lang().date(self.survey.date);
        let values = [values, &[("date", &date as &dyn Display)]].concat();
        self.lines.push(self.survey.words.fill(&format!("survey.change.{key}"), &values));
    }
}
