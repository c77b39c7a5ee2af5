//! How long the pages of a list are: light enough for a slow line, and alike.
//!
//! What a row takes is guessed from its columns and texts, since addresses are planned before anything is rendered. A
//! test weighs the pages.

use super::{Kind, Site};
use crate::model::{Model, Record, RegisterId};
use crate::record::tracked::ExtraText;
use crate::text::lang::Lang;

/// Most rows on one page of any list.
pub const ROWS: usize = 250;

/// Reporting dates that a list shows; the record page shows all.
pub const DATES: usize = 4;

/// Bytes of a page, without its frame.
const PAGE: usize = 142_000;
/// Bytes of a choice in the form that filters, without its name; a division is a link too.
const CHOICE: usize = 45;
/// Bytes of a row without its texts: tags, address and status.
const ROW: usize = 315;
/// Of the shape of a history: without its dates, and for each.
const SHAPE: (usize, usize) = (130, 8);
/// Of a value, or the tags around another text.
const CELL: usize = 45;

/// How many records of a register a page lists. A portable site is read from a disk, where weight is no matter, but a
/// script sees no other page.
pub(super) fn that_fit(model: &Model, id: RegisterId, lang: Lang, portable: bool) -> usize {
    let dates = model.register(id).dates.len();
    let shape = if has_shapes(model, id) { SHAPE.0 + SHAPE.1 * dates.min(24) } else { 0 };
    let columns: Vec<usize> = model.extra_columns(id).collect();
    let tags = ROW + shape + (dates.min(DATES) + columns.len()) * CELL;
    let units: Vec<usize> = model.units.iter().map(|unit| unit.id.len() + unit.name.get(lang).len()).collect();
    let weight = |record: &Record| {
        let unit = record.unit_on(model.as_of).map_or(0, |unit| units[unit.0 as usize]);
        let extra = record.extra.iter().filter(|(field, _)| columns.contains(field));
        let schedule = record.text.schedule.map_or(0, |_| CELL);
        let delivery = record.text.service.as_ref().map_or(0, |_| CELL);
        let title = record.title().map_or(0, str::len);
        tags + title + unit + schedule + delivery + extra.map(|(_, value)| length(value)).sum::<usize>()
    };
    let weights: Vec<usize> = model.shown(id).map(|(_, record)| weight(record)).collect();
    let divisions = model.divisions.iter().map(|division| division.id.len() + division.name.get(lang).len());
    let form = units.iter().map(|unit| unit + CHOICE).chain(divisions.map(|name| 2 * (name + CHOICE))).sum();
    let room = if portable { usize::MAX } else { PAGE.saturating_sub(form).max(PAGE / 3) };
    let least = weights.iter().sum::<usize>().div_ceil(room).max(weights.len().div_ceil(ROWS)).max(1);
    let fits = |rows: usize| rows == 1 || weights.chunks(rows).all(|page| page.iter().sum::<usize>() <= room);
    // Where long texts stand together, more pages than the sum of all would fill.
    (least..).map(|pages| weights.len().div_ceil(pages).max(1)).find(|rows| fits(*rows)).unwrap_or(1)
}

/// Whether rows of a register show the shape of their history.
pub fn has_shapes(model: &Model, id: RegisterId) -> bool {
    let register = model.register(id);
    register.dates.len() > 1 && model.scheme(register).scale.is_some()
}

/// Bytes of a text, about.
fn length(value: &ExtraText) -> usize {
    match value {
        ExtraText::Text(text) | ExtraText::Number(text) => text.len(),
        ExtraText::List(texts) => texts.iter().map(|text| text.len() + 2).sum(),
        ExtraText::Date(_) | ExtraText::Bool(_) | ExtraText::Other(_) => 0,
    }
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
