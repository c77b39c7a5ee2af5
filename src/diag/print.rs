//! Renderers of problems: for people, editors and CI.
//!
//! Each takes all problems of a run with the texts they point into and gives a text back. Nothing
//! here writes to a terminal, changes an order or leaves a problem out. A further form is one file
//! beside the others, one variant of [`Form`] and one line in `FORMS`.

mod gitlab;
mod human;
mod json;
mod place;
mod sarif;
mod short;
mod words;

use super::{Diagnostics, Severity};
use crate::source::SourceTree;
use std::fmt;
use std::str::FromStr;

/// How problems can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// For people at a terminal: the line in question, a caret under it, the way out.
    #[default]
    Human,
    /// One line for each problem, which editors can jump to.
    Short,
    /// One JSON object for each problem.
    Json,
    /// A Code Quality report for GitLab.
    Gitlab,
    /// A SARIF log for GitHub, Azure DevOps and others.
    Sarif,
}

/// Whether a text may hold colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// None: for files, pipes, `NO_COLOR` and tests.
    #[default]
    Plain,
    /// ANSI colours for a terminal; they never say anything that the words do not say.
    Styled,
}

struct Row {
    form: Form,
    name: &'static str,
    about: &'static str,
    draw: fn(&Diagnostics, &SourceTree, Colour) -> String,
}

static FORMS: &[Row] = &[
    Row {
        form: Form::Human,
        name: "human",
        about: "for people: the line, what is wrong and the way out",
        draw: human::draw,
    },
    Row { form: Form::Short, name: "short", about: "one line for each problem", draw: short::draw },
    Row { form: Form::Json, name: "json", about: "one JSON object for each problem", draw: json::draw },
    Row { form: Form::Gitlab, name: "gitlab", about: "GitLab Code Quality report", draw: gitlab::draw },
    Row {
        form: Form::Sarif,
        name: "sarif",
        about: "SARIF 2.1.0 log, for example for GitHub code scanning",
        draw: sarif::draw,
    },
];

impl Form {
    /// Every form.
    pub fn all() -> impl Iterator<Item = Form> {
        FORMS.iter().map(|row| row.form)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What it is for, in a few words.
    pub fn about(self) -> &'static str {
        self.row().about
    }

    fn row(self) -> &'static Row {
        // The test below proves that every form has its row, in the order of the variants.
        &FORMS[self as usize]
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Form {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        FORMS.iter().find(|row| row.name == name).map(|row| row.form).ok_or_else(|| {
            let names: Vec<String> = FORMS.iter().map(|row| format!("`{}`", row.name)).collect();
            format!("there is no form `{name}`; the forms are {}", names.join(", "))
        })
    }
}

/// Writes all problems in one form. `sources` must be the tree that their places point into.
///
/// Every form is a whole document: an empty list gives `no problems` for people, nothing at all in
/// the forms by line, and an empty report in the others.
pub fn render(form: Form, diagnostics: &Diagnostics, sources: &SourceTree, colour: Colour) -> String {
    (form.row().draw)(diagnostics, sources, colour)
}

/// How many there are, in words: `3 errors, 1 warning`, or `no problems`.
pub fn summary(diagnostics: &Diagnostics) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| match diagnostics.count(severity) {
            0 => None,
            1 => Some(format!("1 {}", severity.word())),
            n => Some(format!("{n} {}s", severity.word())),
        })
        .collect();
    if parts.is_empty() { "no problems".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests;
