//! The parts of a printed total should add up to it.

use crate::diag::{Diagnostics, codes};
use crate::model::Model;

pub(super) fn check(model: &Model, diags: &mut Diagnostics) {
    for totals in &model.totals {
        let count: u64 = totals.count.iter().sum();
        if count != totals.total {
            diags.push(codes::published_total_sum(totals.places.total, "counts", count as i64, totals.total as i64));
        }
        if let (Some(parts), Some(total)) = (&totals.sum, totals.total_sum) {
            let sum: i64 = parts.iter().sum();
            if sum != total {
                diags.push(codes::published_total_sum(
                    totals.places.total_sum.unwrap_or(totals.places.total),
                    "sums",
                    sum,
                    total,
                ));
            }
        }
    }
}
