//! What the records mean together: ids instead of names, values instead of codes.
//!
//! A [`Model`] can only be made by [`resolve()`]; every reference in it leads somewhere and every value
//! lies on its scale. It computes no figure and knows no address.

mod correction;
mod documents;
mod extra;
mod histories;
pub mod inserts;
mod logo;
mod names;
mod numbers;
mod organisation;
mod programmes;
mod records;
mod references;
mod resolve;
pub mod rules;
mod schemes;
mod settings;
pub mod snapshots;
mod status;
mod totals;

pub use correction::Corrected;
pub use inserts::{Figure, Insert, What};
pub use logo::png_size;
pub use numbers::Numbers;
pub use resolve::resolve;
pub use settings::severities;
pub use snapshots::{Frozen, FrozenRecord, FrozenTarget, Snapshot, State};
pub use status::{Letter, Scheme, Status, StatusClass, StatusId, Value};
pub use totals::{Totals, TotalsPlaces};

use crate::config::{ExtraField, SiteConfig};
use crate::record::field::{Localised, Moment};
use crate::record::page::Page;
use crate::record::permalinks::Permalink;
use crate::record::programme::Revision;
use crate::record::report::Report;
use crate::record::tracked::{ExtraText, Tracked};
use crate::source::{SourceId, Span};
use crate::value::Date;

/// Everything a site is made from.
#[derive(Debug)]
pub struct Model {
    /// The configuration.
    pub config: SiteConfig,
    /// The as-of date: nothing later is known.
    pub as_of: Date,
    /// Whether internal records are shown.
    pub internal: bool,
    /// Status schemes.
    pub schemes: Vec<Scheme>,
    /// Registers in the order shown.
    pub registers: Vec<Register>,
    /// Divisions in the order written.
    pub divisions: Vec<Division>,
    /// Units in the order written.
    pub units: Vec<Unit>,
    /// Programmes and goals in the order shown.
    pub programmes: Vec<Programme>,
    /// Reports by date.
    pub reports: Vec<Report>,
    /// Totals as published, by register and date.
    pub totals: Vec<Totals>,
    /// Closed reporting dates up to the as-of date, ascending.
    pub snapshots: Vec<Snapshot>,
    /// Every date with a snapshot, also those after the as-of date; ascending.
    pub frozen_dates: Vec<Date>,
    /// Addresses that the site has had.
    pub permalinks: Vec<Permalink>,
    /// Free pages in the order shown.
    pub pages: Vec<Page>,
    /// Inserts in the texts of reports and pages, by place.
    pub inserts: Vec<Insert>,
    /// Files to offer as they are.
    pub assets: Vec<SourceId>,
}

/// Index of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionId(pub u32);
/// Index of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);
/// Index of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProgrammeId(pub u32);
/// Index of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegisterId(pub u32);
/// A record of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// The register.
    pub register: RegisterId,
    /// Index in it.
    pub index: u32,
}
/// A register.
#[derive(Debug)]
pub struct Register {
    /// Index of its configuration, which holds names and numbers.
    pub config: usize,
    /// Its status scheme, as index.
    pub scheme: usize,
    /// Whether its history is kept in events.
    pub events: bool,
    /// Its reporting dates up to the as-of date, ascending.
    pub dates: Vec<Date>,
    /// Its records, by number and title.
    pub records: Vec<Record>,
    /// The ids of those that are shown. Lists behind figures name millions, and here they lie together.
    pub ids: Vec<Option<Box<str>>>,
}

/// A tracked record.
#[derive(Debug)]
pub struct Record {
    /// What its file says in words.
    pub text: Box<Tracked>,
    /// Whether this edition shows and counts it.
    pub shown: bool,
    /// The last day of its schedule.
    pub due: Option<Date>,
    /// Units in charge, by the day from which on.
    pub units: Vec<(Option<Date>, UnitId)>,
    /// Other units with their part.
    pub other_units: Vec<(UnitId, &'static str)>,
    /// Surveyed values, ascending by date; empty in registers that keep events.
    pub values: Vec<(Date, Value)>,
    /// Events, ascending by date.
    pub events: Vec<Event>,
    /// A status set by hand: which, since when.
    pub manual: Option<(StatusId, Date)>,
    /// When and why it left, ascending by date.
    pub left: Vec<Left>,
    /// Programmes it serves.
    pub programmes: Vec<ProgrammeId>,
    /// Related records.
    pub related: Vec<RecordRef>,
    /// Record it went into.
    pub merged_into: Option<RecordRef>,
    /// Records that went into it.
    pub merged_from: Vec<RecordRef>,
    /// Records it replaces.
    pub replaces: Vec<RecordRef>,
    /// Record that replaces it.
    pub replaced_by: Option<RecordRef>,
    /// Measures that a service belongs to.
    pub measures: Vec<RecordRef>,
    /// Records that name this one as related or as their measure.
    pub named_by: Vec<RecordRef>,
    /// Values of extra fields, as index into the configuration.
    pub extra: Vec<(usize, ExtraText)>,
    /// What was corrected after a reporting date, in the order written.
    pub corrections: Vec<Corrected>,
}

impl Record {
    /// The unit in charge on a day.
    pub fn unit_on(&self, day: Date) -> Option<UnitId> {
        self.units.iter().rev().find(|(from, _)| from.is_none_or(|from| from <= day)).map(|(_, unit)| *unit)
    }

    /// Whether it was already done when the plan began.
    pub fn is_baseline(&self) -> bool {
        self.text.baseline.as_ref().is_some_and(|b| b.value)
    }

    /// Its number, or nothing.
    pub fn number(&self) -> Option<&str> {
        self.text.number.as_ref().map(|n| n.value.as_str())
    }

    /// Its title, or nothing where the source has none.
    pub fn title(&self) -> Option<&str> {
        self.text.title.as_ref().map(|t| t.value.as_str())
    }

    /// The year it was reported.
    pub fn reported(&self) -> Option<i32> {
        self.text.reported.as_ref().and_then(|y| i32::try_from(y.value).ok())
    }
}

/// A dated state.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub date: Moment,
    /// Status from then on.
    pub status: Option<StatusId>,
    /// `status`, `new`, `reworked` or `withdrawn`.
    pub kind: &'static str,
    /// What happened.
    pub text: Option<String>,
    /// Where it stands.
    pub source: Option<String>,
}

/// When and why a record left.
#[derive(Debug, Clone)]
pub struct Left {
    /// First reporting date at which it is gone.
    pub date: Date,
    /// `merged`, `dropped`, `paused`, `not-collected` or `moved`.
    pub reason: &'static str,
    /// In words.
    pub text: Option<String>,
    /// Where it went.
    pub into: Option<RecordRef>,
    /// Where it stands.
    pub span: Span,
}

/// A division.
#[derive(Debug)]
pub struct Division {
    /// As the city writes it.
    pub id: String,
    /// Name.
    pub name: Localised,
    /// What the city calls this level.
    pub kind: Option<Localised>,
    /// Division above it.
    pub parent: Option<DivisionId>,
    /// Where its id stands.
    pub span: Span,
}

/// A unit.
#[derive(Debug)]
pub struct Unit {
    /// As the city writes it.
    pub id: String,
    /// Name.
    pub name: Localised,
    /// What the city calls it.
    pub kind: Option<Localised>,
    /// Its division, its own or the one of the unit above it.
    pub division: Option<DivisionId>,
    /// Unit above it.
    pub parent: Option<UnitId>,
    /// Whether this edition shows it.
    pub shown: bool,
    /// Earlier names with their last day, ascending.
    pub names: Vec<(Date, Localised)>,
    /// Its last day, if it is no more.
    pub until: Option<Date>,
    /// Units that took over.
    pub successors: Vec<UnitId>,
    /// Where its id stands.
    pub span: Span,
}

/// A programme or goal.
#[derive(Debug)]
pub struct Programme {
    /// Id and address.
    pub id: String,
    /// Name.
    pub title: Localised,
    /// `strategy`, `programme` or `goal`.
    pub kind: &'static str,
    /// What it belongs to.
    pub parent: Option<ProgrammeId>,
    /// Its Markdown text.
    pub body: Span,
    /// Where the facts stand.
    pub source: Option<String>,
    /// Targets.
    pub targets: Vec<Target>,
    /// Records that serve it, by register and place in it.
    pub records: Vec<RecordRef>,
}

/// A target.
#[derive(Debug)]
pub struct Target {
    /// Unique in its programme.
    pub id: String,
    /// In words.
    pub text: Localised,
    /// What counts; none for a target in words.
    pub count: Option<Count>,
    /// By when.
    pub due: Option<Date>,
    /// Out of how many.
    pub of: Option<u64>,
    /// What these are.
    pub of_text: Option<Localised>,
    /// Measured by totals as published.
    pub published: bool,
    /// Planned path, by date.
    pub path: Vec<(Date, u64)>,
    /// What it was before it was changed, by the day of the change.
    pub revised: Vec<Revision>,
    /// Where its id stands.
    pub span: Span,
}

impl Target {
    /// The word for what it is measured by.
    pub fn basis(&self) -> &'static str {
        if self.published { "published" } else { "computed" }
    }

    /// How many were wanted, and by when, as the target stood on a day.
    pub fn on(&self, day: Date) -> (Option<u64>, Option<Date>) {
        let later = || self.revised.iter().filter(|revision| revision.on > day);
        let wanted = later().find_map(|revision| revision.wanted);
        let due = later().find_map(|revision| revision.due);
        (self.count.as_ref().map(|count| wanted.unwrap_or(count.wanted)), due.or(self.due))
    }
}

/// What a target counts.
#[derive(Debug)]
pub struct Count {
    /// Register.
    pub register: RegisterId,
    /// Statuses that count, ascending.
    pub statuses: Vec<StatusId>,
    /// How many are wanted.
    pub wanted: u64,
}

impl Model {
    /// A register.
    pub fn register(&self, id: RegisterId) -> &Register {
        &self.registers[id.0 as usize]
    }

    /// Every register with its id.
    pub fn registers(&self) -> impl Iterator<Item = (RegisterId, &Register)> {
        self.registers.iter().enumerate().map(|(i, r)| (RegisterId(i as u32), r))
    }

    /// The configuration of a register.
    pub fn register_config(&self, register: &Register) -> &crate::config::RegisterConfig {
        &self.config.registers[register.config]
    }

    /// The status scheme of a register.
    pub fn scheme(&self, register: &Register) -> &Scheme {
        &self.schemes[register.scheme]
    }

    /// A record.
    pub fn record(&self, at: RecordRef) -> &Record {
        &self.register(at.register).records[at.index as usize]
    }

    /// Every record that this edition shows, with its place.
    pub fn shown(&self, id: RegisterId) -> impl Iterator<Item = (RecordRef, &Record)> {
        let records = self.register(id).records.iter().enumerate();
        records.filter(|(_, r)| r.shown).map(move |(i, r)| (RecordRef { register: id, index: i as u32 }, r))
    }

    /// A unit.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// A division.
    pub fn division(&self, id: DivisionId) -> &Division {
        &self.divisions[id.0 as usize]
    }

    /// A programme.
    pub fn programme(&self, id: ProgrammeId) -> &Programme {
        &self.programmes[id.0 as usize]
    }

    /// Totals as published for a register and date.
    pub fn totals(&self, register: RegisterId, date: Date) -> Option<&Totals> {
        self.totals.iter().rev().find(|t| t.register == register && t.date == date)
    }

    /// The extra fields that this edition shows, with their index.
    pub fn extra_fields(&self) -> impl Iterator<Item = (usize, &ExtraField)> {
        self.config.extra.iter().enumerate().filter(|(_, field)| field.public || self.internal)
    }

    /// The latest reporting date of all registers up to the as-of date.
    pub fn latest_date(&self) -> Option<Date> {
        self.registers.iter().filter_map(|r| r.dates.last().copied()).max()
    }
}
