//! Registers and chart data as CSV: RFC 4180, comma, UTF-8 without a mark, decimals with a point.
//!
//! The columns of a register are an allow list. An empty value means that there is none; why it is
//! missing stands in `standing`, and it is never the same as 0.

use crate::figures::{Figures, Standing};
use crate::model::{Model, Record, RecordRef, Register, RegisterId, StatusClass, Value};
use crate::record::tracked::ExtraText;
use crate::text::lang::Lang;
use crate::value::Date;
use std::fmt::Display;

const BEFORE_VALUES: &[&str] = &[
    "id",
    "number",
    "title",
    "unit",
    "unit_name",
    "division",
    "division_name",
    "reported",
    "baseline",
    "schedule",
    "planned",
    "actual",
];
const AFTER_VALUES: &[&str] = &["status", "status_class", "standing"];
const SERVICE: &[&str] = &["delivery", "audience", "url", "leika", "maturity_model", "maturity_level"];
const REFERENCES: &[&str] = &["programmes", "related", "measures", "source_gap", "href"];

/// A table with a header.
pub fn table_csv(header: &[String], rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
    for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
        // Memory takes every byte, and rows may differ in length.
        let _ = writer.write_record(row);
    }
    // As above; texts in UTF-8 stay in UTF-8.
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// All records of a register that this edition shows, one per row, with a column per reporting date.
/// `address` gives the address of a record's page.
pub fn register_csv(
    model: &Model,
    figures: &Figures,
    register: RegisterId,
    address: &dyn Fn(RecordRef) -> String,
) -> String {
    let table = Table { model, figures, id: register, register: model.register(register), address };
    let rows: Vec<Vec<String>> = model.shown(register).map(|(at, record)| table.row(at, record)).collect();
    table_csv(&table.header(), &rows)
}

struct Table<'m> {
    model: &'m Model,
    figures: &'m Figures,
    id: RegisterId,
    register: &'m Register,
    address: &'m dyn Fn(RecordRef) -> String,
}

impl Table<'_> {
    fn is_service(&self) -> bool {
        self.model.register_config(self.register).kind == "service"
    }

    /// The extra fields of this register that this edition shows.
    fn extra(&self) -> impl Iterator<Item = (usize, &str)> {
        let key = &self.model.register_config(self.register).key.value;
        let fields = self.model.extra_fields();
        let own = fields.filter(|(_, f)| f.registers.is_empty() || f.registers.iter().any(|r| r.value == *key));
        own.map(|(index, field)| (index, field.name.value.as_str()))
    }

    fn header(&self) -> Vec<String> {
        let own = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut header = own(BEFORE_VALUES);
        header.extend(self.register.dates.iter().map(Date::to_string));
        header.extend(own(AFTER_VALUES));
        if self.is_service() {
            header.extend(own(SERVICE));
        }
        header.extend(self.extra().map(|(_, name)| format!("extra.{name}")));
        header.extend(own(REFERENCES));
        header
    }

    fn row(&self, at: RecordRef, record: &Record) -> Vec<String> {
        let lang = self.model.config.languages.first().copied().unwrap_or(Lang::De);
        let text = &record.text;
        let unit = record.unit_on(self.model.as_of).map(|id| self.model.unit(id)).filter(|unit| unit.shown);
        let division = unit.and_then(|unit| unit.division).map(|id| self.model.division(id));
        let mut row = vec![
            text.id.clone(),
            or_empty(record.number()),
            or_empty(record.title()),
            or_empty(unit.map(|u| &u.id)),
            or_empty(unit.map(|u| u.name.get(lang))),
            or_empty(division.map(|d| &d.id)),
            or_empty(division.map(|d| d.name.get(lang))),
            or_empty(record.reported()),
            record.is_baseline().to_string(),
            or_empty(text.schedule),
            or_empty(text.planned),
            or_empty(text.actual),
        ];
        let standings = self.figures.register(self.id).standings(at.index);
        row.extend(self.register.dates.iter().zip(standings).map(|(date, s)| self.value(record, *date, *s)));
        row.extend(self.state(record, standings.last().copied()));
        if self.is_service() {
            row.extend(service(record));
        }
        for (index, _) in self.extra() {
            let value = record.extra.iter().find(|(i, _)| *i == index);
            row.push(value.map(|(_, value)| extra(value)).unwrap_or_default());
        }
        row.push(joined(record.programmes.iter().map(|id| self.model.programme(*id).id.clone())));
        row.push(joined(self.names(&record.related, true)));
        // Where measures have one register only, their ids are enough to find them.
        let kinds = self.model.registers.iter().filter(|r| self.model.register_config(r).kind == "measure");
        row.push(joined(self.names(&record.measures, kinds.count() > 1)));
        row.push(text.source_gap.to_string());
        row.push((self.address)(at));
        row
    }

    /// The value as it is written in the record, or the status that its events lead to.
    fn value(&self, record: &Record, date: Date, standing: Standing) -> String {
        let scheme = self.model.scheme(self.register);
        let written = record.values.iter().find(|(d, _)| *d == date).map(|(_, value)| *value);
        match (written, standing) {
            (Some(Value::Number(n)), _) => n.to_string(),
            (Some(Value::Letter(letter)), _) => scheme.letters[usize::from(letter)].code.clone(),
            (Some(Value::Status(status)), _) | (None, Standing::Counted { status, .. }) => {
                scheme.status(status).code.clone()
            }
            (None, _) => String::new(),
        }
    }

    /// Status, its class and what is known of the record, at the last reporting date.
    fn state(&self, record: &Record, standing: Option<Standing>) -> [String; 3] {
        let scheme = self.model.scheme(self.register);
        let status = standing.and_then(Standing::status).map(|id| scheme.status(id));
        let class = match standing {
            Some(Standing::Letter(letter)) => Some(scheme.letters[usize::from(letter)].class),
            _ => status.map(|status| status.class),
        };
        let word = match standing {
            _ if record.is_baseline() => "baseline",
            Some(Standing::Counted { .. }) => "counted",
            Some(Standing::Letter(_)) => "letter",
            Some(Standing::Manual(_)) => "manual",
            Some(Standing::NotInSource) => "not-in-source",
            Some(Standing::NotYet) => "not-yet",
            Some(Standing::Left) => "left",
            Some(Standing::NotCollected) | None => "not-collected",
        };
        [or_empty(status.map(|s| &s.code)), or_empty(class.map(StatusClass::word)), word.to_owned()]
    }

    /// The ids of those that this edition shows; of other registers with their register, as in `services/od-001`.
    fn names(&self, records: &[RecordRef], with_register: bool) -> Vec<String> {
        let shown = records.iter().filter(|at| self.model.record(**at).shown);
        let name = |at: &RecordRef| {
            let id = &self.model.record(*at).text.id;
            if at.register == self.id || !with_register {
                return id.clone();
            }
            format!("{}/{id}", self.model.register_config(self.model.register(at.register)).key.value)
        };
        shown.map(name).collect()
    }
}

fn service(record: &Record) -> Vec<String> {
    let Some(service) = record.text.service.as_deref() else {
        return vec![String::new(); SERVICE.len()];
    };
    vec![
        or_empty(service.delivery),
        service.audience.join(" "),
        or_empty(service.url.as_ref()),
        service.leika.join(" "),
        or_empty(service.maturity.map(|(model, _)| model)),
        or_empty(service.maturity.map(|(_, level)| level)),
    ]
}

fn extra(value: &ExtraText) -> String {
    match value {
        ExtraText::Text(text) | ExtraText::Number(text) => text.clone(),
        ExtraText::Date(date) => date.to_string(),
        ExtraText::Bool(yes) => yes.to_string(),
        // These texts are the city's own and may have spaces.
        ExtraText::List(texts) => texts.join("; "),
        ExtraText::Other(_) => String::new(),
    }
}

fn or_empty(value: Option<impl Display>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn joined(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().collect::<Vec<_>>().join(" ")
}
