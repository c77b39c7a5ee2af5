//! Tracked records: measures, services and the records of further registers.
//!
//! They share one table of fields; services have a few more. What a value means (scale, codes,
//! reporting dates) is not known here.

use super::field::{Field, Fields, File, Kind, Moment, Raw, Reader, Written};
use crate::diag::{Diagnostics, codes};
use crate::source::{Located, SourceId, Span};
use crate::value::{Date, Money, Schedule};
use toml::de::{DeTable, DeValue};

/// Words for how a service is delivered.
pub const DELIVERIES: &[&str] = &[
    "efa",
    "own-form",
    "specialist-system",
    "external-portal",
    "open",
];
/// Words for who uses a service.
pub const AUDIENCES: &[&str] = &["citizens", "businesses", "internal"];
/// Words for why a record left.
pub const REASONS: &[&str] = &["merged", "dropped", "paused", "not-collected", "moved"];
/// Words for kinds of event.
pub const EVENT_KINDS: &[&str] = &["status", "new", "reworked", "withdrawn"];
/// Words for the part that another unit has.
pub const ROLES: &[&str] = &["lead", "participating"];
/// Models of maturity with their highest level.
pub const MATURITY: &[(&str, i64)] = &[("ozg", 4), ("ozg-2025", 7)];

const UNIT: &[Field] = &[
    Field::new(
        "unit",
        Kind::Reference("unit"),
        "Unit from this day on.",
        "\"0.1\"",
    )
    .required(),
    Field::new(
        "from",
        Kind::Date,
        "First day; the first entry has none.",
        "2023-01-01",
    ),
];
const UNITS: &[Field] = &[
    Field::new("unit", Kind::Reference("unit"), "Another unit.", "\"1.2\"").required(),
    Field::new(
        "role",
        Kind::Choice(ROLES),
        "Its part; default participating.",
        "\"participating\"",
    ),
];
const RENUMBERED: &[Field] = &[
    Field::new(
        "on",
        Kind::Date,
        "Since when the record has its present number.",
        "2023-01-01",
    )
    .required(),
    Field::new("from", Kind::Text, "Number before.", "\"MP 007\"").required(),
];
const LINK: &[Field] = &[
    Field::new(
        "title",
        Kind::Text,
        "Text of the link.",
        "\"Beteiligungsportal\"",
    )
    .required(),
    Field::new(
        "url",
        Kind::Url,
        "Its address.",
        "\"https://www.example.org/\"",
    )
    .required(),
];
const MANUAL: &[Field] = &[
    Field::new("status", Kind::Text, "Code of the status.", "\"P\"").required(),
    Field::new(
        "reason",
        Kind::Text,
        "Why it is set by hand; is published.",
        "\"Entscheidung des Ausschusses\"",
    )
    .required(),
    Field::new("since", Kind::Date, "Since when it holds.", "2023-05-01").required(),
];
const EVENT: &[Field] = &[
    Field::new(
        "date",
        Kind::Moment,
        "When; a day, month or year.",
        "2024-03-18",
    )
    .required(),
    Field::new("status", Kind::Text, "Status from then on.", "\"U\""),
    Field::new(
        "kind",
        Kind::Choice(EVENT_KINDS),
        "Kind of event; default status.",
        "\"status\"",
    ),
    Field::new("text", Kind::Text, "What happened.", "\"In Betrieb\""),
    Field::new(
        "source",
        Kind::Text,
        "Where it stands.",
        "\"Vorlage 12/2024\"",
    ),
];
const UPDATE: &[Field] = &[
    Field::new("date", Kind::Date, "Day of the update.", "2023-06-01").required(),
    Field::new(
        "text",
        Kind::Text,
        "What is new.",
        "\"Der Auftrag ist vergeben.\"",
    )
    .required(),
    Field::new(
        "source",
        Kind::Text,
        "Where it stands.",
        "\"Vorlage 12/2023\"",
    ),
];
const LEFT: &[Field] = &[
    Field::new(
        "date",
        Kind::Date,
        "First reporting date at which the record is gone.",
        "2023-03-31",
    )
    .required(),
    Field::new("reason", Kind::Choice(REASONS), "Why.", "\"merged\"").required(),
    Field::new(
        "text",
        Kind::Text,
        "Why, in words.",
        "\"Geht in MP 011 auf.\"",
    ),
    Field::new(
        "into",
        Kind::Reference("record"),
        "The record it went into.",
        "\"mp-011\"",
    ),
];
const CORRECTION: &[Field] = &[
    Field::new(
        "date",
        Kind::Date,
        "Reporting date whose value was corrected.",
        "2023-03-31",
    )
    .required(),
    Field::new("value", Kind::Values, "Right value.", "5").required(),
    Field::new("was", Kind::Values, "Value as it was reported.", "4").required(),
    Field::new("on", Kind::Date, "Day of the correction.", "2023-11-02").required(),
    Field::new(
        "reason",
        Kind::Text,
        "Why; is published.",
        "\"Übertragungsfehler\"",
    )
    .required(),
];
const MATURITY_FIELDS: &[Field] = &[
    Field::new(
        "model",
        Kind::Choice(&["ozg", "ozg-2025"]),
        "Model: ozg (0 to 4) or ozg-2025 (0 to 7).",
        "\"ozg\"",
    )
    .required(),
    Field::new("level", Kind::Integer(0, 7), "Level.", "2").required(),
];

const SHARED: &[Field] = &[
    Field::new(
        "number",
        Kind::Text,
        "Number as people see it, unique in the register.",
        "\"MP 020\"",
    ),
    Field::new(
        "title",
        Kind::Text,
        "Name in one line; required unless `source_gap` is true.",
        "\"CRM-System zur Verwaltung von Firmendaten\"",
    ),
    Field::new(
        "unit",
        Kind::Unit(UNIT),
        "Unit that answers for it; or `[[unit]]` with `from` for a change over time.",
        "\"0.1\"",
    ),
    Field::new(
        "units",
        Kind::Tables(UNITS),
        "Other units and their part.",
        "[{ unit = \"1.2\", role = \"participating\" }]",
    ),
    Field::new(
        "reported",
        Kind::Integer(1900, 2200),
        "Year in which it was reported.",
        "2022",
    ),
    Field::new(
        "schedule",
        Kind::Schedule,
        "When it is to be introduced.",
        "\"2023\"",
    ),
    Field::new(
        "planned",
        Kind::Schedule,
        "Plan, where plan and actual are given apart.",
        "\"2023-H1\"",
    ),
    Field::new(
        "actual",
        Kind::Schedule,
        "Actual, where plan and actual are given apart.",
        "\"2024\"",
    ),
    Field::new(
        "baseline",
        Kind::Bool,
        "Already done when the plan began: stays outside the base.",
        "true",
    ),
    Field::new(
        "progress",
        Kind::Values,
        "Values of the scale by reporting date.",
        "{ 2023-03-31 = 2, 2023-09-30 = 5 }",
    ),
    Field::new(
        "status",
        Kind::Codes,
        "Status codes by reporting date, in registers without a scale.",
        "{ 2023-09-30 = \"P\" }",
    ),
    Field::new(
        "events",
        Kind::Tables(EVENT),
        "Dated states, in registers that keep events.",
        "[{ date = 2024-03-18, status = \"U\" }]",
    ),
    Field::new(
        "manual_status",
        Kind::Table(MANUAL),
        "A status set by hand, with its reason.",
        "{ status = \"P\", reason = \"…\", since = 2023-05-01 }",
    ),
    Field::new(
        "updates",
        Kind::Tables(UPDATE),
        "Dated news between reporting dates.",
        "[{ date = 2023-06-01, text = \"…\" }]",
    ),
    Field::new(
        "left",
        Kind::Tables(LEFT),
        "When and why the record left the base.",
        "[{ date = 2023-03-31, reason = \"merged\" }]",
    ),
    Field::new(
        "corrections",
        Kind::Tables(CORRECTION),
        "Values corrected later.",
        "[]",
    ),
    Field::new(
        "programmes",
        Kind::References("programme"),
        "Programmes and goals it serves.",
        "[\"online-dienste\"]",
    ),
    Field::new(
        "related",
        Kind::References("record"),
        "Related records.",
        "[\"mp-011\"]",
    ),
    Field::new(
        "merged_into",
        Kind::Reference("record"),
        "Record it went into.",
        "\"mp-011\"",
    ),
    Field::new(
        "replaces",
        Kind::References("record"),
        "Records it replaces.",
        "[\"mp-001\"]",
    ),
    Field::new(
        "replaced_by",
        Kind::Reference("record"),
        "Record that replaces it.",
        "\"mp-030\"",
    ),
    Field::new(
        "renumbered",
        Kind::Tables(RENUMBERED),
        "Earlier numbers.",
        "[{ on = 2023-01-01, from = \"MP 007\" }]",
    ),
    Field::new(
        "contact",
        Kind::Text,
        "Office or role mailbox for questions; is published.",
        "\"digital@example.org\"",
    ),
    Field::new("budget", Kind::Money, "Budget in euros.", "12500.50"),
    Field::new(
        "links",
        Kind::Tables(LINK),
        "Links.",
        "[{ title = \"…\", url = \"https://…\" }]",
    ),
    Field::new(
        "visibility",
        Kind::Choice(&["public", "internal"]),
        "Who may see the record; default public.",
        "\"internal\"",
    ),
    Field::new(
        "source_gap",
        Kind::Bool,
        "The source shows this record only in part.",
        "true",
    ),
    Field::new(
        "source",
        Kind::Text,
        "Where the facts stand.",
        "\"Bericht vom 02.11.2023\"",
    ),
    Field::new(
        "extra",
        Kind::Free,
        "Values of the extra fields that site.toml declares.",
        "{ goals = [\"A\"] }",
    ),
];

const SERVICE_ONLY: &[Field] = &[
    Field::new(
        "delivery",
        Kind::Choice(DELIVERIES),
        "How it is delivered.",
        "\"own-form\"",
    ),
    Field::new(
        "audience",
        Kind::Choices(AUDIENCES),
        "Who uses it.",
        "[\"citizens\"]",
    ),
    Field::new(
        "url",
        Kind::Url,
        "Where the service is.",
        "\"https://www.example.org/dienst\"",
    ),
    Field::new(
        "leika",
        Kind::LeikaKeys,
        "LeiKa keys, 14 digits each.",
        "[\"99012345678901\"]",
    ),
    Field::new(
        "maturity",
        Kind::Table(MATURITY_FIELDS),
        "OZG maturity.",
        "{ model = \"ozg\", level = 2 }",
    ),
    Field::new(
        "measures",
        Kind::References("record"),
        "Measures it belongs to.",
        "[\"MP 017\"]",
    ),
];

/// Fields of a measure.
pub const MEASURE: Fields = &[SHARED];
/// Fields of a service.
pub const SERVICE: Fields = &[SHARED, SERVICE_ONLY];
/// Fields of a record of a further register.
pub const RECORD: Fields = &[SHARED];

/// Fields that only `source_gap` excuses.
const TITLE: &str = "title";

/// A tracked record as its file says.
#[derive(Debug)]
pub struct Tracked {
    /// File name without ending: permanent id and address.
    pub id: String,
    /// Its file.
    pub source: SourceId,
    /// First line, to point at.
    pub head: Span,
    /// Its Markdown text.
    pub body: Span,
    /// Number as people see it.
    pub number: Option<Located<String>>,
    /// Name.
    pub title: Option<Located<String>>,
    /// Units in charge with the day from which on.
    pub unit: Vec<(Option<Located<Date>>, Located<String>)>,
    /// Other units with their part.
    pub units: Vec<(Located<String>, &'static str)>,
    /// Year reported.
    pub reported: Option<Located<i64>>,
    /// Schedule.
    pub schedule: Option<Schedule>,
    /// Plan, if given apart.
    pub planned: Option<Schedule>,
    /// Actual, if given apart.
    pub actual: Option<Schedule>,
    /// Done before the plan began.
    pub baseline: Option<Located<bool>>,
    /// Values by reporting date.
    pub progress: Option<Located<Vec<(Located<Date>, Located<Written>)>>>,
    /// Codes by reporting date.
    pub status: Option<Located<Vec<(Located<Date>, Located<Written>)>>>,
    /// Dated states.
    pub events: Vec<EventText>,
    /// Where the events stand.
    pub events_at: Option<Span>,
    /// Status set by hand.
    pub manual: Option<Manual>,
    /// News.
    pub updates: Vec<Update>,
    /// When and why it left.
    pub left: Vec<LeftText>,
    /// Values corrected later.
    pub corrections: Vec<Correction>,
    /// Names of programmes.
    pub programmes: Vec<Located<String>>,
    /// Names of related records.
    pub related: Vec<Located<String>>,
    /// Name of the record it went into.
    pub merged_into: Option<Located<String>>,
    /// Names of records it replaces.
    pub replaces: Vec<Located<String>>,
    /// Name of the record that replaces it.
    pub replaced_by: Option<Located<String>>,
    /// Earlier numbers.
    pub renumbered: Vec<(Date, String)>,
    /// For questions.
    pub contact: Option<String>,
    /// Budget.
    pub budget: Option<Money>,
    /// Links: text and address.
    pub links: Vec<(String, String)>,
    /// Whether only the internal edition shows it.
    pub internal: bool,
    /// Whether the source shows it only in part.
    pub source_gap: bool,
    /// Where the facts stand.
    pub source_text: Option<String>,
    /// Values of extra fields, still unchecked.
    pub extra: Vec<(Located<String>, Located<ExtraText>)>,
    /// Only for services.
    pub service: Option<Box<ServiceText>>,
}

/// What only services have.
#[derive(Debug, Default)]
pub struct ServiceText {
    /// How it is delivered.
    pub delivery: Option<&'static str>,
    /// Who uses it.
    pub audience: Vec<&'static str>,
    /// Where it is.
    pub url: Option<String>,
    /// LeiKa keys.
    pub leika: Vec<String>,
    /// Model and level of maturity.
    pub maturity: Option<(&'static str, i64)>,
    /// Names of its measures.
    pub measures: Vec<Located<String>>,
}

/// A dated state as written.
#[derive(Debug)]
pub struct EventText {
    /// When.
    pub date: Located<Moment>,
    /// Status code from then on.
    pub status: Option<Located<String>>,
    /// One of [`EVENT_KINDS`].
    pub kind: &'static str,
    /// What happened.
    pub text: Option<String>,
    /// Where it stands.
    pub source: Option<String>,
}

/// A status set by hand.
#[derive(Debug, Clone)]
pub struct Manual {
    /// Code.
    pub status: Located<String>,
    /// Why; is published.
    pub reason: String,
    /// Since when.
    pub since: Date,
}

/// Dated news.
#[derive(Debug, Clone)]
pub struct Update {
    /// Day.
    pub date: Date,
    /// What is new.
    pub text: String,
    /// Where it stands.
    pub source: Option<String>,
}

/// Why a record left.
#[derive(Debug)]
pub struct LeftText {
    /// First reporting date at which it is gone.
    pub date: Located<Date>,
    /// One of [`REASONS`].
    pub reason: &'static str,
    /// In words.
    pub text: Option<String>,
    /// Where it went.
    pub into: Option<Located<String>>,
}

/// A value corrected later.
#[derive(Debug)]
pub struct Correction {
    /// Reporting date.
    pub date: Located<Date>,
    /// Right value.
    pub value: Located<Written>,
    /// Value as reported.
    pub was: Located<Written>,
    /// Day of the correction.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// Value of an extra field.
#[derive(Debug, Clone, PartialEq)]
pub enum ExtraText {
    /// A text.
    Text(String),
    /// A number as written.
    Number(String),
    /// A day.
    Date(Date),
    /// Yes or no.
    Bool(bool),
    /// Several texts.
    List(Vec<String>),
    /// Something else; what it is, with article.
    Other(&'static str),
}

/// Reads the front matter of a tracked record. `kind` is `measure`, `service` or `record`.
pub(super) fn read(
    file: File<'_>,
    id: &str,
    table: &DeTable<'_>,
    head: Span,
    body: Span,
    kind: &'static str,
    diags: &mut Diagnostics,
) -> Tracked {
    let record_type = super::record_type(kind).unwrap_or(&super::RECORD_TYPES[2]);
    let mut r = Reader::new(
        file,
        table,
        head,
        record_type.noun,
        record_type.fields,
        diags,
    );
    let r = &mut r;
    let source_gap = r.boolean("source_gap").is_some_and(|b| b.value);
    let title = r.text(TITLE);
    if r.key_of(TITLE).is_none() && !source_gap {
        let example = format!("title = {}", SHARED[1].example);
        r.diags.push(codes::missing_field(
            head,
            TITLE,
            record_type.noun,
            &example,
        ));
    }
    Tracked {
        id: id.to_owned(),
        source: file.source,
        head,
        body,
        number: r.text("number"),
        title,
        unit: unit(r),
        units: r
            .tables("units", "another unit", |r| {
                Some((
                    r.text("unit")?,
                    r.choice("role").map_or("participating", |c| c.value),
                ))
            })
            .into_iter()
            .flatten()
            .collect(),
        reported: r.integer("reported"),
        schedule: r.schedule("schedule").map(|s| s.value),
        planned: r.schedule("planned").map(|s| s.value),
        actual: r.schedule("actual").map(|s| s.value),
        baseline: r.boolean("baseline"),
        progress: r.values("progress"),
        status: r.values("status"),
        events_at: r.key_of("events"),
        events: events(r),
        manual: r
            .table("manual_status", "a manual status", |r| {
                Some(Manual {
                    status: r.text("status")?,
                    reason: r.text("reason")?.value,
                    since: r.date("since")?.value,
                })
            })
            .flatten(),
        updates: r
            .tables("updates", "an update", |r| {
                Some(Update {
                    date: r.date("date")?.value,
                    text: r.text("text")?.value,
                    source: r.text("source").map(|t| t.value),
                })
            })
            .into_iter()
            .flatten()
            .collect(),
        left: left(r),
        corrections: corrections(r),
        programmes: r.texts("programmes"),
        related: r.texts("related"),
        merged_into: r.text("merged_into"),
        replaces: r.texts("replaces"),
        replaced_by: r.text("replaced_by"),
        renumbered: r
            .tables("renumbered", "an earlier number", |r| {
                Some((r.date("on")?.value, r.text("from")?.value))
            })
            .into_iter()
            .flatten()
            .collect(),
        contact: r.text("contact").map(|t| t.value),
        budget: r.money("budget").map(|m| m.value),
        links: r
            .tables("links", "a link", |r| {
                Some((r.text("title")?.value, r.url("url")?.value))
            })
            .into_iter()
            .flatten()
            .collect(),
        internal: r
            .choice("visibility")
            .is_some_and(|v| v.value == "internal"),
        source_gap,
        source_text: r.text("source").map(|t| t.value),
        extra: r
            .free("extra")
            .into_iter()
            .map(|(key, raw)| {
                (
                    key,
                    Located {
                        value: extra(raw),
                        span: raw.span,
                    },
                )
            })
            .collect(),
        service: (kind == "service").then(|| Box::new(service(r))),
    }
}

fn unit(r: &mut Reader<'_, '_>) -> Vec<(Option<Located<Date>>, Located<String>)> {
    if r.is_text("unit") {
        return r
            .text("unit")
            .map(|name| (None, name))
            .into_iter()
            .collect();
    }
    r.tables("unit", "a unit in charge", |r| {
        Some((r.date("from"), r.text("unit")?))
    })
    .into_iter()
    .flatten()
    .collect()
}

fn events(r: &mut Reader<'_, '_>) -> Vec<EventText> {
    let read = |r: &mut Reader<'_, '_>| {
        Some(EventText {
            date: r.moment("date")?,
            status: r.text("status"),
            kind: r.choice("kind").map_or("status", |k| k.value),
            text: r.text("text").map(|t| t.value),
            source: r.text("source").map(|t| t.value),
        })
    };
    r.tables("events", "an event", read)
        .into_iter()
        .flatten()
        .collect()
}

fn left(r: &mut Reader<'_, '_>) -> Vec<LeftText> {
    let read = |r: &mut Reader<'_, '_>| {
        Some(LeftText {
            date: r.date("date")?,
            reason: r.choice("reason")?.value,
            text: r.text("text").map(|t| t.value),
            into: r.text("into"),
        })
    };
    r.tables("left", "an entry in `[[left]]`", read)
        .into_iter()
        .flatten()
        .collect()
}

fn corrections(r: &mut Reader<'_, '_>) -> Vec<Correction> {
    let read = |r: &mut Reader<'_, '_>| {
        Some(Correction {
            date: r.date("date")?,
            value: r.written("value")?,
            was: r.written("was")?,
            on: r.date("on")?.value,
            reason: r.text("reason")?.value,
        })
    };
    r.tables("corrections", "a correction", read)
        .into_iter()
        .flatten()
        .collect()
}

fn service(r: &mut Reader<'_, '_>) -> ServiceText {
    ServiceText {
        delivery: r.choice("delivery").map(|c| c.value),
        audience: r.choices("audience").into_iter().map(|c| c.value).collect(),
        url: r.url("url").map(|t| t.value),
        leika: r.leika_keys("leika").into_iter().map(|t| t.value).collect(),
        maturity: r
            .table("maturity", "the maturity", |r| {
                let (model, level) = (r.choice("model")?, r.integer("level")?);
                let highest = MATURITY
                    .iter()
                    .find(|(name, _)| *name == model.value)
                    .map_or(0, |(_, highest)| *highest);
                if level.value > highest {
                    r.diags
                        .push(codes::value_off_scale(level.span, level.value, 0, highest));
                    return None;
                }
                Some((model.value, level.value))
            })
            .flatten(),
        measures: r.texts("measures"),
    }
}

fn extra(raw: Raw<'_, '_>) -> ExtraText {
    match raw.value {
        DeValue::String(text) => ExtraText::Text(text.to_string()),
        DeValue::Integer(n) => ExtraText::Number(n.as_str().to_owned()),
        DeValue::Float(n) => ExtraText::Number(n.as_str().to_owned()),
        DeValue::Boolean(b) => ExtraText::Bool(*b),
        DeValue::Datetime(d) => match (d.date, d.time) {
            (Some(date), None) => Date::new(
                i32::from(date.year),
                u32::from(date.month),
                u32::from(date.day),
            )
            .map_or(ExtraText::Other("a time"), ExtraText::Date),
            _ => ExtraText::Other("a time"),
        },
        DeValue::Array(items) => {
            let texts: Option<Vec<String>> = items
                .iter()
                .map(|item| match item.get_ref() {
                    DeValue::String(text) => Some(text.to_string()),
                    _ => None,
                })
                .collect();
            texts.map_or(
                ExtraText::Other("a list of other things than texts"),
                ExtraText::List,
            )
        }
        DeValue::Table(_) => ExtraText::Other("a table"),
    }
}
