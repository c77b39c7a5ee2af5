//! Problems of inserts in the texts of reports and pages, and of figures typed beside them.

use super::{BAD_INSERT, FIGURE_DIFFERS, INSERT_PLACE, INSERT_WITHOUT_FIGURE, UNKNOWN_INSERT, at, did_you_mean};
use crate::diag::Diagnostic;
use crate::source::Span;

/// An insert that cannot be read.
pub fn bad_insert(span: Span, problem: &str, help: &str) -> Diagnostic {
    at(&BAD_INSERT, span, problem).help(help)
}

/// An insert with too few or too many values; `form` is how it is written.
pub fn insert_values(span: Span, name: &str, found: usize, wanted: usize, form: &str) -> Diagnostic {
    let values = if wanted == 1 { "value" } else { "values" };
    at(&BAD_INSERT, span, format!("`{name}` needs {wanted} {values} without a key, this insert has {found}"))
        .help(format!("write it like `{form}`; what stands in brackets may be left out"))
}

/// The same drawing, table or list twice in one text.
pub fn insert_twice(span: Span, first: Span) -> Diagnostic {
    at(&BAD_INSERT, span, "this insert stands twice in one text")
        .also(first, "it stands here first")
        .help("remove one of them, and refer to the other in words")
}

/// A name that no insert has.
pub fn unknown_insert<'a>(span: Span, name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Diagnostic {
    let help = did_you_mean(name, known, "inserts");
    let break_ = if help.ends_with('?') { " All" } else { "; all" };
    at(&UNKNOWN_INSERT, span, format!("there is no insert `{name}`"))
        .help(format!("{help}{break_} of them: `sachstand explain inserts`; write `\\{{{{` if two braces are meant"))
}

/// A drawing, table or list inside of a paragraph, list, table or quotation.
pub fn insert_place(span: Span, name: &str) -> Diagnostic {
    at(&INSERT_PLACE, span, format!("`{name}` cannot stand between words"))
        .help("put it on a line of its own, with a blank line before and after it, outside of lists and tables")
}

/// An insert for which there can be no figure.
pub fn insert_without_figure(span: Span, problem: &str, help: &str) -> Diagnostic {
    at(&INSERT_WITHOUT_FIGURE, span, problem).help(help)
}

/// A figure typed by hand that is none of those that the site knows. `known` are these with their dates, `insert` is
/// what would write it.
pub fn figure_differs(span: Span, written: &str, known: &str, insert: &str) -> Diagnostic {
    at(&FIGURE_DIFFERS, span, format!("`{written}` is not what this site counts: {known}")).help(format!(
        "correct the number, or let the program write it: `{insert}`; if something else is counted here, say what"
    ))
}
