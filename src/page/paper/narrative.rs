//! The report: head of the paper, the text of the city, the figures of each register, the list of appendices.

use super::super::Context;
use super::{chart, fact, frame, prose, remarks, tables};
use crate::view::{Narrative, PaperRegister, Stand};

pub(super) fn fill(c: &Context<'_>, index: usize, stand: &Stand, appendices: Vec<String>) -> Narrative {
    let report = &c.model.reports[index];
    let say = |key: &str| c.words.say(key);
    let facts = [
        fact(say("fact.paper"), report.number.clone()),
        fact(say("fact.committee"), report.committee.clone()),
        fact(say("fact.meeting"), report.meeting.map(|d| c.lang.date(d))),
        fact(say("fact.office"), report.office.clone()),
        fact(say("fact.date"), Some(c.lang.date(report.date))),
        fact(say("pdf.source"), report.source.clone()),
    ];
    let registers = c.model.registers().filter_map(|(id, register)| {
        let figures = stand.registers.iter().find(|r| r.id == c.model.register_config(register).key.value)?;
        let charts = &c.charts.development[id.0 as usize];
        Some(PaperRegister {
            title: c.register_title(register),
            sentence: figures.sentence.clone(),
            charts: charts.iter().map(chart).collect(),
            tables: tables(figures),
            notes: remarks(figures),
        })
    });
    Narrative {
        frame: frame(c, report.date, say("pdf.report"), report.title.clone()),
        summary: report.summary.clone(),
        facts: facts.into_iter().flatten().collect(),
        body: c.body(report.body).map(|text| prose::blocks(c, text, report.body)).unwrap_or_default(),
        registers: registers.collect(),
        appendices,
    }
}
