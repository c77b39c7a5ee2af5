//! Turns written histories into values on the register's scheme and reporting dates.

use super::{Event, Scheme, StatusId, Value};
use crate::config::RegisterConfig;
use crate::diag::{Diagnostics, codes};
use crate::record::field::Written;
use crate::record::tracked::{Correction, Tracked};
use crate::source::Located;
use crate::value::Date;

/// What a register wants of its records' histories.
pub(super) struct Wanted<'m> {
    pub(super) config: &'m RegisterConfig,
    pub(super) scheme: &'m Scheme,
    /// All reporting dates of the register, also those after the as-of date.
    pub(super) dates: &'m [Date],
    pub(super) as_of: Date,
}

type Dated = Vec<(Located<Date>, Located<Written>)>;

impl Wanted<'_> {
    fn key(&self) -> &'static str {
        match (self.config.history, self.scheme.scale) {
            ("events", _) => "[[events]]",
            (_, Some(_)) => "[progress]",
            (_, None) => "[status]",
        }
    }

    /// Values of a surveyed history, ascending, up to the as-of date.
    pub(super) fn values(&self, text: &Tracked, diags: &mut Diagnostics) -> Vec<(Date, Value)> {
        let wanted = self.key();
        let register = self.config.key.value.as_str();
        let mut values = Vec::new();
        for (key, table) in [("[progress]", &text.progress), ("[status]", &text.status)] {
            let Some(table) = table else { continue };
            if key != wanted {
                diags.push(codes::wrong_history(table.span, key, register, wanted));
                continue;
            }
            values = self.dated(&table.value, diags);
        }
        if let Some(span) = text.events_at
            && wanted != "[[events]]"
        {
            diags.push(codes::wrong_history(span, "[[events]]", register, wanted));
        }
        values
    }

    fn dated(&self, table: &Dated, diags: &mut Diagnostics) -> Vec<(Date, Value)> {
        let mut values = Vec::with_capacity(table.len());
        for (date, written) in table {
            if !self.dates.contains(&date.value) {
                let known: Vec<String> = self.dates.iter().map(Date::to_string).collect();
                diags.push(codes::not_a_reporting_date(
                    date.span,
                    &date.value.to_string(),
                    &self.config.key.value,
                    known.iter().map(String::as_str),
                ));
            }
            if let Some(value) = self.scheme.value(written, diags)
                && date.value <= self.as_of
                && self.dates.contains(&date.value)
            {
                values.push((date.value, value));
            }
        }
        values
    }

    /// Events, ascending, up to the as-of date.
    pub(super) fn events(&self, text: &Tracked, diags: &mut Diagnostics) -> Vec<Event> {
        if self.key() != "[[events]]" {
            return Vec::new();
        }
        let mut events: Vec<Event> = text
            .events
            .iter()
            .map(|event| Event {
                date: event.date.value,
                status: event.status.as_ref().and_then(|code| self.scheme.status_at(code, diags)),
                kind: event.kind,
                text: event.text.clone(),
                source: event.source.clone(),
            })
            .filter(|event| event.date.certain() <= self.as_of)
            .collect();
        events.sort_by_key(|event| event.date.certain());
        events
    }

    /// The status set by hand.
    pub(super) fn manual(&self, text: &Tracked, diags: &mut Diagnostics) -> Option<(StatusId, Date)> {
        let manual = text.manual.as_ref()?;
        let status = self.scheme.status_at(&manual.status, diags)?;
        (manual.since <= self.as_of).then_some((status, manual.since))
    }

    /// Corrections made up to the as-of date.
    pub(super) fn corrections(
        &self,
        text: &mut Tracked,
        diags: &mut Diagnostics,
    ) -> Vec<(Date, Value, Value, Correction)> {
        let mut out = Vec::new();
        for correction in std::mem::take(&mut text.corrections) {
            let date = correction.date.value;
            if !self.dates.contains(&date) {
                let known: Vec<String> = self.dates.iter().map(Date::to_string).collect();
                let known = known.iter().map(String::as_str);
                diags.push(codes::not_a_reporting_date(
                    correction.date.span,
                    &date.to_string(),
                    &self.config.key.value,
                    known,
                ));
            }
            let (value, was) = (self.scheme.value(&correction.value, diags), self.scheme.value(&correction.was, diags));
            if let (Some(value), Some(was)) = (value, was)
                && correction.on <= self.as_of
            {
                out.push((date, value, was, correction));
            }
        }
        out
    }
}
