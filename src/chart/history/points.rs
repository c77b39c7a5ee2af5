//! The points of a history and their labels: inside the point where they are short, above its ends where they are not.
//!
//! Draws no line; two points that would touch never both carry a label, and the latest always wins.

use plotters::style::text_anchor::{HPos, VPos};

use super::{BADGE, History};
use crate::chart::canvas::{Canvas, WIDTH, tenth};
use crate::chart::text;

/// The radius of a point without a label.
const DOT: f64 = 4.5;

/// Whether a label can stand inside a point.
fn inside(label: &str) -> bool {
    text::width(label) <= 2.0 * BADGE - 3.0
}

/// A point on the canvas, in tenths.
pub(super) struct Spot<'a> {
    pub(super) at: (i32, i32),
    /// Whether the value differs from that of the date before, or had none before.
    pub(super) changed: bool,
    pub(super) value: u32,
    pub(super) badge: &'a str,
}

impl Spot<'_> {
    /// Whether the label can stand inside the point.
    fn fits(&self) -> bool {
        !self.badge.is_empty() && inside(self.badge)
    }
}

impl History<'_> {
    /// Whether the label of the first or the latest value is too wide for its point.
    pub(super) fn labels_outside(&self) -> bool {
        let mut valued = self.marks.iter().filter(|mark| mark.value.is_some());
        let first = valued.next();
        first.into_iter().chain(valued.next_back()).any(|mark| !inside(mark.badge))
    }

    /// Which points carry their label, and the points.
    pub(super) fn points(&self, canvas: &Canvas, spots: &[Spot<'_>]) {
        let Some((now, earlier)) = spots.split_last() else {
            return;
        };
        let apart = |a: &Spot<'_>, b: &Spot<'_>| {
            (a.at.0 - b.at.0).abs().max((a.at.1 - b.at.1).abs()) >= tenth(2.0 * BADGE + 3.0)
        };
        let mut named: Vec<&Spot<'_>> = Vec::new();
        let mut dots = Vec::new();
        for spot in earlier {
            if spot.changed && spot.fits() && apart(spot, now) && named.last().is_none_or(|last| apart(spot, last)) {
                named.push(spot);
            } else {
                dots.push(spot);
            }
        }
        canvas.group("dot", HPos::Center, || {
            dots.iter().for_each(|spot| canvas.circle(spot.at, tenth(DOT)));
            for spot in &named {
                canvas.circle(spot.at, tenth(BADGE));
                canvas.text(spot.badge, spot.at, HPos::Center, VPos::Center);
            }
        });
        let tone =
            self.bands.iter().find(|band| (band.from..=band.to).contains(&now.value)).map(|band| band.tone.class());
        canvas.group(&format!("{} on now", tone.unwrap_or("none")), HPos::Center, || {
            let radius = if now.fits() { BADGE + 1.0 } else { DOT + 2.0 };
            canvas.circle(now.at, tenth(radius));
            if now.fits() {
                canvas.text(now.badge, now.at, HPos::Center, VPos::Center);
            }
        });
    }

    /// The labels of the first and the latest point where they are too wide to stand inside.
    pub(super) fn ends(&self, canvas: &Canvas, spots: &[Spot<'_>]) {
        let (Some(first), Some(now)) = (spots.first(), spots.last()) else {
            return;
        };
        canvas.group("value", HPos::Center, || {
            let mut from = i32::MAX;
            for spot in [now, first] {
                let label = text::wrap(spot.badge, 120.0, 1);
                let half = tenth(text::width(&label) / 2.0);
                let x = spot.at.0.min(tenth(WIDTH) - half).max(half);
                if spot.fits() || label.is_empty() || x + half > from {
                    continue;
                }
                canvas.text(&label, (x, spot.at.1 - 100), HPos::Center, VPos::Bottom);
                from = x - half - 60;
            }
        });
    }
}
