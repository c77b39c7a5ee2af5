//! What the rows of a sheet change in the files of records.

use super::assign::{Whose, assign};
use super::cells::Said;
use super::files::{Change, Step, created, done};
use super::header::{Layout, Target};
use super::links::is_reference;
use super::organisation::Organisation;
use super::records::{body, same, shown};
use super::references::Names;
use super::rows::Entry;
use super::written::norm_number;
use super::{FieldChange, FileChange, Import, Reading, RecordChange, resolved, site};
use crate::diag::codes;
use crate::exchange::state;
use crate::model::{Record, RecordRef};
use crate::record::edit::EditValue;
use crate::source::{CellRef, SourceTree};
use crate::text::markdown::from_plain;
use crate::value::Date;
use std::collections::{BTreeSet, HashMap};

/// Everything that the rows change.
pub(super) fn work_out(
    reading: &mut Reading<'_, '_>,
    layout: &Layout<'_>,
    mut entries: Vec<Entry>,
    organisation: Organisation<'_>,
    sources: &SourceTree,
    clear: bool,
) -> Import {
    let config = reading.register_config();
    let mut import = Import {
        sheet: layout.sheet.name.clone(),
        register: config.key.value.clone(),
        title: config.title.get(reading.lang()).to_owned(),
        ..Import::default()
    };
    let mut names = Names::new(reading.model);
    let whose = assign(reading, &mut entries, &mut names, sources);
    let mut work = Work {
        reading,
        names,
        sources,
        clear,
        kept: 0,
        dates: BTreeSet::new(),
        units: BTreeSet::new(),
        baseline: false,
        referring: BTreeSet::new(),
    };
    let mut places = HashMap::new();
    let mut named = BTreeSet::new();
    for (entry, whose) in entries.iter().zip(&whose) {
        if let Some(Whose::Known(index)) = whose {
            named.insert(*index);
        }
        let result = match whose {
            Some(whose) => work.record(entry, whose),
            None => Err(()),
        };
        let records = &work.reading.model.register(work.reading.register).records;
        let id = whose.as_ref().and_then(|whose| match whose {
            Whose::New(id) => Some(id.clone()),
            Whose::Known(index) => records.get(*index as usize).map(|record| record.text.id.clone()),
        });
        match (id, &result) {
            (Some(id), Ok(_)) => {
                places.insert(id, entry.at);
            }
            // What cannot be read changes nothing of its record.
            (Some(id), Err(())) => {
                work.referring.insert(id);
            }
            (None, _) => {}
        }
        match result {
            Ok(Some((change, file))) => {
                import.records.push(change);
                import.files.push(file);
            }
            Ok(None) => import.unchanged += 1,
            Err(()) => import.refused += 1,
        }
    }
    let head = CellRef { row: layout.row, column: 0 };
    resolved::work_out(&mut work, &places, head, &mut import);
    import.kept = work.kept;
    let (dates, units, baseline) = (work.dates, work.units, work.baseline);
    let register = reading.model.register(reading.register);
    let missing = (0..).zip(&register.records).filter(|(index, _)| !named.contains(index));
    import.missing = missing.map(|(_, record)| record.number().unwrap_or(&record.text.id).to_owned()).collect();
    site::work_out(reading, layout, &mut import, site::Needs { organisation, dates, units, baseline }, sources);
    import
}

/// The work on the rows of one sheet.
pub(super) struct Work<'a, 'm, 'w> {
    pub(super) reading: &'a mut Reading<'m, 'w>,
    pub(super) names: Names,
    pub(super) sources: &'a SourceTree,
    pub(super) clear: bool,
    pub(super) kept: usize,
    pub(super) dates: BTreeSet<Date>,
    pub(super) units: BTreeSet<String>,
    pub(super) baseline: bool,
    /// Records of the register of which a row says what they refer to, or cannot be read, by id.
    pub(super) referring: BTreeSet<String>,
}

impl<'m> Work<'_, 'm, '_> {
    /// What a row changes; nothing if it says what the site says.
    fn record(&mut self, entry: &Entry, whose: &Whose) -> Result<Option<(RecordChange, FileChange)>, ()> {
        let register = self.reading.model.register(self.reading.register);
        let record = match whose {
            Whose::Known(index) => {
                Some(self.reading.model.record(RecordRef { register: self.reading.register, index: *index }))
            }
            Whose::New(_) => None,
        };
        self.checks(entry, record, register.events);
        if record.is_none() && entry.title.is_none() {
            let name = entry.number.as_ref().or(entry.id.as_ref()).cloned().unwrap_or_default();
            let place = self.reading.place(entry.at);
            self.reading.push(codes::sheet::untitled_row(place, self.reading.words, &name));
            return Err(());
        }
        if entry.broken {
            return Err(());
        }
        let mut changes: Vec<Change> = Vec::new();
        let mut kept = 0;
        let named = [(Target::Number, &entry.number), (Target::Title, &entry.title)];
        for (target, text) in named {
            if let Some(text) = text {
                let value = EditValue::Text(text.clone());
                changes.extend(self.value(entry.at, &target, record, Some(value), &mut kept));
            }
        }
        if let Some((at, unit)) = &entry.unit {
            changes.extend(self.value(*at, &Target::Unit, record, Some(EditValue::Text(unit.clone())), &mut kept));
        }
        let mut unresolved = Vec::new();
        let (mut referring, mut fields) = (None, Vec::new());
        for (at, target, said) in &entry.said {
            match (said, target) {
                (Said::Body(text), _) => changes.extend(self.body(*at, record, text)),
                (Said::Nothing, Target::Body) => {
                    kept += usize::from(record.is_some_and(|record| !body(record, self.sources).is_empty()));
                }
                (Said::Reported(year, baseline), target) => {
                    changes.extend(self.value(*at, target, record, Some(EditValue::Integer(*year)), &mut kept));
                    changes.extend(self.baseline(*at, record, *baseline));
                }
                (Said::Value(value), target) => {
                    changes.extend(self.value(*at, target, record, Some(value.clone()), &mut kept));
                }
                (Said::Nothing, Target::Field(name)) if is_reference(name) => {
                    changes.extend(self.references(*at, name, record, &[], &mut kept, &mut unresolved)?);
                    if self.clear {
                        referring = Some(*at);
                        fields.push(*name);
                    }
                }
                (Said::Nothing, target) => changes.extend(self.value(*at, target, record, None, &mut kept)),
                (Said::Names(names), Target::Field(name)) => {
                    changes.extend(self.references(*at, name, record, names, &mut kept, &mut unresolved)?);
                    referring = Some(*at);
                    fields.push(*name);
                }
                (Said::Names(_), _) => {}
            }
        }
        if let Some(at) = referring {
            changes.extend(self.unresolved(at, record, &unresolved, &fields));
            self.referring.extend(record.map(|record| record.text.id.clone()));
        }
        self.kept += kept;
        if let Some((_, unit)) = &entry.unit {
            self.units.insert(unit.clone());
        }
        self.baseline |= entry.said.iter().any(|(_, _, said)| matches!(said, Said::Reported(_, true)));
        let filled = entry.said.iter().filter(|(_, _, said)| *said != Said::Nothing);
        self.dates.extend(filled.filter_map(|(_, target, _)| match target {
            Target::Value(date) => Some(*date),
            _ => None,
        }));
        if changes.is_empty() && record.is_some() {
            return Ok(None);
        }
        self.finished(entry, whose, record, changes).map(Some)
    }

    /// The change and the new file of a record, or the conflict that stands against it.
    fn finished(
        &mut self,
        entry: &Entry,
        whose: &Whose,
        record: Option<&Record>,
        changes: Vec<Change>,
    ) -> Result<(RecordChange, FileChange), ()> {
        let reading = &mut *self.reading;
        let name = match (record, &entry.number) {
            (Some(record), _) => record.number().unwrap_or(&record.text.id).to_owned(),
            (None, Some(number)) => number.clone(),
            (None, None) => entry.title.clone().unwrap_or_default(),
        };
        let file = record.map(|record| self.sources.file(record.text.source));
        let old = file.map(|file| file.text().unwrap_or_default().to_owned());
        if let (Some(old), Some(known)) = (&old, &entry.state)
            && *known != state::digest(old)
        {
            let nothing = reading.words.say("import.nothing");
            let both: Vec<String> = changes
                .iter()
                .map(|change| {
                    let before = change.before.as_ref().unwrap_or(&nothing);
                    let after = change.after.as_ref().unwrap_or(&nothing);
                    let values: [(&str, &dyn std::fmt::Display); 3] =
                        [("field", &change.label), ("before", before), ("after", after)];
                    reading.words.fill("import.conflict.both", &values)
                })
                .collect();
            let place = reading.place(entry.at);
            reading.push(codes::sheet::changed_since_export(place, reading.words, &name, &both.join("; ")));
            return Err(());
        }
        let new = match &old {
            Some(old) => {
                let mut text = old.clone();
                for (change, step) in changes.iter().flat_map(|change| change.steps.iter().map(move |s| (change, s))) {
                    text = match done(&text, step) {
                        Ok(text) => text,
                        Err(reason) => {
                            let wanted = reading.words.fill("import.cell.file", &[("reason", &reason)]);
                            let value = change.after.clone().unwrap_or_default();
                            let place = reading.place(change.at);
                            let (label, words) = (&change.label, reading.words);
                            reading.push(codes::sheet::bad_cell(place, words, label, &value, wanted));
                            return Err(());
                        }
                    };
                }
                text
            }
            None => created(&changes),
        };
        let path = match (file, whose) {
            (Some(file), _) => file.path.clone(),
            (None, Whose::New(id)) => format!("content/{}/{id}.md", reading.register_config().key.value),
            (None, Whose::Known(_)) => return Err(()),
        };
        let title = entry.title.clone().or_else(|| record.and_then(|r| r.title().map(str::to_owned)));
        let fields = changes.into_iter().map(|change| FieldChange {
            place: reading.place(change.at),
            key: change.key(),
            label: change.label,
            before: change.before,
            after: change.after,
        });
        let change = RecordChange {
            is_new: record.is_none(),
            path: path.clone(),
            name,
            title: title.unwrap_or_default(),
            place: reading.place(entry.at),
            fields: fields.collect(),
        };
        Ok((change, FileChange { path, old, new }))
    }

    /// The change of one value. Every change of a value at a reporting date passes here: what holds for
    /// a date as a whole, such as that it is closed, is to be asked here.
    fn value(
        &mut self,
        at: CellRef,
        target: &Target,
        record: Option<&Record>,
        value: Option<EditValue>,
        kept: &mut usize,
    ) -> Option<Change> {
        let before = record.and_then(|record| self.reading.current(record, target));
        let is_default = |value: &EditValue| match (target, value) {
            (Target::Field("visibility"), EditValue::Text(text)) => text == "public",
            (Target::Field("baseline" | "source_gap"), EditValue::Bool(yes)) => !yes,
            _ => false,
        };
        match (&before, &value) {
            (None, None) => return None,
            (Some(before), None) if is_default(before) => return None,
            (None, Some(value)) if is_default(value) => return None,
            (Some(before), Some(value)) if same(before, value) => return None,
            // Another way to write the same number is no renaming.
            (Some(EditValue::Text(before)), Some(EditValue::Text(value)))
                if *target == Target::Number && norm_number(before) == norm_number(value) =>
            {
                return None;
            }
            (Some(_), None) if !self.clear => {
                *kept += 1;
                return None;
            }
            _ => {}
        }
        if let Target::Value(date) = target
            && self.reading.model.frozen_dates.contains(date)
        {
            let name = self.reading.title(target);
            self.reading.push(codes::sheet::date_closed(self.reading.place(at), self.reading.words, &name));
            return None;
        }
        let (table, key) = self.key_of(target);
        let step = match &value {
            Some(value) => Step::Set(table, key, value.clone()),
            None => Step::Remove(table, key),
        };
        Some(self.change(at, target, before, value, vec![step]))
    }

    /// A change with its values as people read them.
    pub(super) fn change(
        &self,
        at: CellRef,
        target: &Target,
        before: Option<EditValue>,
        after: Option<EditValue>,
        steps: Vec<Step>,
    ) -> Change {
        let words = self.reading.words;
        let (yes, no) = (words.say("lang.yes"), words.say("lang.no"));
        let label = match target {
            Target::Value(date) => date.to_string(),
            Target::Field("baseline") => words.say("import.baseline"),
            target => self.reading.title(target),
        };
        let text = |value: EditValue| shown(&value, &yes, &no);
        Change { at, label, before: before.map(text), after: after.map(text), steps }
    }

    /// Table and key of a column in a record's file.
    fn key_of(&self, target: &Target) -> (&'static str, String) {
        match target {
            Target::Title => ("", "title".to_owned()),
            Target::Unit => ("", "unit".to_owned()),
            Target::Reported => ("", "reported".to_owned()),
            Target::Value(date) => {
                (if self.reading.scheme().scale.is_some() { "progress" } else { "status" }, date.to_string())
            }
            Target::Field(name) => ("", (*name).to_owned()),
            Target::Extra(index) => ("extra", self.reading.model.config.extra[*index].name.value.clone()),
            _ => ("", "number".to_owned()),
        }
    }

    /// What a cohort says of the baseline: its label marks it, a year alone takes the mark away where
    /// the sheet has the label elsewhere.
    fn baseline(&mut self, at: CellRef, record: Option<&Record>, baseline: bool) -> Option<Change> {
        let target = Target::Field("baseline");
        let is_apart = self.reading.titles.iter().any(|(known, _)| *known == target);
        if is_apart || (!baseline && self.reading.baseline_label.is_none()) {
            return None;
        }
        self.value(at, &target, record, Some(EditValue::Bool(baseline)), &mut 0)
    }

    fn body(&mut self, at: CellRef, record: Option<&Record>, text: &str) -> Option<Change> {
        let before = record.map(|record| body(record, self.sources)).filter(|text| !text.is_empty());
        let bare = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        if before.as_deref().map(bare).unwrap_or_default() == bare(text) {
            return None;
        }
        let steps = vec![Step::Body(from_plain(text))];
        Some(Change { at, label: self.reading.title(&Target::Body), before, after: Some(text.to_owned()), steps })
    }
}
