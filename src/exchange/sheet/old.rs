//! XLS, the format of Excel 97 to 2003 and before: how large its sheets are, before calamine makes them.
//!
//! calamine makes every place between the first and the last cell of a sheet, and each text as often as a cell
//! names it. So the records are gone through first, in the order in which it takes them, and what has more
//! cells, places or text than any plan is refused. It then gets a file with nothing but what was looked at.

use super::book::{areas, dense, whole};
use super::room::{Extent, Room};
use super::{MAX_PLACES, MAX_SHEETS, MAX_UNPACKED, SheetError, Workbook, broken};
use calamine::{Reader, Xls, XlsError};
use cfb::{CompoundFile, Version};
use std::io::{Cursor, Read, Write};

/// Most bytes of a record that hold a formula; Excel writes no longer ones.
const MAX_FORMULA: usize = 8_224;
/// Most continuations of a record: a table of texts has one every 8 KB.
const MAX_CONTINUED: usize = 20_000;

pub(super) fn xls(bytes: &[u8]) -> Result<Workbook, SheetError> {
    let names = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|part| part == name)
    };
    // A workbook with a password is a compound file with one packed part, whatever its ending.
    if names("EncryptedPackage") {
        return Err(SheetError::Password);
    }
    if names("WordDocument") {
        return Err(SheetError::OtherFormat("DOC"));
    }
    whole(|| {
        let stream = stream(bytes)?;
        measure(&stream)?;
        let mut book: Xls<_> = Xls::new(Cursor::new(packed(&stream)?)).map_err(|error| match error {
            XlsError::Password => SheetError::Password,
            other => broken(other),
        })?;
        dense(&mut book, |book, name| areas(book.merge_cells_by_sheet_name(name).unwrap_or_default()))
    })
}

/// The part with all sheets: `Workbook`, before Excel 97 `Book`.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, SheetError> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(broken)?;
    let named = |name: &str| {
        let mut streams = file.walk().filter(cfb::Entry::is_stream);
        streams.find(|entry| entry.name().eq_ignore_ascii_case(name)).map(|entry| entry.path().to_owned())
    };
    let path = named("Workbook").or_else(|| named("Book")).ok_or_else(|| broken("there is no workbook in it"))?;
    let mut stream = Vec::new();
    let part = file.open_stream(path).map_err(broken)?;
    // No part is longer than the file, whatever its directory says.
    part.take(bytes.len() as u64).read_to_end(&mut stream).map_err(broken)?;
    Ok(stream)
}

/// A file with nothing but this part.
fn packed(stream: &[u8]) -> Result<Vec<u8>, SheetError> {
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new())).map_err(broken)?;
    let mut part = file.create_stream("/Workbook").map_err(broken)?;
    part.write_all(stream).map_err(broken)?;
    part.flush().map_err(broken)?;
    drop(part);
    file.flush().map_err(broken)?;
    Ok(file.into_inner().into_inner())
}

/// Looks through the records of all sheets.
fn measure(stream: &[u8]) -> Result<(), SheetError> {
    let mut starts = Vec::new();
    let mut texts = Vec::new();
    // The longest name that a formula may bring in.
    let mut longest = 0;
    for record in Records(stream) {
        let record = record?;
        match record.kind {
            // Everything after it is encrypted.
            0x002f if number(record.data, 0)? != 0 => return Err(SheetError::Password),
            0x0085 => {
                starts.push(number(record.data, 0)? as usize | (number(record.data, 2)? as usize) << 16);
                longest = longest.max(record.data.len());
            }
            0x0018 => longest = longest.max(record.data.len()),
            0x00fc => texts = lengths(record.data, record.more)?,
            0x000a => break,
            _ => {}
        }
    }
    if starts.len() > MAX_SHEETS {
        return Err(SheetError::TooLarge);
    }
    let mut left =
        Left { room: Room::new(), formulas: 4 * MAX_UNPACKED, bytes: 2 * stream.len(), longest: longest.min(765) };
    starts.into_iter().try_for_each(|start| {
        let records = stream.get(start..).ok_or_else(|| broken("a sheet starts behind the end"))?;
        left.sheet(records, &texts)
    })
}

/// What is left for further sheets.
struct Left {
    room: Room,
    /// Bytes of formulas written out, and of moving them about while they are put together.
    formulas: u64,
    /// Bytes of records; each belongs to one sheet, and so do not many.
    bytes: usize,
    longest: usize,
}

impl Left {
    fn sheet(&mut self, stream: &[u8], texts: &[u64]) -> Result<(), SheetError> {
        let mut extent = Extent::default();
        // Charts inside a sheet have cells of their own, which are none of the sheet.
        let (mut has_begun, mut depth) = (false, 0_usize);
        // The text of a formula stands in a record of its own, behind it.
        let mut formula_at = (0, 0);
        for record in Records(stream) {
            let Record { kind, data, size, .. } = record?;
            self.bytes = self.bytes.checked_sub(size).ok_or(SheetError::TooLarge)?;
            match kind {
                0x0809 if depth > 0 || has_begun => depth += 1,
                0x0809 => has_begun = true,
                0x000a if depth == 0 => break,
                0x000a => depth -= 1,
                _ if depth > 0 => {}
                0x0200 if announced(data)? > MAX_PLACES => return Err(SheetError::TooLarge),
                // Number, text in place, text with fonts, yes or no, short number; and a text of the table.
                0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd => {
                    let bytes = match kind {
                        0x0204 | 0x00d6 => data.len() as u64 * 3,
                        0x00fd => {
                            let index = number(data, 6)? as usize | (number(data, 8)? as usize) << 16;
                            texts.get(index).copied().unwrap_or(0)
                        }
                        _ => 0,
                    };
                    self.cells(&mut extent, place(data)?, 1, bytes)?;
                }
                0x00bd => self.cells(&mut extent, place(data)?, data.len().saturating_sub(6).div_ceil(6) as u64, 0)?,
                0x0207 => self.cells(&mut extent, formula_at, 1, data.len() as u64 * 3)?,
                0x0006 => {
                    if data.len() > MAX_FORMULA {
                        return Err(broken("a formula is too long"));
                    }
                    formula_at = place(data)?;
                    self.cells(&mut extent, formula_at, 1, 0)?;
                    let length = data.len() as u64;
                    let written = length * (8 + self.longest as u64 / 5) * (1 + length / 64);
                    self.formulas = self.formulas.checked_sub(written).ok_or(SheetError::TooLarge)?;
                }
                _ => {}
            }
        }
        self.room.places(extent.places())
    }

    fn cells(&mut self, extent: &mut Extent, at: (u64, u64), count: u64, bytes: u64) -> Result<(), SheetError> {
        if count > 0 {
            extent.reach((at.0, at.0), (at.1, at.1 + count - 1));
        }
        self.room.cells(count, bytes)
    }
}

/// A record.
struct Record<'s> {
    kind: u16,
    data: &'s [u8],
    /// Where it goes on, if it did not fit into one.
    more: Vec<&'s [u8]>,
    /// Bytes of all together.
    size: usize,
}

/// The records in a stream.
struct Records<'s>(&'s [u8]);

impl<'s> Records<'s> {
    fn one(&mut self) -> Result<(u16, &'s [u8]), SheetError> {
        let kind = number(self.0, 0)?;
        let end = 4 + number(self.0, 2)? as usize;
        let (record, rest) = self.0.split_at_checked(end).ok_or_else(|| broken("a record does not end"))?;
        self.0 = rest;
        Ok((kind, &record[4..]))
    }

    fn whole(&mut self) -> Result<Record<'s>, SheetError> {
        let before = self.0.len();
        let (kind, data) = self.one()?;
        let mut more = Vec::new();
        while self.0.len() > 4 && number(self.0, 0)? == 0x003c {
            more.push(self.one()?.1);
            if more.len() > MAX_CONTINUED {
                return Err(SheetError::TooLarge);
            }
        }
        Ok(Record { kind, data, more, size: before - self.0.len() })
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Result<Record<'s>, SheetError>;

    fn next(&mut self) -> Option<Self::Item> {
        (!self.0.is_empty()).then(|| self.whole())
    }
}

/// The two bytes at this place.
fn number(data: &[u8], at: usize) -> Result<u16, SheetError> {
    let two = data.get(at..).and_then(|rest| rest.first_chunk()).ok_or_else(|| broken("a record is too short"))?;
    Ok(u16::from_le_bytes(*two))
}

/// Row and column of a cell.
fn place(data: &[u8]) -> Result<(u64, u64), SheetError> {
    Ok((number(data, 0)?.into(), number(data, 2)?.into()))
}

/// How many places a sheet says that it has; calamine sets memory aside for them.
fn announced(data: &[u8]) -> Result<u64, SheetError> {
    let double = |at| Ok(u32::from(number(data, at)?) | u32::from(number(data, at + 2)?) << 16);
    let (top, bottom, columns) = match data.len() {
        10 => (number(data, 0)?.into(), number(data, 2)?.into(), 4),
        _ => (double(0)?, double(4)?, 8),
    };
    let (left, right) = (u32::from(number(data, columns)?), u32::from(number(data, columns + 2)?));
    let left = if left > 0xff || right < left { 0 } else { left };
    if bottom == 0 || right == 0 {
        return Ok(1);
    }
    // calamine adds one to a difference that may be negative, and has as many places as come of that.
    let rows = bottom.wrapping_sub(top);
    Ok(u64::from(rows) * u64::from(right.wrapping_sub(left)))
}

/// How long the texts of the table may be that cells name by number.
fn lengths(data: &[u8], more: Vec<&[u8]>) -> Result<Vec<u64>, SheetError> {
    let mut found = Vec::new();
    let mut rest = data.get(8..).ok_or_else(|| broken("a record is too short"))?;
    let mut more = more.into_iter();
    let short = || broken("a text does not end");
    loop {
        if rest.is_empty() {
            let Some(next) = more.next() else { return Ok(found) };
            rest = next;
            if rest.is_empty() {
                found.push(0);
                continue;
            }
        }
        let (mut letters, flags) = (number(rest, 0)? as usize, *rest.get(2).ok_or_else(short)?);
        rest = &rest[3..];
        let mut skipped: u64 = 0;
        if flags & 8 != 0 {
            skipped += u64::from(number(rest, 0)?) * 4;
            rest = &rest[2..];
        }
        if flags & 4 != 0 {
            skipped += u64::from(number(rest, 0)?) | u64::from(number(rest, 2)?) << 16;
            rest = &rest[4..];
        }
        let mut is_wide = flags & 1 != 0;
        let mut length = 0;
        loop {
            let taken = letters.min(rest.len() / if is_wide { 2 } else { 1 });
            // In UTF-8, letters of one byte become two at most, others three.
            length += taken as u64 * if is_wide { 3 } else { 2 };
            rest = &rest[taken * if is_wide { 2 } else { 1 }..];
            letters -= taken;
            if letters == 0 {
                break;
            }
            rest = more.next().ok_or_else(short)?;
            is_wide = *rest.first().ok_or_else(short)? & 1 != 0;
            rest = &rest[1..];
        }
        while skipped > 0 {
            if rest.is_empty() {
                rest = more.next().ok_or_else(short)?;
            }
            let taken = rest.len().min(usize::try_from(skipped).unwrap_or(usize::MAX));
            rest = &rest[taken..];
            skipped -= taken as u64;
        }
        found.push(length);
    }
}

#[cfg(test)]
mod tests;
