//! Writes documents that somebody asked for into a folder of theirs. Removes nothing there but its own half-written file.

use std::fs;
use std::path::Path;

/// Writes one document into a folder, which is made if need be: whole, or not at all.
///
/// # Errors
/// What the system says.
pub fn write_document(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let half = folder.join(format!(".{name}.{}", std::process::id()));
    let written = fs::write(&half, bytes).and_then(|()| fs::rename(&half, folder.join(name)));
    if written.is_err() {
        // What could not be written may not be there at all.
        let _ = fs::remove_file(&half);
    }
    written
}
