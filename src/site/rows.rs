//! How long the pages of a list are: light enough for a slow line.
//!
//! What a row takes is guessed from its columns and texts, since addresses are planned before anything is rendered. A
//! test weighs the pages.

use super::{Kind, Site};
use crate::model::{Model, RegisterId};
use crate::text::lang::Lang;

/// Most rows on one page of any list.
pub const ROWS: usize = 250;

/// Reporting dates that a list shows; the record page shows all.
pub const DATES: usize = 4;

/// Bytes of all rows of a page of 150 kB; its frame and the form that filters take the rest.
const ROOM: usize = 138_000;

/// Bytes of a row without its texts: tags, address and status.
const ROW: usize = 340;
/// Of the shape of its history.
const SHAPE: usize = 165;
/// Of a value, or what stands in a column of the city's own.
const CELL: usize = 40;

/// How many records of a register a page lists.
pub(super) fn that_fit(model: &Model, id: RegisterId, lang: Lang) -> usize {
    let register = model.register(id);
    let has_shape = register.dates.len() > 1 && model.scheme(register).scale.is_some();
    let tags = ROW
        + if has_shape { SHAPE } else { 0 }
        + (register.dates.len().min(DATES) + model.extra_fields().count()) * CELL;
    let units: Vec<usize> = model.units.iter().map(|unit| unit.id.len() + unit.name.get(lang).len()).collect();
    let (mut rows, mut bytes) = (0, 0);
    for (_, record) in model.shown(id) {
        let unit = record.unit_on(model.as_of).map_or(0, |unit| units[unit.0 as usize]);
        rows += 1;
        bytes += tags + record.title().map_or(0, str::len) + unit;
    }
    if bytes <= ROOM { ROWS } else { (rows * ROOM / bytes).clamp(1, ROWS) }
}

impl Site {
    /// How many records of a register a page lists.
    pub fn rows(&self, id: RegisterId) -> usize {
        self.rows[id.0 as usize]
    }

    /// How many pages a list of so many records of a register has.
    pub fn list_pages(&self, id: RegisterId, records: usize) -> usize {
        records.div_ceil(self.rows(id)).max(1)
    }

    /// The pages of the list of a register.
    pub(super) fn list(&self, model: &Model, id: RegisterId) -> impl Iterator<Item = Kind> + use<> {
        (1..=self.list_pages(id, model.shown(id).count())).map(move |page| Kind::List(id, page))
    }
}
