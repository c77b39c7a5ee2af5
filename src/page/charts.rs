//! Charts of registers: development by date and status, status by unit. Drawn once, shown on several pages.

pub(super) mod units;

use super::Context;
use super::parts::{cell, column, row, table};
use crate::chart::{Column as ChartColumn, Drawing, Series, StatusByDate, Tone};
use crate::exchange::table_csv;
use crate::figures::DateFigures;
use crate::model::{Model, RegisterId, Scheme, StatusClass};
use crate::text::lang::Lang;
use crate::value::Date;
use crate::view::{ChartBlock, Table};

/// Finished charts.
#[derive(Debug, Default)]
pub struct Charts {
    /// Development by register: counts, then sums where there is a scale.
    pub development: Vec<Vec<ChartBlock>>,
    /// Status by unit, by register and reporting date.
    pub units: Vec<Vec<Option<ChartBlock>>>,
    /// From opening to closing stock, by register and reporting date.
    pub base: Vec<Vec<Option<ChartBlock>>>,
    /// Moves between statuses, by register and reporting date.
    pub moves: Vec<Vec<Option<ChartBlock>>>,
    /// Pace by programme and target.
    pub paces: Vec<Vec<Option<ChartBlock>>>,
    /// SVG and CSV files by path.
    pub files: Vec<(String, String)>,
}

pub(super) fn tone(class: StatusClass) -> Tone {
    match class {
        StatusClass::Planned => Tone::Planned,
        StatusClass::Active => Tone::Active,
        StatusClass::Done => Tone::Done,
        StatusClass::Paused => Tone::Paused,
        StatusClass::Dropped => Tone::Dropped,
        StatusClass::Unknown => Tone::Unknown,
    }
}

/// How a language writes whole numbers, as the charts want it.
pub(super) fn writer(lang: Lang) -> fn(u64) -> String {
    fn de(n: u64) -> String {
        Lang::De.integer(i64::try_from(n).unwrap_or(i64::MAX))
    }
    fn en(n: u64) -> String {
        Lang::En.integer(i64::try_from(n).unwrap_or(i64::MAX))
    }
    match lang {
        Lang::De => de,
        Lang::En => en,
    }
}

/// One date of a development: values by status and their total.
struct Point {
    date: Date,
    values: Vec<u64>,
    total: u64,
}

impl Charts {
    /// Draws all charts of all registers.
    pub fn draw(context: &Context<'_>) -> Self {
        let mut charts = Charts::default();
        for (id, register) in context.model.registers() {
            let scheme = context.model.scheme(register);
            let known = Points::of(context, id);
            let blocks = [("count", &known.counts), ("sum", &known.sums)].into_iter().filter_map(|(what, points)| {
                let name = format!("{}-{what}", context.site.register(id));
                let some = points.iter().any(|p| p.total > 0);
                some.then(|| development(context, id, points, what, known.published, &name, &mut charts.files))
            });
            let blocks = blocks.collect();
            charts.development.push(blocks);
            let dates = &context.figures.register(id).dates;
            let files = &mut charts.files;
            charts.base.push(dates.iter().map(|d| super::flows::base(context, id, d, files)).collect());
            charts.moves.push(dates.iter().map(|d| super::flows::moves(context, id, scheme, d, files)).collect());
            charts.units.push(dates.iter().map(|d| units::draw(context, id, scheme, d, &mut charts.files)).collect());
        }
        charts.paces = super::pace::all(context, &mut charts.files);
        charts
    }
}

/// The development of a register.
struct Points {
    counts: Vec<Point>,
    sums: Vec<Point>,
    published: bool,
}

impl Points {
    fn of(c: &Context<'_>, id: RegisterId) -> Self {
        if let Some((counts, sums)) = published(c.model, id) {
            return Points { counts, sums, published: true };
        }
        let dates = &c.figures.register(id).dates;
        let sums = dates.iter().filter_map(sum_point).collect();
        let mut points = Points { counts: dates.iter().map(count_point).collect(), sums, published: false };
        // Before the first survey nothing was collected, which is not 0.
        for own in [&mut points.counts, &mut points.sums] {
            let empty = own.iter().take_while(|point| point.total == 0).count();
            own.drain(..if empty < own.len() { empty } else { 0 });
        }
        points
    }
}

/// The development up to a date, for texts: `what` is `count` or `sum`. Up to the latest date it is the drawing that
/// other pages show; an earlier one has no files of its own.
pub(super) fn development_until(c: &Context<'_>, id: RegisterId, what: &str, date: Date) -> Option<ChartBlock> {
    let known = Points::of(c, id);
    let mut points = if what == "sum" { known.sums } else { known.counts };
    let all = points.len();
    points.retain(|point| point.date <= date);
    if points.iter().all(|point| point.total == 0) {
        return None;
    }
    let name = format!("{}-{what}", c.site.register(id));
    if points.len() == all {
        return c.charts.development[id.0 as usize].iter().find(|block| block.id == name).cloned();
    }
    let name = format!("{name}-{date}");
    Some(without_files(development(c, id, &points, what, known.published, &name, &mut Vec::new())))
}

/// A drawing that is only in a text and not offered as a file.
pub(super) fn without_files(block: ChartBlock) -> ChartBlock {
    ChartBlock { svg_href: None, csv_href: None, svg_held: None, csv_held: None, ..block }
}

fn count_point(d: &DateFigures) -> Point {
    Point { date: d.date, values: d.by_status.iter().map(|s| s.count()).collect(), total: d.counted }
}

fn sum_point(d: &DateFigures) -> Option<Point> {
    let total = d.total_sum?.max(0).unsigned_abs();
    Some(Point {
        date: d.date,
        values: d.by_status.iter().map(|s| s.sum.unwrap_or(0).max(0).unsigned_abs()).collect(),
        total,
    })
}

/// Totals as published of an incomplete register: counts and sums.
fn published(model: &Model, id: RegisterId) -> Option<(Vec<Point>, Vec<Point>)> {
    let register = model.register(id);
    if model.register_config(register).complete {
        return None;
    }
    let totals: Vec<_> = register.dates.iter().filter_map(|date| model.totals(id, *date)).collect();
    if totals.is_empty() {
        return None;
    }
    let counts = totals.iter().map(|t| Point { date: t.date, values: t.count.clone(), total: t.total }).collect();
    let sums = totals
        .iter()
        .filter_map(|t| {
            let values = t.sum.as_ref()?.iter().map(|n| (*n).max(0).unsigned_abs()).collect();
            Some(Point { date: t.date, values, total: t.total_sum?.max(0).unsigned_abs() })
        })
        .collect();
    Some((counts, sums))
}

fn development(
    c: &Context<'_>,
    id: RegisterId,
    points: &[Point],
    what: &str,
    published: bool,
    name: &str,
    files: &mut Vec<(String, String)>,
) -> ChartBlock {
    let scheme = c.model.scheme(c.model.register(id));
    let register = c.register_title(c.model.register(id));
    let mut title = c.words.fill(&format!("chart.status_{what}"), &[("register", &register)]);
    if published {
        title = format!("{title}, {}", c.words.say("chart.published"));
    }
    let summary = summary(c, scheme, points, what);
    let drawing = StatusByDate {
        id: format!("d-{name}"),
        title: title.clone(),
        desc: summary.clone(),
        columns: points
            .iter()
            .map(|p| ChartColumn { label: c.lang.label_date(p.date), total_label: c.number(p.total) })
            .collect(),
        series: scheme
            .iter()
            .map(|(status, s)| {
                let values: Vec<u64> = points.iter().map(|p| p.values[usize::from(status.0)]).collect();
                Series {
                    label: s.label.get(c.lang).to_owned(),
                    short: s.code.clone(),
                    tone: tone(s.class),
                    value_labels: values.iter().map(|n| c.number(*n)).collect(),
                    values: values.into_iter().map(Some).collect(),
                }
            })
            .collect(),
        y_max: None,
        number: writer(c.lang),
    }
    .draw();
    let mut columns = vec![column(c.words.say("column.date"), false)];
    columns.extend(scheme.iter().map(|(_, s)| column(s.label.get(c.lang), true)));
    columns.push(column(c.words.say("column.total"), true));
    let rows = points
        .iter()
        .map(|p| {
            let cells = p.values.iter().chain([&p.total]).map(|n| cell(c.number(*n))).collect();
            row(cell(c.lang.date(p.date)), cells, false)
        })
        .collect();
    let lines: Vec<Vec<String>> = points
        .iter()
        .map(|p| {
            let numbers = p.values.iter().chain([&p.total]).map(u64::to_string);
            std::iter::once(p.date.to_string()).chain(numbers).collect()
        })
        .collect();
    let data = table(format!("t-{name}"), title.clone(), columns, rows);
    let definition = if published { "published" } else { what };
    block(c, name, title, summary, &drawing, data, definition, table_csv(&header("date", scheme), &lines), files)
}

/// The columns of the data of a drawing: what its rows are, and the counts by status.
fn header(of: &str, scheme: &Scheme) -> Vec<String> {
    let codes = scheme.iter().map(|(_, s)| s.code.clone());
    std::iter::once(of.to_owned()).chain(codes).chain(["total".to_owned()]).collect()
}

fn summary(c: &Context<'_>, scheme: &Scheme, points: &[Point], what: &str) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return String::new();
    };
    let (from, to) = (c.lang.date(first.date), c.lang.date(last.date));
    if what == "sum" {
        let values: [(&str, &dyn std::fmt::Display); 4] =
            [("from", &from), ("to", &to), ("before", &c.number(first.total)), ("after", &c.number(last.total))];
        return c.words.fill("chart.status_sum_summary", &values);
    }
    let part = |(i, s): (usize, &crate::model::Status)| {
        c.words.fill("chart.part", &[("n", &c.number(last.values[i])), ("label", &s.label.get(c.lang))])
    };
    let parts: Vec<String> = scheme.statuses.iter().enumerate().map(part).collect();
    let total = c.number(last.total);
    let parts = super::parts::listing(&parts, &c.words.say("lang.and"));
    c.words.fill("chart.status_count_summary", &[("date", &to), ("parts", &parts), ("total", &total)])
}

#[expect(clippy::too_many_arguments, reason = "a chart has these parts, and this is where they meet")]
pub(super) fn block(
    c: &Context<'_>,
    name: &str,
    title: String,
    summary: String,
    drawing: &Drawing,
    table: Table,
    definition: &str,
    csv: String,
    files: &mut Vec<(String, String)>,
) -> ChartBlock {
    let (svg_href, csv_href) = (c.site.chart_file(name, "svg"), c.site.chart_file(name, "csv"));
    files.push((svg_href.clone(), drawing.standalone()));
    files.push((csv_href.clone(), csv));
    ChartBlock {
        id: name.to_owned(),
        title,
        summary,
        svg: drawing.inline().to_owned().into(),
        table,
        svg_href: Some(svg_href),
        csv_href: Some(csv_href),
        svg_held: None,
        csv_held: None,
        definition: c.definition(definition),
    }
}
