//! The tables of fields of content/site.toml.

use super::pdf::PDF;
use super::rules::{QUALITY, RULES};
use crate::record::field::{Field, Kind};

/// Names of the fixed status classes.
pub const CLASSES: &[&str] = &["planned", "active", "done", "paused", "dropped", "unknown"];
const YES_NO: &[&str] = &["public", "internal"];

const PUBLISHER: &[Field] = &[
    Field::new("name", Kind::Localised, "Name of the body that publishes.", "\"Stadt Musterhausen\"").required(),
    Field::new("url", Kind::Url, "Its website.", "\"https://www.example.org/\""),
    Field::new("email", Kind::Text, "Its role mailbox.", "\"digital@example.org\""),
    Field::new("licence", Kind::Text, "Licence of the published data, as SPDX id.", "\"CC0-1.0\""),
    Field::new(
        "licence_url",
        Kind::Url,
        "Text of that licence.",
        "\"https://creativecommons.org/publicdomain/zero/1.0/\"",
    ),
];

const SCALE: &[Field] = &[
    Field::new("min", Kind::Integer(0, 1000), "Lowest value.", "0").required(),
    Field::new("max", Kind::Integer(0, 1000), "Highest value.", "10").required(),
];

const STATUS: &[Field] = &[
    Field::new("code", Kind::Text, "Code as the city writes it.", "\"P\"").required(),
    Field::new("label", Kind::Localised, "Name.", "\"in Planung\"").required(),
    Field::new("class", Kind::Choice(CLASSES), "Fixed class that statistics and colours use.", "\"planned\"")
        .required(),
    Field::new("from", Kind::Integer(0, 1000), "With a scale: lowest value that belongs to it.", "0"),
    Field::new("text", Kind::Localised, "What it means.", "\"Noch nicht begonnen oder erste Vorarbeiten\""),
];

const STEP: &[Field] = &[
    Field::new("value", Kind::Integer(0, 1000), "Value of the scale.", "0").required(),
    Field::new("text", Kind::Localised, "What it means.", "\"noch nicht begonnen\"").required(),
];

const LETTER: &[Field] = &[
    Field::new("code", Kind::Text, "Code as the city writes it.", "\"a\"").required(),
    Field::new("label", Kind::Localised, "Name.", "\"Code a\"").required(),
    Field::new("class", Kind::Choice(CLASSES), "Fixed class.", "\"unknown\"").required(),
    Field::new("counts", Kind::Bool, "Whether records with it are counted.", "false"),
    Field::new("status", Kind::Text, "As which status it counts.", "\"P\""),
    Field::new("text", Kind::Localised, "What it means.", "\"Bedeutung nicht angegeben\""),
];

pub(super) const SCHEME: &[Field] = &[
    Field::new("title", Kind::Localised, "Name of the scheme.", "\"Projektfortschritt\""),
    Field::new(
        "scale",
        Kind::Table(SCALE),
        "Ends of the scale; without it the history holds status codes.",
        "{ min = 0, max = 10 }",
    ),
    Field::new(
        "status",
        Kind::Tables(STATUS),
        "Statuses in order of progress.",
        "[{ code = \"P\", label = \"in Planung\", class = \"planned\" }]",
    )
    .required(),
    Field::new("step", Kind::Tables(STEP), "What single values of the scale mean.", "[]"),
    Field::new("letter", Kind::Tables(LETTER), "Codes outside the scale.", "[]"),
];

pub(super) const REGISTER: &[Field] = &[
    Field::new(
        "kind",
        Kind::Choice(&["measure", "service", "record"]),
        "Which fields its records have.",
        "\"measure\"",
    )
    .required(),
    Field::new("scheme", Kind::Text, "Its status scheme.", "\"progress\"").required(),
    Field::new("history", Kind::Choice(&["surveyed", "events"]), "How its history is kept.", "\"surveyed\""),
    Field::new("slug", Kind::Text, "Address of its list.", "\"massnahmen\"").required(),
    Field::new("title", Kind::Localised, "Its name.", "\"Maßnahmen\"").required(),
    Field::new("singular", Kind::Localised, "What one record is called.", "\"Maßnahme\"").required(),
    Field::new("text", Kind::Localised, "A few words above the list.", "\"Alle Maßnahmen des Plans.\""),
    Field::new("number_prefix", Kind::Text, "What its numbers start with.", "\"MP \""),
    Field::new("number_digits", Kind::Integer(1, 9), "How many digits its numbers have.", "3"),
    Field::new(
        "baseline_label",
        Kind::Text,
        "What the city calls the cohort of things done before the plan began.",
        "\"2020-U(10)\"",
    ),
    Field::new("complete", Kind::Bool, "Whether all records of the register are here.", "true"),
    Field::new("reporting_dates", Kind::Dates, "Its own reporting dates.", "[2023-03-31, 2023-09-30]"),
    Field::new("weight", Kind::Integer(-1000, 1000), "Place in the order of registers.", "1"),
];

const EXTRA: &[Field] = &[
    Field::new("name", Kind::Text, "Key inside `[extra]` of a record.", "\"goals\"").required(),
    Field::new("label", Kind::Localised, "Its name.", "\"Ziele\"").required(),
    Field::new("kind", Kind::Choice(&["text", "number", "date", "bool", "url", "list"]), "What it holds.", "\"list\"")
        .required(),
    Field::new("registers", Kind::Texts, "Registers it belongs to; default all.", "[\"measures\"]"),
    Field::new("visibility", Kind::Choice(YES_NO), "Whether the public may see it; default internal.", "\"public\""),
    Field::new("values", Kind::Texts, "Allowed values.", "[\"A\", \"B\"]"),
];

/// The fields of content/site.toml.
pub const SITE: &[Field] = &[
    Field::new("title", Kind::Localised, "Name of the site.", "\"Digitalisierung – aktueller Stand\"").required(),
    Field::new("description", Kind::Localised, "One sentence on the site.", "\"Was geplant, begonnen und umgesetzt ist.\""),
    Field::new("base_url", Kind::Url, "Public address of the site, ends with `/`.", "\"https://www.example.org/digitalisierung/\"").required(),
    Field::new("languages", Kind::Choices(&["de", "en"]), "Languages, the first one is the default.", "[\"de\"]"),
    Field::new("reporting_dates", Kind::Dates, "Reporting dates from old to new.", "[2023-03-31, 2023-09-30]").required(),
    Field::new("as_of", Kind::Date, "As-of date; default the latest reporting date of which anything is told.", "2023-09-30"),
    Field::new("notice", Kind::Localised, "A note on every page, Markdown.", "\"Dies ist ein Beispiel.\""),
    Field::new("theme", Kind::Text, "Folder below themes/.", "\"default\""),
    Field::new("publisher", Kind::Table(PUBLISHER), "Who publishes.", "{ name = \"Stadt Musterhausen\" }").required(),
    Field::new(
        "schemes",
        Kind::Free,
        "Status schemes by key.",
        "{ stand = { status = [{ code = \"P\", label = \"in Planung\", class = \"planned\" }] } }",
    )
    .required(),
    Field::new(
        "registers",
        Kind::Free,
        "Registers by key, which is also the folder of their records.",
        "{ measures = { kind = \"measure\", scheme = \"stand\", slug = \"massnahmen\", title = \"Maßnahmen\", singular = \"Maßnahme\" } }",
    )
    .required(),
    Field::new("extra", Kind::Tables(EXTRA), "Fields that the city adds.", "[]"),
    Field::new("rules", Kind::Table(RULES), "What is usual; rules of plausibility go by it.", "{ standstill = 3 }"),
    Field::new("quality", Kind::Table(QUALITY), "What the page on the quality of the data shows.", "{ publish = [\"progress-falls\"] }"),
    Field::new("pdf", Kind::Table(PDF), "How documents for the committee look, and which there are.", "{ colour = \"#1d4f7c\" }"),
    Field::new("severity", Kind::Free, "Severity per diagnostic code: error, warning, note, off.", "{ raw-html = \"note\" }"),
];

/// The tables inside site.toml whose keys the city chooses, for the schema: key, fields.
pub const KEYED: &[(&str, &[Field])] = &[("schemes", SCHEME), ("registers", REGISTER)];
