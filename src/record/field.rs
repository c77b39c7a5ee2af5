//! One table of fields drives everything that knows a record's keys: reading, did-you-mean, JSON
//! Schema, the field reference and skeletons.
//!
//! Here is only what a table of fields is and what the kinds of values are; `reader` reads by it.

use crate::source::{Located, Span};
use crate::text::lang::Lang;
use crate::value::{Date, Period};
use toml::de::DeValue;

pub use super::reader::{File, Reader, integer, is_web_address, noun};

/// Days in a table with the value of each, ascending, and where the table stands.
pub type Series = Located<Vec<(Located<Date>, Located<Written>)>>;

/// Names in a table with the number of each, in the order written, and where the table stands.
pub type Counts = Located<Vec<(Located<String>, Located<i64>)>>;

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
    pub const fn new(name: &'static str, kind: Kind, doc: &'static str, example: &'static str) -> Self {
        Field { name, kind, required: false, doc, example }
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
    pub(super) texts: Vec<(Lang, String)>,
}

impl Localised {
    /// A text in one language.
    pub fn of(lang: Lang, text: impl Into<String>) -> Self {
        Localised { texts: vec![(lang, text.into())] }
    }

    /// The text in this language, or in the first one given.
    pub fn get(&self, lang: Lang) -> &str {
        self.texts.iter().find(|(l, _)| *l == lang).or(self.texts.first()).map_or("", |(_, t)| t)
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
            Some(rest) => Some(Moment { period: Period::parse(rest.trim())?, before: true }),
            None => Some(Moment { period: Period::parse(text.trim())?, before: false }),
        }
    }

    /// The first day at which it surely had happened.
    pub fn certain(self) -> Date {
        if self.before { self.period.first } else { self.period.last }
    }
}

/// The tables of fields that together make a record type.
pub type Fields = &'static [&'static [Field]];

pub(super) fn find(fields: Fields, name: &str) -> Option<&'static Field> {
    fields.iter().copied().flatten().find(|f| f.name == name)
}

/// The names of all fields, for suggestions.
pub fn names(fields: Fields) -> impl Iterator<Item = &'static str> + Clone {
    fields.iter().copied().flatten().map(|f| f.name)
}

/// A value whose kind the site declares.
#[derive(Clone, Copy)]
pub struct Raw<'r, 'i> {
    /// The value.
    pub value: &'r DeValue<'i>,
    /// Its place.
    pub span: Span,
}
