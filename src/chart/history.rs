//! What the charts of one record share: a time axis, bands with names at the right edge, a line with points.
//!
//! First and latest value always carry their label; the ones between where the value changed and there is room. Dates that
//! do not fit are left to the table beside the chart, the latest and the first last of all.

mod points;
mod time;

use chrono::{Days, NaiveDate};
use plotters::coord::combinators::BindKeyPoints;
use plotters::coord::types::{RangedCoordf64, RangedDate};
use plotters::element::PathElement;
use plotters::style::text_anchor::{HPos, VPos};

use self::points::Spot;
use super::canvas::{Canvas, WIDTH, plain, tenth};
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

impl History<'_> {
    /// Draws the chart.
    pub(super) fn draw(mut self) -> Drawing {
        self.marks.sort_by_key(|mark| mark.date);
        let names: Vec<_> = self.bands.iter().map(|band| text::wrap(&band.label, 106.0, 2)).collect();
        let name_width = names.iter().flat_map(|name| name.split('\n')).map(text::width).fold(0.0, f64::max);
        let right = if names.is_empty() { WIDTH } else { WIDTH - name_width - STRIP.iter().sum::<f64>() };
        self.ticks.dedup();
        let tick_labels: Vec<_> = self.ticks.iter().map(ToString::to_string).collect();
        let left = tick_labels.iter().map(|label| text::width(label) + 8.0).fold(0.0, f64::max).min(100.0);
        let top = if self.labels_outside() { TOP_LABELLED } else { TOP };
        let foot = top + self.height;
        let coded = self.marks.iter().any(|mark| mark.code.is_some());
        let axis = if coded { foot + CODES } else { foot + 9.0 };
        let canvas = Canvas::named(self.kind, self.id, self.title, self.desc, axis + 14.0 + text::LINE);

        let (from, to) = self.span();
        let (low, high) = (f64::from(self.min) - 0.5, f64::from(self.max) + 0.5);
        let y = RangedCoordf64::from(low..high).with_key_points(self.ticks.iter().map(|t| f64::from(*t)).collect());
        // Room on both sides, so that the first and the latest point lie inside the bands.
        let across = left + BADGE + 3.0..right - BADGE - 3.0;
        let plane = canvas.plane(RangedDate::from(from..to), y, across, top..foot);
        let height = |value: f64| plane.map_coordinate(&(from, value.clamp(low, high))).1;
        let (edge, end) = (tenth(left), tenth(right));

        for band in self.bands {
            canvas.path(&format!(" class=\"{} band\"", band.tone.class()), || {
                canvas.rect(
                    (edge, height(f64::from(band.to) + 0.5) + 10),
                    (end, height(f64::from(band.from) - 0.5) - 10),
                );
            });
        }
        for band in self.bands {
            canvas.path(&format!(" class=\"{} f\"", band.tone.class()), || {
                let (x0, x1) = (right + STRIP[0], right + STRIP[0] + STRIP[1]);
                let (top, foot) = (height(f64::from(band.to) + 0.5) + 10, height(f64::from(band.from) - 0.5) - 10);
                canvas.rect((tenth(x0), top), (tenth(x1), foot));
            });
        }
        canvas.group("names", HPos::Left, || {
            for (band, name) in self.bands.iter().zip(&names).filter(|(_, name)| !name.is_empty()) {
                let middle = height((f64::from(band.from) + f64::from(band.to)) / 2.0);
                canvas.text(name, (tenth(WIDTH - name_width), middle), HPos::Left, VPos::Center);
            }
        });
        if !self.ticks.is_empty() {
            // The lines run through the room at both sides too.
            canvas.path(" class=\"grid\"", || {
                self.ticks.iter().for_each(|tick| {
                    let y = height(f64::from(*tick));
                    canvas.line(&[(edge, y), (end, y)]);
                });
            });
            canvas.group("quiet", HPos::Right, || {
                for (tick, label) in self.ticks.iter().zip(&tick_labels) {
                    canvas.text(label, (edge - 70, height(f64::from(*tick))), HPos::Right, VPos::Center);
                }
            });
        }

        let place = |date: NaiveDate, value: u32| plane.map_coordinate(&(date, f64::from(value)));
        if self.runs().iter().any(|run| run.len() > 1) {
            canvas.path(" class=\"line\"", || {
                for run in self.runs().into_iter().filter(|run| run.len() > 1) {
                    canvas.draw(&plane, &PathElement::new(run, plain()));
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
        self.time(&canvas, |date| place(date, self.min).0, (tenth(foot), tenth(axis)), (edge, end));
        canvas.finish()
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
    fn runs(&self) -> Vec<Vec<(NaiveDate, f64)>> {
        let mut runs = vec![Vec::new()];
        let mut held: Option<f64> = None;
        for mark in &self.marks {
            let value = mark.value.map(f64::from);
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
