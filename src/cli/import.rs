//! `sachstand import`: shows what a sheet would change in the records of a register, and changes it
//! only when that is asked for. Everything or nothing is written; rows with errors stop it unless the
//! rest is asked for.

use super::Outcome;
use super::announce::announce;
use super::console::{Console, unreadable};
use super::suggest::hint;
use crate::diag::Diagnostics;
use crate::diag::print::{Form, render};
use crate::disk::{self, FileEdit};
use crate::exchange::import::{self, FileChange, Request};
use crate::exchange::sheet::{MAX_FILE, Workbook};
use crate::model::RegisterId;
use crate::pipeline::{self, Options};
use crate::source::{Content, SourceFile, SourceTree};
use crate::text::catalog::Catalog;
use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(after_long_help = HELP)]
pub(super) struct Import {
    /// Workbook or CSV file
    file: PathBuf,
    /// Register whose records the sheet holds
    #[arg(long, value_name = "KEY")]
    register: String,
    /// Sheet to read; without it the one whose headers fit
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Mapping file for headers that are not recognised
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Print a mapping file for this sheet, to be completed by hand
    #[arg(long, conflicts_with_all = ["write", "map"])]
    suggest_map: bool,
    /// Change the files; without it, everything is only shown
    #[arg(long)]
    write: bool,
    /// Let empty cells remove values
    #[arg(long)]
    clear: bool,
    /// Leave out rows with errors and take over the others
    #[arg(long)]
    partial: bool,
    /// How changes and problems are written: human, short, json, gitlab or sarif
    #[arg(long, value_name = "FORM", default_value = "human")]
    format: Form,
}

const HELP: &str = "\
The header row is found wherever it stands. Headers are recognised by the names of fields and registers, whatever \
their case, hyphens and line breaks; values by the date in their header (`Stand 09.2023`, `30.09.2023`). An empty \
cell, `-` and `(Leer)` mean that nothing was collected. Blank cells under a unit or division mean the same one.

A mapping file says what other headers mean:

  sheet = \"Plan\"            # all of these may be left out
  header_row = 3
  [columns]                 # header, or column:K = field, date, check:DATE or \"-\"
  \"Lfd. Nr.\" = \"number\"
  \"column:K\" = \"2023-09-30\"
  [values.delivery]         # word of the sheet = value of the field; [values.value] for dates
  \"Formular\" = \"own-form\"";

/// Who keeps the records sees all of them.
const ALL: Options = Options { as_of: None, internal: true, portable: false };

/// Most bytes of a mapping file.
const MAX_MAP: usize = 1_000_000;

impl Import {
    pub(super) fn run(&self, site: &Path, console: &mut Console) -> Outcome {
        let (sources, mut diags) = disk::read(site);
        let model = pipeline::derive(&sources, ALL, &mut diags).map(|(model, _)| model);
        diags.finish(&sources);
        let Some(model) = model.filter(|_| !diags.has_errors()) else {
            console.problems(&diags, &sources);
            console.fail(&"the site has errors; correct them first, so that no record is taken for a new one");
            return Outcome::Errors;
        };
        let keys: Vec<&str> = model.registers.iter().map(|r| model.register_config(r).key.value.as_str()).collect();
        let Some(at) = keys.iter().position(|key| *key == self.register) else {
            let hint = hint(&self.register, &keys, "registers");
            console.fail(&format!("there is no register `{}`; {hint}", self.register));
            return Outcome::Failed;
        };
        let words = import::words(&model);
        let map = match self.map.as_deref().map(|path| (path, disk::read_input(path, MAX_MAP))) {
            Some((path, Err(error))) => {
                console.fail(&unreadable(path, &error));
                return Outcome::Failed;
            }
            Some((path, Ok(bytes))) if bytes.len() > MAX_MAP => {
                console.fail(&format!("`{}` is larger than a mapping file can be (1 MB)", path.display()));
                return Outcome::Failed;
            }
            Some((path, Ok(bytes))) => match String::from_utf8(bytes) {
                Ok(text) => Some((path.to_string_lossy().into_owned(), text)),
                Err(_) => {
                    console.fail(&format!("cannot read `{}`: it is not UTF-8; save it as UTF-8", path.display()));
                    return Outcome::Failed;
                }
            },
            None => None,
        };
        let file = self.file.to_string_lossy().into_owned();
        let request = Request {
            file: &file,
            register: RegisterId(at as u32),
            sheet: self.sheet.as_deref(),
            mapping: map.as_ref().map(|(file, text)| (file.as_str(), text.as_str())),
            clear: self.clear,
        };
        let bytes = match disk::read_input(&self.file, MAX_FILE) {
            Ok(bytes) => bytes,
            Err(error) => {
                console.fail(&unreadable(&self.file, &error));
                return Outcome::Failed;
            }
        };
        let mut diags = Diagnostics::new();
        let Some(book) = opened(&file, &bytes, &words, &mut diags) else {
            return self.tell(None, &words, &diags, &sources, console);
        };
        if self.suggest_map {
            return match import::suggested_mapping(&book, request, &model, &mut diags) {
                Some(text) => {
                    console.data(&text);
                    Outcome::Fine
                }
                None => self.tell(None, &words, &diags, &sources, console),
            };
        }
        let plan = import::plan(&book, request, &model, &sources, &mut diags);
        diags.adjust(&crate::model::severities(&model.config));
        diags.finish(&sources);
        let outcome = self.tell(plan.as_ref(), &words, &diags, &sources, console);
        match plan {
            Some(plan) => self.finish(site, &plan, outcome, &words, &sources, console),
            None => outcome,
        }
    }

    /// Prints what would change, and the problems.
    fn tell(
        &self,
        plan: Option<&import::Import>,
        words: &Catalog,
        diags: &Diagnostics,
        sources: &SourceTree,
        console: &mut Console,
    ) -> Outcome {
        match (self.format, plan) {
            (Form::Human, Some(plan)) => console.data(&import::human(plan, words)),
            (Form::Short, Some(plan)) => console.data(&import::short(plan)),
            (Form::Json, Some(plan)) => console.data(&import::json(plan)),
            _ => {}
        }
        match self.format {
            Form::Human => console.problems(diags, sources),
            form => console.data(&render(form, diags, sources, console.colour())),
        }
        if diags.has_errors() { Outcome::Errors } else { Outcome::Fine }
    }

    /// Writes the files if that is asked for and nothing stands against it.
    fn finish(
        &self,
        site: &Path,
        plan: &import::Import,
        outcome: Outcome,
        words: &Catalog,
        sources: &SourceTree,
        console: &mut Console,
    ) -> Outcome {
        let has_errors = outcome != Outcome::Fine;
        if plan.files.is_empty() {
            if !has_errors {
                console.talk(&words.say("import.dry_nothing"));
            }
            return outcome;
        }
        if !self.write {
            console.talk(&words.say(if has_errors { "import.dry_errors" } else { "import.dry" }));
            return outcome;
        }
        if has_errors && !self.partial {
            console.talk(&words.say("import.refusal"));
            return outcome;
        }
        // What was worked out must be a site without errors; if not, nothing may be written.
        let (after, mut diags) = (with(sources, &plan.files), Diagnostics::new());
        pipeline::derive(&after, ALL, &mut diags);
        diags.finish(&after);
        if diags.has_errors() {
            console.problems(&diags, &after);
            console.talk(&words.say("import.refusal"));
            return Outcome::Errors;
        }
        let paths: Vec<&str> = plan.files.iter().map(|file| file.path.as_str()).collect();
        announce(site, &paths, console);
        let edit = |file: &FileChange| FileEdit {
            path: file.path.clone(),
            old: file.old.clone().map(String::into_bytes),
            new: file.new.clone().into_bytes(),
        };
        let edits: Vec<FileEdit> = plan.files.iter().map(edit).collect();
        if let Err(error) = disk::apply(site, &edits) {
            console.fail(&error);
            return Outcome::Failed;
        }
        console.talk(&words.fill("import.written", &[("n", &edits.len())]));
        outcome
    }
}

/// The sheets of a file. What a broken file may drive a reader to is a problem of the file, told as one.
fn opened(file: &str, bytes: &[u8], words: &Catalog, diags: &mut Diagnostics) -> Option<Workbook> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let opened = import::open(file, bytes, words, diags);
    std::panic::set_hook(hook);
    opened
}

/// The site as it would be with these files.
fn with(sources: &SourceTree, changes: &[FileChange]) -> SourceTree {
    let mut files: BTreeMap<String, Content> =
        sources.iter().map(|(_, file)| (file.path.clone(), file.content.clone())).collect();
    files.extend(changes.iter().map(|change| (change.path.clone(), Content::Text(change.new.clone()))));
    SourceTree::new(files.into_iter().map(|(path, content)| SourceFile { path, content }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_tree_holds_old_and_new_files() {
        let text = |text: &str| Content::Text(text.to_owned());
        let old = SourceTree::new(vec![
            SourceFile { path: "content/a".into(), content: text("1") },
            SourceFile { path: "content/b".into(), content: text("2") },
        ]);
        let change = |path: &str, new: &str| FileChange { path: path.into(), old: None, new: new.into() };
        let new = with(&old, &[change("content/b", "3"), change("content/c", "4")]);
        let found: Vec<_> = new.iter().filter_map(|(_, file)| file.text()).collect();
        assert_eq!(found, ["1", "3", "4"]);
    }
}
