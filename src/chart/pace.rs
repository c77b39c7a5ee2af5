//! Pace towards a target: what is reached at each date, where the trend ends, what was planned, and what is wanted.
//!
//! The four are told apart by their lines (full, dotted, thin, dashed) and by names that stand at them. The trend is drawn
//! only where it was computed; this chart computes none.

use chrono::{Datelike, NaiveDate};
use plotters::coord::combinators::BindKeyPoints;
use plotters::coord::types::{RangedCoordf64, RangedDate};
use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{Canvas, Plane, WIDTH, tenth};
use super::{Drawing, text};

/// A value at a date.
#[derive(Debug, Clone, Default)]
pub struct PacePoint {
    /// The date.
    pub date: NaiveDate,
    /// How many.
    pub value: u64,
    /// What stands at the point; may be empty.
    pub label: String,
}

/// The way to a target.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    /// Unique on the page; every id inside starts with it.
    pub id: String,
    /// The name of the chart, for screen readers.
    pub title: String,
    /// What it shows, in a sentence or two, for screen readers.
    pub desc: String,
    /// Reached, ascending by date.
    pub reached: Vec<PacePoint>,
    /// The planned path, ascending by date.
    pub path: Vec<PacePoint>,
    /// Where the trend ends.
    pub trend: Option<PacePoint>,
    /// What is wanted, until when if there is a date, and how the reader writes it.
    pub wanted: (u64, Option<NaiveDate>, String),
}

const PLOT: f64 = 190.0;
/// Room for the label of the target above the plot.
const TOP: f64 = 30.0;
/// Room to the left and right of the first and last date.
const SIDE: f64 = 10.0;
const DOT: i32 = 45;

impl Pace {
    /// Draws the chart.
    pub fn draw(&self) -> Drawing {
        let (wanted, due, label) = (self.wanted.0, self.wanted.1, text::wrap(&self.wanted.2, WIDTH, 1));
        let points = || self.reached.iter().chain(&self.path).chain(&self.trend);
        let highest = points().map(|p| p.value).max().unwrap_or(0).max(wanted).max(1);
        let dates = || points().map(|p| p.date).chain(due);
        let (from, to) = (dates().min().unwrap_or_default(), dates().max().unwrap_or_default());
        let (from, to) = if from < to { (from, to) } else { (from, from.succ_opt().unwrap_or(from)) };
        let foot = TOP + PLOT;
        let canvas = Canvas::named("pace", &self.id, &self.title, &self.desc, foot + 14.0 + text::LINE);
        let y = RangedCoordf64::from(0.0..highest as f64).with_key_points(Vec::new());
        let plane = canvas.plane(RangedDate::from(from..to), y, SIDE..WIDTH - SIDE, TOP..foot);
        let place = |date: NaiveDate, value: u64| plane.map_coordinate(&(date, value as f64));

        let goal = place(from, wanted).1;
        canvas.path(" class=\"line goal\"", || canvas.line(&[(0, goal), (tenth(WIDTH), goal)]));
        self.years(&canvas, &plane, (from, to), tenth(foot));
        let line = |class: &str, points: Vec<(i32, i32)>| {
            if points.len() > 1 {
                canvas.path(&format!(" class=\"{class}\""), || canvas.line(&points));
            }
        };
        line("line plan", self.path.iter().map(|p| place(p.date, p.value)).collect());
        let ahead = self.reached.last().into_iter().chain(&self.trend);
        if self.trend.is_some() {
            line("line trend", ahead.map(|p| place(p.date, p.value)).collect());
        }
        line("line", self.reached.iter().map(|p| place(p.date, p.value)).collect());
        canvas.group("dot", HPos::Left, || {
            for point in self.path.iter().chain(&self.trend) {
                canvas.circle(place(point.date, point.value), DOT - 12);
            }
        });
        canvas.group("now", HPos::Left, || {
            for point in &self.reached {
                canvas.circle(place(point.date, point.value), DOT);
            }
        });

        // Who comes first has the first claim to room: the target, the latest value, the trend, the first value, the rest.
        let mut taken = vec![Label::at(label, (tenth(WIDTH), goal - 60), HPos::Right, tenth(foot))];
        let mut rest: Vec<&PacePoint> = self.reached.iter().collect();
        let last = rest.pop();
        let order = last.into_iter().chain(&self.trend).chain(self.path.iter().rev()).chain(rest);
        for point in order {
            let (x, y) = place(point.date, point.value);
            let word = text::wrap(&point.label, WIDTH, 1);
            let side = if x > tenth(WIDTH * 0.6) { HPos::Right } else { HPos::Left };
            let shift = if x > tenth(WIDTH * 0.6) { 50 } else { -50 };
            let spots = [y - 90, y + 240, y - 300];
            let tried = spots.map(|y| Label::at(word.clone(), (x + shift, y), side, tenth(foot)));
            let free =
                tried.into_iter().find(|label| label.fits(tenth(foot)) && taken.iter().all(|other| label.apart(other)));
            taken.extend(free);
        }
        canvas.group("value", HPos::Right, || {
            for label in taken.iter().filter(|label| !label.word.is_empty()) {
                canvas.text(&label.word, (label.x, label.y), label.side, VPos::Bottom);
            }
        });
        canvas.finish()
    }

    /// The axis with a tick at the start of each year, and the years that fit.
    fn years<Y: plotters::coord::ranged1d::Ranged<ValueType = f64>>(
        &self,
        canvas: &Canvas,
        plane: &Plane<RangedDate<NaiveDate>, Y>,
        (from, to): (NaiveDate, NaiveDate),
        axis: i32,
    ) {
        let span = to.year() - from.year();
        let stride = (span / 5).max(1);
        let starts: Vec<_> = (from.year()..=to.year())
            .filter(|year| (to.year() - year) % stride == 0)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, 1, 1))
            .filter(|day| *day >= from && *day <= to)
            .map(|day| (day.year(), plane.map_coordinate(&(day, 0.0)).0))
            .collect();
        canvas.path(" class=\"axis\"", || {
            canvas.line(&[(0, axis), (tenth(WIDTH), axis)]);
            for (_, x) in &starts {
                canvas.line(&[(*x, axis), (*x, axis + 60)]);
            }
        });
        canvas.group("dates", HPos::Center, || {
            for (year, x) in &starts {
                let word = year.to_string();
                let half = tenth(text::width(&word) / 2.0);
                if *x >= half && *x <= tenth(WIDTH) - half {
                    canvas.text(&word, (*x, axis + 85), HPos::Center, VPos::Top);
                }
            }
        });
    }
}

/// A label with the room that it takes, in tenths; `y` is its foot.
struct Label {
    word: String,
    x: i32,
    y: i32,
    side: HPos,
    from: i32,
    to: i32,
}

impl Label {
    /// A label at a place, moved so that it stays on the canvas.
    fn at(word: String, (x, y): (i32, i32), side: HPos, axis: i32) -> Label {
        let wide = tenth(text::width(&word));
        let x = match side {
            HPos::Right => x.max(wide),
            _ => x.min(tenth(WIDTH) - wide).max(0),
        };
        let x = x.clamp(0, tenth(WIDTH));
        let from = if matches!(side, HPos::Right) { x - wide } else { x };
        Label { word, x, y: y.clamp(190, axis.max(190)), side, from, to: from + wide }
    }

    fn fits(&self, axis: i32) -> bool {
        !self.word.is_empty() && self.y < axis - 20
    }

    fn apart(&self, other: &Label) -> bool {
        other.word.is_empty()
            || self.to + 40 < other.from
            || other.to + 40 < self.from
            || (self.y - other.y).abs() >= 190
    }
}
