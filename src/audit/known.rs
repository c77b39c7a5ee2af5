//! What is known of texts that many pages have in common, so that each is looked at once and not on every page.
//!
//! Only plain ones are known: those whose links and ids mean the same wherever they stand. A page with any other text
//! is looked at from its start to its end.

use super::links::{Links, from_start};
use super::scan::{self, Found};
use memchr::memmem::{Finder, FinderRev};

/// Bytes by which a text is found; the others are compared.
const SOUGHT: usize = 32;

/// What common texts offer and want, on pages of one depth.
pub(super) struct Known {
    /// Each of them, in order, with what finds its start.
    texts: Vec<(Finder<'static>, Box<[u8]>)>,
    /// What finds the end of the last one, which stands near that of the page.
    last: FinderRev<'static>,
    /// Their ids.
    pub(super) ids: Vec<Box<[u8]>>,
    /// The numbers of their links to other files.
    pub(super) targets: Vec<u32>,
    /// Links whose meaning depends on the page: to its own places, out of the site.
    pub(super) links: Vec<Box<[u8]>>,
}

impl Known {
    /// Looks at texts; nothing if they have to be looked at on each page.
    pub(super) fn of(texts: &[String], depth: usize, links: &mut Links) -> Option<Self> {
        let (mut ids, mut found) = (Vec::new(), Vec::new());
        let mut is_plain = true;
        for text in texts {
            is_plain &= text.starts_with('<') && text.ends_with('>');
            is_plain &= scan::marks(text.as_bytes(), |mark| match mark {
                Found::Id(id) => ids.push(id.into()),
                Found::Link(link) => found.push(link),
                Found::Tag("svg", own) if own.get("aria-hidden") == Some(b"true") => {}
                Found::Tag(..) => is_plain = false,
            });
        }
        if !is_plain {
            return None;
        }
        let (mut targets, mut others) = (Vec::new(), Vec::new());
        for link in found {
            match from_start(link, depth) {
                Some(target) => targets.push(links.number(target.into())),
                None => others.push(link.into()),
            }
        }
        let last = texts.last()?.as_bytes();
        let last = FinderRev::new(&last[last.len().saturating_sub(SOUGHT)..]).into_owned();
        let start = |text: &[u8]| Finder::new(&text[..text.len().min(SOUGHT)]).into_owned();
        let texts = texts.iter().map(|text| (start(text.as_bytes()), text.as_bytes().into())).collect();
        Some(Known { texts, last, ids, targets, links: others })
    }

    /// What stands between the texts on a page; nothing if they do not all stand there.
    pub(super) fn between<'h>(&self, mut html: &'h [u8]) -> Option<Vec<&'h [u8]>> {
        let ((_, last), others) = self.texts.split_last()?;
        let mut between = Vec::with_capacity(self.texts.len() + 1);
        for (start, text) in others {
            let (before, rest) = html.split_at(start.find(html)?);
            between.push(before);
            html = rest.strip_prefix(&**text)?;
        }
        let (before, behind) = html.split_at(self.last.rfind(html)? + self.last.needle().len());
        between.extend([before.strip_suffix(&**last)?, behind]);
        Some(between)
    }
}
