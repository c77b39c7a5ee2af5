//! The default theme as part of the program. A test holds these lists against the folder.

/// Templates by name.
pub(super) const TEMPLATES: &[(&str, &str)] = &[
    ("base.html", include_str!("../../themes/default/templates/base.html")),
    ("behind.html", include_str!("../../themes/default/templates/behind.html")),
    ("compare.html", include_str!("../../themes/default/templates/compare.html")),
    ("components/chart.html", include_str!("../../themes/default/templates/components/chart.html")),
    ("components/facts.html", include_str!("../../themes/default/templates/components/facts.html")),
    ("components/figures.html", include_str!("../../themes/default/templates/components/figures.html")),
    ("components/lacking.html", include_str!("../../themes/default/templates/components/lacking.html")),
    ("components/links.html", include_str!("../../themes/default/templates/components/links.html")),
    ("components/narrative.html", include_str!("../../themes/default/templates/components/narrative.html")),
    ("components/period.html", include_str!("../../themes/default/templates/components/period.html")),
    ("components/programme.html", include_str!("../../themes/default/templates/components/programme.html")),
    ("components/records.html", include_str!("../../themes/default/templates/components/records.html")),
    ("components/section.html", include_str!("../../themes/default/templates/components/section.html")),
    ("components/status.html", include_str!("../../themes/default/templates/components/status.html")),
    ("components/table.html", include_str!("../../themes/default/templates/components/table.html")),
    ("counting.html", include_str!("../../themes/default/templates/counting.html")),
    ("data.html", include_str!("../../themes/default/templates/data.html")),
    ("detail.html", include_str!("../../themes/default/templates/detail.html")),
    ("division.html", include_str!("../../themes/default/templates/division.html")),
    ("frame/foot.html", include_str!("../../themes/default/templates/frame/foot.html")),
    ("frame/head.html", include_str!("../../themes/default/templates/frame/head.html")),
    ("frame/top.html", include_str!("../../themes/default/templates/frame/top.html")),
    ("home.html", include_str!("../../themes/default/templates/home.html")),
    ("list.html", include_str!("../../themes/default/templates/list.html")),
    ("moved.html", include_str!("../../themes/default/templates/moved.html")),
    ("not-found.html", include_str!("../../themes/default/templates/not-found.html")),
    ("organisation.html", include_str!("../../themes/default/templates/organisation.html")),
    ("page.html", include_str!("../../themes/default/templates/page.html")),
    ("programme.html", include_str!("../../themes/default/templates/programme.html")),
    ("programmes.html", include_str!("../../themes/default/templates/programmes.html")),
    ("quality.html", include_str!("../../themes/default/templates/quality.html")),
    ("record.html", include_str!("../../themes/default/templates/record.html")),
    ("report.html", include_str!("../../themes/default/templates/report.html")),
    ("reports.html", include_str!("../../themes/default/templates/reports.html")),
    ("rows/changed-record.html", include_str!("../../themes/default/templates/rows/changed-record.html")),
    ("rows/changed-values.html", include_str!("../../themes/default/templates/rows/changed-values.html")),
    ("rows/fact.html", include_str!("../../themes/default/templates/rows/fact.html")),
    ("rows/history.html", include_str!("../../themes/default/templates/rows/history.html")),
    ("rows/name.html", include_str!("../../themes/default/templates/rows/name.html")),
    ("rows/status.html", include_str!("../../themes/default/templates/rows/status.html")),
    ("rows/value.html", include_str!("../../themes/default/templates/rows/value.html")),
    ("stand.html", include_str!("../../themes/default/templates/stand.html")),
    ("unit.html", include_str!("../../themes/default/templates/unit.html")),
];

/// Templates of documents by name.
pub(super) const PDF: &[(&str, &str)] = &[
    ("appendix.typ", include_str!("../../themes/default/pdf/appendix.typ")),
    ("common.typ", include_str!("../../themes/default/pdf/common.typ")),
    ("report.typ", include_str!("../../themes/default/pdf/report.typ")),
    ("slides.typ", include_str!("../../themes/default/pdf/slides.typ")),
];

/// Interface strings by language.
pub(super) const STRINGS: &[(&str, &str)] = &[
    ("de", include_str!("../../themes/default/strings/de.toml")),
    ("en", include_str!("../../themes/default/strings/en.toml")),
];

/// Assets by path below `assets/`.
pub(super) const ASSETS: &[(&str, &str)] = &[
    ("chart.css", include_str!("../../themes/default/assets/chart.css")),
    ("favicon.svg", include_str!("../../themes/default/assets/favicon.svg")),
    ("lists.js", include_str!("../../themes/default/assets/lists.js")),
    ("print.css", include_str!("../../themes/default/assets/print.css")),
    ("sachstand.css", include_str!("../../themes/default/assets/sachstand.css")),
];
