//! Sheets as offices send them: what they do to codes, numbers and rows, and what must survive.

use super::sheet::{E, area, book, d, n, sheet, t};
use super::{Asked, fresh, planned, taken_over, text, with};
use sachstand::exchange::sheet::{Cell, Workbook};
use sachstand::exchange::state;
use sachstand::source::{Content, SourceFile, SourceTree};

/// The site of `init` with these files over it.
fn site(files: &[(&str, &str)]) -> SourceTree {
    let own = fresh();
    let mut all: Vec<SourceFile> =
        own.iter().map(|(_, f)| f.clone()).filter(|f| files.iter().all(|(path, _)| *path != f.path)).collect();
    let file =
        |(path, text): &(&str, &str)| SourceFile { path: (*path).into(), content: Content::Text((*text).into()) };
    all.extend(files.iter().map(file));
    SourceTree::new(all)
}

const CRM: (&str, &str) = (
    "content/measures/mp-001.md",
    "+++\r\n# Kopf\r\nnumber = \"MP 001\"\r\ntitle = 'CRM-System'  # Name\r\nunit = \"1.1\"\r\nschedule = \"2025\"\r\n[progress]\r\n\
     2026-03-31 = 2  # geschätzt\r\n+++\r\n\r\nEin *Text* mit [Link](https://www.example.org/).\r\n",
);

fn header() -> Vec<Option<Cell>> {
    vec![t("Nr."), t("Bezeichnung"), t("Dienststelle"), t("Termin"), t("Stand 03.2026"), t("Stand 09.2026")]
}

#[test]
fn only_changed_values_change_and_the_rest_of_a_file_survives() {
    let tree = site(&[CRM]);
    let row = vec![t("MP 001"), t("CRM-System"), t("1.1"), n(2025.0), n(3.0), n(4.0)];
    let (after, plan) = taken_over(&tree, &book(vec![header(), row]), "measures", Asked::default());
    assert_eq!(text(&after, CRM.0), CRM.1.replace("= 2  # geschätzt\r\n", "= 3  # geschätzt\r\n2026-09-30 = 4\r\n"));
    let fields: Vec<_> =
        plan.records[0].fields.iter().map(|f| (f.label.as_str(), f.before.as_deref(), f.after.as_deref())).collect();
    assert_eq!(fields, [("2026-03-31", Some("2"), Some("3")), ("2026-09-30", None, Some("4"))]);
    assert_eq!(plan.records[0].fields[0].place.to_string(), "Plan!E2");
}

#[test]
fn an_empty_cell_removes_only_when_asked() {
    let tree = site(&[CRM]);
    let rows = || book(vec![header(), vec![t("MP 001"), t("CRM-System"), t("1.1"), t("-"), t("(Leer)"), E]]);
    let (plan, _) = planned(&tree, &rows(), "measures", Asked::default());
    let plan = plan.unwrap();
    assert_eq!((plan.files.len(), plan.kept, plan.unchanged), (0, 2, 1));
    let (after, _) = taken_over(&tree, &rows(), "measures", Asked { clear: true, ..Asked::default() });
    assert_eq!(
        text(&after, CRM.0),
        CRM.1.replace("schedule = \"2025\"\r\n", "").replace("2026-03-31 = 2  # geschätzt\r\n", "")
    );
}

#[test]
fn records_that_the_sheet_does_not_name_are_listed_and_stay() {
    let tree = site(&[CRM]);
    let row = vec![t("MP 002"), t("WLAN"), t("1.1"), E, E, n(0.0)];
    let (after, plan) = taken_over(&tree, &book(vec![header(), row]), "measures", Asked::default());
    assert_eq!(plan.missing, ["MP 001"]);
    assert_eq!(text(&after, CRM.0), CRM.1);
    assert!(text(&after, "content/measures/mp-002.md").ends_with("[progress]\n2026-09-30 = 0\n+++\n"));
}

#[test]
fn a_text_with_marks_comes_out_as_plain_text_and_an_equal_one_stays() {
    let tree = site(&[CRM]);
    let head = vec![t("Nr."), t("Titel"), t("Beschreibung")];
    let same = book(vec![head.clone(), vec![t("MP 001"), t("CRM-System"), t("Ein Text mit Link.")]]);
    let (plan, _) = planned(&tree, &same, "measures", Asked::default());
    assert!(plan.unwrap().files.is_empty());
    let typed = "# Ziel\n- *alle* <b>Ämter</b>\n=SUM(A1)\n+++";
    let other = book(vec![head, vec![t("MP 001"), t("CRM-System"), t(typed)]]);
    let (after, _) = taken_over(&tree, &other, "measures", Asked::default());
    let body = text(&after, CRM.0).rsplit("+++\r\n\r\n").next().unwrap();
    assert_eq!(body, "\\# Ziel\\\r\n\\- \\*alle\\* \\<b>Ämter\\</b>\\\r\n\\=SUM(A1)\\\r\n\\+++\r\n");
    assert_eq!(sachstand::text::markdown::plain(body), typed);
}

#[test]
fn codes_of_units_that_a_spreadsheet_changed_are_recognised() {
    let units = "[[unit]]\nid = \"1.1\"\nname = \"Kultur\"\n[[unit]]\nid = \"7.10\"\nname = \"Personal\"\n\
                 [[unit]]\nid = \"7.1\"\nname = \"Organisation\"\n[[unit]]\nid = \"0.1\"\nname = \"Dienste\"\n[[unit]]\nid = \"3.20\"\nname = \"Soziales\"\n";
    let tree = site(&[("content/organisation.toml", units)]);
    let head = vec![t("Nr."), t("Titel"), t("Dienststelle"), t("Dienststellen-Bezeichnung")];
    let row = |number: &str, unit: Option<Cell>, name: &str| vec![t(number), t(number), unit, t(name)];
    let rows = vec![
        head.clone(),
        row("MP 001", d("2026-01-01"), "Kultur"),
        row("MP 002", n(7.1), "Personal"),
        row("MP 003", n(7.1), "Organisation"),
        row("MP 004", n(0.1), "Dienste"),
        row("MP 005", n(3.2), "Soziales"),
        row("MP 006", t("7,10"), "Personal"),
    ];
    let (after, _) = taken_over(&tree, &book(rows), "measures", Asked::default());
    for (number, unit) in [(1, "1.1"), (2, "7.10"), (3, "7.1"), (4, "0.1"), (5, "3.20"), (6, "7.10")] {
        let file = text(&after, &format!("content/measures/mp-00{number}.md"));
        assert!(file.contains(&format!("\nunit = \"{unit}\"\n")), "{file}");
    }
    let unclear = vec![head, row("MP 001", n(7.1), ""), row("MP 002", d("2026-05-05"), "")];
    let (plan, problems) = planned(&tree, &book(unclear), "measures", Asked::default());
    assert_eq!(plan.unwrap().refused, 2);
    let places: Vec<&str> = problems.iter().filter_map(|p| p.split(':').next()).collect();
    assert_eq!(places, ["error[bad-cell] Plan!C2", "error[bad-cell] Plan!C3"]);
}

#[test]
fn merged_and_blank_cells_of_the_organisation_carry_down() {
    let mut plan = sheet(
        "Plan",
        vec![
            vec![t("Dezernat"), t("Amt"), t("Amt-Bezeichnung"), t("Nr."), t("Titel")],
            vec![t("II"), t("2.1"), t("Bürgerdienste"), t("MP 001"), t("A")],
            vec![E, E, E, t("MP 002"), t("B")],
            vec![E, t("2.2"), E, t("MP 003"), t("C")],
            vec![t("III"), E, E, E, E],
            vec![E, t("-"), E, t("MP 004"), t("D")],
        ],
    );
    plan.merged = vec![area("A2", "A4"), area("B2", "B3")];
    let (after, _) = taken_over(&fresh(), &Workbook { sheets: vec![plan] }, "measures", Asked::default());
    let unit = |n: u32| text(&after, &format!("content/measures/mp-00{n}.md")).lines().find(|l| l.starts_with("unit"));
    assert_eq!([unit(1), unit(2)], [Some("unit = \"2.1\""); 2]);
    assert_eq!([unit(3), unit(4)], [Some("unit = \"2.2\""), None]);
    let organisation = text(&after, "content/organisation.toml");
    assert!(organisation.contains("[[unit]]\nid = \"2.2\"\nname = \"2.2\"\ndivision = \"II\"\n"), "{organisation}");
}

#[test]
fn columns_may_stand_anywhere_and_be_written_anyhow() {
    let tree = site(&[CRM]);
    let rows = vec![
        vec![t("Maßnahmenplan 2026")],
        vec![],
        vec![t("Bitte bis 30.09. zurück an das Amt 1.1")],
        vec![
            t("PROJEKT-\nFORTSCHRITT\n(0-10)\nStand 09.2026"),
            t("Dienst-\nstelle"),
            t("be-zeich-nung"),
            E,
            t("nr. Maß-\nnahme"),
        ],
        vec![t("\u{a0}7 "), t("1.1"), t("CRM-System"), E, t("mp 1")],
    ];
    let (after, _) = taken_over(&tree, &book(rows), "measures", Asked::default());
    assert!(text(&after, CRM.0).contains("2026-09-30 = 7\r\n"));
}

#[test]
fn a_record_that_changed_since_the_sheet_was_made_is_a_conflict() {
    let tree = site(&[CRM]);
    let head = vec![t("Nr."), t("Titel"), t("Stand 03.2026"), t(state::ID), t(state::STATE)];
    let row = |state: &str| vec![t("MP 001"), t("CRM-System"), n(5.0), t("mp-001"), t(state)];
    let old = state::digest(&CRM.1.replace("= 2", "= 1"));
    let (plan, problems) = planned(&tree, &book(vec![head.clone(), row(&old)]), "measures", Asked::default());
    assert!(plan.unwrap().files.is_empty());
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("error[changed-since-export] Plan!A2: "), "{problems:?}");
    let now = state::digest(CRM.1);
    let (after, _) = taken_once(&tree, &book(vec![head, row(&now)]));
    assert!(text(&after, CRM.0).contains("2026-03-31 = 5"));
}

/// As [`taken_over`], for a sheet whose states are those before.
fn taken_once(tree: &SourceTree, book: &Workbook) -> (SourceTree, usize) {
    let (plan, problems) = planned(tree, book, "measures", Asked::default());
    let plan = plan.unwrap_or_else(|| panic!("{problems:?}"));
    (with(tree, &plan), plan.records.len())
}

#[test]
fn references_that_lead_nowhere_are_kept_and_resolved_later() {
    let head = vec![t("Nr. Online-Dienst"), t("Bezeichnung"), t("Nr. lt. Maßnahmenplan")];
    let services = book(vec![head, vec![t("OD 001"), t("Hundesteuer"), t("MP 001, mp 2")]]);
    let (tree, problems) = {
        let (plan, problems) = planned(&fresh(), &services, "services", Asked::default());
        (with(&fresh(), &plan.unwrap()), problems)
    };
    assert_eq!(problems.len(), 2);
    assert!(text(&tree, "content/services/od-001.md").contains("unresolved = [\"MP 001\", \"mp 2\"]\n"));
    let measures = book(vec![header(), vec![t("MP 001"), t("CRM-System"), t("1.1"), E, E, E]]);
    let (tree, _) = taken_over(&tree, &measures, "measures", Asked::default());
    let (tree, _) = taken_over(&tree, &services, "services", Asked::default());
    let file = text(&tree, "content/services/od-001.md");
    assert!(file.contains("measures = [\"MP 001\"]\n") && file.contains("unresolved = [\"mp 2\"]\n"), "{file}");
}

#[test]
fn a_mapping_reads_foreign_layouts() {
    let mapping = "sheet = \"Daten\"\nheader_row = 2\n[columns]\n\"Kenn-Ziffer\" = \"number\"\n\"column:B\" = \"title\"\n\
                   \"Mai\" = \"2026-09-30\"\n\"Ampel\" = \"-\"\n[values.value]\n\"fertig\" = \"10\"\n";
    let rows = vec![
        vec![t("Nr."), t("Titel"), t("so nicht")],
        vec![t("Kenn-Ziffer"), t("Wie es heißt"), t("Mai"), t("Ampel")],
        vec![t("MP 001"), t("CRM"), t("fertig"), t("grün")],
    ];
    let other = sheet("Andere", vec![header()]);
    let book = Workbook { sheets: vec![other, sheet("Daten", rows)] };
    let asked = Asked { mapping: Some(mapping), ..Asked::default() };
    let (after, _) = taken_over(&fresh(), &book, "measures", asked);
    let file = text(&after, "content/measures/mp-001.md");
    assert_eq!(file, "+++\nnumber = \"MP 001\"\ntitle = \"CRM\"\n\n[progress]\n2026-09-30 = 10\n+++\n");
}

#[test]
fn a_broken_row_stops_only_itself() {
    let rows = vec![
        header(),
        vec![t("MP 001"), t("A"), t("1.1"), E, n(11.0), E],
        vec![t("MP 002"), t("B"), t("1.1"), E, n(5.0), E],
    ];
    let (plan, problems) = planned(&fresh(), &book(rows), "measures", Asked::default());
    let plan = plan.unwrap();
    assert_eq!((plan.records.len(), plan.refused, plan.files.len()), (1, 1, 1));
    assert_eq!(problems.len(), 1);
}
