//! Documents for the committee: whole, the same every time, and harmless whatever records say.

mod kept;
mod numbers;
mod reader;
mod tags;
mod told;

use super::printer::printer;
use sachstand::diag::{Diagnostics, Severity};
use sachstand::pipeline::{self, Options, Timings};
use sachstand::render::Printed;
use sachstand::source::{Content, SourceFile, SourceTree};
use sachstand::value::Date;
use std::path::Path;

fn day() -> Date {
    Date::parse("2023-09-30").unwrap()
}

fn print(sources: &SourceTree) -> (Vec<Printed>, Diagnostics) {
    let mut diags = Diagnostics::new();
    let options = Options { as_of: Some(day()), ..Options::default() };
    let planned = pipeline::plan(sources, options, &mut diags, &mut Timings::new(|| 0)).expect("a plan");
    let printed = planned.papers(day(), &printer(), &mut diags);
    diags.finish(sources);
    (printed, diags)
}

/// The example with further files.
fn example(more: &[(&str, &str)]) -> SourceTree {
    let (sources, _) = sachstand::disk::read(Path::new(env!("CARGO_MANIFEST_DIR")));
    with(&sources, more)
}

/// A site with further files; those of the same name give way.
fn with(sources: &SourceTree, more: &[(&str, &str)]) -> SourceTree {
    let kept = sources.iter().filter(|(_, file)| !more.iter().any(|(path, _)| *path == file.path));
    let old = kept.map(|(_, file)| file.clone());
    let new = more
        .iter()
        .map(|(path, text)| SourceFile { path: (*path).to_owned(), content: Content::Text((*text).to_owned()) });
    SourceTree::new(old.chain(new).collect())
}

#[test]
fn the_example_is_printed_whole_and_the_same_every_time() {
    let sources = example(&[]);
    let (one, diags) = print(&sources);
    let (other, _) = print(&sources);
    assert_eq!(diags.count(Severity::Error), 0);
    let names: Vec<&str> = one.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["bericht", "anlage-massnahmen", "anlage-online-dienste", "anlage-e-akten", "folien"]);
    for (a, b) in one.iter().zip(&other) {
        assert!(a.pdf.starts_with(b"%PDF-1.7"), "{}", a.name);
        assert!(a.pdf == b.pdf, "{} differs from run to run", a.name);
    }
}

#[test]
fn no_text_of_a_record_is_code() {
    let long = "Verwaltungsdigitalisierungsmaßnahmenplanfortschreibung".repeat(8);
    let record = format!(
        "+++\nnumber = \"MP 9#1\"\ntitle = \"#panic() $x^2$ *fett* \\\\ @marke <label> // {long} שלום مرحبا\"\n[progress]\n\
         2023-09-30 = 5\n+++\n#read(\"/etc/passwd\") `#eval` $$ \\[ /* */ {long}\n"
    );
    let (printed, diags) = print(&example(&[("content/measures/mp-900.md", record.as_str())]));
    assert_eq!(diags.count(Severity::Error), 0);
    assert_eq!(printed.len(), 5);
}

#[test]
fn a_template_of_the_site_takes_the_place_of_ours_and_answers_for_itself() {
    let config = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/site.toml")).unwrap();
    let config = format!("theme = \"eigen\"\n{config}");
    let wrong = "#set document(title: \"Folien\")\n#read(\"/etc/passwd\")\n";
    let files = [("content/site.toml", config.as_str()), ("themes/eigen/pdf/slides.typ", wrong)];
    let sources = example(&files);
    let (printed, diags) = print(&sources);
    assert_eq!(printed.len(), 4, "the other documents are printed");
    let found: Vec<_> = diags.iter().filter(|d| d.severity == Severity::Error).collect();
    let [problem] = found.as_slice() else { panic!("one error, not {}", found.len()) };
    let sachstand::diag::Locus::Text(span) = &problem.locus else { panic!("a place in a file") };
    assert_eq!(sources.file(span.source).path, "themes/eigen/pdf/slides.typ");
    assert_eq!(sources.position(span.source, span.start as usize).0, 2);
}

/// Everything internal of this site says `KANARIE`. Nobody can search a PDF for it, but a template can look through the
/// data that it is given.
#[test]
fn a_canary_never_gets_onto_paper() {
    let config = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/site.toml")).unwrap();
    let extra = "\n[[extra]]\nname = \"notiz\"\nlabel = \"Notiz\"\nkind = \"text\"\nvisibility = \"internal\"\n";
    let config = format!("theme = \"eigen\"\n{config}{extra}");
    let public = "+++\nnumber = \"MP 901\"\ntitle = \"Offen\"\n[progress]\n2023-09-30 = 4\n[extra]\n\
                  notiz = \"KANARIE im Zusatzfeld\"\n+++\nText\n";
    let internal = "+++\nnumber = \"MP 902\"\ntitle = \"KANARIE Titel\"\nvisibility = \"internal\"\n\
                    [progress]\n2023-09-30 = 9\n+++\nKANARIE Text\n";
    let look = "#set document(title: \"Anlage\")\n#let text = repr(json(\"data.json\"))\n\
                #assert(text.contains(\"Offen\") or not text.contains(\"MP\"))\n\
                #assert(not text.contains(\"KANARIE\"), message: \"KANARIE\")\n";
    let sources = example(&[
        ("content/site.toml", &config),
        ("content/measures/mp-901.md", public),
        ("content/measures/mp-902.md", internal),
        ("themes/eigen/pdf/appendix.typ", look),
        ("themes/eigen/pdf/report.typ", look),
        ("themes/eigen/pdf/slides.typ", look),
    ]);
    for (internal, leaks) in [(false, 0), (true, 1)] {
        let mut diags = Diagnostics::new();
        let options = Options { as_of: Some(day()), internal, ..Options::default() };
        let planned = pipeline::plan(&sources, options, &mut diags, &mut Timings::new(|| 0)).expect("a plan");
        planned.papers(day(), &printer(), &mut diags);
        let found = diags.iter().filter(|d| d.message.contains("KANARIE")).count();
        assert_eq!(found.min(1), leaks, "internal: {internal}");
    }
}
