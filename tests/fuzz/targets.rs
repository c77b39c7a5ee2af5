//! What is done with bytes that nobody has looked at: one function per fuzz target.
//!
//! The ordinary tests call the same functions with the kept corpus. A function ends quietly whatever the bytes are;
//! a panic, an overflow or markup that nobody wrote is a finding.

use sachstand::diag::Diagnostics;
use sachstand::exchange::import::{self, Request};
use sachstand::exchange::sheet::Workbook;
use sachstand::model::{Model, RegisterId};
use sachstand::pipeline::{self, Options};
use sachstand::record::edit::{EditValue, set_value};
use sachstand::source::{Content, SourceFile, SourceId, SourceTree, Span};
use sachstand::text::catalog::{Catalog, placeholders};
use sachstand::text::lang::Lang;
use sachstand::text::{insert as inserts, markdown as md};
use sachstand::theme::Theme;
use sachstand::view::Base;
use std::io::{Cursor, Write};
use std::sync::OnceLock;
use zip::write::SimpleFileOptions;

const SITE: &str = include_str!("../../src/cli/init/site.toml");
const ORGANISATION: &str = include_str!("../../src/cli/init/organisation.toml");
const MEASURE: &str = "+++\nnumber = \"MP 001\"\ntitle = \"CRM\"\nunit = \"1.1\"\nreported = 2026\nschedule = \"2026\"\n\
                       programmes = [\"plan\"]\n[progress]\n2026-03-31 = 2\n2026-09-30 = 9\n+++\nEin Satz.\n";
const PROGRAMME: &str = "+++\ntitle = \"Plan\"\nkind = \"programme\"\n[[target]]\nid = \"alle\"\ntext = \"Zwei\"\n\
                         register = \"measures\"\nclass = \"done\"\nwanted = 2\ndue = 2027-09-30\n+++\n";

/// The places whose files [`record`] tries, by the first byte of its input.
const PLACES: [&str; 8] = [
    "content/measures/mp-001.md",
    "content/services/a.md",
    "content/programmes/plan.md",
    "content/reports/2026-03-31.md",
    "content/pages/a.md",
    "content/organisation.toml",
    "content/site.toml",
    "content/permalinks.txt",
];

/// A small valid site, with these files over it.
fn tree(files: &[(&str, &[u8])]) -> SourceTree {
    let base = [
        ("content/site.toml", SITE),
        ("content/organisation.toml", ORGANISATION),
        ("content/measures/mp-001.md", MEASURE),
        ("content/programmes/plan.md", PROGRAMME),
    ];
    let kept = base.iter().filter(|(path, _)| files.iter().all(|(other, _)| path != other));
    let kept = kept.map(|(path, text)| (*path, text.as_bytes()));
    let file = |(path, bytes): (&str, &[u8])| SourceFile {
        path: path.to_owned(),
        content: String::from_utf8(bytes.to_vec()).map_or_else(|e| Content::Bytes(e.into_bytes()), Content::Text),
    };
    SourceTree::new(kept.chain(files.iter().copied()).map(file).collect())
}

fn derive(sources: &SourceTree) -> (Option<Model>, Diagnostics) {
    let mut diags = Diagnostics::new();
    // As the disk says it before anything is parsed.
    for (_, file) in sources.iter().filter(|(_, file)| file.text().is_none()) {
        diags.push(sachstand::diag::codes::invalid_utf8(&file.path, 1, 1));
    }
    let model = pipeline::derive(sources, Options::default(), &mut diags).map(|(model, _)| model);
    diags.finish(sources);
    assert!(model.is_some() || diags.has_errors(), "refused without a reason");
    (model, diags)
}

/// The first byte chooses a file of the site, the rest is what it holds.
pub(crate) fn record(data: &[u8]) {
    let Some((which, rest)) = data.split_first() else { return };
    let place = PLACES[usize::from(*which) % PLACES.len()];
    let sources = tree(&[(place, rest)]);
    let (_, diags) = derive(&sources);
    // Every place that is reported can be shown.
    for form in [sachstand::diag::print::Form::Human, sachstand::diag::print::Form::Json] {
        sachstand::diag::print::render(form, &diags, &sources, sachstand::diag::print::Colour::Plain);
    }
}

/// A record as text: setting a value in it changes nothing else, or says why it cannot.
pub(crate) fn front(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for (table, key, value) in [
        ("progress", "2026-09-30", EditValue::Integer(5)),
        ("", "title", EditValue::Text("Neu".to_owned())),
        ("extra", "a-b", EditValue::Text("\"\"\"\n+++".to_owned())),
    ] {
        if let Ok(changed) = set_value(text, table, key, &value) {
            let again = set_value(&changed, table, key, &value);
            assert_eq!(again.as_deref().ok(), Some(changed.as_str()), "a second time changes nothing");
        }
    }
    derive(&tree(&[("content/measures/mp-001.md", data)]));
}

/// Markdown in every way in which a text is shown.
pub(crate) fn markdown(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let sources = tree(&[("content/pages/a.md", data)]);
    let source = sources.iter().find(|(_, file)| file.path == "content/pages/a.md").map(|(id, _)| id);
    let source: SourceId = source.expect("the file is in the tree");
    let span = Span::new(source, 0..text.len());
    let place = md::Place { root: "../", portable: true, level: 2, table: "Tabelle", later: &[] };
    let mut diags = Diagnostics::new();
    let html = md::html(text, span, place, &mut diags);
    only_known_markup(&html.html);
    only_known_markup(&md::inline(text, span, place, &mut diags));
    md::summary(text, 160);
    md::plain(text);
    inserts::pieces(text);
    diags.finish(&sources);
}

/// Tags and attributes that Markdown may become; whatever an author writes, there are no others.
fn only_known_markup(html: &str) {
    const TAGS: [&str; 29] = [
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "a",
        "img",
        "em",
        "strong",
        "del",
        "code",
        "pre",
        "blockquote",
        "br",
        "hr",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "b",
        "i",
        "span",
    ];
    const ATTRIBUTES: [&str; 14] = [
        "href",
        "src",
        "alt",
        "title",
        "id",
        "class",
        "scope",
        "role",
        "tabindex",
        "aria-label",
        "aria-labelledby",
        "start",
        "rel",
        "style",
    ];
    for tag in html.split('<').skip(1) {
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(TAGS.contains(&name.as_str()), "a tag `{name}` in {html:?}");
        // Between quotation marks stands text, outside them names of attributes.
        let Some(end) = tag.find('>') else { panic!("a tag does not end in {html:?}") };
        let mut quoted = tag[..end].split('"');
        while let Some(names) = quoted.next() {
            let mut last = "";
            for word in names.split_whitespace().filter(|word| word.contains('=')) {
                last = word.trim_end_matches('=');
                assert!(ATTRIBUTES.contains(&last), "an attribute `{last}` in {html:?}");
            }
            let value = quoted.next().unwrap_or_default().to_ascii_lowercase();
            if last == "href" || last == "src" {
                let is_safe = ["../", "#", "http:", "https:", "mailto:", "tel:"].iter().any(|s| value.starts_with(s));
                assert!(is_safe, "{value} in {html:?}");
            }
        }
    }
}

/// A report with inserts, up to the meaning of each.
pub(crate) fn insert(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let report = format!("+++\ntitle = \"Bericht\"\n+++\n{text}");
    derive(&tree(&[("content/reports/2026-09-30.md", report.as_bytes())]));
    let written = text.trim();
    let _ = inserts::read(written, 0);
    inserts::replaced(text, |range| Some(text[range].to_uppercase()));
}

/// A file that is to be imported: read, assigned, and what it would change put into the site.
pub(crate) fn sheet(data: &[u8]) {
    static MODEL: OnceLock<(SourceTree, Model)> = OnceLock::new();
    let (sources, model) = MODEL.get_or_init(|| {
        let sources = tree(&[]);
        let model = derive(&sources).0.expect("the base site is valid");
        (sources, model)
    });
    let Ok(book) = Workbook::read("plan.csv", data) else { return };
    let mut diags = Diagnostics::new();
    let request = Request { file: "plan.csv", register: RegisterId(0), sheet: None, mapping: None, clear: false };
    if let Some(plan) = import::plan(&book, request, model, sources, &mut diags) {
        let changed: Vec<(&str, &[u8])> = plan.files.iter().map(|f| (f.path.as_str(), f.new.as_bytes())).collect();
        derive(&tree(&changed));
    }
}

/// What a workbook has in it, packed here: bytes of a packed file that are changed at random seldom unpack at all.
/// The first byte chooses the format; NUL ends a part of XLSX or ODS, and a part that is missing is a plain one.
pub(crate) fn workbook(data: &[u8]) {
    let Some((which, rest)) = data.split_first() else { return };
    match which % 3 {
        0 => sheet(&packed(&XLSX, rest)),
        1 => sheet(&packed(&ODS, rest)),
        _ => sheet(&compound(rest)),
    }
}

/// Parts of a workbook by name, the ones that are tried first.
const XLSX: [(&str, &str); 6] = [
    ("xl/worksheets/sheet1.xml", "<worksheet/>"),
    ("xl/sharedStrings.xml", "<sst><si><t>Nr.</t></si><si><t>MP 001</t></si></sst>"),
    (
        "xl/styles.xml",
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>",
    ),
    ("xl/workbook.xml", "<workbook><sheets><sheet name=\"Plan\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"s\" Target=\"worksheets/sheet1.xml\" \
         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/></Relationships>",
    ),
    (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"b\" Target=\"xl/workbook.xml\" \
         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\"/></Relationships>",
    ),
];
const ODS: [(&str, &str); 3] = [
    ("content.xml", "<office:document-content/>"),
    ("META-INF/manifest.xml", "<manifest:manifest/>"),
    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
];

fn packed(parts: &[(&str, &str)], data: &[u8]) -> Vec<u8> {
    let mut given = data.split(|byte| *byte == 0).filter(|part| !part.is_empty());
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, plain) in parts {
        let part = given.next().unwrap_or(plain.as_bytes());
        archive.start_file(*name, SimpleFileOptions::default()).expect("the names are good ones");
        archive.write_all(part).expect("memory takes everything");
    }
    archive.finish().expect("memory takes everything").into_inner()
}

/// An XLS file with these bytes as its records.
fn compound(records: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes everything");
    file.create_stream("/Workbook").and_then(|mut part| part.write_all(records)).expect("memory takes everything");
    file.flush().expect("memory takes everything");
    file.into_inner().into_inner()
}

/// The first byte says whether the rest is a file of strings or a template.
pub(crate) fn theme(data: &[u8]) {
    let Some((which, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let site = SITE.replacen("title =", "theme = \"stadt\"\ntitle =", 1);
    if which % 2 == 0
        && let Ok(catalog) = Catalog::parse(Lang::De, text)
    {
        for (key, entry) in catalog.iter() {
            entry.forms().flat_map(placeholders).for_each(drop);
            catalog.fill(key, &[("n", &1), ("name", &"{n}")]);
        }
    }
    let path = if which % 2 == 0 { "themes/stadt/strings/de.toml" } else { "themes/stadt/templates/not-found.html" };
    let sources = tree(&[("content/site.toml", site.as_bytes()), (path, rest)]);
    let (model, mut diags) = derive(&sources);
    let theme = sachstand::theme::load(&model.expect("the base site is valid"), &sources, &mut diags);
    if let Some(theme) = theme.filter(|_| which % 2 == 1)
        && let Err(error) = theme.render("not-found.html", &tera_context(&theme))
    {
        theme.report(&error, "not-found.html", &sources, &mut diags);
    }
    diags.finish(&sources);
}

/// The typical view of the page that [`theme`] renders.
fn tera_context(theme: &Theme) -> tera::Context {
    let sample: serde_json::Value = serde_json::from_str(include_str!("../views/not-found.json")).expect("a view");
    let site: serde_json::Value = serde_json::from_str(include_str!("../views/site.json")).expect("a view");
    let base: Base = serde_json::from_value(sample["base"].clone()).expect("a frame");
    let mut context = tera::Context::new();
    context.insert("lang", "de");
    context.insert("site", &site);
    context.insert("base", &base);
    context.insert("page", &sample["page"]);
    let frame = theme.frame("de".into(), context.get("site").cloned().expect("just put in"), &base.place());
    context.insert("frame", &frame.expect("the parts of the frame are built in"));
    context
}

/// A snapshot of the first reporting date.
pub(crate) fn snapshot(data: &[u8]) {
    derive(&tree(&[("content/snapshots/2026-03-31.toml", data)]));
}
