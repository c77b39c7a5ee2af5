//! Rules of plausibility: each looks at the finished model and says what seems wrong.
//!
//! One file each; a rule never changes anything, and the site can set its severity. What a rule says
//! of values is about the latest reporting date only: nobody can change older ones. Records that
//! their source shows in part are left alone.

mod baseline_not_done;
mod code_against_number;
mod current;
mod dates_contradict;
mod denominators_differ;
mod done_without_date;
mod left_but_collected;
mod no_current_value;
mod planned_end_passed;
mod progress_falls;
mod progress_jumps;
mod progress_stands_still;
mod published_total_sum;
mod record_without_unit;
mod reported_after_done;
mod service_without_address;
mod status_against_scale;
mod unit_ended;
mod value_before_reported;

use super::{Model, Record, RecordRef, Register};
use crate::diag::{Code, Diagnostic, codes};
use crate::value::Date;

/// Something that seems wrong, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The record; none for what is not of one record.
    pub record: Option<RecordRef>,
    /// The reporting date, where it is of one.
    pub date: Option<Date>,
    /// What to tell the editors; its code is the code of the rule.
    pub diagnostic: Diagnostic,
}

/// A rule over the whole model.
type Rule = fn(&Model, &mut Vec<Finding>);

/// All rules, by the code of what they find.
const RULES: &[(&Code, Rule)] = &[
    (&codes::BASELINE_NOT_DONE, baseline_not_done::check),
    (&codes::CODE_AGAINST_NUMBER, code_against_number::check),
    (&codes::DATES_CONTRADICT, dates_contradict::check),
    (&codes::DENOMINATORS_DIFFER, denominators_differ::check),
    (&codes::DONE_WITHOUT_DATE, done_without_date::check),
    (&codes::LEFT_BUT_COLLECTED, left_but_collected::check),
    (&codes::NO_CURRENT_VALUE, no_current_value::check),
    (&codes::PLANNED_END_PASSED, planned_end_passed::check),
    (&codes::PROGRESS_FALLS, progress_falls::check),
    (&codes::PROGRESS_JUMPS, progress_jumps::check),
    (&codes::PROGRESS_STANDS_STILL, progress_stands_still::check),
    (&codes::PUBLISHED_TOTAL_SUM, published_total_sum::check),
    (&codes::RECORD_WITHOUT_UNIT, record_without_unit::check),
    (&codes::REPORTED_AFTER_DONE, reported_after_done::check),
    (&codes::SERVICE_WITHOUT_ADDRESS, service_without_address::check),
    (&codes::STATUS_AGAINST_SCALE, status_against_scale::check),
    (&codes::UNIT_ENDED, unit_ended::check),
    (&codes::VALUE_BEFORE_REPORTED, value_before_reported::check),
];

/// What all rules find, by rule and then in the order of the model.
pub fn findings(model: &Model) -> Vec<Finding> {
    let mut out = Vec::new();
    for (_, rule) in RULES {
        rule(model, &mut out);
    }
    out
}

/// The names of all rules.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    RULES.iter().map(|(code, _)| code.name)
}

fn every_record(model: &Model) -> impl Iterator<Item = (RecordRef, &Register, &Record)> {
    model.registers().flat_map(|(id, register)| {
        let place = move |index| RecordRef { register: id, index };
        (0_u32..).zip(&register.records).map(move |(index, record)| (place(index), register, record))
    })
}

/// Whether more than half of a register's records have something: then it is missing where it is not.
fn mostly(register: &Register, has: impl Fn(&Record) -> bool) -> bool {
    register.records.iter().filter(|record| has(record)).count() * 2 > register.records.len()
}

/// Where the value of a date stands in the record's file.
pub(crate) fn span_of(record: &Record, date: Date) -> crate::source::Span {
    let tables = [&record.text.progress, &record.text.status];
    let mut entries = tables.into_iter().flatten().flat_map(|table| &table.value);
    entries.find(|(d, _)| d.value == date).map_or(record.text.head, |(d, _)| d.span)
}

fn of_record(out: &mut Vec<Finding>, record: RecordRef, date: Option<Date>, diagnostic: Diagnostic) {
    out.push(Finding { record: Some(record), date, diagnostic });
}
