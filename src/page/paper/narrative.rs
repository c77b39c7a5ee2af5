//! The report: head of the paper, the text of the city, the figures of each register, the list of appendices.

use super::super::parts::{cell, column, row, table};
use super::super::{Context, insert, report};
use super::{Part, chart, fact, frame, parts, prose};
use crate::view::{Basis, Block, Inline, Narrative, PaperRegister, Stand, Table};

pub(super) fn fill(c: &Context<'_>, index: usize, stand: &Stand, appendices: &[Part<'_>]) -> Narrative {
    let report = &c.model.reports[index];
    let say = |key: &str| c.words.say(key);
    let consultations = consultations(c, index);
    // Committees with a table of their own need no second line.
    let alone = consultations.is_none();
    let facts = report::facts(c, report, alone);
    let prose = c.body(report.body).map(|text| prose::prose(c, text, report.body)).unwrap_or_default();
    // A drawing that the text shows is not shown again below it.
    let told = |svg: &str| prose.blocks.iter().any(|b| matches!(b, Block::Chart { chart } if chart.svg == svg));
    let registers = c.model.registers().filter_map(|(id, register)| {
        let figures = stand.registers.iter().find(|r| r.id == c.model.register_config(register).key.value)?;
        let charts = c.charts.development[id.0 as usize].iter().map(chart);
        Some(PaperRegister {
            title: c.register_title(register),
            sentence: figures.sentence.clone(),
            charts: charts.filter(|chart| chart.table.rows.len() > 1 && !told(&chart.svg)).collect(),
            parts: parts(c, id, report.date, figures),
        })
    });
    let registers = registers.collect();
    let source = fact(say("pdf.source"), report.source.clone());
    let line = |part: &Part<'_>| c.words.fill("pdf.slide", &[("register", &part.label), ("what", &part.title)]);
    Narrative {
        frame: frame(c, report.date, say("pdf.report"), report.title.clone()),
        summary: report.summary.clone(),
        facts: facts.into_iter().chain(source).collect(),
        consultations,
        body: prose.blocks,
        basis: insert::basis(c, &prose.origins).into_iter().map(|basis| said(c, basis)).collect(),
        figures: c.words.fill("pdf.figures_at", &[("date", &c.lang.date(report.date))]),
        registers,
        appendices: appendices.iter().map(line).collect(),
    }
}

/// Where numbers come from, with the way to how they are counted.
fn said(c: &Context<'_>, basis: Basis) -> Vec<Inline> {
    let source = basis.source.map(|s| format!(" {} {}.", c.words.say("published.source"), s.text));
    let mut out = vec![Inline::Text { text: basis.text + &source.unwrap_or_default() }];
    if let Some(link) = basis.definition {
        out.push(Inline::Text { text: " ".to_owned() });
        let body = vec![Inline::Text { text: link.title }];
        out.push(Inline::Link { url: c.site.url(&link.href), body });
    }
    out
}

/// The committees in order: a table as on the papers.
fn consultations(c: &Context<'_>, index: usize) -> Option<Table> {
    let report = &c.model.reports[index];
    if report.consultations.is_empty() {
        return None;
    }
    let heads = ["committee", "date", "public", "treatment"];
    let columns = heads.map(|head| column(c.words.say(&format!("consultation.{head}")), false));
    let given = |text: Option<String>| cell(text.unwrap_or_else(|| "–".to_owned()));
    let rows = report.consultations.iter().map(|one| {
        let public = one.public.map(|public| report::public(c, public));
        let cells = vec![given(one.date.map(|d| c.lang.date(d))), given(public), given(one.treatment.clone())];
        row(cell(one.committee.clone()), cells, false)
    });
    let caption = c.words.say("consultation.title");
    Some(table("beratungsfolge".to_owned(), caption, columns.into(), rows.collect()))
}
