//! The sheet of one register: a row for each record that the unit is asked about, and empty rows for
//! new ones.
//!
//! What the city knows is locked, what it asks for is open, with drop-downs and limits from the
//! status scheme. Texts are written as texts, so that none of them can become a formula.

use super::columns::{Column, REASONS, SCHEDULE, TITLE, reason};
use super::style::{Style, height};
use super::{State, Survey, last_value, name, shown};
use crate::model::{Record, RegisterId, Scheme, UnitId};
use crate::record::field::Written;
use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, Formula, ProtectionOptions, Worksheet, XlsxError};

/// How the first cell of the hidden column starts, by which a returned sheet is known: after it come,
/// with `|` between, date, unit, register and city. One cell, since rows may be put between.
pub(super) const TAG: &str = "sachstand-survey";
/// Row of the headings, from 0. Above it stand title, unit and a hint.
pub(super) const HEAD: u32 = 4;
/// How many rows wait for new records.
const NEW_ROWS: u32 = 8;
/// Excel takes no longer list of choices inside a rule.
const CHOICES: usize = 255;
/// A scale with more steps than this has no drop-down, only limits.
const STEPS: usize = 60;

/// Fills the sheet.
pub(super) fn fill(
    sheet: &mut Worksheet,
    survey: &Survey<'_>,
    unit: UnitId,
    register: RegisterId,
    style: &Style,
) -> Result<(), XlsxError> {
    let words = survey.words;
    let date = words.lang.long_date(survey.date);
    let about =
        [TAG, &survey.date.to_string(), &survey.model.unit(unit).id, survey.key(register), survey.city()].join("|");
    sheet.write_string(0, Column::Id.index(), about)?;
    let first = Column::Number.index();
    let title = words.fill("survey.sheet_title", &[("register", &survey.title(register)), ("date", &date)]);
    sheet.write_string_with_format(0, first, title, &style.title)?;
    let place = format!("{} · {}", survey.city(), survey.unit_name(unit));
    sheet.write_string_with_format(1, first, place, &style.subtitle)?;
    let hint = if survey.register(register).events { "survey.hint_events" } else { "survey.hint" };
    sheet.write_string_with_format(2, first, words.say(hint), &style.subtitle)?;
    for column in Column::ALL {
        let format = if column.is_open() { &style.head_open } else { &style.head };
        sheet.write_string_with_format(HEAD, column.index(), column.heading(survey, register), format)?;
        sheet.set_column_width(column.index(), column.width())?;
    }
    sheet.set_row_height(HEAD, 48)?;
    let mut row = HEAD + 1;
    for (_, record) in survey.asked(unit, register) {
        asked(sheet, row, survey, register, record, style)?;
        row += 1;
    }
    let first_new = row;
    while row < first_new + NEW_ROWS {
        new(sheet, row, survey, style)?;
        row += 1;
    }
    rules(sheet, survey, register, [HEAD + 1, first_new, row - 1])?;
    lay_out(sheet, survey, unit, row - 1)
}

fn asked(
    sheet: &mut Worksheet,
    row: u32,
    survey: &Survey<'_>,
    register: RegisterId,
    record: &Record,
    style: &Style,
) -> Result<(), XlsxError> {
    let scheme = survey.scheme(register);
    let lang = survey.lang();
    let state = State::of(record, survey.date);
    let digest = state.digest(survey.key(register), &record.text.id, survey.date);
    sheet.write_string(row, Column::Id.index(), &record.text.id)?;
    sheet.write_string(row, Column::Digest.index(), digest)?;
    sheet.write_string_with_format(row, Column::Number.index(), name(record), &style.locked)?;
    let title = record.title().map_or_else(|| survey.words.say("value.untitled"), str::to_owned);
    let schedule = record.text.schedule.map(|schedule| lang.schedule(schedule)).unwrap_or_default();
    let heights = [height(&title, TITLE), height(&schedule, SCHEDULE)];
    if let Some(height) = heights.into_iter().flatten().max_by(f64::total_cmp) {
        sheet.set_row_height(row, height)?;
    }
    sheet.write_string_with_format(row, Column::Title.index(), title, &style.locked)?;
    sheet.write_string_with_format(row, Column::Schedule.index(), schedule, &style.locked)?;
    last(sheet, row, survey, register, record, style)?;
    let value = state.value.filter(|value| is_known(scheme, value));
    put(sheet, row, Column::Value, value.as_ref(), &style.open_middle)?;
    let left = record.left.iter().find(|left| left.date == survey.date && REASONS.contains(&left.reason));
    let into = left.and_then(|left| left.into).map(|at| name(survey.model.record(at)));
    let texts = [
        (Column::Comment, String::new()),
        (Column::Left, left.map(|left| reason(survey.words, left.reason)).unwrap_or_default()),
        (Column::Reason, left.and_then(|left| left.text.clone()).unwrap_or_default()),
        (Column::Into, into.unwrap_or_default().to_owned()),
    ];
    for (column, text) in texts {
        sheet.write_string_with_format(row, column.index(), text, &style.open)?;
    }
    Ok(())
}

/// The value of the reporting date before, as it is; an older one with its date.
fn last(
    sheet: &mut Worksheet,
    row: u32,
    survey: &Survey<'_>,
    register: RegisterId,
    record: &Record,
    style: &Style,
) -> Result<(), XlsxError> {
    let scheme = survey.scheme(register);
    let Some((date, value)) = last_value(record, survey.date) else {
        let none = survey.words.say("value.none");
        return sheet.write_string_with_format(row, Column::Last.index(), none, &style.locked_middle).map(drop);
    };
    let value = shown(scheme, value);
    if survey.previous(register) == Some(date) || survey.register(register).events {
        return put(sheet, row, Column::Last, Some(&value), &style.locked_middle);
    }
    let value = match value {
        Written::Number(number) => number.to_string(),
        Written::Code(code) => code,
    };
    let text = survey.words.fill("survey.older", &[("value", &value), ("date", &survey.lang().date(date))]);
    sheet.write_string_with_format(row, Column::Last.index(), text, &style.locked_middle).map(drop)
}

fn new(sheet: &mut Worksheet, row: u32, survey: &Survey<'_>, style: &Style) -> Result<(), XlsxError> {
    let word = survey.words.say("survey.new");
    sheet.write_string_with_format(row, Column::Number.index(), word, &style.locked)?;
    for column in Column::ALL {
        let format = match column {
            Column::Id | Column::Digest | Column::Number => continue,
            Column::Value => &style.open_middle,
            _ if column.is_open_for_new() => &style.open,
            _ => &style.locked,
        };
        sheet.write_blank(row, column.index(), format)?;
    }
    Ok(())
}

/// A number as a number, a code as a text, nothing as an empty cell.
fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: Column,
    value: Option<&Written>,
    format: &Format,
) -> Result<(), XlsxError> {
    match value {
        // Numbers of a scale are far below the limit of exact floats.
        Some(Written::Number(number)) => sheet.write_number_with_format(row, column.index(), *number as f64, format)?,
        Some(Written::Code(code)) => sheet.write_string_with_format(row, column.index(), code, format)?,
        None => sheet.write_blank(row, column.index(), format)?,
    };
    Ok(())
}

fn is_known(scheme: &Scheme, value: &Written) -> bool {
    match value {
        Written::Number(number) => {
            scheme.scale.is_some_and(|(min, max)| (i64::from(min)..=i64::from(max)).contains(number))
        }
        Written::Code(code) => codes(scheme).any(|known| known == code),
    }
}

/// The codes that can be written as a value: letter codes, and statuses where there is no scale.
pub(super) fn codes(scheme: &Scheme) -> impl Iterator<Item = &str> {
    let statuses = scheme.statuses.iter().filter(|_| scheme.scale.is_none()).map(|status| status.code.as_str());
    statuses.chain(scheme.letters.iter().map(|letter| letter.code.as_str()))
}

/// Everything that can be chosen as a value, numbers first.
pub(super) fn choices(scheme: &Scheme) -> Vec<String> {
    let numbers = scheme.scale.into_iter().flat_map(|(min, max)| min..=max).map(|number| number.to_string());
    numbers.chain(codes(scheme).map(str::to_owned)).collect()
}

/// Drop-downs and limits. `[first, first_new, last]` are rows.
fn rules(
    sheet: &mut Worksheet,
    survey: &Survey<'_>,
    register: RegisterId,
    [first, first_new, last]: [u32; 3],
) -> Result<(), XlsxError> {
    let words = survey.words;
    let scheme = survey.scheme(register);
    let column = Column::Value.index();
    sheet.add_data_validation(first, column, last, column, &value_rule(survey, scheme, register)?)?;
    if first < first_new {
        let reasons: Vec<String> = REASONS.iter().map(|word| reason(words, word)).collect();
        let rule = DataValidation::new()
            .allow_list_strings(&reasons)?
            .set_error_title(cut(&words.say("survey.error.title"), 32))?
            .set_error_message(cut(&words.fill("survey.error.choice", &[("choices", &reasons.join(", "))]), 255))?
            .set_input_title(cut(&words.say("survey.column.left"), 32))?
            .set_input_message(cut(&words.say("survey.input.left"), 255))?;
        sheet.add_data_validation(first, Column::Left.index(), first_new - 1, Column::Left.index(), &rule)?;
    }
    Ok(())
}

fn value_rule(survey: &Survey<'_>, scheme: &Scheme, register: RegisterId) -> Result<DataValidation, XlsxError> {
    let words = survey.words;
    let all = choices(scheme);
    let rule = match scheme.scale {
        Some((min, max)) if all.len() > STEPS && scheme.letters.is_empty() => {
            DataValidation::new().allow_whole_number(DataValidationRule::Between(i32::from(min), i32::from(max)))
        }
        // The list of a drop-down is written with commas, so a code with one must stand in cells.
        _ if all.join(",").chars().count() <= CHOICES && all.iter().all(|choice| !choice.contains(',')) => {
            DataValidation::new().allow_list_strings(&all)?
        }
        _ => DataValidation::new().allow_list_formula(Formula::new(survey.list_range(register, all.len()))),
    };
    let limits = match scheme.scale {
        Some((min, max)) => words.fill("survey.error.number", &[("min", &min), ("max", &max)]),
        None => words.fill("survey.error.choice", &[("choices", &all.join(", "))]),
    };
    let rule = rule
        .set_error_title(cut(&words.say("survey.error.title"), 32))?
        .set_error_message(cut(&limits, 255))?
        .set_input_title(cut(&Column::Value.heading(survey, register), 32))?
        .set_input_message(cut(&survey.legend(scheme), 255))?;
    Ok(rule)
}

/// The beginning of a text, at most so many characters long.
pub(in crate::exchange) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

fn lay_out(sheet: &mut Worksheet, survey: &Survey<'_>, unit: UnitId, last: u32) -> Result<(), XlsxError> {
    let (first_column, last_column) = (Column::Number.index(), Column::Into.index());
    sheet.set_column_hidden(Column::Id.index())?;
    sheet.set_column_hidden(Column::Digest.index())?;
    sheet.set_freeze_panes(HEAD + 1, Column::Schedule.index())?;
    sheet.autofilter(HEAD, first_column, last, last_column)?;
    sheet.protect_with_options(&ProtectionOptions {
        use_autofilter: true,
        sort: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
    sheet.set_selection(HEAD + 1, Column::Value.index(), HEAD + 1, Column::Value.index())?;
    sheet.set_repeat_rows(HEAD, HEAD)?;
    sheet.set_print_area(0, first_column, last, last_column)?;
    survey.page_setup(sheet, unit);
    Ok(())
}
