//! Programmes and goals with their targets and the pace that these take.

use super::behind::{self, Places};
use super::organisation::breakdown;
use super::{Context, Sheet, rows};
use crate::figures::{self, NotComputable, Pace, TargetFigures};
use crate::model::{ProgrammeId, RecordRef, StatusId, Target};
use crate::record::programme::Revision;
use crate::site::Kind;
use crate::text::markdown;
use crate::value::Date;
use crate::view::{Breakdown, Fact, FactItem, Link, Meter, Programme, ProgrammeCard, Programmes, Target as TargetView};

/// Characters of the description that a card shows at most.
const SUMMARY: usize = 220;

pub(super) fn overview(c: &Context<'_>) -> Programmes {
    Programmes {
        title: c.words.say("page.programmes"),
        lead: c.words.fill("page.programmes_lead", &[("date", &c.lang.date(c.model.as_of))]),
        as_of: c.day(c.model.as_of),
        programmes: cards(c, None, false),
    }
}

fn children(c: &Context<'_>, parent: Option<ProgrammeId>) -> Vec<ProgrammeId> {
    (0..c.model.programmes.len() as u32).map(ProgrammeId).filter(|p| c.model.programme(*p).parent == parent).collect()
}

/// Cards of what is below a programme, or of the top; `targets` keeps only those with a target of their own.
pub(super) fn cards(c: &Context<'_>, parent: Option<ProgrammeId>, targets: bool) -> Vec<ProgrammeCard> {
    if targets {
        let all = (0..c.model.programmes.len() as u32).map(ProgrammeId);
        let with = all.filter(|p| !c.model.programme(*p).targets.is_empty());
        return with.map(|p| card(c, p, false)).collect();
    }
    children(c, parent).into_iter().map(|p| card(c, p, true)).collect()
}

fn card(c: &Context<'_>, id: ProgrammeId, deep: bool) -> ProgrammeCard {
    let programme = c.model.programme(id);
    ProgrammeCard {
        kind: c.words.say(&format!("kind.{}", programme.kind)),
        title: programme.title.get(c.lang).to_owned(),
        href: c.href(Kind::Programme(id)),
        summary: c.body(programme.body).and_then(|text| markdown::summary(text, SUMMARY)),
        targets: targets(c, id),
        breakdowns: Vec::new(),
        children: if deep { cards(c, Some(id), false) } else { Vec::new() },
    }
}

pub(super) fn fill(c: &Context<'_>, id: ProgrammeId, sheet: &mut Sheet<'_>) -> Programme {
    let programme = c.model.programme(id);
    let title = programme.title.get(c.lang).to_owned();
    let by_register: Vec<Vec<RecordRef>> = c
        .model
        .registers()
        .map(|(register, _)| programme.records.iter().copied().filter(|at| at.register == register).collect())
        .collect();
    Programme {
        kind: c.words.say(&format!("kind.{}", programme.kind)),
        as_of: c.day(c.model.as_of),
        parent: programme.parent.map(|p| c.link(c.model.programme(p).title.get(c.lang), Kind::Programme(p))),
        body_html: sheet.prose(c, programme.body, 3),
        targets: drawn_targets(c, id),
        children: cards(c, Some(id), false),
        breakdowns: by_register.iter().filter_map(|records| spread(c, records)).collect(),
        charts: Vec::new(),
        groups: by_register
            .iter()
            .filter_map(|records| Some(rows::group(c, records.first()?.register, records, &title, true, sheet)))
            .collect(),
        title,
    }
}

fn spread(c: &Context<'_>, records: &[RecordRef]) -> Option<Breakdown> {
    let id = records.first()?.register;
    let figures = c.figures.register(id).latest()?;
    let member = |index: &&u32| records.binary_search(&RecordRef { register: id, index: **index }).is_ok();
    let counts: Vec<u64> = figures.by_status.iter().map(|s| s.records.iter().filter(member).count() as u64).collect();
    let baseline = c.figures.register(id).baseline.iter().filter(member).count() as u64;
    Some(breakdown(c, id, &counts, baseline))
}

fn targets(c: &Context<'_>, id: ProgrammeId) -> Vec<TargetView> {
    let figures = &c.figures.programmes[id.0 as usize];
    let programme = c.model.programme(id);
    programme.targets.iter().zip(figures).map(|(t, f)| target(c, &programme.id, t, f)).collect()
}

/// A target as it stood at a date, with its drawing; for texts, which may tell of any date.
pub(super) fn target_until(c: &Context<'_>, id: ProgrammeId, at: usize, date: Date) -> TargetView {
    let programme = c.model.programme(id);
    let of = &programme.targets[at];
    let figures = figures::target_until(c.model, c.figures, of, date);
    if figures == c.figures.programmes[id.0 as usize][at] {
        let chart = c.charts.paces[id.0 as usize][at].clone();
        return TargetView { chart, ..target(c, &programme.id, of, &figures) };
    }
    let mut view = target(c, &programme.id, of, &figures);
    view.id = format!("{}-{date}", view.id);
    view.chart = super::pace::one(c, programme, of, &figures, Some(date), &mut Vec::new());
    view.chart = view.chart.map(super::charts::without_files);
    view
}

/// Targets with their drawing, for the page of the programme and for slides.
pub(super) fn drawn_targets(c: &Context<'_>, id: ProgrammeId) -> Vec<TargetView> {
    let mut targets = targets(c, id);
    for (target, chart) in targets.iter_mut().zip(&c.charts.paces[id.0 as usize]) {
        target.chart.clone_from(chart);
    }
    targets
}

fn target(c: &Context<'_>, programme: &str, target: &Target, figures: &TargetFigures) -> TargetView {
    let last = figures.series.last();
    let wanted = figures.wanted;
    let state = match (&figures.pace, wanted) {
        (_, None) => "words",
        (Err(NotComputable::Reached), _) => "reached",
        (Err(NotComputable::DuePassed), _) => "missed",
        _ => "open",
    };
    let totals = target.count.as_ref().zip(last).and_then(|(count, (date, _))| c.model.totals(count.register, *date));
    TargetView {
        id: format!("{programme}-{}", target.id),
        text: target.text.get(c.lang).to_owned(),
        due: figures.due.map(|d| c.day(d)),
        state: state.to_owned(),
        state_text: c.words.say(&format!("target.state_{state}")),
        reached: wanted.zip(last).map(|(wanted, (date, n))| reached(c, target, wanted, *date, *n)),
        meter: wanted.zip(last).map(|(max, (_, value))| Meter { value: *value, max }),
        pace: pace(c, target, figures),
        not_computable: not_computable(c, target, figures),
        basis: target
            .count
            .is_some()
            .then(|| c.words.say(if target.published { "target.basis_published" } else { "target.basis_computed" })),
        source: totals.filter(|_| target.published).and_then(|t| super::totals::source(c, t)),
        behind: behind(c, target, figures),
        revised: target.revised.iter().filter(|one| one.on <= c.model.as_of).map(|one| revised(c, one)).collect(),
        chart: None,
        definition: target.count.as_ref().and_then(|_| c.definition("target")),
    }
}

/// "Am 01.05.2024 geändert, vorher 120 bis zum 31.12.2024. Grund: …"
fn revised(c: &Context<'_>, revision: &Revision) -> String {
    let n = revision.wanted.map_or_else(String::new, |n| c.number(n));
    let due = revision.due.map_or_else(String::new, |due| c.lang.date(due));
    let key = match (revision.wanted, revision.due) {
        (Some(_), Some(_)) => "target.before_both",
        (Some(_), None) => "target.before_wanted",
        _ => "target.before_due",
    };
    let before = c.words.fill(key, &[("n", &n), ("due", &due)]);
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("date", &c.lang.date(revision.on)), ("before", &before), ("reason", &revision.reason)];
    c.words.fill("target.revised", &values)
}

/// The ways to the records that are reached.
fn behind(c: &Context<'_>, target: &Target, figures: &TargetFigures) -> Vec<Link> {
    let (Some(count), Some((date, _))) = (&target.count, figures.series.last()) else {
        return Vec::new();
    };
    let Some(at) = c.figures.register(count.register).at(*date) else {
        return Vec::new();
    };
    let places = Places::known(c, count.register, at);
    let scheme = c.model.scheme(c.model.register(count.register));
    let link = |(status, records): (StatusId, &[u32])| {
        let href = places.to(c, &behind::status(status))?;
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("n", &records.len()), ("status", &scheme.status(status).label.get(c.lang))];
        Some(Link { title: c.words.fill("target.behind", &values), href })
    };
    figures.records(c.figures, target).into_iter().filter_map(link).collect()
}

fn reached(c: &Context<'_>, target: &Target, wanted: u64, date: Date, n: u64) -> String {
    let (n, wanted, date) = (c.number(n), c.number(wanted), c.lang.date(date));
    match (target.of, &target.of_text) {
        (Some(of), Some(text)) => {
            let values: [(&str, &dyn std::fmt::Display); 5] = [
                ("n", &n),
                ("wanted", &wanted),
                ("of", &c.number(of)),
                ("of_text", &text.get(c.lang)),
                ("date", &date),
            ];
            c.words.fill("target.reached_of", &values)
        }
        _ => c.words.fill("target.reached", &[("n", &n), ("wanted", &wanted), ("date", &date)]),
    }
}

fn fact(c: &Context<'_>, key: &str, text: String) -> Fact {
    Fact { label: c.words.say(&format!("target.{key}")), items: vec![FactItem { text, href: None, url: None }] }
}

fn pace(c: &Context<'_>, target: &Target, figures: &TargetFigures) -> Vec<Fact> {
    let mut facts: Vec<Fact> = figures.due.iter().map(|d| fact(c, "due", c.lang.date(*d))).collect();
    let (Ok(pace), [.., (from, _), (to, _)]) = (&figures.pace, figures.series.as_slice()) else {
        return facts;
    };
    let Pace { missing, needed, last, average, trend, misses, .. } = pace;
    let wanted = figures.wanted.unwrap_or_default();
    let periods = figures.series.len() - 1;
    let due = figures.due.map_or_else(String::new, |d| c.lang.date(d));
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("n", &c.lang.integer(*last)), ("from", &c.lang.date(*from)), ("to", &c.lang.date(*to))];
    facts.push(fact(c, "missing", c.number(*missing)));
    facts.push(fact(c, "needed", c.words.fill("target.per_period", &[("n", &c.lang.mean(*needed))])));
    facts.push(fact(c, "last", c.words.fill("target.in_period", &values)));
    facts.push(fact(
        c,
        "average",
        c.words.fill("target.over_periods", &[("mean", &c.lang.mean(*average)), ("n", &periods)]),
    ));
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("n", &c.lang.integer(*trend)),
        ("wanted", &c.number(wanted)),
        ("date", &due),
        ("misses", &c.lang.integer(*misses)),
    ];
    let key = if *misses > 0 { "target.would_miss" } else { "target.would_be" };
    facts.push(fact(c, "leads_to", c.words.fill(key, &values)));
    let path: Vec<FactItem> = target
        .path
        .iter()
        .map(|(date, n)| {
            let text = c.words.fill("target.path_at", &[("n", &c.number(*n)), ("date", &c.lang.date(*date))]);
            FactItem { text, href: None, url: None }
        })
        .collect();
    if !path.is_empty() {
        facts.push(Fact { label: c.words.say("target.path"), items: path });
    }
    facts
}

fn not_computable(c: &Context<'_>, target: &Target, figures: &TargetFigures) -> Option<String> {
    let key = match figures.pace {
        Ok(_) | Err(NotComputable::Reached) => return None,
        Err(NotComputable::InWords) if target.count.is_some() => "no_due",
        Err(NotComputable::InWords) => "words",
        Err(NotComputable::OneDate) => "one_date",
        Err(NotComputable::DuePassed) => "past",
        Err(NotComputable::NoFigure) if target.published => "no_totals",
        Err(NotComputable::NoFigure) => "no_records",
    };
    let reason = c.words.say(&format!("target.because_{key}"));
    Some(c.words.fill("target.not_computable", &[("reason", &reason)]))
}
