//! What holds for any input: well-formed XML, every text escaped, every coordinate within the view box.

#![allow(clippy::expect_used, reason = "a test stops at the first surprise")]

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use sachstand::chart::*;

use super::samples::german;

/// Checks the drawing inline and as a file, in which the same is drawn.
fn check(drawing: &Drawing) {
    let (inline, file) = (drawing.inline(), drawing.standalone());
    well_formed(inline);
    well_formed(&file);
    inside(inline, drawing.size());
    let drawn = inline.split_once("</desc>").or_else(|| inline.split_once('>')).expect("an element").1;
    assert!(file.ends_with(drawn), "{file} is not {inline}");
}

/// A reader of the XML that charts consist of: elements, quoted attributes, escaped text.
fn well_formed(svg: &str) {
    let mut open = Vec::new();
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        escaped(text);
        assert!(!text.contains('>') || open.last() == Some(&"style"), "bare > in {text:?}");
        // A `>` inside an attribute would be escaped.
        let end = tag.find('>').expect("a tag ends");
        let inner = &tag[1..end];
        rest = &tag[end + 1..];
        assert!(!inner.contains('<'), "{inner}");
        if let Some(name) = inner.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "in {svg}");
            continue;
        }
        assert_eq!(inner.matches('"').count() % 2, 0, "quotes in {inner}");
        inner.split('"').skip(1).step_by(2).for_each(escaped);
        let name = inner.split([' ', '/']).next().expect("a name");
        let known = ["svg", "title", "desc", "g", "path", "circle", "text", "tspan", "defs", "pattern", "style"];
        assert!(known.contains(&name), "<{name}> in {svg}");
        if !inner.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.is_empty(), "left open: {open:?} {rest}");
}

fn escaped(text: &str) {
    for after in text.split('&').skip(1) {
        assert!(
            ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|entity| after.starts_with(entity)),
            "& in {text:?}"
        );
    }
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "a control character in {text:?}");
}

/// Every coordinate is finite and lies on the canvas.
fn inside(svg: &str, (width, height): (u32, u32)) {
    let (width, height) = (f64::from(width), f64::from(height));
    let body = svg.split("</defs>").last().unwrap_or(svg);
    let check = |at: f64, most: f64| assert!((-0.1..=most + 0.1).contains(&at), "{at} is outside 0..{most} in {svg}");
    for (name, most) in [("x", width), ("y", height), ("cx", width), ("cy", height)] {
        for value in body.split(&format!(" {name}=\"")).skip(1) {
            check(value.split('"').next().expect("a value").parse().expect("a number"), most);
        }
    }
    for data in body.split(" d=\"").skip(1) {
        let data = data.split('"').next().expect("path data");
        let (mut x, mut y) = (0.0, 0.0);
        let commands: Vec<_> = data.match_indices(['M', 'l', 'h', 'H', 'v', 'z']).collect();
        for (nth, (at, command)) in commands.iter().enumerate() {
            let end = commands.get(nth + 1).map_or(data.len(), |(at, _)| *at);
            let spaced = data[at + 1..end].replace('-', " -");
            let n: Vec<f64> = spaced.split_whitespace().map(|n| n.parse().expect("a number")).collect();
            match (*command, n.as_slice()) {
                ("M", [to_x, to_y]) => (x, y) = (*to_x, *to_y),
                ("l", [by_x, by_y]) => (x, y) = (x + by_x, y + by_y),
                ("h", [by]) => x += by,
                ("H", [to]) => x = *to,
                ("v", [by]) => y += by,
                ("z", []) => {}
                other => panic!("{other:?} in {data}"),
            }
            check(x, width);
            check(y, height);
        }
    }
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("<script>&\"'</script>".to_owned()),
        Just("Überprüfung der Straßenverkehrszulassungsangelegenheiten".to_owned()),
        ".{0,60}",
        proptest::collection::vec(any::<char>(), 0..20).prop_map(|chars| chars.into_iter().collect()),
    ]
}

fn tone() -> impl Strategy<Value = Tone> {
    prop::sample::select(vec![Tone::Planned, Tone::Active, Tone::Done, Tone::Paused, Tone::Dropped, Tone::Unknown])
}

fn value() -> impl Strategy<Value = Option<u64>> {
    prop_oneof![Just(None), Just(Some(0)), (0..1000_u64).prop_map(Some), any::<u64>().prop_map(Some)]
}

fn day() -> impl Strategy<Value = NaiveDate> {
    let far = prop_oneof![Just(NaiveDate::MIN), Just(NaiveDate::MAX)];
    let near = (0..20_000_u64).prop_map(|days| NaiveDate::default() + Days::new(days));
    prop_oneof![1 => far, 9 => near]
}

fn small() -> impl Strategy<Value = u32> {
    prop_oneof![9 => 0..12_u32, 1 => any::<u32>()]
}

fn code() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(words())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn status_by_date(
        text in words(),
        columns in proptest::collection::vec(words(), 0..14),
        series in proptest::collection::vec((words(), tone(), proptest::collection::vec((value(), words()), 0..14)), 0..8),
        y_max in value(),
    ) {
        check(&StatusByDate {
            id: text.clone(), title: text.clone(), desc: text.clone(), y_max, number: german,
            columns: columns.into_iter().map(|label| Column { total_label: label.clone(), label }).collect(),
            series: series.into_iter().map(|(label, tone, values)| {
                let (values, value_labels) = values.into_iter().unzip();
                Series { short: label.chars().take(3).collect(), label, tone, values, value_labels }
            }).collect(),
        }.draw());
    }

    #[test]
    fn status_by_unit(
        text in words(),
        rows in proptest::collection::vec((words(), words(), proptest::collection::vec(value(), 0..8)), 0..40),
        series in proptest::collection::vec((words(), tone()), 0..8),
    ) {
        check(&StatusByUnit {
            id: text.clone(), title: text.clone(), desc: text.clone(), number: german,
            rows: rows.into_iter().map(|(label, total_label, values)| UnitRow { label, total_label, values }).collect(),
            series: series.into_iter().map(|(label, tone)| UnitSeries { short: label.clone(), label, tone }).collect(),
        }.draw());
    }

    #[test]
    fn progress(
        text in words(), min in small(), max in small(),
        points in proptest::collection::vec((day(), words(), proptest::option::of(small()), code()), 0..14),
        bands in proptest::collection::vec((small(), small(), tone(), words()), 0..6),
    ) {
        check(&Progress {
            id: text.clone(), title: text.clone(), desc: text.clone(), min, max,
            points: points.into_iter().map(|(date, label, value, mark)| {
                Point { date, value_label: label.chars().take(2).collect(), label, value, mark }
            }).collect(),
            bands: bands.into_iter().map(|(from, to, tone, label)| Band { from, to, tone, label }).collect(),
        }.draw());
    }

    #[test]
    fn status_track(
        text in words(), holds in any::<bool>(), until in proptest::option::of((day(), words())),
        lanes in proptest::collection::vec((words(), words(), tone()), 0..7),
        points in proptest::collection::vec((day(), words(), proptest::option::of(0..8_usize), code()), 0..14),
    ) {
        check(&StatusTrack {
            id: text.clone(), title: text.clone(), desc: text.clone(), holds, until,
            lanes: lanes.into_iter().map(|(label, short, tone)| Lane { label, short, tone }).collect(),
            points: points.into_iter().map(|(date, label, lane, mark)| TrackPoint { date, label, lane, mark }).collect(),
        }.draw());
    }

    #[test]
    fn sparkline(values in proptest::collection::vec(proptest::option::of(small()), 0..60), min in small(), max in small()) {
        let drawing = Sparkline { values, min, max }.draw();
        check(&drawing);
        prop_assert!(drawing.inline().len() <= 400);
    }

    #[test]
    fn flow(
        text in words(), heads in (words(), words()),
        tones in proptest::collection::vec(tone(), 0..7),
        left in proptest::collection::vec((words(), proptest::option::of(0..9_usize)), 0..9),
        right in proptest::collection::vec((words(), proptest::option::of(0..9_usize)), 0..9),
        bands in proptest::collection::vec((0..10_usize, 0..10_usize, value(), words()), 0..40),
    ) {
        let nodes = |nodes: Vec<(String, Option<usize>)>| {
            nodes.into_iter().map(|(label, tone)| FlowNode { label, tone }).collect()
        };
        check(&Flow {
            id: text.clone(), title: text.clone(), desc: text.clone(), heads: heads.into(), tones,
            left: nodes(left), right: nodes(right),
            bands: bands.into_iter().map(|(from, to, value, value_label)| {
                FlowBand { from, to, value: value.unwrap_or(0), value_label }
            }).collect(),
        }.draw());
    }

    /// However records move between six statuses, the drawing stays below 5 kB.
    #[test]
    fn a_full_flow_is_light(counts in proptest::collection::vec(1..3000_u64, 36)) {
        let names = ["in Planung", "in Einführung", "umgesetzt", "zurückgestellt", "aufgegeben", "in Klärung"];
        let tones = [Tone::Planned, Tone::Active, Tone::Done, Tone::Paused, Tone::Dropped, Tone::Unknown];
        let side = || {
            names.iter().enumerate().map(|(i, name)| FlowNode { label: format!("1.234 {name}"), tone: Some(i) }).collect()
        };
        let drawing = Flow {
            id: "d-massnahmen-moves-2023-09-30".to_owned(),
            title: "Maßnahmen: Bewegungen seit dem 31.03.2023".to_owned(),
            desc: "Links der Status am 31.03.2023, rechts der Status am 30.09.2023; je breiter ein Band, desto mehr \
                   Einträge.".to_owned(),
            heads: ["31.03.2023".to_owned(), "30.09.2023".to_owned()],
            tones: tones.to_vec(), left: side(), right: side(),
            bands: counts.iter().enumerate().map(|(i, n)| {
                FlowBand { from: i / 6, to: i % 6, value: *n, value_label: german(*n) }
            }).collect(),
        }.draw();
        check(&drawing);
        prop_assert!(drawing.inline().len() <= 5_000, "{} bytes: {}", drawing.inline().len(), drawing.inline());
        prop_assert!(!drawing.inline().contains("NaN"));
    }

    #[test]
    fn pace(
        text in words(), label in words(),
        reached in proptest::collection::vec((day(), value(), words()), 0..14),
        path in proptest::collection::vec((day(), value(), words()), 0..8),
        trend in proptest::option::of((day(), value(), words())),
        wanted in value(), due in proptest::option::of(day()),
    ) {
        let point = |(date, value, label): (NaiveDate, Option<u64>, String)| {
            PacePoint { date, value: value.unwrap_or(0), label }
        };
        let drawing = Pace {
            id: text.clone(), title: text.clone(), desc: text.clone(),
            reached: reached.into_iter().map(point).collect(),
            path: path.into_iter().map(point).collect(),
            trend: trend.map(point),
            wanted: (wanted.unwrap_or(0), due, label),
        }.draw();
        check(&drawing);
        prop_assert!(!drawing.inline().contains("NaN"));
    }
}
