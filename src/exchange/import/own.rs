//! Cells that say what this program itself writes for a record: they change nothing, however odd their text is.
//!
//! So what goes out comes back in without a change, also where a layout cannot carry all of a value: a text cut off, a
//! list without those that are not public, a reading of a date. Anything else in a cell is read as from any sheet.

use super::header::{Layout, Target};
use super::rows::cell;
use super::written::clean;
use crate::exchange::register::{Column, Datum, Facts};
use crate::exchange::sheet::{Cell, Row};
use crate::model::{Model, Record, RecordRef, RegisterId};
use crate::source::SourceTree;
use crate::text::catalog::Catalog;
use std::collections::HashMap;

/// What this program writes for the records of a register.
pub(super) struct Own<'w> {
    facts: Facts<'w>,
    words: &'w Catalog,
    sources: &'w SourceTree,
    ids: HashMap<&'w str, u32>,
}

impl<'w> Own<'w> {
    pub(super) fn new(model: &'w Model, id: RegisterId, words: &'w Catalog, sources: &'w SourceTree) -> Self {
        let records = &model.register(id).records;
        let ids = (0..).zip(records).map(|(index, record)| (record.text.id.as_str(), index)).collect();
        Own { facts: Facts { model, id, public: false }, words, sources, ids }
    }

    /// The record whose id stands in a row.
    pub(super) fn record(&self, row: &Row, layout: &Layout<'_>) -> Option<&'w Record> {
        let (_, id) = cell(row, layout, &Target::Id)?;
        let index = *self.ids.get(clean(&id.text()).as_str())?;
        Some(self.facts.model.record(RecordRef { register: self.facts.id, index }))
    }

    /// Whether a cell says just what would be written there for this record.
    pub(super) fn is(&self, record: &Record, target: &Target, cell: Option<&Cell>) -> bool {
        // The public edition names only what is public.
        let editions = [self.facts, Facts { public: true, ..self.facts }];
        columns(target).iter().any(|column| {
            let is_list = matches!(column, Column::Related | Column::Measures | Column::MeasureNumbers);
            let editions = editions.iter().take(if is_list { 2 } else { 1 });
            editions.map(|facts| facts.datum(*column, record, self.words, self.sources)).any(|datum| same(&datum, cell))
        })
    }

    /// The label of the baseline that would be written for a record.
    pub(super) fn baseline_label(&self, record: &Record) -> Option<&str> {
        self.facts.baseline_label(record)
    }
}

/// The columns in which a value is written.
fn columns(target: &Target) -> Vec<Column> {
    match target {
        Target::Number => vec![Column::Number],
        Target::Title => vec![Column::Title],
        Target::Body => vec![Column::Body],
        Target::Division => vec![Column::Division],
        Target::DivisionName => vec![Column::DivisionName],
        Target::Unit => vec![Column::Unit],
        Target::UnitName => vec![Column::UnitName],
        Target::Reported => vec![Column::Reported, Column::Cohort],
        Target::Value(date) => vec![Column::Value(*date)],
        Target::Check(date) => vec![Column::Check(*date)],
        Target::Extra(index) => vec![Column::Extra(*index)],
        Target::Field(name) => match *name {
            "baseline" => vec![Column::Baseline],
            "schedule" => vec![Column::Schedule],
            "planned" => vec![Column::Planned],
            "actual" => vec![Column::Actual],
            "delivery" => vec![Column::Delivery, Column::DeliveryWord],
            "audience" => vec![Column::Audience],
            "url" => vec![Column::Url],
            "leika" => vec![Column::Leika],
            "programmes" => vec![Column::Programmes],
            "related" => vec![Column::Related],
            "measures" => vec![Column::Measures, Column::MeasureNumbers],
            "source_gap" => vec![Column::SourceGap],
            _ => Vec::new(),
        },
        Target::Id | Target::State | Target::Skip => Vec::new(),
    }
}

/// Whether a cell shows this, whatever a spreadsheet made of its layout on the way.
fn same(datum: &Datum<'_>, cell: Option<&Cell>) -> bool {
    let shown = cell.map(|cell| clean(&cell.text())).unwrap_or_default();
    match datum {
        Datum::Nothing => shown.is_empty(),
        Datum::Number(number) => match cell {
            Some(Cell::Number(found)) => number.parse::<f64>().is_ok_and(|number| number == *found),
            _ => shown == *number || shown == number.replace('.', ","),
        },
        Datum::Text(text) => match shown.strip_suffix('…') {
            // A cell holds no longer text.
            Some(start) if text.len() > shown.len() => clean(text).starts_with(start) || clean(text) == shown,
            _ => clean(text) == shown,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_the_same_in_every_layout() {
        let text = |text: &str| Some(Cell::Text(text.to_owned()));
        let wrote = |text: &'static str| Datum::Text(text.into());
        for (datum, cell) in [
            (wrote("=1+1"), text("'=1+1")),
            (wrote("a \u{a0}b\r\nc"), text("a b\nc")),
            (wrote("#N/A"), Some(Cell::Error("#N/A".to_owned()))),
            (wrote("2023"), Some(Cell::Number(2023.0))),
            (Datum::Number("12.50".into()), text("12,50")),
            (Datum::Number("12.50".into()), Some(Cell::Number(12.5))),
            (Datum::Nothing, None),
        ] {
            assert!(same(&datum, cell.as_ref()), "{datum:?} {cell:?}");
        }
        assert!(!same(&wrote("a"), None) && !same(&Datum::Nothing, text("-").as_ref()));
        assert!(!same(&wrote("Plan…"), text("Plan").as_ref()) && !same(&wrote("Planung"), text("Plan").as_ref()));
    }
}
