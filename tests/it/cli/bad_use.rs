//! The program where it is not welcome: without a home, without words for its language, without anybody who reads what
//! it prints, with names that are no text, interrupted. What is wrong with arguments stands in `tests/cli/bad-use.md`.

use super::program::{Ran, Site};
use std::process::{Command, Stdio};

const COMMANDS: [&[&str]; 7] = [
    &["check"],
    &["build", "--no-pdf"],
    &["stats"],
    &["diff", "2026-03-31", "2026-09-30"],
    &["explain", "raw-html"],
    &["schema", "measure"],
    &["survey", "status"],
];

#[test]
fn neither_home_nor_language_nor_path_is_needed() {
    let site = Site::new();
    for arguments in COMMANDS {
        let usual = site.run(arguments);
        for home in [None, Some("/nirgends"), Some("/proc"), Some("")] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_sachstand"));
            command.env_clear().current_dir(&site.root).args(arguments).stdin(Stdio::null());
            command.envs(home.map(|home| ("HOME", home)));
            let ran = Ran::of(&command.output().expect("the program runs"));
            assert_eq!((ran.code, &ran.out), (usual.code, &usual.out), "{arguments:?} with {home:?}: {}", ran.err);
        }
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_refused_in_words() {
    use std::os::unix::ffi::OsStrExt;
    let site = Site::new();
    let odd = std::ffi::OsStr::from_bytes(b"b\xe4ume");
    for arguments in
        [&["check", "--site"][..], &["build", "--output"], &["explain"], &["import", "--register", "measures"]]
    {
        let ran = Ran::of(&site.command().args(arguments).arg(odd).output().expect("the program runs"));
        assert!(ran.code == 2 || arguments[0] == "build" && ran.code == 0, "{arguments:?}: {ran:?}");
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn closed_and_full_outputs_are_no_reason_to_fall() {
    let site = Site::new();
    let program = env!("CARGO_BIN_EXE_sachstand");
    for arguments in COMMANDS {
        let usual = site.run(arguments).code;
        for to in [">&-", "2>&-", ">&- 2>&- <&-", ">/dev/full", "2>/dev/full", "| head -c 1"] {
            let script = format!("\"{program}\" {} {to}", arguments.join(" "));
            let ran = Command::new("sh").args(["-c", &script]).current_dir(&site.root).output().expect("a shell runs");
            let said = String::from_utf8_lossy(&ran.stderr).into_owned();
            assert!(!said.contains("panicked"), "{script}: {said}");
            // Of `build` nothing goes there.
            let expected = if to == ">/dev/full" && arguments[0] != "build" { 2 } else { usual };
            assert!(ran.status.code() == Some(expected) || to == "| head -c 1", "{script}: {:?} {said}", ran.status);
        }
    }
}

/// A file that breaks off, with exit code 0, would be taken for all of it.
#[cfg(target_os = "linux")]
#[test]
fn data_that_cannot_be_written_is_an_error() {
    let site = Site::new();
    let full = |arguments: &[&str]| {
        let out = std::fs::File::options().write(true).open("/dev/full").expect("a full device");
        let ran = Ran::of(&site.command().args(arguments).stdout(out).output().expect("the program runs"));
        let said = "error: cannot write to standard output: No space left on device; what is there is not complete: \
                    make room on that disk, or send the output elsewhere\n";
        assert_eq!((ran.code, ran.err.matches(said).count()), (2, 1), "{arguments:?}: {ran:?}");
        ran.err.replace(said, "")
    };
    // Of `build` nothing goes there, and `diff` has nothing to show.
    for arguments in COMMANDS.iter().filter(|arguments| !matches!(arguments[0], "build" | "diff")) {
        assert_eq!(full(arguments), "", "{arguments:?}");
    }
    for arguments in [&["--help"][..], &["stats", "--json"], &["schema"], &["explain"]] {
        assert_eq!(full(arguments), "", "{arguments:?}");
    }
    // The file is there all the same, and that has to be said.
    let note = "note: only what it prints is missing, the command itself was carried out\n";
    assert_eq!(full(&["new", "measure", "WLAN"]), note);
    assert_eq!(full(&["set", "MP 001", "2026-09-30", "5"]), note);
    assert!(String::from_utf8(site.read("content/measures/mp-001.md")).expect("UTF-8").contains("2026-09-30 = 5"));
}

/// A limit of processes does not bind root, under which tests may run; a stack that has no room stops threads too.
#[cfg(target_os = "linux")]
#[test]
fn where_no_thread_can_be_started_it_says_so() {
    let site = Site::new();
    let program = env!("CARGO_BIN_EXE_sachstand");
    for arguments in COMMANDS.iter().chain([&["serve", "--port", "8420"][..]].iter()) {
        let limits = "ulimit -v 4000000; RUST_MIN_STACK=8000000000 RAYON_NUM_THREADS=2";
        let script = format!("{limits} exec \"{program}\" {}", arguments.join(" "));
        let ran = Command::new("sh").args(["-c", &script]).current_dir(&site.root).output().expect("a shell runs");
        let ran = Ran::of(&ran);
        let said = "error: the system does not let this program work on several threads: ";
        assert!(ran.code == 2 && ran.err.starts_with(said) && ran.err.lines().count() == 1, "{arguments:?}: {ran:?}");
    }
}

/// What `check` would call broken is not written in the first place.
#[test]
fn a_title_that_no_record_could_have_is_refused() {
    let site = Site::new();
    let before = site.files("content");
    let lines = "error: the title has more than one line; write it in one\n".to_owned();
    let refused = |c: &str| {
        format!("error: the title holds a control character ({c}), which no text of a record may hold; leave it out\n")
    };
    for (title, said) in [
        ("x\n+++\nevil", lines.clone()),
        ("x\ry", lines),
        ("\u{1}", refused("U+0001")),
        ("a\tb", refused("U+0009")),
        ("a\u{85}b", refused("U+0085")),
        ("von \u{202e}3 auf 10", refused("U+202E")),
        ("\u{2066}x", refused("U+2066")),
        ("x\u{ffff}", refused("U+FFFF")),
    ] {
        for kind in ["measure", "service", "programme", "page"] {
            let ran = site.run(&["new", kind, title]);
            assert_eq!(ran, Ran { out: String::new(), err: said.clone(), code: 2 }, "{kind} {title:?}");
        }
    }
    assert_eq!(site.files("content"), before);
    // Whatever else a title holds comes back as it is.
    for title in [r#"„Ä“ "b" 'c' \n \ """ ''' +++ # = [x]"#, "+++", " e\u{301} \u{2028} 😀 "] {
        assert_eq!(site.run(&["new", "measure", title]).code, 0, "{title}");
        let printed = site.run(&["stats", "--json"]);
        assert_eq!(printed.code, 0, "{title}: {}", printed.err);
    }
}

/// Ctrl-C in the middle of a build: a word, the code that shells know, and no half site.
#[cfg(unix)]
#[test]
fn an_interrupted_build_says_so_and_is_made_up_for() {
    let site = Site::new();
    for n in 0..1_500 {
        site.write(&format!("content/measures/m-{n}.md"), format!("+++\ntitle = \"M {n}\"\nunit = \"1.1\"\n+++\n"));
    }
    let start = std::time::Instant::now();
    assert_eq!(site.run(&["build", "--no-pdf", "--output", "probe"]).code, 0);
    let usual = start.elapsed();
    let mut interrupted = 0;
    for part in 1..=8 {
        let mut command = site.command();
        let child = command.args(["build", "--no-pdf"]).stderr(Stdio::piped()).spawn().expect("the program runs");
        std::thread::sleep(usual * part / 10);
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(sent.is_ok());
        let ran = Ran::of(&child.wait_with_output().expect("it ends"));
        assert!([0, 130].contains(&ran.code), "{ran:?}");
        if ran.code == 130 {
            assert_eq!(ran.err, "interrupted; what was published is whole, and the next run clears up\n");
            interrupted += 1;
        }
    }
    assert!(interrupted > 0, "never hit");
    assert_eq!(site.run(&["build", "--no-pdf"]).code, 0);
    assert_eq!(site.files("output").len(), site.files("probe").len());
}

/// Paths of hidden files of ours.
#[cfg(unix)]
fn left_over(site: &Site) -> Vec<std::path::PathBuf> {
    let files = site.files("content").into_iter().map(|(path, _)| path);
    files.filter(|path| path.to_string_lossy().contains(".sachstand-")).collect()
}

/// Ctrl-C and SIGKILL while hundreds of records are written: all or none, and nothing stays for git to take up.
#[cfg(unix)]
#[test]
fn an_interrupted_import_leaves_nothing_but_records() {
    const RECORDS: usize = 400;
    let site = Site::new();
    let mut sheet = "Nr. Maßnahme;Bezeichnung;Stand 09.2026\n".to_owned();
    (1..=RECORDS).for_each(|n| sheet.push_str(&format!("MP {n:03};Maßnahme {n};{}\n", n % 11)));
    site.write("plan.csv", sheet);
    let mut command = site.command();
    let import = command.args(["import", "plan.csv", "--register", "measures", "--write"]);
    import.stdout(Stdio::null()).stderr(Stdio::piped());
    let records = || {
        let names = site.files("content/measures").into_iter().map(|(path, _)| path);
        names.filter(|path| path.extension().is_some_and(|ending| ending == "md")).count()
    };
    let clear =
        || site.files("content/measures").iter().for_each(|(path, _)| std::fs::remove_file(path).expect("ours"));
    let start = std::time::Instant::now();
    assert_eq!(Ran::of(&import.output().expect("the program runs")).code, 0);
    let usual = start.elapsed();
    assert_eq!((records(), left_over(&site)), (RECORDS, vec![]));
    let mut met = 0;
    for signal in ["-INT", "-KILL"] {
        for part in 1..=7 {
            clear();
            let child = import.spawn().expect("the program runs");
            // Of interest is from the first hidden file on, whenever that is.
            let deadline = std::time::Instant::now() + usual * 2;
            while left_over(&site).is_empty() && std::time::Instant::now() < deadline {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            std::thread::sleep(std::time::Duration::from_millis(part * part));
            assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().is_ok());
            let output = child.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let found = records();
            if signal == "-INT" && output.status.code() == Some(130) {
                met += 1;
                assert_eq!(left_over(&site), Vec::<std::path::PathBuf>::new());
                let words = match found {
                    0 => "interrupted; no file was changed",
                    RECORDS => "interrupted; what was changed is whole, and `git status` names it",
                    _ => panic!("{found} of {RECORDS} records after {part}"),
                };
                assert!(said.ends_with(&format!("{words}\n")), "{said}");
            } else if signal == "-KILL" && !left_over(&site).is_empty() {
                met += 1;
            }
            assert_eq!(site.run(&["new", "measure", "WLAN"]).code, 0);
            assert_eq!(left_over(&site), Vec::<std::path::PathBuf>::new(), "{signal} after {part}: {said}");
        }
    }
    assert!(met > 4, "hit {met} times only");
}
