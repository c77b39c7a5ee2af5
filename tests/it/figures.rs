//! The figures: against the published table, a recount from the cells, single changes and chance.
//!
//! The plan of 233 measures and 129 services in `tests/data` is synthetic; its totals are real.

mod chance;
mod changes;
mod difference;
pub(crate) mod frozen;
mod internal;
mod minden;
mod open_data;
pub(crate) mod plan;
mod quality;
pub(crate) mod recount;
mod standing;
mod targets;
mod totals;

use plan::Plan;
use sachstand::diag::Diagnostics;
use sachstand::exchange;
use sachstand::figures::Figures;
use sachstand::model::Model;
use sachstand::pipeline::{self, Options};
use sachstand::source::SourceTree;
use sachstand::text::catalog::Catalog;
use sachstand::text::lang::Lang;
use serde_json::Value;

/// Model and figures of a site, and what was reported, as `code: message`.
fn derive(tree: &SourceTree, options: Options) -> (Model, Figures, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let derived = pipeline::derive(tree, options, &mut diagnostics);
    let problems: Vec<String> = diagnostics.iter().map(|d| format!("{}: {}", d.code.name, d.message)).collect();
    let (model, figures) = derived.unwrap_or_else(|| panic!("no model: {problems:?}"));
    (model, figures, problems)
}

/// The strings of the default theme.
fn catalogs() -> [Catalog; 2] {
    let de = include_str!("../../themes/default/strings/de.toml");
    let en = include_str!("../../themes/default/strings/en.toml");
    [Catalog::parse(Lang::De, de).unwrap(), Catalog::parse(Lang::En, en).unwrap()]
}

/// A register as CSV, its records at the addresses `x/ID/`.
fn csv_text(tree: &SourceTree, model: &Model, figures: &Figures, register: u32) -> String {
    let [words, _] = catalogs();
    let address = |at: sachstand::model::RecordRef| format!("x/{}/", model.record(at).text.id);
    let source = exchange::Source { model, figures, words: &words, sources: tree, address: &address };
    exchange::register_csv(&source, sachstand::model::RegisterId(register)).exact
}

/// figures.json of a site as text.
fn figures_text(model: &Model, figures: &Figures) -> String {
    let [de, en] = catalogs();
    exchange::figures_json(model, figures, &[&de, &en])
}

/// figures.json of a site.
pub(crate) fn figures_of(tree: &SourceTree, options: Options) -> Value {
    let (model, figures, _) = derive(tree, options);
    serde_json::from_str(&figures_text(&model, &figures)).unwrap()
}

/// figures.json of a plan, which must be without any problem but those that its cells have: two measures
/// reported in 2023 have a value from 2022, and cells that were changed may fall, be blank or hold a letter.
fn figures_of_plan(plan: &Plan) -> Value {
    let (model, figures, problems) = derive(&plan.tree(), Options::default());
    let known = "value-before-reported: there is a value for 2022-09-30, but the record was reported in 2023";
    let of_cells = ["progress-falls: ", "no-current-value: ", "code-against-number: "];
    let (old, others): (Vec<_>, Vec<_>) = problems.iter().partition(|p| *p == known);
    let of_cells = others.iter().all(|p| of_cells.iter().any(|code| p.starts_with(code)));
    assert!(old.len() <= 2 && of_cells, "{problems:?}");
    serde_json::from_str(&figures_text(&model, &figures)).unwrap()
}
