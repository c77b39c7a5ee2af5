//! The appendix: every record of a register at a date, by division and unit, in the columns that the committee knows.

use super::super::rows;
use super::super::{Context, home, organisation};
use super::Part;
use super::columns::{self, Column};
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
    columns: Vec<Column>,
}

pub(super) fn fill(c: &Context<'_>, part: &Part<'_>, date: Date, figures: Option<&StandRegister>) -> Appendix {
    let register = c.model.register(part.id);
    let columns = columns::of(c, part.id, part.config);
    let table = Table { c, id: part.id, date, scheme: c.model.scheme(register), columns };
    let groups = table.groups();
    let n: usize = groups.iter().map(|g| g.rows.len()).sum();
    let sentence = figures.map(|f| f.sentence.clone());
    let count = c.words.fill("pdf.records", &[("n", &n)]);
    let excluded = home::headline(c, part.id).and_then(|headline| headline.excluded);
    let paper = part.config.and_then(|config| config.paper).or(c.model.config.pdf.paper);
    let mut frame = super::frame(c, date, part.label.clone(), part.title.clone());
    frame.paper = paper.unwrap_or("a4").to_owned();
    Appendix {
        frame,
        lead: std::iter::once(count).chain(sentence).chain(excluded).collect(),
        columns: table.headings(),
        values: table.scheme.title.as_ref().map_or_else(|| c.words.say("list.status"), |t| t.get(c.lang).to_owned()),
        groups,
        legend: table.legend(),
        parts: figures.map(|figures| super::parts(c, part.id, date, figures)).unwrap_or_default(),
    }
}

impl Table<'_> {
    fn headings(&self) -> Vec<PaperColumn> {
        let mut headings = Vec::new();
        for column in &self.columns {
            let (title, kind) = columns::heading(self.c, *column);
            match column {
                Column::Values => headings.extend(
                    self.days()
                        .map(|(_, day)| PaperColumn { title: self.c.lang.short_month(day), kind: kind.to_owned() }),
                ),
                _ => headings.push(PaperColumn { title, kind: kind.to_owned() }),
            }
        }
        headings
    }

    /// The dates of the table with their place among all of the register, from the first at which anything was
    /// collected.
    fn days(&self) -> impl Iterator<Item = (usize, Date)> {
        let dates = &self.c.model.register(self.id).dates;
        let end = dates.partition_point(|d| *d <= self.date);
        let figures = &self.c.figures.register(self.id).dates;
        let empty = figures.iter().take_while(|f| f.counted == 0 && f.letters.iter().all(|(_, of)| of.is_empty()));
        let first = empty.count().min(end.saturating_sub(1)).max(end.saturating_sub(DATES));
        (first..end).map(|i| (i, dates[i]))
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
        let organised = self.columns.iter().any(|c| matches!(c, Column::Division | Column::Unit));
        if organised || records.iter().all(|(unit, _)| unit.is_none()) {
            let rows: Vec<PaperRow> = records.iter().map(|(unit, at)| self.row(*at, *unit)).collect();
            return if rows.is_empty() { Vec::new() } else { vec![PaperGroup { division: None, unit: None, rows }] };
        }
        records
            .chunk_by(|a, b| a.0 == b.0)
            .map(|group| {
                let unit = group.first().and_then(|(unit, _)| *unit);
                let division = unit.and_then(|u| c.model.unit(u).division);
                PaperGroup {
                    division: division.map(|d| organisation::division_title(c, d)),
                    unit: Some(unit.map_or_else(|| c.words.say("organisation.without_unit"), |u| c.unit_title(u))),
                    rows: group.iter().map(|(unit, at)| self.row(*at, *unit)).collect(),
                }
            })
            .collect()
    }

    fn row(&self, at: RecordRef, unit: Option<UnitId>) -> PaperRow {
        let mut cells = Vec::new();
        for column in &self.columns {
            match column {
                Column::Values => cells.extend(self.days().map(|(i, _)| self.value(self.standing(at, i)))),
                _ => cells.push(self.cell(at, unit, *column)),
            }
        }
        let whole = cells.iter().map(|cell| cell.text.chars().count()).max().unwrap_or(0) <= WHOLE;
        PaperRow { cells, whole }
    }

    fn cell(&self, at: RecordRef, unit: Option<UnitId>, column: Column) -> PaperCell {
        let c = self.c;
        let record = c.model.record(at);
        let text = match column {
            Column::Division => unit.and_then(|u| c.model.unit(u).division).map(|id| {
                let division = c.model.division(id);
                format!("{} {}", division.id, division.name.get(c.lang))
            }),
            Column::Unit => unit.map(|u| c.unit_title(u)),
            Column::Number => self.frozen(at).map_or_else(|| record.number().map(str::to_owned), |f| f.number.clone()),
            Column::Reported => Some(rows::cohort(c, at)),
            Column::Title => Some(c.title(at).0),
            Column::Description => c.body(record.text.body).map(|text| plain(text).replace("\n\n", "\n")),
            Column::Delivery => {
                let word = record.text.service.as_ref().and_then(|s| s.delivery);
                word.map(|word| c.words.say(&format!("delivery.{word}")))
            }
            Column::Extra(i) => record.extra.iter().find(|(at, _)| *at == i).map(|(_, v)| rows::extra_text(c, v)),
            Column::Schedule => record.text.schedule.map(|s| c.lang.schedule(s)),
            Column::Measures => {
                let measures = record.measures.iter().filter(|m| c.model.record(**m).shown);
                let name = |m: &RecordRef| c.model.record(*m).number().map_or_else(|| c.name(*m), str::to_owned);
                Some(measures.map(name).collect::<Vec<String>>().join(", "))
            }
            Column::Values | Column::Status => {
                let last = self.days().last().map_or(Standing::NotCollected, |(i, _)| self.standing(at, i));
                match last.status() {
                    Some(status) => {
                        return PaperCell { status: Some(c.tag(self.scheme, status)), ..PaperCell::default() };
                    }
                    None => None,
                }
            }
        };
        match text {
            Some(text) if !text.is_empty() => PaperCell { text, ..PaperCell::default() },
            _ => PaperCell { text: "–".to_owned(), quiet: true, status: None },
        }
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
