//! What commands that change values must ask first: whether the date is closed.

use crate::model::{Model, RecordRef};
use crate::value::Date;

/// Why the value of a record at a date may not be changed from one value to another, and how to
/// correct it instead; nothing if the date is open. Both values are as records write them, `None` for
/// no value.
pub(super) fn refusal(
    model: &Model,
    at: RecordRef,
    path: &str,
    date: Date,
    before: Option<&str>,
    after: &str,
) -> Option<String> {
    if !model.frozen_dates.contains(&date) || before == Some(after) {
        return None;
    }
    let record = model.record(at);
    let name = record.number().unwrap_or(&record.text.id);
    let was = before.map(|before| format!("\n  was = {before}")).unwrap_or_default();
    let table = if model.scheme(model.register(at.register)).scale.is_some() { "progress" } else { "status" };
    Some(format!(
        "`{name}` at {date}: this reporting date is closed, its values do not change silently\n\
         to correct it, change the value below `[{table}]` in `{path}` by hand and declare it in the same file:\n  \
         [[corrections]]\n  date = {date}{was}\n  value = {after}\n  on = …        # the day of the correction\n  \
         reason = \"…\"  # is published"
    ))
}
