//! How far a survey is: who has answered, what is missing, what was refused, as a table and as JSON.

use super::intake::{File, Intake, Progress};
use super::{Survey, name};
use crate::diag::{Diagnostic, Diagnostics, Locus, Severity};
use crate::exchange::columns::{paragraph, table};
use crate::exchange::layout::pretty;
use crate::model::RecordRef;
use serde_json::{Value, json};
use std::fmt::Write;

/// Names of units up to this length keep the table on one screen.
const NAME: usize = 24;

/// The state of a survey for a terminal, at most 80 columns wide where names allow it.
pub fn progress_table(survey: &Survey<'_>, intake: &Intake) -> String {
    let words = survey.words;
    let say = |key: &str| words.say(&format!("survey.progress.{key}"));
    let mut out = format!("{}\n", words.fill("survey.title", &[("date", &survey.lang().date(survey.date))]));
    let head = ["unit", "asked", "recorded", "returned", "refused", "missing", "new"];
    let mut rows = vec![head.map(say).to_vec()];
    let mut total = [0; 6];
    for unit in &intake.units {
        let numbers = numbers(unit);
        total.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
        rows.push(row(short(&label(survey, unit)), numbers));
    }
    rows.push(row(say("total"), total));
    let _ = write!(out, "\n{}", table(&rows));
    listed(&mut out, survey, intake, &say("missing_list"), |unit| &unit.missing);
    listed(&mut out, survey, intake, &say("refused_list"), |unit| &unit.refused);
    if !intake.files.is_empty() {
        let _ = write!(out, "\n{}\n", say("files"));
    }
    for file in &intake.files {
        let text = match file.unit {
            Some(unit) => words.fill(
                "survey.progress.file",
                &[
                    ("file", &file.file),
                    ("unit", &survey.model.unit(unit).id),
                    ("taken", &file.taken),
                    ("refused", &file.refused),
                ],
            ),
            None => words.fill("survey.progress.file_refused", &[("file", &file.file)]),
        };
        let _ = writeln!(out, "  {text}");
    }
    out
}

fn label(survey: &Survey<'_>, unit: &Progress) -> String {
    let unit = survey.model.unit(unit.unit);
    format!("{} {}", unit.id, unit.name.get(survey.lang()))
}

fn short(text: &str) -> String {
    if text.chars().count() <= NAME {
        return text.to_owned();
    }
    text.chars().take(NAME - 1).chain(['…']).collect()
}

fn numbers(unit: &Progress) -> [usize; 6] {
    let lists = [&unit.recorded, &unit.returned, &unit.refused, &unit.missing].map(Vec::len);
    [unit.asked(), lists[0], lists[1], lists[2], lists[3], unit.new]
}

fn row(first: String, numbers: [usize; 6]) -> Vec<String> {
    std::iter::once(first).chain(numbers.map(|number| number.to_string())).collect()
}

/// Records by unit, each by number or id.
fn listed<'i>(
    out: &mut String,
    survey: &Survey<'_>,
    intake: &'i Intake,
    title: &str,
    records: impl Fn(&'i Progress) -> &'i Vec<RecordRef>,
) {
    let mut heading = Some(format!("\n{title}\n"));
    for unit in intake.units.iter().filter(|unit| !records(unit).is_empty()) {
        out.extend(heading.take());
        // A number stays on one line.
        let names: Vec<String> =
            records(unit).iter().map(|at| name(survey.model.record(*at)).replace(' ', "\u{a0}")).collect();
        let line = paragraph(&format!("{}: {}", survey.model.unit(unit.unit).id, names.join(", ")), 2);
        out.push_str(&line.replace('\u{a0}', " "));
    }
}

/// The same for programs, with the problems of the files.
pub fn progress_json(survey: &Survey<'_>, intake: &Intake, diags: &Diagnostics) -> String {
    let records = |list: &[RecordRef]| -> Vec<Value> {
        let one = |at: &RecordRef| {
            let record = survey.model.record(*at);
            json!({
                "register": survey.key(at.register),
                "id": record.text.id,
                "number": record.number(),
                "title": record.title(),
            })
        };
        list.iter().map(one).collect()
    };
    let unit = |unit: &Progress| {
        let known = survey.model.unit(unit.unit);
        let files: Vec<&str> =
            intake.files.iter().filter(|file| file.unit == Some(unit.unit)).map(|file| file.file.as_str()).collect();
        json!({
            "unit": known.id,
            "name": known.name.get(survey.lang()),
            "asked": unit.asked(),
            "recorded": records(&unit.recorded),
            "returned": records(&unit.returned),
            "refused": records(&unit.refused),
            "missing": records(&unit.missing),
            "new": unit.new,
            "files": files,
        })
    };
    let file = |file: &File| {
        json!({
            "file": file.file,
            "unit": file.unit.map(|unit| survey.model.unit(unit).id.as_str()),
            "taken": file.taken,
            "refused": file.refused,
        })
    };
    pretty(&json!({
        "date": survey.date.to_string(),
        "units": intake.units.iter().map(unit).collect::<Vec<_>>(),
        "files": intake.files.iter().map(file).collect::<Vec<_>>(),
        "problems": diags.iter().filter(|problem| problem.severity != Severity::Note).map(problem).collect::<Vec<_>>(),
    }))
}

fn problem(problem: &Diagnostic) -> Value {
    let (file, sheet, cell) = match &problem.locus {
        Locus::Sheet(place) => (Some(&place.file), Some(&place.sheet), place.cell),
        Locus::Path(path) => (Some(path), None, None),
        Locus::Text(_) | Locus::Site => (None, None, None),
    };
    json!({
        "code": problem.code.name,
        "severity": problem.severity.word(),
        "file": file,
        "sheet": sheet,
        "cell": cell.map(|cell| cell.to_string()),
        "message": problem.message,
        "help": problem.help,
    })
}
