//! The first sheet: the layout of the appendices, one column for each reporting date.
//!
//! Divisions and units are merged over their rows for looks alone: each row keeps its own, so that filters find it and
//! import reads it. Hidden at the end stand the ids, and in the internal edition the states of the records; a state
//! depends on internal fields too, so the public edition has none.

use super::poured::{Merged, Pen};
use super::style::Style;
use super::{cut, is_used, records};
use crate::exchange::register::{Column, Datum, Facts, Table};
use crate::exchange::state;
use crate::exchange::survey::height;
use crate::text::catalog::Catalog;
use crate::value::Date;
use rust_xlsxwriter::{Format, IgnoreError, Worksheet, XlsxError};
use std::io;

/// Row of the header, from 0; above it stand title, source and licence.
const HEAD: u32 = 3;
/// A4 and A3, by their numbers in the format.
const PAPERS: [u8; 2] = [9, 8];

/// The header of a column of the appendix in a language.
pub(in crate::exchange) fn heading(facts: &Facts<'_>, column: Column, words: &Catalog) -> String {
    let (model, lang) = (facts.model, words.lang);
    let register = facts.register();
    let config = model.register_config(register);
    let kind = |level: &str| {
        let own = match level {
            "division" => model.divisions.first().and_then(|division| division.kind.as_ref()),
            _ => model.units.first().and_then(|unit| unit.kind.as_ref()),
        };
        own.map_or_else(|| words.say(&format!("kind.{level}")), |kind| kind.get(lang).to_owned())
    };
    let singular = config.singular.get(lang);
    match column {
        Column::Id => state::ID.to_owned(),
        Column::Division => kind("division"),
        Column::DivisionName => words.fill("book.name", &[("kind", &kind("division"))]),
        Column::Unit => kind("unit"),
        Column::UnitName => words.fill("book.name", &[("kind", &kind("unit"))]),
        Column::Number => words.fill("book.number", &[("singular", &singular)]),
        Column::Title => words.fill("book.title", &[("singular", &singular)]),
        Column::Value(date) => {
            let scheme = model.scheme(register);
            let title = scheme.title.as_ref().map(|title| title.get(lang)).unwrap_or_default();
            words.fill("book.value", &[("title", &title), ("date", &month(facts, date, words))]).trim().to_owned()
        }
        Column::Check(date) => {
            let codes: Vec<&str> = model.scheme(register).statuses.iter().map(|s| s.code.as_str()).collect();
            words.fill("book.check", &[("codes", &codes.join("/")), ("date", &month(facts, date, words))])
        }
        Column::MeasureNumbers => {
            let measures = model.registers.iter().map(|r| model.register_config(r)).find(|c| c.kind == "measure");
            words.fill("book.measures", &[("singular", &measures.map_or("", |c| c.singular.get(lang)))])
        }
        Column::Extra(index) => model.config.extra[index].label.get(lang).to_owned(),
        Column::Cohort => words.say("book.reported"),
        Column::Body => words.say("book.body"),
        Column::DeliveryWord => words.say("book.delivery"),
        _ => words.say("book.schedule"),
    }
}

/// A reporting date by its month, or in full where two lie in one month.
fn month(facts: &Facts<'_>, date: Date, words: &Catalog) -> String {
    let same = |other: &&Date| (other.year(), other.month()) == (date.year(), date.month());
    match facts.register().dates.iter().filter(same).count() {
        0 | 1 => format!("{:02}.{}", date.month(), date.year()),
        _ => words.lang.date(date),
    }
}

/// All columns that an appendix of this register may have, in their order.
pub(in crate::exchange) fn columns(facts: &Facts<'_>) -> Vec<Column> {
    let mut columns = vec![Column::Division, Column::DivisionName, Column::Unit, Column::UnitName];
    columns.extend([Column::Number, Column::Cohort, Column::Title, Column::Body, Column::DeliveryWord]);
    columns.push(Column::Schedule);
    columns.extend(facts.extra().map(Column::Extra));
    columns.extend(facts.register().dates.iter().map(|date| Column::Value(*date)));
    if facts.model.scheme(facts.register()).scale.is_some() {
        columns.extend(facts.register().dates.last().map(|date| Column::Check(*date)));
    }
    columns.extend([Column::MeasureNumbers, Column::Id]);
    let only_services = |column: &Column| matches!(column, Column::DeliveryWord | Column::MeasureNumbers);
    columns.retain(|column| facts.kind() == "service" || !only_services(column));
    columns
}

/// Columns without which the sheet would be another one; the others are left out where no record has anything.
fn is_needed(column: Column) -> bool {
    matches!(column, Column::Title | Column::Value(_) | Column::Id)
}

fn width(column: Column) -> f64 {
    match column {
        Column::Division | Column::Unit | Column::Cohort => 13.5,
        Column::DivisionName | Column::UnitName | Column::DeliveryWord => 20.0,
        Column::Title => 36.0,
        Column::Body => 52.0,
        Column::Schedule => 13.0,
        Column::Extra(_) => 18.0,
        Column::Value(_) | Column::Check(_) => 17.0,
        _ => 12.0,
    }
}

/// The sheet without its rows.
pub(super) struct Appendix {
    columns: Vec<Column>,
    /// Rows of the sheet with headers and records.
    last: u32,
}

/// Makes the sheet, with a row of blank cells that show the formats in place of the records.
pub(super) fn made(sheet: &mut Worksheet, table: &Table<'_>) -> Result<Appendix, XlsxError> {
    let (facts, words) = (&table.facts, table.words);
    let style = Style::new();
    let columns: Vec<Column> =
        columns(facts).into_iter().filter(|column| is_needed(*column) || is_used(table, *column)).collect();
    titles(sheet, table, &style)?;
    let mut head_height: f64 = 30.0;
    for (place, column) in (0..).zip(&columns) {
        let heading = heading(facts, *column, words);
        // Bold text is wider, and LibreOffice fits no row to its text.
        head_height = head_height.max(height(&heading, width(*column) - 2.5).unwrap_or(0.0));
        sheet.write_string_with_format(HEAD, place, heading, &style.head)?;
        sheet.set_column_width(place, width(*column))?;
        sheet.write_blank(HEAD + 1, place, format_of(*column, &style))?;
    }
    sheet.set_row_height(HEAD, head_height)?;
    // A sheet holds no more rows than that.
    let last = HEAD + records(table).count() as u32;
    lay_out(sheet, table, &columns, last)?;
    Ok(Appendix { columns, last: last + 1 })
}

impl Appendix {
    /// The row that shows the formats, from 1.
    pub(super) const SAMPLE: u32 = HEAD + 2;

    /// Columns and rows of the finished sheet.
    pub(super) fn size(&self, table: &Table<'_>) -> (u16, u32) {
        (self.columns.len() as u16 + u16::from(table.facts.model.internal), self.last)
    }

    /// Writes the rows; gives the areas of divisions and units that stand once for several rows.
    pub(super) fn write(&self, table: &Table<'_>, pen: &mut Pen<'_>) -> io::Result<Vec<Merged>> {
        let mut runs: Vec<Option<Run<'_>>> = vec![None; self.columns.len()];
        let mut merged = Vec::new();
        let mut row = HEAD + 1;
        for (at, record) in records(table) {
            row += 1;
            pen.begin(row);
            let mut tallest: Option<f64> = None;
            // A merged area of a lower level ends where that of a higher one does.
            let mut parted = false;
            for (place, column) in (0..).zip(&self.columns) {
                let datum = table.datum(*column, at, record);
                pen.cell(place, &datum);
                if is_organisation(*column) {
                    let run = &mut runs[usize::from(place)];
                    parted |= run.as_ref().is_none_or(|run| run.datum != datum);
                    if parted {
                        merged.extend(Run::area(run.replace(Run { datum, from: row }), place, row - 1));
                    }
                } else if let (
                    Datum::Text(text),
                    Column::Title | Column::Body | Column::Extra(_) | Column::DeliveryWord,
                ) = (&datum, column)
                {
                    let wanted = height(text, width(*column) * 1.1).map(|points| points * 0.87);
                    tallest = tallest.into_iter().chain(wanted).max_by(f64::total_cmp);
                }
            }
            if table.facts.model.internal {
                let file = table.sources.file(record.text.source).text().unwrap_or_default();
                pen.cell(self.columns.len() as u16, &Datum::Text(state::digest(file).into()));
            }
            // Excel knows no higher rows.
            pen.end(tallest.map(|points| points.min(405.0)))?;
        }
        let rest = (0..).zip(runs).filter_map(|(place, run)| Run::area(run, place, row));
        merged.extend(rest);
        Ok(merged)
    }
}

/// Rows that have the same division or unit. What stands in each stays, also where they are shown as one.
#[derive(Clone)]
struct Run<'m> {
    datum: Datum<'m>,
    from: u32,
}

impl Run<'_> {
    /// The area of a run in a column, if it is more than a cell.
    fn area(run: Option<Self>, column: u16, last: u32) -> Option<Merged> {
        let run = run.filter(|run| run.datum != Datum::Nothing && run.from < last)?;
        Some(Merged { column, rows: (run.from, last) })
    }
}

fn is_organisation(column: Column) -> bool {
    matches!(column, Column::Division | Column::DivisionName | Column::Unit | Column::UnitName)
}

fn format_of(column: Column, style: &Style) -> &Format {
    match column {
        _ if is_organisation(column) => &style.organisation,
        Column::Number | Column::Cohort | Column::Schedule | Column::Value(_) | Column::Check(_) => &style.middle,
        Column::MeasureNumbers => &style.middle,
        _ => &style.text,
    }
}

fn titles(sheet: &mut Worksheet, table: &Table<'_>, style: &Style) -> Result<(), XlsxError> {
    let (model, words) = (table.facts.model, table.words);
    let config = model.register_config(table.facts.register());
    let date = words.lang.long_date(model.as_of);
    let publisher = &model.config.publisher;
    let title = words.fill("book.heading", &[("register", &config.title.get(words.lang)), ("date", &date)]);
    sheet.write_string_with_format(0, 0, fitting_line(&title), &style.title)?;
    sheet.set_row_height(0, 24)?;
    let site = format!("{} · {}", publisher.name.get(words.lang), model.config.title.get(words.lang));
    sheet.write_string_with_format(1, 0, fitting_line(&site), &style.subtitle)?;
    let licence = publisher.licence.as_ref().map(|name| words.fill("book.licence", &[("licence", name)]));
    let internal = model.internal.then(|| words.say("book.internal"));
    let line: Vec<String> = internal.into_iter().chain(licence).collect();
    sheet.write_string_with_format(2, 0, fitting_line(&line.join(" · ")), &style.subtitle)?;
    Ok(())
}

fn fitting_line(text: &str) -> String {
    cut(&super::fitting(text).replace('\n', " "), 255)
}

fn lay_out(sheet: &mut Worksheet, table: &Table<'_>, columns: &[Column], last: u32) -> Result<(), XlsxError> {
    let words = table.words;
    let mut hidden = columns.len() as u16 - 1;
    if table.facts.model.internal {
        hidden += 1;
        sheet.write_string(HEAD, hidden, state::STATE)?;
        sheet.set_column_hidden(hidden)?;
    }
    let shown = columns.len() as u16 - 2;
    sheet.set_column_hidden(columns.len() as u16 - 1)?;
    // Sorting by the filter must take the ids along.
    sheet.autofilter(HEAD, 0, last, hidden)?;
    sheet.set_freeze_panes(HEAD + 1, 0)?;
    sheet.set_repeat_rows(HEAD, HEAD)?;
    sheet.set_print_area(0, 0, last, shown)?;
    sheet.ignore_error_range(HEAD, 0, last.max(HEAD + 1), shown, IgnoreError::NumberStoredAsText)?;
    let total: f64 = columns.iter().take(columns.len() - 1).map(|column| width(*column)).sum();
    let model = table.facts.model;
    let plain = |text: &str| cut(text, 90).replace('&', "&&");
    let city = plain(model.config.publisher.name.get(words.lang));
    let title = plain(model.register_config(table.facts.register()).title.get(words.lang));
    let date = words.fill("value.as_of", &[("date", &words.lang.date(model.as_of))]);
    let page = words.fill("survey.page", &[("page", &"&P"), ("pages", &"&N")]);
    sheet
        .set_paper_size(PAPERS[usize::from(total > 150.0)])
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3)
        .set_footer(cut(&format!("&L&8{city}&C&8{title} · {date}&R&8{page}"), 255));
    Ok(())
}
