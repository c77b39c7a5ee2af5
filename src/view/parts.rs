//! What several pages share: the site, the frame of a page, links, dates, status tags, tables, charts.
//! Refuses page-specific things; these stand beside their page.

use super::frame::FramePlace;
use super::lazy::LazyText;
use serde::{Deserialize, Serialize};

/// What all pages of one language share. Serialised once, then handed to every page.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Name of the site: "Digitalisierung – aktueller Stand".
    pub name: String,
    /// Who publishes it.
    pub publisher: Publisher,
    /// Language of this edition, also in `lang`: "de".
    pub lang: String,
    /// The same for OpenGraph: "de_DE".
    pub locale: String,
    /// `href` of the start page: "", or "index.html" where links must name the file.
    pub home: String,
    /// Main navigation, in order: registers, organisation, programmes, reports, pages of the menu "header".
    pub nav: Vec<NavItem>,
    /// Footer: pages that explain (how we count, open data, Leichte Sprache, about).
    pub more: Vec<Link>,
    /// Footer: legal pages (Impressum, Datenschutz, Erklärung zur Barrierefreiheit).
    pub legal: Vec<Link>,
    /// Note on every page ("Beispiel …"), if there is one.
    pub notice_html: Option<String>,
    /// The as-of date of the whole site.
    pub as_of: Day,
    /// Licence of the published data: title "CC0 1.0", url its text.
    pub licence: Option<WebLink>,
    /// Hrefs of the style sheets, in order ("assets/sachstand.css"); one that ends in `print.css` is for paper.
    pub styles: Vec<String>,
    /// Href of the icon ("assets/favicon.svg").
    pub icon: String,
    /// The Atom feed: title and href.
    pub feed: Option<Link>,
}

/// The publisher of the site.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// "Stadt Minden".
    pub name: String,
    /// `https://www.minden.de/`.
    pub url: String,
    /// Mail address for questions.
    pub email: Option<String>,
}

/// The frame of one page.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    /// The way from this page to the start page: "./", "../", "../../"; on 404 an absolute path such as "/digitalisierung/".
    pub root: String,
    /// Text of `<title>`, unique in the site: "MP 020 CRM-System – Digitalisierung – Stadt Minden".
    pub title: String,
    /// Meta description: one or two sentences.
    pub description: String,
    /// Absolute address of this page for `rel=canonical`, `og:url` and the line in print; `None` on 404.
    pub canonical: Option<String>,
    /// "website" on the start page, otherwise "article".
    pub og_type: String,
    /// `og:title`: the page without site and publisher.
    pub og_title: String,
    /// `href` of the navigation item that this page belongs to, for `aria-current`; "" on the start page, `None` for none.
    pub section: Option<String>,
    /// The way here, start page first, this page last; empty on the start page.
    pub crumbs: Vec<Crumb>,
    /// The same page in the other languages.
    pub alternates: Vec<Alternate>,
    /// As-of date of this page where it differs from the site's (past reporting dates, reports).
    pub as_of: Option<Day>,
    /// On pages of a past date: "Archiv: Stand 31.03.2023. Der aktuelle Stand ist der 30.09.2023." with the way there.
    pub archive: Option<Link>,
    /// Hrefs of the scripts of this page ("assets/lists.js"); all deferred, all dispensable.
    pub scripts: Vec<String>,
    /// Alternative formats of this page for `<link rel=alternate>` and for reading on.
    pub downloads: Vec<Download>,
    /// Where the page leads at once, without script: `href` of the page that took its place.
    pub refresh: Option<String>,
    /// Keep out of search engines (404, internal edition).
    pub noindex: bool,
}

impl Base {
    /// What the shared parts of the frame know of the page.
    pub fn place(&self) -> FramePlace {
        FramePlace {
            root: self.root.clone(),
            section: self.section.clone(),
            // Start page, and this page.
            is_section: self.crumbs.len() == 2,
            as_of: self.as_of.clone(),
        }
    }
}

/// One step of the way to a page. The last one has no `href`.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crumb {
    /// Short title.
    pub title: String,
    /// Where it leads; `None` for the page itself.
    pub href: Option<String>,
}

/// An item of the main navigation.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NavItem {
    /// "Maßnahmen".
    pub title: String,
    /// "massnahmen/".
    pub href: String,
}

/// A link inside the site.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Link text, understandable alone.
    pub title: String,
    /// Site-relative address.
    pub href: String,
}

/// A link that leaves the site.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebLink {
    /// Link text.
    pub title: String,
    /// Full address.
    pub url: String,
}

/// The same page in another language.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternate {
    /// "en".
    pub lang: String,
    /// "English".
    pub title: String,
    /// Site-relative address of that page.
    pub href: String,
    /// Full address, for `hreflang`.
    pub url: String,
}

/// A file to take away.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Download {
    /// "Maßnahmen".
    pub title: String,
    /// "CSV".
    pub format: String,
    /// "48 kB".
    pub size: Option<String>,
    /// "text/csv".
    pub media_type: String,
    /// Site-relative address.
    pub href: String,
}

/// A date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// For `datetime=` and sorting, as precise as it is known: "2023-09-30", "2024-03", "2024"; "" if it cannot be written so.
    pub iso: String,
    /// As people read it: "30.09.2023", "März 2024", "2024", "vor 2020".
    pub text: String,
}

/// The status of a record: word, mark and colour class.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusTag {
    /// Code of the scheme: "E".
    pub code: String,
    /// "in Einführung".
    pub label: String,
    /// planned | active | done | paused | dropped | unknown.
    pub class: String,
    /// ○ planned, ▶ active, ✓ done, ‖ paused, ✕ dropped, ? unknown.
    pub mark: String,
}

/// One number that is shown large, with what it counts.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// "47".
    pub value: String,
    /// What is counted: "umgesetzt".
    pub label: String,
    /// Denominator in words: "von 149 Maßnahmen".
    pub of: Option<String>,
    /// "31,5 %".
    pub share: Option<String>,
    /// Against the date before: "11 mehr als am 31.03.2023".
    pub change: Option<String>,
    /// Status that the number stands for, where it does.
    pub status: Option<StatusTag>,
    /// How it is counted ("zaehlweise/#count").
    pub definition: Option<Link>,
}

/// Where something stands.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// "Bericht für den Haupt- und Finanzausschuss, 02.11.2023".
    pub text: String,
    /// Page of this site, if it is one.
    pub href: Option<String>,
    /// Address elsewhere, if it is one.
    pub url: Option<String>,
}

/// A remark in a box.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// info | gap | baseline | left | correction | manual | frozen: sets the look, never the meaning.
    pub kind: String,
    /// Short heading.
    pub title: Option<String>,
    /// The text, sanitised.
    pub text_html: String,
}

/// A data table. The first column is the row header.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Unique on the page, for `aria-labelledby`.
    pub id: String,
    /// What it shows, and as of when.
    pub caption: String,
    /// Every column including the first.
    pub columns: Vec<Column>,
    /// The rows in order.
    pub rows: Vec<TableRow>,
    /// Rows behind these as markup, on comparisons: each put together from the templates `rows/changed-record.html` and
    /// `rows/changed-values.html`, which are rendered once for all comparisons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows_html: Option<String>,
    /// Remark below the table (what is excluded, where it comes from).
    pub note: Option<String>,
    /// Where its links lead; nothing on paper does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ways: Option<String>,
    /// How the numbers are counted.
    pub definition: Option<Link>,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Heading.
    pub title: String,
    /// Numbers: set right, with tabular digits.
    pub numeric: bool,
    /// How the numbers below are counted ("zaehlweise/#sum"); undefined where the table as a whole says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
}

/// A row of a [`Table`].
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRow {
    /// Row header.
    pub head: Cell,
    /// The other cells, one fewer than there are columns.
    pub cells: Vec<Cell>,
    /// A total or closing line.
    pub total: bool,
}

/// A cell of a [`Table`].
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// What is read: "47", "–".
    pub text: String,
    /// Said instead of the text by screen readers when it is only a mark: "nicht erhoben" for "–".
    pub label: Option<String>,
    /// Leads to.
    pub href: Option<String>,
    /// Shown as a status tag instead of the text.
    pub status: Option<StatusTag>,
}

/// A chart with everything that it needs to be read without being seen.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartBlock {
    /// Unique on the page.
    pub id: String,
    /// What the chart says: "Umgesetzte Maßnahmen steigen von 18 auf 47".
    pub title: String,
    /// One or two sentences with the main values.
    pub summary: String,
    /// `<svg class="chart" role="img" …>`.
    pub svg: LazyText,
    /// The data.
    pub table: Table,
    /// The drawing as a file of its own.
    pub svg_href: Option<String>,
    /// The data as a file of its own.
    pub csv_href: Option<String>,
    /// The drawing as a file that the page itself holds, if there is no other: of a chart that is one of thousands.
    pub svg_held: Option<HeldFile>,
    /// The data, likewise.
    pub csv_held: Option<HeldFile>,
    /// How the numbers are counted.
    pub definition: Option<Link>,
}

/// A file in the address of its link, for saving.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldFile {
    /// Under which it is saved: "massnahmen-mp-020-verlauf.csv".
    pub name: String,
    /// `data:text/csv…`, without anything that would have to be escaped between double quotes.
    pub url: LazyText,
}

/// A mention of a record in a list of names.
#[derive(Debug, Clone, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRef {
    /// "MP 020".
    pub number: Option<String>,
    /// Title, or what stands for it ("Titel nicht in der Quelle").
    pub title: String,
    /// Page of the record.
    pub href: String,
    /// What is to be said about it here: "von 2 auf 5", "E nach P", "zusammengeführt mit MP 011".
    pub detail: Option<String>,
}
