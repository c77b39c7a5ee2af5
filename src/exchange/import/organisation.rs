//! Units and divisions of a sheet: blank cells carry down, codes that Excel changed are recognised, and
//! what the site does not know yet is made.

use super::Reading;
use super::header::{Layout, Target};
use super::own::Own;
use super::rows::cell;
use super::written::{clean, is_none, norm};
use crate::diag::codes;
use crate::exchange::sheet::{Cell, Row};
use crate::model::{Model, Record, UnitId};
use crate::source::CellRef;
use std::collections::{BTreeMap, BTreeSet};

/// A unit or division that the site does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct New {
    pub(super) id: String,
    pub(super) name: String,
    /// Only units: their division.
    pub(super) division: Option<String>,
}

/// A unit whose entry in the site no record uses yet, and which the sheet knows better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Renamed {
    /// Its place in the list of units.
    pub(super) index: usize,
    pub(super) id: String,
    pub(super) before: String,
    pub(super) name: String,
    pub(super) division: Option<String>,
}

/// The organisation of the site, and what a sheet adds to it.
pub(super) struct Organisation<'m> {
    model: &'m Model,
    divisions: BTreeMap<String, String>,
    units: BTreeMap<String, String>,
    used: BTreeSet<UnitId>,
    told: BTreeSet<String>,
    above: [Option<(CellRef, Cell)>; 4],
    carries: bool,
    pub(super) new_divisions: Vec<New>,
    pub(super) new_units: Vec<New>,
    pub(super) renamed: Vec<Renamed>,
}

const LEVELS: [Target; 4] = [Target::Division, Target::DivisionName, Target::Unit, Target::UnitName];

impl<'m> Organisation<'m> {
    pub(super) fn new(reading: &Reading<'m, '_>, layout: &Layout<'_>) -> Self {
        let model = reading.model;
        let lang = reading.lang();
        let records = model.registers.iter().flat_map(|register| &register.records);
        let used = records.flat_map(|r| r.units.iter().map(|(_, u)| *u).chain(r.other_units.iter().map(|(u, _)| *u)));
        let mut units: BTreeMap<String, String> =
            model.units.iter().map(|unit| (unit.id.clone(), unit.name.get(lang).to_owned())).collect();
        // Codes that were typed as texts elsewhere in the sheet are as good as known.
        for row in layout.sheet.rows.iter().filter(|row| row.index > layout.row) {
            if let Some((_, Cell::Text(code))) = cell(row, layout, &Target::Unit) {
                let code = clean(code);
                if !is_none(&code) && !code.contains(',') && code.chars().any(|c| c.is_ascii_digit()) {
                    let name =
                        cell(row, layout, &Target::UnitName).map(|(_, name)| clean(&name.text())).unwrap_or_default();
                    units.entry(code).or_insert(name);
                }
            }
        }
        Organisation {
            model,
            divisions: model.divisions.iter().map(|d| (d.id.clone(), d.name.get(lang).to_owned())).collect(),
            units,
            used: used.collect(),
            told: BTreeSet::new(),
            above: [None, None, None, None],
            // A sheet that this program made has its organisation in every row.
            carries: layout.column(&Target::Id).is_none(),
            new_divisions: Vec::new(),
            new_units: Vec::new(),
            renamed: Vec::new(),
        }
    }

    /// Takes note of the organisation in a row that is no record, such as a heading.
    pub(super) fn pass(&mut self, row: &Row, layout: &Layout<'_>) {
        let own = LEVELS.clone().map(|target| {
            let column = layout.column(&target)?.index;
            let at = CellRef { row: row.index, column };
            // Of a merged area only its first cell is seen, so it counts, whatever the others hide.
            let area = layout.sheet.area(at).filter(|area| area.from.column == column);
            let shown = area.and_then(|area| layout.sheet.cell(area.from).map(|cell| (area.from, cell.clone())));
            let cell = row.cells.iter().find(|(index, _)| *index == column).map(|(_, cell)| cell.clone());
            shown.or(cell.map(|cell| (at, cell)))
        });
        let has = |level: usize| own[level].is_some();
        // What stands at a level starts everything below it anew.
        if has(0) || has(1) || !self.carries {
            self.above = [None, None, None, None];
        } else if has(2) || has(3) {
            (self.above[2], self.above[3]) = (None, None);
        }
        for (above, own) in self.above.iter_mut().zip(own) {
            if own.is_some() {
                *above = own;
            }
        }
    }

    /// Whether a row, after [`Organisation::pass`], has the organisation that this program writes for its record.
    pub(super) fn says(&self, own: &Own<'_>, record: &Record) -> bool {
        LEVELS.iter().zip(&self.above).all(|(level, above)| match above {
            Some((_, cell)) => own.is(record, level, Some(cell)),
            // A layout need not have every column.
            None => true,
        })
    }

    /// The unit of a row, after [`Organisation::pass`]; an error if a code cannot be read. A code that carries
    /// down is wrong in every row that has it.
    pub(super) fn unit(&mut self, row: u32, reading: &mut Reading<'m, '_>) -> Result<Option<(CellRef, String)>, ()> {
        let [division, division_name, unit, unit_name] = self.above.clone();
        let name = |cell: &Option<(CellRef, Cell)>| {
            cell.as_ref().map(|(_, cell)| clean(&cell.text())).filter(|name| !is_none(name))
        };
        let (division_name, unit_name) = (name(&division_name), name(&unit_name));
        let division = match (name(&division), division_name) {
            (Some(id), found) => {
                let at = division.map(|(at, _)| at).unwrap_or(CellRef { row: 0, column: 0 });
                self.division(&id, found.as_deref(), at, reading);
                Some(id)
            }
            (None, Some(found)) => Some(self.by_name(&self.divisions, &found).unwrap_or_else(|| {
                self.divisions.insert(found.clone(), found.clone());
                self.new_divisions.push(New { id: found.clone(), name: found.clone(), division: None });
                found
            })),
            (None, None) => None,
        };
        let (at, id) = match (unit, &unit_name) {
            (Some((at, cell)), _) if !is_none(&clean(&cell.text())) => {
                (at, self.code(&cell, unit_name.as_deref(), at, row, reading)?)
            }
            (_, Some(name)) => {
                let at = self.above[3].as_ref().map(|(at, _)| *at).unwrap_or(CellRef { row: 0, column: 0 });
                (at, self.by_name(&self.units, name).unwrap_or_else(|| name.clone()))
            }
            _ => return Ok(None),
        };
        self.note_unit(&id, unit_name.as_deref(), division.as_deref(), at, reading);
        Ok(Some((at, id)))
    }

    fn by_name(&self, known: &BTreeMap<String, String>, name: &str) -> Option<String> {
        known.iter().find(|(_, known)| norm(known) == norm(name)).map(|(id, _)| id.clone())
    }

    fn division(&mut self, id: &str, name: Option<&str>, at: CellRef, reading: &mut Reading<'m, '_>) {
        match self.divisions.get(id) {
            None => {
                let name = name.unwrap_or(id).to_owned();
                self.divisions.insert(id.to_owned(), name.clone());
                self.new_divisions.push(New { id: id.to_owned(), name, division: None });
            }
            Some(known) => {
                if let Some(name) = name.filter(|name| norm(name) != norm(known))
                    && self.told.insert(format!("division {id}"))
                {
                    let known = known.clone();
                    reading.push(codes::sheet::unit_differs(reading.place(at), reading.words, id, name, &known));
                }
            }
        }
    }

    fn note_unit(
        &mut self,
        id: &str,
        name: Option<&str>,
        division: Option<&str>,
        at: CellRef,
        reading: &mut Reading<'m, '_>,
    ) {
        let index = self.model.units.iter().position(|unit| unit.id == id);
        let Some(index) = index else {
            if self.new_units.iter().all(|unit| unit.id != id) {
                let name = name.or(self.units.get(id).map(String::as_str)).filter(|n| !n.is_empty()).unwrap_or(id);
                let division = division.map(str::to_owned);
                self.new_units.push(New { id: id.to_owned(), name: name.to_owned(), division });
                self.units.entry(id.to_owned()).or_default();
            }
            return;
        };
        let unit = &self.model.units[index];
        let known = unit.name.get(reading.lang());
        let Some(name) = name.filter(|name| norm(name) != norm(known)) else { return };
        if !self.told.insert(format!("unit {id}")) {
            return;
        }
        if self.used.contains(&UnitId(index as u32)) {
            reading.push(codes::sheet::unit_differs(reading.place(at), reading.words, id, name, known));
        } else {
            self.renamed.push(Renamed {
                index,
                id: id.to_owned(),
                before: known.to_owned(),
                name: name.to_owned(),
                division: division.map(str::to_owned),
            });
        }
    }

    /// A code as it was typed before a spreadsheet took it for a number or date.
    fn code(
        &self,
        cell: &Cell,
        name: Option<&str>,
        at: CellRef,
        row: u32,
        reading: &mut Reading<'m, '_>,
    ) -> Result<String, ()> {
        let column = reading.title(&Target::Unit);
        let is_known = |code: &str| self.units.contains_key(code);
        let candidates: Vec<String> = match cell {
            Cell::Text(_) => {
                let text = clean(&cell.text());
                let dotted = text.replace(',', ".");
                if !is_known(&text) && is_known(&dotted) {
                    reading.push(codes::sheet::value_read_as(
                        reading.place(at),
                        reading.words,
                        &column,
                        &text,
                        &dotted,
                    ));
                    return Ok(dotted);
                }
                return Ok(text);
            }
            Cell::Number(number) => {
                let text = number.to_string();
                // Zeros at the end of decimals are lost: 7.10 became 7.1.
                let longer = text.contains('.').then(|| format!("{text}0"));
                std::iter::once(text).chain(longer).collect()
            }
            Cell::Date(date) => {
                let (day, month, year) = (date.day(), date.month(), date.year() % 100);
                vec![
                    format!("{day}.{month}"),
                    format!("{day}.{month:02}"),
                    format!("{month}.{year:02}"),
                    format!("{month}.{year}"),
                ]
            }
            Cell::Bool(_) | Cell::Error(_) => {
                let wanted = reading.words.say("import.cell.text");
                return reading.bad(CellRef { row, ..at }, &column, cell, wanted);
            }
        };
        let known: BTreeSet<&String> = candidates.iter().filter(|code| is_known(code)).collect();
        let fits = |code: &&&String| {
            let known = self.units.get(code.as_str());
            name.is_some_and(|name| known.is_some_and(|known| norm(known) == norm(name)))
        };
        let by_name: Vec<&&String> = known.iter().filter(fits).collect();
        let found = match (by_name.as_slice(), known.iter().collect::<Vec<_>>().as_slice(), cell) {
            ([one], ..) => (**one).clone(),
            ([], [one], _) if name.is_none() || matches!(cell, Cell::Date(_)) => (**one).clone(),
            // A number that nothing contradicts is most likely what was meant.
            ([], [] | [_], Cell::Number(_)) => candidates[0].clone(),
            (_, several, Cell::Number(_)) => {
                let list = several.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
                let wanted = reading.words.fill("import.cell.unit_number", &[("candidates", &list)]);
                return reading.bad(CellRef { row, ..at }, &column, cell, wanted);
            }
            _ => {
                let wanted = reading.words.say("import.cell.unit_date");
                return reading.bad(CellRef { row, ..at }, &column, cell, wanted);
            }
        };
        reading.push(codes::sheet::value_read_as(reading.place(at), reading.words, &column, &cell.text(), &found));
        Ok(found)
    }
}
