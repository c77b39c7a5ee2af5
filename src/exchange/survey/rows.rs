//! From the rows of returned sheets to answers: which record, which value, which words.
//!
//! A row is taken whole or refused whole, with the reason at its cell. A row without an answer is
//! none; a row with an answer is never passed over.

use super::columns::{Column, REASONS, reason};
use super::returned::{Part, clean, plain};
use super::texts;
use super::values::{self, Said};
use super::{Survey, name};
use crate::diag::Diagnostics;
use crate::diag::codes::{nearest, survey as codes};
use crate::exchange::import::schedule;
use crate::exchange::sheet::{Cell, Row};
use crate::model::{Record, RecordRef, RegisterId, UnitId};
use crate::record::field::Written;
use crate::source::SheetPlace;
use crate::value::Schedule;
use std::fmt::Display;

/// What a row answers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    /// The unit that answers.
    pub(super) unit: UnitId,
    /// For which record.
    pub(super) target: Target,
    /// New value.
    pub(super) value: Option<Written>,
    /// Why it leaves.
    pub(super) left: Option<Leave>,
    /// What is new.
    pub(super) comment: Option<String>,
    /// Digest of what was exported; nothing if it is gone.
    pub(super) digest: Option<String>,
    /// Where it stands: the value, or else what is there.
    pub(super) place: SheetPlace,
    /// Where the words stand.
    pub(super) words_place: SheetPlace,
}

/// What an answer is for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    /// A record that there is.
    Known(RecordRef),
    /// One that is new.
    New {
        /// Its register.
        register: RegisterId,
        /// Its title.
        title: String,
        /// Its schedule.
        schedule: Option<Schedule>,
    },
}

/// That a record leaves.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leave {
    /// As it is written in a record.
    pub(super) reason: &'static str,
    /// In words.
    pub(super) text: Option<String>,
    /// The record it goes into.
    pub(super) into: Option<RecordRef>,
}

/// The rows of a sheet.
pub(super) struct Rows<'s, 'm, 'b> {
    pub(super) survey: &'s Survey<'m>,
    pub(super) unit: UnitId,
    pub(super) part: &'s Part<'b>,
}

/// A row that was not taken, with its record if that is known.
pub(super) struct RefusedRow(pub(super) Option<RecordRef>);

impl<'b> Rows<'_, '_, 'b> {
    /// The answers, and the rows that were refused.
    pub(super) fn read(&self, diags: &mut Diagnostics) -> (Vec<Answer>, Vec<RefusedRow>) {
        let (mut answers, mut refused) = (Vec::new(), Vec::new());
        for row in self.part.rows().filter(|row| self.has_answer(row)) {
            match self.row(row, diags) {
                Ok(answer) => answers.extend(answer),
                Err(row) => refused.push(row),
            }
        }
        (answers, refused)
    }

    /// Whether a row has something that the unit wrote: in an open column, or the title of a new record.
    fn has_answer(&self, row: &'b Row) -> bool {
        let is_filled = |column| !values::is_nothing(&self.part.text(row, column));
        Column::ALL.into_iter().filter(|column| column.is_open()).any(is_filled)
            || (self.is_new(row) && is_filled(Column::Title))
    }

    fn is_new(&self, row: &'b Row) -> bool {
        let number = self.part.text(row, Column::Number);
        self.part.text(row, Column::Id).is_empty()
            && (number.is_empty() || plain(&number) == plain(&self.survey.words.say("survey.new")))
    }

    fn row(&self, row: &'b Row, diags: &mut Diagnostics) -> Result<Option<Answer>, RefusedRow> {
        let target = if self.is_new(row) { self.new_target(row, diags) } else { self.known(row, diags) }?;
        let at = match &target {
            Target::Known(at) => Some(*at),
            Target::New { .. } => None,
        };
        let before = diags.count(crate::diag::Severity::Error);
        let value = self.value(row, diags);
        let comment = self.comment(row, Column::Comment, diags);
        let left = self.left(row, at, value.is_some(), diags);
        if diags.count(crate::diag::Severity::Error) > before {
            return Err(RefusedRow(at));
        }
        let digest = Some(self.part.text(row, Column::Digest)).filter(|digest| !digest.is_empty());
        let is_empty = value.is_none() && left.is_none() && comment.is_none() && at.is_some();
        let place = self.part.place(row, if left.is_some() { Column::Left } else { Column::Value });
        let words_place = self.part.place(row, Column::Comment);
        Ok((!is_empty).then_some(Answer { unit: self.unit, target, value, left, comment, digest, place, words_place }))
    }

    fn records(&self) -> impl Iterator<Item = (RecordRef, &Record)> {
        let register = self.part.register;
        let records = self.survey.register(register).records.iter();
        (0..).zip(records).map(move |(index, record)| (RecordRef { register, index }, record))
    }

    /// The record of a row, by its id or, where ids are gone, by its number.
    fn known(&self, row: &'b Row, diags: &mut Diagnostics) -> Result<Target, RefusedRow> {
        let id = self.part.text(row, Column::Id);
        let number = self.part.text(row, Column::Number);
        let by_id = !id.is_empty();
        let (wanted, column) = if by_id { (&id, Column::Id) } else { (&number, Column::Number) };
        // Who looks for a hidden cell finds nothing, so the place is one that can be seen.
        let place = self.part.place(row, Column::Number);
        let mut found = self.records().filter(|(_, record)| match column {
            Column::Id => record.text.id == *wanted,
            _ => plain(name(record)) == plain(wanted),
        });
        let words = self.survey.words;
        let (Some((at, record)), None) = (found.next(), found.next()) else {
            let names = self.records().map(|(_, record)| if by_id { record.text.id.as_str() } else { name(record) });
            let near = nearest(wanted, names.collect::<Vec<_>>()).unwrap_or_default();
            let key = if near.is_empty() { "no_record" } else { "near_record" };
            let register = self.survey.title(self.part.register);
            let values: [(&str, &dyn Display); 3] = [("wanted", wanted), ("register", &register), ("near", &near)];
            diags.push(codes::row(place, words, key, &values));
            return Err(RefusedRow(None));
        };
        if let Some((key, other)) = self.mixed(row, record, by_id) {
            let values: [(&str, &dyn Display); 4] = [
                ("number", &number),
                ("name", &name(record)),
                ("own", &other),
                ("title", &self.part.text(row, Column::Title)),
            ];
            diags.push(codes::row(place, words, key, &values));
            return Err(RefusedRow(None));
        }
        if !self.survey.answers_for(self.unit, record) {
            let unit = record.unit_on(self.survey.date).map(|unit| self.survey.model.unit(unit).id.as_str());
            let key = if unit.is_some() { "other_unit" } else { "no_unit" };
            let values: [(&str, &dyn Display); 2] = [("name", &name(record)), ("unit", &unit.unwrap_or_default())];
            diags.push(codes::row(place, words, key, &values));
            return Err(RefusedRow(None));
        }
        if !self.survey.is_asked(record) {
            diags.push(codes::row(place, words, "not_surveyed", &[("name", &name(record))]));
            return Err(RefusedRow(None));
        }
        self.locked(row, record, diags);
        Ok(Target::Known(at))
    }

    /// Signs that cells of different rows have come together, as when only some columns were sorted: the
    /// key of the message, and the title of the record.
    fn mixed(&self, row: &'b Row, record: &Record, by_id: bool) -> Option<(&'static str, String)> {
        let number = self.part.text(row, Column::Number);
        let title = self.part.text(row, Column::Title);
        let own = record.title().map(clean).unwrap_or_default();
        if by_id && self.part.has(Column::Number) && plain(&number) != plain(name(record)) {
            return Some(("mixed_id", own));
        }
        let differs = self.part.has(Column::Title) && !own.is_empty() && plain(&title) != plain(&own);
        (!by_id && differs).then_some(("mixed_title", own))
    }

    /// Locked cells that are not what the record says.
    fn locked(&self, row: &'b Row, record: &Record, diags: &mut Diagnostics) {
        let title = self.part.text(row, Column::Title);
        if let Some(own) = record.title()
            && !title.is_empty()
            && title != clean(own)
        {
            diags.push(codes::changed(
                self.part.place(row, Column::Title),
                self.survey.words,
                "changed_title",
                &title,
                own,
            ));
        }
        let scheme = self.survey.scheme(self.part.register);
        let known = super::last_value(record, self.survey.date).map(|(_, value)| super::shown(scheme, value));
        let cell = self.part.cell(row, Column::Last);
        if let Ok(Said::Value(found) | Said::Understood(found)) = values::value(scheme, cell)
            && known.as_ref() != Some(&found)
        {
            let here = known.map_or_else(|| self.survey.words.say("value.none"), |known| texts::value(&known));
            let place = self.part.place(row, Column::Last);
            diags.push(codes::changed(place, self.survey.words, "changed_last", &texts::value(&found), &here));
        }
    }

    fn new_target(&self, row: &'b Row, diags: &mut Diagnostics) -> Result<Target, RefusedRow> {
        let words = self.survey.words;
        let title = self.part.text(row, Column::Title);
        let place = self.part.place(row, Column::Title);
        if values::is_nothing(&title) {
            diags.push(codes::row(place, words, "nameless", &[]));
            return Err(RefusedRow(None));
        }
        if let Some(Cell::Error(error)) = self.part.cell(row, Column::Title) {
            diags.push(codes::answer(place, words, "title_error", &[("error", error)]));
            return Err(RefusedRow(None));
        }
        let same = |record: &Record| record.title().is_some_and(|own| plain(own) == plain(&title));
        for (at, record) in self.records().filter(|(_, record)| same(record)) {
            // What was taken in before, or typed again below the list, is no second record.
            if self.survey.answers_for(self.unit, record) {
                return Ok(Target::Known(at));
            }
            diags.push(codes::title_known(place.clone(), words, &title, name(record)));
        }
        let text = self.part.text(row, Column::Schedule);
        let schedule = schedule(&text);
        if schedule.is_none() && !values::is_nothing(&text) {
            let place = self.part.place(row, Column::Schedule);
            diags.push(codes::answer(place, words, "bad_schedule", &[("text", &text)]));
            return Err(RefusedRow(None));
        }
        Ok(Target::New { register: self.part.register, title, schedule })
    }

    fn value(&self, row: &'b Row, diags: &mut Diagnostics) -> Option<Written> {
        let cell = self.part.cell(row, Column::Value);
        let place = || self.part.place(row, Column::Value);
        match values::value(self.survey.scheme(self.part.register), cell) {
            Ok(Said::Nothing) => None,
            Ok(Said::Value(value)) => Some(value),
            Ok(Said::Understood(value)) => {
                let found = self.part.text(row, Column::Value);
                diags.push(codes::understood(place(), self.survey.words, &found, &texts::value(&value)));
                Some(value)
            }
            Err(refused) => {
                let words = self.survey.words;
                let help = texts::fill(words, &format!("survey.help.{}", refused.help.0), &refused.help.1);
                let values = texts::shown(&refused.message.1);
                diags.push(codes::value(place(), words, refused.message.0, &values, help));
                None
            }
        }
    }

    /// The words of a cell.
    fn comment(&self, row: &'b Row, column: Column, diags: &mut Diagnostics) -> Option<String> {
        match self.part.cell(row, column)? {
            Cell::Error(error) => {
                let place = self.part.place(row, column);
                diags.push(codes::answer(place, self.survey.words, "words_error", &[("error", error)]));
                None
            }
            cell => Some(texts::lines(&cell.text())).filter(|text| !values::is_nothing(text)),
        }
    }

    fn left(&self, row: &'b Row, at: Option<RecordRef>, has_value: bool, diags: &mut Diagnostics) -> Option<Leave> {
        let word = self.part.text(row, Column::Left);
        let text = self.comment(row, Column::Reason, diags).map(|text| texts::one_line(&text));
        let into = self.part.text(row, Column::Into);
        let words = self.survey.words;
        let choices: Vec<String> = REASONS.iter().map(|word| reason(words, word)).collect();
        let heading = Column::Left.heading(self.survey, self.part.register);
        let values: [(&str, &dyn Display); 5] = [
            ("choices", &choices.join(", ")),
            ("heading", &heading),
            ("word", &word),
            ("into", &into),
            ("merged", &reason(words, "merged")),
        ];
        let mut refuse = |column, key: &str| {
            diags.push(codes::answer(self.part.place(row, column), words, key, &values));
            None
        };
        if values::is_nothing(&word) {
            let filled = [(Column::Reason, text.is_some()), (Column::Into, !values::is_nothing(&into))];
            let (column, _) = filled.into_iter().find(|(_, is_filled)| *is_filled)?;
            return refuse(column, "left_not_chosen");
        }
        let same = |(shown, own): &(&String, &str)| [plain(shown), plain(own)].contains(&plain(&word));
        let Some((_, reason)) = choices.iter().zip(REASONS).find(same) else {
            return refuse(Column::Left, "left_unknown");
        };
        let Some(at) = at else {
            return refuse(Column::Left, "left_new");
        };
        if has_value {
            return refuse(Column::Left, "left_and_value");
        }
        let mut target = None;
        if !values::is_nothing(&into) {
            target = self.other(&into);
            match target {
                _ if reason != "merged" => return refuse(Column::Into, "into_not_merged"),
                None => return refuse(Column::Into, "into_unknown"),
                Some(other) if other == at => return refuse(Column::Into, "into_itself"),
                Some(_) => {}
            }
        }
        if text.is_none() && target.is_none() {
            let place = self.part.place(row, Column::Reason);
            diags.push(codes::no_reason(place, words, name(self.survey.model.record(at))));
        }
        Some(Leave { reason, text, into: target })
    }

    /// A record by number or id: of this register, or the only one of all.
    fn other(&self, wanted: &str) -> Option<RecordRef> {
        let fits = |record: &Record| plain(name(record)) == plain(wanted) || record.text.id == wanted;
        let own: Vec<RecordRef> = self.records().filter(|(_, record)| fits(record)).map(|(at, _)| at).collect();
        if let [one] = own.as_slice() {
            return Some(*one);
        }
        let all = self.survey.model.registers().flat_map(|(register, content)| {
            (0..).zip(&content.records).map(move |(index, record)| (RecordRef { register, index }, record))
        });
        let mut found = all.filter(|(_, record)| fits(record)).map(|(at, _)| at);
        found.next().filter(|_| own.is_empty() && found.next().is_none())
    }
}
