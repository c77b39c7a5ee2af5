//! What report and slides tell: all of their views, nothing else, and what figures.json says.
//!
//! A view is what a template is given; one that shows its data gives it to us. So the finished document is compared with
//! its view, and the view with the open data: tables cell by cell, lists record by record, and every record number as
//! often as it should stand there, for eyes and for a screen reader.

use super::numbers::{compare_totals, made, records, texts, times};
use super::reader::{self, Paper, joined};
use super::{day, example, with};
use crate::import::appendices::imported;
use crate::printer::printer;
use sachstand::diag::Diagnostics;
use sachstand::pipeline::{self, Options, Timings};
use sachstand::source::{Content, SourceTree};
use sachstand::view::{Block, Narrative, PeriodList, Slides, Table};
use serde_json::{Value, json};

/// A site with templates of its own.
fn themed(sources: &SourceTree, templates: &[(&str, &str)]) -> SourceTree {
    let mut texts = sources.iter().filter(|(_, file)| file.path == "content/site.toml").map(|(_, file)| &file.content);
    let Some(Content::Text(config)) = texts.next() else { panic!("every site has settings") };
    let config = format!("theme = \"eigen\"\n{config}");
    with(sources, &[&[("content/site.toml", config.as_str())], templates].concat())
}

/// What the templates of report and slides are given.
fn views(sources: &SourceTree) -> (Narrative, Slides) {
    let show = "#set document(title: \"x\")\n#assert(false, message: read(\"data.json\"))\n";
    let sources = themed(sources, &[("themes/eigen/pdf/report.typ", show), ("themes/eigen/pdf/slides.typ", show)]);
    let mut diags = Diagnostics::new();
    let options = Options { as_of: Some(day()), ..Options::default() };
    let planned = pipeline::plan(&sources, options, &mut diags, &mut Timings::new(|| 0)).expect("a plan");
    planned.papers(day(), &printer(), &mut diags);
    let shown = || diags.iter().filter_map(|d| Some(d.message.split_once("assertion failed: ")?.1));
    let report = shown().find_map(|data| serde_json::from_str(data).ok()).expect("a report");
    (report, shown().find_map(|data| serde_json::from_str(data).ok()).expect("slides"))
}

/// Every text of a view that is printed and can name a record. Ways to pages are not for paper, and drawings and their
/// tables name none.
fn printed(value: &Value, out: &mut Vec<String>) {
    const HIDDEN: [&str; 8] = ["bar", "chart", "charts", "definition", "href", "id", "more", "url"];
    match value {
        Value::String(text) => out.push(joined(text)),
        Value::Array(values) => values.iter().for_each(|value| printed(value, out)),
        Value::Object(fields) => {
            let shown = fields.iter().filter(|(name, _)| !HIDDEN.contains(&name.as_str()));
            shown.for_each(|(_, value)| printed(value, out));
        }
        _ => {}
    }
}

/// Every number stands in a document as often as in its view; how many there are.
fn numbers(view: &impl serde::Serialize, again: &[&Block], paper: &Paper, known: &[String]) -> usize {
    let mut said = Vec::new();
    printed(&serde_json::to_value(view).unwrap(), &mut said);
    printed(&serde_json::to_value(again).unwrap(), &mut said);
    let (said, read) = (said.join("\n"), paper.tags.text());
    let mut found = 0;
    for number in known {
        let expected = times(&said, number);
        assert_eq!(times(&paper.text, number), expected, "{number} on the pages");
        assert_eq!(times(&read, number), expected, "{number} in the tags");
        found += expected;
    }
    found
}

/// A table as it should be read.
fn expected(table: &Table) -> Vec<Vec<String>> {
    let heads = table.columns.iter().map(|column| joined(&column.title)).collect();
    let rows = table.rows.iter().map(|row| {
        let cells = std::iter::once(&row.head).chain(&row.cells);
        let text = |cell: &sachstand::view::Cell| match &cell.status {
            Some(status) => joined(&format!("{} {} {}", status.mark, status.code, cell.text)),
            None => joined(&cell.text),
        };
        cells.map(text).collect()
    });
    std::iter::once(heads).chain(rows).collect()
}

/// The tables of a report in order; none where it is one of the city's own.
fn tables_of_report(view: &Narrative) -> Vec<Option<&Table>> {
    let mut out: Vec<Option<&Table>> = Vec::new();
    out.extend((!view.facts.is_empty()).then_some(None));
    out.extend(view.consultations.iter().map(Some));
    for block in &view.body {
        match block {
            Block::Figures { table } => out.push(Some(table)),
            Block::Chart { chart } => out.push(Some(&chart.table)),
            Block::Table { .. } => out.push(None),
            _ => {}
        }
    }
    for register in &view.registers {
        out.extend(register.charts.iter().map(|chart| Some(&chart.table)));
        out.extend(register.parts.iter().flat_map(|part| &part.tables).map(Some));
    }
    out
}

/// The open data, and what registers are called in it and in addresses.
struct Open<'o> {
    figures: Value,
    names: &'o [(&'o str, &'o str)],
}

impl Open<'_> {
    /// A register by the start of an id, and the rest of the id without its date.
    fn register(&self, id: &str) -> (&Value, String) {
        let id = ["t-", "v-", "e-"].iter().find_map(|start| id.strip_prefix(start)).unwrap_or(id);
        let of = |(key, name): &(&str, &str)| {
            let rest = id.strip_prefix(key).or_else(|| id.strip_prefix(name))?;
            let rest = rest.strip_prefix('-')?.replace("2023-09-30", "");
            Some((&self.figures["registers"][key], rest.trim_matches('-').to_owned()))
        };
        self.names.iter().find_map(of).unwrap_or_else(|| panic!("{id} is of no register"))
    }

    fn at<'r>(&self, register: &'r Value, date: &str) -> &'r Value {
        register["dates"].as_array().unwrap().iter().find(|at| at["date"] == date).unwrap()
    }

    /// Every number of a table is one of the open data.
    fn compare(&self, table: &Table) {
        let (register, what) = self.register(&table.id);
        let published = table.caption.contains("wie veröffentlicht");
        let totals = |date: &str| {
            let at = self.at(register, date);
            match published {
                false => at.clone(),
                true => json!({
                    "count": at["published"]["count"], "counted": at["published"]["total"],
                    "sum": at["published"]["sum"], "total_sum": at["published"]["total_sum"],
                }),
            }
        };
        let rows = expected(table);
        let texts = |values: Vec<&Value>| values.into_iter().map(Value::to_string).collect::<Vec<_>>();
        let last = self.at(register, "2023-09-30");
        match what.as_str() {
            "anzahl" | "summen" | "status" => compare_totals(&rows, &totals("2023-09-30")),
            kind @ ("count" | "sum") => {
                let codes: Vec<&String> = last["count"].as_object().unwrap().keys().collect();
                for row in &rows[1..] {
                    let (day, month, year) = (&row[0][..2], &row[0][3..5], &row[0][6..]);
                    let at = totals(&format!("{year}-{month}-{day}"));
                    let total = &at[if kind == "count" { "counted" } else { "total_sum" }];
                    let each = codes.iter().map(|code| &at[kind][code.as_str()]).chain([total]);
                    assert_eq!(row[1..], texts(each.collect()), "{row:?}");
                }
            }
            "bestand" => {
                let base = &last["base"];
                let names = ["opening", "new", "returned", "left", "closing"];
                let found: Vec<String> = rows[1..].iter().map(|row| row[1].clone()).collect();
                assert_eq!(found, texts(names.iter().map(|name| &base[*name]).collect()));
            }
            "jahre" | "cohorts" => {
                let of = if published { &last["published"] } else { register };
                let mut sum = 0;
                for row in &rows[1..rows.len() - 1] {
                    let year = row[0].split(',').next().unwrap();
                    let n = match (year, published) {
                        ("keine Angabe", _) => &of["cohorts"]["none given"],
                        ("2020-U(10)", true) => &of["baseline"],
                        _ => &of["cohorts"][year],
                    };
                    assert_eq!(row[1], n.to_string(), "{row:?}");
                    sum += n.as_u64().unwrap();
                }
                assert_eq!(rows.last().unwrap()[1], sum.to_string());
            }
            other => panic!("nobody knows how to check a table of kind {other}"),
        }
    }

    /// The records of a list, whole or on several slides, are those of the open data in their order.
    fn compare_list(&self, lists: &[&PeriodList]) {
        let (register, what) = self.register(&lists[0].id);
        let wanted = &self.at(register, "2023-09-30")["lists"][what.replace('-', "_")];
        let id = |href: &String| href.trim_end_matches('/').rsplit('/').next().map(|id| Value::from(id.to_owned()));
        let found: Vec<Value> = lists.iter().flat_map(|l| &l.records).filter_map(|r| id(&r.href)).collect();
        assert_eq!(&Value::from(found), wanted, "{}", lists[0].id);
    }
}

/// Report and slides of a site, printed by some templates; how many tables, records in lists, and record numbers they
/// tell.
fn compare(sources: &SourceTree, templates: &[(&str, &str)], names: &[(&str, &str)]) -> [usize; 3] {
    let made = match templates {
        [] => made(sources, day()),
        _ => made(&themed(sources, templates), day()),
    };
    let (report, slides) = views(sources);
    let (_, figures) = made.files.iter().find(|(path, _)| path.ends_with("figures.json")).unwrap();
    let open = Open { figures: serde_json::from_slice(figures).unwrap(), names };
    let paper = |name: &str| reader::read(&made.papers.iter().find(|p| p.name.starts_with(name)).unwrap().pdf);
    let appendices = made.papers.iter().filter(|p| p.name.starts_with("anlage-"));
    let known: Vec<String> = appendices
        .map(|p| records(&reader::read(&p.pdf)))
        .filter_map(|r| r.column("Nr.").map(|at| r.rows.iter().map(|row| row[at].clone()).collect::<Vec<_>>()))
        .flatten()
        .filter(|number| number != "–")
        .collect();
    let of_slides = slides.slides.iter().filter_map(|slide| slide.table.as_ref());
    let (on_paper, shown) = (paper("bericht"), paper("folien"));
    let mut tables = 0;
    for (paper, wanted) in [(&on_paper, tables_of_report(&report)), (&shown, of_slides.map(Some).collect())] {
        let found: Vec<_> = paper.tags.find("Table").into_iter().map(texts).collect();
        assert_eq!(found.len(), wanted.len());
        for (found, table) in found.iter().zip(wanted).filter_map(|(found, table)| Some((found, table?))) {
            assert_eq!(*found, expected(table));
            // Committees count nothing.
            if table.id != "beratungsfolge" {
                open.compare(table);
                tables += 1;
            }
        }
    }
    let of_report = report.body.iter().filter_map(|block| match block {
        Block::Records { list } => Some(list),
        _ => None,
    });
    let lists: Vec<&PeriodList> = slides.slides.iter().flat_map(|slide| &slide.lists).collect();
    let of_slides: Vec<&[&PeriodList]> = lists.chunk_by(|a, b| a.id == b.id).collect();
    of_report.map(std::slice::from_ref).for_each(|list| open.compare_list(&[&list[0]]));
    of_slides.iter().for_each(|list| open.compare_list(list));
    let records = lists.iter().map(|list| list.records.len()).sum();
    // The contents list headings a second time.
    let contents = report.body.iter().filter(|block| matches!(block, Block::Heading { level: 2, .. }));
    let told = numbers(&report, &contents.collect::<Vec<_>>(), &on_paper, &known);
    [tables, records, told + numbers(&slides, &[], &shown, &known)]
}

const OF_EXAMPLE: [(&str, &str); 3] =
    [("measures", "massnahmen"), ("services", "online-dienste"), ("efiles", "e-akten")];

#[test]
fn the_example_tells_its_figures() {
    let [tables, records, numbers] = compare(&example(&[]), &[], &OF_EXAMPLE);
    assert!(tables > 15 && records > 15 && numbers > 1, "{tables} tables, {records} records, {numbers} numbers");
}

/// A report that tells of records by hand and by inserts, in texts, lists, tables and quotations.
#[test]
fn the_plan_tells_its_figures() {
    let report = "+++\ntitle = \"Bericht zum Plan\"\nsummary = \"MP 010 und OD 005, nicht MP 0100.\"\n+++\n\
                  Zuerst MP 010, dann **MP 011** und OD 001.\n\n- MP 010\n- OD 129 und MP 233\n\n{{list measures reported}}\n\n\
                  {{list measures implemented}}\n\n{{list services implemented}}\n\n> MP 012\n\n## Zu MP 014\n\n{{table measures status}}\n\n\
                  {{table measures cohorts}}\n\n{{chart measures status-by-date}}\n\n| Nr. | Titel |\n|---|---|\n| MP 013 | Eins |\n";
    let sources = with(&imported(), &[("content/reports/2023-09-30.md", report)]);
    let names = [("measures", "massnahmen"), ("services", "online-dienste")];
    let [tables, records, numbers] = compare(&sources, &[], &names);
    assert!(tables > 12 && records == 36 && numbers > 80, "{tables} tables, {records} records, {numbers} numbers");
}

/// Of a template that loses the last record of each list, say.
#[test]
#[should_panic(expected = "on the pages")]
fn a_record_that_is_not_printed_is_noticed() {
    let common = include_str!("../../../themes/default/pdf/common.typ");
    let wrong = common.replace("..records.map(", "..records.slice(0, -1).map(");
    assert_ne!(common, wrong);
    compare(&example(&[]), &[("themes/eigen/pdf/common.typ", &wrong)], &OF_EXAMPLE);
}
