//! What a cell for a value says, on the scale and with the codes of a scheme.
//!
//! What can only mean one thing is understood: a number typed as text, a code in lower case, the name
//! of a status. Whatever could mean two things, or nothing, is refused with the reason.

use super::register_sheet::codes;
use super::returned::{clean, plain};
use crate::diag::codes::nearest;
use crate::exchange::sheet::Cell;
use crate::model::Scheme;
use crate::record::field::Written;
use crate::text::lang::LANGS;

/// A cell that has been read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// No answer.
    Nothing,
    /// A value, as it is written in a record.
    Value(Written),
    /// A value that was written in another way.
    Understood(Written),
}

/// What is wrong with a cell, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// The message, below `survey.problem`, with its values.
    pub(super) message: Phrase,
    /// The help, below `survey.help`, with its values.
    pub(super) help: Phrase,
}

/// The key of a text with the values of its placeholders.
type Phrase = (&'static str, Vec<(&'static str, String)>);

/// Reads the value in a cell.
pub(super) fn value(scheme: &Scheme, cell: Option<&Cell>) -> Result<Said, Refused> {
    match cell {
        None => Ok(Said::Nothing),
        Some(Cell::Number(number)) => of_number(scheme, *number, &Cell::Number(*number).text(), true),
        Some(Cell::Text(text)) => of_text(scheme, text),
        Some(Cell::Error(error)) => Err(refused(scheme, "value_error", error)),
        Some(Cell::Date(date)) => Err(refused(scheme, "value_date", &date.to_string())),
        Some(Cell::Bool(yes)) => Err(refused(scheme, "value_other", &yes.to_string())),
    }
}

/// Whether a text stands for an empty cell.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(clean(text).to_lowercase().as_str(), "" | "-" | "–" | "—" | "(leer)")
}

fn of_text(scheme: &Scheme, text: &str) -> Result<Said, Refused> {
    let text = clean(text);
    if let Some(code) = codes(scheme).find(|code| *code == text) {
        return Ok(Said::Value(Written::Code(code.to_owned())));
    }
    if is_nothing(&text) {
        return Ok(Said::Nothing);
    }
    let dotted = text.replace(',', ".");
    if let (true, Ok(number)) = (dotted.starts_with(|c: char| c.is_ascii_digit() || "+-".contains(c)), dotted.parse()) {
        return of_number(scheme, number, &text, text.bytes().all(|b| b.is_ascii_digit()));
    }
    // `u`, `U – umgesetzt` and `umgesetzt` are the same to whoever wrote them.
    let named = |code: &str, label: &str| {
        let written = plain(&text);
        [plain(code), plain(label), plain(&format!("{code}{label}"))].contains(&written)
    };
    let statuses =
        scheme.statuses.iter().filter(|_| scheme.scale.is_none()).map(|status| (&status.code, &status.label));
    let letters = scheme.letters.iter().map(|letter| (&letter.code, &letter.label));
    let mut fits =
        statuses.chain(letters).filter(|(code, label)| LANGS.iter().any(|lang| named(code, label.get(*lang))));
    match (fits.next(), fits.next()) {
        (Some((code, _)), None) => Ok(Said::Understood(Written::Code(code.clone()))),
        _ => Err(unknown(scheme, &text)),
    }
}

/// `is_plain` if the number is written as it would be in a record.
fn of_number(scheme: &Scheme, number: f64, text: &str, is_plain: bool) -> Result<Said, Refused> {
    let Some((min, max)) = scheme.scale else {
        return match codes(scheme).find(|code| *code == text) {
            Some(code) => Ok(Said::Value(Written::Code(code.to_owned()))),
            None => Err(unknown(scheme, text)),
        };
    };
    if number.fract() != 0.0 {
        return Err(refused(scheme, "value_fraction", text));
    }
    if number < f64::from(min) || number > f64::from(max) {
        let mut refused = refused(scheme, "value_off_scale", text);
        refused.message.1.extend([("min", min.to_string()), ("max", max.to_string())]);
        return Err(refused);
    }
    let value = Written::Number(number as i64);
    Ok(if is_plain { Said::Value(value) } else { Said::Understood(value) })
}

fn unknown(scheme: &Scheme, text: &str) -> Refused {
    let status = scheme.statuses.iter().position(|status| plain(&status.code) == plain(text));
    if let (Some((_, max)), Some(at)) = (scheme.scale, status) {
        let from = scheme.statuses[at].from;
        let to = scheme.statuses.get(at + 1).map_or(max, |next| next.from.saturating_sub(1));
        let values = vec![("found", text.to_owned()), ("from", from.to_string()), ("to", to.to_string())];
        return Refused { message: ("value_status", values), help: ("which", Vec::new()) };
    }
    let mut refused = refused(scheme, "value_unknown", text);
    if let Some(near) = nearest(text, codes(scheme)) {
        refused.help = ("near", vec![("near", near.to_owned())]);
    }
    refused
}

fn refused(scheme: &Scheme, key: &'static str, found: &str) -> Refused {
    let codes: Vec<String> = codes(scheme).map(|code| format!("`{code}`")).collect();
    let help = match scheme.scale {
        Some(_) if codes.is_empty() => "number",
        Some(_) => "number_or_code",
        None => "code",
    };
    let mut values = vec![("codes", codes.join(", "))];
    if let Some((min, max)) = scheme.scale {
        values.extend([("min", min.to_string()), ("max", max.to_string())]);
    }
    Refused { message: (key, vec![("found", found.to_owned())]), help: (help, values) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Letter, Status, StatusClass};
    use crate::record::field::Localised;
    use crate::text::lang::Lang;

    fn scheme(scale: Option<(u16, u16)>, letters: &[&str]) -> Scheme {
        let status = |(code, label, from): (&str, &str, u16)| Status {
            code: code.to_owned(),
            label: Localised::of(Lang::De, label),
            class: StatusClass::Planned,
            from,
            text: None,
        };
        let letter = |code: &&str| Letter {
            code: (*code).to_owned(),
            label: Localised::of(Lang::De, format!("{code} (nicht erklärt)")),
            class: StatusClass::Unknown,
            counts_as: None,
            text: None,
        };
        Scheme {
            key: "progress".to_owned(),
            title: None,
            scale,
            statuses: [("P", "in Planung", 0), ("E", "in Einführung", 4), ("U", "umgesetzt", 8)].map(status).into(),
            steps: Vec::new(),
            letters: letters.iter().map(letter).collect(),
        }
    }

    fn read(scheme: &Scheme, text: &str) -> Result<Said, &'static str> {
        value(scheme, Some(&Cell::Text(text.to_owned()))).map_err(|refused| refused.message.0)
    }

    #[test]
    fn numbers_and_letters_of_a_scale() {
        let scheme = scheme(Some((0, 10)), &["a", "g"]);
        let number = |n| Said::Value(Written::Number(n));
        assert_eq!(value(&scheme, None), Ok(Said::Nothing));
        assert_eq!(value(&scheme, Some(&Cell::Number(7.0))), Ok(number(7)));
        assert_eq!(read(&scheme, " 10\u{a0}"), Ok(number(10)));
        assert_eq!(read(&scheme, "5,0"), Ok(Said::Understood(Written::Number(5))));
        assert_eq!(read(&scheme, "G"), Ok(Said::Understood(Written::Code("g".to_owned()))));
        assert_eq!(read(&scheme, "a"), Ok(Said::Value(Written::Code("a".to_owned()))));
        for nothing in ["-", " – ", "(Leer)"] {
            assert_eq!(read(&scheme, nothing), Ok(Said::Nothing), "{nothing}");
        }
        assert_eq!(read(&scheme, "11"), Err("value_off_scale"));
        assert_eq!(read(&scheme, "-1"), Err("value_off_scale"));
        assert_eq!(read(&scheme, "5,5"), Err("value_fraction"));
        assert_eq!(read(&scheme, "e"), Err("value_status"));
        assert_eq!(read(&scheme, "fertig"), Err("value_unknown"));
        assert!(read(&scheme, "infinity").is_err() && read(&scheme, "NaN").is_err() && read(&scheme, "1e999").is_err());
        for cell in [Cell::Error("#REF!".to_owned()), Cell::Bool(true)] {
            assert!(value(&scheme, Some(&cell)).is_err(), "{cell:?}");
        }
    }

    #[test]
    fn codes_without_a_scale() {
        let scheme = scheme(None, &[]);
        let code = |code: &str| Written::Code(code.to_owned());
        assert_eq!(read(&scheme, "U"), Ok(Said::Value(code("U"))));
        for same in ["u", "U – umgesetzt", "Umgesetzt"] {
            assert_eq!(read(&scheme, same), Ok(Said::Understood(code("U"))), "{same}");
        }
        assert_eq!(read(&scheme, "x"), Err("value_unknown"));
        assert!(value(&scheme, Some(&Cell::Number(5.0))).is_err());
    }
}
