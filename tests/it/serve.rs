//! `serve` as a browser meets it: real sockets, real files that change.

#[cfg(feature = "pdf")]
mod papers;
mod running;

use proptest::prelude::*;
use running::{Running, body_of, get, raw, status_of};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

#[test]
fn pages_files_and_folders_are_served_with_their_types() {
    let running = Running::start();
    let port = running.port;
    let home = get(port, "/");
    assert_eq!(status_of(&home), 200);
    assert!(text(&home).contains("Content-Type: text/html; charset=utf-8"), "{}", text(&home));
    assert!(text(&home).contains("/.sachstand/live.js"));
    assert!(text(&get(port, "/assets/sachstand.css")).contains("Content-Type: text/css"));
    // The site's own path on the web space leads to the same pages.
    assert_eq!(body_of(&get(port, "/digitalisierung/")), body_of(&home));
    assert_eq!(body_of(&get(port, "/?x=1#y")), body_of(&home));
    let folder = get(port, "/massnahmen");
    assert_eq!(status_of(&folder), 302);
    assert!(text(&folder).contains("Location: /digitalisierung/massnahmen/\r\n"), "{}", text(&folder));
    let missing = get(port, "/gibt-es-nicht/");
    assert_eq!(status_of(&missing), 404);
    assert!(text(&missing).contains("<html"), "the site's own page for this case");
    for own in ["live.js", "live.css"] {
        assert_eq!(status_of(&get(port, &format!("/.sachstand/{own}"))), 200);
    }
}

/// A site may lie at an address that one of its own pages has too.
#[test]
fn pages_are_found_where_the_web_space_is_called_like_one_of_them() {
    let running = Running::start_with(|root| {
        let place = root.join("content/site.toml");
        let text = std::fs::read_to_string(&place).unwrap();
        std::fs::write(place, text.replace("example.org/digitalisierung/", "example.org/organisation/")).unwrap();
    });
    running.same_as_built(&BTreeSet::new());
}

#[test]
fn head_is_get_without_the_body() {
    let running = Running::start();
    let port = running.port;
    let ask = |method: &str| raw(port, format!("{method} / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").as_bytes());
    let (head, full) = (ask("HEAD"), ask("GET"));
    assert_eq!(text(&head), text(&full[..full.len() - body_of(&full).len()]));
    let refused = raw(port, b"HEAD / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assert_eq!((status_of(&refused), body_of(&refused).len()), (421, 0));
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        assert_eq!(status_of(&ask(method)), 405, "{method}");
    }
}

#[test]
fn only_loopback_addresses_and_names_are_answered() {
    let running = Running::start();
    let port = running.port;
    let ask = |hosts: &str| status_of(&raw(port, format!("GET / HTTP/1.1\r\n{hosts}\r\n").as_bytes()));
    for host in ["localhost", "127.0.0.1", "[::1]", "LocalHost"] {
        assert_eq!(ask(&format!("Host: {host}:{port}\r\n")), 200, "{host}");
    }
    for host in ["evil.example", "localhost.evil.example", "127.0.0.2", "0.0.0.0", "[::]", ""] {
        assert_eq!(ask(&format!("Host: {host}:{port}\r\n")), 421, "{host}");
    }
    assert_eq!(ask(""), 421);
    assert_eq!(ask("Host: localhost\r\n"), 421);
    assert_eq!(ask(&format!("Host: localhost:{port}\r\nHost: evil.example\r\n")), 421);
    let answer = raw(port, b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assert!(text(&answer).contains(&format!("open http://localhost:{port}/ instead")), "{}", text(&answer));
}

#[test]
fn no_path_leads_out_of_the_site() {
    let running = Running::start();
    running.write("secret.txt", "GEHEIM");
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/secret.txt",
        "/content/site.toml",
        "/.sachstand/../secret.txt",
        "/.sachstand",
        "/%00",
        "/secret.txt%00.html",
        "/index.html/",
        "/./index.html",
        "/%c0%ae%c0%ae/secret.txt",
        "/file:///etc/passwd",
        "/%2e%2e%5csecret.txt",
        "/..%c0%afsecret.txt",
        "/....//secret.txt",
        "/%252e%252e/secret.txt",
        "/c:/secret.txt",
        "/.output.sachstand/lock",
        &format!("/{}secret.txt", "../".repeat(3_000)),
        &format!("/{}", "%2e%2e/".repeat(2_000)),
    ] {
        let answer = get(running.port, path);
        assert!([400, 404].contains(&status_of(&answer)), "{path}: {}", status_of(&answer));
        assert!(!text(&answer).contains("GEHEIM") && !text(&answer).contains("root:"), "{path}");
    }
    for target in ["http://localhost/", "*", "localhost:80", "\\", "/\0"] {
        let request = format!("GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", running.port);
        assert_eq!(status_of(&raw(running.port, request.as_bytes())), 400, "{target}");
    }
}

#[test]
fn long_and_slow_requests_end() {
    let running = Running::start();
    let port = running.port;
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n", "a".repeat(40_000));
    assert_eq!(status_of(&raw(port, long.as_bytes())), 431);
    let many = format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\n{}\r\n", "A: b\r\n".repeat(100));
    assert_eq!(status_of(&raw(port, many.as_bytes())), 431);
    assert_eq!(status_of(&raw(port, b"GET / HTTP/1.1\r\nHos")), 400);
    // A byte now and then: the time counts as a whole, not anew with every byte.
    let mut slow = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut answer = Vec::new();
    for byte in b"GET / HTTP/1.1\r\nHost: localhost and so on and on and on".iter().cycle().take(200) {
        if slow.write_all(&[*byte]).is_err() {
            break;
        }
        slow.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        let mut part = [0; 512];
        match slow.read(&mut part) {
            Ok(0) => break,
            Ok(n) => answer.extend_from_slice(&part[..n]),
            Err(_) => {}
        }
    }
    assert_eq!(status_of(&answer), 408, "{}", text(&answer));
    assert_eq!(status_of(&get(port, "/")), 200);
}

/// Whoever takes every place and says nothing loses it after a while; others are answered then.
#[test]
fn six_hundred_silent_connections_lock_nobody_out_for_good() {
    let running = Running::start();
    let port = running.port;
    let slow: Vec<TcpStream> = (0..600)
        .filter_map(|n| {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
            let _ = stream.write_all(if n % 2 == 0 { b"GET / HTTP/1.1\r\nX-" } else { b"" });
            Some(stream)
        })
        .collect();
    assert!(slow.len() > 500);
    let start = std::time::Instant::now();
    loop {
        let answer = std::panic::catch_unwind(|| get(port, "/")).unwrap_or_default();
        if !answer.is_empty() && status_of(&answer) == 200 {
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(15), "nobody is answered any more");
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(slow);
}

/// The address of this machine in its network, where there is one.
#[test]
fn nobody_on_the_network_gets_in() {
    let running = Running::start();
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    // Nothing is sent by this; the system only says by which address it would be.
    let Ok(address) = socket.connect("192.0.2.1:9").and_then(|()| socket.local_addr()) else { return };
    if address.ip().is_loopback() {
        return;
    }
    let outside = std::net::SocketAddr::new(address.ip(), running.port);
    assert!(TcpStream::connect_timeout(&outside, Duration::from_secs(2)).is_err(), "{outside} answers");
}

#[test]
fn no_bytes_bring_it_down() {
    let running = Running::start();
    let port = running.port;
    let start = prop_oneof![Just(""), Just("GET "), Just("GET / HTTP/1.1\r\n"), Just("GET / HTTP/1.1\r\nHost: ")];
    let bytes = (start, prop::collection::vec(any::<u8>(), 0..200), any::<bool>());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(150)
    });
    runner
        .run(&bytes, |(start, rest, ended)| {
            let mut request = start.as_bytes().to_vec();
            request.extend(rest);
            if ended {
                request.extend(b"\r\n\r\n");
            }
            let answer = raw(port, &request);
            prop_assert!(answer.is_empty() || (200..600).contains(&status_of(&answer)));
            prop_assert!(answer.is_empty() || status_of(&answer) >= 400);
            Ok(())
        })
        .unwrap();
    assert_eq!(status_of(&get(port, "/")), 200);
}

#[test]
fn two_hundred_ask_while_it_rebuilds() {
    let running = Running::start();
    let port = running.port;
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..200)
            .map(|i| scope.spawn(move || status_of(&get(port, if i % 2 == 0 { "/" } else { "/massnahmen/" }))))
            .collect();
        for n in 0..10 {
            running.write("content/measures/mp-001.md", measure("MP 001", &format!("Titel {n}")));
            std::thread::sleep(Duration::from_millis(10));
        }
        for one in asking {
            assert_eq!(one.join().unwrap(), 200);
        }
    });
    running.settle();
    assert!(text(&get(port, "/massnahmen/mp-001/")).contains("Titel 9"));
}

#[test]
fn browsers_hear_of_changes_and_errors() {
    let running = Running::start();
    let mut events = running.events();
    let first = events.next();
    assert_eq!(first["problems"], serde_json::Value::Null);
    running.write("content/measures/mp-001.md", measure("MP 001", "Erste"));
    let second = events.until(|news| news["version"] != first["version"]);
    assert_eq!(second["problems"], serde_json::Value::Null);
    // What is already shown carries the version that was told.
    let page = text(&get(running.port, "/massnahmen/mp-001/")).to_owned();
    assert!(page.contains(&format!("data-version=\"{}\"", second["version"])), "{page}");
    // A site counts as good once all of it was looked at.
    running.settle();
    running.write("content/measures/mp-001.md", measure("MP 001", "Erste").replace("title", "tilte"));
    let broken = events.until(|news| !news["problems"].is_null());
    assert_eq!(broken["version"], second["version"], "the last good site stays");
    let problem = &broken["problems"][0];
    assert_eq!(problem["file"], "content/measures/mp-001.md");
    assert!(problem["line"].is_u64() && problem["column"].is_u64(), "{problem}");
    assert!(text(&get(running.port, "/massnahmen/mp-001/")).contains("Erste"));
    running.write("content/measures/mp-001.md", measure("MP 001", "Heile"));
    events.until(|news| news["problems"].is_null() && news["version"] != second["version"]);
    assert!(text(&get(running.port, "/massnahmen/mp-001/")).contains("Heile"));
}

/// What only rendering finds is found after the new site was opened: the old one comes back.
#[test]
fn an_error_in_a_text_brings_the_last_good_site_back() {
    let running = Running::start();
    let mut events = running.events();
    let first = events.next();
    running.settle();
    let home = running.bare("/");
    let page = "content/pages/impressum.md";
    let before = running.read(page);
    running.write(page, format!("{before}\n[weg](/gibt-es-nicht/)\n"));
    let broken = events.until(|news| !news["problems"].is_null());
    assert_eq!(broken["problems"][0]["file"], "impressum/index.html", "a dead link is a problem of the page");
    assert_eq!(running.bare("/"), home);
    running.write(page, before);
    events.until(|news| news["problems"].is_null() && news["version"] != first["version"]);
    assert_eq!(running.bare("/"), home);
}

#[test]
fn without_any_good_site_the_page_says_so_and_heals() {
    let running = Running::start_with(|root| std::fs::write(root.join("content/site.toml"), "title = ").unwrap());
    let answer = get(running.port, "/irgendwo/");
    assert_eq!(status_of(&answer), 503);
    assert!(text(&answer).contains("There are errors"), "{}", text(&answer));
    let mut events = running.events();
    assert!(!events.next()["problems"].is_null());
    running.write("content/site.toml", include_str!("../../src/cli/init/site.toml"));
    events.until(|news| news["problems"].is_null());
    assert_eq!(status_of(&get(running.port, "/")), 200);
}

#[test]
fn a_taken_port_is_named_with_the_way_out() {
    let running = Running::start();
    let error = sachstand::serve::Server::bind(running.port).err().unwrap().to_string();
    assert!(error.contains(&format!("port {}", running.port)) && error.contains("--port"), "{error}");
}

/// As at a terminal: the address, what changed, and an end that is no failure.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_program_cleanly() {
    let running = Running::start();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_sachstand"))
        .args(["serve", "--port", "0", "--site"])
        .arg(&running.root)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(program.stderr.take().unwrap()));
    let mut line = || lines.next().unwrap().unwrap();
    let address = line();
    assert!(address.starts_with("http://localhost:") && address.ends_with("; Ctrl-C ends it"), "{address}");
    let first = line();
    assert!(first.starts_with("shown after "), "{first}");
    running.write("content/measures/mp-001.md", measure("MP 001", "Neu"));
    let second = line();
    assert!(second.starts_with("content/measures/mp-001.md: shown after "), "{second}");
    let killed = std::process::Command::new("kill").args(["-INT", &program.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(line(), "ended");
    assert_eq!(program.wait().unwrap().code(), Some(0));
}

#[test]
fn changes_are_found_without_being_told() {
    let running = Running::start_polling();
    running.write("content/measures/mp-001.md", measure("MP 001", "Ohne Meldung"));
    running.settle();
    assert!(text(&get(running.port, "/massnahmen/mp-001/")).contains("Ohne Meldung"));
}

/// Whatever happens to the sources, what is served is what a fresh build makes, byte for byte; while there are errors
/// it is what was built last without.
#[test]
fn what_is_served_is_what_is_built() {
    let running = Running::start();
    let mut seen = running.same_as_built(&Default::default());
    let mut dice = 20_260_930_u64;
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let site = include_str!("../../src/cli/init/site.toml");
    let path = |n: u64| format!("content/measures/mp-{n:03}.md");
    // Every kind once, in this order, then as the dice fall.
    for step in 0..30 {
        let kind = if step < 11 { step } else { roll(11) };
        let n = 1 + roll(4);
        match kind {
            0 | 1 => running.write(&path(n), measure(&format!("MP {n:03}"), &format!("Maßnahme {step}"))),
            2 => running.write(&path(n), "+++\nnumber = \n+++\n"),
            3 => (1..8).for_each(|n| running.write(&path(n), measure(&format!("MP {n:03}"), "Heil"))),
            4 => running.rename(&path(n), &path(n + 4)),
            5 => running.remove(&path(n)),
            6 => running.write("content/site.toml", site.replace("aktueller Stand", &format!("Stand {step}"))),
            7 => running.write(
                "content/assets/bild.svg",
                format!("<svg xmlns='http://www.w3.org/2000/svg'><!--{step}--></svg>"),
            ),
            8 => {
                let theme = site.replacen("title =", "theme = \"stadt\"\ntitle =", 1);
                let page = include_str!("../../themes/default/templates/not-found.html");
                running.write("themes/stadt/templates/not-found.html", format!("{page}<!-- {step} -->"));
                running.write("content/site.toml", theme);
            }
            // As vim and Word do: beside it, then over it, with droppings.
            9 => {
                running.write("content/measures/.mp-001.md.swp", "b0VIM");
                running.write("content/measures/mp-001.md~", "alt");
                running.write("content/measures/4913", "");
                running.remove("content/measures/4913");
                running.write("content/measures/mp-001.md.tmp", measure("MP 001", &format!("Darüber {step}")));
                running.rename("content/measures/mp-001.md.tmp", "content/measures/mp-001.md");
            }
            // A whole folder goes and comes back, as with `git checkout`.
            _ => {
                running.rename("content", "content-weg");
                if step % 2 == 0 {
                    running.settle();
                }
                running.rename("content-weg", "content");
                running.write(&path(n), measure(&format!("MP {n:03}"), &format!("Nach dem Wechsel {step}")));
            }
        }
        if roll(3) > 0 {
            running.settle();
            seen = running.same_as_built(&seen);
        }
    }
    running.write("content/site.toml", site);
    (1..10).for_each(|n| running.write(&path(n), measure(&format!("MP {n:03}"), "Am Ende")));
    running.settle();
    running.same_as_built(&seen);
}

fn measure(number: &str, title: &str) -> String {
    format!(
        "+++\nnumber = \"{number}\"\ntitle = \"{title}\"\nunit = \"1.1\"\nreported = 2026\n[progress]\n2026-03-31 = 3\n+++\nText mit Umlauten: äöü.\n"
    )
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
