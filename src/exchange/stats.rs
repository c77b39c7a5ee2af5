//! All figures for the terminal: the tables of `sachstand stats`.
//!
//! The same figures as figures.json, without the lists of records; words come from the catalogue.

use super::columns::{paragraph, table};
use crate::figures::{DateFigures, Figures, NotComputable, StatusFigures};
use crate::model::{Model, RegisterId};
use crate::text::catalog::Catalog;
use std::fmt::Write;

/// All figures as text, at most 80 columns wide.
pub fn stats_table(model: &Model, figures: &Figures, catalog: &Catalog) -> String {
    let stats = Stats { model, figures, catalog };
    let mut out = format!("{}\n", model.config.title.get(catalog.lang));
    let _ = writeln!(out, "{}", catalog.fill("value.as_of", &[("date", &catalog.lang.date(figures.as_of))]));
    let closed: Vec<String> = model.snapshots.iter().map(|s| catalog.lang.date(s.date)).collect();
    if !closed.is_empty() {
        out.push_str(&paragraph(&format!("{}: {}", catalog.say("reports.frozen"), closed.join(", ")), 0));
    }
    for (id, _) in model.registers() {
        stats.register(&mut out, id);
    }
    stats.targets(&mut out);
    out
}

struct Stats<'m> {
    model: &'m Model,
    figures: &'m Figures,
    catalog: &'m Catalog,
}

impl Stats<'_> {
    fn say(&self, key: &str) -> String {
        self.catalog.say(key)
    }

    fn number(&self, n: u64) -> String {
        self.catalog.lang.integer(i64::try_from(n).unwrap_or(i64::MAX))
    }

    fn register(&self, out: &mut String, id: RegisterId) {
        let register = self.model.register(id);
        let config = self.model.register_config(register);
        let scheme = self.model.scheme(register);
        let own = self.figures.register(id);
        let lang = self.catalog.lang;
        let title = config.title.get(lang);
        let _ = write!(out, "\n{title}\n{}\n", "=".repeat(title.chars().count()));
        let date = own.latest().map_or(self.figures.as_of, |d| d.date);
        let summary = if own.baseline.is_empty() { "list.summary" } else { "list.summary_baseline" };
        let baseline = self.number(own.baseline.len() as u64);
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("n", &own.records), ("date", &lang.date(date)), ("baseline", &baseline)];
        out.push_str(&paragraph(&self.catalog.fill(summary, &values), 0));
        let legend: Vec<String> = scheme.statuses.iter().map(|s| format!("{} {}", s.code, s.label.get(lang))).collect();
        out.push_str(&paragraph(&legend.join(", "), 0));
        if own.dates.is_empty() {
            return;
        }
        self.by_status(out, id, "column.count", &|s| Some(self.number(s.count())), &|d| Some(self.number(d.counted)));
        if scheme.scale.is_some() {
            let sum = |sum: Option<i64>| sum.map(|n| lang.integer(n));
            self.by_status(out, id, "column.sum", &|s| sum(s.sum), &|d| sum(d.total_sum));
            self.by_status(out, id, "column.mean", &|s| s.mean.map(|m| lang.mean(m)), &|d| {
                d.mean.map(|m| lang.mean(m))
            });
        }
        self.base(out, id);
        self.uncounted(out, id);
        self.cohorts(out, id, config.baseline_label.as_deref());
    }

    fn heading(&self, out: &mut String, key: &str) {
        let _ = write!(out, "\n{}\n", self.say(key));
    }

    fn by_status(
        &self,
        out: &mut String,
        id: RegisterId,
        key: &str,
        one: &dyn Fn(&StatusFigures) -> Option<String>,
        all: &dyn Fn(&DateFigures) -> Option<String>,
    ) {
        let scheme = self.model.scheme(self.model.register(id));
        let none = || "–".to_owned();
        let codes = scheme.statuses.iter().map(|s| s.code.clone());
        let first = std::iter::once(self.say("column.date"));
        let mut rows = vec![first.chain(codes).chain([self.say("column.total")]).collect::<Vec<_>>()];
        for date in &self.figures.register(id).dates {
            let mut row = vec![self.catalog.lang.date(date.date)];
            row.extend(date.by_status.iter().map(|s| one(s).unwrap_or_else(none)));
            row.push(all(date).unwrap_or_else(none));
            rows.push(row);
        }
        self.heading(out, key);
        out.push_str(&table(&rows));
    }

    fn base(&self, out: &mut String, id: RegisterId) {
        let lang = self.catalog.lang;
        let own = self.figures.register(id);
        let corrected = own.dates.iter().any(|d| d.base_corrected().corrections != 0);
        let mut header = vec![self.say("column.date")];
        header.extend(["opening", "new", "returned", "left"].map(|k| self.say(&format!("stats.{k}"))));
        if corrected {
            header.push(self.say("stats.corrections"));
        }
        header.push(self.say("stats.closing"));
        let mut rows = vec![header];
        for date in &own.dates {
            let base = date.base_corrected();
            let mut row = vec![
                lang.date(date.date),
                self.number(base.opening),
                format!("+{}", self.number(base.new.len() as u64)),
                format!("+{}", self.number(base.returned.len() as u64)),
                format!("−{}", self.number(base.left.len() as u64)),
            ];
            if corrected {
                row.push(lang.signed(base.corrections));
            }
            row.push(self.number(base.closing));
            rows.push(row);
        }
        self.heading(out, "stand.base");
        out.push_str(&table(&rows));
    }

    /// Why the others have no part in the counts; nothing is said where all have.
    fn uncounted(&self, out: &mut String, id: RegisterId) {
        let keys = ["not_collected", "not_in_source", "not_yet", "letters", "manual"];
        let mut rows = vec![vec![self.say("column.date")]];
        rows[0].extend(keys.map(|k| self.say(&format!("stats.{k}"))));
        let mut any = false;
        for date in &self.figures.register(id).dates {
            let letters = date.letters.iter().map(|(_, records)| records.len()).sum();
            let numbers =
                [date.not_collected.len(), date.not_in_source.len(), date.not_yet.len(), letters, date.manual.len()];
            any |= numbers != [0; 5];
            let cells = numbers.map(|n| self.number(n as u64));
            rows.push([self.catalog.lang.date(date.date)].into_iter().chain(cells).collect());
        }
        if any {
            self.heading(out, "stats.uncounted");
            out.push_str(&table(&rows));
        }
    }

    fn cohorts(&self, out: &mut String, id: RegisterId, label: Option<&str>) {
        let own = self.figures.register(id);
        if own.baseline.is_empty() && own.cohorts.iter().all(|c| c.year.is_none()) {
            return;
        }
        let mut rows = vec![vec![self.say("column.year"), self.say("column.count")]];
        if !own.baseline.is_empty() {
            let label = label.map_or_else(|| self.say("value.baseline"), ToOwned::to_owned);
            rows.push(vec![label, self.number(own.baseline.len() as u64)]);
        }
        for cohort in &own.cohorts {
            let year = cohort.year.map_or_else(|| self.say("value.not_given"), |year| year.to_string());
            rows.push(vec![year, self.number(cohort.records.len() as u64)]);
        }
        rows.push(vec![self.say("column.total"), self.number(own.records)]);
        self.heading(out, "stand.cohorts");
        out.push_str(&table(&rows));
    }

    fn targets(&self, out: &mut String) {
        let lang = self.catalog.lang;
        let both = self.model.programmes.iter().zip(&self.figures.programmes);
        for (programme, own) in both.filter(|(p, _)| !p.targets.is_empty()) {
            let title = programme.title.get(lang);
            let _ = write!(out, "\n{title}\n{}\n", "=".repeat(title.chars().count()));
            for (target, figures) in programme.targets.iter().zip(own) {
                out.push_str(&paragraph(target.text.get(lang), 0));
                if let (Some(reached), Some(wanted)) = (figures.reached, figures.wanted) {
                    let mut line = self.catalog.fill("lang.of", &[("n", &reached), ("of", &wanted)]);
                    if let Some(share) = figures.share {
                        let _ = write!(line, " ({})", lang.share(share));
                    }
                    if let Some(due) = figures.due {
                        let _ = write!(line, ", {} {}", self.say("target.due"), lang.date(due));
                    }
                    out.push_str(&paragraph(&line, 2));
                }
                out.push_str(&self.pace(&figures.pace));
            }
        }
    }

    fn pace(&self, pace: &Result<crate::figures::Pace, NotComputable>) -> String {
        let lang = self.catalog.lang;
        match pace {
            Ok(pace) => table(&[
                vec![self.say("target.missing"), self.number(pace.missing)],
                vec![self.say("target.needed"), lang.mean(pace.needed)],
                vec![self.say("target.last"), lang.integer(pace.last)],
                vec![self.say("target.average"), lang.mean(pace.average)],
                vec![self.say("target.leads_to"), lang.integer(pace.trend)],
            ]),
            Err(NotComputable::Reached) => paragraph(&self.say("target.state_reached"), 2),
            Err(why) => {
                let reason = self.say(match why {
                    NotComputable::InWords => "target.because_words",
                    NotComputable::NoFigure => "target.because_no_records",
                    NotComputable::OneDate => "target.because_one_date",
                    NotComputable::DuePassed | NotComputable::Reached => "target.because_past",
                });
                paragraph(&self.catalog.fill("target.not_computable", &[("reason", &reason)]), 2)
            }
        }
    }
}
