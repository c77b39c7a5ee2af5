//! Status columns beside a scale: they are compared with what the values give, and never stored.

use super::cells::Said;
use super::changes::Work;
use super::header::Target;
use super::records::shown;
use super::rows::Entry;
use super::written::norm;
use crate::diag::codes;
use crate::model::{Record, Value};
use crate::record::edit::EditValue;

impl Work<'_, '_, '_> {
    /// Compares statuses beside values with what the values make of them.
    pub(super) fn checks(&mut self, entry: &Entry, record: Option<&Record>, events: bool) {
        let scheme = self.reading.scheme();
        for (at, target, found) in entry.checks.iter().filter(|_| !events) {
            let Target::Check(date) = target else { continue };
            let said = entry.said.iter().find(|(_, target, _)| *target == Target::Value(*date));
            let value = match said.map(|(.., said)| said) {
                Some(Said::Value(value)) => Some(value.clone()),
                _ => record.and_then(|record| self.reading.current(record, &Target::Value(*date))),
            };
            let status = match &value {
                Some(EditValue::Integer(n)) => u16::try_from(*n).ok().and_then(|n| scheme.status_of(Value::Number(n))),
                Some(EditValue::Text(code)) => {
                    let letter = scheme.letters.iter().position(|letter| letter.code == *code);
                    letter.and_then(|at| scheme.status_of(Value::Letter(at as u16)))
                }
                _ => None,
            };
            // A letter that does not count says nothing of a status.
            if status.is_none() && value.is_some() {
                continue;
            }
            let lang = self.reading.lang();
            let fits = status
                .map(|id| scheme.status(id))
                .is_some_and(|status| norm(&status.code) == norm(found) || norm(status.label.get(lang)) == norm(found));
            if !fits {
                let both = value.map(|value| shown(&value, "", "")).zip(status.map(|id| &scheme.status(id).code));
                let both = both.as_ref().map(|(value, code)| (value.as_str(), code.as_str()));
                let place = self.reading.place(*at);
                self.reading.push(codes::sheet::status_differs(place, self.reading.words, found, both));
            }
        }
    }
}
