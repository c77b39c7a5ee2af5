//! Fields that name records or programmes: what leads somewhere becomes a link, what does not is kept.

use super::changes::Work;
use super::files::{Change, Step};
use super::header::Target;
use crate::diag::codes;
use crate::model::{Record, RegisterId};
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
        for name in &self.several(names, field, &registers) {
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
                None if self.reading.elsewhere.notes(at, &registers, name) => unresolved.push(name.clone()),
                None => {
                    let (place, column) = (self.reading.place(at), self.reading.title(&target));
                    self.reading.push(codes::sheet::unresolved_reference(place, self.reading.words, &column, name));
                    unresolved.push(name.clone());
                }
            }
        }
        let before = record.map(|record| self.reading.named(record, field)).unwrap_or_default();
        // A public sheet does not name what is not public; that stays.
        let is_single = matches!(field, "merged_into" | "replaced_by");
        let is_public = record.is_some_and(|record| !record.text.internal) && !is_single;
        let unnamed: Vec<_> = before.iter().filter(|key| is_public && !keys.contains(key)).collect();
        for key in unnamed {
            let name = key.0.and_then(|register| self.names.internal(self.reading.model, register, &key.1));
            keys.extend(name.as_ref().map(|_| key.clone()));
            written.extend(name);
        }
        let (keys, written) = (keys, written);
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

    /// Names that stand in one cell with blanks between, as in the CSV files of this program; where they lead nowhere
    /// one by one, the text is one name.
    fn several(&self, names: &[String], field: &str, registers: &[RegisterId]) -> Vec<String> {
        let leads = |name: &str| match field {
            "programmes" => self.reading.programme(name).is_some(),
            _ => self.names.find(self.reading.model, registers, name).is_some(),
        };
        let parts = |name: &String| -> Vec<String> {
            let words: Vec<&str> = name.split(' ').collect();
            match words.len() > 1 && !leads(name) && words.iter().all(|word| leads(word)) {
                true => words.into_iter().map(str::to_owned).collect(),
                false => vec![name.clone()],
            }
        };
        names.iter().flat_map(parts).collect()
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
