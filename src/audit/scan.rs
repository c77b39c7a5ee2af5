//! Walks over the tags of our own markup without building a tree.

/// An opening tag.
pub(super) struct Tag<'h> {
    /// Its name.
    pub(super) name: &'h str,
    attributes: &'h str,
}

impl<'h> Tag<'h> {
    /// The raw value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&'h str> {
        let mut rest = self.attributes;
        loop {
            let at = rest.find(name)?;
            let before = rest[..at].bytes().last();
            let after = &rest[at + name.len()..];
            if before.is_none_or(|b| b.is_ascii_whitespace())
                && let Some(value) = after.strip_prefix("=\"")
            {
                return value.find('"').map(|end| &value[..end]);
            }
            rest = after;
        }
    }
}

/// Calls `visit` for every opening tag, in order.
pub(super) fn tags<'h>(html: &'h str, mut visit: impl FnMut(&Tag<'h>)) {
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name_end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        let end = tag_end(&rest[name_end..]) + name_end;
        visit(&Tag { name: &rest[..name_end], attributes: &rest[name_end..end] });
        rest = &rest[end..];
    }
}

/// Where the tag ends; `>` inside quotes does not count.
fn tag_end(text: &str) -> usize {
    let mut quoted = false;
    for (i, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return i,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_whole() {
        let mut seen = Vec::new();
        tags("<a data-href=\"x\" href=\"a>b\" id=\"i\">t</a><!-- <b> --><br>", |tag| {
            seen.push((tag.name.to_owned(), tag.attribute("href").map(str::to_owned)));
        });
        assert_eq!(seen, [("a".to_owned(), Some("a>b".to_owned())), ("br".to_owned(), None)]);
    }
}
