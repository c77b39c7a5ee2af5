//! The statuses of one record over time, for registers without a scale: one lane per status.
//!
//! Two readings of the same points: states that hold until the next one (events), or answers that stand for one date each
//! (surveys). Which of them applies is the caller's to say; nothing is guessed from the data.

use chrono::NaiveDate;

use super::history::{Ground, History, Mark};
use super::progress::Band;
use super::{Drawing, Tone};

/// One status.
#[derive(Debug, Clone, Hash)]
pub struct Lane {
    /// The name of the status, at the right edge.
    pub label: String,
    /// Its code, such as `P`, inside the points.
    pub short: String,
    /// Its class.
    pub tone: Tone,
}

/// The state of a record at one date.
#[derive(Debug, Clone, Hash)]
pub struct TrackPoint {
    /// When.
    pub date: NaiveDate,
    /// The date as the reader writes it.
    pub label: String,
    /// Which lane; `None` where nothing is known.
    pub lane: Option<usize>,
    /// A letter code in place of a status, drawn as text below the lanes.
    pub mark: Option<String>,
}

/// The history of one record in lanes.
#[derive(Debug, Clone, Hash)]
pub struct StatusTrack {
    /// Unique on the page; every id inside starts with it.
    pub id: String,
    /// The name of the chart, for screen readers.
    pub title: String,
    /// What it shows, in a sentence or two, for screen readers.
    pub desc: String,
    /// The statuses from the bottom up.
    pub lanes: Vec<Lane>,
    /// The states, in any order.
    pub points: Vec<TrackPoint>,
    /// Whether a state holds until the next one; else it stands for its date only.
    pub holds: bool,
    /// The as-of date and how the reader writes it: the last state that holds is drawn until then.
    pub until: Option<(NaiveDate, String)>,
}

impl StatusTrack {
    /// Draws the chart.
    pub fn draw(&self) -> Drawing {
        let bands: Vec<_> = (0_u32..)
            .zip(&self.lanes)
            .map(|(at, lane)| Band { from: at, to: at, tone: lane.tone, label: lane.label.clone() })
            .collect();
        let marks = self.points.iter().map(|point| {
            let lane = point.lane.and_then(|at| Some((u32::try_from(at).ok()?, self.lanes.get(at)?)));
            Mark {
                date: point.date,
                date_label: &point.label,
                value: lane.map(|(at, _)| at),
                badge: lane.map_or("", |(_, lane)| &lane.short),
                code: point.mark.as_deref(),
            }
        });
        History {
            kind: "track",
            id: &self.id,
            title: &self.title,
            desc: &self.desc,
            min: 0,
            max: bands.last().map_or(0, |band| band.to),
            height: 44.0 * bands.len().max(1) as f64,
            marks: marks.collect(),
            bands: &bands,
            holds: self.holds,
            until: self.until.as_ref().map(|(date, label)| (*date, label.as_str())),
            ticks: Vec::new(),
        }
        .draw(&Ground::default())
    }
}
