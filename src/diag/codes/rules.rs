//! What rules of plausibility say of values, dates and totals.

use super::{
    CODE_AGAINST_NUMBER, DATES_CONTRADICT, DENOMINATORS_DIFFER, DONE_WITHOUT_DATE, NO_CURRENT_VALUE,
    PLANNED_END_PASSED, PROGRESS_FALLS, PROGRESS_JUMPS, PROGRESS_STANDS_STILL, RECORD_WITHOUT_UNIT,
    REPORTED_AFTER_DONE, SERVICE_WITHOUT_ADDRESS, STATUS_AGAINST_SCALE, at,
};
use crate::diag::Diagnostic;
use crate::source::Span;

/// A value that is lower than the one before.
pub fn progress_falls(span: Span, before: &str, since: &str, now: &str) -> Diagnostic {
    at(&PROGRESS_FALLS, span, format!("the value falls from {before} ({since}) to {now}"))
        .help("correct the value, or say why in `[[updates]]` with a day between the two dates")
}

/// A value that rises by more than is usual.
pub fn progress_jumps(span: Span, before: &str, since: &str, now: &str, usual: i64) -> Diagnostic {
    at(&PROGRESS_JUMPS, span, format!("the value rises from {before} ({since}) to {now}, by more than {usual}"))
        .help("correct the value, or say why in `[[updates]]` with a day between the two dates")
}

/// A value that is the same at several dates in a row.
pub fn progress_stands_still(span: Span, value: &str, dates: usize) -> Diagnostic {
    at(&PROGRESS_STANDS_STILL, span, format!("the value has been {value} at the last {dates} dates"))
        .help("say in `[[updates]]` what holds the record up, or pause it in `[[left]]`")
}

/// A code that does not count, where there was a number.
pub fn code_against_number(span: Span, code: &str, before: u16, since: &str) -> Diagnostic {
    at(&CODE_AGAINST_NUMBER, span, format!("the code {code} does not count, the value before was {before} ({since})"))
        .help("write a number, or say in `[[updates]]` why there is none; until then the record leaves the base")
}

/// A record that was counted at the date before and has no value now.
pub fn no_current_value(span: Span, date: &str, previous: &str) -> Diagnostic {
    at(&NO_CURRENT_VALUE, span, format!("there is a value for {previous}, but none for {date} and no reason why"))
        .help(format!("add the value, or `[[left]]` with `date = {date}` and `reason`"))
}

/// A record that is done and has a plan, but does not say when it was done.
pub fn done_without_date(span: Span) -> Diagnostic {
    at(&DONE_WITHOUT_DATE, span, "the record is done and has a plan, but does not say when it was done")
        .help("add `actual`, for example `actual = \"2023-H1\"`")
}

/// A record whose planned end is past and which is not done.
pub fn planned_end_passed(span: Span, end: &str) -> Diagnostic {
    at(&PLANNED_END_PASSED, span, format!("the record was to be done by {end}, and it is not"))
        .help("correct the value, or give a new `schedule` or `planned`")
}

/// A status set by hand beside a value of another status.
pub fn status_against_scale(span: Span, by_hand: &str, value: &str, status: &str) -> Diagnostic {
    let message = format!("the status set by hand is `{by_hand}`, but the value {value} stands for `{status}`");
    at(&STATUS_AGAINST_SCALE, span, message)
        .help("remove `manual_status` or correct the value; until then the value counts")
}

/// A service in use without an address.
pub fn service_without_address(span: Span) -> Diagnostic {
    at(&SERVICE_WITHOUT_ADDRESS, span, "the service is in use, but does not say where")
        .help("add `url`, or `audience = [\"internal\"]` if it is not for the public")
}

/// A record for which no unit answers.
pub fn record_without_unit(span: Span) -> Diagnostic {
    at(&RECORD_WITHOUT_UNIT, span, "the record names no unit").help("add `unit`")
}

/// A record that was reported in a later year than it was done.
pub fn reported_after_done(span: Span, reported: i64, done: i32) -> Diagnostic {
    at(&REPORTED_AFTER_DONE, span, format!("the record was reported in {reported}, but done in {done}"))
        .help("correct the year or `actual`; if it was reported late, mark it as `baseline` or leave it as it is")
}

/// Something dated before what it follows from; both are half-sentences.
pub fn dates_contradict(span: Span, this: &str, first: &str) -> Diagnostic {
    at(&DATES_CONTRADICT, span, format!("{this}, but {first}")).help("correct one of the two dates")
}

/// Two totals for the same thing.
pub fn denominators_differ(span: Span, this: u64, other: u64, first: Span) -> Diagnostic {
    at(&DENOMINATORS_DIFFER, span, format!("the same thing is {this} in total here and {other} elsewhere"))
        .also(first, format!("{other} here"))
        .help("use one total, or let `of_text` say what each of them counts")
}
