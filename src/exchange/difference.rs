//! What changed between two reporting dates, for the terminal and as JSON: `sachstand diff`.
//!
//! The same differences as on the pages of comparisons; nothing is computed here.

use super::columns::{paragraph, table};
use super::layout;
use crate::figures::{Changed, DateFigures, Difference, Figures, Place, Standing, difference, told_of_both};
use crate::model::{Model, RecordRef, RegisterId, Scheme};
use crate::text::catalog::Catalog;
use crate::value::{Date, Mean};
use serde_json::{Map, Value, json};
use std::fmt::{Display, Write};

/// All registers of which something is told at both dates, with what changed.
fn all<'f>(model: &Model, figures: &'f Figures, from: Date, to: Date) -> Vec<(RegisterId, Difference<'f>)> {
    let one = |id| difference(model, figures.register(id), id, from, to).map(|d| (id, d));
    let told = |id| told_of_both(model, figures, id, from, to).is_some();
    model.registers().filter(|(id, _)| told(*id)).filter_map(|(id, _)| one(id)).collect()
}

/// What changed as text, at most 80 columns wide but for the names of records.
pub fn difference_table(model: &Model, figures: &Figures, catalog: &Catalog, from: Date, to: Date) -> String {
    let text = Text { model, catalog };
    let lang = catalog.lang;
    let values: [(&str, &dyn Display); 2] = [("from", &lang.date(from)), ("to", &lang.date(to))];
    let mut out = format!("{}\n{}\n", model.config.title.get(lang), catalog.fill("compare.title", &values));
    for (id, difference) in all(model, figures, from, to) {
        text.register(&mut out, id, &difference);
    }
    out
}

struct Text<'m> {
    model: &'m Model,
    catalog: &'m Catalog,
}

impl Text<'_> {
    fn say(&self, key: &str) -> String {
        self.catalog.say(key)
    }

    fn register(&self, out: &mut String, id: RegisterId, d: &Difference<'_>) {
        let register = self.model.register(id);
        let (scheme, lang) = (self.model.scheme(register), self.catalog.lang);
        let title = self.model.register_config(register).title.get(lang);
        let _ = write!(out, "\n{title}\n{}\n", "=".repeat(title.chars().count()));
        let [from, to] = [d.from.date, d.to.date].map(|date| lang.date(date));
        let header = |key: &str| vec![self.say(key), from.clone(), to.clone(), self.say("column.change")];
        let change = |a: i64, b: i64| if a == b { "±0".to_owned() } else { lang.signed(b - a) };
        let line = |name: String, a: i64, b: i64| vec![name, lang.integer(a), lang.integer(b), change(a, b)];
        let total = self.say("column.total");
        let mut rows = vec![header("column.count")];
        for (a, b) in d.from.by_status.iter().zip(&d.to.by_status) {
            let label = scheme.status(a.status).label.get(lang).to_owned();
            rows.push(line(label, a.count() as i64, b.count() as i64));
        }
        rows.push(line(total.clone(), d.from.counted as i64, d.to.counted as i64));
        let _ = write!(out, "\n{}", table(&rows));
        if let Some((a, b)) = d.from.total_sum.zip(d.to.total_sum) {
            let mut rows = vec![header("column.sum")];
            for (a, b) in d.from.by_status.iter().zip(&d.to.by_status) {
                let label = scheme.status(a.status).label.get(lang).to_owned();
                rows.push(line(label, a.sum.unwrap_or(0), b.sum.unwrap_or(0)));
            }
            rows.push(line(total, a, b));
            let mean = |m: Option<Mean>| m.map_or_else(|| "–".to_owned(), |m| lang.mean(m));
            rows.push(vec![self.say("column.mean"), mean(d.from.mean), mean(d.to.mean)]);
            let _ = write!(out, "\n{}", table(&rows));
        }
        self.happened(out, d);
        self.changed(out, id, scheme, d);
    }

    fn happened(&self, out: &mut String, d: &Difference<'_>) {
        let (base, lists) = (&d.between.base, &d.between.lists);
        let values: [(&str, &dyn Display); 5] = [
            ("opening", &base.opening),
            ("new", &base.new.len()),
            ("returned", &base.returned.len()),
            ("left", &base.left.len()),
            ("closing", &base.closing),
        ];
        let _ = write!(out, "\n{}\n", self.say("stand.base"));
        out.push_str(&paragraph(&self.catalog.fill("base.equation", &values), 2));
        let rows = [
            ("period.implemented", lists.implemented.len()),
            ("period.fell_back", lists.fell_back.len()),
            ("period.advanced", lists.advanced.len()),
            ("period.gone_back", lists.gone_back.len()),
        ]
        .map(|(key, n)| vec![self.say(key), n.to_string()]);
        let _ = write!(out, "\n{}\n{}", self.say("compare.happened"), table(&rows));
    }

    fn changed(&self, out: &mut String, id: RegisterId, scheme: &Scheme, d: &Difference<'_>) {
        let n = d.changed.len();
        let text = match n {
            0 => self.say("compare.changed_none"),
            n => self.catalog.fill("compare.changed", &[("n", &n)]),
        };
        let _ = write!(out, "\n{}\n{}", self.say("compare.records"), paragraph(&text, 2));
        let name = |one: &Changed| {
            let record = self.model.record(RecordRef { register: id, index: one.record });
            match (record.shown, record.number()) {
                (true, Some(number)) => number.to_owned(),
                (true, None) => record.text.id.clone(),
                (false, _) => "–".to_owned(),
            }
        };
        let title = |one: &Changed| {
            let record = self.model.record(RecordRef { register: id, index: one.record });
            match record.title().filter(|_| record.shown) {
                Some(title) => title.to_owned(),
                None if record.shown => self.say("value.untitled"),
                None => self.say("value.withheld"),
            }
        };
        let wide = |side: &dyn Fn(&Changed) -> String| d.changed.iter().map(|c| side(c).chars().count()).max();
        let before = |one: &Changed| self.value(scheme, one.before);
        let after = |one: &Changed| self.value(scheme, one.after);
        let [a, b, c] = [wide(&name), wide(&before), wide(&after)].map(Option::unwrap_or_default);
        for one in &d.changed {
            let (name, before, after) = (name(one), before(one), after(one));
            let _ = writeln!(out, "  {name:a$}  {before:>b$} → {after:<c$}  {}", title(one));
        }
    }

    /// A value in few letters: "5", "a", "U", or "–" for none.
    fn value(&self, scheme: &Scheme, standing: Option<Standing>) -> String {
        value(scheme, standing)
            .map_or_else(|| "–".to_owned(), |value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    }
}

/// A value as records write it.
fn value(scheme: &Scheme, standing: Option<Standing>) -> Option<Value> {
    match standing? {
        Standing::Counted { value: Some(value), .. } => Some(value.into()),
        Standing::Counted { status, value: None } | Standing::Manual(status) => {
            Some(scheme.status(status).code.as_str().into())
        }
        Standing::Letter(letter) => Some(scheme.letters.get(usize::from(letter))?.code.as_str().into()),
        _ => None,
    }
}

/// What changed as JSON.
pub fn difference_json(model: &Model, figures: &Figures, from: Date, to: Date) -> String {
    let registers: Map<String, Value> = all(model, figures, from, to)
        .into_iter()
        .map(|(id, d)| (model.register_config(model.register(id)).key.value.clone(), register(model, id, &d)))
        .collect();
    layout::pretty(&json!({ "from": from.to_string(), "to": to.to_string(), "registers": registers }))
}

fn register(model: &Model, id: RegisterId, d: &Difference<'_>) -> Value {
    let scheme = model.scheme(model.register(id));
    let side = |f: &DateFigures| {
        let by_status = |one: &dyn Fn(&crate::figures::StatusFigures) -> Value| -> Map<String, Value> {
            f.by_status.iter().map(|s| (scheme.status(s.status).code.clone(), one(s))).collect()
        };
        json!({
            "frozen": f.frozen.is_some(),
            "counted": f.counted,
            "count": by_status(&|s| s.count().into()),
            "sum": by_status(&|s| s.sum.into()),
            "total_sum": f.total_sum,
            "mean": f.mean.map(Mean::as_f64),
        })
    };
    let (base, lists) = (&d.between.base, &d.between.lists);
    let ids = |records: &[u32]| super::ids(model, id, records);
    let place = |place: Place| match place {
        Place::Status(status) => scheme.status(status).code.clone(),
        Place::New => "new".to_owned(),
        Place::Returned => "returned".to_owned(),
        Place::Left => "left".to_owned(),
    };
    let moves = d.between.moves.iter();
    let moves: Map<String, Value> =
        moves.map(|m| (format!("{}>{}", place(m.from), place(m.to)), m.records.len().into())).collect();
    let record = |index: u32| model.record(RecordRef { register: id, index });
    let left: Vec<Value> = base
        .left
        .iter()
        .map(|(index, gone)| (record(*index), gone))
        .filter(|(record, _)| record.shown)
        .map(|(record, gone)| json!({ "id": record.text.id, "reason": super::reason(record, *gone) }))
        .collect();
    let changed: Vec<Value> = d
        .changed
        .iter()
        .filter(|one| record(one.record).shown)
        .map(|one| {
            json!({
                "id": record(one.record).text.id,
                "before": value(scheme, one.before),
                "after": value(scheme, one.after),
            })
        })
        .collect();
    json!({
        "from": side(d.from),
        "to": side(d.to),
        "base": {
            "opening": base.opening,
            "new": base.new.len(),
            "returned": base.returned.len(),
            "left": base.left.len(),
            "closing": base.closing,
            "new_records": ids(&base.new),
            "returned_records": ids(&base.returned),
            "left_records": left,
        },
        "moves": moves,
        "lists": {
            "implemented": ids(&lists.implemented),
            "fell_back": ids(&lists.fell_back),
            "advanced": ids(&lists.advanced),
            "gone_back": ids(&lists.gone_back),
        },
        "changed": changed,
    })
}
