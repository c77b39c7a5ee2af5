//! figures.json: every figure of the site with what it counts, for machines.
//!
//! Numbers stand bare; a sum or mean that a register without a scale cannot have is null, and so is
//! the mean of nothing. Records are named by their ids, as in their addresses.

use super::layout::{self, Tree, object};
use super::{NONE_GIVEN, definitions, ids, programmes, quality, reason, set_aside, texts};
use crate::figures::{DateFigures, Figures, Lists, Move, Place, RegisterFigures, StatusFigures};
use crate::model::{Model, RecordRef, Register, RegisterId, Scheme, StatusId, Totals, Value as Worth};
use crate::text::catalog::Catalog;
use crate::value::{Mean, Share};
use serde_json::{Map, Value, json};

/// All figures as JSON. The catalogues give the definitions, one per language.
pub fn figures_json(model: &Model, figures: &Figures, catalogs: &[&Catalog]) -> String {
    let publisher = &model.config.publisher;
    let registers =
        model.registers().map(|(id, r)| (model.register_config(r).key.value.clone(), register(model, figures, id)));
    let before = object!({
        "title": texts(model, &model.config.title),
        "url": model.config.base_url.value.as_str(),
        "publisher": texts(model, &publisher.name),
        "licence": publisher.licence.clone(),
        "licence_url": publisher.licence_url.clone(),
        "as_of": figures.as_of.to_string(),
        "edition": if model.internal { "internal" } else { "public" },
    });
    let behind = object!({
        "programmes": programmes::programmes(model, figures),
        "indicators": Map::new(),
        "findings": quality::findings(model, figures),
        "definitions": definitions::definitions(model, catalogs),
    });
    let registers = [("registers".to_owned(), Tree::Object(registers.collect()))];
    // Each record stands in some lists of each date.
    let lists = |(id, register): (_, &Register)| register.records.len() * figures.register(id).dates.len();
    let size = set_aside(model.registers().map(lists).sum(), 64);
    layout::written(Tree::Object(entries(before).chain(registers).chain(entries(behind)).collect()), size)
}

/// The entries of an object.
fn entries<'t>(object: Value) -> impl Iterator<Item = (String, Tree<'t>)> {
    let map = match object {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    map.into_iter().map(|(key, value)| (key, Tree::Value(value)))
}

fn register<'t>(model: &'t Model, figures: &'t Figures, id: RegisterId) -> Tree<'t> {
    let register = model.register(id);
    let config = model.register_config(register);
    let scheme = model.scheme(register);
    let own = figures.register(id);
    let label = |code: &str, text| (code.to_owned(), texts(model, text));
    let labels: Map<String, Value> = scheme
        .statuses
        .iter()
        .map(|s| label(&s.code, &s.label))
        .chain(scheme.letters.iter().map(|l| label(&l.code, &l.label)))
        .collect();
    let classes: Map<String, Value> = scheme
        .statuses
        .iter()
        .map(|s| (s.code.clone(), s.class.word().into()))
        .chain(scheme.letters.iter().map(|l| (l.code.clone(), l.class.word().into())))
        .collect();
    let dates = own.dates.iter().map(move |d| date_and_corrections(model, own, id, scheme, d));
    let object = object!({
        "title": texts(model, &config.title),
        "labels": labels,
        "classes": classes,
        "scale": scheme.scale.map(|(min, max)| vec![min, max]),
        "complete": config.complete,
        "records": own.records,
        "baseline": own.baseline.len(),
        "baseline_records": ids(model, id, &own.baseline),
        "cohorts": cohorts(own, config.baseline_label.as_deref(), |records| records.len().into()),
        "cohort_records": cohorts(own, config.baseline_label.as_deref(), |records| ids(model, id, records).into()),
        "quality": quality::register(model, id, &own.quality),
    });
    Tree::Object(entries(object).chain([("dates".to_owned(), Tree::Each(Box::new(dates)))]).collect())
}

/// By year as the city writes it, the baseline first, records without a year last.
fn cohorts(figures: &RegisterFigures, label: Option<&str>, value: impl Fn(&[u32]) -> Value) -> Map<String, Value> {
    let mut out = Map::new();
    let years = figures.cohorts.iter().map(|c| {
        let year = c.year.map_or_else(|| NONE_GIVEN.to_owned(), |year| year.to_string());
        (year, &c.records)
    });
    let years: Vec<(String, &Vec<u32>)> = years.collect();
    if !figures.baseline.is_empty() || label.is_some() {
        let mut label = label.unwrap_or("baseline").to_owned();
        // A city may call its baseline like a year; the two must not become one.
        while years.iter().any(|(year, _)| *year == label) {
            label.push_str(" (baseline)");
        }
        out.insert(label, value(&figures.baseline));
    }
    out.extend(years.into_iter().map(|(year, records)| (year, value(records))));
    out
}

fn date(model: &Model, id: RegisterId, scheme: &Scheme, figures: &DateFigures) -> Value {
    let list = |records: &[u32]| ids(model, id, records);
    let by_status = |value: &dyn Fn(&StatusFigures) -> Value| -> Map<String, Value> {
        figures.by_status.iter().map(|s| (scheme.status(s.status).code.clone(), value(s))).collect()
    };
    let letters: Map<String, Value> = figures
        .letters
        .iter()
        .map(|(l, records)| (scheme.letters[usize::from(*l)].code.clone(), list(records).into()))
        .collect();
    let moves = |value: &dyn Fn(&[u32]) -> Value| -> Map<String, Value> {
        let key = |m: &Move| format!("{}>{}", place(scheme, m.from), place(scheme, m.to));
        figures.moves.iter().map(|m| (key(m), value(&m.records))).collect()
    };
    object!({
        "date": figures.date.to_string(),
        "previous": figures.previous.map(|p| p.to_string()),
        "counted": figures.counted,
        "not_collected": figures.not_collected.len(),
        "not_in_source": figures.not_in_source.len(),
        "not_yet": figures.not_yet.len(),
        "count": by_status(&|s| s.count().into()),
        "share": by_status(&|s| Share::of(s.count(), figures.counted).map(Share::as_f64).into()),
        "sum": by_status(&|s| s.sum.into()),
        "mean_by_status": by_status(&|s| mean(s.mean)),
        "numeric_by_status": by_status(&|s| s.numeric.into()),
        "total_sum": figures.total_sum,
        "mean": mean(figures.mean),
        "numeric": figures.numeric,
        "records": by_status(&|s| list(&s.records).into()),
        "not_collected_records": list(&figures.not_collected),
        "not_in_source_records": list(&figures.not_in_source),
        "not_yet_records": list(&figures.not_yet),
        "letters": letters,
        "manual": list(&figures.manual),
        "base": base(model, id, figures),
        "moves": moves(&|records| records.len().into()),
        "moves_records": moves(&|records| list(records).into()),
        "lists": lists(&figures.lists, &list),
        "by_unit": by_unit(model, scheme, figures, &|records| records.len().into()),
        "by_unit_records": by_unit(model, scheme, figures, &|records| list(records).into()),
        "published": model.totals(id, figures.date).map(|t| published(scheme, t)),
        "frozen": model.frozen(id, figures.date).and(model.snapshot(figures.date)).map(|s| {
            json!({ "digest": s.digest, "program": s.program })
        }),
    })
}

/// The figures of a date, and beside those of a closed one what was corrected since.
fn date_and_corrections(
    model: &Model,
    own: &RegisterFigures,
    id: RegisterId,
    scheme: &Scheme,
    figures: &DateFigures,
) -> Value {
    let mut value = date(model, id, scheme, figures);
    let corrections: Vec<Value> = own
        .corrections(model, id, figures.date)
        .map(|(index, c)| {
            let record = model.record(RecordRef { register: id, index });
            let (was, value) = c.value.unwrap_or((None, None));
            let written = |value: Option<Worth>| value.map(|value| worth(scheme, value));
            json!({
                "id": record.shown.then_some(&record.text.id),
                "was": written(was),
                "value": written(value),
                "unit": c.unit.map(|unit| model.unit(unit)).filter(|unit| unit.shown).map(|unit| &unit.id),
                "baseline": c.baseline,
                "visibility": c.internal.map(|internal| if internal { "internal" } else { "public" }),
                "left": c.left,
                "on": c.on.to_string(),
                "reason": c.reason,
            })
        })
        .collect();
    if let Value::Object(map) = &mut value {
        let corrected = figures.frozen.as_ref().and_then(|f| f.corrected.as_ref());
        map.insert("corrections".to_owned(), corrections.into());
        map.insert("corrected".to_owned(), corrected.map(|other| date(model, id, scheme, other)).into());
    }
    value
}

/// A value as records write it.
fn worth(scheme: &Scheme, value: Worth) -> Value {
    match value {
        Worth::Number(n) => n.into(),
        Worth::Status(status) => scheme.status(status).code.as_str().into(),
        Worth::Letter(letter) => scheme.letters[usize::from(letter)].code.as_str().into(),
    }
}

fn mean(mean: Option<Mean>) -> Value {
    mean.map(Mean::as_f64).into()
}

fn place(scheme: &Scheme, place: Place) -> &str {
    match place {
        Place::Status(status) => &scheme.status(status).code,
        Place::New => "new",
        Place::Returned => "returned",
        Place::Left => "left",
    }
}

fn base(model: &Model, id: RegisterId, figures: &DateFigures) -> Value {
    let base = &figures.base;
    let shown = |index: u32| model.record(RecordRef { register: id, index }).shown;
    let left: Vec<Value> = base
        .left
        .iter()
        .filter(|(index, _)| shown(*index))
        .map(|(index, gone)| {
            let record = model.record(RecordRef { register: id, index: *index });
            json!({ "id": record.text.id, "reason": reason(record, *gone) })
        })
        .collect();
    object!({
        "opening": base.opening,
        "new": base.new.len(),
        "returned": base.returned.len(),
        "left": base.left.len(),
        "corrections": base.corrections,
        "closing": base.closing,
        "first": base.first,
        "new_records": ids(model, id, &base.new),
        "returned_records": ids(model, id, &base.returned),
        "left_records": left,
    })
}

fn lists(lists: &Lists, list: &dyn Fn(&[u32]) -> Vec<Value>) -> Value {
    // Taken apart by name, so that a new list cannot be forgotten here.
    let Lists { implemented, fell_back, reported, advanced, gone_back, standing_still, expected } = lists;
    object!({
        "implemented": list(implemented),
        "fell_back": list(fell_back),
        "reported": list(reported),
        "advanced": list(advanced),
        "gone_back": list(gone_back),
        "standing_still": list(standing_still),
        "expected": list(expected),
    })
}

/// By unit in charge at the date; records without a unit, or with one not shown, stand under `none given`.
fn by_unit(
    model: &Model,
    scheme: &Scheme,
    figures: &DateFigures,
    value: &dyn Fn(&[u32]) -> Value,
) -> Map<String, Value> {
    let values = |records: &[Vec<u32>]| codes(scheme, records.iter().map(|r| value(r)));
    let mut rest: Option<Vec<Vec<u32>>> = None;
    let mut out = Map::new();
    for entry in &figures.by_unit {
        match entry.unit.map(|id| model.unit(id)).filter(|unit| unit.shown) {
            Some(unit) => {
                out.insert(unit.id.clone(), values(&entry.records));
            }
            None => {
                let all = rest.get_or_insert_with(|| vec![Vec::new(); entry.records.len()]);
                all.iter_mut().zip(&entry.records).for_each(|(all, records)| all.extend(records));
            }
        }
    }
    for records in rest.iter_mut().flatten() {
        records.sort_unstable();
    }
    out.extend(rest.map(|records| (NONE_GIVEN.to_owned(), values(&records))));
    out
}

/// Values in the order of the scheme, by status code.
fn codes<T: Into<Value>>(scheme: &Scheme, values: impl Iterator<Item = T>) -> Value {
    let code = |i: usize| scheme.status(StatusId(i as u16)).code.clone();
    Value::Object(values.enumerate().map(|(i, value)| (code(i), value.into())).collect())
}

fn published(scheme: &Scheme, totals: &Totals) -> Value {
    let cohorts: Map<String, Value> = totals.cohorts.iter().map(|(label, n)| (label.clone(), (*n).into())).collect();
    json!({
        "report": totals.report.to_string(),
        "count": codes(scheme, totals.count.iter().copied()),
        "sum": totals.sum.as_deref().map(|sum| codes(scheme, sum.iter().copied())),
        "total": totals.total,
        "total_sum": totals.total_sum,
        "cohorts": cohorts,
        "baseline": totals.baseline,
        "text": totals.text,
    })
}
