//! Explanations: what can be wrong with a file before its keys are read.

use super::{Example, Explanation};

pub(super) static ENTRIES: &[Explanation] = &[
    Explanation {
        code: "unreadable-entry",
        title: "a file or folder cannot be read",
        what: "The system refused to open an entry of the site folder, most often because of its access rights.",
        why: "A file that is skipped would be a record that is missing from every count without a word. So the run \
              stops instead of going on without it.",
        wrong: Example {
            file: "in the terminal",
            text: "$ ls -l content/measures\n---------- 1 root root 412 mp-020.md",
        },
        right: Example {
            file: "in the terminal",
            text: "$ chmod u=rw,go=r content/measures/mp-020.md\n$ ls -l content/measures\n-rw-r--r-- 1 office office 412 mp-020.md",
        },
    },
    Explanation {
        code: "symbolic-link",
        title: "a symbolic link is not followed",
        what: "An entry of the site folder is a symbolic link, that is, a reference to a file elsewhere.",
        why: "A link can lead out of the site folder, to files that nobody meant to publish, and to nothing on \
              another computer. A site must be the same wherever it is built.",
        wrong: Example { file: "in the terminal", text: "content/assets/map.pdf -> /home/office/maps/map.pdf" },
        right: Example {
            file: "in the terminal",
            text: "$ rm content/assets/map.pdf\n$ cp /home/office/maps/map.pdf content/assets/map.pdf",
        },
    },
    Explanation {
        code: "not-a-file",
        title: "neither a file nor a folder",
        what: "An entry of the site folder is a named pipe, a socket or a device.",
        why: "Such entries have no content that could be read twice with the same result; reading a pipe can wait \
              for ever.",
        wrong: Example {
            file: "in the terminal",
            text: "$ ls -l content/measures\nprw-r--r-- 1 office office 0 mp-020.md",
        },
        right: Example { file: "in the terminal", text: "$ rm content/measures/mp-020.md" },
    },
    Explanation {
        code: "file-too-large",
        title: "a file is larger than a site can take",
        what: "A record, a page or a configuration file has more than 16 MB; or a file that is published as it is has \
               more than 256 MB, or all of these together more than 1,000 MB.",
        why: "A text of this size is none that somebody wrote; most often a table or a picture was saved under the \
              wrong name. Other files are read in every run and stay in git for ever, so films and archives belong \
              where large files are offered, and the site links to them.",
        wrong: Example { file: "content/pages", text: "statistics.md      38 MB" },
        right: Example {
            file: "content",
            text: "assets/statistics.csv      38 MB\npages/statistics.md         2 kB, with a link to it",
        },
    },
    Explanation {
        code: "control-character",
        title: "a text holds a control character",
        what: "A character that stands for no letter, such as the null character or the escape character of terminals, is \
               in a text or written as `\\u001b` in quotes. So is one that turns the direction of reading (U+202A to \
               U+202E, U+2066 to U+2069); Arabic and Hebrew need none, their letters have a direction of their own.",
        why: "XML and spreadsheets must not hold it, screens show it as a box or nothing, and a terminal may obey it. \
              Behind a character that turns the direction, \"von 3 auf 10\" is shown as \"01 fua 3 nov\".",
        wrong: Example { file: "content/measures/mp-020.md", text: "title = \"CRM\\u0007-System\"" },
        right: Example { file: "content/measures/mp-020.md", text: "title = \"CRM-System\"" },
    },
    Explanation {
        code: "invalid-utf8",
        title: "a text is not saved as UTF-8",
        what: "The file has bytes that are not UTF-8. Most often it was saved by an older editor in a Windows or \
               DOS encoding, and the first umlaut or dash is the wrong byte.",
        why: "The encoding cannot be guessed with certainty, and a wrong guess turns `ü` into `Ã¼` on every page.",
        wrong: Example {
            file: "content/measures/mp-020.md, saved as Windows-1252",
            text: "title = \"Straßenbeleuchtung\"",
        },
        right: Example { file: "content/measures/mp-020.md, saved as UTF-8", text: "title = \"Straßenbeleuchtung\"" },
    },
    Explanation {
        code: "unknown-place",
        title: "a file that would not be used",
        what: "A file lies where no part of the program looks, for example in a folder that is no register, or with \
               another ending than `.md` or `.toml`.",
        why: "Somebody wrote it to have it published. If it were passed over, nobody would notice that it is \
              missing.",
        wrong: Example { file: "content", text: "measurs/mp-020.md" },
        right: Example { file: "content", text: "measures/mp-020.md" },
    },
    Explanation {
        code: "file-name",
        title: "a file name that cannot be an address",
        what: "The name of a record's file, without its ending, is the record's permanent id and the last part of \
               its web address. It may hold only the letters a to z, the digits 0 to 9 and `-`.",
        why: "Spaces, umlauts and capitals are written differently by browsers, mail programs and file systems, so \
              the address would break. The number that people see, such as `MP 020`, stands in the record.",
        wrong: Example { file: "content/measures", text: "MP 020.md" },
        right: Example { file: "content/measures", text: "mp-020.md" },
    },
    Explanation {
        code: "missing-file",
        title: "a file that every site needs is missing",
        what: "The folder has no content/site.toml or another file without which there is no site.",
        why: "Most often the command was started in another folder than that of the site.",
        wrong: Example { file: "in the terminal", text: "$ cd content\n$ sachstand check" },
        right: Example { file: "in the terminal", text: "$ sachstand check --site ~/progress-report" },
    },
    Explanation {
        code: "missing-front-matter",
        title: "a record does not start with `+++`",
        what: "A Markdown record starts with its keys between two lines `+++`. This file starts with something else, \
               even if it is only a blank line.",
        why: "Without its keys a record has no title, no unit and no values. A blank line is not passed over, so that \
              there is one way to write a record and every other tool finds the keys as well.",
        wrong: Example { file: "content/measures/mp-020.md", text: "title = \"CRM system\"\n\nReplaces the old one." },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "+++\ntitle = \"CRM system\"\n+++\nReplaces the old one.",
        },
    },
    Explanation {
        code: "unclosed-front-matter",
        title: "the closing line `+++` is missing",
        what: "The file starts with a line `+++`, but there is no second one that ends the keys.",
        why: "Keys and text cannot be told apart.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "+++\ntitle = \"CRM system\"\n\nReplaces the old one.",
        },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "+++\ntitle = \"CRM system\"\n+++\nReplaces the old one.",
        },
    },
    Explanation {
        code: "toml-syntax",
        title: "the keys are not valid TOML",
        what: "Keys and values are written in TOML (https://toml.io). Here something is not: most often a quotation \
               mark or a bracket is missing, a text stands without quotation marks, or a key is there twice.",
        why: "What cannot be read cannot be counted. The mark points at the first character that does not fit; the \
              cause often stands right before it.",
        wrong: Example { file: "content/measures/mp-020.md", text: "+++\ntitle = CRM system\n+++" },
        right: Example { file: "content/measures/mp-020.md", text: "+++\ntitle = \"CRM system\"\n+++" },
    },
    Explanation {
        code: "raw-html",
        title: "HTML in a text",
        what: "Texts are written in Markdown. HTML in them is not interpreted; readers would see the tags.",
        why: "HTML could break the page, make it unreadable for screen readers, or load something from elsewhere. It \
              would also be missing from the PDF.",
        wrong: Example { file: "content/pages/about.md", text: "<b>All</b> services are online.<br>Ask us." },
        right: Example { file: "content/pages/about.md", text: "**All** services are online.\n\nAsk us." },
    },
    Explanation {
        code: "unsafe-link",
        title: "a link that may not be followed",
        what: "A link in a text starts with something that a public page must not offer, such as `javascript:`, \
               `data:` or `file:`.",
        why: "Such a link could run a script in the reader's browser, or it only works on the computer of the person \
              who wrote it.",
        wrong: Example { file: "content/pages/about.md", text: "[Plan](file:///C:/plans/plan.pdf)" },
        right: Example { file: "content/pages/about.md", text: "[Plan](/assets/plan.pdf)" },
    },
];
