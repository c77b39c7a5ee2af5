//! What inserts mean: names become registers, statuses, dates; whatever is wrong with one is reported at its place.
//!
//! Only the texts of reports and free pages have inserts. Nothing is computed here.

use super::{Model, Programme, ProgrammeId, Register, RegisterId, Scheme, StatusId, Unit, UnitId};
use crate::config::SiteConfig;
use crate::diag::{Diagnostics, codes};
use crate::record::insert::{self, INSERTS, Kind, Value};
use crate::record::page::Page;
use crate::record::report::Report;
use crate::record::{Unread, UnreadFolder};
use crate::source::{SourceTree, Span};
use crate::text::insert::{Fault, Piece, Word, Written, pieces, read};
use crate::value::Date;
use std::ops::Range;

/// An insert whose every name leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insert {
    /// Where it stands, braces included.
    pub span: Span,
    /// What it shows.
    pub what: What,
}

/// What an insert shows. Dates may lie after the as-of date; then it is not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A number in a sentence.
    Number {
        /// Which.
        figure: Figure,
        /// Of this register.
        register: RegisterId,
        /// Only of this status.
        status: Option<StatusId>,
        /// Only of this unit.
        unit: Option<UnitId>,
        /// Only of this period list, one of [`insert::LISTS`].
        list: Option<&'static str>,
        /// At this date.
        date: Date,
    },
    /// A drawing, one of [`insert::CHARTS`].
    Chart(RegisterId, &'static str, Date),
    /// A table, one of [`insert::TABLES`].
    Table(RegisterId, &'static str, Date),
    /// A period list, one of [`insert::LISTS`].
    List(RegisterId, &'static str, Date),
    /// Targets of a programme, by their place in it, as of a date.
    Pace(ProgrammeId, Vec<usize>, Date),
}

/// A number in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// How many.
    Count,
    /// How many of how many.
    Share,
    /// The sum of values.
    Sum,
    /// Their mean.
    Mean,
}

impl Model {
    /// The insert at a place, unless something is wrong with it.
    pub fn insert(&self, span: Span) -> Option<&Insert> {
        let key = |s: Span| (s.source, s.start);
        let at = self.inserts.binary_search_by_key(&key(span), |insert| key(insert.span)).ok()?;
        Some(&self.inserts[at])
    }
}

/// What inserts refer to.
pub(super) struct Context<'m> {
    pub(super) config: &'m SiteConfig,
    pub(super) registers: &'m [Register],
    /// Reporting dates of each register, also those after the as-of date.
    pub(super) dates: &'m [Vec<Date>],
    pub(super) schemes: &'m [Scheme],
    pub(super) units: &'m [Unit],
    pub(super) programmes: &'m [Programme],
    pub(super) as_of: Date,
    pub(super) unread: &'m Unread,
    pub(super) unread_programmes: &'m UnreadFolder,
}

/// One text while its inserts are read.
struct Text<'m, 'd> {
    context: &'m Context<'m>,
    body: Span,
    /// The date of the report; none on a page.
    report: Option<Date>,
    found: Vec<Insert>,
    diags: &'d mut Diagnostics,
}

/// The inserts of all texts, by place.
pub(super) fn resolve(
    context: &Context<'_>,
    reports: &[Report],
    pages: &[Page],
    sources: &SourceTree,
    diags: &mut Diagnostics,
) -> Vec<Insert> {
    let reports = reports.iter().map(|report| (report.body, Some(report.date)));
    let mut all = Vec::new();
    for (body, report) in reports.chain(pages.iter().map(|page| (page.body, None))) {
        let Some(text) = sources.file(body.source).text().and_then(|text| text.get(body.range())) else {
            continue;
        };
        let mut one = Text { context, body, report, found: Vec::new(), diags };
        one.read(text);
        all.append(&mut one.found);
    }
    all.sort_by_key(|insert| (insert.span.source, insert.span.start));
    all
}

impl Text<'_, '_> {
    fn span(&self, range: &Range<usize>) -> Span {
        let start = self.body.start as usize;
        Span::new(self.body.source, start + range.start..start + range.end)
    }

    fn read(&mut self, text: &str) {
        for (piece, range) in pieces(text) {
            let (written, alone) = match piece {
                Piece::Inline(written) => (written, false),
                Piece::Line(written) => (written, true),
                Piece::Event(_) => continue,
            };
            let span = self.span(&range);
            match read(written, range.start) {
                Ok(written) => {
                    if let Some(what) = self.what(&written, span, alone) {
                        self.add(span, what);
                    }
                }
                Err(fault) => {
                    let example = INSERTS[0].example;
                    self.diags.push(match fault {
                        Fault::NotClosed => codes::bad_insert(
                            span,
                            "this insert has no end: `}}` is missing",
                            "close it, or write `\\{{` if two braces are meant",
                        ),
                        Fault::Empty => codes::bad_insert(
                            span,
                            "this insert is empty",
                            &format!("write what is to stand here, such as `{example}`"),
                        ),
                        Fault::NoValue => codes::bad_insert(
                            span,
                            "a value is missing in this insert",
                            "write key and value without a space between: `status=U`; a value with spaces stands in quotation marks",
                        ),
                    });
                }
            }
        }
    }

    fn add(&mut self, span: Span, what: What) {
        let is_block = !matches!(what, What::Number { .. });
        match self.found.iter().find(|other| is_block && other.what == what) {
            Some(first) => self.diags.push(codes::insert_twice(span, first.span)),
            None => self.found.push(Insert { span, what }),
        }
    }

    fn what(&mut self, written: &Written<'_>, span: Span, alone: bool) -> Option<What> {
        let Some(kind) = insert::find(written.name.text) else {
            let known = INSERTS.iter().map(|kind| kind.name);
            let name = self.span(&written.name.range);
            self.diags.push(codes::unknown_insert(name, written.name.text, known));
            return None;
        };
        if kind.block && !alone {
            self.diags.push(codes::insert_place(span, kind.name));
        }
        let mut given = Given { kind, span, words: Vec::new() };
        if written.values.len() != kind.values.len() {
            let at = written.values.get(kind.values.len()).map_or(span, |word| self.span(&word.range));
            self.diags.push(codes::insert_values(at, kind.name, written.values.len(), kind.values.len(), &kind.form()));
            return None;
        }
        given.words.extend(kind.values.iter().copied().zip(written.values.iter().cloned()));
        for (key, value) in &written.keyed {
            let known = kind.keyed.iter().map(|(key, _)| *key);
            match kind.keyed.iter().find(|(name, _)| *name == key.text) {
                None => {
                    let place = format!("the insert `{}`", kind.name);
                    self.diags.push(codes::unknown_key(self.span(&key.range), key.text, &place, known));
                    return None;
                }
                Some((_, value_kind)) if given.words.iter().any(|(kind, _)| kind == value_kind) => {
                    let problem = format!("`{}` stands twice in this insert", key.text);
                    self.diags.push(codes::bad_insert(self.span(&key.range), &problem, "keep one of them"));
                    return None;
                }
                Some((_, value_kind)) => given.words.push((*value_kind, value.clone())),
            }
        }
        if let Some((key, _)) = kind.keyed.iter().find(|(_, value)| *value == Value::Needed)
            && given.word(Value::Needed).is_none()
        {
            let problem = format!("`{}` needs `{key}`", kind.name);
            self.diags.push(codes::bad_insert(span, &problem, &format!("write it like `{}`", kind.example)));
            return None;
        }
        self.meaning(&given)
    }

    fn meaning(&mut self, given: &Given<'_>) -> Option<What> {
        if let Some(name) = given.word(Value::Programme) {
            return self.pace(given, name);
        }
        let register = self.register(given.word(Value::Register)?)?;
        let choice = |text: &mut Self, value| text.choice(given, value);
        match given.kind.name {
            "chart" => Some(What::Chart(register, choice(self, Value::Chart)??, self.date(given, register)?)),
            "table" => Some(What::Table(register, choice(self, Value::Table)??, self.date(given, register)?)),
            "list" => Some(What::List(register, choice(self, Value::List)??, self.date(given, register)?)),
            name => {
                let figure = match name {
                    "count" => Figure::Count,
                    "share" => Figure::Share,
                    "sum" => Figure::Sum,
                    _ => Figure::Mean,
                };
                self.number(given, figure, register)
            }
        }
        .filter(|what| self.has_figure(given, what))
    }

    fn number(&mut self, given: &Given<'_>, figure: Figure, register: RegisterId) -> Option<What> {
        let list = self.choice(given, Value::List)?;
        let status = match given.word(Value::Status).or_else(|| given.word(Value::Needed)) {
            Some(word) => Some(self.status(register, word)?),
            None => None,
        };
        let unit = match given.word(Value::Unit) {
            Some(word) => Some(self.unit(word)?),
            None => None,
        };
        if list.is_some() && (status.is_some() || unit.is_some()) {
            let help = "leave out one of them; a period list counts records of all units";
            self.diags.push(codes::bad_insert(given.span, "`list` cannot stand beside `status` or `unit`", help));
            return None;
        }
        let date = self.date(given, register)?;
        Some(What::Number { figure, register, status, unit, list, date })
    }

    /// Whether the register has such a figure at all.
    fn has_figure(&mut self, given: &Given<'_>, what: &What) -> bool {
        let (register, sums) = match what {
            What::Number { figure, register, .. } => (*register, matches!(figure, Figure::Sum | Figure::Mean)),
            What::Chart(register, name, _) => (*register, *name == "sum-by-date"),
            _ => return true,
        };
        let own = &self.context.registers[register.0 as usize];
        if sums && self.context.schemes.get(own.scheme).is_none_or(|scheme| scheme.scale.is_none()) {
            let key = &self.context.config.registers[own.config].key.value;
            self.diags.push(codes::insert_without_figure(
                given.span,
                &format!("the register `{key}` has no scale, so there are no sums and means"),
                "use `count` or `share`, or the chart `status-by-date`",
            ));
            return false;
        }
        true
    }

    fn register(&mut self, word: &Word<'_>) -> Option<RegisterId> {
        let known = || self.context.config.registers.iter().map(|config| config.key.value.as_str());
        let found = known().position(|key| key == word.text);
        if found.is_none() {
            self.diags.push(codes::unknown_reference(self.span(&word.range), word.text, "register", known()));
        }
        let found = found?;
        let at = self.context.registers.iter().position(|register| register.config == found)?;
        Some(RegisterId(at as u32))
    }

    fn status(&mut self, register: RegisterId, word: &Word<'_>) -> Option<StatusId> {
        let scheme = self.context.schemes.get(self.context.registers[register.0 as usize].scheme)?;
        let found = scheme.iter().find(|(_, status)| status.code == word.text).map(|(id, _)| id);
        if found.is_none() {
            let known = scheme.statuses.iter().map(|status| status.code.as_str());
            self.diags.push(codes::unknown_code(self.span(&word.range), word.text, &scheme.key, known));
        }
        found
    }

    fn unit(&mut self, word: &Word<'_>) -> Option<UnitId> {
        // What is internal is named nowhere in public, not even as a suggestion.
        let known = || self.context.units.iter().filter(|unit| unit.shown).map(|unit| unit.id.as_str());
        let found = self.context.units.iter().position(|unit| unit.shown && unit.id == word.text);
        if found.is_none() && !self.context.unread.file("content/organisation.toml") {
            self.diags.push(codes::unknown_reference(self.span(&word.range), word.text, "unit", known()));
        }
        found.map(|at| UnitId(at as u32))
    }

    /// The word of a fixed list; `None` if it was reported, `Some(None)` if it is not given.
    fn choice(&mut self, given: &Given<'_>, value: Value) -> Option<Option<&'static str>> {
        let Some(word) = given.word(value) else {
            return Some(None);
        };
        let known = || value.choices().iter().copied();
        let found = known().find(|choice| *choice == word.text);
        if found.is_none() {
            let key = value.placeholder().to_lowercase();
            self.diags.push(codes::unknown_choice(self.span(&word.range), &key, word.text, known()));
        }
        found.map(Some)
    }

    fn date(&mut self, given: &Given<'_>, register: RegisterId) -> Option<Date> {
        let at = register.0 as usize;
        let dates = &self.context.dates[self.context.registers[at].config];
        let key = &self.context.config.registers[self.context.registers[at].config].key.value;
        let latest = dates.iter().rev().find(|date| **date <= self.context.as_of);
        // Before its first date a register has nothing to show; the insert will say so.
        let base = self.report.or(latest.copied()).or(dates.first().copied())?;
        let listed: Vec<String> = dates.iter().map(Date::to_string).collect();
        let known = || listed.iter().map(String::as_str);
        let Some(word) = given.word(Value::Date) else {
            if dates.contains(&base) {
                return Some(base);
            }
            let problem = format!("the register `{key}` has no figures for {base}, the date of this report");
            let help = format!("add one of its dates, such as `date={}`", latest.unwrap_or(&base));
            self.diags.push(codes::insert_without_figure(given.span, &problem, &help));
            return None;
        };
        let span = self.span(&word.range);
        if word.text == "previous" {
            let before = dates.iter().rev().find(|date| **date < base);
            if before.is_none() {
                let problem = format!("the register `{key}` has no reporting date before {base}");
                self.diags.push(codes::insert_without_figure(span, &problem, "leave `date=previous` out"));
            }
            return before.copied();
        }
        let date = Date::parse(word.text);
        match date {
            None => self.diags.push(codes::bad_date(span, word.text)),
            Some(date) if !dates.contains(&date) => {
                self.diags.push(codes::not_a_reporting_date(span, word.text, key, known()));
                return None;
            }
            Some(_) => {}
        }
        date
    }

    fn pace(&mut self, given: &Given<'_>, name: &Word<'_>) -> Option<What> {
        let context = self.context;
        let ids = || context.programmes.iter().map(|programme| programme.id.as_str());
        let Some(at) = ids().position(|id| id == name.text) else {
            if !context.unread_programmes.may_have(name.text) {
                let span = self.span(&name.range);
                self.diags.push(codes::unknown_reference(span, name.text, "programme", ids()));
            }
            return None;
        };
        let programme = &context.programmes[at];
        if programme.targets.is_empty() {
            let problem = format!("the programme `{}` has no target", programme.id);
            let span = self.span(&name.range);
            let help = "add a `[[target]]` to it, or remove the insert";
            self.diags.push(codes::insert_without_figure(span, &problem, help));
            return None;
        }
        let targets = match given.word(Value::Target) {
            None => (0..programme.targets.len()).collect(),
            Some(word) => {
                let known = || programme.targets.iter().map(|target| target.id.as_str());
                let Some(found) = known().position(|id| id == word.text) else {
                    let span = self.span(&word.range);
                    self.diags.push(codes::unknown_reference(span, word.text, "target", known()));
                    return None;
                };
                vec![found]
            }
        };
        let counts = programme.targets.iter().find_map(|target| target.count.as_ref());
        let date = match (given.word(Value::Date), counts) {
            (Some(_), Some(count)) => self.date(given, count.register)?,
            (None, _) | (_, None) => self.report.unwrap_or(context.as_of),
        };
        Some(What::Pace(ProgrammeId(at as u32), targets, date))
    }
}

/// An insert's words by what they name.
struct Given<'t> {
    kind: &'static Kind,
    span: Span,
    words: Vec<(Value, Word<'t>)>,
}

impl<'t> Given<'t> {
    fn word(&self, value: Value) -> Option<&Word<'t>> {
        self.words.iter().find(|(kind, _)| *kind == value).map(|(_, word)| word)
    }
}
