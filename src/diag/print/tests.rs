//! What the forms promise, for hand-made places: exact texts, required keys.

#![allow(clippy::expect_used)] // A test may stop where its own sample is wrong.

mod hostile;

use super::*;
use crate::diag::{Diagnostic, Locus, codes};
use crate::source::{CellRef, Content, SheetPlace, SourceFile, Span};
use serde_json::Value;
use snapbox::{IntoData, assert_data_eq, str};

fn tree(files: &[(&str, &str)]) -> SourceTree {
    let file =
        |(path, text): &(&str, &str)| SourceFile { path: (*path).into(), content: Content::Text((*text).into()) };
    SourceTree::new(files.iter().map(file).collect())
}

fn span(sources: &SourceTree, path: &str, part: &str) -> Span {
    let (id, file) = sources.find(path).expect("the test names a file of its tree");
    let at = file.text().and_then(|text| text.find(part)).expect("the test names a part of its file");
    Span::new(id, at..at + part.len())
}

fn list(all: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    all.into_iter().for_each(|diagnostic| diagnostics.push(diagnostic));
    diagnostics
}

fn plain(form: Form, diagnostics: &Diagnostics, sources: &SourceTree) -> String {
    render(form, diagnostics, sources, Colour::Plain)
}

/// One problem of each sort of place.
fn sample() -> (SourceTree, Diagnostics) {
    let sources = tree(&[
        ("content/measures/mp 1.md", "\u{feff}+++\r\ntitle = \"Bürgerbüro\"\r\nstätus = \"😀\" # x\r\n+++\r\n"),
        ("content/measures/mp-2.md", "+++\nnumber\t= \"MP 1\"\n+++\n"),
        ("content/site.toml", "first = 1\nsecond = 2\nthird = 3\nfourth = \"first\"\n"),
    ]);
    let one = "content/measures/mp 1.md";
    let diagnostics = list([
        codes::unknown_key(span(&sources, one, "stätus"), "stätus", "a measure", ["status"]),
        codes::raw_html(span(&sources, one, "# x")),
        codes::duplicate_number(
            span(&sources, "content/measures/mp-2.md", "\"MP 1\""),
            "MP 1",
            span(&sources, one, "\"Bürgerbüro\""),
        ),
        codes::duplicate_entry(
            span(&sources, "content/site.toml", "\"first\""),
            "first",
            span(&sources, "content/site.toml", "first"),
        ),
        codes::symbolic_link("content/assets/a%b:c.pdf"),
        codes::as_of_too_early(None, "2020-01-01", "2022-03-31"),
    ]);
    (sources, diagnostics)
}

#[test]
fn every_form_is_found_by_its_name() {
    let forms = [Form::Human, Form::Short, Form::Json, Form::Gitlab, Form::Sarif];
    assert!(Form::all().eq(forms));
    for form in forms {
        assert_eq!(form.name().parse(), Ok(form));
        assert_eq!(form.row().form, form);
    }
    let error = "xml".parse::<Form>().expect_err("there is no such form");
    assert_eq!(error, "there is no form `xml`; the forms are `human`, `short`, `json`, `gitlab`, `sarif`");
}

#[test]
fn human_shows_lines_carets_help_and_other_places() {
    let (sources, diagnostics) = sample();
    assert_data_eq!(
        plain(Form::Human, &diagnostics, &sources),
        str![[r#"
error[unknown-key]: a measure has no key `stätus`
 --> content/measures/mp 1.md:3:1
  |
3 | stätus = "😀" # x
  | ^^^^^^
  |
  = help: did you mean `status`?

warning[raw-html]: HTML in a text is not interpreted, it would be shown as written
 --> content/measures/mp 1.md:3:14
  |
3 | stätus = "😀" # x
  |               ^^^
  |
  = help: write it in Markdown: `**bold**`, `*italic*`, `[text](https://www.example.org/)`

error[duplicate-number]: the number `MP 1` is used twice
 --> content/measures/mp-2.md:2:10
  |
2 | number    = "MP 1"
  |             ^^^^^^
  |
 ::: content/measures/mp 1.md:2:9
  |
2 | title = "Bürgerbüro"
  |         ------------ first used here
  |
  = help: give one of the two another number; `sachstand new` takes the next free one

error[duplicate-id]: the id `first` is used twice
 --> content/site.toml:4:10
  |
1 | first = 1
  | ----- first used here
...
4 | fourth = "first"
  |          ^^^^^^^
  |
  = help: give one of the two another id

error[symbolic-link]: symbolic links are not followed, because they can lead out of the site folder
 --> content/assets/a%b:c.pdf
  = help: put a copy of the file here, or remove the link

error[as-of-too-early]: on 2020-01-01 there was nothing to report: the first reporting date is 2022-03-31
  |
  = help: take 2022-03-31 or a later day

5 errors, 1 warning
more about a problem: sachstand explain unknown-key

"#]]
        .raw()
    );
}

#[test]
fn colours_add_nothing_but_colours() {
    let (sources, diagnostics) = sample();
    let styled = render(Form::Human, &diagnostics, &sources, Colour::Styled);
    assert!(styled.contains('\u{1b}'));
    let mut bare = String::new();
    let mut rest = styled.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let trimmed: String = bare.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    assert_eq!(trimmed, plain(Form::Human, &diagnostics, &sources));
}

#[test]
fn short_is_one_line_each() {
    let (sources, diagnostics) = sample();
    assert_data_eq!(plain(Form::Short, &diagnostics, &sources), str![[r#"
content/measures/mp 1.md:3:1: error[unknown-key]: a measure has no key `stätus` (help: did you mean `status`?)
content/measures/mp 1.md:3:14: warning[raw-html]: HTML in a text is not interpreted, it would be shown as written (help: write it in Markdown: `**bold**`, `*italic*`, `[text](https://www.example.org/)`)
content/measures/mp-2.md:2:10: error[duplicate-number]: the number `MP 1` is used twice (help: give one of the two another number; `sachstand new` takes the next free one)
content/site.toml:4:10: error[duplicate-id]: the id `first` is used twice (help: give one of the two another id)
content/assets/a%b:c.pdf: error[symbolic-link]: symbolic links are not followed, because they can lead out of the site folder (help: put a copy of the file here, or remove the link)
error[as-of-too-early]: on 2020-01-01 there was nothing to report: the first reporting date is 2022-03-31 (help: take 2022-03-31 or a later day)

"#]].raw());
}

#[test]
fn json_has_seven_keys_and_nulls() {
    let (sources, diagnostics) = sample();
    assert_data_eq!(plain(Form::Json, &diagnostics, &sources), str![[r#"
{"code":"unknown-key","severity":"error","file":"content/measures/mp 1.md","line":3,"column":1,"message":"a measure has no key `stätus`","help":"did you mean `status`?"}
{"code":"raw-html","severity":"warning","file":"content/measures/mp 1.md","line":3,"column":14,"message":"HTML in a text is not interpreted, it would be shown as written","help":"write it in Markdown: `**bold**`, `*italic*`, `[text](https://www.example.org/)`"}
{"code":"duplicate-number","severity":"error","file":"content/measures/mp-2.md","line":2,"column":10,"message":"the number `MP 1` is used twice","help":"give one of the two another number; `sachstand new` takes the next free one"}
{"code":"duplicate-id","severity":"error","file":"content/site.toml","line":4,"column":10,"message":"the id `first` is used twice","help":"give one of the two another id"}
{"code":"symbolic-link","severity":"error","file":"content/assets/a%b:c.pdf","line":null,"column":null,"message":"symbolic links are not followed, because they can lead out of the site folder","help":"put a copy of the file here, or remove the link"}
{"code":"as-of-too-early","severity":"error","file":null,"line":null,"column":null,"message":"on 2020-01-01 there was nothing to report: the first reporting date is 2022-03-31","help":"take 2022-03-31 or a later day"}

"#]].raw());
}

#[test]
fn gitlab_fingerprints_are_unique_and_stay_when_lines_move() {
    let file = |text: &'static str| tree(&[("content/pages/a.md", text)]);
    let problems = |sources: &SourceTree, marks: [usize; 2]| {
        let (id, _) = sources.find("content/pages/a.md").expect("the file is in the tree");
        list(marks.map(|at| codes::raw_html(Span::new(id, at..at + 3))))
    };
    let before = file("<b>\n<b>\n");
    let after = file("\n\n<b>\n<b>\n");
    let report = |sources: &SourceTree, marks| -> Vec<Value> {
        serde_json::from_str(&plain(Form::Gitlab, &problems(sources, marks), sources)).expect("the report is JSON")
    };
    let (before, after) = (report(&before, [0, 4]), report(&after, [2, 6]));
    assert_ne!(before[0]["fingerprint"], before[1]["fingerprint"]);
    assert_eq!(before[0]["fingerprint"], after[0]["fingerprint"]);
    assert_eq!(before[0]["fingerprint"].as_str().map(str::len), Some(64));
    assert_eq!(after[1]["location"]["lines"]["begin"], 4);
}

#[test]
fn gitlab_gives_every_problem_a_file_and_a_line() {
    let (sources, diagnostics) = sample();
    let report: Vec<Value> =
        serde_json::from_str(&plain(Form::Gitlab, &diagnostics, &sources)).expect("the report is JSON");
    assert_eq!(report.len(), 6);
    for issue in report {
        assert!(issue["description"].is_string() && issue["check_name"].is_string());
        assert!(["major", "minor", "info"].contains(&issue["severity"].as_str().unwrap_or_default()));
        assert!(issue["location"]["path"].is_string() && issue["location"]["lines"]["begin"].is_u64());
    }
}

#[test]
fn sarif_has_the_required_keys_and_utf16_columns() {
    let (sources, diagnostics) = sample();
    let log: Value = serde_json::from_str(&plain(Form::Sarif, &diagnostics, &sources)).expect("the log is JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["tool"]["driver"]["name"], "sachstand");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules are a list");
    let results = run["results"].as_array().expect("results are a list");
    assert_eq!((rules.len(), results.len()), (6, 6));
    for rule in rules {
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[key]["text"].as_str().is_some_and(|text| !text.is_empty()), "{rule} has no {key}");
        }
    }
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(result["message"]["text"].is_string());
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap_or_default()));
    }
    let first = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(first["artifactLocation"]["uri"], "content/measures/mp%201.md");
    assert_eq!(first["region"], serde_json::json!({ "startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 7 }));
    // The emoji before it is one character and two code units.
    assert_eq!(results[1]["locations"][0]["physicalLocation"]["region"]["startColumn"], 15);
    assert_eq!(
        results[4]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "content/assets/a%25b%3Ac.pdf"
    );
    assert_eq!(results[5]["locations"], Value::Array(Vec::new()));
}

#[test]
fn cells_of_workbooks_are_named_in_every_form() {
    let place = |cell| SheetPlace { file: "in/plan 1.xlsx".into(), sheet: "Anlage 4".into(), cell };
    let at = |cell| Diagnostic { locus: Locus::Sheet(place(cell)), ..codes::symbolic_link("x") };
    let sources = SourceTree::default();
    let mut diagnostics = list([at(CellRef::parse("B40")), at(CellRef::parse("K37")), at(None)]);
    diagnostics.finish(&sources);
    let places: Vec<String> = Iterator::map(plain(Form::Short, &diagnostics, &sources).lines(), |line| {
        line.split(": error").next().unwrap_or_default().to_owned()
    })
    .collect();
    assert_eq!(places, ["in/plan 1.xlsx: Anlage 4", "in/plan 1.xlsx: Anlage 4!K37", "in/plan 1.xlsx: Anlage 4!B40"]);
    let human = plain(Form::Human, &diagnostics, &sources);
    assert!(human.contains("\n --> in/plan 1.xlsx: Anlage 4!K37\n"), "{human}");
    let json = plain(Form::Json, &diagnostics, &sources);
    let second: Value = serde_json::from_str(json.lines().nth(1).unwrap_or_default()).expect("a line is JSON");
    let keys: Vec<&String> = second.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["code", "severity", "file", "sheet", "cell", "message", "help"]);
    assert_eq!((&second["sheet"], &second["cell"]), (&"Anlage 4".into(), &"K37".into()));
    let report: Value = serde_json::from_str(&plain(Form::Gitlab, &diagnostics, &sources)).expect("JSON");
    assert_eq!(report[1]["location"]["lines"]["begin"], 37);
    assert!(report[1]["description"].as_str().is_some_and(|text| text.starts_with("Anlage 4!K37: ")));
    let log: Value = serde_json::from_str(&plain(Form::Sarif, &diagnostics, &sources)).expect("JSON");
    let location = &log["runs"][0]["results"][1]["locations"][0];
    assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], "in/plan%201.xlsx");
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "Anlage 4!K37");
}

#[test]
fn an_empty_list_is_a_whole_document_in_every_form() {
    let (sources, none) = (SourceTree::default(), Diagnostics::new());
    assert_eq!(plain(Form::Human, &none, &sources), "no problems\n");
    assert_eq!(plain(Form::Short, &none, &sources), "");
    assert_eq!(plain(Form::Json, &none, &sources), "");
    assert_eq!(plain(Form::Gitlab, &none, &sources), "[]\n");
    assert!(serde_json::from_str::<Value>(&plain(Form::Sarif, &none, &sources)).is_ok());
}

#[test]
fn of_thousands_of_problems_the_later_ones_have_a_line_each() {
    let line = "<b> ".repeat(1_003);
    let sources = tree(&[("content/measures/mp-1.md", &line)]);
    let (id, _) = sources.find("content/measures/mp-1.md").expect("the file is in the tree");
    let problems = list((0..1_003).map(|nth| codes::raw_html(Span::new(id, nth * 4..nth * 4 + 3))));
    let human = plain(Form::Human, &problems, &sources);
    let later = human.lines().filter(|line| line.starts_with("content/measures/mp-1.md:1:")).collect::<Vec<_>>();
    assert_eq!(human.matches(" --> content/measures/mp-1.md:1:").count(), 1_000);
    assert_eq!(later, plain(Form::Short, &problems, &sources).lines().skip(1_000).collect::<Vec<_>>());
    assert_eq!(later.len(), 3);
    assert!(human.contains("\n\n1003 "), "{}", &human[human.len() - 200..]);
}
