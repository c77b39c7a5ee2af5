//! The page on the quality of the data. Template `quality.html`.

use serde::{Deserialize, Serialize};

use super::parts::{Link, RecordRef, Table};

/// How fresh and complete the records are.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quality {
    /// h1.
    pub title: String,
    /// What the page shows and what not.
    pub lead: String,
    /// All registers: wanted, there, missing.
    pub overview: Table,
    /// By register.
    pub registers: Vec<QualityRegister>,
    /// What the rules find and the city publishes; none if it publishes nothing of it.
    pub findings: Option<QualityFindings>,
}

/// The quality of one register.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityRegister {
    /// Anchor.
    pub id: String,
    /// "Maßnahmen".
    pub title: String,
    /// "Am 30.09.2023 haben 20 von 25 Einträgen einen Wert, das sind 80,0 %."
    pub text: String,
    /// By unit: wanted, there, share.
    pub units: Option<Table>,
    /// What is missing, each with its records.
    pub lists: Vec<QualityList>,
    /// Said when nothing is missing.
    pub nothing: Option<String>,
}

/// Records that lack the same.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityList {
    /// "Kein Wert am Stichtag, zuletzt am 31.03.2023: 3".
    pub title: String,
    /// What it means.
    pub text: String,
    /// The records.
    pub records: Vec<RecordRef>,
    /// How it is counted.
    pub definition: Option<Link>,
}

/// What rules of plausibility find.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityFindings {
    /// Which rules are published.
    pub text: String,
    /// Those that find something.
    pub lists: Vec<QualityList>,
    /// The titles of those that find nothing.
    pub nothing: Vec<String>,
}
