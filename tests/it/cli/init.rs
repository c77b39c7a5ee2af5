//! What `init` and `new` make has no problem, also when every suggestion is taken over.

use super::program::Site;
use sachstand::audit::Inspector;
use sachstand::diag::print::{Colour, Form, render};
use sachstand::disk;
use sachstand::output::{Discarded, Sink};
use sachstand::pipeline::{self, Options};

#[test]
fn an_empty_folder_is_as_good_as_a_new_one() {
    let site = Site::empty();
    std::fs::create_dir(site.root.join("empty")).expect("a folder");
    assert_eq!(site.run(&["init", "empty"]).code, 0);
    assert_eq!(site.run(&["init", "new/folder with spaces"]).code, 0);
    assert!(site.run(&["init", "other folder"]).err.contains("cd \"other folder\"\n"));
    assert_eq!(site.files("empty").len(), site.files("new").len());
}

#[test]
fn a_new_site_has_no_problem_in_any_edition() {
    let site = Site::new();
    let (sources, problems) = disk::read(&site.root);
    assert!(problems.is_empty());
    for (internal, portable) in [(false, false), (true, false), (false, true), (true, true)] {
        let mut problems = problems.clone();
        let options = Options { as_of: None, internal, portable };
        let files = pipeline::build(&sources, options, &mut problems);
        assert_eq!(render(Form::Human, &problems, &sources, Colour::Plain), "no problems\n");
        // The audit runs in `build`; here it is asked on its own, so that it cannot be left out unseen.
        let (model, _) = pipeline::derive(&sources, options, &mut problems).expect("the site has a meaning");
        let nowhere = Discarded::default();
        let inspector = Inspector::new(&nowhere, &model, &sources, "/digitalisierung/");
        for (path, bytes) in files.expect("the site is built").iter() {
            inspector.put(path, bytes.to_vec().into()).expect("its paths are possible");
        }
        inspector.finish(&mut problems);
        assert_eq!(render(Form::Human, &problems, &sources, Colour::Plain), "no problems\n");
    }
}

#[test]
fn a_new_site_says_nothing_but_what_it_wrote() {
    let site = Site::new();
    let check = site.run(&["check", "--deny", "warnings"]);
    assert_eq!((check.code, check.out.as_str(), check.err.as_str()), (0, "no problems\n", ""));
    let build = site.run(&["build", "--deny", "warnings"]);
    assert_eq!((build.code, build.out.as_str(), build.err.lines().count()), (0, "", 1), "{}", build.err);
}

#[test]
fn the_ci_files_run_commands_that_work() {
    let site = Site::new();
    for file in [".github/workflows/site.yml", ".gitlab-ci.yml"] {
        let text = String::from_utf8(site.read(file)).expect("UTF-8");
        let lines = text
            .lines()
            .filter_map(|line| line.split_once("sachstand "))
            .filter(|(before, _)| before.trim_end().ends_with(['-', ':']));
        let commands: Vec<&str> = lines.filter_map(|(_, rest)| rest.split('>').next()).collect();
        assert_eq!(commands.len(), 2, "{file}: {commands:?}");
        for command in commands {
            let words: Vec<&str> = command.split_whitespace().collect();
            assert_eq!(site.run(&words).code, 0, "{file}: sachstand {command}");
        }
    }
}

#[test]
fn suggestions_can_be_taken_over_as_they_stand() {
    let site = Site::new();
    let mut text = String::from_utf8(site.read("content/site.toml")).expect("UTF-8");
    text.push_str(
        "[registers.files]\nkind = \"record\"\nscheme = \"service-status\"\nhistory = \"events\"\nslug = \"akten\"\n\
         title = \"Akten\"\nsingular = \"Akte\"\n",
    );
    site.write("content/site.toml", text);
    for command in [
        ["new", "programme", "Plan"],
        ["new", "programme", "Ziel"],
        ["new", "measure", "WLAN"],
        ["new", "service", "Hundesteuer"],
        ["new", "record", "Bauakte"],
        ["new", "page", "Über den Plan"],
        ["new", "report", "2026-03-31"],
    ] {
        let ran = site.run(&command);
        assert_eq!(ran.code, 0, "{command:?}: {}", ran.err);
        let path = ran.out.trim_end();
        let text = String::from_utf8(site.read(path)).expect("UTF-8");
        // Ids of targets are the one thing that two files cannot share, as soon as one page shows both.
        let text = text.replace("100-dienste", &command[2].to_lowercase());
        let taken: String = text.lines().map(|line| format!("{}\n", line.strip_prefix("# ").unwrap_or(line))).collect();
        assert_ne!(taken, text, "{path} suggests nothing");
        site.write(path, taken);
        let check = site.run(&["check"]);
        assert_eq!(check.code, 0, "{path}\n{}", check.out);
    }
    let record = String::from_utf8(site.read("content/files/001.md")).expect("UTF-8");
    assert!(record.contains("[[events]]") && !record.contains("[status]"), "{record}");
}
