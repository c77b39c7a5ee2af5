//! From views to finished files: pages, charts, data, sitemap, assets. In parallel, in memory.

mod files;

use crate::diag::{Diagnostics, codes};
use crate::figures::Figures;
use crate::model::Model;
use crate::output::Output;
use crate::page::{self, Charts, Context};
use crate::site::{Page, Site};
use crate::source::SourceTree;
use crate::text::lang::Lang;
use crate::theme::Theme;
use rayon::prelude::*;
use std::collections::BTreeMap;
use tera::Value;

/// What a site is rendered from.
#[derive(Clone, Copy)]
pub struct Plan<'p> {
    /// The model.
    pub model: &'p Model,
    /// All figures.
    pub figures: &'p Figures,
    /// All addresses.
    pub site: &'p Site,
    /// Templates, strings and assets.
    pub theme: &'p Theme,
    /// Texts of the records.
    pub sources: &'p SourceTree,
}

/// Every file of the site. Problems of templates and texts are reported in the order of pages.
pub fn all(plan: Plan<'_>, diags: &mut Diagnostics) -> Output {
    let lang = plan.model.config.languages.first().copied().unwrap_or(Lang::De);
    let words = plan.theme.catalog(lang);
    let (no_charts, no_sizes) = (Charts::default(), BTreeMap::new());
    let bare = Context {
        model: plan.model,
        figures: plan.figures,
        site: plan.site,
        sources: plan.sources,
        words,
        lang,
        charts: &no_charts,
        sizes: &no_sizes,
    };
    let data = files::data(&bare, plan.theme);
    let sizes: BTreeMap<String, usize> = data.iter().map(|(path, text)| (path.clone(), text.len())).collect();
    let charts = Charts::draw(&bare);
    let context = Context { charts: &charts, sizes: &sizes, ..bare };
    let shared = Shared::new(&context, plan.theme, diags);
    let rendered: Vec<(Files, Diagnostics)> =
        plan.site.pages.par_iter().with_min_len(8).map(|page| one(&context, plan.theme, &shared, page)).collect();
    let mut output = Output::new();
    for (files, problems) in rendered {
        diags.append(problems);
        for (path, bytes) in files {
            put(&mut output, path, bytes, diags);
        }
    }
    let chart_files = context.charts.files.iter().map(|(path, text)| (path.clone(), text.clone()));
    for (path, text) in data.into_iter().chain(chart_files).chain(files::plumbing(&context)) {
        put(&mut output, path, text.into_bytes(), diags);
    }
    for (path, bytes) in files::assets(plan.model, plan.theme, plan.sources) {
        put(&mut output, path, bytes, diags);
    }
    output
}

type Files = Vec<(String, Vec<u8>)>;

fn put(output: &mut Output, path: String, bytes: impl Into<crate::output::Bytes>, diags: &mut Diagnostics) {
    // After another error nothing is published anyway, and two records with one id were reported as such.
    if let Err(error) = output.insert(path.clone(), bytes)
        && !diags.has_errors()
    {
        diags.push(codes::address_collision(&path, &path, &error.to_string()));
    }
}

/// Values that pages share; links of the notice depend on the way to the start page, so there is
/// one for each depth.
struct Shared {
    lang: Value,
    site: BTreeMap<String, Value>,
}

impl Shared {
    fn new(context: &Context<'_>, theme: &Theme, diags: &mut Diagnostics) -> Self {
        let mut styles: Vec<String> =
            theme.assets.keys().filter(|name| name.ends_with(".css")).map(|name| format!("assets/{name}")).collect();
        // The sheet of the whole page comes first, whatever a theme adds refines it.
        styles.sort_by_key(|path| path != "assets/sachstand.css");
        let roots = ["./".to_owned(), "../".to_owned(), "../../".to_owned(), context.site.base_path().to_owned()];
        let mut site = BTreeMap::new();
        for (i, root) in roots.into_iter().enumerate() {
            // The same notice would be reported once for each depth.
            let mut unheard = Diagnostics::new();
            let heard = if i == 0 { &mut *diags } else { &mut unheard };
            let view = page::site_view(context, &root, styles.clone(), heard);
            site.insert(root, Value::from_serializable(&view));
        }
        Shared { lang: Value::from(context.lang.tag()), site }
    }
}

fn one(context: &Context<'_>, theme: &Theme, shared: &Shared, page: &Page) -> (Files, Diagnostics) {
    let mut diags = Diagnostics::new();
    let filled = page::fill(context, page, &mut diags);
    let template = format!("{}.html", filled.template);
    let mut values = tera::Context::new();
    values.insert_value("lang", shared.lang.clone());
    values.insert_value("site", shared.site.get(&filled.base.root).cloned().unwrap_or_else(Value::none));
    values.insert("base", &filled.base);
    values.insert_value("page", filled.page);
    let mut files = Files::with_capacity(1 + filled.files.len());
    match theme.render(&template, &values, 16 * 1024) {
        Ok(bytes) => files.push((page.path(), bytes)),
        Err(error) => theme.report(&error, &template, context.sources, &mut diags),
    }
    files.extend(filled.files.into_iter().map(|(path, text)| (path, text.into_bytes())));
    (files, diags)
}
