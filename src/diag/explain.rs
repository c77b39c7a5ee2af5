//! The explanation of each kind of problem: what it means, why it matters, wrong and right.
//!
//! `sachstand explain CODE`, the SARIF log and the manual take their text from here. Every code has
//! exactly one entry; the tests below fail for one without, and for an entry without its code.

mod configuration;
mod files;
mod frozen;
mod inserts;
mod pages;
mod records;
mod references;
mod rules;
mod sheets;
mod survey;
mod values;

use super::Code;
use super::codes;
use std::fmt::Write;

/// What there is to say about a kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The name of the code.
    pub code: &'static str,
    /// The problem in a few words, without a full stop.
    pub title: &'static str,
    /// What was found.
    pub what: &'static str,
    /// Why it is a problem.
    pub why: &'static str,
    /// Input that has the problem.
    pub wrong: Example,
    /// The same input without it.
    pub right: Example,
}

/// A piece of input.
#[derive(Debug, PartialEq, Eq)]
pub struct Example {
    /// The file it stands in, by its path below the site folder.
    pub file: &'static str,
    /// The piece itself.
    pub text: &'static str,
}

static ENTRIES: &[&[Explanation]] = &[
    files::ENTRIES,
    configuration::ENTRIES,
    records::ENTRIES,
    values::ENTRIES,
    rules::ENTRIES,
    references::ENTRIES,
    frozen::ENTRIES,
    pages::ENTRIES,
    inserts::ENTRIES,
    sheets::ENTRIES,
    survey::ENTRIES,
];

/// Columns of a text for the terminal.
const WIDTH: usize = 80;

/// The explanation of the code with this name.
pub fn explain(name: &str) -> Option<&'static Explanation> {
    ENTRIES.iter().copied().flatten().find(|explanation| explanation.code == name)
}

/// An explanation for the terminal, 80 columns wide; examples keep their lines.
pub fn text(explanation: &Explanation) -> String {
    let mut text = format!("{}: {}\n", explanation.code, explanation.title);
    if let Some(code) = codes::find(explanation.code) {
        paragraph(&mut text, &weight(code));
    }
    paragraph(&mut text, explanation.what);
    paragraph(&mut text, explanation.why);
    example(&mut text, "Wrong", &explanation.wrong);
    example(&mut text, "Right", &explanation.right);
    text
}

/// All codes with their titles, for `sachstand explain` without a name.
pub fn list() -> String {
    let widest = codes::CODES.iter().map(|code| code.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for code in codes::CODES {
        let title = explain(code.name).map_or("", |explanation| explanation.title);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:widest$}  {:7}  {title}", code.name, code.severity.word());
    }
    text
}

/// The answer to a name that is no code.
pub fn unknown(name: &str) -> String {
    match codes::nearest(name, codes::CODES.iter().map(|code| code.name)) {
        Some(candidate) => format!("there is no code `{name}`; did you mean `{candidate}`?"),
        None => format!("there is no code `{name}`; `sachstand explain` lists all of them"),
    }
}

fn weight(code: &Code) -> String {
    let word = code.severity.word();
    let article = if word.starts_with('e') { "An" } else { "A" };
    if code.adjustable {
        let other = if word == "note" { "warning" } else { "note" };
        format!(
            "{article} {word}. The site can weigh it otherwise: `{} = \"{other}\"` below `[severity]` in \
             content/site.toml (error, warning, note or off).",
            code.name
        )
    } else if code.name.starts_with("survey-") && word == "error" {
        "An error: what it is about is not taken in.".to_owned()
    } else if word == "error" {
        "An error: the site is not published until it is solved.".to_owned()
    } else {
        format!("{article} {word}.")
    }
}

fn example(text: &mut String, head: &str, example: &Example) {
    let _ = write!(text, "\n{head}, {}:\n\n", example.file);
    for line in example.text.trim_matches('\n').lines() {
        let _ = writeln!(text, "{}", format!("    {line}").trim_end());
    }
}

fn paragraph(text: &mut String, words: &str) {
    text.push('\n');
    let mut column = 0;
    for word in words.split_whitespace() {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > WIDTH {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += width;
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn entries() -> impl Iterator<Item = &'static Explanation> {
        ENTRIES.iter().copied().flatten()
    }

    #[test]
    fn each_code_has_exactly_one_entry_and_none_is_left_over() {
        let explained: Vec<&str> = entries().map(|entry| entry.code).collect();
        let names: BTreeSet<&str> = codes::CODES.iter().map(|code| code.name).collect();
        assert_eq!(explained.iter().copied().collect::<BTreeSet<_>>(), names);
        assert_eq!(explained.len(), names.len());
    }

    #[test]
    fn texts_fit_the_terminal_and_are_sentences() {
        for entry in entries() {
            let text = text(entry);
            for line in text.lines() {
                assert!(line.chars().count() <= WIDTH, "{}: too wide: {line}", entry.code);
                assert_eq!(line, line.trim_end(), "{}: space at the end of a line", entry.code);
            }
            assert!(!entry.title.ends_with('.'), "{}: the title is no sentence", entry.code);
            for sentence in [entry.what, entry.why] {
                assert!(sentence.ends_with('.'), "{}: a sentence ends with a full stop", entry.code);
            }
            assert_ne!(entry.wrong, entry.right, "{}: both examples are the same", entry.code);
        }
    }

    #[test]
    fn list_names_every_code_and_near_misses_are_recognised() {
        assert_eq!(list().lines().count(), codes::CODES.len());
        assert_eq!(unknown("unknown-keys"), "there is no code `unknown-keys`; did you mean `unknown-key`?");
        assert_eq!(unknown("xyz"), "there is no code `xyz`; `sachstand explain` lists all of them");
    }
}
