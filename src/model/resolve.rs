//! From what files say to what they mean: every name found, every value on its scale.

use super::histories::Wanted;
use super::records::{Units, records};
use super::settings::{as_of_date, check_published, check_severities, dates_ascend, last_told, register_dates};
use super::{Model, Register, Scheme};
use crate::config::{RegisterConfig, SiteConfig};
use crate::diag::{Diagnostics, codes};
use crate::record::Parsed;
use crate::source::SourceTree;
use crate::value::Date;
use rayon::prelude::*;

/// Makes the model, or nothing without a configuration that can be used, which is then reported.
/// `as_of` overrides the site's own as-of date; with `internal` the edition for the town hall shows
/// internal records too.
pub fn resolve(
    parsed: Parsed,
    sources: &SourceTree,
    as_of: Option<Date>,
    internal: bool,
    diags: &mut Diagnostics,
) -> Option<Model> {
    let model = model(parsed, sources, as_of, internal, diags);
    debug_assert!(model.is_some() || diags.has_errors(), "a site is refused only with a reason");
    model
}

fn model(
    parsed: Parsed,
    sources: &SourceTree,
    as_of: Option<Date>,
    internal: bool,
    diags: &mut Diagnostics,
) -> Option<Model> {
    let told = last_told(&parsed, internal);
    let Parsed {
        config,
        organisation,
        mut tracked,
        programmes,
        mut reports,
        mut pages,
        snapshots,
        permalinks,
        assets,
        unread,
    } = parsed;
    // Without a file, reporting dates or a scheme nothing can be judged; their absence was reported.
    let mut config = config?;
    for register in &mut config.registers {
        // Figures of records that could not be read cannot be compared with anything.
        register.complete &= unread.folder(&register.key.value).is_empty();
    }
    super::extra::check(&config, diags);
    dates_ascend("reporting_dates", &config.reporting_dates.value, diags);
    check_severities(&config, diags);
    check_published(&config, diags);
    super::documents::check(&config, sources, diags);
    let schemes: Vec<Scheme> = config.schemes.iter().map(|s| super::schemes::scheme(s, diags)).collect();
    let all_dates: Vec<Vec<Date>> = config.registers.iter().map(|r| register_dates(&config, r, diags)).collect();
    let known = as_of;
    let as_of = as_of_date(&config, &all_dates, as_of, told, diags)?;
    let (divisions, units) = super::organisation::resolve(&organisation, internal, diags);
    let units_by_id = Units {
        ids: units.iter().enumerate().map(|(i, u)| (u.id.as_str(), i as u32)).collect(),
        heirs: units.iter().map(super::organisation::heir).collect(),
        unread: unread.file("content/organisation.toml"),
    };

    let mut registers: Vec<Register> = Vec::with_capacity(config.registers.len());
    for (i, register) in config.registers.iter().enumerate() {
        let scheme = scheme_of(&config, register, diags);
        let texts = tracked.remove(&register.key.value).unwrap_or_default();
        let records = match scheme.and_then(|s| schemes.get(s)) {
            Some(scheme) => {
                let wanted = Wanted { config: register, scheme, dates: &all_dates[i], as_of, known };
                records(texts, &wanted, &config.extra, &units_by_id, internal, sources, diags)
            }
            None => Vec::new(),
        };
        let dates = all_dates[i].iter().copied().filter(|d| *d <= as_of).collect();
        let ids = records.par_iter().with_min_len(256).map(|r| r.shown.then(|| r.text.id.as_str().into())).collect();
        registers.push(Register {
            config: i,
            scheme: scheme.unwrap_or(0),
            events: register.history == "events",
            dates,
            records,
            ids,
        });
    }
    if schemes.is_empty() {
        return None;
    }
    let unread_programmes = unread.folder("programmes");
    let context = super::programmes::Context {
        configs: &config.registers,
        registers: &registers,
        schemes: &schemes,
        unread: &unread_programmes,
    };
    let mut programmes = context.programmes(programmes, diags);
    reports.sort_by_key(|r| r.date);
    report_dates(&config, &all_dates, &reports, diags);
    let totals = context.totals(&mut reports, |id| all_dates[id.0 as usize].clone(), diags);
    let totals = totals.into_iter().filter(|t| t.date <= as_of && t.report <= as_of).collect();
    let context = super::inserts::Context {
        config: &config,
        registers: &registers,
        dates: &all_dates,
        schemes: &schemes,
        units: &units,
        programmes: &programmes,
        as_of,
        unread: &unread,
        unread_programmes: &unread_programmes,
    };
    let inserts = super::inserts::resolve(&context, &reports, &pages, sources, diags);
    reports.retain(|r| r.date <= as_of);
    super::references::resolve(&config.registers, &mut registers, &mut programmes, &unread, diags);
    let context = super::snapshots::Context {
        config: &config,
        registers: &registers,
        schemes: &schemes,
        programmes: &programmes,
        units: &units_by_id.ids,
        dates: &all_dates,
        unread: &unread,
    };
    let mut snapshots = context.snapshots(snapshots, diags);
    let frozen_dates = snapshots.iter().map(|s| s.date).collect();
    snapshots.retain(|s| s.date <= as_of);
    pages.sort_by(|a, b| (a.weight, &a.id).cmp(&(b.weight, &b.id)));
    Some(Model {
        config,
        as_of,
        internal,
        schemes,
        registers,
        divisions,
        units,
        programmes,
        reports,
        totals,
        snapshots,
        frozen_dates,
        permalinks,
        pages,
        inserts,
        assets,
    })
}

fn scheme_of(config: &SiteConfig, register: &RegisterConfig, diags: &mut Diagnostics) -> Option<usize> {
    // A missing `scheme` was reported when the file was read.
    if register.scheme.value.is_empty() {
        return None;
    }
    let found = config.schemes.iter().position(|s| s.key.value == register.scheme.value);
    if found.is_none() {
        let known = config.schemes.iter().map(|s| s.key.value.as_str());
        diags.push(codes::unknown_reference(register.scheme.span, &register.scheme.value, "status scheme", known));
    }
    found.filter(|i| !config.schemes[*i].statuses.is_empty())
}

fn report_dates(
    config: &SiteConfig,
    dates: &[Vec<Date>],
    reports: &[crate::record::report::Report],
    diags: &mut Diagnostics,
) {
    for report in reports {
        if !dates.iter().any(|own| own.contains(&report.date))
            && !config.reporting_dates.value.iter().any(|d| d.value == report.date)
        {
            let known: Vec<String> = config.reporting_dates.value.iter().map(|d| d.value.to_string()).collect();
            let known = known.iter().map(String::as_str);
            diags.push(codes::not_a_reporting_date(report.head, &report.date.to_string(), "the site", known));
        }
    }
}
