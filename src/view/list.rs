//! The list of a register, one page of at most 250 rows and about 150 kB. Template `list.html`.
//!
//! With script, sorting and filtering reach the rows of all pages through an index beside the first page
//! (`massnahmen/index.json`), named in [`List::index_href`]. It is one array; every row is an array of
//! 1. `href` of the record, site-relative (`"massnahmen/mp-020/"`)
//! 2. number or `""`
//! 3. title (what is shown, also where it stands for a missing one)
//! 4. status code or `""`
//! 5. id of the division or `""`
//! 6. id of the unit or `""` (title and address come from [`Filters::units`])
//! 7. cohort as it is shown (`"2022"`, `"2020-U(10)"`) or `""`
//! 8. schedule as it is shown or `""`
//! 9. array of values, one per date column: `"5"`, `"a"`; `""` not collected, `"~"` not yet in the plan, `"?"` not in the source
//! 10. array of texts, one per extra column
//! 11. the small chart as markup or `""`

use serde::{Deserialize, Serialize};

use super::Repeated;
use super::parts::{Cell, ChartBlock, Column, Day, Download, Link, Note, StatusTag};

/// One page of the list of a register.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Key of the register: "measures".
    pub register: String,
    /// measure | service | record.
    pub kind: String,
    /// h1: "Maßnahmen", on further pages "Maßnahmen, Seite 2".
    pub title: String,
    /// One or two sentences about the register.
    pub text: Option<String>,
    /// "233 Maßnahmen, davon 84 aus dem Grundbestand. Stand 30.09.2023."
    pub summary: String,
    /// Remarks (gaps of the source, incomplete register).
    pub notes: Vec<Note>,
    /// Chart above the list, on the first page.
    pub chart: Option<ChartBlock>,
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
    /// One column of values per reporting date, oldest first.
    pub dates: Vec<DateColumn>,
    /// Further columns (delivery of a service, extra fields), after the unit.
    pub extra: Vec<Column>,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// Rows of the whole list.
    pub total: usize,
    /// Whether it is too long to be taken in at a glance. Then the form stands there from the start, and nothing moves when
    /// the script has come.
    pub long: bool,
    /// What the filters offer.
    pub filters: Repeated<Filters>,
    /// Index of all rows; `None` when this page holds them all.
    pub index_href: Option<String>,
    /// The pages of the list; `None` when there is only one.
    pub pager: Option<Pager>,
    /// Ways to parts of the list without script (pages of divisions).
    pub ways: Repeated<Vec<Link>>,
    /// The list as data.
    pub downloads: Vec<Download>,
}

/// A reporting date as a column.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateColumn {
    /// The date.
    pub date: Day,
    /// Narrow heading: "09.2023".
    pub short: String,
    /// All figures of that date.
    pub href: Option<String>,
}

/// One record in a list.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// File name of the record: "mp-020".
    pub id: String,
    /// "MP 020".
    pub number: Option<String>,
    /// Title, or what stands for it.
    pub title: String,
    /// The title is missing in the source.
    pub untitled: bool,
    /// Page of the record.
    pub href: String,
    /// The unit: title "0.1 Zentraler Steuerungsdienst".
    pub unit: Option<Repeated<Link>>,
    /// Id of the unit as the city writes it, for the filter; "" for none.
    pub unit_id: String,
    /// Id of the division, for the filter; "" for none.
    pub division_id: String,
    /// Cohort, for the filter: "2022", "2020-U(10)"; "" for none.
    pub year: String,
    /// Code of the status at the as-of date, for the filter; "" for none.
    pub status_code: String,
    /// The cell with the status, or why there is none, from the template `rows/status.html`: rendered once for all rows.
    pub status_html: Repeated<String>,
    /// Small chart, `<svg class="spark" aria-hidden="true" …>`; the values beside it say the same.
    pub spark_svg: Option<String>,
    /// The cells of [`List::dates`], each from the template `rows/value.html`: rendered once for all rows.
    pub values_html: String,
    /// One per [`List::extra`].
    pub extra: Vec<Cell>,
    /// Schedule as the city writes it.
    pub schedule: Option<String>,
}

/// What a record says at one date.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueCell {
    /// "5", "a", "U"; "–" where there is none.
    pub text: String,
    /// value | letter | none (not collected) | before (not yet in the plan) | gap (not in the source).
    pub kind: String,
    /// Spoken and shown on the record page: "nicht erhoben", "noch nicht im Plan", meaning of a letter; `None` for plain values.
    pub label: Option<String>,
}

/// What the filter form offers; an empty list hides its control.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filters {
    /// Statuses in order of the scheme; `tag` set.
    pub statuses: Vec<Choice>,
    /// Divisions; label "I Zentrale Steuerung".
    pub divisions: Vec<Choice>,
    /// Units; label "0.1 Zentraler Steuerungsdienst", `href` their page.
    pub units: Vec<Choice>,
    /// Cohorts.
    pub years: Vec<Choice>,
}

/// One choice of a filter.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What stands in the address: "E".
    pub value: String,
    /// What is read.
    pub label: String,
    /// Only for statuses.
    pub tag: Option<StatusTag>,
    /// Only for units.
    pub href: Option<String>,
}

/// Links between the pages of a list.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pager {
    /// Number of this page.
    pub number: usize,
    /// Number of pages.
    pub count: usize,
    /// Rows on this page: "1 bis 188 von 3.004".
    pub range: String,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// The pages in order: all, or of many the first, the last and the nearest.
    pub pages: Vec<PageLink>,
}

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageLink {
    /// "2".
    pub number: usize,
    /// Address.
    pub href: String,
    /// This very page.
    pub current: bool,
    /// Pages between the one before and this one are left out.
    pub gap: bool,
}
