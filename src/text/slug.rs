//! Addresses and ids from names: lower-case ASCII with German transliteration.

use std::fmt::Write;

/// `Überprüfung S2` becomes `ueberpruefung-s2`; `0.1` becomes `0-1`. Empty if no letter or digit is left.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'á' | 'à' | 'â' | 'ã' | 'å' => out.push('a'),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'í' | 'ì' | 'î' | 'ï' => out.push('i'),
            'ó' | 'ò' | 'ô' | 'õ' | 'ø' => out.push('o'),
            'ú' | 'ù' | 'û' => out.push('u'),
            'ç' | 'č' | 'ć' => out.push('c'),
            'ł' => out.push('l'),
            'ñ' | 'ń' => out.push('n'),
            'ś' | 'š' => out.push('s'),
            'ž' | 'ż' | 'ź' => out.push('z'),
            '\u{300}'..='\u{36f}' | '\u{ad}' | '\'' | '’' => {}
            c if c.is_alphanumeric() => {
                // Other scripts keep an address of their own instead of colliding as an empty one.
                let _ = write!(out, "u{:x}", c as u32);
            }
            _ => {
                if !out.is_empty() && !out.ends_with('-') {
                    out.push('-');
                }
            }
        }
    }
    while out.ends_with('-') {
        out.pop();
    }
    out
}

/// Whether a text is an id as we want it: `[a-z0-9]` and single `-` between.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_addresses() {
        assert_eq!(slug("Überprüfung S2"), "ueberpruefung-s2");
        assert_eq!(slug("0.1"), "0-1");
        assert_eq!(slug("  An-/Abmeldung Mülltonnen "), "an-abmeldung-muelltonnen");
        assert!(is_slug("mp-020") && !is_slug("MP 020") && !is_slug("a--b") && !is_slug("-a"));
    }
}
