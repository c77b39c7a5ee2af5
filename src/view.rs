//! The contract between the program and a theme: one plain struct per page kind, and the parts they share.
//!
//! A template sees five names: `lang` (`"de"`), [`site`](Site) (the same on all pages of a language), [`base`](Base)
//! (the frame of this page), [`frame`](frame::FrameParts) (finished parts of it that many pages share) and `page` (the struct
//! of its kind, see [`KINDS`]).
//!
//! - Numbers, dates and sentences arrive as finished text in the page's language; a template never computes.
//! - A field named `href` is site-relative without a leading slash (`massnahmen/mp-020/`, `""` for the start page):
//!   templates write `{{ base.root }}{{ x.href }}`. A field named `url` is a full address and written as it is.
//! - A field whose name ends in `_html` or `svg` holds finished, safe markup, and the `url` of a [`HeldFile`] nothing that
//!   double quotes would not hold together; every other string is escaped.
//! - Fields are in no order: a template loops over lists, never over the fields of an object.
//! - Every field is always there: an absent text is `None`, an absent list is empty. Nothing is skipped when
//!   serialising, so a misspelt field is an error of the template and never a blank.
//!
//! Refused here: any knowledge of records, figures or addresses. Adding a field keeps [`CONTRACT`]; renaming or
//! removing one that was released raises it.

pub mod frame;
pub mod home;
mod lazy;
pub mod list;
pub mod organisation;
pub mod pages;
pub mod paper;
pub mod parts;
pub mod programme;
pub mod quality;
pub mod record;
mod repeated;
pub mod report;

pub use home::{Changes, Headline, Home, News, NewsItem, Way};
pub use lazy::{HeldDrawing, LazyText, Pending};
pub use list::{Choice, DateColumn, Filters, List, PageLink, Pager, Row, ValueCell};
pub use organisation::{Breakdown, Division, DivisionBlock, Organisation, RecordGroup, StatusCount, Unit, UnitRow};
pub use pages::{Counting, Dataset, Definition, DefinitionGroup, Moved, NotFound, OpenData, Page, Scheme, Term};
pub use paper::{
    Appendix, Block, Frame, Inline, Legend, Logo, Narrative, PaperCell, PaperChart, PaperColumn, PaperGroup, PaperPart,
    PaperRegister, PaperRow, PaperTarget, Sign, Slide, Slides,
};
pub use parts::{
    Alternate, Base, Cell, ChartBlock, Column, Crumb, Day, Download, Figure, HeldFile, Link, NavItem, Note, Publisher,
    RecordRef, Site, Source, StatusTag, Table, TableRow, WebLink,
};
pub use programme::{Meter, Programme, ProgrammeCard, Programmes, Target};
pub use quality::{Quality, QualityFindings, QualityList, QualityRegister};
pub use record::{Correction, Event, Fact, FactItem, HistoryRow, Record, Related, Update};
pub use repeated::Repeated;
pub use report::{
    BaseBlock, Basis, Behind, BehindPart, BodyPart, Compare, CompareRegister, Detail, LeftGroup, PeriodList,
    PublishedTotals, Report, ReportRef, Reports, ReportsEntry, Stand, StandRegister,
};

/// The version of this contract; `theme.toml` of a theme names the one it was written for.
pub const CONTRACT: u32 = 1;

/// Every page kind: the name of its template without `.html`, which is also the name of its sample view.
pub const KINDS: [&str; 20] = [
    "home",
    "list",
    "record",
    "organisation",
    "division",
    "unit",
    "programmes",
    "programme",
    "reports",
    "report",
    "stand",
    "detail",
    "behind",
    "compare",
    "counting",
    "data",
    "quality",
    "page",
    "moved",
    "not-found",
];
