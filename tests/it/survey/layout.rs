//! What a workbook is made of, as Excel reads it.

use super::sites::Site;
use sachstand::exchange::sheet::{Cell, Workbook};
use sachstand::source::CellRef;
use std::io::{Cursor, Read};

fn site() -> Site {
    Site::of(&[
        (
            "measures/mp-001",
            "number = \"MP 001\"\ntitle = \"=HYPERLINK(\\\"x\\\")\"\nunit = \"0.1\"\n[progress]\n2022-09-30 = 2\n",
        ),
        (
            "measures/mp-002",
            "number = \"MP 002\"\ntitle = \"WLAN\"\nunit = \"0.1\"\nschedule = \"2024-H2\"\n[progress]\n2023-03-31 = 10\n",
        ),
        ("services/hunde", "title = \"Hundesteuer\"\nunit = \"0.1\"\n"),
    ])
}

/// A part of a workbook as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP file");
    let mut text = String::new();
    zip.by_name(name).expect("the part is there").read_to_string(&mut text).expect("the part is a text");
    text
}

#[test]
fn the_same_records_give_the_same_bytes() {
    assert_eq!(site().export("0.1"), site().export("0.1"));
    assert!(part(&site().export("0.1"), "docProps/core.xml").contains("2023-09-30T00:00:00Z"));
}

#[test]
fn texts_are_texts_and_values_are_numbers() {
    let book = Workbook::read("a.xlsx", &site().export("0.1")).expect("a workbook");
    let names: Vec<(&str, bool)> = book.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect();
    assert_eq!(
        names,
        [("Hinweise", false), ("Maßnahmen", false), ("Online-Dienste", false), ("Akten", false), ("_sachstand", true)]
    );
    let sheet = &book.sheets[1];
    let cell = |name: &str| sheet.cell(CellRef::parse(name).expect("a cell"));
    let text = |text: &str| Some(Cell::Text(text.to_owned()));
    assert_eq!(cell("A6").cloned(), text("mp-001"));
    assert_eq!(cell("D6").cloned(), text("=HYPERLINK(\"x\")"));
    assert_eq!(cell("E7").cloned(), text("2.\u{a0}Halbjahr\u{a0}2024"));
    assert_eq!(cell("F6").cloned(), text("2 (30.09.2022)"), "an older value has its date");
    assert_eq!(cell("F7").cloned(), Some(Cell::Number(10.0)));
    assert_eq!(cell("G6"), None);
    assert_eq!(cell("C8").cloned(), text("neu"));
    assert_eq!(cell("C2").cloned(), text("Stadt Müsterhausen & Söhne · Dienststelle 0.1 Zentraler Steuerungsdienst"));
}

#[test]
fn sheets_are_protected_filtered_and_set_up_for_print() {
    let bytes = site().export("0.1");
    let sheet = part(&bytes, "xl/worksheets/sheet2.xml");
    for wanted in [
        // Locked, but columns and rows can be made wider and filtered.
        "<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\" formatRows=\"0\" sort=\"0\" autoFilter=\"0\"/>",
        "<autoFilter ref=\"C5:K15\"/>",
        "topLeftCell=\"E6\"",
        "state=\"frozen\"",
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "&amp;L&amp;8Stadt Müsterhausen &amp;&amp; Söhne · Dienststelle 0.1",
        "Seite &amp;P von &amp;N",
        "<formula1>\"0,1,2,3,4,5,6,7,8,9,10,a,g\"</formula1>",
        "<formula1>\"entfallen,zusammengeführt,zurückgestellt\"</formula1>",
        "hidden=\"1\"",
    ] {
        assert!(sheet.contains(wanted), "{wanted}\n{sheet}");
    }
    assert!(!sheet.contains("<f>"), "no formula");
    let book = part(&bytes, "xl/workbook.xml");
    assert!(book.contains("Print_Titles") && book.contains("Maßnahmen!$5:$5"), "{book}");
    let services = part(&bytes, "xl/worksheets/sheet3.xml");
    assert!(services.contains("<formula1>\"P,U\"</formula1>"), "{services}");
}

#[test]
fn long_lists_of_choices_stand_in_the_hidden_sheet() {
    let mut site = site();
    let config = site.0.get_mut("content/site.toml").expect("the configuration");
    *config =
        config.replace("max = 10", "max = 50").replace("code = \"a\"", &format!("code = \"{}\"", "a".repeat(150)));
    let bytes = site.export("0.1");
    let sheet = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("<formula1>_sachstand!$D$1:$D$53</formula1>"), "{sheet}");
    let (intake, problems) = site.take_in(&[("a.xlsx", site.filled("0.1", &["Maßnahmen!G7 = 50"]))]);
    assert_eq!((intake.changes.len(), problems), (1, vec![]));
    // A scale without letters, too long to choose from, has limits.
    let config = site.0.get_mut("content/site.toml").expect("the configuration");
    let from = config.find("letter = ").expect("letters");
    let to = from + config[from..].find('\n').expect("an end of line");
    config.replace_range(from..to, "");
    *config = config.replace("max = 50", "max = 100");
    let sheet = part(&site.export("0.1"), "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("type=\"whole\"") && sheet.contains("<formula2>100</formula2>"), "{sheet}");
}

#[test]
fn a_broken_file_is_refused_and_never_stops_the_run() {
    let site = site();
    let bytes = site.filled("0.1", &["Maßnahmen!G6 = 5"]);
    for length in (0..bytes.len()).step_by(97) {
        let (intake, problems) = site.take_in(&[("a.xlsx", bytes[..length].to_vec())]);
        assert_eq!((intake.changes.len(), problems), (0, vec!["survey-file a.xlsx".to_owned()]), "{length}");
    }
    for at in (0..bytes.len()).step_by(211) {
        let mut spoiled = bytes.clone();
        spoiled[at] ^= 0x55;
        let (intake, problems) = site.take_in(&[("a.xlsx", spoiled)]);
        // Whatever it says, it is said or it is the answer.
        assert!(intake.changes.len() <= 1 && (intake.changes.len() == 1 || !problems.is_empty()), "{at}");
    }
}

/// The workbook of [`site`], filled in and saved by LibreOffice in its formats: a column added, a row
/// hidden by a filter.
#[test]
fn workbooks_saved_by_libreoffice_come_back() {
    let expected = [
        "content/measures/mp-001.md: Stand 30.09.2023: nicht erhoben → 5",
        "content/measures/mp-001.md: Meldung 30.09.2023: Läuft seit Mai. Nächste Stufe: Ämter & Schulen",
        "content/measures/mp-002.md: Stand 30.09.2023: nicht erhoben → g",
        "content/measures/mp-003.md: neu: MP 003 Digitaler Posteingang",
        "content/measures/mp-003.md: Stand 30.09.2023: nicht erhoben → 1",
        "content/services/hunde.md: Stand 30.09.2023: nicht erhoben → U",
    ];
    for ending in ["ods", "xls", "xlsx"] {
        let path = format!("{}/tests/data/survey/libreoffice.{ending}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).expect("the workbook is there");
        let (intake, problems) = site().take_in(&[("a", bytes)]);
        let lines = intake.changes.iter().flat_map(|c| c.lines.iter().map(move |line| format!("{}: {line}", c.path)));
        assert_eq!(lines.collect::<Vec<_>>(), expected, "{ending}");
        assert_eq!(problems, ["survey-unread Maßnahmen!M5"], "{ending}");
        assert!(intake.changes[0].new.contains("Mai.\\\\\\nNächste Stufe"), "{ending}: {}", intake.changes[0].new);
    }
}
