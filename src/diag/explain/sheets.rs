//! Explanations: sheets that are imported.

use super::{Example, Explanation};

pub(super) static ENTRIES: &[Explanation] = &[
    Explanation {
        code: "unreadable-workbook",
        title: "a workbook or CSV file that cannot be read",
        what: "The file is empty, damaged, protected by a password, too large, or no table at all.",
        why: "Nothing can be taken over from it, and nothing is. The limits on size keep a file of a few kilobytes \
              from filling the memory.",
        wrong: Example { file: "plan.xlsx", text: "(a PDF that was renamed)" },
        right: Example { file: "plan.xlsx", text: "(the table, saved as XLSX, ODS or CSV)" },
    },
    Explanation {
        code: "unknown-sheet",
        title: "no such sheet, or several that could be meant",
        what: "The workbook has no sheet of this name, or several sheets have the headers of the register.",
        why: "Records of the wrong sheet would be taken for those of the register.",
        wrong: Example { file: "plan.xlsx", text: "--sheet \"Anlage 5\"" },
        right: Example { file: "plan.xlsx", text: "--sheet \"Anlage 4\"" },
    },
    Explanation {
        code: "missing-header",
        title: "no row with the headers of the register",
        what: "A row of headers has number or title of the register and at least one more column. It may stand \
               anywhere below titles and notes, but it must be one row.",
        why: "Without headers nobody can say what a column holds.",
        wrong: Example { file: "plan.csv", text: "A;B;C\nMP 001;CRM-System;5" },
        right: Example { file: "plan.csv", text: "Nr.;Titel;Stand 09.2023\nMP 001;CRM-System;5" },
    },
    Explanation {
        code: "duplicate-column",
        title: "two columns that mean the same",
        what: "Two headers were recognised as the same field or the same reporting date.",
        why: "If they differ in a row, one of the values would be lost.",
        wrong: Example { file: "plan.csv", text: "Nr.;Titel;Bezeichnung\nMP 001;CRM;CRM-System" },
        right: Example { file: "plan.csv", text: "Nr.;Titel\nMP 001;CRM-System" },
    },
    Explanation {
        code: "unknown-column",
        title: "a column that is not taken over",
        what: "The header is not known. The column is left out, everything else is taken over.",
        why: "Better to say so than to lose it in silence. A mapping file says what it holds, or that it is to be \
              left out.",
        wrong: Example { file: "plan.csv", text: "Nr.;Titel;Ampel\nMP 001;CRM-System;grün" },
        right: Example { file: "map.toml", text: "[columns]\n\"Ampel\" = \"-\"" },
    },
    Explanation {
        code: "bad-cell",
        title: "a cell that cannot be taken over",
        what: "The value does not fit its column: off the scale, an unknown code, a formula without a result, a \
               schedule in no known form.",
        why: "A guessed value would be published as a fact. The row changes nothing until the cell is right.",
        wrong: Example { file: "plan.csv", text: "Nr.;Titel;Stand 09.2023\nMP 001;CRM-System;11" },
        right: Example { file: "plan.csv", text: "Nr.;Titel;Stand 09.2023\nMP 001;CRM-System;10" },
    },
    Explanation {
        code: "value-read-as",
        title: "a value that was understood although it is written otherwise",
        what: "A number typed as text, a lower-case code, a year without its prefix, a unit code that a spreadsheet \
               took for a number or date.",
        why: "Worth a look: what it was taken for is said in the message.",
        wrong: Example { file: "plan.csv", text: "Nr.;Titel;Stand 09.2023\n1;CRM-System;5,0" },
        right: Example { file: "plan.csv", text: "Nr.;Titel;Stand 09.2023\nMP 001;CRM-System;5" },
    },
    Explanation {
        code: "duplicate-row",
        title: "two rows for one record",
        what: "Two rows have the same number, or name the same record in another way.",
        why: "Only one of them can be right, and which one nobody can tell.",
        wrong: Example { file: "plan.csv", text: "Nr.;Titel\nMP 001;CRM-System\nMP 001;WLAN" },
        right: Example { file: "plan.csv", text: "Nr.;Titel\nMP 001;CRM-System\nMP 002;WLAN" },
    },
    Explanation {
        code: "unclear-row",
        title: "a row with values but without a name",
        what: "The row has neither number nor title, and is no total, heading or remark either.",
        why: "Its values belong to some record; left out in silence, they would be missing.",
        wrong: Example { file: "plan.csv", text: "Nr.;Titel;Jahr der Meldung;Stand 09.2023\n;;2021;5" },
        right: Example { file: "plan.csv", text: "Nr.;Titel;Jahr der Meldung;Stand 09.2023\nMP 002;WLAN;2021;5" },
    },
    Explanation {
        code: "skipped-row",
        title: "a row that is no record",
        what: "A row of totals, a heading between rows, a repeated row of headers, or a remark.",
        why: "It is named so that nobody has to wonder whether a record is missing.",
        wrong: Example { file: "plan.csv", text: "Nr.;Titel;Stand 09.2023\nMP 001;CRM-System;5\nSumme;;5" },
        right: Example { file: "plan.csv", text: "Nr.;Titel;Stand 09.2023\nMP 001;CRM-System;5" },
    },
    Explanation {
        code: "status-differs",
        title: "a status beside the scale that the value does not give",
        what: "Where a register has a scale, the status follows from the value. The sheet has a column with another \
               one.",
        why: "The column is checked and not stored. One of the two is a mistake, and the value counts.",
        wrong: Example { file: "plan.csv", text: "Nr.;Titel;Stand 09.2023;Status 09.2023\nMP 001;CRM-System;5;U" },
        right: Example { file: "plan.csv", text: "Nr.;Titel;Stand 09.2023;Status 09.2023\nMP 001;CRM-System;5;E" },
    },
    Explanation {
        code: "unit-differs",
        title: "a unit or division with another name",
        what: "The sheet calls a unit or division otherwise than content/organisation.toml does.",
        why: "The name in the site stays, since other pages use it. If the unit was renamed, change it there.",
        wrong: Example { file: "plan.csv", text: "Nr.;Titel;Amt;Amt-Bezeichnung\nMP 001;CRM-System;1.1;Orga" },
        right: Example { file: "plan.csv", text: "Nr.;Titel;Amt;Amt-Bezeichnung\nMP 001;CRM-System;1.1;Organisation" },
    },
    Explanation {
        code: "unresolved-reference",
        title: "a reference to a record that is not there",
        what: "A cell names a record that neither the site nor the sheet holds.",
        why: "The record keeps the name under `unresolved`, so that it is not lost; it becomes a link as \
              soon as an import finds the record.",
        wrong: Example { file: "dienste.csv", text: "Nr.;Bezeichnung;Maßnahme\nOD 001;Hundesteuer;MP 999" },
        right: Example { file: "dienste.csv", text: "Nr.;Bezeichnung;Maßnahme\nOD 001;Hundesteuer;MP 017" },
    },
    Explanation {
        code: "sheets-differ",
        title: "two sheets of one workbook that say different things",
        what: "A workbook of this program holds each register twice, for people and as a flat sheet for programs. The \
               flat one says something that the first one does not.",
        why: "The first sheet is read. Edits in the flat one alone would be lost without anybody noticing; \
              `--sheet` says which one counts.",
        wrong: Example { file: "plan.xlsx", text: "(sheet “Maßnahmen” says 3, sheet “Daten” says 5)" },
        right: Example {
            file: "plan.xlsx", text: "(5 in the sheet “Maßnahmen”, or the import with --sheet Daten)"
        },
    },
    Explanation {
        code: "changed-since-export",
        title: "a record that changed after the sheet was made",
        what: "The sheet holds the state of the record when it was made, and the file of the record has another one \
               by now.",
        why: "Taking over the sheet would undo somebody's change without anybody noticing.",
        wrong: Example { file: "plan.xlsx", text: "(a sheet of March, after the record was changed in April)" },
        right: Example { file: "plan.xlsx", text: "(the same values in a sheet exported anew)" },
    },
    Explanation {
        code: "bad-mapping",
        title: "a mapping file that cannot be used",
        what: "The file is no valid TOML, has a key that mapping files do not know, names a column that is not \
               there, or gives one a meaning that the register does not have.",
        why: "A column that is mapped wrongly would fill the wrong field of every record.",
        wrong: Example { file: "map.toml", text: "[columns]\n\"Lfd. Nr.\" = \"nummer\"" },
        right: Example { file: "map.toml", text: "[columns]\n\"Lfd. Nr.\" = \"number\"" },
    },
];
