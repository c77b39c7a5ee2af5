//! Looks at the finished site before it is published: dead links, double ids, missing alternatives,
//! the frame of pages, their weight, and whether anything internal got out.
//!
//! It reads our own markup, not any HTML: tags are well-formed and attributes stand in double quotes.

mod leaks;
mod links;
mod scan;

use crate::diag::{Diagnostics, codes};
use crate::model::Model;
use crate::output::Output;
use crate::source::SourceTree;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};

/// Bytes that a page may weigh before it is a burden on a phone; lists have their own limit.
const HEAVY: usize = 400_000;

/// What one page offers and wants.
struct Findings<'o> {
    ids: HashSet<&'o str>,
    links: Vec<&'o str>,
    diags: Diagnostics,
}

/// Checks the finished files. `base_path` is the path of the start page on its server.
pub fn check(output: &Output, model: &Model, sources: &SourceTree, base_path: &str, diags: &mut Diagnostics) {
    let pages: Vec<(&str, &str)> = output
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .filter_map(|(path, bytes)| Some((path, std::str::from_utf8(bytes).ok()?)))
        .collect();
    let found: BTreeMap<&str, Findings<'_>> =
        pages.par_iter().with_min_len(8).map(|(path, html)| (*path, page(path, html))).collect();
    for findings in found.values() {
        for problem in findings.diags.iter() {
            diags.push(problem.clone());
        }
    }
    let dead: Vec<Diagnostics> =
        pages.par_iter().with_min_len(8).map(|(path, _)| links::dead(path, &found, output, base_path)).collect();
    for problems in dead {
        diags.append(problems);
    }
    if !model.internal {
        leaks::check(output, model, sources, diags);
    }
}

fn page<'o>(path: &str, html: &'o str) -> Findings<'o> {
    let mut findings = Findings { ids: HashSet::new(), links: Vec::new(), diags: Diagnostics::new() };
    let (mut h1, mut main, mut lang, mut title) = (0, 0, 0, 0);
    scan::tags(html, |tag| {
        match tag.name {
            "h1" => h1 += 1,
            "main" => main += 1,
            "html" => lang += usize::from(tag.attribute("lang").is_some_and(|l| !l.is_empty())),
            "img" if tag.attribute("alt").is_none_or(|alt| alt.trim().is_empty()) => {
                findings.diags.push(codes::missing_alternative(path, "<img>"));
            }
            "svg" => {
                let hidden = tag.attribute("aria-hidden") == Some("true");
                if !hidden && tag.attribute("aria-labelledby").is_none() && tag.attribute("aria-label").is_none() {
                    findings.diags.push(codes::missing_alternative(path, "<svg>"));
                }
            }
            // A drawing has a title of its own.
            "title" if tag.attribute("id").is_none() => title += 1,
            _ => {}
        }
        if let Some(id) = tag.attribute("id")
            && !findings.ids.insert(id)
        {
            findings.diags.push(codes::duplicate_html_id(path, id));
        }
        findings.links.extend(["href", "src"].into_iter().filter_map(|name| tag.attribute(name)));
    });
    for (n, what) in [(h1, "<h1>"), (main, "<main>"), (lang, "language (lang)"), (title, "<title>")] {
        if n != 1 {
            findings.diags.push(codes::page_frame(path, what));
        }
    }
    if html.len() > HEAVY {
        findings.diags.push(codes::page_weight(path, html.len(), HEAVY));
    }
    findings
}
