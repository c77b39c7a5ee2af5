//! The TOML parser's messages in words for people who do not write programs.
//!
//! A message that is not in the table is passed on as the parser gives it, which is less kind but
//! never wrong; so a new version of the parser cannot make a message false.

/// Start of the parser's message, what to say instead, what to do.
static WORDS: &[(&str, &str, &str)] = &[
    ("duplicate key", "this key or table is there twice", "keep one of the two"),
    (
        "string values must be quoted",
        "this is not a value",
        "texts stand in straight double quotes: `\"…\"`; dates, numbers, `true` and `false` stand without: `2023-09-30`, `12.5`",
    ),
    ("invalid basic string, expected `\"`", "the text is not closed", "put `\"` at its end"),
    ("invalid literal string, expected `'`", "the text is not closed", "put `'` at its end"),
    (
        "invalid multi-line basic string, expected `\"`",
        "the text of several lines is not closed",
        "put `\"\"\"` at its end",
    ),
    (
        "missing escaped value",
        "a backslash starts a special character, and this is none",
        "write `\\\\` for a backslash, or put the text in single quotes",
    ),
    (
        "unexpected key or value",
        "nothing more may follow the value in its line",
        "start a new line for the next key; decimals take a point, remarks start with `#`",
    ),
    (
        "key with no value",
        "`=` and a value are missing after the key",
        "write `key = value`, or put `#` before a remark",
    ),
    (
        "invalid unquoted key",
        "a key has only the letters a to z, digits, `-` and `_`",
        "write `key = value`; a key with other characters stands in double quotes",
    ),
    (
        "unquoted keys cannot be empty",
        "a key is missing here",
        "write `key = value`, or the name of the table between the brackets",
    ),
    (
        "missing comma between array elements",
        "a comma or the closing bracket is missing",
        "put `,` between the entries of a list and `]` at its end",
    ),
    ("unclosed array, ", "the list is not closed", "put `]` at its end"),
    ("unexpected `=` in array", "the list is not closed before the next key", "put `]` at its end"),
    ("extra comma in array", "there is a comma without an entry", "remove it"),
    (
        "missing comma between key-value pairs",
        "a comma or the closing brace is missing",
        "put `,` between the keys and `}` at the end",
    ),
    ("extra assignment between key-value pairs", "a comma is missing before this", "put `,` between the keys"),
    ("unclosed inline table", "the table is not closed", "put `}` at its end"),
    ("unclosed table", "the head of the table is not closed", "put `]` at its end"),
    ("unclosed array table", "the head of the table is not closed", "put `]]` at its end"),
    ("extra `=`", "there is one `=` too many", "remove it"),
    ("unexpected leading zero", "a number does not start with 0", "remove the 0, or write a text in double quotes"),
    ("invalid boolean", "this is neither `true` nor `false`", "write `true` or `false`, all letters small"),
    ("invalid date", "this is not a date", "write year, month and day: `2023-09-30`"),
    ("invalid float", "this is not a number", "write decimals with a point: `12.5`, and dates as `2023-09-30`"),
    ("invalid mantissa", "this is not a number", "write decimals with a point and a digit before it: `0.5`"),
];

/// Message and help for what the parser says about a place, which is empty where something is missing.
pub(super) fn plain(parser: &str, empty: bool) -> (&str, &'static str) {
    if empty && parser.starts_with("string values must be quoted") {
        return ("a value is missing here", "write it after `=`, or remove the key");
    }
    match WORDS.iter().find(|(start, ..)| parser.starts_with(start)) {
        Some((_, message, help)) => (message, help),
        None => (parser, "see https://toml.io for how keys and values are written"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Fails when a new version of the parser says it in other words.
    #[test]
    fn every_row_answers_to_something_that_the_parser_says() {
        let mistakes = [
            "a = 1\na = 2",
            "a = x",
            "a = \"x",
            "a = 'x",
            "a = \"\"\"x",
            "a = \"C:\\plan\"",
            "a = 5,5",
            "a b = 1",
            "a: 5",
            "= 5",
            "a = [\"x\" \"y\"]",
            "a = [\"x\",",
            "a = [\"x\"\nb = 1",
            "a = [1,,2]",
            "a = { x = 1\n",
            "a = { x = 1 y = 2 }",
            "[t",
            "[[t]",
            "a == 5",
            "a = 05",
            "a = True",
            "a = 2023-9-30",
            "a = 30.09.2023",
            "a = .5",
        ];
        let mut unused: BTreeSet<&str> = WORDS.iter().map(|(start, ..)| *start).collect();
        for mistake in mistakes {
            let (_, errors) = toml::de::DeTable::parse_recoverable(mistake);
            assert!(!errors.is_empty(), "no error in {mistake}");
            for error in &errors {
                unused.retain(|start| !error.message().starts_with(start));
                assert_ne!(plain(error.message(), false).0, error.message(), "not in the table, from {mistake}");
            }
        }
        assert!(unused.is_empty(), "never said: {unused:?}");
    }
}
