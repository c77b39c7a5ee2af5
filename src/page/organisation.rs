//! Divisions and units: who answers for what, and how far it is.

use super::{Context, Sheet, home, rows};
use crate::model::{DivisionId, RecordRef, RegisterId, Unit, UnitId};
use crate::site::Kind;
use crate::text::markdown::escape;
use crate::value::Share;
use crate::view::{
    Breakdown, Division, DivisionBlock, Link, Note, Organisation, RecordGroup, StatusCount, Unit as UnitView, UnitRow,
};

pub(super) fn overview(c: &Context<'_>) -> Organisation {
    let mut divisions = Vec::new();
    for i in 0..c.model.divisions.len() as u32 {
        if c.model.divisions[i as usize].parent.is_none() {
            blocks(c, DivisionId(i), 0, &mut divisions);
        }
    }
    Organisation {
        title: c.words.say("page.organisation"),
        lead: c.words.fill("page.organisation_lead", &[("date", &c.lang.date(c.model.as_of))]),
        as_of: c.day(c.model.as_of),
        compared: c.model.registers().filter_map(|(id, _)| compared(c, id)).collect(),
        divisions,
        notes: Vec::new(),
    }
}

/// The way to the drawing of all units at the latest date of a register, if there is one.
fn compared(c: &Context<'_>, id: RegisterId) -> Option<Link> {
    let date = c.figures.register(id).latest()?.date;
    let chart = c.charts.units[id.0 as usize].last()?.as_ref()?;
    let mut link = c.link(c.register_title(c.model.register(id)), Kind::Detail(id, date));
    link.href = format!("{}#{}", link.href, chart.id);
    Some(link)
}

/// A division and what is below it, as a flat list with depths.
fn blocks(c: &Context<'_>, id: DivisionId, depth: usize, out: &mut Vec<DivisionBlock>) {
    out.push(block(c, id, depth));
    for (i, division) in c.model.divisions.iter().enumerate() {
        if division.parent == Some(id) {
            blocks(c, DivisionId(i as u32), depth + 1, out);
        }
    }
}

fn block(c: &Context<'_>, id: DivisionId, depth: usize) -> DivisionBlock {
    let division = c.model.division(id);
    let anchor = crate::text::slug::slug(&division.id);
    DivisionBlock {
        kind: kind(c, division.kind.as_ref(), "division"),
        id: division.id.clone(),
        title: division.name.get(c.lang).to_owned(),
        href: c.href(Kind::Division(id)),
        depth,
        breakdowns: breakdowns(c, &|unit| below(c, unit, id)),
        units: units_in(c, id),
        anchor,
    }
}

pub(super) fn kind(c: &Context<'_>, own: Option<&crate::record::field::Localised>, fallback: &str) -> String {
    own.map_or_else(|| c.words.say(&format!("kind.{fallback}")), |k| k.get(c.lang).to_owned())
}

/// Whether a unit belongs to a division or to one below it.
fn below(c: &Context<'_>, unit: UnitId, division: DivisionId) -> bool {
    let mut at = c.model.unit(unit).division;
    while let Some(id) = at {
        if id == division {
            return true;
        }
        at = c.model.division(id).parent;
    }
    false
}

fn units_in(c: &Context<'_>, id: DivisionId) -> Vec<UnitRow> {
    let mut rows = Vec::new();
    for (i, unit) in units(c) {
        let top = unit.parent.is_none_or(|p| c.model.unit(p).division != Some(id));
        if unit.division == Some(id) && top {
            unit_rows(c, i, 0, &mut rows);
        }
    }
    rows
}

fn units<'m>(c: &Context<'m>) -> impl Iterator<Item = (UnitId, &'m Unit)> {
    let units = c.model.units.iter().enumerate();
    units.filter(|(_, u)| u.shown).map(|(i, u)| (UnitId(i as u32), u))
}

fn unit_rows(c: &Context<'_>, id: UnitId, depth: usize, out: &mut Vec<UnitRow>) {
    let unit = c.model.unit(id);
    out.push(UnitRow {
        id: unit.id.clone(),
        title: unit.name.get(c.lang).to_owned(),
        href: c.href(Kind::Unit(id)),
        depth,
        breakdowns: breakdowns(c, &|u| u == id),
    });
    for (i, child) in units(c) {
        if child.parent == Some(id) {
            unit_rows(c, i, depth + 1, out);
        }
    }
}

/// How the counted records of the units that fit are spread over the statuses, per register.
pub(super) fn breakdowns(c: &Context<'_>, fits: &dyn Fn(UnitId) -> bool) -> Vec<Breakdown> {
    let mut out = Vec::new();
    for (id, _) in c.model.registers() {
        let Some(figures) = c.figures.register(id).latest() else {
            continue;
        };
        let counts: Vec<u64> = figures.together(|u| u.unit.is_some_and(fits)).counts().collect();
        let baseline = c.figures.register(id).baseline.iter();
        let baseline = baseline.filter(|i| in_charge(c, id, **i).is_some_and(fits)).count() as u64;
        if counts.iter().sum::<u64>() + baseline > 0 {
            out.push(breakdown(c, id, &counts, baseline));
        }
    }
    out
}

fn in_charge(c: &Context<'_>, register: RegisterId, index: u32) -> Option<UnitId> {
    c.unit_of(RecordRef { register, index })
}

/// Counts of one register in words, numbers and a bar.
pub(super) fn breakdown(c: &Context<'_>, id: RegisterId, counts: &[u64], baseline: u64) -> Breakdown {
    let scheme = c.model.scheme(c.model.register(id));
    let total: u64 = counts.iter().sum();
    Breakdown {
        register: c.register_link(id),
        total: match total {
            0 => c.words.say("organisation.total_none"),
            n => c.words.fill("organisation.total", &[("n", &c.number(n))]),
        },
        excluded: (baseline > 0).then(|| c.words.fill("organisation.excluded", &[("n", &c.number(baseline))])),
        counts: scheme
            .iter()
            .filter(|(s, _)| counts[usize::from(s.0)] > 0)
            .map(|(s, _)| StatusCount {
                status: c.tag(scheme, s),
                count: c.number(counts[usize::from(s.0)]),
                share: Share::of(counts[usize::from(s.0)], total).map(|s| c.lang.share(s)),
            })
            .collect(),
        bar_svg: home::bar(scheme, counts),
    }
}

/// Records of the units that fit, per register.
fn groups(
    c: &Context<'_>,
    fits: &dyn Fn(RecordRef) -> bool,
    name: &str,
    by_unit: bool,
    sheet: &mut Sheet<'_>,
) -> Vec<RecordGroup> {
    let mut out = Vec::new();
    for (id, _) in c.model.registers() {
        let records: Vec<RecordRef> = c.model.shown(id).map(|(at, _)| at).filter(|at| fits(*at)).collect();
        if !records.is_empty() {
            out.push(rows::group(c, id, &records, name, by_unit, sheet));
        }
    }
    out
}

pub(super) fn division(c: &Context<'_>, id: DivisionId, sheet: &mut Sheet<'_>) -> Division {
    let division = c.model.division(id);
    let title = division.name.get(c.lang).to_owned();
    let children =
        (0..c.model.divisions.len() as u32).map(DivisionId).filter(|d| c.model.division(*d).parent == Some(id));
    Division {
        kind: kind(c, division.kind.as_ref(), "division"),
        id: division.id.clone(),
        as_of: c.day(c.model.as_of),
        parent: division.parent.map(|p| c.link(division_title(c, p), Kind::Division(p))),
        children: children.map(|d| block(c, d, 0)).collect(),
        breakdowns: breakdowns(c, &|unit| below(c, unit, id)),
        units: units_in(c, id),
        groups: groups(c, &|at| c.unit_of(at).is_some_and(|u| below(c, u, id)), &title, true, sheet),
        title,
    }
}

/// "Geschäftskreis I Zentrale Steuerung"
pub(super) fn division_title(c: &Context<'_>, id: DivisionId) -> String {
    let division = c.model.division(id);
    let kind = kind(c, division.kind.as_ref(), "division");
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("kind", &kind), ("id", &division.id), ("title", &division.name.get(c.lang))];
    c.words.fill("organisation.label", &values)
}

/// What a unit was called and who came before and after it.
fn notes(c: &Context<'_>, id: UnitId, root: &str) -> Vec<Note> {
    let unit = c.model.unit(id);
    let links = |ids: Vec<UnitId>| {
        let shown = ids.into_iter().filter(|id| c.model.unit(*id).shown);
        let link = |id: UnitId| {
            let href = format!("{root}{}", c.href(Kind::Unit(id)));
            format!("<a href=\"{}\">{}</a>", escape(&href), escape(&c.unit_title(id)))
        };
        shown.map(link).collect::<Vec<_>>().join(", ")
    };
    // Sentences are the catalogue's, links are ours: each is escaped on its own.
    let said = |key: &str, values: &[(&str, &dyn std::fmt::Display)], links: &str| {
        format!("<p>{}</p>", escape(&c.words.fill(key, values)).replace("{units}", links))
    };
    let mut html: Vec<String> = unit
        .names
        .iter()
        .rev()
        .map(|(until, name)| {
            said("organisation.name_until", &[("date", &c.lang.date(*until)), ("name", &name.get(c.lang))], "")
        })
        .collect();
    if let Some(until) = unit.until.filter(|until| *until <= c.model.as_of) {
        let next = links(unit.successors.clone());
        let key = if next.is_empty() { "organisation.until" } else { "organisation.until_successors" };
        html.push(said(key, &[("date", &c.lang.date(until))], &next));
    }
    let before = units(c).filter(|(_, u)| u.successors.contains(&id)).map(|(before, _)| before);
    let before = links(before.collect());
    if !before.is_empty() {
        html.push(said("organisation.predecessors", &[], &before));
    }
    if html.is_empty() {
        return Vec::new();
    }
    vec![Note { kind: "info".to_owned(), title: None, text_html: html.concat() }]
}

pub(super) fn unit(c: &Context<'_>, id: UnitId, sheet: &mut Sheet<'_>) -> UnitView {
    let unit = c.model.unit(id);
    let title = unit.name.get(c.lang).to_owned();
    let mut children = Vec::new();
    for (i, child) in units(c) {
        if child.parent == Some(id) {
            unit_rows(c, i, 0, &mut children);
        }
    }
    let takes_part = |at: RecordRef| c.model.record(at).other_units.iter().any(|(u, _)| *u == id);
    let mut participating = groups(c, &takes_part, &title, true, sheet);
    for group in &mut participating {
        // The same register may stand above; ids are unique on a page.
        group.id = format!("{}-beteiligt", group.id);
    }
    UnitView {
        kind: unit_kind(c, id),
        id: unit.id.clone(),
        as_of: c.day(c.model.as_of),
        division: unit.division.map(|d| c.link(division_title(c, d), Kind::Division(d))),
        parent: unit.parent.filter(|p| c.model.unit(*p).shown).map(|p| c.link(c.unit_title(p), Kind::Unit(p))),
        notes: notes(c, id, &sheet.root),
        children,
        breakdowns: breakdowns(c, &|u| u == id),
        groups: groups(c, &|at| c.unit_of(at) == Some(id), &title, false, sheet),
        participating,
        title,
    }
}

pub(super) fn unit_kind(c: &Context<'_>, id: UnitId) -> String {
    kind(c, c.model.unit(id).kind.as_ref(), "unit")
}
