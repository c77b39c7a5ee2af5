//! How every figure is counted: schemes, definitions, words.

use super::parts::{cell, column, row, table, tagged};
use super::{Context, Sheet};
use crate::figures::definitions::DEFINITIONS;
use crate::model::Scheme;
use crate::text::markdown;
use crate::view::{BodyPart, Counting, Definition, DefinitionGroup, Scheme as SchemeView, Table, Term};

const TERMS: &[&str] =
    &["reporting_date", "as_of", "period", "baseline", "cohort", "not_collected", "efa", "ozg", "dms", "leika"];

pub(super) fn fill(c: &Context<'_>, sheet: &mut Sheet<'_>) -> Counting {
    let own = c.model.pages.iter().find(|p| p.role == Some("counting"));
    let own = own.map(|page| super::insert::narrative(c, page.body, sheet)).filter(|text| !text.body.is_empty());
    let (intro, basis) = match own {
        Some(text) => (text.body, text.basis),
        None => {
            let html = format!("<p>{}</p>", markdown::escape(&c.words.say("page.counting_intro")));
            (vec![BodyPart { html, ..BodyPart::default() }], Vec::new())
        }
    };
    Counting {
        title: title(c),
        intro,
        basis,
        schemes: c.model.schemes.iter().enumerate().map(|(i, s)| scheme(c, i, s)).collect(),
        groups: groups(c),
        terms: TERMS
            .iter()
            .map(|key| Term {
                term: c.words.say(&format!("term.{key}")),
                text: c.words.say(&format!("term.{key}_text")),
            })
            .collect(),
    }
}

pub(super) fn title(c: &Context<'_>) -> String {
    let own = c.model.pages.iter().find(|p| p.role == Some("counting"));
    own.map_or_else(|| c.words.say("page.counting"), |p| p.title.clone())
}

fn groups(c: &Context<'_>) -> Vec<DefinitionGroup> {
    let group = |key: &str| match key {
        k if k.starts_with("base_") => "base",
        k if k == "moves" || k.starts_with("lists_") => "moves",
        "target" => "programmes",
        k if k.starts_with("quality_") => "quality",
        _ => "stock",
    };
    let mut groups: Vec<DefinitionGroup> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for name in ["stock", "base", "moves", "programmes", "quality"] {
        let mut definitions = Vec::new();
        for definition in DEFINITIONS.iter().filter(|d| group(d.key) == name) {
            if !seen.contains(&definition.key) {
                seen.push(definition.key);
                definitions.push(one(c, definition.key));
            }
        }
        groups.push(DefinitionGroup {
            id: format!("gruppe-{name}"),
            title: c.words.say(&format!("counting.group_{name}")),
            definitions,
        });
    }
    groups
}

fn one(c: &Context<'_>, key: &str) -> Definition {
    let say = |part: &str| c.words.say(&format!("definition.{key}.{part}"));
    let some = |text: String| (!text.is_empty()).then_some(text);
    let paths: Vec<&str> = DEFINITIONS.iter().filter(|d| d.key == key).map(|d| d.path).collect();
    Definition {
        id: key.to_owned(),
        title: say("title"),
        text: say("text"),
        formula: say("formula"),
        denominator: some(say("denominator")),
        excluded: some(say("excluded")),
        path: paths.join(", "),
    }
}

fn scheme(c: &Context<'_>, index: usize, scheme: &Scheme) -> SchemeView {
    let used = c.model.registers().filter(|(_, r)| r.scheme == index);
    let title = scheme.title.as_ref().map_or_else(|| scheme.key.clone(), |t| t.get(c.lang).to_owned());
    let id = format!("schema-{}", crate::text::slug::slug(&scheme.key));
    SchemeView {
        registers: used.map(|(register, _)| c.register_link(register)).collect(),
        steps: (!scheme.steps.is_empty()).then(|| steps(c, scheme, &title, &id)),
        statuses: statuses(c, scheme, &title, &id),
        letters: (!scheme.letters.is_empty()).then(|| letters(c, scheme, &title, &id)),
        id,
        title,
    }
}

fn statuses(c: &Context<'_>, scheme: &Scheme, title: &str, id: &str) -> Table {
    let scaled = scheme.scale.is_some();
    let mut columns = vec![column(c.words.say("column.status"), false), column(c.words.say("column.code"), false)];
    if scaled {
        columns.push(column(c.words.say("column.value"), true));
    }
    let explained = scheme.statuses.iter().any(|s| s.text.is_some());
    if explained {
        columns.push(column(c.words.say("column.meaning"), false));
    }
    let ends = scheme.statuses.iter().skip(1).map(|s| s.from.saturating_sub(1)).chain(scheme.scale.map(|(_, max)| max));
    let ends: Vec<u16> = ends.collect();
    let rows = scheme
        .iter()
        .map(|(status, s)| {
            let mut cells = vec![cell(&s.code)];
            if scaled {
                let to = ends.get(usize::from(status.0)).copied().unwrap_or(s.from);
                cells.push(cell(if to == s.from { to.to_string() } else { format!("{}–{to}", s.from) }));
            }
            if explained {
                cells.push(cell(s.text.as_ref().map_or("", |t| t.get(c.lang))));
            }
            row(tagged(c.tag(scheme, status)), cells, false)
        })
        .collect();
    table(format!("{id}-status"), c.words.fill("table.statuses", &[("scheme", &title)]), columns, rows)
}

fn steps(c: &Context<'_>, scheme: &Scheme, title: &str, id: &str) -> Table {
    let columns = vec![column(c.words.say("column.value"), false), column(c.words.say("column.meaning"), false)];
    let rows =
        scheme.steps.iter().map(|(value, text)| row(cell(value.to_string()), vec![cell(text.get(c.lang))], false));
    table(format!("{id}-stufen"), c.words.fill("table.steps", &[("scheme", &title)]), columns, rows.collect())
}

fn letters(c: &Context<'_>, scheme: &Scheme, title: &str, id: &str) -> Table {
    let columns =
        ["code", "label", "meaning", "counts"].map(|key| column(c.words.say(&format!("column.{key}")), false));
    let rows = scheme.letters.iter().map(|letter| {
        let counts = match letter.counts_as {
            Some(status) => {
                let label = scheme.status(status).label.get(c.lang);
                c.words.fill("counting.counts_yes", &[("status", &label)])
            }
            None => c.words.say("counting.counts_no"),
        };
        let text = letter.text.as_ref().map_or("", |t| t.get(c.lang));
        row(cell(&letter.code), vec![cell(letter.label.get(c.lang)), cell(text), cell(counts)], false)
    });
    table(
        format!("{id}-buchstaben"),
        c.words.fill("table.letters", &[("scheme", &title)]),
        columns.into(),
        rows.collect(),
    )
}
