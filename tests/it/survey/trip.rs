//! What goes out and is filled in comes back as exactly that, whatever an office does to the sheet.

use super::book::Book;
use super::day;
use super::sites::{DATE, Site};
use proptest::collection::vec;
use proptest::prelude::*;
use sachstand::exchange::sheet::Cell;
use sachstand::record::field::Written;
use sachstand::source::CellRef;
use std::collections::BTreeMap;

/// A record of the register of measures.
#[derive(Debug, Clone)]
struct Row {
    title: String,
    last: Option<u8>,
    now: Option<u8>,
    answer: Option<Answer>,
    comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
enum Answer {
    Number(u8),
    Letter(&'static str),
    Leaves(&'static str),
}

fn row() -> impl Strategy<Value = Row> {
    let answer = prop_oneof![
        (0_u8..=10).prop_map(Answer::Number),
        prop_oneof![Just("a"), Just("g")].prop_map(Answer::Letter),
        prop_oneof![Just("dropped"), Just("paused")].prop_map(Answer::Leaves),
    ];
    let title = "[A-ZÄÖÜ=+@-][a-zäöüß0-9 .,()/<&\"'-]{0,40}[a-zß]";
    let comment = "[A-Z*#_=<&\\[-][a-zäöüß*_<&\\[\\]()\\\\|~` .0-9-]{0,60}[a-z.]";
    let value = || proptest::option::of(0_u8..=10);
    (title, value(), value(), proptest::option::of(answer), proptest::option::of(comment))
        .prop_map(|(title, last, now, answer, comment)| Row { title, last, now, answer, comment })
        // A record with a value cannot leave by the same survey: that is a conflict, tested elsewhere.
        .prop_map(|row| Row { now: row.now.filter(|_| !matches!(row.answer, Some(Answer::Leaves(_)))), ..row })
}

fn site(rows: &[Row]) -> Site {
    let mut records = Vec::new();
    for (number, row) in (1..).zip(rows) {
        let title = toml::Value::from(row.title.clone());
        let mut front = format!("number = \"MP {number:03}\"\ntitle = {title}\nunit = \"0.1\"\n[progress]\n");
        for (date, value) in [("2023-03-31", row.last), (DATE, row.now)] {
            if let Some(value) = value {
                front.push_str(&format!("{date} = {value} # von Hand\n"));
            }
        }
        records.push((format!("measures/mp-{number:03}"), front));
    }
    let records: Vec<(&str, &str)> = records.iter().map(|(path, front)| (path.as_str(), front.as_str())).collect();
    Site::of(&records)
}

/// Fills in what each record answers; the rows are found by their number.
fn fill(book: &mut Book, rows: &[Row]) {
    let sheet = book.sheet("Maßnahmen");
    let places: BTreeMap<String, u32> = (sheet.cells.iter())
        .filter(|((_, column), _)| *column == 2)
        .map(|((row, _), cell)| (cell.text(), *row))
        .collect();
    for (number, row) in (1..).zip(rows) {
        let at = |column| CellRef { row: places[&format!("MP {number:03}")], column };
        match &row.answer {
            Some(Answer::Number(value)) => sheet.set(at(6), &value.to_string()),
            Some(Answer::Letter(letter)) => sheet.set(at(6), letter),
            Some(Answer::Leaves(reason)) => {
                sheet.set(at(8), if *reason == "dropped" { "entfallen" } else { "zurückgestellt" });
                sheet.set(at(9), "Kein Bedarf mehr.");
            }
            None => {}
        }
        if let Some(comment) = &row.comment {
            sheet.cells.insert((at(7).row, 7), Cell::Text(comment.clone()));
        }
    }
}

/// What offices do to a sheet without meaning anything by it.
#[derive(Debug, Clone, Copy)]
enum Habit {
    Nothing,
    SortsDownwards,
    InsertsColumn,
    InsertsRowAbove,
    RenamesSheet,
    DeletesIds,
    RemovesGuide,
    SavesTwice,
}

const HABITS: [Habit; 8] = [
    Habit::Nothing,
    Habit::SortsDownwards,
    Habit::InsertsColumn,
    Habit::InsertsRowAbove,
    Habit::RenamesSheet,
    Habit::DeletesIds,
    Habit::RemovesGuide,
    Habit::SavesTwice,
];

fn practise(book: &mut Book, habit: Habit) {
    match habit {
        Habit::Nothing => {}
        Habit::SortsDownwards => book.sheet("Maßnahmen").reverse(5, &[]),
        Habit::InsertsColumn => {
            book.edit("insert Maßnahmen!E");
            book.edit("Maßnahmen!E5 = Bearbeitet von");
        }
        Habit::InsertsRowAbove => book.edit("insert Maßnahmen!2"),
        Habit::RenamesSheet => book.edit("rename Maßnahmen -> Tabelle1"),
        Habit::DeletesIds => book.edit("delete Maßnahmen!A"),
        Habit::RemovesGuide => book.edit("remove Hinweise"),
        Habit::SavesTwice => *book = Book::open(&book.save()),
    }
}

/// What the record should say afterwards.
fn expected(row: &Row) -> (Option<Written>, Option<&'static str>) {
    match row.answer {
        Some(Answer::Number(value)) => (Some(Written::Number(i64::from(value))), None),
        Some(Answer::Letter(letter)) => (Some(Written::Code(letter.to_owned())), None),
        Some(Answer::Leaves(reason)) => (None, Some(reason)),
        None => (row.now.map(|value| Written::Number(i64::from(value))), None),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_filled_in_comes_back(rows in vec(row(), 1..12), habit in proptest::sample::select(&HABITS[..])) {
        let site = site(&rows);
        let mut book = Book::open(&site.export("0.1"));
        fill(&mut book, &rows);
        // Without ids a number says which record is meant; without digests nothing that is there is replaced.
        practise(&mut book, habit);
        let (intake, problems) = site.take_in(&[("a.xlsx", book.save())]);
        let errors: Vec<&String> = problems.iter().filter(|p| !p.contains("-unread") && !p.contains("by-number")).collect();
        prop_assert!(errors.is_empty(), "{:?}", errors);
        let after = site.changed(&intake.changes);
        for (number, row) in (1..).zip(&rows) {
            let path = format!("measures/mp-{number:03}");
            let (value, left) = expected(row);
            after.record(&path, |record| {
                let series = record.text.progress.iter().flat_map(|table| &table.value);
                let mut now = series.filter(|(date, _)| date.value == day(DATE)).map(|(_, value)| value.value.clone());
                prop_assert_eq!(now.next(), value);
                prop_assert_eq!(record.text.left.first().map(|left| left.reason), left);
                let news: Vec<String> = record.text.updates.iter().map(|update| shown(&update.text)).collect();
                let comment: Vec<String> = row.comment.iter().map(|text| words(text)).collect();
                prop_assert_eq!(news, comment);
                Ok(())
            })?;
            if row.answer.is_none() && row.comment.is_none() {
                prop_assert_eq!(&after.0[&format!("content/{path}.md")], &site.0[&format!("content/{path}.md")]);
            }
        }
        // Once more changes nothing.
        let (again, _) = after.take_in(&[("a.xlsx", book.save())]);
        prop_assert_eq!(again.changes, vec![]);
    }
}

/// Words with single spaces.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A Markdown text as a reader sees it.
fn shown(text: &str) -> String {
    sachstand::text::markdown::summary(text, usize::MAX).unwrap_or_default()
}
