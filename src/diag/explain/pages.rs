//! Explanations: what can be wrong with a theme and with the finished pages.

use super::{Example, Explanation};

pub(super) static ENTRIES: &[Explanation] = &[
    Explanation {
        code: "theme-contract",
        title: "a theme made for another version",
        what: "Templates are given views, that is, what a page shows. `contract` in theme.toml says for which version \
               of the views the theme was made, and this program gives another one.",
        why: "A template would ask for things that are no longer there, or leave out new ones.",
        wrong: Example { file: "themes/minden/theme.toml", text: "contract = 0" },
        right: Example {
            file: "themes/minden/theme.toml",
            text: "contract = 1                # after the templates were adapted",
        },
    },
    Explanation {
        code: "template-error",
        title: "a template cannot be used",
        what: "The template engine found an error: a block that is not closed, a name that the view does not have, or \
               a filter that does not exist.",
        why: "The page could not be made. The rest of the site is still checked, so that all errors are shown at \
              once.",
        wrong: Example {
            file: "themes/minden/templates/record.html",
            text: "{% if record.unit %}{{ record.unit.name }}",
        },
        right: Example {
            file: "themes/minden/templates/record.html",
            text: "{% if record.unit %}{{ record.unit.name }}{% endif %}",
        },
    },
    Explanation {
        code: "text-missing",
        title: "an interface text is missing or differs",
        what: "A theme's strings lack a text in one of the site's languages, have one that no template knows, or \
               have other placeholders in braces than the default text.",
        why: "Readers would see a key instead of a word, or a sentence without its number.",
        wrong: Example {
            file: "themes/minden/strings/de.toml",
            text: "records_of = \"{count} Einträge\"        # the default: {shown} von {count}",
        },
        right: Example {
            file: "themes/minden/strings/de.toml",
            text: "records_of = \"{shown} von {count} Einträgen\"",
        },
    },
    Explanation {
        code: "dead-link",
        title: "a link to a page that does not exist",
        what: "A link in a text or template names an address of this site that has no page, or a place in a page that \
               is not there.",
        why: "Readers would get an error page. Links within the site start with `/` and name the address, not the \
              file.",
        wrong: Example { file: "content/pages/about.md", text: "[CRM system](/massnahmen/mp-20/)" },
        right: Example { file: "content/pages/about.md", text: "[CRM system](/massnahmen/mp-020/)" },
    },
    Explanation {
        code: "duplicate-html-id",
        title: "an id is there twice in a page",
        what: "Two elements of a page have the same `id`.",
        why: "A link to the id leads to one of the two only, and screen readers connect labels with the wrong \
              element.",
        wrong: Example {
            file: "themes/minden/templates/base.html",
            text: "<nav id=\"menu\">…</nav>\n<footer id=\"menu\">…</footer>",
        },
        right: Example {
            file: "themes/minden/templates/base.html",
            text: "<nav id=\"menu\">…</nav>\n<footer id=\"footer\">…</footer>",
        },
    },
    Explanation {
        code: "missing-alternative",
        title: "a picture without words",
        what: "A picture or drawing has no text that says what it shows.",
        why: "Readers who do not see it would not know what is there; the accessibility law asks for it (WCAG 1.1.1).",
        wrong: Example { file: "content/pages/about.md", text: "![](/assets/town-hall.jpg)" },
        right: Example {
            file: "content/pages/about.md",
            text: "![The town hall at the market](/assets/town-hall.jpg)",
        },
    },
    Explanation {
        code: "page-frame",
        title: "a page without its frame",
        what: "Each page has exactly one title, one main heading, one `main` region and one language. This one lacks \
               one of them or has it twice.",
        why: "Screen readers move through a page by these, and search engines show the title.",
        wrong: Example {
            file: "themes/minden/templates/base.html",
            text: "<body>\n{% block main %}{% endblock %}\n</body>",
        },
        right: Example {
            file: "themes/minden/templates/base.html",
            text: "<body>\n<main>{% block main %}{% endblock %}</main>\n</body>",
        },
    },
    Explanation {
        code: "page-weight",
        title: "a page is too heavy for a phone",
        what: "The page alone, without pictures, has more bytes than a page should have.",
        why: "It takes long to load in a poor network, and long pages are hard to read.",
        wrong: Example { file: "content/pages", text: "minutes.md        all minutes since 2010, 900 kB" },
        right: Example { file: "content/pages", text: "minutes-2022.md\nminutes-2023.md" },
    },
    Explanation {
        code: "unprintable-character",
        title: "a character that no typeface of the documents has",
        what: "A text holds a character, mostly an emoji, that the typefaces of the PDF files do not have. A box stands \
               for it there; the website shows it as it is.",
        why: "A document that people read or have read to them should say all that it says in words.",
        wrong: Example { file: "content/measures/mp-020.md", text: "title = \"Rathaus 🏛️ digital\"" },
        right: Example { file: "content/measures/mp-020.md", text: "title = \"Rathaus digital\"" },
    },
    Explanation {
        code: "internal-leak",
        title: "internal content in public output",
        what: "The content of an internal field or record was found in a file that was about to be published. Nothing \
               was published.",
        why: "What is internal must stay inside. Public output is built from a list of allowed fields, so this is \
              either the same text repeated in a public field, or a fault of the program, which the developers want \
              to know.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "contact = \"Frau Beispiel, Durchwahl 4711\"\n[extra]\ninternal_note = \"Frau Beispiel, Durchwahl 4711\"",
        },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "contact = \"Digitalisation office\"\n[extra]\ninternal_note = \"Frau Beispiel, Durchwahl 4711\"",
        },
    },
];
