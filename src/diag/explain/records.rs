//! Explanations: keys of a record, and what they say together.

use super::{Example, Explanation};

pub(super) static ENTRIES: &[Explanation] = &[
    Explanation {
        code: "unknown-key",
        title: "a key that nothing reads",
        what: "The record or table has a key that its format does not know. Most often it is misspelt, or it stands \
               below the wrong `[table]`: in TOML a key belongs to the last table head above it.",
        why: "Its value would be lost without a word. Keys of your own are declared as `[[extra]]` in \
              content/site.toml and stand below `[extra]`.",
        wrong: Example { file: "content/measures/mp-020.md", text: "+++\ntitle = \"CRM system\"\nreportd = 2022\n+++" },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "+++\ntitle = \"CRM system\"\nreported = 2022\n+++",
        },
    },
    Explanation {
        code: "wrong-type",
        title: "a value of the wrong kind",
        what: "The key is right, but its value is of another kind: a text instead of a number, one value instead of a \
               list, a text in quotation marks instead of a date without, a status instead of the number from which \
               it follows.",
        why: "A value is never guessed: `\"5\"` could be the number 5 or the code `5`.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "+++\ntitle = \"CRM system\"\nreported = \"2022\"\n+++",
        },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "+++\ntitle = \"CRM system\"\nreported = 2022\n+++",
        },
    },
    Explanation {
        code: "missing-field",
        title: "a required key is missing",
        what: "The record, table or configuration lacks a key that it cannot do without.",
        why: "Without it there is nothing to show or to count. Only a record with `source_gap = true`, whose source \
              shows it incompletely, may lack its title.",
        wrong: Example { file: "content/measures/mp-020.md", text: "+++\nnumber = \"MP 020\"\n+++" },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "+++\nnumber = \"MP 020\"\ntitle = \"CRM system\"\n+++",
        },
    },
    Explanation {
        code: "empty-value",
        title: "a value that is blank",
        what: "The key is there, but its text is empty or consists of spaces; or it is a list or table that needs an \
               entry and has none, such as the reporting dates.",
        why: "An empty text would be an empty heading, link or table cell. A value that is not known is left out; the \
              site then says that it is not stated. Without any reporting date, register or status there is nothing \
              to report.",
        wrong: Example { file: "content/measures/mp-020.md", text: "+++\ntitle = \"\"\n+++" },
        right: Example { file: "content/measures/mp-020.md", text: "+++\ntitle = \"CRM system\"\n+++" },
    },
    Explanation {
        code: "unknown-choice",
        title: "a word outside a fixed list",
        what: "The key allows only certain words, and this is none of them.",
        why: "These words decide how a record is shown and counted, so a misspelt one must not pass as a new one.",
        wrong: Example {
            file: "content/services/od-001.md",
            text: "+++\ntitle = \"Wohngeld\"\ndelivery = \"own form\"\n+++",
        },
        right: Example {
            file: "content/services/od-001.md",
            text: "+++\ntitle = \"Wohngeld\"\ndelivery = \"own-form\"\n+++",
        },
    },
    Explanation {
        code: "not-a-reporting-date",
        title: "a value for a day that is no reporting date",
        what: "In a surveyed register a value stands for exactly one reporting date. This day is not in \
               `reporting_dates` of the register or of the site.",
        why: "The value would be in no report and in no count. Most often it is a slip (31 March or 30 March?), or \
              the new date is not entered yet.",
        wrong: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-09-29 = 5" },
        right: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-09-30 = 5" },
    },
    Explanation {
        code: "wrong-history",
        title: "a history of the other kind",
        what: "A register keeps its history in one way: `[progress]` (surveyed, with a scale), `[status]` (surveyed, \
               without a scale) or `[[events]]`. This record uses another one.",
        why: "A value by survey and a state since a day are counted differently; mixed, the figures of one register \
              could not be compared.",
        wrong: Example { file: "content/measures/mp-020.md", text: "[[events]]\ndate = 2023-09-30\nstatus = \"U\"" },
        right: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-09-30 = 10" },
    },
    Explanation {
        code: "unknown-code",
        title: "a status code that the scheme does not have",
        what: "The value names a status or letter code that is not in the register's status scheme. Capital and small \
               letters are different codes.",
        why: "The record would have no status and be in no count.",
        wrong: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-09-30 = \"A\"" },
        right: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-09-30 = \"a\"" },
    },
    Explanation {
        code: "value-off-scale",
        title: "a value outside the scale",
        what: "The number is smaller than the scale's `min` or larger than its `max`.",
        why: "It would belong to no status and falsify sums and means.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]             # on a scale from 0 to 10\n2023-09-30 = 50",
        },
        right: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-09-30 = 5" },
    },
    Explanation {
        code: "value-before-reported",
        title: "a value from before the record was reported",
        what: "The record has a value for a date in a year before the one in `reported`.",
        why: "Before the year reported a record is not in the plan yet, so one of the two is wrong. The value counts \
              until this is settled; the year only decides the cohort.",
        wrong: Example { file: "content/measures/mp-020.md", text: "reported = 2023\n[progress]\n2022-09-30 = 2" },
        right: Example { file: "content/measures/mp-020.md", text: "reported = 2022\n[progress]\n2022-09-30 = 2" },
    },
    Explanation {
        code: "baseline-not-done",
        title: "a record of the baseline is not done",
        what: "The record has `baseline = true`, which is for things that were done before the plan began, but its \
               latest value is not done.",
        why: "The baseline stays outside every count. An unfinished record in it would be missing from the figures.",
        wrong: Example { file: "content/measures/mp-020.md", text: "baseline = true\n[progress]\n2023-09-30 = 5" },
        right: Example { file: "content/measures/mp-020.md", text: "reported = 2020\n[progress]\n2023-09-30 = 5" },
    },
    Explanation {
        code: "left-but-collected",
        title: "a value after the record has left",
        what: "An entry in `[[left]]` names the first reporting date at which the record is gone, but it has a value \
               for that date.",
        why: "It cannot be gone and counted at the same date. The value counts until this is settled. A record that \
              comes back later has values again at later dates; that is no problem.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2023-03-31 = 4\n[[left]]\ndate = 2023-03-31\nreason = \"dropped\"",
        },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2022-09-30 = 4\n[[left]]\ndate = 2023-03-31\nreason = \"dropped\"",
        },
    },
];
