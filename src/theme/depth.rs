//! Templates that hang on each other too deep, in a circle, or in one endless chain of conditions. Tera goes down from one to
//! the next, and so does what reads them: at some depth the program would end without a word.
//!
//! What repeats or grows on a page is counted in `limit`.

use super::limit::tags;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Most templates of which each includes or extends the next one. The built-in ones are four deep.
const DEPTH: usize = 20;

/// Most `elif` in a template.
const ELIF: usize = 1_000;

/// The first problem of each template, by name, with its place.
pub(super) fn problems<'t>(texts: &BTreeMap<&'t str, &'t str>) -> Vec<(&'t str, Range<usize>, &'static str)> {
    let others: BTreeMap<&str, Vec<Other<'_>>> = texts.iter().map(|(name, text)| (*name, others(text))).collect();
    // Those from which one can go on so many times, and once less.
    let (mut deep, mut before) = (texts.keys().copied().collect::<BTreeSet<&str>>(), BTreeSet::new());
    for _ in 0..DEPTH {
        before = std::mem::take(&mut deep);
        deep = before.iter().copied().filter(|name| others[name].iter().any(|other| other.is_in(&before))).collect();
    }
    let too_deep = "this template includes or extends others more than 20 deep, or itself by way of others";
    let at = |name: &str| others[name].iter().find(|other| other.is_in(&before)).map(|other| other.at.clone());
    let of_depth = deep.iter().map(|name| (*name, at(name).unwrap_or(0..0), too_deep));
    let too_long = "this template has more than a thousand `elif`; divide them into several conditions";
    let of_length = texts.iter().filter_map(|(name, text)| {
        let (at, _) = tags(text).filter(|(_, inner)| first_word(inner) == "elif").nth(ELIF)?;
        Some((*name, at, too_long))
    });
    of_depth.chain(of_length).collect()
}

/// A tag that includes or extends another template, or the first one of several that is there.
struct Other<'t> {
    names: Vec<&'t str>,
    at: Range<usize>,
}

impl Other<'_> {
    fn is_in(&self, templates: &BTreeSet<&str>) -> bool {
        self.names.iter().any(|name| templates.contains(name))
    }
}

fn others(text: &str) -> Vec<Other<'_>> {
    let found = tags(text).filter(|(_, inner)| matches!(first_word(inner), "include" | "extends"));
    // What stands between quotation marks, of whichever kind.
    found.map(|(at, inner)| Other { names: inner.split(['"', '\'', '`']).skip(1).step_by(2).collect(), at }).collect()
}

fn first_word(inner: &str) -> &str {
    inner.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{DEPTH, ELIF, problems};

    #[test]
    fn chains_that_are_too_deep_circles_and_long_conditions_are_found_at_their_tags() {
        let chain = |n: usize| -> Vec<(String, String)> {
            let text = |i: usize| if i == n { "x".to_owned() } else { format!("ä{{% include \"{}\" %}}", i + 1) };
            (0..=n).map(|i| (i.to_string(), text(i))).collect()
        };
        let circle = [("a", "{% extends 'b' %}"), ("b", "{%- include ['none', 'a'] %}"), ("c", "{% include 'a' %}")];
        let circle = circle.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
        let elif = |n: usize| vec![("e".to_owned(), format!("{{% if a %}}{}", "{% elif b %}".repeat(n)))];
        for (templates, expected) in [
            (chain(DEPTH - 1), vec![]),
            (chain(DEPTH), vec![("0", 2)]),
            (circle, vec![("a", 0), ("b", 0), ("c", 0)]),
            (elif(ELIF), vec![]),
            (elif(ELIF + 1), vec![("e", 10 + 12 * ELIF)]),
        ] {
            let texts = templates.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            let found: Vec<_> = problems(&texts).into_iter().map(|(name, at, _)| (name, at.start)).collect();
            assert_eq!(found, expected);
        }
    }
}
