//! Between Markdown and plain text, as it stands in cells: what goes one way comes back the other.

use pulldown_cmark::{Event, Options, Parser, TagEnd};

/// All of a text as plain text: paragraphs and items of lists on lines of their own, no marks.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(t) | Event::Code(t) | Event::Html(t) | Event::InlineHtml(t) => out.push_str(&t),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => out.push('\n'),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Table) => {
                out.push_str("\n\n")
            }
            Event::End(TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) if !out.ends_with('\n') => out.push('\n'),
            Event::End(TagEnd::TableCell) => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Plain text as Markdown that shows exactly it: no mark has a meaning, lines stay lines.
pub fn from_plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut blank = true;
    for line in text.replace("\r\n", "\n").replace('\r', "\n").split('\n').map(str::trim) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank { "\n\n" } else { "\\\n" });
        }
        blank = false;
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        for (at, c) in line.char_indices() {
            let is_mark = match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' => true,
                // Only where they can begin something.
                '&' => line[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#'),
                '#' | '>' | '-' | '+' | '=' => at == 0,
                '.' | ')' => at == digits && digits > 0,
                '!' => line[at + 1..].starts_with('['),
                _ => false,
            };
            if is_mark {
                out.push('\\');
            }
            out.push(if c == '\t' { ' ' } else { c });
        }
    }
    out
}
