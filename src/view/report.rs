//! Reporting dates and reports: the archive, a narrative report, all figures of a date.
//! Templates `reports.html`, `report.html`, `stand.html`, `behind.html`, `compare.html`.

use serde::{Deserialize, Serialize};

use super::parts::{ChartBlock, Day, Download, Link, Note, RecordRef, Source, Table};
use super::programme::Target;
use super::record::Fact;

/// The archive of reporting dates and reports.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reports {
    /// h1.
    pub title: String,
    /// What it shows.
    pub lead: String,
    /// Newest first.
    pub entries: Vec<ReportsEntry>,
}

/// A reporting date in the archive.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportsEntry {
    /// The date.
    pub date: Day,
    /// All figures of the date ("Alle Zahlen zum 30.09.2023").
    pub stand: Link,
    /// The narrative report, if there is one.
    pub report: Option<ReportRef>,
    /// One sentence per register: "Maßnahmen: 47 von 149 umgesetzt (wie veröffentlicht)".
    pub sentences: Vec<String>,
    /// "abgeschlossen" or "noch nicht abgeschlossen", and how much was corrected.
    pub state: String,
    /// The way to the comparison with each earlier date, newest first; `title` is that date.
    pub compare: Vec<Link>,
    /// Files of this date.
    pub downloads: Vec<Download>,
}

/// A mention of a report.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportRef {
    /// Title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Reporting date.
    pub date: Day,
    /// One or two sentences.
    pub summary: Option<String>,
    /// "Haupt- und Finanzausschuss, Sitzung am 02.11.2023".
    pub meeting: Option<String>,
}

/// A narrative report.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// h1.
    pub title: String,
    /// Reporting date.
    pub date: Day,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Paper header: number, committee, meeting, office, reporting date.
    pub facts: Vec<Fact>,
    /// That the date is closed, and what was corrected since.
    pub notes: Vec<Note>,
    /// By register: records that left up to this date without a stated reason; `reason` is a sentence about them.
    pub left: Vec<LeftGroup>,
    /// The narrative; its headings start at h2.
    pub body: Vec<BodyPart>,
    /// Where the numbers in its sentences come from.
    pub basis: Vec<Basis>,
    /// Its h2 headings, for the table of contents; `href` is "#anchor".
    pub contents: Vec<Link>,
    /// Totals that the report carries.
    pub published: Vec<PublishedTotals>,
    /// All figures of this date.
    pub stand: Option<Link>,
    /// Where it was published.
    pub source: Option<Source>,
    /// Files.
    pub downloads: Vec<Download>,
    /// The report before.
    pub previous: Option<Link>,
    /// The report after.
    pub next: Option<Link>,
}

/// A part of a text: paragraphs, or one insert. Exactly one of its contents is there; `note` may stand beside it.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyPart {
    /// Finished paragraphs, lists, tables and headings; empty for an insert.
    pub html: String,
    /// The level that a heading has here.
    pub level: u8,
    /// A table.
    pub table: Option<Table>,
    /// Totals as published.
    pub published: Option<PublishedTotals>,
    /// A drawing with its data.
    pub chart: Option<ChartBlock>,
    /// Records to which something happened.
    pub list: Option<PeriodList>,
    /// Targets with their pace.
    pub targets: Vec<Target>,
    /// Why there is nothing to show.
    pub missing: Option<String>,
    /// Out of which records it was counted, where these are not all.
    pub note: Option<String>,
}

/// Where numbers in sentences come from.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// "Maßnahmen, Stand 30.09.2023: wie veröffentlicht."
    pub text: String,
    /// Where they were printed.
    pub source: Option<Source>,
    /// How they are counted.
    pub definition: Option<Link>,
}

/// Totals as they were printed, never mixed with computed ones.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedTotals {
    /// The register.
    pub register: Link,
    /// Their date.
    pub date: Day,
    /// Count and sum by status with totals.
    pub table: Table,
    /// By cohort.
    pub cohorts: Option<Table>,
    /// Remark of the city.
    pub text: Option<String>,
    /// Where they were printed.
    pub source: Option<Source>,
}

/// One reporting date at a glance.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    /// h1: "Stand 30.09.2023".
    pub title: String,
    /// The date.
    pub date: Day,
    /// What this page is, in one or two sentences; says that texts are today's.
    pub lead: String,
    /// "abgeschlossen" with date, corrections, gaps.
    pub notes: Vec<Note>,
    /// The date before.
    pub previous: Option<Link>,
    /// The date after.
    pub next: Option<Link>,
    /// The way to the comparison with each other date, oldest first; `title` is that date.
    pub compare: Vec<Link>,
    /// The narrative report.
    pub report: Option<ReportRef>,
    /// One per register that reports at this date.
    pub registers: Vec<StandRegister>,
    /// Files of this date.
    pub downloads: Vec<Download>,
}

/// The figures of one register at one date.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandRegister {
    /// Anchor: key of the register.
    pub id: String,
    /// Name and list.
    pub register: Link,
    /// "47 von 149 Maßnahmen sind umgesetzt."
    pub sentence: String,
    /// Totals as published; shown first.
    pub published: Option<PublishedTotals>,
    /// Heading over the computed part when published totals stand above it: "In diesen Datensätzen"; `None` otherwise.
    pub computed_title: Option<String>,
    /// Why computed and published differ: "Es liegen 8 von 149 Maßnahmen als Datensätze vor."
    pub computed_text: Option<String>,
    /// Count, sum, mean by status; `None` without any counted record.
    pub counts: Option<Table>,
    /// Records that are not counted, by why, baseline last; numbers lead to lists.
    pub outside: Option<Table>,
    /// Frozen and corrected figures side by side, where corrections change any.
    pub corrected: Option<Table>,
    /// What was corrected since the date was closed, one in a row.
    pub corrections: Option<Table>,
    /// Implemented, fell back, reported, advanced, gone back, standing still, expected.
    pub lists: Vec<PeriodList>,
    /// By unit, stock, moves: "Maßnahmen: alle Zahlen im Einzelnen".
    pub detail: Option<Link>,
    /// Remarks (not collected: 4; first survey).
    pub notes: Vec<Note>,
    /// Files.
    pub downloads: Vec<Download>,
}

/// What takes room of the figures of one register at one date.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detail {
    /// h1: "Maßnahmen im Einzelnen, Stand 30.09.2023".
    pub title: String,
    /// What this page is.
    pub lead: String,
    /// The date.
    pub date: Day,
    /// Name and list.
    pub register: Link,
    /// The date at a glance.
    pub stand: Link,
    /// "abgeschlossen" with date, corrections, gaps.
    pub notes: Vec<Note>,
    /// The same of the date before.
    pub previous: Option<Link>,
    /// The same of the date after.
    pub next: Option<Link>,
    /// "47 von 149 sind umgesetzt."
    pub sentence: Option<String>,
    /// Why computed and published totals differ: "Es liegen 8 von 149 Maßnahmen als Datensätze vor."
    pub computed_text: Option<String>,
    /// Units × status.
    pub charts: Vec<ChartBlock>,
    /// Opening, new, returned, left, closing.
    pub base: Option<BaseBlock>,
    /// Status before × status now.
    pub moves: Option<Table>,
    /// The same as a drawing.
    pub moves_chart: Option<ChartBlock>,
    /// By year reported, baseline apart.
    pub cohorts: Option<Table>,
}

/// Two reporting dates side by side.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// h1: "Vergleich 31.03.2023 bis 30.09.2023".
    pub title: String,
    /// What it shows.
    pub lead: String,
    /// The earlier date.
    pub from: Day,
    /// The later date.
    pub to: Day,
    /// Whether the dates are closed, and how much was corrected.
    pub notes: Vec<Note>,
    /// All figures of the two dates.
    pub stands: Vec<Link>,
    /// The other comparisons with one of the two dates; `title` names both.
    pub others: Vec<Link>,
    /// One per register that reports at both dates.
    pub registers: Vec<CompareRegister>,
}

/// One register at two dates.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompareRegister {
    /// Anchor: key of the register.
    pub id: String,
    /// Name and list.
    pub register: Link,
    /// "umgesetzt: 36, dann 47".
    pub sentence: String,
    /// Totals as published at both dates; shown first.
    pub published: Option<Table>,
    /// Heading over the computed part when published totals stand above it; `None` otherwise.
    pub computed_title: Option<String>,
    /// Counts by status at both dates; `None` without any counted record.
    pub counts: Option<Table>,
    /// Sums and means by status at both dates; `None` without a scale.
    pub sums: Option<Table>,
    /// What happened to how many records between the dates.
    pub happened: Option<Table>,
    /// From the one stock to the other.
    pub base: Option<BaseBlock>,
    /// Status then × status now.
    pub moves: Option<Table>,
    /// Records with another value: then and now; may be shortened.
    pub changed: Option<Table>,
    /// How many changed, or that none did.
    pub changed_text: String,
    /// All changes as a file.
    pub downloads: Vec<Download>,
}

/// How the stock came about.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseBlock {
    /// Opening, new, returned, left, corrections, closing as rows.
    pub table: Table,
    /// The same as a drawing.
    pub chart: Option<ChartBlock>,
    /// "112 + 18 + 0 − 0 = 130".
    pub equation: String,
    /// Records that are new.
    pub new: Vec<RecordRef>,
    /// Records that came back.
    pub returned: Vec<RecordRef>,
    /// Records that left, by reason.
    pub left: Vec<LeftGroup>,
}

/// Records that left for one reason.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftGroup {
    /// "zusammengeführt", "ohne Angabe des Grundes".
    pub reason: String,
    /// The records.
    pub records: Vec<RecordRef>,
}

/// Records to which something happened in a period.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodList {
    /// Anchor, unique on the page: "measures-implemented".
    pub id: String,
    /// "Umgesetzt".
    pub title: String,
    /// "11 Maßnahmen".
    pub count: String,
    /// How it is counted.
    pub definition: Option<Link>,
    /// The records; may be shortened.
    pub records: Vec<RecordRef>,
    /// What is said when there are none.
    pub empty: String,
    /// The whole list, when this one is shortened: "Alle 21 neuen Maßnahmen".
    pub more: Option<Link>,
}

/// The records behind the figures of a register at one date, a page of them.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Behind {
    /// h1: "Einträge hinter den Zahlen: Maßnahmen, 30.09.2023".
    pub title: String,
    /// How the list is ordered.
    pub lead: String,
    /// The date.
    pub date: Day,
    /// Name and list.
    pub register: Link,
    /// All figures of the date.
    pub stand: Link,
    /// The parts in order.
    pub parts: Vec<BehindPart>,
    /// Other pages of the list.
    pub pager: Option<super::list::Pager>,
}

/// Records that one figure counts.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BehindPart {
    /// Anchor; `None` where a part goes on from the page before.
    pub id: Option<String>,
    /// 2 for a status or a figure of its own, 3 for where records of a status come from.
    pub level: u64,
    /// "umgesetzt", "am 31.03.2023 in Planung".
    pub title: String,
    /// "47 Einträge".
    pub count: String,
    /// How it is counted.
    pub definition: Option<Link>,
    /// The records as items of a list, each from `rows/name.html`; `None` where parts of level 3 follow.
    pub names_html: Option<String>,
}
