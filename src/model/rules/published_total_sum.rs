//! The parts of a printed total should add up to it.
//!
//! Cohorts may be printed with the baseline or without.

use super::Finding;
use crate::diag::codes;
use crate::model::Model;
use crate::source::Span;

pub(super) fn check(model: &Model, out: &mut Vec<Finding>) {
    for totals in &model.totals {
        let mut differ = |span: Span, what: &str, parts: i64, total: i64| {
            if parts != total {
                let diagnostic = codes::published_total_sum(span, what, parts, total);
                out.push(Finding { record: None, date: Some(totals.date), diagnostic });
            }
        };
        let (place, total) = (totals.places.total, totals.total as i64);
        differ(place, "counts", totals.count.iter().sum::<u64>() as i64, total);
        if let (Some(parts), Some(total)) = (&totals.sum, totals.total_sum) {
            differ(totals.places.total_sum.unwrap_or(place), "sums", parts.iter().sum(), total);
        }
        let cohorts = totals.cohorts.iter().map(|(_, n)| n).sum::<u64>() as i64;
        let with_baseline = total + totals.baseline.unwrap_or(0) as i64;
        if !totals.cohorts.is_empty() && cohorts != with_baseline {
            differ(place, "cohorts", cohorts, total);
        }
    }
}
