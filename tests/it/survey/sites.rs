//! Small sites for the survey, in memory: a change is applied to the texts and the site read again.

use super::book::Book;
use super::day;
use sachstand::diag::Diagnostics;
use sachstand::exchange::survey::{Change, Intake, Received, Survey, workbooks};
use sachstand::model::{Model, Record};
use sachstand::pipeline::{self, Options};
use sachstand::source::{Content, SourceFile, SourceTree};
use sachstand::text::lang::Lang;
use sachstand::theme;
use std::collections::BTreeMap;

/// The reporting date that is surveyed.
pub(super) const DATE: &str = "2023-09-30";

/// The files of a site by path.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Site(pub(super) BTreeMap<String, String>);

const SITE: &str = r#"
title = "Stand"
base_url = "https://www.example.org/stand/"
reporting_dates = [2022-09-30, 2023-03-31, 2023-09-30]
[publisher]
name = "Stadt Müsterhausen & Söhne"
[schemes.progress]
scale = { min = 0, max = 10 }
status = [{ code = "P", label = "in Planung", class = "planned", from = 0 }, { code = "E", label = "in Einführung", class = "active", from = 4 }, { code = "U", label = "umgesetzt", class = "done", from = 8 }]
letter = [{ code = "a", label = "a", class = "unknown" }, { code = "g", label = "g", class = "unknown" }]
[schemes.state]
status = [{ code = "P", label = "in Planung", class = "planned" }, { code = "U", label = "umgesetzt", class = "done" }]
[registers.measures]
kind = "measure"
scheme = "progress"
slug = "massnahmen"
title = "Maßnahmen"
singular = "Maßnahme"
number_prefix = "MP "
[registers.services]
kind = "service"
scheme = "state"
slug = "online-dienste"
title = "Online-Dienste"
singular = "Online-Dienst"
[registers.files]
kind = "record"
scheme = "state"
history = "events"
slug = "akten"
title = "Akten"
singular = "Akte"
"#;

const ORGANISATION: &str = r#"
[[unit]]
id = "0.1"
name = "Zentraler Steuerungsdienst"
[[unit]]
id = "0.2"
name = "Bauen"
"#;

impl Site {
    /// A site with these records: path below `content/` and front matter.
    pub(super) fn of(records: &[(&str, &str)]) -> Site {
        let mut files = BTreeMap::from([
            ("content/site.toml".to_owned(), SITE.to_owned()),
            ("content/organisation.toml".to_owned(), ORGANISATION.to_owned()),
        ]);
        for (path, front) in records {
            files.insert(format!("content/{path}.md"), format!("+++\n{front}+++\nText\n"));
        }
        Site(files)
    }

    fn sources(&self) -> SourceTree {
        let file =
            |(path, text): (&String, &String)| SourceFile { path: path.clone(), content: Content::Text(text.clone()) };
        SourceTree::new(self.0.iter().map(file).collect())
    }

    fn with<T>(&self, work: impl FnOnce(&Survey<'_>, &SourceTree, &Model) -> T) -> T {
        let sources = self.sources();
        let mut diags = Diagnostics::new();
        let options = Options { as_of: Some(day(DATE)), internal: true, portable: false };
        let (model, _) = pipeline::derive(&sources, options, &mut diags).expect("the site can be read");
        assert!(!diags.has_errors(), "{diags:?}");
        let words = theme::strings(Lang::De);
        let survey = Survey::new(&model, &sources, &words, day(DATE)).expect("the date is surveyed");
        work(&survey, &sources, &model)
    }

    /// The bytes of the workbook that a unit gets.
    pub(super) fn export(&self, unit: &str) -> Vec<u8> {
        self.with(|survey, _, _| {
            let unit = survey.unit(unit).expect("the unit is known");
            workbooks(survey, &[unit]).expect("the workbook can be written").remove(0).bytes
        })
    }

    /// The workbook that a unit gets, after it has done what the lines say.
    pub(super) fn filled(&self, unit: &str, lines: &[&str]) -> Vec<u8> {
        let mut book = Book::open(&self.export(unit));
        lines.iter().for_each(|line| book.edit(line));
        book.save()
    }

    /// What files would change and what is wrong with them: code and cell of each problem.
    pub(super) fn take_in(&self, files: &[(&str, Vec<u8>)]) -> (Intake, Vec<String>) {
        self.with(|survey, sources, _| {
            let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect();
            let mut diags = Diagnostics::new();
            let intake = survey.take_in(sources, &Received::read(files), &mut diags);
            diags.finish(sources);
            let place = |locus: &sachstand::diag::Locus| match locus {
                sachstand::diag::Locus::Sheet(place) => place.to_string(),
                sachstand::diag::Locus::Path(path) => path.clone(),
                other => format!("{other:?}"),
            };
            (intake, diags.iter().map(|d| format!("{} {}", d.code.name, place(&d.locus))).collect())
        })
    }

    /// The site with these changes.
    pub(super) fn changed(&self, changes: &[Change]) -> Site {
        let mut files = self.0.clone();
        for Change { path, old, new, .. } in changes {
            assert_eq!(files.get(path).map(|text| text.clone().into_bytes()), *old, "{path}");
            files.insert(path.clone(), new.clone());
        }
        Site(files)
    }

    /// Looks at a record by its path below `content/`.
    pub(super) fn record<T>(&self, path: &str, look: impl FnOnce(&Record) -> T) -> T {
        let (register, id) = path.split_once('/').expect("a register and an id");
        self.with(|_, _, model| {
            let (_, register) = (model.registers())
                .find(|(_, known)| model.register_config(known).key.value == register)
                .expect("the register is known");
            look(register.records.iter().find(|record| record.text.id == id).expect("the record is there"))
        })
    }
}
