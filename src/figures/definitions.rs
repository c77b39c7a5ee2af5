//! What each published figure counts: the list of figures and where their definitions stand.
//!
//! The words are in the string catalogue under `definition.<key>.text|formula|denominator|excluded`;
//! here is which figure has which key and where it stands in figures.json.

/// A figure with a published definition.
#[derive(Debug)]
pub struct Definition {
    /// Key in the catalogue, and anchor on the page that explains the figures; several figures may share one.
    pub key: &'static str,
    /// Its place in figures.json, with `*` for names and positions.
    pub path: &'static str,
}

const fn of(key: &'static str, path: &'static str) -> Definition {
    Definition { key, path }
}

/// All figures.
pub const DEFINITIONS: &[Definition] = &[
    of("counted", "registers.*.dates.*.counted"),
    of("not_collected", "registers.*.dates.*.not_collected"),
    of("not_in_source", "registers.*.dates.*.not_in_source"),
    of("not_yet", "registers.*.dates.*.not_yet"),
    of("count", "registers.*.dates.*.count.*"),
    of("count", "registers.*.dates.*.by_unit.*.*"),
    of("share", "registers.*.dates.*.share.*"),
    of("sum", "registers.*.dates.*.sum.*"),
    of("mean", "registers.*.dates.*.mean_by_status.*"),
    of("sum", "registers.*.dates.*.total_sum"),
    of("mean", "registers.*.dates.*.mean"),
    of("numeric", "registers.*.dates.*.numeric"),
    of("numeric", "registers.*.dates.*.numeric_by_status.*"),
    of("letters", "registers.*.dates.*.letters.*"),
    of("manual", "registers.*.dates.*.manual"),
    of("base_opening", "registers.*.dates.*.base.opening"),
    of("base_new", "registers.*.dates.*.base.new"),
    of("base_returned", "registers.*.dates.*.base.returned"),
    of("base_left", "registers.*.dates.*.base.left"),
    of("base_corrections", "registers.*.dates.*.base.corrections"),
    of("base_closing", "registers.*.dates.*.base.closing"),
    of("moves", "registers.*.dates.*.moves.*"),
    of("lists_implemented", "registers.*.dates.*.lists.implemented"),
    of("lists_fell_back", "registers.*.dates.*.lists.fell_back"),
    of("lists_reported", "registers.*.dates.*.lists.reported"),
    of("lists_advanced", "registers.*.dates.*.lists.advanced"),
    of("lists_gone_back", "registers.*.dates.*.lists.gone_back"),
    of("lists_standing_still", "registers.*.dates.*.lists.standing_still"),
    of("lists_expected", "registers.*.dates.*.lists.expected"),
    of("records", "registers.*.records"),
    of("cohorts", "registers.*.cohorts.*"),
    of("baseline", "registers.*.baseline"),
    of("published", "registers.*.dates.*.published"),
    of("target", "programmes.*.targets.*.reached"),
    of("target", "programmes.*.targets.*.wanted"),
    of("target", "programmes.*.targets.*.of"),
    of("target", "programmes.*.targets.*.series"),
    of("target", "programmes.*.targets.*.path"),
    of("target", "programmes.*.targets.*.pace.missing"),
    of("target", "programmes.*.targets.*.pace.months_left"),
    of("target", "programmes.*.targets.*.pace.period"),
    of("target", "programmes.*.targets.*.pace.needed"),
    of("target", "programmes.*.targets.*.pace.last"),
    of("target", "programmes.*.targets.*.pace.average"),
    of("target", "programmes.*.targets.*.pace.trend"),
    of("target", "programmes.*.targets.*.pace.misses"),
    of("quality_wanted", "registers.*.quality.wanted"),
    of("quality_current", "registers.*.quality.current"),
    of("quality_current", "registers.*.quality.by_unit.*.wanted"),
    of("quality_current", "registers.*.quality.by_unit.*.missing"),
    of("quality_older", "registers.*.quality.older.*"),
    of("quality_never", "registers.*.quality.never"),
    of("quality_partly", "registers.*.quality.partly"),
    of("quality_no_reason", "registers.*.quality.no_reason"),
    of("quality_no_unit", "registers.*.quality.no_unit"),
    of("quality_no_schedule", "registers.*.quality.no_schedule"),
    of("quality_unresolved", "registers.*.quality.unresolved"),
    of("quality_findings", "findings.*"),
];
