//! In whichever order sheets are imported, the site is the same: references wait until their record is there.

use super::export::site;
use super::sheet::{E, book, t};
use super::{Asked, data, fresh, planned, taken_over, text};

#[test]
fn the_order_of_sheets_changes_no_file() {
    let book = data("massnahmenplan.xlsx");
    let (tree, _) = taken_over(&fresh(), &book, "measures", Asked::default());
    let (expected, _) = taken_over(&tree, &book, "services", Asked::default());
    let (_, problems) = planned(&fresh(), &book, "services", Asked::default());
    assert!(problems.iter().all(|problem| !problem.starts_with("warning")), "{problems:?}");
    let elsewhere = problems.iter().filter(|problem| problem.contains("72 Verweise führen zum Blatt „Anlage 4“"));
    assert_eq!(elsewhere.count(), 1);
    let (tree, _) = taken_over(&fresh(), &book, "services", Asked::default());
    assert!(text(&tree, "content/services/od-001.md").contains("\nunresolved = [\"MP 197\"]\n"));
    let (tree, plan) = taken_over(&tree, &book, "measures", Asked::default());
    assert_eq!(plan.records.iter().filter(|record| !record.is_new).count(), 72);
    let first = plan.records.iter().find(|record| record.path == "content/services/od-001.md").unwrap();
    let fields: Vec<_> = first
        .fields
        .iter()
        .map(|f| (f.key.as_str(), f.before.as_deref(), f.after.as_deref(), f.place.to_string()))
        .collect();
    let at = "Anlage 4!E200".to_owned();
    assert_eq!(fields, [("measures", None, Some("MP 197"), at.clone()), ("unresolved", Some("MP 197"), None, at)]);
    for (name, file) in expected.iter().map(|(_, file)| (&file.path, file.text())) {
        assert_eq!(file, text_of(&tree, name), "{name}");
    }
    assert_eq!(expected, tree);
}

fn text_of<'t>(tree: &'t sachstand::source::SourceTree, path: &str) -> Option<&'t str> {
    tree.find(path).and_then(|(_, file)| file.text())
}

const HUND: &str = "+++\r\n# Kopf\r\ntitle = 'Hund'\r\nmeasures = [\"MP 001\"]  # geprüft\r\n# offen\r\n\
                    unresolved = [\"mp 2\", \"MP 999\", \"related: OD 9\"]\r\n[status]\r\n+++\r\nText\r\n";

#[test]
fn what_waited_becomes_a_link_and_the_rest_of_its_file_survives() {
    let tree = site(&[
        ("content/services/od-1.md".to_owned(), HUND.to_owned()),
        ("content/measures/mp-001.md".to_owned(), "+++\nnumber = \"MP 001\"\ntitle = \"A\"\n+++\n".to_owned()),
    ]);
    let rows = || book(vec![vec![t("Nr."), t("Titel"), t("Termin")], vec![t("MP 002"), t("B"), t("2026")]]);
    let (after, _) = taken_over(&tree, &rows(), "measures", Asked::default());
    let expected =
        HUND.replace("[\"MP 001\"]", "[\"MP 001\", \"MP 002\"]").replace("[\"mp 2\", \"MP 999\"", "[\"MP 999\"");
    assert_eq!(text(&after, "content/services/od-1.md"), expected);
    // What waits for another field than the row speaks of stays, and so does what a row leaves open.
    let services = |name| {
        let head = vec![t("Nr."), t("Bezeichnung"), t("id"), t("Nr. lt. Maßnahmenplan")];
        book(vec![head, vec![E, t("Hund"), t("od-1"), name]])
    };
    let (open, _) = planned(&after, &services(E), "services", Asked::default());
    assert!(open.unwrap().files.is_empty());
    let (after, _) = taken_over(&after, &services(t("MP 001")), "services", Asked::default());
    assert!(text(&after, "content/services/od-1.md").contains("\r\nunresolved = [\"related: OD 9\"]\r\n"));
}

#[test]
fn a_row_that_is_refused_makes_no_link() {
    let tree =
        site(&[("content/services/od-1.md".to_owned(), HUND.replace("measures = [\"MP 001\"]  # geprüft\r\n", ""))]);
    let head = vec![t("Nr."), t("Titel"), t("Stand 03.2026")];
    let rows = book(vec![head, vec![t("MP 002"), t("B"), t("99")], vec![t("MP 003"), t("C"), t("1")]]);
    let (plan, problems) = planned(&tree, &rows, "measures", Asked::default());
    let paths: Vec<_> = plan.unwrap().files.into_iter().map(|file| file.path).collect();
    assert_eq!(paths, ["content/measures/mp-003.md"], "{problems:?}");
}
