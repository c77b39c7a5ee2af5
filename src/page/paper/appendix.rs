//! The appendix: every record of a register at a date, by division and unit, in the columns that the committee knows.

use super::super::rows::{self, Shape};
use super::super::{Context, organisation};
use crate::figures::{Standing, frozen_standing};
use crate::model::{FrozenRecord, RecordRef, RegisterId, Scheme, UnitId};
use crate::text::markdown::plain;
use crate::value::Date;
use crate::view::{Appendix, Legend, PaperCell, PaperColumn, PaperGroup, PaperRow, Sign, StandRegister};

/// Reporting dates that the table shows at most.
const DATES: usize = 4;

/// Characters up to which a record surely fits on one page.
const WHOLE: usize = 1200;

/// What the table is made with.
struct Table<'t> {
    c: &'t Context<'t>,
    id: RegisterId,
    date: Date,
    scheme: &'t Scheme,
    shape: Shape,
    described: bool,
    served: bool,
    reported: bool,
}

pub(super) fn fill(c: &Context<'_>, id: RegisterId, date: Date, figures: Option<&StandRegister>) -> Appendix {
    let register = c.model.register(id);
    let config = c.model.register_config(register);
    let shown = || c.model.shown(id).map(|(_, r)| r);
    let table = Table {
        c,
        id,
        date,
        scheme: c.model.scheme(register),
        shape: Shape::of(c, id),
        described: config.kind != "service" && shown().any(|r| c.body(r.text.body).is_some()),
        served: shown().any(|r| !r.measures.is_empty()),
        reported: shown().any(|r| r.reported().is_some() || r.is_baseline()),
    };
    let title = config.title.get(c.lang);
    let words: [(&str, &dyn std::fmt::Display); 2] = [("register", &title), ("date", &c.lang.date(date))];
    let groups = table.groups();
    let n: usize = groups.iter().map(|g| g.rows.len()).sum();
    let sentence = figures.map(|f| f.sentence.clone());
    let count = c.words.fill("pdf.records", &[("n", &n)]);
    Appendix {
        frame: super::frame(c, date, c.words.say("pdf.appendix"), c.words.fill("pdf.appendix_title", &words)),
        lead: std::iter::once(count).chain(sentence).collect(),
        columns: table.columns(),
        values: table.scheme.title.as_ref().map_or_else(|| c.words.say("list.status"), |t| t.get(c.lang).to_owned()),
        groups,
        legend: table.legend(),
        tables: figures.map(super::tables).unwrap_or_default(),
        notes: figures.map(super::remarks).unwrap_or_default(),
    }
}

impl Table<'_> {
    fn columns(&self) -> Vec<PaperColumn> {
        let column = |title: String, kind: &str| PaperColumn { title, kind: kind.to_owned() };
        let say = |key: &str| self.c.words.say(key);
        let mut columns = Vec::new();
        if self.shape.numbered {
            columns.push(column(say("list.number"), "number"));
        }
        if self.reported {
            columns.push(column(say("pdf.year"), "year"));
        }
        columns.push(column(say("list.title"), "title"));
        if self.described {
            columns.push(column(say("pdf.description"), "text"));
        }
        columns.extend(self.shape.columns(self.c).into_iter().map(|c| column(c.title, "short")));
        if self.shape.scheduled {
            columns.push(column(say("list.schedule"), "schedule"));
        }
        if self.served {
            columns.push(column(say("pdf.measure"), "number"));
        }
        columns.extend(self.days().map(|(_, day)| column(self.c.lang.short_month(day), "value")));
        if self.scheme.scale.is_some() {
            columns.push(column(say("list.status"), "status"));
        }
        columns
    }

    /// The dates of the table with their place among all of the register.
    fn days(&self) -> impl Iterator<Item = (usize, Date)> {
        let dates = &self.c.model.register(self.id).dates;
        let end = dates.partition_point(|d| *d <= self.date);
        (end.saturating_sub(DATES)..end).map(|i| (i, dates[i]))
    }

    fn groups(&self) -> Vec<PaperGroup> {
        let c = self.c;
        let mut records: Vec<(Option<UnitId>, RecordRef)> = Vec::new();
        for (at, _) in c.model.shown(self.id) {
            if self.days().any(|(i, _)| !matches!(self.standing(at, i), Standing::NotYet | Standing::Left)) {
                records.push((self.unit(at), at));
            }
        }
        // Those without a unit come last; within a unit the order of the register stays.
        let place = |unit: Option<UnitId>| {
            unit.map_or((u32::MAX, u32::MAX), |u| (c.model.unit(u).division.map_or(u32::MAX - 1, |d| d.0), u.0))
        };
        records.sort_by_key(|(unit, _)| place(*unit));
        records
            .chunk_by(|a, b| a.0 == b.0)
            .map(|group| {
                let unit = group.first().and_then(|(unit, _)| *unit);
                let division = unit.and_then(|u| c.model.unit(u).division);
                PaperGroup {
                    division: division.map(|d| organisation::division_title(c, d)),
                    unit: unit.map_or_else(|| c.words.say("organisation.without_unit"), |u| c.unit_title(u)),
                    rows: group.iter().map(|(_, at)| self.row(*at)).collect(),
                }
            })
            .collect()
    }

    fn row(&self, at: RecordRef) -> PaperRow {
        let c = self.c;
        let record = c.model.record(at);
        let text = |text: String| PaperCell { text, ..PaperCell::default() };
        let given = |value: Option<String>| match value {
            Some(value) if !value.is_empty() => text(value),
            _ => PaperCell { text: "–".to_owned(), quiet: true, status: None },
        };
        let frozen = self.frozen(at);
        let number = frozen.map_or_else(|| record.number().map(str::to_owned), |f| f.number.clone());
        let mut cells = Vec::new();
        if self.shape.numbered {
            cells.push(given(number));
        }
        if self.reported {
            cells.push(given(Some(rows::cohort(c, at))));
        }
        cells.push(text(c.title(at).0));
        if self.described {
            cells.push(given(c.body(record.text.body).map(|text| plain(text).replace("\n\n", "\n"))));
        }
        cells.extend(rows::extra(c, at, &self.shape).into_iter().map(|cell| given(Some(cell.text))));
        if self.shape.scheduled {
            cells.push(given(record.text.schedule.map(|s| c.lang.schedule(s))));
        }
        if self.served {
            let measures = record.measures.iter().filter(|m| c.model.record(**m).shown);
            let names: Vec<String> =
                measures.map(|m| c.model.record(*m).number().map_or_else(|| c.name(*m), str::to_owned)).collect();
            cells.push(given(Some(names.join(", "))));
        }
        let mut last = Standing::NotCollected;
        for (i, _) in self.days() {
            last = self.standing(at, i);
            cells.push(self.value(last));
        }
        if self.scheme.scale.is_some() {
            cells.push(match last.status() {
                Some(status) => PaperCell { status: Some(c.tag(self.scheme, status)), ..PaperCell::default() },
                None => given(None),
            });
        }
        let whole = cells.iter().map(|cell| cell.text.chars().count()).max().unwrap_or(0) <= WHOLE;
        PaperRow { cells, whole }
    }

    fn value(&self, standing: Standing) -> PaperCell {
        if let (None, Some(status)) = (self.scheme.scale, standing.status()) {
            return PaperCell { status: Some(self.c.tag(self.scheme, status)), ..PaperCell::default() };
        }
        let text = self.c.value_text(self.scheme, standing);
        PaperCell { quiet: text.is_none(), text: text.unwrap_or_else(|| "–".to_owned()), status: None }
    }

    /// A closed date shows what its snapshot holds, at that date and all before it.
    fn frozen(&self, at: RecordRef) -> Option<&FrozenRecord> {
        let snapshot = self.c.model.snapshot(self.date)?;
        snapshot.registers[self.id.0 as usize].as_ref()?.record(at.index)
    }

    fn standing(&self, at: RecordRef, index: usize) -> Standing {
        let day = self.c.model.register(self.id).dates[index];
        let then = self.c.model.snapshot(self.date).and_then(|s| s.registers[self.id.0 as usize].as_ref());
        match then {
            Some(frozen) => {
                let place = frozen.dates.iter().position(|d| *d == day);
                let state = place.zip(frozen.record(at.index)).map(|(place, record)| record.states[place]);
                // What the snapshot does not know came later.
                state.map_or(Standing::NotYet, |state| frozen_standing(self.scheme, state))
            }
            None => self.c.figures.register(self.id).standing(at.index, index),
        }
    }

    fn unit(&self, at: RecordRef) -> Option<UnitId> {
        let unit = match self.frozen(at) {
            Some(frozen) => frozen.unit,
            None => self.c.model.record(at).unit_on(self.date),
        };
        unit.filter(|u| self.c.model.unit(*u).shown)
    }

    fn legend(&self) -> Vec<Legend> {
        let (c, scheme) = (self.c, self.scheme);
        let sign = |sign: &str, text: String| Sign { sign: sign.to_owned(), status: None, text };
        let explained = |label: &str, text: Option<&crate::record::field::Localised>| match text {
            Some(text) => format!("{label}: {}", text.get(c.lang)),
            None => label.to_owned(),
        };
        let statuses = scheme.iter().map(|(id, s)| {
            let end = scheme
                .statuses
                .get(usize::from(id.0) + 1)
                .map_or(scheme.scale.map(|(_, max)| max), |next| Some(next.from.saturating_sub(1)));
            let label = s.label.get(c.lang);
            let label = match (scheme.scale, end) {
                (Some(_), Some(to)) => {
                    let values: [(&str, &dyn std::fmt::Display); 3] =
                        [("label", &label), ("from", &s.from), ("to", &to)];
                    c.words.fill("pdf.range", &values)
                }
                _ => label.to_owned(),
            };
            Sign { sign: s.code.clone(), status: Some(c.tag(scheme, id)), text: explained(&label, s.text.as_ref()) }
        });
        let mut parts = vec![Legend { title: c.words.say("list.status"), entries: statuses.collect() }];
        if !scheme.steps.is_empty() {
            let entries = scheme.steps.iter().map(|(n, text)| sign(&n.to_string(), text.get(c.lang).to_owned()));
            parts.push(Legend { title: c.words.say("pdf.steps"), entries: entries.collect() });
        }
        let letters = scheme.letters.iter().map(|l| sign(&l.code, explained(l.label.get(c.lang), l.text.as_ref())));
        let entries = letters.chain([sign("–", c.words.say("pdf.nothing"))]).collect();
        parts.push(Legend { title: c.words.say("pdf.signs"), entries });
        parts
    }
}
