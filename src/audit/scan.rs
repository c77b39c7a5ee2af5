//! Walks over the tags of our own markup without building a tree.

use memchr::memchr;

/// An opening tag.
pub(super) struct Tag<'h, 's> {
    /// Its name.
    pub(super) name: &'h str,
    /// Names and raw values of its attributes, in order; those without a value in quotes are left out.
    pub(super) attributes: &'s [(&'h str, &'h str)],
}

/// Calls `visit` for every opening tag, in order.
pub(super) fn tags<'h>(html: &'h str, mut visit: impl FnMut(&Tag<'h, '_>)) {
    let bytes = html.as_bytes();
    let mut attributes = Vec::with_capacity(16);
    let mut at = 0;
    while let Some(open) = memchr(b'<', &bytes[at..]) {
        at += open + 1;
        match bytes.get(at) {
            Some(first) if first.is_ascii_alphabetic() => {}
            Some(b'!') => {
                if html[at..].starts_with("!--") {
                    at = html[at..].find("-->").map_or(bytes.len(), |end| at + end);
                }
                continue;
            }
            _ => continue,
        }
        let start = at;
        at += bytes[at..].iter().position(|b| !is_of_name(*b)).unwrap_or(bytes.len() - at);
        let name = &html[start..at];
        attributes.clear();
        at = attributes_of(html, at, &mut attributes);
        visit(&Tag { name, attributes: &attributes });
    }
}

/// Letters come first, since most bytes are some; other signs behind `>` stand in no name of ours.
fn is_of_name(byte: u8) -> bool {
    byte > b'>' || byte.is_ascii_digit() || byte == b'-'
}

/// Reads the attributes of a tag from behind its name on; gives the place of its `>`, which inside quotes does not count.
fn attributes_of<'h>(html: &'h str, mut at: usize, attributes: &mut Vec<(&'h str, &'h str)>) -> usize {
    let bytes = html.as_bytes();
    // Where the word before the next `=` begins: the name of a value.
    let mut word = at;
    while let Some(byte) = bytes.get(at) {
        match byte {
            // Nearly always a letter of a name.
            b'?'.. => {}
            b'>' => return at,
            b'"' => {
                let value = at + 1;
                let Some(length) = memchr(b'"', &bytes[value..]) else { return bytes.len() };
                if at > word && bytes[at - 1] == b'=' {
                    attributes.push((&html[word..at - 1], &html[value..value + length]));
                }
                at = value + length;
                word = at + 1;
            }
            b' ' | b'\n' | b'\t' | b'\r' | b'\x0c' => word = at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(html: &str) -> Vec<(String, Vec<(String, String)>)> {
        let mut seen = Vec::new();
        tags(html, |tag| {
            let attributes =
                tag.attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
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
