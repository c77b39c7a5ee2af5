//! The flat sheet of a workbook that this program made: it repeats the first one for programs. What somebody edited only
//! there would be lost without a word, since the first one is read.
//!
//! Nothing of it is taken over: which of two answers counts is for people to say, by `--sheet`.

use super::header::{Layout, Target, Wanted};
use super::written::norm;
use super::{FieldChange, Import, RecordChange};
use crate::diag::{Diagnostics, Severity, codes};
use crate::exchange::sheet::Workbook;
use crate::exchange::state;
use std::collections::{BTreeSet, HashMap};

/// The flat sheet beside the one that is read, unless somebody chose between them.
pub(super) fn find<'b>(book: &'b Workbook, read: &Layout<'b>, wanted: &Wanted<'_>) -> Option<Layout<'b>> {
    let titled = |layout: &Layout<'_>, title: &str| {
        layout.columns.iter().any(|column| column.target == Target::Id && norm(&column.title) == norm(title))
    };
    if wanted.sheet.is_some() || wanted.mapping.is_some() || !titled(read, state::ID) {
        return None;
    }
    let others = book.sheets.iter().filter(|sheet| sheet.name != read.sheet.name);
    let layouts = others.filter_map(|sheet| {
        let wanted = Wanted { sheet: Some(&sheet.name), ..*wanted };
        Layout::find(book, &wanted, &mut Diagnostics::new())
    });
    layouts.into_iter().find(|layout| titled(layout, "id"))
}

/// Reports what the flat sheet would change and the first one does not, and what in it cannot be understood. Edits of
/// the first sheet alone are the usual way and no news.
pub(super) fn compare(
    import: &Import,
    read: &Layout<'_>,
    twin: &Import,
    problems: Diagnostics,
    wanted: &Wanted<'_>,
    diags: &mut Diagnostics,
) {
    let own = (twin.columns.iter()).filter(|(.., name)| import.columns.iter().all(|(.., known)| known != name));
    let own: BTreeSet<&str> = own.map(|(.., name)| name.as_str()).collect();
    let known: HashMap<&str, &RecordChange> = import.records.iter().map(|r| (r.path.as_str(), r)).collect();
    let is_same = |a: &FieldChange, b: &FieldChange| a.key == b.key && a.after == b.after;
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for record in &twin.records {
        let first = known.get(record.path.as_str());
        if record.is_new && first.is_none() {
            let words = wanted.words;
            diags.push(codes::sheet::row_elsewhere(record.place.clone(), words, &record.name, &read.sheet.name));
            continue;
        }
        for field in &record.fields {
            let same_key = first.and_then(|first| first.fields.iter().find(|other| other.key == field.key));
            if same_key.is_some_and(|other| is_same(other, field)) {
                continue;
            }
            let column = field.place.cell.map(|cell| crate::source::column_name(cell.column));
            let column = twin.columns.iter().find(|(letters, ..)| Some(letters) == column.as_ref());
            match column {
                // The first sheet has no such column: said once for each.
                Some((_, header, name)) if own.contains(name.as_str()) && same_key.is_none() => {
                    if told.insert(name.as_str()) {
                        let (place, words) = (field.place.clone(), wanted.words);
                        diags.push(codes::sheet::column_elsewhere(place, words, header, &twin.sheet));
                    }
                }
                _ => {
                    let nothing = wanted.words.say("import.nothing");
                    let there = field.after.as_ref().unwrap_or(&nothing);
                    // What the first sheet does not change is as in the site.
                    let here = same_key.map_or(&field.before, |other| &other.after).as_ref().unwrap_or(&nothing);
                    let values = [here.as_str(), there.as_str()];
                    let (place, words) = (field.place.clone(), wanted.words);
                    let names = [record.name.as_str(), field.label.as_str(), read.sheet.name.as_str()];
                    diags.push(codes::sheet::sheets_differ(place, words, names, values));
                }
            }
        }
    }
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
        diags.push(problem.clone());
    }
}
