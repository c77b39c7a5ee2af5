//! The slides for the meeting: all at a glance; by register the totals, the drawings, what is new and what is
//! implemented; then the programmes.

use super::super::{Context, detail, home, period, programme, totals};
use super::{chart, frame, target};
use crate::model::{ProgrammeId, RegisterId};
use crate::value::{Date, Share};
use crate::view::{Figure, PaperTarget, PeriodList, Slide, Slides, Stand, StandRegister};

/// Names on one slide.
const NAMES: usize = 12;

/// Names up to which two lists share a slide.
const FEW: usize = 6;

/// Slides that one list takes; more names stand in the appendix.
const SLIDES: usize = 3;

/// Rows of a table on one slide.
const ROWS: usize = 12;

/// Targets in words on one slide.
const TARGETS: usize = 4;

pub(super) fn fill(c: &Context<'_>, date: Date, stand: &Stand) -> Slides {
    let report = c.model.reports.iter().find(|r| r.date == date);
    let title = report.map_or_else(|| c.model.config.title.get(c.lang).to_owned(), |r| r.title.clone());
    let registers = || {
        c.model.registers().filter_map(|(id, register)| {
            let key = &c.model.register_config(register).key.value;
            Some((id, stand.registers.iter().find(|r| r.id == *key)?))
        })
    };
    let mut slides = Vec::new();
    let summary = report.and_then(|r| r.summary.clone());
    let overview: Vec<Figure> = registers().filter_map(|(id, _)| done(c, id, date)).collect();
    if summary.is_some() || !overview.is_empty() {
        let title = c.words.say("pdf.overview");
        slides.push(Slide { title, text: summary, figures: overview, ..Slide::default() });
    }
    for (id, figures) in registers() {
        of_register(c, id, date, figures, &mut slides);
    }
    targets(c, &mut slides);
    Slides {
        frame: frame(c, date, c.words.say("pdf.slides"), title),
        meeting: report.and_then(|r| {
            let (committee, date) = (r.committee.as_ref()?, r.meeting?);
            Some(c.words.fill("reports.meeting", &[("committee", committee), ("date", &c.lang.date(date))]))
        }),
        slides,
    }
}

/// How many records of a register are done, as it is told first.
fn done(c: &Context<'_>, id: RegisterId, date: Date) -> Option<Figure> {
    let told = totals::told(c, id, date).filter(|told| told.count(None) > 0)?;
    let ((n, label), total) = (totals::done(c, id, told), told.count(None));
    let of: [(&str, &dyn std::fmt::Display); 2] = [("of", &c.number(total)), ("label", &label)];
    Some(Figure {
        value: c.number(n),
        label: c.register_title(c.model.register(id)),
        of: Some(c.words.fill("pdf.done_of", &of)),
        share: Share::of(n, total).map(|share| c.lang.share(share)),
        ..Figure::default()
    })
}

fn of_register(c: &Context<'_>, id: RegisterId, date: Date, figures: &StandRegister, slides: &mut Vec<Slide>) {
    let name = &figures.register.title;
    let titled = |what: &str| c.words.fill("pdf.slide", &[("register", name), ("what", &what)]);
    let published = figures.published.as_ref();
    if let Some(headline) = home::headline(c, id) {
        let origin = published.map(|p| p.table.caption.clone());
        slides.push(Slide {
            title: titled(&c.words.fill("value.as_of", &[("date", &c.lang.date(date))])),
            text: Some(figures.sentence.clone()),
            // Where nothing was collected, nothing is counted either; that is not 0.
            figures: if done(c, id, date).is_some() { headline.figures } else { Vec::new() },
            bar: headline.bar_svg.as_deref().map(crate::chart::printed),
            notes: headline.excluded.into_iter().chain(origin).collect(),
            ..Slide::default()
        });
    }
    // A drawing of one date says no more than the totals.
    let drawings = c.charts.development[id.0 as usize].iter().map(chart).filter(|d| d.table.rows.len() > 1);
    for drawing in drawings {
        let table = Some(drawing.table.clone()).filter(|table| table.rows.len() <= ROWS);
        slides.push(Slide { title: drawing.title.clone(), chart: Some(drawing), table, ..Slide::default() });
    }
    let own = c.figures.register(id).at(date).filter(|own| own.previous.is_some());
    let mut lists = own.map(|own| period::lists(c, id, own, &["reported", "implemented"], None)).unwrap_or_default();
    let few = |list: &PeriodList| (1..=FEW).contains(&list.records.len());
    let cohorts = published.and_then(|p| p.cohorts.clone()).or_else(|| detail::cohorts(c, id, date));
    if let Some(table) = cohorts.filter(|table| (3..=ROWS).contains(&table.rows.len())) {
        // What is new is one of the cohorts; a short list of it needs no slide of its own.
        let new = if lists.first().is_some_and(few) { vec![lists.remove(0)] } else { Vec::new() };
        slides.push(Slide {
            title: titled(&c.words.say("stand.cohorts")),
            table: Some(table),
            lists: new,
            notes: published.and_then(|p| p.text.clone()).into_iter().collect(),
            ..Slide::default()
        });
    }
    lists.retain(|list| !list.records.is_empty());
    if lists.len() == 2 && lists.iter().all(few) {
        let since = own.and_then(|own| own.previous).map_or_else(String::new, |d| c.lang.date(d));
        slides.push(Slide {
            title: titled(&c.words.fill("pdf.changes", &[("date", &since)])),
            lists,
            ..Slide::default()
        });
        return;
    }
    lists.iter().for_each(|list| listed(c, list, slides));
}

/// A long list takes several slides, with about the same number of names on each.
fn listed(c: &Context<'_>, list: &PeriodList, slides: &mut Vec<Slide>) {
    let pages = list.records.len().div_ceil(NAMES).min(SLIDES);
    let shown = list.records.len().min(NAMES * SLIDES);
    let rest = list.records.len() - shown;
    for (i, records) in list.records[..shown].chunks(shown.div_ceil(pages.max(1)).max(1)).enumerate() {
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("title", &list.title), ("page", &(i + 1)), ("pages", &pages)];
        let title = if pages == 1 { list.title.clone() } else { c.words.fill("pdf.slide_n", &values) };
        let more = (i + 1 == pages && rest > 0).then(|| c.words.fill("pdf.more", &[("n", &rest)]));
        let list = PeriodList { records: records.to_vec(), ..list.clone() };
        slides.push(Slide { title, lists: vec![list], notes: more.into_iter().collect(), ..Slide::default() });
    }
}

/// A slide for each target that is counted, then those in words together.
fn targets(c: &Context<'_>, slides: &mut Vec<Slide>) {
    let mut in_words: Vec<PaperTarget> = Vec::new();
    for (i, own) in (0..).zip(&c.model.programmes) {
        let programme = own.title.get(c.lang);
        let mut counted = Vec::new();
        for one in programme::drawn_targets(c, ProgrammeId(i)).into_iter().map(target) {
            match one.chart {
                Some(_) => counted.push(one),
                None => {
                    let values: [(&str, &dyn std::fmt::Display); 2] =
                        [("register", &programme), ("what", &one.target.text)];
                    let text = c.words.fill("pdf.slide", &values);
                    in_words.push(PaperTarget { target: crate::view::Target { text, ..one.target }, chart: None });
                }
            }
        }
        let several = counted.len();
        for (n, one) in (1..).zip(counted) {
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("title", &programme), ("page", &n), ("pages", &several)];
            let title = if several == 1 { programme.to_owned() } else { c.words.fill("pdf.slide_n", &values) };
            slides.push(Slide { title, targets: vec![one], ..Slide::default() });
        }
    }
    let pages = in_words.len().div_ceil(TARGETS);
    for (i, targets) in in_words.chunks(TARGETS).enumerate() {
        let name = c.words.say("pdf.targets");
        let values: [(&str, &dyn std::fmt::Display); 3] = [("title", &name), ("page", &(i + 1)), ("pages", &pages)];
        let title = if pages == 1 { name.clone() } else { c.words.fill("pdf.slide_n", &values) };
        slides.push(Slide { title, targets: targets.to_vec(), ..Slide::default() });
    }
}
