//! Reads returned workbooks together, and says what they would change and who has answered.

use super::changes::{Change, Changes};
use super::joined::join;
use super::returned::{About, recognise};
use super::rows::{Answer, Rows, Target};
use super::{State, Survey};
use crate::diag::codes::survey as codes;
use crate::diag::{Diagnostics, Locus};
use crate::exchange::sheet::{SheetError, Workbook};
use crate::model::{RecordRef, UnitId};
use crate::source::SourceTree;
use crate::value::Date;
use std::collections::BTreeSet;

/// Files as they came back, read but not understood.
pub struct Received {
    files: Vec<(String, Result<Workbook, SheetError>)>,
}

/// What the files say.
pub struct Intake {
    /// Changes of record files, by path.
    pub changes: Vec<Change>,
    /// What became of each file, in the order of units and names.
    pub files: Vec<File>,
    /// How far each unit is that is asked about something, or has answered, in the order written.
    pub units: Vec<Progress>,
}

/// What became of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// As the user named it.
    pub file: String,
    /// Its unit; nothing if it was refused.
    pub unit: Option<UnitId>,
    /// Rows with an answer that was taken.
    pub taken: usize,
    /// Rows with an answer that was not.
    pub refused: usize,
}

/// How far a unit is.
#[derive(Debug, PartialEq, Eq)]
pub struct Progress {
    /// The unit.
    pub unit: UnitId,
    /// Records whose value stands in their files, or that have left.
    pub recorded: Vec<RecordRef>,
    /// Records with a value or reason in a file that can be taken.
    pub returned: Vec<RecordRef>,
    /// Records whose answer was refused.
    pub refused: Vec<RecordRef>,
    /// Records without any answer.
    pub missing: Vec<RecordRef>,
    /// New records in files that can be taken.
    pub new: usize,
}

impl Progress {
    /// How many records the unit is asked about.
    pub fn asked(&self) -> usize {
        self.recorded.len() + self.returned.len() + self.refused.len() + self.missing.len()
    }
}

impl Received {
    /// Reads files, each with its name as the user gave it.
    pub fn read(files: Vec<(String, Vec<u8>)>) -> Self {
        let read = |(name, bytes): (String, Vec<u8>)| {
            let book = Workbook::read(&name, &bytes);
            (name, book)
        };
        Received { files: files.into_iter().map(read).collect() }
    }

    /// The latest date that a workbook asks about.
    pub fn date(&self) -> Option<Date> {
        self.files.iter().filter_map(|(_, book)| About::read(book.as_ref().ok()?)?.date()).max()
    }
}

impl Survey<'_> {
    /// Understands the files. What is wrong with them is told, each with its cell.
    pub fn take_in(&self, sources: &SourceTree, received: &Received, diags: &mut Diagnostics) -> Intake {
        let mut answers: Vec<Answer> = Vec::new();
        let mut files: Vec<File> = Vec::new();
        let mut refused: BTreeSet<(UnitId, RecordRef)> = BTreeSet::new();
        for (name, book) in &received.files {
            let mut file = File { file: name.clone(), unit: None, taken: 0, refused: 0 };
            match book {
                Err(SheetError::LockFile) => {
                    diags.push(codes::unread(Locus::Path(name.clone()), self.words, "lock_file", ""));
                    continue;
                }
                Err(error) => {
                    let (key, detail) = reason(error);
                    let reason = self.words.fill(&format!("survey.unreadable.{key}"), &[("detail", &detail)]);
                    diags.push(codes::file(name, self.words, "unreadable", &[("reason", &reason)]));
                }
                Ok(book) => {
                    if let Some(returned) = recognise(self, name, book, diags) {
                        file.unit = Some(returned.unit);
                        for part in &returned.parts {
                            let rows = Rows { survey: self, unit: returned.unit, part };
                            let (taken, not) = rows.read(diags);
                            file.taken += taken.len();
                            file.refused += not.len();
                            answers.extend(taken);
                            refused.extend(not.into_iter().filter_map(|row| Some((returned.unit, row.0?))));
                        }
                    }
                }
            }
            files.push(file);
        }
        // Neither the order of files nor their names may decide which number a new record gets.
        answers.sort_by_key(|answer| answer.unit);
        files.sort_by(|a, b| (a.unit, &a.file).cmp(&(b.unit, &b.file)));
        let (joined, conflicts) = join(self, answers, diags);
        let mut not_taken = conflicts;
        let mut changes = Vec::new();
        let mut returned: BTreeSet<RecordRef> = BTreeSet::new();
        let mut new: Vec<UnitId> = Vec::new();
        let mut work = Changes::new(self, sources);
        for answer in &joined {
            match work.of(answer, diags) {
                Ok(change) => {
                    changes.extend(change);
                    match answer.target {
                        Target::Known(at) if answer.value.is_some() || answer.left.is_some() => {
                            returned.insert(at);
                        }
                        Target::Known(_) => {}
                        Target::New { .. } => new.push(answer.unit),
                    }
                }
                Err(()) => not_taken.extend(answer.answers.iter().cloned()),
            }
        }
        for answer in not_taken {
            if let Target::Known(at) = answer.target {
                refused.insert((answer.unit, at));
            }
            if let Some(file) = files.iter_mut().find(|file| file.file == answer.place.file) {
                file.taken = file.taken.saturating_sub(1);
                file.refused += 1;
            }
        }
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        let units = self.progress(&returned, &refused, &new, &files);
        Intake { changes, files, units }
    }

    fn progress(
        &self,
        returned: &BTreeSet<RecordRef>,
        refused: &BTreeSet<(UnitId, RecordRef)>,
        new: &[UnitId],
        files: &[File],
    ) -> Vec<Progress> {
        let mut all = Vec::new();
        for unit in (0..).zip(&self.model.units).map(|(index, _)| UnitId(index)) {
            let mut own = Progress {
                unit,
                recorded: Vec::new(),
                returned: Vec::new(),
                refused: Vec::new(),
                missing: Vec::new(),
                new: new.iter().filter(|other| **other == unit).count(),
            };
            // Where events are kept, a status holds until the next one: no answer is an answer.
            let registers = self.registers.iter().filter(|register| !self.register(**register).events);
            for (at, record) in registers.flat_map(|register| self.asked(unit, *register)) {
                let state = State::of(record, self.date);
                let place = match state {
                    _ if refused.contains(&(unit, at)) => &mut own.refused,
                    State { value: None, left: None } if returned.contains(&at) => &mut own.returned,
                    State { value: None, left: None } => &mut own.missing,
                    _ => &mut own.recorded,
                };
                place.push(at);
            }
            if own.asked() > 0 || files.iter().any(|file| file.unit == Some(unit)) {
                all.push(own);
            }
        }
        all
    }
}

/// Why a file cannot be read: a key below `survey.unreadable`, and what belongs to it.
fn reason(error: &SheetError) -> (&'static str, String) {
    match error {
        SheetError::Empty | SheetError::LockFile => ("empty", String::new()),
        SheetError::TooLarge => ("too_large", String::new()),
        SheetError::Password => ("password", String::new()),
        SheetError::OtherFormat("") => ("no_workbook", String::new()),
        SheetError::OtherFormat(what) => ("other_format", (*what).to_owned()),
        SheetError::OpenQuote(line) => ("quote", line.to_string()),
        SheetError::Broken(words) => ("broken", words.clone()),
    }
}
