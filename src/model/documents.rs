//! Settings of the documents for the committee: that registers, columns and logo are there, each once, and that the
//! colour can be read on white.

use super::extra::belongs;
use super::logo::unusable;
use crate::config::{COLUMNS, RegisterConfig, SERVICE_COLUMNS, SiteConfig};
use crate::diag::{Diagnostics, codes};
use crate::source::{Located, SourceTree};

/// The contrast that text needs, in hundredths (WCAG 2.2, level AA).
const CONTRAST: u64 = 450;

pub(super) fn check(config: &SiteConfig, sources: &SourceTree, diags: &mut Diagnostics) {
    let pdf = &config.pdf;
    let keys = || config.registers.iter().map(|r| r.key.value.as_str());
    once(pdf.appendices.iter().map(|appendix| &appendix.register), "register", diags);
    for appendix in &pdf.appendices {
        let Some(register) = config.registers.iter().find(|r| r.key.value == appendix.register.value) else {
            let place = &appendix.register;
            diags.push(codes::unknown_reference(place.span, &place.value, "register", keys()));
            continue;
        };
        let known = columns(config, register);
        for column in appendix.columns.iter().filter(|c| !known.contains(&c.value.as_str())) {
            diags.push(codes::unknown_choice(column.span, "columns", &column.value, known.iter().copied()));
        }
        once(appendix.columns.iter(), "columns", diags);
    }
    if let Some(colour) = &pdf.colour {
        match contrast(&colour.value) {
            None => diags.push(codes::unusable_colour(colour.span, &colour.value, None)),
            Some(found) if found < CONTRAST => {
                diags.push(codes::unusable_colour(colour.span, &colour.value, Some(found)));
            }
            Some(_) => {}
        }
    }
    if let Some(logo) = &pdf.logo
        && let Some(reason) = unusable(logo, pdf.logo_text.is_some(), sources)
    {
        diags.push(codes::unusable_logo(logo.span, &logo.value, reason));
    }
}

/// Names of the columns that the appendix of a register may have.
fn columns<'c>(config: &'c SiteConfig, register: &RegisterConfig) -> Vec<&'c str> {
    let services = SERVICE_COLUMNS.iter().filter(|_| register.kind == "service");
    let extra = config.extra.iter().filter(|field| belongs(field, &register.key.value)).map(|f| f.name.value.as_str());
    COLUMNS.iter().chain(services).copied().chain(extra).collect()
}

fn once<'l>(names: impl Iterator<Item = &'l Located<String>>, key: &str, diags: &mut Diagnostics) {
    let mut seen: Vec<&Located<String>> = Vec::new();
    for name in names {
        match seen.iter().find(|first| first.value == name.value) {
            Some(first) => diags.push(codes::listed_twice(name.span, key, &name.value, first.span)),
            None => seen.push(name),
        }
    }
}

/// The contrast of a colour `#rrggbb` to white, in hundredths; nothing if it is no such colour.
fn contrast(colour: &str) -> Option<u64> {
    let digits = colour.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let part = |at: usize| -> Option<f64> {
        let n = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).ok()?) / 255.0;
        Some(if n <= 0.04045 { n / 12.92 } else { ((n + 0.055) / 1.055).powf(2.4) })
    };
    let light = 0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?;
    // Between 1 and 21, so nothing is lost but decimals; rounded down, so that no colour passes by rounding.
    Some((105.0 / (light + 0.05)).floor() as u64)
}

#[cfg(test)]
mod tests {
    use super::contrast;

    #[test]
    fn contrast_is_that_of_the_standard() {
        let cases = [("#000000", 2100), ("#ffffff", 100), ("#767676", 454), ("#777777", 447), ("#1d4f7c", 853)];
        for (colour, wanted) in cases {
            assert_eq!(contrast(colour), Some(wanted), "{colour}");
        }
        for wrong in ["1d4f7c", "#1d4f7", "#1d4f7cff", "blue", "#12345ü", "#"] {
            assert_eq!(contrast(wrong), None, "{wrong}");
        }
    }
}
