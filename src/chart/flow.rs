//! Flow between two dates: what was there on the left, what is there on the right, and a band for each way between.
//!
//! The width of a band is its number of records, on one scale for the whole drawing. Names stand above their node and
//! numbers at the end of each band, so nothing needs a key. Where there are too many bands to label all of them, only
//! those that are wide enough carry their number; the table beside the drawing has every one. Nothing is added up here.

use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{Canvas, WIDTH, tenth};
use super::tone::inks;
use super::{Drawing, Tone, text};

/// Where records come from or go to.
#[derive(Debug, Clone, Default)]
pub struct FlowNode {
    /// Number and name as the reader writes them: "57 in Planung".
    pub label: String,
    /// Its ink, as a position in [`Flow::tones`]; the colour of text without one.
    pub tone: Option<usize>,
}

/// Records on one way.
#[derive(Debug, Clone, Default)]
pub struct FlowBand {
    /// Position in [`Flow::left`].
    pub from: usize,
    /// Position in [`Flow::right`].
    pub to: usize,
    /// How many.
    pub value: u64,
    /// The same as the reader writes it; empty where the node says it already.
    pub value_label: String,
}

/// Two columns with bands between them.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// Unique on the page; every id inside starts with it.
    pub id: String,
    /// The name of the chart, for screen readers.
    pub title: String,
    /// What it shows, in a sentence or two, for screen readers.
    pub desc: String,
    /// What stands above the left and the right column.
    pub heads: [String; 2],
    /// The tones that nodes refer to.
    pub tones: Vec<Tone>,
    /// Origins from the top down.
    pub left: Vec<FlowNode>,
    /// Destinations from the top down.
    pub right: Vec<FlowNode>,
    /// The ways; one that names a node that is not there is left out.
    pub bands: Vec<FlowBand>,
}

/// The height of all records together, and the most that a single one takes.
const HEIGHT: f64 = 220.0;
const MOST: f64 = 14.0;
/// The least width of a band.
const LEAST: f64 = 1.2;
const BAR: f64 = 14.0;
/// From a name to its node, and from a node to the next name.
const NEAR: f64 = 6.0;
const FAR: f64 = 14.0;
/// The room that a number needs at the end of a band.
const SLOT: f64 = 20.0;
/// Up to this many bands each gets that room.
const FEW: usize = 14;

/// A band with its place on both sides.
struct Way<'f> {
    band: &'f FlowBand,
    width: f64,
    from: f64,
    to: f64,
}

/// A node: its name on lines, the foot of the name, and the bar.
struct Node {
    name: String,
    foot: f64,
    top: f64,
    end: f64,
}

impl Flow {
    /// Draws the chart.
    pub fn draw(&self) -> Drawing {
        let (mut ways, roomy) = self.ways();
        let top = if self.heads.iter().all(String::is_empty) { 0.0 } else { text::LINE + 9.0 };
        let (left, left_end) = column(&self.left, top, |node, mut y| {
            for way in ways.iter_mut().filter(|way| way.band.from == node) {
                way.from = y;
                y += way.width;
            }
            y
        });
        ways.sort_by_key(|way| (way.band.to, way.band.from));
        let (right, right_end) = column(&self.right, top, |node, mut y| {
            for way in ways.iter_mut().filter(|way| way.band.to == node) {
                let slot = if roomy && !way.band.value_label.is_empty() { way.width.max(SLOT) } else { way.width };
                way.to = y + (slot - way.width) / 2.0;
                y += slot;
            }
            y
        });

        let height = left_end.max(right_end).max(text::LINE);
        let canvas = Canvas::named("flow", &self.id, &self.title, &self.desc, height);
        self.heads(&canvas);
        self.areas(&canvas, &left, &ways);
        for (places, x, side) in [(&left, 0.0, HPos::Left), (&right, WIDTH, HPos::Right)] {
            canvas.group("value", side, || {
                for place in places.iter().filter(|place| !place.name.is_empty()) {
                    canvas.text(&place.name, (whole(x), whole(place.foot)), side, VPos::Bottom);
                }
            });
        }
        canvas.group("value", HPos::Right, || {
            for way in &ways {
                let label = text::wrap(&way.band.value_label, 100.0, 1);
                if !label.is_empty() && (roomy || way.width >= SLOT - 4.0) {
                    let middle = whole(way.to + way.width / 2.0);
                    canvas.text(&label, (whole(WIDTH - BAR - 7.0), middle), HPos::Right, VPos::Center);
                }
            }
        });
        canvas.finish()
    }

    /// The bands that can be drawn, in the order of the left side, and whether there is room for a number at each.
    fn ways(&self) -> (Vec<Way<'_>>, bool) {
        let known = |b: &&FlowBand| b.value > 0 && b.from < self.left.len() && b.to < self.right.len();
        let mut bands: Vec<&FlowBand> = self.bands.iter().filter(known).collect();
        bands.sort_by_key(|band| (band.from, band.to));
        let total: f64 = bands.iter().map(|band| band.value as f64).sum();
        let unit = (HEIGHT / total.max(1.0)).min(MOST);
        let roomy = bands.len() <= FEW;
        let way = |band| Way { band, width: 0.0, from: 0.0, to: 0.0 };
        let mut ways: Vec<Way<'_>> = bands.into_iter().map(way).collect();
        ways.iter_mut().for_each(|way| way.width = (way.band.value as f64 * unit).max(LEAST));
        (ways, roomy)
    }

    fn heads(&self, canvas: &Canvas) {
        canvas.group("quiet", HPos::Left, || {
            for (head, (x, side)) in self.heads.iter().zip([(0.0, HPos::Left), (WIDTH, HPos::Right)]) {
                let head = text::wrap(head, WIDTH / 2.0 - 8.0, 1);
                if !head.is_empty() {
                    canvas.text(&head, (whole(x), 0), side, VPos::Top);
                }
            }
        });
    }

    /// Bands in the ink of where they lead, and the bars at both ends; one path for each ink.
    fn areas(&self, canvas: &Canvas, left: &[Node], ways: &[Way<'_>]) {
        let inks = inks(self.tones.iter().copied());
        let fills = canvas.fills(&inks);
        // Nodes without a tone come last, in the colour of text.
        let tone = |node: &FlowNode| node.tone.filter(|tone| *tone < inks.len()).unwrap_or(inks.len());
        let (start, end) = (whole(BAR), whole(WIDTH - BAR));
        for nth in 0..=inks.len() {
            let ways: Vec<_> = ways.iter().filter(|way| tone(&self.right[way.band.to]) == nth).collect();
            if ways.is_empty() {
                continue;
            }
            let class = inks.get(nth).map_or_else(|| "band".to_owned(), |ink| format!("{} band", ink.class));
            canvas.path(&format!(" class=\"{class}\""), || {
                for way in ways {
                    let (a, b) = (whole(way.from), whole(way.from + way.width));
                    let (c, d) = (whole(way.to), whole(way.to + way.width));
                    canvas.area(&[(start, a), (end, c), (end, d), (start, b)]);
                }
            });
        }
        for nth in 0..=inks.len() {
            let nodes = self.left.iter().zip(left).filter(|(node, place)| tone(node) == nth && place.end > place.top);
            let ends = ways.iter().filter(|way| tone(&self.right[way.band.to]) == nth);
            let bars: Vec<_> = nodes
                .map(|(_, place)| (0.0, place.top, place.end))
                .chain(ends.map(|way| (WIDTH - BAR, way.to, way.to + way.width)))
                .collect();
            if !bars.is_empty() {
                canvas.path(fills.get(nth).map_or(" class=\"f\"", String::as_str), || {
                    for (x, top, end) in bars {
                        canvas.rect((whole(x), whole(top)), (whole(x + BAR), whole(end)));
                    }
                });
            }
        }
    }
}

/// A place on the grid of whole units: finer than that nobody sees a difference, but a drawing with many bands would
/// grow by a third.
fn whole(units: f64) -> i32 {
    tenth(units.round())
}

/// Places the nodes of one side from the top down; `fill` gives the end of what stands in a node. Gives the places and
/// the foot of the last.
fn column(nodes: &[FlowNode], top: f64, mut fill: impl FnMut(usize, f64) -> f64) -> (Vec<Node>, f64) {
    let mut y = top;
    let mut places = Vec::with_capacity(nodes.len());
    for (nth, node) in nodes.iter().enumerate() {
        let name = text::wrap(&node.label, WIDTH / 2.0 - 8.0, 2);
        let foot = y + (name.matches('\n').count() + 1) as f64 * text::LINE - 4.0;
        let top = foot + NEAR;
        let end = fill(nth, top);
        y = end + FAR;
        places.push(Node { name, foot, top, end });
    }
    (places, y + 2.0 - FAR)
}
