//! The tones of a chart: one per status class, each with colours and a pattern, so that no status rests on colour alone.
//!
//! This table is the palette of standalone files; `chart.css` repeats it for light pages, where a test holds the two together,
//! and has one of its own for dark ones.
//! It does not know what a city calls its statuses.

/// The class of a status; decides colour, pattern and the CSS class of everything drawn for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tone {
    /// Not begun: dots.
    Planned,
    /// Under way: diagonal lines.
    Active,
    /// Reached: solid.
    Done,
    /// Put on hold: crossed lines.
    Paused,
    /// Given up: outline only.
    Dropped,
    /// Nothing known, or a code outside the scheme: upright lines.
    Unknown,
}

impl Tone {
    /// The CSS class of the first series of this tone; a second one has the same class with `-2`.
    pub fn class(self) -> &'static str {
        self.ink(false).class
    }

    pub(super) fn ink(self, second: bool) -> &'static Ink {
        &INKS[2 * self as usize + usize::from(second)]
    }
}

/// How one series is painted.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ink {
    pub(super) class: &'static str,
    /// Fill on a light page, and the colour of text on it.
    pub(super) light: (&'static str, &'static str),
    /// The lines of a pattern tile of 10 units; none for a solid fill.
    pub(super) pattern: Option<&'static str>,
}

const BLACK: &str = "#000";
const WHITE: &str = "#fff";
const DOTS: Option<&str> = Some("M1.7 2.5h1.6M6.7 7.5h1.6");
const DIAGONAL: Option<&str> = Some("M-2 2l4-4M0 10l10-10M8 12l4-4");
const CROSSED: Option<&str> = Some("M0 0l10 10M0 10l10-10");
const UPRIGHT: Option<&str> = Some("M5 0v10");
const LEVEL: Option<&str> = Some("M0 5h10");

/// Two inks per tone, in the order of [`Tone`].
pub(super) static INKS: [Ink; 12] = [
    ink("s-planned", ("#cc7400", BLACK), DOTS),
    ink("s-planned-2", ("#8f5100", WHITE), LEVEL),
    ink("s-active", ("#1259d6", WHITE), DIAGONAL),
    ink("s-active-2", ("#0b3a8c", WHITE), LEVEL),
    ink("s-done", ("#0a5229", WHITE), None),
    ink("s-done-2", ("#2f8a57", BLACK), LEVEL),
    ink("s-paused", ("#858a96", BLACK), CROSSED),
    ink("s-paused-2", ("#5c606a", WHITE), LEVEL),
    ink("s-dropped", ("#a3176f", BLACK), None),
    ink("s-dropped-2", ("#6d0f4c", BLACK), LEVEL),
    ink("s-unknown", ("#6b7078", WHITE), UPRIGHT),
    ink("s-unknown-2", ("#4b4f57", WHITE), LEVEL),
];

const fn ink(class: &'static str, light: (&'static str, &'static str), pattern: Option<&'static str>) -> Ink {
    Ink { class, light, pattern }
}

/// The ink of each series in turn; a later series of a tone already used gets the second one.
pub(super) fn inks(tones: impl Iterator<Item = Tone>) -> Vec<&'static Ink> {
    let mut used = [false; 6];
    tones.map(|tone| tone.ink(std::mem::replace(&mut used[tone as usize], true))).collect()
}
