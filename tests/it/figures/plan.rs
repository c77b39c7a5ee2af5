//! The two appendices as a site: one record per row, written as the format wants it.
//!
//! What a cell says stays text until the program reads it, so that the recount starts from the same.

use sachstand::source::{Content, SourceFile, SourceTree};
use std::fmt::Write;

pub(crate) const DATES: [&str; 4] = ["2022-03-31", "2022-09-30", "2023-03-31", "2023-09-30"];
pub(crate) const BASELINE: &str = "2020-U(10)";
pub(crate) const EMPTY: &str = "(Leer)";

/// One row of an appendix.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) number: String,
    pub(crate) title: String,
    /// Id, name, division and its name.
    pub(crate) unit: [String; 4],
    /// Year reported, or [`BASELINE`]; empty for services.
    pub(crate) cohort: String,
    /// `2022` or `2021-2022`; empty for services.
    pub(crate) schedule: String,
    /// One per reporting date.
    pub(crate) cells: Vec<String>,
    pub(crate) internal: bool,
    /// Only services: kind of delivery and measure as printed.
    pub(crate) service: Option<[String; 2]>,
    /// Further lines of the front matter, before its tables.
    pub(crate) more: String,
}

impl Row {
    pub(crate) fn id(&self) -> String {
        self.number.to_lowercase().replace(' ', "-")
    }

    fn file(&self) -> String {
        let text = |value: &str| toml::Value::from(value).to_string();
        let mut out = format!("+++\nnumber = {}\ntitle = {}\n", text(&self.number), text(&self.title));
        let _ = writeln!(out, "unit = {}", text(&self.unit[0]));
        if let Some(year) = self.cohort.get(..4) {
            let _ = writeln!(out, "reported = {year}\nbaseline = {}", self.cohort == BASELINE);
            let _ = writeln!(out, "schedule = {}", text(&self.schedule.replace('-', "/")));
        }
        if self.internal {
            out.push_str("visibility = \"internal\"\n");
        }
        if let Some([delivery, measure]) = &self.service {
            let word = match delivery.as_str() {
                "Fachverfahren/Webdienste" => "specialist-system",
                "Externe Portale" => "external-portal",
                "eigenes Antragsmanagement" => "own-form",
                "Sonstiges/noch in Klärung" => "open",
                other => panic!("unknown kind of delivery {other}"),
            };
            let _ = writeln!(out, "delivery = \"{word}\"\nprogrammes = [\"online-dienste\"]");
            if measure != "nein" {
                let _ = writeln!(out, "measures = [{}]", text(measure));
            }
        }
        out.push_str(&self.more);
        let scaled = self.service.is_none();
        let _ = writeln!(out, "[{}]", if scaled { "progress" } else { "status" });
        for (date, cell) in dates(self.cells.len()).iter().zip(&self.cells).filter(|(_, c)| *c != EMPTY) {
            let number = cell.parse::<u16>().is_ok();
            let _ = if number { writeln!(out, "{date} = {cell}") } else { writeln!(out, "{date} = {}", text(cell)) };
        }
        out + "+++\n"
    }
}

/// The last reporting dates, as many as there are cells.
pub(crate) fn dates(cells: usize) -> &'static [&'static str] {
    &DATES[DATES.len() - cells..]
}

/// Both appendices.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) measures: Vec<Row>,
    pub(crate) services: Vec<Row>,
    /// Letters that count, with the status as which they do.
    pub(crate) counting: Vec<(&'static str, &'static str)>,
}

fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').expect("the files start with a byte order mark");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

impl Plan {
    pub(crate) fn read() -> Self {
        let unit = |row: &[String]| [row[2].clone(), row[3].clone(), row[0].clone(), row[1].clone()];
        let measures = cells(include_str!("../../data/anlage-4.csv")).into_iter().map(|row| Row {
            number: row[4].clone(),
            title: row[6].clone(),
            unit: unit(&row),
            cohort: row[5].clone(),
            schedule: row[8].clone(),
            cells: row[9..13].to_vec(),
            internal: false,
            service: None,
            more: String::new(),
        });
        let services = cells(include_str!("../../data/anlage-6.csv")).into_iter().map(|row| Row {
            number: row[4].clone(),
            title: row[5].clone(),
            unit: unit(&row),
            cohort: String::new(),
            schedule: String::new(),
            cells: row[7..9].to_vec(),
            internal: false,
            service: Some([row[6].clone(), row[9].clone()]),
            more: String::new(),
        });
        Plan { measures: measures.collect(), services: services.collect(), counting: Vec::new() }
    }

    /// A measure, to change it.
    pub(crate) fn measure(&mut self, number: &str) -> &mut Row {
        self.measures.iter_mut().find(|row| row.number == number).expect("a measure of the plan")
    }

    pub(crate) fn tree(&self) -> SourceTree {
        SourceTree::new(self.files())
    }

    pub(crate) fn files(&self) -> Vec<SourceFile> {
        let file = |path: String, text: String| SourceFile { path, content: Content::Text(text) };
        let measures = self.measures.iter().map(|row| file(format!("content/measures/{}.md", row.id()), row.file()));
        let services = self.services.iter().map(|row| file(format!("content/services/{}.md", row.id()), row.file()));
        measures
            .chain(services)
            .chain([
                file("content/site.toml".to_owned(), self.site()),
                file("content/organisation.toml".to_owned(), self.organisation()),
                file("content/programmes/online-dienste.md".to_owned(), PROGRAMME.to_owned()),
            ])
            .collect()
    }

    fn site(&self) -> String {
        let mut out = SITE.to_owned();
        for letter in ["a", "g"] {
            let _ = writeln!(
                out,
                "[[schemes.progress.letter]]\ncode = \"{letter}\"\nlabel = \"{letter}\"\nclass = \"unknown\""
            );
            if let Some((_, status)) = self.counting.iter().find(|(code, _)| *code == letter) {
                let _ = writeln!(out, "counts = true\nstatus = \"{status}\"");
            }
        }
        out
    }

    fn organisation(&self) -> String {
        let mut units: Vec<&[String; 4]> = self.measures.iter().chain(&self.services).map(|row| &row.unit).collect();
        units.sort();
        units.dedup();
        let mut divisions: Vec<(&String, &String)> = units.iter().map(|[_, _, id, name]| (id, name)).collect();
        divisions.sort();
        divisions.dedup();
        let mut out = String::new();
        for (id, name) in divisions {
            let _ = writeln!(out, "[[division]]\nid = \"{id}\"\nname = \"{name}\"");
        }
        for [id, name, division, _] in units {
            let _ = writeln!(out, "[[unit]]\nid = \"{id}\"\nname = \"{name}\"\ndivision = \"{division}\"");
        }
        out
    }
}

const PROGRAMME: &str = r#"+++
title = "Online-Dienste"
kind = "programme"
[[target]]
id = "100-dienste"
text = "100 Online-Dienste sind umgesetzt."
register = "services"
class = "done"
wanted = 100
of = 131
of_text = "identifizierte Dienste"
due = 2025-12-31
[[target]]
id = "in-worten"
text = "Die Dienste sind gut."
+++
"#;

const SITE: &str = r#"
title = { de = "Stand der Dinge", en = "State of affairs" }
base_url = "https://sachstand.example/plan/"
languages = ["de", "en"]
reporting_dates = [2022-03-31, 2022-09-30, 2023-03-31, 2023-09-30]
[publisher]
name = "Stadt Beispiel"
licence = "CC0-1.0"
[registers.measures]
kind = "measure"
scheme = "progress"
history = "surveyed"
slug = "massnahmen"
title = "Maßnahmen"
singular = "Maßnahme"
baseline_label = "2020-U(10)"
complete = true
[registers.services]
kind = "service"
scheme = "service"
history = "surveyed"
slug = "online-dienste"
title = "Online-Dienste"
singular = "Online-Dienst"
reporting_dates = [2023-03-31, 2023-09-30]
complete = true
weight = 2
[schemes.service]
status = [
  { code = "P", label = "in Planung", class = "planned" },
  { code = "E", label = "in Einführung", class = "active" },
  { code = "U", label = "umgesetzt", class = "done" },
]
[schemes.progress]
scale = { min = 0, max = 10 }
status = [
  { code = "P", label = "in Planung", class = "planned", from = 0 },
  { code = "E", label = "in Einführung", class = "active", from = 4 },
  { code = "U", label = "umgesetzt", class = "done", from = 8 },
]
"#;
