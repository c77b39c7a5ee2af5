//! From files to typed records, each value with its place.
//!
//! [`parse`] decides by folder what a file is and reads it; it reports everything that is wrong with
//! one file on its own. What files mean together (references, dates of registers) is `model`'s.

pub mod edit;
pub mod field;
mod front;
pub mod insert;
pub mod organisation;
pub mod page;
pub mod permalinks;
mod place;
pub mod programme;
mod reader;
pub mod report;
pub mod schema;
pub mod snapshot;
pub mod tracked;
mod unread;

pub use place::RESERVED;
pub use unread::{Unread, UnreadFolder};

use crate::config::SiteConfig;
use crate::diag::{Diagnostics, codes};
use crate::source::{SourceId, SourceTree, Span};
use crate::text::lang::Lang;
use field::{Fields, File};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The first character of a text that no text of a record may hold, for whoever writes records.
pub fn unreadable_character(text: &str) -> Option<char> {
    front::control(text).map(|(_, c)| c)
}

/// Everything the files of a site say.
#[derive(Debug)]
pub struct Parsed {
    /// content/site.toml, unless it is missing or cannot be read.
    pub config: Option<SiteConfig>,
    /// content/organisation.toml.
    pub organisation: organisation::Organisation,
    /// Records of all registers by the key of their register, in the order of their paths.
    pub tracked: BTreeMap<String, Vec<Box<tracked::Tracked>>>,
    /// Programmes and goals.
    pub programmes: Vec<programme::Programme>,
    /// Reports.
    pub reports: Vec<report::Report>,
    /// Free pages.
    pub pages: Vec<page::Page>,
    /// Reporting dates that were closed, by path.
    pub snapshots: Vec<snapshot::SnapshotText>,
    /// Addresses that the site has had.
    pub permalinks: Vec<permalinks::Permalink>,
    /// Files below content/assets/.
    pub assets: Vec<SourceId>,
    /// What could not be read; it was reported.
    pub unread: Unread,
}

/// A record type: its key, its fields, and what messages call it.
pub struct RecordType {
    /// Name for `schema` and `new`.
    pub name: &'static str,
    /// Where its files are.
    pub place: &'static str,
    /// With article, for messages.
    pub noun: &'static str,
    /// Its fields.
    pub fields: Fields,
}

/// All record types.
pub const RECORD_TYPES: &[RecordType] = &[
    RecordType { name: "measure", place: "content/measures/*.md", noun: "a measure", fields: tracked::MEASURE },
    RecordType { name: "service", place: "content/services/*.md", noun: "a service", fields: tracked::SERVICE },
    RecordType { name: "record", place: "content/<register>/*.md", noun: "a record", fields: tracked::RECORD },
    RecordType {
        name: "programme",
        place: "content/programmes/*.md",
        noun: "a programme",
        fields: programme::PROGRAMME,
    },
    RecordType { name: "report", place: "content/reports/<date>.md", noun: "a report", fields: report::REPORT },
    RecordType { name: "page", place: "content/pages/*.md", noun: "a page", fields: page::PAGE },
    RecordType {
        name: "organisation",
        place: "content/organisation.toml",
        noun: "the organisation",
        fields: organisation::ORGANISATION,
    },
    RecordType { name: "site", place: "content/site.toml", noun: "site.toml", fields: &[crate::config::SITE] },
];

/// The record type of this name.
pub fn record_type(name: &str) -> Option<&'static RecordType> {
    RECORD_TYPES.iter().find(|t| t.name == name)
}

enum Item<'p> {
    /// With the key of its register.
    Tracked(&'p str, Box<tracked::Tracked>),
    Programme(Box<programme::Programme>),
    Report(Box<report::Report>),
    Page(Box<page::Page>),
    Snapshot(Box<snapshot::SnapshotText>),
    Permalinks(Vec<permalinks::Permalink>),
    Organisation(organisation::Organisation),
    Asset(SourceId),
    /// Cannot be read; was reported.
    Unread,
    Nothing,
}

/// Reads every file of the site, in parallel; problems come in the order of paths.
pub fn parse(sources: &SourceTree, diags: &mut Diagnostics) -> Parsed {
    let mut unread = Unread::of(diags);
    let config = site_config(sources, &mut unread, diags);
    let langs: Vec<Lang> = config.as_ref().map_or_else(|| vec![Lang::De], |c| c.languages.clone());
    let places = place::Places::new(config.as_ref(), unread.file(SITE));
    let files: Vec<_> = sources.iter().collect();
    let read: Vec<(Item<'_>, Diagnostics)> = files
        .par_iter()
        .with_min_len(16)
        .map(|(id, file)| {
            let mut diags = Diagnostics::new();
            let item = item(sources, *id, &file.path, &places, &langs, &mut diags);
            (item, diags)
        })
        .collect();
    let mut parsed = Parsed {
        unread,
        config,
        organisation: organisation::Organisation::default(),
        tracked: BTreeMap::new(),
        programmes: Vec::new(),
        reports: Vec::new(),
        pages: Vec::new(),
        snapshots: Vec::new(),
        permalinks: Vec::new(),
        assets: Vec::new(),
    };
    for ((item, problems), (_, file)) in read.into_iter().zip(&files) {
        diags.append(problems);
        match item {
            Item::Tracked(register, record) => match parsed.tracked.get_mut(register) {
                Some(records) => records.push(record),
                None => drop(parsed.tracked.insert(register.to_owned(), vec![record])),
            },
            Item::Programme(programme) => parsed.programmes.push(*programme),
            Item::Report(report) => parsed.reports.push(*report),
            Item::Page(page) => parsed.pages.push(*page),
            Item::Snapshot(snapshot) => parsed.snapshots.push(*snapshot),
            Item::Permalinks(links) => parsed.permalinks = links,
            Item::Organisation(organisation) => parsed.organisation = organisation,
            Item::Asset(id) => parsed.assets.push(id),
            Item::Unread => parsed.unread.add(&file.path),
            Item::Nothing => {}
        }
    }
    parsed
}

const SITE: &str = "content/site.toml";

/// The configuration. With a syntax error there is none: what is left of it would only make
/// everything else look wrong.
fn site_config(sources: &SourceTree, unread: &mut Unread, diags: &mut Diagnostics) -> Option<SiteConfig> {
    let Some((id, file)) = sources.find(SITE) else {
        if !unread.file(SITE) {
            diags.push(codes::missing_file(SITE));
        }
        return None;
    };
    let text = file.text()?;
    let (document, broken) = front::document(id, text, 0..text.len(), diags);
    if broken {
        unread.add(SITE);
        return None;
    }
    let head = Span::new(id, 0..first_line(text));
    Some(SiteConfig::read(id, document.get_ref(), head, diags))
}

fn item<'p>(
    sources: &SourceTree,
    id: SourceId,
    path: &'p str,
    places: &'p place::Places,
    langs: &[Lang],
    diags: &mut Diagnostics,
) -> Item<'p> {
    use place::Place;
    let place = match places.of(path) {
        Ok(place) => place,
        Err(hint) => {
            diags.push(codes::unknown_place(path, &hint));
            return Item::Nothing;
        }
    };
    if let Place::Asset = place {
        return Item::Asset(id);
    }
    // Files that are not UTF-8 were reported when they were read; without a text there is nothing to parse.
    let Some(text) = sources.file(id).text() else {
        return Item::Unread;
    };
    if let Place::Permalinks = place {
        return Item::Permalinks(permalinks::read(id, text, diags));
    }
    let Some(parts) = (match place {
        Place::Site | Place::Theme | Place::Asset | Place::Permalinks | Place::Unknown => return Item::Nothing,
        _ if path.ends_with(".md") => front::split(id, text, diags),
        _ => Some(front::Parts { toml: 0..text.len(), body: text.len()..text.len() }),
    }) else {
        return Item::Unread;
    };
    let (document, broken) = front::document(id, text, parts.toml.clone(), diags);
    let stem = place::stem(path);
    if let Some(better) = place.wrong_name(stem) {
        diags.push(codes::file_name(path, &path.replacen(stem, &better, 1)));
    }
    // After a syntax error, what is missing or unknown is mostly an echo of it.
    if broken {
        return Item::Unread;
    }
    let head = Span::new(id, 0..first_line(text));
    let file = File { source: id, offset: parts.toml.start, langs };
    let body = Span::new(id, parts.body.clone());
    let table = document.get_ref();
    match place {
        Place::Tracked { register, kind } => {
            let record = tracked::read(file, stem, table, head, body, kind, diags);
            Item::Tracked(register, Box::new(record))
        }
        Place::Programme => Item::Programme(Box::new(programme::read(file, stem, table, head, body, diags))),
        Place::Report => {
            report::read(file, stem, table, head, body, diags).map_or(Item::Nothing, |r| Item::Report(Box::new(r)))
        }
        Place::Page => Item::Page(Box::new(page::read(file, stem, table, head, body, diags))),
        Place::Organisation => Item::Organisation(organisation::read(file, table, head, diags)),
        Place::Snapshot => {
            snapshot::read(file, stem, text, table, head, diags).map_or(Item::Unread, |s| Item::Snapshot(Box::new(s)))
        }
        Place::Site | Place::Theme | Place::Asset | Place::Permalinks | Place::Unknown => Item::Nothing,
    }
}

fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}
