//! What content/site.toml says: languages, reporting dates, status schemes, registers, extra fields.
//!
//! Here is only what the file says; whether registers name existing schemes and dates are in order
//! is checked by `model`, which sees the whole site.

mod fields;
mod pdf;
mod rules;

pub use fields::{CLASSES, KEYED, SITE};
pub use pdf::{AppendixConfig, COLUMNS, Pdf, SERVICE_COLUMNS};
pub use rules::{Quality, Rules};

use crate::diag::Diagnostics;
use crate::record::field::{File, Localised, Reader};
use crate::source::{Located, SourceId, Span};
use crate::text::lang::Lang;
use crate::value::Date;
use fields::{REGISTER, SCHEME};
use toml::de::DeTable;

/// The site's configuration.
#[derive(Debug)]
pub struct SiteConfig {
    /// The file, to point at.
    pub source: SourceId,
    /// Name of the site.
    pub title: Localised,
    /// One sentence on the site.
    pub description: Option<Localised>,
    /// Public address, ends with `/`.
    pub base_url: Located<String>,
    /// Languages, the first one is the default.
    pub languages: Vec<Lang>,
    /// Reporting dates of registers without dates of their own.
    pub reporting_dates: Located<Vec<Located<Date>>>,
    /// As-of date, if fixed.
    pub as_of: Option<Located<Date>>,
    /// A note on every page, Markdown.
    pub notice: Option<Located<Localised>>,
    /// Folder of the theme.
    pub theme: Option<Located<String>>,
    /// Who publishes.
    pub publisher: Publisher,
    /// Status schemes in the order written.
    pub schemes: Vec<SchemeConfig>,
    /// Registers in the order shown.
    pub registers: Vec<RegisterConfig>,
    /// Fields that the city adds.
    pub extra: Vec<ExtraField>,
    /// What the city thinks usual.
    pub rules: Rules,
    /// What it publishes of what the rules find.
    pub quality: Quality,
    /// How documents for the committee look.
    pub pdf: Pdf,
    /// Severities by code.
    pub severity: Vec<(Located<String>, Located<&'static str>)>,
}

/// Who publishes the site.
#[derive(Debug, Default)]
pub struct Publisher {
    /// Name of the body.
    pub name: Localised,
    /// Its website.
    pub url: Option<String>,
    /// Its role mailbox.
    pub email: Option<String>,
    /// SPDX id of the licence of the data.
    pub licence: Option<String>,
    /// Text of that licence.
    pub licence_url: Option<String>,
}

/// A status scheme as written.
#[derive(Debug)]
pub struct SchemeConfig {
    /// Its key.
    pub key: Located<String>,
    /// Its name.
    pub title: Option<Localised>,
    /// Ends of the scale, if it has one.
    pub scale: Option<Located<(i64, i64)>>,
    /// Whether it has a scale that could not be read.
    pub scale_unread: bool,
    /// Statuses in order of progress.
    pub statuses: Vec<StatusConfig>,
    /// What single values mean.
    pub steps: Vec<(Located<i64>, Localised)>,
    /// Codes outside the scale.
    pub letters: Vec<LetterConfig>,
}

/// One status as written.
#[derive(Debug)]
pub struct StatusConfig {
    /// Its code.
    pub code: Located<String>,
    /// Its name.
    pub label: Localised,
    /// Its fixed class.
    pub class: Located<&'static str>,
    /// Lowest value of the scale that belongs to it.
    pub from: Option<Located<i64>>,
    /// Whether it has such a value that could not be read.
    pub from_unread: bool,
    /// What it means.
    pub text: Option<Localised>,
}

/// One letter code as written.
#[derive(Debug)]
pub struct LetterConfig {
    /// The code.
    pub code: Located<String>,
    /// Its name.
    pub label: Localised,
    /// Its fixed class.
    pub class: Located<&'static str>,
    /// Whether it counts.
    pub counts: Option<Located<bool>>,
    /// As which status.
    pub status: Option<Located<String>>,
    /// What it means.
    pub text: Option<Localised>,
}

/// A register as written.
#[derive(Debug)]
pub struct RegisterConfig {
    /// Its key and folder.
    pub key: Located<String>,
    /// Which record type.
    pub kind: &'static str,
    /// Its status scheme.
    pub scheme: Located<String>,
    /// `surveyed` or `events`.
    pub history: &'static str,
    /// Address of its list.
    pub slug: Located<String>,
    /// Its name.
    pub title: Localised,
    /// What one record is called.
    pub singular: Localised,
    /// A few words above the list.
    pub text: Option<Localised>,
    /// What its numbers start with.
    pub number_prefix: String,
    /// How many digits they have.
    pub number_digits: usize,
    /// What the city calls the baseline cohort.
    pub baseline_label: Option<String>,
    /// Whether all its records are here.
    pub complete: bool,
    /// Its own reporting dates.
    pub reporting_dates: Option<Located<Vec<Located<Date>>>>,
    /// Place in the order of registers.
    pub weight: i64,
}

/// A field that the city adds.
#[derive(Debug, Clone)]
pub struct ExtraField {
    /// Its key.
    pub name: Located<String>,
    /// Its name.
    pub label: Localised,
    /// `text`, `number`, `date`, `bool`, `url` or `list`.
    pub kind: &'static str,
    /// Registers it belongs to; none = all.
    pub registers: Vec<Located<String>>,
    /// Whether the public may see it.
    pub public: bool,
    /// Allowed values; none = any.
    pub values: Vec<String>,
}

impl SiteConfig {
    /// Reads the table of content/site.toml. What is wrong or missing is reported and replaced by the
    /// plainest value, so that everything else can still be checked.
    pub fn read(source: SourceId, table: &DeTable<'_>, head: Span, diags: &mut Diagnostics) -> Self {
        let languages = languages(source, table, head);
        let file = File { source, offset: 0, langs: &languages };
        let mut r = Reader::new(file, table, head, "site.toml", &[SITE], diags);
        let r = &mut r;
        for needed in ["reporting_dates", "schemes", "registers"] {
            r.filled(needed);
        }
        let mut registers = r.keyed("registers", "a register", &[REGISTER], register);
        registers.sort_by_key(|register| (register.weight, register.key.span.start));
        SiteConfig {
            source,
            title: r.localised("title").map(|t| t.value).unwrap_or_default(),
            description: r.localised("description").map(|t| t.value),
            base_url: base_url(r).unwrap_or(Located { value: String::new(), span: head }),
            reporting_dates: r.dates("reporting_dates").unwrap_or(Located { value: Vec::new(), span: head }),
            as_of: r.date("as_of"),
            notice: r.localised("notice"),
            theme: r.text("theme"),
            publisher: r.table("publisher", "the publisher", publisher).unwrap_or_default(),
            schemes: r.keyed("schemes", "a status scheme", &[SCHEME], scheme),
            registers,
            extra: r.tables("extra", "an extra field", extra),
            rules: r.table("rules", "the rules", rules::rules).unwrap_or_default(),
            quality: r.table("quality", "the quality of the data", rules::quality).unwrap_or_default(),
            pdf: r.table("pdf", "the documents", pdf::pdf).unwrap_or_default(),
            severity: severities(r),
            languages: {
                r.choices("languages");
                languages.clone()
            },
        }
    }
}

/// The languages come first, since every localised text of the file depends on them.
fn languages(source: SourceId, table: &DeTable<'_>, head: Span) -> Vec<Lang> {
    let mut unheard = Diagnostics::new();
    let file = File { source, offset: 0, langs: &[] };
    let mut reader = Reader::new(file, table, head, "site.toml", &[SITE], &mut unheard);
    let mut langs: Vec<Lang> = Vec::new();
    for tag in reader.choices("languages") {
        langs.extend(Lang::parse(tag.value).filter(|lang| !langs.contains(lang)));
    }
    if langs.is_empty() {
        langs.push(Lang::De);
    }
    langs
}

fn base_url(r: &mut Reader<'_, '_>) -> Option<Located<String>> {
    let url = r.url("base_url")?;
    if !url.value.ends_with('/') || url.value.contains(['?', '#']) {
        r.diags.push(crate::diag::codes::bad_address(url.span, "base_url", &url.value));
        return None;
    }
    Some(url)
}

fn publisher(r: &mut Reader<'_, '_>) -> Publisher {
    Publisher {
        name: r.localised("name").map(|t| t.value).unwrap_or_default(),
        url: r.url("url").map(|t| t.value),
        email: r.text("email").map(|t| t.value),
        licence: r.text("licence").map(|t| t.value),
        licence_url: r.url("licence_url").map(|t| t.value),
    }
}

fn scheme(key: Located<String>, r: &mut Reader<'_, '_>) -> SchemeConfig {
    r.filled("status");
    let scale = scale(r);
    SchemeConfig {
        title: r.localised("title").map(|t| t.value),
        scale_unread: scale.is_none() && r.key_of("scale").is_some(),
        scale,
        statuses: r.tables("status", "a status", status).into_iter().flatten().collect(),
        steps: r
            .tables("step", "a step", |r| {
                let (value, text) = (r.integer("value"), r.localised("text"));
                Some((value?, text?.value))
            })
            .into_iter()
            .flatten()
            .collect(),
        letters: r.tables("letter", "a letter code", letter).into_iter().flatten().collect(),
        key,
    }
}

fn scale(r: &mut Reader<'_, '_>) -> Option<Located<(i64, i64)>> {
    let span = r.place_of("scale")?;
    let (min, max) = r.table("scale", "a scale", |r| (r.integer("min"), r.integer("max")))?;
    Some(Located { value: (min?.value, max?.value), span })
}

/// A status. Without a class that can be read it stays, so that its code is known.
fn status(r: &mut Reader<'_, '_>) -> Option<StatusConfig> {
    let (code, label, class) = (r.text("code"), r.localised("label"), r.choice("class"));
    let (from, text) = (r.integer("from"), r.localised("text"));
    let code = code?;
    Some(StatusConfig {
        label: label.map(|t| t.value).unwrap_or_default(),
        class: class.unwrap_or(Located { value: "unknown", span: code.span }),
        from_unread: from.is_none() && r.key_of("from").is_some(),
        from,
        text: text.map(|t| t.value),
        code,
    })
}

fn letter(r: &mut Reader<'_, '_>) -> Option<LetterConfig> {
    let (code, label, class) = (r.text("code"), r.localised("label"), r.choice("class"));
    let (counts, status, text) = (r.boolean("counts"), r.text("status"), r.localised("text"));
    let code = code?;
    Some(LetterConfig {
        label: label.map(|t| t.value).unwrap_or_default(),
        class: class.unwrap_or(Located { value: "unknown", span: code.span }),
        counts,
        status,
        text: text.map(|t| t.value),
        code,
    })
}

fn register(key: Located<String>, r: &mut Reader<'_, '_>) -> RegisterConfig {
    if let Some((_, holds)) = crate::record::RESERVED.iter().find(|(name, _)| *name == key.value) {
        r.diags.push(crate::diag::codes::reserved_name(key.span, &key.value, holds));
    }
    r.filled("reporting_dates");
    let slug = r.text("slug").unwrap_or_else(|| key.clone());
    if !crate::text::slug::is_slug(&slug.value) {
        r.diags.push(crate::diag::codes::unknown_choice(
            slug.span,
            "slug",
            &slug.value,
            [crate::text::slug::slug(&slug.value).as_str()],
        ));
    }
    let title = r.localised("title").map(|t| t.value).unwrap_or_default();
    RegisterConfig {
        kind: r.choice("kind").map_or("record", |c| c.value),
        scheme: r.text("scheme").unwrap_or(Located { value: String::new(), span: key.span }),
        history: r.choice("history").map_or("surveyed", |c| c.value),
        slug,
        singular: r.localised("singular").map_or_else(|| title.clone(), |t| t.value),
        title,
        text: r.localised("text").map(|t| t.value),
        number_prefix: r.raw_text("number_prefix").unwrap_or_default(),
        number_digits: r.integer("number_digits").map_or(3, |n| n.value as usize),
        baseline_label: r.text("baseline_label").map(|t| t.value),
        complete: r.boolean("complete").is_some_and(|b| b.value),
        reporting_dates: r.dates("reporting_dates"),
        weight: r.integer("weight").map_or(0, |n| n.value),
        key,
    }
}

fn extra(r: &mut Reader<'_, '_>) -> ExtraField {
    ExtraField {
        name: r.text("name").unwrap_or(Located { value: String::new(), span: r.head }),
        label: r.localised("label").map(|t| t.value).unwrap_or_default(),
        kind: r.choice("kind").map_or("text", |c| c.value),
        registers: r.texts("registers"),
        public: r.choice("visibility").is_some_and(|v| v.value == "public"),
        values: r.texts("values").into_iter().map(|t| t.value).collect(),
    }
}

fn severities(r: &mut Reader<'_, '_>) -> Vec<(Located<String>, Located<&'static str>)> {
    const WORDS: &[&str] = &["error", "warning", "note", "off"];
    let mut out = Vec::new();
    for (key, raw) in r.free("severity") {
        let word = match raw.value {
            toml::de::DeValue::String(word) => word.to_string(),
            other => crate::record::field::noun(other).to_owned(),
        };
        match WORDS.iter().find(|w| **w == word) {
            Some(value) => out.push((key, Located { value: *value, span: raw.span })),
            None => {
                r.diags.push(crate::diag::codes::unknown_choice(raw.span, &key.value, &word, WORDS.iter().copied()))
            }
        }
    }
    out
}
