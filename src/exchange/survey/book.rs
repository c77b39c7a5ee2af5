//! Puts the workbook of a unit together: instructions, a sheet for each register, and hidden, what it
//! is about and the choices that are too long for a rule.
//!
//! The bytes depend on nothing but the records and the reporting date: the time of creation that the
//! format wants is the reporting date.

use super::register_sheet::{self, TAG, choices, cut};
use super::style::Style;
use super::{Survey, guide};
use crate::model::{RegisterId, UnitId};
use crate::text::slug::slug;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook as Book, Worksheet, XlsxError};
use std::collections::BTreeSet;

/// The sheet, hidden, that says what a workbook is about.
pub(super) const ABOUT: &str = "_sachstand";
/// A4, by its number in the format.
const A4: u8 = 9;
/// The longest name of a sheet.
const NAME: usize = 31;

/// A workbook that goes out.
#[derive(Debug)]
pub struct Workbook {
    /// Its file name.
    pub name: String,
    /// Id of its unit.
    pub unit: String,
    /// How many records it asks about.
    pub asked: usize,
    /// How many of them the public does not see.
    pub internal: usize,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The workbooks of these units.
///
/// # Errors
/// What the writer of workbooks says, with the unit: a text longer than a cell can hold.
pub fn workbooks(survey: &Survey<'_>, units: &[UnitId]) -> Result<Vec<Workbook>, String> {
    let mut names = BTreeSet::new();
    let mut books = Vec::with_capacity(units.len());
    for unit in units {
        let id = &survey.model.unit(*unit).id;
        let bytes =
            book(survey, *unit).map_err(|error| format!("the workbook of unit `{id}` cannot be written: {error}"))?;
        let records = || survey.registers.iter().flat_map(|register| survey.asked(*unit, *register));
        books.push(Workbook {
            name: file_name(survey, *unit, &mut names),
            unit: id.clone(),
            asked: records().count(),
            internal: records().filter(|(_, record)| record.text.internal).count(),
            bytes,
        });
    }
    Ok(books)
}

/// `2023-09-30-0-1-zentraler-steuerungsdienst.xlsx`; a second unit with the same one gets a number.
fn file_name(survey: &Survey<'_>, unit: UnitId, taken: &mut BTreeSet<String>) -> String {
    let unit = survey.model.unit(unit);
    let words = slug(&format!("{} {}", unit.id, unit.name.get(survey.lang())));
    let words: String = words.chars().take(60).collect();
    let stem = format!("{}-{}", survey.date, words.trim_end_matches('-'));
    let mut name = format!("{stem}.xlsx");
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{stem}-{number}.xlsx");
        number += 1;
    }
    name
}

fn book(survey: &Survey<'_>, unit: UnitId) -> Result<Vec<u8>, XlsxError> {
    let words = survey.words;
    let mut book = Book::new();
    let date = survey.date;
    // Dates of reports lie between the years 1900 and 9999; others get no time rather than an error.
    let day = ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8).unwrap_or_default();
    let title = words.fill("survey.title", &[("date", &words.lang.long_date(date))]);
    book.set_properties(
        &DocProperties::new()
            .set_title(format!("{title} – {}", survey.unit_name(unit)))
            .set_author(survey.city())
            .set_company(survey.city())
            .set_creation_datetime(&day),
    );
    let style = Style::new();
    // Excel keeps the second name for itself.
    let mut names = BTreeSet::from([ABOUT.to_lowercase(), "history".to_owned()]);
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(&words.say("survey.guide.sheet"), &mut names))?;
    guide::fill(sheet, survey, unit, &style)?;
    let mut sheets = Vec::new();
    for register in &survey.registers {
        let name = sheet_name(survey.title(*register), &mut names);
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        register_sheet::fill(sheet, survey, unit, *register, &style)?;
        sheets.push((*register, name));
    }
    about(book.add_worksheet(), survey, unit, &sheets)?;
    book.save_to_buffer()
}

/// What the workbook is about: kind and version, date, unit and city, then the sheet of each register.
/// The choices of each scheme stand beside, one register in a column.
fn about(
    sheet: &mut Worksheet,
    survey: &Survey<'_>,
    unit: UnitId,
    sheets: &[(RegisterId, String)],
) -> Result<(), XlsxError> {
    sheet.set_name(ABOUT)?;
    let date = survey.date.to_string();
    let facts = [(TAG, "1"), ("date", &date), ("unit", &survey.model.unit(unit).id), ("city", survey.city())];
    let registers = sheets.iter().map(|(register, name)| (survey.key(*register), name.as_str()));
    for (row, (key, value)) in (0..).zip(facts.into_iter().chain(registers)) {
        sheet.write_string(row, 0, key)?;
        sheet.write_string(row, 1, value)?;
    }
    for (place, register) in (0..).zip(&survey.registers) {
        for (row, choice) in (0..).zip(choices(survey.scheme(*register))) {
            match choice.parse::<i32>() {
                Ok(number) => sheet.write_number(row, LISTS + place, number)?,
                Err(_) => sheet.write_string(row, LISTS + place, choice)?,
            };
        }
    }
    sheet.set_hidden(true);
    Ok(())
}

/// The column of the first list of choices.
const LISTS: u16 = 3;

/// A name that Excel takes for a sheet: without some characters, not too long, not twice.
pub(in crate::exchange) fn sheet_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let clean: String = title.chars().map(|c| if "[]:*?/\\".contains(c) { '-' } else { c }).collect();
    let clean = clean.trim_matches(['\'', ' ']);
    let clean = if clean.is_empty() { "-" } else { clean };
    let mut name: String = clean.chars().take(NAME).collect();
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        let ending = format!(" ({number})");
        name = clean.chars().take(NAME - ending.len()).chain(ending.chars()).collect();
        number += 1;
    }
    name
}

impl Survey<'_> {
    /// The unit with what the city calls it: `Dienststelle 0.1 Zentraler Steuerungsdienst`.
    pub(super) fn unit_name(&self, unit: UnitId) -> String {
        let (unit, lang) = (self.model.unit(unit), self.lang());
        let kind = unit.kind.as_ref().map_or_else(|| self.words.say("column.unit"), |kind| kind.get(lang).to_owned());
        format!("{kind} {} {}", unit.id, unit.name.get(lang))
    }

    /// Where the choices of a register stand in the hidden sheet.
    pub(super) fn list_range(&self, register: RegisterId, length: usize) -> String {
        let place = self.registers.iter().position(|known| *known == register).unwrap_or(0);
        let column = u16::try_from(place).map_or(LISTS, |place| LISTS + place);
        let column = rust_xlsxwriter::utility::column_number_to_name(column);
        format!("={ABOUT}!${column}$1:${column}${length}")
    }

    /// A4 across, all columns on one page, page numbers below.
    pub(super) fn page_setup(&self, sheet: &mut Worksheet, unit: UnitId) {
        let date = self.words.lang.date(self.date);
        let plain = |text: &str| text.replace('&', "&&");
        let page = self.words.fill("survey.page", &[("page", &"&P"), ("pages", &"&N")]);
        // A footer has at most 255 characters, signs for its places included.
        let left = plain(&cut(&format!("{} · {}", self.city(), self.unit_name(unit)), 100));
        let middle = plain(&self.words.fill("survey.title", &[("date", &date)]));
        sheet
            .set_paper_size(A4)
            .set_landscape()
            .set_print_fit_to_pages(1, 0)
            .set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3)
            .set_footer(format!("&L&8{left}&C&8{middle}&R&8{page}"));
    }
}
