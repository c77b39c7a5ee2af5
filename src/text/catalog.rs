//! The interface strings of one language: built in, overridden key by key by a site's theme.
//!
//! A key is the path to a text (`home.sentence`); a text may have the forms `one` and `other`, chosen
//! by `{n}`. Whether all languages have the same keys and placeholders is checked by tests for the
//! built-in strings and by `theme` for a site's own.

use crate::text::lang::Lang;
use foldhash::fast::FixedState;
use memchr::memchr;
use std::collections::{BTreeMap, HashMap};
use std::fmt::{Display, Write};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// The strings of one language.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// The language.
    pub lang: Lang,
    texts: HashMap<String, Entry, FixedState>,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The same for every number.
    Plain(String),
    /// Singular and plural.
    Forms {
        /// For 1.
        one: String,
        /// For all else.
        other: String,
    },
}

impl Entry {
    /// Its forms: one or two.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match self {
            Entry::Plain(text) => (text, None),
            Entry::Forms { one, other } => (other, Some(one)),
        };
        std::iter::once(first.as_str()).chain(second.map(String::as_str))
    }
}

impl Catalog {
    /// The strings of a TOML text.
    ///
    /// # Errors
    /// What the TOML parser says, with its byte range, or which value is neither text nor forms.
    pub fn parse(lang: Lang, text: &str) -> Result<Self, (String, Range<usize>)> {
        let table = DeTable::parse(text).map_err(|e| (e.message().to_owned(), e.span().unwrap_or(0..0)))?;
        // Few lines have no text; of a file that is nothing but line ends no memory is made.
        let lines = text.lines().take(4096).count();
        let mut texts = HashMap::with_capacity_and_hasher(lines, FixedState::default());
        flatten("", table.get_ref(), &mut texts)
            .map_err(|(key, range)| (format!("`{key}` must be a text, or a table with `one` and `other`"), range))?;
        Ok(Catalog { lang, texts })
    }

    /// A catalogue without any text.
    pub fn empty(lang: Lang) -> Self {
        Catalog { lang, texts: HashMap::default() }
    }

    /// Puts the keys of another catalogue over these.
    pub fn extend(&mut self, other: Catalog) {
        self.texts.extend(other.texts);
    }

    /// Every key with its text, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        let sorted: BTreeMap<&str, &Entry> = self.texts.iter().map(|(key, entry)| (key.as_str(), entry)).collect();
        sorted.into_iter()
    }

    /// The text of a key.
    pub fn find(&self, key: &str) -> Option<&Entry> {
        self.texts.get(key)
    }

    /// The text of a key without placeholders.
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// The text of a key with its placeholders filled; `{n}` chooses the form. A key that does not
    /// exist shows as `⟦key⟧`, which no test lets pass.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let Some(entry) = self.texts.get(key) else {
            return format!("⟦{key}⟧");
        };
        let text = match entry {
            Entry::Plain(text) => text,
            Entry::Forms { one, other } => {
                let n = values.iter().find(|(name, _)| *name == "n").map(|(_, n)| n.to_string());
                if n.is_some_and(|n| n.parse().is_ok_and(|n| self.lang.is_one(n))) { one } else { other }
            }
        };
        fill(text, values)
    }
}

/// The bytes of a key in the TOML text of a catalogue, if they can be told.
pub fn place(text: &str, key: &str) -> Option<Range<usize>> {
    let table = DeTable::parse(text).ok()?;
    let (mut table, mut parts) = (table.get_ref(), key.split('.').peekable());
    loop {
        let part = parts.next()?;
        let (name, value) = table.iter().find(|(name, _)| name.get_ref() == part)?;
        if parts.peek().is_none() {
            return Some(name.span());
        }
        table = value.get_ref().as_table()?;
    }
}

/// Fills `{name}` with the value of that name; unknown names stay as they are.
fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = memchr(b'{', rest.as_bytes()) {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let known = after.find('}').and_then(|close| {
            let value = values.iter().find(|(name, _)| *name == &after[..close])?;
            Some((close, value.1))
        });
        match known {
            Some((close, value)) => {
                let _ = write!(out, "{value}");
                rest = &after[close + 1..];
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The names of the placeholders of a text, in order of appearance.
pub fn placeholders(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        names.push(name);
        rest = tail;
    }
    names
}

/// Puts the texts of a table in, under their paths. The error is what is none, and where its key stands.
fn flatten(
    prefix: &str,
    table: &DeTable<'_>,
    out: &mut HashMap<String, Entry, FixedState>,
) -> Result<(), (String, Range<usize>)> {
    for (key, value) in table {
        let path = [prefix, if prefix.is_empty() { "" } else { "." }, key.get_ref()].concat();
        match value.get_ref() {
            DeValue::String(text) => drop(out.insert(path, Entry::Plain(text.to_string()))),
            DeValue::Table(table) => match forms(table) {
                Some(forms) => drop(out.insert(path, forms)),
                None => flatten(&path, table, out)?,
            },
            _ => return Err((path, key.span())),
        }
    }
    Ok(())
}

/// The forms of one text, if a table is nothing else.
fn forms(table: &DeTable<'_>) -> Option<Entry> {
    let form = |name| table.get(name)?.get_ref().as_str().map(str::to_owned);
    (table.len() == 2).then_some(())?;
    Some(Entry::Forms { one: form("one")?, other: form("other")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_placeholders() {
        let catalog =
            Catalog::parse(Lang::De, "[a]\nb = { one = \"{n} Jahr {x}\", other = \"{n} Jahre {x}\" }\nc = \"{y} {\"")
                .expect("toml");
        assert_eq!(catalog.fill("a.b", &[("n", &1), ("x", &"!")]), "1 Jahr !");
        assert_eq!(catalog.fill("a.b", &[("n", &2), ("x", &"{n}")]), "2 Jahre {n}");
        assert_eq!(catalog.say("a.c"), "{y} {");
        assert_eq!(catalog.say("none"), "⟦none⟧");
    }

    #[test]
    fn keys_are_found_in_their_text() {
        let text = "a.b = \"x\"\n[c]\n\"d\" = { one = \"1\", other = \"n\" }\n";
        let found = |key: &str| place(text, key).map(|at| &text[at]);
        assert_eq!(["a.b", "c.d", "c", "c.d.e", "x"].map(found), [Some("b"), Some("\"d\""), Some("c"), None, None]);
        let wrong = Catalog::parse(Lang::De, "[a]\nb = 1\n").unwrap_err();
        assert_eq!(wrong.1, 4..5);
    }
}
