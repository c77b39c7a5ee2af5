//! Links between our own pages: every file and every fragment must be there.

use super::Findings;
use crate::diag::{Diagnostics, codes};
use crate::output::Output;
use std::collections::BTreeMap;

/// Dead links of one page.
pub(super) fn dead(path: &str, pages: &BTreeMap<&str, Findings<'_>>, output: &Output, base_path: &str) -> Diagnostics {
    let mut diags = Diagnostics::new();
    let Some(findings) = pages.get(path) else {
        return diags;
    };
    for link in &findings.links {
        if let Some(target) = inside(link)
            && !leads_somewhere(path, target, pages, output, base_path)
        {
            diags.push(codes::dead_link(path, &shown(path, target, base_path)));
        }
    }
    diags
}

/// The link, if it leads into the site.
fn inside(link: &str) -> Option<&str> {
    let scheme = link.split_once(':').map(|(scheme, _)| scheme);
    let foreign = scheme.is_some_and(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric()));
    (!foreign && !link.starts_with("//")).then_some(link)
}

/// A link as authors write it: from the start page on.
fn shown(page: &str, link: &str, base_path: &str) -> String {
    let end = link.find(['?', '#']).unwrap_or(link.len());
    let (target, rest) = link.split_at(end);
    match resolve(page, target, base_path).filter(|_| !target.is_empty()) {
        Some(file) => format!("/{}{rest}", file.strip_suffix("index.html").unwrap_or(&file)),
        None => link.to_owned(),
    }
}

fn leads_somewhere(
    page: &str,
    link: &str,
    pages: &BTreeMap<&str, Findings<'_>>,
    output: &Output,
    base_path: &str,
) -> bool {
    let (target, fragment) = link.split_once('#').map_or((link, None), |(t, f)| (t, Some(f)));
    let target = target.split_once('?').map_or(target, |(t, _)| t);
    let file = match target {
        "" => page.to_owned(),
        target => match resolve(page, target, base_path) {
            Some(file) => file,
            None => return false,
        },
    };
    if output.get(&file).is_none() {
        return false;
    }
    match (fragment.filter(|f| !f.is_empty()), pages.get(file.as_str())) {
        (Some(fragment), Some(there)) => there.ids.contains(fragment),
        _ => true,
    }
}

/// The file that a relative address means, seen from a page.
fn resolve(page: &str, target: &str, base_path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let target = match target.strip_prefix(base_path).filter(|_| target.starts_with('/')) {
        Some(rest) => rest,
        None if target.starts_with('/') => return None,
        None => {
            parts = page.split('/').collect();
            parts.pop();
            target
        }
    };
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    if parts.last().is_none_or(|last| last.is_empty()) {
        parts.pop();
        parts.push("index.html");
    }
    // `a/./` leaves no empty part behind, but a bare folder does.
    if target.ends_with("./") || target == "." || target == ".." {
        parts.retain(|p| !p.is_empty());
        if parts.last().is_none_or(|last| !last.contains('.')) {
            parts.push("index.html");
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_resolve() {
        let r = |page, target| resolve(page, target, "/d/");
        assert_eq!(r("a/b/index.html", "../../").as_deref(), Some("index.html"));
        assert_eq!(r("a/b/index.html", "../c/").as_deref(), Some("a/c/index.html"));
        assert_eq!(r("index.html", "./").as_deref(), Some("index.html"));
        assert_eq!(r("index.html", "./a/x.css").as_deref(), Some("a/x.css"));
        assert_eq!(r("404.html", "/d/a/").as_deref(), Some("a/index.html"));
        assert_eq!(r("404.html", "/e/"), None);
        assert_eq!(r("index.html", "../x"), None);
    }
}
