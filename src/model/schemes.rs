//! Checks status schemes and turns codes into values.

use super::{Letter, Scheme, Status, StatusClass, StatusId, Value};
use crate::config::SchemeConfig;
use crate::diag::{Diagnostics, codes};
use crate::record::field::Written;
use crate::source::Located;

/// Highest value that a scale may have.
const HIGHEST: i64 = 1000;

/// The scheme that a configuration describes; what is wrong is reported and made harmless.
pub(super) fn scheme(config: &SchemeConfig, diags: &mut Diagnostics) -> Scheme {
    let scale = match ends(config, diags) {
        Ends::None => {
            thresholds(config, None, diags);
            None
        }
        Ends::Of(min, max) => {
            thresholds(config, Some((min, max)), diags);
            Some((min, max))
        }
        // With ends that nobody knows no value can be called off the scale, and no threshold wrong.
        Ends::Wrong => Some((0, HIGHEST as u16)),
    };
    duplicates(config, diags);
    let class = |word: &str| StatusClass::parse(word).unwrap_or(StatusClass::Unknown);
    let statuses: Vec<Status> = config
        .statuses
        .iter()
        .map(|s| Status {
            code: s.code.value.clone(),
            label: s.label.clone(),
            class: class(s.class.value),
            from: s.from.as_ref().map_or(0, |n| n.value.clamp(0, HIGHEST) as u16),
            text: s.text.clone(),
        })
        .collect();
    let letters = config
        .letters
        .iter()
        .map(|letter| {
            let counts = letter.counts.as_ref().is_some_and(|c| c.value);
            let status = letter.status.as_ref().and_then(|name| {
                let found = statuses.iter().position(|s| s.code == name.value);
                if found.is_none() {
                    let known = statuses.iter().map(|s| s.code.as_str());
                    diags.push(codes::unknown_code(name.span, &name.value, &config.key.value, known));
                }
                found.map(|i| StatusId(i as u16))
            });
            if counts && letter.status.is_none() {
                diags.push(codes::letter_without_status(letter.code.span, &letter.code.value));
            }
            Letter {
                code: letter.code.value.clone(),
                label: letter.label.clone(),
                class: class(letter.class.value),
                counts_as: status.filter(|_| counts),
                text: letter.text.clone(),
            }
        })
        .collect();
    let mut steps = Vec::new();
    for (value, text) in &config.steps {
        match scale {
            Some((min, max)) if (i64::from(min)..=i64::from(max)).contains(&value.value) => {
                steps.push((value.value as u16, text.clone()))
            }
            Some((min, max)) => diags.push(codes::value_off_scale(value.span, value.value, min.into(), max.into())),
            None => {}
        }
    }
    Scheme { key: config.key.value.clone(), title: config.title.clone(), scale, statuses, steps, letters }
}

enum Ends {
    None,
    Of(u16, u16),
    Wrong,
}

fn ends(config: &SchemeConfig, diags: &mut Diagnostics) -> Ends {
    let Some(scale) = &config.scale else {
        return if config.scale_unread { Ends::Wrong } else { Ends::None };
    };
    let (min, max) = scale.value;
    if min < 0 || max > HIGHEST || min >= max {
        diags.push(codes::scale_range(scale.span, min, max));
        return Ends::Wrong;
    }
    Ends::Of(min as u16, max as u16)
}

fn thresholds(config: &SchemeConfig, scale: Option<(u16, u16)>, diags: &mut Diagnostics) {
    let mut before: Option<i64> = None;
    for status in &config.statuses {
        if status.from_unread {
            // Nobody knows where the next one may start.
            before = Some(-1);
            continue;
        }
        let span = status.from.as_ref().map_or(status.code.span, |f| f.span);
        match (scale, &status.from) {
            (None, Some(_)) => {
                diags.push(codes::threshold_order(span, "`from` needs a scale, and this scheme has none"))
            }
            (Some(_), None) => diags.push(codes::threshold_order(span, "a status of a scale needs `from`")),
            (Some((min, _)), Some(from)) => {
                match before {
                    None if from.value != i64::from(min) => {
                        diags.push(codes::threshold_order(
                            span,
                            &format!("the first status must start at {min}, the bottom of the scale"),
                        ));
                    }
                    Some(last) if from.value <= last => {
                        diags.push(codes::threshold_order(
                            span,
                            &format!("`from` must be more than {last}, where the status before it starts"),
                        ));
                    }
                    _ => {}
                }
                before = Some(from.value);
            }
            (None, None) => {}
        }
    }
}

fn duplicates(config: &SchemeConfig, diags: &mut Diagnostics) {
    let all: Vec<&Located<String>> =
        config.statuses.iter().map(|s| &s.code).chain(config.letters.iter().map(|l| &l.code)).collect();
    for (i, code) in all.iter().enumerate() {
        if let Some(first) = all[..i].iter().find(|c| c.value == code.value) {
            diags.push(codes::duplicate_code(code.span, &code.value, first.span));
        }
    }
}

impl Scheme {
    /// The value of a number or code; what the scheme does not have is reported.
    pub(super) fn value(&self, written: &Located<Written>, diags: &mut Diagnostics) -> Option<Value> {
        let known =
            || self.statuses.iter().map(|s| s.code.as_str()).chain(self.letters.iter().map(|l| l.code.as_str()));
        match (&written.value, self.scale) {
            (Written::Number(n), Some((min, max))) => {
                if (i64::from(min)..=i64::from(max)).contains(n) {
                    return Some(Value::Number(*n as u16));
                }
                diags.push(codes::value_off_scale(written.span, *n, min.into(), max.into()));
                None
            }
            (Written::Code(code), scale) => {
                if let Some(i) = self.letters.iter().position(|l| l.code == *code) {
                    return Some(Value::Letter(i as u16));
                }
                if scale.is_some() {
                    // Only letters stand beside the numbers.
                    if let Some(status) = self.status_named(code) {
                        let (min, max) = self.range(status);
                        diags.push(codes::status_follows(written.span, code, min, max));
                        return None;
                    }
                    let letters = self.letters.iter().map(|l| l.code.as_str());
                    diags.push(codes::unknown_code(written.span, code, &self.key, letters));
                    return None;
                }
                let status = self.status_named(code);
                if status.is_none() {
                    diags.push(codes::unknown_code(written.span, code, &self.key, known()));
                }
                status.map(Value::Status)
            }
            (Written::Number(n), None) => {
                diags.push(codes::unknown_code(written.span, &n.to_string(), &self.key, known()));
                None
            }
        }
    }

    /// The status of a code, reported if there is none.
    pub(super) fn status_at(&self, code: &Located<String>, diags: &mut Diagnostics) -> Option<StatusId> {
        let status = self.status_named(&code.value);
        if status.is_none() {
            let known = self.statuses.iter().map(|s| s.code.as_str());
            diags.push(codes::unknown_code(code.span, &code.value, &self.key, known));
        }
        status
    }

    /// The lowest and the highest number that a status has.
    fn range(&self, status: StatusId) -> (u16, u16) {
        let at = usize::from(status.0);
        let min = self.statuses[at].from;
        let next = self.statuses.get(at + 1).map(|next| next.from.saturating_sub(1));
        let top = self.scale.map_or(min, |(_, max)| max);
        (min, next.unwrap_or(top).max(min))
    }

    /// The status with this code.
    pub fn status_named(&self, code: &str) -> Option<StatusId> {
        self.statuses.iter().position(|s| s.code == code).map(|i| StatusId(i as u16))
    }
}
