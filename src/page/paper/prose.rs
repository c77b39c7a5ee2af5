//! Markdown of the city as parts that a template sets: nothing of it is ever code.
//!
//! Headings start at level 2 and leave none out, as on the pages; links lead to the site. HTML is shown as text.
//! What an insert shows is set like the same thing elsewhere in the documents.

use super::super::Context;
use super::super::insert::{Inserted, Origin, inserted};
use crate::source::Span;
use crate::text::insert::{Piece, pieces};
use crate::view::{Block, Inline};
use pulldown_cmark::{CowStr, Event, Tag};

/// A text in parts.
#[derive(Default)]
pub(super) struct Prose {
    pub(super) blocks: Vec<Block>,
    /// Where the numbers in its sentences come from.
    pub(super) origins: Vec<Origin>,
}

/// A text of the city, which stands at `span`, as parts.
pub(super) fn prose(c: &Context<'_>, text: &str, span: Span) -> Prose {
    let pieces = pieces(text);
    let level = |piece: &Piece<'_>| match piece {
        Piece::Event(Event::Start(Tag::Heading { level, .. })) => Some(*level as u8),
        _ => None,
    };
    let highest = pieces.iter().filter_map(|(piece, _)| level(piece)).min().unwrap_or(1);
    let start = span.start as usize;
    let mut last = 1;
    let (mut out, mut events, mut origins) = (Vec::new(), Vec::new(), Vec::new());
    for (piece, range) in pieces {
        let place = Span::new(span.source, start + range.start..start + range.end);
        let shown = || c.model.insert(place).map(|insert| inserted(c, insert));
        match piece {
            Piece::Event(event) => events.push(event),
            Piece::Inline(written) => events.push(Event::Text(match shown() {
                Some((Inserted::Number { text, origin }, _)) => {
                    origins.extend(origin);
                    CowStr::from(text)
                }
                _ => CowStr::from(written),
            })),
            // It stands between paragraphs, so what came before is complete.
            Piece::Line(written) => {
                out.extend(walked(c, std::mem::take(&mut events), highest, &mut last));
                match shown() {
                    Some((inserted, note)) => out.extend(block(c, inserted, note)),
                    None => out.push(said(written.to_owned())),
                }
            }
        }
    }
    out.extend(walked(c, events, highest, &mut last));
    Prose { blocks: out, origins }
}

fn walked(c: &Context<'_>, events: Vec<Event<'_>>, highest: u8, last: &mut u8) -> Vec<Block> {
    let mut walk = Walk { c, events: events.into_iter().peekable(), highest, last: *last };
    let blocks = walk.blocks();
    *last = walk.last;
    blocks
}

fn said(text: String) -> Block {
    Block::Paragraph { text: vec![Inline::Text { text }] }
}

/// What is inserted, and the remarks that belong below it.
fn block(c: &Context<'_>, inserted: Inserted, note: Option<String>) -> Vec<Block> {
    let mut notes: Vec<String> = Vec::new();
    let first = match inserted {
        Inserted::Number { text, .. } | Inserted::Missing(text) => said(text),
        Inserted::Table(table) => Block::Figures { table: *table },
        Inserted::Published(totals) => {
            let source = totals.source.map(|source| format!("{} {}.", c.words.say("published.source"), source.text));
            notes.extend(totals.text.into_iter().chain(source));
            Block::Figures { table: totals.table }
        }
        Inserted::Chart(chart) => Block::Chart { chart: super::chart(&chart) },
        Inserted::List(list) => {
            notes.extend(list.more.as_ref().map(|more| more.title.clone()));
            Block::Records { list: *list }
        }
        Inserted::Targets(targets) => Block::Targets { targets: targets.into_iter().map(super::target).collect() },
    };
    let notes = notes.into_iter().chain(note).map(|text| Block::Note { text });
    std::iter::once(first).chain(notes).collect()
}

struct Walk<'w, 't> {
    c: &'w Context<'w>,
    events: std::iter::Peekable<std::vec::IntoIter<Event<'t>>>,
    highest: u8,
    last: u8,
}

impl Walk<'_, '_> {
    /// Blocks up to the end of what they stand in.
    fn blocks(&mut self) -> Vec<Block> {
        let mut out = Vec::new();
        while let Some(event) = self.events.peek() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if !is_inline(tag) => {
                    let tag = tag.clone();
                    self.events.next();
                    let block = self.block(tag);
                    // The end of the block itself.
                    self.events.next();
                    out.extend(block);
                }
                Event::Rule => {
                    self.events.next();
                }
                // Text without a paragraph, as in tight lists.
                _ => out.push(Block::Paragraph { text: self.inline() }),
            }
        }
        out
    }

    fn block(&mut self, tag: Tag<'_>) -> Option<Block> {
        match tag {
            Tag::Heading { level, .. } => {
                let wanted = 2 + (level as u8).saturating_sub(self.highest);
                self.last = wanted.min(self.last + 1).min(6);
                Some(Block::Heading { level: self.last, text: self.inline() })
            }
            Tag::BlockQuote(_) => Some(Block::Quote { body: self.blocks() }),
            Tag::CodeBlock(_) | Tag::HtmlBlock => {
                let mut text = String::new();
                while let Some(Event::Text(t) | Event::Html(t)) =
                    self.events.next_if(|e| matches!(e, Event::Text(_) | Event::Html(_)))
                {
                    text.push_str(&t);
                }
                Some(Block::Code { text })
            }
            Tag::List(start) => {
                let mut items = Vec::new();
                while self.events.next_if(|e| matches!(e, Event::Start(Tag::Item))).is_some() {
                    items.push(self.blocks());
                    self.events.next();
                }
                Some(Block::List { start, items })
            }
            Tag::Table(_) => Some(self.table()),
            Tag::Paragraph => Some(Block::Paragraph { text: self.inline() }),
            // Other blocks are not switched on; what they hold is kept.
            _ => Some(Block::Quote { body: self.blocks() }),
        }
    }

    fn table(&mut self) -> Block {
        let (mut columns, mut rows) = (Vec::new(), Vec::new());
        while let Some(Event::Start(part)) =
            self.events.next_if(|e| matches!(e, Event::Start(Tag::TableHead | Tag::TableRow)))
        {
            let mut cells = Vec::new();
            while self.events.next_if(|e| matches!(e, Event::Start(Tag::TableCell))).is_some() {
                cells.push(self.inline());
                self.events.next();
            }
            self.events.next();
            match part {
                Tag::TableHead => columns = cells,
                _ => rows.push(cells),
            }
        }
        Block::Table { columns, rows }
    }

    /// Pieces up to the end of what they stand in, or to the next block.
    fn inline(&mut self) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        let is_piece = |event: &Event<'_>| match event {
            Event::Start(tag) => is_inline(tag),
            Event::End(_) | Event::Rule => false,
            _ => true,
        };
        while let Some(event) = self.events.next_if(is_piece) {
            match event {
                Event::Text(t) | Event::Code(t) | Event::InlineHtml(t) | Event::Html(t) => push(&mut out, &t),
                Event::SoftBreak => push(&mut out, " "),
                Event::HardBreak => out.push(Inline::Break),
                Event::Start(tag) => {
                    let body = self.inline();
                    self.events.next();
                    match tag {
                        Tag::Strong => out.push(Inline::Strong { body }),
                        Tag::Emphasis => out.push(Inline::Emphasis { body }),
                        Tag::Strikethrough => out.push(Inline::Strike { body }),
                        Tag::Link { dest_url, .. } => match self.url(&dest_url) {
                            Some(url) => out.push(Inline::Link { url, body }),
                            None => out.extend(body),
                        },
                        _ => out.extend(body),
                    }
                }
                _ => {}
            }
        }
        out
    }

    /// The full address; none for what leads nowhere on paper.
    fn url(&self, target: &str) -> Option<String> {
        if target.contains("://") || target.starts_with("mailto:") {
            return Some(target.to_owned());
        }
        let address = target.strip_prefix('/')?;
        let later = self.c.site.later.iter().any(|later| address.starts_with(later.as_str()));
        (!later).then(|| self.c.site.url(address))
    }
}

fn push(out: &mut Vec<Inline>, more: &str) {
    match out.last_mut() {
        Some(Inline::Text { text }) => text.push_str(more),
        _ => out.push(Inline::Text { text: more.to_owned() }),
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}
