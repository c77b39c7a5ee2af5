//! The progress of one record: its values on a scale over a true time axis, in front of the bands of its statuses.
//!
//! Values are joined by straight lines, because a survey says nothing about the days between; where a date has no value the
//! line has a gap. No value is invented, smoothed or carried forward.

use chrono::NaiveDate;

use super::history::{Ground, History, Mark};
use super::{Drawing, Tone};

/// One reporting date of a record.
#[derive(Debug, Clone, Hash)]
pub struct Point {
    /// When the value stands for.
    pub date: NaiveDate,
    /// The date as the reader writes it.
    pub label: String,
    /// The value on the scale; `None` where nothing was collected.
    pub value: Option<u32>,
    /// A letter code in place of a value, drawn as text below the scale.
    pub mark: Option<String>,
    /// The value as the reader writes it.
    pub value_label: String,
}

/// A range of the scale that means one status.
#[derive(Debug, Clone, Hash)]
pub struct Band {
    /// The least value, included.
    pub from: u32,
    /// The greatest value, included.
    pub to: u32,
    /// The class of the status.
    pub tone: Tone,
    /// The name of the status, at the right edge.
    pub label: String,
}

/// The history of one record on a scale such as 0 to 10.
#[derive(Debug, Clone, Hash)]
pub struct Progress {
    /// Unique on the page; every id inside starts with it.
    pub id: String,
    /// The name of the chart, for screen readers.
    pub title: String,
    /// What it shows, in a sentence or two, for screen readers.
    pub desc: String,
    /// The least value of the scale.
    pub min: u32,
    /// The greatest value of the scale.
    pub max: u32,
    /// The reporting dates, in any order.
    pub points: Vec<Point>,
    /// The statuses that the scale maps to.
    pub bands: Vec<Band>,
}

impl Progress {
    /// Draws the chart.
    pub fn draw(&self) -> Drawing {
        self.draw_on(&Ground::default())
    }

    /// Draws the chart on a ground that charts of other records with the same scale, bands and dates are drawn on too.
    pub fn draw_on(&self, ground: &Ground) -> Drawing {
        let (min, max) = (self.min, self.max.max(self.min));
        let marks = self.points.iter().map(|point| Mark {
            date: point.date,
            date_label: &point.label,
            value: point.value.map(|value| value.clamp(min, max)),
            badge: &point.value_label,
            code: point.mark.as_deref(),
        });
        History {
            kind: "progress",
            id: &self.id,
            title: &self.title,
            desc: &self.desc,
            min,
            max,
            height: 176.0,
            marks: marks.collect(),
            bands: &self.bands,
            holds: false,
            until: None,
            ticks: vec![min, min + (max - min) / 2, max],
        }
        .draw(ground)
    }
}
