//! Documents for the committee: appendix, report, slides. Typst templates `pdf/appendix.typ`, `report.typ`, `slides.typ`.
//!
//! A template reads its view with `json("data.json")`. Numbers, dates and sentences are finished text here too, and
//! texts of the city come as parts ([`Block`]), so that none of it is ever read as Typst code.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::parts::{Figure, StatusTag, Table};
use super::programme::Target;
use super::record::Fact;
use super::report::PeriodList;

/// What all documents share.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// "de".
    pub lang: String,
    /// "DE", where the language is written in more than one way.
    pub region: Option<String>,
    /// Title of the document.
    pub title: String,
    /// What it is: "Anlage 4", "Bericht".
    pub kind: String,
    /// Who publishes.
    pub publisher: String,
    /// The running head: number of the paper and as-of date.
    pub running: Vec<String>,
    /// "Stand 30.09.2023".
    pub as_of: String,
    /// Format of the paper: "a4" or "a3".
    pub paper: String,
    /// The logo of the city.
    pub logo: Option<Logo>,
    /// Colour of rules and headings: "#1d4f7c".
    pub colour: String,
    /// Where the same is found as a website.
    pub url: String,
    /// Words that the template writes, by name.
    pub words: BTreeMap<String, String>,
}

/// A picture that stands for the city.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// A finished SVG file.
    pub svg: String,
    /// What it shows, for those who cannot see it.
    pub text: String,
}

/// A register as a table: the appendix that the committee knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appendix {
    /// What all documents share.
    pub frame: Frame,
    /// What it shows, a sentence each.
    pub lead: Vec<String>,
    /// The columns in order; those of kind `value` stand side by side.
    pub columns: Vec<PaperColumn>,
    /// What stands above the columns of kind `value`.
    pub values: String,
    /// By division and unit; one without a heading where these are columns.
    pub groups: Vec<PaperGroup>,
    /// What the signs mean.
    pub legend: Vec<Legend>,
    /// Totals, base, cohorts.
    pub parts: Vec<PaperPart>,
}

/// Tables that belong together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperPart {
    /// "In diesen Datensätzen"; none where all figures are of one kind.
    pub title: Option<String>,
    /// A remark on all of them.
    pub text: Option<String>,
    /// The tables.
    pub tables: Vec<Table>,
}

/// A column of the appendix.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperColumn {
    /// Heading.
    pub title: String,
    /// number | year | title | text | unit | short | schedule | numbers | value | status: sets width and alignment.
    pub kind: String,
}

/// Records of one unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperGroup {
    /// "Geschäftskreis I Zentrale Steuerung".
    pub division: Option<String>,
    /// "0.1 Zentraler Steuerungsdienst"; none where units are a column.
    pub unit: Option<String>,
    /// The records in order.
    pub rows: Vec<PaperRow>,
}

/// A record in the appendix.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperRow {
    /// One per column.
    pub cells: Vec<PaperCell>,
    /// Whether it is short enough to stay on one page.
    pub whole: bool,
}

/// A cell of the appendix.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperCell {
    /// What is read; empty where a status is shown.
    pub text: String,
    /// A status.
    pub status: Option<StatusTag>,
    /// Whether it stands for a value that is not there.
    pub quiet: bool,
}

/// One part of the legend.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Legend {
    /// "Status".
    pub title: String,
    /// Sign and meaning.
    pub entries: Vec<Sign>,
}

/// A sign and what it means.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// "E", "7".
    pub sign: String,
    /// Mark and class of a status.
    pub status: Option<StatusTag>,
    /// "in Einführung (4 bis 7)".
    pub text: String,
}

/// A chart on paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperChart {
    /// What it says.
    pub title: String,
    /// The same in words, for those who cannot see it.
    pub summary: String,
    /// A finished SVG file with its colours.
    pub svg: String,
    /// The data.
    pub table: Table,
}

/// The narrative report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Narrative {
    /// What all documents share.
    pub frame: Frame,
    /// One or two sentences.
    pub summary: Option<String>,
    /// The head of the paper: number, office, day, committee, earlier papers, budget.
    pub facts: Vec<Fact>,
    /// Committees in order: which, when, public or not, what they do.
    pub consultations: Option<Table>,
    /// The text of the city.
    pub body: Vec<Block>,
    /// Where the numbers in its sentences come from.
    pub basis: Vec<Vec<Inline>>,
    /// Figures of each register.
    pub registers: Vec<PaperRegister>,
    /// Heading above them.
    pub figures: String,
    /// Names and titles of the appendices: "Anlage 4: Maßnahmen, Stand 30.09.2023".
    pub appendices: Vec<String>,
}

/// The figures of a register in the report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperRegister {
    /// Its name.
    pub title: String,
    /// "47 von 149 sind umgesetzt."
    pub sentence: String,
    /// Charts.
    pub charts: Vec<PaperChart>,
    /// Totals, base, cohorts.
    pub parts: Vec<PaperPart>,
}

/// The slides for the meeting.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slides {
    /// What all documents share.
    pub frame: Frame,
    /// Committee and day.
    pub meeting: Option<String>,
    /// In order.
    pub slides: Vec<Slide>,
}

/// One slide. It shows what it has.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slide {
    /// Heading, unique.
    pub title: String,
    /// A sentence below it.
    pub text: Option<String>,
    /// Numbers shown large.
    pub figures: Vec<Figure>,
    /// Their shares as a bar: a finished SVG file that says nothing else than the numbers.
    pub bar: Option<String>,
    /// A chart.
    pub chart: Option<PaperChart>,
    /// A table.
    pub table: Option<Table>,
    /// Names of records; two lists stand side by side.
    pub lists: Vec<PeriodList>,
    /// Targets.
    pub targets: Vec<PaperTarget>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A target on paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperTarget {
    /// The target; its own drawing is left out.
    pub target: Target,
    /// Its drawing.
    pub chart: Option<PaperChart>,
}

/// A part of a text of the city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// A heading; levels start at 2 and leave none out.
    Heading {
        /// 2 to 6.
        level: u8,
        /// Its text.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Vec<Inline>,
    },
    /// A list.
    List {
        /// The number of the first item; none for bullets.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote {
        /// Its parts.
        body: Vec<Block>,
    },
    /// Text as it stands.
    Code {
        /// The text.
        text: String,
    },
    /// A table of figures.
    Figures {
        /// The table.
        table: Table,
    },
    /// A drawing with its data.
    Chart {
        /// The drawing.
        chart: PaperChart,
    },
    /// Records to which something happened.
    Records {
        /// The records.
        list: PeriodList,
    },
    /// Targets with their pace.
    Targets {
        /// The targets.
        targets: Vec<PaperTarget>,
    },
    /// A remark on what stands above it.
    Note {
        /// What it says.
        text: String,
    },
    /// A table.
    Table {
        /// Headings.
        columns: Vec<Vec<Inline>>,
        /// Cells by row.
        rows: Vec<Vec<Vec<Inline>>>,
    },
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Inline {
    /// Text.
    Text {
        /// As it is read.
        text: String,
    },
    /// Important.
    Strong {
        /// Its pieces.
        body: Vec<Inline>,
    },
    /// Stressed.
    Emphasis {
        /// Its pieces.
        body: Vec<Inline>,
    },
    /// Struck out.
    Strike {
        /// Its pieces.
        body: Vec<Inline>,
    },
    /// A link.
    Link {
        /// Full address.
        url: String,
        /// Its pieces.
        body: Vec<Inline>,
    },
    /// The end of a line.
    Break,
}
