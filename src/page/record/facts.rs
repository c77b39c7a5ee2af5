//! The key facts of a record: those that many records share, rendered once for all of them, and its own.

use crate::model::{Record, RecordRef, Snapshot};
use crate::page::repeats::Said;
use crate::page::{Context, Sheet, rows};
use crate::site::Kind;
use crate::value::{Date, Schedule};
use crate::view::{Fact, FactItem};

/// Facts that say few different things, as HTML.
pub(super) fn shared(c: &Context<'_>, at: RecordRef, record: &Record, sheet: &mut Sheet<'_>) -> String {
    let mut html = String::with_capacity(512);
    // All records are equally deep, so that the way to the start page is the same.
    let mut add = |key: &'static str, said: Said| {
        html.push('\n');
        html.push_str(&c.repeats.facts.get((key, said.clone()), || {
            let fact = fact(c, key, items(c, said));
            sheet.piece(c, "rows/fact.html", |values| values.insert("fact", &fact)).into()
        }));
    };
    let text = &record.text;
    let unit = c.unit_of(at);
    let others: Vec<_> = record.other_units.iter().copied().filter(|(u, _)| c.model.unit(*u).shown).collect();
    let cohort = rows::cohort(c, at);
    let time = |schedule: Option<Schedule>| schedule.map(Said::Time);
    let before = schedules_then(c, at, record);
    let service = text.service.as_deref();
    let delivery = service.and_then(|service| service.delivery).map(|d| c.words.say(&format!("delivery.{d}")));
    let audience = service.map(|service| service.audience.iter().map(|a| c.words.say(&format!("audience.{a}"))));
    let maturity = service
        .and_then(|service| service.maturity)
        .map(|(model, level)| c.words.fill(&format!("fact.maturity_{model}"), &[("level", &level)]));
    let texts = |texts: Vec<String>| (!texts.is_empty()).then_some(Said::Texts(texts));
    let one = |text: Option<String>| texts(text.into_iter().collect());
    let facts = [
        ("unit", unit.map(Said::Unit)),
        ("units", (!others.is_empty()).then_some(Said::Units(others))),
        ("division", unit.and_then(|unit| c.model.unit(unit).division).map(Said::Division)),
        ("reported", one(Some(cohort).filter(|cohort| !cohort.is_empty()))),
        ("schedule", time(text.schedule)),
        ("planned", time(text.planned)),
        ("actual", time(text.actual)),
        ("schedule_then", texts(before)),
        ("programmes", (!record.programmes.is_empty()).then(|| Said::Programmes(record.programmes.clone()))),
        ("delivery", one(delivery)),
        ("audience", texts(audience.into_iter().flatten().collect())),
        ("maturity", one(maturity)),
    ];
    facts.into_iter().for_each(|(key, said)| said.into_iter().for_each(|said| add(key, said)));
    html
}

/// The values of a fact that records share.
fn items(c: &Context<'_>, said: Said) -> Vec<FactItem> {
    let link = |text: String, kind| vec![item(text, Some(c.href(kind)))];
    match said {
        Said::Unit(unit) => link(c.unit_title(unit), Kind::Unit(unit)),
        Said::Units(units) => {
            let one = |(unit, role): (_, &str)| {
                let role = c.words.say(&format!("role.{role}"));
                let text = c.words.fill("fact.unit_role", &[("unit", &c.unit_title(unit)), ("role", &role)]);
                item(text, Some(c.href(Kind::Unit(unit))))
            };
            units.into_iter().map(one).collect()
        }
        Said::Division(id) => {
            let division = c.model.division(id);
            link(format!("{} {}", division.id, division.name.get(c.lang)), Kind::Division(id))
        }
        Said::Programmes(programmes) => {
            let title = |id| c.model.programme(id).title.get(c.lang);
            programmes.into_iter().map(|id| item(title(id), Some(c.href(Kind::Programme(id))))).collect()
        }
        Said::Time(schedule) => vec![item(c.lang.schedule(schedule), None)],
        Said::Texts(texts) => texts.into_iter().map(|text| item(text, None)).collect(),
    }
}

/// Facts that hardly two records share.
pub(super) fn own(c: &Context<'_>, record: &Record) -> Vec<Fact> {
    let text = &record.text;
    let mut facts = Vec::new();
    let mut add = |key: &str, items: Vec<FactItem>| {
        if !items.is_empty() {
            facts.push(fact(c, key, items));
        }
    };
    let renumbered =
        text.renumbered.iter().filter(|(on, _)| *on <= c.model.as_of).map(|(on, from)| {
            item(c.words.fill("fact.renumbered", &[("from", from), ("on", &c.lang.date(*on))]), None)
        });
    add("former_number", renumbered.collect());
    if let Some(service) = &text.service {
        let url = service.url.iter().map(|u| FactItem { text: u.clone(), href: None, url: Some(u.clone()) });
        add("url", url.collect());
        add("leika", service.leika.iter().map(|k| item(k, None)).collect());
    }
    add("contact", text.contact.iter().map(|contact| item(contact, None)).collect());
    add("budget", text.budget.into_iter().map(|m| item(c.lang.money(m), None)).collect());
    let fields = c.model.extra_fields().filter_map(|(i, field)| {
        let (_, value) = record.extra.iter().find(|(index, _)| *index == i)?;
        let shown = rows::extra_text(c, value);
        let url = (field.kind == "url").then(|| shown.clone());
        Some(Fact { label: field.label.get(c.lang).to_owned(), items: vec![FactItem { text: shown, href: None, url }] })
    });
    facts.extend(fields);
    facts
}

fn fact(c: &Context<'_>, key: &str, items: Vec<FactItem>) -> Fact {
    Fact { label: c.words.say(&format!("fact.{key}")), items }
}

fn item(text: impl Into<String>, href: Option<String>) -> FactItem {
    FactItem { text: text.into(), href, url: None }
}

/// What was planned when dates were closed, where it is not what is planned now.
fn schedules_then(c: &Context<'_>, at: RecordRef, record: &Record) -> Vec<String> {
    let then = |snapshot: &Snapshot| {
        let frozen = c.model.frozen(at.register, snapshot.date)?.record(at.index)?;
        Some((snapshot.date, frozen.due))
    };
    let mut all: Vec<(Date, Option<Date>)> = c.model.snapshots.iter().filter_map(then).collect();
    // One of several dates in a row with the same plan is enough: the last.
    let next: Vec<Option<Date>> = all.iter().skip(1).map(|(_, due)| *due).chain([record.due]).collect();
    let mut next = next.into_iter();
    all.retain(|(_, due)| next.next() != Some(*due));
    let text = |(date, due): (Date, Option<Date>)| {
        let date = c.lang.date(date);
        match due {
            Some(due) => c.words.fill("fact.schedule_on", &[("date", &date), ("due", &c.lang.date(due))]),
            None => c.words.fill("fact.schedule_on_none", &[("date", &date)]),
        }
    };
    all.into_iter().map(text).collect()
}
