//! The survey: workbooks go out, are filled in and come back.

mod answers;
pub(crate) mod book;
mod layout;
mod sites;
mod trip;

use sachstand::diag::Diagnostics;
use sachstand::exchange::survey::{Intake, NoSurvey, Received, Survey, workbooks};
use sachstand::model::Model;
use sachstand::pipeline::{self, Options};
use sachstand::source::{Content, SourceFile, SourceTree};
use sachstand::text::lang::Lang;
use sachstand::value::Date;
use sachstand::{disk, theme};
use std::path::Path;

/// The date of a text.
pub(crate) fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is no date"))
}

/// Reads a site as of a day.
fn site(folder: &Path, date: Date) -> (SourceTree, Model) {
    let (sources, mut diags) = disk::read(folder);
    let options = Options { as_of: Some(date), internal: true, portable: false };
    let (model, _) = pipeline::derive(&sources, options, &mut diags).expect("the site can be read");
    assert!(!diags.has_errors(), "{diags:?}");
    (sources, model)
}

/// The workbook that a unit gets.
pub(crate) fn exported(folder: &Path, unit: &str, date: &str) -> Vec<u8> {
    let (sources, model) = site(folder, day(date));
    let words = theme::strings(Lang::De);
    let survey = Survey::new(&model, &sources, &words, day(date)).unwrap_or_else(|reason| panic!("{reason}"));
    let unit = survey.unit(unit).expect("the unit is known");
    workbooks(&survey, &[unit]).expect("the workbook can be written").remove(0).bytes
}

/// What files would change, and what is wrong with them.
fn taken(folder: &Path, date: &str, files: &[(&str, Vec<u8>)]) -> (Intake, SourceTree, Diagnostics) {
    let (sources, model) = site(folder, day(date));
    let words = theme::strings(Lang::De);
    let survey = Survey::new(&model, &sources, &words, day(date)).unwrap_or_else(|reason| panic!("{reason}"));
    let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect();
    let mut diags = Diagnostics::new();
    let intake = survey.take_in(&sources, &Received::read(files), &mut diags);
    diags.finish(&sources);
    (intake, sources, diags)
}

/// What is wrong with all files in a folder of the site, for cases.
pub(crate) fn problems(site: &Path, folder: &str) -> (SourceTree, Diagnostics) {
    let mut paths: Vec<_> =
        std::fs::read_dir(site.join(folder)).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let files: Vec<(String, Vec<u8>)> = (paths.iter())
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            (format!("{folder}/{name}"), std::fs::read(path).expect("a file can be read"))
        })
        .collect();
    let files: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let (_, sources, diags) = taken(site, "2023-09-30", &files);
    (sources, diags)
}

#[test]
fn a_closed_date_is_not_surveyed_any_more() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks/_base");
    let (sources, model) = site(&folder, day("2023-09-30"));
    let words = theme::strings(Lang::De);
    let path = "content/snapshots/2023-09-30.toml".to_owned();
    let snapshot = SourceFile { path: path.clone(), content: Content::Text(String::new()) };
    let closed = SourceTree::new(sources.iter().map(|(_, file)| file.clone()).chain([snapshot]).collect());
    let reason = |sources, date| Survey::new(&model, sources, &words, date).err();
    assert_eq!(reason(&sources, day("2023-09-30")), None);
    assert_eq!(reason(&closed, day("2023-09-30")), Some(NoSurvey::Frozen { date: day("2023-09-30"), path }));
    let known = vec![day("2022-09-30"), day("2023-03-31"), day("2023-09-30")];
    assert_eq!(reason(&sources, day("2023-06-30")), Some(NoSurvey::UnknownDate { date: day("2023-06-30"), known }));
}
