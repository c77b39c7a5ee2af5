//! Problems of templates at their places in the files of the site. Those of built-in templates are problems of the program,
//! which a site can only meet by a file of its own that they use.

use super::{STOPPED, Theme, limit};
use crate::diag::{Diagnostics, codes};
use crate::source::{SourceTree, Span};
use std::collections::BTreeMap;
use std::ops::Range;

impl Theme {
    /// Reports what is wrong with a document at its place in a Typst template.
    pub fn report_document(&self, template: &str, range: Option<Range<usize>>, message: &str, diags: &mut Diagnostics) {
        let id = self.pdf_files.get(template).copied();
        let span = id.map(|id| Span::new(id, range.unwrap_or(0..0)));
        diags.push(codes::template_error(span, &format!("themes/default/pdf/{template}"), message));
    }

    /// Whether a template of documents is a file of the site.
    pub fn is_own_document(&self, template: &str) -> bool {
        self.pdf_files.contains_key(template)
    }

    /// Reports why templates cannot be used, which have these texts. What they name that there is not, is told by Tera in
    /// one message for all.
    pub(super) fn report_loading(
        &self,
        error: &tera::Error,
        templates: &BTreeMap<&str, &str>,
        sources: &SourceTree,
        diags: &mut Diagnostics,
    ) {
        let listed = match error.kind() {
            tera::ErrorKind::Msg(message) => listed(message, templates),
            _ => Vec::new(),
        };
        if listed.is_empty() {
            self.report(error, "templates", sources, diags);
        }
        for (message, name, range) in listed {
            self.report_at(message, name, Some(range), sources, diags);
        }
    }

    /// Reports an error of the template engine at its place.
    pub fn report(&self, error: &tera::Error, template: &str, sources: &SourceTree, diags: &mut Diagnostics) {
        let (message, name, range) = match error.kind() {
            tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
                (report.message().to_owned(), report.filename().to_owned(), Some(report.span().range.clone()))
            }
            // The page that was stopped first has been reported.
            tera::ErrorKind::Msg(message) if message == STOPPED => return,
            _ => (error.to_string(), template.to_owned(), None),
        };
        self.report_at(&message, &name, range, sources, diags);
    }

    fn report_at(
        &self,
        message: &str,
        name: &str,
        range: Option<Range<usize>>,
        sources: &SourceTree,
        diags: &mut Diagnostics,
    ) {
        let added = self.added.get(name).map_or(&[][..], Vec::as_slice);
        let range = range.map_or(0..0, |range| limit::place(range, added));
        let span = self.files.get(name).map(|id| Span::new(*id, range));
        let path =
            span.map_or_else(|| format!("themes/default/templates/{name}"), |s| sources.file(s.source).path.clone());
        diags.push(codes::template_error(span, &path, message));
    }
}

/// The messages in a list of Tera with the names of their templates and their places. It has each as people read it: the
/// message behind `error: `, then `--> name:line:column`, then the line, and signs under what is meant.
fn listed<'m>(list: &'m str, templates: &BTreeMap<&'m str, &str>) -> Vec<(&'m str, &'m str, Range<usize>)> {
    let report = |report: &'m str| {
        let mut lines = report.lines();
        let message = lines.next()?.strip_prefix("error: ")?;
        let mut place = lines.next()?.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let column: usize = place.next()?.parse().ok()?;
        let line: usize = place.next()?.parse().ok()?;
        let name = place.next()?;
        let signs = lines.last().map_or(0, |line| line.chars().filter(|c| *c == '^').count());
        let text = templates.get(name)?;
        let mut all = text.split_inclusive('\n');
        let from: usize = all.by_ref().take(line.checked_sub(1)?).map(str::len).sum();
        let line = all.next()?;
        let byte = |n: usize| from + line.char_indices().nth(n).map_or(line.len(), |(at, _)| at);
        let start = column.checked_sub(1)?;
        Some((message, name, byte(start)..byte(start + signs)))
    };
    // All or none: what is left out here would be told nowhere.
    list.split("\n\n").map(report).collect::<Option<Vec<_>>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::listed;
    use std::collections::BTreeMap;

    #[test]
    fn what_tera_lists_is_found_in_the_templates() {
        let templates = [("a:b.html", "ä\n  Ü{{ nichts(a=1) }}{{ b | keins }}"), ("c.html", "{% include \"ü\" %}")];
        let mut tera = tera::Tera::new();
        let error = tera.add_raw_templates(templates).unwrap_err().to_string();
        let templates = BTreeMap::from(templates);
        let found: Vec<_> =
            listed(&error, &templates).into_iter().map(|(text, name, at)| (text, name, &templates[name][at])).collect();
        let expected = [
            ("Unknown function `nichts`", "a:b.html", "nichts(a=1)"),
            ("Unknown filter `keins`", "a:b.html", "keins"),
            ("Unknown template `ü`", "c.html", "\"ü\""),
        ];
        assert_eq!(found, expected);
        assert_eq!(listed("error: something else", &templates), []);
    }
}
