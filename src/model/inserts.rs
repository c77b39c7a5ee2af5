//! What inserts mean: names become registers, statuses, dates; whatever is wrong with one is reported at its place.
//!
//! Only the texts of reports and free pages have inserts. Nothing is computed here.

mod names;

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
