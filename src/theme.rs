//! A theme: templates, strings and assets, built in and overridden file by file by the site.
//!
//! Everything a template can get wrong at load time is reported here; a template can read nothing
//! but its view and the strings.

mod at_work;
mod builtin;
mod depth;
mod fold;
mod limit;
mod report;
mod weight;

use crate::diag::{Diagnostics, codes};
use crate::model::Model;
use crate::output;
use crate::source::{SourceId, SourceTree, Span};
use crate::text::catalog::{self, Catalog, placeholders};
use crate::text::lang::{LANGS, Lang};
use crate::text::markdown;
use crate::view::CONTRACT;
use crate::view::frame::{FrameParts, FramePlace};
pub use at_work::AtWork;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

/// A loaded theme.
pub struct Theme {
    tera: Tera,
    catalogs: Arc<BTreeMap<Lang, Catalog>>,
    /// Assets by their path below `assets/`, the built-in ones first overridden by the site's.
    pub assets: BTreeMap<String, Asset>,
    /// Templates of documents (Typst) by their path below `pdf/`.
    pub pdf: BTreeMap<String, String>,
    /// Which of them are files of the site.
    pdf_files: BTreeMap<String, SourceId>,
    /// Which file of the site a template comes from, if it is not built in.
    files: HashMap<String, SourceId>,
    /// What was put into these to count their turns.
    added: HashMap<String, Vec<limit::Added>>,
    /// Memory in which pages are made, one for each that was made at the same time. Taken from the system anew for each page
    /// it would cost more than the copy of the page.
    desks: Mutex<Vec<Vec<u8>>>,
    /// Of the templates, and of the strings that the site changes; the others are part of the program.
    pub digest: [u8; 32],
    /// Whether a page was stopped: no other is tried then, as it would stop at the same place.
    is_stopped: AtomicBool,
}

/// The template of a part of pages, and what the template engine says of it.
pub type PartError = (&'static str, tera::Error);

/// Bytes that hold nearly every page; memory for larger ones is given back at once.
const LARGE: usize = 1 << 20;

/// What [`Theme::render`] says of pages after one that was stopped.
const STOPPED: &str = "not made, because another page was stopped";

/// Where an asset comes from.
#[derive(Debug, Clone, Copy)]
pub enum Asset {
    /// Part of the program.
    BuiltIn(&'static str),
    /// A file of the site.
    File(SourceId),
}

/// Loads the theme that the site names. Problems of the site's own files are reported with their place.
pub fn load(model: &Model, sources: &SourceTree, diags: &mut Diagnostics) -> Option<Theme> {
    let name = model.config.theme.as_ref();
    let folder = name.map_or("default", |t| t.value.as_str());
    let prefix = format!("themes/{folder}/");
    let own: Vec<(&str, SourceId)> =
        sources.iter().filter_map(|(id, file)| Some((file.path.strip_prefix(&prefix)?, id))).collect();
    if own.is_empty()
        && folder != "default"
        && let Some(name) = name
    {
        let known: BTreeSet<&str> = sources
            .iter()
            .filter_map(|(_, f)| f.path.strip_prefix("themes/")?.split('/').next())
            .chain(["default"])
            .collect();
        diags.push(codes::unknown_theme(name.span, folder, known.iter().copied()));
        return None;
    }
    contract(sources, &prefix, diags);
    let mut texts: BTreeMap<&str, (&str, Option<SourceId>)> =
        builtin::TEMPLATES.iter().map(|(name, text)| (*name, (*text, None))).collect();
    let mut assets: BTreeMap<String, Asset> =
        builtin::ASSETS.iter().map(|(name, text)| ((*name).to_owned(), Asset::BuiltIn(text))).collect();
    let mut pdf: BTreeMap<String, String> =
        builtin::PDF.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let mut pdf_files = BTreeMap::new();
    for (path, id) in &own {
        if let Some(name) = path.strip_prefix("templates/") {
            texts.extend(sources.file(*id).text().map(|text| (name, (text, Some(*id)))));
        } else if let Some(name) = path.strip_prefix("assets/") {
            assets.insert(name.to_owned(), Asset::File(*id));
        } else if let (Some(name), Some(text)) = (path.strip_prefix("pdf/"), sources.file(*id).text()) {
            pdf.insert(name.to_owned(), text.to_owned());
            pdf_files.insert(name.to_owned(), *id);
        }
    }
    for (name, (text, id)) in texts.iter().filter_map(|(name, (text, id))| Some((name, (text, (*id)?)))) {
        let message =
            "a loop in an expression, which cannot be stopped when it has no end; write `{% for … %}` instead";
        let path = format!("{prefix}templates/{name}");
        let found = limit::uncounted(text).into_iter();
        found.for_each(|range| diags.push(codes::template_error(Some(Span::new(id, range)), &path, message)));
    }
    let by_name = texts.iter().map(|(name, (text, _))| (*name, *text)).collect();
    let mut is_readable = true;
    for (name, range, message) in depth::problems(&by_name) {
        // Those of the program only lead to one of the site.
        let Some(id) = texts.get(name).and_then(|(_, id)| *id) else { continue };
        diags.push(codes::template_error(Some(Span::new(id, range)), name, message));
        is_readable = false;
    }
    if !is_readable {
        return None;
    }
    let catalogs = Arc::new(catalogs(sources, &prefix, diags));
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html", ".xml", ".svg"]);
    // Tera's own writes byte by byte.
    tera.set_escape_fn(markdown::escape_to);
    register(&mut tera, Arc::clone(&catalogs));
    limit::register(&mut tera);
    let files: HashMap<String, SourceId> =
        texts.iter().filter_map(|(name, (_, id))| Some(((*name).to_owned(), (*id)?))).collect();
    // The built-in templates loop over what there is, once; those of a site may do anything.
    let own: HashMap<&str, (String, Vec<limit::Added>)> =
        texts.iter().filter_map(|(name, (text, id))| id.map(|_| (*name, limit::counted(text)))).collect();
    let words = model.config.languages.first().and_then(|lang| catalogs.get(lang));
    let folded: HashMap<&str, Cow<'_, str>> = texts
        .iter()
        .filter(|(_, (_, id))| id.is_none())
        .filter_map(|(name, (text, _))| Some((*name, fold::folded(text, words?))))
        .collect();
    let added = own.iter().map(|(name, (_, added))| ((*name).to_owned(), added.clone())).collect();
    let given =
        |name: &str| own.get(name).map(|(text, _)| text.as_str()).or_else(|| folded.get(name).map(|text| &**text));
    let templates: Vec<(&str, &str)> =
        texts.iter().map(|(name, (text, _))| (*name, given(name).unwrap_or(*text))).collect();
    let strings = sources.iter().filter(|(_, file)| file.path.starts_with(&format!("{prefix}strings/")));
    let strings = strings.filter_map(|(_, file)| Some((file.path.as_str(), file.text()?)));
    let texts = templates.iter().copied().chain(strings);
    let digest = output::digest(texts.flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]));
    let (desks, is_stopped) = (Mutex::default(), AtomicBool::new(false));
    let mut theme = Theme { tera, catalogs, assets, pdf, pdf_files, files, added, desks, digest, is_stopped };
    let known = templates.iter().copied().collect();
    if let Err(error) = theme.tera.add_raw_templates(templates) {
        theme.report_loading(&error, &known, sources, diags);
        return None;
    }
    Some(theme)
}

/// The built-in strings of a language.
pub fn strings(lang: Lang) -> Catalog {
    let text = builtin::STRINGS.iter().find(|(tag, _)| *tag == lang.tag()).map_or("", |(_, text)| *text);
    // A test reads all built-in strings, so this cannot fail in a released program.
    Catalog::parse(lang, text).unwrap_or_else(|_| Catalog::empty(lang))
}

fn contract(sources: &SourceTree, prefix: &str, diags: &mut Diagnostics) {
    let path = format!("{prefix}theme.toml");
    let Some((id, file)) = sources.find(&path) else {
        return;
    };
    let Some(text) = file.text() else { return };
    match toml::from_str::<toml::Table>(text) {
        Ok(table) => match table.get("contract").and_then(toml::Value::as_integer) {
            Some(found) if found == i64::from(CONTRACT) => {}
            found => diags.push(codes::theme_contract(&path, found.unwrap_or(0), CONTRACT)),
        },
        Err(error) => diags.push(codes::toml_syntax(Span::new(id, error.span().unwrap_or(0..0)), error.message())),
    }
}

fn catalogs(sources: &SourceTree, prefix: &str, diags: &mut Diagnostics) -> BTreeMap<Lang, Catalog> {
    let mut out = BTreeMap::new();
    for lang in LANGS {
        let mut catalog = strings(*lang);
        let path = format!("{prefix}strings/{}.toml", lang.tag());
        if let Some((id, file)) = sources.find(&path)
            && let Some(text) = file.text()
        {
            match Catalog::parse(*lang, text) {
                Ok(own) => {
                    compare(&own, &catalog, (id, text), diags);
                    catalog.extend(own);
                }
                Err((message, range)) => diags.push(codes::toml_syntax(Span::new(id, range), &message)),
            }
        }
        out.insert(*lang, catalog);
    }
    out
}

/// A site's own string must exist in the program and use no other placeholders.
fn compare(own: &Catalog, known: &Catalog, (id, text): (SourceId, &str), diags: &mut Diagnostics) {
    let place = |key: &str| Span::new(id, catalog::place(text, key).unwrap_or(0..0));
    for (key, entry) in own.iter() {
        let Some(original) = known.find(key) else {
            diags.push(codes::text_missing(place(key), key, "is used nowhere"));
            continue;
        };
        let allowed: BTreeSet<&str> = original.forms().flat_map(placeholders).collect();
        for name in entry.forms().flat_map(placeholders).filter(|name| !allowed.contains(name)) {
            diags.push(codes::text_missing(place(key), key, &format!("has no placeholder `{{{name}}}`")));
        }
    }
}

fn register(tera: &mut Tera, catalogs: Arc<BTreeMap<Lang, Catalog>>) {
    // Tera's own copies the text.
    tera.register_filter("safe", |value: Value, _: Kwargs, _: &State| match value.as_str() {
        Some(_) => value.mark_safe(),
        None => Value::safe_string(&value.to_string()),
    });
    tera.register_function("t", move |args: Kwargs, state: &State| -> TeraResult<String> {
        let key: &str = args.must_get("key")?;
        // As a value, which is not written out to be read.
        let lang: Option<Value> = state.get("lang")?;
        let lang = lang.as_ref().and_then(Value::as_str).and_then(Lang::parse).unwrap_or(Lang::De);
        let catalog = catalogs.get(&lang).ok_or_else(|| tera::Error::message("no strings for this language"))?;
        if catalog.find(key).is_none() {
            return Err(tera::Error::message(format!("there is no interface text `{key}`")));
        }
        let values: Vec<(&str, &Value)> = args
            .iter()
            .filter_map(|(name, value)| Some((name.as_str()?, value)))
            .filter(|(name, _)| *name != "key")
            .collect();
        let shown: Vec<(&str, &dyn std::fmt::Display)> =
            values.iter().map(|(n, v)| (*n, *v as &dyn std::fmt::Display)).collect();
        Ok(catalog.fill(key, &shown))
    });
}

impl Theme {
    /// The strings of a language.
    pub fn catalog(&self, lang: Lang) -> &Catalog {
        // `load` puts every language in.
        &self.catalogs[&lang]
    }

    /// A page from its template.
    ///
    /// # Errors
    /// What the template engine says; [`Theme::report`] makes a problem of it.
    pub fn render(&self, template: &str, context: &Context) -> TeraResult<Vec<u8>> {
        if self.is_stopped.load(Ordering::Relaxed) {
            return Err(tera::Error::message(STOPPED));
        }
        limit::start();
        // The built-in templates are known to come to an end.
        let _page = (!self.files.is_empty()).then(|| AtWork::of_process().begin(template));
        let mut out = limit::Paper { bytes: self.desks().pop().unwrap_or_default(), is_full: false };
        let rendered = self.tera.render_to(template, context, &mut out);
        let bytes = if out.bytes.capacity() <= LARGE {
            let page = out.bytes.as_slice().to_vec();
            out.bytes.clear();
            self.desks().push(out.bytes);
            page
        } else {
            out.bytes
        };
        if rendered.is_err() && (out.is_full || limit::is_spent()) {
            self.is_stopped.store(true, Ordering::Relaxed);
        }
        if out.is_full {
            let message =
                format!("a page of this template grows beyond {} MB, so it was stopped", limit::PAGE / 1_000_000);
            return Err(tera::Error::message(message));
        }
        rendered.map(|()| bytes)
    }

    fn desks(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The parts of the frame that pages share which have the same place.
    ///
    /// # Errors
    /// The name of the template, and what the template engine says.
    pub fn frame(&self, lang: Value, site: Value, place: &FramePlace) -> Result<FrameParts, PartError> {
        let mut context = Context::new();
        context.insert_value("lang", lang);
        context.insert_value("site", site);
        context.insert("base", place);
        Ok(FrameParts {
            head_html: self.part("frame/head.html", &context)?,
            top_html: self.part("frame/top.html", &context)?,
            foot_html: self.part("frame/foot.html", &context)?,
        })
    }

    /// A part of pages that is rendered once for all that say the same there. Its template sees the language and `values`,
    /// and of `base` the way to the start page, if it is made for pages which have this one.
    ///
    /// # Errors
    /// As [`Theme::frame`].
    pub fn piece(
        &self,
        name: &'static str,
        lang: Lang,
        root: Option<&str>,
        values: impl FnOnce(&mut Context),
    ) -> Result<String, PartError> {
        let mut context = Context::new();
        context.insert("lang", lang.tag());
        if let Some(root) = root {
            context.insert("base", &FramePlace { root: root.to_owned(), ..FramePlace::default() });
        }
        values(&mut context);
        self.part(name, &context)
    }

    fn part(&self, name: &'static str, context: &Context) -> Result<String, PartError> {
        let html = self.render(name, context).map_err(|error| (name, error))?;
        // Templates and values are texts, so that nothing is replaced.
        Ok(String::from_utf8_lossy(&html).into_owned())
    }
}
