//! How an appendix looks: dark text, light lines, one colour for the header, readable in black and white.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The formats of an appendix.
pub(super) struct Style {
    pub(super) title: Format,
    pub(super) subtitle: Format,
    pub(super) head: Format,
    pub(super) text: Format,
    /// Numbers, names and values in the middle of their column.
    pub(super) middle: Format,
    /// Divisions and units, which stand once for several rows.
    pub(super) organisation: Format,
}

const INK: Color = Color::RGB(0x1A_1A1A);
const BLUE: Color = Color::RGB(0x1F_3A5F);
const LINE: Color = Color::RGB(0xB4_BAC4);
const PAPER: Color = Color::RGB(0xF2_F4F7);

impl Style {
    pub(super) fn new() -> Self {
        let cell = Format::new()
            .set_font_color(INK)
            .set_font_size(10)
            .set_align(FormatAlign::Top)
            .set_text_wrap()
            .set_border(FormatBorder::Thin)
            .set_border_color(LINE);
        Style {
            title: Format::new().set_font_color(BLUE).set_bold().set_font_size(16),
            subtitle: Format::new().set_font_color(INK).set_font_size(10),
            head: cell
                .clone()
                .set_bold()
                .set_background_color(BLUE)
                .set_font_color(Color::White)
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            middle: cell.clone().set_align(FormatAlign::Center),
            organisation: cell.clone().set_background_color(PAPER),
            text: cell,
        }
    }
}
