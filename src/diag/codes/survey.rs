//! Problems of workbooks that come back from a survey, each with sheet and cell.

use super::{
    SURVEY_ANSWER, SURVEY_BY_NUMBER, SURVEY_CHANGED, SURVEY_COLUMN, SURVEY_CONFLICT, SURVEY_FILE, SURVEY_INCOMPLETE,
    SURVEY_NEW, SURVEY_REASON, SURVEY_RECORD, SURVEY_UNDERSTOOD, SURVEY_UNREAD, did_you_mean, on,
};
use crate::diag::{Code, Diagnostic, Locus};
use crate::source::SheetPlace;

fn at(code: &'static Code, place: SheetPlace, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Locus::Sheet(place), message.into())
}

// ---- files ----------------------------------------------------------------------------------

/// A file that cannot be read as a workbook; `reason` is a whole clause.
pub fn unreadable(file: &str, reason: &str) -> Diagnostic {
    on(&SURVEY_FILE, file, format!("cannot read this file: {reason}"))
        .help("ask the unit to save the workbook again as .xlsx or .ods, without a password")
}

/// A note of Excel or LibreOffice that somebody has a workbook open.
pub fn lock_file(file: &str) -> Diagnostic {
    on(&SURVEY_UNREAD, file, "this is no workbook, but a note that somebody has it open")
        .help("its last changes may not be saved yet: ask, or import again later")
}

/// A workbook, or a table, that no survey made.
pub fn not_a_survey(file: &str) -> Diagnostic {
    on(&SURVEY_FILE, file, "this is no workbook of a survey: nothing in it says which unit and date it is for")
        .help("ask for the workbook itself: a CSV file or a copy of single cells does not hold enough")
}

/// A workbook for another reporting date.
pub fn other_date(file: &str, found: &str, wanted: &str) -> Diagnostic {
    on(&SURVEY_FILE, file, format!("this workbook asks about {found}, and answers for {wanted} are taken now"))
        .help(format!("leave it out, or take in that date alone with `--date {found}`"))
}

/// A workbook of another city.
pub fn other_city(file: &str, found: &str, here: &str) -> Diagnostic {
    on(&SURVEY_FILE, file, format!("this workbook is from `{found}`, and this site is that of `{here}`"))
        .help("check which folder is the site (--site DIR) and where the file came from")
}

/// A workbook of a unit that the organisation does not have.
pub fn unknown_unit(file: &str, unit: &str, known: &[&str]) -> Diagnostic {
    on(&SURVEY_FILE, file, format!("this workbook is for unit `{unit}`, which content/organisation.toml does not have"))
        .help(did_you_mean(unit, known.iter().copied(), "units"))
}

/// A sheet that is gone.
pub fn sheet_missing(file: &str, register: &str) -> Diagnostic {
    on(&SURVEY_INCOMPLETE, file, format!("the sheet `{register}` is missing, so its records have no answer"))
        .help("ask the unit for the whole workbook")
}

/// A sheet that is not part of the survey.
pub fn unread_sheet(place: SheetPlace) -> Diagnostic {
    at(&SURVEY_UNREAD, place, "this sheet is not part of the survey and was not read")
        .help("look whether something in it belongs into an answer")
}

// ---- columns --------------------------------------------------------------------------------

/// A sheet without a row of headings.
pub fn no_heading(place: SheetPlace, wanted: &str) -> Diagnostic {
    at(&SURVEY_COLUMN, place, format!("no row with the headings was found, such as `{wanted}`"))
        .help("put the row of headings back as it was sent, above the records")
}

/// A column that answers need.
pub fn column_missing(place: SheetPlace, heading: &str) -> Diagnostic {
    at(&SURVEY_COLUMN, place, format!("the column `{heading}` is missing, so nothing in this sheet can be taken"))
        .help("put its heading back as it was sent")
}

/// A heading that stands there twice.
pub fn column_twice(place: SheetPlace, heading: &str) -> Diagnostic {
    at(
        &SURVEY_COLUMN,
        place,
        format!("the heading `{heading}` stands there twice, so nobody knows which column counts"),
    )
    .help("remove the column that does not count")
}

/// A column without which the rest can still be read.
pub fn column_lost(place: SheetPlace, heading: &str) -> Diagnostic {
    at(&SURVEY_INCOMPLETE, place, format!("the column `{heading}` is missing; the others were read"))
        .help("ask the unit whether there was something in it")
}

/// A column that was added.
pub fn unread_column(place: SheetPlace, heading: &str) -> Diagnostic {
    let what =
        if heading.is_empty() { "a column without a heading".to_owned() } else { format!("the column `{heading}`") };
    at(&SURVEY_UNREAD, place, format!("{what} is not part of the survey and was not read"))
        .help("look whether something in it belongs into an answer")
}

/// A sheet whose hidden ids are gone.
pub fn by_number(place: SheetPlace, heading: &str) -> Diagnostic {
    at(
        &SURVEY_BY_NUMBER,
        place,
        format!("the hidden column with the ids is gone, so rows go by the column `{heading}`"),
    )
    .help("look through the changes below: a number that was overwritten would be another record")
}

// ---- rows -----------------------------------------------------------------------------------

/// A row that belongs to no record, or not to this unit; `message` is a whole clause.
pub fn row(place: SheetPlace, message: String, help: impl Into<String>) -> Diagnostic {
    at(&SURVEY_RECORD, place, message).help(help)
}

/// A locked cell that is not what was sent.
pub fn changed(place: SheetPlace, what: &str, found: &str, here: &str) -> Diagnostic {
    at(&SURVEY_CHANGED, place, format!("{what} here is `{found}`, in the record it is `{here}`; this was not taken"))
        .help("if the sheet is right, change it in the record's file")
}

/// Answers that exclude each other, or a cell that cannot be an answer; `message` is a whole clause.
pub fn answer(place: SheetPlace, message: String, help: impl Into<String>) -> Diagnostic {
    at(&SURVEY_ANSWER, place, message).help(help)
}

/// A cell that was written in another way and can only mean one thing.
pub fn understood(place: SheetPlace, found: &str, taken: &str) -> Diagnostic {
    at(&SURVEY_UNDERSTOOD, place, format!("`{found}` was taken as `{taken}`"))
}

/// A record that leaves without words.
pub fn no_reason(place: SheetPlace, record: &str) -> Diagnostic {
    at(&SURVEY_REASON, place, format!("`{record}` leaves, and no words say why"))
        .help("ask the unit for one sentence; without it only the kind of reason is published")
}

/// A new record that may be there already.
pub fn title_known(place: SheetPlace, title: &str, known: &str) -> Diagnostic {
    at(&SURVEY_NEW, place, format!("`{title}` is reported as new, and {known} has the same title"))
        .help("look whether both are the same; if so, remove the row and answer for the record there is")
}

/// Two answers, or an answer and a record that changed since; `message` shows both.
pub fn conflict(place: SheetPlace, message: String, help: impl Into<String>) -> Diagnostic {
    at(&SURVEY_CONFLICT, place, message).help(help)
}
