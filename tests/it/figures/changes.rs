//! One cell changes, and exactly the figures change that must; everything else in figures.json stays.

use super::difference::differences;
use super::plan::{BASELINE, EMPTY, Plan};
use super::totals::assert_recounted;
use super::{figures_of, figures_of_plan};
use sachstand::pipeline::Options;

/// Changes one thing and says what else changed. The recount must agree with the result too.
fn changed(change: impl FnOnce(&mut Plan)) -> Vec<String> {
    let before = Plan::read();
    let mut after = before.clone();
    change(&mut after);
    let figures = figures_of(&after.tree(), Options::default());
    assert_recounted(&after, &figures);
    // Shares and the records behind moves and units follow from counts; the recount has looked at them.
    let follows = |line: &String| {
        [".share.", ".moves_records.", ".by_unit_records.", ".not_yet_records"].iter().any(|key| line.contains(key))
            || line.starts_with("cohort_records.")
    };
    let mut found = differences(&figures_of_plan(&before), &figures);
    found.retain(|line| !follows(line));
    found
}

#[test]
fn no_change_changes_nothing() {
    assert_eq!(changed(|_| {}), [""; 0]);
}

#[test]
fn a_value_within_its_status() {
    // MP 022 is planned in March (3) and active in September (5).
    let found = changed(|p| p.measure("MP 022").cells[3] = "6".to_owned());
    let expected = [
        "2023-09-30.mean_by_status.E: 5.35 -> 5.37",
        "2023-09-30.sum.E: 230 -> 231",
        "2023-09-30.total_sum: 740 -> 741",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_value_that_makes_it_done() {
    // Due in 2022 and not done, MP 022 was expected; now it is implemented.
    let found = changed(|p| p.measure("MP 022").cells[3] = "8".to_owned());
    let expected = [
        "2023-09-30.by_unit.0.2.E: 1 -> 0",
        "2023-09-30.by_unit.0.2.U: 3 -> 4",
        "2023-09-30.count.E: 43 -> 42",
        "2023-09-30.count.U: 47 -> 48",
        "2023-09-30.lists.expected: -mp-022",
        "2023-09-30.lists.implemented: +mp-022",
        "2023-09-30.mean: 4.97 -> 4.99",
        "2023-09-30.mean_by_status.E: 5.35 -> 5.36",
        "2023-09-30.mean_by_status.U: 8.96 -> 8.94",
        "2023-09-30.moves.P>E: 18 -> 17",
        "2023-09-30.moves.P>U: nothing -> 1",
        "2023-09-30.numeric_by_status.E: 43 -> 42",
        "2023-09-30.numeric_by_status.U: 47 -> 48",
        "2023-09-30.records.E: -mp-022",
        "2023-09-30.records.U: +mp-022",
        "2023-09-30.sum.E: 230 -> 225",
        "2023-09-30.sum.U: 421 -> 429",
        "2023-09-30.total_sum: 740 -> 743",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_letter_that_does_not_count() {
    // It leaves the base, and the letter is no reason.
    let found = changed(|p| p.measure("MP 022").cells[3] = "a".to_owned());
    let expected = [
        "2023-09-30.base.closing: 149 -> 148",
        "2023-09-30.base.left: 0 -> 1",
        "2023-09-30.base.left_records: +mp-022",
        "2023-09-30.by_unit.0.2.E: 1 -> 0",
        "2023-09-30.count.E: 43 -> 42",
        "2023-09-30.counted: 149 -> 148",
        "2023-09-30.letters.a: +mp-022",
        "2023-09-30.lists.advanced: -mp-022",
        "2023-09-30.lists.expected: -mp-022",
        "2023-09-30.mean_by_status.E: 5.35 -> 5.36",
        "2023-09-30.moves.P>E: 18 -> 17",
        "2023-09-30.moves.P>left: nothing -> 1",
        "2023-09-30.numeric: 149 -> 148",
        "2023-09-30.numeric_by_status.E: 43 -> 42",
        "2023-09-30.records.E: -mp-022",
        "2023-09-30.sum.E: 230 -> 225",
        "2023-09-30.total_sum: 740 -> 735",
        "quality.no_reason: +mp-022",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_fall() {
    let found = changed(|p| p.measure("MP 022").cells[3] = "2".to_owned());
    let expected = [
        "2023-09-30.by_unit.0.2.E: 1 -> 0",
        "2023-09-30.by_unit.0.2.P: 4 -> 5",
        "2023-09-30.count.E: 43 -> 42",
        "2023-09-30.count.P: 59 -> 60",
        "2023-09-30.lists.advanced: -mp-022",
        "2023-09-30.lists.gone_back: +mp-022",
        "2023-09-30.mean: 4.97 -> 4.95",
        "2023-09-30.mean_by_status.E: 5.35 -> 5.36",
        "2023-09-30.mean_by_status.P: 1.51 -> 1.52",
        "2023-09-30.moves.P>E: 18 -> 17",
        "2023-09-30.moves.P>P: 39 -> 40",
        "2023-09-30.numeric_by_status.E: 43 -> 42",
        "2023-09-30.numeric_by_status.P: 59 -> 60",
        "2023-09-30.records.E: -mp-022",
        "2023-09-30.records.P: +mp-022",
        "2023-09-30.sum.E: 230 -> 225",
        "2023-09-30.sum.P: 89 -> 91",
        "2023-09-30.total_sum: 740 -> 737",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_gap_in_the_middle() {
    // It leaves in March and returns in September; what it had before does not make it advance.
    let found = changed(|p| p.measure("MP 022").cells[2] = EMPTY.to_owned());
    let expected = [
        "2023-03-31.base.closing: 129 -> 128",
        "2023-03-31.base.left: 1 -> 2",
        "2023-03-31.base.left_records: +mp-022",
        "2023-03-31.by_unit.0.2.P: 4 -> 3",
        "2023-03-31.count.P: 57 -> 56",
        "2023-03-31.counted: 129 -> 128",
        "2023-03-31.lists.expected: -mp-022",
        "2023-03-31.mean: 4.64 -> 4.66",
        "2023-03-31.mean_by_status.P: 1.68 -> 1.66",
        "2023-03-31.moves.P>P: 57 -> 56",
        "2023-03-31.moves.P>left: 1 -> 2",
        "2023-03-31.not_collected: 20 -> 21",
        "2023-03-31.not_collected_records: +mp-022",
        "2023-03-31.numeric: 129 -> 128",
        "2023-03-31.numeric_by_status.P: 57 -> 56",
        "2023-03-31.records.P: -mp-022",
        "2023-03-31.sum.P: 96 -> 93",
        "2023-03-31.total_sum: 599 -> 596",
        "2023-09-30.base.opening: 129 -> 128",
        "2023-09-30.base.returned: 1 -> 2",
        "2023-09-30.base.returned_records: +mp-022",
        "2023-09-30.lists.advanced: -mp-022",
        "2023-09-30.moves.P>E: 18 -> 17",
        "2023-09-30.moves.returned>E: nothing -> 1",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_fall_back_from_done() {
    let found = changed(|p| p.measure("MP 054").cells[3] = "7".to_owned());
    let expected = [
        "2023-09-30.by_unit.3.1.E: 0 -> 1",
        "2023-09-30.by_unit.3.1.U: 3 -> 2",
        "2023-09-30.count.E: 43 -> 44",
        "2023-09-30.count.U: 47 -> 46",
        "2023-09-30.lists.expected: +mp-054",
        "2023-09-30.lists.fell_back: +mp-054",
        "2023-09-30.lists.gone_back: +mp-054",
        "2023-09-30.mean: 4.97 -> 4.95",
        "2023-09-30.mean_by_status.E: 5.35 -> 5.39",
        "2023-09-30.mean_by_status.U: 8.96 -> 8.93",
        "2023-09-30.moves.U>E: nothing -> 1",
        "2023-09-30.moves.U>U: 36 -> 35",
        "2023-09-30.numeric_by_status.E: 43 -> 44",
        "2023-09-30.numeric_by_status.U: 47 -> 46",
        "2023-09-30.records.E: +mp-054",
        "2023-09-30.records.U: -mp-054",
        "2023-09-30.sum.E: 230 -> 237",
        "2023-09-30.sum.U: 421 -> 411",
        "2023-09-30.total_sum: 740 -> 737",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_letter_that_counts() {
    // It counts as planned, but has no number: it neither advances nor falls.
    let found = changed(|p| {
        p.measure("MP 022").cells[3] = "g".to_owned();
        p.counting = vec![("g", "P")];
    });
    let expected = [
        "2023-09-30.by_unit.0.2.E: 1 -> 0",
        "2023-09-30.by_unit.0.2.P: 4 -> 5",
        "2023-09-30.count.E: 43 -> 42",
        "2023-09-30.count.P: 59 -> 60",
        "2023-09-30.lists.advanced: -mp-022",
        "2023-09-30.mean_by_status.E: 5.35 -> 5.36",
        "2023-09-30.moves.P>E: 18 -> 17",
        "2023-09-30.moves.P>P: 39 -> 40",
        "2023-09-30.numeric: 149 -> 148",
        "2023-09-30.numeric_by_status.E: 43 -> 42",
        "2023-09-30.records.E: -mp-022",
        "2023-09-30.records.P: +mp-022",
        "2023-09-30.sum.E: 230 -> 225",
        "2023-09-30.total_sum: 740 -> 735",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_record_that_becomes_internal() {
    // Reported in 2023, with its first value in September.
    let found = changed(|p| p.measure("MP 010").internal = true);
    let expected = [
        "cohorts.2023: 21 -> 20",
        "2022-03-31.not_yet: 21 -> 20",
        "2022-09-30.not_yet: 19 -> 18",
        "2023-03-31.not_collected: 20 -> 19",
        "2023-03-31.not_collected_records: -mp-010",
        "2023-09-30.base.closing: 149 -> 148",
        "2023-09-30.base.new: 19 -> 18",
        "2023-09-30.base.new_records: -mp-010",
        "2023-09-30.by_unit.0.1.P: 4 -> 3",
        "2023-09-30.count.P: 59 -> 58",
        "2023-09-30.counted: 149 -> 148",
        "2023-09-30.lists.reported: -mp-010",
        "2023-09-30.mean: 4.97 -> 5.0",
        "2023-09-30.mean_by_status.P: 1.51 -> 1.53",
        "2023-09-30.moves.new>P: 19 -> 18",
        "2023-09-30.numeric: 149 -> 148",
        "2023-09-30.numeric_by_status.P: 59 -> 58",
        "2023-09-30.records.P: -mp-010",
        "quality.by_unit.0.1.wanted: 10 -> 9",
        "quality.current: 149 -> 148",
        "quality.wanted: 149 -> 148",
        "records: 233 -> 232",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_record_that_joins_the_baseline() {
    let found = changed(|p| p.measure("MP 010").cohort = BASELINE.to_owned());
    let expected = [
        "baseline: 84 -> 85",
        "baseline_records: +mp-010",
        "cohorts.2020-U(10): 84 -> 85",
        "cohorts.2023: 21 -> 20",
        "2022-03-31.not_yet: 21 -> 20",
        "2022-09-30.not_yet: 19 -> 18",
        "2023-03-31.not_collected: 20 -> 19",
        "2023-03-31.not_collected_records: -mp-010",
        "2023-09-30.base.closing: 149 -> 148",
        "2023-09-30.base.new: 19 -> 18",
        "2023-09-30.base.new_records: -mp-010",
        "2023-09-30.by_unit.0.1.P: 4 -> 3",
        "2023-09-30.count.P: 59 -> 58",
        "2023-09-30.counted: 149 -> 148",
        "2023-09-30.lists.reported: -mp-010",
        "2023-09-30.mean: 4.97 -> 5.0",
        "2023-09-30.mean_by_status.P: 1.51 -> 1.53",
        "2023-09-30.moves.new>P: 19 -> 18",
        "2023-09-30.numeric: 149 -> 148",
        "2023-09-30.numeric_by_status.P: 59 -> 58",
        "2023-09-30.records.P: -mp-010",
        "quality.by_unit.0.1.wanted: 10 -> 9",
        "quality.current: 149 -> 148",
        "quality.wanted: 149 -> 148",
    ];
    assert_eq!(found, expected);
}
