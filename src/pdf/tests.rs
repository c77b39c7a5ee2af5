//! What a template of a document cannot do: see anything but its data, or go on for ever.

use super::*;

fn print(text: &str, patience: Duration) -> Result<Vec<u8>, Vec<Fault>> {
    printed(text, patience, &|| None)
}

fn printed(text: &str, patience: Duration, memory: limit::Memory<'_>) -> Result<Vec<u8>, Vec<Fault>> {
    let press = Press { patience, ..Press::default() };
    let frame = "#set document(title: \"T\")\n#set text(lang: \"de\")\n";
    let templates = BTreeMap::from([("a.typ".to_owned(), format!("{frame}{text}"))]);
    let date = Date::parse("2026-03-31").expect("a day");
    press.print(Job { template: "a.typ", templates: &templates, data: "{}", ident: "x", date }, memory)
}

fn endless() -> &'static str {
    "#let n = 0\n#for a in range(9000) { for b in range(9000) { for c in range(9000) { n += 1 } } }\n#n"
}

fn message(text: &str) -> String {
    let faults = print(text, limit::PATIENCE).expect_err(text);
    assert_eq!(faults[0].template, "a.typ");
    faults[0].message.clone()
}

#[test]
fn a_document_without_an_end_is_stopped_and_named() {
    let faults = print(endless(), Duration::from_millis(400)).expect_err("it has no end");
    assert_eq!(faults[0].template, "a.typ");
    assert!(faults[0].message.contains("comes to no end"), "{faults:?}");
    assert!(message("#let n = 1\n#while n > 0 { n += 1 }").contains("infinite"));
    assert!(message("#let f() = f()\n#f()").contains("depth"));
}

#[test]
fn a_document_that_takes_all_memory_is_stopped_and_named() {
    // A program that grows by 200 MB from look to look.
    let looks = std::cell::Cell::new(1_u64);
    let memory = || Some(looks.replace(looks.get() + 1) * 200_000_000);
    let faults = printed(endless(), limit::PATIENCE, &memory).expect_err("it grows and grows");
    assert_eq!(faults[0].template, "a.typ");
    assert!(faults[0].message.contains("takes more memory"), "{faults:?}");
    assert!(looks.get() > 3, "it was stopped when its room was used up, not before");
    assert!(printed("Text", limit::PATIENCE, &|| Some(300_000_000)).is_ok());
}

#[test]
fn a_document_sees_no_file_no_network_and_no_environment() {
    assert!(print("Text", limit::PATIENCE).is_ok());
    for text in [
        "#read(\"/etc/passwd\")",
        "#read(\"../../../../etc/passwd\")",
        "#read(\"content/site.toml\")",
        "#include \"/content/site.toml\"",
        "#image(\"/etc/passwd\", alt: \"x\")",
        "#csv(\"/proc/self/environ\")",
        "#plugin(\"x.wasm\")",
        "#import \"@preview/tablex:0.0.8\": *",
        "#bibliography(\"/etc/hosts\")",
        "#json(\"https://www.example.org/x.json\")",
    ] {
        let said = message(text);
        assert!(said.contains("not found") || said.contains("escape"), "{text}: {said}");
    }
    assert!(message("#sys.inputs.at(\"HOME\")").contains("does not contain"));
    // The only day that it knows is its own.
    let day =
        print("#assert.eq(datetime.today().display(\"[year]-[month]-[day]\"), \"2026-03-31\")\nText", limit::PATIENCE);
    assert!(day.is_ok(), "{day:?}");
}
