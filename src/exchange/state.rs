//! The state of a record that a sheet was made from, so that a returned sheet can tell whether the
//! record was changed in the meantime.
//!
//! A sheet that goes out has two hidden columns with the headers [`ID`] and [`STATE`]: the id of the
//! record in each row, and [`digest`] of its file at that time. Both are made and compared here and
//! nowhere else. A missing column, or one that nobody can read, is no error: the row then counts as
//! one that somebody typed.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Header of the column with the ids of records.
pub const ID: &str = "sachstand-id";
/// Header of the column with the states of records.
pub const STATE: &str = "sachstand-state";

/// Digits of a digest: enough that two states of one record never have the same.
const DIGITS: usize = 16;

/// The digest of a record's file. Line ends and a byte order mark make no difference, since git and
/// editors change them without anybody changing the record.
pub fn digest(file: &str) -> String {
    let mut hash = Sha256::new();
    for line in file.trim_start_matches('\u{feff}').lines() {
        hash.update(line);
        hash.update("\n");
    }
    let mut hex = String::with_capacity(DIGITS);
    for byte in hash.finalize().iter().take(DIGITS / 2) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn line_ends_make_no_difference_and_everything_else_does() {
        let state = digest("+++\ntitle = \"A\"\n+++\nText\n");
        assert_eq!(state.len(), 16);
        assert_eq!(digest("\u{feff}+++\r\ntitle = \"A\"\r\n+++\r\nText"), state);
        assert_ne!(digest("+++\ntitle = \"A\"\n+++\nText \n"), state);
        assert_ne!(digest("+++\ntitle = \"A\"\n+++\n\nText\n"), state);
    }
}
