//! Targets of programmes: reached, still missing, and the pace that this takes.

use super::{Figures, RegisterFigures};
use crate::model::{Count, Model, StatusId, Target, Totals};
use crate::value::{Date, Mean, Share};
use std::collections::BTreeMap;

/// How far a target is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetFigures {
    /// How many are wanted, as the target stood at the date; none for a target in words.
    pub wanted: Option<u64>,
    /// By when, likewise.
    pub due: Option<Date>,
    /// How many count, by date, ascending. Empty for a target in words.
    pub series: Vec<(Date, u64)>,
    /// Reached at the last date of the series.
    pub reached: Option<u64>,
    /// Reached of the wanted.
    pub share: Option<Share>,
    /// Pace, or why there is none.
    pub pace: Result<Pace, NotComputable>,
}

/// What is needed and what was achieved. A period is the time between the last two dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// Still missing.
    pub missing: u64,
    /// Months from the last date to the due date.
    pub months_left: i64,
    /// Months of a period.
    pub period: i64,
    /// Needed per period from now on; two decimals.
    pub needed: Mean,
    /// Achieved in the last period.
    pub last: i64,
    /// Achieved per period on average of all periods; two decimals.
    pub average: Mean,
    /// Where the average leads by the due date, rounded to whole records, never below 0.
    pub trend: i64,
    /// By how many the trend misses the target; 0 if it reaches it.
    pub misses: i64,
}

/// Why a pace cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotComputable {
    /// The target is given in words only.
    InWords,
    /// There is no date with a figure yet.
    NoFigure,
    /// One date makes no pace.
    OneDate,
    /// The due date has passed.
    DuePassed,
    /// It is reached.
    Reached,
}

impl TargetFigures {
    /// The records that are reached, by status and in the order of the register; none for a target in words or one
    /// that is measured by totals as published, behind which there are no records.
    pub fn records<'f>(&self, figures: &'f Figures, target: &Target) -> Vec<(StatusId, &'f [u32])> {
        let (Some(count), Some((date, _)), false) = (&target.count, self.series.last(), target.published) else {
            return Vec::new();
        };
        let Some(at) = figures.register(count.register).at(*date) else {
            return Vec::new();
        };
        let of = |status: &StatusId| (*status, at.by_status[usize::from(status.0)].records.as_slice());
        count.statuses.iter().map(of).collect()
    }
}

impl NotComputable {
    /// The word for it in string keys and open data.
    pub fn word(self) -> &'static str {
        match self {
            NotComputable::InWords => "in-words",
            NotComputable::NoFigure => "no-figure",
            NotComputable::OneDate => "one-date",
            NotComputable::DuePassed => "due-passed",
            NotComputable::Reached => "reached",
        }
    }
}

pub(super) fn derive(model: &Model, registers: &[RegisterFigures]) -> Vec<Vec<TargetFigures>> {
    let all = |t| target(model, registers, t, model.as_of);
    model.programmes.iter().map(|p| p.targets.iter().map(all).collect()).collect()
}

/// How far a target was at a date: nothing later is known.
pub fn target_until(model: &Model, figures: &Figures, target: &Target, date: Date) -> TargetFigures {
    self::target(model, &figures.registers, target, date)
}

fn target(model: &Model, registers: &[RegisterFigures], target: &Target, until: Date) -> TargetFigures {
    let (wanted, due) = target.on(until);
    let (Some(count), Some(goal)) = (&target.count, wanted) else {
        let pace = Err(NotComputable::InWords);
        return TargetFigures { wanted, due, series: Vec::new(), reached: None, share: None, pace };
    };
    let mut series = series(model, registers, target, count, until);
    series.retain(|(date, _)| *date <= until);
    let reached = series.last().map(|(_, n)| *n);
    let share = reached.and_then(|n| Share::of(n, goal));
    let pace = pace(&series, goal, due);
    TargetFigures { wanted, due, series, reached, share, pace }
}

/// What counts by date; of published totals those that were printed `until` then.
fn series(
    model: &Model,
    registers: &[RegisterFigures],
    target: &Target,
    count: &Count,
    until: Date,
) -> Vec<(Date, u64)> {
    let figures = &registers[count.register.0 as usize];
    if target.published {
        let of = |totals: &Totals| count.statuses.iter().map(|s| totals.count[usize::from(s.0)]).sum();
        let known = model.totals.iter().filter(|t| t.register == count.register && t.report <= until);
        // Reports are in order: the last word on a date counts.
        return known.map(|t| (t.date, of(t))).collect::<BTreeMap<Date, u64>>().into_iter().collect();
    }
    let reached = |d: &super::DateFigures| count.statuses.iter().map(|s| d.by_status[usize::from(s.0)].count()).sum();
    // Where nothing was collected nothing is known, which is not 0.
    figures.dates.iter().filter(|d| d.counted > 0).map(|d| (d.date, reached(d))).collect()
}

fn pace(series: &[(Date, u64)], wanted: u64, due: Option<Date>) -> Result<Pace, NotComputable> {
    let (last_date, reached) = *series.last().ok_or(NotComputable::NoFigure)?;
    if reached >= wanted {
        return Err(NotComputable::Reached);
    }
    let due = due.ok_or(NotComputable::InWords)?;
    let months_left = last_date.months_until(due);
    if months_left <= 0 {
        return Err(NotComputable::DuePassed);
    }
    let [.., (before_date, before), _] = series else {
        return Err(NotComputable::OneDate);
    };
    let (first_date, first) = series[0];
    let period = before_date.months_until(last_date).max(1);
    let months = first_date.months_until(last_date).max(1);
    let missing = wanted - reached;
    let (missing_i, gained) = (missing as i64, reached as i64 - first as i64);
    let mean = |sum: i64, n: i64| Mean::of(sum, n.unsigned_abs()).unwrap_or(Mean(0));
    // The trend is computed from the exact quotient, not from the rounded average.
    let trend = reached as i64 + (2 * gained * months_left + months).div_euclid(2 * months);
    Ok(Pace {
        missing,
        months_left,
        period,
        needed: mean(missing_i * period, months_left),
        last: reached as i64 - *before as i64,
        average: mean(gained * period, months),
        trend: trend.max(0),
        misses: (wanted as i64 - trend.max(0)).max(0),
    })
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test says by a panic that it failed")]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    #[test]
    fn minden_needs_thirteen_a_half_year() {
        let series = [(day("2023-03-31"), 35), (day("2023-09-30"), 41)];
        let pace = pace(&series, 100, Some(day("2025-12-31"))).expect("a pace");
        assert_eq!((pace.missing, pace.months_left, pace.period), (59, 27, 6));
        assert_eq!((pace.needed, pace.last, pace.average), (Mean(1311), 6, Mean(600)));
        assert_eq!((pace.trend, pace.misses), (68, 32));
    }

    #[test]
    fn no_pace_without_two_dates() {
        assert_eq!(pace(&[(day("2023-09-30"), 41)], 100, Some(day("2025-12-31"))), Err(NotComputable::OneDate));
        assert_eq!(pace(&[], 100, None), Err(NotComputable::NoFigure));
    }
}
