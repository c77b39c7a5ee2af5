//! Reads the lists and tables inside a tracked record.

use super::super::field::{Raw, Reader};
use super::fields::MATURITY;
use super::{Correction, EventText, ExtraText, LeftText, ServiceText};
use crate::diag::codes;
use crate::source::Located;
use crate::value::Date;
use toml::de::DeValue;

pub(super) fn unit(r: &mut Reader<'_, '_>) -> Vec<(Option<Located<Date>>, Located<String>)> {
    if r.is_text("unit") {
        return r.text("unit").map(|name| (None, name)).into_iter().collect();
    }
    let read = |r: &mut Reader<'_, '_>| {
        let (from, unit) = (r.date("from"), r.text("unit"));
        Some((from, unit?))
    };
    r.tables("unit", "a unit in charge", read).into_iter().flatten().collect()
}

pub(super) fn events(r: &mut Reader<'_, '_>) -> Vec<EventText> {
    let read = |r: &mut Reader<'_, '_>| {
        let (date, status, kind) = (r.moment("date"), r.text("status"), r.choice("kind"));
        let (text, source) = (r.text("text"), r.text("source"));
        Some(EventText {
            date: date?,
            status,
            kind: kind.map_or("status", |k| k.value),
            text: text.map(|t| t.value),
            source: source.map(|t| t.value),
        })
    };
    r.tables("events", "an event", read).into_iter().flatten().collect()
}

pub(super) fn left(r: &mut Reader<'_, '_>) -> Vec<LeftText> {
    let read = |r: &mut Reader<'_, '_>| {
        let (date, reason, text, into) = (r.date("date"), r.choice("reason"), r.text("text"), r.text("into"));
        Some(LeftText { date: date?, reason: reason?.value, text: text.map(|t| t.value), into })
    };
    r.tables("left", "an entry in `[[left]]`", read).into_iter().flatten().collect()
}

pub(super) fn corrections(r: &mut Reader<'_, '_>) -> Vec<Correction> {
    let read = |r: &mut Reader<'_, '_>| {
        let (date, value, was) = (r.date("date"), r.written("value"), r.written("was"));
        let (unit, baseline, visibility) = (r.text("unit"), r.boolean("baseline"), r.choice("visibility"));
        let left = r.choice("left");
        let (on, reason) = (r.date("on"), r.text("reason"));
        Some(Correction {
            date: date?,
            value,
            was,
            unit,
            baseline: baseline.map(|b| b.value),
            internal: visibility.map(|v| v.value == "internal"),
            left: left.map(|left| left.value),
            on: on?.value,
            reason: reason?.value,
        })
    };
    r.tables("corrections", "a correction", read).into_iter().flatten().collect()
}

pub(super) fn service(r: &mut Reader<'_, '_>) -> ServiceText {
    ServiceText {
        delivery: r.choice("delivery").map(|c| c.value),
        audience: r.choices("audience").into_iter().map(|c| c.value).collect(),
        url: r.url("url").map(|t| t.value),
        leika: r.leika_keys("leika").into_iter().map(|t| t.value).collect(),
        maturity: r
            .table("maturity", "the maturity", |r| {
                let (model, level) = (r.choice("model"), r.integer("level"));
                let (model, level) = (model?, level?);
                let highest = MATURITY.iter().find(|(name, _)| *name == model.value).map_or(0, |(_, highest)| *highest);
                if level.value > highest {
                    r.diags.push(codes::value_off_scale(level.span, level.value, 0, highest));
                    return None;
                }
                Some((model.value, level.value))
            })
            .flatten(),
        measures: r.texts("measures"),
    }
}

pub(super) fn extra(raw: Raw<'_, '_>) -> ExtraText {
    match raw.value {
        DeValue::String(text) => ExtraText::Text(text.to_string()),
        DeValue::Integer(n) => ExtraText::Number(n.as_str().to_owned()),
        DeValue::Float(n) => ExtraText::Number(n.as_str().to_owned()),
        DeValue::Boolean(b) => ExtraText::Bool(*b),
        DeValue::Datetime(d) => match (d.date, d.time) {
            (Some(date), None) => Date::new(i32::from(date.year), u32::from(date.month), u32::from(date.day))
                .map_or(ExtraText::Other("a time"), ExtraText::Date),
            _ => ExtraText::Other("a time"),
        },
        DeValue::Array(items) => {
            let texts: Option<Vec<String>> = items
                .iter()
                .map(|item| match item.get_ref() {
                    DeValue::String(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect();
            texts.map_or(ExtraText::Other("a list of other things than texts"), ExtraText::List)
        }
        DeValue::Table(_) => ExtraText::Other("a table"),
    }
}
