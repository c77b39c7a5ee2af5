//! Figures of a closed date: from what its snapshot holds, and beside it what was corrected since.
//!
//! The same computation as for open dates runs on the frozen history, so nothing that happens to
//! records later reaches it. Corrections are laid over that history, and only those that are declared.

use super::facts::{Facts, stated};
use super::{Base, Cohort, Context, DateFigures, Gone, Standing, date as figures};
use crate::model::{Corrected, Frozen, Model, Record, RegisterId, Scheme, State, UnitId, Value};
use crate::value::Date;
use std::collections::BTreeMap;

/// What was frozen with a date besides its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenFigures {
    /// What is known of each record of today's register at the date; none if it is outside the figures.
    pub standings: Vec<Option<Standing>>,
    /// The same at the date before.
    pub before: Vec<Option<Standing>>,
    /// Records by year reported, without the baseline.
    pub cohorts: Vec<Cohort>,
    /// Records of the baseline.
    pub baseline: Vec<u32>,
    /// Records in this edition, baseline included.
    pub records: u64,
    /// The figures with all declared corrections, if these change any; in its base the opening, new,
    /// returned and left records are the frozen ones, and the corrections a line of their own.
    pub corrected: Option<Box<DateFigures>>,
}

/// The figures of a closed date. `today` is what the open dates are computed from.
pub(super) fn date(model: &Model, id: RegisterId, frozen: &Frozen, today: &Context<'_>) -> DateFigures {
    let register = model.register(id);
    let scheme = model.scheme(register);
    let n = register.records.len();
    let dates = &frozen.dates;
    // Records that were not there stand outside, like those that are not in the plan yet.
    let mut matrix = vec![Standing::NotYet; n * dates.len()];
    let mut counting = vec![false; n];
    let mut frozen_baseline = Vec::new();
    let mut years: BTreeMap<(bool, Option<i32>), Vec<u32>> = BTreeMap::new();
    let mut records = 0;
    for record in &frozen.records {
        let at = record.index as usize * dates.len();
        for (place, state) in matrix[at..].iter_mut().zip(&record.states) {
            *place = standing(scheme, *state);
        }
        if record.internal && !model.internal {
            continue;
        }
        records += 1;
        if record.baseline {
            frozen_baseline.push(record.index);
        } else {
            counting[record.index as usize] = true;
            years.entry((record.reported.is_none(), record.reported)).or_default().push(record.index);
        }
    }
    let all = listed(&counting);
    let facts = Then { register: &register.records, frozen, corrected: BTreeMap::new() };
    let context = Context { scheme, dates, standings: &matrix, counting: &all, facts: &facts };
    let last = dates.len().saturating_sub(1);
    let mut out = figures(&context, last);
    let column = |date: usize| {
        let inside = |record: &u32| counting[*record as usize].then(|| context.at(*record, date));
        (0..n as u32).map(|record| inside(&record)).collect::<Vec<_>>()
    };
    out.frozen = Some(Box::new(FrozenFigures {
        standings: column(last),
        before: last.checked_sub(1).map_or_else(|| vec![None; n], column),
        cohorts: years.into_iter().map(|((_, year), records)| Cohort { year, records }).collect(),
        baseline: frozen_baseline,
        records,
        corrected: None,
    }));
    let corrected = corrected(model, id, frozen, today, &matrix, &counting).map(|mut other| {
        let difference = other.base.closing as i64 - out.base.closing as i64;
        other.base = Base { corrections: difference, closing: other.base.closing, ..out.base.clone() };
        Box::new(other)
    });
    if let Some(frozen) = &mut out.frozen {
        frozen.corrected = corrected;
    }
    out
}

/// The figures with the declared corrections; none if these change nothing.
fn corrected(
    model: &Model,
    id: RegisterId,
    frozen: &Frozen,
    today: &Context<'_>,
    matrix: &[Standing],
    counting: &[bool],
) -> Option<DateFigures> {
    let register = model.register(id);
    let dates = &frozen.dates;
    let day = *dates.last()?;
    // Most dates are never corrected, and then there is nothing to copy.
    let applies = |c: &Corrected| c.date <= day || c.holds_before(day);
    if !register.records.iter().any(|r| r.corrections.iter().any(applies)) {
        return None;
    }
    let mut matrix = matrix.to_vec();
    let mut now = counting.to_vec();
    let mut units = BTreeMap::new();
    let mut any = false;
    for (index, record) in (0_u32..).zip(&register.records) {
        for correction in record.corrections.iter().filter(|c| c.date <= day) {
            let places = (dates.binary_search(&correction.date), today.dates.binary_search(&correction.date));
            let (Ok(then), Ok(there)) = places else { continue };
            any = true;
            if correction.value.is_some() {
                matrix[index as usize * dates.len() + then] = today.at(index, there);
            }
            if correction.date == day {
                inside(record, index, day, model, frozen, &mut now);
            }
        }
        if record.corrections.iter().any(|c| c.holds_before(day)) && frozen.record(index).is_some() {
            any = true;
            inside(record, index, day, model, frozen, &mut now);
        }
        if record.corrections.iter().any(|c| c.date >= day && c.unit.is_some()) {
            units.extend(record.unit_on(day).map(|unit| (index, unit)));
        }
    }
    if !any {
        return None;
    }
    let all = listed(&now);
    let facts = Then { register: &register.records, frozen, corrected: units };
    let context = Context { scheme: today.scheme, dates, standings: &matrix, counting: &all, facts: &facts };
    Some(figures(&context, dates.len() - 1))
}

/// Puts a record into the corrected figures of a date or takes it out.
fn inside(record: &Record, index: u32, day: Date, model: &Model, frozen: &Frozen, counting: &mut [bool]) {
    let known = frozen.record(index);
    let declared =
        |of: fn(&Corrected) -> Option<bool>| record.corrections.iter().filter(|c| c.date >= day).find_map(of);
    let baseline = declared(|c| c.baseline).or(known.map(|r| r.baseline)).unwrap_or_else(|| record.is_baseline());
    let internal = declared(|c| c.internal).or(known.map(|r| r.internal)).unwrap_or(record.text.internal);
    counting[index as usize] = !baseline && (model.internal || !internal);
}

/// The records that are in.
fn listed(counting: &[bool]) -> Vec<u32> {
    (0_u32..).zip(counting).filter(|(_, is_in)| **is_in).map(|(index, _)| index).collect()
}

/// What a snapshot says of a record, as figures count it.
pub fn standing(scheme: &Scheme, state: State) -> Standing {
    match state {
        State::Value(value) => match (scheme.status_of(value), value) {
            (Some(status), Value::Number(n)) => Standing::Counted { status, value: Some(n) },
            (Some(status), _) => Standing::Counted { status, value: None },
            (None, Value::Letter(letter)) => Standing::Letter(letter),
            (None, _) => Standing::NotCollected,
        },
        State::Manual(status) => Standing::Manual(status),
        State::NotCollected => Standing::NotCollected,
        State::NotInSource => Standing::NotInSource,
        State::NotYet => Standing::NotYet,
        State::Left => Standing::Left,
    }
}

/// What is to be frozen of a record at a date: the inverse of reading it from a snapshot.
pub fn state(record: &Record, date: Date, standing: Standing) -> State {
    let written = record.values.iter().find(|(d, _)| *d == date).map(|(_, value)| *value);
    match (written, standing) {
        (Some(value), _) => State::Value(value),
        (None, Standing::Counted { status, .. }) => State::Value(Value::Status(status)),
        (None, Standing::Letter(letter)) => State::Value(Value::Letter(letter)),
        (None, Standing::Manual(status)) => State::Manual(status),
        (None, Standing::NotCollected) => State::NotCollected,
        (None, Standing::NotInSource) => State::NotInSource,
        (None, Standing::NotYet) => State::NotYet,
        (None, Standing::Left) => State::Left,
    }
}

/// The records as their snapshot has them.
struct Then<'m> {
    register: &'m [Record],
    frozen: &'m Frozen,
    /// Units that were corrected.
    corrected: BTreeMap<u32, UnitId>,
}

impl Facts for Then<'_> {
    fn unit(&self, record: u32, date: usize) -> Option<UnitId> {
        let corrected = self.corrected.get(&record).copied();
        corrected.or_else(|| match self.frozen.record(record) {
            Some(then) => then.unit,
            None => self.register[record as usize].unit_on(self.frozen.dates[date]),
        })
    }

    fn due(&self, record: u32) -> Option<Date> {
        self.frozen.record(record).map_or_else(|| self.register[record as usize].due, |then| then.due)
    }

    fn left(&self, record: u32, date: usize) -> Option<Gone> {
        let (before, now) = (self.frozen.dates[date.checked_sub(1)?], self.frozen.dates[date]);
        let today = &self.register[record as usize];
        let word = match self.frozen.record(record) {
            // Left only by a correction: then the record says why.
            Some(then) if then.left.is_none() => None,
            Some(then) => then.left,
            None => return None,
        };
        let entry = stated(today, before, now);
        match (word, entry) {
            (Some(word), Some(entry)) if today.left[entry].reason == word => Some(Gone::Stated(entry)),
            (Some("paused"), _) => Some(Gone::Paused),
            (Some("dropped"), _) => Some(Gone::Dropped),
            (Some(word), _) => Some(Gone::Was(word)),
            (None, _) => None,
        }
    }

    fn withdrawn(&self, _: u32) -> bool {
        // The snapshot names every reason that there was.
        false
    }
}
