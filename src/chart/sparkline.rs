//! A sparkline: the shape of a history in the height of a line of text.
//!
//! It is an ornament beside its numbers in a table and hidden from screen readers; it carries no label and no axis,
//! and few classes: lists have hundreds.

use plotters::coord::types::RangedCoordf64;
use plotters::element::{Circle, PathElement};

use super::Drawing;
use super::canvas::{Canvas, plain};

/// A history without words.
#[derive(Debug, Clone, Default)]
pub struct Sparkline {
    /// One value per date; `None` is a gap. Only the last 24 are drawn.
    pub values: Vec<Option<u32>>,
    /// The least value of the scale.
    pub min: u32,
    /// The greatest value of the scale.
    pub max: u32,
}

const MOST: usize = 24;

impl Sparkline {
    /// Draws the line, 72 × 20 units, with a dot at the last value.
    pub fn draw(&self) -> Drawing {
        let values = &self.values[self.values.len().saturating_sub(MOST)..];
        let (min, max) = (f64::from(self.min), f64::from(self.max.max(self.min.saturating_add(1))));
        let canvas = Canvas::hidden("spark", (72, 20));
        let steps = values.len().saturating_sub(1).max(1) as f64;
        let x = RangedCoordf64::from(0.0..steps);
        let plane = canvas.plane(x, RangedCoordf64::from(min..max), 4.0..68.0, 4.0..16.0);
        let place =
            |(at, value): (usize, &Option<u32>)| value.map(|value| (at as f64, f64::from(value).clamp(min, max)));
        let points: Vec<_> = values.iter().enumerate().map(place).collect();
        let runs = || points.split(Option::is_none).map(|run| run.iter().copied().flatten().collect::<Vec<_>>());
        if runs().any(|run| run.len() > 1) {
            canvas.path("", || {
                for run in runs().filter(|run| run.len() > 1) {
                    canvas.draw(&plane, &PathElement::new(run, plain()));
                }
            });
        }
        if let Some(last) = points.iter().rev().copied().flatten().next() {
            canvas.draw(&plane, &Circle::new(last, 30, plain()));
        }
        canvas.finish()
    }
}
