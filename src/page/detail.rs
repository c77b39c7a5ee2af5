//! What takes room of a register's figures at one date: by unit, its stock, its moves, the years reported.

use super::behind::{self, Places};
use super::parts::{cell, column, counted, linked, row, table};
use super::stand::prefix;
use super::{Context, totals};
use crate::figures::{Behind as What, DateFigures, Gone, Move, NAMES, Place};
use crate::model::{RecordRef, RegisterId, Scheme};
use crate::site::Kind;
use crate::value::Date;
use crate::view::{BaseBlock, ChartBlock, Detail, LeftGroup, Link, RecordRef as Mention, Table};

pub(super) fn fill(c: &Context<'_>, id: RegisterId, date: Date) -> Detail {
    let register = c.model.register(id);
    let own = c.figures.register(id);
    let mut view = Detail {
        title: title(c, id, date),
        lead: c.words.say("detail.lead"),
        date: c.day(date),
        register: c.register_link(id),
        stand: c.link(super::stand::title(c, date), Kind::Stand(date)),
        notes: vec![super::correction::state(c, date)],
        ..Detail::default()
    };
    let Some(index) = register.dates.iter().position(|d| *d == date) else { return view };
    let figures = &own.dates[index];
    let neighbour = |i: Option<usize>| {
        let other = own.dates.get(i?).filter(|other| own.has_details(other))?;
        Some(c.link(title(c, id, other.date), Kind::Detail(id, other.date)))
    };
    let some = figures.counted > 0;
    let places = Places::known(c, id, figures);
    let drawing = |of: &[Vec<Option<ChartBlock>>]| of[id.0 as usize][index].clone();
    view.previous = neighbour(index.checked_sub(1));
    view.next = neighbour(Some(index + 1));
    view.sentence = totals::told(c, id, date).map(|told| totals::sentence(c, id, "home.sentence", told));
    view.computed_text = totals::headline(c, id, date).filter(|_| some).map(|_| totals::extent(c, id, date));
    view.charts = drawing(&c.charts.units).into_iter().collect();
    view.base = figures.has_base().then(|| base(c, id, figures, Some(&places), drawing(&c.charts.base)));
    view.moves =
        (some && figures.previous.is_some()).then(|| moves(c, id, c.model.scheme(register), figures, Some(&places)));
    view.moves_chart = drawing(&c.charts.moves);
    view.cohorts = cohorts(c, id, date);
    view
}

pub(super) fn title(c: &Context<'_>, id: RegisterId, date: Date) -> String {
    let register = c.register_title(c.model.register(id));
    c.words.fill("detail.title", &[("register", &register), ("date", &c.lang.date(date))])
}

/// The way to the page of a date, if there is one.
pub(super) fn link(c: &Context<'_>, id: RegisterId, f: &DateFigures) -> Option<Link> {
    let title = || c.words.fill("detail.link", &[("register", &c.register_title(c.model.register(id)))]);
    c.figures.register(id).has_details(f).then(|| c.link(title(), Kind::Detail(id, f.date)))
}

/// The base of a date; between two dates there are no `places`, because their lists stand on the same page.
pub(super) fn base(
    c: &Context<'_>,
    id: RegisterId,
    f: &DateFigures,
    places: Option<&Places>,
    chart: Option<ChartBlock>,
) -> BaseBlock {
    let base = &f.base;
    let at = |index: u32| RecordRef { register: id, index };
    let title = c.register_title(c.model.register(id));
    let (n, to) = (|n: u64| c.number(n), c.lang.date(f.date));
    let from = f.previous.map(|d| c.lang.date(d));
    let left = left_groups(c, id, &base.left);
    let line = |text: String, n: u64, total: bool| row(cell(text), vec![cell(c.number(n))], total);
    let part = |text: String, n: u64, what: What| {
        let href = places.and_then(|places| places.to(c, &behind::anchor(c, what)));
        let head = linked(text, c.site.definition(c.model, &behind::definition(what)));
        row(head, vec![counted(c.number(n), href)], false)
    };
    let named = |text: String, key: &str| linked(text, c.site.definition(c.model, key));
    // All that is new at the first date is all that is counted.
    let all = places.and_then(|places| places.to_all(c));
    let before = f.previous.filter(|_| places.is_some()).and_then(|date| {
        let before = c.figures.register(id).at(date).filter(|before| before.counted > 0)?;
        Places::known(c, id, before).to_all(c)
    });
    let opening = match &from {
        Some(from) => c.words.fill("base.opening", &[("date", from)]),
        None => c.words.say("base.opening_first"),
    };
    let mut rows = vec![
        row(named(opening, "base_opening"), vec![counted(c.number(base.opening), before)], false),
        match base.first {
            true => {
                let n = counted(c.number(base.new.len() as u64), all.clone());
                row(named(c.words.say("base.new"), "base_new"), vec![n], false)
            }
            false => part(c.words.say("base.new"), base.new.len() as u64, What::New),
        },
        part(c.words.say("base.returned"), base.returned.len() as u64, What::Returned),
        part(c.words.say("base.left"), base.left.len() as u64, What::Left),
    ];
    rows.extend(
        left.iter()
            .map(|g| line(c.words.fill("base.left_reason", &[("reason", &g.reason)]), g.records.len() as u64, false)),
    );
    let corrected = Some(f.base_corrected()).filter(|base| base.corrections != 0);
    match corrected {
        None => {
            let head = named(c.words.fill("base.closing", &[("date", &to)]), "base_closing");
            rows.push(row(head, vec![counted(c.number(base.closing), all.filter(|_| base.closing > 0))], true));
        }
        Some(now) => {
            rows.push(line(c.words.fill("base.closing_frozen", &[("date", &to)]), base.closing, true));
            let signed = cell(c.lang.signed(now.corrections));
            rows.push(row(cell(c.words.say("base.corrections")), vec![signed], false));
            rows.push(line(c.words.fill("base.closing_corrected", &[("date", &to)]), now.closing, true));
        }
    }
    let caption = match &from {
        Some(from) => c.words.fill("table.base", &[("register", &title), ("from", from), ("to", &to)]),
        None => c.words.fill("table.base_first", &[("register", &title), ("to", &to)]),
    };
    let columns = vec![column(c.words.say("stand.base"), false), column(c.words.say("column.count"), true)];
    let mut view = table(format!("{}-bestand", prefix(c, id)), caption, columns, rows);
    view.ways = Some(c.words.say(if places.is_some() { "table.ways" } else { "table.ways_defined" }));
    let corrections = corrected.map_or(0, |base| base.corrections);
    let values: [(&str, &dyn std::fmt::Display); 7] = [
        ("sign", &if corrections < 0 { "−" } else { "+" }),
        ("corrections", &n(corrections.unsigned_abs())),
        ("opening", &n(base.opening)),
        ("new", &n(base.new.len() as u64)),
        ("returned", &n(base.returned.len() as u64)),
        ("left", &n(base.left.len() as u64)),
        ("closing", &n(corrected.unwrap_or(base).closing)),
    ];
    let equation = if corrected.is_some() { "base.equation_corrected" } else { "base.equation" };
    // At the first date everything is new; naming all of it would only repeat the list.
    let names = |records: &[u32]| -> Vec<Mention> {
        let shown = if base.first || records.len() > NAMES { &[] } else { records };
        shown.iter().map(|r| c.mention(at(*r), None)).collect()
    };
    BaseBlock {
        table: view,
        chart,
        equation: c.words.fill(equation, &values),
        new: names(&base.new),
        returned: names(&base.returned),
        left,
    }
}

pub(super) fn left_groups(c: &Context<'_>, id: RegisterId, left: &[(u32, Gone)]) -> Vec<LeftGroup> {
    let mut groups: Vec<LeftGroup> = Vec::new();
    for (index, gone) in left {
        let at = RecordRef { register: id, index: *index };
        let record = c.model.record(at);
        let (word, detail) = match gone {
            Gone::Stated(entry) => {
                let entry = &record.left[*entry];
                let into = entry.into.filter(|at| c.model.record(*at).shown);
                let into = into.map(|into| c.words.fill("reason.merged_into", &[("into", &c.name(into))]));
                (entry.reason, entry.text.clone().or(into))
            }
            Gone::Was(word) => (*word, None),
            Gone::Paused => ("paused", None),
            Gone::Dropped => ("dropped", None),
            Gone::NoneGiven => ("none", None),
        };
        let reason = c.words.say(&format!("reason.{word}"));
        let mention = c.mention(at, detail);
        match groups.iter_mut().find(|g| g.reason == reason) {
            Some(group) => group.records.push(mention),
            None => groups.push(LeftGroup { reason, records: vec![mention] }),
        }
    }
    groups
}

pub(super) fn moves(
    c: &Context<'_>,
    id: RegisterId,
    scheme: &Scheme,
    f: &DateFigures,
    places: Option<&Places>,
) -> Table {
    let mut origins: Vec<Place> = scheme.iter().map(|(s, _)| Place::Status(s)).collect();
    let mut goals = origins.clone();
    let happens = |moves: &[Move], place: Place| moves.iter().any(|m| m.from == place || m.to == place);
    origins.extend([Place::New, Place::Returned].into_iter().filter(|p| happens(&f.moves, *p)));
    goals.extend(happens(&f.moves, Place::Left).then_some(Place::Left));
    let name = |place: Place| match place {
        Place::Status(s) => scheme.status(s).label.get(c.lang).to_owned(),
        Place::New => c.words.say("moves.new"),
        Place::Returned => c.words.say("moves.returned"),
        Place::Left => c.words.say("moves.left"),
    };
    let count = |from: Option<Place>, to: Option<Place>| -> u64 {
        f.moved(|m| from.is_none_or(|p| p == m.from) && to.is_none_or(|p| p == m.to))
    };
    let before = f.previous.filter(|_| places.is_some()).and_then(|date| c.figures.register(id).at(date));
    let total = c.words.say("moves.total");
    let mut columns = vec![column(c.words.say("column.before_after"), false)];
    columns.extend(goals.iter().map(|g| column(name(*g), true)));
    columns.push(column(total.clone(), true));
    let line = |from: Option<Place>| {
        let href = |to: Option<Place>| match (from, to) {
            (Some(from), Some(Place::Status(to))) => places?.to(c, &behind::anchor(c, What::Move(from, to))),
            (_, Some(Place::Left)) => places?.to(c, &behind::anchor(c, What::Left)),
            (None, Some(Place::Status(to))) => places?.to(c, &behind::status(to)),
            (Some(Place::New), None) => places?.to(c, &behind::anchor(c, What::New)),
            (Some(Place::Returned), None) => places?.to(c, &behind::anchor(c, What::Returned)),
            // Who had a status before stands in the lists of the date before, unless that was corrected.
            (Some(Place::Status(from)), None) => {
                let before = before
                    .filter(|f| f.by_status[usize::from(from.0)].count() == count(Some(Place::Status(from)), None))?;
                Places::known(c, id, before).to(c, &behind::status(from))
            }
            _ => None,
        };
        let one = |to: Option<Place>| {
            let n = count(from, to);
            counted(c.number(n), if n > 0 { href(to) } else { None })
        };
        let cells = goals.iter().map(|g| Some(*g)).chain([None]).map(one).collect();
        let head = from.map_or_else(|| total.clone(), name);
        row(cell(head), cells, from.is_none())
    };
    let rows = origins.iter().map(|o| Some(*o)).chain([None]).map(line).collect();
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("register", &c.register_title(c.model.register(id))),
        ("from", &f.previous.map_or_else(String::new, |d| c.lang.date(d))),
        ("to", &c.lang.date(f.date)),
    ];
    let mut view = table(format!("{}-bewegungen", prefix(c, id)), c.words.fill("table.moves", &values), columns, rows);
    view.definition = c.definition("moves");
    view
}

pub(super) fn cohorts(c: &Context<'_>, id: RegisterId, date: Date) -> Option<Table> {
    let own = c.figures.register(id);
    let f = own.at(date)?;
    let (cohorts, baseline) = (own.cohorts_at(f), own.baseline_at(f));
    let records = f.frozen.as_ref().map_or(own.records, |frozen| frozen.records);
    let places = Places::known(c, id, f);
    let to = |what: What| places.to(c, &behind::anchor(c, what));
    if cohorts.iter().all(|cohort| cohort.year.is_none()) {
        return None;
    }
    let register = c.model.register(id);
    let label = c.model.register_config(register).baseline_label.clone();
    let mut rows = Vec::new();
    if !baseline.is_empty() {
        let word = c.words.say("value.baseline");
        let head = label.map_or_else(|| word.clone(), |l| format!("{l}, {word}"));
        rows.push(row(cell(head), vec![counted(c.number(baseline.len() as u64), to(What::Baseline))], false));
    }
    for cohort in cohorts {
        let head = cohort.year.map_or_else(|| c.words.say("value.not_given"), |y| y.to_string());
        let href = to(What::Year(cohort.year));
        rows.push(row(cell(head), vec![counted(c.number(cohort.records.len() as u64), href)], false));
    }
    rows.push(row(cell(c.words.say("column.total")), vec![cell(c.number(records))], true));
    let caption =
        c.words.fill("table.cohorts", &[("register", &c.register_title(register)), ("date", &c.lang.date(date))]);
    let columns = vec![column(c.words.say("column.year"), false), column(c.words.say("column.count"), true)];
    let mut view = table(format!("{}-jahre", prefix(c, id)), caption, columns, rows);
    view.definition = c.definition("cohorts");
    Some(view)
}
