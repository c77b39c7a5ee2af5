//! Explanations: closed reporting dates, corrections, addresses that must not vanish.

use super::{Example, Explanation};

pub(super) static ENTRIES: &[Explanation] = &[
    Explanation {
        code: "snapshot-edited",
        title: "a snapshot that was changed",
        what: "A file in content/snapshots/ does not have the digest that stands in it, or not the date of its name. \
               Somebody edited it, or a merge did.",
        why: "A snapshot is the proof of what was reported. It is written by `sachstand freeze` once and never again.",
        wrong: Example { file: "content/snapshots/2023-09-30.toml", text: "values = [2, 6]    # was [2, 5]" },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2023-09-30 = 6\n[[corrections]]\ndate = 2023-09-30\nwas = 5\nvalue = 6\non = \
                   2023-11-02\nreason = \"Übertragungsfehler\"",
        },
    },
    Explanation {
        code: "snapshot-format",
        title: "a snapshot in a form that this program does not know",
        what: "The `format` of a snapshot is not the one that this version of the program reads.",
        why: "Guessing what a later form means could show other figures than were frozen.",
        wrong: Example { file: "content/snapshots/2023-09-30.toml", text: "format = 2" },
        right: Example { file: "content/snapshots/2023-09-30.toml", text: "format = 1" },
    },
    Explanation {
        code: "frozen-difference",
        title: "a record differs from a closed reporting date",
        what: "A reporting date was closed with `sachstand freeze`, and a record now says something else about it: \
               another value, unit, visibility, number or reason why it left, or it is gone; or a target of \
               a programme wants something else, or totals as published are not those that were printed.",
        why: "What was reported does not change silently. A mistake is corrected openly: the site shows the frozen \
              figure, the corrected one, the day and the reason.",
        wrong: Example { file: "content/measures/mp-020.md", text: "[progress]\n2023-09-30 = 6    # frozen as 5" },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2023-09-30 = 6\n[[corrections]]\ndate = 2023-09-30\nwas = 5\nvalue = 6\non = \
                   2023-11-02\nreason = \"Übertragungsfehler\"",
        },
    },
    Explanation {
        code: "frozen-scheme",
        title: "a status scheme differs from a closed reporting date",
        what: "A status or letter of a closed date is gone from site.toml, or has another class, threshold or way to \
               count.",
        why: "The same values would then stand for another status, and last year's report would show other counts.",
        wrong: Example {
            file: "content/site.toml",
            text: "code = \"E\"\nfrom = 3    # was 4 when the date was closed",
        },
        right: Example { file: "content/site.toml", text: "code = \"E\"\nfrom = 4" },
    },
    Explanation {
        code: "frozen-figures",
        title: "frozen figures that come out otherwise",
        what: "The program computes other figures from the frozen records than stand in the snapshot.",
        why: "A closed date shows what was frozen, whatever version of the program builds the site. This is a fault of \
              the program, found before anything was published.",
        wrong: Example { file: "content/snapshots/2023-09-30.toml", text: "program = \"0.1.0\"    # built with 0.2.0" },
        right: Example { file: "content/snapshots/2023-09-30.toml", text: "program = \"0.1.0\"    # built with 0.1.0" },
    },
    Explanation {
        code: "correction-mismatch",
        title: "a correction that does not fit",
        what: "`was` is not what was frozen, or `value` is not what the record says now, or nothing differs.",
        why: "A correction bridges two figures. If one end is wrong, nobody can follow it.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2023-09-30 = 6    # frozen as 5\n[[corrections]]\ndate = 2023-09-30\nwas = 4\nvalue = \
                   6\non = 2023-11-02\nreason = \"…\"",
        },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "[progress]\n2023-09-30 = 6    # frozen as 5\n[[corrections]]\ndate = 2023-09-30\nwas = 5\nvalue = \
                   6\non = 2023-11-02\nreason = \"…\"",
        },
    },
    Explanation {
        code: "duplicate-correction",
        title: "two corrections of one value",
        what: "Two entries of `[[corrections]]` correct the same thing of the same record and date.",
        why: "Only one of them can lead from what was frozen to what holds now.",
        wrong: Example {
            file: "content/measures/mp-020.md",
            text: "[[corrections]]\ndate = 2023-09-30\nwas = 5\nvalue = 6\n…\n[[corrections]]\ndate = \
                   2023-09-30\nwas = 6\nvalue = 7\n…",
        },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "[[corrections]]\ndate = 2023-09-30\nwas = 5\nvalue = 7\n…",
        },
    },
    Explanation {
        code: "bad-permalink",
        title: "a line of the list of addresses that cannot be right",
        what: "content/permalinks.txt has one address in each line, relative to the start page, with `/` at its end; \
               behind it may stand where it leads or why it is gone.",
        why: "Whoever follows an old address must get to one place.",
        wrong: Example { file: "content/permalinks.txt", text: "massnahmen/mp-007 => massnahmen/mp-011" },
        right: Example { file: "content/permalinks.txt", text: "massnahmen/mp-007/ -> massnahmen/mp-011/" },
    },
    Explanation {
        code: "address-vanished",
        title: "an address that once existed leads nowhere",
        what: "content/permalinks.txt lists an address that no page of the site has any more.",
        why: "Councils, courts and newspapers cite addresses. One that was public stays, or says what became of it.",
        wrong: Example { file: "content/permalinks.txt", text: "massnahmen/mp-007/    # mp-007.md was deleted" },
        right: Example { file: "content/permalinks.txt", text: "massnahmen/mp-007/ -> massnahmen/mp-011/" },
    },
    Explanation {
        code: "dead-successor",
        title: "an old address that leads nowhere",
        what: "The address behind `->` in content/permalinks.txt has no page, or leads back to where it came from.",
        why: "An old address must end at a page.",
        wrong: Example { file: "content/permalinks.txt", text: "massnahmen/mp-007/ -> massnahmen/mp-11/" },
        right: Example { file: "content/permalinks.txt", text: "massnahmen/mp-007/ -> massnahmen/mp-011/" },
    },
    Explanation {
        code: "unit-ended",
        title: "a record of a unit that is no more",
        what: "The unit of the record has an `until` before the as-of date, and no single successor that its records \
               go on with.",
        why: "Somebody must answer for the record. Where a unit was split, only the city knows who.",
        wrong: Example { file: "content/measures/mp-020.md", text: "unit = \"0.1\"    # until 2023-06-30" },
        right: Example {
            file: "content/measures/mp-020.md",
            text: "[[unit]]\nunit = \"0.1\"\n[[unit]]\nunit = \"0.3\"\nfrom = 2023-07-01",
        },
    },
    Explanation {
        code: "successor-conflict",
        title: "two different successors",
        what: "A record names one record as its successor and another record claims it, or `merged_into`, \
               `replaced_by` and `into` of `[[left]]` name different ones.",
        why: "The series of a measure goes on in one place. With two, one of them would count what the other does too.",
        wrong: Example {
            file: "content/measures/mp-007.md",
            text: "merged_into = \"mp-011\"\nreplaced_by = \"mp-012\"",
        },
        right: Example { file: "content/measures/mp-007.md", text: "merged_into = \"mp-011\"" },
    },
];
