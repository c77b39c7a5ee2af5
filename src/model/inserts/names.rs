//! The names in an insert: registers, statuses, units, dates, programmes. Each is found or reported, with what it may be.

use super::{Given, Text, What};
use crate::diag::codes;
use crate::model::{ProgrammeId, RegisterId, StatusId, UnitId};
use crate::record::insert::Value;
use crate::text::insert::Word;
use crate::value::Date;

impl Text<'_, '_> {
    pub(super) fn register(&mut self, word: &Word<'_>) -> Option<RegisterId> {
        let known = || self.context.config.registers.iter().map(|config| config.key.value.as_str());
        let found = known().position(|key| key == word.text);
        if found.is_none() {
            self.diags.push(codes::unknown_reference(self.span(&word.range), word.text, "register", known()));
        }
        let found = found?;
        let at = self.context.registers.iter().position(|register| register.config == found)?;
        Some(RegisterId(at as u32))
    }

    pub(super) fn status(&mut self, register: RegisterId, word: &Word<'_>) -> Option<StatusId> {
        let scheme = self.context.schemes.get(self.context.registers[register.0 as usize].scheme)?;
        let found = scheme.iter().find(|(_, status)| status.code == word.text).map(|(id, _)| id);
        if found.is_none() {
            let known = scheme.statuses.iter().map(|status| status.code.as_str());
            self.diags.push(codes::unknown_code(self.span(&word.range), word.text, &scheme.key, known));
        }
        found
    }

    pub(super) fn unit(&mut self, word: &Word<'_>) -> Option<UnitId> {
        // What is internal is named nowhere in public, not even as a suggestion.
        let known = || self.context.units.iter().filter(|unit| unit.shown).map(|unit| unit.id.as_str());
        let found = self.context.units.iter().position(|unit| unit.shown && unit.id == word.text);
        if found.is_none() && !self.context.unread.file("content/organisation.toml") {
            self.diags.push(codes::unknown_reference(self.span(&word.range), word.text, "unit", known()));
        }
        found.map(|at| UnitId(at as u32))
    }

    /// The word of a fixed list; `None` if it was reported, `Some(None)` if it is not given.
    pub(super) fn choice(&mut self, given: &Given<'_>, value: Value) -> Option<Option<&'static str>> {
        let Some(word) = given.word(value) else {
            return Some(None);
        };
        let known = || value.choices().iter().copied();
        let found = known().find(|choice| *choice == word.text);
        if found.is_none() {
            let key = value.placeholder().to_lowercase();
            self.diags.push(codes::unknown_choice(self.span(&word.range), &key, word.text, known()));
        }
        found.map(Some)
    }

    pub(super) fn date(&mut self, given: &Given<'_>, register: RegisterId) -> Option<Date> {
        let at = register.0 as usize;
        let dates = &self.context.dates[self.context.registers[at].config];
        let key = &self.context.config.registers[self.context.registers[at].config].key.value;
        let latest = dates.iter().rev().find(|date| **date <= self.context.as_of);
        // Before its first date a register has nothing to show; the insert will say so.
        let base = self.report.or(latest.copied()).or(dates.first().copied())?;
        let listed: Vec<String> = dates.iter().map(Date::to_string).collect();
        let known = || listed.iter().map(String::as_str);
        let Some(word) = given.word(Value::Date) else {
            if dates.contains(&base) {
                return Some(base);
            }
            let problem = format!("the register `{key}` has no figures for {base}, the date of this report");
            let help = format!("add one of its dates, such as `date={}`", latest.unwrap_or(&base));
            self.diags.push(codes::insert_without_figure(given.span, &problem, &help));
            return None;
        };
        let span = self.span(&word.range);
        if word.text == "previous" {
            let before = dates.iter().rev().find(|date| **date < base);
            if before.is_none() {
                let problem = format!("the register `{key}` has no reporting date before {base}");
                self.diags.push(codes::insert_without_figure(span, &problem, "leave `date=previous` out"));
            }
            return before.copied();
        }
        let date = Date::parse(word.text);
        match date {
            None => self.diags.push(codes::bad_date(span, word.text)),
            Some(date) if !dates.contains(&date) => {
                self.diags.push(codes::not_a_reporting_date(span, word.text, key, known()));
                return None;
            }
            Some(_) => {}
        }
        date
    }

    pub(super) fn pace(&mut self, given: &Given<'_>, name: &Word<'_>) -> Option<What> {
        let context = self.context;
        let ids = || context.programmes.iter().map(|programme| programme.id.as_str());
        let Some(at) = ids().position(|id| id == name.text) else {
            if !context.unread_programmes.may_have(name.text) {
                let span = self.span(&name.range);
                self.diags.push(codes::unknown_reference(span, name.text, "programme", ids()));
            }
            return None;
        };
        let programme = &context.programmes[at];
        if programme.targets.is_empty() {
            let problem = format!("the programme `{}` has no target", programme.id);
            let span = self.span(&name.range);
            let help = "add a `[[target]]` to it, or remove the insert";
            self.diags.push(codes::insert_without_figure(span, &problem, help));
            return None;
        }
        let targets = match given.word(Value::Target) {
            None => (0..programme.targets.len()).collect(),
            Some(word) => {
                let known = || programme.targets.iter().map(|target| target.id.as_str());
                let Some(found) = known().position(|id| id == word.text) else {
                    let span = self.span(&word.range);
                    self.diags.push(codes::unknown_reference(span, word.text, "target", known()));
                    return None;
                };
                vec![found]
            }
        };
        let counts = programme.targets.iter().find_map(|target| target.count.as_ref());
        let date = match (given.word(Value::Date), counts) {
            (Some(_), Some(count)) => self.date(given, count.register)?,
            (None, _) | (_, None) => self.report.unwrap_or(context.as_of),
        };
        Some(What::Pace(ProgrammeId(at as u32), targets, date))
    }
}
