//! What site.toml says of the documents for the committee. Whether registers, columns and the logo are there, and
//! whether the colour can be read, is for `model` to say.

use crate::record::field::{Field, Kind, Localised, Reader};
use crate::source::Located;

/// Sizes of paper that appendices are printed on.
const PAPERS: &[&str] = &["a4", "a3"];

/// Columns that every appendix may have; further ones are the extra fields of its register, by name.
pub const COLUMNS: &[&str] =
    &["division", "unit", "number", "reported", "title", "description", "schedule", "values", "status"];

/// Further columns of a register of services.
pub const SERVICE_COLUMNS: &[&str] = &["delivery", "measures"];

const APPENDIX: &[Field] = &[
    Field::new("register", Kind::Text, "Register that it shows.", "\"measures\"").required(),
    Field::new("label", Kind::Localised, "What the paper calls it; default its place in the order.", "\"Anlage 4\""),
    Field::new(
        "columns",
        Kind::Texts,
        "Its columns in order: division, unit, number, reported, title, description, schedule, values, status, for \
         services delivery and measures, and extra fields by name. Without it all that records fill, by division and unit.",
        "[\"number\", \"title\", \"description\", \"schedule\", \"values\", \"status\"]",
    ),
    Field::new("paper", Kind::Choice(PAPERS), "Size of its paper.", "\"a3\""),
];

pub(super) const PDF: &[Field] = &[
    Field::new(
        "appendix",
        Kind::Tables(APPENDIX),
        "Appendices in order; without any each register is one.",
        "[{ register = \"measures\", label = \"Anlage 4\" }]",
    ),
    Field::new("paper", Kind::Choice(PAPERS), "Size of the paper of appendices; default a4.", "\"a4\""),
    Field::new("colour", Kind::Text, "Colour of headings and rules, dark enough to be read on white.", "\"#1d4f7c\""),
    Field::new("logo", Kind::Text, "SVG or PNG file below content/assets/.", "\"logo.svg\""),
    Field::new(
        "logo_text",
        Kind::Localised,
        "What the logo says, for those who cannot see it.",
        "\"Stadt Musterhausen\"",
    ),
];

/// Settings of the documents for the committee.
#[derive(Debug, Default)]
pub struct Pdf {
    /// Appendices in order; none = one for each register.
    pub appendices: Vec<AppendixConfig>,
    /// Size of the paper of appendices.
    pub paper: Option<&'static str>,
    /// Colour of headings and rules.
    pub colour: Option<Located<String>>,
    /// File of the logo below content/assets/.
    pub logo: Option<Located<String>>,
    /// What the logo says.
    pub logo_text: Option<Localised>,
}

/// An appendix as written.
#[derive(Debug)]
pub struct AppendixConfig {
    /// Key of its register.
    pub register: Located<String>,
    /// What the paper calls it.
    pub label: Option<Localised>,
    /// Its columns in order; none = all that are filled.
    pub columns: Vec<Located<String>>,
    /// Size of its paper.
    pub paper: Option<&'static str>,
}

pub(super) fn pdf(r: &mut Reader<'_, '_>) -> Pdf {
    Pdf {
        appendices: r.tables("appendix", "an appendix", appendix).into_iter().flatten().collect(),
        paper: r.choice("paper").map(|p| p.value),
        colour: r.text("colour"),
        logo: r.text("logo"),
        logo_text: r.localised("logo_text").map(|t| t.value),
    }
}

fn appendix(r: &mut Reader<'_, '_>) -> Option<AppendixConfig> {
    r.filled("columns");
    let (register, label, columns) = (r.text("register"), r.localised("label"), r.texts("columns"));
    let paper = r.choice("paper").map(|p| p.value);
    Some(AppendixConfig { register: register?, label: label.map(|t| t.value), columns, paper })
}
