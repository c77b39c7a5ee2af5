//! The drawing of the pace towards a target, with the same in words.
//!
//! Where no pace can be computed it shows what is reached and wanted, and no trend.

use super::Context;
use super::charts::block;
use super::parts::{cell, column, row, table};
use crate::chart;
use crate::exchange::table_csv;
use crate::figures::{Pace, TargetFigures};
use crate::model::{Programme, Target};
use crate::value::Date;
use crate::view::ChartBlock;

/// By programme and target; none for a target in words and before the first date.
pub(super) fn all(c: &Context<'_>, files: &mut Vec<(String, String)>) -> Vec<Vec<Option<ChartBlock>>> {
    let both = c.model.programmes.iter().zip(&c.figures.programmes);
    both.map(|(programme, own)| {
        programme.targets.iter().zip(own).map(|(t, f)| one(c, programme, t, f, None, files)).collect()
    })
    .collect()
}

/// The pace of one target; with `until` as it stood at that date.
pub(super) fn one(
    c: &Context<'_>,
    programme: &Programme,
    target: &Target,
    f: &TargetFigures,
    until: Option<Date>,
    files: &mut Vec<(String, String)>,
) -> Option<ChartBlock> {
    let wanted = f.wanted?;
    let (last_date, reached) = *f.series.last()?;
    let until = until.map_or_else(String::new, |date| format!("-{date}"));
    let name = format!("pace-{}-{}{until}", programme.id, target.id);
    let trend = f.pace.as_ref().ok().zip(f.due).map(|(pace, due)| (due, pace.trend.unsigned_abs()));
    let point = |(date, value): (Date, u64), label: String| chart::PacePoint { date: date.naive(), value, label };
    let say = |key: &str, n: u64| c.words.fill(key, &[("n", &c.number(n))]);
    let goal = match f.due {
        Some(due) => c.words.fill("chart.pace_goal", &[("n", &c.number(wanted)), ("date", &c.lang.date(due))]),
        None => say("chart.pace_goal_open", wanted),
    };
    let summary = summary(c, f, (last_date, reached), wanted);
    let title = c.words.say("chart.pace");
    let drawing = chart::Pace {
        id: format!("d-{name}"),
        title: format!("{title}: {}", target.text.get(c.lang)),
        desc: summary.clone(),
        reached: f.series.iter().map(|(date, n)| point((*date, *n), c.number(*n))).collect(),
        path: target.path.iter().map(|(date, n)| point((*date, *n), say("chart.pace_plan_label", *n))).collect(),
        trend: trend.map(|(date, n)| point((date, n), say("chart.pace_trend_label", n))),
        wanted: (wanted, f.due.map(Date::naive), goal),
    }
    .draw();
    let kinds = [
        ("reached", c.words.say("column.reached"), f.series.clone()),
        ("path", c.words.say("column.planned_path"), target.path.clone()),
        ("trend", c.words.say("chart.pace_row_trend"), trend.into_iter().collect()),
        ("wanted", c.words.say("column.target"), f.due.map(|due| (due, wanted)).into_iter().collect()),
    ];
    let (mut rows, mut csv) = (Vec::new(), Vec::new());
    for (key, word, points) in &kinds {
        for (date, n) in points {
            rows.push(row(cell(c.lang.date(*date)), vec![cell(word), cell(c.number(*n))], false));
            csv.push(vec![date.to_string(), (*key).to_owned(), n.to_string()]);
        }
    }
    let columns = vec![
        column(c.words.say("column.date"), false),
        column(c.words.say("column.kind"), false),
        column(c.words.say("column.count"), true),
    ];
    let data = table(format!("t-{name}"), title.clone(), columns, rows);
    let header = ["date", "kind", "count"].map(str::to_owned);
    Some(block(c, &name, title, summary, &drawing, data, "target", table_csv(&header, &csv), files))
}

fn summary(c: &Context<'_>, f: &TargetFigures, (date, reached): (Date, u64), wanted: u64) -> String {
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("n", &c.number(reached)), ("wanted", &c.number(wanted)), ("date", &c.lang.date(date))];
    let mut parts = vec![c.words.fill("chart.pace_reached", &values)];
    if let (Ok(Pace { needed, last, trend, misses, .. }), Some(due)) = (&f.pace, f.due) {
        let values: [(&str, &dyn std::fmt::Display); 4] = [
            ("needed", &c.lang.mean(*needed)),
            ("last", &c.lang.integer(*last)),
            ("n", &c.lang.integer(*trend)),
            ("date", &c.lang.date(due)),
        ];
        parts.push(c.words.fill("chart.pace_trend", &values));
        parts.push(match misses {
            0 => c.words.say("chart.pace_enough"),
            misses => c.words.fill("chart.pace_misses", &[("n", &c.lang.integer(*misses))]),
        });
    }
    parts.join(" ")
}
