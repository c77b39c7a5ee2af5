//! A drawing as a file of its own: its palette, type and size written into it.
//!
//! Uses class rules with literal colours and no custom properties, because PDF converters know the first and not the
//! second. It changes nothing of the drawing itself.

use std::fmt::Write as _;

use super::tone::INKS;

/// The rules that do not depend on the palette. Light page `#fff`, dark page `#12161b`, as in the built-in theme.
const RULES: &str = "\
.chart{color:#1b1f24;font-family:system-ui,sans-serif;font-size:15px;font-variant-numeric:tabular-nums}\
text{fill:currentColor}.grid,.axis,.line{fill:none;stroke:currentColor}.grid{opacity:.18}.axis{opacity:.6}\
.line{stroke-width:2.5;stroke-linejoin:round}.dot{fill:#fff;stroke:currentColor;stroke-width:2}.dot text{stroke:none;fill:#1b1f24}\
.plan{opacity:.7;stroke-width:1.5}.trend{stroke-dasharray:2 5;stroke-linecap:round}.goal{stroke-dasharray:7 4;stroke-width:1.5}.f{fill:currentColor}.k{fill:none;stroke:#fff;stroke-width:1.2;opacity:.4}.band{fill:currentColor;opacity:.14}\
.total,.now text{font-weight:650}.quiet,.dates{opacity:.8}.on text{stroke:currentColor;stroke-width:4;paint-order:stroke}.value text{stroke:#fff;stroke-width:4;paint-order:stroke}.now text{stroke:none}.now circle{fill:currentColor}\
.s-dropped.f{fill:#fff;stroke:currentColor;stroke-width:2}.s-dropped-2 .f{fill:#fff}.s-dropped-2 .k{stroke:currentColor;opacity:1}\
.s-dropped.on text,.s-dropped-2.on text{stroke:#fff}.none text{fill:#fff}.s-dropped.now circle{fill:#fff;stroke:currentColor;stroke-width:2}";

const DARK_RULES: &str = ".chart{color:#e9edf1}.dot,.s-dropped.f,.s-dropped-2 .f,.none text,.s-dropped.now circle{fill:#12161b}.dot text{fill:#e9edf1}\
.k,.value text{stroke:#12161b}.s-dropped.on text,.s-dropped-2.on text{stroke:#12161b}";

/// What opens the rules for a dark page, the last of the style.
const DARK_PAGE: &str = "@media (prefers-color-scheme:dark)";

/// How much larger than its view box a file is shown.
const SCALE: u32 = 2;

/// The file for the inline drawing `svg`, whose drawing proper starts at byte `body`.
pub(super) fn file(svg: &str, body: usize, (width, height): (u32, u32)) -> String {
    let (head, rest) = svg.split_at(body);
    let mut light = String::new();
    let mut dark = String::new();
    let used = inks(rest);
    for ink in &INKS {
        if used.contains(&ink.class) {
            let class = ink.class;
            for (out, (ink, on)) in [(&mut light, ink.light), (&mut dark, ink.dark)] {
                out.extend([".", class, "{color:", ink, "}.", class, ".on text{fill:", on, "}"]);
            }
        }
    }
    let (width, height) = ((width * SCALE).to_string(), (height * SCALE).to_string());
    let start = ["<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", &width, "\" height=\"", &height, "\""];
    let style = [&head["<svg".len()..], "<style>", RULES, &light, DARK_PAGE, "{", DARK_RULES, &dark, "}</style>", rest];
    // A file for each record: formatting takes several times as long.
    let mut out = String::with_capacity(rest.len() + RULES.len() + DARK_RULES.len() + 1200);
    out.extend(start);
    out.extend(style);
    out
}

/// The classes of inks that a drawing uses, each once; they come first in their attribute.
fn inks(drawing: &str) -> Vec<&str> {
    let mut used = Vec::new();
    for quote in memchr::memmem::find_iter(drawing.as_bytes(), "\"s-") {
        let class = &drawing[quote + 1..];
        let class = &class[..class.find(['"', ' ']).unwrap_or(class.len())];
        if !used.contains(&class) {
            used.push(class);
        }
    }
    used
}

/// The inline drawing as a file for paper: light only, in the typeface of the documents.
pub fn printed(inline: &str) -> String {
    let after = |tag: &str| inline.find(tag).map(|at| at + tag.len());
    let body = after("</desc>").or_else(|| after("</title>")).or_else(|| after(">")).unwrap_or(0);
    let view = after("viewBox=\"").and_then(|at| inline[at..].split('"').next()).unwrap_or_default();
    let sizes: Vec<u32> = view.split(' ').filter_map(|n| n.parse().ok()).collect();
    let file = file(inline, body, (sizes.get(2).copied().unwrap_or(360), sizes.get(3).copied().unwrap_or(240)));
    let light = match (file.find(DARK_PAGE), file.find("</style>")) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &file[..from], &file[to..]),
        _ => file,
    };
    grounded(&light).replacen("system-ui,sans-serif", "'Atkinson Hyperlegible Next','DejaVu Sans'", 1)
}

/// The ground of the tiles of a pattern.
const GROUND: &str = "<path class=\"f\" d=\"M0 0h10v10H0z\"/>";

/// Draws the ground of patterns once below each shape instead of in every tile, where paper would show the seams.
fn grounded(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len() + 400);
    let mut rest = svg;
    while let Some(at) = rest.find("<path class=\"") {
        let (before, shape) = rest.split_at(at);
        let (shape, after) = shape.split_at(shape.find("/>").map_or(shape.len(), |end| end + 2));
        out.push_str(before);
        rest = after;
        let parts = shape["<path class=\"".len()..].split_once(" p\" fill=\"url(");
        if let Some((class, (_, outline))) = parts.and_then(|(class, more)| Some((class, more.split_once(")\"")?))) {
            let _ = write!(out, "<g class=\"{class}\"><path class=\"f\"{outline}</g>");
        }
        if shape != GROUND {
            out.push_str(shape);
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::printed;

    #[test]
    fn patterns_have_no_seams_on_paper() {
        let inline = "<svg class=\"chart\" viewBox=\"0 0 9 9\"><title>T</title><defs><pattern id=\"a\" class=\"s-active\">\
                      <path class=\"f\" d=\"M0 0h10v10H0z\"/><path class=\"k\" d=\"M1 1\"/></pattern></defs>\
                      <path class=\"s-active p\" fill=\"url(#a)\" d=\"M2 2z\"/><path class=\"s-done f\" d=\"M3 3z\"/></svg>";
        let paper = printed(inline);
        let drawn = "<pattern id=\"a\" class=\"s-active\"><path class=\"k\" d=\"M1 1\"/></pattern></defs>\
                     <g class=\"s-active\"><path class=\"f\" d=\"M2 2z\"/></g>\
                     <path class=\"s-active p\" fill=\"url(#a)\" d=\"M2 2z\"/><path class=\"s-done f\" d=\"M3 3z\"/></svg>";
        assert!(paper.ends_with(drawn), "{paper}");
        assert!(!paper.contains("prefers-color-scheme"), "{paper}");
    }
}
