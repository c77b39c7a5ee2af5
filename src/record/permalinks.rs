//! `content/permalinks.txt`: every address that the site has had, one in a line.
//!
//! ```text
//! # a remark
//! massnahmen/mp-020/
//! massnahmen/mp-007/ -> massnahmen/mp-011/
//! programme/alt/ withdrawn: Das Programm ist nach einem Urteil nicht mehr öffentlich.
//! ```
//!
//! Here is only what the lines say; whether an address exists is for `site` to know.

use crate::diag::{Diagnostics, codes};
use crate::source::{Located, SourceId, Span};
use crate::value::Date;
use std::collections::HashMap;

/// Where the list stands.
pub const PERMALINKS: &str = "content/permalinks.txt";

/// The first lines of a new list.
pub const HEADER: &str = "\
# Addresses that this site has had, relative to the start page, one in a line.
# `sachstand freeze` adds those of a reporting date; none of them may vanish:
#   old/address/ -> new/address/          the page has moved; the old address leads to the new one
#   old/address/ withdrawn: the reason    the page is gone for good; its address says why
";

/// An address of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permalink {
    /// The address, with final `/`.
    pub address: Located<String>,
    /// What has become of it.
    pub fate: Fate,
}

/// What has become of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It has its page.
    Kept,
    /// It leads to another address.
    Moved(Located<String>),
    /// Its page is gone, for this reason.
    Withdrawn(String),
}

const ARROW: &str = "->";
const WITHDRAWN: &str = "withdrawn:";

/// Reads the list. Lines that say nothing or say it twice are reported.
pub(super) fn read(id: SourceId, text: &str, diags: &mut Diagnostics) -> Vec<Permalink> {
    let mut links: Vec<Permalink> = Vec::new();
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let shown = line.trim_start_matches('\u{feff}').trim();
        if shown.is_empty() || shown.starts_with('#') {
            continue;
        }
        let from = start + line.find(shown).unwrap_or(0);
        let span = |part: &str| {
            let begin = from + (part.as_ptr() as usize - shown.as_ptr() as usize);
            Span::new(id, begin..begin + part.len())
        };
        let (address, rest) = shown.split_once(char::is_whitespace).unwrap_or((shown, ""));
        let rest = rest.trim();
        let fate = if rest.is_empty() {
            Some(Fate::Kept)
        } else if let Some(to) = rest.strip_prefix(ARROW).map(str::trim) {
            (is_address(to)).then(|| Fate::Moved(Located { value: to.to_owned(), span: span(to) }))
        } else {
            let reason = rest.strip_prefix(WITHDRAWN).map(str::trim).filter(|reason| !reason.is_empty());
            reason.map(|reason| Fate::Withdrawn(reason.to_owned()))
        };
        let Some(fate) = fate.filter(|_| is_address(address)) else {
            diags.push(codes::bad_permalink(span(shown), shown));
            continue;
        };
        match seen.get(address) {
            Some(first) => diags.push(codes::permalink_twice(span(address), address, *first)),
            None => {
                seen.insert(address.to_owned(), span(address));
                links.push(Permalink { address: Located { value: address.to_owned(), span: span(address) }, fate });
            }
        }
    }
    links
}

/// Whether a text is an address of the site: relative, with final `/`.
fn is_address(text: &str) -> bool {
    text.strip_suffix('/').is_some_and(|path| crate::output::check_path(path).is_ok())
        && !text.contains(|c: char| c.is_whitespace() || "#?%".contains(c))
}

/// What stands above the addresses that a closed date has added.
fn mark(date: Date) -> String {
    format!("# frozen {date}")
}

/// The list with these addresses added under a line that names the date; what it has already stays.
/// Nothing if there is nothing to add.
pub fn with(text: Option<&str>, date: Date, addresses: &[String]) -> Option<String> {
    let text = text.unwrap_or(HEADER);
    let known: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let mut new: Vec<&str> = addresses.iter().map(String::as_str).filter(|a| !known.contains(a)).collect();
    new.sort_unstable();
    new.dedup();
    if new.is_empty() {
        return None;
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = text.trim_end().to_owned();
    for line in [String::new(), mark(date)].iter().map(String::as_str).chain(new) {
        out.push_str(end);
        out.push_str(line);
    }
    out.push_str(end);
    Some(out)
}

/// The list without the addresses that a date has added; those about which more was written stay.
/// Nothing if it has added none.
pub fn without(text: &str, date: Date) -> Option<String> {
    let mark = mark(date);
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    let mut found = false;
    for line in text.split_inclusive('\n') {
        let shown = line.trim();
        if shown == mark {
            (inside, found) = (true, true);
            // The blank line above the mark came with it.
            while out.ends_with("\n\n") || out.ends_with("\n\r\n") {
                out.truncate(out.trim_end_matches(['\r', '\n']).len());
                out.push_str(if text.contains("\r\n") { "\r\n" } else { "\n" });
            }
            continue;
        }
        inside &= !shown.is_empty() && !shown.starts_with('#');
        if !inside || shown.contains(char::is_whitespace) {
            out.push_str(line);
        }
    }
    found.then_some(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says by a panic that it failed")]
mod tests {
    use super::*;

    #[test]
    fn what_a_date_adds_can_be_taken_back() {
        let day = |text: &str| Date::parse(text).unwrap();
        let first = with(None, day("2023-03-31"), &["b/".to_owned(), "a/".to_owned()]).unwrap();
        assert!(first.ends_with("\n\n# frozen 2023-03-31\na/\nb/\n"));
        assert_eq!(with(Some(&first), day("2023-09-30"), &["a/".to_owned()]), None);
        let second = with(Some(&first), day("2023-09-30"), &["a/".to_owned(), "c/".to_owned()]).unwrap();
        assert!(second.ends_with("\nb/\n\n# frozen 2023-09-30\nc/\n"));
        assert_eq!(without(&second, day("2023-09-30")).unwrap(), first);
        assert_eq!(without(&first, day("2023-09-30")), None);
        let told = second.replace("c/", "c/ -> a/");
        assert!(without(&told, day("2023-09-30")).unwrap().ends_with("c/ -> a/\n"));
    }
}
