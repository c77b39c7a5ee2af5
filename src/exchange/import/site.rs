//! What a sheet brings besides records: reporting dates, the label of the baseline, units and divisions.

use super::header::{Layout, Target};
use super::organisation::{New, Organisation};
use super::{FileChange, Import, Reading};
use crate::diag::codes;
use crate::record::edit::{EditError, EditValue, append, insert_date, line, set_value};
use crate::source::{CellRef, SourceTree};
use crate::value::Date;
use std::collections::BTreeSet;

const SITE: &str = "content/site.toml";
const ORGANISATION: &str = "content/organisation.toml";

/// What the accepted rows need.
pub(super) struct Needs<'m> {
    pub(super) organisation: Organisation<'m>,
    /// Dates with a value.
    pub(super) dates: BTreeSet<Date>,
    /// Units in charge.
    pub(super) units: BTreeSet<String>,
    /// Whether a record belongs to the baseline.
    pub(super) baseline: bool,
}

/// Adds what is needed and missing.
pub(super) fn work_out(
    reading: &mut Reading<'_, '_>,
    layout: &Layout<'_>,
    import: &mut Import,
    needs: Needs<'_>,
    sources: &SourceTree,
) {
    dates(reading, layout, import, &needs, sources);
    units(reading, layout, import, &needs, sources);
}

fn text_of(sources: &SourceTree, path: &str) -> Option<String> {
    sources.find(path).and_then(|(_, file)| file.text()).map(str::to_owned)
}

fn dates(
    reading: &mut Reading<'_, '_>,
    layout: &Layout<'_>,
    import: &mut Import,
    needs: &Needs<'_>,
    sources: &SourceTree,
) {
    let used = &needs.dates;
    let config = reading.register_config();
    let own = config.reporting_dates.is_some();
    let known = config.reporting_dates.as_ref().unwrap_or(&reading.model.config.reporting_dates);
    let table = if own { format!("registers.{}", config.key.value) } else { String::new() };
    let Some(old) = text_of(sources, SITE) else { return };
    let mut text = old.clone();
    for date in used.iter().filter(|date| known.value.iter().all(|known| known.value != **date)) {
        match insert_date(&text, &table, "reporting_dates", *date) {
            Ok(new) => {
                text = new;
                import.site.push((SITE.to_owned(), reading.words.fill("import.new_date", &[("date", date)])));
            }
            Err(error) => refuse(reading, layout, &Target::Value(*date), &date.to_string(), &error),
        }
    }
    if let (Some(label), None) = (reading.baseline_label.clone().filter(|_| needs.baseline), &config.baseline_label) {
        let table = format!("registers.{}", config.key.value);
        match set_value(&text, &table, "baseline_label", &EditValue::Text(label.clone())) {
            Ok(new) => {
                text = new;
                import.site.push((SITE.to_owned(), reading.words.fill("import.new_label", &[("label", &label)])));
            }
            Err(error) => refuse(reading, layout, &Target::Reported, &label, &error),
        }
    }
    // Dates without a value that nobody knows of: those of a new site are only examples.
    let records = &reading.model.register(reading.register).records;
    let is_used = |date: &Date| records.iter().any(|record| record.values.iter().any(|(day, _)| day == date));
    if let Some(last) = used.last().filter(|_| !import.site.is_empty()) {
        let later = known.value.iter().map(|date| date.value).filter(|date| date > last);
        import.later = later.filter(|date| !is_used(date)).collect();
    }
    if text != old {
        import.files.push(FileChange { path: SITE.to_owned(), old: Some(old), new: text });
    }
}

fn units(
    reading: &mut Reading<'_, '_>,
    layout: &Layout<'_>,
    import: &mut Import,
    needs: &Needs<'_>,
    sources: &SourceTree,
) {
    let new_units: Vec<&New> = needs.organisation.new_units.iter().filter(|u| needs.units.contains(&u.id)).collect();
    let renamed = needs.organisation.renamed.iter().filter(|unit| needs.units.contains(&unit.id));
    let renamed: Vec<_> = renamed.collect();
    let divisions = new_units.iter().map(|unit| &unit.division).chain(renamed.iter().map(|unit| &unit.division));
    let divisions: BTreeSet<&String> = divisions.flatten().collect();
    let new_divisions = needs.organisation.new_divisions.iter().filter(|d| divisions.contains(&d.id));
    let old = text_of(sources, ORGANISATION);
    let mut text = old.clone().unwrap_or_default();
    let mut pieces: Vec<(&str, &New)> = Vec::new();
    pieces.extend(new_divisions.map(|new| ("division", new)));
    pieces.extend(new_units.iter().map(|new| ("unit", *new)));
    for unit in &renamed {
        let table = format!("unit.{}", unit.index);
        let mut result = set_value(&text, &table, "name", &EditValue::Text(unit.name.clone()));
        if let (Ok(text), Some(division)) = (&result, &unit.division) {
            result = set_value(text, &table, "division", &EditValue::Text(division.clone()));
        }
        match result {
            Ok(new) => {
                text = new;
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("id", &unit.id), ("before", &unit.before), ("after", &unit.name)];
                import.site.push((ORGANISATION.to_owned(), reading.words.fill("import.renamed_unit", &values)));
            }
            Err(error) => refuse(reading, layout, &Target::Unit, &unit.id, &error),
        }
    }
    for (list, new) in pieces {
        match append(&text, &piece(list, new)) {
            Ok(with) => {
                text = with;
                let name = if new.name == new.id { "" } else { new.name.as_str() };
                let kind = reading.words.say(&format!("kind.{list}"));
                let said = reading.words.fill("import.new_unit", &[("kind", &kind), ("id", &new.id), ("name", &name)]);
                import.site.push((ORGANISATION.to_owned(), said.trim_end().to_owned()));
            }
            Err(error) => refuse(reading, layout, &Target::Unit, &new.id, &error),
        }
    }
    if old.as_deref().unwrap_or_default() != text {
        import.files.push(FileChange { path: ORGANISATION.to_owned(), old, new: text });
    }
}

fn piece(list: &str, new: &New) -> String {
    let text = |key: &str, text: &str| line(key, &EditValue::Text(text.to_owned()));
    let mut out = format!("[[{list}]]\n{}\n{}\n", text("id", &new.id), text("name", &new.name));
    if let Some(division) = &new.division {
        out.push_str(&format!("{}\n", text("division", division)));
    }
    out
}

/// A file that cannot take what the sheet needs, at the header of the column that needs it.
fn refuse(reading: &mut Reading<'_, '_>, layout: &Layout<'_>, target: &Target, value: &str, error: &EditError) {
    let column = layout.column(target).map_or(0, |column| column.index);
    let place = reading.place(CellRef { row: layout.row, column });
    let wanted = reading.words.fill("import.cell.file", &[("reason", error)]);
    let title = reading.title(target);
    reading.push(codes::sheet::bad_cell(place, reading.words, &title, value, wanted));
}
