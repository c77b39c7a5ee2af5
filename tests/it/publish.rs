//! Publishing: whole or not at all, only our own files, nothing touched without need.

use rayon::prelude::*;
use sachstand::disk::{Faults, PublishError, Receipt, Stage, Target};
use sachstand::output::{About, Common, Origin, Output, PathError, Sink};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;
#[cfg(unix)]
use std::time::SystemTime;

type Files<'a> = &'a [(&'a str, &'a str)];

const OLD: Files = &[
    ("index.html", "old"),
    ("a/index.html", "same"),
    ("b/index.html", "old b"),
    ("gone/x/index.html", "g"),
    ("swap", "file"),
];
const NEW: Files = &[
    ("index.html", "new"),
    ("a/index.html", "same"),
    ("b", "now a file"),
    ("c/d/index.html", "c"),
    ("swap/index.html", "folder"),
];

struct Place {
    _dir: tempfile::TempDir,
    site: PathBuf,
    output: PathBuf,
}

impl Place {
    fn new() -> Place {
        let dir = tempfile::tempdir().unwrap();
        let site = dir.path().canonicalize().unwrap().join("site");
        fs::create_dir_all(site.join("content")).unwrap();
        Place { output: site.join("output"), site, _dir: dir }
    }

    fn target(&self) -> Target {
        Target::resolve(&self.site, &self.output).unwrap()
    }

    /// A new site for it.
    fn stage(&self) -> Stage {
        Stage::open_with(&self.target(), Faults::default()).unwrap()
    }

    fn publish(&self, files: Files) -> Result<Receipt, PublishError> {
        publish(&self.target(), &output(files))
    }

    fn faulty(
        &self,
        files: Files,
        stop_before: Option<usize>,
        without_exchange: bool,
    ) -> Result<Receipt, PublishError> {
        let mut faults = Faults::default();
        (faults.stop_before, faults.without_exchange) = (stop_before, without_exchange);
        publish_with(&self.target(), &output(files), faults)
    }

    /// Everything in the output but the list, links as `-> target`.
    fn holds(&self) -> BTreeMap<String, String> {
        let mut all = tree(&self.output);
        all.remove(".sachstand");
        all
    }

    /// What stays beside the output between runs: lock, marks, ledger and inventory, empty folders, and further names of published
    /// files.
    fn only_published_files_have_second_names(&self) {
        let workshop = self.site.join(".output.sachstand");
        for path in tree(&workshop).into_keys().filter(|path| !path.ends_with('/')) {
            match path.strip_prefix("stage/") {
                Some(published) => assert!(is_same(&workshop.join(&path), &self.output.join(published)), "{path}"),
                None => assert!([".gitignore", "lock", "swept", "ledger", "inventory"].contains(&&*path), "{path}"),
            }
        }
    }

    fn put(&self, path: &str, text: &str) {
        let place = self.output.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
}

fn output(files: Files) -> Output {
    let mut output = Output::new();
    for (path, text) in files {
        output.insert(*path, text.as_bytes().to_vec()).unwrap();
    }
    output
}

fn publish(target: &Target, output: &Output) -> Result<Receipt, PublishError> {
    publish_with(target, output, Faults::default())
}

fn publish_with(target: &Target, output: &Output, faults: Faults) -> Result<Receipt, PublishError> {
    let stage = Stage::open_with(target, faults)?;
    output.iter().try_for_each(|(path, bytes)| stage.put(path, bytes))?;
    stage.commit()
}

/// Whether two names are those of one file; where that cannot be told there are none.
fn is_same(a: &Path, b: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let [a, b] = [a, b].map(|path| fs::symlink_metadata(path).ok().map(|meta| (meta.dev(), meta.ino())));
        a.is_some() && a == b
    }
    #[cfg(not(unix))]
    {
        let _ = (a, b);
        false
    }
}

fn expected(files: Files) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    if !root.exists() {
        return all;
    }
    for entry in walkdir::WalkDir::new(root).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        if entry.file_type().is_symlink() {
            all.insert(path, format!("-> {}", fs::read_link(entry.path()).unwrap().display()));
        } else if entry.file_type().is_file() {
            all.insert(path, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned());
        } else if fs::read_dir(entry.path()).unwrap().next().is_none() {
            all.insert(path + "/", String::new());
        }
    }
    all
}

#[test]
fn publishes_and_publishes_again() {
    let place = Place::new();
    let first = place.publish(OLD).unwrap();
    assert_eq!((first.written, first.unchanged, first.removed, first.bytes), (5, 0, 0, 17));
    assert_eq!(place.holds(), expected(OLD));
    // Files become folders and folders files, and no empty folder stays.
    for (files, removed) in [(NEW, 3), (OLD, 3), (NEW, 3)] {
        let receipt = place.publish(files).unwrap();
        assert_eq!((receipt.written, receipt.unchanged, receipt.removed), (4, 1, removed));
        assert_eq!((receipt.edited, receipt.left_over), (vec![], None));
        assert_eq!(place.holds(), expected(files));
    }
}

#[test]
fn the_list_can_be_checked_and_depends_on_the_files_only() {
    let (one, two) = (Place::new(), Place::new());
    one.publish(NEW).unwrap();
    one.publish(&[("a.html", "a"), ("straße/ü.html", "ü")]).unwrap();
    two.publish(&[("straße/ü.html", "ü"), ("a.html", "a")]).unwrap();
    let list = fs::read_to_string(one.output.join(".sachstand")).unwrap();
    assert_eq!(list, fs::read_to_string(two.output.join(".sachstand")).unwrap());
    assert_eq!(
        list.lines().nth(3).unwrap(),
        "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.html"
    );
    if let Ok(check) = std::process::Command::new("sha256sum")
        .args(["--check", "--quiet", "--strict", ".sachstand"])
        .current_dir(&one.output)
        .status()
    {
        assert!(check.success());
    }
}

#[cfg(unix)]
#[test]
fn an_unchanged_site_is_not_touched_and_unchanged_files_stay_the_same_files() {
    use std::os::unix::fs::MetadataExt;
    let place = Place::new();
    place.publish(OLD).unwrap();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
    for path in ["a/index.html", "index.html", ".sachstand"] {
        fs::File::options().write(true).open(place.output.join(path)).unwrap().set_modified(long_ago).unwrap();
    }
    let look = |path: &str| {
        let meta = fs::metadata(place.output.join(path)).unwrap();
        (meta.ino(), meta.mtime(), meta.ctime(), meta.ctime_nsec())
    };
    let before = [look(""), look("a"), look("a/index.html"), look("index.html"), look(".sachstand")];
    let receipt = place.publish(OLD).unwrap();
    assert!(!receipt.changed());
    assert_eq!(receipt.unchanged, 5);
    assert_eq!([look(""), look("a"), look("a/index.html"), look("index.html"), look(".sachstand")], before);

    let (a, index) = (look("a/index.html"), look("index.html"));
    place.publish(NEW).unwrap();
    assert_eq!((look("a/index.html").0, look("a/index.html").1), (a.0, a.1));
    assert_ne!(look("index.html").1, index.1);
    place.only_published_files_have_second_names();

    // Names that are there already are not made anew, which the time of the last change of the file would show.
    let before = look("a/index.html");
    std::thread::sleep(Duration::from_millis(20));
    place.publish(OLD).unwrap();
    assert_eq!(look("a/index.html"), before);
    place.only_published_files_have_second_names();
}

/// Second names are for speed only: whatever people do to the published files, and to the names, counts.
#[test]
fn second_names_bring_nothing_back() {
    let place = Place::new();
    for files in [OLD, NEW, OLD] {
        place.publish(files).unwrap();
    }
    // Removed by hand, and no longer made: it stays away. Removed by hand, but still made: it is made again.
    fs::remove_file(place.output.join("gone/x/index.html")).unwrap();
    fs::remove_file(place.output.join("a/index.html")).unwrap();
    place.publish(NEW).unwrap();
    assert_eq!(place.holds(), expected(NEW));
    // The same bytes, but another file.
    fs::remove_file(place.output.join("a/index.html")).unwrap();
    place.put("a/index.html", "same");
    place.publish(OLD).unwrap();
    assert_eq!(place.holds(), expected(OLD));
    place.only_published_files_have_second_names();
    // Edited in place, which changes both names.
    place.put("a/index.html", "by hand");
    assert_eq!(place.publish(NEW).unwrap().edited, ["a/index.html"]);
    assert_eq!(place.holds(), expected(NEW));
    // The whole site is gone, or another one is there.
    fs::remove_dir_all(&place.output).unwrap();
    place.publish(OLD).unwrap();
    assert_eq!(place.holds(), expected(OLD));
    place.publish(NEW).unwrap();
    let other = Place::new();
    other.publish(&[("other.html", "other")]).unwrap();
    fs::remove_dir_all(&place.output).unwrap();
    fs::rename(&other.output, &place.output).unwrap();
    place.publish(OLD).unwrap();
    assert_eq!(place.holds(), expected(OLD));
    // Names in the workshop are nobody's.
    place.publish(NEW).unwrap();
    let stage = place.site.join(".output.sachstand/stage");
    if cfg!(unix) {
        fs::remove_file(stage.join("a/index.html")).unwrap();
        fs::write(stage.join("a/index.html"), "no page").unwrap();
        fs::write(stage.join("late.txt"), "came in while publishing").unwrap();
        place.publish(OLD).unwrap();
        let mut all = expected(OLD);
        all.insert("late.txt".to_owned(), "came in while publishing".to_owned());
        assert_eq!(place.holds(), all);
        place.publish(NEW).unwrap();
        fs::remove_file(place.output.join("late.txt")).unwrap();
        place.publish(OLD).unwrap();
        assert_eq!(place.holds(), expected(OLD), "what others removed is not brought back");
    }
    place.only_published_files_have_second_names();
}

/// What is kept of a page without being made again, and what it takes to have it made again. Other systems do not say
/// whether they were started anew, so there nothing is kept for a minute.
#[test]
fn a_page_is_kept_while_nothing_happens_to_it() {
    if !cfg!(target_os = "linux") {
        return;
    }
    const ORIGIN: Origin = 1;
    let common = Common { number: 0, texts: Vec::new() };
    let place = Place::new();
    let publish = |text: &str, origin| {
        // The clock of a disk may stand still for that long.
        std::thread::sleep(Duration::from_millis(30));
        let stage = place.stage();
        let about = About { common: &common, origin: Some(origin), findings: Some(b"links") };
        stage.put_page("a/index.html", text.as_bytes().to_vec().into(), about).unwrap();
        Sink::put(&stage, "b.csv", b"1".to_vec().into()).unwrap();
        stage.commit().unwrap()
    };
    let kept = |origin: &Origin| {
        let stage = place.stage();
        stage.keep_page("a/index.html", &common, origin).unwrap()
    };
    let links = || Some(b"links".to_vec());
    publish("page", ORIGIN);
    // Until then it may have been written once more in the same tick of the clock.
    publish("page", ORIGIN);
    assert_eq!(kept(&ORIGIN), links());
    assert_eq!(kept(&2), None);
    let stage = place.stage();
    assert_eq!(stage.keep_page("b.csv", &common, &ORIGIN), Ok(None));
    assert_eq!(stage.keep_page("c/index.html", &common, &ORIGIN), Ok(None));
    // A site of pages that were kept, published.
    assert_eq!(stage.keep_page("a/index.html", &common, &ORIGIN), Ok(links()));
    assert!(stage.keep_page("a/index.html", &common, &ORIGIN).is_err(), "twice the same path");
    assert_eq!(stage.commit().map(|done| (done.written, done.unchanged, done.removed)).unwrap(), (0, 1, 1));
    assert_eq!(place.holds(), expected(&[("a/index.html", "page")]));
    publish("other", 2);
    publish("other", 2);
    assert_eq!(kept(&2), links());
    // As long as it was, and with its time.
    let page = place.output.join("a/index.html");
    let time = fs::metadata(&page).unwrap().modified().unwrap();
    place.put("a/index.html", "OTHER");
    fs::File::options().write(true).open(&page).unwrap().set_modified(time).unwrap();
    if cfg!(unix) {
        assert_eq!(kept(&2), None);
        assert_eq!(publish("other", 2).edited, ["a/index.html"]);
        publish("other", 2);
    }
    // Another file with the same bytes; a ledger that is not whole, or not ours.
    fs::remove_file(&page).unwrap();
    place.put("a/index.html", "other");
    assert_eq!(kept(&2), None);
    publish("other", 2);
    assert_eq!(kept(&2), links());
    let ledger = place.site.join(".output.sachstand/ledger");
    let whole = fs::read(&ledger).unwrap();
    for n in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&ledger, &whole[..n]).unwrap();
        assert_eq!(kept(&2), None, "{n} bytes of it");
        let mut odd = whole.clone();
        odd[n] ^= 1;
        fs::write(&ledger, &odd).unwrap();
        assert_eq!(kept(&2), None, "another byte {n}");
    }
    fs::write(&ledger, &whole).unwrap();
    assert_eq!(kept(&2), links());
    place.only_published_files_have_second_names();
}

#[test]
fn files_of_others_stay() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    place.put(".htaccess", "Deny");
    place.put("a/notes.txt", "mine");
    place.put("theirs/deep/file", "theirs");
    fs::create_dir_all(place.output.join("theirs/empty")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/nowhere", place.output.join("link")).unwrap();
    let mut all = expected(NEW);
    for (path, text) in
        [(".htaccess", "Deny"), ("a/notes.txt", "mine"), ("theirs/deep/file", "theirs"), ("theirs/empty/", "")]
    {
        all.insert(path.to_owned(), text.to_owned());
    }
    #[cfg(unix)]
    all.insert("link".to_owned(), "-> /nowhere".to_owned());
    for without_exchange in [false, true, false] {
        place.faulty(OLD, None, without_exchange).unwrap();
        let receipt = place.faulty(NEW, None, without_exchange).unwrap();
        assert_eq!(receipt.kept_foreign, if cfg!(unix) { 4 } else { 3 });
        assert_eq!(place.holds(), all);
    }
}

/// Folders that nobody touched since the run before are not listed.
#[test]
fn what_others_do_in_folders_that_are_known_is_seen() {
    let place = Place::new();
    let wait = || std::thread::sleep(Duration::from_millis(30));
    let turn = std::cell::Cell::new(0);
    let publish = || {
        turn.set(turn.get() + 1);
        let index = format!("turn {}", turn.get());
        let files = [("index.html", &*index), ("a/index.html", "a"), ("a/b/index.html", "b"), ("c/index.html", "c")];
        wait();
        (place.publish(&files).unwrap(), expected(&files))
    };
    for _ in 0..4 {
        publish();
    }
    assert!(place.site.join(".output.sachstand/inventory").exists() || !cfg!(target_os = "linux"));
    // In the published site, and in the stage that takes its place.
    for folder in ["output", ".output.sachstand/stage"] {
        let folder = place.site.join(folder);
        fs::write(folder.join("a/b/theirs.txt"), "theirs").unwrap();
        fs::create_dir(folder.join("c/new")).unwrap();
        fs::write(folder.join("c/new/theirs.txt"), "theirs").unwrap();
        for _ in 0..3 {
            let (_, mut files) = publish();
            files.extend(["a/b/theirs.txt", "c/new/theirs.txt"].map(|path| (path.to_owned(), "theirs".to_owned())));
            assert_eq!(place.holds(), files);
        }
        fs::remove_file(place.output.join("a/b/theirs.txt")).unwrap();
        fs::remove_dir_all(place.output.join("c/new")).unwrap();
        for _ in 0..2 {
            let (_, files) = publish();
            assert_eq!(place.holds(), files);
        }
    }
    // While a site is put together, by who was at work in a folder when it was still the published one.
    let stage = place.stage();
    stage.put("index.html", b"in between").unwrap();
    fs::write(place.site.join(".output.sachstand/stage/a/b/theirs.txt"), "theirs").unwrap();
    for (path, text) in [("a/index.html", "a"), ("a/b/index.html", "b"), ("c/index.html", "c")] {
        stage.put(path, text.as_bytes()).unwrap();
    }
    wait();
    stage.commit().unwrap();
    for _ in 0..3 {
        let (_, mut files) = publish();
        files.insert("a/b/theirs.txt".to_owned(), "theirs".to_owned());
        assert_eq!(place.holds(), files);
    }
    fs::remove_file(place.output.join("a/b/theirs.txt")).unwrap();
    // Ours are taken away, and put in the place of each other.
    fs::rename(place.output.join("a/b"), place.output.join("b")).unwrap();
    fs::rename(place.output.join("c"), place.output.join("a/b")).unwrap();
    fs::rename(place.output.join("b"), place.output.join("c")).unwrap();
    let (receipt, files) = publish();
    assert_eq!((receipt.written, place.holds()), (3, files));
    place.only_published_files_have_second_names();
}

#[test]
fn what_former_sites_left_is_in_nobodys_way() {
    let kept = ("k/index.html", "k");
    for sites in [
        // A folder that becomes a file, and a file that becomes a folder, with second names of both.
        [
            &[("index.html", "1"), ("b/index.html", "x"), kept] as Files,
            &[("index.html", "2"), ("b/index.html", "x"), kept],
        ],
        [&[("index.html", "1"), ("b", "x"), kept], &[("index.html", "2"), ("b", "x"), kept]],
        // Nothing but files at the top.
        [&[("index.html", "1"), ("b", "x")], &[("index.html", "2"), ("b", "x")]],
    ] {
        for next in [
            &[("index.html", "3"), ("b", "y")] as Files,
            &[("index.html", "3"), ("b/index.html", "y"), kept],
            &[("index.html", "3")],
        ] {
            let place = Place::new();
            for site in sites.iter().chain([&next, &next]) {
                place.publish(site).unwrap();
                assert_eq!(place.holds(), expected(site));
            }
            place.only_published_files_have_second_names();
        }
    }
}

#[test]
fn an_empty_folder_of_others_stays_when_ours_around_it_goes() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    fs::create_dir(place.output.join("gone/x/theirs")).unwrap();
    for files in [NEW, OLD, NEW, NEW] {
        place.publish(files).unwrap();
        assert!(place.output.join("gone/x/theirs").is_dir());
    }
}

/// Giving a file a name that it has already would be work for nothing.
#[cfg(unix)]
#[test]
fn a_second_name_is_given_once() {
    use std::os::unix::fs::MetadataExt;
    let place = Place::new();
    let site = |turn: &str, text: &str| {
        let stage = place.stage();
        for (path, text) in [("index.html", turn), ("a/index.html", text), ("b/index.html", text)] {
            stage.put(path, text.as_bytes()).unwrap();
        }
        // As in a large site, where most is written long before the last.
        std::thread::sleep(Duration::from_millis(30));
        stage.commit().unwrap();
        let touched = |meta: fs::Metadata| (meta.ctime(), meta.ctime_nsec());
        touched(fs::metadata(place.output.join("a/index.html")).unwrap())
    };
    for text in ["one", "two"] {
        site("0", text);
        let given = site("1", text);
        assert_eq!([site("2", text), site("3", text), site("4", text)], [given; 3]);
    }
}

#[test]
fn a_folder_of_others_is_refused_and_stays() {
    let place = Place::new();
    place.put("family.jpg", "dear");
    let before = tree(&place.site);
    let error = place.publish(OLD).unwrap_err();
    assert!(matches!(&error, PublishError::Foreign { example, .. } if example == "family.jpg"));
    assert!(error.to_string().contains("--output"), "{error}");
    assert_eq!(tree(&place.site), before, "not even a hidden folder was made");
    fs::remove_file(place.output.join("family.jpg")).unwrap();
    place.publish(OLD).unwrap();
    assert_eq!(place.holds(), expected(OLD), "an empty folder will do");
}

#[test]
fn files_of_others_are_not_overwritten() {
    let place = Place::new();
    for (path, wanted) in [("b", ("b/index.html", "x")), ("b/c", ("b", "x")), ("b", ("b", "x"))] {
        let _ = fs::remove_dir_all(&place.output);
        place.publish(&[("index.html", "old")]).unwrap();
        place.put(path, "theirs");
        let before = place.holds();
        let error = place.publish(&[("index.html", "new"), wanted]).unwrap_err();
        assert!(matches!(&error, PublishError::InTheWay { path: found, .. } if found == path), "{error}");
        assert_eq!(place.holds(), before);
    }
    // The same bytes in the same place become ours.
    let receipt = place.publish(&[("index.html", "new"), ("b", "theirs")]).unwrap();
    assert_eq!((receipt.unchanged, receipt.kept_foreign), (1, 0));
    assert_eq!(place.publish(&[("index.html", "new")]).unwrap().removed, 1);
}

#[test]
fn edits_of_our_files_are_overwritten_and_named() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    place.put("index.html", "by hand");
    place.put("gone/x/index.html", "by hand");
    place.put("a/index.html", "by hand");
    fs::remove_file(place.output.join("b/index.html")).unwrap();
    let receipt = place.publish(NEW).unwrap();
    assert_eq!(receipt.edited, ["a/index.html", "index.html", "gone/x/index.html"]);
    assert_eq!(place.holds(), expected(NEW));
}

/// A run that is killed before each of its steps, with either way of swapping: the public sees the
/// old or the new site, and after the next run there is nothing left of it.
#[test]
fn killed_at_any_step_the_site_is_whole_after_the_next_run() {
    for without_exchange in [false, true] {
        // Into a new place, over a first site, and with a stage that was used before.
        for before in [&[][..], &[OLD], &[NEW, OLD]] {
            let first = before.is_empty();
            for step in 0.. {
                let place = Place::new();
                for files in before {
                    place.publish(files).unwrap();
                }
                if !first {
                    place.put("theirs/file", "theirs");
                }
                let with_theirs = |files: Files| {
                    let mut all = expected(files);
                    all.extend((!first).then(|| ("theirs/file".to_owned(), "theirs".to_owned())));
                    all
                };
                let result = place.faulty(NEW, Some(step), without_exchange);
                let now = place.holds();
                let has_renames = without_exchange || !cfg!(target_os = "linux");
                let between = has_renames && !first && !place.output.exists();
                let whole = now == with_theirs(NEW) || if first { now.is_empty() } else { now == with_theirs(OLD) };
                assert!(whole || between, "after {step} steps: {now:?}");
                if between {
                    // Even a run that fails puts the old site back.
                    drop(place.stage());
                    assert_eq!(place.holds(), with_theirs(OLD));
                }
                place.publish(NEW).unwrap();
                assert_eq!(place.holds(), with_theirs(NEW), "repaired after {step} steps");
                place.publish(OLD).unwrap();
                assert_eq!(place.holds(), with_theirs(OLD));
                place.only_published_files_have_second_names();
                if result.is_ok() {
                    assert!(step > 6, "only {step} steps were tried");
                    break;
                }
                assert!(matches!(result, Err(PublishError::Stopped)));
            }
        }
    }
}

/// Not a test by itself: the process that the next one kills.
#[test]
fn publishes_in_turns_until_killed() {
    let Some(site) = std::env::var_os("SACHSTAND_TEST_KILLED").map(PathBuf::from) else {
        return;
    };
    let target = Target::resolve(&site, &site.join("output")).unwrap();
    for turn in 0.. {
        publish(&target, &many(300, turn % 2)).unwrap();
    }
}

fn many(n: usize, version: usize) -> Output {
    let mut output = Output::new();
    for i in 0..n {
        output.insert(format!("m/mp-{i}/index.html"), format!("{}", if i % 3 == 0 { version } else { 7 })).unwrap();
    }
    output.insert(format!("only-{version}/index.html"), "x").unwrap();
    output
}

#[test]
fn a_killed_process_leaves_one_site_or_the_other() {
    let place = Place::new();
    publish(&place.target(), &many(300, 0)).unwrap();
    for wait in [5, 11, 17, 23, 31, 47, 60, 83] {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "publish::publishes_in_turns_until_killed"])
            .env("SACHSTAND_TEST_KILLED", &place.site)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(20 + wait));
        child.kill().unwrap();
        child.wait().unwrap();
        if cfg!(target_os = "linux") {
            let now = place.holds();
            let version = if now.contains_key("only-0/index.html") { 0 } else { 1 };
            let whole: BTreeMap<_, _> = many(300, version)
                .iter()
                .map(|(p, b)| (p.to_owned(), String::from_utf8(b.to_vec()).unwrap()))
                .collect();
            assert!(now == whole, "mixed after {wait} ms");
        }
    }
    assert!(publish(&place.target(), &many(300, 2)).is_ok(), "the lock of a dead process holds nobody up");
}

#[test]
fn a_second_run_at_the_same_time_is_refused() {
    let place = Place::new();
    let stage = place.stage();
    stage.put("index.html", b"first").unwrap();
    let error = place.publish(OLD).unwrap_err();
    assert!(matches!(error, PublishError::Busy { .. }));
    assert!(error.to_string().contains("another run"), "{error}");
    stage.commit().unwrap();
    assert_eq!(place.holds(), expected(&[("index.html", "first")]));
    place.publish(OLD).unwrap();
}

/// A thread of the pool that waits takes up further work; here that is work for the very stage for which it waits.
#[test]
fn a_stage_is_filled_by_many_threads_of_a_pool() {
    let place = Place::new();
    let (target, (tell, hear)) = (place.target(), channel());
    std::thread::spawn(move || {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(16).build().unwrap();
        for turn in 0..30 {
            let stage = Stage::open_with(&target, Faults::default()).unwrap();
            let put = |i| stage.put(&format!("{}/{i}/index.html", i % 16), format!("{turn} {i}").as_bytes()).unwrap();
            pool.install(|| (0..2000).into_par_iter().for_each(put));
            assert_eq!(pool.install(|| stage.commit()).unwrap().written, 2000);
        }
        tell.send(()).unwrap();
    });
    hear.recv_timeout(Duration::from_secs(120)).expect("no thread waits for itself");
}

#[test]
fn a_stage_that_is_dropped_leaves_no_trace() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    let stage = place.stage();
    stage.put("index.html", b"draft").unwrap();
    stage.put("a/index.html", b"same").unwrap();
    assert!(matches!(stage.put("INDEX.html", b"x"), Err(PublishError::Path(PathError::Taken { .. }))));
    drop(stage);
    assert_eq!(place.holds(), expected(OLD));
    assert!(!place.site.join(".output.sachstand/stage").exists());
}

#[test]
fn dangerous_targets_are_refused() {
    let place = Place::new();
    fs::create_dir_all(place.site.join("themes/own")).unwrap();
    fs::write(place.site.join("file"), "x").unwrap();
    let site = &place.site;
    #[cfg_attr(not(unix), expect(unused_mut, reason = "links are added only there"))]
    let mut bad = vec![
        PathBuf::from("/"),
        site.clone(),
        site.join("."),
        site.join("content/.."),
        site.parent().unwrap().to_owned(),
        site.join("content"),
        site.join("content/new/output"),
        site.join("themes/own"),
        site.join("themes/other"),
        site.join(".git"),
        site.join(".sachstand/output"),
        site.join("file"),
        site.join("missing/../../x/.."),
    ];
    #[cfg(unix)]
    for (link, to) in [("to-content", "content"), ("to-site", "."), ("to-nowhere", "nowhere")] {
        std::os::unix::fs::symlink(to, site.join(link)).unwrap();
        bad.push(site.join(link));
        bad.push(site.join(link).join("content"));
    }
    for output in bad {
        // A link to the site resolves to its content, which is refused as well.
        let error = Target::resolve(site, &output).unwrap_err();
        assert!(matches!(error, PublishError::BadTarget { .. }), "{output:?}: {error}");
        assert!(error.to_string().contains("--output"));
    }
    assert!(Target::resolve(site, &site.join("deep/output")).is_ok());
    assert!(Target::resolve(site, &site.with_file_name("elsewhere")).is_ok());
}

#[cfg(unix)]
#[test]
fn a_link_is_published_through_and_stays() {
    let place = Place::new();
    let real = place.site.parent().unwrap().join("web");
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &place.output).unwrap();
    for files in [OLD, NEW] {
        place.publish(files).unwrap();
        assert!(place.output.symlink_metadata().unwrap().is_symlink());
        assert_eq!(place.holds(), expected(files));
    }
    assert!(!place.site.join(".output.sachstand").exists());
    assert!(real.with_file_name(".web.sachstand").exists(), "put together beside the real folder");
}

/// A folder of the site replaced by a link must not lead our writing or removing out of it.
#[cfg(unix)]
#[test]
fn links_inside_the_output_are_not_followed() {
    let place = Place::new();
    let outside = place.site.join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("index.html"), "same").unwrap();
    place.publish(OLD).unwrap();
    fs::remove_dir_all(place.output.join("a")).unwrap();
    std::os::unix::fs::symlink(&outside, place.output.join("a")).unwrap();
    for files in [NEW, &[("index.html", "new"), ("a/index.html", "new")]] {
        assert!(matches!(place.publish(files), Err(PublishError::InTheWay { path, .. }) if path == "a"));
    }
    place.publish(&[("index.html", "x")]).unwrap();
    assert_eq!(fs::read_to_string(outside.join("index.html")).unwrap(), "same");
    assert!(place.output.join("a").is_symlink(), "theirs now");
}

#[test]
fn a_damaged_list_removes_nothing() {
    let place = Place::new();
    place.publish(OLD).unwrap();
    let list = place.output.join(".sachstand");
    let good = fs::read_to_string(&list).unwrap();
    let sum = "0".repeat(64);
    for bad in [
        good.replace("version 1", "version 2"),
        format!("{good}{sum}  ../../content/x\n"),
        format!("{good}abc  x\n"),
        "hello\n".to_owned(),
        String::new(),
    ] {
        fs::write(&list, &bad).unwrap();
        let before = tree(&place.output);
        let error = place.publish(NEW).unwrap_err();
        assert!(matches!(error, PublishError::BadManifest { .. }), "{error}");
        assert_eq!(tree(&place.output), before);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_named() {
    let place = Place::new();
    let target = Target::resolve(&place.site, Path::new("/proc/sachstand-test")).unwrap();
    let error = publish(&target, &output(OLD)).unwrap_err();
    assert!(error.to_string().contains("cannot create the folder `/proc/.sachstand-test.sachstand`"), "{error}");
}

#[cfg(unix)]
#[test]
fn rights_of_folders_stay() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.publish(OLD).unwrap();
    for path in ["", "a"] {
        fs::set_permissions(place.output.join(path), fs::Permissions::from_mode(0o2775)).unwrap();
    }
    for files in [NEW, OLD, NEW] {
        place.publish(files).unwrap();
        for path in ["", "a"] {
            assert_eq!(fs::metadata(place.output.join(path)).unwrap().permissions().mode() & 0o7777, 0o2775);
        }
    }
}

#[test]
fn three_thousand_files() {
    let place = Place::new();
    let receipt = publish(&place.target(), &many(3000, 0)).unwrap();
    assert_eq!(receipt.written, 3001);
    let receipt = publish(&place.target(), &many(3000, 1)).unwrap();
    assert_eq!((receipt.written, receipt.unchanged, receipt.removed), (1001, 2000, 1));
    let receipt = publish(&place.target(), &many(3000, 1)).unwrap();
    assert_eq!((receipt.written, receipt.unchanged), (0, 3001));
}

#[test]
fn impossible_paths_are_refused() {
    let mut output = Output::new();
    let long = "x".repeat(256);
    let bad = [
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "a/../b",
        "../a",
        "a/./b",
        "a\\b",
        "a\0b",
        "a\nb",
        "c:/a",
        "a?b",
        "a*",
        "a\"b",
        "<a>",
        "a|b",
        "a.",
        "a /b",
        "con",
        "a/NUL.html",
        "aux/index.html",
        "Com1",
        "lpt9.txt",
        "com¹",
        ".sachstand",
        ".SACHSTAND/x",
        "a\u{308}.html",
        &long,
    ];
    for path in bad {
        let error = output.insert(path, "x").unwrap_err();
        assert!(matches!(error, PathError::Impossible { .. }), "{path:?}");
        assert!(error.to_string().contains("rename"), "{error}");
    }
    for path in [
        "a",
        "b/c.html",
        "Straße/日本.html",
        ".well-known/x",
        "a b/c",
        "context",
        "com10",
        "x/.sachstand",
        "...a",
        "console.js",
    ] {
        output.insert(path, "x").unwrap();
    }
    for path in ["a", "A", "a/b", "b", "B/d", "b/C.html", "b/c.html/d", "STRASSE/日本.html/x", "straße/y"] {
        let result = output.insert(path, "x");
        // ẞ and SS are different names to every disk.
        assert_eq!(result.is_err(), path != "STRASSE/日本.html/x", "{path}");
    }
    assert_eq!(output.len(), 11);
}
