//! Explanations: workbooks that come back from a survey.

use super::{Example, Explanation};

pub(super) static ENTRIES: &[Explanation] = &[
    Explanation {
        code: "survey-answer",
        title: "an answer that cannot be taken",
        what: "A cell holds something that is no value of the status scheme, no text or no way to leave, or two \
              cells of the row exclude each other.",
        why: "The row is left out as a whole: half an answer would be published as if it were all.",
        wrong: Example { file: "a returned workbook", text: "G7: 11" },
        right: Example { file: "a returned workbook", text: "G7: 10" },
    },
    Explanation {
        code: "survey-by-number",
        title: "hidden ids are gone",
        what: "The hidden column with the ids of records was deleted, so rows are matched by the number that is \
              shown.",
        why: "A number that was overwritten would be another record. Rows whose title does not fit their number \
              are refused.",
        wrong: Example { file: "a returned workbook", text: "C6: MP 020 (column A deleted)" },
        right: Example { file: "a returned workbook", text: "A6: mp-020, C6: MP 020" },
    },
    Explanation {
        code: "survey-changed",
        title: "a locked cell was changed",
        what: "A title or an earlier value is not what the record says. It was not taken.",
        why: "Only what a survey asks for is taken from its workbooks; all else is changed in the record, where \
              it can be seen.",
        wrong: Example { file: "a returned workbook", text: "F6: 3 (the record has 2)" },
        right: Example { file: "a returned workbook", text: "F6: 2" },
    },
    Explanation {
        code: "survey-column",
        title: "a heading is missing or stands there twice",
        what: "Columns are found by their headings, wherever they are. One that is needed cannot be found, or two \
              have the same.",
        why: "Nothing in such a sheet can be taken: a value of the wrong column would be worse than none.",
        wrong: Example { file: "a returned workbook", text: "G5: Stand" },
        right: Example { file: "a returned workbook", text: "G5: Neuer Stand 30.09.2023" },
    },
    Explanation {
        code: "survey-conflict",
        title: "two answers for one record",
        what: "Two rows or two workbooks say different things about a record, or its file got another value after \
              the workbook was exported.",
        why: "Nobody but the unit knows which one is true, so neither is taken and both are shown.",
        wrong: Example { file: "a returned workbook", text: "G6: 5 in a.xlsx, G6: 6 in b.xlsx" },
        right: Example { file: "a returned workbook", text: "G6: 5 in a.xlsx, G6: empty in b.xlsx" },
    },
    Explanation {
        code: "survey-file",
        title: "not a workbook of this survey",
        what: "The file cannot be read, was not made by a survey, or is for another date, city or unit.",
        why: "Answers are taken only where it is certain what was asked.",
        wrong: Example {
            file: "a returned workbook",
            text: "`survey export` for 2023-03-31, taken in with --date 2023-09-30",
        },
        right: Example {
            file: "a returned workbook",
            text: "`survey export` for 2023-09-30, taken in with --date 2023-09-30",
        },
    },
    Explanation {
        code: "survey-incomplete",
        title: "a sheet or column is gone",
        what: "A sheet, or a column that is not needed to read the rest, is no longer in the workbook.",
        why: "There may have been something in it. What is left was read.",
        wrong: Example { file: "a returned workbook", text: "H5: (column deleted)" },
        right: Example { file: "a returned workbook", text: "H5: Was ist neu? (wird veröffentlicht)" },
    },
    Explanation {
        code: "survey-new",
        title: "a new record with a title that is known",
        what: "A record is reported as new, and another one has the same title.",
        why: "A second record for one thing would be counted twice.",
        wrong: Example { file: "a returned workbook", text: "D66: CRM-System (MP 020 is called so)" },
        right: Example { file: "a returned workbook", text: "G20: 5 (the row of MP 020)" },
    },
    Explanation {
        code: "survey-reason",
        title: "a record leaves without words",
        what: "A record is dropped, merged or paused, and nothing says why.",
        why: "The report then shows only the kind of reason, which invites the question.",
        wrong: Example { file: "a returned workbook", text: "I6: entfallen" },
        right: Example {
            file: "a returned workbook",
            text: "I6: entfallen, J6: Der Anbieter hat das Verfahren eingestellt.",
        },
    },
    Explanation {
        code: "survey-record",
        title: "a row that belongs to no record, or not to this unit",
        what: "A row with an answer names no record, one of another unit, or one that is not surveyed; or its \
              cells come from different rows, as when only some columns were sorted.",
        why: "The answer would be written into the wrong record.",
        wrong: Example { file: "a returned workbook", text: "A6: mp-020, C6: MP 021" },
        right: Example { file: "a returned workbook", text: "A6: mp-020, C6: MP 020" },
    },
    Explanation {
        code: "survey-understood",
        title: "a value written in another way",
        what: "A value was typed otherwise than the scheme writes it, and can only mean one thing.",
        why: "It is said so that somebody can object.",
        wrong: Example { file: "a returned workbook", text: "G6: u" },
        right: Example { file: "a returned workbook", text: "G6: U" },
    },
    Explanation {
        code: "survey-unread",
        title: "something that was not read",
        what: "A file, sheet or column is not part of the survey.",
        why: "Somebody may have written something there that belongs into an answer.",
        wrong: Example { file: "a returned workbook", text: "Tabelle1!A1: siehe auch MP 021" },
        right: Example { file: "a returned workbook", text: "Maßnahmen!H7: Siehe auch MP 021." },
    },
];
