//! `content/snapshots/<date>.toml`: what a reporting date was when it was closed.
//!
//! The file is written by `sachstand freeze` and never by people; its digest says whether somebody
//! did. Here is only what it says; what it means beside today's records is `model`'s and `figures`'.

use super::field::{Field, Fields, File, Kind, Reader, Written};
use crate::diag::{Diagnostics, codes};
use crate::source::{Located, Span};
use crate::value::Date;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use toml::de::DeTable;

/// The version of the form; a program refuses one that it does not know.
pub const FORMAT: i64 = 1;

/// What starts the line of the digest; everything below that line is covered by it.
pub const DIGEST_KEY: &str = "digest = \"sha256:";

const SCALE: &[Field] = &[
    Field::new("min", Kind::Integer(0, 1000), "Lowest value.", "0").required(),
    Field::new("max", Kind::Integer(0, 1000), "Highest value.", "10").required(),
];
const STATUS: &[Field] = &[
    Field::new("code", Kind::Text, "Code.", "\"P\"").required(),
    Field::new("label", Kind::Text, "Name at that time.", "\"in Planung\"").required(),
    Field::new("class", Kind::Text, "Class.", "\"planned\"").required(),
    Field::new("from", Kind::Integer(0, 1000), "Lowest value that belongs to it.", "0"),
    Field::new("counts_as", Kind::Text, "For a letter: the status that it counts as.", "\"P\""),
];
const RECORD: &[Field] = &[
    Field::new("id", Kind::Text, "Id of the record.", "\"mp-020\"").required(),
    Field::new("number", Kind::Text, "Number at that time.", "\"MP 020\""),
    Field::new("title", Kind::Text, "Title at that time.", "\"CRM-System\""),
    Field::new("unit", Kind::Text, "Unit in charge at the date.", "\"0.1\""),
    Field::new("reported", Kind::Integer(1900, 2200), "Year reported.", "2022"),
    Field::new("due", Kind::Date, "Last day of its schedule.", "2023-12-31"),
    Field::new("baseline", Kind::Bool, "Whether it is in the baseline.", "true"),
    Field::new("visibility", Kind::Choice(&["public", "internal"]), "Who could see it.", "\"internal\""),
    Field::new("left", Kind::Text, "Why it left since the date before.", "\"merged\""),
    Field::new("values", Kind::Free, "What is known of it at each date of the register.", "[2, 5]").required(),
];
const REGISTER: &[Field] = &[
    Field::new("dates", Kind::Dates, "Reporting dates up to this one.", "[2023-09-30]").required(),
    Field::new("scale", Kind::Table(SCALE), "Ends of the scale.", "{ min = 0, max = 10 }"),
    Field::new("statuses", Kind::Tables(STATUS), "Statuses in order of progress.", "[]").required(),
    Field::new("letters", Kind::Tables(STATUS), "Codes outside the scale.", "[]"),
    Field::new("figures", Kind::Free, "Figures of the public edition.", "{}"),
    Field::new("published", Kind::Free, "Totals as they were published.", "{}"),
    Field::new("records", Kind::Tables(RECORD), "Every record, counted or not.", "[]").required(),
];
const TARGET: &[Field] = &[
    Field::new("register", Kind::Text, "Register whose records counted.", "\"services\""),
    Field::new("counts", Kind::Texts, "Status codes that counted.", "[\"U\"]"),
    Field::new("basis", Kind::Text, "What it was measured by.", "\"computed\""),
    Field::new("wanted", Kind::Integer(1, 1_000_000), "How many were wanted.", "100"),
    Field::new("due", Kind::Date, "By when.", "2025-12-31"),
    Field::new("reached", Kind::Free, "How many were reached.", "41"),
    Field::new("missing", Kind::Free, "How many were missing.", "59"),
    Field::new("months_left", Kind::Free, "Months to the day on which it was due.", "27"),
    Field::new("period", Kind::Free, "Months of a period.", "6"),
    Field::new("needed", Kind::Free, "Needed in each period.", "13.11"),
    Field::new("last", Kind::Free, "Achieved in the last period.", "6"),
    Field::new("average", Kind::Free, "Achieved in each period on average.", "6.00"),
    Field::new("trend", Kind::Free, "Where the average led.", "68"),
    Field::new("misses", Kind::Free, "By how many that missed.", "32"),
    Field::new("not_computable", Kind::Text, "Why there was no pace.", "\"one-date\""),
];
/// Fields of a snapshot.
pub const SNAPSHOT: Fields = &[&[
    Field::new("digest", Kind::Text, "SHA-256 of everything below this line.", "\"sha256:…\"").required(),
    Field::new("format", Kind::Integer(1, 1000), "Version of this form.", "1").required(),
    Field::new("date", Kind::Date, "Reporting date.", "2023-09-30").required(),
    Field::new("program", Kind::Text, "Version of the program that froze it.", "\"0.1.0\"").required(),
    Field::new("registers", Kind::Free, "Registers by key.", "{}").required(),
    Field::new("targets", Kind::Free, "Targets by `programme/target`.", "{}"),
]];

/// A snapshot as written.
#[derive(Debug)]
pub struct SnapshotText {
    /// Its reporting date, which is its file name.
    pub date: Date,
    /// Its first line, to point at.
    pub head: Span,
    /// The digest as written.
    pub digest: String,
    /// Whether that is the digest of its text, and its date that of its name.
    pub intact: bool,
    /// Version of the program that froze it.
    pub program: String,
    /// Registers that report at the date.
    pub registers: Vec<RegisterText>,
    /// Targets of programmes.
    pub targets: Vec<TargetText>,
}

/// A target in a snapshot; its figures are only compared as text.
#[derive(Debug)]
pub struct TargetText {
    /// `programme/target`.
    pub key: Located<String>,
    /// What counted: register, status codes, basis; none for a target in words.
    pub counts: Option<(String, Vec<String>, String)>,
    /// How many were wanted.
    pub wanted: Option<u64>,
    /// By when.
    pub due: Option<Date>,
}

/// A register in a snapshot.
#[derive(Debug)]
pub struct RegisterText {
    /// Its key.
    pub key: Located<String>,
    /// Its reporting dates up to this one.
    pub dates: Vec<Date>,
    /// Ends of its scale.
    pub scale: Option<(i64, i64)>,
    /// Its statuses, in order.
    pub statuses: Vec<CodeText>,
    /// Its letters.
    pub letters: Vec<CodeText>,
    /// Its records.
    pub records: Vec<RecordText>,
}

/// A status or letter in a snapshot.
#[derive(Debug, PartialEq, Eq)]
pub struct CodeText {
    /// Its code.
    pub code: String,
    /// Its class.
    pub class: String,
    /// Lowest value of a status, where there is a scale.
    pub from: Option<i64>,
    /// The status that a letter counts as.
    pub counts_as: Option<String>,
}

/// A record in a snapshot.
#[derive(Debug)]
pub struct RecordText {
    /// Its id.
    pub id: Located<String>,
    /// Number at that time.
    pub number: Option<String>,
    /// Title at that time.
    pub title: Option<String>,
    /// Unit in charge.
    pub unit: Option<Located<String>>,
    /// Year reported.
    pub reported: Option<i32>,
    /// Last day of its schedule.
    pub due: Option<Date>,
    /// Whether it is in the baseline.
    pub baseline: bool,
    /// Whether only the internal edition shows it.
    pub internal: bool,
    /// Why it left since the date before.
    pub left: Option<String>,
    /// What is known of it at each date.
    pub values: Vec<Located<Written>>,
}

/// The digest of a snapshot: of everything below the line that holds it, whatever its line ends.
/// Nothing if there is no such line.
pub fn digest(text: &str) -> Option<String> {
    let at = text.find(DIGEST_KEY)?;
    let below = text[at..].split_once('\n').map_or("", |(_, below)| below);
    Some(digest_of(below))
}

/// The digest of the part of a snapshot that it covers: `sha256:` and 64 digits.
pub fn digest_of(below: &str) -> String {
    let mut hash = Sha256::new();
    // Git may turn line ends into CRLF on the way to a desk; that is no change of what was frozen.
    for (i, line) in below.split("\r\n").enumerate() {
        if i > 0 {
            hash.update(b"\n");
        }
        hash.update(line.as_bytes());
    }
    let mut out = String::from("sha256:");
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

pub(super) fn read(
    file: File<'_>,
    id: &str,
    text: &str,
    table: &DeTable<'_>,
    head: Span,
    diags: &mut Diagnostics,
) -> Option<SnapshotText> {
    let mut r = Reader::new(file, table, head, "a snapshot", SNAPSHOT, diags);
    let (written, date, program) = (r.text("digest"), r.date("date"), r.text("program"));
    if let Some(format) = r.integer("format").filter(|format| format.value != FORMAT) {
        r.diags.push(codes::snapshot_format(format.span, format.value, FORMAT));
        return None;
    }
    let registers = r.keyed("registers", "a register of a snapshot", &[REGISTER], register);
    let targets = r.keyed("targets", "a target of a snapshot", &[TARGET], target);
    let written = written?;
    // A wrong file name was reported already.
    let named = Date::parse(id)?;
    let intact = digest(text).is_some_and(|digest| digest == written.value)
        && date.as_ref().is_none_or(|date| date.value == named);
    if !intact {
        r.diags.push(codes::snapshot_edited(written.span, &named.to_string()));
    }
    Some(SnapshotText {
        date: named,
        head,
        digest: written.value,
        intact,
        program: program?.value,
        registers: registers.into_iter().collect(),
        targets,
    })
}

fn register(key: Located<String>, r: &mut Reader<'_, '_>) -> RegisterText {
    RegisterText {
        dates: r.dates("dates").map(|dates| dates.value.iter().map(|d| d.value).collect()).unwrap_or_default(),
        scale: r.table("scale", "a scale", |r| Some((r.integer("min")?.value, r.integer("max")?.value))).flatten(),
        statuses: r.tables("statuses", "a status", code).into_iter().flatten().collect(),
        letters: r.tables("letters", "a letter code", code).into_iter().flatten().collect(),
        records: r.tables("records", "a record of a snapshot", record).into_iter().flatten().collect(),
        key,
    }
}

fn target(key: Located<String>, r: &mut Reader<'_, '_>) -> TargetText {
    let codes = r.texts("counts").into_iter().map(|code| code.value).collect();
    let (register, basis) = (r.text("register"), r.text("basis"));
    TargetText {
        key,
        counts: register.zip(basis).map(|(register, basis)| (register.value, codes, basis.value)),
        wanted: r.integer("wanted").map(|n| n.value.unsigned_abs()),
        due: r.date("due").map(|d| d.value),
    }
}

fn code(r: &mut Reader<'_, '_>) -> Option<CodeText> {
    let (code, class) = (r.text("code"), r.text("class"));
    let (from, counts_as) = (r.integer("from"), r.text("counts_as"));
    Some(CodeText {
        code: code?.value,
        class: class?.value,
        from: from.map(|n| n.value),
        counts_as: counts_as.map(|t| t.value),
    })
}

fn record(r: &mut Reader<'_, '_>) -> Option<RecordText> {
    let id = r.text("id");
    let record = RecordText {
        number: r.text("number").map(|t| t.value),
        title: r.text("title").map(|t| t.value),
        unit: r.text("unit"),
        reported: r.integer("reported").and_then(|n| i32::try_from(n.value).ok()),
        due: r.date("due").map(|d| d.value),
        baseline: r.boolean("baseline").is_some_and(|b| b.value),
        internal: r.choice("visibility").is_some_and(|v| v.value == "internal"),
        left: r.text("left").map(|t| t.value),
        values: r.writtens("values"),
        id: id?,
    };
    Some(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_covers_all_below_it_but_line_ends() {
        let below = "format = 1\ntitle = \"Bürger\"\n";
        let text = format!("# head\ndigest = \"{}\"\n{below}", digest_of(below));
        assert_eq!(digest(&text).as_deref(), Some(digest_of(below).as_str()));
        assert_eq!(digest(&text.replace('\n', "\r\n")), digest(&text));
        assert_eq!(digest(&text.replace("head", "Kopf")), digest(&text));
        assert_ne!(digest(&text.replace("Bürger", "Burger")), digest(&text));
        assert_eq!(digest("format = 1\n"), None);
    }
}
