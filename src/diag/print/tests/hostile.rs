//! Input that wants to break the forms: long lines, control characters, places anywhere.

use super::*;
use crate::diag::Locus;
use crate::source::SourceId;
use proptest::prelude::*;

#[test]
fn long_lines_are_cut_around_the_mark() {
    let text = format!("a = \"{}\"; wrong = \"{}\"\n", "ü".repeat(5_000), "x".repeat(5_000));
    let sources = tree(&[("content/site.toml", &text)]);
    let wrong =
        list([codes::unknown_key(span(&sources, "content/site.toml", "wrong"), "wrong", "the site", ["right"])]);
    let shown = plain(Form::Human, &wrong, &sources);
    assert!(shown.contains("--> content/site.toml:1:5009\n"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 112), "{shown}");
    let lines: Vec<Vec<char>> = shown.lines().map(|line| line.chars().collect()).collect();
    let caret = lines.iter().find_map(|line| line.iter().position(|c| *c == '^')).expect("there is a caret");
    assert!(lines.iter().any(|line| line.get(caret..caret + 5) == Some(&['w', 'r', 'o', 'n', 'g'])), "{shown}");
}

#[test]
fn a_very_long_mark_is_shortened() {
    let text = format!("a = \"{}\"\n", "ü".repeat(5_000));
    let sources = tree(&[("content/site.toml", &text)]);
    let shown = plain(
        Form::Human,
        &list([codes::empty_value(span(&sources, "content/site.toml", text.trim_end()), "a")]),
        &sources,
    );
    assert!(shown.lines().all(|line| line.chars().count() <= 112), "{shown}");
}

#[test]
fn input_cannot_steer_the_terminal() {
    let sources = tree(&[("content/a\u{1b}[2J.md", "x\u{1b}[31m\u{9b}0m\u{202e} = 1\n")]);
    let (id, _) = sources.iter().next().expect("the tree has a file");
    let key = "x\u{1b}[31m\u{9b}0m\u{202e}";
    let all = list([codes::unknown_key(Span::new(id, 0..12), key, "the site", ["y"])]);
    for form in Form::all() {
        let text = plain(form, &all, &sources);
        let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        if form == Form::Human || form == Form::Short {
            assert!(!text.contains(bad), "{form}: {text:?}");
        } else {
            assert!(!text.contains('\u{1b}'), "{form}: {text:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_place_in_any_text_is_drawn(
        text in "(\u{feff})?([a-zäß =\"😀\u{301}\u{200d}\u{1b}\t]{0,20}(\n|\r\n|\r)){0,6}[a-z]{0,5}",
        ranges in prop::collection::vec((0usize..160, 0usize..160), 1..4),
        label in prop::option::of("[a-zä\n]{0,10}"),
    ) {
        let sources = tree(&[("content/a.md", "x\ny\n"), ("content/b.md", &text)]);
        let at = |file: u32, (start, end): (usize, usize)| Span::new(SourceId(file), start..end);
        let mut diagnostics = Diagnostics::new();
        for (nth, range) in ranges.iter().enumerate() {
            let mut diagnostic = codes::raw_html(at(1, *range)).also(at(nth as u32 % 2, ranges[0]), "other");
            diagnostic.label.clone_from(&label);
            diagnostics.push(diagnostic);
        }
        diagnostics.push(Diagnostic { locus: Locus::Site, ..codes::raw_html(at(0, (0, 0))).also(at(1, ranges[0]), "other") });
        for colour in [Colour::Plain, Colour::Styled] {
            let shown = render(Form::Human, &diagnostics, &sources, colour);
            prop_assert!(shown.ends_with("sachstand explain raw-html\n"));
        }
        let short = plain(Form::Short, &diagnostics, &sources);
        prop_assert_eq!(short.lines().count(), ranges.len() + 1);
        let json = plain(Form::Json, &diagnostics, &sources);
        for (line, (start, _)) in json.lines().zip(&ranges) {
            let object: Value = serde_json::from_str(line).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let keys: Vec<&str> = object.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
            prop_assert_eq!(keys, ["code", "severity", "file", "line", "column", "message", "help"]);
            let (line, column) = sources.position(SourceId(1), *start);
            prop_assert_eq!((&object["line"], &object["column"]), (&line.into(), &column.into()));
            // What annotate-snippets draws above the excerpt is the same place.
            let origin = format!("--> content/b.md:{}:{}\n", object["line"], object["column"]);
            let human = plain(Form::Human, &diagnostics, &sources);
            prop_assert!(human.contains(&origin), "{start}: {origin} not in\n{human}");
        }
        prop_assert!(serde_json::from_str::<Value>(&plain(Form::Gitlab, &diagnostics, &sources)).is_ok());
        prop_assert!(serde_json::from_str::<Value>(&plain(Form::Sarif, &diagnostics, &sources)).is_ok());
    }
}
