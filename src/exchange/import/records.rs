//! What a record says so far, in the same form in which a sheet says it.

use super::Reading;
use super::header::Target;
use super::references::Names;
use crate::model::{Record, RecordRef, RegisterId};
use crate::record::edit::EditValue;
use crate::record::field::Written;
use crate::record::tracked::ExtraText;
use crate::source::SourceTree;
use crate::text::markdown;
use crate::value::{Date, Money};

impl Reading<'_, '_> {
    /// The value of a record for a column, or nothing.
    pub(super) fn current(&self, record: &Record, target: &Target) -> Option<EditValue> {
        let text = &record.text;
        match target {
            Target::Number => record.number().map(of_text),
            Target::Title => record.title().map(of_text),
            Target::Unit => record.unit_on(self.model.as_of).map(|id| of_text(&self.model.unit(id).id)),
            Target::Reported => text.reported.as_ref().map(|year| EditValue::Integer(year.value)),
            Target::Value(date) => value(record, *date),
            Target::Field(name) => self.field_of(record, name),
            Target::Extra(index) => {
                record.extra.iter().find(|(known, _)| known == index).and_then(|(_, value)| of_extra(value))
            }
            _ => None,
        }
    }

    fn field_of(&self, record: &Record, name: &str) -> Option<EditValue> {
        let text = &record.text;
        let service = text.service.as_deref();
        let list = |words: Vec<String>| Some(EditValue::List(words)).filter(not_empty);
        match name {
            "schedule" => text.schedule.map(|s| EditValue::Text(s.to_string())),
            "planned" => text.planned.map(|s| EditValue::Text(s.to_string())),
            "actual" => text.actual.map(|s| EditValue::Text(s.to_string())),
            "baseline" => Some(EditValue::Bool(record.is_baseline())),
            "source_gap" => Some(EditValue::Bool(text.source_gap)),
            "visibility" => Some(of_text(if text.internal { "internal" } else { "public" })),
            "contact" => text.contact.as_deref().map(of_text),
            "source" => text.source_text.as_deref().map(of_text),
            "budget" => text.budget.map(|Money(cents)| EditValue::Money(Money(cents))),
            "delivery" => service?.delivery.map(of_text),
            "audience" => list(service?.audience.iter().map(|word| (*word).to_owned()).collect()),
            "url" => service?.url.as_deref().map(of_text),
            "leika" => list(service?.leika.clone()),
            _ => None,
        }
    }

    /// The records that a field of a record names, by register and id; programmes have no register.
    pub(super) fn named(&self, record: &Record, name: &str) -> Vec<(Option<RegisterId>, String)> {
        let of = |at: &RecordRef| {
            let (register, id) = Names::of(self.model, *at);
            (Some(register), id)
        };
        match name {
            "programmes" => record.programmes.iter().map(|id| (None, self.model.programme(*id).id.clone())).collect(),
            "related" => record.related.iter().map(of).collect(),
            "replaces" => record.replaces.iter().map(of).collect(),
            "measures" => record.measures.iter().map(of).collect(),
            "merged_into" => record.merged_into.iter().map(of).collect(),
            "replaced_by" => record.replaced_by.iter().map(of).collect(),
            _ => Vec::new(),
        }
    }
}

/// The text of a record as people would type it.
pub(super) fn body(record: &Record, sources: &SourceTree) -> String {
    let text = sources.file(record.text.source).text().unwrap_or_default();
    markdown::plain(text.get(record.text.body.range()).unwrap_or_default())
}

fn value(record: &Record, date: Date) -> Option<EditValue> {
    let tables = [&record.text.progress, &record.text.status].into_iter().flatten();
    let (_, written) = tables.flat_map(|table| &table.value).find(|(day, _)| day.value == date)?;
    Some(match &written.value {
        Written::Number(number) => EditValue::Integer(*number),
        Written::Code(code) => EditValue::Text(code.clone()),
    })
}

fn of_text(text: &str) -> EditValue {
    EditValue::Text(text.to_owned())
}

fn not_empty(value: &EditValue) -> bool {
    !matches!(value, EditValue::List(list) if list.is_empty())
}

fn of_extra(value: &ExtraText) -> Option<EditValue> {
    Some(match value {
        ExtraText::Text(text) => EditValue::Text(text.clone()),
        ExtraText::Number(number) => EditValue::Number(number.clone()),
        ExtraText::Date(date) => EditValue::Date(*date),
        ExtraText::Bool(yes) => EditValue::Bool(*yes),
        ExtraText::List(list) => EditValue::List(list.clone()),
        ExtraText::Other(_) => return None,
    })
}

/// Whether two values say the same.
pub(super) fn same(a: &EditValue, b: &EditValue) -> bool {
    match (a, b) {
        (EditValue::Number(a), EditValue::Number(b)) => {
            let number = |text: &str| text.replace('_', "").parse::<f64>();
            matches!((number(a), number(b)), (Ok(a), Ok(b)) if a == b)
        }
        _ => a == b,
    }
}

/// A value as people read it.
pub(super) fn shown(value: &EditValue, yes: &str, no: &str) -> String {
    match value {
        EditValue::Integer(number) => number.to_string(),
        EditValue::Text(text) | EditValue::Number(text) => text.clone(),
        EditValue::Bool(value) => (if *value { yes } else { no }).to_owned(),
        EditValue::Date(date) => date.to_string(),
        EditValue::Money(Money(cents)) => format!("{}.{:02}", cents / 100, (cents % 100).abs()),
        EditValue::List(list) => list.join(", "),
    }
}
