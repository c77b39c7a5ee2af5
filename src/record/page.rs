//! Free pages: imprint, privacy, accessibility statement and whatever else a site needs.

use super::field::{Field, Fields, File, Kind, Reader};
use crate::diag::Diagnostics;
use crate::source::Span;
use toml::de::DeTable;

/// Roles that a page may have for the site's frame.
pub const ROLES: &[&str] = &["imprint", "privacy", "accessibility", "easy-language", "counting", "about"];

/// Fields of a page.
pub const PAGE: Fields = &[&[
    Field::new("title", Kind::Text, "Title.", "\"Impressum\"").required(),
    Field::new("description", Kind::Text, "One sentence for search engines.", "\"Wer diese Seiten verantwortet.\""),
    Field::new("role", Kind::Choice(ROLES), "Its place in the frame of every page.", "\"imprint\""),
    Field::new(
        "menu",
        Kind::Choice(&["header", "footer", "none"]),
        "Where it is linked; default footer.",
        "\"footer\"",
    ),
    Field::new("weight", Kind::Integer(-1000, 1000), "Place in the order.", "10"),
]];

/// A page as written.
#[derive(Debug)]
pub struct Page {
    /// File name without ending: its address.
    pub id: String,
    /// Its first line.
    pub head: Span,
    /// Its Markdown text.
    pub body: Span,
    /// Title.
    pub title: String,
    /// One sentence for search engines.
    pub description: Option<String>,
    /// One of [`ROLES`].
    pub role: Option<&'static str>,
    /// `header`, `footer` or `none`.
    pub menu: &'static str,
    /// Place in the order.
    pub weight: i64,
}

pub(super) fn read(
    file: File<'_>,
    id: &str,
    table: &DeTable<'_>,
    head: Span,
    body: Span,
    diags: &mut Diagnostics,
) -> Page {
    let mut r = Reader::new(file, table, head, "a page", PAGE, diags);
    Page {
        id: id.to_owned(),
        head,
        body,
        title: r.text("title").map(|t| t.value).unwrap_or_default(),
        description: r.text("description").map(|t| t.value),
        role: r.choice("role").map(|c| c.value),
        menu: r.choice("menu").map_or("footer", |c| c.value),
        weight: r.integer("weight").map_or(0, |n| n.value),
    }
}
