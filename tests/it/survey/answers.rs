//! What becomes of single answers, as texts of records.

use super::sites::{DATE, Site};
use sachstand::exchange::survey::Intake;

const CRM: (&str, &str) = (
    "measures/mp-001",
    "number = \"MP 001\"\ntitle = \"CRM\"\nunit = \"0.1\"\n# geschätzt\n[progress]\n2023-03-31 = 2  # grob\n",
);
const WLAN: (&str, &str) = ("measures/mp-002", "number = \"MP 002\"\ntitle = \"WLAN\"\nunit = \"0.2\"\n");

/// The lines of all changes, with their paths.
fn lines(intake: &Intake) -> Vec<String> {
    intake.changes.iter().flat_map(|c| c.lines.iter().map(move |line| format!("{}: {line}", c.path))).collect()
}

#[test]
fn a_value_is_all_that_changes_in_a_file() {
    let site = Site::of(&[CRM]);
    let (intake, problems) = site.take_in(&[("a.xlsx", site.filled("0.1", &["Maßnahmen!G6 = 5"]))]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(lines(&intake), ["content/measures/mp-001.md: Stand 30.09.2023: nicht erhoben → 5"]);
    let expected = site.0["content/measures/mp-001.md"].replace("# grob\n", "# grob\n2023-09-30 = 5\n");
    assert_eq!(intake.changes[0].new, expected);
}

#[test]
fn a_value_that_went_out_can_be_replaced_and_one_that_came_later_not() {
    let front = format!("{}{DATE} = 4\n", CRM.1);
    let with_value = Site::of(&[(CRM.0, &front)]);
    let sheet = with_value.filled("0.1", &["Maßnahmen!G6 = 5"]);
    let (intake, problems) = with_value.take_in(&[("a.xlsx", sheet.clone())]);
    assert_eq!((lines(&intake).len(), problems.len()), (1, 0));
    assert!(intake.changes[0].new.contains("2023-09-30 = 5\n"));
    // The file said something else when the workbook went out.
    let (intake, problems) = Site::of(&[CRM]).take_in(&[("a.xlsx", sheet.clone())]);
    assert_eq!(problems, ["survey-conflict Maßnahmen!G6"]);
    assert_eq!(intake.changes, []);
    // Without a digest, whatever is there counts as later.
    let mut book = super::book::Book::open(&sheet);
    book.edit("delete Maßnahmen!B");
    let (_, problems) = with_value.take_in(&[("a.xlsx", book.save())]);
    assert_eq!(problems, ["survey-conflict Maßnahmen!F6"]);
    // Other changes of the record are none of the survey's business.
    let renamed = CRM.1.replace("\"CRM\"", "\"CRM-System\"");
    let site = Site::of(&[CRM]);
    let sheet = site.filled("0.1", &["Maßnahmen!G6 = 5"]);
    let (intake, problems) = Site::of(&[(CRM.0, &renamed)]).take_in(&[("a.xlsx", sheet)]);
    assert_eq!((intake.changes.len(), problems), (1, vec!["survey-changed Maßnahmen!D6".to_owned()]));
}

#[test]
fn an_empty_cell_is_no_answer_and_removes_nothing() {
    let front = format!("{}{DATE} = 4\n", CRM.1);
    let site = Site::of(&[(CRM.0, &front)]);
    let (intake, problems) = site.take_in(&[("a.xlsx", site.filled("0.1", &["Maßnahmen!G6 ="]))]);
    assert_eq!((intake.changes, problems), (vec![], vec![]));
}

#[test]
fn leaving_and_news_become_entries() {
    let site = Site::of(&[CRM, ("measures/mp-003", "number = \"MP 003\"\ntitle = \"Portal\"\nunit = \"0.1\"\n")]);
    let sheet = site.filled(
        "0.1",
        &[
            "Maßnahmen!I6 = zusammengeführt",
            "Maßnahmen!J6 = Geht im\\nPortal auf.",
            "Maßnahmen!K6 = mp 3",
            "Maßnahmen!H7 = 1. *neu*\\n\\nZweiter <Absatz>",
        ],
    );
    let (intake, problems) = site.take_in(&[("a.xlsx", sheet.clone())]);
    assert_eq!(problems, ["survey-answer Maßnahmen!K6"], "a number is written as it is");
    assert_eq!(intake.changes.len(), 1);
    let mut book = super::book::Book::open(&sheet);
    book.edit("Maßnahmen!K6 = MP003");
    let (intake, problems) = site.take_in(&[("a.xlsx", book.save())]);
    assert_eq!(problems, [""; 0]);
    assert!(
        intake.changes[0].new.contains(
            "\n[[left]]\ndate = 2023-09-30\nreason = \"merged\"\ntext = \"Geht im Portal auf.\"\ninto = \"mp-003\"\n+++\n"
        ),
        "{}",
        intake.changes[0].new
    );
    assert!(
        intake.changes[1].new.contains(
            "\n[[updates]]\ndate = 2023-09-30\ntext = \"1\\\\. \\\\*neu\\\\*\\n\\nZweiter \\\\<Absatz>\"\n+++\n"
        ),
        "{}",
        intake.changes[1].new
    );
    let after = site.changed(&intake.changes);
    assert_eq!(after.take_in(&[("a.xlsx", book.save())]).0.changes, []);
    // What is there goes out again, and comes back as it is.
    let (again, problems) = after.take_in(&[("a.xlsx", after.export("0.1")), ("b.xlsx", book.save())]);
    assert_eq!((again.changes, problems), (vec![], vec![]));
    // The words of a reason that is there are not replaced.
    book.edit("Maßnahmen!J6 = Anders.");
    assert_eq!(after.take_in(&[("a.xlsx", book.save())]).1, ["survey-conflict Maßnahmen!I6"]);
}

#[test]
fn new_records_get_the_next_free_numbers() {
    let site = Site::of(&[CRM, WLAN, ("services/hunde", "title = \"Hundesteuer\"\nunit = \"0.1\"\n")]);
    let one = site.filled(
        "0.1",
        &[
            "Maßnahmen!D9 = Posteingang = neu",
            "Maßnahmen!E9 = 2. HJ 2024",
            "Maßnahmen!G9 = 1",
            "Online-Dienste!D7 = Fundbüro",
            "Online-Dienste!G7 = p",
        ],
    );
    let two = site.filled("0.2", &["Maßnahmen!D7 = Digitale Bauakte"]);
    // The order of files does not matter.
    let (intake, problems) = site.take_in(&[("z.xlsx", two.clone()), ("b.xlsx", one.clone())]);
    let (other, _) = site.take_in(&[("a.xlsx", one.clone()), ("b.xlsx", two.clone())]);
    assert_eq!(intake.changes, other.changes);
    assert_eq!(problems, ["survey-understood Online-Dienste!G7"]);
    let paths: Vec<&str> = intake.changes.iter().map(|change| change.path.as_str()).collect();
    assert_eq!(paths, ["content/measures/mp-003.md", "content/measures/mp-004.md", "content/services/fundbuero.md"]);
    assert_eq!(
        intake.changes[0].new,
        "+++\nnumber = \"MP 003\"\ntitle = \"Posteingang = neu\"\nunit = \"0.1\"\nreported = 2023\nschedule = \"2024-H2\"\n\
         \n[progress]\n2023-09-30 = 1\n+++\n"
    );
    assert_eq!(
        intake.changes[1].new,
        "+++\nnumber = \"MP 004\"\ntitle = \"Digitale Bauakte\"\nunit = \"0.2\"\nreported = 2023\n+++\n"
    );
    assert!(intake.changes[2].new.contains("[status]\n2023-09-30 = \"P\"\n"), "{}", intake.changes[2].new);
    // Taken in once more they are known.
    let after = site.changed(&intake.changes);
    let (again, problems) = after.take_in(&[("a.xlsx", one), ("b.xlsx", two)]);
    assert_eq!((again.changes, problems), (vec![], vec!["survey-understood Online-Dienste!G7".to_owned()]));
}

#[test]
fn a_record_of_several_units_takes_what_they_agree_on() {
    let shared = format!("{}[[units]]\nunit = \"0.2\"\nrole = \"lead\"\n", CRM.1);
    let other = "number = \"MP 002\"\ntitle = \"WLAN\"\nunit = \"0.1\"\nunits = [{ unit = \"0.2\" }]\n";
    let site = Site::of(&[(CRM.0, &shared), ("measures/mp-002", other)]);
    let sheet = |unit: &str, lines: &[&str]| site.filled(unit, lines);
    let one = sheet("0.1", &["Maßnahmen!G6 = 5", "Maßnahmen!H6 = Läuft.", "Maßnahmen!G7 = 1"]);
    // Who only takes part is not asked.
    let mut two = super::book::Book::open(&sheet("0.2", &["Maßnahmen!G6 = 5", "Maßnahmen!H6 = Schulung war."]));
    assert_eq!(two.sheet("Maßnahmen").cells[&(6, 2)].text(), "neu");
    let (intake, problems) = site.take_in(&[("a.xlsx", one.clone()), ("b.xlsx", two.save())]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(intake.changes[0].new.matches("[[updates]]").count(), 2);
    assert_eq!(intake.units.iter().map(|unit| unit.returned.len()).collect::<Vec<_>>(), [2, 1]);
    two.edit("Maßnahmen!G6 = 6");
    let (intake, problems) = site.take_in(&[("a.xlsx", one), ("b.xlsx", two.save())]);
    assert_eq!(problems, ["survey-conflict Maßnahmen!G6"]);
    assert_eq!(lines(&intake), ["content/measures/mp-002.md: Stand 30.09.2023: nicht erhoben → 1"]);
    let numbers =
        |unit: &sachstand::exchange::survey::Progress| [unit.asked(), unit.returned.len(), unit.refused.len()];
    assert_eq!(intake.units.iter().map(numbers).collect::<Vec<_>>(), [[2, 1, 1], [1, 0, 1]]);
}

#[test]
fn events_are_written_where_something_changed() {
    let old = "title = \"Bauakte\"\nunit = \"0.1\"\n[[events]]\ndate = 2022-01-01\nstatus = \"P\"\n";
    let site = Site::of(&[("files/bauakte", old), ("files/gewerbe", &old.replace("Bauakte", "Gewerbe"))]);
    let (intake, problems) = site.take_in(&[("a.xlsx", site.filled("0.1", &["Akten!G6 = U", "Akten!G7 = P"]))]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(intake.changes.len(), 1);
    assert!(
        intake.changes[0].new.contains("\n[[events]]\ndate = 2023-09-30\nstatus = \"U\"\n+++"),
        "{}",
        intake.changes[0].new
    );
    let after = site.changed(&intake.changes);
    assert_eq!(after.take_in(&[("a.xlsx", site.filled("0.1", &["Akten!G6 = U"]))]).0.changes, []);
    // Nobody waits for an answer where a status holds until the next one.
    assert_eq!(intake.units.iter().map(|unit| unit.asked()).collect::<Vec<_>>(), [0]);
}

#[test]
fn who_is_asked() {
    let front = |more: &str| format!("title = \"T\"\nunit = \"0.1\"\n{more}");
    let records = [
        ("measures/asked", front("")),
        ("measures/baseline", front("baseline = true\n[progress]\n2022-09-30 = 10\n")),
        ("measures/gone", front("[progress]\n2022-09-30 = 1\n[[left]]\ndate = 2023-03-31\nreason = \"dropped\"\n")),
        ("measures/back", front("[progress]\n2023-03-31 = 1\n[[left]]\ndate = 2022-09-30\nreason = \"paused\"\n")),
        ("measures/internal", front("visibility = \"internal\"\n")),
        ("measures/later", front("reported = 2024\n")),
        (
            "measures/moved",
            "title = \"T\"\nunit = [{ unit = \"0.1\" }, { from = 2023-06-01, unit = \"0.2\" }]\n".to_owned(),
        ),
    ];
    let records: Vec<(&str, &str)> = records.iter().map(|(path, front)| (*path, front.as_str())).collect();
    let site = Site::of(&records);
    let ids = |unit: &str| -> Vec<String> {
        let mut book = super::book::Book::open(&site.export(unit));
        let cells = &book.sheet("Maßnahmen").cells;
        cells.iter().filter(|((row, column), _)| *row > 4 && *column == 0).map(|(_, cell)| cell.text()).collect()
    };
    assert_eq!(ids("0.1"), ["asked", "back", "internal"]);
    assert_eq!(ids("0.2"), ["moved"]);
}
