//! Changing record files: all or none; and what git says of them.

use sachstand::disk::{ApplyError, FileEdit, apply, apply_with, write_file};
use sachstand::git::{Uncommitted, uncommitted};
use std::fs;
use std::path::Path;
use std::process::Command;

fn edit(path: &str, old: Option<&str>, new: &str) -> FileEdit {
    FileEdit { path: path.to_owned(), old: old.map(|text| text.as_bytes().to_vec()), new: new.as_bytes().to_vec() }
}

fn site() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("content/measures")).unwrap();
    for name in ["a", "b", "c"] {
        fs::write(dir.path().join(format!("content/measures/{name}.md")), format!("old {name}")).unwrap();
    }
    dir
}

/// Every file, hidden ones too: `path=content`.
fn state(site: &Path) -> Vec<String> {
    let mut all: Vec<String> = walkdir::WalkDir::new(site)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            format!(
                "{}={}",
                entry.path().strip_prefix(site).unwrap().to_str().unwrap().replace('\\', "/"),
                fs::read_to_string(entry.path()).unwrap()
            )
        })
        .collect();
    all.sort();
    all
}

#[test]
fn changes_and_creates_files_and_leaves_nothing_else() {
    let dir = site();
    let edits = [
        edit("content/measures/a.md", Some("old a"), "new a"),
        edit("content/measures/b.md", Some("old b"), "old b"),
        edit("content/snapshots/2023-09-30.toml", None, "s"),
    ];
    apply(dir.path(), &edits).unwrap();
    let after = [
        "content/measures/a.md=new a",
        "content/measures/b.md=old b",
        "content/measures/c.md=old c",
        "content/snapshots/2023-09-30.toml=s",
    ];
    assert_eq!(state(dir.path()), after);
}

#[test]
fn a_failure_at_any_file_changes_none() {
    for fail_at in 0..3 {
        let dir = site();
        let before = state(dir.path());
        let edits = [
            edit("content/measures/a.md", Some("old a"), "new a"),
            edit("content/measures/n.md", None, "n"),
            edit("content/measures/b.md", Some("old b"), "new b"),
        ];
        let error = apply_with(dir.path(), &edits, Some(fail_at)).unwrap_err();
        assert!(
            matches!(&error, ApplyError::Io { path, not_restored, .. } if *path == edits[fail_at].path && not_restored.is_empty())
        );
        assert!(error.to_string().ends_with("no file was changed"), "{error}");
        assert_eq!(state(dir.path()), before);
    }
}

#[test]
fn conflicts_and_bad_paths_change_nothing() {
    let dir = site();
    let outside = dir.path().with_extension("outside");
    fs::create_dir(&outside).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&outside, dir.path().join("content/link")).unwrap();
        std::os::unix::fs::symlink("a.md", dir.path().join("content/measures/l.md")).unwrap();
    }
    let before = state(dir.path());
    let good = || edit("content/measures/a.md", Some("old a"), "new a");
    let refused = |bad: FileEdit| {
        let error = apply(dir.path(), &[good(), bad]).unwrap_err();
        assert!(error.to_string().contains("no file was changed"), "{error}");
        assert_eq!(state(dir.path()), before);
        error
    };
    assert!(matches!(refused(edit("content/measures/b.md", Some("older b"), "x")), ApplyError::Changed { .. }));
    assert!(matches!(refused(edit("content/measures/gone.md", Some("x"), "x")), ApplyError::Changed { .. }));
    assert!(matches!(refused(edit("content/measures/b.md", None, "x")), ApplyError::Exists { .. }));
    let mut bad = vec![
        "../x",
        "/etc/x",
        "content/../../x",
        "content//x",
        "",
        "content/measures",
        "content/measures/a.md/x",
        "content\\x",
        "content/measures/A.md",
    ];
    if cfg!(unix) {
        bad.extend(["content/link/x", "content/measures/l.md"]);
    }
    for path in bad {
        assert!(matches!(refused(edit(path, None, "x")), ApplyError::Path { .. }), "{path}");
    }
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    fs::remove_dir(&outside).unwrap();
}

#[cfg(unix)]
#[test]
fn rights_stay() {
    use std::os::unix::fs::PermissionsExt;
    let dir = site();
    let place = dir.path().join("content/measures/a.md");
    fs::set_permissions(&place, fs::Permissions::from_mode(0o664)).unwrap();
    apply(dir.path(), &[edit("content/measures/a.md", Some("old a"), "new a")]).unwrap();
    write_file(&place, b"newer").unwrap();
    assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o664);
    assert_eq!(fs::read_to_string(&place).unwrap(), "newer");
    assert!(write_file(&dir.path().join("content"), b"x").is_err());
    assert_eq!(state(dir.path()).len(), 3, "a failed write leaves nothing");
}

/// The number of a process that no system gives out.
const DEAD: u64 = 4_194_304_999;

#[test]
fn what_dead_runs_left_is_removed_and_nothing_else() {
    let dir = site();
    let folder = dir.path().join("content/measures");
    let put = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    let own = std::process::id();
    // Killed before the first file was put in place, a process with our number too.
    for process in [DEAD, u64::from(own)] {
        put(&format!(".a.md.{process}.sachstand-new"), "never put in place");
        put(&format!(".a.md.{process}.sachstand-old"), "changed since by an editor");
        put(&format!(".b.md.{process}.sachstand-old"), "old b");
        put(&format!(".gone.md.{process}.sachstand-new"), "x");
        put(&format!(".{process}.sachstand-run"), "");
    }
    // Killed after the last one: what was before is no longer needed.
    put(&format!(".b.md.{}.sachstand-old", DEAD + 1), "older b");
    put(&format!(".{}.sachstand-run", DEAD + 1), "done\n");
    // Killed half way, or not put back: perhaps the only copy.
    let kept = [
        (format!(".b.md.{}.sachstand-old", DEAD + 2), "older b"),
        (format!(".b.md.{}.sachstand-old", DEAD + 3), "older b"),
        (format!(".gone.md.{}.sachstand-old", DEAD + 3), "gone"),
    ];
    put(&format!(".{}.sachstand-run", DEAD + 2), "");
    // Names of others.
    let others = [".a.md.x1.sachstand-new", ".a.md.sachstand-new", "a.md.1.sachstand-new", ".a.md.1.sachstand-newer"];
    let others = others.map(|name| (name.to_owned(), "of somebody else"));
    kept.iter().chain(&others).for_each(|(name, text)| put(name, text));
    let odd = folder.join(format!(".c.md.{DEAD}.sachstand-new"));
    fs::create_dir(&odd).unwrap();
    // Elsewhere, where this run writes nothing.
    fs::create_dir(dir.path().join("content/pages")).unwrap();
    fs::write(dir.path().join(format!("content/pages/.p.md.{DEAD}.sachstand-new")), "p").unwrap();

    apply(dir.path(), &[edit("content/measures/c.md", Some("old c"), "new c")]).unwrap();
    let mut expected: Vec<String> =
        kept.iter().chain(&others).map(|(name, text)| format!("content/measures/{name}={text}")).collect();
    expected.extend(["a.md=old a", "b.md=old b", "c.md=new c"].map(|file| format!("content/measures/{file}")));
    expected.push(format!("content/pages/.p.md.{DEAD}.sachstand-new=p"));
    expected.sort();
    assert_eq!(state(dir.path()), expected);
    assert!(odd.is_dir());
    // A single file too is written with a look at what is left.
    write_file(&dir.path().join("content/pages/p.md"), b"p").unwrap();
    assert!(!dir.path().join(format!("content/pages/.p.md.{DEAD}.sachstand-new")).exists());
}

#[cfg(unix)]
#[test]
fn links_are_neither_removed_nor_written_through() {
    let dir = site();
    let folder = dir.path().join("content/measures");
    let outside = dir.path().join("outside");
    fs::write(&outside, "outside").unwrap();
    let link = |name: String| std::os::unix::fs::symlink(&outside, folder.join(name)).unwrap();
    link(format!(".a.md.{DEAD}.sachstand-new"));
    link(format!(".{DEAD}.sachstand-run"));
    apply(dir.path(), &[edit("content/measures/a.md", Some("old a"), "new a")]).unwrap();
    assert!(folder.join(format!(".a.md.{DEAD}.sachstand-new")).symlink_metadata().is_ok());
    link(format!(".{}.sachstand-run", std::process::id()));
    let error = apply(dir.path(), &[edit("content/measures/a.md", Some("new a"), "newer a")]).unwrap_err();
    assert!(error.to_string().ends_with("no file was changed"), "{error}");
    assert_eq!(fs::read_to_string(&outside).unwrap(), "outside");
    assert_eq!(fs::read_to_string(folder.join("a.md")).unwrap(), "new a");
}

/// The number of this process may have been that of another one, and a name that of something else.
#[test]
fn nothing_is_taken_for_a_claim_that_is_none() {
    let dir = site();
    let claim = dir.path().join(format!("content/measures/.{}.sachstand-run", std::process::id()));
    let change = || apply(dir.path(), &[edit("content/measures/a.md", Some("old a"), "new a")]);
    let refused = |error: ApplyError| {
        let said = error.to_string();
        assert!(said.contains(".sachstand-run` is in the way") && said.ends_with("no file was changed"), "{said}");
    };
    fs::write(&claim, "text").unwrap();
    refused(change().unwrap_err());
    assert_eq!(fs::read_to_string(&claim).unwrap(), "text");
    fs::remove_file(&claim).unwrap();
    fs::create_dir(&claim).unwrap();
    refused(change().unwrap_err());
    fs::remove_dir(&claim).unwrap();
    #[cfg(unix)]
    {
        // A second name of a file of somebody.
        fs::write(dir.path().join("empty"), "").unwrap();
        fs::hard_link(dir.path().join("empty"), &claim).unwrap();
        refused(change().unwrap_err());
        assert_eq!(fs::read_to_string(dir.path().join("empty")).unwrap(), "");
        fs::remove_file(&claim).unwrap();
    }
    fs::write(&claim, "done\n").unwrap();
    change().unwrap();
    assert!(!claim.exists());
}

#[test]
fn what_a_run_has_that_is_still_going_stays() {
    let dir = site();
    let folder = dir.path().join("content/measures");
    let [new, old, claim] =
        ["a.md.7777777777.sachstand-new", "b.md.7777777777.sachstand-old", "7777777777.sachstand-run"]
            .map(|name| folder.join(format!(".{name}")));
    for file in [&new, &old, &claim] {
        fs::write(file, "").unwrap();
    }
    let lock = fs::File::open(&claim).unwrap();
    lock.lock().unwrap();
    apply(dir.path(), &[edit("content/measures/c.md", Some("old c"), "new c")]).unwrap();
    assert!([&new, &old, &claim].iter().all(|file| file.exists()));
    // Closing it is not enough: a process that another test starts has it open too, until its program runs.
    // Wine gives it back and says that it did not.
    let _ = lock.unlock();
    drop(lock);
    apply(dir.path(), &[edit("content/measures/c.md", Some("new c"), "newer c")]).unwrap();
    assert!(!new.exists() && !claim.exists() && old.exists());
}

fn git(dir: &Path, args: &[&str]) -> bool {
    let identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    Command::new("git").arg("-C").arg(dir).args(identity).args(args).output().is_ok_and(|out| out.status.success())
}

#[test]
fn names_files_with_changes_that_are_not_committed() {
    let dir = site();
    let paths = [
        "content/measures/a.md",
        "content/measures/b.md",
        "content/measures/c.md",
        "content/measures/ü*.md",
        "content/measures/none.md",
    ];
    if !git(dir.path(), &["--version"]) {
        assert_eq!(uncommitted(dir.path(), &paths), Uncommitted::NoGit);
        return;
    }
    assert_eq!(uncommitted(dir.path(), &paths), Uncommitted::NoRepository);
    // The site is a folder of the repository.
    fs::create_dir(dir.path().join("Stadt Ä")).unwrap();
    let site = dir.path().join("Stadt Ä");
    fs::rename(dir.path().join("content"), site.join("content")).unwrap();
    assert!(git(dir.path(), &["init", "-q"]));
    assert_eq!(
        uncommitted(&site, &paths[..1]),
        Uncommitted::Files(vec![paths[0].to_owned()]),
        "before the first commit"
    );
    assert!(git(dir.path(), &["add", "."]) && git(dir.path(), &["commit", "-qm", "x"]));
    assert_eq!(uncommitted(&site, &paths), Uncommitted::Files(vec![]));
    fs::write(site.join(paths[0]), "changed").unwrap();
    fs::write(site.join(paths[1]), "staged").unwrap();
    assert!(git(dir.path(), &["add", "Stadt Ä/content/measures/b.md"]));
    fs::write(site.join(paths[3]), "untracked").unwrap();
    let changed = |paths: &[&str]| Uncommitted::Files(paths.iter().map(|path| (*path).to_owned()).collect());
    assert_eq!(uncommitted(&site, &paths), changed(&[paths[0], paths[1], paths[3]]));
    assert_eq!(uncommitted(&site, &paths[2..3]), changed(&[]), "only what was asked for");
    fs::create_dir(site.join("content/private")).unwrap();
    fs::write(site.join("content/private/x.md"), "x").unwrap();
    fs::write(dir.path().join(".gitignore"), "private/\n").unwrap();
    assert_eq!(
        uncommitted(&site, &["content/private/x.md"]),
        changed(&["content/private/x.md"]),
        "ignored is not committed"
    );
    assert_eq!(uncommitted(&site.join("nowhere"), &paths), uncommitted(&site.join("nowhere"), &paths), "never fails");
}
