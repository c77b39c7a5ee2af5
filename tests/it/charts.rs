//! Charts: expected drawings (`tests/charts/`), and what must hold for any input. `SNAPSHOTS=overwrite` writes the expected
//! drawings anew; look at them before you commit them.

#![allow(clippy::expect_used, reason = "a test stops at the first surprise")]

mod any;
mod samples;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use sachstand::chart::{Progress, Sketch, Tone};

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/charts"))
}

/// One element a line, so that a difference can be read.
fn lines(svg: &str) -> String {
    svg.replace("><", ">\n<") + "\n"
}

#[test]
fn drawings_are_as_expected() {
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite");
    let mut expected: BTreeSet<String> = fs::read_dir(folder())
        .expect("tests/charts")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let mut report = String::new();
    let samples = samples::all();
    // Between them they have every rule that a file may hold.
    let alone =
        ["count-by-date", "by-date-all-tones", "flow-moves", "pace", "progress-dropped", "progress-wide-labels"];
    let standalone = samples.iter().filter(|(name, _)| alone.contains(name));
    let standalone = standalone.map(|(name, drawing)| (format!("standalone-{name}"), drawing.standalone()));
    let files =
        samples.iter().map(|(name, drawing)| ((*name).to_owned(), drawing.inline().to_owned())).chain(standalone);
    for (name, svg) in files {
        let file = format!("{name}.svg");
        let actual = lines(&svg);
        if overwrite {
            fs::write(folder().join(&file), &actual).expect("a writable folder");
        } else {
            let wanted = fs::read_to_string(folder().join(&file)).unwrap_or_default();
            if wanted != actual {
                report += &format!("{file} differs:\n{}\n", difference(&wanted, &actual));
            }
        }
        expected.remove(&file);
    }
    if overwrite {
        expected.iter().for_each(|file| fs::remove_file(folder().join(file)).expect("a removable file"));
    } else if !expected.is_empty() {
        report += &format!("no chart draws {expected:?}\n");
    }
    assert!(report.is_empty(), "{report}SNAPSHOTS=overwrite accepts the drawings as they are");
}

/// Quotes of both kinds mean the same around values: single ones take one byte in an address, double ones three.
#[test]
fn a_drawing_in_an_address_is_its_file() {
    let mut progress = samples::progress("verlauf-d", &[Some(2), None, Some(8)]);
    for title in ["Stand", "\"><script>alert('x')</script>", "50 % & mehr #1 ä\u{1f600}\n"] {
        progress.title = title.to_owned();
        let sketch = Sketch::progress(progress.clone(), Arc::default());
        let held = sketch.address().strip_prefix("data:image/svg+xml;charset=utf-8,").expect("an address");
        assert!(held.bytes().all(|b| b.is_ascii_alphanumeric() || b"!$'()*+,-./:;=?@_~%".contains(&b)), "{held}");
        let file = percent_encoding::percent_decode_str(held).decode_utf8().expect("UTF-8");
        assert_eq!(file.replace('\'', "\""), progress.draw().standalone());
    }
}

/// The lines that only one of the two has, in order.
fn difference(wanted: &str, actual: &str) -> String {
    let only = |mark: &'static str, of: &str, other: &str| {
        let other: BTreeSet<_> = other.lines().map(str::to_owned).collect();
        of.lines().filter(|line| !other.contains(*line)).map(|line| format!("  {mark} {line}\n")).collect::<String>()
    };
    only("-", wanted, actual) + &only("+", actual, wanted)
}

#[test]
fn drawings_are_small() {
    for (name, drawing) in samples::all() {
        let most = match name {
            name if name.starts_with("sparkline") => 400,
            name if name.starts_with("progress") && name != "progress-twelve" => 2500,
            _ => 5000,
        };
        if name == "by-date-all-tones" {
            continue; // twelve inks in one chart: a test of the palette, not a chart for readers
        }
        let bytes = drawing.inline().len();
        assert!(bytes <= most, "{name}: {bytes} bytes, at most {most}");
    }
    let long: Vec<_> = (0..200).map(|n| Some(n % 11)).collect();
    assert!(samples::spark(&long).draw().inline().len() <= 400);
}

#[test]
fn drawings_are_repeatable_and_leave_the_thread() {
    fn sendable<T: Send + Sync + 'static>(_: &T) {}
    sendable::<Progress>(&samples::progress("one", &[Some(1)]));
    let again = std::thread::spawn(samples::all).join().expect("no panic");
    assert_eq!(samples::all(), again);
}

#[test]
fn inline_drawings_hold_no_colour_and_only_their_own_ids() {
    for (name, drawing) in samples::all() {
        let svg = drawing.inline();
        for forbidden in ["style=", "#0", "#1", "rgb(", " stroke=", "<style", "<script", " width=\"360\"", "xmlns"] {
            assert!(!svg.contains(forbidden), "{name} holds {forbidden}");
        }
        assert!(!svg.contains("fill=") || svg.contains("fill=\"url(#"), "{name} is painted");
        let prefix = svg.split("aria-labelledby=\"").nth(1).and_then(|rest| rest.split("-t ").next());
        for id in svg.split(" id=\"").skip(1) {
            assert!(id.starts_with(prefix.expect("a chart with ids has a name")), "{name}: {id:.20}");
        }
    }
}

#[test]
fn the_style_sheet_has_the_palette_of_the_files() {
    let css = include_str!("../../themes/default/assets/chart.css");
    for (tone, colour) in [
        (Tone::Planned, "#cc7400"),
        (Tone::Active, "#1259d6"),
        (Tone::Done, "#0a5229"),
        (Tone::Paused, "#858a96"),
        (Tone::Dropped, "#a3176f"),
    ] {
        assert!(css.contains(&format!("--{}: {colour}", tone.class())), "{tone:?} is {colour}");
    }
    let every = samples::all().into_iter().find(|(name, _)| *name == "by-date-all-tones").expect("the sample").1;
    let file = every.standalone();
    for rule in file.split("{color:").skip(1).filter_map(|rest| rest.split('}').next()).filter(|c| c.len() == 7) {
        assert!(rule == "#1b1f24" || css.contains(rule), "{rule} is in files but not in chart.css");
    }
}

#[test]
fn files_can_be_read_wherever_they_are_put() {
    for (name, drawing) in samples::all() {
        let file = drawing.standalone();
        assert!(!file.contains("@media"), "{name} looks at the page that shows it");
        let box_ = file.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"')).expect(name).0;
        let sides: Vec<i32> = box_.split(' ').map(|n| n.parse().expect(name)).collect();
        let [x, y, w, h] = sides[..] else { panic!("{name}: {box_}") };
        let (width, height) = drawing.size();
        assert!(x < 0 && y < 0 && w + x > width.cast_signed() && h + y > height.cast_signed(), "{name}: {box_}");
        let ground = format!("</style><path fill=\"#fff\" d=\"M{x}{y}h{w}v{h}h-{w}z\"/>");
        assert!(file.contains(&ground), "{name} has no ground below all that is drawn");
    }
}

#[test]
fn texts_are_lowered_alike_in_pages_and_files() {
    let css = include_str!("../../themes/default/assets/chart.css");
    let file = samples::all().into_iter().find(|(name, _)| *name == "by-unit").expect("the sample").1.standalone();
    let between = |text: &str, before: &str, after: &str| -> f64 {
        let rest = text.split_once(before).expect(before).1;
        rest.split(after).next().unwrap_or_default().parse().expect(before)
    };
    let em = between(css, ".chart g[transform] { transform: translateY(", "em)");
    let size = between(&file, "font-size:", "px");
    assert!((between(&file, "transform=\"translate(0 ", ")") - em * size).abs() < 1e-9, "{em} em of {size} units");
    let alone = samples::all().into_iter().find(|(name, _)| *name == "progress").expect("the sample").1;
    assert!(alone.inline().contains(&format!("dy=\"{em}em\"")), "{}", alone.inline());
}

#[test]
fn the_palette_can_be_read() {
    let css = include_str!("../../themes/default/assets/chart.css");
    let (light, dark) = css.split_once("@media").expect("a dark palette");
    for palette in [light, dark] {
        let colour = |name: &str| {
            let value = palette.split(&format!("--{name}: ")).nth(1);
            luminance(value.and_then(|rest| rest.split(';').next()).expect("a colour"))
        };
        let page = colour("chart-page");
        for name in ["planned", "active", "done", "paused", "dropped", "unknown"] {
            for name in [name.to_owned(), format!("{name}-2")] {
                let fill = colour(&format!("s-{name}"));
                assert!(contrast(fill, page) >= 3.0, "{name} on the page");
                // What was given up is an outline: its text stands on the page.
                let ground = if name.starts_with("dropped") { page } else { fill };
                assert!(contrast(colour(&format!("on-{name}")), ground) >= 4.5, "text on {name}");
            }
        }
    }
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The relative luminance of `#rgb` or `#rrggbb`, as WCAG defines it.
fn luminance(hex: &str) -> f64 {
    let digits: Vec<_> = hex.chars().filter_map(|c| c.to_digit(16)).collect();
    let channel = |nth: usize| {
        let value = match digits.as_slice() {
            [_, _, _] => digits[nth] * 17,
            _ => digits[2 * nth] * 16 + digits[2 * nth + 1],
        };
        let value = f64::from(value) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
}
