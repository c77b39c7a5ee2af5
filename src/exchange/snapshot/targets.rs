//! Targets of programmes in a snapshot: what was wanted by when, and how far it was.

use super::{bare, mean, quoted};
use crate::figures::{Figures, Pace, target_until};
use crate::model::{Model, Programme, Target};
use crate::value::Date;
use std::fmt::Write;

/// All targets as they stood at a date, in the order of their ids.
pub(super) fn all(model: &Model, figures: &Figures, date: Date) -> Vec<String> {
    let both = model.programmes.iter().flat_map(|programme| programme.targets.iter().map(move |t| (programme, t)));
    let mut blocks: Vec<String> = both.map(|(programme, t)| one(model, figures, programme, t, date)).collect();
    blocks.sort_unstable();
    blocks
}

/// One target as it stood at a date: the same text for the same figures.
pub(super) fn one(model: &Model, figures: &Figures, programme: &Programme, target: &Target, date: Date) -> String {
    let own = target_until(model, figures, target, date);
    let mut out = format!("[targets.{}]\n", bare(&format!("{}/{}", programme.id, target.id)));
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{key} = {value}");
        }
    };
    if let Some(count) = &target.count {
        let register = model.register(count.register);
        let scheme = model.scheme(register);
        let codes: Vec<String> = count.statuses.iter().map(|status| quoted(&scheme.status(*status).code)).collect();
        line("register", Some(quoted(&model.register_config(register).key.value)));
        line("counts", Some(format!("[{}]", codes.join(", "))));
        line("basis", Some(quoted(target.basis())));
    }
    line("wanted", own.wanted.map(|n| n.to_string()));
    line("due", own.due.map(|due| due.to_string()));
    line("reached", own.reached.map(|n| n.to_string()));
    match own.pace {
        Ok(Pace { missing, months_left, period, needed, last, average, trend, misses }) => {
            line("missing", Some(missing.to_string()));
            line("months_left", Some(months_left.to_string()));
            line("period", Some(period.to_string()));
            line("needed", Some(mean(needed)));
            line("last", Some(last.to_string()));
            line("average", Some(mean(average)));
            line("trend", Some(trend.to_string()));
            line("misses", Some(misses.to_string()));
        }
        Err(why) => line("not_computable", Some(quoted(why.word()))),
    }
    out
}
