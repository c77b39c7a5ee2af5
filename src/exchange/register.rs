//! One table of what a register shows: the columns of its CSV files and of both sheets of its workbook, each with the
//! way from a record to its cell. Import asks it too, what this program writes for a record.
//!
//! The columns are an allow list: a field that is not named here gets into none of these files. A cell is nothing, a
//! text or a number, never a formula.

use crate::figures::{Figures, Standing};
use crate::model::{Model, Record, RecordRef, Register, RegisterId, StatusClass, Value};
use crate::record::tracked::ExtraText;
use crate::source::SourceTree;
use crate::text::catalog::Catalog;
use crate::text::lang::Lang;
use crate::text::markdown;
use crate::value::Date;
use std::borrow::Cow;
use std::fmt::Display;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Datum<'m> {
    /// Nothing; why it is missing stands in `standing`, and it is never the same as 0.
    Nothing,
    /// A text.
    Text(Cow<'m, str>),
    /// A number, decimals with a point.
    Number(Cow<'m, str>),
}

/// A column of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Number,
    Title,
    Unit,
    UnitName,
    Division,
    DivisionName,
    Reported,
    /// The year reported, or the label of the baseline.
    Cohort,
    Baseline,
    Schedule,
    Planned,
    Actual,
    /// The text below the facts.
    Body,
    Value(Date),
    /// The status that a value means.
    Check(Date),
    Status,
    StatusClass,
    Standing,
    Delivery,
    /// The same in words of the site.
    DeliveryWord,
    Audience,
    Url,
    Leika,
    MaturityModel,
    MaturityLevel,
    Extra(usize),
    Programmes,
    Related,
    Measures,
    /// The measures by number.
    MeasureNumbers,
    SourceGap,
    Href,
}

/// What is known of the records of a register without any figure.
#[derive(Clone, Copy)]
pub(super) struct Facts<'m> {
    pub(super) model: &'m Model,
    pub(super) id: RegisterId,
    /// Whether records that are not public are left out, though the model shows them.
    pub(super) public: bool,
}

impl<'m> Facts<'m> {
    pub(super) fn register(&self) -> &'m Register {
        self.model.register(self.id)
    }

    pub(super) fn kind(&self) -> &'static str {
        self.model.register_config(self.register()).kind
    }

    pub(super) fn lang(&self) -> Lang {
        self.model.config.languages.first().copied().unwrap_or(Lang::De)
    }

    /// The extra fields of this register that this edition shows.
    pub(super) fn extra(&self) -> impl Iterator<Item = usize> {
        let key = &self.model.register_config(self.register()).key.value;
        let fields = self.model.extra_fields();
        let own = fields.filter(move |(_, f)| f.registers.is_empty() || f.registers.iter().any(|r| r.value == *key));
        own.map(|(index, _)| index)
    }

    /// The columns for machines, with a column per reporting date.
    pub(super) fn flat(&self) -> Vec<Column> {
        use Column::{Actual, Audience, Baseline, Delivery, Division, DivisionName, Href, Id, Leika, MaturityLevel};
        use Column::{MaturityModel, Measures, Number, Planned, Programmes, Related, Reported, Schedule, SourceGap};
        use Column::{Standing, Status, StatusClass, Title, Unit, UnitName, Url};
        let mut columns = vec![Id, Number, Title, Unit, UnitName, Division, DivisionName];
        columns.extend([Reported, Baseline, Schedule, Planned, Actual]);
        columns.extend(self.register().dates.iter().map(|date| Column::Value(*date)));
        columns.extend([Status, StatusClass, Standing]);
        if self.kind() == "service" {
            columns.extend([Delivery, Audience, Url, Leika, MaturityModel, MaturityLevel]);
        }
        columns.extend(self.extra().map(Column::Extra));
        columns.extend([Programmes, Related, Measures, SourceGap, Href]);
        columns
    }

    /// The name of a column for machines.
    pub(super) fn name(&self, column: Column) -> String {
        let name = match column {
            Column::Value(date) => return date.to_string(),
            Column::Extra(index) => return format!("extra.{}", self.model.config.extra[index].name.value),
            Column::Id => "id",
            Column::Number => "number",
            Column::Title => "title",
            Column::Unit => "unit",
            Column::UnitName => "unit_name",
            Column::Division => "division",
            Column::DivisionName => "division_name",
            Column::Reported | Column::Cohort => "reported",
            Column::Baseline => "baseline",
            Column::Schedule => "schedule",
            Column::Planned => "planned",
            Column::Actual => "actual",
            Column::Body => "body",
            Column::Check(_) | Column::Status => "status",
            Column::StatusClass => "status_class",
            Column::Standing => "standing",
            Column::Delivery | Column::DeliveryWord => "delivery",
            Column::Audience => "audience",
            Column::Url => "url",
            Column::Leika => "leika",
            Column::MaturityModel => "maturity_model",
            Column::MaturityLevel => "maturity_level",
            Column::Programmes => "programmes",
            Column::Related => "related",
            Column::Measures | Column::MeasureNumbers => "measures",
            Column::SourceGap => "source_gap",
            Column::Href => "href",
        };
        name.to_owned()
    }

    /// The cell of a record. What needs figures or an address is for [`Table`].
    pub(super) fn datum<'r>(
        &self,
        column: Column,
        record: &'r Record,
        words: &Catalog,
        sources: &SourceTree,
    ) -> Datum<'r>
    where
        'm: 'r,
    {
        let text = &record.text;
        let lang = self.lang();
        let unit = || record.unit_on(self.model.as_of).map(|id| self.model.unit(id)).filter(|unit| unit.shown);
        let division = || unit().and_then(|unit| unit.division).map(|id| self.model.division(id));
        let service = text.service.as_deref();
        match column {
            Column::Id => words_of(Some(&text.id)),
            Column::Number => words_of(record.number()),
            Column::Title => words_of(record.title()),
            Column::Unit => words_of(unit().map(|u| &u.id)),
            Column::UnitName => words_of(unit().map(|u| u.name.get(lang))),
            Column::Division => words_of(division().map(|d| &d.id)),
            Column::DivisionName => words_of(division().map(|d| d.name.get(lang))),
            Column::Reported => number(record.reported()),
            Column::Cohort => match self.baseline_label(record) {
                Some(label) => Datum::Text(label.into()),
                None => number(record.reported()),
            },
            Column::Baseline => flag(record.is_baseline()),
            Column::Schedule => words_of(text.schedule.map(|s| s.to_string())),
            Column::Planned => words_of(text.planned.map(|s| s.to_string())),
            Column::Actual => words_of(text.actual.map(|s| s.to_string())),
            Column::Body => {
                let file = sources.file(text.source).text().unwrap_or_default();
                words_of(Some(markdown::plain(file.get(text.body.range()).unwrap_or_default())))
            }
            Column::Value(date) => self.value(record, date),
            Column::Check(date) => {
                let value = record.values.iter().find(|(day, _)| *day == date).map(|(_, value)| *value);
                let scheme = self.model.scheme(self.register());
                let status = value.and_then(|value| scheme.status_of(value));
                words_of(status.map(|status| &scheme.status(status).code))
            }
            Column::Delivery => words_of(service.and_then(|s| s.delivery)),
            Column::DeliveryWord => {
                words_of(service.and_then(|s| s.delivery).map(|word| words.say(&format!("delivery.{word}"))))
            }
            Column::Audience => words_of(service.map(|s| s.audience.join(" "))),
            Column::Url => words_of(service.and_then(|s| s.url.as_ref())),
            Column::Leika => words_of(service.map(|s| s.leika.join(" "))),
            Column::MaturityModel => words_of(service.and_then(|s| s.maturity).map(|(model, _)| model)),
            Column::MaturityLevel => number(service.and_then(|s| s.maturity).map(|(_, level)| level)),
            Column::Extra(index) => {
                let value = record.extra.iter().find(|(i, _)| *i == index);
                value.map_or(Datum::Nothing, |(_, value)| extra(value))
            }
            Column::Programmes => joined(record.programmes.iter().map(|id| self.model.programme(*id).id.clone()), " "),
            Column::Related => joined(self.names(&record.related, true), " "),
            Column::Measures => {
                // Where measures have one register only, their ids are enough to find them.
                let kinds = self.model.registers.iter().filter(|r| self.model.register_config(r).kind == "measure");
                joined(self.names(&record.measures, kinds.count() > 1), " ")
            }
            Column::MeasureNumbers => {
                let shown = record.measures.iter().filter(|at| self.shows(**at)).map(|at| self.model.record(*at));
                joined(shown.map(|record| record.number().unwrap_or(&record.text.id).to_owned()), ", ")
            }
            Column::SourceGap => flag(text.source_gap),
            Column::Status | Column::StatusClass | Column::Standing | Column::Href => Datum::Nothing,
        }
    }

    /// The label of the baseline, where it says the year of the record too.
    pub(super) fn baseline_label(&self, record: &Record) -> Option<&'m str> {
        let label = self.model.register_config(self.register()).baseline_label.as_deref();
        let year = record.reported()?.to_string();
        label.filter(|label| record.is_baseline() && label.get(..4) == Some(&year))
    }

    /// The value as it is written in the record.
    fn value(&self, record: &Record, date: Date) -> Datum<'m> {
        let scheme = self.model.scheme(self.register());
        match record.values.iter().find(|(d, _)| *d == date).map(|(_, value)| *value) {
            Some(Value::Number(n)) => Datum::Number(n.to_string().into()),
            Some(Value::Letter(letter)) => Datum::Text((&scheme.letters[usize::from(letter)].code).into()),
            Some(Value::Status(status)) => Datum::Text((&scheme.status(status).code).into()),
            None => Datum::Nothing,
        }
    }

    fn shows(&self, at: RecordRef) -> bool {
        let record = self.model.record(at);
        record.shown && !(self.public && record.text.internal)
    }

    /// The ids of those that this edition shows; of other registers with their register, as in `services/od-001`.
    fn names(&self, records: &[RecordRef], with_register: bool) -> Vec<String> {
        let name = |at: &RecordRef| {
            let id = &self.model.record(*at).text.id;
            if at.register == self.id || !with_register {
                return id.clone();
            }
            format!("{}/{id}", self.model.register_config(self.model.register(at.register)).key.value)
        };
        records.iter().filter(|at| self.shows(**at)).map(name).collect()
    }
}

/// All records of a register that this edition shows, with their figures.
pub(super) struct Table<'m> {
    pub(super) facts: Facts<'m>,
    pub(super) figures: &'m Figures,
    pub(super) words: &'m Catalog,
    pub(super) sources: &'m SourceTree,
    /// The address of a record's page.
    pub(super) address: &'m dyn Fn(RecordRef) -> String,
}

impl<'m> Table<'m> {
    /// The cell of a record.
    pub(super) fn datum<'r>(&self, column: Column, at: RecordRef, record: &'r Record) -> Datum<'r>
    where
        'm: 'r,
    {
        let scheme = self.facts.model.scheme(self.facts.register());
        let standings = self.figures.register(self.facts.id).standings(at.index);
        let last = standings.last().copied();
        match column {
            Column::Href => Datum::Text((self.address)(at).into()),
            Column::Value(date) if record.values.iter().all(|(day, _)| *day != date) => {
                let place = self.facts.register().dates.iter().position(|day| *day == date);
                // Where nothing was surveyed, the status that its events lead to.
                match place.and_then(|place| standings.get(place)) {
                    Some(Standing::Counted { status, .. }) => Datum::Text((&scheme.status(*status).code).into()),
                    _ => Datum::Nothing,
                }
            }
            Column::Status => words_of(last.and_then(Standing::status).map(|status| &scheme.status(status).code)),
            Column::StatusClass => words_of(match last {
                Some(Standing::Letter(letter)) => Some(scheme.letters[usize::from(letter)].class.word()),
                _ => last.and_then(Standing::status).map(|id| scheme.status(id).class).map(StatusClass::word),
            }),
            Column::Standing => Datum::Text(standing(record, last).into()),
            _ => self.facts.datum(column, record, self.words, self.sources),
        }
    }
}

/// What is known of a record at the last reporting date.
fn standing(record: &Record, standing: Option<Standing>) -> &'static str {
    match standing {
        _ if record.is_baseline() => "baseline",
        Some(Standing::Counted { .. }) => "counted",
        Some(Standing::Letter(_)) => "letter",
        Some(Standing::Manual(_)) => "manual",
        Some(Standing::NotInSource) => "not-in-source",
        Some(Standing::NotYet) => "not-yet",
        Some(Standing::Left) => "left",
        Some(Standing::NotCollected) | None => "not-collected",
    }
}

fn extra(value: &ExtraText) -> Datum<'_> {
    match value {
        ExtraText::Text(text) => words_of(Some(text)),
        ExtraText::Number(number) => Datum::Number(number.replace('_', "").into()),
        ExtraText::Date(date) => words_of(Some(date.to_string())),
        ExtraText::Bool(yes) => flag(*yes),
        // These texts are the city's own and may have spaces.
        ExtraText::List(texts) => joined(texts.iter().cloned(), "; "),
        ExtraText::Other(_) => Datum::Nothing,
    }
}

fn flag(yes: bool) -> Datum<'static> {
    Datum::Text(if yes { "true" } else { "false" }.into())
}

fn words_of<'t>(value: Option<impl Into<Cow<'t, str>>>) -> Datum<'t> {
    match value.map(Into::into) {
        Some(text) if !text.is_empty() => Datum::Text(text),
        _ => Datum::Nothing,
    }
}

fn number(value: Option<impl Display>) -> Datum<'static> {
    value.map_or(Datum::Nothing, |value| Datum::Number(value.to_string().into()))
}

fn joined(words: impl IntoIterator<Item = String>, between: &str) -> Datum<'static> {
    words_of(Some(words.into_iter().collect::<Vec<_>>().join(between)))
}
