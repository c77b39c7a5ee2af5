//! Pages that explain: how we count, open data, free pages, not found.
//! Templates `counting.html`, `data.html`, `page.html`, `not-found.html`.

use serde::{Deserialize, Serialize};

use super::parts::{Download, Link, Note, Publisher, Table, WebLink};
use super::report::{Basis, BodyPart};

/// How every figure is counted.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counting {
    /// h1.
    pub title: String,
    /// What the city writes above, or the program's own words.
    pub intro: Vec<BodyPart>,
    /// Where the numbers in its sentences come from.
    pub basis: Vec<Basis>,
    /// The status schemes.
    pub schemes: Vec<Scheme>,
    /// The definitions, grouped.
    pub groups: Vec<DefinitionGroup>,
    /// Words and short forms.
    pub terms: Vec<Term>,
}

/// A status scheme: its statuses, steps and letters.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Anchor.
    pub id: String,
    /// "Projektfortschritt".
    pub title: String,
    /// Registers that use it.
    pub registers: Vec<Link>,
    /// Value, status, meaning.
    pub steps: Option<Table>,
    /// Code, status, class, meaning.
    pub statuses: Table,
    /// Letter, meaning, whether it counts.
    pub letters: Option<Table>,
}

/// Definitions that belong together.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefinitionGroup {
    /// Anchor.
    pub id: String,
    /// "Bestand".
    pub title: String,
    /// In order.
    pub definitions: Vec<Definition>,
}

/// What a figure counts.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Anchor: "base-opening".
    pub id: String,
    /// "Anfangsbestand".
    pub title: String,
    /// What it says.
    pub text: String,
    /// How it is computed.
    pub formula: String,
    /// What shares refer to.
    pub denominator: Option<String>,
    /// What is not counted.
    pub excluded: Option<String>,
    /// Where it stands in the data: "registers.*.dates.*.base.opening".
    pub path: String,
}

/// A word or short form.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// "EfA".
    pub term: String,
    /// "Einer für Alle: …".
    pub text: String,
}

/// The open data page.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenData {
    /// h1.
    pub title: String,
    /// What there is.
    pub lead: String,
    /// Files by subject.
    pub datasets: Vec<Dataset>,
    /// Licence.
    pub licence: Option<WebLink>,
    /// How to cite: "Stadt Minden: Digitalisierung – aktueller Stand. Stand 30.09.2023. https://…".
    pub citation: String,
    /// Feed, sitemap, catalogue.
    pub feeds: Vec<Link>,
    /// Who publishes.
    pub publisher: Publisher,
    /// Remarks.
    pub notes: Vec<Note>,
}

/// A subject with its files.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// Anchor.
    pub id: String,
    /// "Maßnahmen".
    pub title: String,
    /// What is in it.
    pub text: String,
    /// "233 Zeilen, Stand 30.09.2023".
    pub extent: Option<String>,
    /// The files.
    pub files: Vec<Download>,
    /// Field, kind, meaning.
    pub fields: Option<Table>,
}

/// A free page.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// h1.
    pub title: String,
    /// imprint | privacy | accessibility | easy-language | counting | about | "".
    pub role: String,
    /// The text; its headings start at h2.
    pub body: Vec<BodyPart>,
    /// Where the numbers in its sentences come from.
    pub basis: Vec<Basis>,
    /// Its h2 headings; `href` is "#anchor"; empty on short pages.
    pub contents: Vec<Link>,
}

/// The page for addresses that lead nowhere.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotFound {
    /// h1.
    pub title: String,
    /// What to do.
    pub text: String,
    /// Ways in.
    pub ways: Vec<Link>,
}

/// An address whose page has moved or was withdrawn.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// h1.
    pub title: String,
    /// What has become of the page.
    pub text: String,
    /// The page that it leads to; `None` if it was withdrawn.
    pub target: Option<Link>,
    /// Why it was withdrawn.
    pub reason: Option<String>,
    /// Ways that lead on.
    pub ways: Vec<Link>,
}
