//! Charts as SVG: plain values in, one [`Drawing`] out.
//!
//! A chart knows geometry and nothing else. It holds no word of its own and formats no number: every text arrives ready
//! in the reader's language. It writes no colour either: a page's style sheet (`chart.css`) gives each class its colour,
//! so dark mode, print and a city's own palette need no second drawing. A chart computes no figure that it shows.
//!
//! All drawings are laid out on a canvas 360 units wide with type of 18 units: at a page width of 320 px the type is still
//! 14 px. On wider pages the style sheet keeps the type at reading size while the drawing grows.

mod backend;
mod canvas;
mod flow;
mod history;
mod key;
mod pace;
mod progress;
mod share_bar;
mod sketch;
mod sparkline;
mod standalone;
mod status_by_date;
mod status_by_unit;
mod status_track;
mod text;
mod tone;

pub use flow::{Flow, FlowBand, FlowNode};
pub use history::Ground;
pub use pace::{Pace, PacePoint};
pub use progress::{Band, Point, Progress};
pub use share_bar::ShareBar;
pub use sketch::Sketch;
pub use sparkline::Sparkline;
pub use standalone::printed;
pub use status_by_date::{Column, Series, StatusByDate};
pub use status_by_unit::{StatusByUnit, UnitRow, UnitSeries};
pub use status_track::{Lane, StatusTrack, TrackPoint};
pub use tone::Tone;

/// A finished chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    svg: String,
    /// Where the drawing proper starts in `svg`, after title and description.
    body: usize,
    /// Width and height of the view box, in units.
    size: (u32, u32),
}

impl Drawing {
    /// The `<svg>` element to put into a page: classes only; colours come from the page's style sheet. Its ids all start
    /// with the id of the chart. Put it into a `<div class="chart-box">`, by whose width the size of the type is set.
    pub fn inline(&self) -> &str {
        &self.svg
    }

    /// The same drawing as a file of its own, with its colours, font, size and a white ground.
    pub fn standalone(&self) -> String {
        standalone::file(&self.svg, self.body, self.size)
    }

    /// Width and height of the view box, in units.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }
}
