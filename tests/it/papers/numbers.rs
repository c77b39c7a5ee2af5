//! The same numbers everywhere: on paper, in workbooks, on pages and in figures.json.
//!
//! Each is read back from the finished file and compared with the others; none is asked how it was made.

use super::reader::{self, Paper, Tag};
use super::{day, example};
use crate::figures::frozen::frozen;
use crate::figures::plan::{DATES, EMPTY, Plan};
use crate::import::appendices::imported;
use crate::printer::printer;
use sachstand::diag::{Diagnostics, Severity};
use sachstand::exchange::sheet::{Sheet, Workbook};
use sachstand::output::{Collected, Output};
use sachstand::pipeline::{self, Options, Timings};
use sachstand::render::Printed;
use sachstand::source::SourceTree;
use sachstand::value::Date;
use serde_json::Value;
use std::collections::BTreeMap;

/// Everything that is made of a site at a date.
pub(super) struct Made {
    pub(super) papers: Vec<Printed>,
    books: Vec<(String, Vec<u8>)>,
    pub(super) files: Output,
}

pub(super) fn made(sources: &SourceTree, date: Date) -> Made {
    let options = Options { as_of: Some(date), ..Options::default() };
    let (mut diags, mut timings) = (Diagnostics::new(), Timings::new(|| 0));
    let planned = pipeline::plan(sources, options, &mut diags, &mut timings).expect("a plan");
    let files = Collected::default();
    planned.render(&files, &mut diags, &mut timings);
    let papers = planned.papers(date, &printer(), &mut diags);
    assert_eq!(diags.count(Severity::Error), 0, "{diags:?}");
    Made { papers, books: planned.books(date), files: files.into_output() }
}

/// The table of all records: headings, and the texts of the cells of each record.
pub(super) struct Records {
    heads: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

pub(super) fn records(paper: &Paper) -> Records {
    let tables = paper.tags.find("Table");
    let rows = tables[0].rows();
    let texts = |cells: &[&Tag]| cells.iter().map(|cell| cell.text()).collect::<Vec<_>>();
    let mut below = texts(&rows[1]).into_iter();
    let mut heads = Vec::new();
    for cell in &rows[0] {
        match cell.size.1 {
            1 => heads.push(cell.text()),
            // One heading above several dates.
            n => heads.extend(below.by_ref().take(n)),
        }
    }
    let of_records = rows.iter().filter(|row| row.iter().any(|cell| cell.scope.as_deref() == Some("Row")));
    let rows: Vec<_> = of_records.map(|row| texts(row)).collect();
    assert!(rows.iter().all(|row| row.len() == heads.len()), "every record has a cell in each column");
    Records { heads, rows }
}

impl Records {
    pub(super) fn column(&self, head: &str) -> Option<usize> {
        self.heads.iter().position(|h| h == head)
    }

    /// What names a record, and where it stands.
    fn key(&self) -> usize {
        self.column("Nr.").or(self.column("Bezeichnung")).expect("a name")
    }

    /// The number of a record, or its title where it has none.
    fn name<'r>(&self, row: &'r [String]) -> &'r str {
        match row[self.key()].as_str() {
            "–" => &row[self.column("Bezeichnung").expect("a title")],
            number => number,
        }
    }

    /// The columns with a value for each reporting date.
    fn dates(&self) -> Vec<usize> {
        let is_month = |head: &str| head.len() == 7 && head.as_bytes()[2] == b'.';
        (0..self.heads.len()).filter(|i| is_month(&self.heads[*i])).collect()
    }
}

/// The code of a status that is shown with its mark.
fn code(text: &str) -> String {
    match text.split_once(' ') {
        Some((mark, code)) if !mark.contains(char::is_alphanumeric) => code.to_owned(),
        _ => text.to_owned(),
    }
}

/// The rows of a workbook by number, or by title where there is none; each cell by its heading.
fn sheet_rows(sheet: &Sheet, numbered: bool) -> BTreeMap<String, BTreeMap<String, String>> {
    let heads = &sheet.row(3).expect("the headings").cells;
    let named = |(column, cell): &(u32, sachstand::exchange::sheet::Cell)| {
        let (_, head) = heads.iter().find(|(at, _)| at == column)?;
        Some((head.text(), cell.text()))
    };
    let rows = sheet.rows.iter().filter(|row| row.index > 3);
    let cells = rows.map(|row| row.cells.iter().filter_map(named).collect::<BTreeMap<_, _>>());
    cells
        .map(|cells| {
            let named =
                |start: &str| cells.iter().find(|(head, _)| head.starts_with(start)).map(|(_, text)| text.clone());
            // Some of the records in a register with numbers have none.
            let number = if numbered { named("Nr. ") } else { None };
            (number.or_else(|| named("Bezeichnung ")).expect("a name"), cells)
        })
        .collect()
}

/// Each value on paper stands in the workbook too, and none is missing.
fn compare_with_workbook(records: &Records, book: &[u8]) {
    let book = Workbook::read("buch.xlsx", book).unwrap();
    let mut sheet = sheet_rows(&book.sheets[0], records.column("Nr.").is_some());
    for row in &records.rows {
        let cells = sheet.remove(records.name(row)).unwrap_or_else(|| panic!("{row:?} is in no workbook"));
        let find = |wanted: &dyn Fn(&str) -> bool| {
            let found = cells.iter().find(|(head, _)| wanted(head)).map(|(_, text)| text.as_str());
            found.filter(|text| *text != EMPTY).unwrap_or("–").to_owned()
        };
        for at in records.dates() {
            let head = &records.heads[at];
            let there = find(&|h: &str| h.ends_with(head.as_str()) && !h.starts_with("Status ("));
            assert_eq!(code(&row[at]), there, "{head} of {row:?}");
        }
        // A status that was set by hand where there is no value is told on paper alone.
        let last = *records.dates().last().expect("a date");
        if let Some(at) = records.column("Status").filter(|_| row[last] != "–") {
            assert_eq!(code(&row[at]), find(&|h: &str| h.starts_with("Status (")), "{row:?}");
        }
    }
    assert!(sheet.is_empty(), "only in the workbook: {:?}", sheet.keys());
}

/// Counts the records on paper anew.
fn compare_with_figures(records: &Records, register: &Value, at: &Value) {
    let (mut count, mut sum, mut baseline) = (BTreeMap::new(), BTreeMap::new(), 0_u64);
    let last = *records.dates().last().expect("a date");
    for row in &records.rows {
        let year = records.column("Jahr der Meldung").map_or("–", |at| row[at].as_str());
        if year != "–" && year.parse::<u32>().is_err() {
            baseline += 1;
            continue;
        }
        let status = code(&row[records.column("Status").unwrap_or(last)]);
        // Such a status is shown, and not counted.
        if row[last] != "–" {
            *count.entry(status.clone()).or_insert(0_u64) += 1;
            *sum.entry(status).or_insert(0_u64) += row[last].parse::<u64>().unwrap_or(0);
        }
    }
    assert_eq!(register["baseline"].as_u64().unwrap_or(0), baseline);
    for (status, n) in at["count"].as_object().unwrap() {
        assert_eq!(n.as_u64().unwrap(), count.get(status).copied().unwrap_or(0), "count of {status}");
    }
    // A register without a scale has no sums.
    for (status, n) in at["sum"].as_object().unwrap().iter().filter(|(_, n)| !n.is_null()) {
        assert_eq!(n.as_u64().unwrap(), sum.get(status).copied().unwrap_or(0), "sum of {status}");
    }
    assert_eq!(at["counted"].as_u64().unwrap(), count.values().sum::<u64>());
}

pub(super) fn texts(table: &Tag) -> Vec<Vec<String>> {
    table.rows().iter().map(|row| row.iter().map(|cell| cell.text()).collect()).collect()
}

/// A table of totals says what figures.json says, rounded in the same way.
pub(super) fn compare_totals(status: &[Vec<String>], at: &Value) {
    let column = |head: &str| status[0].iter().position(|h| h == head);
    let rounded = |value: &Value| value.as_f64().map_or("–".to_owned(), |n| format!("{n:.2}").replace('.', ","));
    let count = column("Anzahl").expect("a column of counts");
    let total = status.last().expect("a last row");
    let counted = at["counted"].as_u64().expect("a number of records");
    assert_eq!(total[count], at["counted"].to_string());
    let sums = status[0].iter().position(|h| h.starts_with("Summe"));
    for row in &status[1..status.len() - 1] {
        let code = row[0].split(' ').nth(1).expect("mark, code and label");
        assert_eq!(row[count], at["count"][code].to_string(), "{row:?}");
        if let Some(sum) = sums {
            assert_eq!(row[sum], at["sum"][code].to_string(), "{row:?}");
        }
        if let Some(mean) = column("Mittelwert") {
            assert_eq!(row[mean], rounded(&at["mean_by_status"][code]), "{row:?}");
        }
        if let Some(share) = column("Anteil") {
            // In tenths of a percent, half of one up.
            let tenths = (at["count"][code].as_u64().unwrap() * 2000 + counted) / (2 * counted);
            assert_eq!(row[share], format!("{},{} %", tenths / 10, tenths % 10), "{row:?}");
        }
    }
    if let Some(sum) = sums {
        assert_eq!(total[sum], at["total_sum"].to_string());
    }
    if let Some(mean) = column("Mittelwert") {
        assert_eq!(total[mean], rounded(&at["mean"]));
    }
}

/// The tables of a page, as the texts of their cells.
fn html_tables(html: &str) -> Vec<Vec<Vec<String>>> {
    let parts = |text: &str, start: &str| -> Vec<String> { text.split(start).skip(1).map(str::to_owned).collect() };
    let plain = |cell: &str| {
        let mut text = String::new();
        for (i, part) in cell.split('<').enumerate() {
            text.push_str(if i == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
        }
        let text = text.replace("&nbsp;", " ").replace('\u{a0}', " ").replace("&amp;", "&").replace("&#x27;", "'");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let row = |row: &String| {
        let cells = row.replace("<thead", "<").replace("<td", "<th");
        parts(&cells, "<th").iter().map(|c| plain(&format!("<{c}"))).collect()
    };
    parts(html, "<table")
        .iter()
        .map(|t| parts(t.split("</table>").next().unwrap(), "<tr").iter().map(row).collect())
        .collect()
}

/// Every table of figures on paper stands on the pages of the date, cell for cell.
fn compare_with_pages(tables: &[Vec<Vec<String>>], pages: &[&str]) {
    let pages: Vec<_> = pages.iter().flat_map(|html| html_tables(html)).collect();
    // Marks and hidden words differ before a label, so labels are compared by their end.
    let same_row = |a: &[String], b: &[String]| {
        let end = |text: &String| text.rsplit(' ').next().map(str::to_owned);
        a[1..] == b[1..] && end(&a[0]) == end(&b[0])
    };
    let same = |a: &[Vec<String>], b: &[Vec<String>]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.len() == b.len() && same_row(a, b))
    };
    for table in tables {
        assert!(pages.iter().any(|page| same(table, page)), "not on the pages: {table:#?}\nthere are {pages:#?}");
    }
}

/// How often a number stands in a text, not as the start of a longer one.
pub(super) fn times(text: &str, number: &str) -> usize {
    text.match_indices(number)
        .filter(|(at, _)| !text[at + number.len()..].starts_with(|c: char| c.is_ascii_digit()))
        .count()
}

/// Every number stands on paper as often as the cells of the workbook have it: no row is lost or doubled, neither for
/// eyes nor for a screen reader.
fn compare_numbers(paper: &Paper, records: &Records, book: &[u8]) {
    let book = Workbook::read("buch.xlsx", book).unwrap();
    let rows = sheet_rows(&book.sheets[0], true);
    let shown = ["Nr. ", "Bezeichnung ", "Erläuterung", "gehört zu "];
    let cells = rows.values().flatten().filter(|(head, _)| shown.iter().any(|start| head.starts_with(start)));
    let written = cells.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n");
    let read = paper.tags.text();
    for row in records.rows.iter().filter(|row| row[records.key()] != "–") {
        let number = &row[records.key()];
        let expected = times(&written, number);
        assert!(expected > 0, "{number}");
        assert_eq!(times(&paper.text, number), expected, "{number} on the pages");
        assert_eq!(times(&read, number), expected, "{number} in the tags");
    }
}

/// All of it for the appendices of a site; how many records each has.
fn compare(sources: &SourceTree, registers: &[(&str, &str)]) -> Vec<usize> {
    let made = made(sources, day());
    let file = |end: &str| {
        let (_, bytes) = made.files.iter().find(|(path, _)| path.ends_with(end)).unwrap_or_else(|| panic!("no {end}"));
        std::str::from_utf8(bytes).unwrap()
    };
    let figures: Value = serde_json::from_str(file("figures.json")).unwrap();
    let stand = file("stand/2023-09-30/index.html");
    let detail = |register: &str| file(&format!("stand/2023-09-30/{register}/zahlen/index.html"));
    let one = |(key, name): &(&str, &str)| {
        let printed = made.papers.iter().find(|p| p.name == *name).unwrap_or_else(|| panic!("no {name}"));
        let (_, book) = made.books.iter().find(|(n, _)| n == name).expect("a workbook beside it");
        let paper = reader::read(&printed.pdf);
        let records = records(&paper);
        let register = &figures["registers"][key];
        let at = register["dates"].as_array().unwrap().iter().find(|d| d["date"] == "2023-09-30").unwrap();
        let tables: Vec<_> = paper.tags.find("Table").into_iter().skip(1).map(texts).collect();
        compare_with_workbook(&records, book);
        compare_with_figures(&records, register, at);
        compare_totals(tables.iter().rfind(|table| table[0][0] == "Status").expect("a table of statuses"), at);
        compare_with_pages(&tables, &[stand, detail(name.trim_start_matches("anlage-"))]);
        if records.column("Nr.").is_some() {
            compare_numbers(&paper, &records, book);
        }
        records.rows.len()
    };
    registers.iter().map(one).collect()
}

#[test]
fn the_plan_has_the_same_numbers_everywhere() {
    let registers = [("measures", "anlage-massnahmen"), ("services", "anlage-online-dienste")];
    assert_eq!(compare(&imported(), &registers), [233, 129]);
}

#[test]
fn the_example_has_the_same_numbers_everywhere() {
    let registers =
        [("measures", "anlage-massnahmen"), ("services", "anlage-online-dienste"), ("efiles", "anlage-e-akten")];
    assert_eq!(compare(&example(&[]), &registers).len(), 3);
}

/// A date that is closed has its documents for good: values of later dates, new records and new dates change no byte.
#[test]
fn documents_of_a_closed_date_stay_when_later_values_come() {
    let plan = Plan::read();
    let closed = frozen(&plan, 3);
    let mut later = plan.clone();
    for row in later.measures.iter_mut().step_by(3) {
        row.cells[3] = if row.cells[3] == "10" { "9" } else { "10" }.to_owned();
    }
    let mut new = later.measure("MP 010").clone();
    (new.number, new.title) = ("MP 990".to_owned(), "Erst später gemeldet".to_owned());
    new.cells = [EMPTY, EMPTY, EMPTY, "5"].map(str::to_owned).to_vec();
    later.measures.push(new);
    let snapshots = closed.iter().filter(|file| file.path.starts_with("content/snapshots/")).cloned();
    let after = SourceTree::new(later.files().into_iter().chain(snapshots).collect());
    let date = Date::parse(DATES[2]).unwrap();
    let (before, after) = (made(&SourceTree::new(closed), date).papers, made(&after, date).papers);
    assert_eq!(before.len(), 3);
    for (a, b) in before.iter().zip(&after) {
        assert!(a.name == b.name && a.pdf == b.pdf, "{} changed", a.name);
    }
}
