//! The frame of every page: title, description, way here, navigation; and what all pages share.

use super::Context;
use super::organisation::{division_title, unit_kind};
use crate::model::{DivisionId, ProgrammeId, RecordRef, RegisterId, UnitId};
use crate::site::{Kind, Page};
use crate::text::markdown;
use crate::value::Date;
use crate::view::{self, Base, Crumb, Download, Link, NavItem};

/// What differs between the frames of two pages.
pub(super) struct Head {
    /// Title without site and publisher; none on the start page.
    title: Option<String>,
    description: String,
    /// Pages between the start page and this one.
    above: Vec<(String, Kind)>,
    /// The navigation item that it belongs to.
    section: Option<Kind>,
    as_of: Option<Date>,
    scripts: Vec<String>,
    downloads: Vec<Download>,
    /// The page that took the place of this one.
    refresh: Option<Kind>,
}

impl Head {
    fn new(title: impl Into<String>, description: String) -> Self {
        let title = Some(title.into());
        Head {
            title,
            description,
            above: Vec::new(),
            section: None,
            as_of: None,
            scripts: Vec::new(),
            downloads: Vec::new(),
            refresh: None,
        }
    }

    fn section(mut self, kind: Kind) -> Self {
        self.section = Some(kind);
        self
    }

    fn above(mut self, title: impl Into<String>, kind: Kind) -> Self {
        self.above.push((title.into(), kind));
        self
    }
}

pub(super) fn base(c: &Context<'_>, page: &Page, root: &str, head: Head) -> Base {
    let config = &c.model.config;
    let (site, publisher) = (config.title.get(c.lang), config.publisher.name.get(c.lang));
    let title = match &head.title {
        Some(title) => {
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("page", title), ("site", &site), ("publisher", &publisher)];
            c.words.fill("page.title", &values)
        }
        None => c.words.fill("page.title_start", &[("site", &site), ("publisher", &publisher)]),
    };
    let start = (c.words.say("frame.start"), Kind::Home);
    let mut crumbs: Vec<Crumb> = match &head.title {
        Some(_) => std::iter::once(&start)
            .chain(&head.above)
            .map(|(title, kind)| Crumb { title: title.clone(), href: Some(c.href(*kind)) })
            .collect(),
        None => Vec::new(),
    };
    crumbs.extend(head.title.iter().map(|title| Crumb { title: title.clone(), href: None }));
    let newest = c.site.dates.last().copied();
    Base {
        root: root.to_owned(),
        title,
        canonical: match head.refresh {
            Some(kind) => Some(c.site.url(&c.site.address(c.model, kind))),
            None => (page.kind != Kind::NotFound).then(|| c.site.url(&page.address)),
        },
        og_type: if page.kind == Kind::Home { "website" } else { "article" }.to_owned(),
        og_title: head.title.unwrap_or_else(|| site.to_owned()),
        section: head.section.map(|kind| c.href(kind)),
        crumbs,
        alternates: Vec::new(),
        as_of: head.as_of.map(|d| c.day(d)),
        archive: head.as_of.zip(newest).filter(|(date, newest)| date < newest).map(|(date, newest)| Link {
            title: c.words.fill("frame.archive", &[("date", &c.lang.date(date)), ("current", &c.lang.date(newest))]),
            href: c.href(Kind::Stand(newest)),
        }),
        scripts: head.scripts,
        downloads: head.downloads,
        refresh: head.refresh.map(|kind| c.href(kind)),
        noindex: matches!(page.kind, Kind::NotFound | Kind::Moved(_)) || c.model.internal,
        description: head.description,
    }
}

pub(super) fn home(c: &Context<'_>) -> Head {
    let config = &c.model.config;
    let description = config.description.as_ref().unwrap_or(&config.title).get(c.lang).to_owned();
    Head { title: None, ..Head::new("", description) }.section(Kind::Home)
}

fn as_of(c: &Context<'_>) -> String {
    c.lang.date(c.model.as_of)
}

pub(super) fn list(c: &Context<'_>, id: RegisterId, number: usize) -> Head {
    let register = c.model.register(id);
    let config = c.model.register_config(register);
    let title = super::list::page_title(c, id, number);
    let description = if number == 1 {
        let text = config.text.as_ref().unwrap_or(&config.title).get(c.lang);
        c.words.fill("page.list_description", &[("text", &text), ("date", &as_of(c))])
    } else {
        let pages = super::list::Whole::of(c, id).pages;
        let register = c.register_title(register);
        let values: [(&str, &dyn std::fmt::Display); 4] =
            [("register", &register), ("page", &number), ("pages", &pages), ("date", &as_of(c))];
        c.words.fill("page.list_description_n", &values)
    };
    let mut head = Head::new(title, description).section(Kind::List(id, 1));
    if number > 1 {
        head = head.above(c.register_title(register), Kind::List(id, 1));
    }
    head.scripts = vec!["assets/lists.js".to_owned()];
    head.downloads = super::data::register_files(c, id);
    head
}

pub(super) fn record(c: &Context<'_>, at: RecordRef, view: &view::Record) -> Head {
    let status = view.status.as_ref().map_or_else(|| view.status_note.clone(), |s| s.label.clone());
    let (key, number) = match &view.number {
        Some(number) => ("page.record_description", number.as_str()),
        None => ("page.record_description_plain", ""),
    };
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("singular", &view.singular),
        ("number", &number),
        ("title", &view.title),
        ("status", &status),
        ("date", &as_of(c)),
    ];
    let list = Kind::List(at.register, 1);
    // Two records may have the same title; the number or id keeps titles of pages apart.
    let title = match (&view.number, view.untitled) {
        (Some(_), _) => c.name(at),
        (None, true) => format!("{} ({})", view.title, c.model.record(at).text.id),
        (None, false) => format!("{} ({})", view.title, view.singular),
    };
    Head::new(title, c.words.fill(key, &values))
        .section(list)
        .above(c.register_title(c.model.register(at.register)), list)
}

pub(super) fn organisation(c: &Context<'_>) -> Head {
    let description = c.words.fill("page.organisation_lead", &[("date", &as_of(c))]);
    Head::new(c.words.say("page.organisation"), description).section(Kind::Organisation)
}

pub(super) fn division(c: &Context<'_>, id: DivisionId) -> Head {
    let division = c.model.division(id);
    let kind = division.kind.as_ref().map_or_else(|| c.words.say("kind.division"), |k| k.get(c.lang).to_owned());
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("kind", &kind), ("id", &division.id), ("title", &division.name.get(c.lang)), ("date", &as_of(c))];
    let head = Head::new(division_title(c, id), c.words.fill("page.division_description", &values));
    head.section(Kind::Organisation).above(c.words.say("page.organisation"), Kind::Organisation)
}

pub(super) fn unit(c: &Context<'_>, id: UnitId) -> Head {
    let unit = c.model.unit(id);
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("kind", &unit_kind(c, id)), ("id", &unit.id), ("title", &unit.name.get(c.lang)), ("date", &as_of(c))];
    let mut head = Head::new(c.unit_title(id), c.words.fill("page.unit_description", &values))
        .section(Kind::Organisation)
        .above(c.words.say("page.organisation"), Kind::Organisation);
    if let Some(division) = unit.division {
        head = head.above(division_title(c, division), Kind::Division(division));
    }
    head
}

pub(super) fn programmes(c: &Context<'_>) -> Head {
    let description = c.words.fill("page.programmes_lead", &[("date", &as_of(c))]);
    Head::new(c.words.say("page.programmes"), description).section(Kind::Programmes)
}

pub(super) fn programme(c: &Context<'_>, id: ProgrammeId) -> Head {
    let programme = c.model.programme(id);
    let title = programme.title.get(c.lang);
    let kind = c.words.say(&format!("kind.{}", programme.kind));
    let values: [(&str, &dyn std::fmt::Display); 3] = [("kind", &kind), ("title", &title), ("date", &as_of(c))];
    let head = Head::new(title, c.words.fill("page.programme_description", &values));
    head.section(Kind::Programmes).above(c.words.say("page.programmes"), Kind::Programmes)
}

pub(super) fn reports(c: &Context<'_>) -> Head {
    Head::new(c.words.say("page.reports"), c.words.say("page.reports_lead")).section(Kind::Reports)
}

pub(super) fn report(c: &Context<'_>, index: usize) -> Head {
    let report = &c.model.reports[index];
    let date = c.lang.date(report.date);
    let title = format!("{} ({date})", report.title);
    let description = match &report.summary {
        Some(summary) => summary.clone(),
        None => c.words.fill("page.report_description", &[("date", &date), ("title", &report.title)]),
    };
    let mut head =
        Head::new(title, description).section(Kind::Reports).above(c.words.say("page.reports"), Kind::Reports);
    head.as_of = Some(report.date);
    head
}

pub(super) fn stand(c: &Context<'_>, date: Date) -> Head {
    let description = c.words.fill("page.stand_description", &[("date", &c.lang.date(date))]);
    let mut head = Head::new(super::stand::title(c, date), description)
        .section(Kind::Reports)
        .above(c.words.say("page.reports"), Kind::Reports);
    head.as_of = Some(date);
    head
}

pub(super) fn detail(c: &Context<'_>, id: RegisterId, date: Date) -> Head {
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("register", &c.register_title(c.model.register(id))), ("date", &c.lang.date(date))];
    let mut head = Head::new(super::detail::title(c, id, date), c.words.fill("detail.description", &values))
        .section(Kind::Reports)
        .above(c.words.say("page.reports"), Kind::Reports)
        .above(super::stand::title(c, date), Kind::Stand(date));
    head.as_of = Some(date);
    head
}

pub(super) fn behind(c: &Context<'_>, id: RegisterId, date: Date, page: usize) -> Head {
    let mut title = super::behind::title(c, id, date);
    if page > 1 {
        title = c.words.fill("page.list_n", &[("register", &title), ("page", &page)]);
    }
    let mut head = Head::new(title, c.words.say("behind.lead"))
        .section(Kind::Reports)
        .above(c.words.say("page.reports"), Kind::Reports)
        .above(super::stand::title(c, date), Kind::Stand(date));
    head.as_of = Some(date);
    head
}

pub(super) fn compare(c: &Context<'_>, from: Date, to: Date) -> Head {
    let values: [(&str, &dyn std::fmt::Display); 2] = [("from", &c.lang.date(from)), ("to", &c.lang.date(to))];
    Head::new(super::compare::title(c, from, to), c.words.fill("compare.description", &values))
        .section(Kind::Reports)
        .above(c.words.say("page.reports"), Kind::Reports)
}

pub(super) fn moved(c: &Context<'_>, index: usize) -> Head {
    let moved = &c.site.moved[index];
    // The address keeps titles of pages apart.
    let title = format!("{} ({})", super::moved::title(c, index), moved.address.trim_end_matches('/'));
    let key = if moved.to.is_some() { "page.moved_text" } else { "page.withdrawn_text" };
    let mut head = Head::new(title, c.words.say(key));
    head.refresh = moved.to.as_ref().map(|page| page.kind);
    head
}

pub(super) fn counting(c: &Context<'_>) -> Head {
    let own = c.model.pages.iter().find(|p| p.role == Some("counting"));
    let description =
        own.and_then(|p| p.description.clone()).unwrap_or_else(|| c.words.say("page.counting_description"));
    Head::new(super::counting::title(c), description).section(Kind::Counting)
}

pub(super) fn data(c: &Context<'_>) -> Head {
    let mut head = Head::new(c.words.say("page.data"), c.words.say("page.data_description")).section(Kind::Data);
    head.downloads = super::data::figures_file(c).into_iter().collect();
    head
}

pub(super) fn quality(c: &Context<'_>) -> Head {
    Head::new(c.words.say("page.quality"), c.words.say("page.quality_description")).section(Kind::Quality)
}

pub(super) fn free(c: &Context<'_>, index: usize) -> Head {
    let page = &c.model.pages[index];
    let summary = || c.body(page.body).and_then(|text| markdown::summary(&c.in_words(text, page.body), 160));
    let description = page.description.clone().or_else(summary).unwrap_or_else(|| page.title.clone());
    Head::new(page.title.clone(), description).section(Kind::Free(index))
}

pub(super) fn not_found(c: &Context<'_>) -> Head {
    Head::new(c.words.say("page.not_found"), c.words.say("page.not_found_text"))
}

pub(super) fn publisher(c: &Context<'_>) -> view::Publisher {
    let publisher = &c.model.config.publisher;
    view::Publisher {
        name: publisher.name.get(c.lang).to_owned(),
        url: publisher.url.clone().unwrap_or_else(|| c.site.base_url.clone()),
        email: publisher.email.clone(),
    }
}

/// What all pages of a language share. Links of the notice are written for a page at `root`, so it
/// comes once for each depth.
pub fn site_view(c: &Context<'_>, root: &str, styles: Vec<String>, diags: &mut crate::diag::Diagnostics) -> view::Site {
    let model = c.model;
    let item = |title: String, kind: Kind| NavItem { title, href: c.href(kind) };
    let mut nav: Vec<NavItem> =
        model.registers().map(|(id, register)| item(c.register_title(register), Kind::List(id, 1))).collect();
    if !model.divisions.is_empty() || !model.units.is_empty() {
        nav.push(item(c.words.say("page.organisation"), Kind::Organisation));
    }
    if !model.programmes.is_empty() {
        nav.push(item(c.words.say("page.programmes"), Kind::Programmes));
    }
    nav.push(item(c.words.say("page.reports"), Kind::Reports));
    let mut more =
        vec![c.link(super::counting::title(c), Kind::Counting), c.link(c.words.say("page.quality"), Kind::Quality)];
    more.push(c.link(c.words.say("page.data"), Kind::Data));
    let mut legal = Vec::new();
    for (i, page) in model.pages.iter().enumerate() {
        let kind = Kind::Free(i);
        match (page.role, page.menu) {
            (Some("counting"), _) | (_, "none") => {}
            (Some("imprint" | "privacy" | "accessibility"), _) => legal.push(c.link(page.title.clone(), kind)),
            (_, "header") => nav.push(item(page.title.clone(), kind)),
            _ => more.push(c.link(page.title.clone(), kind)),
        }
    }
    let table = c.words.say("chart.table");
    let place = c.place(root, 2, &table);
    let notice = model.config.notice.as_ref();
    view::Site {
        name: model.config.title.get(c.lang).to_owned(),
        publisher: publisher(c),
        lang: c.lang.tag().to_owned(),
        locale: c.lang.locale().to_owned(),
        home: c.href(Kind::Home),
        nav,
        more,
        legal,
        notice_html: notice.map(|n| markdown::html(n.value.get(c.lang), n.span, place, diags).html),
        as_of: c.day(model.as_of),
        licence: super::data::licence(c),
        styles,
        icon: "assets/favicon.svg".to_owned(),
        feed: None,
    }
}
