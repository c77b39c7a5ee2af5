//! How fresh and complete the records are at the latest reporting date of each register.
//!
//! What is missing is counted beside what is there: a record without a value is never a zero here.
//! Only records of open figures are looked at, as they are today, also where the date is closed.

use super::{Gone, RegisterFigures, Standing};
use crate::model::rules::Finding;
use crate::model::{Model, Record, RecordRef, RegisterId, UnitId};
use crate::value::Date;
use std::collections::BTreeMap;

/// How fresh and complete one register is. Records are indices into the register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quality {
    /// The latest reporting date; none in a register that has not reported yet.
    pub date: Option<Date>,
    /// Records that should have a value at the date: in the plan, not left, not shown only in part by their source.
    pub wanted: Vec<u32>,
    /// Of these: with a value at the date, or a status set by hand.
    pub current: Vec<u32>,
    /// Of these: without one, by how many dates old the last value is; ascending.
    pub older: Vec<(usize, Vec<u32>)>,
    /// Of these: never with a value.
    pub never: Vec<u32>,
    /// Not of these: shown only in part by their source, and without a value.
    pub partly: Vec<u32>,
    /// By unit in charge at the date, units in the model's order.
    pub by_unit: Vec<UnitQuality>,
    /// Records that have left at the date, and no reason is given.
    pub no_reason: Vec<u32>,
    /// Of the wanted: without a unit in charge.
    pub no_unit: Vec<u32>,
    /// Of the wanted: without a schedule.
    pub no_schedule: Vec<u32>,
    /// Of the wanted: that name others which are not there.
    pub unresolved: Vec<u32>,
}

/// How complete the records of one unit are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitQuality {
    /// The unit; none for records without one.
    pub unit: Option<UnitId>,
    /// Records that should have a value.
    pub wanted: u64,
    /// Those without one.
    pub missing: Vec<u32>,
}

impl UnitQuality {
    /// How many have a value.
    pub fn current(&self) -> u64 {
        // Who misses one was wanted.
        self.wanted - self.missing.len() as u64
    }
}

impl Quality {
    /// Records that should have a value and have none, in the order of the register.
    pub fn missing(&self) -> Vec<u32> {
        let mut all: Vec<u32> =
            self.older.iter().flat_map(|(_, records)| records).chain(&self.never).copied().collect();
        all.sort_unstable();
        all
    }
}

/// The quality of a register.
pub(super) fn derive(model: &Model, id: RegisterId, figures: &RegisterFigures) -> Quality {
    let Some(last) = figures.dates.len().checked_sub(1) else {
        return Quality::default();
    };
    let date = figures.dates[last].date;
    let mut quality = Quality { date: Some(date), ..Quality::default() };
    let mut older: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    let mut units: BTreeMap<(bool, Option<UnitId>), (u64, Vec<u32>)> = BTreeMap::new();
    for &index in &figures.counting {
        let record = &model.register(id).records[index as usize];
        let there = match figures.standing(index, last) {
            Standing::Counted { .. } | Standing::Letter(_) | Standing::Manual(_) => true,
            Standing::NotCollected => false,
            Standing::NotInSource => {
                quality.partly.push(index);
                continue;
            }
            Standing::NotYet | Standing::Left => continue,
        };
        quality.wanted.push(index);
        let unit = record.unit_on(date);
        let of_unit = units.entry((unit.is_none(), unit)).or_default();
        of_unit.0 += 1;
        if there {
            quality.current.push(index);
        } else {
            of_unit.1.push(index);
            match (0..last).rev().find(|before| valued(figures.standing(index, *before))) {
                Some(before) => older.entry(last - before).or_default().push(index),
                None => quality.never.push(index),
            }
        }
        lacks(record, unit, index, &mut quality);
    }
    let base = &figures.dates[last].base;
    let no_reason = base.left.iter().filter(|(_, reason)| *reason == Gone::NoneGiven);
    quality.no_reason = no_reason.map(|(index, _)| *index).collect();
    quality.older = older.into_iter().collect();
    let unit = |((_, unit), (wanted, missing))| UnitQuality { unit, wanted, missing };
    quality.by_unit = units.into_iter().map(unit).collect();
    quality
}

fn valued(standing: Standing) -> bool {
    matches!(standing, Standing::Counted { .. } | Standing::Letter(_))
}

fn lacks(record: &Record, unit: Option<UnitId>, index: u32, quality: &mut Quality) {
    let text = &record.text;
    if unit.is_none() {
        quality.no_unit.push(index);
    }
    if record.due.is_none() {
        quality.no_schedule.push(index);
    }
    if !text.unresolved.is_empty() {
        quality.unresolved.push(index);
    }
}

impl super::Figures {
    /// What the city publishes of the findings: by rule in the order of site.toml, each record once. Records that this
    /// edition does not show are left out, and so is a rule that looks at nothing.
    pub fn published<'m>(&'m self, model: &'m Model) -> impl Iterator<Item = (&'m str, Vec<RecordRef>)> {
        let codes = model.config.quality.publish.iter();
        codes.filter(|code| crate::model::rules::looks(model, &code.value)).map(|code| {
            let of_code = |finding: &&Finding| finding.diagnostic.code.name == code.value;
            let found = self.findings.iter().filter(of_code).filter_map(|finding| finding.record);
            let mut records: Vec<RecordRef> = found.filter(|at| model.record(*at).shown).collect();
            records.sort_unstable();
            records.dedup();
            (code.value.as_str(), records)
        })
    }
}
