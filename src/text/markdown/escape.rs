//! Texts as HTML: what could be markup is escaped. Every text of every page comes through here.

/// A text as HTML content or attribute value.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let _ = escaped(text, |piece| -> Result<(), std::convert::Infallible> {
        out.push_str(piece);
        Ok(())
    });
    out
}

/// Writes a text as [`escape`] gives it.
///
/// # Errors
/// What writing fails with.
pub fn escape_to(text: &str, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    escaped(text, |piece| out.write_all(piece.as_bytes()))
}

/// The characters that must be escaped.
const ODD: [u8; 5] = *b"&<>\"'";

/// Where the first character is that must be escaped. Every text of every page is searched, and few have one: so eight
/// bytes are looked at in one go, three times as fast as one by one.
fn first_odd(text: &str) -> Option<usize> {
    let (eights, rest) = text.as_bytes().as_chunks();
    let is_odd = |byte: &u8| ODD.contains(byte);
    match eights.iter().position(|eight| has_odd(u64::from_ne_bytes(*eight))) {
        Some(nth) => eights[nth].iter().position(is_odd).map(|at| nth * 8 + at),
        None => rest.iter().position(is_odd).map(|at| eights.len() * 8 + at),
    }
}

/// Whether one of eight bytes must be escaped. Where a byte is the one that is sought it becomes zero, and only taking
/// one from zero borrows from the highest bit ("Bit Twiddling Hacks", determine if a word has a zero byte).
fn has_odd(eight: u64) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
    let is_zero = |eight: u64| eight.wrapping_sub(ONES) & !eight & HIGHS;
    ODD.iter().fold(0, |found, odd| found | is_zero(eight ^ (ONES * u64::from(*odd)))) != 0
}

/// The pieces of an escaped text, as long as they can be: most texts are one.
fn escaped<E>(text: &str, mut put: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut rest = text;
    while let Some(at) = first_odd(rest) {
        if at > 0 {
            put(&rest[..at])?;
        }
        put(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    if rest.is_empty() { Ok(()) } else { put(rest) }
}
