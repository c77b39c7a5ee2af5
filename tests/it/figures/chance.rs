//! Laws that hold for any histories, tried on random ones.

use super::plan::{BASELINE, EMPTY, Plan, Row};
use super::totals::assert_recounted;
use super::{figures_of, plan};
use proptest::prelude::*;
use sachstand::pipeline::Options;
use sachstand::source::SourceTree;
use sachstand::value::Date;
use serde_json::Value;

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(EMPTY.to_owned()),
        8 => (0..=10_u8).prop_map(|n| n.to_string()),
        1 => Just("a".to_owned()),
        1 => Just("g".to_owned()),
    ]
}

fn cohort() -> impl Strategy<Value = String> {
    prop_oneof![Just("2020"), Just("2022"), Just("2023"), Just(BASELINE)].prop_map(str::to_owned)
}

fn row(number: String, cohort: String, cells: Vec<String>, unit: bool, internal: bool, service: bool) -> Row {
    let unit = if unit { ["1", "Eins", "I", "Erster"] } else { ["2", "Zwei", "II", "Zweiter"] };
    Row {
        title: format!("Eintrag {number}"),
        number,
        unit: unit.map(str::to_owned),
        schedule: if cohort.is_empty() { String::new() } else { "2021-2022".to_owned() },
        cohort,
        cells,
        internal,
        service: service.then(|| ["Externe Portale".to_owned(), "nein".to_owned()]),
        more: String::new(),
    }
}

pub(super) fn plans() -> impl Strategy<Value = Plan> {
    let measure = (cohort(), prop::collection::vec(cell(), 4), any::<bool>(), prop::bool::weighted(0.1));
    let code = prop_oneof![Just("P"), Just("E"), Just("U"), Just(EMPTY)].prop_map(str::to_owned);
    let service = (prop::collection::vec(code, 2), any::<bool>());
    let counting = prop_oneof![Just(vec![]), Just(vec![("g", "E")])];
    let all = (prop::collection::vec(measure, 1..9), prop::collection::vec(service, 1..5), counting);
    all.prop_map(|(measures, services, counting)| Plan {
        measures: measures
            .into_iter()
            .enumerate()
            .map(|(i, (cohort, cells, unit, internal))| row(format!("MP {i:03}"), cohort, cells, unit, internal, false))
            .collect(),
        services: services
            .into_iter()
            .enumerate()
            .map(|(i, (cells, unit))| row(format!("OD {i:03}"), String::new(), cells, unit, false, true))
            .collect(),
        counting,
    })
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

/// The sum of all moves from or to a place.
fn moves(date: &Value, place: impl Fn(&str, &str) -> bool) -> i64 {
    let moves = date["moves"].as_object().unwrap().iter();
    moves.filter(|(key, _)| key.split_once('>').is_some_and(|(from, to)| place(from, to))).map(|(_, n)| number(n)).sum()
}

fn dates(figures: &Value) -> impl Iterator<Item = &Vec<Value>> {
    ["measures", "services"].into_iter().map(|register| figures["registers"][register]["dates"].as_array().unwrap())
}

/// As of the last date of a plan, whether or not it has a value.
fn whole() -> Options {
    Options { as_of: plan::DATES.last().and_then(|date| Date::parse(date)), ..Options::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_base_balances_and_moves_add_up(plan in plans()) {
        let figures = figures_of(&plan.tree(), whole());
        assert_recounted(&plan, &figures);
        for dates in dates(&figures) {
            let mut before: Option<&Value> = None;
            for date in dates {
                let base = &date["base"];
                let of = |key: &str| number(&base[key]);
                prop_assert_eq!(of("opening") + of("new") + of("returned") - of("left"), of("closing"));
                prop_assert_eq!(of("closing"), number(&date["counted"]));
                prop_assert_eq!(of("opening"), before.map_or(0, |d| number(&d["counted"])));
                for key in ["new", "returned", "left"] {
                    prop_assert_eq!(of(key), base[format!("{key}_records")].as_array().unwrap().len() as i64);
                    prop_assert_eq!(of(key), moves(date, |from, to| from == key || to == key));
                }
                for status in ["P", "E", "U"] {
                    prop_assert_eq!(moves(date, |_, to| to == status), number(&date["count"][status]));
                    let was = before.map_or(0, |d| number(&d["count"][status]));
                    prop_assert_eq!(moves(date, |from, _| from == status), was);
                }
                before = Some(date);
            }
        }
    }

    #[test]
    fn the_order_of_files_changes_nothing(plan in plans(), seed in any::<u64>()) {
        let mut files = plan.files();
        let n = files.len();
        for i in 0..n {
            files.swap(i, (seed as usize).wrapping_mul(i + 7) % n);
        }
        let shuffled = figures_of(&SourceTree::new(files), whole());
        prop_assert_eq!(shuffled, figures_of(&plan.tree(), whole()));
    }

    #[test]
    fn later_values_change_no_earlier_date(plan in plans(), cut in 0..3_usize) {
        let mut shorter = plan.clone();
        for row in &mut shorter.measures {
            row.cells[cut + 1..].fill(EMPTY.to_owned());
        }
        let (long, short) = (figures_of(&plan.tree(), whole()), figures_of(&shorter.tree(), whole()));
        let options = Options { as_of: Date::parse(plan::DATES[cut]), ..Options::default() };
        let then = figures_of(&plan.tree(), options);
        for d in 0..=cut {
            let of = |figures: &Value| {
                let mut date = figures["registers"]["measures"]["dates"][d].clone();
                // Records reported after the as-of date are not known at it.
                date.as_object_mut().unwrap().remove("not_yet");
                date.as_object_mut().unwrap().remove("not_yet_records");
                date
            };
            prop_assert_eq!(of(&long), of(&short));
            prop_assert_eq!(of(&long), of(&then));
        }
    }
}
