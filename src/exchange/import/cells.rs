//! From a cell to the value of a field, as a record file would hold it.

use super::Reading;
use super::aliases::fields;
use super::header::Target;
use super::written::{clean, clean_lines, decimal, digits, is_none, norm, schedule};
use crate::exchange::sheet::Cell;
use crate::model::Scheme;
use crate::record::edit::EditValue;
use crate::record::field::{Kind, Localised, is_web_address};
use crate::source::CellRef;
use crate::text::lang::LANGS;
use crate::value::{Money, Precision};

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    /// Nothing.
    Nothing,
    /// A value.
    Value(EditValue),
    /// Names of records or programmes, still to be found.
    Names(Vec<String>),
    /// A text of several lines.
    Body(String),
    /// A year, and whether it is said of the baseline.
    Reported(i64, bool),
}

impl Reading<'_, '_> {
    /// What a cell says in a column; what cannot be read is reported.
    pub(super) fn cell(&mut self, at: CellRef, target: &Target, cell: &Cell) -> Result<Said, ()> {
        let column = self.title(target);
        if let Cell::Error(_) = cell {
            let wanted = self.words.say("import.cell.formula");
            return self.bad(at, &column, cell, wanted);
        }
        let shown = clean(&cell.text());
        if is_none(&shown) && !matches!(target, Target::Title | Target::Number) || shown.is_empty() {
            return Ok(Said::Nothing);
        }
        let meaning = self.mapping.and_then(|mapping| mapping.meaning(&self.mapped_field(target), &shown));
        if meaning == Some("-") {
            return Ok(Said::Nothing);
        }
        let mapped = meaning.map(|meaning| Cell::Text(meaning.to_owned()));
        let (cell, shown) = match &mapped {
            Some(cell) => (cell, cell.text()),
            None => (cell, shown),
        };
        match target {
            Target::Number | Target::Title => match cell {
                Cell::Bool(_) | Cell::Date(_) => {
                    let wanted = self.words.say("import.cell.text");
                    self.bad(at, &column, cell, wanted)
                }
                _ => Ok(Said::Value(EditValue::Text(shown))),
            },
            Target::Body => Ok(Said::Body(clean_lines(&cell.text()))),
            Target::Reported => self.reported(at, &column, cell, &shown),
            Target::Value(_) => self.value(at, &column, cell, &shown),
            Target::Field(name) => self.field(at, &column, name, cell, &shown),
            Target::Extra(index) => self.extra(at, &column, *index, cell, &shown),
            _ => Ok(Said::Nothing),
        }
    }

    fn mapped_field(&self, target: &Target) -> String {
        match target {
            Target::Value(_) => "value".to_owned(),
            Target::Extra(index) => format!("extra.{}", self.model.config.extra[*index].name.value),
            Target::Field(name) => (*name).to_owned(),
            Target::Number => "number".to_owned(),
            Target::Reported => "reported".to_owned(),
            _ => String::new(),
        }
    }

    /// A whole number, whether typed as one or as text.
    fn whole(&mut self, at: CellRef, column: &str, cell: &Cell, shown: &str) -> Option<i64> {
        match cell {
            Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Some(*number as i64),
            Cell::Text(typed) => {
                let decimal = decimal(shown)?;
                let (whole, rest) = decimal.split_once('.').unwrap_or((&decimal, ""));
                let number: i64 = whole.parse().ok().filter(|_| rest.bytes().all(|b| b == b'0'))?;
                if shown.contains('.') && !rest.contains('0') {
                    // `12.500`, which nobody means as a value of a scale.
                    return None;
                }
                // In a CSV file everything is text.
                if self.typed || *typed != number.to_string() {
                    self.note(at, column, typed, &number.to_string());
                }
                Some(number)
            }
            _ => None,
        }
    }

    fn reported(&mut self, at: CellRef, column: &str, cell: &Cell, shown: &str) -> Result<Said, ()> {
        let label = self.register_config().baseline_label.as_deref().map(norm);
        let start: Option<i64> = shown.get(..4).and_then(|year| year.parse().ok());
        let rest = norm(shown.get(4..).unwrap_or_default());
        let is_label = label.is_some_and(|label| label == norm(shown)) || matches!(rest.as_str(), "u10" | "u");
        let in_bounds = |year: &i64| (1900..=2200).contains(year);
        if let (Cell::Text(_), Some(year), true) = (cell, start.filter(in_bounds), is_label) {
            self.baseline_label.get_or_insert_with(|| shown.to_owned());
            return Ok(Said::Reported(year, true));
        }
        let year = match cell {
            Cell::Date(date) => {
                let year = i64::from(date.year());
                self.note(at, column, shown, &year.to_string());
                Some(year)
            }
            _ => self.whole(at, column, cell, shown),
        };
        match year.filter(in_bounds) {
            Some(year) => Ok(Said::Reported(year, false)),
            None => {
                let wanted = self.words.fill("import.cell.year", &[("min", &1900), ("max", &2200)]);
                self.bad(at, column, cell, wanted)
            }
        }
    }

    /// A value of the scheme: a number of the scale, a status, a letter.
    fn value(&mut self, at: CellRef, column: &str, cell: &Cell, shown: &str) -> Result<Said, ()> {
        let scheme = self.scheme();
        let codes = codes(scheme);
        let list = codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        let wanted = match scheme.scale {
            None => self.words.fill("import.cell.codes", &[("codes", &list)]),
            Some((min, max)) if codes.is_empty() => {
                self.words.fill("import.cell.scale", &[("min", &min), ("max", &max)])
            }
            Some((min, max)) => {
                self.words.fill("import.cell.scale_codes", &[("min", &min), ("max", &max), ("codes", &list)])
            }
        };
        if let Cell::Bool(_) | Cell::Date(_) = cell {
            return self.bad(at, column, cell, wanted);
        }
        if codes.iter().any(|code| code == shown) {
            return Ok(Said::Value(EditValue::Text(shown.to_owned())));
        }
        let mut alike = codes.iter().filter(|code| code.to_lowercase() == shown.to_lowercase());
        let mut meant = match (alike.next(), alike.next()) {
            (Some(code), None) => Some(code.clone()),
            _ => None,
        };
        if meant.is_none() && matches!(cell, Cell::Text(_)) {
            let labelled = |label: &Localised| {
                !norm(shown).is_empty() && LANGS.iter().any(|lang| norm(label.get(*lang)) == norm(shown))
            };
            let statuses = scheme.statuses.iter().filter(|_| scheme.scale.is_none());
            let statuses = statuses.filter(|s| labelled(&s.label)).map(|s| s.code.clone());
            meant = statuses.chain(scheme.letters.iter().filter(|l| labelled(&l.label)).map(|l| l.code.clone())).next();
        }
        if let Some(code) = meant {
            self.note(at, column, shown, &format!("`{code}`"));
            return Ok(Said::Value(EditValue::Text(code)));
        }
        let Some((min, max)) = scheme.scale else {
            return self.bad(at, column, cell, wanted);
        };
        match self.whole(at, column, cell, shown) {
            Some(number) if (i64::from(min)..=i64::from(max)).contains(&number) => {
                Ok(Said::Value(EditValue::Integer(number)))
            }
            _ => self.bad(at, column, cell, wanted),
        }
    }

    fn field(&mut self, at: CellRef, column: &str, name: &str, cell: &Cell, shown: &str) -> Result<Said, ()> {
        let Some(field) = fields(self.register_config()).iter().copied().flatten().find(|field| field.name == name)
        else {
            return Ok(Said::Nothing);
        };
        let value = match field.kind {
            Kind::Integer(min, max) => match self.whole(at, column, cell, shown).filter(|n| (min..=max).contains(n)) {
                Some(number) => EditValue::Integer(number),
                None => {
                    let wanted = self.words.fill("import.cell.number", &[("min", &min), ("max", &max)]);
                    return self.bad(at, column, cell, wanted);
                }
            },
            Kind::Money => match self.decimal(cell, shown).and_then(|text| Money::parse(&text)) {
                Some(money) => EditValue::Money(money),
                None => return self.bad_said(at, column, cell, "import.cell.money"),
            },
            Kind::Bool => match yes(shown) {
                Some(yes) => EditValue::Bool(yes),
                None => return self.bad_said(at, column, cell, "import.cell.bool"),
            },
            Kind::Schedule => return self.schedule(at, column, cell, shown),
            Kind::Url => match is_web_address(shown) {
                true => EditValue::Text(shown.to_owned()),
                false => return self.bad_said(at, column, cell, "import.cell.url"),
            },
            Kind::Choice(words) => match self.choice(field.name, words, shown) {
                Some(word) => EditValue::Text(word),
                None => return self.bad_choice(at, column, cell, field.name, words),
            },
            Kind::Choices(words) => {
                // Some words of offices have blanks, the words of a record have none.
                let each = |part: &String| match self.choice(field.name, words, part) {
                    Some(word) => Some(vec![word]),
                    None => part.split(' ').map(|word| self.choice(field.name, words, word)).collect(),
                };
                let found: Option<Vec<Vec<String>>> = parts(cell).iter().map(each).collect();
                let found: Option<Vec<String>> = found.map(|found| found.concat());
                match found {
                    Some(list) => EditValue::List(list),
                    None => return self.bad_choice(at, column, cell, field.name, words),
                }
            }
            Kind::Reference(_) | Kind::References(_) => {
                // `nein` in the column of measures: the service belongs to none.
                if yes(shown) == Some(false) && !shown.chars().any(|c| c.is_ascii_digit()) {
                    return Ok(Said::Nothing);
                }
                return Ok(Said::Names(parts(cell)));
            }
            Kind::LeikaKeys => {
                let is_key = |key: &str| key.len() == 14 && key.bytes().all(|b| b.is_ascii_digit());
                let several = |part: &String| match part.split(' ').all(is_key) {
                    true => part.split(' ').map(str::to_owned).collect(),
                    false => vec![part.replace(' ', "")],
                };
                let keys: Vec<String> = parts(cell).iter().flat_map(several).collect();
                let all_keys = keys.iter().all(|key| is_key(key));
                if !all_keys {
                    return self.bad_said(at, column, cell, "import.cell.leika");
                }
                EditValue::List(keys)
            }
            _ => match cell {
                Cell::Bool(_) => return self.bad_said(at, column, cell, "import.cell.text"),
                _ => EditValue::Text(shown.to_owned()),
            },
        };
        Ok(Said::Value(value))
    }

    fn schedule(&mut self, at: CellRef, column: &str, cell: &Cell, shown: &str) -> Result<Said, ()> {
        let found = match cell {
            // Spreadsheets make the first of a month of `09.2023`.
            Cell::Date(date) if date.day() == 1 => schedule(&format!("{:04}-{:02}", date.year(), date.month())),
            Cell::Date(_) => schedule(shown),
            Cell::Number(number) if number.fract() == 0.0 => schedule(shown),
            Cell::Text(_) => schedule(shown),
            _ => None,
        };
        let Some(found) = found else {
            return self.bad_said(at, column, cell, "import.cell.schedule");
        };
        let text = found.to_string();
        // Spans of years, months and days say the same in any writing; words and dates are worth a look.
        let is_worded = matches!(cell, Cell::Text(_))
            && [found.from, found.to].iter().any(|p| matches!(p.precision, Precision::Half | Precision::Quarter));
        if matches!(cell, Cell::Date(_)) || is_worded && shown != text {
            self.note(at, column, shown, &text);
        }
        Ok(Said::Value(EditValue::Text(text)))
    }

    fn extra(&mut self, at: CellRef, column: &str, index: usize, cell: &Cell, shown: &str) -> Result<Said, ()> {
        let field = &self.model.config.extra[index];
        let allowed = |word: &str| match field.values.is_empty() {
            true => Some(word.to_owned()),
            false => field.values.iter().find(|value| norm(value) == norm(word)).cloned(),
        };
        let words: Vec<&str> = field.values.iter().map(String::as_str).collect();
        let value = match field.kind {
            "number" => match self.decimal(cell, shown) {
                Some(number) => EditValue::Number(number),
                None => return self.bad_said(at, column, cell, "import.cell.decimal"),
            },
            "bool" => match yes(shown) {
                Some(yes) => EditValue::Bool(yes),
                None => return self.bad_said(at, column, cell, "import.cell.bool"),
            },
            "date" => match (cell, digits(shown).filter(|p| p.precision == Precision::Day)) {
                (Cell::Date(date), _) => EditValue::Date(*date),
                (_, Some(day)) => EditValue::Date(day.first),
                _ => return self.bad_said(at, column, cell, "import.cell.date"),
            },
            "url" => match is_web_address(shown) {
                true => EditValue::Text(shown.to_owned()),
                false => return self.bad_said(at, column, cell, "import.cell.url"),
            },
            "list" => match parts(cell).iter().map(|part| allowed(part)).collect() {
                Some(list) => EditValue::List(list),
                None => return self.bad_choice(at, column, cell, "", &words),
            },
            _ => match allowed(shown) {
                Some(text) => EditValue::Text(text),
                None => return self.bad_choice(at, column, cell, "", &words),
            },
        };
        Ok(Said::Value(value))
    }

    fn decimal(&self, cell: &Cell, shown: &str) -> Option<String> {
        match cell {
            Cell::Number(number) if number.is_finite() => decimal(&format!("{number}").replace('.', ",")),
            Cell::Text(_) => decimal(shown),
            _ => None,
        }
    }

    /// The word of a field that a text means: itself, or what the site calls it.
    fn choice(&self, field: &str, words: &[&str], text: &str) -> Option<String> {
        let wanted = norm(text);
        let usual = USUAL_WORDS.iter().find(|(name, said, _)| *name == field && norm(said) == wanted);
        if let Some((.., word)) = usual {
            return Some((*word).to_owned());
        }
        let is_it = |word: &&&str| {
            let key = format!("{field}.{word}");
            norm(word) == wanted
                || self.strings.iter().any(|words| words.find(&key).is_some() && norm(&words.say(&key)) == wanted)
        };
        words.iter().find(is_it).map(|word| (*word).to_owned())
    }

    fn bad_choice(&mut self, at: CellRef, column: &str, cell: &Cell, field: &str, words: &[&str]) -> Result<Said, ()> {
        let said = |word: &&str| {
            let key = format!("{field}.{word}");
            let shown = if self.words.find(&key).is_some() { self.words.say(&key) } else { (*word).to_owned() };
            format!("`{shown}`")
        };
        let list = words.iter().map(said).collect::<Vec<_>>().join(", ");
        let wanted = self.words.fill("import.cell.codes", &[("codes", &list)]);
        self.bad(at, column, cell, wanted)
    }

    fn bad_said(&mut self, at: CellRef, column: &str, cell: &Cell, key: &str) -> Result<Said, ()> {
        let wanted = self.words.say(key);
        self.bad(at, column, cell, wanted)
    }
}

/// Words of offices for values of fields, beyond those of the string catalogue.
const USUAL_WORDS: &[(&str, &str, &str)] = &[
    ("delivery", "EfA", "efa"),
    ("delivery", "Einer für Alle", "efa"),
    ("delivery", "Fachverfahren", "specialist-system"),
    ("delivery", "Fachverfahren/Webdienste", "specialist-system"),
    ("delivery", "Externe Portale", "external-portal"),
    ("delivery", "Antragsmanagement", "own-form"),
    ("delivery", "Formularserver", "own-form"),
    ("delivery", "Sonstiges", "open"),
    ("delivery", "in Klärung", "open"),
    ("delivery", "Sonstiges/noch in Klärung", "open"),
    ("audience", "Bürger", "citizens"),
    ("audience", "Wirtschaft", "businesses"),
    ("audience", "intern", "internal"),
    ("visibility", "öffentlich", "public"),
    ("visibility", "intern", "internal"),
];

/// The codes that a value may be, besides numbers.
pub(super) fn codes(scheme: &Scheme) -> Vec<String> {
    let statuses = scheme.statuses.iter().filter(|_| scheme.scale.is_none()).map(|status| status.code.clone());
    statuses.chain(scheme.letters.iter().map(|letter| letter.code.clone())).collect()
}

fn yes(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "ja" | "j" | "yes" | "y" | "x" | "wahr" | "true" | "1" => Some(true),
        "nein" | "n" | "no" | "falsch" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// The parts of a list in one cell.
fn parts(cell: &Cell) -> Vec<String> {
    let text = cell.text().replace(['\n', '\r'], ",").replace(" und ", ",").replace(" and ", ",").replace(" & ", ",");
    text.split([',', ';', '|']).map(clean).filter(|part| !part.is_empty()).collect()
}
