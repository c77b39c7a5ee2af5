//! The same thing should not be given out of different totals.
//!
//! Targets may name different totals, if they say what these are.

use super::Finding;
use crate::diag::codes;
use crate::model::{Model, Target, Totals};

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    let all: Vec<&Target> = model.programmes.iter().flat_map(|programme| &programme.targets).collect();
    let same = |a: &Target, b: &Target| {
        let registers = a.count.as_ref().zip(b.count.as_ref()).is_some_and(|(a, b)| a.register == b.register);
        registers && a.of_text == b.of_text
    };
    for (i, target) in all.iter().enumerate() {
        let Some(of) = target.of else { continue };
        let first = all[..i].iter().find(|first| same(first, target) && first.of.is_some_and(|other| other != of));
        if let Some((first, other)) = first.and_then(|first| Some((first, first.of?))) {
            let diagnostic = codes::denominators_differ(target.span, of, other, first.span);
            out.push(Finding { record: None, date: None, diagnostic });
        }
    }
    for (i, totals) in model.totals.iter().enumerate() {
        let same = |first: &&Totals| (first.register, first.date) == (totals.register, totals.date);
        let first = model.totals[..i].iter().filter(same).find(|first| first.total != totals.total);
        if let Some(first) = first {
            let (span, other) = (totals.places.total, first.places.total);
            let diagnostic = codes::denominators_differ(span, totals.total, first.total, other);
            out.push(Finding { record: None, date: Some(totals.date), diagnostic });
        }
    }
}
