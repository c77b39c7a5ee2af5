//! Status by unit: one horizontal stacked bar per unit, its name above it.
//!
//! Names of German offices do not fit beside a bar on a phone, so they stand above it at full width, on two lines if need
//! be. The order of the rows is the caller's; nothing is sorted or left out here.

use plotters::coord::types::RangedCoordf64;
use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{Canvas, WIDTH, tenth};
use super::key::Key;
use super::tone::inks;
use super::{Drawing, Tone, text};

/// One unit.
#[derive(Debug, Clone, Default)]
pub struct UnitRow {
    /// The name of the unit.
    pub label: String,
    /// Its total as the reader writes it, at the end of the bar.
    pub total_label: String,
    /// One value per series; `None` where nothing was collected.
    pub values: Vec<Option<u64>>,
}

/// One status.
#[derive(Debug, Clone)]
pub struct UnitSeries {
    /// The name of the status, in the key.
    pub label: String,
    /// Its code, in the swatch of the key.
    pub short: String,
    /// Its class.
    pub tone: Tone,
}

/// Horizontal stacked bars, the first row at the top, the first series at the left.
#[derive(Debug, Clone)]
pub struct StatusByUnit {
    /// Unique on the page; every id inside starts with it.
    pub id: String,
    /// The name of the chart, for screen readers.
    pub title: String,
    /// What it shows, in a sentence or two, for screen readers.
    pub desc: String,
    /// The units from the top down.
    pub rows: Vec<UnitRow>,
    /// The statuses from left to right.
    pub series: Vec<UnitSeries>,
    /// How the reader writes a whole number, for the segments.
    pub number: fn(u64) -> String,
}

const BAR: f64 = 22.0;
/// From a name to its bar.
const NEAR: f64 = 6.0;
/// From a bar to the next name.
const FAR: f64 = 13.0;
/// Between two segments of a bar, and the least length of one, in tenths of a unit.
const GAP: i32 = 20;
const LEAST: i32 = 10;

impl StatusByUnit {
    /// Draws the chart.
    pub fn draw(&self) -> Drawing {
        let entries: Vec<_> = self.series.iter().map(|s| (s.short.as_str(), s.label.as_str())).collect();
        let key = Key::new(&entries);
        let names: Vec<_> = self.rows.iter().map(|row| text::wrap(&row.label, WIDTH, 2)).collect();
        let totals: Vec<_> = self.rows.iter().map(|row| text::wrap(&row.total_label, 110.0, 1)).collect();
        let room = totals.iter().map(|label| text::bold_width(label)).fold(0.0, f64::max) + 8.0;
        let highest = self.rows.iter().map(|row| self.total(row)).max().unwrap_or(0).max(1);

        // The top of each bar.
        let mut bars = Vec::with_capacity(names.len());
        let mut y = if entries.is_empty() { 0.0 } else { key.height() + 4.0 };
        for name in &names {
            y += (name.matches('\n').count() + 1) as f64 * text::LINE + NEAR;
            bars.push(y);
            y += BAR + FAR;
        }

        let canvas = Canvas::named("status-by-unit", &self.id, &self.title, &self.desc, y.max(BAR));
        let inks = inks(self.series.iter().map(|series| series.tone));
        let fills = canvas.fills(&inks);
        key.names(&canvas);
        canvas.group("names", HPos::Left, || {
            for (name, y) in names.iter().zip(&bars).filter(|(name, _)| !name.is_empty()) {
                canvas.text(name, (0, tenth(y - NEAR)), HPos::Left, VPos::Bottom);
            }
        });

        let x = RangedCoordf64::from(0.0..highest as f64);
        let down = RangedCoordf64::from(0.0..y);
        let plane = canvas.plane(x, down, 0.0..WIDTH - room, 0.0..y);
        let mut before = vec![0_u64; self.rows.len()];
        for (nth, (ink, fill)) in inks.iter().zip(&fills).enumerate() {
            let mut labels = Vec::new();
            let segments: Vec<_> = self
                .rows
                .iter()
                .enumerate()
                .filter_map(|(at, row)| Some((at, row.values.get(nth).copied().flatten().filter(|value| *value > 0)?)))
                .collect();
            canvas.path(fill, || {
                key.swatch(&canvas, nth);
                for (at, value) in segments {
                    let start = before[at];
                    before[at] = start.saturating_add(value);
                    let left = plane.map_coordinate(&(start as f64, 0.0)).0;
                    let right = plane.map_coordinate(&(before[at] as f64, 0.0)).0;
                    // The gap is taken from the end of a segment, but never so much that a small value disappears.
                    let end = (right - GAP).max(left + LEAST);
                    canvas.rect((left, tenth(bars[at])), (end, tenth(bars[at] + BAR)));
                    let label = (self.number)(value);
                    if text::width(&label) * 10.0 + 60.0 <= f64::from(end - left) {
                        labels.push((label, ((left + end) / 2, tenth(bars[at] + BAR / 2.0))));
                    }
                }
            });
            canvas.middle(&format!("{} on", ink.class), HPos::Center, || {
                key.code(&canvas, nth);
                for (label, at) in &labels {
                    canvas.text(label, *at, HPos::Center, VPos::Center);
                }
            });
        }
        canvas.middle("total", HPos::Left, || {
            for ((row, total), y) in
                self.rows.iter().zip(&totals).zip(&bars).filter(|((_, total), _)| !total.is_empty())
            {
                let end = plane.map_coordinate(&(self.total(row) as f64, 0.0)).0;
                let after = if self.total(row) == 0 { 0 } else { end + 60 };
                canvas.text(total, (after, tenth(y + BAR / 2.0)), HPos::Left, VPos::Center);
            }
        });
        canvas.finish()
    }

    /// The length of a bar.
    fn total(&self, row: &UnitRow) -> u64 {
        row.values.iter().take(self.series.len()).copied().flatten().fold(0, u64::saturating_add)
    }
}
