//! What a template of a document cannot do: see anything but its data.

use super::*;

fn print(text: &str) -> Result<Vec<u8>, Vec<Fault>> {
    let frame = "#set document(title: \"T\")\n#set text(lang: \"de\")\n";
    let templates = BTreeMap::from([("a.typ".to_owned(), format!("{frame}{text}"))]);
    let date = Date::parse("2026-03-31").expect("a day");
    Press::default().print(Job { template: "a.typ", templates: &templates, data: "{}", ident: "x", date })
}

fn message(text: &str) -> String {
    let faults = print(text).expect_err(text);
    assert_eq!(faults[0].template, "a.typ");
    faults[0].message.clone()
}

#[test]
fn a_document_sees_no_file_no_network_and_no_environment() {
    assert!(print("Text").is_ok());
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
    let day = print("#assert.eq(datetime.today().display(\"[year]-[month]-[day]\"), \"2026-03-31\")\nText");
    assert!(day.is_ok(), "{day:?}");
}
