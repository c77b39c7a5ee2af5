//! Explanations: single values that are written in a form of their own.

use super::{Example, Explanation};

pub(super) static ENTRIES: &[Explanation] = &[
    Explanation {
        code: "bad-date",
        title: "not a date",
        what: "A day is needed here, and this is none: it does not exist, or it is written in another order.",
        why: "03/04/2023 is a day in March for some and in April for others. Year, month, day can only be read one \
              way.",
        wrong: Example { file: "content/measures/mp-020.md", text: "[progress]\n\"30.09.2023\" = 5" },
        right: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-09-30 = 5" },
    },
    Explanation {
        code: "imprecise-date",
        title: "a month or year where a day is needed",
        what: "Some dates may be left open (`\"2023-09\"`, `\"2023\"`), this one may not.",
        why: "It is compared with reporting dates or printed as a day; with a guessed day the figures would depend on \
              the guess.",
        wrong: Example { file: "content/reports/2023-09-30.md", text: "title = \"Report\"\nmeeting = \"2023-11\"" },
        right: Example { file: "content/reports/2023-09-30.md", text: "title = \"Report\"\nmeeting = 2023-11-02" },
    },
    Explanation {
        code: "bad-schedule",
        title: "a schedule in no known form",
        what: "A schedule is a year, half-year, quarter, month or day, or a span of two of them with `/` between.",
        why: "It is drawn in the timetable and compared with the reporting date to find what is late. Words such as \
              \"soon\" cannot be.",
        wrong: Example { file: "content/measures/mp-020.md", text: "schedule = \"autumn 2023\"" },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "schedule = \"2023-H2\"      # or 2023, 2023-Q4, 2023-11, 2023/2025",
        },
    },
    Explanation {
        code: "bad-money",
        title: "not an amount in euros",
        what: "An amount is a number with a point before the cents and at most two decimals, without separators and \
               without a unit.",
        why: "`12.500` is twelve and a half for one reader and twelve thousand for another.",
        wrong: Example { file: "content/measures/mp-020.md", text: "budget = \"12.500,50 €\"" },
        right: Example { file: "content/measures/mp-020.md", text: "budget = 12500.50" },
    },
    Explanation {
        code: "bad-leika-key",
        title: "not a LeiKa key",
        what: "The key of a service in the federal catalogue (LeiKa, FIM) has 14 digits and is written as a text, so \
               that zeros at its start are kept.",
        why: "Portals and other authorities find the service by this key.",
        wrong: Example { file: "content/services/od-001.md", text: "leika = [\"99-012-3456\"]" },
        right: Example { file: "content/services/od-001.md", text: "leika = [\"99012345678901\"]" },
    },
    Explanation {
        code: "bad-address",
        title: "not a full web address",
        what: "An address must be complete, from `https://` on. `base_url` is that of the site itself: it starts with \
               `https://` and ends with `/`.",
        why: "Feeds, PDFs and spreadsheets leave the site, so an address must work from anywhere.",
        wrong: Example { file: "content/site.toml", text: "base_url = \"www.example.org/stand\"" },
        right: Example { file: "content/site.toml", text: "base_url = \"https://www.example.org/stand/\"" },
    },
];
