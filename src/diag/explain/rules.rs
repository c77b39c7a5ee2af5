//! Explanations: what seems wrong in records that can be read.

use super::{Example, Explanation};

pub(super) static ENTRIES: &[Explanation] = &[
    Explanation {
        code: "code-against-number",
        title: "a code in place of a number",
        what: "The record had a number, and at the latest date it has a letter code that does not count, with no word why.",
        why: "The record leaves the base and nobody can see what became of it. An entry in `[[updates]]` from the period says it.",
        wrong: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-03-31 = 5\n2023-09-30 = \"a\"" },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2023-03-31 = 5\n2023-09-30 = \"a\"\n[[updates]]\ndate = 2023-06-01\ntext = \"Waits for the state.\"",
        },
    },
    Explanation {
        code: "dates-contradict",
        title: "dates that contradict each other",
        what: "Something is dated before what it follows from: a record leaves before the year it was reported, or a value was corrected before the day it is for.",
        why: "One of the two dates is wrong, and the periods in which both are shown would be wrong too.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "reported = 2023\n[[left]]\ndate = 2022-09-30\nreason = \"dropped\"",
        },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "reported = 2022\n[[left]]\ndate = 2022-09-30\nreason = \"dropped\"",
        },
    },
    Explanation {
        code: "denominators-differ",
        title: "different totals for the same thing",
        what: "Two targets for one register, or two reports on one date, name different totals.",
        why: "Shares of different totals cannot be compared, and readers cannot know which one holds. Targets may differ, if `of_text` says what each total counts.",
        wrong: Example { file: "content/programmes/services.md", text: "of = 129" },
        right: Example {
            file: "content/programmes/services.md",
            text: "of = 129\nof_text = \"services in the status table\"",
        },
    },
    Explanation {
        code: "done-without-date",
        title: "done, but no day or year",
        what: "The record is done and has a plan of its own (`planned`), but no `actual`.",
        why: "Whether a plan was kept cannot be seen without it. Records with a `schedule` alone are not meant: there plan and actual are one.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "planned = \"2023-H1\"\n[progress]\n2023-09-30 = 10",
        },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "planned = \"2023-H1\"\nactual = \"2023-Q3\"\n[progress]\n2023-09-30 = 10",
        },
    },
    Explanation {
        code: "no-current-value",
        title: "no value at the latest date, and no reason",
        what: "The record has a value at the reporting date before the latest one, none at the latest, and no entry in `[[left]]`. While answers are still coming in, nothing is missing: the rule waits until more than half of the records have their value, or the date is closed.",
        why: "It leaves the base without a reason, and the figures of the two dates cannot be reconciled. Records that never had a value are counted as not collected; that is no warning.",
        wrong: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-03-31 = 5" },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2023-03-31 = 5\n[[left]]\ndate = 2023-09-30\nreason = \"merged\"",
        },
    },
    Explanation {
        code: "planned-end-passed",
        title: "the planned end is past",
        what: "The schedule of the record ended at least as many months before the latest date as `overdue` below `[rules]` says, and the record is not done.",
        why: "Without `overdue` in content/site.toml the rule is off: reports list such records anyway, and many plans are loose on purpose.",
        wrong: Example { file: "content/measures/mp-020.md", text: "schedule = \"2022\"\n[progress]\n2023-09-30 = 5" },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "schedule = \"2022/2024\"\n[progress]\n2023-09-30 = 5",
        },
    },
    Explanation {
        code: "progress-falls",
        title: "the value falls",
        what: "The value of the latest date is lower than the one before, and no `[[updates]]` from the period between says why.",
        why: "Most often the value is a slip. A real setback deserves a word, which readers see beside the value.",
        wrong: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-03-31 = 5\n2023-09-30 = 3" },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2023-03-31 = 5\n2023-09-30 = 3\n[[updates]]\ndate = 2023-06-01\ntext = \"The supplier has left.\"",
        },
    },
    Explanation {
        code: "progress-jumps",
        title: "the value jumps",
        what: "The value of the latest date is higher than the one before by more than `jump` below `[rules]` says.",
        why: "It may be a slip. Without `jump` in content/site.toml the rule is off: what is much depends on the scale.",
        wrong: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-03-31 = 1\n2023-09-30 = 10" },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2023-03-31 = 1\n2023-09-30 = 10\n[[updates]]\ndate = 2023-06-01\ntext = \"Bought as a finished product.\"",
        },
    },
    Explanation {
        code: "progress-stands-still",
        title: "the value stands still",
        what: "The record is not done, and its value is the same at the last dates, as many as `standstill` below `[rules]` says; no `[[updates]]` from that time says why.",
        why: "A value may have been copied from date to date. Without `standstill` in content/site.toml the rule is off: reports list such records anyway.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2022-09-30 = 3\n2023-03-31 = 3\n2023-09-30 = 3",
        },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2022-09-30 = 3\n2023-03-31 = 3\n2023-09-30 = 3\n[[updates]]\ndate = 2023-06-01\ntext = \"Waits for the budget.\"",
        },
    },
    Explanation {
        code: "record-without-unit",
        title: "no unit answers for the record",
        what: "The record names no unit, while most of its register do.",
        why: "It is missing on the pages of units, and nobody is asked for its value. In a register where few do, none is missing.",
        wrong: Example { file: "content/measures/mp-020.md", text: "title = \"CRM system\"" },
        right: Example { file: "content/measures/mp-020.md", text: "title = \"CRM system\"\nunit = \"0.1\"" },
    },
    Explanation {
        code: "reported-after-done",
        title: "reported after it was done",
        what: "The year in `reported` is later than the one in which the record was done by `actual`.",
        why: "Such a record is new and done at once, which makes a period look busier than it was. Late reports happen, so this is a note.",
        wrong: Example { file: "content/measures/mp-020.md", text: "reported = 2023\nactual = \"2021\"" },
        right: Example { file: "content/measures/mp-020.md", text: "reported = 2021\nactual = \"2021\"" },
    },
    Explanation {
        code: "service-without-address",
        title: "a service in use without an address",
        what: "The service is done and not only internal, but has no `url`, while most of its register do.",
        why: "People who read that a service is online want to use it. In a register where few have one, none is missing.",
        wrong: Example {
            file: "content/services/od-001.md",
            text: "title = \"Dog tax\"\n[status]\n2023-09-30 = \"U\"",
        },
        right: Example {
            file: "content/services/od-001.md",
            text: "title = \"Dog tax\"\nurl = \"https://www.example.org/dog-tax\"\n[status]\n2023-09-30 = \"U\"",
        },
    },
    Explanation {
        code: "status-against-scale",
        title: "a status by hand that contradicts the value",
        what: "The record has a status set by hand and, at the latest date, a value that stands for another status.",
        why: "Only one of them can be right. The value counts, the status by hand is shown without effect.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "manual_status = { status = \"P\", reason = \"Stopped\", since = 2023-05-01 }\n[progress]\n2023-09-30 = 9",
        },
        right: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-09-30 = 9" },
    },
];
