//! What the folders of the published site and of the stage held when a run was through with them, so that the next one
//! need not list those that nobody touched since.
//!
//! Whatever is added to a folder, removed from it or renamed in it changes the time at which anything last happened to the
//! folder, and nobody can set that time. Only disks of this machine are trusted to tell it at once: over a network it may
//! be that of a minute ago. Like the ledger this is a help and no more: it counts until the system is started again, and
//! whatever is odd about it or about a folder, that folder is listed.

use super::folders::folder_of;
use super::ledger::{Stamp, hash, long, long_bytes, some, start};
use super::seal::{SEAL, Seal};
use super::tree::{PathSet, absent_is_fine};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Start of an inventory.
const MARK: &[u8] = b"sachstand inventory 1\n";

/// Of which of the two trees.
#[derive(Debug, Clone, Copy)]
pub(super) enum Side {
    /// The published site.
    Site,
    /// The stage between two runs.
    Stage,
}

/// The inventory of the run before.
#[derive(Debug)]
pub(super) struct Inventory {
    bytes: Vec<u8>,
    /// For each side, where in it a folder stands, by the hash of its path.
    places: [HashMap<u64, usize, FixedState>; 2],
}

/// What a folder holds, by names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Held<'i> {
    /// All but folders, with their numbers on the disk as far as they are known.
    pub(super) files: Vec<(&'i str, Option<u64>)>,
    pub(super) folders: Vec<&'i str>,
}

impl Inventory {
    /// The inventory at a place, if it is whole and of this start of the system.
    pub(super) fn read(place: &Path) -> Option<Self> {
        let mut bytes = fs::read(place).ok()?;
        let (said, end) = bytes.split_at(bytes.len().checked_sub(SEAL)?);
        if sealed(said) != end {
            return None;
        }
        bytes.truncate(bytes.len() - SEAL);
        let mut rest = bytes.strip_prefix(MARK)?;
        let start_then = long(&mut rest)?;
        if start_then.is_empty() || start_then != start() {
            return None;
        }
        let mut places = [HashMap::default(), HashMap::default()];
        for places in &mut places {
            for _ in 0..number(&mut rest)? {
                let at = bytes.len() - rest.len();
                let mut entry = long(&mut rest)?;
                places.insert(hash(long(&mut entry)?), at);
            }
        }
        Some(Inventory { bytes, places })
    }

    /// What a folder holds that has this stamp now, if nothing happened to it.
    pub(super) fn find(&self, side: Side, folder: &Path, now: &Stamp) -> Option<Held<'_>> {
        let path = folder.to_str()?.as_bytes();
        let mut rest = self.bytes.get(*self.places[side as usize].get(&hash(path))?..)?;
        let mut entry = long(&mut rest)?;
        if long(&mut entry)? != path || some(&mut entry, size_of::<[u64; 4]>())? != now.whole() {
            return None;
        }
        let name = |entry: &mut _| std::str::from_utf8(long(entry)?).ok();
        let mut held = Held::default();
        for _ in 0..number(&mut entry)? {
            let name = name(&mut entry)?;
            let number = u64::from_le_bytes(some(&mut entry, size_of::<u64>())?.try_into().ok()?);
            held.files.push((name, Some(number).filter(|number| *number != 0)));
        }
        for _ in 0..number(&mut entry)? {
            held.folders.push(name(&mut entry)?);
        }
        Some(held)
    }
}

/// What stands at the end.
fn sealed(said: &[u8]) -> [u8; SEAL] {
    let mut seal = Seal::new();
    seal.add(said);
    seal.end()
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(some(rest, size_of::<u32>())?.try_into().ok()?))
}

/// What one of the two trees holds in the end.
#[derive(Debug, Default)]
pub(super) struct Contents<'p> {
    /// All but folders, with their numbers on the disk as far as they are known.
    pub(super) files: Vec<(&'p Path, Option<u64>)>,
    /// The folders, the top one left out. Those without a stamp are listed again: something happened to them in the tick
    /// of the clock in which they were looked at, and more may happen in it.
    pub(super) folders: Vec<(&'p Path, Option<Stamp>)>,
}

impl<'p> Contents<'p> {
    fn bytes(&self) -> Vec<u8> {
        let mut folders: HashMap<&str, Kept<'p>, FixedState> = HashMap::default();
        folders.reserve(self.folders.len());
        // Such a name is not ours. What has one is listed, and so is the folder that holds it.
        let mut odd = PathSet::default();
        // Files of one folder mostly come together.
        let mut last = ("", Vec::new());
        for (path, number) in &self.files {
            let Some((folder, name)) = path.to_str().map(split) else {
                odd.insert(folder_of(path));
                continue;
            };
            if folder != last.0 {
                let (folder, files) = std::mem::replace(&mut last, (folder, Vec::new()));
                folders.entry(folder).or_default().files.push(files);
            }
            last.1.push((name, *number));
        }
        folders.entry(last.0).or_default().files.push(last.1);
        for (path, _) in &self.folders {
            match path.to_str().map(split) {
                Some((folder, name)) => folders.entry(folder).or_default().folders.push(name),
                None => drop(odd.insert(folder_of(path))),
            }
        }
        let (none, mut n, mut bytes) = (Kept::default(), 0_u32, vec![0; size_of::<u32>()]);
        for (path, stamp) in &self.folders {
            let (Some(stamp), Some(text)) = (stamp, path.to_str()) else { continue };
            if odd.contains(path.as_os_str()) {
                continue;
            }
            let start = bytes.len();
            bytes.extend([0; size_of::<u32>()]);
            put(&mut bytes, text);
            bytes.extend(stamp.whole());
            let kept = folders.get(text).unwrap_or(&none);
            bytes.extend(count(kept.files.iter().map(Vec::len).sum()));
            for (name, number) in kept.files.iter().flatten() {
                put(&mut bytes, name);
                bytes.extend(number.unwrap_or(0).to_le_bytes());
            }
            bytes.extend(count(kept.folders.len()));
            for name in &kept.folders {
                put(&mut bytes, name);
            }
            let len = count(bytes.len() - start - size_of::<u32>());
            bytes[start..][..len.len()].copy_from_slice(&len);
            n += 1;
        }
        bytes[..size_of::<u32>()].copy_from_slice(&n.to_le_bytes());
        bytes
    }
}

/// What a folder holds, as it is collected.
#[derive(Default)]
struct Kept<'p> {
    files: Vec<Vec<(&'p str, Option<u64>)>>,
    folders: Vec<&'p str>,
}

/// The folder of a path, empty for the top one, and the last part.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Appends what [`long`] reads.
fn put(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend(count(text.len()));
    bytes.extend(text.as_bytes());
}

/// What [`number`] reads.
fn count(n: usize) -> [u8; 4] {
    // No folder holds four thousand million files.
    u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes()
}

/// Puts an inventory in the place of the one before. Whether it can is no matter for the run.
pub(super) fn write(place: &Path, site: &Contents<'_>, stage: &Contents<'_>) {
    let (site, stage) = rayon::join(|| site.bytes(), || stage.bytes());
    let mut bytes = [MARK, &long_bytes(&start()), &*site, &*stage].concat();
    bytes.extend(sealed(&bytes));
    let half = half(place);
    if fs::write(&half, bytes).and_then(|()| fs::rename(&half, place)).is_err() {
        let _ = absent_is_fine(fs::remove_file(&half));
    }
}

/// Where one is written.
pub(super) fn half(place: &Path) -> PathBuf {
    place.with_extension("new")
}

/// Whether the disk of a folder tells at once when anything happened to a folder.
#[cfg(target_os = "linux")]
pub(super) fn is_trusted(folder: &Path) -> bool {
    // Of ext2 to ext4, XFS, Btrfs and of the disk in memory, as in linux/magic.h.
    const TRUSTED: [u32; 4] = [0xef53, 0x5846_5342, 0x9123_683e, 0x0102_1994];
    // The type is 64 bits wide on most machines, its numbers are not.
    rustix::fs::statfs(folder).is_ok_and(|disk| TRUSTED.contains(&(disk.f_type as u32)))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn is_trusted(_: &Path) -> bool {
    false
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::super::tree::Tree;
    use super::*;
    use std::ffi::OsStr;
    use std::time::Duration;

    /// Of a clock that has passed everything.
    const LATER: u64 = u64::MAX;

    /// Longer than a tick of the clock of any disk.
    fn wait() {
        std::thread::sleep(Duration::from_millis(30));
    }

    fn files(tree: &Tree) -> Vec<&str> {
        let mut files: Vec<&str> = tree.files.iter().filter_map(|file| file.path.to_str()).collect();
        files.sort_unstable();
        files
    }

    /// Folders with files, and an inventory of them that also names a file that is not there.
    fn place() -> (tempfile::TempDir, PathBuf, Inventory) {
        let dir = tempfile::tempdir().unwrap();
        let (root, place) = (dir.path().join("root"), dir.path().join("inventory"));
        for path in ["index.html", "a/x", "a/b/y", "c/z"] {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), path).unwrap();
        }
        wait();
        let tree = Tree::read(&root, None).unwrap();
        let mut contents = tree.without(|_| true, LATER);
        contents.files.push((Path::new("a/b/none"), None));
        write(&place, &contents, &Contents::default());
        let inventory = Inventory::read(&place).unwrap();
        (dir, root, inventory)
    }

    #[test]
    fn folders_are_listed_once_they_were_touched() {
        let (dir, root, inventory) = place();
        let read = |side| Tree::read(&root, Some((&inventory, side))).unwrap();
        assert_eq!(files(&read(Side::Site)), ["a/b/none", "a/b/y", "a/x", "c/z", "index.html"]);
        assert_eq!(files(&read(Side::Stage)), ["a/b/y", "a/x", "c/z", "index.html"]);
        // What is known is what a list would say, numbers and stamps too.
        let (known, listed) = (read(Side::Site), Tree::read(&root, None).unwrap());
        let number = |tree: &Tree, path: &str| tree.by_path()[OsStr::new(path)].number;
        assert!(number(&listed, "a/b/y").is_some() || !cfg!(unix));
        assert_eq!(number(&known, "a/b/y"), number(&listed, "a/b/y"));
        assert_eq!(known.folders.len(), listed.folders.len());

        // Another one with its name; one added and its time put back; one removed.
        let b = root.join("a/b");
        let before = fs::metadata(&b).unwrap().modified().unwrap();
        fs::write(b.join("new"), "").unwrap();
        fs::File::open(&b).unwrap().set_modified(before).unwrap();
        assert_eq!(files(&read(Side::Site)), ["a/b/new", "a/b/y", "a/x", "c/z", "index.html"]);
        fs::rename(root.join("c"), dir.path().join("c")).unwrap();
        fs::create_dir(root.join("c")).unwrap();
        fs::remove_file(root.join("a/x")).unwrap();
        assert_eq!(files(&read(Side::Site)), ["a/b/new", "a/b/y", "index.html"]);
    }

    #[test]
    fn what_was_touched_in_the_same_tick_is_not_noted() {
        let (dir, root, _) = place();
        let mark = dir.path().join("mark");
        fs::write(&mark, "").unwrap();
        fs::write(root.join("c/late"), "").unwrap();
        let contents = Tree::read(&root, None).unwrap();
        let contents = contents.without(|_| true, super::super::ledger::time_of(&mark));
        let noted =
            |folder: &str| contents.folders.iter().any(|(path, stamp)| *path == Path::new(folder) && stamp.is_some());
        assert_eq!(["a", "a/b", "c"].map(noted), [true, true, false]);
    }

    #[test]
    fn one_that_is_not_whole_is_none() {
        let (dir, ..) = place();
        let place = dir.path().join("inventory");
        let whole = fs::read(&place).unwrap();
        for n in [0, 10, MARK.len() + 4, whole.len() / 2, whole.len() - 1] {
            fs::write(&place, &whole[..n]).unwrap();
            assert!(Inventory::read(&place).is_none(), "{n} bytes");
            let mut odd = whole.clone();
            odd[n] ^= 1;
            fs::write(&place, &odd).unwrap();
            assert!(Inventory::read(&place).is_none(), "byte {n}");
        }
        assert!(!half(&place).exists());
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_are_looked_up_each_time() {
        use std::os::unix::ffi::OsStrExt;
        let (dir, root, _) = place();
        let place = dir.path().join("inventory");
        let odd = OsStr::from_bytes(b"\xff");
        fs::write(root.join("c").join(odd), "").unwrap();
        fs::create_dir(root.join("a/b").join(odd)).unwrap();
        wait();
        let listed = Tree::read(&root, None).unwrap();
        write(&place, &listed.without(|_| true, LATER), &Contents::default());
        let known = Inventory::read(&place).unwrap();
        let again = Tree::read(&root, Some((&known, Side::Site))).unwrap();
        let paths = |tree: &Tree| {
            let files = tree.files.iter().map(|file| file.path.clone());
            files
                .chain(tree.folders.iter().map(|folder| folder.path.clone()))
                .collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(paths(&again), paths(&listed));
        assert!(paths(&again).contains(&Path::new("c").join(odd)));
    }
}
