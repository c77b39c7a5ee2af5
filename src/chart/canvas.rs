//! The canvas of one chart: plotters' drawing area over our backend, with groups, paths and classes around what is drawn.
//!
//! It converts units to the backend's tenths in one place. It lives and dies inside one call of `draw`, hence on one
//! thread; only the finished [`Drawing`] leaves.

use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::ops::Range;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::coord::cartesian::{Cartesian2d, MeshLine};
use plotters::coord::ranged1d::{BoldPoints, Ranged};
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{CoordMapper, Drawable, PointCollection};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{BLACK, ShapeStyle};

use super::Drawing;
use super::backend::{Svg, anchor_word};
use super::text::{escape_into, safe_id};
use super::tone::Ink;

/// The width of every chart with labels, in units.
pub(super) const WIDTH: f64 = 360.0;

/// What lowers the texts of a group in type of 15 units, that of files.
const LOWERED: &str = " transform=\"translate(0 5.25)\"";

/// A part of the canvas with a coordinate system of its own.
pub(super) type Plane<X, Y> = DrawingArea<Svg, Cartesian2d<X, Y>>;

/// A chart while it is drawn.
pub(super) struct Canvas {
    svg: Rc<RefCell<Svg>>,
    root: DrawingArea<Svg, Shift>,
    id: String,
    body: usize,
    size: (u32, u32),
}

/// Units to the backend's tenths.
pub(super) fn tenth(units: f64) -> i32 {
    (units * 10.0).round() as i32
}

/// A style is due wherever plotters draws; the backend reads none of it.
pub(super) fn plain() -> ShapeStyle {
    ShapeStyle::from(&BLACK).filled()
}

impl Canvas {
    /// A canvas for an image with a name: `kind` is the second class, `title` and `desc` what a screen reader says.
    pub(super) fn named(kind: &str, id: &str, title: &str, desc: &str, height: f64) -> Canvas {
        let id = safe_id(id);
        let size = (WIDTH as u32, height.ceil() as u32);
        let mut out = String::with_capacity(4000);
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "<svg class=\"chart chart-{kind}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">",
            size.0, size.1
        );
        escape_into(&mut out, title);
        let _ = write!(out, "</title><desc id=\"{id}-d\">");
        escape_into(&mut out, desc);
        out.push_str("</desc>");
        Canvas::over(out, id, size)
    }

    /// A canvas for an ornament of this class that screen readers pass over.
    pub(super) fn hidden(class: &str, size: (u32, u32)) -> Canvas {
        let mut out = String::with_capacity(300);
        // Writing to a String cannot fail.
        let _ = write!(out, "<svg class=\"{class}\" viewBox=\"0 0 {} {}\" aria-hidden=\"true\">", size.0, size.1);
        Canvas::over(out, String::new(), size)
    }

    /// A canvas for a part that several drawings of this height share.
    pub(super) fn blank(height: f64) -> Canvas {
        Canvas::over(String::with_capacity(1500), String::new(), (WIDTH as u32, height.ceil() as u32))
    }

    /// A part that was drawn on another canvas.
    pub(super) fn put(&self, part: &str) {
        self.svg.borrow_mut().out.push_str(part);
    }

    /// What was drawn since the last time, without an element around it.
    pub(super) fn take(&self) -> String {
        std::mem::take(&mut self.svg.borrow_mut().out)
    }

    fn over(out: String, id: String, size: (u32, u32)) -> Canvas {
        let body = out.len();
        let svg = Rc::new(RefCell::new(Svg::new(out, (size.0 * 10, size.1 * 10))));
        Canvas { root: DrawingArea::from(&svg), svg, id, body, size }
    }

    /// The coordinate system `x` × `y` over a rectangle in units.
    pub(super) fn plane<X: Ranged, Y: Ranged>(&self, x: X, y: Y, across: Range<f64>, down: Range<f64>) -> Plane<X, Y> {
        // The vertical axis of a chart points up, that of the canvas down.
        let area = (tenth(across.start)..tenth(across.end), tenth(down.end)..tenth(down.start));
        self.root.apply_coord_spec(Cartesian2d::new(x, y, area))
    }

    /// Draws one element of plotters into `area`.
    pub(super) fn draw<'a, X: Ranged, Y: Ranged, E, B: CoordMapper>(&self, area: &Plane<X, Y>, element: &'a E)
    where
        &'a E: PointCollection<'a, (X::ValueType, Y::ValueType), B>,
        E: Drawable<Svg, B>,
    {
        drawn(area.draw(element));
    }

    /// Draws the horizontal grid lines of `area` and gives their heights (in tenths) with their values.
    pub(super) fn grid<X: Ranged, Y: Ranged<ValueType = f64>>(&self, area: &Plane<X, Y>) -> Vec<(i32, f64)> {
        let mut ticks = Vec::new();
        drawn(area.draw_mesh(
            |svg, line| {
                if let MeshLine::YMesh((_, y), _, value) = &line {
                    ticks.push((*y, **value));
                    line.draw(svg, &plain())?;
                }
                Ok(())
            },
            BoldPoints(usize::MAX), // the tick values are given, plotters is not to choose among them
            BoldPoints(0),
        ));
        ticks
    }

    /// A rectangle in tenths.
    pub(super) fn rect(&self, from: (i32, i32), to: (i32, i32)) {
        drawn(self.root.draw(&plotters::element::Rectangle::new([from, to], plain())));
    }

    /// A line through points in tenths.
    pub(super) fn line(&self, points: &[(i32, i32)]) {
        drawn(self.root.draw(&plotters::element::PathElement::new(points, plain())));
    }

    /// An area with these corners in tenths.
    pub(super) fn area(&self, corners: &[(i32, i32)]) {
        drawn(self.root.draw(&plotters::element::Polygon::new(corners, plain())));
    }

    /// A circle in tenths.
    pub(super) fn circle(&self, centre: (i32, i32), radius: i32) {
        drawn(self.root.draw(&plotters::element::Circle::new(centre, radius, plain())));
    }

    /// A text at a place in tenths.
    pub(super) fn text(&self, words: &str, at: (i32, i32), h: HPos, v: VPos) {
        self.svg.borrow_mut().text(words, at, h, v);
    }

    /// What `draw` draws, as one path with these attributes.
    pub(super) fn path(&self, attributes: &str, draw: impl FnOnce()) {
        self.svg.borrow_mut().begin_path(attributes);
        draw();
        self.svg.borrow_mut().end_path();
    }

    /// As [`Canvas::group`], of texts that stand in the middle of something: the group moves them to their baseline, so
    /// that not each of them has to. The page sets how far, by the size of its type; what stands here is for files.
    pub(super) fn middle(&self, class: &str, anchor: HPos, draw: impl FnOnce()) {
        self.svg.borrow_mut().is_lowered = true;
        self.group(class, anchor, draw);
        self.svg.borrow_mut().is_lowered = false;
    }

    /// What `draw` draws, in a group of this class whose texts are anchored at `anchor`.
    pub(super) fn group(&self, class: &str, anchor: HPos, draw: impl FnOnce()) {
        let before = {
            let mut svg = self.svg.borrow_mut();
            let _ = write!(svg.out, "<g class=\"{class}\""); // writing to a String cannot fail
            if anchor_word(anchor) != anchor_word(svg.anchor) {
                let _ = write!(svg.out, " text-anchor=\"{}\"", anchor_word(anchor)); // nor can this
            }
            if svg.is_lowered {
                svg.out.push_str(LOWERED);
            }
            svg.out.push('>');
            std::mem::replace(&mut svg.anchor, anchor)
        };
        let start = self.svg.borrow().out.len();
        draw();
        let mut svg = self.svg.borrow_mut();
        svg.anchor = before;
        if svg.out.len() == start {
            // Nothing was drawn: an empty group is only noise.
            if let Some(tag) = svg.out.rfind("<g ") {
                svg.out.truncate(tag);
            }
        } else {
            svg.out.push_str("</g>");
        }
    }

    /// Defines the patterns of these inks; gives the attributes with which an area of each is painted.
    pub(super) fn fills(&self, inks: &[&Ink]) -> Vec<String> {
        let mut svg = self.svg.borrow_mut();
        let mut defs = String::new();
        let fills = inks
            .iter()
            .map(|ink| match ink.pattern {
                None => format!(" class=\"{} f\"", ink.class),
                Some(lines) => {
                    let id = format!("{}-{}", self.id, &ink.class[2..]);
                    let tile = format!(
                        "<pattern id=\"{id}\" class=\"{}\" width=\"10\" height=\"10\" patternUnits=\"userSpaceOnUse\"><path class=\"f\" d=\"M0 0h10v10H0z\"/><path class=\"k\" d=\"{lines}\"/></pattern>",
                        ink.class
                    );
                    // A third series of a tone shares the ink of the second, and its pattern.
                    if !defs.contains(&tile) {
                        defs.push_str(&tile);
                    }
                    format!(" class=\"{} p\" fill=\"url(#{id})\"", ink.class)
                }
            })
            .collect();
        if !defs.is_empty() {
            let _ = write!(svg.out, "<defs>{defs}</defs>"); // writing to a String cannot fail
        }
        fills
    }

    /// The finished drawing.
    pub(super) fn finish(self) -> Drawing {
        let mut svg = std::mem::take(&mut self.svg.borrow_mut().out);
        svg.push_str("</svg>");
        Drawing { svg, body: self.body, size: self.size }
    }
}

/// Our backend never fails and is never borrowed while plotters draws, so a failure is a mistake in a chart.
fn drawn(result: Result<(), DrawingAreaErrorKind<Infallible>>) {
    debug_assert!(result.is_ok(), "a chart drew while drawing: {result:?}");
}
