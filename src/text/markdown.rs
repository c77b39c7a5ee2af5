//! Markdown to safe HTML: CommonMark with tables, no HTML of the author's, links only to safe places.
//!
//! Raw HTML is shown as text and reported; headings get ids and start at the level the page wants;
//! addresses that start with `/` are meant from the start page and become relative.

mod escape;
mod parts;
mod plain;

pub use escape::{escape, escape_to};
pub use parts::{Filled, Part, Parts, parts};
pub use plain::{from_plain, plain};

use crate::diag::{Diagnostics, codes};
use crate::source::Span;
use crate::text::insert::options;
use crate::text::slug::slug;
use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How links of a page are written.
#[derive(Debug, Clone, Copy)]
pub struct Place<'p> {
    /// The way from the page to the start page: `../../`.
    pub root: &'p str,
    /// Whether addresses of folders end in `index.html`.
    pub portable: bool,
    /// Level of the highest heading, 2 to 6.
    pub level: u8,
    /// What a table is called that stands below no heading.
    pub table: &'p str,
    /// Addresses that exist only later than the as-of date: links to them become plain text.
    pub later: &'p [String],
}

/// A text as HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html {
    /// The markup.
    pub html: String,
    /// Ids and texts of its highest headings.
    pub headings: Vec<(String, String)>,
}

/// The HTML of a text. `span` is the place of its first byte, for problems.
pub fn html(text: &str, span: Span, place: Place<'_>, diags: &mut Diagnostics) -> Html {
    let events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(text, options()).into_offset_iter().collect();
    let mut writer = Writer::new(&events, span, place, diags);
    let mut at = 0;
    while at < events.len() {
        at = writer.event(&events, at);
    }
    Html { html: writer.written(), headings: writer.headings }
}

/// Whether a text gives the same HTML on every page, and nothing can be wrong with it: it has no tags, and links only to
/// the web, in the form that names the address.
pub fn is_the_same_everywhere(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_harmless = |at: usize| match &bytes[at + 1..] {
        [b':', ..] => false,
        [b'(', address @ ..] => address.starts_with(b"https://") || address.starts_with(b"http://"),
        _ => true,
    };
    memchr::memchr(b'<', bytes).is_none() && memchr::memchr_iter(b']', bytes).all(is_harmless)
}

/// The same for a text of one paragraph, without the paragraph around it.
pub fn inline(text: &str, span: Span, place: Place<'_>, diags: &mut Diagnostics) -> String {
    let html = html(text, span, place, diags).html;
    let trimmed = html.trim();
    match trimmed.strip_prefix("<p>").and_then(|t| t.strip_suffix("</p>")) {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => trimmed.to_owned(),
    }
}

/// The first paragraph as plain text, for descriptions and overviews; shortened at a word to `limit` characters.
pub fn summary(text: &str, limit: usize) -> Option<String> {
    let mut out = String::new();
    let mut inside = false;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Paragraph) => inside = true,
            Event::End(TagEnd::Paragraph) => break,
            Event::Text(t) | Event::Code(t) if inside => out.push_str(&t),
            Event::SoftBreak | Event::HardBreak if inside => out.push(' '),
            _ => {}
        }
    }
    let out = out.trim();
    if out.is_empty() {
        return None;
    }
    if out.chars().count() <= limit {
        return Some(out.to_owned());
    }
    let cut: String = out.chars().take(limit).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    Some(format!("{}…", cut.trim_end_matches([',', ';', ':', '–', ' '])))
}

fn level(event: &Event<'_>) -> Option<u8> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as u8),
        _ => None,
    }
}

/// The ids of a page's headings.
#[derive(Default)]
struct Ids {
    taken: HashSet<String>,
    /// How often each was wished for: a thousand headings may have the same words.
    wished: HashMap<String, usize>,
    last: Option<String>,
}

impl Ids {
    /// The id itself, or with the first number from 2 that makes it a new one.
    fn take(&mut self, base: String) -> String {
        let n = self.wished.entry(base.clone()).or_insert(1);
        let mut id = base.clone();
        while !self.taken.insert(id.clone()) {
            *n += 1;
            id = format!("{base}-{n}");
        }
        self.last = Some(id.clone());
        id
    }
}

struct Writer<'t, 'd> {
    place: Place<'d>,
    span: Span,
    diags: &'d mut Diagnostics,
    out: Vec<Event<'t>>,
    ids: Ids,
    headings: Vec<(String, String)>,
    last: u8,
    highest: u8,
    /// Tags of raw HTML that are open in the text so far.
    open_tags: usize,
    /// Links and pictures around the current place: whether each is shown, or only what stands in it.
    links: Vec<bool>,
}

impl<'t, 'd> Writer<'t, 'd> {
    fn new(events: &[(Event<'t>, Range<usize>)], span: Span, place: Place<'d>, diags: &'d mut Diagnostics) -> Self {
        Writer {
            place,
            span,
            diags,
            out: Vec::with_capacity(events.len()),
            ids: Ids::default(),
            headings: Vec::new(),
            last: place.level - 1,
            highest: events.iter().filter_map(|(event, _)| level(event)).min().unwrap_or(1),
            open_tags: 0,
            links: Vec::new(),
        }
    }

    /// The markup since the last call.
    fn written(&mut self) -> String {
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, std::mem::take(&mut self.out).into_iter());
        html
    }

    fn span_of(&self, range: &Range<usize>) -> Span {
        let base = self.span.start as usize;
        Span::new(self.span.source, base + range.start..base + range.end)
    }

    /// Handles the event at `at` and says where to go on.
    fn event(&mut self, events: &[(Event<'t>, Range<usize>)], at: usize) -> usize {
        let (event, range) = &events[at];
        match event {
            Event::InlineHtml(raw) => {
                // The end of a tag was reported with its start.
                let is_end = raw.starts_with("</");
                if is_end && self.open_tags > 0 {
                    self.open_tags -= 1;
                } else {
                    self.open_tags += usize::from(!is_end);
                    self.diags.push(codes::raw_html(self.span_of(range)));
                }
                self.out.push(Event::Text(raw.clone()));
            }
            Event::Html(raw) => self.out.push(Event::Text(raw.clone())),
            Event::Start(Tag::HtmlBlock) => {
                // The first line stands for the block.
                let first = events.get(at + 1).map_or(range, |(_, line)| line);
                self.diags.push(codes::raw_html(self.span_of(first)));
                self.out.push(Event::Start(Tag::Paragraph));
            }
            Event::End(TagEnd::HtmlBlock) => self.out.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Heading { level, .. }) => return self.heading(events, at, *level),
            Event::Start(Tag::Table(alignments)) => return self.table(events, at, alignments),
            Event::Start(Tag::Link { dest_url, .. }) if self.leads_to_later(dest_url) => self.links.push(false),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let target = self.target(*link_type, dest_url);
                let link = |dest_url| Tag::Link {
                    link_type: LinkType::Inline,
                    dest_url,
                    title: title.clone(),
                    id: id.clone(),
                };
                self.link(target.map(link), dest_url, range);
            }
            Event::Start(Tag::Image { dest_url, title, id, .. }) => {
                let target = self.target(LinkType::Inline, dest_url);
                let image = |dest_url| Tag::Image {
                    link_type: LinkType::Inline,
                    dest_url,
                    title: title.clone(),
                    id: id.clone(),
                };
                self.link(target.map(image), dest_url, range);
            }
            // The end of a link that is not shown goes with its start.
            Event::End(TagEnd::Link | TagEnd::Image) if self.links.pop() == Some(false) => {}
            other => self.out.push(other.clone()),
        }
        at + 1
    }

    /// Starts a link or picture; without a safe target only what stands in it is shown. No call for what stands in
    /// it: links can be nested deeper than calls.
    fn link(&mut self, tag: Option<Tag<'t>>, address: &str, range: &Range<usize>) {
        self.links.push(tag.is_some());
        match tag {
            Some(tag) => self.out.push(Event::Start(tag)),
            None => self.diags.push(codes::unsafe_link(self.span_of(range), address)),
        }
    }

    /// A safe target, or nothing.
    fn target(&self, link_type: LinkType, url: &CowStr<'t>) -> Option<CowStr<'t>> {
        if link_type == LinkType::Email {
            return Some(format!("mailto:{url}").into());
        }
        let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let plain = |s: &str| s.bytes().all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b));
        match scheme.as_deref() {
            Some("https" | "http" | "mailto" | "tel") => Some(url.clone()),
            Some(scheme) if plain(scheme) => None,
            _ if url.starts_with("//") || url.contains('\\') || url.chars().any(char::is_control) => None,
            _ if url.starts_with('#') => Some(url.clone()),
            _ => url.strip_prefix('/').map(|rest| self.inside(rest).into()),
        }
    }

    fn leads_to_later(&self, url: &str) -> bool {
        url.strip_prefix('/').is_some_and(|path| self.place.later.iter().any(|later| path.starts_with(later.as_str())))
    }

    fn inside(&self, target: &str) -> String {
        let (path, fragment) = target.split_once('#').map_or((target, None), |(path, fragment)| (path, Some(fragment)));
        let index = if self.place.portable && (path.is_empty() || path.ends_with('/')) { "index.html" } else { "" };
        let fragment = fragment.map_or_else(String::new, |f| format!("#{f}"));
        format!("{}{path}{index}{fragment}", self.place.root)
    }

    fn heading(&mut self, events: &[(Event<'t>, Range<usize>)], start: usize, level: HeadingLevel) -> usize {
        let end = close(events, start, |e| matches!(e, Event::End(TagEnd::Heading(_))));
        let text: String = events[start..end]
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Text(t) | Event::Code(t) => Some(t.as_ref()),
                _ => None,
            })
            .collect();
        // A level is never skipped, whatever the author wrote.
        let wanted = self.place.level + (level as u8 - self.highest);
        let shown = wanted.min(self.last + 1).min(6);
        self.last = shown;
        let id = self.id(&text);
        if shown == self.place.level {
            self.headings.push((id.clone(), text));
        }
        self.out.push(Event::Html(format!("<h{shown} id=\"{id}\">").into()));
        let mut at = start + 1;
        while at < end {
            at = self.event(events, at);
        }
        self.out.push(Event::Html(format!("</h{shown}>\n").into()));
        end + 1
    }

    fn id(&mut self, text: &str) -> String {
        let base = match slug(text) {
            empty if empty.is_empty() => "abschnitt".to_owned(),
            // `inhalt` and ids with one word are the theme's.
            word if !word.contains('-') => format!("abschnitt-{word}"),
            words => words,
        };
        self.ids.take(base)
    }

    /// Tables get scopes and a name, and scroll on their own where they are too wide.
    fn table(&mut self, events: &[(Event<'t>, Range<usize>)], start: usize, alignments: &[Alignment]) -> usize {
        let end = close(events, start, |e| matches!(e, Event::End(TagEnd::Table)));
        let name = match &self.ids.last {
            Some(id) => format!("aria-labelledby=\"{id}\""),
            None => format!("aria-label=\"{}\"", escape(self.place.table)),
        };
        self.out.push(Event::Html(
            format!("<div class=\"scroll\" role=\"region\" tabindex=\"0\" {name}><table {name}>\n").into(),
        ));
        let (mut column, mut head) = (0, false);
        let mut at = start + 1;
        while at < end {
            let numeric = if alignments.get(column) == Some(&Alignment::Right) { " class=\"num\"" } else { "" };
            match &events[at].0 {
                Event::Start(Tag::TableHead) => {
                    head = true;
                    column = 0;
                    self.push("<thead><tr>");
                }
                Event::End(TagEnd::TableHead) => {
                    head = false;
                    self.push("</tr></thead><tbody>\n");
                }
                Event::Start(Tag::TableRow) => {
                    column = 0;
                    self.push("<tr>");
                }
                Event::End(TagEnd::TableRow) => self.push("</tr>\n"),
                Event::Start(Tag::TableCell) => {
                    let tag = match (head, column) {
                        (true, _) => format!("<th scope=\"col\"{numeric}>"),
                        (false, 0) => format!("<th scope=\"row\"{numeric}>"),
                        _ => format!("<td{numeric}>"),
                    };
                    self.out.push(Event::Html(tag.into()));
                }
                Event::End(TagEnd::TableCell) => {
                    self.push(if head || column == 0 { "</th>" } else { "</td>" });
                    column += 1;
                }
                _ => {
                    at = self.event(events, at);
                    continue;
                }
            }
            at += 1;
        }
        self.push("</tbody></table></div>\n");
        end + 1
    }

    fn push(&mut self, markup: &'static str) {
        self.out.push(Event::Html(CowStr::Borrowed(markup)));
    }
}

fn close(events: &[(Event<'_>, Range<usize>)], start: usize, ends: impl Fn(&Event<'_>) -> bool) -> usize {
    events[start..].iter().position(|(event, _)| ends(event)).map_or(events.len(), |i| start + i)
}

#[cfg(test)]
mod tests;
