//! Programmes and goals with their targets.

use super::field::{Field, Fields, File, Kind, Localised, Reader};
use crate::config::CLASSES;
use crate::diag::{Diagnostics, codes};
use crate::source::{Located, Span};
use crate::text::slug::is_slug;
use crate::value::Date;
use toml::de::DeTable;

const POINT: &[Field] = &[
    Field::new("date", Kind::Date, "Day.", "2023-12-31").required(),
    Field::new("value", Kind::Integer(0, 1_000_000), "Planned count on that day.", "50").required(),
];
const REVISED: &[Field] = &[
    Field::new("on", Kind::Date, "Since when the target is the present one.", "2024-05-01").required(),
    Field::new("wanted", Kind::Integer(1, 1_000_000), "How many were wanted before, where that was changed.", "120"),
    Field::new("due", Kind::Date, "By when it was due before, where that was changed.", "2024-12-31"),
    Field::new("reason", Kind::Text, "Why; is published.", "\"Beschluss des Rates\"").required(),
];
const TARGET: &[Field] = &[
    Field::new("id", Kind::Text, "Unique in the file, a to z, 0 to 9 and `-`.", "\"100-dienste\"").required(),
    Field::new("text", Kind::Localised, "The target in words.", "\"Bis Ende 2025 sind 100 Online-Dienste umgesetzt.\"")
        .required(),
    Field::new("register", Kind::Reference("register"), "Register whose records count.", "\"services\""),
    Field::new("class", Kind::Choice(CLASSES), "Status class that counts; or `status`.", "\"done\""),
    Field::new("status", Kind::Text, "Status code that counts; or `class`.", "\"U\""),
    Field::new("wanted", Kind::Integer(1, 1_000_000), "How many are wanted.", "100"),
    Field::new("of", Kind::Integer(1, 1_000_000), "Out of how many.", "131"),
    Field::new("of_text", Kind::Localised, "What these are.", "\"identifizierte Online-Dienste\""),
    Field::new("due", Kind::Date, "By when.", "2025-12-31"),
    Field::new(
        "basis",
        Kind::Choice(&["computed", "published"]),
        "Measured by the records (default) or by totals as published.",
        "\"published\"",
    ),
    Field::new("path", Kind::Tables(POINT), "Planned path.", "[{ date = 2023-12-31, value = 50 }]"),
    Field::new("revised", Kind::Tables(REVISED), "What the target was before it was changed.", "[]"),
];
/// Fields of a programme.
pub const PROGRAMME: Fields = &[&[
    Field::new("title", Kind::Localised, "Name.", "\"Programm Online-Dienste\"").required(),
    Field::new(
        "kind",
        Kind::Choice(&["strategy", "programme", "goal"]),
        "What it is; default programme.",
        "\"programme\"",
    ),
    Field::new("parent", Kind::Reference("programme"), "What it belongs to.", "\"kompass\""),
    Field::new("weight", Kind::Integer(-1000, 1000), "Place in the order.", "1"),
    Field::new("source", Kind::Text, "Where the facts stand.", "\"Bericht vom 02.11.2023\""),
    Field::new("target", Kind::Tables(TARGET), "Targets.", "[]"),
]];

/// A programme or goal as written.
#[derive(Debug)]
pub struct Programme {
    /// File name without ending.
    pub id: String,
    /// Its first line.
    pub head: Span,
    /// Its Markdown text.
    pub body: Span,
    /// Name.
    pub title: Localised,
    /// `strategy`, `programme` or `goal`.
    pub kind: &'static str,
    /// Id of what it belongs to.
    pub parent: Option<Located<String>>,
    /// Place in the order.
    pub weight: i64,
    /// Where the facts stand.
    pub source: Option<String>,
    /// Targets.
    pub targets: Vec<TargetText>,
}

/// A target as written.
#[derive(Debug)]
pub struct TargetText {
    /// Unique in the file.
    pub id: Located<String>,
    /// In words.
    pub text: Localised,
    /// What counts, if it can be computed.
    pub count: Option<CountText>,
    /// By when.
    pub due: Option<Date>,
    /// Out of how many.
    pub of: Option<i64>,
    /// What these are.
    pub of_text: Option<Localised>,
    /// Measured by totals as published.
    pub published: bool,
    /// Planned path, by date.
    pub path: Vec<(Date, i64)>,
    /// What it was before, by the day of the change.
    pub revised: Vec<Revision>,
}

/// What a target was before it was changed.
#[derive(Debug, Clone)]
pub struct Revision {
    /// Since when the target is another one.
    pub on: Date,
    /// How many were wanted before, if that was changed.
    pub wanted: Option<u64>,
    /// By when it was due before, if that was changed.
    pub due: Option<Date>,
    /// Why.
    pub reason: String,
}

/// What a computed target counts.
#[derive(Debug)]
pub struct CountText {
    /// Register.
    pub register: Located<String>,
    /// Status class or code.
    pub what: Countable,
    /// How many are wanted.
    pub wanted: i64,
}

/// What is counted.
#[derive(Debug)]
pub enum Countable {
    /// All statuses of a class.
    Class(&'static str),
    /// One status.
    Status(Located<String>),
}

pub(super) fn read(
    file: File<'_>,
    id: &str,
    table: &DeTable<'_>,
    head: Span,
    body: Span,
    diags: &mut Diagnostics,
) -> Programme {
    let mut r = Reader::new(file, table, head, "a programme", PROGRAMME, diags);
    Programme {
        id: id.to_owned(),
        head,
        body,
        title: r.localised("title").map(|t| t.value).unwrap_or_default(),
        kind: r.choice("kind").map_or("programme", |k| k.value),
        parent: r.text("parent"),
        weight: r.integer("weight").map_or(0, |n| n.value),
        source: r.text("source").map(|t| t.value),
        targets: targets(&mut r),
    }
}

fn targets(r: &mut Reader<'_, '_>) -> Vec<TargetText> {
    let all: Vec<TargetText> = r.tables("target", "a target", target).into_iter().flatten().collect();
    for (i, target) in all.iter().enumerate() {
        if let Some(first) = all[..i].iter().find(|t| t.id.value == target.id.value) {
            r.diags.push(codes::duplicate_entry(target.id.span, &target.id.value, first.id.span));
        }
    }
    all
}

fn target(r: &mut Reader<'_, '_>) -> Option<TargetText> {
    let id = r.text("id");
    if let Some(id) = id.as_ref().filter(|id| !is_slug(&id.value)) {
        r.diags.push(codes::unknown_choice(id.span, "id", &id.value, [crate::text::slug::slug(&id.value).as_str()]));
    }
    let text = r.localised("text");
    let (class, status) = (r.choice("class"), r.text("status"));
    let (register, wanted, due) = (r.text("register"), r.integer("wanted"), r.date("due"));
    let what = class.map(|c| Countable::Class(c.value)).or(status.map(Countable::Status));
    complete(r);
    let point = |r: &mut Reader<'_, '_>| {
        let (date, value) = (r.date("date"), r.integer("value"));
        Some((date?.value, value?.value))
    };
    let mut path: Vec<(Date, i64)> = r.tables("path", "a point of the path", point).into_iter().flatten().collect();
    path.sort_by_key(|(date, _)| *date);
    let mut revised: Vec<Revision> =
        r.tables("revised", "a change of the target", revision).into_iter().flatten().collect();
    revised.sort_by_key(|revision| revision.on);
    Some(TargetText {
        of: r.integer("of").map(|n| n.value),
        of_text: r.localised("of_text").map(|t| t.value),
        published: r.choice("basis").is_some_and(|b| b.value == "published"),
        path,
        revised,
        count: match (register, what, wanted) {
            (Some(register), Some(what), Some(wanted)) if due.is_some() => {
                Some(CountText { register, what, wanted: wanted.value })
            }
            _ => None,
        },
        due: due.map(|d| d.value),
        id: id?,
        text: text?.value,
    })
}

fn revision(r: &mut Reader<'_, '_>) -> Option<Revision> {
    let (on, wanted, due, reason) = (r.date("on"), r.integer("wanted"), r.date("due"), r.text("reason"));
    if wanted.is_none() && due.is_none() {
        r.diags.push(codes::target_incomplete(r.head, "what it was before: `wanted` or `due`"));
    }
    Some(Revision {
        on: on?.value,
        wanted: wanted.map(|n| n.value.unsigned_abs()),
        due: due.map(|d| d.value),
        reason: reason?.value,
    })
}

/// Reports a target that says something of what is counted, but not all. A target in words says
/// nothing of it; it may have a day by which it is to be reached.
fn complete(r: &mut Reader<'_, '_>) {
    let has = |key: &str| r.key_of(key).is_some();
    let needed = [
        ("`register`", has("register")),
        ("`class` or `status`", has("class") || has("status")),
        ("`wanted`", has("wanted")),
        ("`due`", has("due")),
    ];
    if !needed[..3].iter().any(|(_, there)| *there) {
        return;
    }
    let missing: Vec<&str> = needed.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        r.diags.push(codes::target_incomplete(r.head, &missing.join(", ")));
    }
}
