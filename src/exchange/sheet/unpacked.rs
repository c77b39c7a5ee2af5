//! How large a packed workbook is, and what it is, before anything else unpacks it.
//!
//! A file of a few kilobytes can unpack to gigabytes. What its directory says of sizes need not be
//! true, so every part is unpacked once and only counted.

use super::metered::Parts;
use super::{MAX_CELLS, MAX_UNPACKED, SheetError, broken, repeated};
use quick_xml::events::Event;
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;

/// What a packed file is.
pub(super) enum Kind {
    /// XLSX or XLSM, and its parts.
    Xlsx(Parts),
    /// ODS.
    Ods,
}

/// Most parts that a workbook may have.
const MAX_PARTS: usize = 20_000;

/// Says what it is, and that it is not too large.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, SheetError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_PARTS {
        return Err(SheetError::TooLarge);
    }
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_ascii_lowercase()).collect();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    let mut kind = match () {
        () if has("xl/workbook.bin") => return Err(SheetError::OtherFormat("XLSB")),
        () if has("xl/") => Kind::Xlsx(Parts::default()),
        () if has("word/") => return Err(SheetError::OtherFormat("DOCX")),
        () if has("ppt/") => return Err(SheetError::OtherFormat("PPTX")),
        () if has("content.xml") => Kind::Ods,
        () if has("index/") => return Err(SheetError::OtherFormat("Numbers")),
        () => return Err(SheetError::OtherFormat("ZIP")),
    };
    let mut rest = MAX_UNPACKED;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(broken)?;
        let read = std::io::copy(&mut part.by_ref().take(rest + 1), &mut std::io::sink());
        let read = read.map_err(broken)?;
        rest = rest.checked_sub(read).ok_or(SheetError::TooLarge)?;
        if let Kind::Xlsx(parts) = &mut kind {
            parts.push(part.data_start().ok_or_else(|| broken("a part has no place"))?, read);
            // The reader finds it in any folder and with letters of any size.
            let is_texts = part.name().map_err(broken)?.to_ascii_lowercase().ends_with("sharedstrings.xml");
            drop(part);
            if is_texts {
                announced(BufReader::new(archive.by_index(index).map_err(broken)?))?;
            }
        }
    }
    if let Kind::Ods = kind {
        repeated::measure(BufReader::new(archive.by_name("content.xml").map_err(broken)?))?;
    }
    Ok(kind)
}

/// Refuses a table of texts that says that it has more than there can be: calamine sets memory aside for them.
fn announced(texts: impl BufRead) -> Result<(), SheetError> {
    let mut reader = repeated::reader(texts);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(broken)? {
            Event::Start(tag) if tag.local_name().as_ref() == "sst" => {
                return match repeated::first(&tag, "uniqueCount")? {
                    Some(count) if repeated::number::<u64>(&count)? > MAX_CELLS => Err(SheetError::TooLarge),
                    _ => Ok(()),
                };
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
