//! Reports: the archive of all dates, and the narrative of one.

use super::{Context, Sheet, totals};
use crate::figures::{Gone, Told};
use crate::model::RecordRef;
use crate::record::report::{Consultation, Report as ReportText};
use crate::site::Kind;
use crate::view::{Fact, FactItem, LeftGroup, Link, Report, ReportRef, Reports, ReportsEntry, Source};

pub(super) fn overview(c: &Context<'_>) -> Reports {
    let entry = |date: &crate::value::Date| {
        let sentences = c.model.registers().filter_map(|(id, register)| {
            let config = c.model.register_config(register);
            let told = totals::told(c, id, *date).filter(|told| told.count(None) > 0)?;
            let (n, label) = totals::done(c, id, told);
            let values: [(&str, &dyn std::fmt::Display); 4] = [
                ("register", &config.title.get(c.lang)),
                ("n", &c.number(n)),
                ("of", &c.number(told.count(None))),
                ("label", &label),
            ];
            let sentence = c.words.fill("home.sentence_archive", &values);
            Some(match told {
                Told::Published(_) => format!("{sentence} ({})", c.words.say("chart.published")),
                Told::Computed(_) => sentence,
            })
        });
        ReportsEntry {
            date: c.day(*date),
            stand: c.link(c.words.fill("home.stand", &[("date", &c.lang.date(*date))]), Kind::Stand(*date)),
            report: c.model.reports.iter().position(|r| r.date == *date).map(|i| reference(c, i)),
            sentences: sentences.collect(),
            state: state(c, *date),
            compare: super::compare::with_others(c, *date, c.site.dates.iter().rev().copied().filter(|d| d < date)),
            downloads: super::data::papers(c, *date),
        }
    };
    Reports {
        title: c.words.say("page.reports"),
        lead: c.words.say("page.reports_lead"),
        entries: c.site.dates.iter().rev().map(entry).collect(),
    }
}

/// Whether a date is closed, and how much was corrected since.
fn state(c: &Context<'_>, date: crate::value::Date) -> String {
    let closed = c.model.snapshot(date).is_some();
    let state = c.words.say(if closed { "reports.frozen" } else { "reports.open" });
    match super::correction::count(c, date) {
        0 => state,
        n => format!("{state} · {}", c.words.fill("reports.corrected", &[("n", &n)])),
    }
}

/// Records that left up to the date without a stated reason, by name.
fn left(c: &Context<'_>, date: crate::value::Date) -> Vec<LeftGroup> {
    let one = |id: crate::model::RegisterId| -> Option<LeftGroup> {
        let f = c.figures.register(id).at(date)?;
        let gone = f.base.left.iter().filter(|(_, gone)| *gone == Gone::NoneGiven);
        let records: Vec<_> =
            gone.map(|(index, _)| c.mention(RecordRef { register: id, index: *index }, None)).collect();
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("n", &records.len()),
            ("register", &c.register_title(c.model.register(id))),
            ("date", &f.previous.map_or_else(String::new, |d| c.lang.date(d))),
        ];
        let reason = c.words.fill("report.left_unexplained", &values);
        (!records.is_empty()).then_some(LeftGroup { reason, records })
    };
    c.model.registers().filter_map(|(id, _)| one(id)).collect()
}

fn meeting(c: &Context<'_>, index: usize) -> Option<String> {
    let report = &c.model.reports[index];
    let (committee, date) = (report.committee.as_ref()?, report.meeting?);
    Some(c.words.fill("reports.meeting", &[("committee", committee), ("date", &c.lang.date(date))]))
}

pub(super) fn reference(c: &Context<'_>, index: usize) -> ReportRef {
    let report = &c.model.reports[index];
    ReportRef {
        title: report.title.clone(),
        href: c.href(Kind::Report(index)),
        date: c.day(report.date),
        summary: report.summary.clone(),
        meeting: meeting(c, index),
    }
}

/// The head of the paper; without committees where these are shown apart.
pub(super) fn facts(c: &Context<'_>, report: &ReportText, committees: bool) -> Vec<Fact> {
    let fact = |key: &str, texts: Vec<String>| Fact {
        label: c.words.say(&format!("fact.{key}")),
        items: texts.into_iter().map(|text| FactItem { text, href: None, url: None }).collect(),
    };
    let day = |date: Option<crate::value::Date>| date.map(|d| c.lang.date(d)).into_iter().collect();
    let one = |text: &Option<String>| text.clone().into_iter().collect();
    let consulted: Vec<String> = report.consultations.iter().map(|one| consultation(c, one)).collect();
    // One committee is told in two lines, several in a list.
    let (committee, meeting) = match committees && consulted.is_empty() {
        true => (one(&report.committee), day(report.meeting)),
        false => (Vec::new(), Vec::new()),
    };
    let mut facts = vec![
        fact("paper", one(&report.number)),
        fact("office", one(&report.office)),
        fact("reporter", one(&report.reporter)),
        fact("paper_date", day(report.written)),
        fact("committee", committee),
        fact("meeting", meeting),
        fact("consultations", if committees { consulted } else { Vec::new() }),
        fact("date", day(Some(report.date))),
        fact("earlier", report.earlier.clone()),
        fact("budget_effects", one(&report.budget)),
    ];
    facts.retain(|fact| !fact.items.is_empty());
    facts
}

/// "Rat, 09.11.2023, öffentlich, Kenntnisnahme"
fn consultation(c: &Context<'_>, one: &Consultation) -> String {
    let date = one.date.map(|d| c.lang.date(d));
    let public = one.public.map(|is| public(c, is));
    let parts = std::iter::once(one.committee.clone()).chain(date).chain(public).chain(one.treatment.clone());
    parts.collect::<Vec<String>>().join(", ")
}

/// Whether a meeting is public, in words.
pub(super) fn public(c: &Context<'_>, public: bool) -> String {
    c.words.say(if public { "consultation.is_public" } else { "consultation.not_public" })
}

pub(super) fn fill(c: &Context<'_>, index: usize, sheet: &mut Sheet<'_>) -> Report {
    let report = &c.model.reports[index];
    let text = super::insert::narrative(c, report.body, sheet);
    let other = |i: usize| -> Option<Link> {
        let report = c.model.reports.get(i)?;
        Some(c.link(format!("{} ({})", report.title, c.lang.date(report.date)), Kind::Report(i)))
    };
    let source =
        report.source.as_ref().map(|text| Source { text: text.clone(), href: None, url: report.source_url.clone() });
    Report {
        title: report.title.clone(),
        date: c.day(report.date),
        summary: report.summary.clone(),
        facts: facts(c, report, true),
        notes: super::correction::on_report(c, report.date, &sheet.root).into_iter().collect(),
        left: left(c, report.date),
        body: text.body,
        basis: text.basis,
        contents: super::free::contents(&text.headings),
        published: c.model.totals.iter().filter(|t| t.report == report.date).map(|t| totals::view(c, t, "v")).collect(),
        stand: c.site.dates.contains(&report.date).then(|| {
            c.link(c.words.fill("home.stand", &[("date", &c.lang.date(report.date))]), Kind::Stand(report.date))
        }),
        source,
        downloads: super::data::papers(c, report.date),
        previous: index.checked_sub(1).and_then(other),
        next: other(index + 1),
    }
}
