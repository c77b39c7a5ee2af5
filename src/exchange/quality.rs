//! How fresh and complete the records are, in figures.json.

use super::ids;
use crate::figures::{Figures, Quality};
use crate::model::{Model, RegisterId};
use serde_json::{Map, Value, json};

/// The quality of one register.
pub(super) fn register(model: &Model, id: RegisterId, quality: &Quality) -> Value {
    let list = |records: &[u32]| ids(model, id, records);
    let older: Map<String, Value> =
        quality.older.iter().map(|(ago, records)| (ago.to_string(), list(records).into())).collect();
    let by_unit: Map<String, Value> = quality
        .by_unit
        .iter()
        .filter(|of| of.unit.is_none_or(|unit| model.unit(unit).shown))
        .map(|of| {
            let unit = of.unit.map_or_else(String::new, |unit| model.unit(unit).id.clone());
            (unit, json!({ "wanted": of.wanted, "missing": list(&of.missing) }))
        })
        .collect();
    json!({
        "date": quality.date.map(|date| date.to_string()),
        "wanted": quality.wanted.len(),
        "current": quality.current.len(),
        "older": older,
        "never": list(&quality.never),
        "partly": list(&quality.partly),
        "by_unit": by_unit,
        "no_reason": list(&quality.no_reason),
        "no_unit": list(&quality.no_unit),
        "no_schedule": list(&quality.no_schedule),
        "unresolved": list(&quality.unresolved),
    })
}

/// Findings that the city publishes: by rule, register and record.
pub(super) fn findings(model: &Model, figures: &Figures) -> Map<String, Value> {
    let of_register = |records: &[crate::model::RecordRef]| -> Map<String, Value> {
        let registers = model.registers().map(|(id, register)| {
            let own: Vec<u32> = records.iter().filter(|at| at.register == id).map(|at| at.index).collect();
            (model.register_config(register).key.value.clone(), own, id)
        });
        registers
            .filter(|(_, own, _)| !own.is_empty())
            .map(|(key, own, id)| (key, ids(model, id, &own).into()))
            .collect()
    };
    figures.published(model).map(|(code, records)| (code.to_owned(), of_register(&records).into())).collect()
}
