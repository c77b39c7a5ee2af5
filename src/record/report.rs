//! Reports for one reporting date, with totals as the city published them.

use super::field::{Field, Fields, File, Kind, Reader};
use crate::diag::Diagnostics;
use crate::source::{Located, Span};
use crate::value::Date;
use toml::de::DeTable;

const TOTALS: &[Field] = &[
    Field::new("count", Kind::Numbers, "Records by status code.", "{ P = 68, E = 26, U = 18 }").required(),
    Field::new("sum", Kind::Numbers, "Sum of values by status code.", "{ P = 114, E = 132, U = 150 }"),
    Field::new("total", Kind::Integer(0, 10_000_000), "All records.", "112").required(),
    Field::new("total_sum", Kind::Integer(0, 10_000_000), "Sum of all values.", "396"),
    Field::new("cohorts", Kind::Numbers, "Records by year reported.", "{ \"2020\" = 39, \"2021\" = 71 }"),
    Field::new("baseline", Kind::Integer(0, 10_000_000), "Records of the baseline.", "84"),
    Field::new("text", Kind::Text, "Remark.", "\"Die Vorlage nennt nur Summen.\""),
];

const CONSULTATION: &[Field] = &[
    Field::new("committee", Kind::Text, "Committee.", "\"Digitalisierungsausschuss\"").required(),
    Field::new("date", Kind::Date, "Day of the meeting.", "2024-10-02"),
    Field::new("public", Kind::Bool, "Whether the meeting is public.", "true"),
    Field::new("treatment", Kind::Text, "What the committee does with it.", "\"Vorberatung\""),
];

/// Fields of a report.
pub const REPORT: Fields = &[&[
    Field::new("title", Kind::Text, "Title.", "\"Digitalisierung – aktueller Stand\"").required(),
    Field::new("summary", Kind::Text, "One or two sentences.", "\"149 Maßnahmen, 47 davon umgesetzt.\""),
    Field::new("committee", Kind::Text, "Committee.", "\"Haupt- und Finanzausschuss\""),
    Field::new("meeting", Kind::Date, "Day of the meeting.", "2023-11-02"),
    Field::new("number", Kind::Text, "Number of the paper.", "\"123/2023\""),
    Field::new("office", Kind::Text, "Office in charge.", "\"Organisation\""),
    Field::new("date", Kind::Date, "Day of the paper.", "2024-09-05"),
    Field::new("reporter", Kind::Text, "Who presents it.", "\"Oberbürgermeister\""),
    Field::new(
        "consultations",
        Kind::Tables(CONSULTATION),
        "Committees in order, in place of `committee` and `meeting` where there are several.",
        "[{ committee = \"Hauptausschuss\", date = 2020-11-03, public = true, treatment = \"Vorberatung\" }]",
    ),
    Field::new(
        "earlier",
        Kind::Texts,
        "Earlier papers on the matter.",
        "[\"Digitalisierungsausschuss, 30.11.2023, Drucksache 7141/2020-2025\"]",
    ),
    Field::new("budget", Kind::Text, "Effects on the budget.", "\"Keine unmittelbaren Auswirkungen.\""),
    Field::new("source", Kind::Text, "Where the facts stand.", "\"Bericht vom 02.11.2023\""),
    Field::new("source_url", Kind::Url, "Its address.", "\"https://www.example.org/bericht\""),
    Field::new("published_totals", Kind::Free, "Totals as published, by register and reporting date.", "{}"),
]];

/// A report as written.
#[derive(Debug)]
pub struct Report {
    /// Its reporting date, which is its file name.
    pub date: Date,
    /// Its first line.
    pub head: Span,
    /// Its Markdown text.
    pub body: Span,
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Committee.
    pub committee: Option<String>,
    /// Day of the meeting.
    pub meeting: Option<Date>,
    /// Number of the paper.
    pub number: Option<String>,
    /// Office in charge.
    pub office: Option<String>,
    /// Day of the paper.
    pub written: Option<Date>,
    /// Who presents it.
    pub reporter: Option<String>,
    /// Committees in order.
    pub consultations: Vec<Consultation>,
    /// Earlier papers on the matter.
    pub earlier: Vec<String>,
    /// Effects on the budget.
    pub budget: Option<String>,
    /// Where the facts stand.
    pub source: Option<String>,
    /// Its address.
    pub source_url: Option<String>,
    /// Totals as published.
    pub totals: Vec<TotalsText>,
}

/// A committee that deals with a report.
#[derive(Debug)]
pub struct Consultation {
    /// The committee.
    pub committee: String,
    /// Day of the meeting.
    pub date: Option<Date>,
    /// Whether the meeting is public.
    pub public: Option<bool>,
    /// What the committee does with it.
    pub treatment: Option<String>,
}

/// Totals as published for one register and date.
#[derive(Debug)]
pub struct TotalsText {
    /// Register.
    pub register: Located<String>,
    /// Reporting date.
    pub date: Located<Date>,
    /// Records by status code.
    pub count: Vec<(Located<String>, Located<i64>)>,
    /// Sum of values by status code.
    pub sum: Option<Vec<(Located<String>, Located<i64>)>>,
    /// All records.
    pub total: Located<i64>,
    /// Sum of all values.
    pub total_sum: Option<Located<i64>>,
    /// Records by year reported.
    pub cohorts: Vec<(Located<String>, Located<i64>)>,
    /// Records of the baseline.
    pub baseline: Option<Located<i64>>,
    /// Remark.
    pub text: Option<String>,
}

pub(super) fn read(
    file: File<'_>,
    id: &str,
    table: &DeTable<'_>,
    head: Span,
    body: Span,
    diags: &mut Diagnostics,
) -> Option<Report> {
    let mut r = Reader::new(file, table, head, "a report", REPORT, diags);
    let totals = totals(&mut r);
    let consultations: Vec<Consultation> =
        r.tables("consultations", "a consultation", consultation).into_iter().flatten().collect();
    // Where one committee is named, it is the first that hears the report.
    let first = consultations.first();
    let report = Report {
        // A wrong file name was reported already; without a date there is no place for the report.
        date: Date::parse(id).or_else(|| Date::new(1, 1, 1))?,
        head,
        body,
        title: r.text("title").map(|t| t.value).unwrap_or_default(),
        summary: r.text("summary").map(|t| t.value),
        committee: r.text("committee").map(|t| t.value).or_else(|| first.map(|c| c.committee.clone())),
        meeting: r.date("meeting").map(|d| d.value).or_else(|| first.and_then(|c| c.date)),
        number: r.text("number").map(|t| t.value),
        office: r.text("office").map(|t| t.value),
        written: r.date("date").map(|d| d.value),
        reporter: r.text("reporter").map(|t| t.value),
        earlier: r.texts("earlier").into_iter().map(|t| t.value).collect(),
        budget: r.text("budget").map(|t| t.value),
        source: r.text("source").map(|t| t.value),
        source_url: r.url("source_url").map(|t| t.value),
        totals,
        consultations,
    };
    Date::parse(id).map(|_| report)
}

fn consultation(r: &mut Reader<'_, '_>) -> Option<Consultation> {
    let (committee, date) = (r.text("committee"), r.date("date"));
    let (public, treatment) = (r.boolean("public"), r.text("treatment"));
    Some(Consultation {
        committee: committee?.value,
        date: date.map(|d| d.value),
        public: public.map(|p| p.value),
        treatment: treatment.map(|t| t.value),
    })
}

fn totals(r: &mut Reader<'_, '_>) -> Vec<TotalsText> {
    let nested = r.keyed("published_totals", "totals as published", &[], |register, r| {
        r.dated("totals as published", &[TOTALS], |date, r| {
            let (count, sum, cohorts) = (r.numbers("count"), r.numbers("sum"), r.numbers("cohorts"));
            let (total, total_sum, baseline) = (r.integer("total"), r.integer("total_sum"), r.integer("baseline"));
            let text = r.text("text");
            Some(TotalsText {
                register: register.clone(),
                date,
                count: count?.value,
                sum: sum.map(|n| n.value),
                total: total?,
                total_sum,
                cohorts: cohorts.map(|n| n.value).unwrap_or_default(),
                baseline,
                text: text.map(|t| t.value),
            })
        })
    });
    nested.into_iter().flatten().flatten().collect()
}
