//! What a command prints and publishes, beyond what a transcript can show.

use super::program::{Ran, Site};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn a_reader_that_has_read_enough_is_no_error() {
    let site = Site::new();
    for arguments in
        [["explain"].as_slice(), &["schema", "site"], &["stats"], &["stats", "--json"], &["check"], &["--help"]]
    {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let ran = Ran::of(&site.command().args(arguments).stdout(writer).output().expect("the program runs"));
        assert_eq!(ran, Ran { out: String::new(), err: String::new(), code: 0 }, "{arguments:?}");
    }
}

#[test]
fn nobody_has_to_listen_to_the_talk() {
    let site = Site::new();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let ran = Ran::of(&site.command().arg("build").stderr(writer).output().expect("the program runs"));
    assert_eq!(ran.code, 0);
    assert!(site.root.join("output/index.html").is_file());
}

/// The words that follow `sachstand` in a text.
fn commands(text: &str) -> BTreeSet<&str> {
    let after = text.split("sachstand ").skip(1);
    let words = after.filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next());
    words.filter(|word| !word.is_empty()).collect()
}

#[test]
fn the_readme_names_every_command_and_no_other() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README");
    let help = Site::empty().run(&["--help"]).out;
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list of commands");
    let known: BTreeSet<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let table: String = readme.lines().filter(|line| line.starts_with("| `sachstand ")).collect();
    assert_eq!(commands(&table), known);
    // In running text the name may be followed by any word; in code it is a command.
    for code in readme.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        let unknown: Vec<_> = commands(code).difference(&known).copied().collect();
        assert!(unknown.is_empty(), "the README runs commands that do not exist: {unknown:?}");
    }
}

#[test]
fn options_of_the_readme_exist() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README");
    let site = Site::empty();
    for line in readme.lines().filter(|line| line.starts_with("| `sachstand ")) {
        let words = line["| `sachstand ".len()..].split([' ', '`']);
        let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
        let command: Vec<&str> = words.take_while(is_word).collect();
        let help = site.run(&[&command[..], &["--help"]].concat()).out;
        for option in line.split("`--").skip(1).filter_map(|rest| rest.split(['`', ' ']).next()) {
            assert!(help.contains(&format!("--{option}")), "`sachstand {}` has no --{option}", command.join(" "));
        }
    }
}

/// Links between pages of a published site.
fn page_links(site: &Site, folder: &str) -> Vec<String> {
    let pages =
        site.files(folder).into_iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "html"));
    let mut links = Vec::new();
    for (_, bytes) in pages {
        let text = String::from_utf8(bytes).expect("a page is UTF-8");
        let body = text.split("<body").nth(1).expect("a page has a body");
        links.extend(body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    links.retain(|link| !link.contains(':') && !link.starts_with('#'));
    links
}

#[test]
fn a_portable_site_opens_without_a_server() {
    let site = Site::new();
    assert_eq!(site.run(&["build"]).code, 0);
    assert_eq!(site.run(&["build", "--portable", "--output", "portable"]).code, 0);
    let folder =
        |link: &String| link.split(['#', '?']).next().is_some_and(|path| path.is_empty() || path.ends_with(['/', '.']));
    assert!(page_links(&site, "output").iter().any(folder));
    let links = page_links(&site, "portable");
    let wrong: Vec<_> = links.iter().filter(|link| folder(link)).collect();
    assert!(!links.is_empty() && wrong.is_empty(), "links to folders: {wrong:?}");
}

const CANARY: &str = "Kanarienvogel";

#[test]
fn what_is_internal_is_in_the_internal_edition_alone() {
    let site = Site::new();
    site.write(
        "content/measures/mp-001.md",
        format!("+++\nnumber = \"MP 001\"\ntitle = \"{CANARY}\"\nvisibility = \"internal\"\n[progress]\n2026-09-30 = 8\n+++\n{CANARY}\n"),
    );
    let holds =
        |folder: &str| site.files(folder).iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(CANARY));
    assert_eq!(site.run(&["build"]).code, 0);
    assert!(!holds("output"), "internal text is in the public edition");
    assert!(!site.root.join("output-internal").exists());
    let ran = site.run(&["build", "--internal"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(holds("output-internal"), "the internal edition lacks what it is for");
    assert!(!holds("output"), "the internal edition went to the public folder");
    assert!(!site.run(&["stats", "--json"]).out.contains("mp-001"));
    assert!(site.run(&["stats", "--json", "--internal"]).out.contains("mp-001"));
}

#[test]
fn figures_in_the_terminal_are_those_of_the_website() {
    let site = Site::new();
    assert_eq!(site.run(&["new", "measure", "WLAN"]).code, 0);
    assert_eq!(site.run(&["set", "MP 001", "2026-09-30", "5"]).code, 0);
    assert_eq!(site.run(&["build"]).code, 0);
    let printed = site.run(&["stats", "--json"]).out;
    let published =
        site.files("output").into_iter().find(|(path, _)| path.ends_with("figures.json")).expect("figures.json");
    let value: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(value["registers"]["measures"]["dates"][1]["count"]["E"], 1);
    assert_eq!(printed, String::from_utf8(published.1).expect("UTF-8"));
}

#[test]
fn a_folder_that_cannot_be_written_is_no_error_of_the_site() {
    let site = Site::new();
    site.write("file", "");
    for output in ["file/output", "file/a/b"] {
        let ran = site.run(&["build", "--no-pdf", "--output", output]);
        let said = format!(
            "error: cannot publish to `{output}`: `file` is a file, so nothing can lie in it; name another folder with --output\n"
        );
        assert_eq!((ran.code, ran.err), (2, said));
    }
}

#[test]
fn nothing_is_published_to_where_sites_are_put_together() {
    let site = Site::new();
    assert_eq!(site.run(&["build", "--no-pdf"]).code, 0);
    for output in [".output.sachstand/stage", ".output.sachstand", ".neu.sachstand/a/b"] {
        let ran = site.run(&["build", "--no-pdf", "--output", output]);
        let said = "it lies in a folder in which sachstand puts sites together, and the next build would clear it";
        assert!(ran.code == 2 && ran.err.contains(said), "{output}: {ran:?}");
    }
    assert!(!site.root.join(".neu.sachstand").exists());
    // No workshop has this name.
    assert_eq!(site.run(&["build", "--no-pdf", "--output", "stadt.sachstand"]).code, 0);
}
