//! What records say of closed dates against what was frozen: every difference must be declared.
//!
//! Titles and texts are today's and may change; values, units, baseline and visibility may not.

use super::base::unstated;
use super::facts::stated;
use super::{Figures, Gone, RegisterFigures, state};
use crate::diag::{Diagnostics, codes};
use crate::model::{
    Corrected, Frozen, FrozenRecord, Model, Record, Register, RegisterId, Scheme, State, UnitId, Value,
};
use crate::source::Span;
use crate::value::Date;

/// Checks every record against every snapshot.
pub(super) fn check(model: &Model, figures: &Figures, diags: &mut Diagnostics) {
    for snapshot in &model.snapshots {
        for (id, register) in model.registers() {
            let (Some(frozen), Ok(at)) =
                (model.frozen(id, snapshot.date), register.dates.binary_search(&snapshot.date))
            else {
                continue;
            };
            let last = !model.snapshots.iter().any(|s| s.date > snapshot.date && model.frozen(id, s.date).is_some());
            let drift = Drift { model, id, register, date: snapshot.date, day: snapshot.date.to_string(), last };
            for (index, record) in (0_u32..).zip(&register.records) {
                let now = state(record, snapshot.date, figures.register(id).standing(index, at));
                drift.record(record, frozen.record(index), now, diags);
            }
            drift.reasons(figures.register(id), at, diags);
            numbers(register, frozen, &drift.day, diags);
        }
    }
}

struct Drift<'m> {
    model: &'m Model,
    id: RegisterId,
    register: &'m Register,
    date: Date,
    day: String,
    /// Whether it is the latest closed date of the register: what is of a record as a whole is told once.
    last: bool,
}

impl Drift<'_> {
    fn scheme(&self) -> &Scheme {
        self.model.scheme(self.register)
    }

    fn record(&self, record: &Record, then: Option<&FrozenRecord>, now: State, diags: &mut Diagnostics) {
        let of_date = record.corrections.iter().filter(|c| c.date == self.date);
        let scheme = self.scheme();
        let was = then.and_then(|r| r.states.last());
        let was = was.map_or_else(|| NOTHING.to_owned(), |was| said(scheme, *was));
        let now = said(scheme, now);
        let declared = of_date.clone().find(|c| c.value.is_some());
        self.value(record, &was, &now, declared, diags);
        // A record that was not there when the date was closed has nothing else to differ in.
        let Some(then) = then else {
            return;
        };
        let unit = |unit: Option<UnitId>| {
            unit.map_or_else(|| "none".to_owned(), |unit| format!("`{}`", self.model.unit(unit).id))
        };
        let today = record.unit_on(self.date);
        if self.unit_differs(record, then, self.date) && !self.unit_differs_later(record, then.index) {
            let what = format!("its unit was {}, now it is {}", unit(then.unit), unit(today));
            let name = today.map_or_else(|| "…".to_owned(), |unit| self.model.unit(unit).id.clone());
            let span = record.text.unit.first().map_or(record.text.head, |(_, name)| name.span);
            let lines = self.declare(&format!("unit = \"{name}\""));
            let help = format!("{lines}; a unit that changed later gets an entry in `[[unit]]` with `from`");
            diags.push(codes::frozen_difference(span, &self.day, &what, &help));
        }
        if !self.last {
            return;
        }
        if record.is_baseline() != then.baseline
            && !record.corrections.iter().any(|c| c.date == self.date && c.baseline == Some(record.is_baseline()))
        {
            let (a, b) = if then.baseline { ("inside", "outside") } else { ("outside", "inside") };
            let span = record.text.baseline.as_ref().map_or(record.text.head, |b| b.span);
            let what = format!("the record was {a} the baseline, now it is {b}");
            let lines = self.declare(&format!("baseline = {}", record.is_baseline()));
            diags.push(codes::frozen_difference(span, &self.day, &what, &lines));
        }
        if record.text.internal != then.internal
            && !record.corrections.iter().any(|c| c.date == self.date && c.internal == Some(record.text.internal))
        {
            let word = |internal| if internal { "internal" } else { "public" };
            let (a, b) = (word(then.internal), word(record.text.internal));
            let lines = self.declare(&format!("visibility = \"{b}\""));
            let what = format!("the record was {a}, now it is {b}");
            diags.push(codes::frozen_difference(record.text.head, &self.day, &what, &lines));
        }
    }

    /// Why records left: as frozen, and as they say today.
    fn reasons(&self, figures: &RegisterFigures, at: usize, diags: &mut Diagnostics) {
        let Some(before) = at.checked_sub(1).map(|before| self.register.dates[before]) else {
            return;
        };
        for (index, was) in &figures.dates[at].base.left {
            let record = &self.register.records[*index as usize];
            let now = figures.standing(*index, at);
            // That it did not leave at all was said of its value.
            if now.status().is_some() {
                continue;
            }
            let stated = stated(record, before, self.date);
            let gone = stated.map(Gone::Stated);
            let gone = gone.unwrap_or_else(|| unstated(self.scheme(), now, !record.events.is_empty()));
            let (was, is) = (was.word(record), gone.word(record));
            if was == is || record.corrections.iter().any(|c| c.date == self.date && c.left.is_some() && c.left == is) {
                continue;
            }
            let what = match (was, is) {
                (None, Some(is)) => format!("no reason was given why the record left, now it is `{is}`"),
                (Some(was), None) => format!("the record left because of `{was}`, now no reason is given"),
                (was, is) => format!(
                    "the record left because of `{}`, now because of `{}`",
                    was.unwrap_or_default(),
                    is.unwrap_or_default()
                ),
            };
            let span = stated.map_or(record.text.head, |entry| record.left[entry].span);
            diags.push(match is {
                Some(is) => {
                    let declare = self.declare(&format!("left = \"{is}\""));
                    codes::frozen_difference(span, &self.day, &what, &declare)
                }
                None => codes::frozen_missing(span, &self.day, &what, "restore the entry of `[[left]]`"),
            });
        }
    }

    fn value(&self, record: &Record, was: &str, now: &str, declared: Option<&Corrected>, diags: &mut Diagnostics) {
        let Some(correction) = declared else {
            if was != now {
                let what = match (was, now) {
                    (NOTHING, now) => format!("there was no value, now it is {now}"),
                    (was, NOTHING) => format!("the value was {was}, now there is none"),
                    (was, now) => format!("the value was {was}, now it is {now}"),
                };
                let (was, now) = (line("was", was), line("value", now));
                let lines = self.declare(&[was, now].into_iter().flatten().collect::<Vec<_>>().join(", "));
                diags.push(codes::frozen_difference(self.span(record), &self.day, &what, &lines));
            }
            return;
        };
        let written = |value: Option<Value>| match value {
            Some(value) => said(self.scheme(), State::Value(value)),
            None => NOTHING.to_owned(),
        };
        let (before, after) = correction.value.map_or((None, None), |pair| pair);
        let mut mismatch = |problem: String, help: String| {
            diags.push(codes::correction_mismatch(correction.span, &self.day, &problem, &help));
        };
        if written(before) != was {
            let help = match line("was", was) {
                Some(line) => format!("write `{line}`"),
                None => "leave `was` out".to_owned(),
            };
            mismatch(format!("says that the value was {}, but {was} was frozen", written(before)), help);
        }
        if written(after) != now {
            let key = match (self.register.events, self.scheme().scale) {
                (true, _) => "[[events]]",
                (false, Some(_)) => "[progress]",
                (false, None) => "[status]",
            };
            let help = format!("let `value` and `{key}` of the record say the same");
            mismatch(format!("says that the value is {}, but the record says {now}", written(after)), help);
        }
    }

    /// Whether the unit at a closed date is another one now, and no correction says so.
    fn unit_differs(&self, record: &Record, then: &FrozenRecord, date: Date) -> bool {
        let today = record.unit_on(date);
        let says = |c: &Corrected| c.unit.is_some() && (c.date > date || (c.date == date && c.unit == today));
        // That the unit is gone was reported.
        !then.unit_gone && today != then.unit && !record.corrections.iter().any(says)
    }

    /// Whether the same holds for a later closed date, where it is told.
    fn unit_differs_later(&self, record: &Record, index: u32) -> bool {
        let later = self.model.snapshots.iter().filter(|s| s.date > self.date);
        let then = |date| Some((self.model.frozen(self.id, date)?.record(index)?, date));
        later.filter_map(|s| then(s.date)).any(|(then, date)| self.unit_differs(record, then, date))
    }

    /// The lines that declare a difference.
    fn declare(&self, what: &str) -> String {
        format!("`[[corrections]]` with `date = {}`, `{}`, `on` and `reason`", self.day, what.replace(", ", "`, `"))
    }

    fn span(&self, record: &Record) -> Span {
        crate::model::rules::span_of(record, self.date)
    }
}

/// How messages call it that there is no value.
const NOTHING: &str = "no value";

/// A value as records write it, or that there is none.
fn said(scheme: &Scheme, state: State) -> String {
    let code = |status| &scheme.status(status).code;
    match state {
        State::Value(Value::Number(n)) => n.to_string(),
        State::Value(Value::Status(status)) => format!("\"{}\"", code(status)),
        State::Value(Value::Letter(letter)) => format!("\"{}\"", scheme.letters[usize::from(letter)].code),
        State::Manual(status) => format!("\"{}\" by hand", code(status)),
        State::NotCollected | State::NotInSource | State::NotYet | State::Left => NOTHING.to_owned(),
    }
}

fn line(key: &str, said: &str) -> Option<String> {
    (said != NOTHING).then(|| format!("{key} = {said}"))
}

/// A number that changed without saying so.
fn numbers(register: &Register, frozen: &Frozen, day: &str, diags: &mut Diagnostics) {
    for then in &frozen.records {
        let record = &register.records[then.index as usize];
        let Some(old) = then.number.as_deref().filter(|old| record.number() != Some(old)) else {
            continue;
        };
        if record.text.renumbered.iter().any(|(_, from)| from == old) {
            continue;
        }
        let span = record.text.number.as_ref().map_or(record.text.head, |n| n.span);
        let help = format!("restore the number, or add `[[renumbered]]` with `on` and `from = \"{old}\"`");
        diags.push(codes::frozen_missing(span, day, &format!("the number was `{old}`"), &help));
    }
}

impl super::RegisterFigures {
    /// Corrections that hold for a date, by record.
    pub fn corrections<'m>(
        &self,
        model: &'m Model,
        id: RegisterId,
        date: Date,
    ) -> impl Iterator<Item = (u32, &'m Corrected)> {
        let records = model.register(id).records.iter();
        let frozen = model.frozen(id, date);
        (0_u32..).zip(records).flat_map(move |(index, record)| {
            let was_there = frozen.is_some_and(|f| f.record(index).is_some());
            let of_date = move |c: &&Corrected| c.date == date || (was_there && c.holds_before(date));
            record.corrections.iter().filter(of_date).map(move |c| (index, c))
        })
    }
}
