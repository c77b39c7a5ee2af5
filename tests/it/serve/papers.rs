//! Documents in the drafts server: pages link to them, and each is printed when it is opened.

use super::running::{Running, body_of, get, raw, status_of};
use super::{measure, text};
use crate::printer::printer;
use sachstand::diag::Diagnostics;
use sachstand::pipeline::{self, Options, Timings};

/// Addresses of all documents that a page links to.
fn papers(running: &Running, page: &str) -> Vec<String> {
    let answer = get(running.port, page);
    let html = text(&answer);
    let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut found: Vec<String> = links.filter(|link| link.ends_with(".pdf")).map(str::to_owned).collect();
    found.sort();
    found.dedup();
    found.into_iter().map(|link| format!("/{}", link.trim_start_matches("../"))).collect()
}

/// The document at an address as a build would print it now.
fn printed(running: &Running, address: &str) -> Vec<u8> {
    let (sources, mut diags) = sachstand::disk::read(&running.root);
    let path = address.trim_start_matches('/');
    pipeline::print_one(&sources, Options::default(), path, &printer(), &mut diags).expect("a document")
}

#[test]
fn a_document_is_printed_when_it_is_opened_and_again_when_records_change() {
    let running = Running::start();
    running.write("content/measures/mp-001.md", measure("MP 001", "Erste Fassung"));
    running.settle();
    let links = papers(&running, "/daten/");
    assert_eq!(links.len(), 3, "two appendices and the slides: {links:?}");
    let appendix = links.iter().find(|link| link.contains("massnahmen")).unwrap();
    let first = get(running.port, appendix);
    assert_eq!(status_of(&first), 200);
    assert!(String::from_utf8_lossy(&first[..300]).contains("Content-Type: application/pdf"));
    assert!(body_of(&first) == printed(&running, appendix), "as a build prints it");
    let head = format!("HEAD {appendix} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", running.port);
    assert_eq!(status_of(&raw(running.port, head.as_bytes())), 200);
    assert!(get(running.port, &format!("/digitalisierung{appendix}")) == first, "below the path of the web space too");
    running.write("content/measures/mp-001.md", measure("MP 001", "Zweite Fassung"));
    running.settle();
    let second = get(running.port, appendix);
    assert!(body_of(&second) != body_of(&first));
    assert!(body_of(&second) == printed(&running, appendix));
    for link in &links {
        assert!(body_of(&get(running.port, link)).starts_with(b"%PDF-"), "{link}");
    }
    let other = appendix.replace("massnahmen", "gibt-es-nicht");
    assert_eq!(status_of(&get(running.port, &other)), 404);
}

/// A rebuild prints nothing: it does not even see that a template is wrong. Whoever opens the document does.
#[test]
fn a_rebuild_prints_nothing() {
    let site = include_str!("../../../src/cli/init/site.toml");
    let running = Running::start_with(|root| {
        let config = site.replacen("title =", "theme = \"eigen\"\ntitle =", 1);
        std::fs::write(root.join("content/site.toml"), config).unwrap();
        std::fs::create_dir_all(root.join("themes/eigen/pdf")).unwrap();
        std::fs::write(root.join("themes/eigen/pdf/slides.typ"), "#let x = \n").unwrap();
    });
    assert_eq!(running.events().next()["problems"], serde_json::Value::Null);
    let links = papers(&running, "/daten/");
    let slides = links.iter().find(|link| link.contains("folien")).unwrap();
    let answer = get(running.port, slides);
    assert_eq!(status_of(&answer), 500);
    let said = text(&answer);
    assert!(said.contains("cannot be printed") && said.contains("themes/eigen/pdf/slides.typ"), "{said}");
    let others = links.iter().filter(|link| *link != slides);
    others.for_each(|link| assert_eq!(status_of(&get(running.port, link)), 200, "{link}"));
}

/// Who mends a template does not wait for what was printed from it before.
#[test]
fn a_document_without_an_end_ends_when_it_is_mended() {
    let running = Running::start();
    let site = running.read("content/site.toml").replacen("title =", "theme = \"eigen\"\ntitle =", 1);
    running.write("content/site.toml", site);
    running.write("themes/eigen/pdf/slides.typ", super::super::printer::ENDLESS);
    running.settle();
    let links = papers(&running, "/daten/");
    let (port, slides) = (running.port, links.iter().find(|link| link.contains("folien")).unwrap());
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| get(port, slides));
        std::thread::sleep(std::time::Duration::from_millis(700));
        running.write("themes/eigen/pdf/slides.typ", "#set document(title: \"Kurz\")\nKurz");
        running.settle();
        // Within the patience of the test, which is a third of that of a document.
        let first = asking.join().unwrap();
        assert_eq!(status_of(&first), 200, "of the mended template");
        assert!(body_of(&first) == body_of(&get(port, slides)));
    });
}

#[test]
fn many_who_open_the_same_document_get_the_same() {
    let running = Running::start();
    let links = papers(&running, "/daten/");
    let (port, link) = (running.port, &links[0]);
    let expected = body_of(&get(port, link)).to_vec();
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..12).map(|_| scope.spawn(|| get(port, link))).collect();
        for one in asking {
            assert!(body_of(&one.join().unwrap()) == expected);
        }
    });
}

/// Titles and addresses are told before anything is printed, so they must be those of what is printed.
#[test]
fn what_is_announced_is_what_is_printed() {
    let (sources, mut diags) = sachstand::disk::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")));
    let plan = |as_of, diags: &mut Diagnostics| {
        let options = Options { as_of, ..Options::default() };
        pipeline::plan(&sources, options, diags, &mut Timings::new(|| 0)).unwrap()
    };
    let mut planned = plan(None, &mut diags);
    planned.announce();
    let mut dates: Vec<_> = planned.announced().iter().map(|paper| paper.date).collect();
    dates.dedup();
    assert!(!dates.is_empty());
    for date in dates {
        let announced = planned.announced().iter().filter(|paper| paper.date == date);
        let announced: Vec<_> = announced.map(|p| (p.title.as_str(), p.path.rsplit('/').next().unwrap())).collect();
        let printed = plan(Some(date), &mut diags).papers(date, &printer(), &mut diags);
        let names: Vec<String> = printed.iter().map(|p| format!("{}-{date}.pdf", p.name)).collect();
        let printed: Vec<_> = printed.iter().zip(&names).map(|(p, name)| (p.title.as_str(), name.as_str())).collect();
        assert_eq!(announced, printed);
    }
}
