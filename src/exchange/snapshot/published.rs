//! Totals as published in a snapshot: what a paper printed of a closed date stays.

use super::{bare, quoted};
use crate::diag::{Diagnostics, codes};
use crate::model::{Model, RegisterId, Snapshot};
use crate::value::Date;
use std::fmt::Write;

/// The first line of the totals of a register.
fn head(model: &Model, id: RegisterId) -> String {
    format!("[registers.{}.published]\n", bare(&model.register_config(model.register(id)).key.value))
}

/// The totals of a register at a date, if any were published: the same text for the same numbers.
pub(super) fn block(model: &Model, id: RegisterId, date: Date) -> Option<String> {
    let totals = model.totals(id, date)?;
    let scheme = model.scheme(model.register(id));
    let by_status = |numbers: &mut dyn Iterator<Item = String>| {
        let all: Vec<String> =
            scheme.statuses.iter().zip(numbers).map(|(s, n)| format!("{} = {n}", bare(&s.code))).collect();
        format!("{{ {} }}", all.join(", "))
    };
    let mut out = head(model, id);
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{key} = {value}");
        }
    };
    line("count", Some(by_status(&mut totals.count.iter().map(u64::to_string))));
    line("sum", totals.sum.as_ref().map(|sum| by_status(&mut sum.iter().map(i64::to_string))));
    line("total", Some(totals.total.to_string()));
    line("total_sum", totals.total_sum.map(|n| n.to_string()));
    line("baseline", totals.baseline.map(|n| n.to_string()));
    let cohorts: Vec<String> = totals.cohorts.iter().map(|(label, n)| format!("{} = {n}", quoted(label))).collect();
    line("cohorts", (!cohorts.is_empty()).then(|| format!("{{ {} }}", cohorts.join(", "))));
    // Last, so that no totals start with others.
    line("report", Some(totals.report.to_string()));
    Some(out)
}

/// Reports totals that are others now, that are gone, or that came later and would take the place of the figures.
pub(super) fn check(model: &Model, id: RegisterId, snapshot: &Snapshot, text: &str, diags: &mut Diagnostics) {
    let register = model.register_config(model.register(id));
    let (key, day) = (&register.key.value, snapshot.date.to_string());
    let then = text.split_once(&head(model, id)).map(|(_, then)| then.split("\n\n").next().unwrap_or(then));
    let printed = then.and_then(|then| Date::parse(then.rsplit_once("report = ")?.1.trim()));
    if printed.is_some_and(|printed| printed > model.as_of) {
        return; // as of an earlier day the paper is still to come
    }
    let now = block(model, id, snapshot.date);
    let place = model.totals(id, snapshot.date).map_or(snapshot.head, |totals| totals.places.total);
    let what = match (then, &now) {
        (Some(_), Some(now)) if !text.contains(now) => "are others now",
        (Some(_), None) => "are gone",
        (None, Some(_)) if !register.complete => "came later",
        _ => return,
    };
    let help = "restore what the report had; a paper stays as it was printed, and its text may say what was wrong";
    diags.push(codes::frozen_missing(place, &day, &format!("the totals of `{key}` as published {what}"), help));
}
