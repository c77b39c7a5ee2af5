//! From three words to a change that can be made: which record, which reporting date, which value.
//!
//! Refused is what `check` would call an error afterwards: a date that is none of the register or is
//! closed, a value off the scale, an unknown code; and a name that could be two records.

use crate::cli::suggest::hint;
use crate::model::{Model, RecordRef, RegisterId, Scheme};
use crate::record::edit::EditValue;
use crate::record::field::Written;
use crate::source::SourceTree;
use crate::value::Date;

/// One change that has been understood.
pub(super) struct Change {
    /// The record.
    pub(super) at: RecordRef,
    /// The reporting date.
    pub(super) date: Date,
    /// The new value.
    pub(super) value: EditValue,
    /// The value so far, for people.
    pub(super) before: String,
    /// The new one, for people.
    pub(super) after: String,
}

/// Understands `name`, `date` and `value`; `wanted` is the register that was named, if any.
pub(super) fn change(
    model: &Model,
    sources: &SourceTree,
    wanted: Option<&str>,
    name: &str,
    date: &str,
    value: &str,
) -> Result<Change, String> {
    let at = find(model, sources, wanted, name)?;
    let register = model.register(at.register);
    let config = model.register_config(register);
    let key = &config.key.value;
    if register.events {
        return Err(format!("records of `{key}` keep events, not values; add an entry to `[[events]]` of the file"));
    }
    let date = crate::cli::build::date(date).map_err(|reason| format!("`{date}` is {reason}"))?;
    let dates = config.reporting_dates.as_ref().unwrap_or(&model.config.reporting_dates);
    if !dates.value.iter().any(|known| known.value == date) {
        let known: Vec<String> = dates.value.iter().map(|date| format!("`{}`", date.value)).collect();
        return Err(format!("{date} is not a reporting date of `{key}`; there are {}", known.join(", ")));
    }
    let (value, after) =
        understood(model.scheme(register), value.trim()).map_err(|reason| format!("`{name}` at {date}: {reason}"))?;
    let text = &model.record(at).text;
    let mut written = [&text.progress, &text.status].into_iter().flatten().flat_map(|table| &table.value);
    let before: Option<String> = match written.find(|(known, _)| known.value == date).map(|(_, value)| &value.value) {
        Some(Written::Number(number)) => Some(number.to_string()),
        Some(Written::Code(code)) => Some(code.clone()),
        None => None,
    };
    let quoted = |shown: &str| if shown.parse::<i64>().is_ok() { shown.to_owned() } else { format!("\"{shown}\"") };
    let path = &sources.file(text.source).path;
    if let Some(reason) =
        crate::cli::frozen::refusal(model, at, path, date, before.as_deref().map(quoted).as_deref(), &quoted(&after))
    {
        return Err(reason);
    }
    let before = before.unwrap_or_else(|| "no value".to_owned());
    Ok(Change { at, date, value, before, after })
}

/// A value of the scheme, as it is written and as people read it.
fn understood(scheme: &Scheme, value: &str) -> Result<(EditValue, String), String> {
    let letters = scheme.letters.iter().map(|letter| letter.code.as_str());
    let statuses = scheme.statuses.iter().filter(|_| scheme.scale.is_none()).map(|status| status.code.as_str());
    let codes: Vec<&str> = statuses.chain(letters).collect();
    if codes.contains(&value) {
        return Ok((EditValue::Text(value.to_owned()), value.to_owned()));
    }
    let Some((min, max)) = scheme.scale else {
        return Err(format!(
            "the status scheme `{}` has no code `{value}`; {}",
            scheme.key,
            hint(value, &codes, "codes")
        ));
    };
    match value.parse::<i64>() {
        Ok(number) if (i64::from(min)..=i64::from(max)).contains(&number) => {
            Ok((EditValue::Integer(number), number.to_string()))
        }
        Ok(number) => Err(format!("{number} is off the scale from {min} to {max}")),
        Err(_) if codes.is_empty() => Err(format!("`{value}` is not a whole number from {min} to {max}")),
        Err(_) => Err(format!(
            "`{value}` is neither a whole number from {min} to {max} nor a code; {}",
            hint(value, &codes, "codes")
        )),
    }
}

fn find(model: &Model, sources: &SourceTree, wanted: Option<&str>, name: &str) -> Result<RecordRef, String> {
    let key = |id: RegisterId| model.register_config(model.register(id)).key.value.as_str();
    let keys: Vec<&str> = model.registers().map(|(id, _)| key(id)).collect();
    if let Some(wanted) = wanted.filter(|wanted| !keys.contains(wanted)) {
        return Err(format!("there is no register `{wanted}`; {}", hint(wanted, &keys, "registers")));
    }
    let mut found = Vec::new();
    let mut known = Vec::new();
    for (id, register) in model.registers() {
        for (index, record) in (0..).zip(&register.records) {
            if record.text.id == name || record.number() == Some(name) {
                found.push(RecordRef { register: id, index });
            }
            if wanted.is_none_or(|wanted| wanted == key(id)) {
                known.extend(record.number().into_iter().chain([record.text.id.as_str()]));
            }
        }
    }
    let (here, elsewhere): (Vec<RecordRef>, Vec<RecordRef>) =
        found.into_iter().partition(|at| wanted.is_none_or(|wanted| wanted == key(at.register)));
    match (here.as_slice(), elsewhere.as_slice()) {
        ([one], _) => Ok(*one),
        ([], [other, ..]) => {
            Err(format!("`{name}` is not in the register of --register, but in `{}`", key(other.register)))
        }
        ([], []) => {
            // A file with that name that made no record was broken; `check` says where.
            let broken = model.config.registers.iter().find_map(|register| {
                let path = format!("content/{}/{name}.md", register.key.value);
                sources.find(&path).map(|_| path)
            });
            if let Some(path) = broken {
                return Err(format!("`{path}` cannot be read; correct it first, `sachstand check` says what is wrong"));
            }
            let near = crate::diag::codes::nearest(name, known);
            let help = near.map_or_else(
                || "give its id (the file name) or its number".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Err(format!("there is no record `{name}`; {help}"))
        }
        ([first, .., last], _) if first.register == last.register => Err(format!(
            "`{name}` stands for several records of `{}`; name the file of the one you mean",
            key(first.register)
        )),
        (several, _) => {
            let keys: Vec<&str> = several.iter().map(|at| key(at.register)).collect();
            Err(format!("`{name}` stands in several registers; add --register {}", keys.join(" or --register ")))
        }
    }
}
