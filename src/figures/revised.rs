//! Targets of today against what was frozen: a target that is moved afterwards says so.
//!
//! Words and the planned path are today's; what is wanted, by when and what counts may not change silently.

use crate::diag::{Diagnostics, codes};
use crate::model::{FrozenTarget, Model, Snapshot, Target};
use std::collections::BTreeSet;

/// Checks every target against every snapshot; what differs is told of the latest date.
pub(super) fn check(model: &Model, diags: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    for snapshot in model.snapshots.iter().rev() {
        for then in &snapshot.targets {
            let target = &model.programmes[then.programme].targets[then.target];
            if let Some((what, help)) = difference(model, target, then, snapshot)
                && told.insert((then.programme, then.target))
            {
                diags.push(codes::frozen_missing(target.span, &snapshot.date.to_string(), &what, &help));
            }
        }
    }
}

/// What differs, and what to do about it.
fn difference(model: &Model, target: &Target, then: &FrozenTarget, snapshot: &Snapshot) -> Option<(String, String)> {
    let id = &target.id;
    let now = target.count.as_ref().map(|count| {
        let register = model.register(count.register);
        let scheme = model.scheme(register);
        let codes = count.statuses.iter().map(|status| scheme.status(*status).code.clone()).collect();
        (model.register_config(register).key.value.clone(), codes, target.basis().to_owned())
    });
    if now != then.counts {
        let help = "restore it; a target that counts something else is another target, with an id of its own";
        return Some((format!("the target `{id}` counted something else"), help.to_owned()));
    }
    let (wanted, due) = target.on(snapshot.date);
    let mut before = Vec::new();
    let mut what = Vec::new();
    if wanted != then.wanted {
        let say = |n: Option<u64>| n.map_or_else(|| "nothing".to_owned(), |n| n.to_string());
        what.push(format!("wanted {}, now {}", say(then.wanted), say(wanted)));
        before.extend(then.wanted.map(|n| format!("`wanted = {n}`")));
    }
    if due != then.due {
        let say = |day: Option<crate::value::Date>| day.map_or_else(|| "without a day".to_owned(), |d| d.to_string());
        what.push(format!("was due {}, now {}", say(then.due), say(due)));
        before.extend(then.due.map(|day| format!("`due = {day}`")));
    }
    if what.is_empty() {
        return None;
    }
    let help = match before.is_empty() {
        true => "take the change back, or add it as a new target".to_owned(),
        false => format!(
            "take the change back, or declare it: `[[target.revised]]` with `on`, {} and `reason`",
            before.join(", ")
        ),
    };
    Some((format!("the target `{id}` {}", what.join(" and ")), help))
}
