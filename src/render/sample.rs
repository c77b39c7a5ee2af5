//! A quick look at a large site: which pages are made to find problems.
//!
//! A few templates make all pages from an allow list of fields, so of thousands of pages of a kind some show what all
//! would. A record whose file holds anything but plain text is always looked at: only what people write can go wrong
//! in one page alone. What is published was looked at page by page.

use super::Plan;
use crate::audit::Inspector;
use crate::model::RecordRef;
use crate::site::Kind;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Pages up to which all are looked at.
const ALL: usize = 4_000;

/// Pages of a kind that are looked at, evenly spread.
const EACH: usize = 4;

/// Bytes of a file from which on its page may be too heavy.
const LONG: usize = 50_000;

/// The indexes of the pages to be made, ascending; nothing if all are.
pub(super) fn chosen(plan: Plan<'_>, inspector: &Inspector<'_>) -> Option<Vec<usize>> {
    let pages = &plan.site.pages;
    if pages.len() <= ALL {
        return None;
    }
    let mut kinds: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
    let mut chosen = Vec::new();
    for (i, page) in pages.iter().enumerate() {
        match bulk(page.kind) {
            Some(kind) => kinds.entry(kind).or_default().push(i),
            None => chosen.push(i),
        }
    }
    for all in kinds.values() {
        chosen.extend((0..EACH).filter_map(|k| all.get(k * (all.len() - 1) / (EACH - 1))));
    }
    let special = |(_, page): &(usize, &crate::site::Page)| match page.kind {
        Kind::Record(at) => is_special(plan, inspector, at),
        _ => false,
    };
    chosen.par_extend(pages.par_iter().enumerate().with_min_len(64).filter(special).map(|(i, _)| i));
    chosen.sort_unstable();
    chosen.dedup();
    Some(chosen)
}

/// A number for each kind of which a large site has many pages.
fn bulk(kind: Kind) -> Option<u8> {
    match kind {
        Kind::Record(_) => Some(0),
        Kind::List(..) => Some(1),
        Kind::Behind(..) => Some(2),
        Kind::Unit(_) => Some(3),
        Kind::Division(_) => Some(4),
        Kind::Stand(_) => Some(5),
        Kind::Compare(..) => Some(6),
        Kind::Moved(_) => Some(7),
        Kind::Detail(..) => Some(8),
        _ => None,
    }
}

/// Whether the file of a record holds anything that could go wrong on its page.
fn is_special(plan: Plan<'_>, inspector: &Inspector<'_>, at: RecordRef) -> bool {
    let file = plan.sources.file(plan.model.record(at).text.source);
    file.text().is_none_or(|text| text.len() > LONG || !is_plain(text) || inspector.suspects(text))
}

/// Whether a file of TOML and Markdown has only words, lists and links out of the site: no markup, headings, tables,
/// pictures or links to other pages, and no escape in TOML behind which one of these could hide.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let follows = |at: usize, what: &[u8]| bytes[at + 1..].starts_with(what);
    // `#` starts a heading only as a word of its own, and `--` or `==` one only as a line of their own.
    let starts_word = |at: usize| at == 0 || bytes[at - 1].is_ascii_whitespace();
    let underlines = |at: usize| {
        matches!(bytes.get(at), Some(b'-' | b'=' | b' '))
            && bytes[at..].iter().take_while(|b| **b != b'\n').all(|b| matches!(b, b'-' | b'=' | b' ' | b'\r'))
    };
    memchr::memchr3_iter(b'<', b'|', b'\\', bytes).next().is_none()
        && memchr::memchr3_iter(b'#', b']', b'!', bytes).all(|at| match bytes[at] {
            b'!' => !follows(at, b"["),
            b']' if follows(at, b"(") => follows(at, b"(https://") || follows(at, b"(http://"),
            // A place that a link refers to, or a link that refers to one.
            b']' => !follows(at, b":") && !follows(at, b"["),
            _ => !starts_word(at),
        })
        && !underlines(0)
        && !memchr::memchr_iter(b'\n', bytes).any(|at| underlines(at + 1))
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn only_what_could_go_wrong_is_special() {
        let front = "+++\nnumber = \"MP 1\"\n[progress]\n2023-09-30 = 5\n[[updates]]\ndate = 2023-10-01\n+++\n";
        for plain in
            ["", "Ein Satz!\n\n- eins\n- zwei, *drei*", "[Standard](https://a.example/#b) [sic]", "C# und Nr.#4"]
        {
            assert!(is_plain(&format!("{front}{plain}")), "{plain}");
        }
        for special in [
            "# Titel",
            "Titel\n--",
            "Titel\n==",
            "- # Titel",
            "Titel\n   -",
            "<b>x</b>",
            "[x](/daten/)",
            "[x](#y)",
            "[x](javascript:y)",
            "[x]: /daten/",
            "[x][y]",
            "![x](https://a.example/b.png)",
            "| a | b |",
            "text = \"\\u003cb>\"",
        ] {
            assert!(!is_plain(&format!("{front}{special}")), "{special}");
        }
    }
}
