//! What a record says at its register's latest reporting date, as several rules need it.
//!
//! Only records that should say something: not those of the baseline, those that have left, and
//! those that their source shows in part.

use super::{every_record, span_of};
use crate::model::{Model, Record, RecordRef, Scheme, StatusClass, Value};
use crate::source::Span;
use crate::value::Date;

/// A record at the latest reporting date of its register.
pub(super) struct Current<'m> {
    pub(super) at: RecordRef,
    pub(super) record: &'m Record,
    pub(super) scheme: &'m Scheme,
    /// All dates of the register, ascending.
    pub(super) dates: &'m [Date],
    /// The latest of them.
    pub(super) date: Date,
}

/// Every record that should say something at the latest date.
pub(super) fn current(model: &Model) -> impl Iterator<Item = Current<'_>> {
    every_record(model).filter_map(move |(at, register, record)| {
        let date = *register.dates.last()?;
        let silent = record.is_baseline() || record.text.source_gap || record.left.iter().any(|l| l.date <= date);
        let scheme = model.scheme(register);
        (!silent).then_some(Current { at, record, scheme, dates: &register.dates, date })
    })
}

impl Current<'_> {
    /// Its value at the latest date.
    pub(super) fn value(&self) -> Option<Value> {
        self.record.values.last().filter(|(date, _)| *date == self.date).map(|(_, value)| *value)
    }

    /// Its last value before the latest date.
    pub(super) fn before(&self) -> Option<(Date, Value)> {
        self.record.values.iter().rev().find(|(date, _)| *date < self.date).copied()
    }

    /// The date before the latest one.
    pub(super) fn previous(&self) -> Option<Date> {
        self.dates.len().checked_sub(2).map(|i| self.dates[i])
    }

    /// The class of its status, from its value or from its last event.
    pub(super) fn class(&self) -> Option<StatusClass> {
        let event = || self.record.events.iter().rev().find(|e| e.date.certain() <= self.date)?.status;
        let status = event().map(Value::Status);
        self.value().or(status).map(|value| self.scheme.class_of(value))
    }

    /// Whether news from after a date, or a correction of the latest one, tell the reason.
    pub(super) fn explained(&self, after: Date) -> bool {
        let news = self.record.text.updates.iter().any(|news| news.date > after && news.date <= self.date);
        news || self.record.corrections.iter().any(|correction| correction.date == self.date)
    }

    /// Where its value of the latest date stands.
    pub(super) fn span(&self) -> Span {
        span_of(self.record, self.date)
    }

    /// How a value is written.
    pub(super) fn shown(&self, value: Value) -> String {
        match value {
            Value::Number(n) => n.to_string(),
            Value::Status(status) => format!("`{}`", self.scheme.status(status).code),
            Value::Letter(letter) => format!("`{}`", self.scheme.letters[usize::from(letter)].code),
        }
    }
}

/// What rises and falls: the number, or without a scale the place of the status in the scheme.
pub(super) fn height(value: Value) -> Option<u16> {
    match value {
        Value::Number(n) => Some(n),
        Value::Status(status) => Some(status.0),
        Value::Letter(_) => None,
    }
}
