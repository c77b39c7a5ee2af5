//! Reading a site folder: what is read, what is left alone, what is reported.

use sachstand::diag::Locus;
use sachstand::disk;
use sachstand::source::Content;
use std::fs;
use std::path::Path;

fn put(site: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let place = site.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, bytes).unwrap();
}

/// The paths that were read, and `code path: message` of what was reported.
fn read(site: &Path) -> (Vec<String>, Vec<String>) {
    let (tree, mut diagnostics) = disk::read(site);
    diagnostics.finish(&tree);
    let paths = tree.iter().map(|(_, file)| file.path.clone()).collect();
    let problems = diagnostics
        .iter()
        .map(|d| match &d.locus {
            Locus::Path(path) => format!("{} {path}: {}", d.code.name, d.message),
            other => panic!("no place in a text: {other:?}"),
        })
        .collect();
    (paths, problems)
}

#[test]
fn reads_content_and_themes_only() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "content/site.toml", "title = \"Ä\"\n");
    put(dir.path(), "content/measures/mp-1.md", "+++\n+++\n");
    put(dir.path(), "content/assets/Straße/bild.png", [0x89, 0xff]);
    put(dir.path(), "themes/own/page.html", "<p>");
    put(dir.path(), "output/index.html", "<p>");
    put(dir.path(), ".sachstand/cache", "x");
    put(dir.path(), "README.md", "x");
    let (paths, problems) = read(dir.path());
    assert_eq!(problems, [""; 0]);
    let expected =
        ["content/assets/Straße/bild.png", "content/measures/mp-1.md", "content/site.toml", "themes/own/page.html"];
    assert_eq!(paths, expected);
    let (tree, _) = disk::read(dir.path());
    assert_eq!(tree.find("content/site.toml").unwrap().1.text(), Some("title = \"Ä\"\n"));
    assert_eq!(tree.find("content/assets/Straße/bild.png").unwrap().1.content, Content::Bytes(vec![0x89, 0xff]));
}

#[test]
fn a_missing_folder_is_empty() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(read(dir.path()), (vec![], vec![]));
    assert_eq!(read(&dir.path().join("nowhere")), (vec![], vec![]));
}

#[test]
fn leaves_hidden_files_and_droppings_alone() {
    let dir = tempfile::tempdir().unwrap();
    for name in [
        ".DS_Store",
        ".gitkeep",
        ".mp-1.md.swp",
        ".#mp-1.md",
        "#mp-1.md#",
        "mp-1.md~",
        "Thumbs.db",
        "~$a.xlsx",
        ".git/config",
    ] {
        put(dir.path(), &format!("content/measures/{name}"), [0xff]);
    }
    put(dir.path(), "content/measures/mp-1.swp", "x");
    let (paths, problems) = read(dir.path());
    assert_eq!((paths, problems), (vec!["content/measures/mp-1.swp".to_owned()], vec![]));
}

#[test]
fn names_the_first_byte_that_is_not_utf8() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "content/pages/a.md", b"\xef\xbb\xbf+++\ntitle = \"Stra\xc3\x9fen und B\xe4ume\"\n");
    put(dir.path(), "content/pages/b.md", b"\xef\xbb\xbf\xff");
    let (paths, problems) = read(dir.path());
    assert_eq!(paths, ["content/pages/a.md", "content/pages/b.md"]);
    assert_eq!(
        problems,
        [
            "invalid-utf8 content/pages/a.md: this file is not UTF-8: the first wrong byte is in line 2, column 23",
            "invalid-utf8 content/pages/b.md: this file is not UTF-8: the first wrong byte is in line 1, column 1",
        ]
    );
    let (tree, _) = disk::read(dir.path());
    assert!(tree.find("content/pages/a.md").unwrap().1.text().is_none(), "broken text must not reach the parser");
}

#[test]
fn a_text_file_has_a_lower_limit_than_a_film() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "content/pages/a.MD", vec![b'x'; 16_000_001]);
    put(dir.path(), "content/pages/b.md", vec![b'x'; 16_000_000]);
    put(dir.path(), "content/assets/a.mp4", vec![b'x'; 16_000_001]);
    let (paths, problems) = read(dir.path());
    assert_eq!(paths, ["content/assets/a.mp4", "content/pages/b.md"]);
    assert_eq!(problems, ["file-too-large content/pages/a.MD: this file has 17 MB, texts may have 16 MB at most"]);
}

#[cfg(unix)]
#[test]
fn reports_links_sockets_and_names_that_are_not_utf8() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let pages = dir.path().join("content/pages");
    put(dir.path(), "content/pages/a.md", "x");
    put(dir.path(), "secret/key.md", "x");
    symlink(dir.path().join("secret"), pages.join("folder")).unwrap();
    symlink("a.md", pages.join("b.md")).unwrap();
    symlink("content/pages", dir.path().join("themes")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(pages.join("socket.md")).unwrap();
    fs::create_dir(pages.join(std::ffi::OsStr::from_bytes(b"b\xe4ume"))).unwrap();
    fs::write(pages.join(std::ffi::OsStr::from_bytes(b"b\xe4ume/c.md")), "x").unwrap();
    fs::write(pages.join(std::ffi::OsStr::from_bytes(b"\xe4.md")), "x").unwrap();
    let (paths, problems) = read(dir.path());
    assert_eq!(paths, ["content/pages/a.md"]);
    let starts: Vec<_> = problems.iter().map(|p| p.split(':').next().unwrap()).collect();
    assert_eq!(
        starts,
        [
            "symbolic-link content/pages/b.md",
            "file-name content/pages/b\u{fffd}ume",
            "symbolic-link content/pages/folder",
            "not-a-file content/pages/socket.md",
            "file-name content/pages/\u{fffd}.md",
            "symbolic-link themes",
        ]
    );
}

/// Rights do not hold back root, so there the folder is simply read.
#[cfg(unix)]
#[test]
fn reports_what_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "content/pages/a.md", "x");
    put(dir.path(), "content/pages/b.md", "x");
    let place = dir.path().join("content/pages/a.md");
    fs::set_permissions(&place, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&place).is_ok() {
        return;
    }
    let (paths, problems) = read(dir.path());
    assert_eq!(paths, ["content/pages/b.md"]);
    assert_eq!(problems, ["unreadable-entry content/pages/a.md: cannot read this entry: permission denied"]);
}
