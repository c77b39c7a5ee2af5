//! The part of regular expressions that our schemas use: literals, `\d`, `\S`, classes, groups with
//! alternatives, `?`, `+`, `{n}`, and the anchors. Anything else is refused.

use std::iter::Peekable;
use std::str::Chars;

/// A pattern.
pub(super) struct Pattern(Vec<Vec<Part>>);

struct Part {
    what: What,
    least: usize,
    most: usize,
}

enum What {
    Start,
    End,
    Char(fn(char) -> bool),
    Literal(char),
    Class(Vec<(char, char)>),
    Group(Pattern),
}

impl Pattern {
    /// Reads a pattern; one that it does not understand is a fault of the schema.
    pub(super) fn new(text: &str) -> Pattern {
        let mut chars = text.chars().peekable();
        let pattern = alternatives(&mut chars);
        assert!(chars.next().is_none(), "`{text}` has a bracket too much");
        pattern
    }

    /// Whether it occurs in a text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        (0..=text.len()).any(|at| !self.ends(&text, at).is_empty())
    }

    /// Where it may end if it starts here.
    fn ends(&self, text: &[char], at: usize) -> Vec<usize> {
        self.0.iter().flat_map(|parts| sequence(parts, text, at)).collect()
    }
}

fn sequence(parts: &[Part], text: &[char], at: usize) -> Vec<usize> {
    let Some((first, rest)) = parts.split_first() else {
        return vec![at];
    };
    let mut ends = Vec::new();
    let mut places = vec![at];
    for times in 0..=first.most {
        if times >= first.least {
            ends.extend(places.iter().flat_map(|at| sequence(rest, text, *at)));
        }
        places = places.iter().flat_map(|at| first.once(text, *at)).collect();
        if places.is_empty() {
            break;
        }
    }
    ends
}

impl Part {
    fn once(&self, text: &[char], at: usize) -> Vec<usize> {
        let one = |fits: bool| if fits { vec![at + 1] } else { Vec::new() };
        let here = text.get(at).copied();
        match &self.what {
            What::Start => {
                if at == 0 {
                    vec![at]
                } else {
                    Vec::new()
                }
            }
            What::End => {
                if at == text.len() {
                    vec![at]
                } else {
                    Vec::new()
                }
            }
            What::Char(is) => one(here.is_some_and(is)),
            What::Literal(literal) => one(here == Some(*literal)),
            What::Class(ranges) => {
                one(here.is_some_and(|c| ranges.iter().any(|(from, to)| (*from..=*to).contains(&c))))
            }
            What::Group(pattern) => pattern.ends(text, at),
        }
    }
}

fn alternatives(chars: &mut Peekable<Chars<'_>>) -> Pattern {
    let mut found = vec![Vec::new()];
    while let Some(c) = chars.next_if(|c| *c != ')') {
        if c == '|' {
            found.push(Vec::new());
            continue;
        }
        let what = match c {
            '^' => What::Start,
            '$' => What::End,
            '(' => {
                let group = alternatives(chars);
                assert_eq!(chars.next(), Some(')'), "a group is not closed");
                What::Group(group)
            }
            '[' => What::Class(class(chars)),
            '\\' => match chars.next() {
                Some('d') => What::Char(|c| c.is_ascii_digit()),
                Some('S') => What::Char(|c| !c.is_whitespace()),
                other => panic!("what is `\\{other:?}`?"),
            },
            '.' | '*' | '?' | '+' | '{' | '}' | ']' => panic!("what is `{c}` here?"),
            literal => What::Literal(literal),
        };
        let (least, most) = times(chars);
        if let Some(parts) = found.last_mut() {
            parts.push(Part { what, least, most });
        }
    }
    Pattern(found)
}

fn times(chars: &mut Peekable<Chars<'_>>) -> (usize, usize) {
    if chars.next_if_eq(&'?').is_some() {
        return (0, 1);
    }
    if chars.next_if_eq(&'+').is_some() {
        return (1, usize::MAX);
    }
    if chars.next_if_eq(&'{').is_some() {
        let number: String = chars.take_while(|c| *c != '}').collect();
        let number = number.parse().expect("a number of times");
        return (number, number);
    }
    (1, 1)
}

fn class(chars: &mut Peekable<Chars<'_>>) -> Vec<(char, char)> {
    let mut ranges = Vec::new();
    while let Some(from) = chars.next_if(|c| *c != ']') {
        let to = if chars.next_if_eq(&'-').is_some() { chars.next().expect("the end of a range") } else { from };
        ranges.push((from, to));
    }
    assert_eq!(chars.next(), Some(']'), "a class is not closed");
    ranges
}

#[test]
fn patterns_match_as_in_a_browser() {
    let fits = |pattern: &str, text: &str| Pattern::new(pattern).is_in(text);
    assert!(fits(r"\S", " a ") && !fits(r"\S", "  "));
    assert!(fits(r"^\d{4}(-(H[12]|Q[1-4]))?$", "2023-Q4") && fits(r"^\d{4}(-(H[12]|Q[1-4]))?$", "2023"));
    assert!(!fits(r"^\d{4}(-(H[12]|Q[1-4]))?$", "2023-Q5") && !fits(r"^\d{4}$", "20233"));
    assert!(fits(r"^https?://\S+$", "http://a") && !fits(r"^https?://\S+$", "https://a b"));
}
