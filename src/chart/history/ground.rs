//! The ground of a history: bands with their names, grid, time axis and its dates. Charts of records that are surveyed at
//! the same dates on the same scale have it alike, so it is drawn once for all of them.
//!
//! Draws no value.

use chrono::NaiveDate;
use plotters::style::text_anchor::{HPos, VPos};
use std::sync::OnceLock;

use super::{BADGE, CODES, History, Room, STRIP, TOP, TOP_LABELLED};
use crate::chart::canvas::{Canvas, WIDTH, tenth};
use crate::chart::text;

/// What several histories are drawn on. They must have the same scale, bands and dates; where labels of values or letter
/// codes need room there is a ground of its own.
#[derive(Debug, Clone, Default)]
pub struct Ground([OnceLock<Drawn>; 4]);

impl Ground {
    /// The ground for a history, drawn if it is the first that needs it.
    pub(super) fn under(&self, history: &History<'_>) -> &Drawn {
        let outside = history.labels_outside();
        let coded = history.marks.iter().any(|mark| mark.code.is_some());
        self.0[usize::from(outside) * 2 + usize::from(coded)].get_or_init(|| Drawn::new(history, outside, coded))
    }
}

/// A ground in one of its forms.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    pub(super) room: Room,
    /// Where each date lies, in their order.
    dates: Vec<(NaiveDate, i32)>,
    /// What stands behind the values.
    pub(super) behind: String,
    /// What stands before them: the time axis.
    pub(super) before: String,
}

impl Drawn {
    fn new(history: &History<'_>, outside: bool, coded: bool) -> Self {
        let names: Vec<_> = history.bands.iter().map(|band| text::wrap(&band.label, 106.0, 2)).collect();
        let name_width = names.iter().flat_map(|name| name.split('\n')).map(text::width).fold(0.0, f64::max);
        let right = if names.is_empty() { WIDTH } else { WIDTH - name_width - STRIP.iter().sum::<f64>() };
        let tick_labels: Vec<_> = history.ticks.iter().map(ToString::to_string).collect();
        let left = tick_labels.iter().map(|label| text::width(label) + 8.0).fold(0.0, f64::max).min(100.0);
        let top = if outside { TOP_LABELLED } else { TOP };
        let foot = top + history.height;
        let axis = if coded { foot + CODES } else { foot + 9.0 };
        let room = Room { left: left + BADGE + 3.0, right: right - BADGE - 3.0, top, foot, axis };

        let canvas = Canvas::blank(room.height());
        let plane = history.plane(&canvas, &room);
        let (from, _) = history.span();
        let (low, high) = history.ends_of_scale();
        let height = |value: f64| plane.map_coordinate(&(from, value.clamp(low, high))).1;
        let (edge, end) = (tenth(left), tenth(right));
        for band in history.bands {
            canvas.path(&format!(" class=\"{} band\"", band.tone.class()), || {
                canvas.rect(
                    (edge, height(f64::from(band.to) + 0.5) + 10),
                    (end, height(f64::from(band.from) - 0.5) - 10),
                );
            });
        }
        for band in history.bands {
            canvas.path(&format!(" class=\"{} f\"", band.tone.class()), || {
                let (x0, x1) = (right + STRIP[0], right + STRIP[0] + STRIP[1]);
                let (top, foot) = (height(f64::from(band.to) + 0.5) + 10, height(f64::from(band.from) - 0.5) - 10);
                canvas.rect((tenth(x0), top), (tenth(x1), foot));
            });
        }
        canvas.group("names", HPos::Left, || {
            for (band, name) in history.bands.iter().zip(&names).filter(|(_, name)| !name.is_empty()) {
                let middle = height((f64::from(band.from) + f64::from(band.to)) / 2.0);
                canvas.text(name, (tenth(WIDTH - name_width), middle), HPos::Left, VPos::Center);
            }
        });
        if !history.ticks.is_empty() {
            // The lines run through the room at both sides too.
            canvas.path(" class=\"grid\"", || {
                history.ticks.iter().for_each(|tick| {
                    let y = height(f64::from(*tick));
                    canvas.line(&[(edge, y), (end, y)]);
                });
            });
            canvas.group("quiet", HPos::Right, || {
                for (tick, label) in history.ticks.iter().zip(&tick_labels) {
                    canvas.text(label, (edge - 70, height(f64::from(*tick))), HPos::Right, VPos::Center);
                }
            });
        }
        let behind = canvas.take();
        let lowest = f64::from(history.min);
        let across = |date: NaiveDate| plane.map_coordinate(&(date, lowest)).0;
        history.axis(&canvas, across, tenth(axis), (edge, end));
        let until = history.until.map(|(date, _)| date);
        let mut dates: Vec<_> = history.marks.iter().map(|mark| mark.date).chain(until).collect();
        dates.sort_unstable();
        dates.dedup();
        let dates = dates.into_iter().map(|date| (date, across(date))).collect();
        Drawn { room, dates, behind, before: canvas.take() }
    }

    /// Where a date lies.
    pub(super) fn across(&self, date: NaiveDate) -> i32 {
        let nth = self.dates.binary_search_by_key(&date, |(date, _)| *date);
        debug_assert!(nth.is_ok(), "this ground has no {date}");
        nth.map_or(0, |nth| self.dates[nth].1)
    }
}
