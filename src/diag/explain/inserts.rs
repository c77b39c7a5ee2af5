//! Explanations: what can be wrong with inserts, and with figures typed beside them.

use super::{Example, Explanation};

pub(super) static ENTRIES: &[Explanation] = &[
    Explanation {
        code: "bad-insert",
        title: "an insert cannot be read",
        what: "Between double braces stands something that is not written as an insert: the end or a value is missing, \
               there is a value too many, a key stands twice, or the same drawing, table or list is inserted twice.",
        why: "Readers would see the braces. `sachstand explain inserts` shows how each insert is written; two braces \
              that are meant as such are written `\\{{`.",
        wrong: Example { file: "content/reports/2023-09-30.md", text: "Umgesetzt sind {{count measures status= U}}." },
        right: Example { file: "content/reports/2023-09-30.md", text: "Umgesetzt sind {{count measures status=U}}." },
    },
    Explanation {
        code: "unknown-insert",
        title: "there is no such insert",
        what: "The first word between double braces is not the name of an insert.",
        why: "Nobody can say what should stand here. `sachstand explain inserts` lists all of them.",
        wrong: Example { file: "content/reports/2023-09-30.md", text: "Umgesetzt sind {{anzahl measures status=U}}." },
        right: Example { file: "content/reports/2023-09-30.md", text: "Umgesetzt sind {{count measures status=U}}." },
    },
    Explanation {
        code: "insert-place",
        title: "a drawing, table or list between words",
        what: "An insert that shows a drawing, a table, a period list or targets stands in a sentence, in a list, in a \
               table or in a quotation.",
        why: "It needs the whole width of the page, and a place of its own in the order in which the page is read.",
        wrong: Example { file: "content/reports/2023-09-30.md", text: "Die Verteilung: {{table measures status}}" },
        right: Example {
            file: "content/reports/2023-09-30.md",
            text: "Die Verteilung:\n\n{{table measures status}}\n\nDanach geht der Text weiter.",
        },
    },
    Explanation {
        code: "insert-without-figure",
        title: "an insert for which there is no figure",
        what: "The insert asks for something that the register or programme cannot have: a sum without a scale, a \
               figure at a date at which it does not report, a pace without a target.",
        why: "An empty place in a sentence would read as if nothing had been counted.",
        wrong: Example {
            file: "content/reports/2022-09-30.md",
            text: "Dienste: {{share services status=U}}        # counted since 2023-03-31",
        },
        right: Example {
            file: "content/reports/2022-09-30.md",
            text: "Dienste im März 2023: {{share services status=U date=2023-03-31}}",
        },
    },
    Explanation {
        code: "figure-differs",
        title: "a typed figure is not what the site counts",
        what: "The text of a report says how many records of a register have a status, and neither this reporting date \
               nor the one before has such a figure, be it published or counted.",
        why: "Readers find two numbers for one thing. A number that an insert writes cannot differ. If the sentence \
              counts something else, say in it what that is.",
        wrong: Example {
            file: "content/reports/2023-09-30.md",
            text: "Damit sind 40 von 129 Online-Diensten umgesetzt.",
        },
        right: Example {
            file: "content/reports/2023-09-30.md",
            text: "Damit sind {{share services status=U}} Online-Dienste umgesetzt.",
        },
    },
];
