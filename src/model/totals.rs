//! Totals as a city published them, kept apart from everything that is computed.

use super::RegisterId;
use crate::source::Span;
use crate::value::Date;

/// Totals as published for one register and reporting date.
#[derive(Debug)]
pub struct Totals {
    /// Register.
    pub register: RegisterId,
    /// Reporting date.
    pub date: Date,
    /// Date of the report that prints them.
    pub report: Date,
    /// Records by status, in the order of the scheme.
    pub count: Vec<u64>,
    /// Sum of values by status, if printed.
    pub sum: Option<Vec<i64>>,
    /// All records.
    pub total: u64,
    /// Sum of all values, if printed.
    pub total_sum: Option<i64>,
    /// Records by year reported, as the city writes it.
    pub cohorts: Vec<(String, u64)>,
    /// Records of the baseline, if printed.
    pub baseline: Option<u64>,
    /// Remark.
    pub text: Option<String>,
    /// Where they stand.
    pub places: TotalsPlaces,
}

/// Where totals as published stand in their report; what is not printed has no place.
#[derive(Debug)]
pub struct TotalsPlaces {
    /// Counts by status, in the order of the scheme.
    pub count: Vec<Option<Span>>,
    /// Sums by status, in the order of the scheme.
    pub sum: Vec<Option<Span>>,
    /// The total.
    pub total: Span,
    /// The sum of all values.
    pub total_sum: Option<Span>,
    /// The baseline.
    pub baseline: Option<Span>,
}
