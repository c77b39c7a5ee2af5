//! The theme contract: every template renders every sample view, and the strings are complete.

use sachstand::source::{Content, SourceFile, SourceTree};
use sachstand::text::catalog::{Catalog, placeholders};
use sachstand::text::lang::{LANGS, Lang};
use sachstand::{diag, pipeline, theme, view};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { out.push(path) }
        }
    }
    out.sort();
    out
}

/// The built-in theme, loaded for a site without a theme of its own.
fn default_theme() -> theme::Theme {
    loaded(Vec::new(), Lang::De)
}

/// The theme of a site in this language with these files besides its configuration.
fn loaded(mut files: Vec<SourceFile>, lang: Lang) -> theme::Theme {
    let site = include_str!("../../src/cli/init/site.toml");
    let site = site.replace("languages = [\"de\"]", &format!("languages = [\"{}\"]", lang.tag()));
    assert!(site.contains(&format!("[\"{}\"]", lang.tag())), "the site says its language");
    files.push(SourceFile { path: "content/site.toml".to_owned(), content: Content::Text(site) });
    let sources = SourceTree::new(files);
    let mut diags = diag::Diagnostics::new();
    let (model, _) = pipeline::derive(&sources, pipeline::Options::default(), &mut diags).unwrap();
    let theme = theme::load(&model, &sources, &mut diags).unwrap();
    assert!(diags.is_empty(), "{diags:?}");
    theme
}

fn context(theme: &theme::Theme, name: &str, lang: Lang) -> tera::Context {
    let read = |name: &str| -> serde_json::Value {
        let text = fs::read_to_string(root().join("tests/views").join(name)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let (sample, site) = (read(name), tera::Value::from_serializable(&read("site.json")));
    let base: view::Base = serde_json::from_value(sample["base"].clone()).unwrap();
    let frame = theme.frame(lang.tag().into(), site.clone(), &base.place());
    let mut context = tera::Context::new();
    context.insert("lang", lang.tag());
    context.insert_value("site", site);
    context.insert("base", &base);
    context.insert("frame", &frame.unwrap_or_else(|(part, error)| panic!("{part} for {name}: {error}")));
    context.insert("page", &sample["page"]);
    context
}

#[test]
fn every_template_renders_typical_minimal_and_extreme_views() {
    for lang in LANGS {
        // Texts that are always the same are put into the templates of the site's own language.
        let theme = loaded(Vec::new(), *lang);
        for kind in view::KINDS {
            for variant in ["", "-minimal", "-extreme"] {
                let name = format!("{kind}{variant}.json");
                let rendered = theme.render(&format!("{kind}.html"), &context(&theme, &name, *lang));
                let html = rendered.unwrap_or_else(|e| panic!("{name} in {}: {e}", lang.tag()));
                let html = String::from_utf8(html).unwrap();
                assert!(html.trim_end().ends_with("</html>"), "{name} is whole");
                assert!(!html.contains('⟦'), "{name}: a text is missing");
                assert!(!html.contains("<script>"), "{name}: a text became markup");
            }
        }
    }
}

/// Parts that are rendered once for many rows: nothing around them, and no text becomes markup.
#[test]
fn parts_of_rows_are_cells_and_items() {
    let theme = default_theme();
    let made = |name, values: serde_json::Value| {
        let insert = |context: &mut tera::Context| {
            values.as_object().unwrap().iter().for_each(|(name, value)| context.insert(name.clone(), value));
        };
        let is_anywhere = ["rows/status.html", "rows/value.html"].contains(&name);
        theme.piece(name, Lang::De, (!is_anywhere).then_some("../"), insert).unwrap()
    };
    let tag = json!({"code": "U", "label": "<fertig>", "class": "done", "mark": "✓"});
    let date = json!({"iso": "2023-09-30", "text": "30.09.2023"});
    let value = json!({"text": "5", "kind": "value", "label": null});
    let history = json!({"date": date, "href": "s/1/", "value": value, "status": tag, "text": "a < b"});
    let value = json!({"text": "–", "kind": "none", "label": "nicht <erhoben>"});
    let none = json!({"date": date, "href": null, "value": value, "status": null, "text": null});
    let record = json!({"number": "MP <1>", "title": "A & B", "href": "m/1/", "detail": null});
    let cell = json!({"text": "MP <1> A", "label": null, "href": "m/1/", "status": null});
    for (name, values, expected) in [
        (
            "rows/name.html",
            json!({"record": record}),
            "<li><span class=\"no\">MP &lt;1&gt;</span> <a href=\"../m/1/\">A &amp; B</a></li>",
        ),
        (
            "rows/fact.html",
            json!({"fact": {"label": "<Amt>", "items": [
                {"text": "1 & 2", "href": "o/1/", "url": null},
                {"text": "<3>", "href": null, "url": "https://a.example/?b&c"},
            ]}}),
            "<div><dt>&lt;Amt&gt;</dt><dd><a href=\"../o/1/\">1 &amp; 2</a></dd>\
             <dd><a href=\"https://a.example/?b&amp;c\">&lt;3&gt;</a></dd></div>",
        ),
        (
            "rows/history.html",
            json!({"row": history, "scaled": true, "explained": true}),
            "<tr class=\"v-value\"><th scope=\"row\"><a href=\"../s/1/\">30.09.2023</a></th><td class=\"num\">5</td>\
             <td><strong class=\"tag tag-done\"><span aria-hidden=\"true\">✓</span> &lt;fertig&gt;</strong></td>\
             <td>a &lt; b</td></tr>",
        ),
        (
            "rows/history.html",
            json!({"row": none, "scaled": false, "explained": false}),
            "<tr class=\"v-none\"><th scope=\"row\">30.09.2023</th><td>nicht &lt;erhoben&gt;</td></tr>",
        ),
        (
            "rows/status.html",
            json!({"status": tag, "no_status": ""}),
            "<td class=\"r-s\"><strong class=\"tag tag-done\"><span aria-hidden=\"true\">✓</span> &lt;fertig&gt;</strong></td>",
        ),
        ("rows/status.html", json!({"status": null, "no_status": "<nie>"}), "<td class=\"r-s\">&lt;nie&gt;</td>"),
        (
            "rows/value.html",
            json!({"column": {"short": "03.<22>"}, "value": {"text": "5", "kind": "value", "label": null}}),
            "<td data-l=\"03.&lt;22&gt;\">5</td>",
        ),
        (
            "rows/value.html",
            json!({"column": {"short": "03.22"}, "value": {"text": "–", "kind": "none", "label": "<nie>"}}),
            "<td data-l=\"03.22\"><span aria-hidden=\"true\">–</span><span class=\"vh\">&lt;nie&gt;</span></td>",
        ),
        (
            "rows/changed-record.html",
            json!({"record": cell}),
            "<tr><th scope=\"row\"><a href=\"../m/1/\">MP &lt;1&gt; A</a></th>",
        ),
        (
            "rows/changed-values.html",
            json!({"before": "1 · <a>", "after": "2"}),
            "<td>1 · &lt;a&gt;</td><td>2</td></tr>",
        ),
    ] {
        assert_eq!(made(name, values).trim_end(), expected, "{name}");
    }
    // What stands on pages of any depth cannot lead anywhere.
    let name = json!({"number": null, "title": "A", "href": "m/1/", "detail": null});
    assert!(theme.piece("rows/name.html", Lang::De, None, |values| values.insert("record", &name)).is_err());
}

/// Templates of a site are counted, and loop over lists only. Copies of the built-in ones can be changed by a city, so
/// they have to pass.
#[test]
fn copies_of_the_templates_render_the_same() {
    let folder = root().join("themes/default/templates");
    let copies: Vec<SourceFile> = files(&folder)
        .into_iter()
        .map(|path| SourceFile {
            path: format!(
                "themes/default/templates/{}",
                path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/")
            ),
            content: Content::Text(fs::read_to_string(&path).unwrap()),
        })
        .collect();
    let (built_in, copied) = (default_theme(), loaded(copies, Lang::De));
    for kind in view::KINDS {
        for variant in ["", "-minimal", "-extreme"] {
            let name = format!("{kind}{variant}.json");
            let page = |theme: &theme::Theme| {
                let html = theme.render(&format!("{kind}.html"), &context(theme, &name, Lang::De));
                String::from_utf8(html.unwrap_or_else(|error| panic!("{name}: {error}"))).unwrap()
            };
            assert_eq!(page(&copied), page(&built_in), "{name}");
        }
    }
}

#[test]
fn no_sample_view_is_left_over() {
    let known: BTreeSet<String> = view::KINDS
        .iter()
        .flat_map(|kind| ["", "-minimal", "-extreme"].map(|v| format!("{kind}{v}.json")))
        .chain(["site.json".to_owned()])
        .collect();
    let found: BTreeSet<String> = files(&root().join("tests/views"))
        .into_iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(known, found);
}

/// The same for documents, whose samples stand in `tests/papers`.
#[test]
fn sample_documents_match_the_contract() {
    fn check<T: serde::de::DeserializeOwned + serde::Serialize>(kind: &str) {
        for variant in ["", "-minimal", "-extreme"] {
            let text = fs::read_to_string(root().join(format!("tests/papers/{kind}{variant}.json"))).unwrap();
            let sample: serde_json::Value = serde_json::from_str(&text).unwrap();
            let view: T = serde_json::from_value(sample.clone()).unwrap_or_else(|e| panic!("{kind}{variant}: {e}"));
            assert_eq!(serde_json::to_value(view).unwrap(), sample, "{kind}{variant}");
        }
    }
    check::<view::Appendix>("appendix");
    check::<view::Narrative>("report");
    check::<view::Slides>("slides");
    assert_eq!(files(&root().join("tests/papers")).len(), 9, "no sample is left over");
}

#[cfg(feature = "pdf")]
#[test]
fn every_document_template_prints_typical_minimal_and_extreme_views() {
    let theme = default_theme();
    let press = sachstand::pdf::Press::default();
    for kind in ["appendix", "report", "slides"] {
        for variant in ["", "-minimal", "-extreme"] {
            let name = format!("{kind}{variant}.json");
            let sample = fs::read_to_string(root().join("tests/papers").join(&name)).unwrap();
            let data = press.printable(&sample).0;
            let template = format!("{kind}.typ");
            let date = sachstand::value::Date::parse("2023-09-30").unwrap();
            let job =
                sachstand::pdf::Job { template: &template, templates: &theme.pdf, data: &data, ident: &name, date };
            let printed = sachstand::render::Store::print(&crate::printer::printer(), job);
            let pdf = printed.unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
            assert!(pdf.starts_with(b"%PDF-1.7"), "{name}");
        }
    }
}

/// The samples are what the structs say, neither more nor less.
#[test]
fn sample_views_match_the_contract() {
    fn check<T: serde::de::DeserializeOwned + serde::Serialize>(kind: &str) {
        for variant in ["", "-minimal", "-extreme"] {
            let text = fs::read_to_string(root().join(format!("tests/views/{kind}{variant}.json"))).unwrap();
            let sample: serde_json::Value = serde_json::from_str(&text).unwrap();
            let page: T =
                serde_json::from_value(sample["page"].clone()).unwrap_or_else(|e| panic!("{kind}{variant}: {e}"));
            assert_eq!(serde_json::to_value(page).unwrap(), sample["page"], "{kind}{variant}");
            let base: view::Base = serde_json::from_value(sample["base"].clone()).unwrap();
            assert_eq!(serde_json::to_value(base).unwrap(), sample["base"], "{kind}{variant}");
        }
    }
    check::<view::Home>("home");
    check::<view::List>("list");
    check::<view::Record>("record");
    check::<view::Organisation>("organisation");
    check::<view::Division>("division");
    check::<view::Unit>("unit");
    check::<view::Programmes>("programmes");
    check::<view::Programme>("programme");
    check::<view::Reports>("reports");
    check::<view::Report>("report");
    check::<view::Stand>("stand");
    check::<view::Behind>("behind");
    check::<view::Compare>("compare");
    check::<view::Counting>("counting");
    check::<view::OpenData>("data");
    check::<view::Quality>("quality");
    check::<view::Page>("page");
    check::<view::Moved>("moved");
    check::<view::NotFound>("not-found");
}

/// The program carries every file of the default theme.
#[test]
fn the_whole_theme_is_built_in() {
    let list = fs::read_to_string(root().join("src/theme/builtin.rs")).unwrap();
    for path in files(&root().join("themes/default")) {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        if name != "themes/default/theme.toml" {
            assert!(list.contains(&format!("include_str!(\"../../{name}\")")), "{name} is not in src/theme/builtin.rs");
        }
    }
}

#[test]
fn all_languages_have_the_same_strings() {
    let catalogs: Vec<Catalog> = LANGS.iter().map(|lang| theme::strings(*lang)).collect();
    let first = &catalogs[0];
    assert!(first.iter().count() > 500, "the strings were read");
    for other in &catalogs[1..] {
        for (a, b) in [(first, other), (other, first)] {
            for (key, entry) in a.iter() {
                let there = b.find(key).unwrap_or_else(|| panic!("{}: `{key}` is missing", b.lang.tag()));
                let names = |e: &sachstand::text::catalog::Entry| -> BTreeSet<String> {
                    e.forms().flat_map(placeholders).map(str::to_owned).collect()
                };
                assert_eq!(names(entry), names(there), "`{key}` in {}", b.lang.tag());
            }
        }
    }
}

/// Every key that templates and code ask for exists.
#[test]
fn every_string_that_is_asked_for_exists() {
    let strings = theme::strings(Lang::De);
    let mut asked = BTreeSet::new();
    for path in files(&root().join("themes/default/templates")).into_iter().chain(files(&root().join("src"))) {
        let text = fs::read_to_string(&path).unwrap_or_default();
        for opening in ["t(key=\"", ".say(\"", ".fill(\""] {
            for (at, _) in text.match_indices(opening) {
                let key = text[at + opening.len()..].split('"').next().unwrap_or("");
                if key.contains('.') {
                    asked.insert(key.to_owned());
                }
            }
        }
    }
    // Keys of the catalogue's own unit tests.
    asked.remove("a.b");
    asked.remove("a.c");
    assert!(asked.len() > 100, "the keys were found");
    let missing: Vec<_> = asked.iter().filter(|key| strings.find(key).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
