//! Documents in processes of their own: whatever a template does, the run goes on and names it.

use sachstand::pdf::{Fault, Job};
use sachstand::printer::{ARGUMENT, Printer};
use sachstand::render::Store;
use sachstand::value::Date;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Prints with the program under test.
pub(super) fn printer() -> Printer {
    Printer::of(env!("CARGO_BIN_EXE_sachstand").into())
}

/// A document of a million million turns.
pub(super) const ENDLESS: &str =
    "#let n = 0\n#for a in range(9000) { for b in range(9000) { for c in range(9000) { n += 1 } } }\n#n";
const LONG: Duration = Duration::from_secs(60);

fn print(printer: &Printer, text: &str) -> Result<Vec<u8>, Vec<Fault>> {
    let frame = "#set document(title: \"T\")\n#set text(lang: \"de\")\n";
    let templates = BTreeMap::from([("a.typ".to_owned(), format!("{frame}{text}"))]);
    let date = Date::parse("2026-03-31").unwrap();
    printer.print(Job { template: "a.typ", templates: &templates, data: "{}", ident: "x", date })
}

fn message(printer: &Printer, text: &str) -> String {
    let faults = print(printer, text).expect_err(text);
    assert_eq!((faults.len(), faults[0].template.as_str()), (1, "a.typ"), "{faults:?}");
    faults[0].message.clone()
}

#[test]
fn a_document_comes_whole_or_with_the_places_of_its_faults() {
    let pdf = print(&printer(), "Größe").unwrap();
    assert!(pdf.starts_with(b"%PDF-") && pdf.trim_ascii_end().ends_with(b"%%EOF"));
    assert_eq!(print(&printer(), "Größe").unwrap(), pdf);
    let faults = print(&printer(), "#größe").unwrap_err();
    assert_eq!(faults[0].message, "unknown variable: größe");
    assert_eq!(faults[0].range.clone().map(|range| range.len()), Some("größe".len()));
}

#[test]
fn a_document_without_an_end_is_stopped_and_named() {
    let start = Instant::now();
    let said = message(&printer().within(Duration::from_millis(400), u64::MAX), ENDLESS);
    assert!(said.contains("comes to no end"), "{said}");
    assert!(start.elapsed() < LONG / 2);
    // What Typst itself bounds.
    assert!(message(&printer(), "#let n = 1\n#while n > 0 { n += 1 }").contains("infinite"));
    assert!(message(&printer(), "#let f() = f()\n#f()").contains("depth"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_document_that_takes_all_memory_is_stopped_and_named() {
    let small = printer().within(LONG, 200_000_000);
    let grows = "#let a = ()\n#for i in range(1000000000) { a.push(str(i)) }";
    for _ in 0..2 {
        let said = message(&small, grows);
        assert!(said.contains("takes more memory"), "{said}");
    }
    // What others took is gone.
    assert!(print(&small, "Text").is_ok());
}

#[test]
fn a_document_that_makes_typst_fall_is_named() {
    for text in [
        // Deeper than any stack.
        "#let a = ()\n#for i in range(1000000) { a = (a,) }\n#repr(a).len()",
        // Longer than any text.
        "#(\"a\" * 9223372036854775807)",
    ] {
        let said = message(&printer(), text);
        assert!(said.starts_with("Typst itself failed on this document"), "{text}: {said}");
    }
}

#[test]
fn what_does_not_print_is_named_too() {
    // No template is the reason.
    let missing = Printer::of("/no/such/program".into());
    assert_eq!(print(&missing, "Text"), Err(vec![]));
    let said = missing.failure().unwrap();
    assert!(said.starts_with("the system does not let a document be printed: "), "{said}");
    // Something else than this program.
    #[cfg(unix)]
    for other in ["true", "false", "cat"] {
        let said = message(&Printer::of(other.into()), "Text");
        assert!(said.starts_with("Typst itself failed on this document"), "{other}: {said}");
    }
}

fn started() -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sachstand"));
    command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn what_was_not_sent_by_the_program_is_refused_without_a_word() {
    for sent in [&b""[..], b"\x01", b"\x02\0\0\0\0\0\0\0{}", &[255; 4000], b"\x05\0\0\0\0\0\0\0\xff\xff\xff\xff\xff"] {
        let mut child = started();
        child.stdin.take().unwrap().write_all(sent).unwrap();
        let ended = child.wait_with_output().unwrap();
        assert_eq!((ended.status.code(), ended.stdout.len(), ended.stderr.len()), (Some(2), 0, 0), "{sent:?}");
    }
}

/// A run that was killed cannot end what it started.
#[test]
fn nobody_prints_for_nobody() {
    let mut child = started();
    let order = format!(
        r#"{{"template": "a.typ", "templates": {{"a.typ": {ENDLESS:?}}}, "data": "{{}}", "ident": "x", "date": "2026-03-31"}}"#
    );
    let input = child.stdin.as_mut().unwrap();
    input.write_all(&(order.len() as u64).to_le_bytes()).unwrap();
    input.write_all(order.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    assert!(child.try_wait().unwrap().is_none(), "it is at work");
    drop(child.stdin.take());
    let start = Instant::now();
    let mut written = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut written).unwrap();
    child.wait().unwrap();
    assert!(written.is_empty() && start.elapsed() < LONG / 2);
}

/// Neither templates nor records are to blame, so the run could not be finished.
#[cfg(target_os = "linux")]
#[test]
fn a_system_that_refuses_is_named_and_no_template() {
    let site = super::cli::program::Site::new();
    assert_eq!(site.run(&["new", "measure", "WLAN"]).code, 0);
    let program = env!("CARGO_BIN_EXE_sachstand");
    for command in ["report 2026-09-30 --output o", "build"] {
        let mut met = 0;
        // Fewer and fewer files that may be open, from where all is well to where nothing is.
        for files in (5..=16).rev() {
            let _ = std::fs::remove_dir_all(site.root.join(".sachstand"));
            let script = format!("ulimit -n {files}; RAYON_NUM_THREADS=1 exec {program} {command}");
            let ran = Command::new("sh").args(["-c", &script]).current_dir(&site.root).output().unwrap();
            let said = String::from_utf8_lossy(&ran.stderr);
            assert!(!said.contains("template"), "{files} {command}: {said}");
            if said.contains("the system does not let a document be printed: Too many open files") {
                assert_eq!(ran.status.code(), Some(2), "{files} {command}: {said}");
                met += 1;
            }
        }
        assert!(met > 0, "{command}");
    }
    // Killed from outside, as by a system that lacks memory.
    let killer = site.root.join("killed");
    std::fs::write(&killer, "#!/bin/sh\nkill -9 $$\n").unwrap();
    let mut rights = std::fs::metadata(&killer).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut rights, 0o755);
    std::fs::set_permissions(&killer, rights).unwrap();
    let killed = Printer::of(killer);
    assert_eq!(print(&killed, "Text"), Err(vec![]));
    assert!(killed.failure().unwrap().contains("was killed"));
}

#[test]
fn what_is_not_wanted_any_more_is_not_waited_for() {
    let start = Instant::now();
    let (printer, looks) = (printer(), std::cell::Cell::new(0));
    let templates = BTreeMap::from([("a.typ".to_owned(), ENDLESS.to_owned())]);
    let date = Date::parse("2026-03-31").unwrap();
    let job = Job { template: "a.typ", templates: &templates, data: "{}", ident: "x", date };
    let wanted = || {
        looks.set(looks.get() + 1);
        looks.get() < 5
    };
    assert_eq!(printer.print_while(job, &wanted), Err(vec![]));
    assert!(start.elapsed() < LONG / 2 && looks.get() == 5);
}
