//! The charts that are compared with their expected drawings: real figures first, then the extremes.

#![allow(clippy::expect_used, reason = "a test stops at the first surprise")]

use chrono::NaiveDate;
use sachstand::chart::*;

pub(super) fn all() -> Vec<(&'static str, Drawing)> {
    vec![
        ("count-by-date", by_date("count", "Maßnahmen", &COUNTS).draw()),
        ("sum-by-date", by_date("sum", "Punkte", &SUMS).draw()),
        (
            "by-date-twelve",
            by_date("twelve", "Maßnahmen", &(0..12).map(|n| [60 + n, 40 - n, 3 * n]).collect::<Vec<_>>()).draw(),
        ),
        ("by-date-empty", by_date("empty", "Maßnahmen", &[]).draw()),
        ("by-date-zero", by_date("zero", "Maßnahmen", &[[0, 0, 0], [0, 0, 0]]).draw()),
        ("by-date-all-tones", all_tones().draw()),
        ("progress", progress("mp-020", &[Some(2), Some(2), Some(5), Some(10)]).draw()),
        ("progress-gap", gap().draw()),
        ("progress-one", progress("one", &[Some(7)]).draw()),
        ("progress-none", progress("none", &[]).draw()),
        (
            "progress-twelve",
            progress("many", &(0..12).map(|n| Some([0, 1, 1, 2, 4, 4, 5, 3, 6, 8, 9, 10][n])).collect::<Vec<_>>())
                .draw(),
        ),
        ("progress-wide-labels", hundred().draw()),
        ("track-events", track(true).draw()),
        ("progress-dropped", dropped().draw()),
        ("track-survey", track(false).draw()),
        ("sparkline", spark(&[Some(2), Some(2), Some(5), None, Some(8), Some(10)]).draw()),
        ("sparkline-none", spark(&[None, None]).draw()),
        ("by-unit", by_unit("units", &UNITS).draw()),
        ("flow-moves", moves("moves", &MOVES, ["30 in Planung", "36 in Einführung", "36 umgesetzt", "21 neu"]).draw()),
        ("flow-none", moves("none", &[], [""; 4]).draw()),
        ("flow-one", moves("one", &[(3, 0, 1)], ["", "", "", "1 neu"]).draw()),
        ("flow-many", many().draw()),
        (
            "flow-hostile",
            moves("\"><script>", &[(0, 2, u64::MAX), (1, 9, 4), (2, 1, 1)], [HOSTILE[0].0, HOSTILE[1].0, "", ""])
                .draw(),
        ),
        ("pace", pace("pace", &[35, 41], true).draw()),
        ("pace-none", pace("none", &[], false).draw()),
        ("pace-one", pace("one", &[41], false).draw()),
        ("pace-many", pace("many", &[5, 9, 14, 20, 33, 36, 60, 75], true).draw()),
        (
            "pace-hostile",
            Pace { wanted: (u64::MAX, None, HOSTILE[0].0.into()), ..pace("\"><script>", &[0, 3], false) }.draw(),
        ),
        ("by-unit-hostile", by_unit("\"><script>", &HOSTILE).draw()),
    ]
}

/// Minden's plan from March 2022 to September 2023.
const COUNTS: [[u64; 3]; 4] = [[68, 26, 18], [76, 29, 25], [57, 36, 36], [59, 43, 47]];
const SUMS: [[u64; 3]; 4] = [[114, 132, 150], [132, 145, 217], [96, 186, 317], [89, 230, 421]];

const STATUS: [(&str, &str, Tone); 3] =
    [("in Planung", "P", Tone::Planned), ("in Einführung", "E", Tone::Active), ("umgesetzt", "U", Tone::Done)];

const UNITS: [(&str, [u64; 3]); 5] = [
    ("0.1 Wirtschaftsförderung", [3, 5, 9]),
    ("Zentrale Dienste und Digitalisierung, Fachbereich 1", [12, 14, 21]),
    ("Städtische Betriebe Minden (SBM)", [0, 2, 1]),
    ("Jugendarbeit und Jugendschutz", [1, 0, 0]),
    ("Rechnungsprüfungsamt", [0, 0, 0]),
];

const HOSTILE: [(&str, [u64; 3]); 3] = [
    ("<script>alert('1')</script> & \"Anführungszeichen\"", [1, 2, 3]),
    ("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", [1_000_000, 0, 1]),
    ("", [1, 1, 1]),
];

pub(super) fn german(n: u64) -> String {
    let digits = n.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(".")
}

/// The reporting dates of Minden's plan: twice a year from March 2022.
fn date(at: usize) -> (NaiveDate, String) {
    let year = 2022 + i32::try_from(at / 2).expect("a few dates");
    let (month, day) = if at.is_multiple_of(2) { (3, 31) } else { (9, 30) };
    let date = NaiveDate::from_ymd_opt(year, month, day).expect("a calendar date");
    (date, date.format("%d.%m.%Y").to_string())
}

fn by_date(id: &str, what: &str, rows: &[[u64; 3]]) -> StatusByDate {
    StatusByDate {
        id: id.into(),
        title: format!("{what} nach Status und Berichtstermin"),
        desc: format!(
            "Am 30.09.2023: {what} in Planung, in Einführung und umgesetzt; die Zahlen stehen in der Tabelle."
        ),
        columns: (0..rows.len())
            .map(|at| Column { label: date(at).1, total_label: german(rows[at].iter().sum()) })
            .collect(),
        series: (0..3)
            .map(|s| Series {
                label: STATUS[s].0.into(),
                short: STATUS[s].1.into(),
                tone: STATUS[s].2,
                values: rows.iter().map(|row| Some(row[s])).collect(),
                value_labels: rows.iter().map(|row| german(row[s])).collect(),
            })
            .collect(),
        y_max: None,
        number: german,
    }
}

fn all_tones() -> StatusByDate {
    let tones = [Tone::Planned, Tone::Active, Tone::Done, Tone::Paused, Tone::Dropped, Tone::Unknown];
    let both = tones.iter().chain(&tones);
    StatusByDate {
        columns: vec![Column { label: "31.12.2025".into(), total_label: "120".into() }; 2],
        series: both
            .enumerate()
            .map(|(n, tone)| Series {
                label: format!("Status {n}"),
                short: format!("{n}"),
                tone: *tone,
                values: vec![(n < 6).then_some(20), (n >= 6).then_some(20)],
                value_labels: vec!["20".into(); 2],
            })
            .collect(),
        ..by_date("tones", "Vorhaben", &[])
    }
}

pub(super) fn progress(id: &str, values: &[Option<u32>]) -> Progress {
    Progress {
        id: id.into(),
        title: "MP 020 CRM-System zur Verwaltung von Firmendaten: Umsetzungsgrad".into(),
        desc: "Von 2 am 31.03.2022 auf 10 am 30.09.2023, auf einer Skala von 0 bis 10.".into(),
        min: 0,
        max: 10,
        points: values
            .iter()
            .enumerate()
            .map(|(at, value)| Point {
                date: date(at).0,
                label: date(at).1,
                value: *value,
                mark: None,
                value_label: value.map_or("–".into(), |value| value.to_string()),
            })
            .collect(),
        bands: [(0, 3), (4, 7), (8, 10)]
            .iter()
            .zip(STATUS)
            .map(|((from, to), (label, _, tone))| Band { from: *from, to: *to, tone, label: label.into() })
            .collect(),
    }
}

fn gap() -> Progress {
    let mut chart = progress("gap", &[Some(1), None, Some(4), Some(3), None, Some(6)]);
    chart.points[4].mark = Some("a".into());
    chart
}

fn dropped() -> Progress {
    let mut chart = progress("dropped", &[Some(2), Some(5)]);
    chart.bands[1].tone = Tone::Dropped;
    chart
}

fn hundred() -> Progress {
    let mut chart = progress("wide", &[Some(20), Some(40), Some(100)]);
    chart.max = 100;
    chart.bands.clear();
    chart.points.iter_mut().for_each(|point| point.value_label.push_str(" %"));
    chart
}

fn track(holds: bool) -> StatusTrack {
    let lanes = [Some(0), Some(1), None, Some(1), Some(2)];
    StatusTrack {
        id: format!("track-{holds}"),
        title: "OD 017 Wohnsitzanmeldung: Status".into(),
        desc: "In Betrieb seit 31.03.2024.".into(),
        lanes: STATUS.map(|(label, short, tone)| Lane { label: label.into(), short: short.into(), tone }).into(),
        points: lanes
            .iter()
            .enumerate()
            .map(|(at, lane)| TrackPoint {
                date: date(at).0,
                label: date(at).1,
                lane: *lane,
                mark: lane.is_none().then(|| "g".into()),
            })
            .collect(),
        holds,
        until: holds.then(|| date(6)),
    }
}

pub(super) fn spark(values: &[Option<u32>]) -> Sparkline {
    Sparkline { values: values.to_vec(), min: 0, max: 10 }
}

pub(super) fn by_unit(id: &str, rows: &[(&str, [u64; 3])]) -> StatusByUnit {
    StatusByUnit {
        id: id.into(),
        title: "Maßnahmen nach Dienststelle und Status".into(),
        desc: "Die meisten Maßnahmen haben die Zentralen Dienste.".into(),
        rows: rows
            .iter()
            .map(|(label, values)| UnitRow {
                label: (*label).into(),
                total_label: german(values.iter().sum()),
                values: values.iter().copied().map(Some).collect(),
            })
            .collect(),
        series: STATUS.map(|(label, short, tone)| UnitSeries { label: label.into(), short: short.into(), tone }).into(),
        number: german,
    }
}

/// From March to September 2023: origin, destination, records.
const MOVES: [(usize, usize, u64); 8] =
    [(0, 0, 44), (0, 1, 9), (0, 2, 3), (1, 1, 28), (1, 2, 8), (2, 2, 36), (3, 0, 15), (3, 1, 6)];

fn moves(id: &str, ways: &[(usize, usize, u64)], names: [&str; 4]) -> Flow {
    let node = |(nth, name): (usize, &str)| FlowNode { label: name.into(), tone: (nth < 3).then_some(nth) };
    Flow {
        id: id.into(),
        title: "Maßnahmen: Bewegungen seit 31.03.2023".into(),
        desc: "Jedes Band führt von einem Status zum nächsten.".into(),
        heads: [date(2).1, date(3).1],
        tones: STATUS.map(|(_, _, tone)| tone).into(),
        left: names.into_iter().enumerate().map(node).collect(),
        right: ["59 in Planung", "43 in Einführung", "47 umgesetzt"].into_iter().enumerate().map(node).collect(),
        bands: ways
            .iter()
            .map(|(from, to, value)| FlowBand { from: *from, to: *to, value: *value, value_label: german(*value) })
            .collect(),
    }
}

/// Six statuses, new, returned and left, and something on every other way.
fn many() -> Flow {
    let tones = [Tone::Planned, Tone::Active, Tone::Done, Tone::Paused, Tone::Dropped, Tone::Unknown];
    let node = |nth: usize| FlowNode { label: format!("{nth} zurückgekehrt"), tone: (nth < 6).then_some(nth) };
    let all = (0..8).flat_map(|from| (0..7).map(move |to| (from, to, if from == to { 30 } else { 2 })));
    let ways = all.filter(|(from, to, _)| from == to || (from + to) % 2 == 1);
    Flow {
        tones: tones.into(),
        left: (0..8).map(node).collect(),
        right: (0..7).map(node).collect(),
        ..moves("many", &ways.collect::<Vec<_>>(), [""; 4])
    }
}

fn pace(id: &str, reached: &[u64], computed: bool) -> Pace {
    let due = NaiveDate::from_ymd_opt(2025, 12, 31).expect("a calendar date");
    let at = |(nth, value): (usize, &u64)| PacePoint { date: date(nth).0, value: *value, label: german(*value) };
    let planned = |(nth, value): (usize, u64)| PacePoint { date: date(nth).0, value, label: format!("Plan: {value}") };
    Pace {
        id: id.into(),
        title: "Tempo zum Ziel".into(),
        desc: "41 von 100 sind am 30.09.2023 erreicht.".into(),
        reached: reached.iter().enumerate().map(at).collect(),
        path: if computed { [(1, 30), (4, 70), (7, 100)].map(planned).into() } else { Vec::new() },
        trend: computed.then(|| PacePoint { date: due, value: 68, label: "Trend: 68".into() }),
        wanted: (100, Some(due), "Ziel: 100 bis 31.12.2025".into()),
    }
}
