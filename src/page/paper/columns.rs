//! Columns of an appendix: those that the city names in their order, or all that the records fill.

use super::super::rows::Shape;
use super::super::{Context, organisation};
use crate::config::AppendixConfig;
use crate::model::RegisterId;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Division,
    Unit,
    Number,
    Reported,
    Title,
    Description,
    Delivery,
    /// An extra field, by its place in the configuration.
    Extra(usize),
    Schedule,
    /// Several: one for each reporting date.
    Values,
    Status,
    /// Numbers of the measures that a service belongs to.
    Measures,
}

/// The columns of a register's appendix.
pub(super) fn of(c: &Context<'_>, id: RegisterId, config: Option<&AppendixConfig>) -> Vec<Column> {
    match config.filter(|config| !config.columns.is_empty()) {
        Some(config) => config.columns.iter().filter_map(|name| named(c, id, &name.value)).collect(),
        None => filled(c, id),
    }
}

/// Fields that this edition does not show have no column in it.
fn named(c: &Context<'_>, id: RegisterId, name: &str) -> Option<Column> {
    Some(match name {
        "division" => Column::Division,
        "unit" => Column::Unit,
        "number" => Column::Number,
        "reported" => Column::Reported,
        "title" => Column::Title,
        "description" => Column::Description,
        "delivery" => Column::Delivery,
        "schedule" => Column::Schedule,
        "values" => Column::Values,
        "status" => Column::Status,
        "measures" => Column::Measures,
        _ => {
            let shape = Shape::of(c, id);
            let of_name = |i: &&usize| c.model.config.extra[**i].name.value == name;
            Column::Extra(*shape.extra.iter().find(of_name)?)
        }
    })
}

/// The order of the papers: what it is, how far it is, where it belongs.
fn filled(c: &Context<'_>, id: RegisterId) -> Vec<Column> {
    let register = c.model.register(id);
    let is_service = c.model.register_config(register).kind == "service";
    let shape = Shape::of(c, id);
    let some = |has: &dyn Fn(&crate::model::Record) -> bool| c.model.shown(id).any(|(_, record)| has(record));
    let before = [
        (Column::Number, shape.numbered),
        (Column::Reported, some(&|r| r.reported().is_some() || r.is_baseline())),
        (Column::Title, true),
        (Column::Description, !is_service && some(&|r| c.body(r.text.body).is_some())),
        (Column::Delivery, shape.delivery),
    ];
    let after = [
        (Column::Schedule, shape.scheduled),
        (Column::Values, true),
        (Column::Status, c.model.scheme(register).scale.is_some()),
        (Column::Measures, some(&|r| !r.measures.is_empty())),
    ];
    let kept = |columns: &[(Column, bool)]| -> Vec<Column> {
        columns.iter().filter(|(_, there)| *there).map(|(column, _)| *column).collect()
    };
    let extra = shape.extra.iter().map(|i| Column::Extra(*i));
    kept(&before).into_iter().chain(extra).chain(kept(&after)).collect()
}

/// Its heading and kind.
pub(super) fn heading(c: &Context<'_>, column: Column) -> (String, &'static str) {
    let say = |key: &str| c.words.say(key);
    match column {
        Column::Division => {
            let kind = c.model.divisions.first().and_then(|division| division.kind.as_ref());
            (organisation::kind(c, kind, "division"), "unit")
        }
        Column::Unit => {
            let kind = c.model.units.first().and_then(|unit| unit.kind.as_ref());
            (organisation::kind(c, kind, "unit"), "unit")
        }
        Column::Number => (say("list.number"), "number"),
        Column::Reported => (say("pdf.year"), "year"),
        Column::Title => (say("list.title"), "title"),
        Column::Description => (say("pdf.description"), "text"),
        Column::Delivery => (say("list.delivery"), "short"),
        Column::Extra(i) => (c.model.config.extra[i].label.get(c.lang).to_owned(), "short"),
        Column::Schedule => (say("list.schedule"), "schedule"),
        Column::Values => (say("list.status"), "value"),
        Column::Status => (say("list.status"), "status"),
        Column::Measures => (say("pdf.measure"), "numbers"),
    }
}
