//! One reporting date at a glance, register by register: how many are how far, and what happened. The rest has a page of its
//! own for each register, see `detail`.

use super::behind::{self, Places};
use super::parts::{cell, column, counted, defined, linked, row, table, tagged};
use super::{Context, totals};
use crate::figures::{Behind as What, DateFigures, NAMES};
use crate::model::{Register, RegisterId, Scheme};
use crate::site::Kind;
use crate::value::{Date, Share};
use crate::view::{Link, Note, Stand, StandRegister, Table};

pub(super) fn fill(c: &Context<'_>, date: Date) -> Stand {
    let at = c.site.dates.iter().position(|d| *d == date).unwrap_or(0);
    let other = |i: Option<usize>| -> Option<Link> {
        let day = *c.site.dates.get(i?)?;
        Some(c.link(c.words.fill("page.stand", &[("date", &c.lang.date(day))]), Kind::Stand(day)))
    };
    Stand {
        title: title(c, date),
        date: c.day(date),
        lead: c.words.say("page.stand_lead"),
        notes: vec![super::correction::state(c, date)],
        previous: other(at.checked_sub(1)),
        next: other(Some(at + 1)),
        compare: super::compare::with_others(c, date, c.site.dates.iter().copied()),
        report: c.model.reports.iter().position(|r| r.date == date).map(|i| super::report::reference(c, i)),
        registers: c.model.registers().filter_map(|(id, _)| register(c, id, date)).collect(),
        downloads: super::data::papers(c, date).into_iter().chain(super::data::figures_file(c)).collect(),
    }
}

pub(super) fn title(c: &Context<'_>, date: Date) -> String {
    c.words.fill("page.stand", &[("date", &c.lang.date(date))])
}

fn register(c: &Context<'_>, id: RegisterId, date: Date) -> Option<StandRegister> {
    let register = c.model.register(id);
    let config = c.model.register_config(register);
    let scheme = c.model.scheme(register);
    let figures = c.figures.register(id).at(date)?;
    let published = totals::headline(c, id, date);
    let told = totals::told(c, id, date)?;
    let some = figures.counted > 0;
    let places = Places::known(c, id, figures);
    Some(StandRegister {
        id: config.key.value.clone(),
        register: c.register_link(id),
        sentence: totals::sentence(c, id, "home.sentence", told),
        published: published.map(|t| totals::view(c, t, "v")),
        computed_title: published.map(|_| c.words.say("computed.title")),
        computed_text: published.map(|_| if some { totals::extent(c, id, date) } else { c.words.say("computed.none") }),
        counts: some.then(|| counts(c, id, scheme, figures, Some(&places))),
        corrected: super::correction::figures(c, id, figures, &prefix(c, id)),
        corrections: super::correction::list(c, id, date, &prefix(c, id)),
        lists: if figures.previous.is_some() {
            super::period::lists(c, id, figures, super::period::LISTS, Some(NAMES))
        } else {
            Vec::new()
        },
        detail: super::detail::link(c, id, figures),
        outside: outside(c, id, scheme, figures, &places),
        notes: notes(c, register, figures),
        downloads: super::data::register_files(c, id),
    })
}

/// Records that are not counted at the date, by why; names lead to definitions, numbers to lists.
fn outside(c: &Context<'_>, id: RegisterId, scheme: &Scheme, f: &DateFigures, places: &Places) -> Option<Table> {
    let letters = f.letters.iter().map(|(letter, records)| (What::Letter(*letter), records.len()));
    let before = [
        (What::NotCollected, f.not_collected.len()),
        (What::NotInSource, f.not_in_source.len()),
        (What::NotYet, f.not_yet.len()),
    ];
    let after = [(What::Manual, f.manual.len()), (What::Baseline, c.figures.register(id).baseline_at(f).len())];
    let rows: Vec<_> = before
        .into_iter()
        .chain(letters)
        .chain(after)
        .filter(|(_, n)| *n > 0)
        .map(|(what, n)| {
            let definition = c.site.definition(c.model, &behind::definition(what));
            let head = linked(behind::name(c, scheme, f, what), definition);
            row(head, vec![counted(c.number(n as u64), places.to(c, &behind::anchor(c, what)))], false)
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("register", &c.register_title(c.model.register(id))), ("date", &c.lang.date(f.date))];
    let columns = vec![column(c.words.say("column.why"), false), column(c.words.say("column.count"), true)];
    let mut view =
        table(format!("{}-ungezaehlt", prefix(c, id)), c.words.fill("table.outside", &values), columns, rows);
    view.ways = Some(c.words.say("table.ways"));
    Some(view)
}

pub(super) fn prefix(c: &Context<'_>, id: RegisterId) -> String {
    c.model.register_config(c.model.register(id)).key.value.clone()
}

pub(super) fn counts(
    c: &Context<'_>,
    id: RegisterId,
    scheme: &Scheme,
    f: &DateFigures,
    places: Option<&Places>,
) -> Table {
    let scaled = f.total_sum.is_some();
    let mut columns = vec![
        column(c.words.say("column.status"), false),
        defined(c, c.words.say("column.count"), "count"),
        defined(c, c.words.say("column.share"), "share"),
    ];
    if scaled {
        columns.extend([defined(c, c.words.say("column.sum"), "sum"), defined(c, c.words.say("column.mean"), "mean")]);
    }
    let mean = |m: Option<crate::value::Mean>| cell(m.map_or_else(|| "–".to_owned(), |m| c.lang.mean(m)));
    let sum = |n: Option<i64>| cell(n.map_or_else(|| "–".to_owned(), |n| c.lang.integer(n)));
    let mut rows: Vec<_> = f
        .by_status
        .iter()
        .map(|s| {
            let share = Share::of(s.count(), f.counted).map_or_else(|| "–".to_owned(), |s| c.lang.share(s));
            let mut cells = vec![
                counted(c.number(s.count()), places.and_then(|p| p.to(c, &behind::status(s.status)))),
                cell(share),
            ];
            if scaled {
                cells.extend([sum(s.sum), mean(s.mean)]);
            }
            row(tagged(c.tag(scheme, s.status)), cells, false)
        })
        .collect();
    let mut cells = vec![counted(c.number(f.counted), places.and_then(|p| p.to_all(c))), cell("")];
    if scaled {
        cells.extend([sum(f.total_sum), mean(f.mean)]);
    }
    rows.push(row(cell(c.words.say("column.total")), cells, true));
    let title = c.register_title(c.model.register(id));
    let key = if scaled { "table.counts" } else { "table.counts_plain" };
    let caption = c.words.fill(key, &[("register", &title), ("date", &c.lang.date(f.date))]);
    let mut counts = table(format!("{}-anzahl", prefix(c, id)), caption, columns, rows);
    let baseline = c.figures.register(id).baseline_at(f).len();
    let excluded = (baseline > 0).then(|| c.words.fill("table.excluded", &[("n", &baseline)]));
    let notes: Vec<String> = excluded.into_iter().chain([c.words.say("table.rounding")]).collect();
    counts.note = Some(notes.join(" "));
    counts.definition = c.definition("count");
    counts
}

fn notes(c: &Context<'_>, register: &Register, f: &DateFigures) -> Vec<Note> {
    let note = |kind: &str, text: String| Note {
        kind: kind.to_owned(),
        title: None,
        text_html: format!("<p>{}</p>", crate::text::markdown::escape(&text)),
    };
    let mut notes = Vec::new();
    if f.previous.is_none() && register.dates.len() > 1 {
        notes.push(note("info", c.words.say("note.first_survey")));
    }
    notes
}
