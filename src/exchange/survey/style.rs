//! How a workbook looks: few formats, dark text on light ground, no meaning by colour alone.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Height of a line, in points.
const LINE: f64 = 15.0;

/// The height of a row for a text in a column of this width in characters; nothing where one line is
/// enough: such a row grows by itself with what is typed into it. LibreOffice fits no row when it opens
/// a file, and Excel none with merged cells.
pub(in crate::exchange) fn height(text: &str, width: f64) -> Option<f64> {
    // The width counts digits, and most letters are narrower.
    let width = width * 1.08;
    let (mut lines, mut used, mut length) = (1, 0_usize, 0_usize);
    // Byte by byte, as a workbook has thousands of long texts. The sign at the end closes the last word.
    for byte in text.bytes().chain([b' ']) {
        match byte {
            b' ' | b'\n' => {
                if used > 0 && (used + 1 + length) as f64 > width {
                    lines += 1;
                    used = 0;
                }
                used += length + usize::from(used > 0);
                length = 0;
                if byte == b'\n' {
                    lines += 1;
                    used = 0;
                }
            }
            // A character of several bytes goes on.
            0x80..=0xbf => {}
            _ => length += 1,
        }
    }
    (lines > 1).then(|| LINE * f64::from(lines) + 1.0)
}

/// The formats of a workbook.
pub(super) struct Style {
    /// Title of a sheet.
    pub(super) title: Format,
    /// Line under a title.
    pub(super) subtitle: Format,
    /// Plain text that wraps.
    pub(super) text: Format,
    /// A number before a text.
    pub(super) marker: Format,
    /// Heading of a part.
    pub(super) part: Format,
    /// Heading of a locked column.
    pub(super) head: Format,
    /// Heading of a column to be filled in.
    pub(super) head_open: Format,
    /// Locked cell.
    pub(super) locked: Format,
    /// Locked cell in the middle of its column.
    pub(super) locked_middle: Format,
    /// Cell to be filled in.
    pub(super) open: Format,
    /// Cell to be filled in, in the middle of its column.
    pub(super) open_middle: Format,
}

const INK: Color = Color::RGB(0x1A_1A1A);
const BLUE: Color = Color::RGB(0x1F_3A5F);
const GREY: Color = Color::RGB(0x8A_8F98);
const PAPER: Color = Color::RGB(0xF2_F4F7);
const FILL: Color = Color::RGB(0xFF_F6D6);

impl Style {
    /// The formats.
    pub(super) fn new() -> Self {
        let base = Format::new().set_font_color(INK).set_align(FormatAlign::Top).set_text_wrap();
        let cell = base
            .clone()
            .set_align(FormatAlign::Left)
            .set_indent(1)
            .set_border(FormatBorder::Thin)
            .set_border_color(GREY);
        let head = cell.clone().set_bold().set_align(FormatAlign::VerticalCenter);
        let locked = cell.clone().set_background_color(PAPER);
        // Text, so that neither `1/2` becomes a date nor `=` a formula when somebody types it.
        let open = cell.set_background_color(FILL).set_unlocked();
        Style {
            title: Format::new().set_font_color(BLUE).set_bold().set_font_size(16),
            subtitle: Format::new().set_font_color(INK).set_font_size(11),
            text: base.clone(),
            marker: base.clone().set_bold().set_font_color(BLUE).set_align(FormatAlign::Right),
            part: Format::new().set_font_color(BLUE).set_bold().set_font_size(12),
            head: head.clone().set_background_color(BLUE).set_font_color(Color::White),
            head_open: head.set_background_color(Color::RGB(0xFF_D966)),
            locked_middle: locked.clone().set_indent(0).set_align(FormatAlign::Center),
            locked,
            open: open.clone().set_num_format("@"),
            open_middle: open.set_indent(0).set_align(FormatAlign::Center),
        }
    }
}
