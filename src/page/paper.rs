//! Documents for the committee as views: one appendix for each register, the report, the slides.
//!
//! The context must be of the day that the documents speak of: as-of date and reporting date are the same. Nothing is
//! counted here; totals are those of the page of the date.

mod appendix;
mod narrative;
mod prose;
mod slides;

use super::Context;
use crate::site::Kind;
use crate::text::lang::Lang;
use crate::value::Date;
use crate::view::{ChartBlock, Fact, FactItem, Frame, PaperChart, Table};
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

/// Colour of rules and headings, dark enough for text on white.
const COLOUR: &str = "#1d4f7c";

/// All documents of a date.
pub fn documents(c: &Context<'_>, date: Date) -> Vec<Document> {
    let stand = super::stand::fill(c, date);
    let mut out = Vec::new();
    let mut titles = Vec::new();
    for (id, register) in c.model.registers() {
        if !register.dates.contains(&date) {
            continue;
        }
        let key = &c.model.register_config(register).key.value;
        let figures = stand.registers.iter().find(|r| r.id == *key);
        let view = appendix::fill(c, id, date, figures);
        titles.push(view.frame.title.clone());
        let name = format!("{}-{}", c.words.say("pdf.appendix_file"), c.site.register(id));
        out.push(document(name, view.frame.title.clone(), "appendix.typ", &view));
    }
    if let Some(index) = c.model.reports.iter().position(|r| r.date == date) {
        let view = narrative::fill(c, index, &stand, titles);
        out.insert(0, document(c.words.say("pdf.report_file"), view.frame.title.clone(), "report.typ", &view));
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
    let words = ["page", "of", "contents", "appendices", "legend", "figures", "web"];
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
        colour: COLOUR.to_owned(),
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

/// The tables of a register's figures in the order of the papers.
fn tables(figures: &crate::view::StandRegister) -> Vec<Table> {
    let published = figures.published.iter().flat_map(|p| std::iter::once(&p.table).chain(&p.cohorts));
    let computed = figures.counts.iter().chain(&figures.corrected).chain(figures.base.as_ref().map(|b| &b.table));
    published.chain(computed).chain(&figures.cohorts).chain(&figures.corrections).cloned().collect()
}

/// Remarks of a register's figures as plain text.
fn remarks(figures: &crate::view::StandRegister) -> Vec<String> {
    let published = figures.published.iter().filter_map(|p| p.text.clone());
    published.chain(figures.computed_text.clone()).collect()
}
