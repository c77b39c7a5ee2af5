//! Hostile input, through the program itself: what no office writes on purpose, and what somebody might.
//!
//! Each gets a precise answer or a correct page. Nothing panics, overflows a stack or takes minutes, no text becomes
//! markup, and no file is written outside the output.

use super::cli::program::{Ran, Site};
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// No input here takes a tenth of it, unless something grows with the square of its size.
const AT_MOST: Duration = Duration::from_secs(30);

/// `check` in a form for programs: its lines, and the exit code.
fn check(site: &Site) -> Ran {
    let start = Instant::now();
    let ran = site.run(&["check", "--format", "short"]);
    assert!(start.elapsed() < AT_MOST, "took {:?}", start.elapsed());
    assert!([0, 1].contains(&ran.code), "{}", ran.err);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

/// Checks that each of these beginnings is one of a line, and that nothing else is said.
fn says(site: &Site, expected: &[&str]) {
    let ran = check(site);
    let lines: Vec<&str> = ran.out.lines().filter(|line| line.contains("error") || line.contains("warning")).collect();
    for start in expected {
        assert!(lines.iter().any(|line| line.contains(start)), "`{start}` is missing in\n{}", ran.out);
    }
    let others: Vec<_> = lines.iter().filter(|line| !expected.iter().any(|start| line.contains(start))).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert_eq!(ran.code, i32::from(lines.iter().any(|line| line.contains("error"))), "{}", ran.out);
}

fn measure(title: &str, text: &str) -> String {
    format!("+++\ntitle = {title}\nunit = \"1.1\"\n[progress]\n2026-03-31 = 3\n2026-09-30 = 5\n+++\n{text}\n")
}

/// Every tag of every page and drawing is one that a template or chart wrote.
fn pages_have_only_our_markup(site: &Site) {
    for (path, bytes) in site.files("output") {
        let is_markup = path.extension().is_some_and(|ending| ending == "html" || ending == "svg" || ending == "xml");
        if !is_markup {
            continue;
        }
        has_only_our_markup(&path, &String::from_utf8(bytes).expect("a page is UTF-8"));
    }
}

fn has_only_our_markup(path: &Path, page: &str) {
    assert!(!page.contains('\0') && !page.contains("<script>") && !page.contains("<b>x"), "{}", path.display());
    for tag in page.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let tag = tag.to_lowercase();
        for address in ["href=\"", "src=\""].iter().flat_map(|name| tag.split(*name).skip(1)) {
            if let Some(drawing) = held(address, "data:image/svg+xml;charset=utf-8,") {
                has_only_our_markup(path, &drawing.replace('\'', "\""));
                continue;
            }
            let is_table = held(address, "data:text/csv;charset=utf-8,").is_some_and(|csv| csv.starts_with("date,"));
            let is_safe = !address.starts_with("javascript:") && !address.starts_with("data:");
            assert!(is_table || is_safe, "{}: <{tag}>", path.display());
        }
        // Outside quotation marks stand names of attributes, and none of them starts with `on`.
        for names in tag.split('"').step_by(2) {
            let event = |word: &str| word.starts_with("on") && word.contains('=');
            assert!(!names.split_whitespace().any(event), "{}: <{tag}>", path.display());
        }
    }
}

/// The file in an address that starts like this.
fn held(address: &str, start: &str) -> Option<String> {
    let file = address.strip_prefix(start)?.split('"').next()?;
    Some(percent_encoding::percent_decode_str(file).decode_utf8().expect("a file is UTF-8").into_owned())
}

#[cfg(unix)]
#[test]
fn links_loops_pipes_and_devices_are_named_and_not_followed() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let measures = site.root.join("content/measures");
    std::fs::create_dir_all(&measures).expect("a folder");
    site.write("../geheim.md", measure("\"GEHEIM\"", ""));
    symlink("../../../geheim.md", measures.join("hinaus.md")).expect("a link");
    symlink("/etc/passwd", measures.join("passwd.md")).expect("a link");
    symlink("b.md", measures.join("a.md")).expect("a link");
    symlink("a.md", measures.join("b.md")).expect("a link");
    symlink("..", measures.join("kreis")).expect("a link");
    symlink("/dev/zero", measures.join("null.md")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(measures.join("rohr.md")).status();
    let mut expected = vec![
        "content/measures/hinaus.md: error[symbolic-link]",
        "content/measures/passwd.md: error[symbolic-link]",
        "content/measures/a.md: error[symbolic-link]",
        "content/measures/b.md: error[symbolic-link]",
        "content/measures/kreis: error[symbolic-link]",
        "content/measures/null.md: error[symbolic-link]",
    ];
    if made.is_ok_and(|status| status.success()) {
        expected.push("content/measures/rohr.md: error[not-a-file]");
    }
    let device = std::process::Command::new("mknod").arg(measures.join("zero.md")).args(["c", "1", "5"]).status();
    if device.is_ok_and(|status| status.success()) {
        expected.push("content/measures/zero.md: error[not-a-file]");
    }
    says(&site, &expected);
    assert_eq!(site.run(&["build", "--no-pdf"]).code, 1);
    assert!(!site.root.join("output").exists());
}

/// A folder that is a pipe, a link or a file where a site has a folder.
#[cfg(unix)]
#[test]
fn what_stands_in_the_place_of_a_folder_is_named() {
    for kind in ["content", "content/measures", "themes"] {
        let site = Site::new();
        let _ = std::fs::remove_dir_all(site.root.join(kind));
        let made = std::process::Command::new("mkfifo").arg(site.root.join(kind)).status();
        if !made.is_ok_and(|status| status.success()) {
            return;
        }
        let ran = check(&site);
        assert_eq!(ran.code, 1, "{kind}: {}", ran.out);
        assert!(ran.out.contains(kind) && ran.out.contains("not-a-file"), "{kind}: {}", ran.out);
    }
}

#[cfg(unix)]
#[test]
fn strange_names_are_named_and_lead_nowhere() {
    let site = Site::new();
    for name in [
        "a\nb.md",
        "a\\..\\b.md",
        "...md",
        "..md",
        "a..b.md",
        "a b.md",
        "<b>.md",
        "\u{202e}dm.md",
        "con.md",
        "a\tb.md",
        "MP-1.md",
        "ä.md",
        "a%2e%2e.md",
        "-.md",
        "'x'.md",
        "\u{1b}[31m.md",
    ] {
        site.write(&format!("content/measures/{name}"), measure("\"X\"", ""));
    }
    let ran = check(&site);
    assert_eq!(ran.code, 1);
    let shown = &ran.out;
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "a name reaches the terminal: {shown}");
    for line in shown.lines().filter(|line| line.contains(".md")) {
        assert!(line.starts_with("content/measures/"), "a line break in a name starts no line of ours: {line:?}");
    }
    // All but those that are only hidden files or fine.
    for part in ["<b>.md", "MP-1.md", "ä.md", "con.md", "a b.md", "a%2e%2e.md"] {
        assert!(shown.contains(part), "{part} is accepted: {shown}");
    }
    assert!(!site.root.join("output").exists() && !site.root.join("b.md").exists());
}

#[test]
fn two_names_that_are_one_on_other_disks_do_not_both_pass() {
    let site = Site::new();
    site.write("content/assets/Bild.png", "a");
    site.write("content/assets/bild.png", "b");
    if std::fs::read(site.root.join("content/assets/Bild.png")).expect("a file") == b"a" {
        let ran = check(&site);
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.out.contains("address-collision"), "{}", ran.out);
    }
    // The same letter in two normal forms: two files on Linux, one on macOS.
    let site = Site::new();
    site.write("content/assets/a\u{308}.png", "b");
    let ran = check(&site);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("as macOS writes names"), "{}", ran.out);
}

#[test]
fn ten_thousand_files_in_a_folder_are_a_site_like_any_other() {
    let site = Site::new();
    for n in 0..10_000 {
        site.write(&format!("content/measures/m-{n:05}.md"), measure(&format!("\"M {n}\""), ""));
    }
    // All of them lack a schedule, and the page that says so stays short.
    says(&site, &[]);
}

#[test]
fn a_record_of_a_hundred_megabytes_is_refused_without_reading_it() {
    let site = Site::new();
    site.write("content/measures/riesig.md", "+++\n");
    let file = std::fs::File::options().write(true).open(site.root.join("content/measures/riesig.md")).expect("a file");
    file.set_len(100_000_000).expect("a hole");
    says(&site, &["content/measures/riesig.md: error[file-too-large]"]);
}

#[test]
fn a_film_of_forty_gigabytes_is_refused_without_reading_it() {
    let site = Site::new();
    site.write("content/assets/film.mp4", "");
    let film = std::fs::File::options().write(true).open(site.root.join("content/assets/film.mp4")).expect("a file");
    film.set_len(40_000_000_000).expect("a hole");
    site.write("content/pages/film.md", "+++\ntitle = \"Film\"\n+++\n[Film](/assets/film.mp4)\n");
    says(&site, &["content/assets/film.mp4: error[file-too-large]: this file has 40000 MB"]);
}

#[test]
fn ten_thousand_levels_of_toml_are_an_error_and_no_overflow() {
    let n = 10_000;
    let dotted = format!("{}a = 1", "a.".repeat(n));
    let texts = [
        format!("x = {}{}", "[".repeat(n), "]".repeat(n)),
        format!("x = {}", "[".repeat(n)),
        format!("x = {}1{}", "{ a = ".repeat(n), " }".repeat(n)),
        format!("[{}a]\nb = 1", "a.".repeat(n)),
        format!("[[{}a]]\nb = 1", "a.".repeat(n)),
        format!("extra.{dotted}"),
        dotted,
    ];
    for place in [
        "content/measures/a.md",
        "content/site.toml",
        "content/organisation.toml",
        "content/snapshots/2026-03-31.toml",
        "content/reports/2026-03-31.md",
        "themes/default/strings/de.toml",
        "themes/default/theme.toml",
    ] {
        for text in &texts {
            let site = Site::new();
            let whole = if place.ends_with(".md") { format!("+++\n{text}\n+++\n") } else { format!("{text}\n") };
            site.write(place, whole);
            let ran = check(&site);
            assert_eq!(ran.code, 1, "{place}: {}", &text[..40]);
            if place.starts_with("content/measures") {
                let ran = site.run(&["set", "a", "2026-09-30", "5"]);
                assert!([1, 2].contains(&ran.code) && ran.err.contains("cannot be read"), "{}", ran.err);
            }
        }
    }
}

#[test]
fn markdown_of_any_depth_and_size_comes_to_an_end() {
    let n = 10_000;
    let mut list = String::new();
    (0..1_000).for_each(|i| writeln!(list, "{}- x", " ".repeat(2 * i)).expect("a string"));
    let mut table = format!("{}\n{}\n", "|a".repeat(1_000), "|-".repeat(1_000));
    (0..300).for_each(|_| writeln!(table, "{}", "|x".repeat(1_000)).expect("a string"));
    let texts = [
        ">".repeat(n) + "x",
        "[".repeat(10 * n),
        format!("{}x{}", "[".repeat(n), "](/x)".repeat(n)),
        format!("{}x{}", "![".repeat(n), "](javascript:x)".repeat(n)),
        format!("{}x{}", "![".repeat(n), "](/massnahmen/)".repeat(n)),
        list,
        "*".repeat(10 * n),
        "*a_".repeat(n),
        "# Gleiche Worte\n\n".repeat(n),
        table,
        "<b>".repeat(n / 10),
        "`".repeat(10 * n),
        "{{count measures}} ".repeat(n),
        "{{".repeat(n),
        format!("[a]: /{}\n\n{}", "x".repeat(10 * n), "[a] ".repeat(100)),
        "ä".repeat(1_000_000),
    ];
    for text in &texts {
        let site = Site::new();
        site.write("content/measures/a.md", measure("\"A\"", text));
        site.write("content/reports/2026-03-31.md", format!("+++\ntitle = \"B\"\n+++\n{text}\n"));
        check(&site);
    }
}

#[test]
fn no_text_becomes_markup_wherever_it_stands() {
    let site = Site::new();
    let titles = [
        r#""<b>x</b><script>alert(1)</script>""#,
        r#""<svg onload=alert(1)><style>*{}</style>""#,
        r#""\" onmouseover=\"alert(1)\" x=\"""#,
        r#""</title></script><!-- ]]> &lt;b&gt; &#60;""#,
        r#""{{ page.title }} {% include 'x' %} {{count measures}}""#,
        r#""\u200b\u200f\ud7ff""#,
        r#""javascript:alert(1)""#,
        r#""=HYPERLINK(\"http://x.example\")""#,
    ];
    for (n, title) in titles.iter().enumerate() {
        let text = "<b>x</b> [a](javascript:alert(1)) [b](JAVASCRIPT:x) ![c](data:text/html,x) <javascript:x>\n\n\
                    <svg onload=\"x\">\n\n<!-- x -->\n\n[d](/\"onclick=\"x) [e](https://x.example/\"onclick=\"x \"t\\\"onclick=\\\"x\")\n\n\
                    ```\"onclick=\"x\n<b>x\n```\n";
        site.write(&format!("content/measures/m-{n}.md"), measure(title, if n == 0 { "" } else { text }));
    }
    let organisation = "[[division]]\nid = \"I\"\nname = \"<b>x</b> \\\" onclick=\\\"x\"\n[[unit]]\nid = \"1.1\"\nname = \"<script>x</script>\"\ndivision = \"I\"\n";
    site.write("content/organisation.toml", organisation);
    let ran = site.run(&["build", "--no-pdf"]);
    assert!([0, 1].contains(&ran.code) && !ran.err.contains("panicked"), "{}", ran.err);
    // Unsafe links are errors; what stands in titles and tags is not.
    for (n, title) in titles.iter().enumerate().skip(1) {
        site.write(&format!("content/measures/m-{n}.md"), measure(title, "<b>x</b> <svg onload=x> `<script>`"));
    }
    let ran = site.run(&["build", "--no-pdf"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    pages_have_only_our_markup(&site);
}

#[test]
fn every_encoding_that_windows_writes_is_read_or_named() {
    let text = measure("\"Straße\"", "Ein Satz.");
    let build = |bytes: Vec<u8>| {
        let site = Site::new();
        site.write("content/measures/a.md", bytes);
        let ran = site.run(&["build", "--no-pdf"]);
        let page = site.root.join("output/massnahmen/a/index.html");
        (ran, std::fs::read_to_string(page).ok())
    };
    let (_, plain) = build(text.clone().into_bytes());
    let plain = plain.expect("a page");
    for same in
        [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), format!("\u{feff}{}", text.replace('\n', "\r\n"))]
    {
        let (ran, page) = build(same.into_bytes());
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(page.as_deref(), Some(plain.as_str()), "the same page");
    }
    let wide: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    for other in [wide, latin] {
        let (ran, page) = build(other);
        assert_eq!((ran.code, page), (1, None));
        assert!(ran.err.contains("error[invalid-utf8]") && ran.err.contains("content/measures/a.md"), "{}", ran.err);
    }
    // No page can hold a NUL.
    for text in [measure("\"a\0b\"", ""), measure("\"a\"", "vor\0nach"), measure("\"a\\u0000b\"", "")] {
        let (ran, page) = build(text.into_bytes());
        assert_eq!((ran.code, page), (1, None), "{}", ran.err);
        assert!(ran.err.contains("error[toml-syntax]") || ran.err.contains("error[control-character]"), "{}", ran.err);
    }
}

/// Each column is counted from the one before: from the start of the line this would take minutes.
#[test]
fn half_a_million_problems_in_one_line_are_told_in_seconds() {
    const N: usize = 500_000;
    let site = Site::new();
    let list = "\"a\",".repeat(N);
    site.write("content/measures/a.md", format!("+++\ntitle = \"ä\"\nrelated = [{list}]\n+++\n"));
    let start = std::time::Instant::now();
    let ran = site.run(&["check", "--format", "short"]);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    let last = format!("content/measures/a.md:3:{}: ", "related = [".len() + 4 * (N - 1) + 1);
    assert!(ran.out.lines().last().unwrap().starts_with(&last), "{:?}", ran.out.lines().last());
}

/// What a theme calls a document is a name in the folder that was asked for, and nobody else's.
#[test]
fn no_document_leaves_its_folder_or_takes_the_place_of_another() {
    let site = Site::new();
    let elsewhere = site.root.join("woanders").display().to_string();
    for name in ["/../../../pwned", &elsewhere, "unter/name", "a\\b", "-", ""] {
        site.write("themes/default/strings/de.toml", format!("[pdf]\nappendix_file = '{name}'\n"));
        // Without a name there is still that of the register.
        let ran = site.run(&["report", "2026-09-30", "--output", "o"]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.err);
        assert!(ran.err.contains("pdf.appendix_file"), "{name}: {}", ran.err);
        assert!(!site.root.join("o").exists() && !site.root.join("woanders").exists(), "{name}");
    }
}

/// Each of these takes more stack, or more turns, than there is.
#[test]
fn templates_that_hang_on_each_other_without_end_are_named() {
    for (deepest, first, other) in [
        (300, "{% include \"z/1.html\" %}", "{% include \"z/N.html\" %}"),
        (600, "{% extends \"z/1.html\" %}", "{% extends \"z/N.html\" %}{% block a %}{{ super() }}{% endblock %}"),
        (
            18,
            "{% extends \"z/1.html\" %}",
            "{% extends \"z/N.html\" %}{% block a %}{{ super() }}{{ super() }}{{ super() }}{% endblock %}",
        ),
    ] {
        let site = Site::new();
        site.write("themes/default/templates/page.html", first);
        for n in 1..deepest {
            let text = other.replace('N', &(n + 1).to_string());
            site.write(&format!("themes/default/templates/z/{n}.html"), text);
        }
        site.write(&format!("themes/default/templates/z/{deepest}.html"), "{% block a %}x{% endblock %}");
        let start = Instant::now();
        let ran = site.run(&["build", "--no-pdf"]);
        assert!(start.elapsed() < AT_MOST, "took {:?}", start.elapsed());
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(
            ran.err.contains("error[template-error]: ") && ran.err.contains("themes/default/templates/"),
            "{}",
            ran.err
        );
    }
}

/// Between two counts a template can ask for more than any memory has.
#[cfg(target_os = "linux")]
#[test]
fn a_template_that_takes_all_memory_at_once_is_named() {
    let site = Site::new();
    let doubled = "{% set a = 'x' %}{% for i in range(end=17) %}{% set_global a = a ~ a %}{% endfor %}";
    let template = format!("{doubled}{{{{ a | replace(from='x', to=a) | length }}}}");
    site.write("themes/default/templates/not-found.html", template);
    for command in [&["check"][..], &["build", "--no-pdf"]] {
        let start = Instant::now();
        let ran = site.run(command);
        assert!(start.elapsed() < AT_MOST, "took {:?}", start.elapsed());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        let said = "error: the template `not-found.html` takes more memory than all pages should";
        assert!(ran.err.starts_with(said), "{}", ran.err);
    }
    assert!(!site.root.join("output").exists());
}

/// Whoever keeps the records can replace the logo, and knows nothing of the templates that draw it.
#[cfg(feature = "pdf")]
#[test]
fn a_logo_that_cannot_be_drawn_is_named_where_it_is_chosen() {
    let site = Site::new();
    let settings = String::from_utf8(site.read("content/site.toml")).unwrap();
    site.write("content/site.toml", format!("{settings}\n[pdf]\nlogo = \"logo.svg\"\nlogo_text = \"Wappen\"\n"));
    for (logo, reason) in [
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><g></svg>", "failed to parse SVG"),
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"9\"/>", "failed to parse SVG"),
        ("\u{89}PNG", "neither SVG nor PNG"),
    ] {
        site.write("content/assets/logo.svg", logo);
        let ran = site.run(&["report", "2026-09-30"]);
        assert_eq!(ran.code, 1, "{logo}: {}", ran.err);
        let said = "error[unusable-logo]: `logo.svg` cannot be the logo: ";
        assert!(ran.err.starts_with(said) && ran.err.contains(reason), "{logo}: {}", ran.err);
        assert!(ran.err.contains("content/site.toml") && !ran.err.contains("template-error"), "{logo}: {}", ran.err);
    }
}
