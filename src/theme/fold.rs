//! Interface texts of the built-in templates, put in once when a theme is loaded: a page says dozens of them, and a call for
//! each takes longer than writing it.
//!
//! Only a text that says the same wherever it stands is put in: without placeholders, and never in a template of a site,
//! whose errors are reported at the place where people wrote them.

use crate::text::catalog::Catalog;
use crate::text::markdown;
use std::borrow::Cow;

const OPEN: &str = "{{ t(key=\"";
const CLOSE: &str = "\") }}";

/// A template in which calls that say a fixed text are that text.
pub(super) fn folded<'t>(template: &'t str, words: &Catalog) -> Cow<'t, str> {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, call)) = rest.split_once(OPEN) {
        out.push_str(before);
        match call.split_once(CLOSE).and_then(|(key, after)| Some((fixed(key, words)?, after))) {
            Some((text, after)) => {
                out.push_str(&text);
                rest = after;
            }
            None => {
                out.push_str(OPEN);
                rest = call;
            }
        }
    }
    if rest.len() == template.len() {
        return Cow::Borrowed(template);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A text as it stands on a page, if that is always the same.
fn fixed(key: &str, words: &Catalog) -> Option<String> {
    let is_key = key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.'));
    let entry = words.find(key).filter(|_| is_key)?;
    let mut forms = entry.forms();
    let text = forms.next().filter(|_| forms.next().is_none())?;
    // A brace would be a placeholder, or a tag for the template engine, which also takes spaces away beside its tags.
    let is_plain = !text.is_empty() && !text.contains('{') && text.trim() == text;
    is_plain.then(|| markdown::escape(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lang::Lang;

    #[test]
    fn only_texts_that_are_always_the_same_are_put_in() {
        let strings = "[a]\nplain = \"Zurück & <weiter>\"\nfilled = \"{n} von {m}\"\nspace = \" am Rand \"\n\
                       tag = \"{{ base }}\"\nempty = \"\"\n[a.forms]\none = \"einer\"\nother = \"mehrere\"\n";
        let words = Catalog::parse(Lang::De, strings).unwrap();
        let same = |template: &str| assert_eq!(folded(template, &words), template);
        assert_eq!(
            folded("<p>{{ t(key=\"a.plain\") }}</p>{{ t(key=\"a.plain\") }}", &words),
            "<p>Zurück &amp; &lt;weiter&gt;</p>Zurück &amp; &lt;weiter&gt;"
        );
        for key in ["filled", "space", "tag", "empty", "forms", "missing", "plain\", n=\"1"] {
            same(&format!("x {{{{ t(key=\"a.{key}\") }}}} y"));
        }
        same("{{- t(key=\"a.plain\") }}{{ t(key=\"a.plain\", n=1) }}{% set x = t(key=\"a.plain\") %}{{ t(key=\"a.pl");
    }
}
