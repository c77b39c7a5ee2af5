//! One constructor for each kind of problem, and the list of all kinds.
//!
//! Messages are made here and nowhere else: one sentence, lower case, literals in backticks, no
//! full stop; the help says what to do next. Whoever finds a problem only says where and with what.
//!
//! The file is long because all messages stand side by side: that keeps them in one voice.
//!
//! A new code needs its constructor here, its line in [`CODES`], its text in `explain` and a file
//! in `tests/checks`.

mod frozen;
mod insert;
mod rules;
pub mod sheet;
pub mod survey;
mod syntax;

pub use frozen::*;
pub use insert::*;
pub use rules::*;

use super::{Code, Diagnostic, Locus, Severity};
use crate::source::{Span, turns_direction};

const fn format(name: &'static str) -> Code {
    Code { name, severity: Severity::Error, adjustable: false }
}

const fn rule(name: &'static str, severity: Severity) -> Code {
    Code { name, severity, adjustable: true }
}

const fn warning(name: &'static str) -> Code {
    Code { name, severity: Severity::Warning, adjustable: false }
}

const fn note(name: &'static str) -> Code {
    Code { name, severity: Severity::Note, adjustable: false }
}

macro_rules! codes {
    ($($constant:ident = $make:expr;)*) => {
        $(#[allow(missing_docs)] pub static $constant: Code = $make;)*
        /// Every kind of problem, by name.
        pub static CODES: &[&Code] = &[$(&$constant),*];
    };
}

// Kept in the order of their names, so that a newcomer finds one and the list reads as a reference.
codes! {
    ADDRESS_COLLISION = format("address-collision");
    ADDRESS_VANISHED = format("address-vanished");
    AS_OF_TOO_EARLY = format("as-of-too-early");
    BAD_ADDRESS = format("bad-address");
    BAD_CELL = format("bad-cell");
    BAD_DATE = format("bad-date");
    BAD_INSERT = format("bad-insert");
    BAD_LEIKA_KEY = format("bad-leika-key");
    BAD_MAPPING = format("bad-mapping");
    BAD_MONEY = format("bad-money");
    BAD_PERMALINK = format("bad-permalink");
    BAD_SCHEDULE = format("bad-schedule");
    BASELINE_NOT_DONE = rule("baseline-not-done", Severity::Warning);
    CHANGED_SINCE_EXPORT = format("changed-since-export");
    CIRCULAR_REFERENCE = format("circular-reference");
    CODE_AGAINST_NUMBER = rule("code-against-number", Severity::Warning);
    CONTROL_CHARACTER = format("control-character");
    CORRECTION_MISMATCH = format("correction-mismatch");
    DATE_ORDER = format("date-order");
    DATES_CONTRADICT = rule("dates-contradict", Severity::Warning);
    DEAD_LINK = format("dead-link");
    DEAD_SUCCESSOR = format("dead-successor");
    DENOMINATORS_DIFFER = rule("denominators-differ", Severity::Warning);
    DONE_WITHOUT_DATE = rule("done-without-date", Severity::Warning);
    DUPLICATE_CODE = format("duplicate-code");
    DUPLICATE_COLUMN = format("duplicate-column");
    DUPLICATE_CORRECTION = format("duplicate-correction");
    DUPLICATE_HTML_ID = format("duplicate-html-id");
    DUPLICATE_ID = format("duplicate-id");
    DUPLICATE_NUMBER = format("duplicate-number");
    DUPLICATE_ROW = format("duplicate-row");
    EMPTY_VALUE = format("empty-value");
    FIGURE_DIFFERS = rule("figure-differs", Severity::Note);
    FILE_NAME = format("file-name");
    FILE_TOO_LARGE = format("file-too-large");
    FROZEN_DIFFERENCE = format("frozen-difference");
    FROZEN_FIGURES = format("frozen-figures");
    FROZEN_SCHEME = format("frozen-scheme");
    IMPOSSIBLE_ADDRESS = format("impossible-address");
    IMPRECISE_DATE = format("imprecise-date");
    INSERT_PLACE = format("insert-place");
    INSERT_WITHOUT_FIGURE = format("insert-without-figure");
    INTERNAL_LEAK = format("internal-leak");
    INTERNAL_REFERENCE = rule("internal-reference", Severity::Note);
    INVALID_UTF8 = format("invalid-utf8");
    LEFT_BUT_COLLECTED = rule("left-but-collected", Severity::Warning);
    LETTER_WITHOUT_STATUS = format("letter-without-status");
    LISTED_TWICE = format("listed-twice");
    MISSING_ALTERNATIVE = format("missing-alternative");
    MISSING_FIELD = format("missing-field");
    MISSING_FILE = format("missing-file");
    MISSING_FRONT_MATTER = format("missing-front-matter");
    MISSING_HEADER = format("missing-header");
    NO_CURRENT_VALUE = rule("no-current-value", Severity::Warning);
    NOT_A_FILE = format("not-a-file");
    NOT_A_REPORTING_DATE = format("not-a-reporting-date");
    PAGE_FRAME = format("page-frame");
    PAGE_WEIGHT = rule("page-weight", Severity::Warning);
    PLANNED_END_PASSED = rule("planned-end-passed", Severity::Warning);
    PROGRESS_FALLS = rule("progress-falls", Severity::Warning);
    PROGRESS_JUMPS = rule("progress-jumps", Severity::Warning);
    PROGRESS_STANDS_STILL = rule("progress-stands-still", Severity::Warning);
    PUBLISHED_TOTAL_DIFFERS = rule("published-total-differs", Severity::Warning);
    PUBLISHED_TOTAL_SUM = rule("published-total-sum", Severity::Warning);
    RAW_HTML = rule("raw-html", Severity::Warning);
    RECORD_WITHOUT_UNIT = rule("record-without-unit", Severity::Warning);
    REPORTED_AFTER_DONE = rule("reported-after-done", Severity::Note);
    RESERVED_NAME = format("reserved-name");
    SCALE_RANGE = format("scale-range");
    SELF_REFERENCE = format("self-reference");
    SERVICE_WITHOUT_ADDRESS = rule("service-without-address", Severity::Warning);
    SHEETS_DIFFER = format("sheets-differ");
    SKIPPED_ROW = rule("skipped-row", Severity::Note);
    SNAPSHOT_EDITED = format("snapshot-edited");
    SNAPSHOT_FORMAT = format("snapshot-format");
    STATUS_AGAINST_SCALE = rule("status-against-scale", Severity::Warning);
    STATUS_DIFFERS = rule("status-differs", Severity::Warning);
    SUCCESSOR_CONFLICT = format("successor-conflict");
    SURVEY_ANSWER = format("survey-answer");
    SURVEY_BY_NUMBER = note("survey-by-number");
    SURVEY_CHANGED = warning("survey-changed");
    SURVEY_COLUMN = format("survey-column");
    SURVEY_CONFLICT = format("survey-conflict");
    SURVEY_FILE = format("survey-file");
    SURVEY_INCOMPLETE = warning("survey-incomplete");
    SURVEY_NEW = warning("survey-new");
    SURVEY_REASON = warning("survey-reason");
    SURVEY_RECORD = format("survey-record");
    SURVEY_UNDERSTOOD = note("survey-understood");
    SURVEY_UNREAD = note("survey-unread");
    SYMBOLIC_LINK = format("symbolic-link");
    TARGET_INCOMPLETE = format("target-incomplete");
    TEMPLATE_ERROR = format("template-error");
    TEXT_MISSING = format("text-missing");
    THEME_CONTRACT = format("theme-contract");
    THRESHOLD_ORDER = format("threshold-order");
    TOML_SYNTAX = format("toml-syntax");
    UNCLEAR_ROW = format("unclear-row");
    UNCLOSED_FRONT_MATTER = format("unclosed-front-matter");
    UNIT_DIFFERS = rule("unit-differs", Severity::Warning);
    UNIT_ENDED = rule("unit-ended", Severity::Warning);
    UNKNOWN_CHOICE = format("unknown-choice");
    UNKNOWN_CODE = format("unknown-code");
    UNKNOWN_COLUMN = rule("unknown-column", Severity::Warning);
    UNKNOWN_INSERT = format("unknown-insert");
    UNKNOWN_KEY = format("unknown-key");
    UNKNOWN_LANGUAGE = format("unknown-language");
    UNKNOWN_PLACE = format("unknown-place");
    UNKNOWN_REFERENCE = format("unknown-reference");
    UNKNOWN_SHEET = format("unknown-sheet");
    UNKNOWN_THEME = format("unknown-theme");
    UNPRINTABLE_CHARACTER = warning("unprintable-character");
    UNREADABLE_ENTRY = format("unreadable-entry");
    UNREADABLE_WORKBOOK = format("unreadable-workbook");
    UNRESOLVED_REFERENCE = rule("unresolved-reference", Severity::Warning);
    UNSAFE_LINK = format("unsafe-link");
    UNUSABLE_COLOUR = format("unusable-colour");
    UNUSABLE_LOGO = format("unusable-logo");
    UNUSED_SEVERITY = format("unused-severity");
    VALUE_BEFORE_REPORTED = rule("value-before-reported", Severity::Warning);
    VALUE_OFF_SCALE = format("value-off-scale");
    VALUE_READ_AS = rule("value-read-as", Severity::Note);
    WRONG_HISTORY = format("wrong-history");
    WRONG_TYPE = format("wrong-type");
}

/// The kind with this name.
pub fn find(name: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|code| code.name == name)
}

/// The most similar of `known`, if it is similar enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score > 0.78)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone, what: &str) -> String {
    match nearest(word, known.clone()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => {
            let mut all: Vec<&str> = known.into_iter().collect();
            if all.is_empty() {
                return format!("there are no {what} yet");
            }
            let more = all.len().saturating_sub(12);
            all.truncate(12);
            let list = all.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("known {what}: {list}{rest}")
        }
    }
}

fn at(code: &'static Code, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Locus::Text(span), message.into())
}

fn on(code: &'static Code, path: &str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Locus::Path(path.to_owned()), message.into())
}

// ---- files ----------------------------------------------------------------------------------

/// An entry of the site folder that the system would not let us read.
pub fn unreadable_entry(path: &str, reason: &str) -> Diagnostic {
    on(&UNREADABLE_ENTRY, path, format!("cannot read this entry: {reason}"))
        .help("give the program the right to read it, or move it out of the site folder")
}

/// A symbolic link: it could lead out of the site.
pub fn symbolic_link(path: &str) -> Diagnostic {
    on(&SYMBOLIC_LINK, path, "symbolic links are not followed, because they can lead out of the site folder")
        .help("put a copy of the file here, or remove the link")
}

/// A pipe, socket or device.
pub fn not_a_file(path: &str) -> Diagnostic {
    on(&NOT_A_FILE, path, "this is neither a file nor a folder").help("remove it from the site folder")
}

/// A text file larger than any record can be. Sizes in bytes.
pub fn file_too_large(path: &str, size: u64, limit: u64) -> Diagnostic {
    let mb = |n: u64| n.div_ceil(1_000_000);
    on(&FILE_TOO_LARGE, path, format!("this file has {} MB, texts may have {} MB at most", mb(size), mb(limit)))
        .help("split it, or put it below content/assets/ if it is to be offered as it is")
}

/// A file larger than one that is published as it is may be. Sizes in bytes.
pub fn copied_file_too_large(path: &str, size: u64, limit: u64) -> Diagnostic {
    let (size, limit) = (size.div_ceil(1_000_000), limit.div_ceil(1_000_000));
    let message = format!("this file has {size} MB, files that are published as they are may have {limit} MB at most");
    on(&FILE_TOO_LARGE, path, message).help("put it where large files are offered, outside the site, and link to it")
}

/// Files that are published as they are and together have more than is possible; `path` is the largest.
pub fn copied_files_too_large(path: &str, size: u64, together: u64, limit: u64) -> Diagnostic {
    let [size, together, limit] = [size, together, limit].map(|bytes| bytes.div_ceil(1_000_000));
    let message = format!(
        "the files that are published as they are have {together} MB together, they may have {limit} MB at most; this \
         one is the largest, with {size} MB"
    );
    on(&FILE_TOO_LARGE, path, message)
        .help("put the largest of them where large files are offered, outside the site, and link to them")
}

/// A text file with bytes that are not UTF-8.
pub fn invalid_utf8(path: &str, line: usize, column: usize) -> Diagnostic {
    on(&INVALID_UTF8, path, format!("this file is not UTF-8: the first wrong byte is in line {line}, column {column}"))
        .help("save it as UTF-8 (in most editors: Save with encoding)")
}

/// A character in a text that no reader sees and no page may hold.
pub fn control_character(span: Span, c: char) -> Diagnostic {
    let does = match turns_direction(c) {
        true => "turns the direction in which what follows is read",
        false => "nobody can read",
    };
    let message = format!("this text holds a control character (U+{:04X}), which {does}", u32::from(c));
    Diagnostic::new(&CONTROL_CHARACTER, Locus::Text(span), message)
        .help("remove it; such characters come along when text is copied from a terminal, a PDF or a web page")
}

/// A file that no part of the program would ever look at.
pub fn unknown_place(path: &str, hint: &str) -> Diagnostic {
    on(&UNKNOWN_PLACE, path, "nothing belongs here: this file would not be used").help(hint)
}

/// A file name that cannot be an address.
pub fn file_name(path: &str, suggestion: &str) -> Diagnostic {
    if let Some(what) = [("content/reports/", "report"), ("content/snapshots/", "snapshot")]
        .iter()
        .find_map(|(folder, what)| path.starts_with(folder).then_some(*what))
    {
        return on(&FILE_NAME, path, format!("the file name of a {what} is its reporting date"))
            .help(format!("rename it to a date such as `{suggestion}`"));
    }
    on(&FILE_NAME, path, "the file name is the record's id and address: only a to z, 0 to 9 and `-` are allowed")
        .help(format!("rename it to `{suggestion}`"))
}

/// A file or folder whose name is not UTF-8; `path` shows it as well as can be.
pub fn file_name_encoding(path: &str) -> Diagnostic {
    on(&FILE_NAME, path, "the name of this file or folder is not UTF-8, so it cannot be an address")
        .help("rename it: a to z, 0 to 9 and `-` work everywhere")
}

/// A file that every site needs.
pub fn missing_file(path: &str) -> Diagnostic {
    on(&MISSING_FILE, path, format!("`{path}` is missing"))
        .help("run this in the folder of a site, name it with --site DIR, or make one with `sachstand init DIR`")
}

// ---- front matter and TOML ------------------------------------------------------------------

/// A Markdown record that does not start with `+++`.
pub fn missing_front_matter(span: Span) -> Diagnostic {
    at(&MISSING_FRONT_MATTER, span, "a record starts with a line `+++`")
        .help("put `+++`, the keys and again `+++` above the text")
}

/// Front matter without its closing line.
pub fn unclosed_front_matter(span: Span) -> Diagnostic {
    at(&UNCLOSED_FRONT_MATTER, span, "the closing line `+++` is missing")
        .label("the keys start here")
        .help("put a line `+++` between the last key and the text")
}

/// What the TOML parser says, in plain words.
pub fn toml_syntax(span: Span, message: &str) -> Diagnostic {
    let (words, help) = syntax::plain(message, span.range().is_empty());
    at(&TOML_SYNTAX, span, words).help(help)
}

/// A key that the table of fields does not know.
pub fn unknown_key<'a>(
    span: Span,
    key: &str,
    place: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    at(&UNKNOWN_KEY, span, format!("{place} has no key `{key}`")).help(did_you_mean(key, known, "keys"))
}

/// A value of another kind than the field wants. `wanted` and `found` are nouns with article.
pub fn wrong_type(span: Span, key: &str, wanted: &str, found: &str, example: &str) -> Diagnostic {
    // The kind may be right and only the value out of bounds.
    let this = if wanted.starts_with(found) { String::new() } else { format!(", this is {found}") };
    at(&WRONG_TYPE, span, format!("`{key}` must be {wanted}{this}")).help(format!("write it like `{example}`"))
}

/// A required field that is not there; `span` is the head of the table it belongs to.
pub fn missing_field(span: Span, key: &str, place: &str, example: &str) -> Diagnostic {
    at(&MISSING_FIELD, span, format!("{place} needs `{key}`")).help(format!("add a line such as `{example}`"))
}

/// A text that is there but blank.
pub fn empty_value(span: Span, key: &str) -> Diagnostic {
    at(&EMPTY_VALUE, span, format!("`{key}` is empty")).help("write a text, or remove the line")
}

/// A list or table without any entry, where at least one is needed.
pub fn empty_list(span: Span, key: &str, example: &str) -> Diagnostic {
    at(&EMPTY_VALUE, span, format!("`{key}` is empty, it needs at least one entry"))
        .help(format!("write it like `{example}`"))
}

/// A word outside a fixed list.
pub fn unknown_choice<'a>(
    span: Span,
    key: &str,
    word: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    at(&UNKNOWN_CHOICE, span, format!("`{word}` is not a value of `{key}`")).help(did_you_mean(word, known, "values"))
}

/// A language that the program has no interface texts for.
pub fn unknown_language<'a>(
    span: Span,
    language: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    at(&UNKNOWN_LANGUAGE, span, format!("there are no interface texts in the language `{language}`"))
        .help(did_you_mean(language, known, "languages"))
}

// ---- values ---------------------------------------------------------------------------------

/// Something that should be a day and is none.
pub fn bad_date(span: Span, text: &str) -> Diagnostic {
    at(&BAD_DATE, span, format!("`{text}` is not a date")).help("write year, month and day: `2023-09-30`")
}

/// A month or year where a day is needed.
pub fn imprecise_date(span: Span, text: &str, key: &str) -> Diagnostic {
    at(&IMPRECISE_DATE, span, format!("`{key}` needs a day, `{text}` leaves it open"))
        .help("write year, month and day: `2023-09-30`")
}

/// A schedule in no known form.
pub fn bad_schedule(span: Span, text: &str) -> Diagnostic {
    at(&BAD_SCHEDULE, span, format!("`{text}` is not a schedule"))
        .help("write a year, half-year, quarter, month or day, or two of them from/to: `2023`, `2024-H2`, `2023-Q3`, `2023-09`, `2010/2012`")
}

/// An amount that is not euros and cents.
pub fn bad_money(span: Span, text: &str) -> Diagnostic {
    at(&BAD_MONEY, span, format!("`{text}` is not an amount in euros"))
        .help("write it with a point and at most two decimals: `12500.50`")
}

/// A LeiKa key that has not 14 digits.
pub fn bad_leika_key(span: Span, text: &str) -> Diagnostic {
    at(&BAD_LEIKA_KEY, span, format!("`{text}` is not a LeiKa key"))
        .help("a key has 14 digits and stands in quotes: \"99012345678901\"")
}

/// An address that is not a full https address.
pub fn bad_address(span: Span, key: &str, text: &str) -> Diagnostic {
    if key == "base_url" {
        return at(&BAD_ADDRESS, span, format!("`{key}` must be a full web address that ends with `/`, not `{text}`"))
            .help("write it like `https://www.example.org/progress/`");
    }
    at(&BAD_ADDRESS, span, format!("`{key}` must be a full web address, not `{text}`"))
        .help("write it like `https://www.example.org/`")
}

/// A progress value outside the scale.
pub fn value_off_scale(span: Span, value: i64, min: i64, max: i64) -> Diagnostic {
    at(&VALUE_OFF_SCALE, span, format!("{value} is off the scale from {min} to {max}"))
        .help(format!("write a whole number from {min} to {max}, or a letter code of the scheme, if it has any"))
}

/// A status or letter code that the scheme does not have.
pub fn unknown_code<'a>(
    span: Span,
    code: &str,
    scheme: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    at(&UNKNOWN_CODE, span, format!("the status scheme `{scheme}` has no code `{code}`"))
        .help(did_you_mean(code, known, "codes"))
}

/// A status code in a history of numbers; the status has those from `min` to `max`.
pub fn status_follows(span: Span, code: &str, min: u16, max: u16) -> Diagnostic {
    let numbers = if min == max { format!("{min}") } else { format!("a whole number from {min} to {max}") };
    at(&WRONG_TYPE, span, format!("`{code}` is a status, and on a scale the status follows from the number"))
        .help(format!("write {numbers} for `{code}`"))
}

/// A value for a day that is no reporting date of the register (its key) or of `the site`.
pub fn not_a_reporting_date<'a>(
    span: Span,
    date: &str,
    register: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let other = did_you_mean(date, known, "dates");
    let break_ = if other.ends_with('?') { " A" } else { "; a" };
    let owner = if register.contains(' ') { register.to_owned() } else { format!("`{register}`") };
    at(&NOT_A_REPORTING_DATE, span, format!("{date} is not a reporting date of {owner}"))
        .help(format!("{other}{break_} new date is added to `reporting_dates` in content/site.toml"))
}

/// `[progress]`, `[status]` or `[[events]]` in a register that keeps its history otherwise.
pub fn wrong_history(span: Span, key: &str, register: &str, wanted: &str) -> Diagnostic {
    at(&WRONG_HISTORY, span, format!("records of `{register}` keep their history in `{wanted}`, not in `{key}`")).help(
        format!("move the values to `{wanted}`, or change `history` or `scheme` of the register in content/site.toml"),
    )
}

/// A value from before the record was reported.
pub fn value_before_reported(span: Span, date: &str, reported: i32) -> Diagnostic {
    at(&VALUE_BEFORE_REPORTED, span, format!("there is a value for {date}, but the record was reported in {reported}"))
        .help("correct the year reported or remove the value; until then the value counts")
}

/// A record of the baseline whose latest value is not done.
pub fn baseline_not_done(span: Span, value: &str) -> Diagnostic {
    at(
        &BASELINE_NOT_DONE,
        span,
        format!("the record belongs to the baseline of things already done, but its latest value is {value}"),
    )
    .help("remove `baseline`, or correct the value; until then it stays outside every count")
}

/// A value at a date at which the record has left.
pub fn left_but_collected(span: Span, date: &str, left: Span) -> Diagnostic {
    at(&LEFT_BUT_COLLECTED, span, format!("there is a value for {date}, although the record has left by then"))
        .also(left, "left here")
        .help("remove the value or the entry in `[[left]]`; until then the value counts")
}

// ---- names and references -------------------------------------------------------------------

/// Two files with the same id in one register.
pub fn duplicate_id(path: &str, id: &str, other: &str) -> Diagnostic {
    on(&DUPLICATE_ID, path, format!("the id `{id}` is used twice, also by `{other}`"))
        .help("rename one of the two files")
}

/// The same id twice in one file.
pub fn duplicate_entry(span: Span, id: &str, first: Span) -> Diagnostic {
    at(&DUPLICATE_ID, span, format!("the id `{id}` is used twice"))
        .also(first, "first used here")
        .help("give one of the two another id")
}

/// The same extra field twice for one register.
pub fn duplicate_extra(span: Span, name: &str, first: Span) -> Diagnostic {
    at(&DUPLICATE_ID, span, format!("the extra field `{name}` is there twice"))
        .also(first, "first declared here")
        .help("give one of the two another `name`, or other `registers`")
}

/// Two records of a register with the same number.
pub fn duplicate_number(span: Span, number: &str, first: Span) -> Diagnostic {
    at(&DUPLICATE_NUMBER, span, format!("the number `{number}` is used twice"))
        .also(first, "first used here")
        .help("give one of the two another number; `sachstand new` takes the next free one")
}

/// A code that a status scheme has twice.
pub fn duplicate_code(span: Span, code: &str, first: Span) -> Diagnostic {
    at(&DUPLICATE_CODE, span, format!("the code `{code}` is used twice in this scheme"))
        .also(first, "first used here")
        .help("give one of the two another code")
}

/// A name that leads nowhere. `what` is a noun without article, e.g. `unit`.
pub fn unknown_reference<'a>(
    span: Span,
    name: &str,
    what: &str,
    known: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let plural = format!("{what}s");
    at(&UNKNOWN_REFERENCE, span, format!("there is no {what} `{name}`")).help(did_you_mean(name, known, &plural))
}

/// A record that names itself.
pub fn self_reference(span: Span, key: &str) -> Diagnostic {
    at(&SELF_REFERENCE, span, format!("`{key}` names the record itself"))
        .help("name another record, or remove the line")
}

/// Parents or successors that lead back to their start. `chain` reads `a → b → a`.
pub fn circular_reference(span: Span, key: &str, chain: &str) -> Diagnostic {
    at(&CIRCULAR_REFERENCE, span, format!("`{key}` leads in a circle: {chain}")).help("remove one of these references")
}

/// A public record that names an internal one.
pub fn internal_reference(span: Span, name: &str) -> Diagnostic {
    at(&INTERNAL_REFERENCE, span, format!("`{name}` is internal, so the public site leaves this reference out"))
        .help("nothing needs to be done; make the other record public to show it")
}

/// A file that wants an address of another, or an impossible one; `problem` says which.
pub fn address_collision(path: &str, _address: &str, problem: &str) -> Diagnostic {
    on(&ADDRESS_COLLISION, path, problem)
        .help("addresses come from file names, and from `slug` and `id` in the configuration")
}

/// Two pages that want the same address. `other` names whose page was there first, and where.
pub fn address_taken(place: Locus, address: &str, other: &str, first: Option<Span>) -> Diagnostic {
    let problem =
        Diagnostic::new(&ADDRESS_COLLISION, place, format!("the address `/{address}` is taken twice, also by {other}"))
            .help(
                "rename one of the two; addresses come from file names, and from `slug` and `id` in the configuration",
            );
    match first {
        Some(span) => problem.also(span, "taken first here"),
        None => problem,
    }
}

/// A page or file that wants an address which not every web space can hold.
pub fn impossible_address(place: Locus, address: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(&IMPOSSIBLE_ADDRESS, place, format!("the address `/{address}` cannot be published: {reason}"))
        .help("take another name; addresses come from file names, and from `slug` and `id` in the configuration")
}

// ---- site.toml ------------------------------------------------------------------------------

/// A register with the key of a folder that holds something else.
pub fn reserved_name(span: Span, key: &str, holds: &str) -> Diagnostic {
    at(&RESERVED_NAME, span, format!("a register cannot be called `{key}`: content/{key}/ holds {holds}"))
        .help("choose another key; it is also the name of the folder with the register's records")
}

/// Dates that are not in ascending order, or twice.
pub fn date_order(span: Span, key: &str, date: &str) -> Diagnostic {
    at(&DATE_ORDER, span, format!("{date} does not come after the entry before it in `{key}`"))
        .help("sort the dates from old to new, each once")
}

/// An as-of date before the first reporting date.
pub fn as_of_too_early(span: Option<Span>, as_of: &str, first: &str) -> Diagnostic {
    let locus = span.map_or(Locus::Site, Locus::Text);
    Diagnostic::new(
        &AS_OF_TOO_EARLY,
        locus,
        format!("on {as_of} there was nothing to report: the first reporting date is {first}"),
    )
    .help(format!("take {first} or a later day"))
}

/// A scale whose ends are not in order, or beyond what a scale may span.
pub fn scale_range(span: Span, min: i64, max: i64) -> Diagnostic {
    at(&SCALE_RANGE, span, format!("a scale cannot run from {min} to {max}"))
        .help("`min` is 0 or more and smaller than `max`; `max` is 1000 at most: `scale = { min = 0, max = 10 }`")
}

/// Thresholds that do not rise from the bottom of the scale, or stand without a scale.
pub fn threshold_order(span: Span, message: &str) -> Diagnostic {
    at(&THRESHOLD_ORDER, span, message.to_owned())
        .help("the first status starts at the bottom of the scale, each further one above the one before; without a scale no status has `from`")
}

/// A letter code that counts but does not say as what.
pub fn letter_without_status(span: Span, code: &str) -> Diagnostic {
    at(&LETTER_WITHOUT_STATUS, span, format!("the letter code `{code}` counts, but does not say as which status"))
        .help("add `status = \"…\"` with one of the scheme's status codes, or remove `counts`")
}

/// A severity for a code that does not exist or may not be changed.
pub fn unused_severity(span: Span, message: String, help: String) -> Diagnostic {
    at(&UNUSED_SEVERITY, span, message).help(help)
}

/// A target that names a register but not all that it takes to compute it.
pub fn target_incomplete(span: Span, missing: &str) -> Diagnostic {
    at(&TARGET_INCOMPLETE, span, format!("a target that is computed also needs {missing}"))
        .help("give `register`, `class` or `status`, `wanted` and `due`; a target in words has none of them but `due`")
}

// ---- totals as published --------------------------------------------------------------------

/// Printed parts that do not add up to the printed total.
pub fn published_total_sum(span: Span, what: &str, parts: i64, total: i64) -> Diagnostic {
    at(
        &PUBLISHED_TOTAL_SUM,
        span,
        format!("the published {what} by status add up to {parts}, the published total is {total}"),
    )
    .help("compare with the source; if the source prints it so, say it in `text`")
}

/// A printed figure that the records of a complete register contradict.
pub fn published_total_differs(span: Span, what: &str, published: i64, computed: i64) -> Diagnostic {
    at(&PUBLISHED_TOTAL_DIFFERS, span, format!("the published {what} is {published}, the records give {computed}"))
        .help("correct the records or the published figure; while records are missing, set `complete = false` for the register")
}

// ---- texts ----------------------------------------------------------------------------------

/// HTML inside Markdown, which is shown as text.
pub fn raw_html(span: Span) -> Diagnostic {
    at(&RAW_HTML, span, "HTML in a text is not interpreted, it would be shown as written")
        .help("write it in Markdown: `**bold**`, `*italic*`, `[text](https://www.example.org/)`")
}

/// A link whose scheme could run a script or leave the web.
pub fn unsafe_link(span: Span, target: &str) -> Diagnostic {
    at(&UNSAFE_LINK, span, format!("links may not lead to `{target}`"))
        .help("links start with https://, http://, mailto:, tel:, `/` for a page of this site, or `#`")
}

// ---- theme ----------------------------------------------------------------------------------

/// A theme folder that does not exist.
pub fn unknown_theme<'a>(span: Span, name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Diagnostic {
    at(&UNKNOWN_THEME, span, format!("there is no theme `{name}`")).help(did_you_mean(name, known, "themes"))
}

/// A theme made for other views than this version gives.
pub fn theme_contract(path: &str, found: i64, wanted: u32) -> Diagnostic {
    on(
        &THEME_CONTRACT,
        path,
        format!("this theme is made for contract {found}, this version of sachstand gives contract {wanted}"),
    )
    .help("bring the theme's templates up to date (see CHANGELOG.md) and set `contract` in its theme.toml")
}

/// What the template engine says; `span` if the template is a file of the site.
pub fn template_error(span: Option<Span>, path: &str, message: &str) -> Diagnostic {
    let locus = span.map_or_else(|| Locus::Path(path.to_owned()), Locus::Text);
    Diagnostic::new(&TEMPLATE_ERROR, locus, sentence_case(message))
        .help("correct the template, or remove it from the theme to fall back to the default one")
}

/// A name that stands twice in a list in which it may stand once.
pub fn listed_twice(span: Span, key: &str, name: &str, first: Span) -> Diagnostic {
    at(&LISTED_TWICE, span, format!("`{name}` stands twice in `{key}`"))
        .also(first, "listed first here")
        .help("remove one of the two")
}

/// A colour that is none, or too light for text on white; `contrast` to white in hundredths.
pub fn unusable_colour(span: Span, colour: &str, contrast: Option<u64>) -> Diagnostic {
    let message = match contrast {
        None => format!("`{colour}` is no colour in the form `#rrggbb`"),
        Some(n) => {
            format!("`{colour}` is too light: its contrast to white is {}.{:02}, text needs 4.50", n / 100, n % 100)
        }
    };
    at(&UNUSABLE_COLOUR, span, message).help("name a darker one such as `#1d4f7c`, or remove the line")
}

/// A logo that cannot be printed. `reason` is a sentence about the file.
pub fn unusable_logo(span: Span, logo: &str, reason: &str) -> Diagnostic {
    at(&UNUSABLE_LOGO, span, format!("`{logo}` cannot be the logo: {reason}"))
        .help("put an SVG or PNG file below content/assets/, name it here, and say in `logo_text` what it shows")
}

/// A character that no typeface of the documents has; `span` if it stands in a file of the site.
pub fn unprintable(span: Option<Span>, c: char) -> Diagnostic {
    let locus = span.map_or_else(|| Locus::Path("content".to_owned()), Locus::Text);
    let message = format!("`{c}` (U+{:04X}) cannot be printed in PDF; `□` stands for it there", u32::from(c));
    Diagnostic::new(&UNPRINTABLE_CHARACTER, locus, message)
        .help("write it in words; letters of Latin, Greek, Cyrillic, Arabic and Hebrew can be printed, emoji cannot")
}

/// Messages of others in our way: one sentence, a first word in small letters, names in capitals kept.
fn sentence_case(message: &str) -> String {
    let parts: Vec<String> = message.trim_end_matches('.').split(". ").map(small_start).collect();
    parts.join("; ")
}

fn small_start(message: &str) -> String {
    let mut letters = message.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => message.to_owned(),
    }
}

/// An interface text that is missing in a language, or differs in its placeholders.
pub fn text_missing(span: Span, key: &str, problem: &str) -> Diagnostic {
    at(&TEXT_MISSING, span, format!("the interface text `{key}` {problem}"))
        .help("compare with the default theme's strings of the same language")
}

// ---- finished pages -------------------------------------------------------------------------

/// A link between our own pages that leads nowhere.
pub fn dead_link(page: &str, target: &str) -> Diagnostic {
    on(&DEAD_LINK, page, format!("the link to `{target}` leads to no page of this site"))
        .help("correct the link in the text or template; pages are named by their address, e.g. `/massnahmen/mp-020/`")
}

/// The same id twice in one page.
pub fn duplicate_html_id(page: &str, id: &str) -> Diagnostic {
    on(&DUPLICATE_HTML_ID, page, format!("the page has the id `{id}` twice"))
        .help("give one of the two elements another id in the template or heading")
}

/// A picture or drawing without a text for those who cannot see it.
pub fn missing_alternative(page: &str, element: &str) -> Diagnostic {
    on(&MISSING_ALTERNATIVE, page, format!("`{element}` has no text alternative"))
        .help("say in words what it shows: `![what it shows](picture.png)`")
}

/// Something that each page must have once and this one has not.
pub fn page_frame(page: &str, what: &str) -> Diagnostic {
    on(&PAGE_FRAME, page, format!("the page must have exactly one {what}"))
        .help("compare the theme's templates with the default ones")
}

/// An internal text found in public output.
pub fn internal_leak(page: &str, field: &str) -> Diagnostic {
    on(&INTERNAL_LEAK, page, format!("the internal content of {field} stands in public output"))
        .help("nothing was published; remove the text from public fields, or report this as a fault of the program")
}

/// A page that is too heavy for a phone. Sizes in bytes.
pub fn page_weight(page: &str, size: usize, limit: usize) -> Diagnostic {
    on(&PAGE_WEIGHT, page, format!("the page weighs {} kB, more than {} kB", size.div_ceil(1000), limit / 1000))
        .help("split the text into several pages")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_unique() {
        assert!(CODES.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn near_misses_are_recognised() {
        assert_eq!(nearest("progres", ["progress", "programmes", "planned"]), Some("progress"));
        assert_eq!(nearest("zzz", ["progress"]), None);
    }
}
