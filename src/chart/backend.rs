//! The one place where SVG is written: a plotters backend that knows elements and coordinates, and no colour.
//!
//! Coordinates are tenths of a unit. Lines and areas drawn between [`Svg::begin_path`] and [`Svg::end_path`] become a
//! single `<path>`, which keeps a chart of a hundred bars small. Styles handed over by plotters are ignored, except the
//! anchor of a text.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::text;

/// Hundredths of an em from the middle of a line to its baseline, as in chart.css.
const LOWER: i32 = 35;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// An SVG document in the making.
pub(super) struct Svg {
    pub(super) out: String,
    /// Canvas size in tenths of a unit.
    pub(super) size: (u32, u32),
    /// The anchor that the open group sets for its texts.
    pub(super) anchor: HPos,
    /// Whether the open group moves its texts from the middle of a line to the baseline.
    pub(super) is_lowered: bool,
    in_path: bool,
}

impl Svg {
    pub(super) fn new(out: String, size: (u32, u32)) -> Svg {
        Svg { out, size, anchor: HPos::Left, is_lowered: false, in_path: false }
    }

    /// Opens a path with these attributes (each with a leading space); what is drawn until `end_path` becomes its data.
    pub(super) fn begin_path(&mut self, attributes: &str) {
        self.out.push_str("<path");
        self.out.push_str(attributes);
        self.out.push_str(" d=\"");
        self.in_path = true;
    }

    /// Closes the path.
    pub(super) fn end_path(&mut self) {
        self.in_path = false;
        self.out.push_str("\"/>");
    }

    /// Runs `draw` inside a path of its own, unless one is open.
    fn pathed(&mut self, draw: impl FnOnce(&mut Svg)) -> Drawn {
        if self.in_path {
            draw(self);
        } else {
            self.begin_path("");
            draw(self);
            self.end_path();
        }
        Ok(())
    }

    fn polyline(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        let mut last = None;
        for (x, y) in points {
            match last {
                None => self.pair('M', x, y),
                Some((px, py)) if py == y => self.single('h', x - px),
                Some((px, py)) if px == x => self.single('v', y - py),
                Some((px, py)) => self.pair('l', x - px, y - py),
            }
            last = Some((x, y));
        }
    }

    fn rect(&mut self, (x0, y0): BackendCoord, (x1, y1): BackendCoord) {
        self.pair('M', x0, y0);
        self.single('h', x1 - x0);
        self.single('v', y1 - y0);
        self.single('H', x0);
        self.out.push('z');
    }

    fn single(&mut self, command: char, value: i32) {
        self.out.push(command);
        tenths(&mut self.out, value);
    }

    fn pair(&mut self, command: char, x: i32, y: i32) {
        self.single(command, x);
        if y >= 0 {
            self.out.push(' ');
        }
        tenths(&mut self.out, y);
    }

    /// Writes one `<text>`; a line feed starts a new line. Offsets are in `em`, so that lines stay together when the page
    /// sets smaller type. Charts call it directly: a style for each text would take as long as the text.
    pub(super) fn text(&mut self, text: &str, (x, y): BackendCoord, h: HPos, v: VPos) {
        let further = text.matches('\n').count() as i32;
        self.out.push_str("<text");
        if x != 0 {
            self.coordinate("x", x);
        }
        self.coordinate("y", y);
        // Hundredths of an em from the anchor to the first baseline.
        let lift = match v {
            VPos::Top => 80,
            VPos::Center if self.is_lowered => -58 * further,
            VPos::Center => LOWER - 58 * further,
            VPos::Bottom => -115 * further,
        };
        if lift != 0 {
            self.out.push_str(" dy=\"");
            hundredths(&mut self.out, lift);
            self.out.push_str("em\"");
        }
        if anchor_word(h) != anchor_word(self.anchor) {
            self.out.push_str(" text-anchor=\"");
            self.out.push_str(anchor_word(h));
            self.out.push('"');
        }
        self.out.push('>');
        for (nth, line) in text.split('\n').enumerate() {
            if nth > 0 {
                self.out.push_str("<tspan");
                self.coordinate("x", x);
                self.out.push_str(" dy=\"1.15em\">");
            }
            text::escape_into(&mut self.out, line);
            if nth > 0 {
                self.out.push_str("</tspan>");
            }
        }
        self.out.push_str("</text>");
    }

    /// ` name="value"` with a coordinate as value.
    fn coordinate(&mut self, name: &str, value: i32) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        tenths(&mut self.out, value);
        self.out.push('"');
    }
}

/// Appends `value` tenths as a decimal number, the shortest way.
pub(super) fn tenths(out: &mut String, value: i32) {
    if value < 0 {
        out.push('-');
    }
    let (units, part) = (value.unsigned_abs() / 10, value.unsigned_abs() % 10);
    whole(out, units);
    if part != 0 {
        out.push('.');
        whole(out, part);
    }
}

/// Appends a whole number. A drawing has hundreds of them, and formatting takes several times as long.
fn whole(out: &mut String, value: u32) {
    if value >= 10 {
        whole(out, value / 10);
    }
    out.push(char::from(b'0' + (value % 10) as u8));
}

/// Appends `value` hundredths as a decimal number, the shortest way.
fn hundredths(out: &mut String, value: i32) {
    match value.unsigned_abs() % 10 {
        0 => tenths(out, value / 10),
        last => {
            if value < 0 {
                out.push('-');
            }
            whole(out, value.unsigned_abs() / 100);
            out.push('.');
            whole(out, value.unsigned_abs() / 10 % 10);
            whole(out, last);
        }
    }
}

/// The word that `text-anchor` wants.
pub(super) fn anchor_word(anchor: HPos) -> &'static str {
    match anchor {
        HPos::Left => "start",
        HPos::Center => "middle",
        HPos::Right => "end",
    }
}

impl DrawingBackend for Svg {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, _: BackendColor) -> Drawn {
        self.pathed(|svg| svg.rect((x, y), (x + 1, y + 1)))
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S) -> Drawn {
        self.pathed(|svg| svg.polyline([from, to]))
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, _: &S, _: bool) -> Drawn {
        self.pathed(|svg| svg.rect(a, b))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Drawn {
        self.pathed(|svg| svg.polyline(path))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Drawn {
        self.pathed(|svg| {
            svg.polyline(path);
            svg.out.push('z');
        })
    }

    /// Circles never join a path: nothing is drawn in one that could hold them.
    fn draw_circle<S: BackendStyle>(&mut self, (x, y): BackendCoord, radius: u32, _: &S, _: bool) -> Drawn {
        self.out.push_str("<circle");
        self.coordinate("cx", x);
        self.coordinate("cy", y);
        self.coordinate("r", radius.cast_signed());
        self.out.push_str("/>");
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let anchor = style.anchor();
        self.text(text, at, anchor.h_pos, anchor.v_pos);
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        _: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let widest = text.split('\n').map(text::width).fold(0.0, f64::max);
        let lines = text.split('\n').count() as f64;
        Ok(((widest * 10.0) as u32, (lines * text::LINE * 10.0) as u32))
    }
}
