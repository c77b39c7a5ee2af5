//! Two reporting dates side by side: what they say, and what happened between them.

use super::behind::{self, Places};
use super::parts::{cell, column, linked, row, table, tagged};
use super::{Context, Sheet, correction, detail, totals};
use crate::exchange::PiecedCsv;
use crate::figures::{Difference, Standing, Told, change, difference, told_of_both};
use crate::model::{RecordRef, RegisterId, Scheme, StatusId};
use crate::site::Kind;
use crate::value::{Date, Mean};
use crate::view::{Cell, Compare, CompareRegister, Download, Link, Note, Table};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::rc::Rc;

/// Changed records that the page shows at most; the file has all.
const ROWS: usize = 250;

pub(super) fn fill(c: &Context<'_>, from: Date, to: Date, sheet: &mut Sheet<'_>) -> Compare {
    let stand = |date: Date| c.link(c.words.fill("home.stand", &[("date", &c.lang.date(date))]), Kind::Stand(date));
    let pair = |a: Date, b: Date| (a < b).then(|| c.link(title(c, a, b), Kind::Compare(a, b)));
    let others = c.site.dates.iter().filter(|d| **d != from && **d != to);
    Compare {
        title: title(c, from, to),
        lead: c.words.say("compare.lead"),
        from: c.day(from),
        to: c.day(to),
        notes: notes(c, from, to),
        stands: vec![stand(from), stand(to)],
        others: others
            .flat_map(|d| [pair(*d, from).or(pair(from, *d)), pair(*d, to).or(pair(to, *d))])
            .flatten()
            .collect(),
        registers: c.model.registers().filter_map(|(id, _)| register(c, id, from, to, sheet)).collect(),
    }
}

pub(super) fn title(c: &Context<'_>, from: Date, to: Date) -> String {
    c.words.fill("compare.title", &[("from", &c.lang.date(from)), ("to", &c.lang.date(to))])
}

/// The comparisons of a date with all others, each named by the other date.
pub(super) fn with_others(c: &Context<'_>, date: Date, others: impl Iterator<Item = Date>) -> Vec<Link> {
    let link = |other: Date| c.link(c.lang.date(other), Kind::Compare(date.min(other), date.max(other)));
    others.filter(|other| *other != date).map(link).collect()
}

fn notes(c: &Context<'_>, from: Date, to: Date) -> Vec<Note> {
    let mut notes = Vec::new();
    let corrected: Vec<String> =
        [from, to].iter().filter(|d| correction::count(c, **d) > 0).map(|d| c.lang.date(*d)).collect();
    if !corrected.is_empty() {
        let dates = super::parts::listing(&corrected, &c.words.say("lang.and"));
        let text = c.words.fill("compare.corrected", &[("dates", &dates)]);
        notes.push(note(c, "correction", Some("note.correction_title"), text));
    }
    let missing: Vec<String> = c
        .model
        .registers()
        .filter(|(id, _)| told_of_both(c.model, c.figures, *id, from, to).is_none())
        .map(|(_, r)| c.register_title(r))
        .collect();
    if !missing.is_empty() {
        let names = super::parts::listing(&missing, &c.words.say("lang.and"));
        notes.push(note(c, "info", None, c.words.fill("compare.missing", &[("registers", &names)])));
    }
    notes
}

fn note(c: &Context<'_>, kind: &str, title: Option<&str>, text: String) -> Note {
    let text_html = format!("<p>{}</p>", crate::text::markdown::escape(&text));
    Note { kind: kind.to_owned(), title: title.map(|key| c.words.say(key)), text_html }
}

fn register(c: &Context<'_>, id: RegisterId, from: Date, to: Date, sheet: &mut Sheet<'_>) -> Option<CompareRegister> {
    let register = c.model.register(id);
    let config = c.model.register_config(register);
    let scheme = c.model.scheme(register);
    let told = told_of_both(c.model, c.figures, id, from, to)?;
    let difference = difference(c.model, c.figures.register(id), id, from, to)?;
    let key = &config.key.value;
    let published = matches!(told, [Told::Published(_), _]);
    let computed = [difference.from, difference.to].map(Told::Computed);
    let [(a, label), (b, _)] = told.map(|told| totals::done(c, id, told));
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("label", &label),
        ("before", &c.number(a)),
        ("of_before", &c.number(told[0].count(None))),
        ("after", &c.number(b)),
        ("of_after", &c.number(told[1].count(None))),
    ];
    let some = difference.from.counted > 0 || difference.to.counted > 0;
    let n = difference.changed.len();
    let changed_text = match n {
        0 => c.words.say("compare.changed_none"),
        n if n > ROWS => c.words.fill("compare.changed_part", &[("n", &c.number(n as u64)), ("shown", &ROWS)]),
        n => c.words.fill("compare.changed", &[("n", &n)]),
    };
    let between = &difference.between;
    Some(CompareRegister {
        id: key.clone(),
        register: c.register_link(id),
        sentence: c.words.fill("compare.sentence", &values),
        published: published
            .then(|| counts_table(c, id, [from, to], told, "table.compare_published", &format!("{key}-v"))),
        computed_title: published.then(|| c.words.say("computed.title")),
        counts: some.then(|| counts_table(c, id, [from, to], computed, "table.compare", key)),
        sums: some.then(|| sums(c, id, &difference, key)).flatten(),
        happened: some.then(|| happened(c, id, &difference, key)),
        base: some.then(|| detail::base(c, id, between, None, None)),
        moves: some.then(|| detail::moves(c, id, scheme, between, None)),
        changed: (n > 0).then(|| changed(c, id, &difference, key, sheet)),
        changed_text: if some { changed_text } else { c.words.say("computed.none") },
        downloads: if n > 0 { vec![file(c, id, &difference, sheet)] } else { Vec::new() },
    })
}

/// The columns of a figure at two dates, and of the change.
fn two(c: &Context<'_>, key: &str, dates: [Date; 2], change: bool) -> Vec<crate::view::Column> {
    let name = c.words.say(&format!("column.{key}"));
    let mut titles: Vec<String> = dates.map(|d| format!("{name} {}", c.lang.date(d))).into();
    titles.extend(change.then(|| c.words.say("column.change")));
    titles.into_iter().map(|title| column(title, true)).collect()
}

/// Two numbers, and how the later one differs.
fn pair(c: &Context<'_>, a: i64, b: i64) -> [Cell; 3] {
    let change = match change(a, b) {
        0 => "±0".to_owned(),
        by => c.lang.signed(by),
    };
    [cell(c.lang.integer(a)), cell(c.lang.integer(b)), cell(change)]
}

fn caption(c: &Context<'_>, id: RegisterId, key: &str, dates: [Date; 2]) -> String {
    let [from, to] = dates.map(|d| c.lang.date(d));
    let title = c.register_title(c.model.register(id));
    let values: [(&str, &dyn std::fmt::Display); 3] = [("register", &title), ("from", &from), ("to", &to)];
    c.words.fill(key, &values)
}

/// Counts by status at two dates, each with its total.
fn counts_table(
    c: &Context<'_>,
    id: RegisterId,
    dates: [Date; 2],
    told: [Told<'_>; 2],
    title: &str,
    prefix: &str,
) -> Table {
    let scheme = c.model.scheme(c.model.register(id));
    let mut columns = vec![column(c.words.say("column.status"), false)];
    columns.extend(two(c, "count", dates, true));
    // Behind published totals there are no records.
    let places = told.map(|told| match told {
        Told::Computed(figures) => Some(Places::known(c, id, figures)),
        Told::Published(_) => None,
    });
    let line = |status: Option<StatusId>| {
        let [a, b] = told.map(|told| told.count(status) as i64);
        let mut cells = pair(c, a, b);
        for ((cell, places), told) in cells.iter_mut().zip(&places).zip(told) {
            let places = places.as_ref().filter(|_| told.count(status) > 0);
            cell.href = places.and_then(|places| match status {
                Some(status) => places.to(c, &behind::status(status)),
                None => places.to_all(c),
            });
        }
        cells.into()
    };
    let mut rows: Vec<_> = scheme.iter().map(|(s, _)| row(tagged(c.tag(scheme, s)), line(Some(s)), false)).collect();
    rows.push(row(cell(c.words.say("column.total")), line(None), true));
    let mut view = table(format!("{prefix}-anzahl"), caption(c, id, title, dates), columns, rows);
    view.definition = c.definition(if matches!(told[0], Told::Published(_)) { "published" } else { "count" });
    view
}

/// Sums and means by status at two dates; none without a scale.
fn sums(c: &Context<'_>, id: RegisterId, difference: &Difference<'_>, prefix: &str) -> Option<Table> {
    let (from, to) = (difference.from, difference.to);
    let totals = from.total_sum.zip(to.total_sum)?;
    let scheme = c.model.scheme(c.model.register(id));
    let dates = [from.date, to.date];
    let mut columns = vec![column(c.words.say("column.status"), false)];
    columns.extend(two(c, "sum_short", dates, true));
    columns.extend(two(c, "mean", dates, false));
    let mean = |m: Option<Mean>| cell(m.map_or_else(|| "–".to_owned(), |m| c.lang.mean(m)));
    let line = |a: i64, b: i64, means: [Option<Mean>; 2]| pair(c, a, b).into_iter().chain(means.map(mean)).collect();
    let mut rows: Vec<_> = from
        .by_status
        .iter()
        .zip(&to.by_status)
        .map(|(a, b)| {
            let cells = line(a.sum.unwrap_or(0), b.sum.unwrap_or(0), [a.mean, b.mean]);
            row(tagged(c.tag(scheme, a.status)), cells, false)
        })
        .collect();
    rows.push(row(cell(c.words.say("column.total")), line(totals.0, totals.1, [from.mean, to.mean]), true));
    let mut view = table(format!("{prefix}-summen"), caption(c, id, "table.compare_sums", dates), columns, rows);
    view.definition = c.definition("sum");
    Some(view)
}

fn happened(c: &Context<'_>, id: RegisterId, difference: &Difference<'_>, prefix: &str) -> Table {
    let between = &difference.between;
    let lists = &between.lists;
    let lines = [
        ("period.implemented", lists.implemented.len()),
        ("period.fell_back", lists.fell_back.len()),
        ("period.advanced", lists.advanced.len()),
        ("period.gone_back", lists.gone_back.len()),
        ("base.new", between.base.new.len()),
        ("base.returned", between.base.returned.len()),
        ("base.left", between.base.left.len()),
    ];
    let rows = lines.map(|(key, n)| row(cell(c.words.say(key)), vec![cell(c.number(n as u64))], false));
    let columns = vec![column(c.words.say("compare.happened"), false), column(c.words.say("column.count"), true)];
    let dates = [difference.from.date, difference.to.date];
    let title = caption(c, id, "table.happened", dates);
    let mut view = table(format!("{prefix}-geschehen"), title, columns, rows.into());
    view.definition = c.definition("lists_implemented");
    view
}

fn changed(c: &Context<'_>, id: RegisterId, difference: &Difference<'_>, prefix: &str, sheet: &mut Sheet<'_>) -> Table {
    let scheme = c.model.scheme(c.model.register(id));
    let [from, to] = [difference.from.date, difference.to.date].map(|d| c.lang.date(d));
    // Of all comparisons the same records stand at the top, and their values are few. All are equally deep.
    let mut rows_html = String::with_capacity(difference.changed.len().min(ROWS) * 160);
    for one in difference.changed.iter().take(ROWS) {
        let at = RecordRef { register: id, index: one.record };
        rows_html.push('\n');
        rows_html.push_str(&c.repeats.changed_records.get(c.model, at, || {
            let named = c.model.record(at).shown.then(|| linked(c.name(at), c.href(Kind::Record(at))));
            let head = named.unwrap_or_else(|| cell(c.words.say("value.withheld")));
            sheet.piece(c, "rows/changed-record.html", |values| values.insert("record", &head)).into()
        }));
        rows_html.push_str(&c.repeats.changed_values.get((id, one.before, one.after), || {
            sheet
                .piece(c, "rows/changed-values.html", |values| {
                    values.insert("before", &said(c, scheme, one.before));
                    values.insert("after", &said(c, scheme, one.after));
                })
                .into()
        }));
    }
    let title = caption(c, id, "table.changed", [difference.from.date, difference.to.date]);
    let columns = vec![column(c.words.say("column.record"), false), column(from, false), column(to, false)];
    Table { rows_html: Some(rows_html), ..table(format!("{prefix}-geaendert"), title, columns, Vec::new()) }
}

/// A value with what it means: "5 · in Einführung".
fn said(c: &Context<'_>, scheme: &Scheme, standing: Option<Standing>) -> String {
    let label = |status| scheme.status(status).label.get(c.lang);
    match standing {
        Some(Standing::Counted { status, value: Some(value) }) => format!("{value} · {}", label(status)),
        Some(Standing::Counted { status, value: None } | Standing::Manual(status)) => label(status).to_owned(),
        Some(other) => super::rows::why_not(c, scheme, other),
        None => c.words.say("value.outside"),
    }
}

/// A value and the code of its status, as two fields.
fn fields(c: &Context<'_>, scheme: &Scheme, standing: Option<Standing>) -> Rc<str> {
    let value = standing.and_then(|standing| c.value_text(scheme, standing)).unwrap_or_default();
    let status = standing.and_then(Standing::status);
    PiecedCsv::piece([&value, status.map_or("", |status| &scheme.status(status).code)]).into()
}

/// All changes as a file beside the page.
fn file(c: &Context<'_>, id: RegisterId, difference: &Difference<'_>, sheet: &mut Sheet<'_>) -> Download {
    let (from, to) = (difference.from.date, difference.to.date);
    let scheme = c.model.scheme(c.model.register(id));
    let dated = [from, to].map(|date| [format!("value {date}"), format!("status {date}")]);
    let header = ["id", "number", "title"].into_iter().chain(dated.iter().flatten().map(String::as_str));
    let mut table = PiecedCsv::new(header);
    table.reserve(difference.changed.len(), 80);
    // Few values, and a memory of one's own needs no lock.
    let mut known: HashMap<Option<Standing>, Rc<str>, FixedState> = HashMap::default();
    for one in &difference.changed {
        let at = RecordRef { register: id, index: one.record };
        let record = c.model.record(at);
        if !record.shown {
            continue;
        }
        let name =
            || [record.text.id.as_str(), record.number().unwrap_or_default(), record.title().unwrap_or_default()];
        let name = c.repeats.head_fields.get(c.model, at, || PiecedCsv::piece(name()).into());
        let [before, after] =
            [one.before, one.after].map(|side| Rc::clone(known.entry(side).or_insert_with(|| fields(c, scheme, side))));
        table.row([&name, &before, &after]);
    }
    let text = table.finish();
    let href = c.site.changes_file(c.model, id, from, to);
    let size = super::data::size(c, text.len());
    sheet.files.push((href.clone(), text));
    Download {
        title: c.words.say("compare.file"),
        format: "CSV".to_owned(),
        size: Some(size),
        media_type: "text/csv".to_owned(),
        href,
    }
}
