//! Status by date: one stacked column per reporting date, for counts and for sums.
//!
//! The heights are the values; a value that was not collected takes no height and gets no label. The chart adds nothing
//! up for the reader: the total above a column is the label that it was given.

use plotters::coord::combinators::BindKeyPoints;
use plotters::coord::types::RangedCoordf64;
use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{Canvas, WIDTH, tenth};
use super::key::Key;
use super::tone::inks;
use super::{Drawing, Tone, text};

/// One reporting date.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// The date as the reader writes it, below the column.
    pub label: String,
    /// The total as the reader writes it, above the column.
    pub total_label: String,
}

/// One status over all dates.
#[derive(Debug, Clone)]
pub struct Series {
    /// The name of the status, in the key.
    pub label: String,
    /// Its code, such as `P`, in the swatch of the key and in the segments.
    pub short: String,
    /// Its class.
    pub tone: Tone,
    /// One value per column; `None` where nothing was collected.
    pub values: Vec<Option<u64>>,
    /// The values as the reader writes them, one per column.
    pub value_labels: Vec<String>,
}

/// Stacked columns, one per date, the first series at the bottom.
#[derive(Debug, Clone)]
pub struct StatusByDate {
    /// Unique on the page; every id inside starts with it.
    pub id: String,
    /// The name of the chart, for screen readers.
    pub title: String,
    /// What it shows, in a sentence or two, for screen readers.
    pub desc: String,
    /// The dates from left to right.
    pub columns: Vec<Column>,
    /// The statuses from the bottom up.
    pub series: Vec<Series>,
    /// The least value that the axis must reach, so that two charts can share a scale.
    pub y_max: Option<u64>,
    /// How the reader writes a whole number, for the axis.
    pub number: fn(u64) -> String,
}

const PLOT: f64 = 210.0;
/// Between two segments of a stack, and the least height of one, in tenths of a unit.
const GAP: i32 = 20;
const LEAST: i32 = 10;

impl StatusByDate {
    /// Draws the chart.
    pub fn draw(&self) -> Drawing {
        let entries: Vec<_> = self.series.iter().map(|s| (s.short.as_str(), s.label.as_str())).collect();
        let highest = (0..self.columns.len()).map(|at| self.stack(at)).max().unwrap_or(0);
        let (top, ticks) = ticks(highest.max(self.y_max.unwrap_or(0)));
        let tick_labels: Vec<_> = ticks.iter().map(|tick| text::wrap(&(self.number)(*tick), 90.0, 1)).collect();
        let left = tick_labels.iter().map(|label| text::width(label)).fold(0.0, f64::max) + 10.0;
        let step = (WIDTH - left) / self.columns.len().max(1) as f64;
        let bar = (step * 0.78).min(78.0);
        let key = Key::new(&entries);
        let plot_top = if entries.is_empty() { 0.0 } else { key.height() + 4.0 } + 26.0;
        let plot_end = plot_top + PLOT;
        let dates = Dates::fit(&self.columns, step);
        let height = plot_end + 10.0 + dates.lines as f64 * text::LINE;

        let canvas = Canvas::named("status-by-date", &self.id, &self.title, &self.desc, height);
        let inks = inks(self.series.iter().map(|series| series.tone));
        let fills = canvas.fills(&inks);
        key.draw(&canvas, &inks, &fills);

        let y = RangedCoordf64::from(0.0..top as f64).with_key_points(ticks.iter().map(|t| *t as f64).collect());
        let plane = canvas.plane(RangedCoordf64::from(left..WIDTH), y, left..WIDTH, plot_top..plot_end);
        let mut heights = Vec::new();
        canvas.path(" class=\"grid\"", || heights = canvas.grid(&plane));
        canvas.group("quiet", HPos::Right, || {
            for ((y, _), label) in heights.iter().zip(&tick_labels) {
                canvas.text(label, (tenth(left - 8.0), *y), HPos::Right, VPos::Center);
            }
        });

        let centre = |at: usize| left + step * (at as f64 + 0.5);
        let mut below = vec![0_u64; self.columns.len()];
        for ((series, ink), fill) in self.series.iter().zip(&inks).zip(&fills) {
            let mut labels = Vec::new();
            let segments: Vec<_> = (0..self.columns.len())
                .filter_map(|at| Some((at, series.values.get(at).copied().flatten().filter(|value| *value > 0)?)))
                .collect();
            if segments.is_empty() {
                continue;
            }
            canvas.path(fill, || {
                for (at, value) in segments {
                    let foot = below[at];
                    below[at] = foot.saturating_add(value);
                    let (x0, x1) = (centre(at) - bar / 2.0, centre(at) + bar / 2.0);
                    let low = plane.map_coordinate(&(x0, foot as f64)).1;
                    let high = plane.map_coordinate(&(x0, below[at] as f64)).1;
                    // The gap is taken from the head of a segment, but never so much that a small value disappears.
                    let head = (high + GAP).min(low - LEAST);
                    canvas.rect((tenth(x0), head), (tenth(x1), low));
                    if low - head >= 190
                        && let Some(label) = series.label_in(at, bar)
                    {
                        labels.push((label, (tenth(centre(at)), (low + head) / 2)));
                    }
                }
            });
            canvas.group(&format!("{} on", ink.class), HPos::Center, || {
                for (label, at) in &labels {
                    canvas.text(label, *at, HPos::Center, VPos::Center);
                }
            });
        }

        let base = plane.map_coordinate(&(left, 0.0)).1;
        canvas.path(" class=\"axis\"", || canvas.line(&[(tenth(left), base), (tenth(WIDTH), base)]));
        canvas.group("total", HPos::Center, || {
            for (at, column) in self.columns.iter().enumerate() {
                let label = text::wrap(&column.total_label, WIDTH - left, 1);
                if (self.columns.len() - 1 - at).is_multiple_of(stride(text::bold_width(&label), step))
                    && !label.is_empty()
                {
                    let y = plane.map_coordinate(&(left, self.stack(at) as f64)).1 - 60;
                    canvas.text(&label, (inside(centre(at), text::bold_width(&label)), y), HPos::Center, VPos::Bottom);
                }
            }
        });
        canvas.group("dates", HPos::Center, || {
            for (at, label) in dates.labels.iter().enumerate() {
                if (self.columns.len() - 1 - at).is_multiple_of(dates.stride) {
                    canvas.text(label, (inside(centre(at), dates.widest), base + 70), HPos::Center, VPos::Top);
                }
            }
        });
        canvas.finish()
    }

    /// The height of a column.
    fn stack(&self, at: usize) -> u64 {
        self.series.iter().filter_map(|s| s.values.get(at).copied().flatten()).fold(0, u64::saturating_add)
    }
}

impl Series {
    /// The fullest label of a segment that fits into a bar: code and value, else the value alone.
    fn label_in(&self, at: usize, bar: f64) -> Option<String> {
        let value = self.value_labels.get(at)?;
        [format!("{} {value}", self.short), value.clone()]
            .into_iter()
            .find(|label| text::width(label) + 4.0 <= bar)
            .filter(|label| !label.trim().is_empty())
    }
}

/// The labels of the dates: on one line if they fit, else broken, else only every so many, counted from the last.
struct Dates {
    labels: Vec<String>,
    lines: usize,
    widest: f64,
    stride: usize,
}

impl Dates {
    fn fit(columns: &[Column], step: f64) -> Dates {
        let room = step - 6.0;
        let labels: Vec<_> = columns.iter().map(|column| text::wrap(&column.label, 110.0, 1)).collect();
        let narrow = |labels: &[String]| labels.iter().map(|label| text::width(label)).fold(0.0, f64::max);
        if narrow(&labels) <= room {
            return Dates { lines: 1, widest: narrow(&labels), labels, stride: 1 };
        }
        let labels: Vec<_> = columns.iter().map(|column| text::wrap(&column.label, room.max(58.0), 2)).collect();
        let widest = labels.iter().flat_map(|label| label.split('\n')).map(text::width).fold(0.0, f64::max);
        Dates { lines: 2, widest, labels, stride: stride(widest, step) }
    }
}

/// Every how many columns a label of this width can stand.
fn stride(width: f64, step: f64) -> usize {
    ((width + 6.0) / step).ceil().max(1.0) as usize
}

/// `centre` in tenths, moved so that a text of this width stays on the canvas.
fn inside(centre: f64, width: f64) -> i32 {
    tenth(centre.min(WIDTH - width / 2.0).max(width / 2.0))
}

/// The end of an axis from 0 that holds `max`, and its ticks: whole numbers, in steps of 1, 2 or 5 times a power of ten.
fn ticks(max: u64) -> (u64, Vec<u64>) {
    let rough = max.div_ceil(4).max(1);
    let power = 10_u64.pow(rough.ilog10());
    let step =
        [1, 2, 5, 10].iter().filter_map(|by| power.checked_mul(*by)).find(|step| *step >= rough).unwrap_or(u64::MAX);
    let steps = max.div_ceil(step).max(1);
    let ticks: Vec<_> = (0..=steps).filter_map(|nth| step.checked_mul(nth)).collect();
    (max.max(ticks.last().copied().unwrap_or(1)), ticks)
}
