//! Rows of records in lists: of a register, a unit, a division or a programme.

use super::parts::{cell, column};
use super::{Context, Sheet};
use crate::chart::Sparkline;
use crate::figures::Standing;
use crate::model::{RecordRef, RegisterId, Scheme};
use crate::record::tracked::ExtraText;
use crate::site::{DATES, Kind, ROWS, has_shapes};
use crate::view::{Cell, Column, DateColumn, RecordGroup, Row, ValueCell};
use std::sync::Arc;

/// Which columns a list has.
pub(super) struct Shape {
    pub(super) numbered: bool,
    pub(super) sparks: bool,
    pub(super) scheduled: bool,
    pub(super) delivery: bool,
    /// Extra fields of the register, as index into the configuration.
    pub(super) extra: Vec<usize>,
    pub(super) dates: Vec<DateColumn>,
}

impl Shape {
    pub(super) fn of(c: &Context<'_>, id: RegisterId) -> Self {
        let register = c.model.register(id);
        let config = c.model.register_config(register);
        let records = || c.model.shown(id).map(|(_, r)| r);
        let last = register.dates.len().saturating_sub(DATES);
        Shape {
            numbered: records().any(|r| r.number().is_some()),
            sparks: has_shapes(c.model, id),
            scheduled: records().any(|r| r.text.schedule.is_some()),
            delivery: config.kind == "service"
                && records().any(|r| r.text.service.as_ref().is_some_and(|s| s.delivery.is_some())),
            extra: c.model.extra_columns(id).collect(),
            // Without a scale the last date is what the status column says.
            dates: register.dates[last..]
                .iter()
                .map(|d| DateColumn {
                    date: c.day(*d),
                    short: c.lang.short_month(*d),
                    href: Some(c.href(Kind::Stand(*d))),
                })
                .collect(),
        }
    }

    pub(super) fn columns(&self, c: &Context<'_>) -> Vec<Column> {
        let delivery = self.delivery.then(|| column(c.words.say("list.delivery"), false));
        let extra = self.extra.iter().map(|i| {
            let field = &c.model.config.extra[*i];
            column(field.label.get(c.lang), field.kind == "number")
        });
        delivery.into_iter().chain(extra).collect()
    }
}

/// The row of a record.
pub(super) fn row(c: &Context<'_>, at: RecordRef, shape: &Shape, sheet: &mut Sheet<'_>) -> Row {
    let record = c.model.record(at);
    let register = c.model.register(at.register);
    let scheme = c.model.scheme(register);
    let standings = c.figures.register(at.register).standings(at.index);
    let (title, untitled) = c.title(at);
    let [division, unit_id] = places(c, at);
    let first = standings.len() - shape.dates.len();
    let latest = standings.last().copied();
    let mut values_html = String::with_capacity(shape.dates.len() * 32);
    for ((date, column), standing) in register.dates[first..].iter().zip(&shape.dates).zip(&standings[first..]) {
        let make = || value_cell(c, scheme, column, *standing, sheet);
        values_html.push_str(&c.repeats.value_cells.get((at.register, *date, *standing), make));
    }
    let status = latest.and_then(Standing::status);
    Row {
        id: record.text.id.clone(),
        number: record.number().map(str::to_owned),
        title,
        untitled,
        href: c.href(Kind::Record(at)),
        unit: c.unit_of(at).map(|u| c.repeats.units.get(u, || c.link(c.unit_title(u), Kind::Unit(u)).into())),
        unit_id: unit_id.to_owned(),
        division_id: division.to_owned(),
        year: cohort(c, at),
        status_code: status.map_or_else(String::new, |status| scheme.status(status).code.clone()),
        status_html: c.repeats.status_cells.get((at.register, latest), || status_cell(c, scheme, latest, sheet).into()),
        spark_svg: shape.sparks.then(|| spark(c, at)).flatten().map(|svg| svg.to_string()),
        values_html,
        extra: extra(c, at, shape),
        schedule: record.text.schedule.map(|s| c.lang.schedule(s)),
    }
}

/// The ids of the division and the unit in charge; "" for none.
pub(super) fn places<'m>(c: &Context<'m>, at: RecordRef) -> [&'m str; 2] {
    let unit = c.unit_of(at).map(|unit| c.model.unit(unit));
    let division = unit.and_then(|unit| unit.division).map(|division| c.model.division(division));
    [division.map_or("", |division| &division.id), unit.map_or("", |unit| &unit.id)]
}

fn status_cell(c: &Context<'_>, scheme: &Scheme, latest: Option<Standing>, sheet: &mut Sheet<'_>) -> String {
    sheet.cell(c, "rows/status.html", |values| {
        values.insert("status", &latest.and_then(Standing::status).map(|status| c.tag(scheme, status)));
        values.insert("no_status", &latest.map_or_else(String::new, |standing| why_not(c, scheme, standing)));
    })
}

fn value_cell(
    c: &Context<'_>,
    scheme: &Scheme,
    column: &DateColumn,
    standing: Standing,
    sheet: &mut Sheet<'_>,
) -> Arc<str> {
    let html = sheet.cell(c, "rows/value.html", |values| {
        values.insert("column", column);
        values.insert("value", &value(c, scheme, standing));
    });
    html.into()
}

/// The cohort as the city writes it.
pub(super) fn cohort(c: &Context<'_>, at: RecordRef) -> String {
    let record = c.model.record(at);
    let config = c.model.register_config(c.model.register(at.register));
    match (&config.baseline_label, record.is_baseline()) {
        (Some(label), true) => label.clone(),
        (None, true) => c.words.say("value.baseline"),
        (_, false) => record.reported().map(|y| y.to_string()).unwrap_or_default(),
    }
}

/// What stands in the status column of a record without a status.
pub(super) fn why_not(c: &Context<'_>, scheme: &Scheme, standing: Standing) -> String {
    match standing {
        Standing::Letter(letter) => {
            scheme.letters.get(usize::from(letter)).map_or_else(String::new, |l| l.label.get(c.lang).to_owned())
        }
        Standing::NotInSource => c.words.say("value.gap"),
        Standing::NotYet => c.words.say("value.before"),
        Standing::Left => c.words.say("period.left"),
        _ => c.words.say("value.none"),
    }
}

/// The value at one date.
pub(super) fn value(c: &Context<'_>, scheme: &Scheme, standing: Standing) -> ValueCell {
    let kind = match standing {
        Standing::Counted { .. } => "value",
        Standing::Letter(_) => "letter",
        Standing::NotYet => "before",
        Standing::NotInSource => "gap",
        Standing::Manual(_) | Standing::NotCollected | Standing::Left => "none",
    };
    let text = c.value_text(scheme, standing);
    let label = match standing {
        Standing::Counted { value: Some(_), .. } => None,
        Standing::Counted { status, value: None } => Some(scheme.status(status).label.get(c.lang).to_owned()),
        other => Some(why_not(c, scheme, other)),
    };
    ValueCell { text: text.unwrap_or_else(|| "–".to_owned()), kind: kind.to_owned(), label }
}

/// The shape of a record's history: drawn once for all lists that the record is in, and their index.
pub(super) fn spark(c: &Context<'_>, at: RecordRef) -> Option<Arc<str>> {
    let drawn =
        || drawn(c.model.scheme(c.model.register(at.register)), c.figures.register(at.register).standings(at.index));
    c.repeats.sparks.get(c.model, at, drawn).into_owned()
}

fn drawn(scheme: &Scheme, standings: &[Standing]) -> Option<Arc<str>> {
    let (min, max) = scheme.scale?;
    let values: Vec<Option<u32>> = standings
        .iter()
        .map(|s| match s {
            Standing::Counted { value: Some(v), .. } => Some(u32::from(*v)),
            _ => None,
        })
        .collect();
    if values.iter().all(Option::is_none) {
        return None;
    }
    Some(Sparkline { values, min: min.into(), max: max.into() }.draw().inline().into())
}

pub(super) fn extra(c: &Context<'_>, at: RecordRef, shape: &Shape) -> Vec<Cell> {
    let record = c.model.record(at);
    let none = || Cell { text: "–".to_owned(), label: Some(c.words.say("value.not_given")), ..Cell::default() };
    let delivery = shape.delivery.then(|| {
        let word = record.text.service.as_ref().and_then(|s| s.delivery);
        word.map_or_else(none, |w| cell(c.words.say(&format!("delivery.{w}"))))
    });
    let fields = shape.extra.iter().map(|i| {
        let value = record.extra.iter().find(|(index, _)| index == i);
        value.map_or_else(none, |(_, v)| cell(extra_text(c, v)))
    });
    delivery.into_iter().chain(fields).collect()
}

/// An extra value as people read it.
pub(super) fn extra_text(c: &Context<'_>, value: &ExtraText) -> String {
    match value {
        ExtraText::Text(text) => text.clone(),
        ExtraText::Number(number) => match c.lang {
            crate::text::lang::Lang::De => number.replace('.', ","),
            crate::text::lang::Lang::En => number.clone(),
        },
        ExtraText::Date(date) => c.lang.date(*date),
        ExtraText::Bool(yes) => c.words.say(if *yes { "lang.yes" } else { "lang.no" }),
        ExtraText::List(texts) => texts.join(", "),
        ExtraText::Other(_) => String::new(),
    }
}

/// Records of one register under a heading.
pub(super) fn group(
    c: &Context<'_>,
    id: RegisterId,
    records: &[RecordRef],
    name: &str,
    by_unit: bool,
    sheet: &mut Sheet<'_>,
) -> RecordGroup {
    let shape = Shape::of(c, id);
    let register = c.model.register(id);
    let title = c.register_title(register);
    let as_of = register.dates.last().copied().unwrap_or(c.model.as_of);
    let date = c.lang.date(as_of);
    let shown = &records[..records.len().min(ROWS)];
    let more = (records.len() > shown.len()).then(|| {
        let words = c.words.fill("list.everything", &[("n", &c.number(records.len() as u64))]);
        c.link(words, Kind::List(id, 1))
    });
    RecordGroup {
        id: c.model.register_config(register).key.value.clone(),
        caption: c.words.fill("list.caption_of", &[("register", &title), ("name", &name), ("date", &date)]),
        title,
        as_of: c.day(as_of),
        numbered: shape.numbered,
        by_unit,
        sparks: shape.sparks,
        scheduled: shape.scheduled,
        extra: shape.columns(c),
        rows: shown.iter().map(|at| row(c, *at, &shape, sheet)).collect(),
        dates: shape.dates,
        more,
    }
}
