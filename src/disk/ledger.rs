//! What a run leaves to the next one about the files that it published: whose bytes need not be compared again, and
//! what pages were made from, so that they need not be made again.
//!
//! A file counts as untouched while its size, its time and its number on the disk stay the same, as for git, and nothing
//! at all happened to it since the ledger was written. The ledger is kept in the workshop, with the key without which
//! nobody can make two pages of one origin. It is a help and no more: without it, or if anything about it is odd, a run
//! makes and compares everything.

use super::manifest::Sum;
use super::seal::{SEAL, Seal};
use super::tree::{absent_is_fine, number_of};
use crate::output::{Key, Origin};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::hash::BuildHasher;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

/// Start of a ledger.
const MARK: &[u8] = b"sachstand ledger 2\n";

/// Bytes of a stamp.
const STAMP: usize = 24;

/// Nanoseconds in which clocks of file systems may not tick. A file that old when the ledger was written may have been
/// changed once more without a new time.
pub(super) const TICK: u64 = 10_000_000;

/// Nanoseconds after which every system has written what it took over down to the disk.
const FLUSHED: u64 = 60_000_000_000;

/// By what a file is told from one that was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Bytes.
    pub(super) size: u64,
    /// When they were changed: nanoseconds since 1970. Tools that copy files set it.
    changed: u64,
    /// When that or anything else about the file was changed, where it is known. Nobody can set it.
    touched: u64,
    /// The number of the file on its disk, where there are such.
    number: u64,
}

impl Stamp {
    pub(super) fn of(meta: &Metadata) -> Self {
        let changed = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let changed = changed.and_then(|time| time.as_nanos().try_into().ok()).unwrap_or(u64::MAX);
        #[cfg(unix)]
        let (touched, number) = {
            use std::os::unix::fs::MetadataExt;
            let nanoseconds = i128::from(meta.ctime()) * 1_000_000_000 + i128::from(meta.ctime_nsec());
            (nanoseconds.try_into().unwrap_or(u64::MAX), meta.ino())
        };
        #[cfg(not(unix))]
        let (touched, number) = (changed, 0);
        Stamp { size: meta.len(), changed, touched, number }
    }

    /// That of a plain file.
    pub(super) fn at(place: &Path) -> Option<Self> {
        fs::symlink_metadata(place).ok().filter(Metadata::is_file).map(|meta| Stamp::of(&meta))
    }

    /// The number on its disk of whatever stands in a place, links not followed.
    pub(super) fn number_at(place: &Path) -> Option<u64> {
        fs::symlink_metadata(place).ok().and_then(|meta| Stamp::of(&meta).number())
    }

    /// The number of the file on its disk, if it has one.
    pub(super) fn number(&self) -> Option<u64> {
        number_of(self.number)
    }

    /// Whether the last that happened to the file was before this time, and cannot have been in the same tick.
    pub(super) fn is_older_than(&self, time: u64) -> bool {
        self.touched.saturating_add(TICK) < time
    }

    /// All of it.
    pub(super) fn whole(&self) -> [u8; STAMP + 8] {
        let mut bytes = [0; STAMP + 8];
        bytes[..STAMP].copy_from_slice(&self.bytes());
        bytes[STAMP..].copy_from_slice(&self.touched.to_le_bytes());
        bytes
    }

    /// Of it what does not change when the file gets a further name.
    fn bytes(self) -> [u8; STAMP] {
        let mut bytes = [0; STAMP];
        for (bytes, part) in bytes.chunks_exact_mut(8).zip([self.size, self.changed, self.number]) {
            bytes.copy_from_slice(&part.to_le_bytes());
        }
        bytes
    }
}

/// When a file was last written, as in stamps: a time that has passed by the clock of its disk. If there is none, nothing is
/// older.
pub(super) fn time_of(place: &Path) -> u64 {
    Stamp::at(place).map_or(0, |stamp| stamp.changed)
}

/// What tells one build of this program from another: pages of the same origin are the same only for one of them.
fn program() -> Option<Vec<u8>> {
    let stamp = Stamp::of(&fs::metadata(std::env::current_exe().ok()?).ok()?);
    let version = env!("CARGO_PKG_VERSION").as_bytes();
    Some([MARK, &[version.len().try_into().ok()?], version, &stamp.bytes()].concat())
}

/// Another one after each start of the system, where it tells: until then no power cut can have damaged a file.
pub(super) fn start() -> Vec<u8> {
    let told = cfg!(target_os = "linux").then(|| fs::read("/proc/sys/kernel/random/boot_id").ok());
    told.flatten().unwrap_or_default()
}

/// The ledger of the run before.
#[derive(Debug)]
pub(super) struct Ledger {
    bytes: Vec<u8>,
    /// Where in it a file stands, by the hash of its path.
    places: HashMap<u64, usize, FixedState>,
    /// When it was written, by the clock of the disk.
    written: u64,
    /// Whether the system has run without a break since then.
    is_of_this_start: bool,
    /// With what the origins in it were made.
    pub(super) key: Key,
}

/// What it says of a file.
struct Entry<'l> {
    path: &'l [u8],
    sum: Sum,
    stamp: &'l [u8],
    origin: Origin,
    findings: &'l [u8],
}

impl Ledger {
    /// The ledger at a place, if this program wrote it, whole.
    pub(super) fn read(place: &Path) -> Option<Self> {
        let written = Stamp::at(place)?.changed;
        let mut bytes = fs::read(place).ok()?;
        let (said, end) = bytes.split_at(bytes.len().checked_sub(SEAL)?);
        let mut rest = program().and_then(|program| said.strip_prefix(&*program))?;
        let start_then = long(&mut rest)?;
        let is_of_this_start = !start_then.is_empty() && start_then == start();
        let key = Key::new([number(&mut rest)?, number(&mut rest)?]);
        let mut at = said.len() - rest.len();
        let (mut seal, mut places) = (Seal::new(), HashMap::default());
        seal.add(&said[..at]);
        while at < said.len() {
            let (entry, next) = Entry::at(said, at)?;
            seal.add(&said[at..next]);
            places.insert(hash(entry.path), at);
            at = next;
        }
        if seal.end() != end {
            return None;
        }
        bytes.truncate(bytes.len() - SEAL);
        Some(Ledger { bytes, places, written, is_of_this_start, key })
    }

    /// What it says of a file that was not touched since: it must have this stamp.
    fn find(&self, path: &str, stamp: &Stamp) -> Option<Entry<'_>> {
        let (entry, _) = Entry::at(&self.bytes, *self.places.get(&hash(path.as_bytes()))?)?;
        let is_untouched = entry.stamp == stamp.bytes() && self.is_settled(stamp);
        (entry.path == path.as_bytes() && is_untouched).then_some(entry)
    }

    /// Whether nothing happened to a file since the ledger was written. Of what was written shortly before a power cut
    /// only length and times may have reached the disk.
    fn is_settled(&self, stamp: &Stamp) -> bool {
        let is_safe = self.is_of_this_start || stamp.changed.saturating_add(FLUSHED) < self.written;
        is_safe && stamp.is_older_than(self.written)
    }

    /// The sum of a published file, which has this stamp now, if it was not touched.
    pub(super) fn sum(&self, path: &str, stamp: &Stamp) -> Option<Sum> {
        self.find(path, stamp).map(|entry| entry.sum)
    }

    /// The sum of a published file, which has this stamp now, and what was found on it, if it was not touched and is of this
    /// origin.
    pub(super) fn kept(&self, path: &str, stamp: &Stamp, origin: &Origin) -> Option<(Sum, &[u8])> {
        let entry = self.find(path, stamp).filter(|entry| entry.origin == *origin)?;
        Some((entry.sum, entry.findings))
    }
}

impl<'l> Entry<'l> {
    /// The entry at a place, and where the next one starts.
    fn at(bytes: &'l [u8], at: usize) -> Option<(Self, usize)> {
        let mut rest = bytes.get(at..)?;
        let path = long(&mut rest)?;
        let sum = some(&mut rest, size_of::<Sum>())?.try_into().ok()?;
        let stamp = some(&mut rest, STAMP)?;
        let origin = number(&mut rest)?;
        let findings = long(&mut rest)?;
        Some((Entry { path, sum, stamp, origin, findings }, bytes.len() - rest.len()))
    }

    fn bytes(&self) -> Vec<u8> {
        [&*long_bytes(self.path), &self.sum, self.stamp, &self.origin.to_le_bytes(), &long_bytes(self.findings)]
            .concat()
    }
}

pub(super) fn some<'l>(rest: &mut &'l [u8], n: usize) -> Option<&'l [u8]> {
    let (some, behind) = rest.split_at_checked(n)?;
    *rest = behind;
    Some(some)
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(some(rest, size_of::<u64>())?.try_into().ok()?))
}

/// What [`long`] reads.
pub(super) fn long_bytes(text: &[u8]) -> Vec<u8> {
    // No path and no page has four thousand million bytes.
    [&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes(), text].concat()
}

pub(super) fn long<'l>(rest: &mut &'l [u8]) -> Option<&'l [u8]> {
    let n = u32::from_le_bytes(some(rest, 4)?.try_into().ok()?);
    some(rest, n.try_into().ok()?)
}

pub(super) fn hash(path: &[u8]) -> u64 {
    FixedState::default().hash_one(path)
}

/// A ledger that is being written, file by file and from any thread. Dropping it removes it.
#[derive(Debug)]
pub(super) struct Writer {
    place: PathBuf,
    /// Nothing once the system has refused something.
    open: Mutex<Option<Open>>,
}

#[derive(Debug)]
struct Open {
    file: BufWriter<File>,
    seal: Seal,
    entries: usize,
    /// Whether it says anything that the one before does not.
    has_news: bool,
}

impl Open {
    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.seal.add(bytes);
        self.file.write_all(bytes)
    }
}

impl Writer {
    /// Starts a ledger at a place, for pages whose origins are made with this key.
    pub(super) fn new(place: PathBuf, key: &Key) -> Self {
        let first = || {
            let mut options = File::options();
            options.write(true).create(true).truncate(true);
            // It holds the key, and the folder may lie below one that a server shows.
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let (program, file) = (program()?, options.open(&place).ok()?);
            let file = BufWriter::with_capacity(64 * 1024, file);
            let mut open = Open { file, seal: Seal::new(), entries: 0, has_news: false };
            let key = key.numbers().map(u64::to_le_bytes);
            open.add(&[&*program, &long_bytes(&start()), key.as_flattened()].concat()).ok()?;
            Some(open)
        };
        let open = Mutex::new(first());
        Writer { place, open }
    }

    fn open(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a file of the new site, what it is made from and what was found on it. `old` is the ledger before.
    pub(super) fn note(
        &self,
        path: &str,
        (sum, stamp): (Sum, Stamp),
        (origin, findings): (&Origin, &[u8]),
        old: Option<&Ledger>,
    ) {
        let bytes = Entry { path: path.as_bytes(), sum, stamp: &stamp.bytes(), origin: *origin, findings }.bytes();
        let is_known = old.is_some_and(|old| {
            let place = old.places.get(&hash(path.as_bytes()));
            let said = place.and_then(|at| old.bytes.get(*at..));
            said.is_some_and(|said| said.starts_with(&bytes)) && old.is_settled(&stamp)
        });
        let mut guard = self.open();
        let Some(open) = &mut *guard else { return };
        open.entries += 1;
        open.has_news |= !is_known;
        if open.add(&bytes).is_err() {
            // A disk that is full has other troubles; the next run only takes longer.
            *guard = None;
        }
    }

    /// Puts the ledger in the place of the one before, if it says anything else. Whether it can is no matter for the run.
    pub(super) fn finish(&self, place: &Path, old: Option<&Ledger>) {
        let Some(mut open) = self.open().take() else { return };
        if !open.has_news && old.is_some_and(|old| old.places.len() == open.entries) {
            return;
        }
        let seal = open.seal.end();
        let is_whole = open.add(&seal).and_then(|()| open.file.flush()).is_ok();
        // Open files cannot be renamed everywhere.
        drop(open);
        if is_whole {
            let _ = fs::rename(&self.place, place);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Open files cannot be removed everywhere.
        *self.open() = None;
        let _ = absent_is_fine(fs::remove_file(&self.place));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Makes a ledger one that was written before the system was started again.
    fn restart(place: &Path) {
        let mut bytes = fs::read(place).unwrap();
        let (start, end) = (start(), bytes.len() - SEAL);
        let at = bytes.windows(start.len().max(1)).position(|found| found == start);
        if let Some(at) = at {
            bytes[at] ^= 1;
        }
        // Its head and the only entry.
        let head = program().unwrap().len() + long_bytes(&start).len() + size_of::<[u64; 2]>();
        let mut seal = Seal::new();
        seal.add(&bytes[..head]);
        seal.add(&bytes[head..end]);
        bytes[end..].copy_from_slice(&seal.end());
        fs::write(place, bytes).unwrap();
    }

    /// Where nothing but the time of the last change is known, a tool that sets it can always deceive.
    #[cfg(unix)]
    #[test]
    fn what_was_touched_in_the_same_tick_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let [page, ledger] = ["page", "ledger"].map(|name| folder.path().join(name));
        fs::write(&page, "text").unwrap();
        let stamp = Stamp::at(&page).unwrap();
        let writer = Writer::new(folder.path().join("ledger.new"), &Key::random());
        writer.note("page", ([7; 32], stamp), (&1, &[]), None);
        writer.finish(&ledger, None);
        let kept = |later: u64, origin| {
            let written = UNIX_EPOCH + Duration::from_nanos(stamp.touched + later);
            File::options().write(true).open(&ledger).unwrap().set_modified(written).unwrap();
            Ledger::read(&ledger).unwrap().kept("page", &stamp, &origin).map(|(sum, _)| sum)
        };
        assert_eq!(kept(TICK, 1), None);
        assert_eq!(kept(TICK + 1, 1), cfg!(target_os = "linux").then_some([7; 32]));
        assert_eq!(kept(TICK + 1, 2), None);
    }

    #[test]
    fn after_a_power_cut_only_files_count_that_were_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let [page, ledger] = ["page", "ledger"].map(|name| folder.path().join(name));
        fs::write(&page, "text").unwrap();
        let noted = |age: u64| {
            let file = File::options().write(true).open(&page).unwrap();
            let now = file.metadata().unwrap().modified().unwrap();
            file.set_modified(now - Duration::from_secs(age)).unwrap();
            std::thread::sleep(Duration::from_millis(30));
            let stamp = Stamp::at(&page).unwrap();
            let writer = Writer::new(folder.path().join("ledger.new"), &Key::random());
            writer.note("page", ([7; 32], stamp), (&1, &[]), None);
            writer.finish(&ledger, None);
            let before = Ledger::read(&ledger).unwrap().sum("page", &stamp);
            restart(&ledger);
            [before, Ledger::read(&ledger).unwrap().sum("page", &stamp)]
        };
        // Elsewhere nobody can tell whether there was a power cut.
        assert_eq!(noted(0), [cfg!(target_os = "linux").then_some([7; 32]), None]);
        assert_eq!(noted(120), [Some([7; 32]); 2]);
    }
}
