//! What site.toml says of the rules of plausibility: what the city thinks usual, and which of their
//! findings it publishes. Whether the names are those of rules is for `model` to say.

use crate::record::field::{Field, Kind, Reader};
use crate::source::Located;

pub(super) const RULES: &[Field] = &[
    Field::new(
        "jump",
        Kind::Integer(1, 1000),
        "A value may rise by this much from one date to the next; without it by any.",
        "4",
    ),
    Field::new(
        "standstill",
        Kind::Integer(2, 100),
        "So many dates with the same value, without news, are a warning; without it none.",
        "3",
    ),
    Field::new(
        "overdue",
        Kind::Integer(0, 1200),
        "So many months after its planned end a record that is not done is a warning; without it none.",
        "6",
    ),
];

pub(super) const QUALITY: &[Field] = &[Field::new(
    "publish",
    Kind::Texts,
    "Rules whose findings stand on the public page on the quality of the data.",
    "[\"progress-falls\", \"no-current-value\"]",
)];

/// What the city thinks usual; nothing leaves a rule off.
#[derive(Debug, Default)]
pub struct Rules {
    /// How much a value may rise from one date to the next.
    pub jump: Option<i64>,
    /// How many dates with the same value are a standstill.
    pub standstill: Option<usize>,
    /// How many months after its planned end a record is overdue.
    pub overdue: Option<i64>,
}

/// What the page on the quality of the data shows besides counts.
#[derive(Debug, Default)]
pub struct Quality {
    /// Codes of the rules whose findings are published.
    pub publish: Vec<Located<String>>,
}

pub(super) fn rules(r: &mut Reader<'_, '_>) -> Rules {
    Rules {
        jump: r.integer("jump").map(|n| n.value),
        standstill: r.integer("standstill").and_then(|n| usize::try_from(n.value).ok()),
        overdue: r.integer("overdue").map(|n| n.value),
    }
}

pub(super) fn quality(r: &mut Reader<'_, '_>) -> Quality {
    Quality { publish: r.texts("publish") }
}
