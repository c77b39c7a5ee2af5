//! content/organisation.toml: the tree of divisions and units.

use super::field::{Field, Fields, File, Kind, Localised, Reader};
use crate::diag::Diagnostics;
use crate::source::{Located, Span};
use toml::de::DeTable;

const DIVISION: &[Field] = &[
    Field::new("id", Kind::Text, "As the city writes it.", "\"I\"").required(),
    Field::new("name", Kind::Localised, "Name.", "\"Zentrale Steuerung\"").required(),
    Field::new("kind", Kind::Localised, "What the city calls this level.", "\"Geschäftskreis\""),
    Field::new("parent", Kind::Reference("division"), "Division above it.", "\"I\""),
];
const UNIT: &[Field] = &[
    Field::new("id", Kind::Text, "As the city writes it.", "\"0.1\"").required(),
    Field::new("name", Kind::Localised, "Name.", "\"Zentraler Steuerungsdienst\"").required(),
    Field::new("kind", Kind::Localised, "What the city calls it.", "\"Dienststelle\""),
    Field::new("division", Kind::Reference("division"), "Division it belongs to.", "\"I\""),
    Field::new("parent", Kind::Reference("unit"), "Unit above it.", "\"0.1\""),
    Field::new("visibility", Kind::Choice(&["public", "internal"]), "Who may see it; default public.", "\"internal\""),
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
                Some(UnitText {
                    id: id?,
                    name: name.map(|t| t.value).unwrap_or_default(),
                    kind: kind.map(|t| t.value),
                    division,
                    parent,
                    internal: visibility.is_some_and(|v| v.value == "internal"),
                })
            })
            .into_iter()
            .flatten()
            .collect(),
    }
}
