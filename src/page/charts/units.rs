//! Status by unit at a date: the drawing, its table, its data.
//!
//! The drawing of a large town hall would be longer than any screen and larger than the rest of its page, so it takes units
//! together by division. Table and data always name every unit.

use super::{block, header, tone, writer};
use crate::chart::{StatusByUnit, UnitRow, UnitSeries};
use crate::exchange::table_csv;
use crate::figures::{Behind as What, DateFigures, UnitFigures};
use crate::model::{DivisionId, RegisterId, Scheme, StatusId, UnitId};
use crate::page::Context;
use crate::page::behind::{self, Places};
use crate::page::parts::{cell, column, counted, linked, row, table};
use crate::view::{ChartBlock, Table};
use std::iter::successors;

/// Most bytes of a drawing of units on a page. One that would be larger shows their divisions.
const MOST: usize = 5_000;

/// What a row of such a drawing stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    Unit(Option<UnitId>),
    Division(DivisionId),
}

/// From the finest rows to the coarsest.
const ROWS: [fn(&Context<'_>, Option<UnitId>) -> Row; 3] = [
    |_, unit| Row::Unit(unit),
    |c, unit| division(c, unit).map_or(Row::Unit(unit), Row::Division),
    |c, unit| {
        let above = |division: &DivisionId| c.model.division(*division).parent;
        division(c, unit).and_then(|own| successors(Some(own), above).last()).map_or(Row::Unit(unit), Row::Division)
    },
];

fn division(c: &Context<'_>, unit: Option<UnitId>) -> Option<DivisionId> {
    c.model.unit(unit?).division
}

/// Status by unit at a date, if there are several units and not too many divisions.
pub(super) fn draw(
    c: &Context<'_>,
    id: RegisterId,
    scheme: &Scheme,
    date: &DateFigures,
    files: &mut Vec<(String, String)>,
) -> Option<ChartBlock> {
    let shown = |unit: Option<UnitId>| unit.is_none_or(|u| c.model.unit(u).shown);
    let units: Vec<_> = date.by_unit.iter().filter(|u| shown(u.unit)).collect();
    if units.len() < 2 {
        return None;
    }
    let name = c.site.unit_chart(id, date.date);
    let register = c.register_title(c.model.register(id));
    let title = c.words.fill("chart.units", &[("register", &register)]);
    let day = c.lang.date(date.date);
    let (summary, drawing) = ROWS.iter().find_map(|row| {
        let of = |u: &UnitFigures| row(c, u.unit);
        let mut rows: Vec<Row> = Vec::new();
        for unit in &units {
            if !rows.contains(&of(unit)) {
                rows.push(of(unit));
            }
        }
        let is_fine = rows.iter().all(|row| matches!(row, Row::Unit(_)));
        let key = if is_fine { "chart.units_summary" } else { "chart.divisions_summary" };
        let summary = c.words.fill(key, &[("n", &units.len()), ("date", &day)]);
        let drawing = StatusByUnit {
            // It stands in the drawing nine times.
            id: format!("u{}-{}", id.0, date.date),
            title: title.clone(),
            desc: summary.clone(),
            rows: rows
                .iter()
                .map(|row| unit_row(c, *row, &date.together(|u| shown(u.unit) && of(u) == *row)))
                .collect(),
            series: scheme
                .iter()
                .map(|(_, s)| UnitSeries {
                    label: s.label.get(c.lang).to_owned(),
                    short: s.code.clone(),
                    tone: tone(s.class),
                })
                .collect(),
            number: writer(c.lang),
        }
        .draw();
        (rows.len() > 1 && drawing.inline().len() <= MOST).then_some((summary, drawing))
    })?;
    let data = table_of(c, id, scheme, date, &name, Some(&Places::known(c, id, date)));
    let lines: Vec<Vec<String>> = units
        .iter()
        .map(|u| {
            let unit = u.unit.map_or_else(String::new, |id| c.model.unit(id).id.clone());
            let numbers = u.counts().chain([u.total()]).map(|n| n.to_string());
            std::iter::once(unit).chain(numbers).collect()
        })
        .collect();
    Some(block(c, &name, title, summary, &drawing, data, "count", table_csv(&header("unit", scheme), &lines), files))
}

/// A row of a drawing, with the figures of its units.
fn unit_row(c: &Context<'_>, row: Row, figures: &UnitFigures) -> UnitRow {
    let label = match row {
        Row::Unit(Some(unit)) => c.unit_title(unit),
        Row::Unit(None) => c.words.say("organisation.without_unit"),
        Row::Division(id) => {
            let division = c.model.division(id);
            format!("{} {}", division.id, division.name.get(c.lang))
        }
    };
    UnitRow { label, total_label: c.number(figures.total()), values: figures.counts().map(Some).collect() }
}

/// Counts by unit and status as a table; they lead to their records where there are `places`.
pub(in crate::page) fn table_of(
    c: &Context<'_>,
    id: RegisterId,
    scheme: &Scheme,
    date: &DateFigures,
    name: &str,
    places: Option<&Places>,
) -> Table {
    let register = c.register_title(c.model.register(id));
    let day = c.lang.date(date.date);
    let mut columns = vec![column(c.words.say("column.unit"), false)];
    columns.extend(scheme.iter().map(|(_, s)| column(s.label.get(c.lang), true)));
    columns.push(column(c.words.say("column.total"), true));
    let rows = date
        .by_unit
        .iter()
        .filter(|u| u.unit.is_none_or(|u| c.model.unit(u).shown))
        .map(|u| {
            let to = |anchor: String| places.and_then(|places| places.to(c, &anchor));
            let count =
                |(n, status): (u64, StatusId)| counted(c.number(n), to(behind::anchor(c, What::Unit(u.unit, status))));
            let head = match u.unit {
                Some(unit) => linked(c.unit_title(unit), c.href(crate::site::Kind::Unit(unit))),
                None => cell(c.words.say("organisation.without_unit")),
            };
            let total = counted(c.number(u.total()), to(behind::unit(c, u.unit)));
            let cells = u.counts().zip(scheme.iter().map(|(status, _)| status)).map(count).chain([total]);
            row(head, cells.collect(), false)
        })
        .collect();
    table(format!("t-{name}"), c.words.fill("table.units", &[("register", &register), ("date", &day)]), columns, rows)
}
