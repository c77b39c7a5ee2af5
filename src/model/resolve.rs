//! From what files say to what they mean: every name found, every value on its scale.

use super::histories::Wanted;
use super::names::Names;
use super::{Left, Model, ProgrammeId, Record, RecordRef, Register, RegisterId, Scheme, UnitId};
use crate::config::{ExtraField, RegisterConfig, SiteConfig};
use crate::diag::{Diagnostics, Severity, codes};
use crate::record::Parsed;
use crate::record::tracked::{ExtraText, Tracked};
use crate::source::{Located, SourceTree};
use crate::text::lang::sort_key;
use crate::value::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Makes the model, or nothing without a configuration. `as_of` overrides the site's own as-of date;
/// with `internal` the edition for the town hall shows internal records too.
pub fn resolve(
    parsed: Parsed,
    sources: &SourceTree,
    as_of: Option<Date>,
    internal: bool,
    diags: &mut Diagnostics,
) -> Option<Model> {
    let Parsed {
        config,
        organisation,
        tracked,
        programmes,
        mut reports,
        mut pages,
        assets,
    } = parsed;
    let config = config?;
    dates_ascend("reporting_dates", &config.reporting_dates.value, diags);
    check_severities(&config, diags);
    let schemes: Vec<Scheme> = config
        .schemes
        .iter()
        .map(|s| super::schemes::scheme(s, diags))
        .collect();
    let all_dates: Vec<Vec<Date>> = config
        .registers
        .iter()
        .map(|r| register_dates(&config, r, diags))
        .collect();
    let as_of = as_of_date(&config, &all_dates, as_of, diags)?;
    let (divisions, units) = super::organisation::resolve(&organisation, internal, diags);
    let unit_ids: HashMap<&str, u32> = units
        .iter()
        .enumerate()
        .map(|(i, u)| (u.id.as_str(), i as u32))
        .collect();

    let mut registers: Vec<Register> = Vec::with_capacity(config.registers.len());
    let mut by_register: BTreeMap<String, Vec<Tracked>> = BTreeMap::new();
    for (register, record) in tracked {
        by_register.entry(register).or_default().push(record);
    }
    for (i, register) in config.registers.iter().enumerate() {
        let scheme = scheme_of(&config, register, diags);
        let texts = by_register.remove(&register.key.value).unwrap_or_default();
        let records = match scheme.and_then(|s| schemes.get(s)) {
            Some(scheme) => {
                let wanted = Wanted {
                    config: register,
                    scheme,
                    dates: &all_dates[i],
                    as_of,
                };
                records(
                    texts,
                    &wanted,
                    &config.extra,
                    &unit_ids,
                    internal,
                    sources,
                    diags,
                )
            }
            None => Vec::new(),
        };
        let dates = all_dates[i]
            .iter()
            .copied()
            .filter(|d| *d <= as_of)
            .collect();
        registers.push(Register {
            config: i,
            scheme: scheme.unwrap_or(0),
            events: register.history == "events",
            dates,
            records,
        });
    }
    if schemes.is_empty() {
        return None;
    }
    let context = super::programmes::Context {
        configs: &config.registers,
        registers: &registers,
        schemes: &schemes,
    };
    let mut programmes = context.programmes(programmes, diags);
    reports.sort_by_key(|r| r.date);
    report_dates(&config, &all_dates, &reports, diags);
    let totals = context.totals(&mut reports, |id| all_dates[id.0 as usize].clone(), diags);
    let totals = totals
        .into_iter()
        .filter(|t| t.date <= as_of && t.report <= as_of)
        .collect();
    reports.retain(|r| r.date <= as_of);
    references(&config.registers, &mut registers, &mut programmes, diags);
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
        pages,
        assets,
    })
}

fn dates_ascend(key: &str, dates: &[Located<Date>], diags: &mut Diagnostics) {
    for pair in dates.windows(2) {
        if pair[1].value <= pair[0].value {
            diags.push(codes::date_order(
                pair[1].span,
                key,
                &pair[1].value.to_string(),
            ));
        }
    }
}

/// Severities for codes that do not exist or may not be changed.
fn check_severities(config: &SiteConfig, diags: &mut Diagnostics) {
    for (name, _) in &config.severity {
        match codes::find(&name.value) {
            Some(code) if code.adjustable => {}
            Some(_) => diags.push(codes::unused_severity(
                name.span,
                format!(
                    "`{}` is part of the format, its severity cannot be changed",
                    name.value
                ),
                "remove the line; only rules about the content can be lowered".to_owned(),
            )),
            None => {
                let known = codes::CODES.iter().filter(|c| c.adjustable).map(|c| c.name);
                let help = codes::nearest(&name.value, known).map_or_else(
                    || "`sachstand explain` lists all codes".to_owned(),
                    |candidate| {
                        format!("did you mean `{candidate}`? `sachstand explain` lists all codes")
                    },
                );
                diags.push(codes::unused_severity(
                    name.span,
                    format!("there is no code `{}`", name.value),
                    help,
                ));
            }
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
    config
        .severity
        .iter()
        .map(|(name, w)| (name.value.clone(), word(w.value)))
        .collect()
}

fn register_dates(
    config: &SiteConfig,
    register: &RegisterConfig,
    diags: &mut Diagnostics,
) -> Vec<Date> {
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

fn as_of_date(
    config: &SiteConfig,
    dates: &[Vec<Date>],
    wanted: Option<Date>,
    diags: &mut Diagnostics,
) -> Option<Date> {
    let site = config.reporting_dates.value.iter().map(|d| d.value);
    let all: Vec<Date> = site.chain(dates.iter().flatten().copied()).collect();
    let (first, last) = (all.iter().min().copied()?, all.iter().max().copied()?);
    let (as_of, span) = match (wanted, &config.as_of) {
        (Some(wanted), _) => (wanted, None),
        (None, Some(fixed)) => (fixed.value, Some(fixed.span)),
        (None, None) => (last, None),
    };
    if as_of < first {
        diags.push(codes::as_of_too_early(
            span,
            &as_of.to_string(),
            &first.to_string(),
        ));
        return Some(first);
    }
    Some(as_of)
}

fn scheme_of(
    config: &SiteConfig,
    register: &RegisterConfig,
    diags: &mut Diagnostics,
) -> Option<usize> {
    // A missing `scheme` was reported when the file was read.
    if register.scheme.value.is_empty() {
        return None;
    }
    let found = config
        .schemes
        .iter()
        .position(|s| s.key.value == register.scheme.value);
    if found.is_none() {
        let known = config.schemes.iter().map(|s| s.key.value.as_str());
        diags.push(codes::unknown_reference(
            register.scheme.span,
            &register.scheme.value,
            "status scheme",
            known,
        ));
    }
    found.filter(|i| !config.schemes[*i].statuses.is_empty())
}

fn records(
    texts: Vec<Tracked>,
    wanted: &Wanted<'_>,
    extra: &[ExtraField],
    units: &HashMap<&str, u32>,
    internal: bool,
    sources: &SourceTree,
    diags: &mut Diagnostics,
) -> Vec<Record> {
    duplicate_ids(&texts, sources, diags);
    let read: Vec<(Record, Diagnostics)> = texts
        .into_par_iter()
        .with_min_len(64)
        .map(|text| {
            let mut diags = Diagnostics::new();
            let record = record(text, wanted, extra, units, internal, &mut diags);
            (record, diags)
        })
        .collect();
    let mut records = Vec::with_capacity(read.len());
    for (record, problems) in read {
        diags.append(problems);
        records.push(record);
    }
    duplicate_numbers(&records, diags);
    // Numbered records first, each group in the order that people expect: MP 9 before MP 78.
    records.sort_by_cached_key(|r: &Record| {
        (
            r.number().is_none(),
            sort_key(r.number().or(r.title()).unwrap_or("")),
            r.text.id.clone(),
        )
    });
    records
}

fn record(
    text: Tracked,
    wanted: &Wanted<'_>,
    extra: &[ExtraField],
    units: &HashMap<&str, u32>,
    internal: bool,
    diags: &mut Diagnostics,
) -> Record {
    let mut text = text;
    let values = wanted.values(&text, diags);
    let events = wanted.events(&text, diags);
    let manual = wanted.manual(&text, diags);
    let corrections = wanted.corrections(&mut text, diags);
    let mut unit_at = |name: &Located<String>| -> Option<UnitId> {
        let found = units.get(name.value.as_str()).copied();
        if found.is_none() {
            let mut known: Vec<&str> = units.keys().copied().collect();
            known.sort_unstable();
            diags.push(codes::unknown_reference(
                name.span,
                &name.value,
                "unit",
                known,
            ));
        }
        found.map(UnitId)
    };
    let mut in_charge: Vec<(Option<Date>, UnitId)> = text
        .unit
        .iter()
        .filter_map(|(from, name)| Some((from.as_ref().map(|f| f.value), unit_at(name)?)))
        .collect();
    in_charge.sort_by_key(|(from, _)| *from);
    let other_units = text
        .units
        .iter()
        .filter_map(|(name, role)| Some((unit_at(name)?, *role)))
        .collect();
    for pair in text.unit.windows(2) {
        if let ((before, _), (Some(from), _)) = (&pair[0], &pair[1])
            && before.as_ref().is_some_and(|b| b.value >= from.value)
        {
            diags.push(codes::date_order(
                from.span,
                "unit",
                &from.value.to_string(),
            ));
        }
    }
    let extra = extra_values(&text, &wanted.config.key.value, extra, diags);
    // What was reported after the as-of date is not known yet.
    let year = text.reported.as_ref().map(|year| year.value);
    let known = !values.is_empty() || !events.is_empty() || manual.is_some();
    let later = !known && year.is_some_and(|year| year > i64::from(wanted.as_of.year()));
    Record {
        shown: (internal || !text.internal) && !later,
        units: in_charge,
        other_units,
        values,
        events,
        manual,
        left: Vec::new(),
        programmes: Vec::new(),
        related: Vec::new(),
        merged_into: None,
        replaces: Vec::new(),
        replaced_by: None,
        measures: Vec::new(),
        named_by: Vec::new(),
        extra,
        corrections,
        text,
    }
}

fn extra_values(
    text: &Tracked,
    register: &str,
    fields: &[ExtraField],
    diags: &mut Diagnostics,
) -> Vec<(usize, ExtraText)> {
    let belongs = |field: &ExtraField| {
        field.registers.is_empty() || field.registers.iter().any(|r| r.value == register)
    };
    let mut out = Vec::new();
    for (key, value) in &text.extra {
        let found = fields
            .iter()
            .position(|f| f.name.value == key.value && belongs(f));
        let Some(index) = found else {
            let known = fields
                .iter()
                .filter(|f| belongs(f))
                .map(|f| f.name.value.as_str());
            diags.push(codes::unknown_key(key.span, &key.value, "`[extra]`", known));
            continue;
        };
        out.extend(extra_value(&fields[index], key, value, diags).map(|v| (index, v)));
    }
    out.sort_by_key(|(index, _)| *index);
    out
}

fn extra_value(
    field: &ExtraField,
    key: &Located<String>,
    value: &Located<ExtraText>,
    diags: &mut Diagnostics,
) -> Option<ExtraText> {
    let (wanted, example) = match field.kind {
        "number" => ("a number", "12"),
        "date" => ("a date", "2023-09-30"),
        "bool" => ("`true` or `false`", "true"),
        "list" => ("a list of texts", "[\"A\", \"B\"]"),
        "url" => ("a text in quotes", "\"https://www.example.org/\""),
        _ => ("a text in quotes", "\"A\""),
    };
    let found = match (field.kind, &value.value) {
        ("text" | "url", ExtraText::Text(_))
        | ("number", ExtraText::Number(_))
        | ("date", ExtraText::Date(_))
        | ("bool", ExtraText::Bool(_))
        | ("list", ExtraText::List(_)) => None,
        ("list", ExtraText::Text(one)) => return Some(ExtraText::List(vec![one.clone()])),
        (_, ExtraText::Text(_)) => Some("a text"),
        (_, ExtraText::Number(_)) => Some("a number"),
        (_, ExtraText::Date(_)) => Some("a date"),
        (_, ExtraText::Bool(_)) => Some("`true` or `false`"),
        (_, ExtraText::List(_)) => Some("a list"),
        (_, ExtraText::Other(what)) => Some(*what),
    };
    if let Some(found) = found {
        diags.push(codes::wrong_type(
            value.span,
            &key.value,
            wanted,
            found,
            &format!("{} = {example}", key.value),
        ));
        return None;
    }
    if let ExtraText::Text(text) = &value.value
        && field.kind == "url"
        && !crate::record::field::is_web_address(text)
    {
        diags.push(codes::bad_address(value.span, &key.value, text));
        return None;
    }
    let words: &[String] = match &value.value {
        ExtraText::Text(text) => std::slice::from_ref(text),
        ExtraText::List(texts) => texts,
        _ => &[],
    };
    for word in words
        .iter()
        .filter(|w| !field.values.is_empty() && !field.values.contains(w))
    {
        diags.push(codes::unknown_choice(
            value.span,
            &key.value,
            word,
            field.values.iter().map(String::as_str),
        ));
    }
    Some(value.value.clone())
}

/// `mp-001.md` and `mp-001.toml` would have one address.
fn duplicate_ids(texts: &[Tracked], sources: &SourceTree, diags: &mut Diagnostics) {
    let mut seen: HashMap<&str, &Tracked> = HashMap::with_capacity(texts.len());
    for text in texts {
        if let Some(first) = seen.insert(&text.id, text) {
            let path = |t: &Tracked| sources.file(t.source).path.clone();
            diags.push(codes::duplicate_id(&path(text), &text.id, &path(first)));
        }
    }
}

fn duplicate_numbers(records: &[Record], diags: &mut Diagnostics) {
    let mut seen: HashMap<&str, &Located<String>> = HashMap::with_capacity(records.len());
    for number in records.iter().filter_map(|r| r.text.number.as_ref()) {
        match seen.get(number.value.as_str()) {
            Some(first) => diags.push(codes::duplicate_number(
                number.span,
                &number.value,
                first.span,
            )),
            None => {
                seen.insert(&number.value, number);
            }
        }
    }
}

fn report_dates(
    config: &SiteConfig,
    dates: &[Vec<Date>],
    reports: &[crate::record::report::Report],
    diags: &mut Diagnostics,
) {
    for report in reports {
        if !dates.iter().any(|own| own.contains(&report.date))
            && !config
                .reporting_dates
                .value
                .iter()
                .any(|d| d.value == report.date)
        {
            let known: Vec<String> = config
                .reporting_dates
                .value
                .iter()
                .map(|d| d.value.to_string())
                .collect();
            let known = known.iter().map(String::as_str);
            diags.push(codes::not_a_reporting_date(
                report.head,
                &report.date.to_string(),
                "the site",
                known,
            ));
        }
    }
}

/// What one record refers to.
#[derive(Default)]
struct Found {
    left: Vec<Left>,
    programmes: Vec<ProgrammeId>,
    related: Vec<RecordRef>,
    merged_into: Option<RecordRef>,
    replaces: Vec<RecordRef>,
    replaced_by: Option<RecordRef>,
    measures: Vec<RecordRef>,
}

fn references(
    configs: &[RegisterConfig],
    registers: &mut [Register],
    programmes: &mut [super::Programme],
    diags: &mut Diagnostics,
) {
    let names = Names::new(configs, registers);
    let programme_ids: HashMap<&str, u32> = programmes
        .iter()
        .enumerate()
        .map(|(i, p)| (p.id.as_str(), i as u32))
        .collect();
    let found: Vec<Vec<(Found, Diagnostics)>> = registers
        .iter()
        .enumerate()
        .map(|(i, register)| {
            let home = RegisterId(i as u32);
            let records = register.records.par_iter().with_min_len(64).enumerate();
            records
                .map(|(index, record)| {
                    let mut diags = Diagnostics::new();
                    let this = RecordRef {
                        register: home,
                        index: index as u32,
                    };
                    let found = find(record, this, &names, &programme_ids, &mut diags);
                    (found, diags)
                })
                .collect()
        })
        .collect();
    let mut named: Vec<(RecordRef, RecordRef)> = Vec::new();
    let mut members: Vec<(u32, RecordRef)> = Vec::new();
    for (r, list) in found.into_iter().enumerate() {
        for (index, (found, problems)) in list.into_iter().enumerate() {
            diags.append(problems);
            let this = RecordRef {
                register: RegisterId(r as u32),
                index: index as u32,
            };
            named.extend(
                found
                    .related
                    .iter()
                    .chain(&found.measures)
                    .map(|other| (*other, this)),
            );
            let record = &mut registers[r].records[index];
            if record.shown {
                members.extend(found.programmes.iter().map(|p| (p.0, this)));
            }
            let Found {
                left,
                programmes,
                related,
                merged_into,
                replaces,
                replaced_by,
                measures,
            } = found;
            record.left = left;
            record.programmes = programmes;
            record.related = related;
            record.merged_into = merged_into;
            record.replaces = replaces;
            record.replaced_by = replaced_by;
            record.measures = measures;
        }
    }
    named.sort_unstable();
    named.dedup();
    for (named, by) in named {
        registers[named.register.0 as usize].records[named.index as usize]
            .named_by
            .push(by);
    }
    for (programme, record) in members {
        programmes[programme as usize].records.push(record);
    }
}

fn find(
    record: &Record,
    this: RecordRef,
    names: &Names,
    programmes: &HashMap<&str, u32>,
    diags: &mut Diagnostics,
) -> Found {
    let text = &record.text;
    let public = !text.internal;
    let home = this.register;
    let mut one = |name: &Located<String>, key: &str, kind: Option<&str>| {
        let found = names.record(name, home, kind, public, diags)?;
        if found == this {
            diags.push(codes::self_reference(name.span, key));
            return None;
        }
        Some(found)
    };
    let related = text
        .related
        .iter()
        .filter_map(|n| one(n, "related", None))
        .collect();
    let merged_into = text
        .merged_into
        .as_ref()
        .and_then(|n| one(n, "merged_into", None));
    let replaces = text
        .replaces
        .iter()
        .filter_map(|n| one(n, "replaces", None))
        .collect();
    let replaced_by = text
        .replaced_by
        .as_ref()
        .and_then(|n| one(n, "replaced_by", None));
    let service = text.service.as_deref();
    let measures = service
        .map(|s| {
            s.measures
                .iter()
                .filter_map(|n| one(n, "measures", Some("measure")))
                .collect()
        })
        .unwrap_or_default();
    let mut left: Vec<Left> = text
        .left
        .iter()
        .map(|l| Left {
            date: l.date.value,
            reason: l.reason,
            text: l.text.clone(),
            into: l.into.as_ref().and_then(|n| one(n, "into", None)),
            span: l.date.span,
        })
        .collect();
    left.sort_by_key(|l| l.date);
    let mut ids = Vec::with_capacity(text.programmes.len());
    for name in &text.programmes {
        match programmes.get(name.value.as_str()) {
            Some(id) => ids.push(ProgrammeId(*id)),
            None => {
                let mut known: Vec<&str> = programmes.keys().copied().collect();
                known.sort_unstable();
                diags.push(codes::unknown_reference(
                    name.span,
                    &name.value,
                    "programme",
                    known,
                ));
            }
        }
    }
    Found {
        left,
        programmes: ids,
        related,
        merged_into,
        replaces,
        replaced_by,
        measures,
    }
}
