//! Closed dates: freezing is the identity, and what is frozen stays whatever happens to the records.

use super::chance::plans;
use super::plan::{DATES, EMPTY, Plan};
use super::{derive, figures_of};
use proptest::prelude::*;
use sachstand::diag::Diagnostics;
use sachstand::pipeline::{self, Options};
use sachstand::source::{Content, SourceFile, SourceTree};
use sachstand::value::{Date, Share};
use sachstand::{exchange, figures};
use serde_json::Value;

const ALL: Options = Options { as_of: None, internal: true, portable: false };

/// The files of a plan with the first dates closed, as many as asked for.
pub(crate) fn frozen(plan: &Plan, dates: usize) -> Vec<SourceFile> {
    close(plan.files(), dates)
}

/// The same of files.
pub(crate) fn close(mut files: Vec<SourceFile>, dates: usize) -> Vec<SourceFile> {
    for date in &DATES[..dates] {
        let tree = SourceTree::new(files.clone());
        let (all, public) = (derive(&tree, ALL), derive(&tree, Options::default()));
        let day = Date::parse(date).unwrap();
        if day > public.0.as_of {
            break; // only internal records have a value: `freeze` refuses such a date
        }
        let text = exchange::snapshot_toml((&all.0, &all.1), (&public.0, &public.1), day);
        files.push(SourceFile { path: format!("content/snapshots/{date}.toml"), content: Content::Text(text) });
    }
    files
}

/// The files of a changed plan beside the snapshots of another.
fn over(changed: &Plan, frozen: &[SourceFile]) -> SourceTree {
    let snapshots = frozen.iter().filter(|file| file.path.starts_with("content/snapshots/")).cloned();
    SourceTree::new(changed.files().into_iter().chain(snapshots).collect())
}

/// The dates of a register in figures.json, without what freezing itself says.
fn dates(figures: &Value, register: &str) -> Vec<Value> {
    let dates = figures["registers"][register]["dates"].as_array().unwrap();
    let without = |date: &Value| {
        let mut date = date.clone();
        for key in ["frozen", "corrections", "corrected"] {
            date.as_object_mut().unwrap().remove(key);
        }
        date
    };
    dates.iter().map(without).collect()
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

/// Every page and file of a site, without the words that say whether a date is closed.
fn site(tree: &SourceTree) -> Vec<(String, String)> {
    let mut diags = Diagnostics::new();
    let output = pipeline::build(tree, Options::default(), &mut diags);
    let output = output.unwrap_or_else(|| panic!("{diags:?}"));
    let words = [
        ("note note-frozen", "note note-info"),
        (
            "Dieser Berichtstermin ist abgeschlossen. Seine Zahlen ändern sich nicht mehr; Berichtigungen stehen daneben.",
            "Dieser Berichtstermin ist noch nicht abgeschlossen. Seine Zahlen können sich noch ändern.",
        ),
        ("<p class=\"note-title\">Abgeschlossen</p>", "<p class=\"note-title\">Noch nicht abgeschlossen</p>"),
        ("<p class=\"small\">Abgeschlossen</p>", "<p class=\"small\">Noch nicht abgeschlossen</p>"),
    ];
    let plain = |(path, bytes): (&str, &[u8])| {
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        if path.ends_with("figures.json") {
            let mut value: Value = serde_json::from_str(&text).unwrap();
            for register in value["registers"].as_object_mut().unwrap().values_mut() {
                register["dates"].as_array_mut().unwrap().iter_mut().for_each(|date| date["frozen"] = Value::Null);
            }
            text = value.to_string();
        } else {
            words.iter().for_each(|(closed, open)| text = text.replace(closed, open));
            // The open data says which dates are closed, so its size is another.
            while let Some(at) = text.find("(JSON, ") {
                let end = at + text[at..].find(')').unwrap();
                text.replace_range(at..end, "(JSON");
            }
        }
        (path.to_owned(), text)
    };
    output.iter().map(plain).collect()
}

#[test]
fn freezing_the_plan_changes_no_byte_but_its_own() {
    let plan = Plan::read();
    let open = site(&plan.tree());
    let closed = site(&SourceTree::new(frozen(&plan, DATES.len())));
    assert_eq!(open.len(), closed.len());
    for (a, b) in open.iter().zip(&closed) {
        assert_eq!(a, b, "{}", a.0);
    }
}

#[test]
fn whatever_happens_later_the_frozen_plan_stays() {
    let plan = Plan::read();
    let closed = frozen(&plan, DATES.len());
    let was = figures_of(&SourceTree::new(closed.clone()), Options::default());
    let mut changed = plan.clone();
    for row in changed.measures.iter_mut().step_by(7) {
        row.cells[2] = "1".to_owned();
        row.title = "Ein anderer Titel".to_owned();
        row.schedule = "2030".to_owned();
    }
    changed.measure("MP 020").internal = true;
    changed.measure("MP 021").unit = changed.measure("MP 200").unit.clone();
    changed.measure("MP 022").cohort = "2020-U(10)".to_owned();
    let now = figures_of(&over(&changed, &closed), Options::default());
    for (a, b) in dates(&was, "measures").iter().zip(dates(&now, "measures")) {
        for key in ["counted", "count", "sum", "mean", "moves", "by_unit", "not_collected"] {
            assert_eq!(a[key], b[key], "{key}");
        }
        for key in ["opening", "new", "returned", "left", "corrections", "closing"] {
            assert_eq!(a["base"][key], b["base"][key], "{key}");
        }
    }
    assert!(!now.to_string().contains("\"mp-020\""), "a record that is internal by now is counted, but not named");
}

/// A plan, and the same with other values and the corrections that declare them.
fn corrected() -> impl Strategy<Value = (Plan, Plan)> {
    let change =
        (any::<prop::sample::Index>(), 0..DATES.len(), prop_oneof![Just("3"), Just("9"), Just("a"), Just(EMPTY)]);
    (plans(), prop::collection::vec(change, 1..5)).prop_map(|(plan, changes)| {
        let mut other = plan.clone();
        for (row, date, value) in changes {
            let row = &mut other.measures[row.index(plan.measures.len())];
            let was = row.cells[date].clone();
            let has = row.more.contains(DATES[date]);
            if was == value || has {
                continue;
            }
            row.cells[date] = value.to_owned();
            let written = |key: &str, value: &str| match value {
                EMPTY => String::new(),
                value if value.parse::<u16>().is_ok() => format!("{key} = {value}\n"),
                value => format!("{key} = \"{value}\"\n"),
            };
            row.more.push_str(&format!(
                "[[corrections]]\ndate = {}\n{}{}on = 2024-02-01\nreason = \"Übertragungsfehler\"\n",
                DATES[date],
                written("was", &was),
                written("value", value)
            ));
        }
        (plan, other)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn freezing_then_rebuilding_is_the_identity(plan in plans(), closed in 1..=DATES.len()) {
        let tree = SourceTree::new(frozen(&plan, closed));
        prop_assert_eq!(site(&plan.tree()), site(&tree));
        // The edition for the town hall has figures of its own, and they stay too.
        for options in [Options::default(), ALL] {
            let (open, frozen) = (figures_of(&plan.tree(), options), figures_of(&tree, options));
            for register in ["measures", "services"] {
                prop_assert_eq!(dates(&open, register), dates(&frozen, register));
            }
        }
    }

    #[test]
    fn frozen_figures_stay_and_corrected_ones_balance((plan, other) in corrected()) {
        let closed = frozen(&plan, DATES.len());
        // Dates that only internal records tell of stay open.
        prop_assume!(closed.iter().filter(|file| file.path.starts_with("content/snapshots/")).count() == DATES.len());
        let was = figures_of(&SourceTree::new(closed.clone()), Options::default());
        let tree = over(&other, &closed);
        let (_, _, problems) = derive(&tree, Options::default());
        prop_assert!(problems.iter().all(|p| p.starts_with("value-before-reported")
            || p.starts_with("no-current-value") || p.starts_with("progress-falls")
            || p.starts_with("code-against-number") || p.starts_with("baseline-not-done")), "{:?}", problems);
        let now = figures_of(&tree, Options::default());
        prop_assert_eq!(dates(&was, "measures"), dates(&now, "measures"));
        let today = figures_of(&other.tree(), Options::default());
        for (date, open) in now["registers"]["measures"]["dates"].as_array().unwrap().iter()
            .zip(dates(&today, "measures"))
        {
            let frozen = &date["base"];
            let corrected = if date["corrected"].is_null() { date } else { &date["corrected"] };
            let base = |key: &str| number(&corrected["base"][key]);
            prop_assert_eq!(
                base("opening") + base("new") + base("returned") - base("left") + base("corrections"),
                base("closing")
            );
            prop_assert_eq!(base("closing"), number(&corrected["counted"]));
            prop_assert_eq!(base("opening"), number(&frozen["opening"]));
            // With every difference declared, corrected figures are those of the records.
            for key in ["counted", "count", "sum", "total_sum", "mean", "moves", "by_unit"] {
                prop_assert_eq!(&corrected[key], &open[key], "{}", key);
            }
        }
    }

    #[test]
    fn any_two_dates_balance(plan in plans(), closed in 0..=DATES.len()) {
        let tree = SourceTree::new(frozen(&plan, closed));
        let (model, figures, _) = derive(&tree, Options::default());
        for (id, register) in model.registers() {
            let own = figures.register(id);
            for (i, from) in register.dates.iter().enumerate() {
                prop_assert!(figures::difference(&model, own, id, *from, *from).is_none());
                for to in &register.dates[i + 1..] {
                    let d = figures::difference(&model, own, id, *from, *to).unwrap();
                    let base = &d.between.base;
                    let (new, returned) = (base.new.len() as u64, base.returned.len() as u64);
                    prop_assert_eq!(base.opening, d.from.counted);
                    prop_assert_eq!(base.closing, d.to.counted);
                    prop_assert_eq!(base.opening + new + returned - base.left.len() as u64, base.closing);
                    for (a, b) in d.between.by_status.iter().zip(&d.to.by_status) {
                        prop_assert_eq!(a, b);
                        let arrive = d.between.moves.iter().filter(|m| m.to == figures::Place::Status(a.status));
                        prop_assert_eq!(arrive.map(|m| m.records.len() as u64).sum::<u64>(), b.count());
                    }
                    let said = |record: u32| d.changed.iter().any(|c| c.record == record);
                    prop_assert!(d.between.lists.advanced.iter().all(|r| said(*r)));
                    prop_assert!(d.between.lists.implemented.iter().all(|r| said(*r)));
                }
            }
        }
    }

    #[test]
    fn shares_sum_to_the_whole(parts in prop::collection::vec(0..500_u64, 1..8)) {
        let whole: u64 = parts.iter().sum();
        let shares: Vec<Share> = parts.iter().filter_map(|part| Share::of(*part, whole)).collect();
        prop_assert_eq!(shares.is_empty(), whole == 0);
        if whole > 0 {
            prop_assert_eq!(shares.iter().map(|s| s.part).sum::<u64>(), whole);
            // Each is rounded to a tenth of a per cent, so together they miss 100 by half of that each at most.
            let off = (shares.iter().map(|s| s.permille).sum::<i64>() - 1000).abs();
            prop_assert!(2 * off <= shares.len() as i64, "{:?}", shares);
        }
    }
}

#[test]
fn an_earlier_day_knows_no_later_correction() {
    let plan = Plan::read();
    let closed = frozen(&plan, DATES.len());
    let mut other = plan.clone();
    let row = other.measure("MP 002");
    let was = std::mem::replace(&mut row.cells[2], "1".to_owned());
    row.more =
        format!("[[corrections]]\ndate = {}\nwas = {was}\nvalue = 1\non = 2023-11-02\nreason = \"…\"\n", DATES[2]);
    let tree = over(&other, &closed);
    let then = Options { as_of: Date::parse(DATES[3]), ..Options::default() };
    let now = &figures_of(&tree, Options::default())["registers"]["measures"]["dates"][2];
    let then = &figures_of(&tree, then)["registers"]["measures"]["dates"][2];
    assert_eq!(now["corrections"].as_array().map(Vec::len), Some(1));
    assert_eq!(then["corrections"].as_array().map(Vec::len), Some(0));
    assert!(then["corrected"].is_null() && now["corrected"]["total_sum"] != now["total_sum"]);
    assert_eq!(now["total_sum"], then["total_sum"]);
}

#[test]
fn a_unit_is_corrected_once_for_all_dates() {
    let plan = Plan::read();
    let closed = frozen(&plan, DATES.len());
    let mut other = plan.clone();
    let unit = other.measure("MP 200").unit.clone();
    let row = other.measure("MP 002");
    assert_ne!(row.unit, unit);
    row.unit = unit;
    let undeclared = derive(&over(&other, &closed), Options::default()).2;
    assert_eq!(undeclared.iter().filter(|p| p.starts_with("frozen-difference")).count(), 1, "{undeclared:?}");
    let row = other.measure("MP 002");
    row.more = format!(
        "[[corrections]]\ndate = {}\nunit = \"{}\"\non = 2023-11-02\nreason = \"Falsch zugeordnet\"\n",
        DATES[3], row.unit[0]
    );
    let tree = over(&other, &closed);
    let problems = derive(&tree, Options::default()).2;
    assert!(problems.iter().all(|p| p.starts_with("value-before-reported")), "{problems:?}");
    let (now, today) = (figures_of(&tree, Options::default()), figures_of(&other.tree(), Options::default()));
    let dates = now["registers"]["measures"]["dates"].as_array().unwrap();
    for (date, today) in dates.iter().zip(today["registers"]["measures"]["dates"].as_array().unwrap()) {
        assert_eq!(date["corrected"]["by_unit"], today["by_unit"]);
        assert_ne!(date["by_unit"], today["by_unit"]);
        assert_eq!(date["corrections"].as_array().map(Vec::len), Some(1));
    }
}

#[test]
fn a_schedule_that_moves_shows_what_it_was() {
    let mut plan = Plan::read();
    let closed = frozen(&plan, DATES.len());
    let year = std::mem::replace(&mut plan.measure("MP 002").schedule, "2031".to_owned());
    assert_eq!(year.len(), 4, "one year");
    let output = pipeline::build(&over(&plan, &closed), Options::default(), &mut Diagnostics::new()).unwrap();
    let page = String::from_utf8_lossy(output.get("massnahmen/mp-002/index.html").unwrap()).into_owned();
    assert!(page.contains("2031") && page.contains(&format!("bis 31.12.{year} (so am 30.09.2023)")), "{page}");
}

#[test]
fn a_reason_for_leaving_changes_only_openly() {
    let mut plan = Plan::read();
    plan.measure("MP 002").cells[3] = EMPTY.to_owned();
    let closed = frozen(&plan, DATES.len());
    let said = |more: &str| {
        let mut other = plan.clone();
        other.measure("MP 002").more = more.to_owned();
        let tree = over(&other, &closed);
        let problems = derive(&tree, Options::default()).2;
        let frozen = problems.into_iter().filter(|p| p.starts_with("frozen-") || p.starts_with("correction-"));
        let date = figures_of(&tree, Options::default())["registers"]["measures"]["dates"][3].clone();
        (frozen.collect::<Vec<_>>(), date["base"]["left_records"].clone(), date["corrections"].clone())
    };
    let left = "[[left]]\ndate = 2023-09-30\nreason = \"dropped\"\n";
    let correction = |reason: &str| {
        format!("[[corrections]]\ndate = 2023-09-30\nleft = \"{reason}\"\non = 2023-11-02\nreason = \"…\"\n")
    };
    let what =
        "frozen-difference: 2023-09-30 is closed, and no reason was given why the record left, now it is `dropped`";
    let (problems, reported, _) = said(left);
    assert_eq!(problems, [what]);
    assert_eq!(said(&format!("{left}{}", correction("merged"))).0, [what]);
    let (problems, now, corrections) = said(&format!("{left}{}", correction("dropped")));
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(now, reported, "the base stays as it was reported");
    assert_eq!(corrections[0]["left"], "dropped");
    assert!(reported.as_array().unwrap().iter().any(|r| r["id"] == "mp-002" && r["reason"] == "none given"));
}
