//! Records on the other sheets of a file, which references may mean before those sheets are imported.
//!
//! Only their numbers are read. Nothing of them gets into the site, and a reference to them stays unresolved until
//! their register has them.

use super::Reading;
use super::header::{Layout, Target, Wanted};
use super::written::{clean, is_none, norm_number};
use crate::diag::{Diagnostics, codes};
use crate::exchange::sheet::Workbook;
use crate::model::RegisterId;
use crate::source::CellRef;
use std::collections::HashSet;

/// The sheets of other registers in a file.
pub(super) struct Elsewhere {
    sheets: Vec<Other>,
}

/// A sheet of another register.
struct Other {
    name: String,
    register: RegisterId,
    key: String,
    numbers: HashSet<String>,
    /// The first cell that means one of its records, and how many references do.
    seen: Option<(CellRef, usize)>,
}

/// The numbers on all sheets of a file but the one that is read, by the register that each sheet fits.
pub(super) fn names(book: &Workbook, read: &Layout<'_>, wanted: &Wanted<'_>) -> Elsewhere {
    let mut sheets = Vec::new();
    for sheet in book.sheets.iter().filter(|sheet| sheet.name != read.sheet.name) {
        let alone = Workbook { sheets: vec![sheet.clone()] };
        for vocabulary in wanted.others {
            let others = [];
            let wanted = Wanted { sheet: None, mapping: None, vocabulary, others: &others, ..*wanted };
            let Some(layout) = Layout::find(&alone, &wanted, &mut Diagnostics::new()) else { continue };
            let Some(column) = layout.column(&Target::Number).map(|column| column.index) else { continue };
            let rows = sheet.rows.iter().filter(|row| row.index > layout.row);
            let cells = rows.filter_map(|row| row.cells.iter().find(|(index, _)| *index == column));
            let numbers = cells.map(|(_, cell)| clean(&cell.text())).filter(|number| !is_none(number));
            sheets.push(Other {
                name: sheet.name.clone(),
                register: wanted.vocabulary.register_id(),
                key: wanted.vocabulary.register_key().to_owned(),
                numbers: numbers.map(|number| norm_number(&number)).collect(),
                seen: None,
            });
        }
    }
    Elsewhere { sheets }
}

impl Elsewhere {
    /// Whether a name means a record on another sheet, of one of these registers; takes note of it.
    pub(super) fn notes(&mut self, at: CellRef, registers: &[RegisterId], name: &str) -> bool {
        let wanted = norm_number(name);
        let fits = |other: &&mut Other| registers.contains(&other.register) && other.numbers.contains(&wanted);
        let Some(other) = self.sheets.iter_mut().find(fits) else { return false };
        let (first, count) = other.seen.unwrap_or((at, 0));
        other.seen = Some((first, count + 1));
        true
    }
}

/// Says which sheets references lead to.
pub(super) fn report(reading: &mut Reading<'_, '_>) {
    let seen = reading.elsewhere.sheets.iter().filter_map(|other| Some((other, other.seen?)));
    let notes = seen.map(|(other, (at, count))| {
        codes::sheet::reference_elsewhere(reading.place(at), reading.words, &other.name, &other.key, count)
    });
    let notes: Vec<_> = notes.collect();
    notes.into_iter().for_each(|note| reading.push(note));
}
