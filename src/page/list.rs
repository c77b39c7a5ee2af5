//! The list of a register, page by page, and its index for sorting and filtering.

use super::rows::{self, Shape};
use super::{Context, Sheet};
use crate::exchange;
use crate::model::{DivisionId, RecordRef, RegisterId, UnitId};
use crate::site::Kind;
use crate::view::{Choice, Filters, Link, List, Note, PageLink, Pager, Repeated};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Up to so many units the form offers their divisions only.
const FEW_UNITS: usize = 8;

pub(super) fn fill(c: &Context<'_>, id: RegisterId, number: usize, sheet: &mut Sheet<'_>) -> List {
    let register = c.model.register(id);
    let config = c.model.register_config(register);
    let title = c.register_title(register);
    let whole = Whole::of(c, id);
    let (shape, all) = (&whole.shape, &whole.all);
    let rows = c.site.rows(id);
    let from = (number - 1) * rows;
    let shown = &all[from.min(all.len())..(from + rows).min(all.len())];
    let pages = whole.pages;
    let as_of = register.dates.last().copied().unwrap_or(c.model.as_of);
    let date = c.lang.date(as_of);
    let figures = c.figures.register(id);
    let n = c.number(all.len() as u64);
    let baseline = figures.baseline.len();
    let summary = if baseline > 0 {
        c.words.fill("list.summary_baseline", &[("n", &n), ("date", &date), ("baseline", &baseline)])
    } else {
        c.words.fill("list.summary", &[("n", &n), ("date", &date)])
    };
    let caption = if pages > 1 {
        let values: [(&str, &dyn std::fmt::Display); 4] =
            [("register", &title), ("page", &number), ("pages", &pages), ("date", &date)];
        c.words.fill("list.caption_n", &values)
    } else {
        c.words.fill("list.caption", &[("register", &title), ("date", &date)])
    };
    let notes = super::totals::gap_note(c, id).into_iter().collect::<Vec<Note>>();
    List {
        register: config.key.value.clone(),
        kind: config.kind.to_owned(),
        title: page_title(c, id, number),
        text: (number == 1).then(|| config.text.as_ref().map(|t| t.get(c.lang).to_owned())).flatten(),
        summary,
        notes: if number == 1 { notes } else { Vec::new() },
        chart: None,
        caption,
        as_of: c.day(as_of),
        numbered: shape.numbered,
        by_unit: whole.by_unit,
        sparks: shape.sparks,
        scheduled: shape.scheduled,
        extra: shape.columns(c),
        rows: shown.iter().map(|at| rows::row(c, *at, shape, sheet)).collect(),
        total: all.len(),
        long: all.len() > FEW,
        filters: whole.filters.clone(),
        index_href: (pages > 1).then(|| c.site.index_file(id)),
        pager: (pages > 1).then(|| pager(c, id, number, pages, from, shown.len(), all.len())),
        ways: whole.ways.clone(),
        downloads: super::data::register_files(c, id),
        dates: shape.dates.clone(),
    }
}

pub(super) fn page_title(c: &Context<'_>, id: RegisterId, number: usize) -> String {
    let title = c.register_title(c.model.register(id));
    if number == 1 { title } else { c.words.fill("page.list_n", &[("register", &title), ("page", &number)]) }
}

fn pager(
    c: &Context<'_>,
    id: RegisterId,
    number: usize,
    pages: usize,
    from: usize,
    shown: usize,
    total: usize,
) -> Pager {
    let href = |page: usize| c.href(Kind::List(id, page));
    let n = |n: usize| c.number(n as u64);
    Pager {
        number,
        count: pages,
        range: c.words.fill("list.range", &[("from", &n(from + 1)), ("to", &n(from + shown)), ("total", &n(total))]),
        previous: (number > 1).then(|| href(number - 1)),
        next: (number < pages).then(|| href(number + 1)),
        pages: page_links(pages, number, href),
    }
}

/// Rows that are taken in at a glance, without a form that filters them.
const FEW: usize = 12;

/// Pages of a list to which each of them links, where there are no more; a reader needs no hundred links.
const ALL: usize = 12;

/// The ways to the pages of a list: of many to the first, the last and the nearest.
pub(super) fn page_links(pages: usize, number: usize, href: impl Fn(usize) -> String) -> Vec<PageLink> {
    let is_near = |page: &usize| pages <= ALL || *page == 1 || *page == pages || page.abs_diff(number) <= 3;
    let mut last = 0;
    let link = |page: usize| {
        let gap = page > std::mem::replace(&mut last, page) + 1;
        PageLink { number: page, href: href(page), current: page == number, gap }
    };
    (1..=pages).filter(is_near).map(link).collect()
}

/// What all pages of a list say alike: found out once, since it takes a look at every record.
pub(super) struct Whole {
    all: Vec<RecordRef>,
    /// How many pages it has.
    pub(super) pages: usize,
    shape: Shape,
    by_unit: bool,
    filters: Repeated<Filters>,
    ways: Repeated<Vec<Link>>,
}

impl Whole {
    pub(super) fn of(c: &Context<'_>, id: RegisterId) -> Arc<Self> {
        c.repeats.lists.get(id, || {
            let all: Vec<RecordRef> = c.model.shown(id).map(|(at, _)| at).collect();
            Arc::new(Whole {
                pages: c.site.list_pages(id, all.len()),
                shape: Shape::of(c, id),
                by_unit: all.iter().any(|at| c.unit_of(*at).is_some()),
                filters: filters(c, id, &all).into(),
                ways: ways(c, &all).into(),
                all,
            })
        })
    }
}

fn divisions(c: &Context<'_>, all: &[RecordRef]) -> BTreeSet<DivisionId> {
    all.iter().filter_map(|at| c.model.unit(c.unit_of(*at)?).division).collect()
}

fn ways(c: &Context<'_>, all: &[RecordRef]) -> Vec<Link> {
    let link = |d: DivisionId| {
        let division = c.model.division(d);
        c.link(format!("{} {}", division.id, division.name.get(c.lang)), Kind::Division(d))
    };
    divisions(c, all).into_iter().map(link).collect()
}

fn filters(c: &Context<'_>, id: RegisterId, all: &[RecordRef]) -> Filters {
    let scheme = c.model.scheme(c.model.register(id));
    let units: BTreeSet<UnitId> = all.iter().filter_map(|at| c.unit_of(*at)).collect();
    let years: BTreeSet<String> = all.iter().map(|at| rows::cohort(c, *at)).filter(|y| !y.is_empty()).collect();
    // A handful of units is told apart well enough by their divisions.
    let few = units.len() <= FEW_UNITS && units.iter().all(|u| c.model.unit(*u).division.is_some());
    let units = if few { BTreeSet::new() } else { units };
    let choice = |value: String, label: String| Choice { value, label, tag: None, href: None };
    Filters {
        statuses: scheme
            .iter()
            .map(|(status, s)| Choice {
                tag: Some(c.tag(scheme, status)),
                ..choice(s.code.clone(), s.label.get(c.lang).to_owned())
            })
            .collect(),
        divisions: divisions(c, all)
            .into_iter()
            .map(|d| {
                let division = c.model.division(d);
                choice(division.id.clone(), format!("{} {}", division.id, division.name.get(c.lang)))
            })
            .collect(),
        units: units
            .into_iter()
            .map(|u| Choice {
                href: Some(c.href(Kind::Unit(u))),
                ..choice(c.model.unit(u).id.clone(), c.unit_title(u))
            })
            .collect(),
        years: years.into_iter().map(|y| choice(y.clone(), y)).collect(),
    }
}

/// The index of a list with several pages; its form is described in `view::list`.
pub fn index_json(c: &Context<'_>, id: RegisterId) -> String {
    let shape = Shape::of(c, id);
    let scheme = c.model.scheme(c.model.register(id));
    // Written row by row: of tens of thousands the tree would take more memory than all pages do.
    let (mut out, mut n) = (b"[".to_vec(), c.model.shown(id).count());
    for (at, _) in c.model.shown(id) {
        let record = c.model.record(at);
        let standings = c.figures.register(id).standings(at.index);
        let values: Vec<String> = standings[standings.len() - shape.dates.len()..]
            .iter()
            .map(|standing| rows::value(c, scheme, *standing))
            .map(|v| match v.kind.as_str() {
                "none" => String::new(),
                "before" => "~".to_owned(),
                "gap" => "?".to_owned(),
                _ => v.text,
            })
            .collect();
        let status = standings.last().and_then(|standing| standing.status());
        let extra: Vec<String> = rows::extra(c, at, &shape).into_iter().map(|e| e.text).collect();
        let [division, unit] = rows::places(c, at);
        let spark = rows::spark(c, at).filter(|_| shape.sparks);
        let row = (
            c.href(Kind::Record(at)),
            record.number().unwrap_or_default(),
            c.title(at).0,
            status.map_or("", |status| &scheme.status(status).code),
            division,
            unit,
            rows::cohort(c, at),
            record.text.schedule.map(|schedule| c.lang.schedule(schedule)).unwrap_or_default(),
            values,
            extra,
            spark.as_deref().unwrap_or_default(),
        );
        if out.len() > 1 {
            out.push(b',');
        }
        // Memory takes every byte, and texts are always JSON.
        let _ = serde_json::to_writer(&mut out, &row);
        // Rows differ little in length.
        out.reserve(exchange::set_aside(std::mem::take(&mut n), out.len() + 32));
    }
    out.push(b']');
    // What JSON writes is UTF-8.
    String::from_utf8(out).unwrap_or_default()
}
