//! Limits for the templates of a site, so that a loop without end or a page without end is stopped and named.
//!
//! Tera counts nothing itself. So every loop, include, component, `super` and `set` of such a template gets a call behind its
//! tag that counts it: turns are numbers and no time, and the same page is stopped on every machine. A call before a loop
//! sees to it that there is an order to go by. Places in the text that Tera is given are led back to the text that people
//! wrote. Nothing here knows what a page says.

use super::weight::weigh;
use std::cell::Cell;
use std::io;
use std::ops::Range;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Most turns of loops for one page. All 30,000 records of a large city with ten columns are a third of it.
const TURNS: u64 = 1_000_000;

/// Most bytes of one page; the limit for a good page is a thousandth of it.
pub(super) const PAGE: usize = 100_000_000;

/// How many values in a variable count as a turn when it is set: they are looked through.
const LOOKED_THROUGH: u64 = 100;

/// The function that counts, under a name that nobody needs.
const COUNT: &str = "_turn";

/// The function that refuses what has no order.
const LIST: &str = "_list";

thread_local! {
    /// Turns that the page at work on this thread has left.
    static LEFT: Cell<u64> = const { Cell::new(TURNS) };
}

/// A new page begins on this thread.
pub(super) fn start() {
    LEFT.set(TURNS);
}

/// Whether the page on this thread was stopped because of its turns.
pub(super) fn is_spent() -> bool {
    LEFT.get() == 0
}

fn take(turns: u64) -> TeraResult<()> {
    let left = LEFT.get().saturating_sub(turns);
    LEFT.set(left);
    if left == 0 {
        let message = "this takes more than a million turns for one page, so it was stopped";
        return Err(Error::message(message));
    }
    Ok(())
}

/// Registers what counts, and `range` as Tera has it, but counted.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function(COUNT, |args: Kwargs, _: &State| -> TeraResult<&'static str> {
        take(1)?;
        let value: Option<Value> = args.get("of")?;
        let Some(value) = value else { return Ok("") };
        let values = weigh(&value).map_err(|reason| {
            LEFT.set(0);
            Error::message(reason)
        })?;
        take(values / LOOKED_THROUGH)?;
        Ok("")
    });
    tera.register_function(LIST, |args: Kwargs, _: &State| -> TeraResult<&'static str> {
        let value: Option<Value> = args.get("of")?;
        if value.is_some_and(|value| value.is_map()) {
            let message =
                "this loops over the fields of an object, which are in no order; write the fields that you need";
            return Err(Error::message(message));
        }
        Ok("")
    });
    tera.register_function("range", |args: Kwargs, _: &State| -> TeraResult<Vec<i128>> {
        let start = args.get::<i64>("start")?.unwrap_or(0);
        let end = args.must_get::<i64>("end")?;
        let step = args.get::<i64>("step_by")?.unwrap_or(1);
        if step == 0 || (step > 0 && start > end) {
            return Err(Error::message("`range` needs a `step_by` that leads from `start` to `end`"));
        }
        let span = if step > 0 { i128::from(end) - i128::from(start) } else { i128::from(start) - i128::from(end) };
        let count = (span.max(0) + i128::from(step.unsigned_abs()) - 1) / i128::from(step.unsigned_abs());
        take(u64::try_from(count).unwrap_or(u64::MAX))?;
        Ok((0..count).map(|i| i128::from(start) + i * i128::from(step)).collect())
    });
}

/// A piece of text that was put into a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Added {
    /// Where it stands in the text that Tera is given.
    at: Range<usize>,
    /// The tag before it, in the text that people wrote.
    tag: Range<usize>,
}

/// The template with a call behind every tag that can repeat or grow something, and what was added.
pub(super) fn counted(text: &str) -> (String, Vec<Added>) {
    let mut out = String::with_capacity(text.len() + 256);
    let (mut added, mut from) = (Vec::new(), 0);
    // Names of the variables whose text stands between `set` and `endset`.
    let mut open: Vec<&str> = Vec::new();
    for (tag, inner) in parts(text) {
        let is_tag = text[tag.start..].starts_with("{%");
        let mut words = inner.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
        let mut before = String::new();
        let variable = match words.next() {
            // A block of the template above is shown once more.
            _ if !is_tag && self::words(inner).any(|word| &inner[word] == "super") => None,
            _ if !is_tag => continue,
            Some("for") => {
                if let Some(list) = looped(inner) {
                    // What cuts off the blanks before the tag has to do it before the call.
                    let cut = if text[tag.start..].starts_with("{%-") { "-" } else { "" };
                    before = format!("{{{{{cut} {LIST}(of={list}) }}}}");
                }
                None
            }
            Some("include" | "component") => None,
            Some(set @ ("set" | "set_global")) => {
                let Some(name) = words.next() else { continue };
                let rest = inner.split_once(set).and_then(|(_, rest)| rest.trim_start().strip_prefix(name));
                if !rest.is_some_and(|rest| rest.trim_start().starts_with('=')) {
                    open.push(name);
                    continue;
                }
                Some(name)
            }
            Some("endset") => match open.pop() {
                Some(name) => Some(name),
                None => continue,
            },
            _ => continue,
        };
        out.push_str(&text[from..tag.start]);
        if !before.is_empty() {
            added.push(Added { at: out.len()..out.len() + before.len(), tag: tag.clone() });
            out.push_str(&before);
        }
        out.push_str(&text[tag.clone()]);
        let start = out.len();
        out.push_str(&format!("{{{{ {COUNT}("));
        variable.into_iter().for_each(|name| out.push_str(&format!("of={name}")));
        // What cuts off the blanks behind the tag has to do it behind the call.
        out.push_str(if inner.ends_with('-') { ") -}}" } else { ") }}" });
        added.push(Added { at: start..out.len(), tag: tag.clone() });
        from = tag.end;
    }
    out.push_str(&text[from..]);
    (out, added)
}

/// What a `for` goes over, unless that is a list for certain.
fn looped(inner: &str) -> Option<&str> {
    let behind = inner.strip_prefix('-').unwrap_or(inner).trim_start().strip_prefix("for")?;
    let at = words(behind).find(|word| &behind[word.clone()] == "in")?.end;
    let list = behind[at..].trim_end_matches('-').trim();
    // A range is a list, and making it twice would count twice.
    (!list.is_empty() && !list.starts_with("range(")).then_some(list)
}

/// The places of loops inside of expressions, `[x for x in list]` or `[x for k, x in map]`, which cannot be counted.
pub(super) fn uncounted(text: &str) -> Vec<Range<usize>> {
    let of = |(part, inner): (Range<usize>, &str)| {
        let start = part.start + 2 + text[part.start + 2..].find(inner).unwrap_or(0);
        let is_tag = text[part.start..].starts_with("{%");
        let words: Vec<Range<usize>> = words(inner).collect();
        let is = |nth: usize, word: &str| words.get(nth).is_some_and(|at| &inner[at.clone()] == word);
        // `for` may also be what an attribute of a component is called.
        let is_loop = |nth: &usize| is(*nth, "for") && (is(nth + 2, "in") || is(nth + 3, "in"));
        let found = (usize::from(is_tag)..words.len()).filter(is_loop);
        found.map(|nth| start + words[nth].start..start + words[nth].end).collect::<Vec<_>>()
    };
    parts(text).into_iter().flat_map(of).collect()
}

/// The words of an expression that stand in no quotation marks and are no fields of something.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut quote = None;
    let mut escaped = false;
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if "\"'`".contains(c) => quote = Some(c),
            None if is_of_word(c) => match found.last_mut().filter(|word| word.end == at) {
                Some(word) => word.end += c.len_utf8(),
                None => found.push(at..at + c.len_utf8()),
            },
            None => {}
        }
    }
    found.into_iter()
}

/// The place in the text that people wrote.
pub(super) fn place(range: Range<usize>, added: &[Added]) -> Range<usize> {
    if let Some(inside) = added.iter().find(|a| a.at.contains(&range.start)) {
        return inside.tag.clone();
    }
    let back = |at: usize| at - added.iter().filter(|a| a.at.end <= at).map(|a| a.at.len()).sum::<usize>();
    back(range.start)..back(range.end)
}

/// The tags `{% … %}` of a template with what stands in them.
pub(super) fn tags(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    parts(text).into_iter().filter(|(part, _)| text[part.start..].starts_with("{%"))
}

/// All `{% … %}` and `{{ … }}` of a template with what stands in them; raw parts, comments and texts in quotation marks
/// are left out. Ends where a template is broken: Tera says so.
fn parts(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|next| at + next) {
        let end = match text.as_bytes().get(start + 1) {
            Some(b'#') => text[start + 2..].find("#}").map(|end| start + 2 + end + 2),
            Some(b'{') => closing(text, start + 2, "}}"),
            Some(b'%') => closing(text, start + 2, "%}"),
            _ => Some(start + 1),
        };
        let Some(end) = end else { break };
        at = end;
        if text[start..].starts_with("{{") {
            found.push((start..end, text[start + 2..end - 2].trim()));
        } else if text[start..].starts_with("{%") {
            let inner = text[start + 2..end - 2].trim();
            if inner.trim_matches(['-', ' ', '\t', '\r', '\n']) == "raw" {
                let Some(raw) = raw_end(text, end) else { break };
                at = raw;
            } else {
                found.push((start..end, inner));
            }
        }
    }
    found
}

/// Right behind the next `close` that stands in no quotation marks.
fn closing(text: &str, from: usize, close: &str) -> Option<usize> {
    let (bytes, mut quote, mut at) = (text.as_bytes(), None, from);
    while let Some(byte) = bytes.get(at) {
        match quote {
            Some(_) if *byte == b'\\' => at += 1,
            Some(open) if *byte == open => quote = None,
            Some(_) => {}
            None if bytes[at..].starts_with(close.as_bytes()) => return Some(at + close.len()),
            None if b"\"'`".contains(byte) => quote = Some(*byte),
            None => {}
        }
        at += 1;
    }
    None
}

fn raw_end(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let start = at + text[at..].find("{%")?;
        // Behind both signs, since `{%}` is no tag.
        let end = start + 2 + text[start + 2..].find("%}")? + 2;
        if text[start + 2..end - 2].trim_matches(['-', ' ', '\t', '\r', '\n']) == "endraw" {
            return Some(end);
        }
        at = start + 2;
    }
}

/// A page that takes no more bytes than a page may have.
pub(super) struct Paper {
    pub(super) bytes: Vec<u8>,
    pub(super) is_full: bool,
}

impl io::Write for Paper {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + part.len() > PAGE {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(part);
        Ok(part.len())
    }

    /// At once, as a page has hundreds of parts.
    fn write_all(&mut self, part: &[u8]) -> io::Result<()> {
        self.write(part).map(|_| ())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{counted, place, uncounted};

    #[test]
    fn loops_in_expressions_are_found() {
        let text = "ä{% for a in b %}{{ [c for c in d if c.for] }}{{ 'for x in y' }}{{ <label for={a} /> }}\
            {% set e = [1 for f in g] %}{# {{ [h for h in i] }} #}{% if [k for j, k in l] %}";
        let found = uncounted(text);
        let behind: Vec<&str> = found.iter().map(|at| &text[at.start..at.end + 5]).collect();
        assert_eq!(behind, ["for c in", "for f in", "for j, k"]);
    }

    #[test]
    fn only_tags_that_repeat_or_grow_are_counted() {
        for (text, expected) in [
            ("{% for a in b %}x{% endfor %}", "{{ _list(of=b) }}{% for a in b %}{{ _turn() }}x{% endfor %}"),
            (
                "{%- for a, i in b.in | f(c=' in ') -%} x",
                "{{- _list(of=b.in | f(c=' in ')) }}{%- for a, i in b.in | f(c=' in ') -%}{{ _turn() -}} x",
            ),
            ("{% set a = a ~ a %}", "{% set a = a ~ a %}{{ _turn(of=a) }}"),
            ("{% set_global s = a %}", "{% set_global s = a %}{{ _turn(of=s) }}"),
            ("{% set a | f(b='c') %}x{% endset %}", "{% set a | f(b='c') %}x{% endset %}{{ _turn(of=a) }}"),
            ("{% set a %}x{% endset %}y", "{% set a %}x{% endset %}{{ _turn(of=a) }}y"),
            ("{% include \"a%}b\" %}", "{% include \"a%}b\" %}{{ _turn() }}"),
            ("{% if for_all %}", "{% if for_all %}"),
            (
                "{{ super() -}} {{ a.super }}{{ 'super()' }}",
                "{{ super() -}}{{ _turn() -}} {{ a.super }}{{ 'super()' }}",
            ),
            ("{# {% for #}{{ \"{% for a in b %}\" }}", "{# {% for #}{{ \"{% for a in b %}\" }}"),
            ("{% raw %}{% for a in b %}{%- endraw -%}ä{", "{% raw %}{% for a in b %}{%- endraw -%}ä{"),
            ("{% raw %}{% for a in b %}{%} {% endraw %}", "{% raw %}{% for a in b %}{%} {% endraw %}"),
            ("{% for", "{% for"),
            ("{%", "{%"),
            ("{{ \"", "{{ \""),
        ] {
            assert_eq!(counted(text).0, expected);
        }
    }

    #[test]
    fn places_are_those_of_the_text_that_was_written() {
        let text = "ä{% for a in b %}x{% for c in d %}{{ e.f }}";
        let (out, added) = counted(text);
        let at = out.find("e.f").unwrap();
        let range = place(at..at + 3, &added);
        assert_eq!(&text[range], "e.f");
        let call = out.rfind("_turn").unwrap();
        assert_eq!(&text[place(call..call + 7, &added)], "{% for c in d %}");
        let call = out.rfind("_list").unwrap();
        assert_eq!(&text[place(call..call + 7, &added)], "{% for c in d %}");
        assert_eq!(place(0..2, &added), 0..2);
    }
}
