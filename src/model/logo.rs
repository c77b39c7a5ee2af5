//! Whether the city's logo can be printed: what kind of file it is, and how large it gets when it is unpacked.
//!
//! Does not look at how it is drawn; what Typst cannot draw is its to say.

use crate::source::{Located, SourceTree};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem::find_iter;

/// Bytes that a logo may have at most: it is part of every document.
const BYTES: usize = 500_000;

/// Pixels that a picture may have at most. A PNG file of one colour has millions of them in a kilobyte, and each takes up to
/// eight bytes once it is unpacked.
const PIXELS: u64 = 16_000_000;

/// Why a logo cannot be printed.
pub(super) fn unusable(logo: &Located<String>, described: bool, sources: &SourceTree) -> Option<&'static str> {
    let Some((_, file)) = sources.find(&format!("content/assets/{}", logo.value)) else {
        return Some("there is no such file below content/assets/");
    };
    if !described {
        return Some("it has no `logo_text`, so nobody who cannot see it knows what it is");
    }
    let bytes = file.bytes();
    if bytes.len() > BYTES {
        return Some("it is larger than 500 kB");
    }
    match std::str::from_utf8(bytes) {
        _ if is_png(bytes) => too_many_pixels(bytes),
        Ok(text) if text.contains("<svg") => pictures(text),
        _ => Some("it is neither SVG nor PNG"),
    }
}

fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG")
}

/// Width and height of a PNG file in pixels. They stand in its first chunk, which is always at the same place.
pub fn png_size(png: &[u8]) -> Option<(u32, u32)> {
    let side = |at: usize| Some(u32::from_be_bytes(png.get(at..at + 4)?.try_into().ok()?));
    side(16).zip(side(20))
}

fn too_many_pixels(png: &[u8]) -> Option<&'static str> {
    match png_size(png) {
        None => Some("its PNG file ends too early"),
        Some((width, height)) if u64::from(width) * u64::from(height) > PIXELS => {
            Some("it has more than 16 million pixels")
        }
        Some(_) => None,
    }
}

/// What is wrong with the pictures in an SVG file. Each must be a PNG file that is part of it.
fn pictures(svg: &str) -> Option<&'static str> {
    let is_picture = |at: usize| {
        let tag = svg[at + 1..].split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
        matches!(tag.rsplit(':').next(), Some("image" | "feImage"))
    };
    let wanted = find_iter(svg.as_bytes(), "<").filter(|at| is_picture(*at)).count();
    let mut found = 0;
    for at in find_iter(svg.as_bytes(), "data:") {
        // As many characters as the size of the picture takes.
        let start: String = match svg[at..].strip_prefix("data:image/png;base64,") {
            Some(data) => data.chars().filter(|c| !c.is_whitespace()).take(32).collect(),
            None => continue,
        };
        let Some(png) = STANDARD.decode(start).ok().filter(|png| is_png(png)) else { continue };
        if let Some(reason) = too_many_pixels(&png) {
            return Some(reason);
        }
        found += 1;
    }
    (found < wanted).then_some("it holds a picture that is not PNG, or in a file of its own")
}

#[cfg(test)]
mod tests {
    use super::{pictures, too_many_pixels};
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
        png.extend([1, 0, 0, 0, 0]);
        png
    }

    #[test]
    fn a_picture_that_unpacks_to_gigabytes_is_refused_wherever_it_stands() {
        let many = Some("it has more than 16 million pixels");
        for (width, height, wanted) in [(4_000, 4_000, None), (60_000, 60_000, many), (u32::MAX, u32::MAX, many)] {
            let png = png(width, height);
            assert_eq!(too_many_pixels(&png), wanted, "{width}");
            let svg = format!("<svg><image href=\"data:image/png;base64,\n{}\"/></svg>", STANDARD.encode(png));
            assert_eq!(pictures(&svg), wanted, "{svg}");
        }
        assert!(too_many_pixels(b"\x89PNG").is_some());
    }

    #[test]
    fn pictures_in_an_svg_file_are_png_and_in_it() {
        for fine in ["<svg><path d=\"M0 0\"/></svg>", "<svg><desc>data: image</desc></svg>"] {
            assert_eq!(pictures(fine), None, "{fine}");
        }
        for other in [
            "<svg><image href=\"wappen.png\"/></svg>",
            "<svg><svg:image\nhref=\"file:///etc/passwd\"/></svg>",
            "<svg><feImage href=\"data:image/jpeg;base64,/9j/\"/></svg>",
        ] {
            assert!(pictures(other).is_some(), "{other}");
        }
    }
}
