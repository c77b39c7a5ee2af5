//! Explanations: what can be wrong in the configuration, the programmes and the reports.

use super::{Example, Explanation};

pub(super) static ENTRIES: &[Explanation] = &[
    Explanation {
        code: "unknown-language",
        title: "a language that the program does not speak",
        what: "A text is given in a language that the program has no interface texts for.",
        why: "The text would never be shown. The program speaks `de` and `en`; which of them the site shows is said in \
              `languages` of content/site.toml.",
        wrong: Example {
            file: "content/site.toml",
            text: "languages = [\"de\"]\ntitle = { de = \"Stand\", fr = \"État\" }",
        },
        right: Example { file: "content/site.toml", text: "languages = [\"de\"]\ntitle = { de = \"Stand\" }" },
    },
    Explanation {
        code: "reserved-name",
        title: "a register with the name of a fixed folder",
        what: "The key of a register is also the folder of its records, and this folder below content/ holds something \
               else: `pages`, `reports`, `programmes` and `assets` are taken.",
        why: "The files of the folder would be read as something else, and the register would stay empty.",
        wrong: Example { file: "content/site.toml", text: "[registers.reports]\nkind = \"record\"" },
        right: Example { file: "content/site.toml", text: "[registers.incidents]\nkind = \"record\"" },
    },
    Explanation {
        code: "date-order",
        title: "dates that do not rise",
        what: "The entries of a list of dates must stand from old to new, each once.",
        why: "Each date is compared with the one before it. In a list that goes back and forth, nobody sees which \
              one that is.",
        wrong: Example { file: "content/site.toml", text: "reporting_dates = [2023-03-31, 2022-09-30]" },
        right: Example { file: "content/site.toml", text: "reporting_dates = [2022-09-30, 2023-03-31]" },
    },
    Explanation {
        code: "as-of-too-early",
        title: "an as-of date before the first reporting date",
        what: "The site is to show the state of a day on which there was no reporting date yet.",
        why: "Everything after the as-of date is left out, so nothing would remain to report.",
        wrong: Example {
            file: "content/site.toml",
            text: "reporting_dates = [2022-03-31, 2022-09-30]\nas_of = 2021-12-31",
        },
        right: Example {
            file: "content/site.toml",
            text: "reporting_dates = [2022-03-31, 2022-09-30]\nas_of = 2022-12-31",
        },
    },
    Explanation {
        code: "scale-range",
        title: "a scale whose ends do not fit",
        what: "A scale runs from `min` (0 or more) up to `max` (1000 at most), and `min` is smaller than `max`.",
        why: "Values are compared, summed and drawn along the scale. A scale without a length allows no value.",
        wrong: Example { file: "content/site.toml", text: "[schemes.progress]\nscale = { min = 10, max = 0 }" },
        right: Example { file: "content/site.toml", text: "[schemes.progress]\nscale = { min = 0, max = 10 }" },
    },
    Explanation {
        code: "threshold-order",
        title: "thresholds that do not cover the scale",
        what: "In a scheme with a scale, `from` of the first status is the bottom of the scale, and each further \
               status starts above the one before. Without a scale, no status has `from`.",
        why: "Every value of the scale must belong to exactly one status; a gap would be a value without a status.",
        wrong: Example {
            file: "content/site.toml",
            text: "scale = { min = 0, max = 10 }\n[[schemes.progress.status]]\ncode = \"P\"\nlabel = \"planned\"\nclass = \"planned\"\nfrom = 1",
        },
        right: Example {
            file: "content/site.toml",
            text: "scale = { min = 0, max = 10 }\n[[schemes.progress.status]]\ncode = \"P\"\nlabel = \"planned\"\nclass = \"planned\"\nfrom = 0",
        },
    },
    Explanation {
        code: "letter-without-status",
        title: "a letter code counts, but not as what",
        what: "A letter code, that is, an answer outside the scale, has `counts = true` but no `status`.",
        why: "Whatever counts appears in the table by status. Without `status` the total would be larger than the \
              sum of its parts.",
        wrong: Example {
            file: "content/site.toml",
            text: "[[schemes.progress.letter]]\ncode = \"b\"\nlabel = \"assigned\"\nclass = \"planned\"\ncounts = true",
        },
        right: Example {
            file: "content/site.toml",
            text: "[[schemes.progress.letter]]\ncode = \"b\"\nlabel = \"assigned\"\nclass = \"planned\"\ncounts = true\nstatus = \"P\"",
        },
    },
    Explanation {
        code: "duplicate-code",
        title: "a code is there twice in a status scheme",
        what: "Two statuses or letter codes of one scheme have the same code.",
        why: "A value in a record names a status by its code, so the code must mean one thing.",
        wrong: Example {
            file: "content/site.toml",
            text: "[[schemes.progress.status]]\ncode = \"P\"\n[[schemes.progress.status]]\ncode = \"P\"",
        },
        right: Example {
            file: "content/site.toml",
            text: "[[schemes.progress.status]]\ncode = \"P\"\n[[schemes.progress.status]]\ncode = \"E\"",
        },
    },
    Explanation {
        code: "unused-severity",
        title: "a severity that changes nothing",
        what: "`[severity]` names a code that does not exist, or one whose weight is fixed. Rules of plausibility can \
               be weighed otherwise; errors of the format, references that lead nowhere and leaks cannot.",
        why: "A line without effect would let you believe that something is checked more strictly, or less, than it \
              is.",
        wrong: Example { file: "content/site.toml", text: "[severity]\ntoml-syntax = \"off\"" },
        right: Example { file: "content/site.toml", text: "[severity]\nraw-html = \"error\"" },
    },
    Explanation {
        code: "target-incomplete",
        title: "a target that is only half computable",
        what: "A target that is computed needs `register`, `class` or `status`, `wanted` and `due`. This one has some \
               of them.",
        why: "How far a target is reached, and the pace it takes, can only be computed from all of them. A target in \
              words has at most `due` and is shown as text.",
        wrong: Example {
            file: "content/programmes/online-services.md",
            text: "[[target]]\nid = \"100-services\"\ntext = \"100 services are online\"\nregister = \"services\"\nwanted = 100",
        },
        right: Example {
            file: "content/programmes/online-services.md",
            text: "[[target]]\nid = \"100-services\"\ntext = \"100 services are online\"\nregister = \"services\"\nclass = \"done\"\nwanted = 100\ndue = 2025-12-31",
        },
    },
    Explanation {
        code: "published-total-sum",
        title: "printed parts do not add up to the printed total",
        what: "A report carries totals as they were published. The figures by status do not add up to the total that \
               was published with them.",
        why: "Either a figure was copied wrongly, or the source itself is wrong. Readers will add them up.",
        wrong: Example {
            file: "content/reports/2022-03-31.md",
            text: "[published_totals.measures.2022-03-31]\ncount = { P = 68, E = 26, U = 18 }\ntotal = 121",
        },
        right: Example {
            file: "content/reports/2022-03-31.md",
            text: "[published_totals.measures.2022-03-31]\ncount = { P = 68, E = 26, U = 18 }\ntotal = 112",
        },
    },
    Explanation {
        code: "published-total-differs",
        title: "a printed figure and the records disagree",
        what: "The register is declared `complete`, so all its records are here, but counting them gives another \
               figure than the published one.",
        why: "One of the two is wrong, and both would be on the site. While records are still missing the comparison \
              means nothing; then the register is not `complete`.",
        wrong: Example {
            file: "content/reports/2022-03-31.md",
            text: "[published_totals.measures.2022-03-31]   # the records say 112\ncount = { P = 69, E = 26, U = 18 }\ntotal = 113",
        },
        right: Example {
            file: "content/reports/2022-03-31.md",
            text: "[published_totals.measures.2022-03-31]\ncount = { P = 68, E = 26, U = 18 }\ntotal = 112",
        },
    },
    Explanation {
        code: "unknown-theme",
        title: "there is no such theme",
        what: "`theme` names a folder that does not exist below themes/, and it is not `default`, the built-in one.",
        why: "The site would come out in another design than the one that was asked for.",
        wrong: Example { file: "content/site.toml", text: "theme = \"mindn\"          # the folder is themes/minden" },
        right: Example { file: "content/site.toml", text: "theme = \"minden\"" },
    },
    Explanation {
        code: "listed-twice",
        title: "a name that stands twice in a list",
        what: "An appendix shows each column once, and each register has one appendix.",
        why: "The same column would be printed twice, or two documents would get the same file name.",
        wrong: Example {
            file: "content/site.toml",
            text: "[[pdf.appendix]]\nregister = \"measures\"\ncolumns = [\"number\", \"title\", \"number\"]",
        },
        right: Example {
            file: "content/site.toml",
            text: "[[pdf.appendix]]\nregister = \"measures\"\ncolumns = [\"number\", \"title\"]",
        },
    },
    Explanation {
        code: "unusable-colour",
        title: "a colour that nobody can read",
        what: "Headings, links and the heads of tables in the PDF files have the colour that `[pdf]` names, on white or \
               under white letters. It is written as `#rrggbb` and has a contrast of 4.5 to white at least.",
        why: "Readers with weak eyes, and everybody with a bad copy on paper, could not read the headings. WCAG and \
              PDF/UA ask for this contrast.",
        wrong: Example { file: "content/site.toml", text: "[pdf]\ncolour = \"#f2c42e\"" },
        right: Example { file: "content/site.toml", text: "[pdf]\ncolour = \"#1d4f7c\"" },
    },
    Explanation {
        code: "unusable-logo",
        title: "a logo that cannot be printed",
        what: "The logo of the PDF files is an SVG or PNG file below content/assets/ of 500 kB and 16 million \
               pixels at most, and `logo_text` says what it shows. Pictures in an SVG file are PNG, and part of it.",
        why: "It becomes part of every document. Without a text a screen reader could only say that there is a picture, \
              and the file would not be PDF/UA.",
        wrong: Example { file: "content/site.toml", text: "[pdf]\nlogo = \"logo.svg\"" },
        right: Example {
            file: "content/site.toml",
            text: "[pdf]\nlogo = \"logo.svg\"\nlogo_text = \"Stadt Musterhausen\"",
        },
    },
];
