//! Fields that name records or programmes: what leads somewhere becomes a link, what does not is kept.

use super::changes::Work;
use super::files::{Change, Step};
use super::header::Target;
use crate::diag::codes;
use crate::model::Record;
use crate::record::edit::EditValue;
use crate::source::CellRef;

impl Work<'_, '_, '_> {
    /// The change of a field that names records or programmes. Names that lead nowhere are reported and
    /// added to `unresolved`.
    pub(super) fn references(
        &mut self,
        at: CellRef,
        field: &'static str,
        record: Option<&Record>,
        names: &[String],
        kept: &mut usize,
        unresolved: &mut Vec<String>,
    ) -> Result<Option<Change>, ()> {
        let target = Target::Field(field);
        let registers = self.reading.registers_of(field);
        let (mut keys, mut written) = (Vec::new(), Vec::new());
        for name in names {
            let found = if field == "programmes" {
                self.reading.programme(name).map(|id| ((None, id.to_owned()), id.to_owned()))
            } else {
                let found = self.names.find(self.reading.model, &registers, name);
                found.map(|found| ((Some(found.key.0), found.key.1.clone()), found.written.clone()))
            };
            match found {
                Some((key, _)) if keys.contains(&key) => {}
                Some((key, text)) => {
                    keys.push(key);
                    written.push(text);
                }
                None => {
                    let (place, column) = (self.reading.place(at), self.reading.title(&target));
                    self.reading.push(codes::sheet::unresolved_reference(place, self.reading.words, &column, name));
                    unresolved.push(name.clone());
                }
            }
        }
        let before = record.map(|record| self.reading.named(record, field)).unwrap_or_default();
        let (mut sorted, mut sorted_before) = (keys.clone(), before.clone());
        sorted.sort();
        sorted_before.sort();
        if sorted == sorted_before {
            return Ok(None);
        }
        if keys.is_empty() && !(self.clear && names.is_empty()) {
            *kept += usize::from(names.is_empty());
            return Ok(None);
        }
        let is_single = matches!(field, "merged_into" | "replaced_by");
        if is_single && written.len() > 1 {
            let (place, column) = (self.reading.place(at), self.reading.title(&target));
            let (words, wanted) = (self.reading.words, self.reading.words.say("import.cell.one_name"));
            self.reading.push(codes::sheet::bad_cell(place, words, &column, &names.join(", "), wanted));
            return Err(());
        }
        let old = (!before.is_empty()).then(|| EditValue::List(before.into_iter().map(|(_, id)| id).collect()));
        let (new, step) = match (written.first(), is_single) {
            (None, _) => (None, Step::Remove("", field.to_owned())),
            (Some(one), true) => {
                (Some(EditValue::Text(one.clone())), Step::Set("", field.to_owned(), EditValue::Text(one.clone())))
            }
            (Some(_), false) => {
                let list = EditValue::List(written);
                (Some(list.clone()), Step::Set("", field.to_owned(), list))
            }
        };
        Ok(Some(self.change(at, &target, old, new, vec![step])))
    }

    /// References that lead nowhere are kept in the record, and go when they lead somewhere.
    pub(super) fn unresolved(&self, at: CellRef, record: Option<&Record>, names: &[String]) -> Option<Change> {
        let before: Vec<String> =
            record.into_iter().flat_map(|r| &r.text.unresolved).map(|name| name.value.clone()).collect();
        if before == names {
            return None;
        }
        let key = "unresolved".to_owned();
        let step = match names {
            [] => Step::Remove("", key.clone()),
            names => Step::Set("", key.clone(), EditValue::List(names.to_vec())),
        };
        let list = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
        Some(Change { at, label: key, before: list(&before), after: list(names), steps: vec![step] })
    }
}

/// Whether a field names records or programmes.
pub(super) fn is_reference(name: &str) -> bool {
    matches!(name, "programmes" | "related" | "merged_into" | "replaces" | "replaced_by" | "measures")
}
