//! References that waited for a record: as soon as an import finds it they become links, in whichever register they
//! stand, so that the order in which sheets are imported does not matter.
//!
//! Nothing else of those records changes, and a name that may mean two records keeps waiting.

use super::changes::Work;
use super::files::{Change, Step, done};
use super::links::{pending_change, waiting};
use super::{FieldChange, FileChange, Import, RecordChange};
use crate::diag::codes;
use crate::model::{Record, RegisterId};
use crate::record::edit::EditValue;
use crate::source::{CellRef, Located};
use std::collections::{BTreeMap, HashMap};

/// What a name leads to: register, nothing for a programme, then the id, and how a reference to it is written.
type Found = (Option<RegisterId>, String, String);

/// Adds to an import what now leads somewhere. `places` are the records of the sheet by id; what stands nowhere in it is
/// placed at `head`.
pub(super) fn work_out(
    work: &mut Work<'_, '_, '_>,
    places: &HashMap<String, CellRef>,
    head: CellRef,
    import: &mut Import,
) {
    let model = work.reading.model;
    for (register, list) in model.registers() {
        for record in list.records.iter().filter(|record| !record.text.unresolved.is_empty()) {
            if register == work.reading.register && work.referring.contains(&record.text.id) {
                continue;
            }
            let changes = found(work, register, record, places, head);
            if !changes.is_empty() {
                add(work, record, changes, import);
            }
        }
    }
}

/// The changes of a record whose references now lead somewhere.
fn found(
    work: &Work<'_, '_, '_>,
    register: RegisterId,
    record: &Record,
    places: &HashMap<String, CellRef>,
    head: CellRef,
) -> Vec<Change> {
    let reading = &*work.reading;
    let model = reading.model;
    let kind = model.register_config(model.register(register)).kind;
    let mut left: Vec<String> = Vec::new();
    let mut fields: BTreeMap<&str, Vec<Found>> = BTreeMap::new();
    for text in &record.text.unresolved {
        let (field, name) = waiting(&text.value, kind);
        let known = if field == "programmes" {
            reading.programme(name).map(|id| (None, id.to_owned(), id.to_owned()))
        } else {
            let named = work.names.find(model, &reading.registers_of(register, field), name);
            named.map(|named| (Some(named.key.0), named.key.1.clone(), named.written.clone()))
        };
        // A row that was refused makes no record, and nothing refers to itself.
        let exists = |(of, id, _): &Found| match of {
            None => true,
            Some(of) => {
                (*of, id) != (register, &record.text.id)
                    && (*of == reading.register && places.contains_key(id)
                        || model.register(*of).records.iter().any(|known| known.text.id == *id))
            }
        };
        let is_taken = matches!(field, "merged_into" | "replaced_by")
            && (fields.contains_key(field) || !reading.named(record, field).is_empty());
        match known.filter(exists).filter(|_| !is_taken) {
            Some(known) => fields.entry(field).or_default().push(known),
            None => left.push(text.value.clone()),
        }
    }
    let mut changes = Vec::new();
    let mut at = head;
    for (field, known) in fields {
        let before = reading.named(record, field);
        let old: Vec<String> = texts(record, field).iter().map(|text| text.value.clone()).collect();
        let mut new = old.clone();
        for (of, id, written) in known {
            at = places.get(&id).filter(|_| of == Some(reading.register)).copied().unwrap_or(at);
            if !before.contains(&(of, id)) && !new.contains(&written) {
                new.push(written);
            }
        }
        if new == old {
            continue;
        }
        let value = match (field, new.as_slice()) {
            ("merged_into" | "replaced_by", [one]) => EditValue::Text(one.clone()),
            _ => EditValue::List(new.clone()),
        };
        changes.push(Change {
            at,
            label: field.to_owned(),
            before: (!old.is_empty()).then(|| old.join(", ")),
            after: Some(new.join(", ")),
            steps: vec![Step::Set("", field.to_owned(), value)],
        });
    }
    let waited: Vec<String> = record.text.unresolved.iter().map(|text| text.value.clone()).collect();
    if left != waited {
        changes.push(pending_change(at, &waited, &left));
    }
    changes
}

/// A field with references, as it is written.
fn texts<'r>(record: &'r Record, field: &str) -> &'r [Located<String>] {
    let text = &record.text;
    match field {
        "programmes" => &text.programmes,
        "related" => &text.related,
        "replaces" => &text.replaces,
        "measures" => text.service.as_deref().map_or(&[], |service| &service.measures),
        _ => &[],
    }
}

/// Puts changes into the file of a record, which the rows may have changed already.
fn add(work: &mut Work<'_, '_, '_>, record: &Record, changes: Vec<Change>, import: &mut Import) {
    let file = work.sources.file(record.text.source);
    let known = import.files.iter().position(|change| change.path == file.path);
    let old = file.text().unwrap_or_default();
    let mut new = known.map_or_else(|| old.to_owned(), |at| import.files[at].new.clone());
    for change in &changes {
        for step in &change.steps {
            match done(&new, step) {
                Ok(text) => new = text,
                Err(reason) => {
                    let (place, words) = (work.reading.place(change.at), work.reading.words);
                    let value = change.after.clone().unwrap_or_default();
                    let wanted = words.fill("import.cell.file", &[("reason", &reason)]);
                    work.reading.push(codes::sheet::bad_cell(place, words, &change.label, &value, wanted));
                    return;
                }
            }
        }
    }
    let place = work.reading.place(changes[0].at);
    let fields = changes.into_iter().map(|change| FieldChange {
        place: work.reading.place(change.at),
        key: change.key(),
        label: change.label,
        before: change.before,
        after: change.after,
    });
    match known {
        Some(at) => {
            import.files[at].new = new;
            if let Some(known) = import.records.iter_mut().find(|known| known.path == file.path) {
                known.fields.extend(fields);
            }
        }
        None => {
            import.files.push(FileChange { path: file.path.clone(), old: Some(old.to_owned()), new });
            import.records.push(RecordChange {
                is_new: false,
                path: file.path.clone(),
                name: record.number().unwrap_or(&record.text.id).to_owned(),
                title: record.title().unwrap_or_default().to_owned(),
                place,
                fields: fields.collect(),
            });
        }
    }
}
