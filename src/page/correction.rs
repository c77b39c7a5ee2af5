//! Closed dates: what was corrected since, and both figures side by side.

use super::Context;
use super::parts::{cell, column, linked, row, table};
use crate::figures::DateFigures;
use crate::model::{Corrected, RecordRef, RegisterId, Scheme, UnitId, Value};
use crate::site::Kind;
use crate::text::markdown::escape;
use crate::value::{Date, Mean};
use crate::view::{Note, Table};

/// What was said before and what is right, in words.
pub(super) fn sides(c: &Context<'_>, at: RecordRef, correction: &Corrected) -> (String, String) {
    let scheme = c.model.scheme(c.model.register(at.register));
    let mut sides: Vec<(String, String)> = Vec::new();
    if let Some((was, value)) = correction.value {
        sides.push((value_text(c, scheme, was), value_text(c, scheme, value)));
    }
    if let Some(unit) = correction.unit {
        let then = c.model.frozen(at.register, correction.date).and_then(|f| f.record(at.index)?.unit);
        sides.push((unit_text(c, then), unit_text(c, Some(unit))));
    }
    let yes_no = |key: &str, yes: bool| c.words.say(&format!("correction.{}{key}", if yes { "" } else { "not_" }));
    let mut two = |key: &str, now: Option<bool>| {
        sides.extend(now.map(|now| (yes_no(key, !now), yes_no(key, now))));
    };
    two("baseline", correction.baseline);
    two("internal", correction.internal);
    if let Some(left) = correction.left {
        let then = c.model.frozen(at.register, correction.date).and_then(|f| f.record(at.index)?.left);
        sides.push((reason_text(c, then), reason_text(c, Some(left))));
    }
    let join = |side: &dyn Fn(&(String, String)) -> &String| {
        sides.iter().map(|pair| side(pair).as_str()).collect::<Vec<_>>().join(", ")
    };
    (join(&|pair| &pair.0), join(&|pair| &pair.1))
}

fn value_text(c: &Context<'_>, scheme: &Scheme, value: Option<Value>) -> String {
    match value {
        Some(Value::Number(n)) => n.to_string(),
        Some(Value::Status(status)) => scheme.status(status).label.get(c.lang).to_owned(),
        Some(Value::Letter(letter)) => scheme.letters[usize::from(letter)].code.clone(),
        None => c.words.say("value.none"),
    }
}

fn unit_text(c: &Context<'_>, unit: Option<UnitId>) -> String {
    match unit.filter(|unit| c.model.unit(*unit).shown) {
        Some(unit) => c.unit_title(unit),
        None => c.words.say("value.not_given"),
    }
}

fn reason_text(c: &Context<'_>, reason: Option<&str>) -> String {
    c.words.say(&format!("reason.{}", reason.unwrap_or("none")))
}

/// How many corrections there are at a date, in all registers.
pub(super) fn count(c: &Context<'_>, date: Date) -> usize {
    c.figures.corrected(c.model, date)
}

/// Whether a date is closed, and how much was corrected since; nothing for a date of the future.
pub(super) fn state(c: &Context<'_>, date: Date) -> Note {
    let closed = c.model.snapshot(date).is_some();
    let n = count(c, date);
    let key = if closed { "frozen" } else { "open" };
    let mut html = format!("<p>{}</p>", escape(&c.words.say(&format!("note.{key}"))));
    if n > 0 {
        html.push_str(&format!("<p>{}</p>", escape(&c.words.fill("note.correction", &[("n", &n)]))));
    }
    Note {
        kind: if closed { "frozen" } else { "info" }.to_owned(),
        title: Some(c.words.say(&format!("reports.{key}"))),
        text_html: html,
    }
}

/// On a report: that values were corrected after it, with the way to both figures.
pub(super) fn on_report(c: &Context<'_>, date: Date, root: &str) -> Option<Note> {
    let n = count(c, date);
    if n == 0 || !c.site.dates.contains(&date) {
        return None;
    }
    let link = format!(
        "<a href=\"{}\">{}</a>",
        escape(&format!("{root}{}", c.href(Kind::Stand(date)))),
        escape(&c.words.fill("home.stand", &[("date", &c.lang.date(date))]))
    );
    // The sentence is the catalogue's, the link is ours: each is escaped on its own.
    let text = escape(&c.words.fill("note.correction_report", &[("n", &n)])).replace("{stand}", &link);
    let title = Some(c.words.say("note.correction_title"));
    Some(Note { kind: "correction".to_owned(), title, text_html: format!("<p>{text}</p>") })
}

/// The corrections of a register at a date, one in a row.
pub(super) fn list(c: &Context<'_>, id: RegisterId, date: Date, prefix: &str) -> Option<Table> {
    let rows: Vec<_> = c
        .figures
        .register(id)
        .corrections(c.model, id, date)
        .map(|(index, correction)| {
            let at = RecordRef { register: id, index };
            let head = match c.model.record(at).shown {
                true => linked(c.name(at), c.href(Kind::Record(at))),
                false => cell(c.words.say("value.withheld")),
            };
            let (was, value) = sides(c, at, correction);
            let cells = [was, value, c.lang.date(correction.on), correction.reason.clone()];
            row(head, cells.map(cell).into(), false)
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let columns = ["record", "frozen", "corrected", "corrected_on", "reason"];
    let columns = columns.map(|key| column(c.words.say(&format!("column.{key}")), false)).into();
    let title = c.register_title(c.model.register(id));
    let values: [(&str, &dyn std::fmt::Display); 2] = [("register", &title), ("date", &c.lang.date(date))];
    let mut view = table(format!("{prefix}-berichtigungen"), c.words.fill("table.corrections", &values), columns, rows);
    view.definition = c.definition("base_corrections");
    Some(view)
}

/// Frozen and corrected figures side by side: the total, and every other one that corrections change.
pub(super) fn figures(c: &Context<'_>, id: RegisterId, frozen: &DateFigures, prefix: &str) -> Option<Table> {
    let corrected = frozen.frozen.as_ref()?.corrected.as_ref()?;
    let scheme = c.model.scheme(c.model.register(id));
    let count = |n: u64| c.number(n);
    let sum = |n: Option<i64>| n.map_or_else(|| "–".to_owned(), |n| c.lang.integer(n));
    let mean = |m: Option<Mean>| m.map_or_else(|| "–".to_owned(), |m| c.lang.mean(m));
    let mut rows = Vec::new();
    let mut line = |name: &str, key: &str, a: String, b: String, total: bool| {
        if a != b || total {
            let head = c.words.fill("correction.figure", &[("name", &name), ("figure", &c.words.say(key))]);
            rows.push(row(cell(head), vec![cell(a), cell(b)], false));
        }
    };
    for (a, b) in frozen.by_status.iter().zip(&corrected.by_status) {
        let label = scheme.status(a.status).label.get(c.lang);
        line(label, "column.count", count(a.count()), count(b.count()), false);
        line(label, "column.sum", sum(a.sum), sum(b.sum), false);
        line(label, "column.mean", mean(a.mean), mean(b.mean), false);
    }
    let total = c.words.say("column.total");
    line(&total, "column.count", count(frozen.counted), count(corrected.counted), true);
    line(&total, "column.sum", sum(frozen.total_sum), sum(corrected.total_sum), frozen.total_sum.is_some());
    line(&total, "column.mean", mean(frozen.mean), mean(corrected.mean), frozen.total_sum.is_some());
    let columns = vec![
        column(c.words.say("column.figure"), false),
        column(c.words.say("column.frozen"), true),
        column(c.words.say("column.corrected"), true),
    ];
    let title = c.register_title(c.model.register(id));
    let values: [(&str, &dyn std::fmt::Display); 2] = [("register", &title), ("date", &c.lang.date(frozen.date))];
    let caption = c.words.fill("table.corrected", &values);
    Some(table(format!("{prefix}-berichtigt"), caption, columns, rows))
}
