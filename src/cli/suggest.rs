//! What a message suggests for a word that is not known.
//!
//! Problems of records have the same in `diag`; here it is for words of the command line.

use crate::diag::codes::nearest;

/// How many words are listed before the rest is only counted.
const LISTED: usize = 12;

/// The nearest of the known words, or all of them; `what` they are, in the plural.
pub(super) fn hint(word: &str, known: &[&str], what: &str) -> String {
    if let Some(near) = nearest(word, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    let list: Vec<String> = known.iter().take(LISTED).map(|known| format!("`{known}`")).collect();
    match known.len().saturating_sub(LISTED) {
        _ if list.is_empty() => format!("there are no {what} yet"),
        0 => format!("known {what}: {}", list.join(", ")),
        more => format!("known {what}: {} and {more} more", list.join(", ")),
    }
}

/// A number with its noun: `1 page`, `2 pages`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::{counted, hint};

    #[test]
    fn near_words_come_first_then_all_then_none() {
        assert_eq!(hint("1.2", &["1.1", "4"], "units"), "did you mean `1.1`?");
        assert_eq!(hint("x", &["1.1", "4"], "units"), "known units: `1.1`, `4`");
        assert_eq!(hint("x", &[], "units"), "there are no units yet");
        let many: Vec<String> = (10..30).map(|n| n.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(hint("x", &many, "units").ends_with("`21` and 8 more"));
        assert_eq!([counted(0, "page"), counted(1, "page")], ["0 pages", "1 page"]);
    }
}
