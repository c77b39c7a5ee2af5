//! Reporting dates that were closed: what their snapshots say, beside the records of today.
//!
//! A [`Snapshot`] names records by their place in today's registers. What it lacks there (a record, a
//! unit, a status that is gone) is reported; whether values differ is for `figures` to say.

use super::{Programme, Register, RegisterId, Scheme, StatusId, UnitId, Value};
use crate::config::SiteConfig;
use crate::diag::{Diagnostics, codes};
use crate::record::Unread;
use crate::record::field::Written;
use crate::record::snapshot::{CodeText, RecordText, RegisterText, SnapshotText, TargetText};
use crate::record::tracked::REASONS;
use crate::source::{SourceId, Span};
use crate::value::Date;
use std::collections::{BTreeSet, HashMap};

/// A closed reporting date.
#[derive(Debug)]
pub struct Snapshot {
    /// The date.
    pub date: Date,
    /// Digest of the file.
    pub digest: String,
    /// Version of the program that froze it.
    pub program: String,
    /// Its file.
    pub source: SourceId,
    /// Its first line.
    pub head: Span,
    /// By register; none for one that did not report at the date.
    pub registers: Vec<Option<Frozen>>,
    /// Targets that are still there.
    pub targets: Vec<FrozenTarget>,
}

/// A target at a closed date.
#[derive(Debug)]
pub struct FrozenTarget {
    /// Its programme, as index.
    pub programme: usize,
    /// Its place among the targets of the programme.
    pub target: usize,
    /// What counted: register, status codes, basis; none for a target in words.
    pub counts: Option<(String, Vec<String>, String)>,
    /// How many were wanted.
    pub wanted: Option<u64>,
    /// By when.
    pub due: Option<Date>,
}

/// One register at a closed date.
#[derive(Debug)]
pub struct Frozen {
    /// Its reporting dates up to this one, ascending.
    pub dates: Vec<Date>,
    /// Its records, in the order of the register.
    pub records: Vec<FrozenRecord>,
}

/// One record at a closed date.
#[derive(Debug)]
pub struct FrozenRecord {
    /// Its place in today's register.
    pub index: u32,
    /// Its number then.
    pub number: Option<String>,
    /// Unit in charge.
    pub unit: Option<UnitId>,
    /// Whether a unit was named that is not there any more; it was reported.
    pub unit_gone: bool,
    /// Year reported.
    pub reported: Option<i32>,
    /// Last day of its schedule.
    pub due: Option<Date>,
    /// Whether it is in the baseline.
    pub baseline: bool,
    /// Whether only the internal edition shows it.
    pub internal: bool,
    /// Why it left since the date before: a word of `[[left]]`.
    pub left: Option<&'static str>,
    /// What is known of it at each date of the register.
    pub states: Vec<State>,
    /// Where it stands.
    pub span: Span,
}

/// What a snapshot says of a record at a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It has this value.
    Value(Value),
    /// A status set by hand.
    Manual(StatusId),
    /// In the plan, nothing collected.
    NotCollected,
    /// In the plan, shown only in part by its source.
    NotInSource,
    /// Reported later.
    NotYet,
    /// Gone.
    Left,
}

/// Words of states without a value, as snapshots write them.
pub const STATES: &[(&str, State)] = &[
    ("(not collected)", State::NotCollected),
    ("(not in source)", State::NotInSource),
    ("(not yet)", State::NotYet),
    ("(left)", State::Left),
];

/// What a status set by hand starts with.
pub const BY_HAND: &str = "(by hand) ";

impl Frozen {
    /// The record at this place of today's register.
    pub fn record(&self, index: u32) -> Option<&FrozenRecord> {
        self.records.binary_search_by_key(&index, |r| r.index).ok().map(|at| &self.records[at])
    }
}

/// What snapshots are resolved with.
pub(super) struct Context<'m> {
    pub(super) config: &'m SiteConfig,
    pub(super) registers: &'m [Register],
    pub(super) schemes: &'m [Scheme],
    pub(super) programmes: &'m [Programme],
    pub(super) units: &'m HashMap<&'m str, u32>,
    /// All reporting dates by register.
    pub(super) dates: &'m [Vec<Date>],
    pub(super) unread: &'m Unread,
}

impl Context<'_> {
    /// All snapshots, by date.
    pub(super) fn snapshots(&self, texts: Vec<SnapshotText>, diags: &mut Diagnostics) -> Vec<Snapshot> {
        let mut told = BTreeSet::new();
        let mut snapshots: Vec<Snapshot> =
            texts.into_iter().filter_map(|text| self.snapshot(text, &mut told, diags)).collect();
        snapshots.sort_by_key(|s| s.date);
        snapshots
    }

    fn snapshot(&self, text: SnapshotText, told: &mut BTreeSet<String>, diags: &mut Diagnostics) -> Option<Snapshot> {
        // What an edited snapshot says proves nothing; that it was edited was reported.
        if !text.intact {
            return None;
        }
        let date = text.date.to_string();
        if !self.dates.iter().any(|own| own.contains(&text.date)) {
            let help = "restore it in `reporting_dates` of content/site.toml: a closed date stays a reporting date";
            diags.push(codes::frozen_missing(text.head, &date, "it is no reporting date of the site any more", help));
            return None;
        }
        let mut registers: Vec<Option<Frozen>> = self.registers.iter().map(|_| None).collect();
        for register in &text.registers {
            let key = &register.key;
            match self.config.registers.iter().position(|r| r.key.value == key.value) {
                Some(i) => registers[i] = Some(self.register(i, register, text.date, told, diags)),
                None => diags.push(codes::frozen_missing(
                    key.span,
                    &date,
                    &format!("its register `{}` is gone", key.value),
                    "declare the register in content/site.toml again",
                )),
            }
        }
        Some(Snapshot {
            date: text.date,
            digest: text.digest,
            program: text.program,
            source: text.head.source,
            head: text.head,
            registers,
            targets: text.targets.into_iter().filter_map(|target| self.target(target, &date, told, diags)).collect(),
        })
    }

    fn target(
        &self,
        text: TargetText,
        day: &str,
        told: &mut BTreeSet<String>,
        diags: &mut Diagnostics,
    ) -> Option<FrozenTarget> {
        let (programme, id) = text.key.value.split_once('/').unwrap_or((&text.key.value, ""));
        let found = self.programmes.iter().position(|own| own.id == programme).and_then(|at| {
            let target = self.programmes[at].targets.iter().position(|target| target.id == id)?;
            Some((at, target))
        });
        let Some((programme, target)) = found else {
            if !self.unread.folder("programmes").may_have(programme) && told.insert(text.key.value.clone()) {
                let what = format!("the target `{id}` of `{programme}` is gone");
                let help = format!("restore it in `content/programmes/{programme}.md`; what was wanted stays visible");
                diags.push(codes::frozen_missing(text.key.span, day, &what, &help));
            }
            return None;
        };
        Some(FrozenTarget { programme, target, counts: text.counts, wanted: text.wanted, due: text.due })
    }

    fn register(
        &self,
        i: usize,
        text: &RegisterText,
        date: Date,
        told: &mut BTreeSet<String>,
        diags: &mut Diagnostics,
    ) -> Frozen {
        let register = &self.registers[i];
        let (key, day) = (&text.key.value, date.to_string());
        let scheme = self.schemes.get(register.scheme);
        if let Some(scheme) = scheme
            && let Some(problem) = changed(scheme, text)
            && told.insert(format!("{}: {problem}", scheme.key))
        {
            let at = self.config.schemes[register.scheme].key.span;
            diags.push(codes::frozen_scheme(at, &scheme.key, &day, &problem));
        }
        let until: Vec<Date> = self.dates[i].iter().copied().filter(|d| *d <= date).collect();
        if until != text.dates && told.insert(format!("{key}: dates")) {
            let list = |dates: &[Date]| dates.iter().map(Date::to_string).collect::<Vec<_>>().join(", ");
            let what = format!("`{key}` had the reporting dates {} then, now {}", list(&text.dates), list(&until));
            let help = "restore `reporting_dates`: earlier dates can be neither added nor taken out";
            diags.push(codes::frozen_missing(text.key.span, &day, &what, help));
        }
        let ids: HashMap<&str, u32> =
            register.records.iter().enumerate().map(|(i, r)| (r.text.id.as_str(), i as u32)).collect();
        let unread = self.unread.folder(key);
        let mut records = Vec::with_capacity(text.records.len());
        for record in &text.records {
            match (ids.get(record.id.value.as_str()), scheme) {
                (Some(index), Some(scheme)) => {
                    records.extend(self.record(*index, record, scheme, (&day, text.dates.len()), told, diags));
                }
                (None, _) if !unread.may_have(&record.id.value) => {
                    let what = format!("its record `{}` is gone", record.id.value);
                    let path = format!("content/{key}/{}.md", record.id.value);
                    let help =
                        format!("restore `{path}`; a record that is over gets an entry in `[[left]]`, its file stays");
                    if told.insert(path) {
                        diags.push(codes::frozen_missing(record.id.span, &day, &what, &help));
                    }
                }
                _ => {}
            }
        }
        records.sort_by_key(|r| r.index);
        records.dedup_by_key(|r| r.index);
        Frozen { dates: text.dates.clone(), records }
    }

    fn record(
        &self,
        index: u32,
        text: &RecordText,
        scheme: &Scheme,
        (day, dates): (&str, usize),
        told: &mut BTreeSet<String>,
        diags: &mut Diagnostics,
    ) -> Option<FrozenRecord> {
        // A state that the scheme does not know was reported with the scheme.
        let states: Vec<State> = text.values.iter().filter_map(|w| state(scheme, &w.value)).collect();
        if states.len() != dates {
            return None;
        }
        let unit = text.unit.as_ref().and_then(|unit| {
            let found = self.units.get(unit.value.as_str()).map(|i| UnitId(*i));
            if found.is_none()
                && !self.unread.file("content/organisation.toml")
                && told.insert(format!("unit {}", unit.value))
            {
                let what = format!("its unit `{}` is gone", unit.value);
                let help = "keep the unit in content/organisation.toml; `until` says since when it is no more";
                diags.push(codes::frozen_missing(unit.span, day, &what, help));
            }
            found
        });
        Some(FrozenRecord {
            index,
            number: text.number.clone(),
            unit_gone: text.unit.is_some() && unit.is_none(),
            unit,
            reported: text.reported,
            due: text.due,
            baseline: text.baseline,
            internal: text.internal,
            left: text.left.as_ref().and_then(|word| REASONS.iter().find(|known| *known == word).copied()),
            states,
            span: text.id.span,
        })
    }
}

fn state(scheme: &Scheme, written: &Written) -> Option<State> {
    match written {
        Written::Number(n) => {
            let (min, max) = scheme.scale?;
            u16::try_from(*n).ok().filter(|n| (min..=max).contains(n)).map(|n| State::Value(Value::Number(n)))
        }
        Written::Code(code) => {
            if let Some(i) = scheme.letters.iter().position(|l| l.code == *code) {
                return Some(State::Value(Value::Letter(i as u16)));
            }
            if let Some(status) = scheme.status_named(code) {
                return Some(State::Value(Value::Status(status)));
            }
            if let Some(status) = code.strip_prefix(BY_HAND) {
                return scheme.status_named(status).map(State::Manual);
            }
            STATES.iter().find(|(word, _)| word == code).map(|(_, state)| *state)
        }
    }
}

/// What of a scheme would show a closed date otherwise. Names may change, and in a scheme without a
/// scale there may be more statuses.
fn changed(scheme: &Scheme, then: &RegisterText) -> Option<String> {
    let scale = scheme.scale.map(|(min, max)| (i64::from(min), i64::from(max)));
    if scale != then.scale {
        let of = |scale: Option<(i64, i64)>| scale.map_or("none".to_owned(), |(min, max)| format!("{min} to {max}"));
        return Some(format!("its scale was {}, now it is {}", of(then.scale), of(scale)));
    }
    let now: Vec<CodeText> = statuses(scheme);
    let mut rest = now.iter();
    for status in &then.statuses {
        let code = &status.code;
        match now.iter().find(|s| s.code == *code) {
            None => return Some(format!("the status `{code}` is gone")),
            Some(same) if same != status => return Some(format!("the status `{code}` has another class or threshold")),
            Some(_) => {}
        }
        if !rest.any(|s| s.code == *code) {
            return Some(format!("the status `{code}` stands in another place"));
        }
    }
    if scale.is_some() && now.len() != then.statuses.len() {
        return Some("it has more statuses".to_owned());
    }
    let now = letters(scheme);
    then.letters.iter().find_map(|letter| match now.iter().find(|l| l.code == letter.code) {
        None => Some(format!("the letter `{}` is gone", letter.code)),
        Some(same) if same != letter => {
            Some(format!("the letter `{}` has another class or counts otherwise", letter.code))
        }
        Some(_) => None,
    })
}

/// The statuses of a scheme as a snapshot holds them.
pub fn statuses(scheme: &Scheme) -> Vec<CodeText> {
    let from = |from: u16| scheme.scale.map(|_| i64::from(from));
    let one = |s: &super::Status| CodeText {
        code: s.code.clone(),
        class: s.class.word().to_owned(),
        from: from(s.from),
        counts_as: None,
    };
    scheme.statuses.iter().map(one).collect()
}

/// The letters of a scheme as a snapshot holds them.
pub fn letters(scheme: &Scheme) -> Vec<CodeText> {
    let one = |l: &super::Letter| CodeText {
        code: l.code.clone(),
        class: l.class.word().to_owned(),
        from: None,
        counts_as: l.counts_as.map(|s| scheme.status(s).code.clone()),
    };
    scheme.letters.iter().map(one).collect()
}

impl super::Model {
    /// What a register was at a date, if the date is closed and not after the as-of date.
    pub fn frozen(&self, register: RegisterId, date: Date) -> Option<&Frozen> {
        self.snapshot(date)?.registers.get(register.0 as usize)?.as_ref()
    }

    /// The snapshot of a date.
    pub fn snapshot(&self, date: Date) -> Option<&Snapshot> {
        self.snapshots.binary_search_by_key(&date, |s| s.date).ok().map(|at| &self.snapshots[at])
    }
}
