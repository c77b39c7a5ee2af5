//! One table of fields drives everything that knows a record's keys: reading, did-you-mean, JSON
//! Schema, the field reference and skeletons.
//!
//! [`Reader`] takes one TOML table apart along such a table, collects every problem with its place
//! and never stops at the first. It knows nothing of what the fields mean.

use crate::diag::{Diagnostics, codes};
use crate::source::{Located, SourceId, Span};
use crate::text::lang::Lang;
use crate::value::{Date, Money, Period, Precision, Schedule};
use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

/// What a field may hold.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// One text.
    Text,
    /// A text, or a table of languages and texts.
    Localised,
    /// A whole number within bounds.
    Integer(i64, i64),
    /// Euros with at most two decimals.
    Money,
    /// A day.
    Date,
    /// Several days.
    Dates,
    /// A day, month or year, or `before` one.
    Moment,
    /// A time span such as `2010/2012`.
    Schedule,
    /// `true` or `false`.
    Bool,
    /// A full web address.
    Url,
    /// One word of a list.
    Choice(&'static [&'static str]),
    /// Several words of a list.
    Choices(&'static [&'static str]),
    /// The id or number of a thing of this name.
    Reference(&'static str),
    /// Several of them.
    References(&'static str),
    /// LeiKa keys: texts of 14 digits.
    LeikaKeys,
    /// Several texts.
    Texts,
    /// Days with a number of the scale or a code each.
    Values,
    /// Days with a status code each.
    Codes,
    /// Names with a whole number each.
    Numbers,
    /// A table with fields of its own.
    Table(&'static [Field]),
    /// Several such tables.
    Tables(&'static [Field]),
    /// A text (the name of the unit) or several tables.
    Unit(&'static [Field]),
    /// Keys that the site itself names.
    Free,
}

/// One field of a record type.
#[derive(Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it is for, in one line.
    pub doc: &'static str,
    /// How it is written, in TOML, without the key.
    pub example: &'static str,
}

impl Field {
    /// An optional field.
    pub const fn new(
        name: &'static str,
        kind: Kind,
        doc: &'static str,
        example: &'static str,
    ) -> Self {
        Field {
            name,
            kind,
            required: false,
            doc,
            example,
        }
    }

    /// The same, required.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}

/// A text in one or more languages; the site's first language always has one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Localised {
    texts: Vec<(Lang, String)>,
}

impl Localised {
    /// A text in one language.
    pub fn of(lang: Lang, text: impl Into<String>) -> Self {
        Localised {
            texts: vec![(lang, text.into())],
        }
    }

    /// The text in this language, or in the first one given.
    pub fn get(&self, lang: Lang) -> &str {
        self.texts
            .iter()
            .find(|(l, _)| *l == lang)
            .or(self.texts.first())
            .map_or("", |(_, t)| t)
    }
}

/// A value of a surveyed history as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A number of the scale.
    Number(i64),
    /// A status or letter code.
    Code(String),
}

/// A point in time known more or less exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// When; for `before` the period before which it was.
    pub period: Period,
    /// Whether it was before that period.
    pub before: bool,
}

impl Moment {
    /// Reads a [`Period`], or `before` and one.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("before ") {
            Some(rest) => Some(Moment {
                period: Period::parse(rest.trim())?,
                before: true,
            }),
            None => Some(Moment {
                period: Period::parse(text.trim())?,
                before: false,
            }),
        }
    }

    /// The first day at which it surely had happened.
    pub fn certain(self) -> Date {
        if self.before {
            self.period.first
        } else {
            self.period.last
        }
    }
}

/// The tables of fields that together make a record type.
pub type Fields = &'static [&'static [Field]];

fn find(fields: Fields, name: &str) -> Option<&'static Field> {
    fields.iter().copied().flatten().find(|f| f.name == name)
}

/// Reads one TOML table.
pub struct Reader<'r, 'i> {
    source: SourceId,
    offset: usize,
    table: &'r DeTable<'i>,
    /// Where to point when something is missing.
    pub head: Span,
    place: &'r str,
    fields: Fields,
    lang: Lang,
    langs: &'r [Lang],
    /// Where problems go.
    pub diags: &'r mut Diagnostics,
}

/// What all readers of one file share.
#[derive(Clone, Copy)]
pub struct File<'r> {
    /// The file.
    pub source: SourceId,
    /// Where its TOML starts, in bytes.
    pub offset: usize,
    /// The site's languages, the first one for plain texts.
    pub langs: &'r [Lang],
}

impl<'r, 'i> Reader<'r, 'i> {
    /// Starts on a table; unknown keys and missing required fields are reported at once.
    /// `place` names the table in messages, with article: `a measure`.
    pub fn new(
        file: File<'r>,
        table: &'r DeTable<'i>,
        head: Span,
        place: &'r str,
        fields: Fields,
        diags: &'r mut Diagnostics,
    ) -> Self {
        let lang = file.langs.first().copied().unwrap_or(Lang::De);
        let reader = Reader {
            source: file.source,
            offset: file.offset,
            table,
            head,
            place,
            fields,
            lang,
            langs: file.langs,
            diags,
        };
        // Without any field the keys are the author's own.
        for (key, _) in table {
            if !fields.is_empty() && find(fields, key.get_ref()).is_none() {
                let span = Span::new(file.source, shift(key.span(), file.offset));
                reader.diags.push(codes::unknown_key(
                    span,
                    key.get_ref(),
                    place,
                    names(fields),
                ));
            }
        }
        for field in fields.iter().copied().flatten().filter(|f| f.required) {
            if !table.contains_key(field.name) {
                let example = format!("{} = {}", field.name, field.example);
                reader
                    .diags
                    .push(codes::missing_field(head, field.name, place, &example));
            }
        }
        reader
    }

    fn file(&self) -> File<'r> {
        File {
            source: self.source,
            offset: self.offset,
            langs: self.langs,
        }
    }

    fn span<T>(&self, value: &Spanned<T>) -> Span {
        Span::new(self.source, shift(value.span(), self.offset))
    }

    fn get(&self, name: &str) -> Option<&'r Spanned<DeValue<'i>>> {
        debug_assert!(
            find(self.fields, name).is_some(),
            "`{name}` is in no table of fields"
        );
        self.table.get(name)
    }

    fn example(&self, name: &str) -> String {
        find(self.fields, name).map_or_else(String::new, |f| format!("{} = {}", f.name, f.example))
    }

    fn wrong(&mut self, value: &Spanned<DeValue<'i>>, name: &str, wanted: &str) {
        let span = self.span(value);
        self.diags.push(codes::wrong_type(
            span,
            name,
            wanted,
            noun(value.get_ref()),
            &self.example(name),
        ));
    }

    /// Whether the key is there, and where its value stands.
    pub fn place_of(&self, name: &str) -> Option<Span> {
        self.get(name).map(|v| self.span(v))
    }

    /// Whether the key is there, and where the key itself stands.
    pub fn key_of(&self, name: &str) -> Option<Span> {
        self.table
            .get_key_value(name)
            .map(|(key, _)| self.span(key))
    }

    /// A text that is not blank.
    pub fn text(&mut self, name: &str) -> Option<Located<String>> {
        let value = self.get(name)?;
        self.text_of(value, name)
    }

    /// A text as it stands, blanks at its ends included.
    pub fn raw_text(&mut self, name: &str) -> Option<String> {
        match self.get(name)?.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => self.text(name).map(|t| t.value),
        }
    }

    fn text_of(&mut self, value: &'r Spanned<DeValue<'i>>, name: &str) -> Option<Located<String>> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong(value, name, "a text in quotes");
            return None;
        };
        let span = self.span(value);
        if text.trim().is_empty() {
            self.diags.push(codes::empty_value(span, name));
            return None;
        }
        Some(Located {
            value: text.trim().to_owned(),
            span,
        })
    }

    /// A text, or a text per language.
    pub fn localised(&mut self, name: &str) -> Option<Located<Localised>> {
        let value = self.get(name)?;
        let span = self.span(value);
        let DeValue::Table(table) = value.get_ref() else {
            let lang = self.lang;
            return self
                .text_of(value, name)
                .map(|t| t.map(|t| Localised::of(lang, t)));
        };
        let mut texts = Vec::new();
        for (key, value) in table {
            match Lang::parse(key.get_ref())
                .filter(|l| self.langs.contains(l) || self.langs.is_empty())
            {
                Some(lang) => texts.extend(self.text_of(value, name).map(|t| (lang, t.value))),
                // Every language that the program speaks may be given, whether the site shows it or not.
                None if Lang::parse(key.get_ref()).is_some() => {}
                None => {
                    let at = self.span(key);
                    self.diags.push(codes::unknown_language(
                        at,
                        key.get_ref(),
                        crate::text::lang::LANGS.iter().map(|l| l.tag()),
                    ));
                }
            }
        }
        texts.sort_by_key(|(lang, _)| self.langs.iter().position(|l| l == lang));
        Some(Located {
            value: Localised { texts },
            span,
        })
    }

    /// A whole number within the field's bounds.
    pub fn integer(&mut self, name: &str) -> Option<Located<i64>> {
        let value = self.get(name)?;
        let (min, max) = match find(self.fields, name).map(|f| f.kind) {
            Some(Kind::Integer(min, max)) => (min, max),
            _ => (i64::MIN, i64::MAX),
        };
        match integer(value.get_ref()) {
            Some(n) if (min..=max).contains(&n) => Some(Located {
                value: n,
                span: self.span(value),
            }),
            _ => {
                self.wrong(value, name, &format!("a whole number from {min} to {max}"));
                None
            }
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, name: &str) -> Option<Located<bool>> {
        let value = self.get(name)?;
        match value.get_ref() {
            DeValue::Boolean(b) => Some(Located {
                value: *b,
                span: self.span(value),
            }),
            _ => {
                self.wrong(value, name, "`true` or `false`");
                None
            }
        }
    }

    /// An amount in euros.
    pub fn money(&mut self, name: &str) -> Option<Located<Money>> {
        let value = self.get(name)?;
        let text = match value.get_ref() {
            DeValue::Integer(n) => n.to_string(),
            DeValue::Float(f) => f.as_str().to_owned(),
            _ => {
                self.wrong(value, name, "an amount in euros");
                return None;
            }
        };
        let span = self.span(value);
        let money = Money::parse(&text);
        if money.is_none() {
            self.diags.push(codes::bad_money(span, &text));
        }
        money.map(|value| Located { value, span })
    }

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
                    (Some(date), None) => Date::new(
                        i32::from(date.year),
                        u32::from(date.month),
                        u32::from(date.day),
                    ),
                    _ => None,
                };
                if date.is_none() {
                    self.diags.push(codes::bad_date(span, &d.to_string()));
                }
                date.map(|value| Located { value, span })
            }
            DeValue::String(text) => self.date_in(text, span, name),
            DeValue::Integer(year) if year.as_str().len() == 4 => {
                self.diags
                    .push(codes::imprecise_date(span, year.as_str(), name));
                None
            }
            _ => {
                self.wrong(value, name, "a date");
                None
            }
        }
    }

    fn date_in(&mut self, text: &str, span: Span, name: &str) -> Option<Located<Date>> {
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
        let dates = array
            .iter()
            .filter_map(|item| self.date_of(item, name))
            .collect();
        Some(Located {
            value: dates,
            span: self.span(value),
        })
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
                Some(Moment {
                    period: Period {
                        first: day,
                        last: day,
                        precision: Precision::Day,
                    },
                    before: false,
                })
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

    /// A full web address.
    pub fn url(&mut self, name: &str) -> Option<Located<String>> {
        let text = self.text(name)?;
        if !is_web_address(&text.value) {
            self.diags
                .push(codes::bad_address(text.span, name, &text.value));
            return None;
        }
        Some(text)
    }

    /// One word of the field's list.
    pub fn choice(&mut self, name: &str) -> Option<Located<&'static str>> {
        let text = self.text(name)?;
        self.chosen(name, text)
    }

    fn chosen(&mut self, name: &str, text: Located<String>) -> Option<Located<&'static str>> {
        let known = match find(self.fields, name).map(|f| f.kind) {
            Some(Kind::Choice(known) | Kind::Choices(known)) => known,
            _ => &[],
        };
        match known.iter().find(|k| **k == text.value) {
            Some(value) => Some(Located {
                value,
                span: text.span,
            }),
            None => {
                self.diags.push(codes::unknown_choice(
                    text.span,
                    name,
                    &text.value,
                    known.iter().copied(),
                ));
                None
            }
        }
    }

    /// Several words of the field's list; one may stand without brackets.
    pub fn choices(&mut self, name: &str) -> Vec<Located<&'static str>> {
        let texts = self.texts(name);
        texts
            .into_iter()
            .filter_map(|t| self.chosen(name, t))
            .collect()
    }

    /// Several texts; one may stand without brackets.
    pub fn texts(&mut self, name: &str) -> Vec<Located<String>> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        match value.get_ref() {
            DeValue::Array(array) => array
                .iter()
                .filter_map(|item| self.text_of(item, name))
                .collect(),
            DeValue::String(_) => self.text_of(value, name).into_iter().collect(),
            _ => {
                self.wrong(value, name, "a list of texts");
                Vec::new()
            }
        }
    }

    /// LeiKa keys of 14 digits.
    pub fn leika_keys(&mut self, name: &str) -> Vec<Located<String>> {
        let texts = self.texts(name);
        let (good, bad): (Vec<_>, Vec<_>) = texts
            .into_iter()
            .partition(|t| t.value.len() == 14 && t.value.bytes().all(|b| b.is_ascii_digit()));
        for text in bad {
            self.diags
                .push(codes::bad_leika_key(text.span, &text.value));
        }
        good
    }

    /// Days with a number or code each, by day.
    pub fn values(
        &mut self,
        name: &str,
    ) -> Option<Located<Vec<(Located<Date>, Located<Written>)>>> {
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
                    self.wrong(value, key.get_ref(), "a whole number or a code in quotes");
                    continue;
                }
            };
            if let Some(date) = date {
                values.push((
                    date,
                    Located {
                        value: written,
                        span,
                    },
                ));
            }
        }
        values.sort_by_key(|(date, _)| date.value);
        Some(Located {
            value: values,
            span: self.span(value),
        })
    }

    /// A number of the scale or a code.
    pub fn written(&mut self, name: &str) -> Option<Located<Written>> {
        let value = self.get(name)?;
        let span = self.span(value);
        match (value.get_ref(), integer(value.get_ref())) {
            (_, Some(n)) => Some(Located {
                value: Written::Number(n),
                span,
            }),
            (DeValue::String(code), None) => Some(Located {
                value: Written::Code(code.trim().to_owned()),
                span,
            }),
            _ => {
                self.wrong(value, name, "a whole number or a code in quotes");
                None
            }
        }
    }

    /// Names with a whole number each, in the order written.
    pub fn numbers(&mut self, name: &str) -> Option<Located<Vec<(Located<String>, i64)>>> {
        let value = self.get(name)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, name, "a table of names and numbers");
            return None;
        };
        let mut numbers = Vec::with_capacity(table.len());
        for (key, value) in table {
            match integer(value.get_ref()) {
                Some(n) => numbers.push((
                    Located {
                        value: key.get_ref().to_string(),
                        span: self.span(key),
                    },
                    n,
                )),
                None => self.wrong(value, key.get_ref(), "a whole number"),
            }
        }
        numbers.sort_by_key(|(key, _)| key.span.start);
        Some(Located {
            value: numbers,
            span: self.span(value),
        })
    }

    /// A table of its own; `place` names it in messages.
    pub fn table<T>(
        &mut self,
        name: &str,
        place: &str,
        read: impl FnOnce(&mut Reader<'_, 'i>) -> T,
    ) -> Option<T> {
        let value = self.get(name)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, name, "a table");
            return None;
        };
        let (head, fields, file) = (self.span(value), self.inner(name), self.file());
        Some(read(&mut Reader::new(
            file, table, head, place, fields, self.diags,
        )))
    }

    /// Several tables, in the order written.
    pub fn tables<T>(
        &mut self,
        name: &str,
        place: &str,
        mut read: impl FnMut(&mut Reader<'_, 'i>) -> T,
    ) -> Vec<T> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong(value, name, "a list of tables");
            return Vec::new();
        };
        let (fields, file) = (self.inner(name), self.file());
        let mut out = Vec::with_capacity(array.len());
        for item in array.iter() {
            match item.get_ref() {
                DeValue::Table(table) => {
                    let head = self.span(item);
                    out.push(read(&mut Reader::new(
                        file, table, head, place, fields, self.diags,
                    )));
                }
                _ => self.wrong(item, name, "a table"),
            }
        }
        out
    }

    /// Tables under keys that the author names, in the order written.
    pub fn keyed<T>(
        &mut self,
        name: &str,
        place: &str,
        fields: Fields,
        mut read: impl FnMut(Located<String>, &mut Reader<'_, 'i>) -> T,
    ) -> Vec<T> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, name, "a table of tables");
            return Vec::new();
        };
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let file = self.file();
        let mut out = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            match value.get_ref() {
                DeValue::Table(inner) => {
                    let located = Located {
                        value: key.get_ref().to_string(),
                        span: self.span(key),
                    };
                    let head = located.span;
                    out.push(read(
                        located,
                        &mut Reader::new(file, inner, head, place, fields, self.diags),
                    ));
                }
                _ => self.wrong(value, key.get_ref(), "a table"),
            }
        }
        out
    }

    /// All keys of this table as dates, each with a table of its own, by date.
    pub fn dated<T>(
        &mut self,
        place: &str,
        fields: Fields,
        mut read: impl FnMut(Located<Date>, &mut Reader<'_, 'i>) -> T,
    ) -> Vec<T> {
        let file = self.file();
        let mut entries = Vec::with_capacity(self.table.len());
        for (key, value) in self.table {
            let span = self.span(key);
            match value.get_ref() {
                DeValue::Table(inner) => entries.extend(
                    self.date_in(key.get_ref(), span, key.get_ref())
                        .map(|date| (date, inner)),
                ),
                _ => self.wrong(value, key.get_ref(), "a table"),
            }
        }
        entries.sort_by_key(|(date, _)| date.value);
        entries
            .into_iter()
            .map(|(date, inner)| {
                let head = date.span;
                read(
                    date,
                    &mut Reader::new(file, inner, head, place, fields, self.diags),
                )
            })
            .collect()
    }

    /// Keys and raw values, for fields that the site itself declares.
    pub fn free(&mut self, name: &str) -> Vec<(Located<String>, Raw<'r, 'i>)> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, name, "a table");
            return Vec::new();
        };
        let mut entries: Vec<_> = table
            .iter()
            .map(|(key, value)| {
                let key = Located {
                    value: key.get_ref().to_string(),
                    span: self.span(key),
                };
                (
                    key,
                    Raw {
                        value: value.get_ref(),
                        span: self.span(value),
                    },
                )
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span.start);
        entries
    }

    /// Whether the field is a plain text (and not a list of tables).
    pub fn is_text(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|v| matches!(v.get_ref(), DeValue::String(_)))
    }

    fn inner(&self, name: &str) -> Fields {
        match find(self.fields, name).map(|f| &f.kind) {
            Some(Kind::Table(fields) | Kind::Tables(fields) | Kind::Unit(fields)) => {
                std::slice::from_ref(fields)
            }
            _ => &[],
        }
    }

    /// What messages call this table.
    pub fn place(&self) -> &str {
        self.place
    }
}

/// A value whose kind the site declares.
#[derive(Clone, Copy)]
pub struct Raw<'r, 'i> {
    /// The value.
    pub value: &'r DeValue<'i>,
    /// Its place.
    pub span: Span,
}

/// The names of all fields, for suggestions.
pub fn names(fields: Fields) -> impl Iterator<Item = &'static str> + Clone {
    fields.iter().copied().flatten().map(|f| f.name)
}

/// A whole number however it is written.
pub fn integer(value: &DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok(),
        _ => None,
    }
}

/// What a TOML value is, with article.
pub fn noun(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with decimals",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Whether a text is an http or https address with a host and without blanks.
pub fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|r| {
        let host = r.split(['/', '?', '#']).next().unwrap_or("");
        !host.is_empty()
            && !text.contains(|c: char| {
                c.is_whitespace() || c.is_control() || "<>\"\\`{}|^".contains(c)
            })
    })
}

fn shift(range: std::ops::Range<usize>, by: usize) -> std::ops::Range<usize> {
    range.start + by..range.end + by
}
