//! The first sheet of a workbook: what to do, in a few sentences, and what the values mean.

use super::style::{Style, height};
use super::{Survey, UnitId};
use crate::model::{RegisterId, Scheme, Status};
use rust_xlsxwriter::{ProtectionOptions, Worksheet, XlsxError};

/// The instructions in their order; those that need more than the words are filled in below.
const STEPS: [&str; 7] = ["fill", "comment", "left", "new", "filter", "internal", "send"];

/// Widths of the columns, in characters.
const WIDTHS: [f64; 4] = [5.0, 12.0, 32.0, 72.0];

/// Fills the sheet.
pub(super) fn fill(sheet: &mut Worksheet, survey: &Survey<'_>, unit: UnitId, style: &Style) -> Result<(), XlsxError> {
    let words = survey.words;
    let date = words.lang.long_date(survey.date);
    sheet.write_string_with_format(0, 0, words.fill("survey.title", &[("date", &date)]), &style.title)?;
    sheet.write_string_with_format(1, 0, survey.city(), &style.subtitle)?;
    sheet.write_string_with_format(2, 0, survey.unit_name(unit), &style.subtitle)?;
    sheet.write_string_with_format(4, 0, words.say("survey.guide.title"), &style.part)?;
    let mut row = 5;
    let email = survey.model.config.publisher.email.as_deref();
    for (number, step) in (1..).zip(STEPS) {
        let text = match (step, email) {
            ("send", Some(email)) => words.fill("survey.guide.send_to", &[("email", &email)]),
            _ => words.say(&format!("survey.guide.{step}")),
        };
        sheet.write_string_with_format(row, 0, format!("{number}."), &style.marker)?;
        sheet.merge_range(row, 1, row, 3, &text, &style.text)?;
        if let Some(height) = height(&text, WIDTHS[1] + WIDTHS[2] + WIDTHS[3]) {
            sheet.set_row_height(row, height)?;
        }
        row += 1;
    }
    for register in &survey.registers {
        row = legend(sheet, row + 1, survey, *register, style)?;
    }
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.protect_with_options(&ProtectionOptions { format_rows: true, ..ProtectionOptions::new() });
    survey.page_setup(sheet, unit);
    Ok(())
}

fn legend(
    sheet: &mut Worksheet,
    mut row: u32,
    survey: &Survey<'_>,
    register: RegisterId,
    style: &Style,
) -> Result<u32, XlsxError> {
    let (words, lang) = (survey.words, survey.lang());
    let scheme = survey.scheme(register);
    let title = words.fill("survey.guide.values", &[("register", &survey.title(register))]);
    sheet.write_string_with_format(row, 0, title, &style.part)?;
    row += 1;
    let mut line = |value: &str, label: &str, text: &str| -> Result<(), XlsxError> {
        sheet.write_string_with_format(row, 1, value, &style.locked)?;
        sheet.write_string_with_format(row, 2, label, &style.locked)?;
        sheet.write_string_with_format(row, 3, text, &style.locked)?;
        if let Some(height) = height(text, WIDTHS[3] - 4.0) {
            sheet.set_row_height(row, height)?;
        }
        row += 1;
        Ok(())
    };
    for (at, status) in scheme.statuses.iter().enumerate() {
        let text = status.text.as_ref().map_or("", |text| text.get(lang));
        let label = status.label.get(lang);
        // Without a scale the code is the value, which stands before it.
        let named = if scheme.scale.is_some() { format!("{} – {label}", status.code) } else { label.to_owned() };
        line(&span(scheme, at, status), &named, text)?;
        for (value, meaning) in scheme.steps.iter().filter(|(value, _)| belongs(scheme, at, *value)) {
            line(&format!("  {value}"), "", meaning.get(lang))?;
        }
    }
    for letter in &scheme.letters {
        line(&letter.code, letter.label.get(lang), letter.text.as_ref().map_or("", |text| text.get(lang)))?;
    }
    Ok(row)
}

/// The values of a status: `4–7`, or its code where there is no scale.
fn span(scheme: &Scheme, at: usize, status: &Status) -> String {
    let Some((_, max)) = scheme.scale else {
        return status.code.clone();
    };
    let last = scheme.statuses.get(at + 1).map_or(max, |next| next.from.saturating_sub(1));
    if last <= status.from { status.from.to_string() } else { format!("{}–{last}", status.from) }
}

/// Whether a value of the scale belongs to the status at this place.
fn belongs(scheme: &Scheme, at: usize, value: u16) -> bool {
    scheme.statuses.iter().rposition(|status| status.from <= value) == Some(at)
}

impl Survey<'_> {
    /// What the values of a scheme mean, in one line each, for the hint beside a cell.
    pub(super) fn legend(&self, scheme: &Scheme) -> String {
        let lang = self.lang();
        let statuses = scheme
            .statuses
            .iter()
            .enumerate()
            .map(|(at, status)| format!("{}: {}", span(scheme, at, status), status.label.get(lang)));
        let letters = scheme.letters.iter().map(|letter| format!("{}: {}", letter.code, letter.label.get(lang)));
        statuses.chain(letters).collect::<Vec<_>>().join("\n")
    }
}
