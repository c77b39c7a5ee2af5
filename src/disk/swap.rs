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
use super::faults::Faults;
use super::inventory::{Inventory, Side};
use super::ledger::Stamp;
use super::manifest::Manifest;
use super::target::Target;
#[cfg(target_os = "linux")]
use super::tree::number_of;
use super::tree::{Listed, PathSet, Tree, absent_is_fine, link};
use super::workshop::Workshop;
use crate::output::MANIFEST;
use rayon::prelude::*;
use std::fs;
use std::io::{self, ErrorKind};
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
fn exchange(a: &Path, b: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP | Errno::XDEV) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Does to a file of others what somebody did to it after it got its second name: the one that took its place takes it in
/// the new site too, and one that was removed is removed. `number` is that of the file which got the second name.
pub(super) fn follow(workshop: &Workshop, target: &Target, path: &Path, number: u64) -> Result<(), PublishError> {
    let (from, to) = (workshop.stage.join(path), target.place().join(path));
    if Stamp::number_at(&from) == Some(number) {
        return Ok(());
    }
    // What was put there since the swap is newer than both.
    let Some(linked) = Numbered::at(&to).filter(|file| file.number == number) else { return Ok(()) };
    match from.symlink_metadata() {
        Ok(meta) if meta.is_dir() => Ok(()),
        Ok(_) => replace(&from, &to, linked).doing("keep", &to),
        Err(_) => give_up(&from, &to, &linked).doing("remove", &to),
    }
}

/// A file by its number on the disk. While it is held no other file gets that number, even if all its names are removed.
struct Numbered {
    number: u64,
    #[cfg(target_os = "linux")]
    _held: Option<std::os::fd::OwnedFd>,
}

impl Numbered {
    /// What stands in a place, links not followed.
    #[cfg(target_os = "linux")]
    fn at(place: &Path) -> Option<Numbered> {
        use rustix::fs::{Mode, OFlags, fstat, open};
        let held = open(place, OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty()).ok()?;
        let number = number_of(fstat(&held).ok()?.st_ino)?;
        Some(Numbered { number, _held: Some(held) })
    }

    /// What stands in a place, links not followed; it cannot be held.
    #[cfg(not(target_os = "linux"))]
    fn at(place: &Path) -> Option<Numbered> {
        Stamp::number_at(place).map(|number| Numbered { number })
    }

    fn is_at(&self, place: &Path) -> bool {
        Stamp::number_at(place) == Some(self.number)
    }
}

/// Puts a file in the place of a certain other one. Somebody may put a third one there at any moment, which is newer than
/// both and stays: looking first would be too early.
fn replace(from: &Path, to: &Path, other: Numbered) -> io::Result<()> {
    let mut expected = Some(other);
    loop {
        let given = Numbered::at(from);
        match exchange(from, to) {
            Ok(true) => {}
            Ok(false) => return fs::rename(from, to),
            // It was removed, which is newer too.
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        }
        if expected.is_some_and(|file| file.is_at(from)) {
            return Ok(());
        }
        expected = given;
    }
}

/// Takes a certain file out of the site, into a free place; a newer one goes back.
fn give_up(free: &Path, place: &Path, file: &Numbered) -> io::Result<()> {
    absent_is_fine(fs::rename(place, free))?;
    let is_other = free.symlink_metadata().is_ok() && !file.is_at(free);
    if is_other { put_back(free, place) } else { Ok(()) }
}

/// Moves a file to where none is; one that came there stays. A plain renaming would replace it.
fn put_back(from: &Path, to: &Path) -> io::Result<()> {
    match link(from, to) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        other => drop(other?),
    }
    fs::remove_file(from)
}

/// Takes the old site's files out of the stage, except names of files that `stays` says are still published;
/// these and its folders stay for the next run. `listed` is what the old site held when the new one was put
/// together: what came in since is not touched here. Of others are those of `carried`, with their numbers.
pub(super) fn sweep(
    workshop: &Workshop,
    target: &Target,
    (listed, carried): (&Tree, &[(&Path, u64)]),
    stays: impl Fn(&Path) -> bool + Sync,
    faults: &Faults,
) -> Result<(), PublishError> {
    let others: PathSet<'_> = carried.iter().map(|(path, _)| path.as_os_str()).collect();
    let remain = |path: &Path| stays(path) || others.contains(path.as_os_str());
    listed.remove_files(&workshop.stage, remain).doing("remove the old files in", &workshop.stage)?;
    carried.par_iter().try_for_each(|(path, number)| {
        // Again: a change may have been under way when the folders were exchanged, and have come here after the first time.
        follow(workshop, target, path, *number)?;
        let place = workshop.stage.join(path);
        absent_is_fine(fs::remove_file(&place)).doing("remove", &place)
    })?;
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
            put_back(&from, &to).doing("keep", &to)?;
        } else {
            fs::remove_file(&from).doing("remove", &from)?;
        }
    }
    workshop.unset_swept().doing("use", &workshop.stage)?;
    fs::create_dir_all(&workshop.stage).doing("create the folder", &workshop.stage)?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody replaces a file again and again, while runs do what their list of the moment before says. Windows replaces
    /// none that anybody reads.
    #[cfg(unix)]
    #[test]
    fn a_file_that_came_this_moment_stays() {
        use std::time::{Duration, Instant};
        let dir = tempfile::tempdir().unwrap();
        let [place, beside, ours] = ["file", "beside", "ours"].map(|name| dir.path().join(name));
        let write = |n: u32| fs::write(&beside, n.to_string()).and_then(|()| fs::rename(&beside, &place)).unwrap();
        write(0);
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for n in 1..=2_000_u32 {
                    write(n);
                    // For a moment it may be away.
                    let patience = Instant::now();
                    while fs::read_to_string(&place).ok() != Some(n.to_string()) {
                        assert!(patience.elapsed() < Duration::from_secs(20), "the {n}th was undone");
                    }
                }
            });
            // No file has this number: it is always a newer one.
            let none = || Numbered {
                number: 0,
                #[cfg(target_os = "linux")]
                _held: None,
            };
            while !writer.is_finished() {
                if cfg!(target_os = "linux") {
                    fs::write(&ours, "ours").unwrap();
                    replace(&ours, &place, none()).unwrap();
                }
                absent_is_fine(fs::remove_file(&ours)).unwrap();
                give_up(&ours, &place, &none()).unwrap();
            }
            writer.join().unwrap();
        });
    }

    #[test]
    fn what_is_put_back_takes_no_place() {
        let dir = tempfile::tempdir().unwrap();
        let [from, to] = ["from", "to"].map(|name| dir.path().join(name));
        fs::write(&from, "late").unwrap();
        fs::write(&to, "new").unwrap();
        put_back(&from, &to).unwrap();
        assert_eq!((fs::read(&to).unwrap(), from.exists()), (b"new".to_vec(), false));
        fs::rename(&to, &from).unwrap();
        put_back(&from, &to).unwrap();
        assert_eq!((fs::read(&to).unwrap(), from.exists()), (b"new".to_vec(), false));
    }
}
