//! The time axis of a history: letter codes above it, a tick per date, and the dates that fit below.
//!
//! The latest date has the first claim to room, then the first, then the others from the latest back.

use chrono::NaiveDate;
use plotters::style::text_anchor::{HPos, VPos};

use super::History;
use crate::chart::canvas::{Canvas, WIDTH, tenth};
use crate::chart::text;

impl History<'_> {
    /// The letter codes between the foot of the plot and the axis.
    pub(super) fn codes(&self, canvas: &Canvas, x: impl Fn(NaiveDate) -> i32, (foot, axis): (i32, i32)) {
        canvas.group("code", HPos::Center, || {
            let mut last = i32::MIN;
            for mark in &self.marks {
                let code = text::wrap(mark.code.unwrap_or(""), 60.0, 1);
                let at = x(mark.date);
                let half = tenth(text::width(&code) / 2.0);
                if !code.is_empty() && at - half > last {
                    canvas.text(&code, (at, (foot + axis) / 2), HPos::Center, VPos::Center);
                    last = at + half + 30;
                }
            }
        });
    }

    /// The axis with a tick per date, and the dates that fit.
    pub(super) fn axis(&self, canvas: &Canvas, x: impl Fn(NaiveDate) -> i32, axis: i32, (edge, end): (i32, i32)) {
        let dates = self.dates(&x);
        let mut ticks: Vec<_> = self.marks.iter().map(|mark| x(mark.date)).collect();
        ticks.extend(dates.iter().map(|date| date.tick));
        ticks.sort_unstable();
        ticks.dedup();
        canvas.path(" class=\"axis\"", || {
            canvas.line(&[(edge, axis), (end, axis)]);
            for tick in ticks {
                // The ticks of the dates that are written out are longer.
                let length = if dates.iter().any(|date| date.tick == tick) { 80 } else { 40 };
                canvas.line(&[(tick, axis), (tick, axis + length)]);
            }
        });
        canvas.group("dates", HPos::Center, || {
            for date in &dates {
                canvas.text(&date.label, (date.at, axis + 105), date.side, VPos::Top);
            }
        });
    }

    /// The dates that fit.
    fn dates(&self, x: impl Fn(NaiveDate) -> i32) -> Vec<DateLabel> {
        let marks = self.marks.iter().map(|mark| (mark.date, mark.date_label));
        let mut dates: Vec<_> = marks.chain(self.until).collect();
        dates.sort_by_key(|(date, _)| *date);
        // The latest date first, then the first, then the others from the latest back.
        let (first, rest) = dates.split_at(dates.len().min(1));
        let back = || rest.iter().rev();
        let order = back().take(1).chain(first).chain(back().skip(1));
        let mut labels: Vec<DateLabel> = Vec::new();
        for (date, label) in order {
            let label = DateLabel::new(x(*date), text::wrap(label, 150.0, 1));
            let apart = |other: &DateLabel| label.to + 80 < other.from || label.from > other.to + 80;
            if !label.label.is_empty() && labels.iter().all(apart) {
                labels.push(label);
            }
        }
        labels
    }
}

/// A date below its tick; all places in tenths.
struct DateLabel {
    label: String,
    tick: i32,
    at: i32,
    side: HPos,
    from: i32,
    to: i32,
}

impl DateLabel {
    /// Centred below the tick; where the canvas ends before, set against its edge. (A centred text moved inwards would, in
    /// smaller type, stand below the next tick.)
    fn new(tick: i32, label: String) -> DateLabel {
        let (width, end) = (tenth(text::width(&label)), tenth(WIDTH));
        let (at, side, from) = if tick - width / 2 < 0 {
            (0, HPos::Left, 0)
        } else if tick + width / 2 > end {
            (end, HPos::Right, end - width)
        } else {
            (tick, HPos::Center, tick - width / 2)
        };
        DateLabel { label, tick, at, side, from, to: from + width }
    }
}
