//! Every number that anybody will ever see, computed once from the model.
//!
//! Definitions stand in `figures/definitions.rs` and are published with the numbers. Nothing here
//! formats, and nothing else in the program counts. [`derive()`] cannot fail.

mod base;
mod behind;
pub mod definitions;
mod difference;
mod drift;
mod facts;
mod frozen;
mod lists;
mod moves;
mod programmes;
mod quality;
mod revised;
pub mod rules;
mod standing;
mod told;
pub mod typed;

pub use base::{Base, Gone};
pub use behind::{Behind, NAMES};
pub use difference::{Changed, Difference, change, difference};
pub use frozen::{FrozenFigures, standing as frozen_standing, state};
pub use lists::Lists;
pub use moves::{Move, Place};
pub use programmes::{NotComputable, Pace, TargetFigures, target_until};
pub use quality::{Quality, UnitQuality};
pub use standing::Standing;
pub use told::{Told, headline, told, told_of_both};

use crate::model::rules::{Finding, findings as rules_of};
use crate::model::{Model, RegisterId, StatusId, UnitId};
use crate::value::{Date, Mean};
use facts::{Facts, Today};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// All figures of a site as of one day.
#[derive(Debug)]
pub struct Figures {
    /// The as-of date.
    pub as_of: Date,
    /// By register, in the model's order.
    pub registers: Vec<RegisterFigures>,
    /// By programme and target, in the model's order.
    pub programmes: Vec<Vec<TargetFigures>>,
    /// What the rules of plausibility find: `check` and the page on the quality of the data tell the same.
    pub findings: Vec<Finding>,
}

/// Figures of one register.
#[derive(Debug)]
pub struct RegisterFigures {
    /// By reporting date, ascending.
    pub dates: Vec<DateFigures>,
    /// Records by year reported without the baseline; the last entry may be those without a year.
    pub cohorts: Vec<Cohort>,
    /// Records of the baseline.
    pub baseline: Vec<u32>,
    /// Records in this edition, baseline included.
    pub records: u64,
    /// How fresh and complete the records are at the latest date.
    pub quality: Quality,
    /// What is known of each record at each date: `records × dates`, by record.
    standings: Vec<Standing>,
    /// Records that are in the figures of open dates: shown and not of the baseline; ascending.
    counting: Vec<u32>,
}

/// Records reported in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// The year; none if the record does not say.
    pub year: Option<i32>,
    /// Its records.
    pub records: Vec<u32>,
}

/// Figures of one register at one reporting date. Records are indices into the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFigures {
    /// The reporting date.
    pub date: Date,
    /// The register's reporting date before it; none for the first survey, and before that.
    pub previous: Option<Date>,
    /// How many are counted.
    pub counted: u64,
    /// By status, in the order of the scheme.
    pub by_status: Vec<StatusFigures>,
    /// Sum of all values; none without a scale.
    pub total_sum: Option<i64>,
    /// How many of the counted have a number.
    pub numeric: u64,
    /// Mean of all values.
    pub mean: Option<Mean>,
    /// In the plan, but without a value.
    pub not_collected: Vec<u32>,
    /// Without a value, in a source that shows the record only in part.
    pub not_in_source: Vec<u32>,
    /// Reported later.
    pub not_yet: Vec<u32>,
    /// With a letter code that does not count, by letter.
    pub letters: Vec<(u16, Vec<u32>)>,
    /// With a status set by hand and no value.
    pub manual: Vec<u32>,
    /// From opening to closing stock.
    pub base: Base,
    /// Status before × status now.
    pub moves: Vec<Move>,
    /// What happened in the period.
    pub lists: Lists,
    /// Counted records by unit in charge and status; units in the model's order.
    pub by_unit: Vec<UnitFigures>,
    /// What else was frozen with a closed date; none for an open one, whose figures follow the records.
    pub frozen: Option<Box<FrozenFigures>>,
}

/// Figures of one status at one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusFigures {
    /// The status.
    pub status: StatusId,
    /// Its records.
    pub records: Vec<u32>,
    /// Sum of values; none without a scale.
    pub sum: Option<i64>,
    /// How many have a number.
    pub numeric: u64,
    /// Mean of these.
    pub mean: Option<Mean>,
}

/// Counted records of one unit at one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFigures {
    /// The unit; none for records without one.
    pub unit: Option<UnitId>,
    /// Records by status, in the order of the scheme.
    pub records: Vec<Vec<u32>>,
}

impl DateFigures {
    /// All units that fit, taken together as one.
    pub fn together(&self, fits: impl Fn(&UnitFigures) -> bool) -> UnitFigures {
        let mut records = vec![Vec::new(); self.by_status.len()];
        for unit in self.by_unit.iter().filter(|unit| fits(unit)) {
            for (all, own) in records.iter_mut().zip(&unit.records) {
                all.extend_from_slice(own);
            }
        }
        UnitFigures { unit: None, records }
    }
}

impl UnitFigures {
    /// Counts by status, in the order of the scheme.
    pub fn counts(&self) -> impl Iterator<Item = u64> {
        self.records.iter().map(|records| records.len() as u64)
    }

    /// How many records.
    pub fn total(&self) -> u64 {
        self.counts().sum()
    }
}

impl StatusFigures {
    /// How many records.
    pub fn count(&self) -> u64 {
        self.records.len() as u64
    }
}

impl RegisterFigures {
    /// What is known of a record at a date, both as indices.
    pub fn standing(&self, record: u32, date: usize) -> Standing {
        self.standings[record as usize * self.dates.len() + date]
    }

    /// What is known of a record at all dates.
    pub fn standings(&self, record: u32) -> &[Standing] {
        let n = self.dates.len();
        &self.standings[record as usize * n..(record as usize + 1) * n]
    }

    /// What the figures of a date say of a record: as frozen, if the date is closed; none if it is
    /// outside of them. Both as indices.
    pub fn seen(&self, record: u32, date: usize) -> Option<Standing> {
        match &self.dates[date].frozen {
            Some(frozen) => frozen.standings[record as usize],
            None => self.counts(record).then(|| self.standing(record, date)),
        }
    }

    /// Whether a record is in the figures of open dates. Mostly all are, each at its own place of the list.
    fn counts(&self, record: u32) -> bool {
        self.counting.get(record as usize) == Some(&record) || self.counting.binary_search(&record).is_ok()
    }

    /// Figures of the latest date.
    pub fn latest(&self) -> Option<&DateFigures> {
        self.dates.last()
    }

    /// Whether there is more to tell of a date than how many are how far: its base, or who was reported when.
    pub fn has_details(&self, date: &DateFigures) -> bool {
        let has_years = || self.cohorts_at(date).iter().any(|cohort| cohort.year.is_some());
        date.has_base() || has_years()
    }

    /// Figures of a date.
    pub fn at(&self, date: Date) -> Option<&DateFigures> {
        self.dates.iter().find(|d| d.date == date)
    }
}

impl DateFigures {
    /// Whether anything is counted, now or at the date before.
    pub fn has_base(&self) -> bool {
        self.counted > 0 || self.base.opening > 0
    }

    /// The base with what was corrected after the date was closed, as a line of its own.
    pub fn base_corrected(&self) -> &Base {
        let corrected = self.frozen.as_ref().and_then(|frozen| frozen.corrected.as_ref());
        corrected.map_or(&self.base, |other| &other.base)
    }
}

impl Figures {
    /// How many corrections there are at a date, in all registers.
    pub fn corrected(&self, model: &Model, date: Date) -> usize {
        model.registers().map(|(id, _)| self.register(id).corrections(model, id, date).count()).sum()
    }

    /// Figures of a register.
    pub fn register(&self, id: RegisterId) -> &RegisterFigures {
        &self.registers[id.0 as usize]
    }
}

/// Computes everything.
pub fn derive(model: &Model) -> Figures {
    let registers: Vec<RegisterFigures> = model.registers().map(|(id, _)| register(model, id)).collect();
    let programmes = programmes::derive(model, &registers);
    Figures { as_of: model.as_of, registers, programmes, findings: rules_of(model) }
}

fn register(model: &Model, id: RegisterId) -> RegisterFigures {
    let register = model.register(id);
    let scheme = model.scheme(register);
    let dates = &register.dates;
    let standings: Vec<Standing> =
        register.records.par_iter().with_min_len(256).flat_map_iter(|r| standing::of(r, scheme, dates)).collect();
    let mut cohorts: BTreeMap<(bool, Option<i32>), Vec<u32>> = BTreeMap::new();
    let mut baseline = Vec::new();
    let mut records = 0;
    for (at, record) in model.shown(id) {
        records += 1;
        match (record.is_baseline(), record.reported()) {
            (true, _) => baseline.push(at.index),
            (false, year) => cohorts.entry((year.is_none(), year)).or_default().push(at.index),
        }
    }
    let counting: Vec<u32> = model.shown(id).filter(|(_, r)| !r.is_baseline()).map(|(at, _)| at.index).collect();
    let today = Today { register, dates };
    let context = Context { scheme, dates, standings: &standings, counting: &counting, facts: &today };
    let one = |i: usize| match model.frozen(id, dates[i]) {
        Some(frozen) => frozen::date(model, id, frozen, &context),
        None => date(&context, i),
    };
    let dates = (0..dates.len()).into_par_iter().map(one).collect();
    let cohorts = cohorts.into_iter().map(|((_, year), records)| Cohort { year, records }).collect();
    let quality = Quality::default();
    let mut figures = RegisterFigures { dates, cohorts, baseline, records, quality, standings, counting };
    figures.quality = quality::derive(model, id, &figures);
    figures
}

/// What the figures of one date are computed from.
#[derive(Clone, Copy)]
struct Context<'m> {
    scheme: &'m crate::model::Scheme,
    dates: &'m [Date],
    /// By record and date.
    standings: &'m [Standing],
    /// Records that are in these figures, ascending.
    counting: &'m [u32],
    /// What else is known of the records.
    facts: &'m dyn Facts,
}

impl Context<'_> {
    fn at(&self, record: u32, date: usize) -> Standing {
        self.standings[record as usize * self.dates.len() + date]
    }

    fn status(&self, record: u32, date: usize) -> Option<StatusId> {
        match self.at(record, date) {
            Standing::Counted { status, .. } => Some(status),
            _ => None,
        }
    }

    fn counted_before(&self, record: u32, date: usize) -> bool {
        (0..date).any(|d| self.status(record, d).is_some())
    }

    /// The date before, if anything was counted there or earlier: a register that is surveyed for the first time was
    /// not at 0 before, nobody had asked.
    fn previous(&self, date: usize) -> Option<usize> {
        let surveyed = |d: usize| self.counting.iter().any(|record| self.status(*record, d).is_some());
        date.checked_sub(1).filter(|_| (0..date).any(surveyed))
    }

    fn is_done(&self, status: Option<StatusId>) -> bool {
        status.is_some_and(|s| self.scheme.status(s).class == crate::model::StatusClass::Done)
    }
}

fn date(context: &Context<'_>, i: usize) -> DateFigures {
    let n = context.scheme.statuses.len();
    let scaled = context.scheme.scale.is_some();
    let mut records: Vec<Vec<u32>> = vec![Vec::new(); n];
    let mut sums = vec![(0_i64, 0_u64); n];
    let mut letters: BTreeMap<u16, Vec<u32>> = BTreeMap::new();
    // By unit, those without one last.
    let (mut units, mut without): (Vec<Vec<Vec<u32>>>, _) = (Vec::new(), vec![Vec::new(); n]);
    let (mut not_collected, mut not_in_source, mut not_yet, mut manual) = (vec![], vec![], vec![], vec![]);
    let day = context.dates[i];
    for &record in context.counting {
        match context.at(record, i) {
            Standing::Counted { status, value } => {
                let s = usize::from(status.0);
                records[s].push(record);
                if let Some(value) = value {
                    sums[s].0 += i64::from(value);
                    sums[s].1 += 1;
                }
                let records = match context.facts.unit(record, i).map(|unit| unit.0 as usize) {
                    Some(unit) => {
                        if unit >= units.len() {
                            units.resize_with(unit + 1, || vec![Vec::new(); n]);
                        }
                        &mut units[unit]
                    }
                    None => &mut without,
                };
                records[s].push(record);
            }
            Standing::Letter(letter) => letters.entry(letter).or_default().push(record),
            Standing::Manual(_) => manual.push(record),
            Standing::NotCollected => not_collected.push(record),
            Standing::NotInSource => not_in_source.push(record),
            Standing::NotYet => not_yet.push(record),
            Standing::Left => {}
        }
    }
    let units = (0..).zip(units).map(|(unit, records)| UnitFigures { unit: Some(UnitId(unit)), records });
    let by_unit = units.chain([UnitFigures { unit: None, records: without }]);
    let by_unit = by_unit.filter(|unit| unit.records.iter().any(|records| !records.is_empty())).collect();
    let total: (i64, u64) = sums.iter().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let counted = records.iter().map(|r| r.len() as u64).sum();
    let by_status = records
        .into_iter()
        .zip(&sums)
        .enumerate()
        .map(|(s, (records, (sum, numeric)))| StatusFigures {
            status: StatusId(s as u16),
            records,
            sum: scaled.then_some(*sum),
            numeric: *numeric,
            mean: Mean::of(*sum, *numeric),
        })
        .collect();
    DateFigures {
        date: day,
        previous: context.previous(i).map(|p| context.dates[p]),
        counted,
        by_status,
        total_sum: scaled.then_some(total.0),
        numeric: total.1,
        mean: Mean::of(total.0, total.1),
        not_collected,
        not_in_source,
        not_yet,
        letters: letters.into_iter().collect(),
        manual,
        base: base::derive(context, i),
        moves: moves::derive(context, i),
        lists: lists::derive(context, i),
        by_unit,
        frozen: None,
    }
}
