//! Every address of the site, planned before anything is rendered.
//!
//! Links, navigation, sitemap, data files and collisions all read this one list. An address is
//! relative to the start page (`massnahmen/mp-020/`); how a page reaches it is in [`Page::root`].

mod claims;
mod moved;
mod rows;

use crate::diag::Diagnostics;
use crate::figures::Figures;
use crate::model::{DivisionId, Model, ProgrammeId, RecordRef, RegisterId, UnitId};
use crate::source::SourceTree;
use crate::text::lang::Lang;
use crate::text::slug::slug;
use crate::value::Date;
use claims::{Claims, Use, assets};
pub use moved::Moved;
use rayon::prelude::*;
pub use rows::{DATES, ROWS, has_shapes};

/// What a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The start page.
    Home,
    /// A page of the list of a register, from 1.
    List(RegisterId, usize),
    /// A record.
    Record(RecordRef),
    /// All divisions and units.
    Organisation,
    /// A division.
    Division(DivisionId),
    /// A unit.
    Unit(UnitId),
    /// All programmes.
    Programmes,
    /// A programme.
    Programme(ProgrammeId),
    /// All reporting dates and reports.
    Reports,
    /// A report, as index.
    Report(usize),
    /// A reporting date at a glance.
    Stand(Date),
    /// What takes room of the figures of a register at a reporting date.
    Detail(RegisterId, Date),
    /// The records behind the figures of a register at a reporting date; a page of them, from 1.
    Behind(RegisterId, Date, usize),
    /// Two reporting dates side by side, the earlier one first.
    Compare(Date, Date),
    /// How figures are counted.
    Counting,
    /// How fresh and complete the records are.
    Quality,
    /// Files to download.
    Data,
    /// A free page, as index.
    Free(usize),
    /// An address whose page has moved or was withdrawn, as index.
    Moved(usize),
    /// For addresses that lead nowhere.
    NotFound,
}

/// A page with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What it shows.
    pub kind: Kind,
    /// Its address, with final `/`; empty for the start page.
    pub address: String,
}

impl Page {
    /// The file that holds it.
    pub fn path(&self) -> String {
        match self.kind {
            Kind::NotFound => self.address.clone(),
            _ => [&self.address, "index.html"].concat(),
        }
    }

    /// The way from the page to the start page.
    pub fn root(&self) -> String {
        match self.address.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}

/// Names of the fixed parts of addresses.
#[derive(Debug)]
struct Words {
    page: &'static str,
    organisation: &'static str,
    programmes: &'static str,
    reports: &'static str,
    stand: &'static str,
    detail: &'static str,
    compare: &'static str,
    to: &'static str,
    counting: &'static str,
    quality: &'static str,
    data: &'static str,
    charts: &'static str,
    units: &'static str,
    history: &'static str,
}

const DE: Words = Words {
    page: "seite",
    organisation: "organisation",
    programmes: "programme",
    reports: "berichte",
    stand: "stand",
    detail: "zahlen",
    compare: "vergleich",
    to: "bis",
    counting: "zaehlweise",
    quality: "datenqualitaet",
    data: "daten",
    charts: "diagramme",
    units: "stellen",
    history: "verlauf",
};
const EN: Words = Words {
    page: "page",
    organisation: "organisation",
    programmes: "programmes",
    reports: "reports",
    stand: "as-of",
    detail: "figures",
    compare: "compare",
    to: "to",
    counting: "how-we-count",
    quality: "data-quality",
    data: "data",
    charts: "charts",
    units: "units",
    history: "history",
};

/// All pages and the way to write their addresses.
#[derive(Debug)]
pub struct Site {
    /// Every page, the start page first.
    pub pages: Vec<Page>,
    /// Public address of the start page.
    pub base_url: String,
    /// Whether links end in `index.html`.
    pub portable: bool,
    /// All reporting dates up to the as-of date, ascending.
    pub dates: Vec<Date>,
    /// Addresses of reporting dates and records from after the as-of date; they exist only later.
    pub later: Vec<String>,
    /// Addresses that the site has had and that have no page of their own any more.
    pub moved: Vec<Moved>,
    words: &'static Words,
    registers: Vec<String>,
    rows: Vec<usize>,
    units: Vec<String>,
    divisions: Vec<String>,
    counting: String,
}

/// Plans all pages of a model. Addresses that collide are reported.
pub fn plan(model: &Model, figures: &Figures, sources: &SourceTree, portable: bool, diags: &mut Diagnostics) -> Site {
    let lang = model.config.languages.first().copied().unwrap_or(Lang::De);
    let words = match lang {
        Lang::De => &DE,
        Lang::En => &EN,
    };
    let mut dates: Vec<Date> = model.registers.iter().flat_map(|r| r.dates.iter().copied()).collect();
    dates.sort_unstable();
    dates.dedup();
    let later_reports = later_dates(model)
        .into_iter()
        .flat_map(|date| [words.stand, words.reports].map(|part| format!("{part}/{date}/")));
    let later_records = model.registers.iter().flat_map(|register| {
        let slug = &model.register_config(register).slug.value;
        // Public records that this edition hides are those that were reported later.
        let hidden = register.records.iter().filter(|r| !r.shown && !r.text.internal);
        hidden.map(move |r| format!("{slug}/{}/", r.text.id))
    });
    let later = later_reports.chain(later_records);
    let own = model.pages.iter().find(|p| p.role == Some("counting"));
    let mut site = Site {
        pages: Vec::new(),
        base_url: model.config.base_url.value.clone(),
        portable,
        dates,
        later: later.collect(),
        moved: Vec::new(),
        words,
        registers: model.registers.iter().map(|r| model.register_config(r).slug.value.clone()).collect(),
        rows: model.registers().map(|(id, _)| rows::that_fit(model, id, lang, portable)).collect(),
        units: model.units.iter().map(|u| format!("{}/{}/", words.organisation, slug(&u.id))).collect(),
        divisions: model.divisions.iter().map(|d| format!("{}/{}/", words.organisation, slug(&d.id))).collect(),
        counting: own.map_or_else(|| words.counting.to_owned(), |p| p.id.clone()),
    };
    let kinds = kinds(model, figures, &site);
    let mut claims = Claims::new(model, sources, kinds.len());
    let page = |kind: Kind| {
        let page = Page { kind, address: site.address(model, kind) };
        (page.path(), page)
    };
    let named: Vec<(String, Page)> = kinds.into_par_iter().with_min_len(256).map(page).collect();
    let mut pages = Vec::with_capacity(named.len());
    for (path, page) in named {
        claims.claim(path, Use::Page(page.kind), diags);
        pages.push(page);
    }
    site.moved = moved::moved(model, &site.registers, &pages, &site.later, diags);
    for i in 0..site.moved.len() {
        let page = Page { kind: Kind::Moved(i), address: site.moved[i].address.clone() };
        claims.claim(page.path(), Use::Own("an address in `content/permalinks.txt`"), diags);
        pages.push(page);
    }
    for folder in [words.charts, "assets"] {
        claims.claim(format!("{folder}/index.html"), Use::Own("the program's own files"), diags);
    }
    assets(model, sources, diags);
    site.pages = pages;
    site
}

/// Reporting dates of the configuration after the as-of date.
fn later_dates(model: &Model) -> std::collections::BTreeSet<Date> {
    let own = model.config.registers.iter().filter_map(|r| r.reporting_dates.as_ref());
    let all = own.chain([&model.config.reporting_dates]).flat_map(|dates| &dates.value);
    all.map(|date| date.value).filter(|date| *date > model.as_of).collect()
}

fn kinds(model: &Model, figures: &Figures, site: &Site) -> Vec<Kind> {
    let mut kinds = vec![Kind::Home];
    kinds.extend(model.registers().flat_map(|(id, _)| site.list(model, id)));
    for (id, _) in model.registers() {
        kinds.extend(model.shown(id).map(|(at, _)| Kind::Record(at)));
    }
    if !model.divisions.is_empty() || !model.units.is_empty() {
        kinds.push(Kind::Organisation);
    }
    kinds.extend((0..model.divisions.len() as u32).map(|i| Kind::Division(DivisionId(i))));
    let units = model.units.iter().enumerate().filter(|(_, unit)| unit.shown);
    kinds.extend(units.map(|(i, _)| Kind::Unit(UnitId(i as u32))));
    if !model.programmes.is_empty() {
        kinds.push(Kind::Programmes);
    }
    kinds.extend((0..model.programmes.len() as u32).map(|i| Kind::Programme(ProgrammeId(i))));
    kinds.push(Kind::Reports);
    kinds.extend((0..model.reports.len()).map(Kind::Report));
    kinds.extend(site.dates.iter().map(|date| Kind::Stand(*date)));
    for (id, _) in model.registers() {
        let own = figures.register(id);
        for date in &own.dates {
            kinds.extend(own.has_details(date).then_some(Kind::Detail(id, date.date)));
            let rows: usize = own.behind(model, date).iter().map(|(_, records)| records.len()).sum();
            kinds.extend((1..=rows.div_ceil(ROWS)).map(|page| Kind::Behind(id, date.date, page)));
        }
    }
    for (i, to) in site.dates.iter().enumerate() {
        kinds.extend(site.dates[..i].iter().map(|from| Kind::Compare(*from, *to)));
    }
    kinds.extend([Kind::Counting, Kind::Quality, Kind::Data]);
    let free = model.pages.iter().enumerate().filter(|(_, page)| page.role != Some("counting"));
    kinds.extend(free.map(|(i, _)| Kind::Free(i)));
    kinds.push(Kind::NotFound);
    kinds
}

impl Site {
    /// The address of a page, with final `/`, relative to the start page.
    pub fn address(&self, model: &Model, kind: Kind) -> String {
        let words = self.words;
        match kind {
            Kind::Home => String::new(),
            Kind::List(register, 1) => format!("{}/", self.register(register)),
            Kind::List(register, page) => {
                format!("{}/{}-{page}/", self.register(register), words.page)
            }
            // Every list names records; this way takes a third of the time.
            Kind::Record(at) => [self.register(at.register), "/", &model.record(at).text.id, "/"].concat(),
            Kind::Organisation => format!("{}/", words.organisation),
            Kind::Division(id) => self.divisions[id.0 as usize].clone(),
            Kind::Unit(id) => self.units[id.0 as usize].clone(),
            Kind::Programmes => format!("{}/", words.programmes),
            Kind::Programme(id) => format!("{}/{}/", words.programmes, model.programme(id).id),
            Kind::Reports => format!("{}/", words.reports),
            Kind::Report(i) => format!("{}/{}/", words.reports, model.reports[i].date),
            Kind::Stand(date) => format!("{}/{date}/", words.stand),
            Kind::Detail(register, date) => {
                format!("{}/{date}/{}/{}/", words.stand, self.register(register), words.detail)
            }
            Kind::Behind(register, date, 1) => format!("{}/{date}/{}/", words.stand, self.register(register)),
            Kind::Behind(register, date, page) => {
                format!("{}/{date}/{}/{}-{page}/", words.stand, self.register(register), words.page)
            }
            Kind::Compare(from, to) => format!("{}/{from}-{}-{to}/", words.compare, words.to),
            Kind::Moved(i) => self.moved[i].address.clone(),
            Kind::Counting => format!("{}/", self.counting),
            Kind::Quality => format!("{}/", words.quality),
            Kind::Data => format!("{}/", words.data),
            Kind::Free(i) => format!("{}/", model.pages[i].id),
            Kind::NotFound => "404.html".to_owned(),
        }
    }

    /// The address as links write it.
    pub fn href(&self, model: &Model, kind: Kind) -> String {
        let mut address = self.address(model, kind);
        if self.portable && kind != Kind::NotFound {
            address.push_str("index.html");
        }
        address
    }

    /// The address of the explanation of a figure.
    pub fn definition(&self, model: &Model, key: &str) -> String {
        format!("{}#{key}", self.href(model, Kind::Counting))
    }

    /// Addresses that people may have cited: of every page but the start page and those that follow
    /// from the length of a list.
    pub fn permanent(&self) -> Vec<String> {
        let kept = |page: &&Page| {
            !matches!(
                page.kind,
                Kind::Home | Kind::NotFound | Kind::Moved(_) | Kind::List(_, 2..) | Kind::Behind(_, _, 2..)
            )
        };
        self.pages.iter().filter(kept).map(|page| page.address.clone()).collect()
    }

    /// The full public address of a page.
    pub fn url(&self, address: &str) -> String {
        format!("{}{address}", self.base_url)
    }

    /// The path of the base address on its server: `/digitalisierung/`.
    pub fn base_path(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("/", |i| &rest[i..])
    }

    /// Whether the site has files of its own below a path, which has `/` at both ends: `/berichte/`.
    pub fn has_files_at(&self, path: &str) -> bool {
        let below = path.trim_start_matches('/');
        let is_folder = [self.words.charts, "assets"].iter().any(|folder| below.strip_suffix('/') == Some(folder));
        is_folder || !below.is_empty() && self.pages.iter().any(|page| page.address.starts_with(below))
    }

    /// The name of the chart of units at a date.
    pub fn unit_chart(&self, register: RegisterId, date: Date) -> String {
        format!("{}-{}-{date}", self.register(register), self.words.units)
    }

    /// The name of a drawing of what happened up to a date: "measures-base-2023-09-30".
    pub fn flow_chart(&self, register: RegisterId, what: &str, date: Date) -> String {
        format!("{}-{what}-{date}", self.register(register))
    }

    /// The file of a chart: the SVG, or its data.
    pub fn chart_file(&self, name: &str, ending: &str) -> String {
        format!("{}/{name}.{ending}", self.words.charts)
    }

    /// Under which name a record's chart is saved, as SVG or its data: "massnahmen-mp-020-verlauf.csv".
    pub fn history_file(&self, model: &Model, at: RecordRef, ending: &str) -> String {
        [self.register(at.register), "-", &model.record(at).text.id, "-", self.words.history, ".", ending].concat()
    }

    /// The file with what changed in a register between two dates.
    pub fn changes_file(&self, model: &Model, register: RegisterId, from: Date, to: Date) -> String {
        format!("{}{}.csv", self.address(model, Kind::Compare(from, to)), self.register(register))
    }

    /// A file of open data: `daten/figures.json`.
    pub fn data_file(&self, name: &str) -> String {
        format!("{}/{name}", self.words.data)
    }

    /// A document of a reporting date: `berichte/2023-09-30/anlage-massnahmen-2023-09-30.pdf`.
    pub fn paper_file(&self, name: &str, date: Date) -> String {
        format!("{}/{date}/{name}-{date}.pdf", self.words.reports)
    }

    /// The index of a list for sorting and filtering over all its pages.
    pub fn index_file(&self, register: RegisterId) -> String {
        format!("{}/index.json", self.register(register))
    }

    /// The slug of a register.
    pub fn register(&self, id: RegisterId) -> &str {
        &self.registers[id.0 as usize]
    }
}
