//! Finds the tags and attributes that the audit asks for, without reading the rest of a page or building a tree.
//!
//! It knows our own markup: attributes in double quotes, no `<` in texts. All marks are sought at once, and what is
//! between them, most of a page, is passed over many bytes at a time.

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::{memchr, memchr_iter, memchr2, memmem, memrchr};
use std::sync::LazyLock;

/// What a page is searched for: comments, attributes, tags.
const MARKS: [&str; 10] = ["<!--", "id=\"", "href=\"", "src=\"", "<h1", "<main", "<html", "<title", "<img", "<svg"];

/// All marks at once; none only if so few words were too many for the library.
static SEARCH: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(MARKS).ok());

/// Something that stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found<'h> {
    /// The value of an `id`.
    Id(&'h [u8]),
    /// The raw value of a `href` or `src`.
    Link(&'h [u8]),
    /// An opening tag by its name, and everything behind the name.
    Tag(&'static str, Attributes<'h>),
}

/// What stands in a tag behind its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attributes<'h>(&'h [u8]);

impl<'h> Attributes<'h> {
    /// The raw value of an attribute.
    pub(super) fn get(self, name: &str) -> Option<&'h [u8]> {
        let starts = memmem::find_iter(self.0, name);
        starts.map(|at| (at, at + name.len())).find_map(|(at, end)| {
            let is_whole = self.0[end..].starts_with(b"=\"") && is_blank(self.0.get(at.checked_sub(1)?));
            (is_whole && quotes_are_even(&self.0[..at])).then(|| value(self.0, end + 2))?
        })
    }
}

/// Calls `visit` for every mark, in order. Says whether the text ends outside a comment.
pub(super) fn marks<'h>(html: &'h [u8], mut visit: impl FnMut(Found<'h>)) -> bool {
    let mut comment = 0;
    for found in SEARCH.iter().flat_map(|search| search.find_iter(html)) {
        let (start, end) = (found.start(), found.end());
        if start < comment {
            continue;
        }
        match MARKS[found.pattern().as_usize()] {
            "<!--" => comment = memmem::find(&html[end..], b"-->").map_or(usize::MAX, |length| end + length),
            mark if mark.starts_with('<') => {
                if html.get(end).is_some_and(|next| matches!(next, b'>' | b'/') || next.is_ascii_whitespace()) {
                    visit(Found::Tag(&mark[1..], Attributes(&html[end..end_of_tag(html, end)])));
                }
            }
            mark => {
                if is_attribute(html, start)
                    && let Some(value) = value(html, end)
                {
                    visit(if mark.starts_with('i') { Found::Id(value) } else { Found::Link(value) });
                }
            }
        }
    }
    comment != usize::MAX
}

/// Whether a name of an attribute begins here: behind a blank, in a tag, outside quotes.
fn is_attribute(html: &[u8], at: usize) -> bool {
    // Most are links.
    if html[..at].ends_with(b"<a ") {
        return true;
    }
    if !is_blank(at.checked_sub(1).and_then(|before| html.get(before))) {
        return false;
    }
    let Some(open) = memrchr(b'<', &html[..at]) else { return false };
    let tag = &html[open..at];
    tag.get(1).is_some_and(u8::is_ascii_alphabetic)
        && quotes_are_even(tag)
        // Quotes may hold a `>`, of which only the template of a site is suspected.
        && memchr_iter(b'>', tag).all(|end| !quotes_are_even(&tag[..end]))
}

fn is_blank(byte: Option<&u8>) -> bool {
    byte.is_some_and(u8::is_ascii_whitespace)
}

fn quotes_are_even(text: &[u8]) -> bool {
    memchr_iter(b'"', text).count().is_multiple_of(2)
}

/// The value that begins here, up to its quote.
fn value(html: &[u8], start: usize) -> Option<&[u8]> {
    let length = memchr(b'"', &html[start..])?;
    Some(&html[start..start + length])
}

/// The place of the `>` that ends a tag; one in quotes does not.
fn end_of_tag(html: &[u8], mut at: usize) -> usize {
    while let Some(found) = memchr2(b'"', b'>', &html[at..]) {
        at += found;
        if html[at] == b'>' {
            return at;
        }
        let Some(length) = memchr(b'"', &html[at + 1..]) else { break };
        at += length + 2;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(html: &str) -> Vec<String> {
        let mut seen = Vec::new();
        marks(html.as_bytes(), |found| {
            seen.push(match found {
                Found::Id(id) => format!("id {}", text(id)),
                Found::Link(link) => format!("link {}", text(link)),
                Found::Tag(name, attributes) => {
                    let own = ["lang", "alt"].map(|name| attributes.get(name).unwrap_or(b"-"));
                    format!("{name} {}", own.map(text).join(" "))
                }
            });
        });
        seen
    }

    fn text(bytes: &[u8]) -> &str {
        std::str::from_utf8(bytes).unwrap()
    }

    #[test]
    fn marks_are_found_whole() {
        assert_eq!(
            seen("<html lang=\"de\"><title>a</title><h1 class=\"x\">b</h1><h10><img alt=\"a>b\"\n src=\"c\">"),
            ["html de -", "title - -", "h1 - -", "img - a>b", "link c"]
        );
        assert_eq!(
            seen("<a data-href=\"x\" hidden href=\"a>b\"\n id=\"i=j\">t</a><br><input checked><p class=x id=\"ü\">"),
            ["link a>b", "id i=j", "id ü"]
        );
        assert_eq!(seen("<img/><svg/><imgx>"), ["img - -", "svg - -"]);
    }

    #[test]
    fn texts_values_and_comments_are_no_marks() {
        assert_eq!(seen("<p title=\"the id=\" lang=\"de\"> id=\"a\" href=\"b\"</p> id=\"c\""), [""; 0]);
        assert_eq!(seen("<!-- <b id=\"a\"> <h1> --><b id=\"b\"></b><!-- <i id=\"c\">"), ["id b"]);
        assert_eq!(seen("<img data-alt=\"x\" title=\"an alt=\" alt=\"y\">"), ["img - y"]);
    }

    #[test]
    fn broken_markup_ends() {
        for html in ["<a href=\"x", "<img alt=\"", "<svg", "id=\"", "<!--", "<h1\""] {
            assert_eq!(seen(html).len(), usize::from(html == "<img alt=\""), "{html}");
        }
    }
}
