//! `set` on what a transcript cannot show: bytes, and repositories.

use super::program::Site;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn every_other_byte_stays() {
    let site = Site::new();
    let text = "\u{feff}+++\r\n# oben\r\nnumber   =  'MP 001' # Nummer\r\ntitle = \"WLAN\"\n\n  [ progress ]  # Werte\r\n\t2026-03-31 =\t2\t# erst\r\n  2026-09-30 = 4#dann\r\n+++ \r\nText  \r\n[progress]\r\n2026-09-30 = 4";
    site.write("content/measures/mp-001.md", text);
    let ran = site.run(&["set", "MP 001", "2026-09-30", "5", "mp-001", "2026-03-31", "3"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let wanted = text.replace("=\t2\t#", "=\t3\t#").replace("= 4#dann", "= 5#dann");
    assert_eq!(String::from_utf8(site.read("content/measures/mp-001.md")).expect("UTF-8"), wanted);
}

#[test]
fn a_record_without_text_is_changed_as_well() {
    let site = Site::new();
    site.write("content/measures/mp-001.toml", "number = \"MP 001\"\r\ntitle = \"WLAN\"\r\n");
    assert_eq!(site.run(&["set", "MP 001", "2026-09-30", "5"]).code, 0);
    let text = String::from_utf8(site.read("content/measures/mp-001.toml")).expect("UTF-8");
    assert_eq!(text, "number = \"MP 001\"\r\ntitle = \"WLAN\"\r\n\r\n[progress]\r\n2026-09-30 = 5\r\n");
}

#[test]
fn an_unchanged_file_is_not_written() {
    let site = Site::new();
    site.write("content/measures/mp-001.md", "+++\ntitle = \"WLAN\"\n[progress]\n2026-09-30 = 5\n+++\n");
    let place = site.root.join("content/measures/mp-001.md");
    let modified = |place: &Path| std::fs::metadata(place).and_then(|meta| meta.modified()).expect("a time");
    let before = modified(&place);
    let ran = site.run(&["set", "mp-001", "2026-09-30", "05"]);
    assert_eq!(ran.out, "content/measures/mp-001.md: 2026-09-30: 5 (unchanged)\n");
    assert_eq!(modified(&place), before);
}

#[test]
fn a_file_that_cannot_be_read_keeps_all_others_from_being_changed() {
    let site = Site::new();
    let good = "+++\ntitle = \"WLAN\"\n+++\n";
    let broken = "+++\ntitle = \"Dach\"\n[progress\n+++\n";
    site.write("content/measures/mp-001.md", good);
    site.write("content/measures/mp-002.md", broken);
    let ran = site.run(&["set", "mp-001", "2026-09-30", "5", "mp-002", "2026-09-30", "5"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("`content/measures/mp-002.md` cannot be read; correct it first"), "{}", ran.err);
    assert!(ran.err.ends_with("nothing was changed\n"), "{}", ran.err);
    assert_eq!(site.read("content/measures/mp-001.md"), good.as_bytes());
    assert_eq!(site.read("content/measures/mp-002.md"), broken.as_bytes());
    // The change that can be made is made, and the error elsewhere is not hidden.
    let ran = site.run(&["set", "mp-001", "2026-09-30", "5"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out, "content/measures/mp-001.md: 2026-09-30: no value → 5\n");
    assert!(ran.err.starts_with("error[toml-syntax]"), "{}", ran.err);
}

fn git(site: &Site, arguments: &[&str]) -> bool {
    let mut git = Command::new("git");
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null").env("HOME", &site.root);
    git.args(["-c", "user.name=Test", "-c", "user.email=test@example.org", "-C"]).arg(&site.root).args(arguments);
    git.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

#[test]
fn changes_on_top_of_others_are_told() {
    let site = Site::new();
    site.write("content/measures/mp-001.md", "+++\ntitle = \"WLAN\"\n+++\n");
    site.write("content/measures/mp-002.md", "+++\ntitle = \"Dach\"\n+++\n");
    if !git(&site, &["init", "--quiet"]) {
        return;
    }
    assert!(git(&site, &["add", "."]) && git(&site, &["commit", "--quiet", "-m", "Start"]));
    let first = site.run(&["set", "mp-001", "2026-09-30", "5"]);
    assert_eq!((first.code, first.err.as_str()), (0, ""), "nothing was changed before");
    let second = site.run(&["set", "mp-001", "2026-09-30", "6", "mp-002", "2026-09-30", "1"]);
    assert_eq!(second.code, 0);
    assert_eq!(
        second.err,
        "note: `content/measures/mp-001.md` has changes that are not committed; this change is made on top of them\n"
    );
    let third = site.run(&["set", "mp-001", "2026-09-30", "6"]);
    assert_eq!(third.err, "", "nothing is changed on top of anything");
}

#[test]
fn an_import_over_changes_that_are_not_committed_says_so() {
    let site = Site::new();
    let record = "content/measures/mp-001.md";
    site.write(record, "+++\nnumber = \"MP 001\"\ntitle = \"WLAN\"\n+++\n");
    site.write("plan.csv", "Nr.;Bezeichnung;Stand 09.2026\nMP 001;WLAN;5\nMP 002;CRM;3\n");
    if !git(&site, &["init", "--quiet"]) {
        return;
    }
    assert!(git(&site, &["add", "."]) && git(&site, &["commit", "--quiet", "-m", "Start"]));
    let import = ["import", "plan.csv", "--register", "measures", "--write"];
    site.write(record, "+++\nnumber = \"MP 001\"\ntitle = \"WLAN\"\nreported = 2026\n+++\n");
    let dry = site.run(&import[..4]);
    assert!(dry.code == 0 && !dry.err.contains("not committed"), "{dry:?}");
    let ran = site.run(&import);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.err.matches("not committed").count(), 1, "{ran:?}");
    assert!(ran.err.contains(&format!("note: `{record}` has changes that are not committed")), "{ran:?}");
    let text = String::from_utf8(site.read(record)).expect("a text");
    assert!(text.contains("reported = 2026") && text.contains("2026-09-30 = 5"), "{text}");
}
