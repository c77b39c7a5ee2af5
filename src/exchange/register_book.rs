//! A register as a workbook: first the appendix as the council knows it, for people and printers, then a flat sheet
//! for programs.
//!
//! It is a pure function of the model: the time of creation that the format wants is the as-of date, so the bytes
//! repeat. Every cell from a record is written as a text or a number, never as a formula or link; a text that is too
//! long for a cell is cut off, with `…` at its end.

mod appendix;
mod flat;
mod poured;
mod style;

use super::register::{Column, Datum, Facts, Table};
use super::survey::{cut, sheet_name};
use crate::figures::Figures;
use crate::model::{Model, Record, RecordRef, RegisterId};
use crate::source::SourceTree;
use crate::text::catalog::Catalog;
use appendix::Appendix;
use poured::Sheet;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::borrow::Cow;
use std::collections::BTreeSet;

pub(super) use appendix::{columns as appendix_columns, heading};

/// The longest text that a cell holds.
const LONGEST: usize = 32_767;

/// What registers are written from.
pub struct Source<'s> {
    /// The model: of the public edition, or of the internal one.
    pub model: &'s Model,
    /// Its figures.
    pub figures: &'s Figures,
    /// The words of the site's first language.
    pub words: &'s Catalog,
    /// Texts of the records.
    pub sources: &'s SourceTree,
    /// The address of a record's page.
    pub address: &'s dyn Fn(RecordRef) -> String,
}

impl Source<'_> {
    pub(super) fn table(&self, id: RegisterId) -> Table<'_> {
        Table {
            facts: Facts { model: self.model, id, public: !self.model.internal },
            figures: self.figures,
            words: self.words,
            sources: self.sources,
            address: self.address,
        }
    }
}

/// The most records that a sheet can hold, below title and headers.
pub const MAX_RECORDS: usize = 1_048_576 - 4;

/// All records of a register that this edition shows, as of the model's date; nothing if they are more than `at_most`,
/// which is [`MAX_RECORDS`] but in tests. `about` is the address of the site.
///
/// # Errors
/// What the writer of workbooks says.
pub fn register_book(
    source: &Source<'_>,
    register: RegisterId,
    about: &str,
    at_most: usize,
) -> Result<Option<Vec<u8>>, String> {
    if source.model.shown(register).count() > at_most {
        return Ok(None);
    }
    book(source, register, about).map(Some).map_err(|error| error.to_string())
}

fn book(source: &Source<'_>, id: RegisterId, about: &str) -> Result<Vec<u8>, XlsxError> {
    let (model, words) = (source.model, source.words);
    let table = source.table(id);
    let config = model.register_config(model.register(id));
    let title = config.title.get(words.lang);
    let date = model.as_of;
    let mut book = Workbook::new();
    // A site publishes thousands of files; a few kilobytes less in one are not worth a third of its time.
    book.set_zip_compression_level(1);
    // Dates of reports lie between the years 1900 and 9999; others get no time rather than an error.
    let day = ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8).unwrap_or_default();
    let publisher = &model.config.publisher;
    let city = publisher.name.get(words.lang);
    let mut properties = DocProperties::new()
        .set_title(format!("{title} – {}", words.fill("value.as_of", &[("date", &words.lang.date(date))])))
        .set_subject(model.config.title.get(words.lang))
        .set_author(city)
        .set_company(city)
        .set_comment(
            words.fill("book.comment", &[("publisher", &city), ("date", &words.lang.date(date)), ("url", &about)]),
        )
        .set_creation_datetime(&day)
        .set_custom_property("source", about)
        .set_custom_property("as-of", date.to_string());
    if let Some(licence) = &publisher.licence {
        properties = properties.set_custom_property("licence", licence.as_str());
    }
    book.set_properties(&properties);
    // Excel keeps this name for itself.
    let mut names = BTreeSet::from(["history".to_owned()]);
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(title, &mut names))?;
    let appendix = appendix::made(sheet, &table)?;
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&words.say("book.data"), &mut names))?;
    flat::made(sheet, &table)?;
    let made = book.save_to_buffer()?;
    let mut sheets = [
        Sheet {
            sample: Some(Appendix::SAMPLE),
            size: appendix.size(&table),
            write: &mut |pen| appendix.write(&table, pen),
        },
        Sheet {
            sample: None,
            size: flat::size(&table),
            write: &mut |pen| flat::write(&table, pen).map(|()| Vec::new()),
        },
    ];
    poured::poured(made, &mut sheets).map_err(|error| XlsxError::CustomError(error.to_string()))
}

/// A text that a cell can hold: not too long, and without what XML cannot say.
fn fitting(text: &str) -> Cow<'_, str> {
    let is_impossible = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.len() < LONGEST && (!text.bytes().any(is_odd) || !text.chars().any(is_impossible)) {
        return Cow::Borrowed(text);
    }
    let clean: String = text.replace("\r\n", "\n").chars().map(|c| if is_impossible(c) { ' ' } else { c }).collect();
    // Excel counts in units of UTF-16.
    let mut length = 0;
    let end = clean.char_indices().find(|(_, c)| {
        length += c.len_utf16();
        length >= LONGEST
    });
    match end {
        Some((at, _)) => Cow::Owned(format!("{}…", &clean[..at])),
        None => Cow::Owned(clean),
    }
}

/// Whether a character that no cell can hold may begin with this byte: bytes are told apart faster.
fn is_odd(byte: u8) -> bool {
    matches!(byte, ..b' ' | 0x7f | 0xc2 | 0xef) && byte != b'\n'
}

/// The shown records of a table in their order.
fn records<'t>(table: &Table<'t>) -> impl Iterator<Item = (RecordRef, &'t Record)> {
    table.facts.model.shown(table.facts.id)
}

/// Whether any record has something in this column.
fn is_used(table: &Table<'_>, column: Column) -> bool {
    records(table).any(|(at, record)| table.datum(column, at, record) != Datum::Nothing)
}
