//! Totals as published: tables, sentences, and what is said where records are missing.

use super::Context;
use super::parts::{cell, column, row, table, tagged};
use crate::figures::{self, Told};
use crate::model::{RegisterId, StatusClass, Totals};
use crate::site::Kind;
use crate::text::markdown;
use crate::value::{Date, Share};
use crate::view::{Note, PublishedTotals, Source};

/// The totals that come first in headlines: as published, unless all records are here.
pub(super) fn headline<'m>(c: &Context<'m>, id: RegisterId, date: Date) -> Option<&'m Totals> {
    figures::headline(c.model, id, date)
}

/// What is told first of a date: as published while records are missing, else by the records.
pub(super) fn told<'m>(c: &Context<'m>, id: RegisterId, date: Date) -> Option<Told<'m>> {
    figures::told(c.model, c.figures, id, date)
}

/// The report that prints them.
pub(super) fn source(c: &Context<'_>, totals: &Totals) -> Option<Source> {
    let index = c.model.reports.iter().position(|r| r.date == totals.report)?;
    let report = &c.model.reports[index];
    let text = match (&report.committee, report.meeting) {
        (Some(committee), Some(meeting)) => {
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("title", &report.title), ("committee", committee), ("date", &c.lang.date(meeting))];
            c.words.fill("reports.from_paper", &values)
        }
        _ => report.title.clone(),
    };
    Some(Source { text, href: Some(c.href(Kind::Report(index))), url: None })
}

/// How many are done, and what the city calls that.
pub(super) fn done(c: &Context<'_>, id: RegisterId, told: Told<'_>) -> (u64, String) {
    let scheme = c.model.scheme(c.model.register(id));
    let own = scheme.statuses.iter().find(|status| status.class == StatusClass::Done);
    let label = own.map_or_else(|| c.words.say("class.done"), |status| status.label.get(c.lang).to_owned());
    (told.done(scheme), label)
}

/// "47 von 149 sind umgesetzt."
pub(super) fn sentence(c: &Context<'_>, id: RegisterId, key: &str, told: Told<'_>) -> String {
    let total = told.count(None);
    if total == 0 {
        return c.words.say("home.sentence_none");
    }
    let (n, label) = done(c, id, told);
    c.words.fill(key, &[("n", &c.number(n)), ("of", &c.number(total)), ("label", &label)])
}

/// How many records are here, of how many.
pub(super) fn extent(c: &Context<'_>, id: RegisterId, date: Date) -> String {
    let here = c.figures.register(id).records;
    match c.model.totals(id, date) {
        Some(totals) => {
            let all = totals.total + totals.baseline.unwrap_or(0);
            c.words.fill("computed.extent", &[("n", &c.number(here)), ("of", &c.number(all))])
        }
        None => c.words.fill("computed.extent_unknown", &[("n", &c.number(here))]),
    }
}

/// The note that a register is not complete.
pub(super) fn gap_note(c: &Context<'_>, id: RegisterId) -> Option<Note> {
    let register = c.model.register(id);
    let date = *register.dates.last()?;
    headline(c, id, date)?;
    let text = format!("{} {}", c.words.say("note.incomplete"), extent(c, id, date));
    let title = Some(c.words.say("note.incomplete_title"));
    Some(Note { kind: "gap".to_owned(), title, text_html: format!("<p>{}</p>", markdown::escape(&text)) })
}

/// Totals as published with their tables. `prefix` keeps ids unique on a page.
pub(super) fn view(c: &Context<'_>, totals: &Totals, prefix: &str) -> PublishedTotals {
    let register = c.model.register(totals.register);
    let scheme = c.model.scheme(register);
    let title = c.register_title(register);
    let date = c.lang.date(totals.date);
    let mut columns = vec![
        column(c.words.say("column.status"), false),
        column(c.words.say("column.count"), true),
        column(c.words.say("column.share"), true),
    ];
    if totals.sum.is_some() {
        columns.push(column(c.words.say("column.sum"), true));
    }
    let share = |n| Share::of(n, totals.total).map_or_else(|| "–".to_owned(), |s| c.lang.share(s));
    let mut rows: Vec<_> = scheme
        .iter()
        .map(|(status, _)| {
            let i = usize::from(status.0);
            let mut cells = vec![cell(c.number(totals.count[i])), cell(share(totals.count[i]))];
            cells.extend(totals.sum.as_ref().map(|sum| cell(c.lang.integer(sum[i]))));
            row(tagged(c.tag(scheme, status)), cells, false)
        })
        .collect();
    let mut cells = vec![cell(c.number(totals.total)), cell("")];
    if totals.sum.is_some() {
        cells.push(cell(totals.total_sum.map_or_else(|| "–".to_owned(), |n| c.lang.integer(n))));
    }
    rows.push(row(cell(c.words.say("column.total")), cells, true));
    let id = format!("{prefix}-{}-{}", c.site.register(totals.register), totals.date);
    let values: [(&str, &dyn std::fmt::Display); 2] = [("register", &title), ("date", &date)];
    let mut counts = table(format!("{id}-summen"), c.words.fill("published.caption", &values), columns, rows);
    counts.definition = c.definition("published");
    PublishedTotals {
        register: c.register_link(totals.register),
        date: c.day(totals.date),
        table: counts,
        cohorts: cohorts(c, totals, &id, c.words.fill("published.cohorts", &values)),
        text: totals.text.clone(),
        source: source(c, totals),
    }
}

fn cohorts(c: &Context<'_>, totals: &Totals, id: &str, caption: String) -> Option<crate::view::Table> {
    if totals.cohorts.is_empty() {
        return None;
    }
    let columns = vec![column(c.words.say("column.year"), false), column(c.words.say("column.count"), true)];
    let line = |label: &str, n: u64, total: bool| row(cell(label), vec![cell(c.number(n))], total);
    let config = c.model.register_config(c.model.register(totals.register));
    let word = c.words.say("value.baseline");
    let baseline = config.baseline_label.as_ref().map_or_else(|| word.clone(), |label| format!("{label}, {word}"));
    let mut rows: Vec<_> = totals.baseline.iter().map(|n| line(&baseline, *n, false)).collect();
    rows.extend(totals.cohorts.iter().map(|(label, n)| line(label, *n, false)));
    let parts = totals.cohorts.iter().map(|(_, n)| *n).chain(totals.baseline);
    rows.push(line(&c.words.say("column.total"), parts.sum(), true));
    let mut cohorts = table(format!("{id}-jahre"), caption, columns, rows);
    cohorts.note = totals.baseline.map(|n| format!("{}: {}", c.words.say("published.baseline"), c.number(n)));
    Some(cohorts)
}
