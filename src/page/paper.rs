//! Documents for the committee as views: one appendix for each register, the report, the slides.
//!
//! The context must be of the day that the documents speak of: as-of date and reporting date are the same. Nothing is
//! counted here; totals are those of the page of the date.

mod appendix;
mod columns;
mod logo;
mod narrative;
mod prose;
mod slides;

use super::behind::Places;
use super::{Context, detail};
use crate::config::AppendixConfig;
use crate::model::RegisterId;
use crate::site::Kind;
use crate::text::lang::Lang;
use crate::value::Date;
use crate::view::{ChartBlock, Fact, FactItem, Frame, PaperChart, PaperPart, PaperTarget, StandRegister, Target};
use std::collections::BTreeMap;

/// A document before it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// File name without ending: "anlage-massnahmen".
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its template.
    pub template: &'static str,
    /// Its view as JSON.
    pub data: String,
}

/// Colour of rules and headings where the city names none: dark enough for white letters on it.
const COLOUR: &str = "#1d4f7c";

/// A register that is an appendix of the paper.
struct Part<'p> {
    id: RegisterId,
    config: Option<&'p AppendixConfig>,
    /// "Anlage 4".
    label: String,
    /// "Maßnahmen, Stand 30.09.2023".
    title: String,
}

/// The appendices of a date in the order of the settings.
fn appendices<'p>(c: &Context<'p>, date: Date) -> Vec<Part<'p>> {
    let named = &c.model.config.pdf.appendices;
    let of = |config: &AppendixConfig| {
        c.model.registers().find(|(_, r)| c.model.register_config(r).key.value == config.register.value)
    };
    let wanted: Vec<(RegisterId, Option<&AppendixConfig>)> = match named.is_empty() {
        true => c.model.registers().map(|(id, _)| (id, None)).collect(),
        false => named.iter().filter_map(|config| Some((of(config)?.0, Some(config)))).collect(),
    };
    let reported = wanted.into_iter().filter(|(id, _)| c.model.register(*id).dates.contains(&date));
    let part = |(i, (id, config)): (usize, (RegisterId, Option<&'p AppendixConfig>))| {
        let label = config.and_then(|config| config.label.as_ref());
        let register = c.model.register_config(c.model.register(id)).title.get(c.lang);
        let words: [(&str, &dyn std::fmt::Display); 2] = [("register", &register), ("date", &c.lang.date(date))];
        Part {
            id,
            config,
            label: label.map_or_else(
                || c.words.fill("pdf.appendix_n", &[("n", &(i + 1))]),
                |label| label.get(c.lang).to_owned(),
            ),
            title: c.words.fill("pdf.appendix_title", &words),
        }
    };
    reported.enumerate().map(part).collect()
}

/// Registers that are appendices of a date, each with the name of its files without ending.
pub fn names(c: &Context<'_>, date: Date) -> Vec<(RegisterId, String)> {
    appendices(c, date).into_iter().map(|part| (part.id, name(c, part.id))).collect()
}

fn name(c: &Context<'_>, id: RegisterId) -> String {
    format!("{}-{}", c.words.say("pdf.appendix_file"), c.site.register(id))
}

/// File name without ending and title of every document of a date, in the order of [`documents`], which makes them.
pub fn titles(c: &Context<'_>, date: Date) -> Vec<(String, String)> {
    let report = c.model.reports.iter().find(|r| r.date == date);
    let report = report.map(|r| (c.words.say("pdf.report_file"), r.title.clone()));
    let appendices = appendices(c, date).into_iter().map(|part| (name(c, part.id), part.title));
    let slides = (c.words.say("pdf.slides_file"), c.words.say("pdf.slides"));
    report.into_iter().chain(appendices).chain([slides]).collect()
}

/// All documents of a date.
pub fn documents(c: &Context<'_>, date: Date) -> Vec<Document> {
    let stand = super::stand::fill(c, date);
    let appendices = appendices(c, date);
    let mut out = Vec::new();
    if let Some(index) = c.model.reports.iter().position(|r| r.date == date) {
        let view = narrative::fill(c, index, &stand, &appendices);
        out.push(document(c.words.say("pdf.report_file"), view.frame.title.clone(), "report.typ", &view));
    }
    for part in &appendices {
        let key = &c.model.register_config(c.model.register(part.id)).key.value;
        let figures = stand.registers.iter().find(|r| r.id == *key);
        let view = appendix::fill(c, part, date, figures);
        out.push(document(name(c, part.id), view.frame.title.clone(), "appendix.typ", &view));
    }
    let view = slides::fill(c, date, &stand);
    out.push(document(c.words.say("pdf.slides_file"), c.words.say("pdf.slides"), "slides.typ", &view));
    out
}

fn document<T: serde::Serialize>(name: String, title: String, template: &'static str, view: &T) -> Document {
    // Views hold texts and numbers only, which always can be written as JSON.
    let data = serde_json::to_string(view).unwrap_or_default();
    Document { name, title, template, data }
}

/// What all documents share.
fn frame(c: &Context<'_>, date: Date, kind: String, title: String) -> Frame {
    let report = c.model.reports.iter().find(|r| r.date == date);
    let as_of = c.words.fill("value.as_of", &[("date", &c.lang.date(date))]);
    let number = report.and_then(|r| r.number.as_ref()).map(|n| c.words.fill("pdf.number", &[("number", n)]));
    let words = ["page", "of", "contents", "appendices", "legend", "figures", "web", "basis"];
    Frame {
        lang: c.lang.tag().to_owned(),
        region: match c.lang {
            Lang::De => Some("DE".to_owned()),
            Lang::En => Some("GB".to_owned()),
        },
        title,
        kind,
        publisher: c.model.config.publisher.name.get(c.lang).to_owned(),
        running: number.into_iter().chain([as_of.clone()]).collect(),
        as_of,
        paper: "a4".to_owned(),
        logo: logo::logo(c),
        colour: c.model.config.pdf.colour.as_ref().map_or(COLOUR, |colour| colour.value.as_str()).to_owned(),
        url: c.site.url(&c.site.address(c.model, Kind::Stand(date))),
        words: words.iter().map(|w| ((*w).to_owned(), c.words.say(&format!("pdf.{w}")))).collect::<BTreeMap<_, _>>(),
    }
}

/// A chart of the pages for paper.
fn chart(block: &ChartBlock) -> PaperChart {
    PaperChart {
        title: block.title.clone(),
        summary: block.summary.clone(),
        svg: crate::chart::printed(&block.svg),
        table: block.table.clone(),
    }
}

fn fact(label: String, text: Option<String>) -> Option<Fact> {
    Some(Fact { label, items: vec![FactItem { text: text?, href: None, url: None }] })
}

/// A target with its drawing for paper.
fn target(target: Target) -> PaperTarget {
    let drawing = target.chart.as_ref().map(chart);
    PaperTarget { target: Target { chart: None, ..target }, chart: drawing }
}

/// The tables of a register's figures in the order of the papers; those of the records apart from those as published.
fn parts(c: &Context<'_>, id: RegisterId, date: Date, figures: &StandRegister) -> Vec<PaperPart> {
    let published = figures.published.as_ref().map(|p| PaperPart {
        title: None,
        text: p.text.clone(),
        tables: std::iter::once(&p.table).chain(&p.cohorts).cloned().collect(),
    });
    let own = c.figures.register(id).at(date).filter(|own| own.has_base());
    let base = own.map(|own| detail::base(c, id, own, Some(&Places::known(c, id, own)), None).table);
    let computed = figures.counts.iter().chain(&figures.corrected).chain(&base);
    let computed = PaperPart {
        title: figures.computed_title.clone(),
        text: figures.computed_text.clone(),
        tables: computed.chain(&detail::cohorts(c, id, date)).chain(&figures.corrections).cloned().collect(),
    };
    let mut parts: Vec<PaperPart> = published.into_iter().chain([computed]).collect();
    parts.retain(|part| !part.tables.is_empty() || part.text.is_some());
    parts
}
