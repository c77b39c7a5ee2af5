//! Looks at every finished file on its way out: dead links, double ids, missing alternatives, the frame of pages,
//! their weight, and whether anything internal got out.
//!
//! It reads our own markup, not any HTML: tags are well-formed and attributes stand in double quotes. Of a page it
//! keeps what others may link to and what it links to, never its text.

mod known;
mod leaks;
mod links;
mod scan;

use crate::diag::{Diagnostics, codes};
use crate::model::Model;
use crate::output::{About, Bytes, Common, Key, Origin, Refused, Sink};
use crate::source::SourceTree;
use known::Known;
use leaks::Secrets;
use links::{Links, PageLinks};
use scan::Found;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes that a page may weigh before it is a burden on a phone; lists have their own limit.
const HEAVY: usize = 400_000;

/// A sink that looks at each file and hands it on to another.
pub struct Inspector<'i> {
    sink: &'i dyn Sink,
    base_path: &'i str,
    secrets: Secrets,
    seen: Mutex<Seen>,
}

/// What is known of the files so far.
#[derive(Default)]
struct Seen {
    links: Links,
    /// Texts that pages have in common, by their number and how deep the pages are.
    known: HashMap<(usize, usize), Option<Arc<Known>>>,
    diags: Diagnostics,
}

impl<'i> Inspector<'i> {
    /// Starts. `base_path` is the path of the start page on its server.
    pub fn new(sink: &'i dyn Sink, model: &Model, sources: &SourceTree, base_path: &'i str) -> Self {
        Inspector { sink, base_path, secrets: secrets(model, sources), seen: Mutex::default() }
    }

    /// A file that is made when somebody asks for it: links may lead there.
    pub fn expect(&self, path: &str) {
        self.seen().links.add(path, None);
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Pages that are not made in this run: links to them, to places on them and to files beside them are not judged.
    pub fn leave_out(&self, paths: impl Iterator<Item = String>) {
        let mut seen = self.seen();
        paths.for_each(|path| seen.links.leave_out(path));
    }

    /// Whether a text has an internal one in it.
    pub fn suspects(&self, text: &str) -> bool {
        self.secrets.are_in(text)
    }

    /// Every problem, once all files are through.
    pub fn finish(self, diags: &mut Diagnostics) {
        let seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        diags.append(seen.diags);
        seen.links.dead(diags);
    }
}

impl Inspector<'_> {
    /// Looks at a file and hands it on.
    fn look(&self, path: &str, bytes: Bytes, about: Option<About<'_>>) -> Result<(), Refused> {
        let mut diags = Diagnostics::new();
        self.secrets.check(path, &bytes, &mut diags);
        let known = about.and_then(|about| self.known(about.common, links::depth(path)));
        let page = path.ends_with(".html").then(|| page(path, &bytes, known.as_deref(), self.base_path, &mut diags));
        // A page that has problems is looked at again, so that every run reports them.
        let is_kept = about.is_some_and(|about| about.origin.is_some()) && diags.is_empty();
        let findings = page.as_ref().filter(|_| is_kept).and_then(PageLinks::to_bytes);
        // The links are parts of the text, which goes on now.
        let page = page.map(|page| self.seen().links.numbered(page));
        match about {
            Some(about) => {
                let origin = about.origin.and_then(|origin| self.sealed(&origin));
                self.sink.put_page(path, bytes, About { origin, findings: findings.as_deref(), ..about })?;
            }
            None => self.sink.put(path, bytes)?,
        }
        let mut seen = self.seen();
        seen.links.add(path, page);
        seen.diags.append(diags);
        Ok(())
    }

    /// The origin of a page, and of what is found on it: that depends on internal texts too.
    fn sealed(&self, origin: &Origin) -> Option<Origin> {
        Some(self.sink.key()?.origin(&(origin, self.secrets.digest, self.base_path)))
    }

    /// What is known of texts on pages of this depth.
    fn known(&self, common: &Common, depth: usize) -> Option<Arc<Known>> {
        let mut seen = self.seen();
        if let Some(known) = seen.known.get(&(common.number, depth)) {
            return known.clone();
        }
        let known = Known::of(&common.texts, depth, &mut seen.links).map(Arc::new);
        seen.known.insert((common.number, depth), known.clone());
        known
    }
}

impl Sink for Inspector<'_> {
    fn put(&self, path: &str, bytes: Bytes) -> Result<(), Refused> {
        self.look(path, bytes, None)
    }

    fn put_page(&self, path: &str, bytes: Bytes, about: About<'_>) -> Result<(), Refused> {
        self.look(path, bytes, Some(about))
    }

    fn key(&self) -> Option<&Key> {
        self.sink.key()
    }

    fn keep_page(&self, path: &str, common: &Common, origin: &Origin) -> Result<Option<Vec<u8>>, Refused> {
        let Some(known) = self.known(common, links::depth(path)) else { return Ok(None) };
        let Some(origin) = self.sealed(origin) else { return Ok(None) };
        let Some(findings) = self.sink.keep_page(path, common, &origin)? else { return Ok(None) };
        let mut seen = self.seen();
        let page = seen.links.numbered(PageLinks::of_bytes(&findings, &known.targets));
        seen.links.add(path, Some(page));
        drop(seen);
        Ok(Some(findings))
    }

    fn wanted(&self) -> Option<String> {
        self.sink.wanted()
    }
}

/// Looks for internal texts in what is going to be printed: nobody can search a PDF for them, it is compressed.
#[cfg(feature = "pdf")]
pub struct Proofreader(Secrets);

#[cfg(feature = "pdf")]
impl Proofreader {
    /// Starts.
    pub fn new(model: &Model, sources: &SourceTree) -> Self {
        Proofreader(secrets(model, sources))
    }

    /// Reports the internal texts in a document before it is printed; `data` is its view as JSON.
    pub fn read(&self, name: &str, data: &str, diags: &mut Diagnostics) {
        self.0.check(name, data.as_bytes(), diags);
    }
}

/// What may stand in no public file. The edition for the town hall may hold everything.
fn secrets(model: &Model, sources: &SourceTree) -> Secrets {
    if model.internal { Secrets::default() } else { Secrets::of(model, sources) }
}

/// The marks of a page.
#[derive(Default)]
struct Marks<'h> {
    ids: Vec<&'h [u8]>,
    links: Vec<&'h [u8]>,
    h1: usize,
    main: usize,
    lang: usize,
    title: usize,
    /// Drawings and images that say nothing to those who do not see them.
    mute: Vec<&'static str>,
}

impl<'h> Marks<'h> {
    /// Adds those of a text. Says whether it ends outside a comment.
    fn add(&mut self, html: &'h [u8]) -> bool {
        scan::marks(html, |found| match found {
            Found::Id(id) => self.ids.push(id),
            Found::Link(link) => self.links.push(link),
            Found::Tag("h1", _) => self.h1 += 1,
            Found::Tag("main", _) => self.main += 1,
            Found::Tag("html", own) => self.lang += usize::from(own.get("lang").is_some_and(|lang| !lang.is_empty())),
            Found::Tag("img", own) if own.get("alt").is_none_or(|alt| alt.trim_ascii().is_empty()) => {
                self.mute.push("<img>");
            }
            Found::Tag("svg", own) => {
                let is_named = || ["aria-label", "aria-labelledby"].iter().any(|name| own.get(name).is_some());
                if own.get("aria-hidden") != Some(b"true") && !is_named() {
                    self.mute.push("<svg>");
                }
            }
            // A drawing has a title of its own.
            Found::Tag("title", own) => self.title += usize::from(own.get("id").is_none()),
            Found::Tag(..) => {}
        })
    }
}

/// Looks at one page and says what it offers and wants.
fn page<'h>(
    path: &str,
    html: &'h [u8],
    known: Option<&'h Known>,
    base_path: &str,
    diags: &mut Diagnostics,
) -> PageLinks<'h> {
    let mut marks = Marks { links: Vec::with_capacity(64), ..Marks::default() };
    let between = known.and_then(|known| Some((known, known.between(html)?)));
    let known = match between {
        Some((known, between)) if between.iter().all(|text| marks.add(text)) => Some(known),
        _ => {
            marks = Marks::default();
            marks.add(html);
            None
        }
    };
    marks.ids.extend(known.iter().flat_map(|known| &known.ids).map(|id| &**id));
    marks.links.extend(known.iter().flat_map(|known| &known.links).map(|link| &**link));
    marks.mute.iter().for_each(|what| diags.push(codes::missing_alternative(path, what)));
    marks.ids.sort_unstable();
    for pair in marks.ids.windows(2).filter(|pair| pair[0] == pair[1]) {
        diags.push(codes::duplicate_html_id(path, &String::from_utf8_lossy(pair[0])));
    }
    let frame = [(marks.h1, "<h1>"), (marks.main, "<main>"), (marks.lang, "language (lang)"), (marks.title, "<title>")];
    for (_, what) in frame.into_iter().filter(|(n, _)| *n != 1) {
        diags.push(codes::page_frame(path, what));
    }
    if html.len() > HEAVY {
        diags.push(codes::page_weight(path, html.len(), HEAVY));
    }
    let numbers = known.map(|known| &*known.targets);
    PageLinks::of(path, &marks.ids, marks.links, numbers, base_path, diags)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Discarded;

    /// The problems of a page below a start page.
    fn problems(html: &str, common: Option<&Common>) -> Vec<String> {
        let sink = Discarded::default();
        let looks = Inspector { sink: &sink, base_path: "/", secrets: Secrets::default(), seen: Mutex::default() };
        looks.put("index.html", Vec::from(PAGE).into()).unwrap();
        let bytes = Bytes::Owned(html.into());
        match common {
            Some(common) => {
                let about = About { common, origin: None, findings: None };
                looks.put_page("a/index.html", bytes, about).unwrap();
            }
            None => looks.put("a/index.html", bytes).unwrap(),
        }
        let mut diags = Diagnostics::new();
        looks.finish(&mut diags);
        let mut found: Vec<String> = diags.iter().map(|diag| diag.message.clone()).collect();
        found.sort();
        found
    }

    const PAGE: &str = "<html lang=\"de\"><title>t</title><main id=\"m\"><h1>h</h1></main></html>";
    const HEAD: &str = "<link rel=\"icon\" href=\"../icon.svg\">";
    const TOP: &str =
        "<header id=\"top\"><a href=\"#m\">m</a><a href=\"../\">s</a><svg aria-hidden=\"true\"/></header>";
    const FOOT: &str = "<footer><a href=\"../gone/\">g</a><a href=\"https://a.example/\">a</a></footer>";

    fn common(texts: [&str; 3]) -> Common {
        Common { number: 0, texts: texts.map(str::to_owned).into() }
    }

    #[test]
    fn what_pages_have_in_common_hides_no_problem() {
        let whole = |main: &str| format!("<html lang=\"de\"><title>t</title>{HEAD}{TOP}{main}{FOOT}<p>end</p></html>");
        let main = "<main id=\"m\"><h1>h</h1><a href=\"../x/\">x</a></main>";
        let page = whole(main);
        let fitting = common([HEAD, TOP, FOOT]);
        for (html, n) in [
            // The links to the icon, to `x` and to `gone`.
            (page.clone(), 3),
            (page.replace("id=\"m\"", ""), 4),
            (page.replace("<h1>h</h1>", ""), 4),
            (page.replace("<h1>h</h1>", "<h1>h</h1><b id=\"top\">"), 4),
            (page.replace(TOP, &format!("{TOP}{TOP}")), 4),
            (page.replace(TOP, &format!("<!-- {TOP} -->")), 3),
            (page.replace(FOOT, &format!("<!-- {FOOT} -->")), 2),
            (page.replace(FOOT, ""), 2),
            (page.replace("</footer>", " </footer>"), 3),
            (page.replace(HEAD, "").replace("</main>", &format!("</main>{HEAD}")), 3),
            (whole(""), 5),
        ] {
            let found = problems(&html, None);
            assert_eq!(found.len(), n, "{html}: {found:?}");
            assert_eq!(problems(&html, Some(&fitting)), found, "{html}");
        }
        let known = |common: &Common| Known::of(&common.texts, 1, &mut Links::default());
        let between = known(&fitting).unwrap();
        let between = between.between(page.as_bytes()).unwrap();
        assert_eq!(between, ["<html lang=\"de\"><title>t</title>", "", main, "<p>end</p></html>"].map(str::as_bytes));
        for odd in ["<img src=\"a\">", "<h1>h</h1>", "text", "<!-- <b>", "<svg><path/></svg>"] {
            assert!(known(&common([HEAD, odd, FOOT])).is_none(), "{odd}");
        }
    }
}
