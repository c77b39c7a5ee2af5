//! Rules that compare figures with what the city published, and with what was frozen.

use super::Figures;
use crate::diag::{Diagnostics, codes};
use crate::model::Model;
use crate::source::Span;

/// Checks closed dates against the records, and totals as published of registers whose records are all here.
pub fn check(model: &Model, figures: &Figures, diags: &mut Diagnostics) {
    super::drift::check(model, figures, diags);
    super::revised::check(model, diags);
    for totals in &model.totals {
        let register = model.register(totals.register);
        if !model.register_config(register).complete {
            continue;
        }
        let Some(date) = figures.register(totals.register).at(totals.date) else {
            continue;
        };
        let scheme = model.scheme(register);
        let places = &totals.places;
        let mut differ = |span: Option<Span>, what: &str, published: i64, computed: i64| {
            if published != computed {
                diags.push(codes::published_total_differs(span.unwrap_or(places.total), what, published, computed));
            }
        };
        for ((status, printed), span) in date.by_status.iter().zip(&totals.count).zip(&places.count) {
            let code = &scheme.status(status.status).code;
            differ(*span, &format!("count of `{code}`"), *printed as i64, status.count() as i64);
        }
        for ((status, printed), span) in date.by_status.iter().zip(totals.sum.iter().flatten()).zip(&places.sum) {
            let code = &scheme.status(status.status).code;
            differ(*span, &format!("sum of `{code}`"), *printed, status.sum.unwrap_or(0));
        }
        differ(None, "total", totals.total as i64, date.counted as i64);
        if let (Some(printed), Some(computed)) = (totals.total_sum, date.total_sum) {
            differ(places.total_sum, "total sum", printed, computed);
        }
        if let Some(printed) = totals.baseline {
            differ(
                places.baseline,
                "baseline",
                printed as i64,
                figures.register(totals.register).baseline.len() as i64,
            );
        }
    }
}
