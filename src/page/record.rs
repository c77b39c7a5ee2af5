//! The page of one record. Filled for every record of the site, so nothing here looks at other pages.

mod facts;
mod history;

use super::rows;
use super::{Context, Sheet};
use crate::figures::Standing;
use crate::model::{Record, RecordRef, Register, Scheme};
use crate::site::Kind;
use crate::text::markdown;
use crate::view::{self, Correction, Event, Note, Related, Source, Update, WebLink};

pub(super) fn fill(c: &Context<'_>, at: RecordRef, sheet: &mut Sheet<'_>) -> view::Record {
    let record = c.model.record(at);
    let register = c.model.register(at.register);
    let config = c.model.register_config(register);
    let scheme = c.model.scheme(register);
    let standings = c.figures.register(at.register).standings(at.index);
    let (title, untitled) = c.title(at);
    let latest = standings.last().copied();
    let status = latest.and_then(Standing::status).map(|s| c.tag(scheme, s));
    let (value, value_text) = value(c, scheme, latest);
    let source = record.text.source_text.as_ref().map(|text| Source { text: text.clone(), href: None, url: None });
    let explained = !register.events && standings.iter().any(|s| history::text(c, scheme, *s).is_some());
    let history_html =
        if register.events { String::new() } else { history::rows(c, at.register, standings, explained, sheet) };
    view::Record {
        register: c.register_link(at.register),
        singular: config.singular.get(c.lang).to_owned(),
        number: record.number().map(str::to_owned),
        title,
        untitled,
        status_note: status_note(c, register, scheme, record, latest),
        status,
        value,
        value_text,
        notes: notes(c, at, record, scheme, &sheet.root),
        facts_html: facts::shared(c, at, record, sheet),
        facts: facts::own(c, record),
        body_html: sheet.prose(c, record.text.body, 3),
        chart: history::chart(c, at, register, scheme, standings),
        history_caption: c.words.say("table.history"),
        scaled: scheme.scale.is_some(),
        explained,
        history_html,
        events: events(c, scheme, record, sheet),
        updates: updates(c, register, record, sheet),
        links: record
            .text
            .links
            .iter()
            .map(|(title, url)| WebLink { title: title.clone(), url: url.clone() })
            .collect(),
        related: related(c, record),
        corrections: corrections(c, at, record),
        source,
        previous: neighbour(c, at, false),
        next: neighbour(c, at, true),
        downloads: Vec::new(),
    }
}

fn value(c: &Context<'_>, scheme: &Scheme, latest: Option<Standing>) -> (Option<String>, Option<String>) {
    let Some((_, max)) = scheme.scale else {
        return (None, None);
    };
    match latest {
        Some(Standing::Counted { value: Some(value), .. }) => {
            let text = c.words.fill("value.plain", &[("value", &value), ("max", &max)]);
            (Some(text), step(c, scheme, value).map(str::to_owned))
        }
        Some(Standing::Letter(letter)) => {
            let letter = &scheme.letters[usize::from(letter)];
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("code", &letter.code), ("label", &letter.label.get(c.lang))];
            (Some(c.words.fill("value.letter", &values)), letter.text.as_ref().map(|t| t.get(c.lang).to_owned()))
        }
        _ => (None, None),
    }
}

fn step<'m>(c: &Context<'m>, scheme: &'m Scheme, value: u16) -> Option<&'m str> {
    scheme.steps.iter().find(|(v, _)| *v == value).map(|(_, text)| text.get(c.lang))
}

fn status_note(
    c: &Context<'_>,
    register: &Register,
    scheme: &Scheme,
    record: &Record,
    latest: Option<Standing>,
) -> String {
    let Some(date) = register.dates.last() else {
        return String::new();
    };
    let day = c.lang.date(*date);
    if record.is_baseline() {
        return c.words.say("value.baseline");
    }
    match latest {
        Some(Standing::Counted { .. } | Standing::Manual(_) | Standing::Letter(_)) => {
            c.words.fill("value.as_of", &[("date", &day)])
        }
        Some(Standing::NotCollected) => c.words.fill("value.not_collected_at", &[("date", &day)]),
        Some(other) => rows::why_not(c, scheme, other),
        None => String::new(),
    }
}

fn note(c: &Context<'_>, kind: &str, text: String) -> Note {
    let title = c.words.say(&format!("note.{kind}_title"));
    Note { kind: kind.to_owned(), title: Some(title), text_html: format!("<p>{}</p>", markdown::escape(&text)) }
}

fn notes(c: &Context<'_>, at: RecordRef, record: &Record, scheme: &Scheme, root: &str) -> Vec<Note> {
    let mut notes = Vec::new();
    if record.text.source_gap {
        notes.push(note(c, "gap", c.words.say("note.gap")));
    }
    if record.is_baseline() {
        notes.push(note(c, "baseline", c.words.fill("note.baseline", &[("label", &rows::cohort(c, at))])));
    }
    notes.extend(successor(c, record, root));
    for left in record.left.iter().filter(|l| l.date <= c.model.as_of) {
        let reason = match left.into.filter(|into| c.model.record(*into).shown) {
            Some(into) if left.reason == "merged" => c.words.fill("reason.merged_into", &[("into", &c.name(into))]),
            _ => c.words.say(&format!("reason.{}", left.reason)),
        };
        let reason = left.text.as_ref().map_or_else(|| reason.clone(), |text| format!("{reason} – {text}"));
        notes.push(note(
            c,
            "left",
            c.words.fill("note.left", &[("date", &c.lang.date(left.date)), ("reason", &reason)]),
        ));
    }
    if let (Some((status, since)), Some(manual)) = (record.manual, &record.text.manual) {
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("date", &c.lang.date(since)),
            ("status", &scheme.status(status).label.get(c.lang)),
            ("reason", &manual.reason),
        ];
        notes.push(note(c, "manual", c.words.fill("note.manual", &values)));
    }
    notes
}

/// Where the series of a record goes on, so that whoever comes by an old address gets there.
fn successor(c: &Context<'_>, record: &Record, root: &str) -> Option<Note> {
    let public = |at: &RecordRef| c.model.record(*at).shown;
    let (key, into) = match (record.merged_into.filter(public), record.replaced_by.filter(public)) {
        (Some(into), _) => ("merged_into", into),
        (None, Some(into)) => ("replaced_by", into),
        (None, None) => return None,
    };
    let link = format!(
        "<a href=\"{}{}\">{}</a>",
        markdown::escape(root),
        markdown::escape(&c.href(Kind::Record(into))),
        markdown::escape(&c.name(into))
    );
    // The sentence is the catalogue's, the link is ours: each is escaped on its own.
    let text = markdown::escape(&c.words.say(&format!("note.{key}"))).replace("{into}", &link);
    let title = Some(c.words.say("note.successor_title"));
    Some(Note { kind: "info".to_owned(), title, text_html: format!("<p>{text}</p>") })
}

fn events(c: &Context<'_>, scheme: &Scheme, record: &Record, sheet: &mut Sheet<'_>) -> Vec<Event> {
    let mut events: Vec<Event> = record
        .events
        .iter()
        .map(|e| Event {
            date: c.moment(e.date),
            status: e.status.map(|s| c.tag(scheme, s)),
            kind: (e.kind != "status").then(|| c.words.say(&format!("event.{}", e.kind))),
            text_html: e.text.as_ref().map(|t| sheet.html(c, t, record.text.head, 4).html),
            source: e.source.as_ref().map(|text| Source { text: text.clone(), href: None, url: None }),
        })
        .collect();
    events.reverse();
    events
}

fn updates(c: &Context<'_>, register: &Register, record: &Record, sheet: &mut Sheet<'_>) -> Vec<Update> {
    let last = register.dates.last().copied();
    let mut updates: Vec<_> = record.text.updates.iter().filter(|u| u.date <= c.model.as_of).collect();
    updates.sort_by_key(|u| std::cmp::Reverse(u.date));
    updates
        .into_iter()
        .map(|u| Update {
            date: c.day(u.date),
            text_html: sheet.html(c, &u.text, record.text.head, 4).html,
            source: u.source.as_ref().map(|text| Source { text: text.clone(), href: None, url: None }),
            since: last
                .filter(|last| u.date > *last)
                .map(|last| c.words.fill("record.since", &[("date", &c.lang.date(last))])),
        })
        .collect()
}

fn related(c: &Context<'_>, record: &Record) -> Vec<Related> {
    let mut out: Vec<Related> = Vec::new();
    let mut seen: Vec<RecordRef> = Vec::new();
    let mut add = |relation: &str, records: &[RecordRef]| {
        for at in records.iter().filter(|at| c.model.record(**at).shown) {
            if seen.contains(at) {
                continue;
            }
            seen.push(*at);
            let scheme = c.model.scheme(c.model.register(at.register));
            out.push(Related {
                relation: c.words.say(&format!("relation.{relation}")),
                number: c.model.record(*at).number().map(str::to_owned),
                title: c.title(*at).0,
                href: c.href(Kind::Record(*at)),
                status: c.latest(*at).and_then(|(s, _)| s.status()).map(|s| c.tag(scheme, s)),
            });
        }
    };
    add("merged_into", record.merged_into.as_slice());
    add("replaced_by", record.replaced_by.as_slice());
    add("merged_from", &record.merged_from);
    add("replaces", &record.replaces);
    add("measures", &record.measures);
    add("related", &record.related);
    let service = |at: &&RecordRef| c.model.record(**at).text.service.is_some();
    let (services, others): (Vec<RecordRef>, Vec<RecordRef>) = record.named_by.iter().partition(service);
    add("services", &services);
    add("related", &others);
    out
}

fn corrections(c: &Context<'_>, at: RecordRef, record: &Record) -> Vec<Correction> {
    record
        .corrections
        .iter()
        .map(|one| {
            let (was, value) = super::correction::sides(c, at, one);
            Correction { date: c.day(one.date), was, value, on: c.day(one.on), reason: one.reason.clone() }
        })
        .collect()
}

fn neighbour(c: &Context<'_>, at: RecordRef, forward: bool) -> Option<view::Link> {
    let records = &c.model.register(at.register).records;
    let mut index = at.index as usize;
    loop {
        index = if forward { index + 1 } else { index.checked_sub(1)? };
        let record = records.get(index)?;
        if record.shown {
            let other = RecordRef { register: at.register, index: index as u32 };
            return Some(c.link(c.name(other), Kind::Record(other)));
        }
    }
}
