//! Turns written histories into values on the register's scheme and reporting dates.

use super::{Corrected, Event, Scheme, StatusId, UnitId, Value};
use crate::config::RegisterConfig;
use crate::diag::{Diagnostics, codes};
use crate::record::field::Written;
use crate::record::tracked::Tracked;
use crate::source::Located;
use crate::value::Date;

/// What a register wants of its records' histories.
pub(super) struct Wanted<'m> {
    pub(super) config: &'m RegisterConfig,
    pub(super) scheme: &'m Scheme,
    /// All reporting dates of the register, also those after the as-of date.
    pub(super) dates: &'m [Date],
    pub(super) as_of: Date,
    /// The last day whose corrections are known, if the site is shown as it stood on a day.
    pub(super) known: Option<Date>,
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

    /// Corrections. Those that were not known yet are taken back: the value as reported stands again.
    pub(super) fn corrections(
        &self,
        text: &mut Tracked,
        values: &mut Vec<(Date, Value)>,
        unit: &mut dyn FnMut(&Located<String>, &mut Diagnostics) -> Option<UnitId>,
        diags: &mut Diagnostics,
    ) -> Vec<Corrected> {
        let mut out: Vec<Corrected> = Vec::new();
        for correction in std::mem::take(&mut text.corrections) {
            let (date, span) = (correction.date.value, correction.date.span);
            if !self.dates.contains(&date) {
                let known: Vec<String> = self.dates.iter().map(Date::to_string).collect();
                let known = known.iter().map(String::as_str);
                diags.push(codes::not_a_reporting_date(span, &date.to_string(), &self.config.key.value, known));
            }
            let errors = diags.count(crate::diag::Severity::Error);
            let mut read = |written: &Option<Located<Written>>| {
                written.as_ref().and_then(|written| self.scheme.value(written, diags))
            };
            let (was, value) = (read(&correction.was), read(&correction.value));
            let written = correction.was.is_some() || correction.value.is_some();
            let one = Corrected {
                date,
                value: written.then_some((was, value)),
                unit: correction.unit.as_ref().and_then(|name| unit(name, diags)),
                baseline: correction.baseline,
                internal: correction.internal,
                left: correction.left,
                on: correction.on,
                reason: correction.reason,
                span,
            };
            if diags.count(crate::diag::Severity::Error) > errors {
                continue;
            }
            let day = date.to_string();
            if !one.says_something() {
                let help = "give `was` and `value`, or the right `unit`, `baseline`, `visibility` or reason in `left`";
                diags.push(codes::correction_mismatch(span, &day, "says nothing that was wrong", help));
                continue;
            }
            if one.value.is_some_and(|(was, value)| was == value) {
                let help = "`was` is the value as it was reported, `value` the right one";
                diags.push(codes::correction_mismatch(span, &day, "has the same value twice", help));
                continue;
            }
            if let Some((what, first)) = out.iter().find_map(|first| Some((same(first, &one)?, first.span))) {
                diags.push(codes::duplicate_correction(span, &day, what, first));
                continue;
            }
            if date > self.as_of {
                continue;
            }
            let mut one = one;
            if self.known.is_some_and(|known| one.on > known) {
                if let Some((was, _)) = one.value {
                    values.retain(|(d, _)| *d != date);
                    values.extend(was.map(|was| (date, was)));
                    values.sort_by_key(|(d, _)| *d);
                }
                // What is internal by now stays so, whatever day the site is shown as of.
                one.value = None;
                if !one.says_something() {
                    continue;
                }
            }
            out.push(one);
        }
        out
    }
}

/// What two corrections both correct.
fn same(a: &Corrected, b: &Corrected) -> Option<&'static str> {
    if a.date != b.date {
        return None;
    }
    let both = [
        (a.value.is_some() && b.value.is_some(), "the value"),
        (a.unit.is_some() && b.unit.is_some(), "the unit"),
        (a.baseline.is_some() && b.baseline.is_some(), "the baseline"),
        (a.internal.is_some() && b.internal.is_some(), "the visibility"),
        (a.left.is_some() && b.left.is_some(), "the reason"),
    ];
    both.iter().find(|(both, _)| *both).map(|(_, what)| *what)
}
