//! Divisions and units: who does what. Templates `organisation.html`, `division.html`, `unit.html`.

use serde::{Deserialize, Serialize};

use super::list::{DateColumn, Row};
use super::parts::{Column, Day, Link, Note, StatusTag};

/// The organisation overview.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// h1.
    pub title: String,
    /// What it shows, and as of when.
    pub lead: String,
    /// As of.
    pub as_of: Day,
    /// Where all units of a register stand side by side; `title` names the register.
    pub compared: Vec<Link>,
    /// The tree, divisions in order.
    pub divisions: Vec<DivisionBlock>,
    /// Remarks.
    pub notes: Vec<Note>,
}

/// A division with its units.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DivisionBlock {
    /// Anchor: slug of the id.
    pub anchor: String,
    /// "Geschäftskreis".
    pub kind: String,
    /// "I".
    pub id: String,
    /// "Zentrale Steuerung".
    pub title: String,
    /// Its page.
    pub href: String,
    /// Depth in the tree, 0 for the top.
    pub depth: usize,
    /// Statuses per register.
    pub breakdowns: Vec<Breakdown>,
    /// Units that belong to it, in order.
    pub units: Vec<UnitRow>,
}

/// A unit in an overview.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitRow {
    /// "0.1".
    pub id: String,
    /// "Zentraler Steuerungsdienst".
    pub title: String,
    /// Its page.
    pub href: String,
    /// Depth below the division, 0 for the top.
    pub depth: usize,
    /// Statuses per register.
    pub breakdowns: Vec<Breakdown>,
}

/// How the records of one register are spread over the statuses.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// The register.
    pub register: Link,
    /// In words: "2 Maßnahmen", "keine Online-Dienste".
    pub total: String,
    /// "davon 1 aus dem Grundbestand, nicht mitgezählt".
    pub excluded: Option<String>,
    /// Statuses that occur, in order of the scheme.
    pub counts: Vec<StatusCount>,
    /// Share bar, `<svg class="chart" …>`.
    pub bar_svg: Option<String>,
}

/// Number of records with one status.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusCount {
    /// The status.
    pub status: StatusTag,
    /// "12".
    pub count: String,
    /// "31,5 %".
    pub share: Option<String>,
}

/// Records of one register below a heading.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordGroup {
    /// Anchor and id of the table: "measures".
    pub id: String,
    /// "Maßnahmen".
    pub title: String,
    /// Caption of the table.
    pub caption: String,
    /// As-of date of the status column.
    pub as_of: Day,
    /// A column for the number is shown.
    pub numbered: bool,
    /// A column for the unit is shown.
    pub by_unit: bool,
    /// A column for the small chart is shown.
    pub sparks: bool,
    /// A column for the schedule is shown.
    pub scheduled: bool,
    /// Columns of values.
    pub dates: Vec<DateColumn>,
    /// Further columns.
    pub extra: Vec<Column>,
    /// The records.
    pub rows: Vec<Row>,
    /// The whole list, when this one is shortened: "Alle 312 Maßnahmen".
    pub more: Option<Link>,
}

/// The page of a division.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// "Geschäftskreis".
    pub kind: String,
    /// "I".
    pub id: String,
    /// h1: "Zentrale Steuerung".
    pub title: String,
    /// As of.
    pub as_of: Day,
    /// The division above.
    pub parent: Option<Link>,
    /// Divisions below.
    pub children: Vec<DivisionBlock>,
    /// Statuses per register.
    pub breakdowns: Vec<Breakdown>,
    /// Units in it.
    pub units: Vec<UnitRow>,
    /// Its records, per register.
    pub groups: Vec<RecordGroup>,
}

/// The page of a unit.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// "Dienststelle".
    pub kind: String,
    /// "0.1".
    pub id: String,
    /// h1: "Zentraler Steuerungsdienst".
    pub title: String,
    /// As of.
    pub as_of: Day,
    /// The division it belongs to: "Geschäftskreis I Zentrale Steuerung".
    pub division: Option<Link>,
    /// The unit above.
    pub parent: Option<Link>,
    /// Earlier names, until when it was, who came before and after it.
    pub notes: Vec<Note>,
    /// Units below.
    pub children: Vec<UnitRow>,
    /// Statuses per register.
    pub breakdowns: Vec<Breakdown>,
    /// Its records, per register.
    pub groups: Vec<RecordGroup>,
    /// Records of other units in which it takes part, per register.
    pub participating: Vec<RecordGroup>,
}
