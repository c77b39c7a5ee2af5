//! The history of a record: its values date by date, and the chart of them.

use crate::chart::{Band, Ground, Lane, Point, Progress, Sketch, StatusTrack, TrackPoint};
use crate::exchange::PiecedCsv;
use crate::figures::Standing;
use crate::model::{RecordRef, Register, RegisterId, Scheme};
use crate::page::charts::tone;
use crate::page::parts::{cell, column, row, table};
use crate::page::rows as listed;
use crate::page::{Context, Sheet};
use crate::site::Kind;
use crate::text::held;
use crate::value::Date;
use crate::view::{ChartBlock, HeldDrawing, HeldFile, HistoryRow, LazyText, Table};
use std::sync::Arc;

pub(super) fn rows(
    c: &Context<'_>,
    id: RegisterId,
    standings: &[Standing],
    explained: bool,
    sheet: &mut Sheet<'_>,
) -> String {
    let register = c.model.register(id);
    let mut html = String::with_capacity(standings.len() * 256);
    // Thousands of records say the same at a date. All are equally deep, so that the way to the start page is the same.
    for (date, standing) in register.dates.iter().zip(standings).rev() {
        html.push('\n');
        html.push_str(&c.repeats.history.get((id, *date, *standing, explained), || {
            let row = line(c, register, *date, *standing);
            let made = sheet.piece(c, "rows/history.html", |values| {
                values.insert("row", &row);
                values.insert("scaled", &c.model.scheme(register).scale.is_some());
                values.insert("explained", &explained);
            });
            made.into()
        }));
    }
    html
}

fn line(c: &Context<'_>, register: &Register, date: Date, standing: Standing) -> HistoryRow {
    let scheme = c.model.scheme(register);
    HistoryRow {
        date: c.day(date),
        href: Some(c.href(Kind::Stand(date))),
        value: listed::value(c, scheme, standing),
        status: standing.status().map(|s| c.tag(scheme, s)),
        text: text(c, scheme, standing).map(str::to_owned),
    }
}

/// What a value means, where the scheme says so.
pub(super) fn text<'m>(c: &Context<'m>, scheme: &'m Scheme, standing: Standing) -> Option<&'m str> {
    match standing {
        Standing::Counted { value: Some(value), .. } => super::step(c, scheme, value),
        Standing::Counted { status, .. } => scheme.status(status).text.as_ref().map(|t| t.get(c.lang)),
        Standing::Letter(letter) => scheme.letters[usize::from(letter)].text.as_ref().map(|t| t.get(c.lang)),
        _ => None,
    }
}

pub(super) fn chart(
    c: &Context<'_>,
    at: RecordRef,
    register: &Register,
    scheme: &Scheme,
    standings: &[Standing],
) -> Option<ChartBlock> {
    // One value makes no history; the table below says it better.
    if standings.iter().filter(|s| matches!(s, Standing::Counted { .. } | Standing::Letter(_))).count() < 2 {
        return None;
    }
    let name = c.name(at);
    let title = c.words.say("chart.record");
    let summary = summary(c, register, scheme, standings);
    let ground = c.repeats.grounds.get(at.register, Arc::default);
    let sketch = Arc::new(sketch(c, register, scheme, standings, ground, format!("{name}: {title}"), &summary));
    let mut file = PiecedCsv::new(["date", "value", "status"]);
    let mut table_rows = Vec::new();
    for (date, standing) in register.dates.iter().zip(standings) {
        // Else the values stand in the table of the page.
        if register.events {
            let value = listed::value(c, scheme, *standing);
            let text = match value.kind.as_str() {
                "value" | "letter" => value.text,
                _ => value.label.unwrap_or(value.text),
            };
            table_rows.push(row(cell(c.lang.date(*date)), vec![cell(text)], false));
        }
        let fields = || {
            let code = standing.status().map_or("", |status| &scheme.status(status).code);
            PiecedCsv::piece([&date.to_string(), &c.value_text(scheme, *standing).unwrap_or_default(), code]).into()
        };
        file.row([&*c.repeats.history_fields.get((at.register, *date, *standing), fields)]);
    }
    let columns = || vec![column(c.words.say("record.date"), false), column(c.words.say("column.value"), true)];
    let data = || table("diagramm-t", format!("{name}: {title}"), columns(), table_rows);
    let saved = |ending, url| HeldFile { name: c.site.history_file(c.model, at, ending), url };
    let drawing = LazyText::Pending(Arc::new(HeldDrawing(Arc::clone(&sketch))));
    let fields = held::address("text/csv", &file.finish()).into();
    Some(ChartBlock {
        id: "diagramm".to_owned(),
        title: title.clone(),
        summary,
        svg: LazyText::Pending(sketch),
        table: if register.events { data() } else { Table::default() },
        svg_href: None,
        csv_href: None,
        svg_held: Some(saved("svg", drawing)),
        csv_held: Some(saved("csv", fields)),
        definition: None,
    })
}

fn summary(c: &Context<'_>, register: &Register, scheme: &Scheme, standings: &[Standing]) -> String {
    let last = register
        .dates
        .iter()
        .zip(standings)
        .rev()
        .find(|(_, s)| matches!(s, Standing::Counted { .. } | Standing::Letter(_)));
    let Some((date, standing)) = last else {
        return c.words.say("chart.record_none");
    };
    let date = c.lang.date(*date);
    match (standing, scheme.scale) {
        (Standing::Counted { value: Some(value), .. }, Some((_, max))) => {
            c.words.fill("chart.record_summary", &[("value", value), ("max", &max), ("date", &date)])
        }
        _ => {
            let status = standing.status().map_or_else(
                || listed::why_not(c, scheme, *standing),
                |s| scheme.status(s).label.get(c.lang).to_owned(),
            );
            c.words.fill("chart.record_summary_status", &[("status", &status), ("date", &date)])
        }
    }
}

fn sketch(
    c: &Context<'_>,
    register: &Register,
    scheme: &Scheme,
    standings: &[Standing],
    ground: Arc<Ground>,
    title: String,
    desc: &str,
) -> Sketch {
    let dates = register.dates.iter().zip(standings);
    let mark = |standing: &Standing| match standing {
        Standing::Letter(letter) => Some(scheme.letters[usize::from(*letter)].code.clone()),
        _ => None,
    };
    let id = "verlauf-d".to_owned();
    let Some((min, max)) = scheme.scale else {
        let points = dates.map(|(date, s)| TrackPoint {
            date: date.naive(),
            label: c.lang.label_date(*date),
            lane: s.status().map(|s| usize::from(s.0)),
            mark: mark(s),
        });
        let lanes = scheme.iter().map(|(_, s)| Lane {
            label: s.label.get(c.lang).to_owned(),
            short: s.code.clone(),
            tone: tone(s.class),
        });
        return Sketch::track(StatusTrack {
            id,
            title,
            desc: desc.to_owned(),
            lanes: lanes.collect(),
            points: points.collect(),
            holds: register.events,
            until: None,
        });
    };
    let points = dates.map(|(date, standing)| {
        let value = match standing {
            Standing::Counted { value: Some(v), .. } => Some(u32::from(*v)),
            _ => None,
        };
        Point {
            date: date.naive(),
            label: c.lang.label_date(*date),
            value,
            mark: mark(standing),
            value_label: value.map(|v| v.to_string()).unwrap_or_default(),
        }
    });
    let ends = scheme.statuses.iter().skip(1).map(|s| s.from - 1).chain([max]);
    let bands = scheme.statuses.iter().zip(ends).map(|(s, to)| Band {
        from: s.from.into(),
        to: to.into(),
        tone: tone(s.class),
        label: s.label.get(c.lang).to_owned(),
    });
    let progress = Progress {
        id,
        title,
        desc: desc.to_owned(),
        min: min.into(),
        max: max.into(),
        points: points.collect(),
        bands: bands.collect(),
    };
    Sketch::progress(progress, ground)
}
