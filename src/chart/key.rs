//! The key of a chart with series: a swatch in the ink of the series with its code inside, then its name.
//!
//! Lays the entries out in lines as words are. It stands inside the drawing, so that a downloaded file explains itself.

use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{Canvas, WIDTH, tenth};
use super::text;
use super::tone::Ink;

const SWATCH: f64 = 22.0;
const ROW: f64 = 30.0;

/// One entry: the code inside the swatch, and the name beside it.
pub(super) type Entry<'a> = (&'a str, &'a str);

/// The key, laid out.
pub(super) struct Key {
    places: Vec<Place>,
}

struct Place {
    x: f64,
    y: f64,
    swatch: f64,
    code: String,
    name: String,
}

impl Place {
    /// The middle of its line, in tenths.
    fn middle(&self) -> i32 {
        tenth(self.y + SWATCH / 2.0)
    }
}

impl Key {
    pub(super) fn new(entries: &[Entry<'_>]) -> Key {
        let (mut x, mut y) = (0.0, 0.0);
        let mut places = Vec::with_capacity(entries.len());
        for (code, name) in entries {
            let swatch = (text::width(code) + 10.0).clamp(SWATCH, 80.0);
            let name = text::wrap(name, WIDTH - swatch - 7.0, 1);
            let width = swatch + 7.0 + text::width(&name);
            if x > 0.0 && x + width > WIDTH {
                (x, y) = (0.0, y + ROW);
            }
            places.push(Place { x, y, swatch, code: text::wrap(code, swatch - 4.0, 1), name });
            x += width + 18.0;
        }
        Key { places }
    }

    /// The room that the key takes from the top of the chart, in units.
    pub(super) fn height(&self) -> f64 {
        self.places.last().map_or(0.0, |last| last.y + ROW)
    }

    /// Draws the key at the top of the chart.
    pub(super) fn draw(&self, canvas: &Canvas, inks: &[&Ink], fills: &[String]) {
        for (nth, fill) in fills.iter().enumerate() {
            canvas.path(fill, || self.swatch(canvas, nth));
        }
        for (nth, ink) in inks.iter().enumerate() {
            canvas.middle(&format!("{} on", ink.class), HPos::Center, || self.code(canvas, nth));
        }
        self.names(canvas);
    }

    /// Draws the swatch of an entry, for a chart that draws it together with the marks of its series.
    pub(super) fn swatch(&self, canvas: &Canvas, nth: usize) {
        if let Some(place) = self.places.get(nth) {
            canvas.rect((tenth(place.x), tenth(place.y)), (tenth(place.x + place.swatch), tenth(place.y + SWATCH)));
        }
    }

    /// Draws the code of an entry; it belongs into a group of texts that are lowered.
    pub(super) fn code(&self, canvas: &Canvas, nth: usize) {
        if let Some(place) = self.places.get(nth).filter(|place| !place.code.is_empty()) {
            let at = (tenth(place.x + place.swatch / 2.0), place.middle());
            canvas.text(&place.code, at, HPos::Center, VPos::Center);
        }
    }

    /// Draws the names of all entries.
    pub(super) fn names(&self, canvas: &Canvas) {
        canvas.middle("key", HPos::Left, || {
            for place in &self.places {
                let at = (tenth(place.x + place.swatch + 7.0), place.middle());
                canvas.text(&place.name, at, HPos::Left, VPos::Center);
            }
        });
    }
}
