//! Links between our own pages: every file and every fragment must be there.
//!
//! Pages come in any order, so links to other files are judged at the end. Until then each is kept as a number:
//! most pages link to the same places.

use crate::diag::{Diagnostics, codes};
use foldhash::fast::FixedState;
use memchr::{memchr, memchr_iter, memchr2};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::Arc;

/// What one page offers and wants.
pub(super) struct PageLinks<'h> {
    /// Its anchors, hashed and sorted: of a hundred thousand pages they would not fit into memory as texts.
    anchors: Box<[u64]>,
    /// Files and folders that it links to, from the start page on, with fragment and query. Most are parts of its text.
    targets: Vec<Cow<'h, [u8]>>,
    /// The numbers of those that are known; nothing if none are.
    known: Option<&'h [u32]>,
}

impl<'h> PageLinks<'h> {
    /// Sorts the links of a page, whose `ids` are in order. Those that lead to itself or out of the site are judged at
    /// once.
    pub(super) fn of(
        path: &str,
        ids: &[&[u8]],
        links: Vec<&'h [u8]>,
        known: Option<&'h [u32]>,
        base_path: &str,
        diags: &mut Diagnostics,
    ) -> Self {
        let depth = depth(path);
        let mut targets: Vec<Cow<'h, [u8]>> = Vec::with_capacity(links.len());
        let mut dead = Vec::new();
        for link in links {
            if let Some(target) = from_start(link, depth) {
                targets.push(Cow::Borrowed(target));
                continue;
            }
            // Pages are made from texts.
            let Ok(link) = std::str::from_utf8(link) else { continue };
            if !is_inside(link) {
                continue;
            }
            let (target, rest) = split(link);
            if target.is_empty() {
                if fragment(rest).is_some_and(|fragment| ids.binary_search(&fragment.as_bytes()).is_err()) {
                    dead.push(link);
                }
            } else if let Some(mut file) = resolve(path, target, base_path) {
                file.push_str(rest);
                targets.push(Cow::Owned(file.into_bytes()));
            } else {
                dead.push(link);
            }
        }
        dead.sort_unstable();
        dead.dedup();
        dead.into_iter().for_each(|link| diags.push(codes::dead_link(path, link)));
        let mut anchors: Box<[u64]> = ids.iter().map(|id| hash(id)).collect();
        anchors.sort_unstable();
        PageLinks { anchors, targets, known }
    }

    /// All of it but what is known, to be kept with the page; nothing if there are none known, or an odd link.
    pub(super) fn to_bytes(&self) -> Option<Vec<u8>> {
        self.known.filter(|_| !self.targets.iter().any(|target| memchr(b'\n', target).is_some()))?;
        let anchors = [self.anchors.len() as u64];
        let mut bytes: Vec<u8> = anchors.iter().chain(&self.anchors).flat_map(|n| n.to_le_bytes()).collect();
        for target in &self.targets {
            bytes.extend_from_slice(target);
            bytes.push(b'\n');
        }
        Some(bytes)
    }

    /// The same from these bytes.
    pub(super) fn of_bytes(bytes: &'h [u8], known: &'h [u32]) -> Self {
        let (numbers, _) = bytes.as_chunks();
        let mut numbers = numbers.iter().map(|bytes| u64::from_le_bytes(*bytes));
        let n = numbers.next().and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(numbers.len());
        let anchors: Box<[u64]> = numbers.take(n).collect();
        let texts = bytes.get((1 + n) * 8..).unwrap_or_default();
        let targets = texts.split_inclusive(|b| *b == b'\n').filter_map(|line| line.split_last());
        PageLinks { anchors, targets: targets.map(|(_, target)| Cow::Borrowed(target)).collect(), known: Some(known) }
    }
}

/// What a page offers and wants, without its text.
pub(super) struct Numbered {
    anchors: Box<[u64]>,
    /// The numbers of its targets, each once.
    targets: Box<[u32]>,
}

/// All files of a site and the links between them.
#[derive(Default)]
pub(super) struct Links {
    /// Every file; pages with their anchors.
    files: HashMap<Arc<str>, Option<Arc<[u64]>>, FixedState>,
    /// The anchors of pages, each set once: all pages of records have the same few.
    anchors: HashSet<Arc<[u64]>, FixedState>,
    /// Pages that are not made in this run.
    left_out: HashSet<String, FixedState>,
    /// Every target with its number.
    targets: HashMap<Box<[u8]>, u32, FixedState>,
    /// Pages with the numbers of their targets.
    pages: Vec<(Arc<str>, Box<[u32]>)>,
}

impl Links {
    /// Gives the targets of a page their numbers.
    pub(super) fn numbered(&mut self, page: PageLinks<'_>) -> Numbered {
        let known = page.known.unwrap_or_default();
        let mut targets = Vec::with_capacity(page.targets.len() + known.len());
        targets.extend(page.targets.into_iter().map(|target| self.number(target)));
        targets.extend_from_slice(known);
        targets.sort_unstable();
        targets.dedup();
        Numbered { anchors: page.anchors, targets: targets.into() }
    }

    /// Gives a target its number.
    pub(super) fn number(&mut self, target: Cow<'_, [u8]>) -> u32 {
        if let Some(known) = self.targets.get(&*target) {
            return *known;
        }
        // A site with four thousand million targets does not fit on any disk that we know.
        let next = u32::try_from(self.targets.len()).unwrap_or(u32::MAX);
        self.targets.insert(target.into(), next);
        next
    }

    /// Adds a file; a page comes with its links.
    pub(super) fn add(&mut self, path: &str, page: Option<Numbered>) {
        let path: Arc<str> = path.into();
        let Some(page) = page else {
            self.files.insert(path, None);
            return;
        };
        let known = self.anchors.get(&*page.anchors).cloned();
        let anchors = known.unwrap_or_else(|| {
            let anchors: Arc<[u64]> = page.anchors.into();
            self.anchors.insert(Arc::clone(&anchors));
            anchors
        });
        self.files.insert(Arc::clone(&path), Some(anchors));
        self.pages.push((path, page.targets));
    }

    /// A page that is not made in this run.
    pub(super) fn leave_out(&mut self, path: String) {
        self.left_out.insert(path);
    }

    /// Reports every link that leads nowhere.
    pub(super) fn dead(self, diags: &mut Diagnostics) {
        let dead: HashMap<u32, &str> = self
            .targets
            .par_iter()
            .filter_map(|(target, number)| Some((*number, std::str::from_utf8(target).ok()?)))
            .filter(|(_, target)| !self.leads_somewhere(target))
            .collect();
        if dead.is_empty() {
            return;
        }
        for (page, targets) in &self.pages {
            // Numbers come as pages do, in any order; and a folder and its `index.html` are one place.
            let shown: BTreeSet<String> =
                targets.iter().filter_map(|number| dead.get(number)).map(|target| shown(target)).collect();
            shown.iter().for_each(|target| diags.push(codes::dead_link(page, target)));
        }
    }

    fn leads_somewhere(&self, target: &str) -> bool {
        let (file, rest) = split(target);
        let known = match file.is_empty() || file.ends_with('/') {
            true => self.files.get(&*format!("{file}index.html")),
            false => self.files.get(file),
        };
        match (known, fragment(rest)) {
            (None, _) => self.is_left_out(file),
            (Some(Some(anchors)), Some(fragment)) => anchors.binary_search(&hash(fragment.as_bytes())).is_ok(),
            (Some(_), _) => true,
        }
    }

    /// Whether a file is a page that is not made in this run, or stands beside one.
    fn is_left_out(&self, file: &str) -> bool {
        let folder = file.rfind('/').map_or("", |slash| &file[..=slash]);
        !self.left_out.is_empty()
            && (self.left_out.contains(file) || self.left_out.contains(&format!("{folder}index.html")))
    }
}

/// The target of a link that goes up to the start page and from there on straight down, which nearly all links do.
pub(super) fn from_start(link: &[u8], depth: usize) -> Option<&[u8]> {
    let mut rest = link;
    if depth == 0 {
        rest = rest.strip_prefix(b"./")?;
    }
    for _ in 0..depth {
        rest = rest.strip_prefix(b"../")?;
    }
    let file = &rest[..end_of_file(rest)];
    let odd = |slash: usize| matches!(file.get(slash + 1), Some(b'.' | b'/'));
    (!matches!(file.first(), Some(b'.' | b'/')) && !memchr_iter(b'/', file).any(odd)).then_some(rest)
}

/// How deep below the start page a page is.
pub(super) fn depth(path: &str) -> usize {
    memchr_iter(b'/', path.as_bytes()).count()
}

/// Whether a link leads into the site.
fn is_inside(link: &str) -> bool {
    let scheme = memchr(b':', link.as_bytes()).map(|colon| &link[..colon]);
    let foreign = scheme.is_some_and(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric()));
    !foreign && !link.starts_with("//")
}

/// The file of a link, and the query and fragment behind it.
fn split(link: &str) -> (&str, &str) {
    link.split_at(end_of_file(link.as_bytes()))
}

fn end_of_file(link: &[u8]) -> usize {
    memchr2(b'?', b'#', link).unwrap_or(link.len())
}

/// The fragment behind a query, if there is one.
fn fragment(rest: &str) -> Option<&str> {
    rest.split_once('#').map(|(_, fragment)| fragment).filter(|fragment| !fragment.is_empty())
}

/// A target as authors write it: from the start page on.
fn shown(target: &str) -> String {
    let (file, rest) = split(target);
    format!("/{}{rest}", file.strip_suffix("index.html").unwrap_or(file))
}

/// The same in every run.
fn hash(id: &[u8]) -> u64 {
    FixedState::default().hash_one(id)
}

/// The file that a relative address means, seen from a page.
fn resolve(page: &str, target: &str, base_path: &str) -> Option<String> {
    if let Some(file) = upwards(page, target) {
        return Some(file);
    }
    let mut parts: Vec<&str> = Vec::new();
    let target = match target.strip_prefix(base_path).filter(|_| target.starts_with('/')) {
        Some(rest) => rest,
        None if target.starts_with('/') => return None,
        None => {
            parts = page.split('/').collect();
            parts.pop();
            target
        }
    };
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    if parts.last().is_none_or(|last| last.is_empty()) {
        parts.pop();
        parts.push("index.html");
    }
    // `a/./` leaves no empty part behind, but a bare folder does.
    if target.ends_with("./") || target == "." || target == ".." {
        parts.retain(|p| !p.is_empty());
        if parts.last().is_none_or(|last| !last.contains('.')) {
            parts.push("index.html");
        }
    }
    Some(parts.join("/"))
}

/// The same for `../folder/` and `folder/file.csv`.
fn upwards(page: &str, target: &str) -> Option<String> {
    let mut folder = page.rfind('/').map_or("", |slash| &page[..slash]);
    let mut rest = target;
    while let Some(below) = rest.strip_prefix("../") {
        if folder.is_empty() {
            return None;
        }
        folder = folder.rfind('/').map_or("", |slash| &folder[..slash]);
        rest = below;
    }
    let odd = |pair: &[u8]| pair[0] == b'/' && matches!(pair[1], b'.' | b'/');
    if rest.is_empty() || rest.starts_with(['.', '/']) || rest.as_bytes().windows(2).any(odd) {
        return None;
    }
    let slash = if folder.is_empty() { "" } else { "/" };
    let index = if rest.ends_with('/') { "index.html" } else { "" };
    Some([folder, slash, rest, index].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_leads_to_the_same_place() {
        let places = [
            ("index.html", "c/d.csv", Some("c/d.csv")),
            ("index.html", "../c/", None),
            ("a/index.html", "../c/", Some("c/index.html")),
            ("a/b/index.html", "../../c/d/", Some("c/d/index.html")),
            ("a/b/index.html", "../c.x", Some("a/c.x")),
            ("a/b/index.html", "c", Some("a/b/c")),
            // These take the long way.
            ("a/index.html", "./c", None),
            ("a/index.html", "c/../d", None),
            ("a/index.html", "c//d", None),
        ];
        for (page, target, file) in places {
            assert_eq!(upwards(page, target).as_deref(), file, "{target} on {page}");
            if file.is_some() {
                assert_eq!(resolve(page, target, "/"), upwards(page, target), "{target} on {page}");
            }
        }
    }

    #[test]
    fn the_way_from_the_start_page_leads_to_the_same_place() {
        for (page, link, target) in [
            ("index.html", "./", Some("")),
            ("index.html", "./a/#b", Some("a/#b")),
            ("index.html", "a/", None),
            ("a/b/index.html", "../../c/d/?q=/.#e", Some("c/d/?q=/.#e")),
            ("a/b/index.html", "../../x.css", Some("x.css")),
            ("a/b/index.html", "../../", Some("")),
            ("a/b/index.html", "../c/", None),
            ("a/index.html", "../../c/", None),
            ("a/index.html", "../c//d", None),
            ("a/index.html", "../c/../d/", None),
            ("a/index.html", "../c/.", None),
        ] {
            let found = from_start(link.as_bytes(), depth(page));
            assert_eq!(found, target.map(str::as_bytes), "{link} on {page}");
            if let Some(target) = target {
                let (file, _) = split(target);
                let file =
                    if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file.into() };
                assert_eq!(resolve(page, split(link).0, "/"), Some(file), "{link} on {page}");
            }
        }
    }

    #[test]
    fn relative_addresses_resolve() {
        let r = |page, target| resolve(page, target, "/d/");
        assert_eq!(r("a/b/index.html", "../../").as_deref(), Some("index.html"));
        assert_eq!(r("a/b/index.html", "../c/").as_deref(), Some("a/c/index.html"));
        assert_eq!(r("index.html", "./").as_deref(), Some("index.html"));
        assert_eq!(r("index.html", "./a/x.css").as_deref(), Some("a/x.css"));
        assert_eq!(r("404.html", "/d/a/").as_deref(), Some("a/index.html"));
        assert_eq!(r("404.html", "/e/"), None);
        assert_eq!(r("index.html", "../x"), None);
    }
}
