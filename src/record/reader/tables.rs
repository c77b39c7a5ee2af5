//! Tables inside a TOML table.

use super::super::field::{Fields, Raw};
use super::Reader;
use crate::source::Located;
use crate::value::Date;
use toml::de::DeValue;

impl<'r, 'i> Reader<'r, 'i> {
    /// A table of its own; `place` names it in messages.
    pub fn table<T>(&mut self, name: &str, place: &str, read: impl FnOnce(&mut Reader<'_, 'i>) -> T) -> Option<T> {
        let value = self.get(name)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, name, "a table");
            return None;
        };
        let (head, fields, file) = (self.span(value), self.inner(name), self.file());
        Some(read(&mut Reader::new(file, table, head, place, fields, self.diags)))
    }

    /// Several tables, in the order written.
    pub fn tables<T>(&mut self, name: &str, place: &str, mut read: impl FnMut(&mut Reader<'_, 'i>) -> T) -> Vec<T> {
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
                    out.push(read(&mut Reader::new(file, table, head, place, fields, self.diags)));
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
                    let located = Located { value: key.get_ref().to_string(), span: self.span(key) };
                    let head = located.span;
                    out.push(read(located, &mut Reader::new(file, inner, head, place, fields, self.diags)));
                }
                _ => self.wrong_entry(value, key.get_ref(), "a table", &format!("[{name}.{}]", key.get_ref())),
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
                DeValue::Table(inner) => {
                    entries.extend(self.date_in(key.get_ref(), span, key.get_ref()).map(|date| (date, inner)))
                }
                _ => self.wrong_entry(value, key.get_ref(), "a table", &format!("{} = {{ … }}", key.get_ref())),
            }
        }
        entries.sort_by_key(|(date, _)| date.value);
        entries
            .into_iter()
            .map(|(date, inner)| {
                let head = date.span;
                read(date, &mut Reader::new(file, inner, head, place, fields, self.diags))
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
                let key = Located { value: key.get_ref().to_string(), span: self.span(key) };
                (key, Raw { value: value.get_ref(), span: self.span(value) })
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span.start);
        entries
    }
}
