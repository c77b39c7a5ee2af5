//! content/organisation.toml: the tree of divisions and units.

use super::field::{Field, Fields, File, Kind, Localised, Reader};
use crate::diag::{Diagnostics, codes};
use crate::source::{Located, Span};
use crate::value::Date;
use toml::de::DeTable;

const DIVISION: &[Field] = &[
    Field::new("id", Kind::Text, "As the city writes it.", "\"I\"").required(),
    Field::new("name", Kind::Localised, "Name.", "\"Zentrale Steuerung\"").required(),
    Field::new("kind", Kind::Localised, "What the city calls this level.", "\"Geschäftskreis\""),
    Field::new("parent", Kind::Reference("division"), "Division above it.", "\"I\""),
];
const NAME: &[Field] = &[
    Field::new("until", Kind::Date, "Last day of the name.", "2023-06-30").required(),
    Field::new("name", Kind::Localised, "Name until then.", "\"Büro des Bürgermeisters\"").required(),
];
const UNIT: &[Field] = &[
    Field::new("id", Kind::Text, "As the city writes it.", "\"0.1\"").required(),
    Field::new("name", Kind::Localised, "Name.", "\"Zentraler Steuerungsdienst\"").required(),
    Field::new("kind", Kind::Localised, "What the city calls it.", "\"Dienststelle\""),
    Field::new("division", Kind::Reference("division"), "Division it belongs to.", "\"I\""),
    Field::new("parent", Kind::Reference("unit"), "Unit above it.", "\"0.1\""),
    Field::new("visibility", Kind::Choice(&["public", "internal"]), "Who may see it; default public.", "\"internal\""),
    Field::new("names", Kind::Tables(NAME), "Earlier names.", "[{ until = 2023-06-30, name = \"…\" }]"),
    Field::new("until", Kind::Date, "Last day, if the unit was dissolved, merged or split.", "2023-06-30"),
    Field::new(
        "successors",
        Kind::References("unit"),
        "Units that took over; with one, its records go on there by themselves.",
        "[\"0.3\"]",
    ),
];
/// Fields of content/organisation.toml.
pub const ORGANISATION: Fields = &[&[
    Field::new("division", Kind::Tables(DIVISION), "Divisions.", "[]"),
    Field::new("unit", Kind::Tables(UNIT), "Units.", "[]"),
]];

/// The tree as written.
#[derive(Debug, Default)]
pub struct Organisation {
    /// Divisions.
    pub divisions: Vec<DivisionText>,
    /// Units.
    pub units: Vec<UnitText>,
}

/// A division as written.
#[derive(Debug)]
pub struct DivisionText {
    /// As the city writes it.
    pub id: Located<String>,
    /// Name.
    pub name: Localised,
    /// What the city calls this level.
    pub kind: Option<Localised>,
    /// Division above it.
    pub parent: Option<Located<String>>,
}

/// A unit as written.
#[derive(Debug)]
pub struct UnitText {
    /// As the city writes it.
    pub id: Located<String>,
    /// Name.
    pub name: Localised,
    /// What the city calls it.
    pub kind: Option<Localised>,
    /// Its division.
    pub division: Option<Located<String>>,
    /// Unit above it.
    pub parent: Option<Located<String>>,
    /// Whether only the internal edition shows it.
    pub internal: bool,
    /// Earlier names with their last day.
    pub names: Vec<(Date, Localised)>,
    /// Its last day.
    pub until: Option<Located<Date>>,
    /// Units that took over.
    pub successors: Vec<Located<String>>,
}

pub(super) fn read(file: File<'_>, table: &DeTable<'_>, head: Span, diags: &mut Diagnostics) -> Organisation {
    let mut r = Reader::new(file, table, head, "the organisation", ORGANISATION, diags);
    Organisation {
        divisions: r
            .tables("division", "a division", |r| {
                let (id, name, kind, parent) =
                    (r.text("id"), r.localised("name"), r.localised("kind"), r.text("parent"));
                Some(DivisionText {
                    id: id?,
                    name: name.map(|t| t.value).unwrap_or_default(),
                    kind: kind.map(|t| t.value),
                    parent,
                })
            })
            .into_iter()
            .flatten()
            .collect(),
        units: r
            .tables("unit", "a unit", |r| {
                let (id, name, kind) = (r.text("id"), r.localised("name"), r.localised("kind"));
                let (division, parent, visibility) = (r.text("division"), r.text("parent"), r.choice("visibility"));
                let (until, successors) = (r.date("until"), r.texts("successors"));
                let names = r.tables("names", "an earlier name", |r| {
                    let (until, name) = (r.date("until"), r.localised("name"));
                    Some((until?.value, name?.value))
                });
                if let (Some(first), None) = (successors.first(), r.key_of("until")) {
                    let example = "until = 2023-06-30";
                    r.diags.push(codes::missing_field(first.span, "until", "a unit with successors", example));
                }
                Some(UnitText {
                    id: id?,
                    name: name.map(|t| t.value).unwrap_or_default(),
                    kind: kind.map(|t| t.value),
                    division,
                    parent,
                    internal: visibility.is_some_and(|v| v.value == "internal"),
                    names: names.into_iter().flatten().collect(),
                    until,
                    successors,
                })
            })
            .into_iter()
            .flatten()
            .collect(),
    }
}
