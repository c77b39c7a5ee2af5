//! Walks over the tags of our own markup without building a tree.

/// An opening tag.
pub(super) struct Tag<'h> {
    /// Its name.
    pub(super) name: &'h str,
    attributes: &'h str,
}

impl<'h> Tag<'h> {
    /// Names and raw values of its attributes, in order; those without a value are left out.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'h str, &'h str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            loop {
                let equals = rest.find('=')?;
                // What stands before it on the way from the last value: names without a value, then this one's.
                let name = rest[..equals].split_ascii_whitespace().next_back();
                let value = rest[equals + 1..].strip_prefix('"');
                let Some((name, value)) = name.zip(value) else {
                    rest = &rest[equals + 1..];
                    continue;
                };
                let end = value.find('"')?;
                rest = &value[end + 1..];
                return Some((name, &value[..end]));
            }
        })
    }
}

/// Calls `visit` for every opening tag, in order.
pub(super) fn tags<'h>(html: &'h str, mut visit: impl FnMut(&Tag<'h>)) {
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        match rest.as_bytes().first() {
            Some(first) if first.is_ascii_alphabetic() => {}
            Some(b'!') => {
                if let Some(comment) = rest.strip_prefix("!--") {
                    rest = comment.find("-->").map_or("", |end| &comment[end..]);
                }
                continue;
            }
            _ => continue,
        }
        let name_end = rest.bytes().position(|b| !b.is_ascii_alphanumeric() && b != b'-').unwrap_or(rest.len());
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

    fn seen(html: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut seen = Vec::new();
        tags(html, |tag| {
            let attributes = tag.attributes().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            seen.push((tag.name.to_owned(), attributes));
        });
        seen
    }

    #[test]
    fn attributes_are_found_whole() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            seen(
                "<a data-href=\"x\" hidden href=\"a>b\"\n id=\"i=j\">t</a><!-- <b> --><br><input checked><p class=x id=\"y\">"
            ),
            [
                ("a".to_owned(), vec![pair("data-href", "x"), pair("href", "a>b"), pair("id", "i=j")]),
                ("br".to_owned(), vec![]),
                ("input".to_owned(), vec![]),
                ("p".to_owned(), vec![pair("id", "y")]),
            ]
        );
    }
}
