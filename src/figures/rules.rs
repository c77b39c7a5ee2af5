//! Rules that compare figures with what the city published.

use super::Figures;
use crate::diag::{Diagnostics, codes};
use crate::model::Model;

/// Checks totals as published of registers whose records are all here.
pub fn check(model: &Model, figures: &Figures, diags: &mut Diagnostics) {
    for totals in &model.totals {
        let register = model.register(totals.register);
        if !model.register_config(register).complete {
            continue;
        }
        let Some(date) = figures.register(totals.register).at(totals.date) else {
            continue;
        };
        let scheme = model.scheme(register);
        let mut differ = |what: &str, published: i64, computed: i64| {
            if published != computed {
                diags.push(codes::published_total_differs(
                    totals.span,
                    what,
                    published,
                    computed,
                ));
            }
        };
        for (status, printed) in date.by_status.iter().zip(&totals.count) {
            let code = &scheme.status(status.status).code;
            differ(
                &format!("count of `{code}`"),
                *printed as i64,
                status.count() as i64,
            );
        }
        if let Some(sums) = &totals.sum {
            for (status, printed) in date.by_status.iter().zip(sums) {
                let code = &scheme.status(status.status).code;
                differ(
                    &format!("sum of `{code}`"),
                    *printed,
                    status.sum.unwrap_or(0),
                );
            }
        }
        differ("total", totals.total as i64, date.counted as i64);
        if let (Some(printed), Some(computed)) = (totals.total_sum, date.total_sum) {
            differ("total sum", printed, computed);
        }
        if let Some(printed) = totals.baseline {
            differ(
                "baseline",
                printed as i64,
                figures.register(totals.register).baseline.len() as i64,
            );
        }
    }
}
