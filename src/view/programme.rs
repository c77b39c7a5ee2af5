//! Programmes, goals and what is to be reached when. Templates `programmes.html`, `programme.html`.

use serde::{Deserialize, Serialize};

use super::lazy::LazyText;
use super::organisation::{Breakdown, RecordGroup};
use super::parts::{ChartBlock, Day, Link, Source};
use super::record::Fact;

/// The programmes overview.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programmes {
    /// h1.
    pub title: String,
    /// What it shows.
    pub lead: String,
    /// As of.
    pub as_of: Day,
    /// Top-level programmes in order, the nested ones inside.
    pub programmes: Vec<ProgrammeCard>,
}

/// A programme in an overview.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeCard {
    /// "Strategie", "Programm", "Ziel".
    pub kind: String,
    /// Title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// First sentence of the description.
    pub summary: Option<String>,
    /// Its targets.
    pub targets: Vec<Target>,
    /// Statuses of its records, per register.
    pub breakdowns: Vec<Breakdown>,
    /// Programmes and goals below it.
    pub children: Vec<ProgrammeCard>,
}

/// The page of a programme.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// "Programm".
    pub kind: String,
    /// h1.
    pub title: String,
    /// As of.
    pub as_of: Day,
    /// The programme above.
    pub parent: Option<Link>,
    /// The description.
    pub body_html: Option<LazyText>,
    /// Its targets.
    pub targets: Vec<Target>,
    /// Programmes and goals below it.
    pub children: Vec<ProgrammeCard>,
    /// Statuses of its records, per register.
    pub breakdowns: Vec<Breakdown>,
    /// Further charts.
    pub charts: Vec<ChartBlock>,
    /// Its records, per register.
    pub groups: Vec<RecordGroup>,
}

/// A target and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Ids of programme and target, unique in the site; its anchor is `ziel-` and this.
    pub id: String,
    /// The target in the city's words.
    pub text: String,
    /// Until when.
    pub due: Option<Day>,
    /// reached | open | missed | words: sets the look; `state_text` says it.
    pub state: String,
    /// "offen", "erreicht", "nicht erreicht", "in Worten".
    pub state_text: String,
    /// Where it stands: "41 von 100 erreicht (Stand 30.09.2023)"; `None` for a target in words.
    pub reached: Option<String>,
    /// For `<meter>`: reached and wanted as whole numbers; `None` where it is not computable.
    pub meter: Option<Meter>,
    /// Needed per period, achieved in the last one and on average, where the average leads: label and text each.
    pub pace: Vec<Fact>,
    /// Why it is not computable: "nicht berechenbar, weil …"; `None` otherwise.
    pub not_computable: Option<String>,
    /// What it is measured with: "Gemessen an den veröffentlichten Summen."
    pub basis: Option<String>,
    /// Where the published totals stand.
    pub source: Option<Source>,
    /// Ways to the records that are reached, one for each status that counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub behind: Vec<Link>,
    /// What it was before it was changed, when and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revised: Vec<String>,
    /// Pace against the planned path; only on the page of the programme.
    pub chart: Option<ChartBlock>,
    /// How it is counted.
    pub definition: Option<Link>,
}

/// Raw numbers for a gauge.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meter {
    /// Reached.
    pub value: u64,
    /// Wanted.
    pub max: u64,
}
