//! What several forms say in the same words: one line for a problem, and its fingerprint.
//!
//! Messages quote the input, so nothing leaves this file that could steer a terminal.

use super::super::{Diagnostic, Locus};
use crate::source::{SourceTree, turns_direction};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Line breaks stay; whatever else could move the cursor or turn the reading direction is shown
/// by its number.
pub(super) fn safe(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        let steers = c.is_control() || turns_direction(c);
        match c {
            '\n' => shown.push('\n'),
            '\t' => shown.push(' '),
            '\r' => {}
            _ if steers => shown.extend(c.escape_unicode()),
            _ => shown.push(c),
        }
    }
    shown
}

/// The same on one line.
pub(super) fn one_line(text: &str) -> String {
    safe(text).split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Message and help on one line: `message (help: …)`.
pub(super) fn sentence(diagnostic: &Diagnostic) -> String {
    let message = one_line(&diagnostic.message);
    match &diagnostic.help {
        Some(help) => format!("{message} (help: {})", one_line(help)),
        None => message,
    }
}

/// The same after the cell it is about, for forms that know only files and lines.
pub(super) fn placed_sentence(diagnostic: &Diagnostic) -> String {
    match &diagnostic.locus {
        Locus::Sheet(place) => format!("{}: {}", one_line(&place.to_string()), sentence(diagnostic)),
        _ => sentence(diagnostic),
    }
}

/// The path that a problem belongs to, if it belongs to one.
pub(super) fn path<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceTree) -> Option<&'a str> {
    match &diagnostic.locus {
        Locus::Text(span) => Some(&sources.file(span.source).path),
        Locus::Path(path) => Some(path),
        Locus::Sheet(place) => Some(&place.file),
        Locus::Site => None,
    }
}

/// Names for problems that stay when lines above them come and go: a digest of code, path and
/// message, and of the how-manieth it is where these are equal.
#[derive(Default)]
pub(super) struct Fingerprints<'a> {
    seen: BTreeMap<(&'a str, &'a str, &'a str), usize>,
}

impl<'a> Fingerprints<'a> {
    /// The name of the next problem.
    pub(super) fn of(&mut self, diagnostic: &'a Diagnostic, sources: &'a SourceTree) -> String {
        let path = path(diagnostic, sources).unwrap_or_default();
        let nth = self.seen.entry((diagnostic.code.name, path, &diagnostic.message)).or_default();
        *nth += 1;
        let mut digest = Sha256::new();
        for part in [diagnostic.code.name, path, &diagnostic.message, &nth.to_string()] {
            digest.update(part);
            digest.update([0]);
        }
        digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}
