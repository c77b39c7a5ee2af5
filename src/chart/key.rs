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

struct Place {
    x: f64,
    y: f64,
    swatch: f64,
    name: String,
}

fn places(entries: &[Entry<'_>]) -> Vec<Place> {
    let (mut x, mut y) = (0.0, 0.0);
    let mut places = Vec::with_capacity(entries.len());
    for (code, name) in entries {
        let swatch = (text::width(code) + 10.0).clamp(SWATCH, 80.0);
        let name = text::wrap(name, WIDTH - swatch - 7.0, 1);
        let width = swatch + 7.0 + text::width(&name);
        if x > 0.0 && x + width > WIDTH {
            (x, y) = (0.0, y + ROW);
        }
        places.push(Place { x, y, swatch, name });
        x += width + 18.0;
    }
    places
}

/// The room that the key takes from the top of the chart, in units.
pub(super) fn height(entries: &[Entry<'_>]) -> f64 {
    places(entries).last().map_or(0.0, |last| last.y + ROW)
}

/// Draws the key at the top of the chart.
pub(super) fn draw(canvas: &Canvas, entries: &[Entry<'_>], inks: &[&Ink], fills: &[String]) {
    let places = places(entries);
    for (place, fill) in places.iter().zip(fills) {
        canvas.path(fill, || {
            canvas.rect((tenth(place.x), tenth(place.y)), (tenth(place.x + place.swatch), tenth(place.y + SWATCH)));
        });
    }
    let middle = |y: f64| tenth(y + SWATCH / 2.0);
    for ((place, (code, _)), ink) in places.iter().zip(entries).zip(inks) {
        canvas.group(&format!("{} on", ink.class), HPos::Center, || {
            let code = text::wrap(code, place.swatch - 4.0, 1);
            if !code.is_empty() {
                canvas.text(&code, (tenth(place.x + place.swatch / 2.0), middle(place.y)), HPos::Center, VPos::Center);
            }
        });
    }
    canvas.group("key", HPos::Left, || {
        for place in &places {
            canvas.text(&place.name, (tenth(place.x + place.swatch + 7.0), middle(place.y)), HPos::Left, VPos::Center);
        }
    });
}
