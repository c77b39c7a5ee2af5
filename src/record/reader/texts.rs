//! Texts, words of a list and addresses of a TOML table.

use super::super::field::{Kind, Localised, find};
use super::super::front::control;
use super::{Reader, is_web_address};
use crate::diag::codes;
use crate::source::Located;
use crate::text::lang::Lang;
use serde_spanned::Spanned;
use toml::de::DeValue;

impl<'r, 'i> Reader<'r, 'i> {
    /// A text that is not blank.
    pub fn text(&mut self, name: &str) -> Option<Located<String>> {
        let value = self.get(name)?;
        self.text_of(value, name)
    }

    /// A text as it stands, blanks at its ends included.
    pub fn raw_text(&mut self, name: &str) -> Option<String> {
        match self.get(name)?.get_ref() {
            DeValue::String(text) if control(text).is_none() => Some(text.to_string()),
            _ => self.text(name).map(|t| t.value),
        }
    }

    pub(super) fn text_of(&mut self, value: &'r Spanned<DeValue<'i>>, name: &str) -> Option<Located<String>> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong(value, name, "a text in quotes");
            return None;
        };
        let span = self.span(value);
        if text.trim().is_empty() {
            self.diags.push(codes::empty_value(span, name));
            return None;
        }
        if let Some((_, c)) = control(text) {
            self.diags.push(codes::control_character(span, c));
            return None;
        }
        Some(Located { value: text.trim().to_owned(), span })
    }

    /// A text, or a text per language.
    pub fn localised(&mut self, name: &str) -> Option<Located<Localised>> {
        let value = self.get(name)?;
        let span = self.span(value);
        let DeValue::Table(table) = value.get_ref() else {
            let lang = self.lang;
            return self.text_of(value, name).map(|t| t.map(|t| Localised::of(lang, t)));
        };
        let mut texts = Vec::new();
        for (key, value) in table {
            match Lang::parse(key.get_ref()).filter(|l| self.langs.contains(l) || self.langs.is_empty()) {
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
        Some(Located { value: Localised { texts }, span })
    }

    /// A full web address.
    pub fn url(&mut self, name: &str) -> Option<Located<String>> {
        let text = self.text(name)?;
        if !is_web_address(&text.value) {
            self.diags.push(codes::bad_address(text.span, name, &text.value));
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
            Some(value) => Some(Located { value, span: text.span }),
            None => {
                self.diags.push(codes::unknown_choice(text.span, name, &text.value, known.iter().copied()));
                None
            }
        }
    }

    /// Several words of the field's list; one may stand without brackets.
    pub fn choices(&mut self, name: &str) -> Vec<Located<&'static str>> {
        let texts = self.texts(name);
        texts.into_iter().filter_map(|t| self.chosen(name, t)).collect()
    }

    /// Several texts; one may stand without brackets.
    pub fn texts(&mut self, name: &str) -> Vec<Located<String>> {
        let Some(value) = self.get(name) else {
            return Vec::new();
        };
        match value.get_ref() {
            DeValue::Array(array) => array.iter().filter_map(|item| self.text_of(item, name)).collect(),
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
        let (good, bad): (Vec<_>, Vec<_>) =
            texts.into_iter().partition(|t| t.value.len() == 14 && t.value.bytes().all(|b| b.is_ascii_digit()));
        for text in bad {
            self.diags.push(codes::bad_leika_key(text.span, &text.value));
        }
        good
    }
}
