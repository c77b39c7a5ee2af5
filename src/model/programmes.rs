//! Programmes and their targets, and totals as published: names to ids.

use super::{
    Count, Programme, ProgrammeId, Register, RegisterId, Scheme, StatusClass, StatusId, Target, Totals, TotalsPlaces,
};
use crate::config::RegisterConfig;
use crate::diag::{Diagnostics, codes};
use crate::record::UnreadFolder;
use crate::record::programme::{Countable, Programme as ProgrammeText, TargetText};
use crate::record::report::{Report, TotalsText};
use crate::source::Located;
use crate::value::Date;

/// What programmes and totals refer to.
pub(super) struct Context<'m> {
    pub(super) configs: &'m [RegisterConfig],
    pub(super) registers: &'m [Register],
    pub(super) schemes: &'m [Scheme],
    /// Programmes that could not be read.
    pub(super) unread: &'m UnreadFolder,
}

impl Context<'_> {
    fn register(&self, name: &Located<String>, diags: &mut Diagnostics) -> Option<RegisterId> {
        let found = self.configs.iter().position(|c| c.key.value == name.value);
        if found.is_none() {
            diags.push(codes::unknown_reference(
                name.span,
                &name.value,
                "register",
                self.configs.iter().map(|c| c.key.value.as_str()),
            ));
        }
        found.map(|i| RegisterId(i as u32))
    }

    fn scheme(&self, register: RegisterId) -> &Scheme {
        &self.schemes[self.registers[register.0 as usize].scheme]
    }

    /// Programmes in the order shown: by weight, then by id.
    pub(super) fn programmes(&self, mut texts: Vec<ProgrammeText>, diags: &mut Diagnostics) -> Vec<Programme> {
        texts.sort_by(|a, b| (a.weight, &a.id).cmp(&(b.weight, &b.id)));
        let ids: Vec<String> = texts.iter().map(|p| p.id.clone()).collect();
        let mut parents = Vec::with_capacity(texts.len());
        for text in &texts {
            let parent = text.parent.as_ref().and_then(|name| {
                let found = ids.iter().position(|id| *id == name.value);
                if found.is_none() && !self.unread.may_have(&name.value) {
                    diags.push(codes::unknown_reference(
                        name.span,
                        &name.value,
                        "programme",
                        ids.iter().map(String::as_str).chain(self.unread.ids()),
                    ));
                }
                found.map(|i| i as u32)
            });
            parents.push(parent);
        }
        let spans: Vec<_> = texts.iter().map(|t| t.parent.as_ref().map(|p| p.span)).collect();
        for i in super::organisation::circles("parent", &parents, |i| spans[i], |i| &ids[i], diags) {
            parents[i] = None;
        }
        texts
            .into_iter()
            .zip(parents)
            .map(|(text, parent)| Programme {
                targets: text.targets.into_iter().map(|t| self.target(t, diags)).collect(),
                id: text.id,
                title: text.title,
                kind: text.kind,
                parent: parent.map(ProgrammeId),
                body: text.body,
                source: text.source,
                records: Vec::new(),
            })
            .collect()
    }

    fn target(&self, text: TargetText, diags: &mut Diagnostics) -> Target {
        let count = text.count.and_then(|count| {
            let register = self.register(&count.register, diags)?;
            let scheme = self.scheme(register);
            let statuses: Vec<StatusId> = match &count.what {
                Countable::Class(word) => {
                    let class = StatusClass::parse(word);
                    scheme.iter().filter(|(_, s)| Some(s.class) == class).map(|(id, _)| id).collect()
                }
                Countable::Status(code) => scheme.status_at(code, diags).into_iter().collect(),
            };
            Some(Count { register, statuses, wanted: count.wanted.unsigned_abs() })
        });
        Target {
            span: text.id.span,
            id: text.id.value,
            text: text.text,
            count,
            due: text.due,
            of: text.of.map(i64::unsigned_abs),
            of_text: text.of_text,
            published: text.published,
            revised: text.revised,
            path: text.path.into_iter().map(|(date, value)| (date, value.unsigned_abs())).collect(),
        }
    }

    /// Totals as published in reports, in the order of reports, registers and dates.
    pub(super) fn totals(
        &self,
        reports: &mut [Report],
        dates: impl Fn(RegisterId) -> Vec<Date>,
        diags: &mut Diagnostics,
    ) -> Vec<Totals> {
        let mut out = Vec::new();
        for report in reports {
            for text in std::mem::take(&mut report.totals) {
                let Some(register) = self.register(&text.register, diags) else {
                    continue;
                };
                let known = dates(register);
                if !known.contains(&text.date.value) {
                    let known: Vec<String> = known.iter().map(ToString::to_string).collect();
                    let known = known.iter().map(String::as_str);
                    diags.push(codes::not_a_reporting_date(
                        text.date.span,
                        &text.date.value.to_string(),
                        &text.register.value,
                        known,
                    ));
                    continue;
                }
                out.extend(self.total(register, report.date, text, diags));
            }
        }
        out
    }

    /// Nothing if they name a status that there is not: the rest would not add up.
    fn total(&self, register: RegisterId, report: Date, text: TotalsText, diags: &mut Diagnostics) -> Option<Totals> {
        let scheme = self.scheme(register);
        let count = by_status(scheme, &text.count, diags);
        let sum = text.sum.as_deref().map(|sum| by_status(scheme, sum, diags));
        let (count, sum) = (count?, sum.map_or(Some(None), |sum| sum.map(Some))?);
        let place = |list: &[Option<Located<i64>>]| list.iter().map(|n| n.as_ref().map(|n| n.span)).collect();
        let number = |n: &Option<Located<i64>>| n.as_ref().map_or(0, |n| n.value);
        Some(Totals {
            register,
            date: text.date.value,
            report,
            places: TotalsPlaces {
                count: place(&count),
                sum: sum.as_deref().map(place).unwrap_or_default(),
                total: text.total.span,
                total_sum: text.total_sum.as_ref().map(|n| n.span),
                baseline: text.baseline.as_ref().map(|n| n.span),
            },
            count: count.iter().map(|n| number(n).unsigned_abs()).collect(),
            sum: sum.map(|sum| sum.iter().map(number).collect()),
            total: text.total.value.unsigned_abs(),
            total_sum: text.total_sum.map(|n| n.value),
            cohorts: text.cohorts.into_iter().map(|(label, n)| (label.value, n.value.unsigned_abs())).collect(),
            baseline: text.baseline.map(|n| n.value.unsigned_abs()),
            text: text.text,
        })
    }
}

/// Numbers in the order of the scheme; nothing if a code is unknown.
fn by_status(
    scheme: &Scheme,
    list: &[(Located<String>, Located<i64>)],
    diags: &mut Diagnostics,
) -> Option<Vec<Option<Located<i64>>>> {
    let mut out = vec![None; scheme.statuses.len()];
    let mut known = true;
    for (code, n) in list {
        match scheme.status_at(code, diags) {
            Some(status) => out[usize::from(status.0)] = Some(n.clone()),
            None => known = false,
        }
    }
    known.then_some(out)
}
