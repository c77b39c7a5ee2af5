//! Problems of what must not change: reporting dates that were closed, corrections, old addresses.

use super::{
    ADDRESS_VANISHED, BAD_PERMALINK, CORRECTION_MISMATCH, DEAD_SUCCESSOR, DUPLICATE_CORRECTION, FROZEN_DIFFERENCE,
    FROZEN_FIGURES, FROZEN_SCHEME, SNAPSHOT_EDITED, SNAPSHOT_FORMAT, SUCCESSOR_CONFLICT, UNIT_ENDED, at,
};
use crate::diag::Diagnostic;
use crate::source::Span;

/// A snapshot that is not what `freeze` wrote.
pub fn snapshot_edited(span: Span, date: &str) -> Diagnostic {
    at(&SNAPSHOT_EDITED, span, format!("the snapshot of {date} was changed after it was written"))
        .label("not the digest of what stands below")
        .help(
            "restore the file from git; a wrong value is corrected in its record, with `[[corrections]]`, and never here",
        )
}

/// A snapshot in a form that this program does not know.
pub fn snapshot_format(span: Span, found: i64, known: i64) -> Diagnostic {
    at(&SNAPSHOT_FORMAT, span, format!("this snapshot has form {found}, this program knows form {known}"))
        .help("use the version of sachstand that wrote it, or a later one")
}

/// A record that says something else about a closed date than its snapshot. `what` names it, and
/// `declare` are the lines that would declare it.
pub fn frozen_difference(span: Span, date: &str, what: &str, declare: &str) -> Diagnostic {
    at(&FROZEN_DIFFERENCE, span, format!("{date} is closed, and {what}"))
        .help(format!("take the change back, or declare it in this record: {declare}"))
}

/// A snapshot that does not fit the site any more: a record, unit, register or date is gone.
pub fn frozen_missing(span: Span, date: &str, what: &str, help: &str) -> Diagnostic {
    at(&FROZEN_DIFFERENCE, span, format!("{date} is closed, and {what}")).help(help)
}

/// A status scheme that would show a closed date otherwise.
pub fn frozen_scheme(span: Span, scheme: &str, date: &str, what: &str) -> Diagnostic {
    at(&FROZEN_SCHEME, span, format!("the scheme `{scheme}` is not what it was when {date} was closed: {what}"))
        .help("restore it; what is to count otherwise from now on gets a status or letter of its own")
}

/// Figures that come out otherwise than when they were frozen.
pub fn frozen_figures(span: Span, date: &str, register: &str) -> Diagnostic {
    at(&FROZEN_FIGURES, span, format!("the figures of `{register}` at {date} no longer come out as they were frozen"))
        .help("nothing was published; use the version of sachstand that `program` names, and report this as a fault")
}

/// A correction that does not say what was frozen, or not what the record says now.
pub fn correction_mismatch(span: Span, date: &str, problem: &str, help: &str) -> Diagnostic {
    at(&CORRECTION_MISMATCH, span, format!("the correction of {date} {problem}")).help(help)
}

/// Two corrections of the same thing.
pub fn duplicate_correction(span: Span, date: &str, what: &str, first: Span) -> Diagnostic {
    at(&DUPLICATE_CORRECTION, span, format!("{what} of {date} is corrected twice"))
        .also(first, "corrected first here")
        .help("keep one entry: `was` is what was frozen, `value` what holds now, `reason` may tell both steps")
}

/// A line of the list of addresses that says nothing.
pub fn bad_permalink(span: Span, line: &str) -> Diagnostic {
    at(&BAD_PERMALINK, span, format!("`{line}` is no line of this list")).help(
        "write `address/`, `address/ -> new/address/` or `address/ withdrawn: the reason`, relative to the start page",
    )
}

/// An address that is listed twice.
pub fn permalink_twice(span: Span, address: &str, first: Span) -> Diagnostic {
    at(&BAD_PERMALINK, span, format!("`{address}` is listed twice"))
        .also(first, "listed first here")
        .help("keep one of the two lines")
}

/// An address that has a page, although the list says that it has none.
pub fn permalink_in_use(span: Span, address: &str) -> Diagnostic {
    at(&BAD_PERMALINK, span, format!("`{address}` has a page of its own, so it cannot lead elsewhere"))
        .help("leave only the address in this line, or give the page another address")
}

/// An address that once existed and has no page now.
pub fn address_vanished(span: Span, address: &str, successor: Option<&str>) -> Diagnostic {
    let to = successor.unwrap_or("new/address/");
    at(&ADDRESS_VANISHED, span, format!("there was a page at `{address}`, and now there is none")).help(format!(
        "bring it back, or say here what has become of it: `{address} -> {to}` or `{address} withdrawn: the reason`"
    ))
}

/// A successor that has no page itself, or leads in a circle.
pub fn dead_successor(span: Span, address: &str, problem: &str) -> Diagnostic {
    at(&DEAD_SUCCESSOR, span, format!("`{address}` {problem}"))
        .help("name an address that has a page, as the address bar shows it after the start page")
}

/// A record whose unit is no more.
pub fn unit_ended(span: Span, unit: &str, until: &str, successors: &[&str]) -> Diagnostic {
    let next = match successors {
        [] => "the unit in charge".to_owned(),
        several => several.iter().map(|unit| format!("`{unit}`")).collect::<Vec<_>>().join(" or "),
    };
    at(&UNIT_ENDED, span, format!("the unit `{unit}` ended on {until}, and nobody took over this record")).help(
        format!(
            "say who did: a second entry in `[[unit]]` with `from` and {next}; or give the unit one successor in \
         content/organisation.toml"
        ),
    )
}

/// Two statements about what came after a record that do not fit together.
pub fn successor_conflict(span: Span, message: &str, other: Option<Span>) -> Diagnostic {
    let problem = at(&SUCCESSOR_CONFLICT, span, message)
        .help("a record has one successor: correct one of the two, so that old addresses lead to one place");
    match other {
        Some(other) => problem.also(other, "and here"),
        None => problem,
    }
}
