//! Targets of programmes in figures.json: what is reached and the pace that the rest takes.
//!
//! Where no pace can be computed, `pace` is null and `not_computable` says why in one word.

use super::{ids, texts};
use crate::figures::{Figures, Pace, TargetFigures};
use crate::model::{Model, Target};
use crate::record::programme::Revision;
use crate::value::Date;
use serde_json::{Map, Value, json};

/// All programmes by id.
pub(super) fn programmes(model: &Model, figures: &Figures) -> Map<String, Value> {
    let both = model.programmes.iter().zip(&figures.programmes);
    both.map(|(programme, own)| {
        let targets: Vec<Value> =
            programme.targets.iter().zip(own).map(|(t, f)| target(model, figures, t, f)).collect();
        let value = json!({
            "title": texts(model, &programme.title),
            "kind": programme.kind,
            "parent": programme.parent.map(|id| &model.programme(id).id),
            "targets": targets,
        });
        (programme.id.clone(), value)
    })
    .collect()
}

fn target(model: &Model, all: &Figures, target: &Target, figures: &TargetFigures) -> Value {
    let behind = figures.records(all, target);
    let records = target.count.as_ref().filter(|_| !target.published).map(|count| {
        behind.iter().flat_map(|(_, records)| ids(model, count.register, records)).collect::<Vec<Value>>()
    });
    let register = target.count.as_ref().map(|c| &model.register_config(model.register(c.register)).key.value);
    let (pace, word) = match &figures.pace {
        Ok(pace) => (Some(pace_value(pace)), None),
        Err(why) => (None, Some(why.word())),
    };
    let known = target.revised.iter().filter(|one| one.on <= model.as_of);
    let revised: Vec<Value> = known
        .map(|Revision { on, wanted, due, reason }| {
            json!({ "on": on.to_string(), "wanted": wanted, "due": due.map(|d| d.to_string()), "reason": reason })
        })
        .collect();
    json!({
        "id": target.id,
        "text": texts(model, &target.text),
        "register": register,
        "reached": figures.reached,
        "reached_records": records,
        "wanted": figures.wanted,
        "of": target.of,
        "of_text": target.of_text.as_ref().map(|t| texts(model, t)),
        "due": figures.due.map(|d| d.to_string()),
        "basis": target.basis(),
        "series": points(&figures.series),
        "path": points(&target.path),
        "revised": revised,
        "pace": pace,
        "not_computable": word,
    })
}

fn points(points: &[(Date, u64)]) -> Vec<Value> {
    points.iter().map(|(date, value)| json!({ "date": date.to_string(), "value": value })).collect()
}

fn pace_value(pace: &Pace) -> Value {
    let Pace { missing, months_left, period, needed, last, average, trend, misses } = pace;
    json!({
        "missing": missing,
        "months_left": months_left,
        "period": period,
        "needed": needed.as_f64(),
        "last": last,
        "average": average.as_f64(),
        "trend": trend,
        "misses": misses,
    })
}
