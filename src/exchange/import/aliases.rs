//! What headers are called: the names of fields, the words of the site in all languages, and what
//! offices usually write.

use super::header::Target;
use super::headings::written;
use super::written::{clean, dated, norm, norm_number};
use crate::config::RegisterConfig;
use crate::exchange::state;
use crate::model::{Model, Register, RegisterId};
use crate::record::field::{Field, Fields, Kind};
use crate::record::record_type;
use crate::text::lang::LANGS;
use crate::theme;
use crate::value::{Date, Precision};
use std::collections::{BTreeMap, HashSet};

/// Headers that offices use, beyond the words of the site; by field, normalised.
const USUAL: &[(&str, &[&str])] = &[
    ("number", &["nr", "nummer", "lfdnr", "laufendenummer", "kennnummer", "no"]),
    (
        "title",
        &[
            "titel",
            "bezeichnung",
            "name",
            "projekt",
            "thema",
            "vorhaben",
            "digitalisierungsprojektthema",
            "projektthema",
            "projekttitel",
        ],
    ),
    (
        "body",
        &[
            "beschreibung",
            "erlaeuterung",
            "erlaeuterungbeschreibung",
            "beschreibungerlaeuterung",
            "kurzbeschreibung",
            "text",
            "description",
            "inhalt",
        ],
    ),
    ("division", &["geschaeftskreis", "dezernat", "geschaeftsbereich", "sachgebiet", "division"]),
    ("division_name", &["divisionname"]),
    ("unit", &["dienststelle", "amt", "fachdienst", "fachbereich", "organisationseinheit", "abteilung", "unit"]),
    ("unit_name", &["unitname"]),
    ("reported", &["jahrdermeldung", "meldejahr", "meldejahrgang", "gemeldet", "gemeldetim"]),
    (
        "schedule",
        &["terminzeitraumeinfuehrung", "terminzeitraum", "termin", "zeitraum", "einfuehrung", "terminoderzeitraum"],
    ),
    ("delivery", &["umsetzungsart", "artderumsetzung"]),
    ("budget", &["budget", "mittel", "kosten"]),
    ("contact", &["kontakt", "ansprechstelle"]),
    ("visibility", &["sichtbarkeit"]),
    ("programmes", &["programm", "programme", "ziel", "ziele"]),
    ("source", &["quelle"]),
    ("baseline", &["grundbestand"]),
];

/// Headers of the own CSV files that are worked out from others.
const WORKED_OUT: &[&str] =
    &["statusclass", "standing", "href", "maturitymodel", "maturitylevel", "status", "measures"];

/// Words before or after a date in the header of a value, normalised.
const VALUE: &[&str] =
    &["", "projektfortschritt", "fortschritt", "umsetzungsstand", "umsetzungsgrad", "wert", "progress", "value"];
/// The same of a status.
const STATUS: &[&str] = &["status", "projektstatus"];

/// Everything that a header of one register may say.
pub(super) struct Vocabulary<'m> {
    model: &'m Model,
    config: &'m RegisterConfig,
    register: &'m Register,
    names: BTreeMap<String, Target>,
    /// The headers of the appendices that this program writes.
    written: BTreeMap<String, Target>,
    /// Numbers and ids of its records.
    known: HashSet<String>,
}

impl<'m> Vocabulary<'m> {
    pub(super) fn new(model: &'m Model, register: &'m Register) -> Self {
        let config = model.register_config(register);
        let mut made = Vocabulary {
            model,
            config,
            register,
            names: BTreeMap::new(),
            written: BTreeMap::new(),
            known: HashSet::new(),
        };
        let names = register.records.iter().flat_map(|record| [Some(record.text.id.as_str()), record.number()]);
        made.known = names.flatten().map(norm_number).collect();
        made.written = written(model, register);
        made.add(state::ID, Target::Id);
        made.add(state::STATE, Target::State);
        made.add("id", Target::Id);
        for (name, usual) in USUAL {
            if let Some(target) = target_of(name, config) {
                usual.iter().for_each(|word| made.add(word, target.clone()));
            }
        }
        made.words_of_the_site();
        // The names of the fields come last: nothing else can be meant by them.
        for field in fields(config).iter().copied().flatten().filter(|field| is_importable(field)) {
            made.names.extend(target_of(field.name, config).map(|target| (norm(field.name), target)));
        }
        for word in WORKED_OUT {
            made.names.entry((*word).to_owned()).or_insert(Target::Skip);
        }
        made
    }

    fn words_of_the_site(&mut self) {
        let (model, config) = (self.model, self.config);
        let levels = [("division", Target::Division, Target::DivisionName), ("unit", Target::Unit, Target::UnitName)];
        for lang in LANGS {
            let strings = theme::strings(*lang);
            for field in fields(config).iter().copied().flatten().filter(|field| is_importable(field)) {
                for group in ["fact", "list", "column", "relation"] {
                    let key = format!("{group}.{}", field.name);
                    if strings.find(&key).is_some()
                        && let Some(target) = target_of(field.name, config)
                    {
                        self.add(&strings.say(&key), target);
                    }
                }
            }
            let own = |kind: &str| match kind {
                "division" => model.divisions.iter().filter_map(|d| d.kind.as_ref()).map(|k| k.get(*lang)).collect(),
                _ => model.units.iter().filter_map(|u| u.kind.as_ref()).map(|k| k.get(*lang)).collect::<Vec<_>>(),
            };
            let usual = USUAL.iter().filter(|(name, _)| matches!(*name, "division" | "unit"));
            for (kind, code, name) in &levels {
                let words =
                    usual.clone().filter(|(field, _)| field == kind).flat_map(|(_, words)| words.iter().copied());
                let said = strings.say(&format!("kind.{kind}"));
                for word in words.chain(own(kind)).chain([said.as_str()]).map(norm) {
                    self.add(&word, code.clone());
                    for after in ["bezeichnung", "nbezeichnung", "name", "nname"] {
                        self.add(&format!("{word}{after}"), name.clone());
                    }
                    for before in ["bezeichnung", "name"] {
                        self.add(&format!("{before}{word}"), name.clone());
                    }
                    for before in ["nr", "nummer", "kennung"] {
                        self.add(&format!("{before}{word}"), code.clone());
                    }
                }
            }
            let singular = norm(config.singular.get(*lang));
            self.add(&singular, Target::Title);
            for before in ["bezeichnung", "titel", "name"] {
                self.add(&format!("{before}{singular}"), Target::Title);
            }
            for around in [("nr", ""), ("nummer", ""), ("", "nr"), ("", "nummer")] {
                self.add(&format!("{}{singular}{}", around.0, around.1), Target::Number);
            }
            for (index, field) in model.config.extra.iter().enumerate() {
                if field.registers.is_empty() || field.registers.iter().any(|r| r.value == config.key.value) {
                    self.add(&format!("extra.{}", field.name.value), Target::Extra(index));
                    self.add(field.label.get(*lang), Target::Extra(index));
                }
            }
            for other in model.registers.iter().map(|other| model.register_config(other)) {
                if other.kind == "measure" && config.kind == "service" {
                    let singular = norm(other.singular.get(*lang));
                    for word in [singular.clone(), format!("nr{singular}"), format!("{singular}nr")] {
                        self.add(&word, Target::Field("measures"));
                    }
                }
            }
        }
    }

    /// The first meaning of a word counts.
    fn add(&mut self, word: &str, target: Target) {
        let word = norm(word);
        if !word.is_empty() {
            self.names.entry(word).or_insert(target);
        }
    }

    /// The title of the register, for messages.
    pub(super) fn register_title(&self) -> String {
        let lang = self.model.config.languages.first().copied().unwrap_or(crate::text::lang::Lang::De);
        self.config.title.get(lang).to_owned()
    }

    /// The register.
    pub(super) fn register_id(&self) -> RegisterId {
        let place = self.model.registers.iter().position(|known| std::ptr::eq(known, self.register));
        RegisterId(place.unwrap_or_default() as u32)
    }

    /// The key of the register.
    pub(super) fn register_key(&self) -> &str {
        &self.config.key.value
    }

    /// Whether a number or id is of this register: it has it already, or it begins as its numbers do.
    pub(super) fn owns(&self, name: &str) -> bool {
        let prefix = norm_number(&self.config.number_prefix);
        let name = norm_number(name);
        !prefix.is_empty()
            && name.strip_prefix(&prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            || self.known.contains(&name)
    }

    /// Whether the register keeps events.
    pub(super) fn has_events(&self) -> bool {
        self.register.events
    }

    /// What a header means.
    pub(super) fn target(&self, header: &str) -> Option<Target> {
        if let Some(target) = self.written.get(&norm(header)) {
            return Some(target.clone());
        }
        if let Some((period, rest)) = dated(header) {
            return self.value_at(period.last, period.precision, &rest);
        }
        let name = norm(header);
        let outside = norm(&without_brackets(header));
        // `Nr. lt. Maßnahmenplan VwDigitalisierung` in a list of services.
        let of_plan = || {
            let names_plan = name.starts_with("nrlt") || name.starts_with("nummerlaut") || name.starts_with("nrlaut");
            (names_plan && self.config.kind == "service").then_some(Target::Field("measures"))
        };
        self.names.get(&name).or_else(|| self.names.get(&outside)).cloned().or_else(of_plan)
    }

    /// What a column with a date means, if the words around it are those of a value.
    pub(super) fn value_at(&self, day: Date, precision: Precision, words: &str) -> Option<Target> {
        if self.register.events {
            return None;
        }
        let date = self.reporting_date(day, precision);
        let stop = ["stand", "zum", "am", "per", "as", "of", "0-10", "a", "g"];
        let said: Vec<&str> = words.split(' ').filter(|word| !stop.contains(&norm_word(word).as_str())).collect();
        let said = norm(&without_codes(&said).join(" "));
        let scheme = self.model.scheme(self.register);
        let is_title = scheme.title.as_ref().is_some_and(|t| LANGS.iter().any(|lang| norm(t.get(*lang)) == said));
        let is_status = STATUS.contains(&said.as_str());
        match scheme.scale {
            Some(_) if is_status && !is_title => Some(Target::Check(date)),
            _ if is_status || is_title || VALUE.contains(&said.as_str()) => Some(Target::Value(date)),
            _ => None,
        }
    }

    /// The reporting date of a month: its only one, or its last day.
    fn reporting_date(&self, last: Date, precision: Precision) -> Date {
        let dates = self.config.reporting_dates.as_ref().unwrap_or(&self.model.config.reporting_dates);
        let same = |date: &Date| (date.year(), date.month()) == (last.year(), last.month());
        let in_month: Vec<Date> = dates.value.iter().map(|d| d.value).filter(same).collect();
        match in_month.as_slice() {
            [only] if precision != Precision::Day => *only,
            _ => last,
        }
    }

    /// What a target is called in a mapping file.
    pub(super) fn name_of(&self, target: &Target) -> String {
        match target {
            Target::Id => "id".to_owned(),
            Target::State => "state".to_owned(),
            Target::Number => "number".to_owned(),
            Target::Title => "title".to_owned(),
            Target::Body => "body".to_owned(),
            Target::Division => "division".to_owned(),
            Target::DivisionName => "division_name".to_owned(),
            Target::Unit => "unit".to_owned(),
            Target::UnitName => "unit_name".to_owned(),
            Target::Reported => "reported".to_owned(),
            Target::Value(date) => date.to_string(),
            Target::Check(date) => format!("check:{date}"),
            Target::Field(name) => (*name).to_owned(),
            Target::Extra(index) => format!("extra.{}", self.model.config.extra[*index].name.value),
            Target::Skip => "-".to_owned(),
        }
    }

    /// The target of a name in a mapping file.
    pub(super) fn named(&self, name: &str) -> Option<Target> {
        let date = |text: &str| Date::parse(text).filter(|_| !self.register.events);
        let field = fields(self.config).iter().copied().flatten().find(|f| f.name == name && is_importable(f));
        match name {
            "-" => Some(Target::Skip),
            "id" => Some(Target::Id),
            "state" => Some(Target::State),
            _ => date(name)
                .map(Target::Value)
                .or_else(|| name.strip_prefix("check:").and_then(date).map(Target::Check))
                .or_else(|| {
                    let extra = name.strip_prefix("extra.")?;
                    self.model.config.extra.iter().position(|f| f.name.value == extra).map(Target::Extra)
                })
                .or_else(|| target_of(name, self.config).filter(|t| !matches!(t, Target::Field(_)) || field.is_some())),
        }
    }

    /// The names of all targets that are no dates and no extra fields.
    pub(super) fn target_names(&self) -> Vec<&'static str> {
        let own = ["id", "body", "division", "division_name", "unit", "unit_name"];
        let fields = fields(self.config).iter().copied().flatten().filter(|f| is_importable(f)).map(|f| f.name);
        own.into_iter().chain(fields.filter(|name| *name != "unit")).collect()
    }
}

/// The fields of a register's record type.
pub(super) fn fields(config: &RegisterConfig) -> Fields {
    record_type(config.kind).map_or(&[], |kind| kind.fields)
}

/// Whether one cell can hold the value of a field.
fn is_importable(field: &Field) -> bool {
    let single = matches!(
        field.kind,
        Kind::Text
            | Kind::Integer(..)
            | Kind::Money
            | Kind::Schedule
            | Kind::Bool
            | Kind::Url
            | Kind::Choice(_)
            | Kind::Choices(_)
            | Kind::Reference(_)
            | Kind::References(_)
            | Kind::LeikaKeys
            | Kind::Unit(_)
    );
    single && field.name != "unresolved"
}

fn target_of(name: &str, config: &RegisterConfig) -> Option<Target> {
    Some(match name {
        "number" => Target::Number,
        "title" => Target::Title,
        "body" => Target::Body,
        "division" => Target::Division,
        "division_name" => Target::DivisionName,
        "unit" => Target::Unit,
        "unit_name" => Target::UnitName,
        "reported" => Target::Reported,
        _ => Target::Field(fields(config).iter().copied().flatten().find(|field| field.name == name)?.name),
    })
}

fn norm_word(word: &str) -> String {
    clean(word).to_lowercase()
}

/// Words without lists of codes such as `P/E/U`.
fn without_codes<'w>(words: &[&'w str]) -> Vec<&'w str> {
    words.iter().copied().filter(|w| !(w.contains('/') && w.split('/').all(|part| part.chars().count() <= 2))).collect()
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = text.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    outside.collect()
}
