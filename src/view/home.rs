//! The start page: where the city stands, what changed, and the ways in. Template `home.html`.

use serde::{Deserialize, Serialize};

use super::parts::{ChartBlock, Day, Figure, Link, RecordRef, Source};
use super::programme::ProgrammeCard;
use super::report::{PeriodList, ReportRef};

/// The start page.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// h1: name of the site.
    pub title: String,
    /// What this is, in one or two sentences.
    pub lead: String,
    /// As-of date of the figures.
    pub as_of: Day,
    /// One per register that has figures, in order of weight.
    pub headlines: Vec<Headline>,
    /// What changed in the last period; `None` with fewer than two dates.
    pub changes: Option<Changes>,
    /// What was reported of single records after the figures.
    pub news: Option<News>,
    /// Development by status and the like.
    pub charts: Vec<ChartBlock>,
    /// Top-level programmes with their targets.
    pub programmes: Vec<ProgrammeCard>,
    /// Registers, organisation, reports, how we count, open data.
    pub ways: Vec<Way>,
    /// The latest report.
    pub report: Option<ReportRef>,
}

/// The headline figures of one register.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    /// Anchor: key of the register.
    pub id: String,
    /// Name and list of the register.
    pub register: Link,
    /// As of.
    pub as_of: Day,
    /// The main statement: "47 von 149 Maßnahmen sind umgesetzt."
    pub sentence: String,
    /// Per status, in order of the scheme, each with denominator and share.
    pub figures: Vec<Figure>,
    /// Share bar of the statuses, `<svg class="chart" …>`.
    pub bar_svg: Option<String>,
    /// What is left out, and where the base stands: "84 Maßnahmen, die 2020 schon umgesetzt waren (2020-U(10)), sind nicht mitgezählt."
    pub excluded: Option<String>,
    /// Set when the figures are the published ones: where they were published.
    pub published: Option<Source>,
    /// The computed figures below published ones: "In diesen Datensätzen: 5 von 8 Maßnahmen umgesetzt …"; empty when the figures are computed.
    pub computed: Vec<String>,
    /// All figures of this date ("Alle Zahlen zum 30.09.2023").
    pub stand: Option<Link>,
}

/// What changed since the date before, over all registers.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// The date before.
    pub from: Day,
    /// The as-of date.
    pub to: Day,
    /// "Zwischen dem 31.03.2023 und dem 30.09.2023".
    pub period: String,
    /// Implemented, newly reported, fell back: each shortened, its `more` leads to the whole.
    pub lists: Vec<PeriodList>,
    /// Net changes of published totals, as sentences, where there are no records behind them.
    pub sentences: Vec<String>,
}

/// What happened since the last report: never part of the figures.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct News {
    /// "Was einzelne Einträge seit dem letzten Stand melden. In den Zahlen ist es noch nicht enthalten."
    pub text: String,
    /// The latest first; may be shortened.
    pub items: Vec<NewsItem>,
    /// How many more there are, if any: "und 3 weitere in den Einträgen".
    pub more: Option<String>,
}

/// An update of one record.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewsItem {
    /// When.
    pub date: Day,
    /// The record.
    pub record: RecordRef,
    /// What.
    pub text_html: String,
}

/// A way into the site.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// "Maßnahmen".
    pub title: String,
    /// Address.
    pub href: String,
    /// One sentence: what is there.
    pub text: String,
    /// "233 Einträge".
    pub count: Option<String>,
}
