//! The list of published files: how we know again what we wrote.
//!
//! A text file at the top of the output, one line for each file, in the form of `sha256sum`, so that
//! a web administrator can check an upload with it. Same site, same list: it holds no times.

use crate::output::{MANIFEST, check_path};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;

use super::error::{Doing, PublishError};
use super::tree::PathSet;
use sha2::{Digest, Sha256};

/// First line up to the version, our mark.
const MARK: &str = "# sachstand list of published files, version ";
const VERSION: u32 = 1;
const HEX: &[u8; 16] = b"0123456789abcdef";

/// SHA-256 of a file.
pub(super) type Sum = [u8; 32];

/// The sum of these bytes.
pub(super) fn sum(bytes: &[u8]) -> Sum {
    Sha256::digest(bytes).into()
}

/// The published files with their sums.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) files: BTreeMap<String, Sum>,
}

impl Manifest {
    /// The list of an output folder, or nothing if the folder does not exist or is empty.
    pub(super) fn read(output: &Path) -> Result<Option<Manifest>, PublishError> {
        let path = output.join(MANIFEST);
        // Not through a link, and not the cache folder of the same name that a site has.
        if fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_file()) {
            let bytes = fs::read(&path).doing("read", &path)?;
            return match Manifest::parse(&bytes) {
                Ok(manifest) => Ok(Some(manifest)),
                Err(reason) => Err(PublishError::BadManifest { output: output.to_owned(), reason }),
            };
        }
        match fs::read_dir(output) {
            Ok(mut entries) => match entries.next() {
                None => Ok(None),
                Some(entry) => {
                    let example = entry.doing("read", output)?.file_name().to_string_lossy().into_owned();
                    Err(PublishError::Foreign { output: output.to_owned(), example })
                }
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).doing("read", output),
        }
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Manifest, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| "is not a text".to_owned())?;
        let mut lines = text.lines();
        let version =
            lines.next().and_then(|line| line.strip_prefix(MARK)).ok_or("does not carry the mark of sachstand")?;
        if version.trim().parse() != Ok(VERSION) {
            return Err(format!("has version {}, which this version of sachstand does not know", version.trim()));
        }
        let mut files = Vec::new();
        for (number, line) in (2..).zip(lines) {
            if line.starts_with('#') {
                continue;
            }
            let entry = line.split_once("  ").and_then(|(hex, path)| Some((from_hex(hex)?, path)));
            // Without the check a damaged list could make us remove files outside the folder.
            match entry {
                Some((sum, path)) if check_path(path).is_ok() => files.push((path.to_owned(), sum)),
                _ => return Err(format!("is damaged in line {number}")),
            }
        }
        // They are in order, which all at once takes less time than one by one.
        Ok(Manifest { files: files.into_iter().collect() })
    }

    /// The paths in the text of a list, to tell files by; none if it is not ours. Whoever goes to them needs
    /// [`Manifest::parse`].
    pub(super) fn names(text: &[u8]) -> PathSet<'_> {
        let mut lines = std::str::from_utf8(text).unwrap_or_default().lines();
        let is_ours = lines.next().is_some_and(|line| line.starts_with(MARK));
        let entries = lines.filter(|line| is_ours && !line.starts_with('#'));
        entries.filter_map(|line| Some(OsStr::new(line.split_once("  ")?.1))).collect()
    }

    /// Whether it lists exactly these files, in their order.
    pub(super) fn lists<'f>(&self, files: impl ExactSizeIterator<Item = (&'f str, Sum)>) -> bool {
        self.files.len() == files.len()
            && self.files.iter().zip(files).all(|((path, sum), file)| (path.as_str(), *sum) == file)
    }

    /// The text of the list of these files, which are in order.
    pub(super) fn text<'f>(files: impl ExactSizeIterator<Item = (&'f str, Sum)>) -> String {
        let mut text = format!(
            "{MARK}{VERSION}\n\
             # sachstand replaces and removes the files listed here and no others.\n\
             # To check an upload: sha256sum --check --quiet {MANIFEST}\n"
        );
        text.reserve(files.len() * 120);
        for (path, sum) in files {
            let digits = |byte: u8| [byte >> 4, byte & 15].map(|digit| HEX[usize::from(digit)]);
            let hex: [[u8; 2]; 32] = sum.map(digits);
            // Digits are UTF-8.
            text.push_str(std::str::from_utf8(hex.as_flattened()).unwrap_or_default());
            text.push_str("  ");
            text.push_str(path);
            text.push('\n');
        }
        text
    }
}

fn from_hex(hex: &str) -> Option<Sum> {
    let mut sum = [0; 32];
    let (pairs, rest) = hex.as_bytes().as_chunks();
    if pairs.len() != sum.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in sum.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(sum)
}

fn digit(hex: u8) -> Option<u8> {
    match hex {
        b'0'..=b'9' => Some(hex - b'0'),
        b'a'..=b'f' => Some(hex - b'a' + 10),
        b'A'..=b'F' => Some(hex - b'A' + 10),
        _ => None,
    }
}
