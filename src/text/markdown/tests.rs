//! What authors may write, and what becomes of the rest.

use super::*;
use crate::source::SourceId;
use proptest::prelude::ProptestConfig;

fn show(text: &str) -> (String, Vec<&'static str>) {
    let mut diags = Diagnostics::new();
    let place = Place { root: "../", portable: true, level: 2, table: "Tabelle", later: &["stand/2030/".to_owned()] };
    let html = html(text, Span::new(SourceId(0), 0..0), place, &mut diags).html;
    let codes = diags.iter().map(|d| d.code.name).collect();
    (html, codes)
}

#[test]
fn authors_write_no_html() {
    let (html, codes) = show("a <b>c</b>\n\n<script>x</script>");
    assert!(!html.contains("<b>") && !html.contains("<script>"), "{html}");
    assert!(codes.contains(&"raw-html"));
}

#[test]
fn links_stay_safe() {
    assert_eq!(show("[a](javascript:x) [b](/x/#y)").0.trim(), "<p>a <a href=\"../x/index.html#y\">b</a></p>");
    for bad in ["[a](data:x)", "[a](//host/x)", "[a](x.html)", "![a](javascript:x)", "[a](JaVaScript:x)"] {
        assert_eq!(show(bad).1, ["unsafe-link"], "{bad}");
    }
    assert!(show("[a](https://x.de) <a@b.de> [c](#d)").1.is_empty());
}

#[test]
fn links_to_what_is_not_there_yet_become_text() {
    assert_eq!(show("[a *b*](/stand/2030/#x)"), ("<p>a <em>b</em></p>\n".to_owned(), vec![]));
}

#[test]
fn headings_never_skip() {
    let (html, _) = show("# Eins zwei\n\n### Drei vier\n\n# Eins zwei");
    assert!(
        html.contains("<h2 id=\"eins-zwei\">")
            && html.contains("<h3 id=\"drei-vier\">")
            && html.contains("eins-zwei-2"),
        "{html}"
    );
}

#[test]
fn tables_have_scopes() {
    let (html, _) = show("| a | b |\n|---|--:|\n| c | 1 |");
    assert!(
        html.contains("<th scope=\"col\" class=\"num\">b</th>") && html.contains("<th scope=\"row\">c</th>"),
        "{html}"
    );
}

#[test]
fn summaries_end_at_words() {
    assert_eq!(summary("# T\n\nEins *zwei* drei vier.\n\nMehr", 12).as_deref(), Some("Eins zwei…"));
    assert_eq!(summary("", 12), None);
}

#[test]
fn plain_text_comes_back_as_it_was() {
    for text in [
        "Umsetzung *bis* [Ende](x) 2023",
        "- erstens\n- zweitens\n\n1. Punkt\n10) noch einer\n# Kopf\n> Zitat\n+++\n---\n=== x",
        "a_b_c `code` <script>alert(1)</script> &amp; &#65; A & B \\ | x ~~y~~ ![z](q)",
        "Straße – 5 % (SEPA), 2 Antragsstrecken.\nZeile 2\n\n\nAbsatz",
        "=SUM(A1) @x https://www.example.org/?a=1&b=2",
    ] {
        let marked = from_plain(text);
        assert_eq!(plain(&marked), text.replace("\n\n\n", "\n\n"), "{marked}");
    }
    assert_eq!(from_plain("Ablösung; Anbindung an das DMS."), "Ablösung; Anbindung an das DMS.");
    assert_eq!(plain("# Kopf\n\n- a\n- **b**\n\nEin [Link](x)\nweiter"), "Kopf\n\na\nb\nEin Link weiter");
}

/// Every place in a word of eight bytes and behind it, beside every neighbour that could borrow.
#[test]
fn what_must_be_escaped_is_found_wherever_it_stands() {
    let plain = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;")
            .replace('\'', "&#39;")
    };
    for beside in (0..0x80_u8).map(char::from).chain(['ß', '€', '🌍']) {
        for odd in ['&', '<', '>', '"', '\'', 'x'] {
            for at in 0..18 {
                let text = format!("{}{odd}{}", beside.to_string().repeat(at), beside.to_string().repeat(17 - at));
                let mut out = Vec::new();
                escape_to(&text, &mut out).unwrap();
                assert_eq!(String::from_utf8(out).unwrap(), plain(&text));
            }
        }
    }
}

proptest::proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_text_is_the_same_everywhere_if_that_is_said_of_it(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..24)
    ) {
        let text = pieces.concat();
        let shown = |place| {
            let mut diags = Diagnostics::new();
            (html(&text, Span::new(SourceId(0), 0..0), place, &mut diags), diags.iter().count())
        };
        let here = shown(Place { root: "", portable: false, level: 3, table: "Tabelle", later: &[] });
        let later = ["stand/2030/".to_owned()];
        let there = shown(Place { root: "../../", portable: true, level: 3, table: "Tabelle", later: &later });
        proptest::prop_assert!(!is_the_same_everywhere(&text) || here == there && here.1 == 0, "{}", text);
    }
}

#[test]
fn of_few_texts_it_is_not_said_that_they_are_the_same_everywhere() {
    for text in
        ["*a* [b]", "[a](https://a.example/ \"b\") ![c](http://c.example/d.png)", "| a |\n|---|", "# a", "a > b & c"]
    {
        assert!(is_the_same_everywhere(text), "{text}");
    }
    for text in [
        "[a](/b/)",
        "[a](#b)",
        "[a]( /b)",
        "[a](javascript:b)",
        "[a]\n\n[a]: /b",
        "[a\\]: /b",
        "<b>",
        "<https://a.example>",
    ] {
        assert!(!is_the_same_everywhere(text), "{text}");
    }
}

/// Of which texts are made, with few that lead into the site.
const PIECES: &[&str] = &[
    "# ",
    "\n",
    "\n\n",
    "| ",
    " |\n",
    "|--|--:|\n",
    "`",
    "```\n",
    "*",
    "**",
    "~~",
    "!",
    "[",
    "]",
    "(",
    ")",
    "[a](https://a.example/)",
    "![a](http://a.example/b.png \"c\")",
    "](https://",
    "](/stand/2030/",
    "]: /x",
    "> ",
    "- ",
    "1. ",
    "    ",
    "&lt;b&gt;",
    "&#91;a",
    "https://a.example/",
    "a@b.example",
    "{{ datum }}",
    "\\",
    "===\n",
    "---\n",
    "Wort",
    "{#id}",
    "/stand/2030/",
    "ä",
    "\u{0}",
    "\r\n",
    "^1]: ",
];
