//! The tables of fields of tracked records.

use super::super::field::{Field, Fields, Kind};

/// Words for how a service is delivered.
pub const DELIVERIES: &[&str] = &["efa", "own-form", "specialist-system", "external-portal", "open"];
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
    Field::new("unit", Kind::Reference("unit"), "Unit from this day on.", "\"0.1\"").required(),
    Field::new("from", Kind::Date, "First day; the first entry has none.", "2023-01-01"),
];
const UNITS: &[Field] = &[
    Field::new("unit", Kind::Reference("unit"), "Another unit.", "\"1.2\"").required(),
    Field::new("role", Kind::Choice(ROLES), "Its part; default participating.", "\"participating\""),
];
const RENUMBERED: &[Field] = &[
    Field::new("on", Kind::Date, "Since when the record has its present number.", "2023-01-01").required(),
    Field::new("from", Kind::Text, "Number before.", "\"MP 007\"").required(),
];
const LINK: &[Field] = &[
    Field::new("title", Kind::Text, "Text of the link.", "\"Beteiligungsportal\"").required(),
    Field::new("url", Kind::Url, "Its address.", "\"https://www.example.org/\"").required(),
];
const MANUAL: &[Field] = &[
    Field::new("status", Kind::Text, "Code of the status.", "\"P\"").required(),
    Field::new("reason", Kind::Text, "Why it is set by hand; is published.", "\"Entscheidung des Ausschusses\"")
        .required(),
    Field::new("since", Kind::Date, "Since when it holds.", "2023-05-01").required(),
];
const EVENT: &[Field] = &[
    Field::new("date", Kind::Moment, "When; a day, month or year.", "2024-03-18").required(),
    Field::new("status", Kind::Text, "Status from then on.", "\"U\""),
    Field::new("kind", Kind::Choice(EVENT_KINDS), "Kind of event; default status.", "\"status\""),
    Field::new("text", Kind::Text, "What happened.", "\"In Betrieb\""),
    Field::new("source", Kind::Text, "Where it stands.", "\"Vorlage 12/2024\""),
];
const UPDATE: &[Field] = &[
    Field::new("date", Kind::Date, "Day of the update.", "2023-06-01").required(),
    Field::new("text", Kind::Text, "What is new.", "\"Der Auftrag ist vergeben.\"").required(),
    Field::new("source", Kind::Text, "Where it stands.", "\"Vorlage 12/2023\""),
];
const LEFT: &[Field] = &[
    Field::new("date", Kind::Date, "First reporting date at which the record is gone.", "2023-03-31").required(),
    Field::new("reason", Kind::Choice(REASONS), "Why.", "\"merged\"").required(),
    Field::new("text", Kind::Text, "Why, in words.", "\"Geht in MP 011 auf.\""),
    Field::new("into", Kind::Reference("record"), "The record it went into.", "\"mp-011\""),
];
const CORRECTION: &[Field] = &[
    Field::new("date", Kind::Date, "Reporting date that is corrected.", "2023-03-31").required(),
    Field::new("value", Kind::Values, "Right value; left out where there should have been none.", "5"),
    Field::new("was", Kind::Values, "Value as it was reported; left out where there was none.", "4"),
    Field::new("unit", Kind::Reference("unit"), "Right unit, where it was wrong; also for earlier dates.", "\"1.2\""),
    Field::new("baseline", Kind::Bool, "Right answer, where it was wrong; also for earlier dates.", "true"),
    Field::new(
        "visibility",
        Kind::Choice(&["public", "internal"]),
        "Visibility since then, where it was changed; also for earlier dates.",
        "\"internal\"",
    ),
    Field::new(
        "left",
        Kind::Choice(REASONS),
        "Right reason why it left, where none or another was given.",
        "\"merged\"",
    ),
    Field::new("on", Kind::Date, "Day of the correction.", "2023-11-02").required(),
    Field::new("reason", Kind::Text, "Why; is published.", "\"Übertragungsfehler\"").required(),
];
const MATURITY_FIELDS: &[Field] = &[
    Field::new("model", Kind::Choice(&["ozg", "ozg-2025"]), "Model: ozg (0 to 4) or ozg-2025 (0 to 7).", "\"ozg\"")
        .required(),
    Field::new("level", Kind::Integer(0, 7), "Level.", "2").required(),
];

pub(super) const SHARED: &[Field] = &[
    Field::new("number", Kind::Text, "Number as people see it, unique in the register.", "\"MP 020\""),
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
    Field::new("reported", Kind::Integer(1900, 2200), "Year in which it was reported.", "2022"),
    Field::new("schedule", Kind::Schedule, "When it is to be introduced.", "\"2023\""),
    Field::new("planned", Kind::Schedule, "Plan, where plan and actual are given apart.", "\"2023-H1\""),
    Field::new("actual", Kind::Schedule, "Actual, where plan and actual are given apart.", "\"2024\""),
    Field::new("baseline", Kind::Bool, "Already done when the plan began: stays outside the base.", "true"),
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
    Field::new("corrections", Kind::Tables(CORRECTION), "Values corrected later.", "[]"),
    Field::new("programmes", Kind::References("programme"), "Programmes and goals it serves.", "[\"online-dienste\"]"),
    Field::new("related", Kind::References("record"), "Related records.", "[\"mp-011\"]"),
    Field::new("merged_into", Kind::Reference("record"), "Record it went into.", "\"mp-011\""),
    Field::new("replaces", Kind::References("record"), "Records it replaces.", "[\"mp-001\"]"),
    Field::new("replaced_by", Kind::Reference("record"), "Record that replaces it.", "\"mp-030\""),
    Field::new("renumbered", Kind::Tables(RENUMBERED), "Earlier numbers.", "[{ on = 2023-01-01, from = \"MP 007\" }]"),
    Field::new("contact", Kind::Text, "Office or role mailbox for questions; is published.", "\"digital@example.org\""),
    Field::new("budget", Kind::Money, "Budget in euros.", "12500.50"),
    Field::new("links", Kind::Tables(LINK), "Links.", "[{ title = \"…\", url = \"https://…\" }]"),
    Field::new(
        "visibility",
        Kind::Choice(&["public", "internal"]),
        "Who may see the record; default public.",
        "\"internal\"",
    ),
    Field::new("source_gap", Kind::Bool, "The source shows this record only in part.", "true"),
    Field::new("source", Kind::Text, "Where the facts stand.", "\"Bericht vom 02.11.2023\""),
    Field::new(
        "unresolved",
        Kind::Texts,
        "References of an imported sheet that lead nowhere yet, as they stood there.",
        "[\"MP 999\"]",
    ),
    Field::new("extra", Kind::Free, "Values of the extra fields that site.toml declares.", "{ goals = [\"A\"] }"),
];

const SERVICE_ONLY: &[Field] = &[
    Field::new("delivery", Kind::Choice(DELIVERIES), "How it is delivered.", "\"own-form\""),
    Field::new("audience", Kind::Choices(AUDIENCES), "Who uses it.", "[\"citizens\"]"),
    Field::new("url", Kind::Url, "Where the service is.", "\"https://www.example.org/dienst\""),
    Field::new("leika", Kind::LeikaKeys, "LeiKa keys, 14 digits each.", "[\"99012345678901\"]"),
    Field::new("maturity", Kind::Table(MATURITY_FIELDS), "OZG maturity.", "{ model = \"ozg\", level = 2 }"),
    Field::new("measures", Kind::References("record"), "Measures it belongs to.", "[\"MP 017\"]"),
];

/// Fields of a measure.
pub const MEASURE: Fields = &[SHARED];
/// Fields of a service.
pub const SERVICE: Fields = &[SHARED, SERVICE_ONLY];
/// Fields of a record of a further register.
pub const RECORD: Fields = &[SHARED];
