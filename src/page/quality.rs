//! The page on the quality of the data: what is there, what is missing, what seems wrong.

use super::Context;
use super::parts::{cell, column, linked, row, table};
use crate::figures::Quality as Figures;
use crate::model::{RecordRef, RegisterId};
use crate::site::Kind;
use crate::value::Share;
use crate::view::{Cell, Quality, QualityFindings, QualityList, QualityRegister, Table};

/// Names that a list shows at most; figures.json has all.
const NAMES: usize = 200;

pub(super) fn fill(c: &Context<'_>) -> Quality {
    Quality {
        title: c.words.say("page.quality"),
        lead: c.words.say("quality.lead"),
        overview: overview(c),
        registers: c.model.registers().map(|(id, _)| register(c, id)).collect(),
        findings: findings(c),
    }
}

/// The cells that every table has: wanted, there, missing, share of what is there.
fn cells(c: &Context<'_>, wanted: u64, there: u64, missing: u64) -> Vec<Cell> {
    let share = Share::of(there, wanted).map_or_else(|| "–".to_owned(), |s| c.lang.share(s));
    [c.number(wanted), c.number(there), c.number(missing), share].map(cell).into()
}

fn shown(c: &Context<'_>, id: &str, head: &str, caption: String, rows: Vec<crate::view::TableRow>) -> Table {
    let mut columns = vec![column(c.words.say(head), false)];
    columns.extend(
        ["wanted", "current", "missing", "share"].map(|key| column(c.words.say(&format!("quality.{key}")), true)),
    );
    Table { definition: c.definition("quality_current"), ..table(id, caption, columns, rows) }
}

fn overview(c: &Context<'_>) -> Table {
    let rows = c.model.registers().map(|(id, register)| {
        let quality = &c.figures.register(id).quality;
        let n = |records: &[u32]| records.len() as u64;
        let head = linked(c.register_title(register), format!("{}#{}", c.href(Kind::Quality), c.site.register(id)));
        row(head, cells(c, n(&quality.wanted), n(&quality.current), n(&quality.missing())), false)
    });
    shown(c, "alle", "quality.register", c.words.say("quality.overview"), rows.collect())
}

fn register(c: &Context<'_>, id: RegisterId) -> QualityRegister {
    let register = c.model.register(id);
    let quality = &c.figures.register(id).quality;
    let title = c.register_title(register);
    let lists = lists(c, id, quality);
    let nothing = lists.is_empty().then(|| c.words.say("quality.nothing"));
    QualityRegister {
        id: c.site.register(id).to_owned(),
        text: text(c, quality),
        units: (!c.model.units.is_empty() && quality.by_unit.len() > 1).then(|| units(c, id, quality, &title)),
        title,
        lists,
        nothing,
    }
}

fn text(c: &Context<'_>, quality: &Figures) -> String {
    let (Some(date), wanted) = (quality.date, quality.wanted.len() as u64) else {
        return c.words.say("quality.no_date");
    };
    let there = quality.current.len() as u64;
    let Some(share) = Share::of(there, wanted) else {
        return c.words.say("quality.none_wanted");
    };
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("date", &c.lang.date(date)),
        ("n", &c.number(there)),
        ("of", &c.number(wanted)),
        ("share", &c.lang.share(share)),
    ];
    c.words.fill("quality.text", &values)
}

fn units(c: &Context<'_>, id: RegisterId, quality: &Figures, title: &str) -> Table {
    let rows = quality.by_unit.iter().map(|of| {
        let head = match of.unit {
            Some(unit) if c.model.unit(unit).shown => linked(c.unit_title(unit), c.href(Kind::Unit(unit))),
            Some(_) => cell(c.words.say("value.withheld")),
            None => cell(c.words.say("quality.no_unit")),
        };
        row(head, cells(c, of.wanted, of.current(), of.missing.len() as u64), false)
    });
    let caption = c.words.fill("quality.by_unit", &[("register", &title)]);
    shown(c, &format!("{}-stellen", c.site.register(id)), "list.unit", caption, rows.collect())
}

fn lists(c: &Context<'_>, id: RegisterId, quality: &Figures) -> Vec<QualityList> {
    let mut all = Vec::new();
    let last = c.figures.register(id).dates.len().saturating_sub(1);
    for (ago, records) in &quality.older {
        let day = c.figures.register(id).dates[last - ago].date;
        let title = c.words.fill("quality.older", &[("date", &c.lang.date(day))]);
        all.push((title, "older", records));
    }
    let say = |key: &str| c.words.say(&format!("quality.{key}"));
    all.push((say("never"), "never", &quality.never));
    all.push((say("partly"), "partly", &quality.partly));
    all.push((say("no_reason"), "no_reason", &quality.no_reason));
    all.push((say("no_unit"), "no_unit", &quality.no_unit));
    all.push((say("no_schedule"), "no_schedule", &quality.no_schedule));
    all.push((say("unresolved"), "unresolved", &quality.unresolved));
    let there = all.into_iter().filter(|(_, _, records)| !records.is_empty());
    there
        .map(|(title, key, records)| {
            let places = records.iter().map(|index| RecordRef { register: id, index: *index });
            let text = c.words.say(&format!("quality.{key}_text"));
            list(c, title, text, &format!("quality_{key}"), places.collect())
        })
        .collect()
}

fn list(c: &Context<'_>, title: String, text: String, definition: &str, records: Vec<RecordRef>) -> QualityList {
    let n = c.number(records.len() as u64);
    let more = (records.len() > NAMES).then(|| c.words.fill("quality.first", &[("n", &NAMES)]));
    QualityList {
        title: c.words.fill("quality.list", &[("title", &title), ("n", &n)]),
        text: [text].into_iter().filter(|text| !text.is_empty()).chain(more).collect::<Vec<_>>().join(" "),
        records: records.into_iter().take(NAMES).map(|at| c.mention(at, None)).collect(),
        definition: c.definition(definition),
    }
}

fn findings(c: &Context<'_>) -> Option<QualityFindings> {
    let mut out = QualityFindings { text: c.words.say("quality.findings_text"), ..QualityFindings::default() };
    for (code, records) in c.figures.published(c.model) {
        let key = format!("rule_{}", code.replace('-', "_"));
        let title = c.words.say(&format!("quality.{key}"));
        if records.is_empty() {
            out.nothing.push(title);
        } else {
            out.lists.push(list(c, title, String::new(), "quality_findings", records));
        }
    }
    (!out.lists.is_empty() || !out.nothing.is_empty()).then_some(out)
}
