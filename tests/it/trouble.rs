//! Publishing in trouble: killed at any moment, on a full disk, into a folder that cannot be written, twice at once,
//! while somebody moves the output away. Whatever happens, one site is there whole, and nothing of others is lost.
//!
//! Here the program itself runs and is really killed; `publish` stops it before each of its steps, and
//! `tests/killed.sh` kills it at every system call.

#![cfg(target_os = "linux")]

use super::cli::program::{Ran, Site};
use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// How many builds are killed, together.
const KILLS: usize = 208;

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides.max(1)
    }
}

/// Two states of a site whose lists, records and totals differ: files change, appear and vanish.
fn lay(site: &Site, version: usize) {
    for n in 1..=40 {
        let path = format!("content/measures/mp-{n:03}.md");
        if n % 7 == version {
            let _ = std::fs::remove_file(site.root.join(&path));
            continue;
        }
        let title = if n % 3 == 0 { format!("Maßnahme {n} in Fassung {version}") } else { format!("Maßnahme {n}") };
        let text = format!(
            "+++\nnumber = \"MP {n:03}\"\ntitle = \"{title}\"\nunit = \"1.1\"\n[progress]\n2026-09-30 = {}\n+++\n",
            (n + version) % 11
        );
        site.write(&path, text);
    }
}

fn build(site: &Site) -> Command {
    let mut command = site.command();
    command.args(["build", "--no-pdf"]).stdout(Stdio::null());
    command
}

fn built(site: &Site) -> Ran {
    Ran::of(&build(site).stderr(Stdio::piped()).output().unwrap())
}

fn published(site: &Site, folder: &str) -> Files {
    let root = site.root.join(folder);
    if !root.exists() {
        return Files::new();
    }
    site.files(folder).into_iter().map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_owned(), bytes)).collect()
}

/// A site that is published, with a file of somebody else in its output, and both of its states.
fn ready() -> (Site, [Files; 2], Duration) {
    let site = Site::new();
    let mut states = [1, 0].map(|version| {
        lay(&site, version);
        let ran = built(&site);
        assert_eq!(ran.code, 0, "{}", ran.err);
        site.write("output/fremd/notiz.txt", "nicht von uns");
        published(&site, "output")
    });
    states.reverse();
    assert_ne!(states[0], states[1]);
    lay(&site, 1);
    let start = Instant::now();
    assert_eq!(built(&site).code, 0);
    (site, states, start.elapsed())
}

/// Nothing but the lock, the marks, ledger and inventory, empty folders and second names of published files is left beside the output.
fn nothing_is_left(site: &Site) {
    use std::os::unix::fs::MetadataExt;
    let file = |path: PathBuf| std::fs::symlink_metadata(path).ok().map(|meta| (meta.dev(), meta.ino()));
    let mut left: Vec<_> = published(site, ".output.sachstand").into_keys().collect();
    left.retain(|path| {
        ![".gitignore", "lock", "swept", "ledger", "inventory"].map(Path::new).contains(&path.as_path())
    });
    left.retain(|path| {
        let beside = file(site.root.join(".output.sachstand").join(path));
        let published = path.strip_prefix("stage").ok().and_then(|path| file(site.root.join("output").join(path)));
        beside.is_none() || beside != published
    });
    assert!(left.is_empty(), "{left:?}");
}

fn kill_many(seed: u64, kills: usize) {
    let (site, states, usual) = ready();
    let mut dice = Dice(seed);
    let (mut killed, mut now) = (0, 1);
    while killed < kills {
        now = 1 - now;
        lay(&site, now);
        let mut child = build(&site).stderr(Stdio::null()).spawn().unwrap();
        // A little longer than it takes, so that its very end is met too.
        let wait = dice.roll(usual.as_micros() as u64 * 11 / 10);
        std::thread::sleep(Duration::from_micros(wait));
        child.kill().unwrap();
        let hit = child.wait().unwrap().signal() == Some(9);
        killed += usize::from(hit);
        let found = published(&site, "output");
        assert!(states.contains(&found), "killed after {wait} µs (seed {seed}): a mixture of both sites");
        if killed % 10 == 5 {
            let ran = built(&site);
            assert_eq!(ran.code, 0, "{}", ran.err);
            assert!(published(&site, "output") == states[now], "the next build repairs");
            nothing_is_left(&site);
        }
    }
    let ran = built(&site);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(published(&site, "output") == states[now]);
    assert!(built(&site).err.contains(": 0 written, "), "a second build writes nothing");
    nothing_is_left(&site);
}

#[test]
fn two_hundred_killed_builds_leave_one_site_or_the_other() {
    std::thread::scope(|scope| {
        let seeds = [20_260_930, 7, 42, 1_000_003];
        let all: Vec<_> = seeds.map(|seed| scope.spawn(move || kill_many(seed, KILLS / seeds.len()))).into();
        all.into_iter().for_each(|one| one.join().unwrap());
    });
}

#[test]
fn of_two_builds_at_once_one_says_that_it_waits_for_the_other() {
    let (site, states, _) = ready();
    let mut refused = 0;
    for round in 0..12 {
        let now = round % 2;
        lay(&site, now);
        let start = || build(&site).stderr(Stdio::piped()).spawn().unwrap();
        let both = [start(), start()].map(|child| Ran::of(&child.wait_with_output().unwrap()));
        for ran in &both {
            assert!(ran.code == 0 || ran.code == 2 && ran.err.contains("another run of sachstand"), "{ran:?}");
        }
        refused += both.iter().filter(|ran| ran.code == 2).count();
        assert!(both.iter().any(|ran| ran.code == 0));
        assert!(published(&site, "output") == states[now], "round {round}");
    }
    nothing_is_left(&site);
    assert!(refused > 0, "the two never met");
}

#[test]
fn an_output_that_is_moved_away_stays_whole_and_is_made_anew() {
    let (site, states, usual) = ready();
    let mut dice = Dice(5);
    for round in 0..20 {
        let now = round % 2;
        lay(&site, now);
        let child = build(&site).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(dice.roll(usual.as_micros() as u64)));
        let (output, away) = (site.root.join("output"), site.root.join("weg"));
        let moved = std::fs::rename(&output, &away).is_ok();
        let ran = Ran::of(&child.wait_with_output().unwrap());
        assert!(ran.code == 0 || ran.code == 2 && ran.err.contains("was moved or removed while"), "{ran:?}");
        assert!(!moved || states.contains(&published(&site, "weg")), "what was moved is whole, round {round}");
        let found = published(&site, "output");
        let without_foreign = |files: &Files| {
            let mut files = files.clone();
            files.remove(Path::new("fremd/notiz.txt"));
            files
        };
        let whole = found.is_empty() || states.iter().any(|state| found == *state || found == without_foreign(state));
        assert!(whole, "round {round}: {:?}", found.keys().collect::<Vec<_>>());
        let again = built(&site);
        assert_eq!(again.code, 0, "{}", again.err);
        assert!(without_foreign(&published(&site, "output")) == without_foreign(&states[now]));
        let _ = std::fs::remove_dir_all(&away);
        site.write("output/fremd/notiz.txt", "nicht von uns");
    }
    nothing_is_left(&site);
}

/// A limit for the size of a file stops a build in the middle of writing, like a disk that is full.
#[test]
fn a_file_that_cannot_be_written_to_its_end_stops_nothing_but_the_build() {
    let (site, states, _) = ready();
    lay(&site, 0);
    let program = env!("CARGO_BIN_EXE_sachstand");
    let limited = |before: &str| {
        let script = format!("{before} ulimit -f 8; exec {program} build --no-pdf");
        Command::new("sh").args(["-c", &script]).current_dir(&site.root).output().unwrap()
    };
    // The signal for it kills the program, unless somebody set it aside; then it is an error like any other.
    assert!(!limited("").status.success());
    assert!(published(&site, "output") == states[1]);
    let ran = Ran::of(&limited("trap '' XFSZ;"));
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("error: cannot write `") && ran.err.contains("too large"), "{}", ran.err);
    assert!(published(&site, "output") == states[1]);
    assert_eq!(built(&site).code, 0);
    assert!(published(&site, "output") == states[0]);
    nothing_is_left(&site);
}

/// Runs a script as root in mounts of its own, which vanish with it. Nothing where that is not allowed.
fn with_mounts(site: &Site, script: &str) -> Option<Ran> {
    let allowed = Command::new("unshare").args(["-m", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let program = env!("CARGO_BIN_EXE_sachstand");
    let script = format!("sachstand() {{ {program} \"$@\"; }}\n{script}");
    let output = Command::new("unshare").args(["-m", "sh", "-c", &script]).current_dir(&site.root).output().unwrap();
    Some(Ran::of(&output))
}

#[test]
fn a_full_disk_keeps_the_old_site() {
    let (site, _, _) = ready();
    std::fs::create_dir(site.root.join("platte")).unwrap();
    let script = "
        set -e
        mount -t tmpfs -o size=6m none platte
        sachstand build --no-pdf --output platte/web
        cp -R platte/web vorher
        head -c 100M /dev/zero >platte/voll 2>/dev/null || true
        for n in 1 2 3 4 5 6 7 8 9; do rm content/measures/mp-02$n.md 2>/dev/null || true; done
        sachstand build --no-pdf --output platte/web && exit 7 || echo code $?
        diff -r platte/web vorher
        rm platte/voll
        sachstand build --no-pdf --output platte/web
        sachstand build --no-pdf --output platte/web
        cd platte/web && sha256sum --check --quiet --strict .sachstand";
    let Some(ran) = with_mounts(&site, script) else { return };
    assert_eq!((ran.code, ran.out.as_str()), (0, "code 2\n"), "{}", ran.err);
    assert!(
        ran.err.contains("; make room on this disk: while publishing it holds the old and the new files"),
        "{}",
        ran.err
    );
    assert!(ran.err.trim_end().lines().last().unwrap().contains(": 0 written, "), "{}", ran.err);
}

/// Whichever file is the first that finds no room: what is missing then is no fault of the texts.
#[test]
fn a_disk_that_fills_up_at_any_moment_is_named_and_nothing_else() {
    let (site, _, _) = ready();
    std::fs::create_dir(site.root.join("platte")).unwrap();
    let script = "
        for size in 50 100 150 200 250 300 350 400 450 500 550 600 650 700 750 800 8000; do
            mount -t tmpfs -o size=${size}k none platte
            code=0
            sachstand build --no-pdf --output platte/web 2>said || code=$?
            if [ $code = 0 ]; then echo fits; else
                echo code $code
                grep -c 'make room on this disk' said
                grep 'dead-link' said
                ls platte/web 2>/dev/null
            fi
            umount platte
        done";
    let Some(ran) = with_mounts(&site, script) else { return };
    let said: Vec<&str> = ran.out.lines().collect();
    let (full, fits) = said.split_at(said.iter().position(|line| *line == "fits").expect(&ran.out));
    assert!(full.len() >= 12 && full.chunks(2).all(|said| said == ["code 2", "1"]), "{}", ran.out);
    assert!(fits.iter().all(|line| *line == "fits"), "{}", ran.out);
}

#[test]
fn a_disk_in_the_output_is_refused_and_stays_where_it_is() {
    let (site, states, _) = ready();
    lay(&site, 0);
    let script = "
        mkdir output/uploads anderswo
        for mount in 'mount -t tmpfs none' 'mount --bind anderswo'; do
            $mount output/uploads
            code=0
            sachstand build --no-pdf || code=$?
            echo code $code
            grep -c output/uploads /proc/mounts
            umount output/uploads
        done
        rmdir output/uploads";
    let Some(ran) = with_mounts(&site, script) else { return };
    assert_eq!(ran.out, "code 2\n1\ncode 2\n1\n", "{}", ran.err);
    assert_eq!(ran.err.matches("/output/uploads`: ").count(), 2, "{}", ran.err);
    assert_eq!(ran.err.matches("is a disk of its own (a mount)").count(), 2, "{}", ran.err);
    assert!(published(&site, "output") == states[1]);
}

/// Somebody writes a file as programs do that never show half of one: beside it, and then over it.
#[test]
fn what_others_do_to_their_files_during_a_build_is_not_undone() {
    let (site, _, _) = ready();
    let [file, beside] = ["zaehler", "zaehler.neu"].map(|name| site.root.join("output/fremd").join(name));
    let is_over = AtomicBool::new(false);
    let rounds = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut rounds = 0_u32;
            while !is_over.load(Ordering::Relaxed) {
                // Every second round it is removed. While the folders are being exchanged the old one shows for a moment.
                let wanted = (rounds % 2 == 1).then(|| rounds.to_string());
                let patience = Instant::now();
                loop {
                    let found = std::fs::read_to_string(&file).ok();
                    if found == wanted {
                        break;
                    }
                    assert!(patience.elapsed() < Duration::from_secs(30), "{found:?} undid {wanted:?}");
                    std::thread::sleep(Duration::from_millis(1));
                }
                let done = match rounds % 2 {
                    0 => {
                        std::fs::write(&beside, (rounds + 1).to_string()).and_then(|()| std::fs::rename(&beside, &file))
                    }
                    _ => std::fs::remove_file(&file),
                };
                // The folder may go while it is being written to.
                rounds += u32::from(done.is_ok());
                std::thread::sleep(Duration::from_micros(300));
            }
            rounds
        });
        for n in 0..60 {
            lay(&site, n % 2);
            let ran = built(&site);
            // A file that vanishes between list and second name stops the build.
            assert!(ran.code == 0 || ran.err.contains("output/fremd/"), "{}", ran.err);
        }
        is_over.store(true, Ordering::Relaxed);
        // One that is new since the list was made comes back with the next build.
        for n in 0.. {
            if writer.is_finished() {
                break;
            }
            lay(&site, n % 2);
            built(&site);
        }
        writer.join().unwrap()
    });
    assert!(rounds > 100, "{rounds} rounds");
}

#[test]
fn a_target_that_cannot_be_written_is_named_and_untouched() {
    use std::os::unix::fs::PermissionsExt;
    let (site, states, _) = ready();
    lay(&site, 0);
    let rights = |mode| std::fs::set_permissions(&site.root, std::fs::Permissions::from_mode(mode)).unwrap();
    rights(0o555);
    let ran = if std::fs::write(site.root.join("probe"), "x").is_err() {
        built(&site)
    } else {
        // Rights do not hold root back, a disk that is read-only does.
        rights(0o755);
        let script = "mount --bind . . && cd \"$PWD\" && mount -o remount,ro,bind . && sachstand build --no-pdf";
        let Some(ran) = with_mounts(&site, script) else { return };
        ran
    };
    rights(0o755);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("error: cannot ") && ran.err.contains("needs the right to write"), "{}", ran.err);
    assert!(published(&site, "output") == states[1]);
}
