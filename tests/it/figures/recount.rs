//! The figures once more, straight from the cells and written another way than in the program.
//!
//! The trail of a record has one letter per date: its status, `a` or `g` for a letter that does not
//! count, `.` for nothing. All counting below is looking at trails.

use super::plan::{BASELINE, EMPTY, Plan, Row, dates};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const STATUSES: [char; 3] = ['P', 'E', 'U'];

struct Trail<'p> {
    row: &'p Row,
    id: String,
    letters: Vec<char>,
    numbers: Vec<Option<i64>>,
}

impl Trail<'_> {
    fn counts(&self, d: usize) -> bool {
        STATUSES.contains(&self.letters[d])
    }
    fn is(&self, d: usize, letter: char) -> bool {
        self.letters[d] == letter
    }
    /// What rises and falls: the number, or the status of a service; a letter does neither.
    fn rank(&self, d: usize) -> Option<i64> {
        match self.row.service {
            Some(_) => STATUSES.iter().position(|s| self.is(d, *s)).map(|at| at as i64),
            None => self.numbers[d],
        }
    }
}

fn letter(cell: &str, plan: &Plan) -> char {
    match cell {
        "0" | "1" | "2" | "3" => 'P',
        "4" | "5" | "6" | "7" => 'E',
        "8" | "9" | "10" => 'U',
        EMPTY => '.',
        other => {
            let counting = plan.counting.iter().find(|(code, _)| *code == other).map_or(other, |(_, status)| status);
            counting.chars().next().unwrap()
        }
    }
}

/// What figures.json must say of the measures and of the services.
pub(crate) fn recount(plan: &Plan) -> [Value; 2] {
    [register(plan, &plan.measures), register(plan, &plan.services)]
}

fn register(plan: &Plan, rows: &[Row]) -> Value {
    let public: Vec<&Row> = rows.iter().filter(|row| !row.internal).collect();
    let mut trails: Vec<Trail<'_>> = public
        .iter()
        .filter(|row| row.cohort != BASELINE)
        .map(|row| Trail {
            row,
            id: row.id(),
            letters: row.cells.iter().map(|c| letter(c, plan)).collect(),
            numbers: row.cells.iter().map(|c| c.parse().ok()).collect(),
        })
        .collect();
    trails.sort_by(|a, b| a.id.cmp(&b.id));
    let mut cohorts: BTreeMap<&str, usize> = BTreeMap::new();
    if rows.iter().any(|row| !row.cohort.is_empty()) {
        cohorts.insert(BASELINE, 0);
    }
    for row in &public {
        *cohorts.entry(if row.cohort.is_empty() { "none given" } else { &row.cohort }).or_default() += 1;
    }
    let mut named: BTreeMap<&str, Vec<String>> = cohorts.keys().map(|label| (*label, Vec::new())).collect();
    for row in &public {
        named.get_mut(if row.cohort.is_empty() { "none given" } else { &row.cohort }).unwrap().push(row.id());
    }
    named.values_mut().for_each(|ids| ids.sort());
    let mut baseline: Vec<String> = public.iter().filter(|r| r.cohort == BASELINE).map(|r| r.id()).collect();
    baseline.sort();
    let dates = dates(rows[0].cells.len());
    json!({
        "records": public.len(),
        "baseline": cohorts.get(BASELINE).copied().unwrap_or(0),
        "baseline_records": baseline,
        "cohorts": cohorts,
        "cohort_records": named,
        "quality": quality(&trails, dates),
        "dates": (0..dates.len()).map(|d| date(&trails, dates, d, !rows[0].cohort.is_empty())).collect::<Vec<_>>(),
    })
}

fn date(trails: &[Trail<'_>], dates: &[&str], d: usize, scaled: bool) -> Value {
    let pick = |test: &dyn Fn(&Trail<'_>) -> bool| -> Vec<&str> {
        trails.iter().filter(|t| test(t)).map(|t| t.id.as_str()).collect()
    };
    let by_status = |value: &dyn Fn(char) -> Value| -> Map<String, Value> {
        STATUSES.iter().map(|s| (s.to_string(), value(*s))).collect()
    };
    let numbers = |test: &dyn Fn(&Trail<'_>) -> bool| -> Vec<i64> {
        trails.iter().filter(|t| t.counts(d) && test(t)).filter_map(|t| t.numbers[d]).collect()
    };
    let sum = |numbers: Vec<i64>| {
        if scaled { json!(numbers.iter().sum::<i64>()) } else { Value::Null }
    };
    let before = |t: &Trail<'_>| d > 0 && t.counts(d - 1);
    let first = !(0..d).any(|e| trails.iter().any(|t| t.counts(e)));
    let ever = |t: &Trail<'_>| (0..d).any(|e| t.counts(e));
    let year = dates[d][..4].to_owned();
    let blank = |t: &Trail<'_>| t.is(d, '.');
    let later = |t: &Trail<'_>| t.row.cohort.get(..4).is_some_and(|y| y > year.as_str());
    let done = |t: &Trail<'_>, d: usize| t.is(d, 'U');
    let rise = |t: &Trail<'_>| Some(t.rank(d)? - t.rank(d.checked_sub(1)?)?);
    let new = pick(&|t| t.counts(d) && !ever(t));
    let returned = pick(&|t| t.counts(d) && ever(t) && !before(t));
    let left = pick(&|t| !t.counts(d) && before(t));
    let letters: Map<String, Value> = ['a', 'g']
        .iter()
        .map(|l| (l.to_string(), json!(pick(&|t| t.is(d, *l)))))
        .filter(|(_, ids)| ids != &json!([]))
        .collect();
    json!({
        "date": dates[d],
        "previous": (!first).then(|| dates[d - 1]),
        "counted": pick(&|t| t.counts(d)).len(),
        "not_collected": pick(&|t| blank(t) && !later(t)).len(),
        "not_collected_records": pick(&|t| blank(t) && !later(t)),
        "not_in_source": 0,
        "not_in_source_records": [],
        "not_yet": pick(&|t| blank(t) && later(t)).len(),
        "not_yet_records": pick(&|t| blank(t) && later(t)),
        "count": by_status(&|s| json!(pick(&|t| t.is(d, s)).len())),
        "share": by_status(&|s| share(pick(&|t| t.is(d, s)).len(), pick(&|t| t.counts(d)).len())),
        "sum": by_status(&|s| sum(numbers(&|t| t.is(d, s)))),
        "mean_by_status": by_status(&|s| mean(&numbers(&|t| t.is(d, s)))),
        "numeric_by_status": by_status(&|s| json!(numbers(&|t| t.is(d, s)).len())),
        "total_sum": sum(numbers(&|_| true)),
        "mean": mean(&numbers(&|_| true)),
        "numeric": numbers(&|_| true).len(),
        "records": by_status(&|s| json!(pick(&|t| t.is(d, s)))),
        "letters": letters,
        "manual": [],
        "base": {
            "opening": pick(&|t| before(t)).len(),
            "new": new.len(),
            "returned": returned.len(),
            "left": left.len(),
            "corrections": 0,
            "closing": pick(&|t| before(t)).len() + new.len() + returned.len() - left.len(),
            "first": first,
            "new_records": new,
            "returned_records": returned,
            "left_records": left.iter().map(|id| json!({ "id": id, "reason": "none given" })).collect::<Vec<_>>(),
        },
        "moves": moves(trails, d).into_iter().map(|(key, ids)| (key, ids.len())).collect::<BTreeMap<_, _>>(),
        "moves_records": moves(trails, d),
        "lists": {
            "implemented": pick(&|t| !first && done(t, d) && !done(t, d - 1)),
            "fell_back": pick(&|t| d > 0 && done(t, d - 1) && (t.is(d, 'P') || t.is(d, 'E'))),
            "reported": new,
            "advanced": pick(&|t| rise(t).is_some_and(|n| n > 0)),
            "gone_back": pick(&|t| rise(t).is_some_and(|n| n < 0)),
            "standing_still": pick(&|t| {
                d > 1 && !done(t, d) && t.rank(d).is_some() && (1..=2).all(|n| t.rank(d - n) == t.rank(d))
            }),
            "expected": pick(&|t| {
                let year = t.row.schedule.rsplit('-').next().unwrap();
                t.counts(d) && !done(t, d) && !year.is_empty() && *format!("{year}-12-31") <= *dates[d]
            }),
        },
        "by_unit": by_unit(trails, d, &|ids| json!(ids.len())),
        "by_unit_records": by_unit(trails, d, &|ids| json!(ids)),
        "published": null,
        "frozen": null,
        "corrections": [],
        "corrected": null,
    })
}

/// How fresh and complete the records are at the last date.
fn quality(trails: &[Trail<'_>], dates: &[&str]) -> Value {
    let last = dates.len() - 1;
    let later = |t: &Trail<'_>| t.row.cohort.get(..4).is_some_and(|year| *year > dates[last][..4]);
    let wanted: Vec<&Trail<'_>> = trails.iter().filter(|t| !t.is(last, '.') || !later(t)).collect();
    let pick = |test: &dyn Fn(&Trail<'_>) -> bool| -> Vec<&str> {
        wanted.iter().filter(|t| test(t)).map(|t| t.id.as_str()).collect()
    };
    let age = |t: &Trail<'_>| t.letters.iter().rev().position(|letter| *letter != '.');
    let older: BTreeMap<String, Vec<&str>> = (1..=last)
        .map(|ago| (ago.to_string(), pick(&|t| age(t) == Some(ago))))
        .filter(|(_, ids)| !ids.is_empty())
        .collect();
    let mut by_unit = Map::new();
    for t in &wanted {
        let unit = &t.row.unit[0];
        let of_unit: Vec<&str> = pick(&|other| other.row.unit[0] == *unit);
        let missing = pick(&|other| other.row.unit[0] == *unit && other.is(last, '.'));
        by_unit.insert(unit.clone(), json!({ "wanted": of_unit.len(), "missing": missing }));
    }
    let left = |t: &&Trail<'_>| last > 0 && t.counts(last - 1) && !t.counts(last);
    json!({
        "date": dates[last],
        "wanted": wanted.len(),
        "current": pick(&|t| !t.is(last, '.')).len(),
        "older": older,
        "never": pick(&|t| age(t).is_none()),
        "partly": [],
        "by_unit": by_unit,
        "no_reason": trails.iter().filter(left).map(|t| t.id.as_str()).collect::<Vec<_>>(),
        "no_unit": [],
        "no_schedule": pick(&|t| t.row.schedule.is_empty()),
        "unresolved": [],
    })
}

/// Rounded half up to two decimals by looking at the rest.
fn mean(numbers: &[i64]) -> Value {
    let n = numbers.len() as i64;
    if n == 0 {
        return Value::Null;
    }
    let hundred = numbers.iter().sum::<i64>() * 100;
    let up = i64::from(hundred % n * 2 >= n);
    json!((hundred / n + up) as f64 / 100.0)
}

/// Rounded half up to one decimal by looking at the rest.
fn share(part: usize, whole: usize) -> Value {
    if whole == 0 {
        return Value::Null;
    }
    let thousand = part * 1000;
    json!((thousand / whole + usize::from(thousand % whole * 2 >= whole)) as f64 / 10.0)
}

fn moves(trails: &[Trail<'_>], d: usize) -> BTreeMap<String, Vec<String>> {
    let mut moves: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for trail in trails {
        let place = |d: usize| trail.counts(d).then(|| trail.letters[d].to_string());
        let earlier = if (0..d).any(|e| trail.counts(e)) { "returned" } else { "new" };
        let key = match (d.checked_sub(1).and_then(place), place(d)) {
            (None, None) => continue,
            (from, to) => format!("{}>{}", from.as_deref().unwrap_or(earlier), to.as_deref().unwrap_or("left")),
        };
        moves.entry(key).or_default().push(trail.id.clone());
    }
    moves
}

fn by_unit(trails: &[Trail<'_>], d: usize, value: &dyn Fn(&[String]) -> Value) -> Value {
    let mut units: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for trail in trails.iter().filter(|t| t.counts(d)) {
        let empty = || STATUSES.iter().map(|s| (s.to_string(), Vec::new())).collect();
        let unit = units.entry(trail.row.unit[0].clone()).or_insert_with(empty);
        unit.get_mut(&trail.letters[d].to_string()).unwrap().push(trail.id.clone());
    }
    let unit = |ids: BTreeMap<String, Vec<String>>| -> Map<String, Value> {
        ids.into_iter().map(|(status, ids)| (status, value(&ids))).collect()
    };
    units.into_iter().map(|(key, ids)| (key, Value::from(unit(ids)))).collect::<Map<_, _>>().into()
}
