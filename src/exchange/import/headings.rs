//! The headers of the sheets that this program writes itself.

use super::header::Target;
use super::written::norm;
use crate::exchange::register::{Column, Facts};
use crate::exchange::register_book::{appendix_columns, heading};
use crate::model::{Model, Register, RegisterId};
use crate::text::lang::LANGS;
use crate::theme;
use std::collections::BTreeMap;

/// What the headers mean, in every language of the program.
pub(super) fn written(model: &Model, register: &Register) -> BTreeMap<String, Target> {
    let place = model.registers.iter().position(|known| std::ptr::eq(known, register));
    let facts = Facts { model, id: RegisterId(place.unwrap_or_default() as u32), public: false };
    let mut written = BTreeMap::new();
    if register.events {
        written.extend(register.dates.iter().map(|date| (norm(&date.to_string()), Target::Skip)));
    }
    for words in LANGS.iter().map(|lang| theme::strings(*lang)) {
        for column in appendix_columns(&facts) {
            let target = match column {
                Column::Division => Target::Division,
                Column::DivisionName => Target::DivisionName,
                Column::Unit => Target::Unit,
                Column::UnitName => Target::UnitName,
                Column::Number => Target::Number,
                Column::Title => Target::Title,
                Column::Body => Target::Body,
                Column::Cohort => Target::Reported,
                Column::DeliveryWord => Target::Field("delivery"),
                Column::Schedule => Target::Field("schedule"),
                Column::MeasureNumbers => Target::Field("measures"),
                Column::Extra(index) => Target::Extra(index),
                // Events are no values at dates, and a sheet cannot change them.
                Column::Value(_) | Column::Check(_) if register.events => Target::Skip,
                Column::Value(date) => Target::Value(date),
                Column::Check(date) => Target::Check(date),
                _ => continue,
            };
            written.entry(norm(&heading(&facts, column, &words))).or_insert(target);
        }
    }
    written
}
