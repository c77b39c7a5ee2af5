//! What the charts of one record share: a time axis, bands with names at the right edge, a line with points.
//!
//! First and latest value always carry their label; the ones between where the value changed and there is room. Dates that
//! do not fit are left to the table beside the chart, the latest and the first last of all.

mod ground;
mod points;
mod time;

pub use ground::Ground;

use chrono::{Days, NaiveDate};
use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::{RangedCoordf64, RangedDate};

use self::points::Spot;
use super::canvas::{Canvas, Plane, tenth};
use super::progress::Band;
use super::{Drawing, text};

/// One date of a record.
pub(super) struct Mark<'a> {
    pub(super) date: NaiveDate,
    pub(super) date_label: &'a str,
    /// The height; `None` is a gap.
    pub(super) value: Option<u32>,
    /// What stands inside the point.
    pub(super) badge: &'a str,
    /// A letter code in place of a value.
    pub(super) code: Option<&'a str>,
}

/// The history of one record, ready to be drawn.
pub(super) struct History<'a> {
    pub(super) kind: &'a str,
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) desc: &'a str,
    pub(super) min: u32,
    pub(super) max: u32,
    /// The height of the plot in units.
    pub(super) height: f64,
    pub(super) marks: Vec<Mark<'a>>,
    pub(super) bands: &'a [Band],
    /// Whether a value holds until the next date.
    pub(super) holds: bool,
    pub(super) until: Option<(NaiveDate, &'a str)>,
    /// The values with a label at the left edge.
    pub(super) ticks: Vec<u32>,
}

/// The radius of a point with a label inside.
const BADGE: f64 = 13.0;
/// Above the plot, so that a point at the top of the scale is not cut; with a label above it, its height too.
const TOP: f64 = 8.0;
const TOP_LABELLED: f64 = 32.0;
/// From the plot to the strip at its right edge, the strip, and from there to its name.
const STRIP: [f64; 3] = [3.0, 6.0, 7.0];
const CODES: f64 = 26.0;

/// Where the plot of a history lies, in units.
#[derive(Debug, Clone)]
struct Room {
    left: f64,
    right: f64,
    top: f64,
    foot: f64,
    /// Where the time axis lies.
    axis: f64,
}

impl Room {
    /// The height of the whole drawing.
    fn height(&self) -> f64 {
        self.axis + 14.0 + text::LINE
    }
}

impl History<'_> {
    /// Draws the chart on a ground, which must be of this scale and these bands and dates.
    pub(super) fn draw(mut self, ground: &Ground) -> Drawing {
        self.marks.sort_by_key(|mark| mark.date);
        self.ticks.dedup();
        let ground = ground.under(&self);
        let room = &ground.room;
        let canvas = Canvas::named(self.kind, self.id, self.title, self.desc, room.height());
        canvas.put(&ground.behind);
        let scale = self.scale();
        let place = |date: NaiveDate, value: u32| {
            (ground.across(date), scale.map(&f64::from(value), (tenth(room.foot), tenth(room.top))))
        };
        let runs = self.runs();
        if runs.iter().any(|run| run.len() > 1) {
            canvas.path(" class=\"line\"", || {
                for run in runs.iter().filter(|run| run.len() > 1) {
                    canvas.line(&run.iter().map(|(date, value)| place(*date, *value)).collect::<Vec<_>>());
                }
            });
        }
        let spots: Vec<_> = self
            .marks
            .iter()
            .enumerate()
            .filter_map(|(nth, mark)| {
                let value = mark.value?;
                let changed = nth == 0 || self.marks[nth - 1].value != Some(value);
                Some(Spot { at: place(mark.date, value), changed, value, badge: mark.badge })
            })
            .collect();
        self.points(&canvas, &spots);
        self.ends(&canvas, &spots);
        self.codes(&canvas, |date| ground.across(date), (tenth(room.foot), tenth(room.axis)));
        canvas.put(&ground.before);
        canvas.finish()
    }

    /// Dates across and values upwards. Room on both sides, so that the first and the latest point lie inside the bands.
    fn plane(&self, canvas: &Canvas, room: &Room) -> Plane<RangedDate<NaiveDate>, RangedCoordf64> {
        let (from, to) = self.span();
        canvas.plane(RangedDate::from(from..to), self.scale(), room.left..room.right, room.top..room.foot)
    }

    /// The values upwards.
    fn scale(&self) -> RangedCoordf64 {
        let (low, high) = self.ends_of_scale();
        RangedCoordf64::from(low..high)
    }

    /// Half a value below the least and above the greatest.
    fn ends_of_scale(&self) -> (f64, f64) {
        (f64::from(self.min) - 0.5, f64::from(self.max) + 0.5)
    }

    /// The first and the last date of the axis; never the same, so that one point stands in the middle.
    fn span(&self) -> (NaiveDate, NaiveDate) {
        let until = self.until.map(|(date, _)| date);
        let dates = || self.marks.iter().map(|mark| mark.date).chain(until);
        let from = dates().min().unwrap_or_default();
        let to = dates().max().unwrap_or_default();
        if from < to {
            return (from, to);
        }
        (from.checked_sub_days(Days::new(1)).unwrap_or(from), to.checked_add_days(Days::new(1)).unwrap_or(to))
    }

    /// The parts of the line between gaps, with a corner at each change if values hold.
    fn runs(&self) -> Vec<Vec<(NaiveDate, u32)>> {
        let mut runs = vec![Vec::new()];
        let mut held: Option<u32> = None;
        for mark in &self.marks {
            let value = mark.value;
            if self.holds
                && let (Some(held), Some(run)) = (held, runs.last_mut())
            {
                run.push((mark.date, held));
            }
            match (value, runs.last_mut()) {
                (Some(value), Some(run)) => run.push((mark.date, value)),
                _ => runs.push(Vec::new()),
            }
            held = value;
        }
        if self.holds
            && let (Some(held), Some((until, _)), Some(run)) = (held, self.until, runs.last_mut())
        {
            run.push((until, held));
        }
        runs
    }
}
