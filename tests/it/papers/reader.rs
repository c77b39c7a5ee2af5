//! Reads a PDF as assistive technology does: the tree of tags, and the text that belongs to each of them.
//!
//! It knows what our own documents contain (fonts with ToUnicode, marked content, one content stream per page) and
//! fails on anything else instead of guessing. Text inside drawings is not read; a figure has its alternative text.

use hayro_cmap::{BfString, CMap};
use hayro_syntax::Pdf;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as Bytes};
use hayro_syntax::page::Page;
use std::collections::HashMap;

/// A document.
pub(super) struct Paper {
    pub(super) lang: String,
    pub(super) title: String,
    /// Whether it says that it is tagged.
    pub(super) marked: bool,
    /// Whether a viewer shows the title instead of the file name.
    pub(super) shows_title: bool,
    pub(super) tags: Tag,
    /// All text on the pages, in the order of their content, running heads too.
    pub(super) text: String,
    pub(super) pages: usize,
}

/// A structure element.
#[derive(Debug)]
pub(super) struct Tag {
    /// "TH", "P".
    pub(super) kind: String,
    /// Of a header cell: "Row" or "Column".
    pub(super) scope: Option<String>,
    /// Rows and columns of a cell.
    pub(super) size: (usize, usize),
    pub(super) alt: Option<String>,
    pub(super) parts: Vec<Part>,
}

/// What stands in an element, in order.
#[derive(Debug)]
pub(super) enum Part {
    Tag(Tag),
    Text(Mark),
}

/// Text that belongs together on one page.
#[derive(Debug, Clone, Default)]
pub(super) struct Mark {
    pub(super) page: usize,
    /// Where it starts and ends, in points from the bottom.
    pub(super) from: f32,
    to: f32,
    text: String,
}

/// Elements within a line; all others stand apart.
const INLINE: [&str; 4] = ["Span", "Strong", "Em", "Link"];

/// Text as it is read aloud: lines joined, hyphens at their ends gone.
pub(super) fn joined(text: &str) -> String {
    let text = text.replace("\u{ad}\n", "").replace("-\n", "-").replace(['\n', '\u{a0}'], " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Tag {
    /// All elements below, in reading order, this one first.
    pub(super) fn all(&self) -> Vec<&Tag> {
        let below = self.children().flat_map(Tag::all);
        std::iter::once(self).chain(below).collect()
    }

    pub(super) fn children(&self) -> impl Iterator<Item = &Tag> {
        self.parts.iter().filter_map(|part| match part {
            Part::Tag(tag) => Some(tag),
            Part::Text(_) => None,
        })
    }

    /// Elements of a kind, in reading order.
    pub(super) fn find(&self, kind: &str) -> Vec<&Tag> {
        self.all().into_iter().filter(|tag| tag.kind == kind).collect()
    }

    /// Where its first text stands.
    pub(super) fn start(&self) -> Option<&Mark> {
        self.parts.iter().find_map(|part| match part {
            Part::Tag(tag) => tag.start(),
            Part::Text(mark) => Some(mark),
        })
    }

    pub(super) fn text(&self) -> String {
        let (mut text, mut last) = (String::new(), None);
        self.collect(&mut text, &mut last);
        joined(&text)
    }

    fn collect(&self, text: &mut String, last: &mut Option<(usize, f32)>) {
        for part in &self.parts {
            match part {
                Part::Tag(tag) if INLINE.contains(&tag.kind.as_str()) => tag.collect(text, last),
                Part::Tag(tag) => {
                    text.push('\n');
                    tag.collect(text, last);
                    text.push('\n');
                }
                Part::Text(mark) => {
                    let place = (mark.page, mark.from);
                    if last.is_some_and(|last| last.0 != place.0 || (last.1 - place.1).abs() > 0.5) {
                        text.push('\n');
                    }
                    text.push_str(&mark.text);
                    *last = Some((mark.page, mark.to));
                }
            }
        }
    }

    /// The cells of a table by row, with those that are headers of the row first told apart.
    pub(super) fn rows(&self) -> Vec<Vec<&Tag>> {
        self.find("TR").into_iter().map(|row| row.children().collect()).collect()
    }
}

pub(super) fn read(bytes: &[u8]) -> Paper {
    let pdf = Pdf::new(bytes.to_vec()).expect("a PDF");
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).expect("a catalog");
    let mut pages = HashMap::new();
    let mut marks = HashMap::new();
    let mut text = String::new();
    for (n, page) in pdf.pages().iter().enumerate() {
        pages.insert(page.raw().obj_id().expect("a page is an object of its own"), n);
        Content::read(page, n, &mut marks, &mut text);
        text.push('\n');
    }
    let root: Dict<'_> = catalog.get("StructTreeRoot").expect("a tagged document");
    let top = children(&root, &Place { pages: &pages, marks: &marks }, None);
    let [Part::Tag(tags)] = <[Part; 1]>::try_from(top).expect("one element holds all others") else {
        panic!("text outside of all elements")
    };
    let flag = |dict: &str, key: &str| catalog.get::<Dict<'_>>(dict).and_then(|d| d.get::<bool>(key)) == Some(true);
    Paper {
        lang: string(&catalog, "Lang").unwrap_or_default(),
        title: pdf.metadata().title.as_deref().map(decoded).unwrap_or_default(),
        marked: flag("MarkInfo", "Marked"),
        shows_title: flag("ViewerPreferences", "DisplayDocTitle"),
        tags,
        text: joined(&text),
        pages: pdf.pages().len(),
    }
}

struct Place<'p> {
    pages: &'p HashMap<ObjectIdentifier, usize>,
    marks: &'p HashMap<(usize, i32), Mark>,
}

fn children(dict: &Dict<'_>, place: &Place<'_>, page: Option<usize>) -> Vec<Part> {
    let page = match dict.get_ref("Pg") {
        Some(found) => Some(place.pages[&ObjectIdentifier::new(found.obj_number, found.gen_number)]),
        None => page,
    };
    let kids: Vec<Object<'_>> = match dict.get::<Object<'_>>("K") {
        Some(Object::Array(array)) => array.iter::<Object<'_>>().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let mark = |page: usize, id: i32| {
        Part::Text(place.marks.get(&(page, id)).cloned().unwrap_or(Mark { page, ..Mark::default() }))
    };
    kids.into_iter()
        .filter_map(|kid| match kid {
            Object::Number(id) => Some(mark(page.expect("a page"), id.as_i64() as i32)),
            Object::Dict(kid) => match (kid.get::<i32>("MCID"), kid.get::<Name<'_>>("S")) {
                (Some(id), _) => {
                    let own =
                        kid.get_ref("Pg").map(|r| place.pages[&ObjectIdentifier::new(r.obj_number, r.gen_number)]);
                    Some(mark(own.or(page).expect("a page"), id))
                }
                (None, Some(kind)) => Some(Part::Tag(tag(&kid, kind.as_str(), place, page))),
                // An annotation belongs to the element; its text stands beside it.
                (None, None) => None,
            },
            other => panic!("not part of a structure: {other:?}"),
        })
        .collect()
}

fn tag(dict: &Dict<'_>, kind: &str, place: &Place<'_>, page: Option<usize>) -> Tag {
    let attributes: Vec<Dict<'_>> = match dict.get::<Object<'_>>("A") {
        Some(Object::Array(array)) => array.iter::<Dict<'_>>().collect(),
        Some(Object::Dict(one)) => vec![one],
        _ => Vec::new(),
    };
    let count = |key: &str| attributes.iter().find_map(|a| a.get::<i32>(key)).map_or(1, |n| n as usize);
    Tag {
        kind: kind.to_owned(),
        scope: attributes.iter().find_map(|a| a.get::<Name<'_>>("Scope")).map(|name| name.as_str().to_owned()),
        size: (count("RowSpan"), count("ColSpan")),
        alt: string(dict, "Alt"),
        parts: children(dict, place, page),
    }
}

fn string(dict: &Dict<'_>, key: &str) -> Option<String> {
    Some(decoded(&dict.get::<Bytes<'_>>(key)?))
}

/// A text of the format: UTF-16 with its mark, or Latin letters.
fn decoded(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap()).collect()
        }
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The content of a page while it is read.
struct Content<'c> {
    page: usize,
    fonts: HashMap<String, Font>,
    font: String,
    /// Height of the base line, and the saved ones.
    height: f32,
    saved: Vec<f32>,
    /// What is open: the id of a piece of text, and what is to be read instead of what is drawn.
    open: Vec<(Option<i32>, Option<String>)>,
    marks: &'c mut HashMap<(usize, i32), Mark>,
    all: &'c mut String,
    /// What was read last, and at what height.
    last: Option<(Option<i32>, f32)>,
}

struct Font {
    cmap: CMap,
    wide: bool,
}

impl Content<'_> {
    fn read(page: &Page<'_>, n: usize, marks: &mut HashMap<(usize, i32), Mark>, all: &mut String) {
        let mut content = Content {
            page: n,
            fonts: HashMap::new(),
            font: String::new(),
            height: 0.0,
            saved: Vec::new(),
            open: Vec::new(),
            marks,
            all,
            last: None,
        };
        let mut operations = page.typed_operations();
        while let Some(operation) = operations.next() {
            content.operation(page, operation);
        }
    }

    fn operation(&mut self, page: &Page<'_>, operation: TypedInstruction<'_, '_>) {
        use TypedInstruction as I;
        match operation {
            I::SaveState(_) => self.saved.push(self.height),
            I::RestoreState(_) => self.height = self.saved.pop().expect("states are saved before they are restored"),
            // Pages are drawn from the top, so only the last number of a position matters here.
            I::Transform(t) => self.height = t.5.as_f32(),
            I::BeginMarkedContent(_) => self.open.push((None, None)),
            I::BeginMarkedContentWithProperties(begin) => {
                let properties = begin.1.clone().into_dict().unwrap_or_default();
                let id = properties.get::<i32>("MCID").or(self.open.last().and_then(|(id, _)| *id));
                self.open.push((id, string(&properties, "ActualText")));
            }
            I::EndMarkedContent(_) => {
                if let Some((id, Some(text))) = self.open.pop() {
                    self.push(id, &text);
                }
            }
            I::TextFont(font) => {
                self.font = font.0.as_str().to_owned();
                if !self.fonts.contains_key(&self.font) {
                    let dict = page.resources().get_font(font.0).expect("a font of the page");
                    self.fonts.insert(self.font.clone(), Font::of(&dict));
                }
            }
            I::ShowText(shown) => self.show(shown.0),
            I::ShowTexts(shown) => self.show_all(shown.0),
            I::NextLineAndShowText(_) | I::ShowTextWithParameters(_) => panic!("a way to write that we do not use"),
            _ => {}
        }
    }

    fn show_all(&mut self, shown: &Array<'_>) {
        for part in shown.iter::<Object<'_>>() {
            if let Object::String(bytes) = part {
                self.show(&bytes);
            }
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        if self.open.iter().any(|(_, instead)| instead.is_some()) {
            return;
        }
        let text = self.fonts[&self.font].text(bytes);
        self.push(self.open.last().and_then(|(id, _)| *id), &text);
    }

    fn push(&mut self, id: Option<i32>, text: &str) {
        let (page, height) = (self.page, self.height);
        let moved = |last: f32| (last - height).abs() > 0.5;
        if self.last.is_some_and(|(last, place)| last != id || moved(place)) {
            self.all.push('\n');
        }
        self.all.push_str(text);
        self.last = Some((id, height));
        let Some(id) = id else { return };
        let new = || Mark { page, from: height, to: height, text: String::new() };
        let mark = self.marks.entry((page, id)).or_insert_with(new);
        if moved(mark.to) {
            mark.text.push('\n');
        }
        mark.text.push_str(text);
        mark.to = height;
    }
}

impl Font {
    fn of(dict: &Dict<'_>) -> Font {
        let stream: Stream<'_> = dict.get("ToUnicode").expect("a font that says which letters it draws");
        let data = stream.decoded().expect("a readable stream");
        let wide = dict.get::<Name<'_>>("Subtype").is_some_and(|name| name.as_str() == "Type0");
        Font { cmap: CMap::parse(&data, |_| None).expect("a table of letters"), wide }
    }

    fn text(&self, bytes: &[u8]) -> String {
        let codes: Vec<u32> = match self.wide {
            true => bytes.chunks_exact(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]]))).collect(),
            false => bytes.iter().map(|byte| u32::from(*byte)).collect(),
        };
        let mut text = String::new();
        for code in codes {
            match self.cmap.lookup_bf_string(code).unwrap_or_else(|| panic!("no letter for {code}")) {
                BfString::Char(c) => text.push(c),
                BfString::String(s) => text.push_str(&s),
            }
        }
        text
    }
}
