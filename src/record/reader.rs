//! Takes one TOML table apart along a table of fields, collects every problem with its place and
//! never stops at the first. It knows nothing of what the fields mean.

mod dates;
mod tables;
mod texts;

use super::field::{Counts, Fields, Kind, find, names};
use crate::diag::{Diagnostics, codes};
use crate::source::{Located, SourceId, Span};
use crate::text::lang::Lang;
use crate::value::Money;
use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

/// The highest count or sum that a table of numbers may hold.
const MOST: i64 = 10_000_000;

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
                reader.diags.push(codes::unknown_key(span, key.get_ref(), place, names(fields)));
            }
        }
        for field in fields.iter().copied().flatten().filter(|f| f.required) {
            if !table.contains_key(field.name) {
                let example = format!("{} = {}", field.name, field.example);
                reader.diags.push(codes::missing_field(head, field.name, place, &example));
            }
        }
        reader
    }

    fn file(&self) -> File<'r> {
        File { source: self.source, offset: self.offset, langs: self.langs }
    }

    fn span<T>(&self, value: &Spanned<T>) -> Span {
        Span::new(self.source, shift(value.span(), self.offset))
    }

    fn get(&self, name: &str) -> Option<&'r Spanned<DeValue<'i>>> {
        debug_assert!(find(self.fields, name).is_some(), "`{name}` is in no table of fields");
        self.table.get(name)
    }

    fn example(&self, name: &str) -> String {
        find(self.fields, name).map_or_else(String::new, |f| format!("{} = {}", f.name, f.example))
    }

    fn wrong(&mut self, value: &Spanned<DeValue<'i>>, name: &str, wanted: &str) {
        let example = self.example(name);
        self.wrong_entry(value, name, wanted, &example);
    }

    /// The same for a key that the author names, which has no example of its own.
    fn wrong_entry(&mut self, value: &Spanned<DeValue<'i>>, key: &str, wanted: &str, example: &str) {
        let span = self.span(value);
        self.diags.push(codes::wrong_type(span, key, wanted, noun(value.get_ref()), example));
    }

    /// Reports a list or table that is there without any entry, where the site needs one.
    pub fn filled(&mut self, name: &str) {
        let Some(value) = self.get(name) else { return };
        let empty = match value.get_ref() {
            DeValue::Array(list) => list.is_empty(),
            DeValue::Table(table) => table.is_empty(),
            _ => false,
        };
        if empty {
            self.diags.push(codes::empty_list(self.span(value), name, &self.example(name)));
        }
    }

    /// Whether the key is there, and where its value stands.
    pub fn place_of(&self, name: &str) -> Option<Span> {
        self.get(name).map(|v| self.span(v))
    }

    /// Whether the key is there, and where the key itself stands.
    pub fn key_of(&self, name: &str) -> Option<Span> {
        self.table.get_key_value(name).map(|(key, _)| self.span(key))
    }

    /// A whole number within the field's bounds.
    pub fn integer(&mut self, name: &str) -> Option<Located<i64>> {
        let value = self.get(name)?;
        let (min, max) = match find(self.fields, name).map(|f| f.kind) {
            Some(Kind::Integer(min, max)) => (min, max),
            _ => (i64::MIN, i64::MAX),
        };
        match integer(value.get_ref()) {
            Some(n) if (min..=max).contains(&n) => Some(Located { value: n, span: self.span(value) }),
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
            DeValue::Boolean(b) => Some(Located { value: *b, span: self.span(value) }),
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

    /// Names with a count or sum each, in the order written; nothing if one of them is wrong.
    pub fn numbers(&mut self, name: &str) -> Option<Counts> {
        let value = self.get(name)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, name, "a table of names and numbers");
            return None;
        };
        let mut numbers = Vec::with_capacity(table.len());
        for (key, number) in table {
            match integer(number.get_ref()).filter(|n| (0..=MOST).contains(n)) {
                Some(n) => {
                    let key = Located { value: key.get_ref().to_string(), span: self.span(key) };
                    numbers.push((key, Located { value: n, span: self.span(number) }));
                }
                None => {
                    let example = self.example(name);
                    self.wrong_entry(number, key.get_ref(), &format!("a whole number from 0 to {MOST}"), &example);
                }
            }
        }
        numbers.sort_by_key(|(key, _)| key.span.start);
        (numbers.len() == table.len()).then(|| Located { value: numbers, span: self.span(value) })
    }

    /// Whether the field is a plain text (and not a list of tables).
    pub fn is_text(&self, name: &str) -> bool {
        self.get(name).is_some_and(|v| matches!(v.get_ref(), DeValue::String(_)))
    }

    fn inner(&self, name: &str) -> Fields {
        match find(self.fields, name).map(|f| &f.kind) {
            Some(Kind::Table(fields) | Kind::Tables(fields) | Kind::Unit(fields)) => std::slice::from_ref(fields),
            _ => &[],
        }
    }

    /// What messages call this table.
    pub fn place(&self) -> &str {
        self.place
    }
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
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|r| {
        let host = r.split(['/', '?', '#']).next().unwrap_or("");
        !host.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"\\`{}|^".contains(c))
    })
}

fn shift(range: std::ops::Range<usize>, by: usize) -> std::ops::Range<usize> {
    range.start + by..range.end + by
}
