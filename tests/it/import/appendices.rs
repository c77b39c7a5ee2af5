//! Anlage 4 and Anlage 6 as the council got them, in every format, into a new site: the figures are those
//! of an independent count.

use super::{Asked, data, fresh, taken_over, text};
use crate::figures::plan::Plan;
use crate::figures::recount::recount;
use sachstand::exchange::sheet::Workbook;
use sachstand::source::{SourceFile, SourceTree};
use serde_json::{Value, json};

fn both(tree: SourceTree, books: [&Workbook; 2]) -> SourceTree {
    let (tree, measures) = taken_over(&tree, books[0], "measures", Asked::default());
    let (tree, services) = taken_over(&tree, books[1], "services", Asked::default());
    assert_eq!((measures.records.len(), services.records.len()), (233, 129));
    tree
}

/// A new site with both appendices: 233 measures and 129 services.
#[cfg(feature = "pdf")]
pub(crate) fn imported() -> SourceTree {
    let book = data("massnahmenplan.xlsx");
    both(fresh(), [&book, &book])
}

fn figures(tree: &SourceTree) -> Value {
    crate::figures::figures_of(tree, Default::default())
}

#[test]
fn a_new_site_gets_the_published_figures() {
    let book = data("massnahmenplan.xlsx");
    let tree = both(fresh(), [&book, &book]);
    let found = figures(&tree);
    let expected: Value = serde_json::from_str(include_str!("../../data/expected.json")).unwrap();
    let at = |register: &str, date: &str| -> Value {
        let dates = found["registers"][register]["dates"].as_array().unwrap();
        dates.iter().find(|d| d["date"] == date).unwrap().clone()
    };
    for (i, date) in expected["dates"].as_array().unwrap().iter().enumerate() {
        let at = at("measures", date.as_str().unwrap());
        assert_eq!(at["counted"], expected["total_count"][i]);
        assert_eq!(at["total_sum"], expected["total_sum"][i]);
        for status in ["P", "E", "U"] {
            assert_eq!(at["count"][status], expected["count"][status][i]);
            assert_eq!(at["sum"][status], expected["sum"][status][i]);
        }
    }
    for (i, date) in ["2023-03-31", "2023-09-30"].iter().enumerate() {
        for status in ["P", "E", "U"] {
            assert_eq!(at("services", date)["count"][status], expected["services"][status][i]);
        }
    }
    let measures = &found["registers"]["measures"];
    assert_eq!(measures["cohorts"], expected["years"]);
    assert_eq!(measures["baseline"], expected["baseline"]);
    let implemented = at("measures", "2023-09-30")["lists"]["implemented"].as_array().unwrap().len();
    assert_eq!(json!(implemented), expected["newly_implemented_2023_09"]);
}

/// The site of the figure tests without its records, so that every figure can be compared with their
/// recount from the cells.
#[test]
fn every_figure_is_that_of_the_recount() {
    let plan = Plan::read();
    let is_record = |f: &SourceFile| f.path.starts_with("content/measures/") || f.path.starts_with("content/services/");
    let bare = SourceTree::new(plan.files().into_iter().filter(|file| !is_record(file)).collect());
    let book = data("massnahmenplan.xlsx");
    let found = figures(&both(bare, [&book, &book]));
    for (register, expected) in ["measures", "services"].iter().zip(recount(&plan)) {
        for (key, value) in expected.as_object().unwrap() {
            let found = &found["registers"][register][key];
            if key != "dates" {
                assert_eq!(found, value, "{register} {key}");
                continue;
            }
            for (found, value) in found.as_array().unwrap().iter().zip(value.as_array().unwrap()) {
                for (key, value) in value.as_object().unwrap() {
                    assert_eq!(&found[key], value, "{register} {} {key}", found["date"]);
                }
            }
        }
    }
}

#[test]
fn all_formats_give_the_same_files() {
    let book = data("massnahmenplan.xlsx");
    let expected = both(fresh(), [&book, &book]);
    assert_eq!(expected, both(fresh(), [&data("anlage-4.csv"), &data("anlage-6.csv")]));
    for name in ["massnahmenplan.ods", "massnahmenplan.xls"] {
        let book = data(name);
        assert_eq!(expected, both(fresh(), [&book, &book]), "{name}");
    }
}

#[test]
fn csv_files_in_other_encodings_and_layouts_give_the_same_files() {
    let expected = both(fresh(), [&data("anlage-4.csv"), &data("anlage-6.csv")]);
    let original = include_str!("../../data/anlage-4.csv").trim_start_matches('\u{feff}');
    let windows = encoding_rs::WINDOWS_1252.encode(original).0.into_owned();
    let unix = original.replace("\r\n", "\n").into_bytes();
    let noted = format!("Anlage 4;;\r\n;;\r\nStand: September 2023;;\r\n\r\n{original}\r\n;;;;;;\r\nSumme;233;;;;\r\n")
        .into_bytes();
    let mut commas = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in csv::ReaderBuilder::new().has_headers(false).delimiter(b';').from_reader(original.as_bytes()).records() {
        commas.write_record(&row.unwrap()).unwrap();
    }
    let commas = commas.into_inner().unwrap();
    // A decimal comma where a number was formatted with decimals.
    let decimals = original.replace(";8;9;9;10;U", ";8,0;9,0;9,0;10,0;U").into_bytes();
    for (n, bytes) in [windows, unix, noted, commas, decimals].into_iter().enumerate() {
        let book = Workbook::read("anlage-4.csv", &bytes).unwrap();
        let tree = both(fresh(), [&book, &data("anlage-6.csv")]);
        assert_eq!(expected, tree, "variant {n}");
    }
}

#[test]
fn records_look_as_if_somebody_had_written_them() {
    let book = data("massnahmenplan.xlsx");
    let tree = both(fresh(), [&book, &book]);
    assert_eq!(
        text(&tree, "content/measures/mp-005.md"),
        "+++\nnumber = \"MP 005\"\ntitle = \"Portal Müllabfuhr\"\nunit = \"0.1\"\nreported = 2021\nschedule = \"2021/2023\"\n\n\
         [progress]\n2022-03-31 = 2\n2022-09-30 = 3\n2023-03-31 = 4\n2023-09-30 = 6\n+++\n\n\
         Nachnutzung eines EfA-Dienstes, \"Einer für Alle\".\n"
    );
    assert!(text(&tree, "content/measures/mp-011.md").contains("\nreported = 2020\nbaseline = true\n"));
    assert!(text(&tree, "content/services/od-001.md").contains("\nmeasures = [\"MP 197\"]\n"));
    assert!(!text(&tree, "content/services/od-002.md").contains("measures"));
    assert!(
        text(&tree, "content/site.toml")
            .contains("reporting_dates = [2022-03-31, 2022-09-30, 2023-03-31, 2023-09-30, 2026-03-31, 2026-09-30]\n")
    );
}
