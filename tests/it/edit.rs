//! Changing one value of a record: that value and no other byte.

use proptest::prelude::*;
use sachstand::record::edit::{EditError, EditValue, add_entry, set_value};
use sachstand::value::{Date, Money};

fn set(text: &str, table: &str, key: &str, value: i64) -> String {
    set_value(text, table, key, &EditValue::Integer(value)).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// Sets `[progress]` to 5 at 2023-09-30.
fn five(text: &str) -> String {
    set(text, "progress", "2023-09-30", 5)
}

#[test]
fn changes_the_value_and_no_other_byte() {
    let text = "\u{feff}+++\r\n# top\r\ntitle   =  'Ä' # t\n\n  [ progress ]  # p\r\n\t\"2023-03-31\" = 2\n  2023-09-30   =\t4\t# four\r\n\r\n[[events]]\ndate = 1\n+++ \r\nText\n+++\n[progress]\n2023-09-30 = 4";
    assert_eq!(five(text), text.replace("=\t4\t#", "=\t5\t#"));
    assert_eq!(five("[progress]\n2023-09-30 = \"a\""), "[progress]\n2023-09-30 = 5");
    assert_eq!(
        five("progress = { 2023-03-31=2 , 2023-09-30=4 } # x\n"),
        "progress = { 2023-03-31=2 , 2023-09-30=5 } # x\n"
    );
    assert_eq!(five("progress.2023-09-30 = 4 # x\ntitle = 1\n"), "progress.2023-09-30 = 5 # x\ntitle = 1\n");
    assert_eq!(set("[a]\nx = 1\n", "", "y", 2), "y = 2\n[a]\nx = 1\n");
    assert_eq!(set("x = '''\ny = 1\n''' # c\n[a]\nx = 1\n", "", "x", 2), "x = 2 # c\n[a]\nx = 1\n");
}

#[test]
fn the_same_value_in_another_form_stays() {
    for text in ["[progress]\n2023-09-30 = 0x5\n", "progress.2023-09-30=+5"] {
        assert_eq!(five(text), text);
    }
    let money = EditValue::Money(Money(1_250_050));
    for text in ["budget = 12_500.5", "budget = 12500.50"] {
        assert_eq!(set_value(text, "", "budget", &money).unwrap(), text);
    }
    assert_eq!(set_value("budget = 12500.501", "", "budget", &money).unwrap(), "budget = 12500.50");
}

#[test]
fn a_new_key_goes_to_its_place_in_the_manner_of_its_neighbours() {
    let cases = [
        // Between, before and after its neighbours.
        (
            "[progress]\n  2023-03-31 = 2 # m\n  # later\n  2024-03-31 = 6\n",
            "[progress]\n  2023-03-31 = 2 # m\n  2023-09-30 = 5\n  # later\n  2024-03-31 = 6\n",
        ),
        ("[progress] # p\n# later\n2024-03-31 = 6\n", "[progress] # p\n2023-09-30 = 5\n# later\n2024-03-31 = 6\n"),
        (
            "[progress]\r\n'2023-03-31'   = 2\r\n\r\n# e\r\n[[events]]\r\n",
            "[progress]\r\n'2023-03-31'   = 2\r\n'2023-09-30'   = 5\r\n\r\n# e\r\n[[events]]\r\n",
        ),
        // New first; out of order.
        (
            "[progress]\n2024-03-31 = 6\n2023-03-31 = 2\n",
            "[progress]\n2024-03-31 = 6\n2023-09-30 = 5\n2023-03-31 = 2\n",
        ),
        (
            "[progress]\n2023-03-31 = 2\n2024-03-31 = 6\n2022-03-31 = 1\n",
            "[progress]\n2023-03-31 = 2\n2024-03-31 = 6\n2022-03-31 = 1\n2023-09-30 = 5\n",
        ),
        // At the end of the text, with mixed line ends, in an empty table.
        ("[progress]\n2023-03-31 = 2", "[progress]\n2023-03-31 = 2\n2023-09-30 = 5"),
        ("[progress]\r\n2023-03-31 = 2\n", "[progress]\r\n2023-03-31 = 2\n2023-09-30 = 5\n"),
        ("[progress]", "[progress]\n2023-09-30 = 5"),
        ("+++\n[progress] # p\n+++\nText", "+++\n[progress] # p\n2023-09-30 = 5\n+++\nText"),
        // In braces.
        ("progress = {}\n", "progress = { 2023-09-30 = 5 }\n"),
        ("progress = { 2023-03-31 = 2 } # x\n", "progress = { 2023-03-31 = 2, 2023-09-30 = 5 } # x\n"),
        ("progress = {2022-03-31=2, 2024-03-31=6}\n", "progress = {2022-03-31=2, 2023-09-30=5, 2024-03-31=6}\n"),
        ("progress = { 2024-03-31 = 6 }\n", "progress = { 2023-09-30 = 5, 2024-03-31 = 6 }\n"),
        ("progress = {\n  2023-03-31 = 2, # m\n}\n", "progress = {\n  2023-03-31 = 2, 2023-09-30 = 5, # m\n}\n"),
        // With dots.
        (
            "progress.2023-03-31 = 2 # m\ntitle = 'x'\n",
            "progress.2023-03-31 = 2 # m\nprogress.2023-09-30 = 5\ntitle = 'x'\n",
        ),
        (
            "title = 'x'\nprogress . 2024-03-31 = 6\n",
            "title = 'x'\nprogress . 2023-09-30 = 5\nprogress . 2024-03-31 = 6\n",
        ),
    ];
    for (before, after) in cases {
        assert_eq!(five(before), after);
        assert_eq!(five(after), after);
    }
    assert_eq!(
        set("a = 1\nprogress.2023-03-31 = 2\n\n[x]\ny = 1\n", "", "b", 3),
        "a = 1\nprogress.2023-03-31 = 2\nb = 3\n\n[x]\ny = 1\n"
    );
    assert_eq!(set("#:schema x.json\n[x]\ny = 1\n", "", "b", 3), "#:schema x.json\nb = 3\n[x]\ny = 1\n");
    assert_eq!(set("", "", "b", 3), "b = 3\n");
}

#[test]
fn a_new_table_goes_to_the_end() {
    let cases = [
        ("+++\ntitle = 'x'\n+++\nText\n", "+++\ntitle = 'x'\n\n[progress]\n2023-09-30 = 5\n+++\nText\n"),
        (
            "+++\r\ntitle = 'x'\r\n[[events]]\r\ndate = 1\r\n\r\n+++\r\n",
            "+++\r\ntitle = 'x'\r\n[[events]]\r\ndate = 1\r\n\r\n[progress]\r\n2023-09-30 = 5\r\n+++\r\n",
        ),
        ("title = 'x' # c", "title = 'x' # c\n\n[progress]\n2023-09-30 = 5"),
        ("", "[progress]\n2023-09-30 = 5\n"),
        ("+++\n+++", "+++\n[progress]\n2023-09-30 = 5\n+++"),
        ("[progress.more]\nx = 1\n", "[progress.more]\nx = 1\n\n[progress]\n2023-09-30 = 5\n"),
    ];
    for (before, after) in cases {
        assert_eq!(five(before), after);
    }
}

#[test]
fn writes_every_kind_of_value() {
    let cases = [
        (EditValue::Integer(-3), "x = -3"),
        (EditValue::Text("a\"b\\c\n\t\u{7}ü".to_owned()), "x = \"a\\\"b\\\\c\\n\\t\\u0007ü\""),
        (EditValue::Bool(true), "x = true"),
        (EditValue::Date(Date::new(2023, 9, 30).unwrap()), "x = 2023-09-30"),
        (EditValue::Money(Money(-5)), "x = -0.05"),
    ];
    for (value, after) in cases {
        assert_eq!(set_value("x = 1", "", "x", &value).unwrap(), after);
    }
    let list = EditValue::List(vec!["a".to_owned(), "b".to_owned()]);
    assert_eq!(set_value("x = [ # c\n 'a' ] # d", "", "x", &list).unwrap(), "x = [\"a\", \"b\"] # d");
    let text = |text: &str| EditValue::Text(text.to_owned());
    assert_eq!(set_value("x = 'a' # c", "", "x", &text("g")).unwrap(), "x = 'g' # c");
    assert_eq!(set_value("x = 'a' # c", "", "x", &text("it's")).unwrap(), "x = \"it's\" # c");
    assert_eq!(set_value("", "", "ein Schlüssel", &text("g")).unwrap(), "\"ein Schlüssel\" = \"g\"\n");
}

#[test]
fn says_why_it_cannot() {
    let fail = |text: &str| set_value(text, "progress", "2023-09-30", &EditValue::Integer(5)).unwrap_err();
    assert!(matches!(fail("+++\ntitle = 'x'\n2023 03 = 1\n+++\n"), EditError::Syntax { line: 3, .. }));
    assert_eq!(fail("+++\ntitle = 'x'\n"), EditError::Unclosed);
    assert_eq!(fail("progress = 3\n"), EditError::NotATable { table: "progress".to_owned() });
    assert_eq!(fail("[[progress]]\nx = 1\n"), EditError::NotATable { table: "progress".to_owned() });
    for text in [
        "[progress.2023-09-30]\nx = 1\n",
        "[progress]\n2023-09-30 = [1]\n",
        "[progress]\n2023-09-30 = { x = 1 }\n",
        "progress.2023-09-30.x = 1\n",
    ] {
        assert_eq!(fail(text), EditError::NotAValue { key: "progress.2023-09-30".to_owned() }, "{text}");
    }
}

const DATES: [&str; 5] = ["2022-03-31", "2022-09-30", "2023-03-31", "2023-09-30", "2024-03-31"];

/// A record with values at some dates, in any of the layouts that TOML allows.
fn record() -> impl Strategy<Value = String> {
    let values = proptest::collection::vec(proptest::option::of(0..=10i64), DATES.len());
    let style = (0..4usize, 0..3usize, 0..3usize, any::<bool>(), any::<bool>(), any::<bool>());
    (values, style, 0..3usize, any::<bool>()).prop_map(
        |(values, (layout, quotes, spaces, comments, mixed, is_file), tail, open)| {
            let mut lines: Vec<String> = vec![
                "title = \"Ä = [x] # no\"".into(),
                "text = '''".into(),
                "[progress]".into(),
                "2022-03-31 = 1 '''".into(),
            ];
            let quote = ["", "\"", "'"][quotes];
            let equals = ["=", " = ", "\t=  "][spaces];
            let comment = if comments { "  # Kommentar = 3" } else { "" };
            let pairs: Vec<String> = DATES
                .iter()
                .zip(values)
                .filter_map(|(date, value)| Some(format!("{quote}{date}{quote}{equals}{}", value?)))
                .collect();
            match layout {
                0 => lines.push(format!("progress = {{ {} }}{comment}", pairs.join(" , "))),
                1 => lines.extend(pairs.iter().map(|pair| format!("progress.{pair}{comment}"))),
                2 => {
                    lines.extend([String::new(), format!("  [ \"progress\" ]{comment}")]);
                    for pair in &pairs {
                        lines.extend(comments.then(|| "# über der Zeile".to_owned()));
                        lines.push(format!("    {pair}{comment}"));
                    }
                }
                _ => lines.extend(["[extra]".into(), "x = 1".into(), "[progress]".into()].into_iter().chain(pairs)),
            }
            lines.extend(
                [
                    vec![],
                    vec!["".into()],
                    vec!["".into(), "[[events]]".into(), "date = 2024-01-01".into(), "# Ende".into()],
                ][tail]
                    .clone(),
            );
            let mut text = String::new();
            for (i, line) in lines.iter().enumerate() {
                let end = if mixed && i % 3 != 1 { "\r\n" } else { "\n" };
                text += line;
                text += if is_file && open && i + 1 == lines.len() { "" } else { end };
            }
            if is_file { text } else { format!("\u{feff}+++\r\n{text}+++\nText\r\n[progress]\n2022-03-31 = 9") }
        },
    )
}

fn parsed(text: &str) -> toml::Table {
    let text = text.trim_start_matches('\u{feff}');
    let front = text.strip_prefix("+++\r\n").map_or(text, |rest| &rest[..rest.find("\n+++\n").map_or(0, |at| at + 1)]);
    front.parse().unwrap_or_else(|e| panic!("{e}\n{front:?}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_the_value_changes(text in record(), date in 0..DATES.len(), value in 0..=10i64) {
        let key = DATES[date];
        let after = set(&text, "progress", key, value);
        // Parsed, only this value differs.
        let mut wanted = parsed(&text);
        let had = wanted.get("progress").is_some_and(|p| p.as_table().unwrap().contains_key(key));
        let progress = wanted.entry("progress").or_insert_with(|| toml::Table::new().into());
        progress.as_table_mut().unwrap().insert(key.to_owned(), value.into());
        prop_assert_eq!(parsed(&after), wanted);
        // Byte by byte, the text before and after one place is the same.
        let before_place = text.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let behind = text.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count().min(text.len().min(after.len()) - before_place);
        let (gone, new) = (&text[before_place..text.len() - behind], &after[before_place..after.len() - behind]);
        if had {
            prop_assert!(gone.len() <= 2 && new.len() <= 2, "{:?} became {:?}", gone, new);
        } else {
            prop_assert!(gone.chars().all(|c| c == ' '), "{:?} became {:?}", gone, new);
            prop_assert!(new.matches('\n').count() <= 3, "{:?}", new);
        }
        // Setting it again, and setting it back, is exact.
        prop_assert_eq!(&set(&after, "progress", key, value), &after);
        if had {
            let old = parsed(&text)["progress"][key].as_integer().unwrap();
            prop_assert_eq!(&set(&after, "progress", key, old), &text);
        }
    }

    #[test]
    fn any_text_is_changed_or_refused(text in "(\\+\\+\\+\n)?([a-b.\"'=\\[\\]{}#, 1\n]|\r\n|progress|2023-09-30){0,40}(\n\\+\\+\\+\n)?") {
        if let Ok(after) = set_value(&text, "progress", "2023-09-30", &EditValue::Integer(5)) {
            prop_assert_eq!(five(&after), after);
        }
    }
}

/// Adds an update to a text.
fn update(text: &str) -> Result<String, EditError> {
    let date = EditValue::Date(Date::parse("2023-09-30").unwrap());
    add_entry(text, "updates", &[("date", date), ("text", EditValue::Text("Neu \"x\"\nÄ".to_owned()))])
}

#[test]
fn an_entry_goes_behind_those_that_are_there() {
    let new = "[[updates]]\ndate = 2023-09-30\ntext = \"Neu \\\"x\\\"\\nÄ\"\n";
    let crlf = new.replace('\n', "\r\n");
    let cases = [
        (String::new(), new.to_owned()),
        ("a = 1".to_owned(), format!("a = 1\n\n{}", new.trim_end())),
        ("+++\n+++\n".to_owned(), format!("+++\n{new}+++\n")),
        ("+++\na = 1 # b\n+++\nText\n".to_owned(), format!("+++\na = 1 # b\n\n{new}+++\nText\n")),
        (
            "\u{feff}+++\r\na = 1\r\n\r\n+++\r\nText".to_owned(),
            format!("\u{feff}+++\r\na = 1\r\n\r\n{crlf}+++\r\nText"),
        ),
        // Between its like and what follows, comments included.
        (
            "[[updates]] # u\ndate = 2023-03-31\ntext = \"\"\"\na\n\"\"\" # t\n\n# later\n[left]\n".to_owned(),
            format!("[[updates]] # u\ndate = 2023-03-31\ntext = \"\"\"\na\n\"\"\" # t\n\n{new}\n# later\n[left]\n"),
        ),
        (
            "[[updates]]\na = 1\n[updates.b]\nc = 2\n".to_owned(),
            format!("[[updates]]\na = 1\n[updates.b]\nc = 2\n\n{new}"),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(update(&text).unwrap_or_else(|e| panic!("{e}\n{text}")), expected, "{text}");
    }
}

#[test]
fn an_entry_is_refused_where_it_has_no_place() {
    for text in ["updates = []", "updates = [{ date = 1 }]", "[updates]\na = 1", "updates = 1"] {
        let error = update(text).unwrap_err();
        assert_eq!(error, EditError::Layout { key: "updates".to_owned() }, "{text}");
    }
    assert!(matches!(update("+++\na = 1\n"), Err(EditError::Unclosed)));
    assert!(matches!(update("a = \n"), Err(EditError::Syntax { line: 1, .. })));
}
