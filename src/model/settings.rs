//! What the configuration says for the whole site: reporting dates, as-of date, severities.

use crate::config::{RegisterConfig, SiteConfig};
use crate::diag::{Diagnostics, Severity, codes};
use crate::record::Parsed;
use crate::record::tracked::Tracked;
use crate::source::Located;
use crate::value::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;

pub(super) fn dates_ascend(key: &str, dates: &[Located<Date>], diags: &mut Diagnostics) {
    for pair in dates.windows(2) {
        if pair[1].value <= pair[0].value {
            diags.push(codes::date_order(pair[1].span, key, &pair[1].value.to_string()));
        }
    }
}

/// Severities for codes that do not exist or may not be changed.
pub(super) fn check_severities(config: &SiteConfig, diags: &mut Diagnostics) {
    for (name, _) in &config.severity {
        match codes::find(&name.value) {
            Some(code) if code.adjustable => {}
            Some(_) => diags.push(codes::unused_severity(
                name.span,
                format!("`{}` is part of the format, its severity cannot be changed", name.value),
                "remove the line; only rules about the content can be lowered".to_owned(),
            )),
            None => {
                let known = codes::CODES.iter().filter(|c| c.adjustable).map(|c| c.name);
                let help = codes::nearest(&name.value, known).map_or_else(
                    || "`sachstand explain` lists all codes".to_owned(),
                    |candidate| format!("did you mean `{candidate}`? `sachstand explain` lists all codes"),
                );
                diags.push(codes::unused_severity(name.span, format!("there is no code `{}`", name.value), help));
            }
        }
    }
}

/// Published rules that do not exist.
pub(super) fn check_published(config: &SiteConfig, diags: &mut Diagnostics) {
    for name in &config.quality.publish {
        if !super::rules::names().any(|known| known == name.value) {
            diags.push(codes::unknown_choice(name.span, "publish", &name.value, super::rules::names()));
        }
    }
}

/// The severities that the site sets; `None` is off.
pub fn severities(config: &SiteConfig) -> BTreeMap<String, Option<Severity>> {
    let word = |word: &str| match word {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "note" => Some(Severity::Note),
        _ => None,
    };
    config.severity.iter().map(|(name, w)| (name.value.clone(), word(w.value))).collect()
}

pub(super) fn register_dates(config: &SiteConfig, register: &RegisterConfig, diags: &mut Diagnostics) -> Vec<Date> {
    let dates = match &register.reporting_dates {
        Some(own) => {
            dates_ascend("reporting_dates", &own.value, diags);
            own
        }
        None => &config.reporting_dates,
    };
    let mut dates: Vec<Date> = dates.value.iter().map(|d| d.value).collect();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// The latest day that anything is said of in an edition: a value of a record, its end, a status by hand, a report, a
/// closed date. A reporting date is entered when the survey begins; until the first answer it would show nothing but
/// zeros. Internal records do not move the public edition.
pub(super) fn last_told(parsed: &Parsed, internal: bool) -> Option<Date> {
    // Of one record: the last of its values, and of all that is said of it.
    let told = |record: &Tracked| {
        let series = record.progress.iter().chain(&record.status);
        let value = series.flat_map(|series| series.value.iter().map(|(date, _)| date.value)).max();
        let end = record.left.iter().map(|left| left.date.value).max();
        (value, value.max(end).max(record.manual.as_ref().map(|manual| manual.since)))
    };
    let of = |records: &Vec<Box<Tracked>>| {
        let records = records.par_iter().with_min_len(256).filter(|record| internal || !record.internal);
        records.map(|record| told(record)).reduce(Default::default, |a, b| (a.0.max(b.0), a.1.max(b.1)))
    };
    let told: Vec<(Option<Date>, Option<Date>)> = parsed.tracked.values().map(of).collect();
    // Dated states hold at every later date, so without values nothing says where to stop.
    told.iter().filter_map(|(value, _)| *value).max()?;
    let reports = parsed.reports.iter().map(|report| report.date);
    let closed = parsed.snapshots.iter().map(|snapshot| snapshot.date);
    told.iter().filter_map(|(_, last)| *last).chain(reports).chain(closed).max()
}

/// The day that the site shows: the one asked for, the one it has fixed, or the latest reporting date up to `told`.
pub(super) fn as_of_date(
    config: &SiteConfig,
    dates: &[Vec<Date>],
    wanted: Option<Date>,
    told: Option<Date>,
    diags: &mut Diagnostics,
) -> Option<Date> {
    let site = config.reporting_dates.value.iter().map(|d| d.value);
    let all: Vec<Date> = site.chain(dates.iter().flatten().copied()).collect();
    let (first, last) = (all.iter().min().copied()?, all.iter().max().copied()?);
    let (as_of, span) = match (wanted, &config.as_of) {
        (Some(wanted), _) => (wanted, None),
        (None, Some(fixed)) => (fixed.value, Some(fixed.span)),
        (None, None) => {
            // The dates of a register of dated states are its own; no survey begins at them.
            let of_states = config.registers.iter().zip(dates);
            let of_states = of_states.filter(|(r, _)| r.history == "events" && r.reporting_dates.is_some());
            let of_states = of_states.flat_map(|(_, dates)| dates.iter().copied());
            let said = all.iter().copied().filter(|date| told.is_some_and(|told| *date <= told));
            let said = said.chain(of_states).max();
            (said.unwrap_or(last), None)
        }
    };
    if as_of < first {
        diags.push(codes::as_of_too_early(span, &as_of.to_string(), &first.to_string()));
        return Some(first);
    }
    Some(as_of)
}
