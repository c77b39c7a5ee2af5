//! What goes out comes back in: importing an export changes nothing, and a cell that is edited in it comes back as
//! exactly this edit.

use super::sheet::t;
use super::{ALL, Asked, data, fresh, planned, read, taken_over, with};
use proptest::prelude::*;
use sachstand::diag::Diagnostics;
use sachstand::exchange::sheet::{Cell, Workbook};
use sachstand::pipeline::{self, Options};
use sachstand::source::{Content, SourceFile, SourceTree};
use std::collections::BTreeMap;
use std::path::Path;

/// The files of a register in the published site, by their ending.
fn published(tree: &SourceTree, options: Options) -> BTreeMap<String, Vec<u8>> {
    let mut diags = Diagnostics::new();
    let output = pipeline::build(tree, options, &mut diags).unwrap_or_else(|| panic!("{diags:?}"));
    let data = output.iter().filter(|(path, _)| path.starts_with("daten/") || path.starts_with("data/"));
    data.map(|(path, bytes)| (path.split_once('/').unwrap().1.to_owned(), bytes.to_vec())).collect()
}

/// Every table of every register: its name, the register, and the sheet in it if it has several.
pub(super) fn tables(tree: &SourceTree, options: Options) -> Vec<(String, String, Workbook, Option<String>)> {
    let mut diags = Diagnostics::new();
    let (model, _) = pipeline::derive(tree, options, &mut diags).unwrap();
    let files = published(tree, options);
    let mut tables = Vec::new();
    for register in &model.registers {
        let config = model.register_config(register);
        let key = config.key.value.clone();
        for ending in ["xlsx", "csv", "excel.csv"] {
            let name = files.keys().find(|name| **name == format!("{}.{ending}", config.slug.value));
            let name = name.unwrap_or_else(|| panic!("no {ending} of {key}: {:?}", files.keys()));
            let book = Workbook::read(name, &files[name]).unwrap();
            let sheets: Vec<String> = book.sheets.iter().map(|sheet| sheet.name.clone()).collect();
            tables.push((name.clone(), key.clone(), book.clone(), None));
            if ending == "xlsx" {
                assert_eq!(sheets.len(), 2);
                tables.push((name.clone(), key.clone(), book, Some(sheets[1].clone())));
            }
        }
    }
    tables
}

fn nothing_changes(tree: &SourceTree) {
    for options in [Options::default(), ALL] {
        for (name, register, book, sheet) in tables(tree, options) {
            let asked = Asked { sheet: sheet.as_deref(), ..Asked::default() };
            let (plan, problems) = planned(tree, &book, &register, asked);
            let plan = plan.unwrap_or_else(|| panic!("{name}: {problems:?}"));
            let changes: Vec<_> = plan.records.iter().map(|r| (&r.name, r.is_new, &r.fields)).collect();
            assert!(plan.files.is_empty(), "{name} {sheet:?}: {changes:#?} {:?} {problems:?}", plan.site);
            assert_eq!(plan.refused, 0, "{name} {sheet:?}: {problems:?}");
            assert!(problems.is_empty(), "{name} {sheet:?}: {problems:?}");
        }
    }
}

pub(super) fn site(files: &[(String, String)]) -> SourceTree {
    let mut all: BTreeMap<String, Content> = fresh().iter().map(|(_, f)| (f.path.clone(), f.content.clone())).collect();
    all.extend(files.iter().map(|(path, text)| (path.clone(), Content::Text(text.clone()))));
    SourceTree::new(all.into_iter().map(|(path, content)| SourceFile { path, content }).collect())
}

pub(super) fn plan_site() -> SourceTree {
    let book = data("massnahmenplan.xlsx");
    let (tree, _) = taken_over(&fresh(), &book, "measures", Asked::default());
    taken_over(&tree, &book, "services", Asked::default()).0
}

#[test]
fn an_export_of_every_site_comes_back_without_a_change() {
    nothing_changes(&fresh());
    nothing_changes(&read(Path::new(env!("CARGO_MANIFEST_DIR"))));
    nothing_changes(&plan_site());
}

#[test]
fn an_export_makes_the_same_records_again() {
    let tree = plan_site();
    for (name, register, book, sheet) in tables(&tree, Options::default()) {
        let asked = Asked { sheet: sheet.as_deref(), ..Asked::default() };
        let (plan, problems) = planned(&fresh(), &book, &register, asked);
        let count = if register == "measures" { 233 } else { 129 };
        assert_eq!(plan.unwrap().records.len(), count, "{name} {sheet:?}: {problems:?}");
    }
}

#[test]
fn what_a_public_sheet_does_not_name_stays() {
    let extra = "\n[[extra]]\nname = \"kreuze\"\nlabel = \"Ziele\"\nkind = \"list\"\n[[extra]]\nname = \"geld\"\nlabel = \"Aufwand\"\nkind = \"number\"\n";
    let organisation = "[[division]]\nid = \"I\"\nname = \"Eins\"\n[[unit]]\nid = \"1.10\"\nname = \"Zehn\"\ndivision = \"I\"\n\
                        [[unit]]\nid = \"9\"\nname = \"Geheim\"\nvisibility = \"internal\"\n";
    let mut files = vec![
        ("content/site.toml".to_owned(), format!("{}{extra}", super::text(&fresh(), "content/site.toml"))),
        ("content/organisation.toml".to_owned(), organisation.to_owned()),
    ];
    for (path, text) in [
        (
            "measures/mp-001.md",
            "number = \"1\"\ntitle = \"=A1\"\nunit = \"1.10\"\nrelated = [\"mp-002\", \"od-1\"]\nbudget = 12.5\n\
             [progress]\n2026-03-31 = 0\n[extra]\nkreuze = [\"a und b\", \"c; d\"]\ngeld = -1.50\n+++\n# Kopf\n\n- *a*\n- [b](/massnahmen/)\n",
        ),
        ("measures/mp-002.md", "title = \"Geheim\"\nvisibility = \"internal\"\nunit = \"9\"\n+++\n"),
        ("measures/mp-003.md", "title = \"Summe\"\nunit = \"9\"\nbaseline = true\nreported = 2020\n+++\n"),
        (
            "services/od-1.md",
            "title = \"-\"\naudience = [\"citizens\", \"internal\"]\nleika = [\"99012345678901\", \"99012345678902\"]\n\
             measures = [\"mp-002\", \"1\"]\ndelivery = \"efa\"\nmaturity = { model = \"ozg\", level = 2 }\n+++\n",
        ),
    ] {
        files.push((format!("content/{path}"), format!("+++\n{text}")));
    }
    nothing_changes(&site(&files));
}

fn nasty() -> impl Strategy<Value = String> {
    let any = "[ -~äöüß\u{a0}\u{ad}\n\t–„“…€]{1,24}";
    let sharp = prop::sample::select(vec![
        "=1+1",
        "'=x",
        "'\tü",
        "+49 571",
        "-5",
        "@A1",
        "1.10",
        "007",
        "2023",
        "(Leer)",
        "-",
        "Summe",
        "nein",
        "#N/A",
        "TRUE",
        "_x0041_",
        "a;b;c\n;d",
        "\"q\"",
        "https://example.org/",
        "1e5",
        "mailto:a@b.example",
        "{=A1}",
        "x\ty",
    ]);
    prop_oneof![any.prop_map(|t| t), sharp.prop_map(str::to_owned)]
        .prop_filter("something to see", |t| t.chars().any(char::is_alphanumeric))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nasty_texts_come_back_as_they_were(records in prop::collection::vec((nasty(), nasty(), prop::option::of(0..=10_u8)), 1..6)) {
        let mut files = Vec::new();
        for (n, (title, body, value)) in records.iter().enumerate() {
            let title = toml::Value::from(title.as_str());
            let value = value.map(|value| format!("[progress]\n2026-09-30 = {value}\n")).unwrap_or_default();
            let body = body.replace("+++", "");
            files.push((format!("content/measures/r-{n}.md"), format!("+++\ntitle = {title}\n{value}+++\n{body}\n")));
        }
        nothing_changes(&site(&files));
    }
}

#[test]
fn edited_cells_of_an_exported_book_come_back_as_exactly_these_edits() {
    let tree = plan_site();
    let book = tables(&tree, Options::default()).into_iter().find(|table| table.1 == "measures").unwrap().2;
    let header = book.sheets[0].rows.iter().find(|row| row.cells.len() > 8).unwrap().clone();
    let column = |name: &str| header.cells.iter().find(|(_, cell)| cell.text().contains(name)).unwrap().0;
    let (id, value, title) = (column("sachstand-id"), column("09.2022"), column("Bezeichnung Maßnahme"));
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 16,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let edits = prop::collection::btree_map((0..233_usize, any::<bool>()), 0..11_u8, 1..8);
    runner
        .run(&edits, |edits| {
            let mut book = book.clone();
            let mut expected = Vec::new();
            for ((nth, is_value), number) in edits {
                let rows = book.sheets[0].rows.iter_mut().filter(|row| row.index > header.index);
                let row = rows.into_iter().nth(nth).unwrap();
                let at = if is_value { value } else { title };
                let name = row.cells.iter().find(|(index, _)| *index == id).unwrap().1.text();
                let new = if is_value { Cell::Number(f64::from(number)) } else { Cell::Text(format!("=Neu {number}")) };
                let place = row.cells.iter().position(|(index, _)| *index >= at).unwrap_or(row.cells.len());
                let old = row.cells.get(place).filter(|(index, _)| *index == at).map(|(_, cell)| cell.clone());
                if old.as_ref() == Some(&new) {
                    continue;
                }
                match old {
                    Some(_) => row.cells[place].1 = new.clone(),
                    None => row.cells.insert(place, (at, new.clone())),
                }
                expected.push((format!("content/measures/{name}.md"), new.text()));
            }
            expected.sort();
            let (plan, problems) = planned(&tree, &book, "measures", Asked::default());
            let plan = plan.unwrap();
            prop_assert!(problems.iter().all(|problem| !problem.starts_with("error")), "{:?}", problems);
            let mut found: Vec<(String, String)> = plan
                .records
                .iter()
                .flat_map(|r| r.fields.iter().map(|f| (r.path.clone(), f.after.clone().unwrap_or_default())))
                .collect();
            found.sort();
            prop_assert_eq!(&found, &expected);
            let (again, _) = planned(&with(&tree, &plan), &book, "measures", Asked::default());
            prop_assert!(again.unwrap().files.is_empty());
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_sheet_of_another_register_is_named_in_every_layout() {
    let tree = plan_site();
    for (name, register, book, sheet) in tables(&tree, Options::default()) {
        let other = if register == "measures" { "services" } else { "measures" };
        let asked = Asked { sheet: sheet.as_deref(), ..Asked::default() };
        let (plan, problems) = planned(&tree, &book, other, asked);
        assert!(
            plan.is_none() && problems[0].contains("das sind die Überschriften von"),
            "{name} {sheet:?}: {problems:?}"
        );
    }
    let rows = vec![vec![t("Nr."), t("Titel"), t("Termin")], vec![t("OD 001"), t("Hund"), t("2023")]];
    let (plan, problems) = planned(&fresh(), &super::sheet::book(rows), "measures", Asked::default());
    assert!(plan.is_none() && problems[0].contains("Online-Dienste"), "{problems:?}");
}
