//! The start page: where the city stands, what changed, and the ways in.

use super::{Context, Sheet, totals};
use crate::chart::ShareBar;
use crate::figures::{DateFigures, Told};
use crate::model::{Record, RecordRef, Register, RegisterId, Scheme};
use crate::record::tracked::Update;
use crate::site::Kind;
use crate::value::Date;
use crate::view::{Changes, Figure, Headline, Home, News, NewsItem, Way};

/// Names that a list on the start page shows at most.
const NAMES: usize = 8;

/// Updates that the start page shows at most.
const NEWS: usize = 10;

pub(super) fn fill(c: &Context<'_>, sheet: &mut Sheet<'_>) -> Home {
    let config = &c.model.config;
    let title = config.title.get(c.lang).to_owned();
    Home {
        lead: config.description.as_ref().map_or_else(String::new, |d| d.get(c.lang).to_owned()),
        title,
        as_of: c.day(c.model.as_of),
        headlines: c.model.registers().filter_map(|(id, _)| headline(c, id)).collect(),
        changes: changes(c),
        news: news(c, sheet),
        charts: c.charts.development.iter().take(1).flatten().cloned().collect(),
        programmes: super::programme::cards(c, None, true),
        ways: ways(c),
        report: c.model.reports.len().checked_sub(1).map(|i| super::report::reference(c, i)),
    }
}

/// The headline figures of a register at its latest date.
pub(super) fn headline(c: &Context<'_>, id: RegisterId) -> Option<Headline> {
    let register = c.model.register(id);
    let config = c.model.register_config(register);
    let scheme = c.model.scheme(register);
    let date = *register.dates.last()?;
    let published = totals::headline(c, id, date);
    let now = totals::told(c, id, date)?;
    let before = register.dates.iter().rev().nth(1).and_then(|d| Some((*d, totals::told(c, id, *d)?)));
    let baseline = published.map_or(c.figures.register(id).baseline.len() as u64, |t| t.baseline.unwrap_or(0));
    let label = config.baseline_label.clone().unwrap_or_else(|| c.words.say("value.baseline"));
    let excluded =
        (baseline > 0).then(|| c.words.fill("home.excluded", &[("n", &c.number(baseline)), ("label", &label)]));
    let computed = if published.is_some() {
        let here = c.figures.register(id).at(date).filter(|figures| figures.counted > 0).map(Told::Computed);
        let sentence = here
            .map_or_else(|| c.words.say("computed.none"), |here| totals::sentence(c, id, "computed.sentence", here));
        vec![sentence, totals::extent(c, id, date)]
    } else {
        Vec::new()
    };
    Some(Headline {
        id: config.key.value.clone(),
        register: c.register_link(id),
        as_of: c.day(date),
        sentence: totals::sentence(c, id, "home.sentence", now),
        figures: figures(c, scheme, now, before),
        bar_svg: bar(scheme, &now.counts()),
        excluded,
        published: published.and_then(|t| totals::source(c, t)),
        computed,
        stand: Some(c.link(c.words.fill("home.stand", &[("date", &c.lang.date(date))]), Kind::Stand(date))),
    })
}

fn figures(c: &Context<'_>, scheme: &Scheme, now: Told<'_>, before: Option<(Date, Told<'_>)>) -> Vec<Figure> {
    let definition = if matches!(now, Told::Published(_)) { "published" } else { "count" };
    scheme
        .iter()
        .map(|(status, s)| {
            let n = now.count(Some(status));
            let change = before.filter(|(_, before)| before.count(None) > 0).map(|(date, before)| {
                let (date, before) = (c.lang.date(date), before.count(Some(status)));
                let (key, by) = match n.cmp(&before) {
                    std::cmp::Ordering::Greater => ("home.more_than", n - before),
                    std::cmp::Ordering::Less => ("home.less_than", before - n),
                    std::cmp::Ordering::Equal => ("home.same_as", 0),
                };
                c.words.fill(key, &[("n", &c.number(by)), ("date", &date)])
            });
            Figure {
                value: c.number(n),
                label: s.label.get(c.lang).to_owned(),
                of: Some(c.words.fill("home.of", &[("of", &c.number(now.count(None)))])),
                share: now.share(status).map(|share| c.lang.share(share)),
                change,
                status: Some(c.tag(scheme, status)),
                definition: c.definition(definition),
            }
        })
        .collect()
}

/// The share bar of counts; none without any.
pub(super) fn bar(scheme: &Scheme, counts: &[u64]) -> Option<String> {
    if counts.iter().sum::<u64>() == 0 {
        return None;
    }
    let parts = scheme.statuses.iter().zip(counts).map(|(s, n)| (super::charts::tone(s.class), *n)).collect();
    Some(ShareBar { parts }.draw().inline().to_owned())
}

fn changes(c: &Context<'_>) -> Option<Changes> {
    let [.., from, to] = c.site.dates.as_slice() else {
        return None;
    };
    let (from_text, to_text) = (c.lang.date(*from), c.lang.date(*to));
    let mut lists = Vec::new();
    let mut sentences = Vec::new();
    for (id, _) in c.model.registers() {
        let Some(figures) = c.figures.register(id).at(*to).filter(|f| f.previous.is_some()) else {
            continue;
        };
        sentences.extend(net(c, id, figures));
        lists.extend(super::period::lists(c, id, figures, &["implemented", "reported", "fell_back"], Some(NAMES)));
    }
    lists.retain(|list: &crate::view::PeriodList| !list.records.is_empty());
    Some(Changes {
        from: c.day(*from),
        to: c.day(*to),
        period: c.words.fill("home.period", &[("from", &from_text), ("to", &to_text)]),
        lists,
        sentences,
    })
}

/// What records say of the time after the last date of their register: beside the figures, never in them.
fn news(c: &Context<'_>, sheet: &mut Sheet<'_>) -> Option<News> {
    let of_register = |(id, register): (RegisterId, &'_ Register)| {
        let last = register.dates.last().copied();
        c.model.shown(id).flat_map(move |(at, record)| {
            let late = record.text.updates.iter().filter(move |u| last.is_some_and(|last| u.date > last));
            late.map(move |update| (at, record, update))
        })
    };
    let all = c.model.registers().flat_map(of_register);
    let mut all: Vec<_> = all.filter(|(_, _, update)| update.date <= c.model.as_of).collect();
    all.sort_by_key(|(_, _, update)| std::cmp::Reverse(update.date));
    let hidden = all.len().saturating_sub(NEWS);
    let item = |(at, record, update): &(RecordRef, &Record, &Update)| NewsItem {
        date: c.day(update.date),
        record: c.mention(*at, None),
        text_html: sheet.html(c, &update.text, record.text.head, 3).html,
    };
    let items: Vec<NewsItem> = all.iter().take(NEWS).map(item).collect();
    (!items.is_empty()).then(|| News {
        text: c.words.say("home.news_text"),
        items,
        more: (hidden > 0).then(|| c.words.fill("home.news_more", &[("n", &c.number(hidden as u64))])),
    })
}

/// The net change of what is done by totals as published, said as such and never called "implemented".
fn net(c: &Context<'_>, id: RegisterId, figures: &DateFigures) -> Option<String> {
    let before = totals::headline(c, id, figures.previous?)?;
    let now = totals::headline(c, id, figures.date)?;
    let ((a, label), (b, _)) =
        (totals::done(c, id, Told::Published(before)), totals::done(c, id, Told::Published(now)));
    let (key, n) = if b >= a { ("home.net_more", b - a) } else { ("home.net_less", a - b) };
    let values: [(&str, &dyn std::fmt::Display); 6] = [
        ("register", &c.register_title(c.model.register(id))),
        ("status", &label),
        ("n", &c.number(n)),
        ("date", &c.lang.date(before.date)),
        ("before", &c.number(a)),
        ("after", &c.number(b)),
    ];
    Some(c.words.fill(key, &values))
}

fn ways(c: &Context<'_>) -> Vec<Way> {
    let mut ways: Vec<Way> = c
        .model
        .registers()
        .map(|(id, register)| {
            let config = c.model.register_config(register);
            let link = c.register_link(id);
            Way {
                title: link.title,
                href: link.href,
                text: config.text.as_ref().map_or_else(String::new, |t| t.get(c.lang).to_owned()),
                count: Some(c.words.fill("home.entries", &[("n", &c.number(c.figures.register(id).records))])),
            }
        })
        .collect();
    let fixed = [
        (Kind::Organisation, "organisation", !c.model.units.is_empty() || !c.model.divisions.is_empty()),
        (Kind::Programmes, "programmes", !c.model.programmes.is_empty()),
        (Kind::Reports, "reports", true),
        (Kind::Counting, "counting", true),
        (Kind::Quality, "quality", true),
        (Kind::Data, "data", true),
    ];
    ways.extend(fixed.into_iter().filter(|(_, _, there)| *there).map(|(kind, key, _)| Way {
        title: c.words.say(&format!("page.{key}")),
        href: c.href(kind),
        text: c.words.say(&format!("home.way_{key}")),
        count: None,
    }));
    ways
}
