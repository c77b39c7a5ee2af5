//! What a city says was wrong at a reporting date, and what is right.
//!
//! Whether it fits what was frozen is for `figures` to say.

use super::{UnitId, Value};
use crate::source::Span;
use crate::value::Date;

/// What was corrected after a reporting date.
#[derive(Debug)]
pub struct Corrected {
    /// The reporting date.
    pub date: Date,
    /// Value as reported and right value, if it was wrong; none where there is no value.
    pub value: Option<(Option<Value>, Option<Value>)>,
    /// Right unit in charge, if it was wrong.
    pub unit: Option<UnitId>,
    /// Right answer to whether it is in the baseline, if it was wrong.
    pub baseline: Option<bool>,
    /// Whether only the internal edition shows it since then, if that was changed.
    pub internal: Option<bool>,
    /// Right reason why it left, if none or another was given: a word of `[[left]]`.
    pub left: Option<&'static str>,
    /// Day of the correction.
    pub on: Date,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub span: Span,
}

impl Corrected {
    /// Whether it says anything that was wrong.
    pub fn says_something(&self) -> bool {
        self.value.is_some()
            || self.unit.is_some()
            || self.baseline.is_some()
            || self.internal.is_some()
            || self.left.is_some()
    }

    /// Whether it also holds for a date before its own: a value and a reason belong to one date alone.
    pub fn holds_before(&self, date: Date) -> bool {
        self.date > date && (self.unit.is_some() || self.baseline.is_some() || self.internal.is_some())
    }
}
