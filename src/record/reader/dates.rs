//! Dates, times and histories of a TOML table.

use super::super::field::{Moment, Series, Written};
use super::{Reader, integer};
use crate::diag::codes;
use crate::source::{Located, Span};
use crate::value::{Date, Period, Precision, Schedule};
use serde_spanned::Spanned;
use toml::de::DeValue;

impl<'r, 'i> Reader<'r, 'i> {
    /// A day.
    pub fn date(&mut self, name: &str) -> Option<Located<Date>> {
        let value = self.get(name)?;
        self.date_of(value, name)
    }

    fn date_of(&mut self, value: &'r Spanned<DeValue<'i>>, name: &str) -> Option<Located<Date>> {
        let span = self.span(value);
        match value.get_ref() {
            DeValue::Datetime(d) => {
                let date = match (d.date, d.time) {
                    (Some(date), None) => Date::new(i32::from(date.year), u32::from(date.month), u32::from(date.day)),
                    _ => None,
                };
                if date.is_none() {
                    self.diags.push(codes::bad_date(span, &d.to_string()));
                }
                date.map(|value| Located { value, span })
            }
            DeValue::String(text) => self.date_in(text, span, name),
            DeValue::Integer(year) if year.as_str().len() == 4 => {
                self.diags.push(codes::imprecise_date(span, year.as_str(), name));
                None
            }
            _ => {
                self.wrong(value, name, "a date");
                None
            }
        }
    }

    pub(super) fn date_in(&mut self, text: &str, span: Span, name: &str) -> Option<Located<Date>> {
        match (Date::parse(text), Moment::parse(text)) {
            (Some(value), _) => Some(Located { value, span }),
            (None, Some(_)) => {
                self.diags.push(codes::imprecise_date(span, text, name));
                None
            }
            (None, None) => {
                self.diags.push(codes::bad_date(span, text));
                None
            }
        }
    }

    /// Several days in the order given.
    pub fn dates(&mut self, name: &str) -> Option<Located<Vec<Located<Date>>>> {
        let value = self.get(name)?;
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong(value, name, "a list of dates");
            return None;
        };
        let dates = array.iter().filter_map(|item| self.date_of(item, name)).collect();
        Some(Located { value: dates, span: self.span(value) })
    }

    /// A day, month or year, or `before` one.
    pub fn moment(&mut self, name: &str) -> Option<Located<Moment>> {
        let value = self.get(name)?;
        let span = self.span(value);
        let moment = match value.get_ref() {
            DeValue::String(text) => {
                let moment = Moment::parse(text);
                if moment.is_none() {
                    self.diags.push(codes::bad_date(span, text));
                }
                moment
            }
            DeValue::Integer(year) if year.as_str().len() == 4 => Moment::parse(year.as_str()),
            _ => {
                let day = self.date_of(value, name)?.value;
                Some(Moment { period: Period { first: day, last: day, precision: Precision::Day }, before: false })
            }
        };
        moment.map(|value| Located { value, span })
    }

    /// A schedule.
    pub fn schedule(&mut self, name: &str) -> Option<Located<Schedule>> {
        let value = self.get(name)?;
        let span = self.span(value);
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(year) => year.to_string(),
            DeValue::Datetime(day) => day.to_string(),
            _ => {
                self.wrong(value, name, "a schedule");
                return None;
            }
        };
        let schedule = Schedule::parse(&text);
        if schedule.is_none() {
            self.diags.push(codes::bad_schedule(span, &text));
        }
        schedule.map(|value| Located { value, span })
    }

    /// Days with a number or code each, by day.
    pub fn values(&mut self, name: &str) -> Option<Series> {
        let value = self.get(name)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, name, "a table of dates and values");
            return None;
        };
        let mut values = Vec::with_capacity(table.len());
        for (key, value) in table {
            let (key_span, span) = (self.span(key), self.span(value));
            let date = self.date_in(key.get_ref(), key_span, name);
            let written = match (value.get_ref(), integer(value.get_ref())) {
                (_, Some(n)) => Written::Number(n),
                (DeValue::String(code), None) => Written::Code(code.trim().to_owned()),
                _ => {
                    let example = self.example(name);
                    self.wrong_entry(value, key.get_ref(), "a whole number or a code in quotes", &example);
                    continue;
                }
            };
            if let Some(date) = date {
                values.push((date, Located { value: written, span }));
            }
        }
        values.sort_by_key(|(date, _)| date.value);
        Some(Located { value: values, span: self.span(value) })
    }

    /// A number of the scale or a code.
    pub fn written(&mut self, name: &str) -> Option<Located<Written>> {
        let value = self.get(name)?;
        self.written_of(value, name)
    }

    fn written_of(&mut self, value: &'r Spanned<DeValue<'i>>, name: &str) -> Option<Located<Written>> {
        let span = self.span(value);
        match (value.get_ref(), integer(value.get_ref())) {
            (_, Some(n)) => Some(Located { value: Written::Number(n), span }),
            (DeValue::String(code), None) => Some(Located { value: Written::Code(code.trim().to_owned()), span }),
            _ => {
                self.wrong(value, name, "a whole number or a code in quotes");
                None
            }
        }
    }

    /// Several numbers of the scale or codes, in the order written.
    pub fn writtens(&mut self, name: &str) -> Vec<Located<Written>> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong(value, name, "a list of numbers and codes");
            return Vec::new();
        };
        array.iter().filter_map(|item| self.written_of(item, name)).collect()
    }
}
