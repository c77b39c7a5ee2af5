//! A drawing as a file of its own: its palette, type and size written into it.
//!
//! Uses class rules with literal colours and no custom properties, because PDF converters know the first and not the
//! second. It changes nothing of the drawing itself. It is always the light one, on a white ground of its own: a file does
//! not know where it is shown, and a drawing for dark pages is unreadable in a letter, on a slide and in an empty window.

use std::fmt::Write as _;

use super::tone::INKS;

/// The rules that do not depend on the palette, in their order, with the class without which a drawing does not need them.
const RULES: [(&str, &str); 20] = [
    (
        "",
        ".chart{color:#1b1f24;font-family:system-ui,sans-serif;font-size:15px;font-variant-numeric:tabular-nums}text{fill:currentColor}",
    ),
    ("grid", ".grid{fill:none;stroke:currentColor;opacity:.18}"),
    ("axis", ".axis{fill:none;stroke:currentColor;opacity:.6}"),
    ("line", ".line{fill:none;stroke:currentColor;stroke-width:2.5;stroke-linejoin:round}"),
    ("dot", ".dot{fill:#fff;stroke:currentColor;stroke-width:2}.dot text{stroke:none;fill:#1b1f24}"),
    ("plan", ".plan{opacity:.7;stroke-width:1.5}"),
    ("trend", ".trend{stroke-dasharray:2 5;stroke-linecap:round}"),
    ("goal", ".goal{stroke-dasharray:7 4;stroke-width:1.5}"),
    ("f", ".f{fill:currentColor}"),
    ("k", ".k{fill:none;stroke:#fff;stroke-width:1.2;opacity:.4}"),
    ("band", ".band{fill:currentColor;opacity:.14}"),
    ("total", ".total{font-weight:650}"),
    ("quiet", ".quiet{opacity:.8}"),
    ("dates", ".dates{opacity:.8}"),
    ("on", ".on text{stroke:currentColor;stroke-width:4;paint-order:stroke}"),
    ("value", ".value text{stroke:#fff;stroke-width:4;paint-order:stroke}"),
    ("now", ".now text{font-weight:650;stroke:none}.now circle{fill:currentColor}"),
    (
        "s-dropped",
        ".s-dropped.f,.s-dropped.now circle{fill:#fff;stroke:currentColor;stroke-width:2}.s-dropped.on text{stroke:#fff}",
    ),
    (
        "s-dropped-2",
        ".s-dropped-2 .f{fill:#fff}.s-dropped-2 .k{stroke:currentColor;opacity:1}.s-dropped-2.on text{stroke:#fff}",
    ),
    ("none", ".none text{fill:#fff}"),
];

/// How much larger than its view box a file is shown.
const SCALE: u32 = 2;

/// What a file shows of its ground on each side of the drawing, in units.
const MARGIN: u32 = 8;

/// The file for the inline drawing `svg`, whose drawing proper starts at byte `body`.
pub(super) fn file(svg: &str, body: usize, (width, height): (u32, u32)) -> String {
    let (head, drawing) = svg.split_at(body);
    let (wide, high) = (width + 2 * MARGIN, height + 2 * MARGIN);
    // No text of a title comes before the view box.
    let head = head.replacen(
        &format!("viewBox=\"0 0 {width} {height}\""),
        &format!("viewBox=\"-{MARGIN} -{MARGIN} {wide} {high}\""),
        1,
    );
    let ground = format!("<path fill=\"#fff\" d=\"M-{MARGIN}-{MARGIN}h{wide}v{high}h-{wide}z\"/>");
    styled(&head, &ground, drawing, (wide, high))
}

/// A drawing of this size with its rules, on this ground.
fn styled(head: &str, ground: &str, drawing: &str, (width, height): (u32, u32)) -> String {
    let used = classes(drawing);
    let (width, height) = ((width * SCALE).to_string(), (height * SCALE).to_string());
    // A file for each record: formatting takes several times as long.
    let mut out = String::with_capacity(head.len() + drawing.len() + 1800);
    out.extend(["<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", &width, "\" height=\"", &height, "\""]);
    out.extend([&head["<svg".len()..], "<style>"]);
    out.extend(RULES.iter().filter(|(class, _)| class.is_empty() || used.contains(class)).map(|(_, rule)| *rule));
    for ink in INKS.iter().filter(|ink| used.contains(&ink.class)) {
        let (color, on) = ink.light;
        out.extend([".", ink.class, "{color:", color, "}.", ink.class, ".on text{fill:", on, "}"]);
    }
    out.extend(["</style>", ground, drawing]);
    out
}

/// The classes that a drawing uses, each once.
fn classes(drawing: &str) -> Vec<&str> {
    let mut used = Vec::new();
    for at in memchr::memmem::find_iter(drawing.as_bytes(), CLASS) {
        let names = &drawing[at + CLASS.len()..];
        let names = names.split_once('"').map_or(names, |(names, _)| names);
        for name in names.split(' ') {
            if !used.contains(&name) {
                used.push(name);
            }
        }
    }
    used
}

/// What comes before the classes of a part of a drawing.
const CLASS: &str = "class=\"";

/// The inline drawing as a file for paper: in the typeface of the documents, on the ground of the page.
pub fn printed(inline: &str) -> String {
    let after = |tag: &str| inline.find(tag).map(|at| at + tag.len());
    let body = after("</desc>").or_else(|| after("</title>")).or_else(|| after(">")).unwrap_or(0);
    let view = after("viewBox=\"").and_then(|at| inline[at..].split('"').next()).unwrap_or_default();
    let sizes: Vec<u32> = view.split(' ').filter_map(|n| n.parse().ok()).collect();
    let size = (sizes.get(2).copied().unwrap_or(360), sizes.get(3).copied().unwrap_or(240));
    let (head, drawing) = inline.split_at(body);
    grounded(&styled(head, "", drawing, size)).replacen(
        "system-ui,sans-serif",
        "'Atkinson Hyperlegible Next','DejaVu Sans'",
        1,
    )
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
    }
}
