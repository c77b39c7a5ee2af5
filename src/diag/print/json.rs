//! Problems for programs: one JSON object on each line, always with the same seven keys; in a
//! workbook `sheet` and `cell` stand for `line` and `column`.

use super::super::{Diagnostics, Locus};
use super::Colour;
use super::place::Places;
use super::words::path;
use crate::source::SourceTree;
use serde_json::{Map, Value};

pub(super) fn draw(diagnostics: &Diagnostics, sources: &SourceTree, _: Colour) -> String {
    let mut places = Places::new(sources);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        let mut object = Map::new();
        object.insert("code".into(), diagnostic.code.name.into());
        object.insert("severity".into(), diagnostic.severity.word().into());
        object.insert("file".into(), path(diagnostic, sources).into());
        if let Locus::Sheet(place) = &diagnostic.locus {
            object.insert("sheet".into(), place.sheet.as_str().into());
            object.insert("cell".into(), place.cell.map(|cell| cell.to_string()).into());
        } else {
            let start = match diagnostic.locus {
                Locus::Text(span) => places.ends(span).map(|(start, _)| start),
                Locus::Path(_) | Locus::Sheet(_) | Locus::Site => None,
            };
            object.insert("line".into(), start.map(|point| point.line).into());
            object.insert("column".into(), start.map(|point| point.column).into());
        }
        object.insert("message".into(), diagnostic.message.as_str().into());
        object.insert("help".into(), diagnostic.help.as_deref().into());
        text.push_str(&Value::Object(object).to_string());
        text.push('\n');
    }
    text
}
