//! Templates of a site: they see their view and nothing else, and one that comes to no end is stopped and named.

use sachstand::diag::Diagnostics;
use sachstand::diag::print::{Colour, Form, render};
use sachstand::pipeline::{self, Options};
use sachstand::source::{Content, SourceFile, SourceTree};

/// What is said of a site whose page for missing addresses is this template.
fn said(template: &str) -> String {
    let site = include_str!("../../src/cli/init/site.toml").replacen("title =", "theme = \"stadt\"\ntitle =", 1);
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), content: Content::Text(text.to_owned()) };
    let sources = SourceTree::new(vec![
        file("content/site.toml", &site),
        file("content/organisation.toml", include_str!("../../src/cli/init/organisation.toml")),
        file("themes/stadt/templates/not-found.html", template),
    ]);
    let mut diags = Diagnostics::new();
    let output = pipeline::build(&sources, Options::default(), &mut diags);
    assert_eq!(output.is_none(), diags.has_errors());
    render(Form::Short, &diags, &sources, Colour::Plain)
}

#[test]
fn a_template_without_an_end_is_stopped_and_named() {
    let too_many = "more than a million turns";
    let too_long = "grows beyond";
    for (template, place, reason) in [
        (
            "ä\n{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}",
            ":2:",
            too_many,
        ),
        (
            "{% set r = range(end=5000) %}{% for a in r %}{% for b in r %}{% for c in r %}x{% endfor %}{% endfor %}{% endfor %}",
            ":1:",
            too_many,
        ),
        ("{% for a in range(end=999999999) %}{% endfor %}", ":1:", too_many),
        ("{% for a in range(end=1000) %}{% set r = range(end=100000) %}{% endfor %}", ":1:", too_many),
        ("{% set s = 'x' %}{% for a in range(end=60) %}{% set_global s = s ~ s %}{% endfor %}{{ s }}", ":1:", too_long),
        (
            "{% set s %}{% for a in range(end=300000) %}{{ base.title }} und noch viel mehr, das niemand liest{% endfor %}{% endset %}{{ s | length }}",
            ":1:",
            too_long,
        ),
        (
            "{% for a in range(end=400000) %}Eine Zeile, die sehr oft kommt und mit ihren hundertzwanzig Buchstaben den Platz von hundert Millionen bald ausfuellt. Eine Zeile, die sehr oft kommt und mit ihren hundertzwanzig Buchstaben den Platz von hundert Millionen bald ausfuellt. Eine Zeile, die sehr oft kommt und mit ihren hundertzwanzig Buchstaben den Platz von hundert Millionen bald ausfuellt.{% endfor %}",
            ":1:",
            too_long,
        ),
        ("ä\n{% set a = [] %}{% for i in range(end=300000) %}{% set_global a = [a] %}{% endfor %}", ":2:", "100 deep"),
        (
            "{% set a = [1] %}{% for i in range(end=60) %}{% set_global a = [a, a] %}{% endfor %}{{ a }}",
            ":1:",
            "256 MB, written out",
        ),
        (
            "{% set a = range(end=90000) %}{% for i in range(end=900) %}{% for j in range(end=900) %}{% set b = a %}{% endfor %}{% endfor %}",
            ":1:",
            too_many,
        ),
        (
            "{% component a() %}{% for i in range(end=2000) %}{% for j in range(end=2000) %}x{% endfor %}{% endfor %}{% endcomponent a %}{{ <a /> }}",
            ":1:",
            too_many,
        ),
    ] {
        let said = said(template);
        let start = format!("themes/stadt/templates/not-found.html{place}");
        assert!(said.starts_with(&start) && said.contains(reason), "{template}: {said}");
        assert_eq!(said.lines().filter(|line| line.contains("error")).count(), 1, "said once: {said}");
    }
}

#[test]
fn what_a_template_names_and_there_is_not_is_told_at_its_place() {
    for (template, told) in [
        ("ä\nÜ{{ nichts(a=1) }}", "2:5: error[template-error]: unknown function `nichts`"),
        (
            "{% for a in site.nav %}{% endfor %}{{ site | nichts }}",
            "1:46: error[template-error]: unknown filter `nichts`",
        ),
        ("{% if site is nichts %}{% endif %}", "1:15: error[template-error]: unknown test `nichts`"),
        ("{% include \"nichts.html\" %}", "1:12: error[template-error]: unknown template `nichts.html`"),
        ("{{ <nichts /> }}", "1:4: error[template-error]: unknown component `nichts`"),
    ] {
        let said = said(template);
        assert!(said.starts_with(&format!("themes/stadt/templates/not-found.html:{told}")), "{template}: {said}");
    }
    let both = said("{{ eins() }}{{ zwei() }}");
    assert!(both.contains("1:4: ") && both.contains("1:16: "), "{both}");
}

#[test]
fn loops_go_over_lists_and_stand_in_tags() {
    for (template, reason) in [
        ("ä\n{% for name, value in base %}{{ name }}{% endfor %}", "in no order"),
        ("ä\n {%- for value in site.publisher -%} {{ value }}{% endfor %}", "in no order"),
        ("ä\n{{ [item.title for item in site.nav] | length }}", "a loop in an expression"),
        ("ä\n{% set titles = [item.title for item in site.nav] %}", "a loop in an expression"),
    ] {
        let said = said(template);
        assert!(said.starts_with("themes/stadt/templates/not-found.html:2:"), "{template}: {said}");
        assert!(said.contains(reason), "{template}: {said}");
    }
}

#[test]
fn an_ordinary_template_is_what_it_was() {
    assert_eq!(said("{% for a in range(end=3) -%} {{ a }} {%- endfor %}{% raw %}{% for %}{% endraw %}"), said("012"));
    let said = said("{% for a in range(end=2) %}\n  {{ a.b.c }}{% endfor %}");
    assert!(said.starts_with("themes/stadt/templates/not-found.html:2:8:"), "the place is that in the file: {said}");
}

#[test]
fn a_template_sees_no_file_no_network_and_no_environment() {
    for template in [
        "{{ get_env(name=\"HOME\") }}",
        "{{ now() }}",
        "{{ get_random(end=3) }}",
        "{{ load_data(path=\"/etc/passwd\") }}",
        "{{ __tera_context }}{{ HOME }}",
        "{% include \"/etc/passwd\" %}",
        "{% include \"../../../content/site.toml\" %}",
        "{% include \"themes/stadt/templates/not-found.html\" %}",
        "{% extends \"/etc/passwd\" %}",
        "{% import \"x.html\" as x %}",
    ] {
        let said = said(template);
        assert!(said.contains("error") && said.contains("not-found.html"), "{template}: {said}");
        assert!(!said.contains("root:"), "{template}");
    }
}
