//! Problems of sheets that are read in. Who reads such a message works in an office, so the words are
//! those of the site's first language, from the string catalogue.

use super::{Code, Diagnostic, Locus};
use crate::diag::codes as code;
use crate::source::SheetPlace;
use crate::text::catalog::Catalog;
use std::fmt::Display;

fn at(code: &'static Code, place: SheetPlace, message: String, help: String) -> Diagnostic {
    Diagnostic::new(code, Locus::Sheet(place), message).help(help)
}

/// A file that gives no sheets. `reason` is a key below `import.file`; `detail` what a reader said.
pub fn unreadable_workbook(file: &str, words: &Catalog, reason: &str, detail: &dyn Display) -> Diagnostic {
    let (message, help) = (format!("import.file.{reason}"), format!("import.file.{reason}_help"));
    Diagnostic::new(
        &code::UNREADABLE_WORKBOOK,
        Locus::Path(file.to_owned()),
        words.fill(&message, &[("detail", detail)]),
    )
    .help(words.fill(&help, &[("detail", detail)]))
}

/// No sheet of this name, or several that could be meant. `sheets` are the names that there are.
pub fn unknown_sheet(file: &str, words: &Catalog, wanted: Option<&str>, sheets: &[&str]) -> Diagnostic {
    let list = quoted(sheets);
    let message = match wanted {
        Some(wanted) => words.fill("import.sheet.unknown", &[("sheet", &wanted)]),
        None => words.fill("import.sheet.several", &[("sheets", &list)]),
    };
    Diagnostic::new(&code::UNKNOWN_SHEET, Locus::Path(file.to_owned()), message)
        .help(words.fill("import.sheet.help", &[("sheets", &list)]))
}

/// No row with the headers of a register. `nearest` is the row that comes closest, as it stands there.
pub fn missing_header(place: SheetPlace, words: &Catalog, register: &str, nearest: &str) -> Diagnostic {
    let message = words.fill("import.header.missing", &[("register", &register)]);
    let help = match nearest {
        "" => words.say("import.header.help"),
        row => words.fill("import.header.help_nearest", &[("row", &row)]),
    };
    at(&code::MISSING_HEADER, place, message, help)
}

/// Headers that are those of another register, by its title and key.
pub fn foreign_header(place: SheetPlace, words: &Catalog, title: &str, key: &str) -> Diagnostic {
    let message = words.fill("import.header.foreign", &[("register", &title)]);
    at(&code::MISSING_HEADER, place, message, words.fill("import.header.foreign_help", &[("key", &key)]))
}

/// Two columns that mean the same.
pub fn duplicate_column(place: SheetPlace, words: &Catalog, header: &str, first: &str) -> Diagnostic {
    let message = words.fill("import.column.twice", &[("header", &header), ("first", &first)]);
    at(&code::DUPLICATE_COLUMN, place, message, words.say("import.column.twice_help"))
}

/// A column that means nothing here. `reason` is a key below `import.column`.
pub fn unknown_column(place: SheetPlace, words: &Catalog, header: &str, reason: &str) -> Diagnostic {
    let message = words.fill(&format!("import.column.{reason}"), &[("header", &header)]);
    at(&code::UNKNOWN_COLUMN, place, message, words.say(&format!("import.column.{reason}_help")))
}

/// A value that cannot be taken over. `wanted` says what could, in words of the catalogue.
pub fn bad_cell(place: SheetPlace, words: &Catalog, column: &str, value: &str, wanted: String) -> Diagnostic {
    let message = words.fill("import.cell.bad", &[("column", &column), ("value", &value)]);
    at(&code::BAD_CELL, place, message, wanted)
}

/// Another value for a reporting date that is closed.
pub fn date_closed(place: SheetPlace, words: &Catalog, column: &str) -> Diagnostic {
    let message = words.fill("import.cell.closed", &[("column", &column)]);
    at(&code::BAD_CELL, place, message, words.say("import.cell.closed_help"))
}

/// A value that was understood, though it does not stand there as it should.
pub fn value_read_as(place: SheetPlace, words: &Catalog, column: &str, value: &str, meant: &str) -> Diagnostic {
    let message = words.fill("import.cell.read_as", &[("column", &column), ("value", &value), ("meant", &meant)]);
    Diagnostic::new(&code::VALUE_READ_AS, Locus::Sheet(place), message)
}

/// Two rows for one record; `first` is the cell of the other one.
pub fn duplicate_row(place: SheetPlace, words: &Catalog, name: &str, first: &str) -> Diagnostic {
    let message = words.fill("import.row.twice", &[("name", &name), ("first", &first)]);
    at(&code::DUPLICATE_ROW, place, message, words.say("import.row.twice_help"))
}

/// A row with values but without a name. `seen` is what stands in it.
pub fn unclear_row(place: SheetPlace, words: &Catalog, seen: &str) -> Diagnostic {
    let message = words.fill("import.row.unclear", &[("seen", &seen)]);
    at(&code::UNCLEAR_ROW, place, message, words.say("import.row.unclear_help"))
}

/// A row with a new number and no title.
pub fn untitled_row(place: SheetPlace, words: &Catalog, name: &str) -> Diagnostic {
    let message = words.fill("import.row.untitled", &[("name", &name)]);
    at(&code::UNCLEAR_ROW, place, message, words.say("import.row.untitled_help"))
}

/// A row that is no record: a total, a heading, a note. `reason` is a key below `import.row`.
pub fn skipped_row(place: SheetPlace, words: &Catalog, reason: &str, seen: &str) -> Diagnostic {
    let message = words.fill(&format!("import.row.{reason}"), &[("seen", &seen)]);
    Diagnostic::new(&code::SKIPPED_ROW, Locus::Sheet(place), message)
}

/// A status beside the scale that is not the one of the value; `value` holds both, if there is a value.
pub fn status_differs(place: SheetPlace, words: &Catalog, found: &str, value: Option<(&str, &str)>) -> Diagnostic {
    let message = match value {
        Some((value, expected)) => {
            words.fill("import.status.differs", &[("found", &found), ("value", &value), ("expected", &expected)])
        }
        None => words.fill("import.status.alone", &[("found", &found)]),
    };
    at(&code::STATUS_DIFFERS, place, message, words.say("import.status.help"))
}

/// A unit or division that is called otherwise in the site.
pub fn unit_differs(place: SheetPlace, words: &Catalog, id: &str, found: &str, known: &str) -> Diagnostic {
    let message = words.fill("import.unit.differs", &[("id", &id), ("found", &found), ("known", &known)]);
    at(&code::UNIT_DIFFERS, place, message, words.say("import.unit.help"))
}

/// A reference to a record that neither the site nor the sheet holds.
pub fn unresolved_reference(place: SheetPlace, words: &Catalog, column: &str, name: &str) -> Diagnostic {
    let message = words.fill("import.reference.unresolved", &[("column", &column), ("name", &name)]);
    at(&code::UNRESOLVED_REFERENCE, place, message, words.say("import.reference.help"))
}

/// References to records on another sheet of the same file: `count` of them, the first at the place.
pub fn reference_elsewhere(place: SheetPlace, words: &Catalog, sheet: &str, key: &str, count: usize) -> Diagnostic {
    let message = words.fill("import.reference.elsewhere", &[("n", &count), ("sheet", &sheet), ("key", &key)]);
    Diagnostic::new(&code::VALUE_READ_AS, Locus::Sheet(place), message)
}

/// A record whose file was changed after the sheet was made. `both` shows the values side by side.
pub fn changed_since_export(place: SheetPlace, words: &Catalog, name: &str, both: &str) -> Diagnostic {
    let message = words.fill("import.conflict.message", &[("name", &name), ("both", &both)]);
    at(&code::CHANGED_SINCE_EXPORT, place, message, words.say("import.conflict.help"))
}

/// A mapping file that cannot be used. `reason` is a key below `import.mapping`.
pub fn bad_mapping(file: &str, words: &Catalog, reason: &str, detail: &dyn Display, help: String) -> Diagnostic {
    let message = words.fill(&format!("import.mapping.{reason}"), &[("detail", detail)]);
    Diagnostic::new(&code::BAD_MAPPING, Locus::Path(file.to_owned()), message).help(help)
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
