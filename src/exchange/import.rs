//! From a sheet to changes of record files: what would be created, changed, left, and every problem by
//! its cell.
//!
//! Nothing here writes a file: an [`Import`] holds the new texts, and the caller decides. A row with a
//! problem changes nothing, an empty cell removes nothing unless that is asked for, and a record that
//! the sheet does not name stays as it is.

mod aliases;
mod assign;
mod cells;
mod changes;
mod elsewhere;
mod files;
mod header;
mod headings;
mod links;
mod mapping;
mod organisation;
mod own;
mod records;
mod references;
mod rows;
mod show;
mod site;
mod written;

pub use show::{human, json, short};
pub(super) use written::schedule;

use crate::config::RegisterConfig;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::exchange::sheet::{Cell, Sheet, SheetError, Workbook};
use crate::model::{Model, RegisterId, Scheme};
use crate::source::{CellRef, SheetPlace, SourceTree};
use crate::text::catalog::Catalog;
use crate::text::lang::{LANGS, Lang};
use crate::theme;
use crate::value::Date;
use aliases::Vocabulary;
use elsewhere::Elsewhere;
use header::{Layout, Target, Wanted};
use mapping::Mapping;
use own::Own;

/// What is to be read in.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// The workbook, as the user named it.
    pub file: &'r str,
    /// The register whose records it holds.
    pub register: RegisterId,
    /// The sheet; without one it is found.
    pub sheet: Option<&'r str>,
    /// A mapping file: its name and text.
    pub mapping: Option<(&'r str, &'r str)>,
    /// Whether empty cells remove values.
    pub clear: bool,
}

/// What a sheet would change.
#[derive(Debug, Default)]
pub struct Import {
    /// Name of the sheet.
    pub sheet: String,
    /// Key of the register.
    pub register: String,
    /// Title of the register.
    pub title: String,
    /// Columns by their letters, header, and what they hold.
    pub columns: Vec<(String, String, String)>,
    /// Records that are new or change, in the order of the sheet.
    pub records: Vec<RecordChange>,
    /// How many rows say what the site says already.
    pub unchanged: usize,
    /// How many rows are left out because of errors.
    pub refused: usize,
    /// Numbers or ids of records that the sheet does not name.
    pub missing: Vec<String>,
    /// How many values stay although their cell is empty.
    pub kept: usize,
    /// What changes besides records: reporting dates, units, each with its file.
    pub site: Vec<(String, String)>,
    /// Reporting dates of the site that are later than all of the sheet.
    pub later: Vec<Date>,
    /// Files to write; empty if nothing changes.
    pub files: Vec<FileChange>,
}

/// A record that is new or changes.
#[derive(Debug)]
pub struct RecordChange {
    /// Whether the site does not have it yet.
    pub is_new: bool,
    /// Its file.
    pub path: String,
    /// Its number, or its id.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where it stands in the sheet.
    pub place: SheetPlace,
    /// What changes.
    pub fields: Vec<FieldChange>,
}

/// One value that changes.
#[derive(Debug)]
pub struct FieldChange {
    /// Its cell.
    pub place: SheetPlace,
    /// The header, or the reporting date.
    pub label: String,
    /// What the site says.
    pub before: Option<String>,
    /// What the sheet says; nothing where a value is removed.
    pub after: Option<String>,
}

/// The new text of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Path below the site folder.
    pub path: String,
    /// What it holds so far; nothing for a new file.
    pub old: Option<String>,
    /// What it would hold.
    pub new: String,
}

/// The words of a site: its first language.
pub fn words(model: &Model) -> Catalog {
    theme::strings(model.config.languages.first().copied().unwrap_or(Lang::De))
}

/// The sheets of a file, or nothing if it has none: the problem with it, in the words of the site, is in
/// `diags`.
pub fn open(file: &str, bytes: &[u8], words: &Catalog, diags: &mut Diagnostics) -> Option<Workbook> {
    let error = match Workbook::read(file, bytes) {
        Ok(book) => return Some(book),
        Err(error) => error,
    };
    let (reason, detail) = match error {
        SheetError::Empty => ("empty", String::new()),
        SheetError::LockFile => ("lock", String::new()),
        SheetError::TooLarge => ("large", String::new()),
        SheetError::Password => ("password", String::new()),
        SheetError::OtherFormat("") => ("binary", String::new()),
        SheetError::OtherFormat(format) => ("other", format.to_owned()),
        SheetError::OpenQuote(line) => ("quote", line.to_string()),
        SheetError::Broken(reason) => ("broken", reason),
    };
    diags.push(codes::sheet::unreadable_workbook(file, words, reason, &detail));
    None
}

/// What a workbook would change in a site, or nothing if no sheet of it could be read. The model must
/// be the internal edition at the latest date, so that it holds every record.
pub fn plan(
    book: &Workbook,
    request: Request<'_>,
    model: &Model,
    sources: &SourceTree,
    diags: &mut Diagnostics,
) -> Option<Import> {
    let words = words(model);
    let register = model.register(request.register);
    let vocabulary = Vocabulary::new(model, register);
    let mapping = request.mapping.map(|(file, text)| Mapping::read(file, text, &vocabulary, &words, diags));
    let others = model.registers().filter(|(id, _)| *id != request.register);
    let others: Vec<Vocabulary<'_>> = others.map(|(_, other)| Vocabulary::new(model, other)).collect();
    let wanted = Wanted {
        file: request.file,
        sheet: request.sheet,
        mapping: mapping.as_ref(),
        vocabulary: &vocabulary,
        others: &others,
        words: &words,
    };
    let layout = Layout::find(book, &wanted, diags)?;
    let mut reading = Reading {
        model,
        register: request.register,
        file: request.file,
        sheet: layout.sheet,
        titles: layout.columns.iter().map(|column| (column.target.clone(), column.title.clone())).collect(),
        mapping: mapping.as_ref(),
        words: &words,
        strings: LANGS.iter().map(|lang| theme::strings(*lang)).collect(),
        typed: layout.sheet.rows.iter().flat_map(|r| &r.cells).any(|(_, cell)| !matches!(cell, Cell::Text(_))),
        baseline_label: None,
        own: Own::new(model, request.register, &words, sources),
        elsewhere: elsewhere::names(book, &layout, &wanted),
        diags: Diagnostics::new(),
    };
    let (entries, organisation) = rows::read(&mut reading, &layout);
    let mut import = changes::work_out(&mut reading, &layout, entries, organisation, sources, request.clear);
    elsewhere::report(&mut reading);
    import.columns = (layout.columns.iter())
        .map(|c| (crate::source::column_name(c.index), c.title.clone(), vocabulary.name_of(&c.target)))
        .collect();
    diags.append(reading.diags);
    Some(import)
}

/// A mapping file for a workbook as far as it is understood, to be completed by hand.
pub fn suggested_mapping(
    book: &Workbook,
    request: Request<'_>,
    model: &Model,
    diags: &mut Diagnostics,
) -> Option<String> {
    let words = words(model);
    let vocabulary = Vocabulary::new(model, model.register(request.register));
    let wanted = Wanted {
        file: request.file,
        sheet: request.sheet,
        mapping: None,
        vocabulary: &vocabulary,
        others: &[],
        words: &words,
    };
    let layout = Layout::nearest(book, &wanted, diags)?;
    Some(mapping::suggested(&layout, &vocabulary))
}

/// A sheet that is being read, with everything needed to understand and report a cell.
struct Reading<'m, 'w> {
    model: &'m Model,
    register: RegisterId,
    file: &'w str,
    sheet: &'w Sheet,
    titles: Vec<(Target, String)>,
    mapping: Option<&'w Mapping>,
    /// Words of the site's first language, and of all.
    words: &'w Catalog,
    strings: Vec<Catalog>,
    /// Whether its cells know numbers from texts; those of CSV files do not.
    typed: bool,
    /// What the sheet calls the baseline.
    baseline_label: Option<String>,
    /// What this program writes for each record.
    own: Own<'w>,
    /// Records on other sheets of the file.
    elsewhere: Elsewhere,
    diags: Diagnostics,
}

impl<'m> Reading<'m, '_> {
    fn lang(&self) -> Lang {
        self.words.lang
    }

    fn register_config(&self) -> &'m RegisterConfig {
        self.model.register_config(self.model.register(self.register))
    }

    fn scheme(&self) -> &'m Scheme {
        self.model.scheme(self.model.register(self.register))
    }

    fn place(&self, cell: CellRef) -> SheetPlace {
        header::place(self.file, self.sheet, cell)
    }

    /// The header of the column that holds this.
    fn title(&self, target: &Target) -> String {
        self.titles.iter().find(|(known, _)| known == target).map(|(_, title)| title.clone()).unwrap_or_default()
    }

    fn push(&mut self, problem: Diagnostic) {
        self.diags.push(problem);
    }

    /// Says how something was understood.
    fn note(&mut self, at: CellRef, column: &str, typed: &str, meant: &str) {
        let problem = codes::sheet::value_read_as(self.place(at), self.words, column, typed, meant);
        self.push(problem);
    }

    /// Reports a cell that cannot be taken over.
    fn bad<T>(&mut self, at: CellRef, column: &str, cell: &Cell, wanted: String) -> Result<T, ()> {
        let problem = codes::sheet::bad_cell(self.place(at), self.words, column, &written::clean(&cell.text()), wanted);
        self.push(problem);
        Err(())
    }
}
