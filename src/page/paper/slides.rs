//! The slides for the meeting: by register the totals, the drawings, what is new and what is implemented; then the
//! programmes.

use super::super::{Context, programme};
use super::{chart, frame};
use crate::value::Date;
use crate::view::{PeriodList, Slide, Slides, Stand, StandRegister};

/// Names on one slide.
const NAMES: usize = 14;

/// Rows of a table on one slide.
const ROWS: usize = 12;

pub(super) fn fill(c: &Context<'_>, date: Date, stand: &Stand) -> Slides {
    let report = c.model.reports.iter().find(|r| r.date == date);
    let title = report.map_or_else(|| c.model.config.title.get(c.lang).to_owned(), |r| r.title.clone());
    let mut slides = Vec::new();
    for (id, register) in c.model.registers() {
        let key = &c.model.register_config(register).key.value;
        if let Some(figures) = stand.registers.iter().find(|r| r.id == *key) {
            let charts = &c.charts.development[id.0 as usize];
            of_register(c, figures, charts, &mut slides);
        }
    }
    for card in programme::cards(c, None, true) {
        slides.push(Slide { title: card.title, targets: card.targets, ..Slide::default() });
    }
    Slides {
        frame: frame(c, date, c.words.say("pdf.slides"), title),
        meeting: report.and_then(|r| {
            let (committee, date) = (r.committee.as_ref()?, r.meeting?);
            Some(c.words.fill("reports.meeting", &[("committee", committee), ("date", &c.lang.date(date))]))
        }),
        summary: report.and_then(|r| r.summary.clone()),
        slides,
    }
}

fn of_register(c: &Context<'_>, figures: &StandRegister, charts: &[crate::view::ChartBlock], slides: &mut Vec<Slide>) {
    let name = &figures.register.title;
    let titled = |what: &str| c.words.fill("pdf.slide", &[("register", name), ("what", &what)]);
    let published = figures.published.as_ref();
    let table = published.map(|p| &p.table).or(figures.counts.as_ref());
    let fits = |t: &&crate::view::Table| t.rows.len() <= ROWS;
    slides.push(Slide {
        title: titled(&c.words.say("stand.counts")),
        text: Some(figures.sentence.clone()),
        table: table.filter(fits).cloned(),
        ..Slide::default()
    });
    let cohorts = published.and_then(|p| p.cohorts.as_ref()).or(figures.cohorts.as_ref());
    if let Some(table) = cohorts.filter(fits) {
        let title = titled(&c.words.say("stand.cohorts"));
        slides.push(Slide { title, table: Some(table.clone()), ..Slide::default() });
    }
    for drawing in charts.iter().map(chart) {
        slides.push(Slide { title: drawing.title.clone(), chart: Some(drawing), ..Slide::default() });
    }
    for kind in ["reported", "implemented"] {
        let suffix = format!("-{kind}");
        for list in figures.lists.iter().filter(|l| l.id.ends_with(&suffix) && !l.records.is_empty()) {
            listed(&titled(&list.title), list, c, slides);
        }
    }
}

/// A long list takes several slides.
fn listed(title: &str, list: &PeriodList, c: &Context<'_>, slides: &mut Vec<Slide>) {
    let pages = list.records.chunks(NAMES).len();
    for (i, records) in list.records.chunks(NAMES).enumerate() {
        let title = match pages {
            1 => title.to_owned(),
            _ => {
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("title", &title), ("page", &(i + 1)), ("pages", &pages)];
                c.words.fill("pdf.slide_n", &values)
            }
        };
        let list = PeriodList { records: records.to_vec(), ..list.clone() };
        slides.push(Slide { title, list: Some(list), ..Slide::default() });
    }
}
