//! The logo of the city for its documents: an SVG file as it is, a PNG file inside one.

use super::super::Context;
use crate::model::png_size;
use crate::view::Logo;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The logo that the settings name; whether it can be printed was checked with them.
pub(super) fn logo(c: &Context<'_>) -> Option<Logo> {
    let pdf = &c.model.config.pdf;
    let name = &pdf.logo.as_ref()?.value;
    let (_, file) = c.sources.find(&format!("content/assets/{name}"))?;
    let svg = match std::str::from_utf8(file.bytes()) {
        Ok(text) => text.to_owned(),
        Err(_) => wrapped(file.bytes())?,
    };
    Some(Logo { svg, text: pdf.logo_text.as_ref()?.get(c.lang).to_owned() })
}

/// A PNG file as the only part of an SVG file of its size in pixels.
fn wrapped(png: &[u8]) -> Option<String> {
    let (width, height) = png_size(png)?;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
         <image width=\"{width}\" height=\"{height}\" href=\"data:image/png;base64,{}\"/></svg>",
        STANDARD.encode(png)
    ))
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn a_png_file_keeps_its_size() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 1, 4, 0, 0, 0, 7]);
        let svg = wrapped(&png).unwrap();
        assert!(svg.contains("viewBox=\"0 0 260 7\""), "{svg}");
        assert!(svg.contains("base64,iVBORw0KGgo"), "{svg}");
        assert_eq!(wrapped(&png[..20]), None);
    }
}
