//! The text of a snapshot: everything that a report of a closed date needs, for `freeze` to write,
//! and the proof that the same figures still come out of it.
//!
//! It stays inside the site folder and is never published, so internal records are in it.

mod published;
mod targets;

use super::reason;
use crate::diag::{Diagnostics, codes};
use crate::figures::{Cohort, DateFigures, Figures, Place, RegisterFigures, state};
use crate::model::snapshots::{BY_HAND, STATES, letters, statuses};
use crate::model::{Model, Record, RecordRef, RegisterId, Scheme, State, Value};
use crate::record::snapshot::{FORMAT, digest_of};
use crate::source::SourceTree;
use crate::text::lang::Lang;
use crate::value::{Date, Mean};
use std::fmt::Write;

/// A model with its figures.
type Edition<'e> = (&'e Model, &'e Figures);

/// The snapshot of a reporting date. `all` is the edition with internal records, whose history is
/// frozen; `public` the one whose figures are. Both must know the date.
pub fn snapshot_toml(all: Edition<'_>, public: Edition<'_>, date: Date) -> String {
    let mut below = String::new();
    let program = env!("CARGO_PKG_VERSION");
    let lang = all.0.config.languages.first().copied().unwrap_or(Lang::De);
    let _ = write!(below, "format = {FORMAT}\ndate = {date}\nprogram = {}\n", quoted(program));
    for (id, register) in all.0.registers() {
        let Ok(at) = register.dates.binary_search(&date) else {
            continue;
        };
        let key = &all.0.register_config(register).key.value;
        let _ = write!(below, "\n[registers.{}]\n", bare(key));
        scheme(&mut below, all.0.scheme(register), lang);
        let dates: Vec<String> = register.dates[..=at].iter().map(Date::to_string).collect();
        let _ = writeln!(below, "dates = [{}]", dates.join(", "));
        below.push_str(if register.records.is_empty() { "records = [" } else { "records = [\n" });
        for (index, one) in (0_u32..).zip(&register.records) {
            record(&mut below, all, RecordRef { register: id, index }, one, at);
        }
        below.push_str("]\n\n");
        let own = public.1.register(id);
        below.push_str(&figures(public.0, id, own, &own.dates[at]));
        if let Some(published) = published::block(public.0, id, date) {
            below.push('\n');
            below.push_str(&published);
        }
    }
    for block in targets::all(public.0, public.1, date) {
        below.push('\n');
        below.push_str(&block);
    }
    format!(
        "# What {date} was when it was closed, written by `sachstand freeze`. Do not edit: the digest covers everything\n\
         # below its line. A wrong value is corrected in its record: `sachstand explain frozen-difference`.\n\
         digest = \"{}\"\n{below}",
        digest_of(&below)
    )
}

fn scheme(out: &mut String, scheme: &Scheme, lang: Lang) {
    if let Some((min, max)) = scheme.scale {
        let _ = writeln!(out, "scale = {{ min = {min}, max = {max} }}");
    }
    let label = |code: &str| {
        let status = scheme.statuses.iter().find(|s| s.code == code).map(|s| &s.label);
        let label = status.or(scheme.letters.iter().find(|l| l.code == code).map(|l| &l.label));
        label.map_or("", |label| label.get(lang)).to_owned()
    };
    for (key, codes) in [("statuses", statuses(scheme)), ("letters", letters(scheme))] {
        if codes.is_empty() {
            let _ = writeln!(out, "{key} = []");
            continue;
        }
        let _ = writeln!(out, "{key} = [");
        for code in codes {
            let mut fields = vec![
                format!("code = {}", quoted(&code.code)),
                format!("label = {}", quoted(&label(&code.code))),
                format!("class = {}", quoted(&code.class)),
            ];
            fields.extend(code.from.map(|from| format!("from = {from}")));
            fields.extend(code.counts_as.map(|status| format!("counts_as = {}", quoted(&status))));
            let _ = writeln!(out, "  {{ {} }},", fields.join(", "));
        }
        out.push_str("]\n");
    }
}

fn record(out: &mut String, all: Edition<'_>, at: RecordRef, record: &Record, date: usize) {
    let (model, figures) = all;
    let register = model.register(at.register);
    let (own, day) = (figures.register(at.register), register.dates[date]);
    let mut fields = vec![format!("id = {}", quoted(&record.text.id))];
    let mut text = |key: &str, value: Option<&str>| {
        fields.extend(value.map(|value| format!("{key} = {}", quoted(value))));
    };
    text("number", record.number());
    text("title", record.title());
    text("unit", record.unit_on(day).map(|unit| model.unit(unit).id.as_str()));
    let left = own.dates[date].base.left.iter().find(|(index, _)| *index == at.index);
    text("left", left.and_then(|(_, gone)| gone.word(record)));
    text("visibility", record.text.internal.then_some("internal"));
    fields.extend(record.reported().map(|year| format!("reported = {year}")));
    fields.extend(record.due.map(|due| format!("due = {due}")));
    fields.extend(record.is_baseline().then(|| "baseline = true".to_owned()));
    let scheme = model.scheme(register);
    let history = register.dates[..=date].iter().zip(own.standings(at.index));
    let values: Vec<String> = history.map(|(day, s)| value(scheme, state(record, *day, *s))).collect();
    fields.push(format!("values = [{}]", values.join(", ")));
    let _ = writeln!(out, "  {{ {} }},", fields.join(", "));
}

fn value(scheme: &Scheme, state: State) -> String {
    let code = |status| scheme.status(status).code.as_str();
    match state {
        State::Value(Value::Number(n)) => n.to_string(),
        State::Value(Value::Status(status)) => quoted(code(status)),
        State::Value(Value::Letter(letter)) => quoted(&scheme.letters[usize::from(letter)].code),
        State::Manual(status) => quoted(&format!("{BY_HAND}{}", code(status))),
        other => quoted(STATES.iter().find(|(_, known)| *known == other).map_or("", |(word, _)| *word)),
    }
}

/// The figures of a register at a date, ids sorted, zero counts left out: the same bytes for the same
/// figures, whatever was renamed or added since.
fn figures(model: &Model, id: RegisterId, own: &RegisterFigures, date: &DateFigures) -> String {
    let register = model.register(id);
    let scheme = model.scheme(register);
    let key = &model.register_config(register).key.value;
    let mut out = format!("[registers.{}.figures]\n", bare(key));
    let ids = |records: &[u32]| {
        let mut ids: Vec<String> = records.iter().map(|r| quoted(&register.records[*r as usize].text.id)).collect();
        ids.sort_unstable();
        format!("[{}]", ids.join(", "))
    };
    let table = |mut entries: Vec<(String, String)>| {
        entries.sort();
        let entries: Vec<String> =
            entries.into_iter().map(|(key, value)| format!("{} = {value}", bare(&key))).collect();
        if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
    };
    let by_status = |one: &dyn Fn(&crate::figures::StatusFigures) -> Option<String>| {
        let some = date.by_status.iter().filter(|s| s.count() > 0);
        table(some.filter_map(|s| Some((scheme.status(s.status).code.clone(), one(s)?))).collect())
    };
    let mut line = |key: &str, value: String| {
        let _ = writeln!(out, "{key} = {value}");
    };
    line("counted", date.counted.to_string());
    line("count", by_status(&|s| Some(s.count().to_string())));
    line("sum", by_status(&|s| s.sum.map(|n| n.to_string())));
    line("mean_by_status", by_status(&|s| s.mean.map(mean)));
    line("numeric", date.numeric.to_string());
    if let Some(sum) = date.total_sum {
        line("total_sum", sum.to_string());
    }
    if let Some(value) = date.mean {
        line("mean", mean(value));
    }
    line("records", by_status(&|s| Some(ids(&s.records))));
    line("not_collected", ids(&date.not_collected));
    line("not_in_source", ids(&date.not_in_source));
    line("not_yet", ids(&date.not_yet));
    let letter = |l: u16| scheme.letters[usize::from(l)].code.clone();
    line("letters", table(date.letters.iter().map(|(l, records)| (letter(*l), ids(records))).collect()));
    line("manual", ids(&date.manual));
    let base = &date.base;
    line("opening", base.opening.to_string());
    line("new", ids(&base.new));
    line("returned", ids(&base.returned));
    let left = base.left.iter().map(|(index, gone)| {
        let record = &register.records[*index as usize];
        (record.text.id.clone(), quoted(reason(record, *gone)))
    });
    line("left", table(left.collect()));
    line("closing", base.closing.to_string());
    let place = |place: Place| match place {
        Place::Status(status) => scheme.status(status).code.clone(),
        Place::New => "new".to_owned(),
        Place::Returned => "returned".to_owned(),
        Place::Left => "left".to_owned(),
    };
    let moves = date.moves.iter().map(|m| (format!("{}>{}", place(m.from), place(m.to)), m.records.len().to_string()));
    line("moves", table(moves.collect()));
    // Taken apart by name, so that a new list cannot be forgotten here.
    let crate::figures::Lists { implemented, fell_back, reported, advanced, gone_back, standing_still, expected } =
        &date.lists;
    line("implemented", ids(implemented));
    line("fell_back", ids(fell_back));
    line("reported", ids(reported));
    line("advanced", ids(advanced));
    line("gone_back", ids(gone_back));
    line("standing_still", ids(standing_still));
    line("expected", ids(expected));
    let units = date.by_unit.iter().map(|entry| {
        let unit = entry.unit.map_or_else(String::new, |unit| model.unit(unit).id.clone());
        let counts = scheme.iter().zip(entry.counts()).filter(|(_, n)| *n > 0);
        (unit, table(counts.map(|((_, s), n)| (s.code.clone(), n.to_string())).collect()))
    });
    line("by_unit", table(units.collect()));
    let (cohorts, baseline, records) = match &date.frozen {
        Some(frozen) => (&frozen.cohorts, &frozen.baseline, frozen.records),
        None => (&own.cohorts, &own.baseline, own.records),
    };
    let year = |c: &Cohort| c.year.map_or_else(String::new, |year| year.to_string());
    line("cohorts", table(cohorts.iter().map(|c| (year(c), c.records.len().to_string())).collect()));
    line("baseline", ids(baseline));
    line("all_records", records.to_string());
    out
}

/// Checks that the figures of closed dates still come out as they were frozen.
pub fn verify(model: &Model, figures_now: &Figures, sources: &SourceTree, diags: &mut Diagnostics) {
    // A snapshot holds the figures of the public edition; where something else is wrong, its figures
    // would only be an echo of it.
    if model.internal || diags.has_errors() {
        return;
    }
    for snapshot in &model.snapshots {
        let text = sources.file(snapshot.source).text().unwrap_or_default().replace("\r\n", "\n");
        let frozen = || model.registers().filter(|(id, _)| model.frozen(*id, snapshot.date).is_some());
        frozen().for_each(|(id, _)| published::check(model, id, snapshot, &text, diags));
        if diags.has_errors() {
            continue;
        }
        for (id, register) in frozen() {
            let own = figures_now.register(id);
            let Some(date) = own.at(snapshot.date) else { continue };
            if !text.contains(&figures(model, id, own, date)) {
                let key = &model.register_config(register).key.value;
                diags.push(codes::frozen_figures(snapshot.head, &snapshot.date.to_string(), key));
            }
        }
        for then in &snapshot.targets {
            let programme = &model.programmes[then.programme];
            let target = &programme.targets[then.target];
            if !text.contains(&targets::one(model, figures_now, programme, target, snapshot.date)) {
                let name = format!("{}/{}", programme.id, target.id);
                diags.push(codes::frozen_figures(snapshot.head, &snapshot.date.to_string(), &name));
            }
        }
    }
}

fn mean(mean: Mean) -> String {
    let (sign, n) = (if mean.0 < 0 { "-" } else { "" }, mean.0.unsigned_abs());
    format!("{sign}{}.{:02}", n / 100, n % 100)
}

/// A key, in quotes where it needs them.
fn bare(key: &str) -> String {
    let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if plain { key.to_owned() } else { quoted(key) }
}

/// A text in quotes, as TOML wants it.
fn quoted(text: &str) -> String {
    // The escapes of JSON are those of TOML, but for one character that JSON leaves alone.
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}
