//! Puts a finished folder in the place of the old one.
//!
//! On Linux in one step, by exchanging the two names. Where that cannot be done, by two renames: the
//! old site steps aside into the workshop, and the new one takes its place. A run killed between the
//! two leaves the old site there as its journal, and the next run puts it back.
//!
//! Nothing is flushed to the disk. A kill cannot lose what the system has taken over, only a power
//! cut can, and only in the seconds after a build; flushing would make every build several times
//! slower to guard files that are made again from the records at any time. The next build repairs whatever a power
//! cut damaged: it compares bytes, and trusts time stamps (see `ledger`) only where none can have.

use super::error::{Doing, PublishError};
use super::inventory::{Inventory, Side};
use super::ledger::Stamp;
use super::manifest::Manifest;
use super::stage::Faults;
use super::target::Target;
use super::tree::{Listed, Tree, absent_is_fine};
use super::workshop::Workshop;
use crate::output::MANIFEST;
use std::fs;
use std::path::Path;

/// Puts the stage in the place of the output; the old site, if there was one, takes the place of the
/// stage.
pub(super) fn swap(workshop: &Workshop, target: &Target, faults: &Faults) -> Result<(), PublishError> {
    let (stage, output) = (&workshop.stage, target.place());
    if output.symlink_metadata().is_err() {
        fs::rename(stage, output).doing("publish to", output)?;
        return faults.step();
    }
    if !faults.without_exchange && exchange(stage, output).doing("publish to", output)? {
        return faults.step();
    }
    fs::rename(output, &workshop.old).doing("move aside", output)?;
    faults.step()?;
    if let Err(error) = fs::rename(stage, output) {
        // The old site goes back; if even that fails, the next run does it.
        let _ = fs::rename(&workshop.old, output);
        return Err(error).doing("publish to", output);
    }
    faults.step()?;
    // The new site is out; an old one that cannot be moved is removed by the next run.
    let _ = fs::rename(&workshop.old, stage);
    faults.step()
}

/// Exchanges two names in one step; false if the system or file system cannot.
#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> std::io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP | Errno::XDEV) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> std::io::Result<bool> {
    Ok(false)
}

/// Does to a file of others what somebody did to it after it got its second name: the one that took its place takes it in
/// the new site too, and one that was removed is removed. `number` is that of the file which got the second name.
pub(super) fn follow(workshop: &Workshop, target: &Target, path: &Path, number: u64) -> Result<(), PublishError> {
    let (from, to) = (workshop.stage.join(path), target.place().join(path));
    let is = |place: &Path| Stamp::number_at(place) == Some(number);
    // What was put there since the swap is newer than both.
    if is(&from) || !is(&to) {
        return Ok(());
    }
    match from.symlink_metadata() {
        Ok(meta) if meta.is_dir() => Ok(()),
        Ok(_) => fs::rename(&from, &to).doing("keep", &to),
        Err(_) => absent_is_fine(fs::remove_file(&to)).doing("remove", &to),
    }
}

/// Takes the old site's files out of the stage, except names of files that `stays` says are still published;
/// these and its folders stay for the next run. `listed` is what the old site held when the new one was put
/// together: what came in since is not touched here.
pub(super) fn sweep(
    workshop: &Workshop,
    target: &Target,
    listed: &Tree,
    stays: impl Fn(&Path) -> bool + Sync,
    faults: &Faults,
) -> Result<(), PublishError> {
    listed.remove_files(&workshop.stage, &stays).doing("remove the old files in", &workshop.stage)?;
    faults.step()?;
    let has_names = listed.files.iter().any(|file| stays(&file.path));
    let list = has_names.then(|| target.place().join(MANIFEST));
    workshop.set_swept(list.as_deref()).doing("mark as swept", &workshop.stage)
}

/// Takes over a swept stage. Returns the folders that are there, and the second names of published files. Other files in
/// it came into the old site while the new one was put together: they go to the published one where their place is free.
pub(super) fn take_over(workshop: &Workshop, target: &Target, known: Option<&Inventory>) -> Result<Tree, PublishError> {
    let mut found = Tree::read(&workshop.stage, known.map(|known| (known, Side::Stage)))?;
    // Not the list that is published now: somebody may have put another site there. Without a list nothing was left here.
    let list = workshop.swept().unwrap_or_default();
    let names = Manifest::names(&list);
    let is_second = |file: &Listed| names.contains(file.path.as_os_str());
    let (second, late): (Vec<_>, Vec<_>) = found.files.drain(..).partition(is_second);
    found.files = second;
    for Listed { path, .. } in late {
        let (from, to) = (workshop.stage.join(&path), target.place().join(&path));
        if to.symlink_metadata().is_err() && to.parent().is_some_and(|folder| fs::create_dir_all(folder).is_ok()) {
            fs::rename(&from, &to).doing("keep", &to)?;
        } else {
            fs::remove_file(&from).doing("remove", &from)?;
        }
    }
    workshop.unset_swept().doing("use", &workshop.stage)?;
    fs::create_dir_all(&workshop.stage).doing("create the folder", &workshop.stage)?;
    Ok(found)
}
