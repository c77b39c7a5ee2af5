//! A share bar: how a whole is spread over the statuses, as one thin line of segments.
//!
//! It stands above the numbers that it shows, so screen readers pass it over: they would say everything twice.

use super::{Drawing, Tone};
use std::fmt::Write;

/// Parts of a whole in the order of the scheme.
#[derive(Debug, Clone, Default)]
pub struct ShareBar {
    /// Each part's class and size.
    pub parts: Vec<(Tone, u64)>,
}

const WIDTH: u64 = 600;
const HEIGHT: u64 = 16;
const GAP: u64 = 3;

impl ShareBar {
    /// Draws the bar, 600 × 16 units. A part that is not 0 is at least 2 units wide.
    pub fn draw(&self) -> Drawing {
        let mut svg = format!(
            "<svg class=\"chart chart-share\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" \
             aria-hidden=\"true\">"
        );
        let body = svg.len();
        let parts: Vec<(Tone, u64)> = self.parts.iter().copied().filter(|(_, n)| *n > 0).collect();
        let total: u128 = parts.iter().map(|(_, n)| u128::from(*n)).sum();
        let gaps = GAP * (parts.len() as u64).saturating_sub(1);
        let room = u128::from(WIDTH.saturating_sub(gaps));
        let (mut x, mut before) = (0, 0_u128);
        for (tone, n) in parts {
            // Ends are computed from the running total, so that roundings never add up.
            let from = room * before / total.max(1);
            before += u128::from(n);
            let width = (room * before / total.max(1) - from).max(2);
            let _ = write!(svg, "<path class=\"{} f\" d=\"M{x} 0h{width}v{HEIGHT}h-{width}z\"/>", tone.class());
            x += width as u64 + GAP;
        }
        svg.push_str("</svg>");
        Drawing { svg, body, size: (WIDTH as u32, HEIGHT as u32) }
    }
}
