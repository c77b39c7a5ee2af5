//! What the browser gets besides the site: the script that reloads, its style, and problems as data.
//!
//! Scripts and styles are files of their own, so that the rules that pages set for themselves hold here too. A page is
//! changed on its way to the browser only.

use crate::diag::print::{Colour, Form, render};
use crate::diag::{Diagnostics, Severity};
use crate::source::SourceTree;

/// The folder of our own files. No page can have it: its name is kept for the list of published files.
pub(super) const FOLDER: &str = "/.sachstand/";

/// The script.
pub(super) const SCRIPT: &str = include_str!("live.js");

/// Its style.
pub(super) const STYLE: &str = include_str!("live.css");

/// What is shown before there was any good site.
pub(super) const NO_SITE: &str = "<!doctype html>\n<html lang=\"en\" data-site=\"none\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" \
    content=\"light dark\">\n<title>No site yet</title>\n</head>\n<body>\n<p>There are errors, so there is no site to \
    show yet. They are listed in the terminal, and here; this page reloads when they are gone.</p>\n</body>\n</html>\n";

/// The errors as a JSON array of what `check --format json` prints.
pub(super) fn problems(diags: &Diagnostics, sources: &SourceTree) -> String {
    let mut errors = Diagnostics::new();
    diags.iter().filter(|d| d.severity == Severity::Error).for_each(|d| errors.push(d.clone()));
    errors.finish(sources);
    let lines = render(Form::Json, &errors, sources, Colour::Plain);
    format!("[{}]", lines.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(","))
}

/// A page with the script before its end.
pub(super) fn with_script(mut page: Vec<u8>, version: u64) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let at = page.windows(END.len()).rposition(|part| part.eq_ignore_ascii_case(END)).unwrap_or(page.len());
    page.splice(at..at, tag(version).into_bytes());
    page
}

fn tag(version: u64) -> String {
    format!("<script src=\"{FOLDER}live.js\" data-version=\"{version}\"></script>")
}

#[cfg(test)]
mod tests {
    use super::{tag, with_script};

    #[test]
    fn the_script_stands_before_the_last_end_of_the_body_or_at_the_end() {
        let page = |text: &str| String::from_utf8(with_script(text.into(), 7)).unwrap_or_default();
        assert_eq!(page("<p>a</body>b</BODY></html>"), format!("<p>a</body>b{}</BODY></html>", tag(7)));
        assert_eq!(page("ä"), format!("ä{}", tag(7)));
        assert_eq!(page(""), tag(7));
    }
}
