//! Figures typed by hand in reports that an insert could give: noted where the site counts something else.
//!
//! Only sentences that cannot mean much else are read: "41 umgesetzte Online-Dienste", "41 Online-Dienste sind
//! umgesetzt", "41 von 129 Online-Diensten sind umgesetzt", in the site's own words. Vague numbers (rund, über) and
//! differences (um, mehr) are left alone, and so is everything that any figure of the date or the one before confirms.

use super::told::{Told, told};
use super::{Figures, headline};
use crate::diag::{Diagnostics, codes};
use crate::model::{Model, RegisterId, StatusClass, StatusId};
use crate::source::{SourceTree, Span};
use crate::text::insert::{Piece, pieces};
use crate::value::Date;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// Words that make a number vague or a difference, before it.
const VAGUE: &[&str] = &[
    "um",
    "rund",
    "etwa",
    "circa",
    "ca",
    "über",
    "fast",
    "knapp",
    "gut",
    "mindestens",
    "höchstens",
    "weitere",
    "weiteren",
    "nur",
    "by",
    "about",
    "over",
    "almost",
    "nearly",
    "another",
    "further",
];
/// Words that turn what follows into its opposite or into something else.
const OTHER: &[&str] =
    &["nicht", "kein", "keine", "werden", "wird", "sollen", "soll", "not", "no", "will", "should", "neu", "newly"];
/// Words that make a number a difference, after it.
const MORE: &[&str] = &["mehr", "weniger", "more", "fewer", "less"];
/// Most words between a register and its status.
const BETWEEN: usize = 2;

/// Checks the texts of all reports.
pub fn check(model: &Model, figures: &Figures, sources: &SourceTree, diags: &mut Diagnostics) {
    let names: Vec<Names> = model.registers().map(|(id, _)| Names::of(model, id)).collect();
    for report in &model.reports {
        let Some(text) = sources.file(report.body.source).text().and_then(|text| text.get(report.body.range())) else {
            continue;
        };
        let tokens = tokens(text);
        let mut at = 0;
        while at < tokens.len() {
            let Some((claim, end)) = names.iter().find_map(|names| names.claim(&tokens, at)) else {
                at += 1;
                continue;
            };
            let range = tokens[at].range.start..tokens[end - 1].range.end;
            if let Some(known) = contradicts(model, figures, &claim, report.date) {
                let start = report.body.start as usize;
                let span = Span::new(report.body.source, start + range.start..start + range.end);
                let written = text.get(range).unwrap_or_default().replace("**", "").replace('\n', " ");
                diags.push(codes::figure_differs(span, &written, &known, &claim.insert(model)));
            }
            at = end;
        }
    }
}

/// What a sentence says.
struct Claim {
    register: RegisterId,
    status: StatusId,
    n: u64,
    of: Option<u64>,
}

impl Claim {
    fn insert(&self, model: &Model) -> String {
        let register = model.register(self.register);
        let name = if self.of.is_some() { "share" } else { "count" };
        let code = &model.scheme(register).status(self.status).code;
        format!("{{{{{name} {} status={code}}}}}", model.register_config(register).key.value)
    }
}

/// What the site counts, in words, if no figure of the date or the one before confirms the claim.
fn contradicts(model: &Model, figures: &Figures, claim: &Claim, date: Date) -> Option<String> {
    let dates = &model.register(claim.register).dates;
    let before = dates.iter().rev().find(|own| **own < date).copied();
    let status = Some(claim.status);
    let (mut counts, mut totals, mut shown) = (Vec::new(), Vec::new(), Vec::new());
    for day in [Some(date).filter(|date| dates.contains(date)), before].into_iter().flatten() {
        let computed = figures.register(claim.register).at(day).map(Told::Computed);
        let first = told(model, figures, claim.register, day)?;
        shown.push(format!("{} of {} on {day}", first.count(status), first.count(None)));
        for told in computed.into_iter().chain([first]).filter(|told| told.count(None) > 0) {
            counts.push(told.count(status));
            totals.push(told.count(None));
        }
        let baseline = headline(model, claim.register, day).and_then(|totals| totals.baseline);
        totals.extend(baseline.map(|baseline| baseline + first.count(None)));
    }
    if counts.is_empty() {
        return None;
    }
    let class = model.scheme(model.register(claim.register)).status(claim.status).class;
    if let Some(date) = figures.register(claim.register).at(date)
        && class == StatusClass::Done
    {
        counts.push(date.lists.implemented.len() as u64);
    }
    let steps: Vec<u64> = counts.iter().flat_map(|a| counts.iter().map(|b| a.abs_diff(*b))).collect();
    let targets = model.programmes.iter().flat_map(|programme| &programme.targets);
    let wanted = targets.filter_map(|target| {
        let count = target.count.as_ref().filter(|count| count.register == claim.register)?;
        Some([Some(count.wanted), target.of])
    });
    totals.extend(wanted.flatten().flatten());
    let is_known = counts.contains(&claim.n) || steps.contains(&claim.n) || wanted_is(model, claim);
    let of_known = claim.of.is_none_or(|of| totals.contains(&of));
    (!is_known || !of_known).then(|| shown.join(", "))
}

/// Whether the number is the one that a target wants: "100 Online-Dienste sind umgesetzt" may be the target's words.
fn wanted_is(model: &Model, claim: &Claim) -> bool {
    let counts = model.programmes.iter().flat_map(|programme| &programme.targets).filter_map(|t| t.count.as_ref());
    counts.filter(|count| count.register == claim.register).any(|count| count.wanted == claim.n)
}

/// The words for a register and its statuses, in small letters.
struct Names {
    id: RegisterId,
    /// Each as its words.
    register: Vec<Vec<String>>,
    statuses: Vec<(StatusId, Vec<String>)>,
}

fn split(name: &str) -> Vec<String> {
    name.split_whitespace().map(str::to_lowercase).collect()
}

impl Names {
    fn of(model: &Model, id: RegisterId) -> Self {
        let register = model.register(id);
        let config = model.register_config(register);
        let langs = &model.config.languages;
        let names = langs.iter().flat_map(|lang| {
            let title = config.title.get(*lang);
            let singular = config.singular.get(*lang);
            // "von 129 Online-Diensten"
            [title.to_owned(), format!("{title}n"), singular.to_owned()]
        });
        let scheme = model.scheme(register);
        let statuses =
            scheme.iter().flat_map(|(id, status)| langs.iter().map(move |lang| (id, split(status.label.get(*lang)))));
        Names { id, register: names.map(|name| split(&name)).collect(), statuses: statuses.collect() }
    }

    /// The claim that starts with the number at `at`, and where it ends.
    fn claim(&self, tokens: &[Token], at: usize) -> Option<(Claim, usize)> {
        let n = tokens[at].number()?;
        if at > 0 && tokens[at - 1].is_one_of(VAGUE) {
            return None;
        }
        let (of, next) = match tokens.get(at + 1..at + 3) {
            Some([word, whole]) if word.is_one_of(&["von", "of"]) => (whole.number(), at + 3),
            _ => (None, at + 1),
        };
        let next = if of.is_some() { next } else { at + 1 };
        let claim = |status| Claim { register: self.id, status, n, of };
        if of.is_none()
            && let Some((status, after)) = self.status(tokens, next, true)
            && let Some(end) = self.register(tokens, after)
        {
            return Self::ends(tokens, end).then(|| (claim(status), end));
        }
        let register = (next..=next + usize::from(of.is_some())).find_map(|from| {
            let skipped = tokens.get(next..from)?;
            skipped.iter().all(Token::is_word).then(|| self.register(tokens, from))?
        })?;
        let (status, end) = (register..=register + BETWEEN).find_map(|from| {
            let skipped = tokens.get(register..from)?;
            let plain = skipped.iter().all(|token| token.is_word() && !token.is_one_of(OTHER));
            plain.then(|| self.status(tokens, from, false))?
        })?;
        Self::ends(tokens, end).then(|| (claim(status), end))
    }

    fn ends(tokens: &[Token], end: usize) -> bool {
        tokens.get(end).is_none_or(|token| !token.is_one_of(MORE))
    }

    fn register(&self, tokens: &[Token], at: usize) -> Option<usize> {
        self.register.iter().filter_map(|words| same(tokens, at, words, &[])).max()
    }

    fn status(&self, tokens: &[Token], at: usize, bent: bool) -> Option<(StatusId, usize)> {
        let ends: &[&str] = if bent { &["e", "en", "er", "es", "em"] } else { &[] };
        self.statuses.iter().find_map(|(id, words)| Some((*id, same(tokens, at, words, ends)?)))
    }
}

/// Where these words end if they start here; the last may have one of the endings.
fn same(tokens: &[Token], at: usize, words: &[String], endings: &[&str]) -> Option<usize> {
    let found = tokens.get(at..at + words.len())?;
    let (last, head) = words.split_last()?;
    let (found_last, found_head) = found.split_last()?;
    let rest = found_last.text.strip_prefix(last.as_str())?;
    let fits = found_head.iter().zip(head).all(|(token, word)| token.text == *word);
    (fits && (rest.is_empty() || endings.contains(&rest))).then_some(at + words.len())
}

/// A word, a number or what ends a sentence, in small letters.
struct Token {
    text: String,
    range: Range<usize>,
}

impl Token {
    fn number(&self) -> Option<u64> {
        // Thousands may be separated, but "3.2" is no number of records.
        let groups: Vec<&str> = self.text.split('.').collect();
        let plain = groups[0].len() <= 9 && groups.iter().skip(1).all(|group| group.len() == 3);
        let digits = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
        (plain && digits).then(|| groups.concat().parse().ok()).flatten()
    }

    fn is_word(&self) -> bool {
        self.number().is_none() && self.text.starts_with(char::is_alphabetic)
    }

    fn is_one_of(&self, words: &[&str]) -> bool {
        words.contains(&self.text.as_str())
    }
}

/// The words of a text outside of code and inserts. Everything that parts sentences is a token of its own.
fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut in_code = false;
    for (piece, range) in pieces(text) {
        let is_end = match piece {
            Piece::Event(Event::Start(Tag::CodeBlock(_))) => {
                in_code = true;
                true
            }
            Piece::Event(Event::End(TagEnd::CodeBlock)) => {
                in_code = false;
                true
            }
            // A shown text that is not what is written has no places of its own.
            Piece::Event(Event::Text(shown)) if !in_code && text.get(range.clone()) == Some(shown.as_ref()) => {
                words(&shown, range.start, &mut out);
                false
            }
            Piece::Event(
                Event::SoftBreak
                | Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. })
                | Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link),
            ) => false,
            _ => true,
        };
        if is_end {
            out.push(Token { text: "|".to_owned(), range });
        }
    }
    out
}

fn words(text: &str, start: usize, out: &mut Vec<Token>) {
    let in_word = |c: char| c.is_alphanumeric() || c == '-';
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = start + (text.len() - rest.len());
        let mut length = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        // "1.234" is one number.
        while rest[..length].ends_with(|c: char| c.is_ascii_digit())
            && rest[length..].strip_prefix('.').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
        {
            let more = &rest[length + 1..];
            length += 1 + more.find(|c| !in_word(c)).unwrap_or(more.len());
        }
        if length == 0 {
            if !first.is_whitespace() {
                out.push(Token { text: first.to_string(), range: at..at + first.len_utf8() });
            }
            length = first.len_utf8();
        } else {
            out.push(Token { text: rest[..length].to_lowercase(), range: at..at + length });
        }
        rest = &rest[length..];
    }
}
