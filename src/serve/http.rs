//! Answers requests: `GET` and `HEAD`, from this machine, for what is in memory.
//!
//! A request names no file of the disk, only a key of the finished site. Whoever comes under another name (a page
//! elsewhere whose name was pointed at this machine) is sent away; so is what is no HTTP, too long or too slow.
//! Every answer closes its connection.

use super::papers::Shelf;
use super::state::{Found, News, State};
use super::{Settings, overlay};
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Longest head of a request.
const HEAD: usize = 16 * 1024;

/// Most headers of a request; browsers send some twenty.
const HEADERS: usize = 64;

/// Most connections at a time.
const CONNECTIONS: usize = 512;

/// How long a silent stream of events goes without a sign that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// What every connection needs.
pub(super) struct Door {
    state: Arc<State>,
    shelf: Arc<Shelf>,
    port: u16,
    settings: Arc<Settings>,
    open: AtomicUsize,
}

impl Door {
    pub(super) fn new(state: Arc<State>, shelf: Arc<Shelf>, port: u16, settings: Arc<Settings>) -> Self {
        Door { state, shelf, port, settings, open: AtomicUsize::new(0) }
    }
}

/// Lets everybody in until the end, each on a thread of their own.
pub(super) fn accept(listener: &TcpListener, door: &Arc<Door>) {
    for stream in listener.incoming() {
        if door.state.is_stopped() {
            return;
        }
        let Ok(stream) = stream else {
            // Out of handles: others have to go first.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        if door.open.fetch_add(1, Ordering::SeqCst) >= CONNECTIONS {
            door.open.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        let inside = Arc::clone(door);
        let work = move || {
            inside.connection(stream);
            inside.open.fetch_sub(1, Ordering::SeqCst);
        };
        if thread::Builder::new().name("request".to_owned()).spawn(work).is_err() {
            door.open.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// An answer without its body's length.
struct Answer {
    status: &'static str,
    kind: &'static str,
    more: String,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: &'static str, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Answer { status, kind, more: String::new(), body: body.into() }
    }

    fn plain(status: &'static str, sentence: &str) -> Self {
        Answer::new(status, "text/plain; charset=utf-8", format!("{sentence}\n"))
    }

    fn with(mut self, header: &str) -> Self {
        self.more.push_str(header);
        self.more.push_str("\r\n");
        self
    }
}

/// What a request asks for.
struct Request {
    head_only: bool,
    address: String,
}

impl Door {
    fn connection(&self, mut stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let _ = stream.set_write_timeout(Some(self.settings.patience));
        let mut head = Vec::new();
        let (request, refused) = match self.request(&mut stream, &mut head) {
            Ok(Some(request)) => (request, None),
            // Closed before anything was asked, as browsers do with spare connections.
            Ok(None) => return,
            Err(answer) => (Request { head_only: head.starts_with(b"HEAD "), address: String::new() }, Some(answer)),
        };
        let rejected = refused.is_some();
        let answer = match refused {
            Some(answer) => answer,
            None if request.address == format!("{}events", overlay::FOLDER) && !request.head_only => {
                return self.events(&mut stream);
            }
            None => self.answer(&request.address),
        };
        let mut bytes = format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}{COMMON}\r\n",
            answer.status,
            answer.kind,
            answer.body.len(),
            answer.more
        )
        .into_bytes();
        if !request.head_only {
            bytes.extend(answer.body);
        }
        // Who has gone needs no answer.
        if stream.write_all(&bytes).is_err() || stream.shutdown(Shutdown::Write).is_err() {
            return;
        }
        if rejected {
            // What is still coming would make the system throw the answer away.
            let _ = stream.set_read_timeout(Some(Duration::from_millis(100)));
            let mut rest = [0; 4096];
            for _ in 0..64 {
                if !matches!(stream.read(&mut rest), Ok(n) if n > 0) {
                    break;
                }
            }
        }
    }

    /// Reads the head of a request, within the limits of size and time.
    fn request(&self, stream: &mut TcpStream, head: &mut Vec<u8>) -> Result<Option<Request>, Answer> {
        let start = (self.settings.clock)();
        let mut part = [0; 2048];
        loop {
            let spent = Duration::from_nanos((self.settings.clock)().saturating_sub(start));
            let slow = || Answer::plain("408 Request Timeout", "The request took too long to arrive.");
            let left = self.settings.patience.checked_sub(spent).filter(|left| !left.is_zero()).ok_or_else(slow)?;
            let _ = stream.set_read_timeout(Some(left));
            let n = match stream.read(&mut part) {
                Ok(0) if head.is_empty() => return Ok(None),
                Ok(0) => return Err(Answer::plain("400 Bad Request", "The request ends in the middle.")),
                Ok(n) => n,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    return if head.is_empty() { Ok(None) } else { Err(slow()) };
                }
                Err(_) => return Ok(None),
            };
            head.extend_from_slice(&part[..n]);
            if let Some(request) = parse(head, self.port)? {
                return Ok(Some(request));
            }
            if head.len() > HEAD {
                return Err(Answer::plain(
                    "431 Request Header Fields Too Large",
                    "The head of the request is too long.",
                ));
            }
        }
    }

    fn answer(&self, address: &str) -> Answer {
        if let Some(own) = address.strip_prefix(overlay::FOLDER) {
            return match own {
                "live.js" => Answer::new("200 OK", kind_of("live.js"), overlay::SCRIPT),
                "live.css" => Answer::new("200 OK", kind_of("live.css"), overlay::STYLE),
                "events" => Answer::new("200 OK", "text/event-stream", ""),
                _ => Answer::plain("404 Not Found", "There is nothing here."),
            };
        }
        let html = "text/html; charset=utf-8";
        let changes = self.shelf.changes();
        match self.state.find(address) {
            Found::File(path, bytes, version) => {
                let kind = kind_of(&path);
                let body = if kind == html { overlay::with_script(bytes, version) } else { bytes };
                Answer::new("200 OK", kind, body)
            }
            Found::Paper(path, sources) => match self.shelf.print(&sources, &path, changes) {
                Ok(Some(pdf)) => Answer::new("200 OK", kind_of(&path), pdf),
                // There are other sources now.
                Ok(None) => self.answer(address),
                Err(reason) => Answer::plain("500 Internal Server Error", &reason),
            },
            Found::Folder(place) => Answer::plain("302 Found", "This is a folder; its address ends with a slash.")
                .with(&format!("Location: {}", encoded(&place))),
            Found::Missing(Some(page), version) => {
                Answer::new("404 Not Found", html, overlay::with_script(page, version))
            }
            Found::Missing(None, _) => Answer::plain("404 Not Found", "The site has nothing at this address."),
            Found::Broken(version) => {
                Answer::new("503 Service Unavailable", html, overlay::with_script(overlay::NO_SITE.into(), version))
            }
            Found::Stopped => Answer::plain("503 Service Unavailable", "The server is ending."),
        }
    }

    /// Tells a browser what is new until it goes away.
    fn events(&self, stream: &mut TcpStream) {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{COMMON}\r\nretry: 500\n\n");
        let mut sent = stream.write_all(head.as_bytes());
        let mut seen = None;
        while sent.is_ok() {
            sent = match self.state.news(seen, HEARTBEAT) {
                News::Message(tick, message) => {
                    seen = Some(tick);
                    stream.write_all(format!("data: {message}\n\n").as_bytes())
                }
                News::Quiet => stream.write_all(b":\n\n"),
                News::Stopped => return,
            };
        }
    }
}

/// Headers of every answer.
const COMMON: &str = "Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\nX-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\n";

/// The request, or nothing while its head is not complete.
fn parse(head: &[u8], port: u16) -> Result<Option<Request>, Answer> {
    let bad = |sentence| Answer::plain("400 Bad Request", sentence);
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => {
            return Err(Answer::plain("431 Request Header Fields Too Large", "The request has too many headers."));
        }
        Err(_) => return Err(bad("This is no HTTP request.")),
    }
    let mut hosts = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host"));
    let host = hosts.next().map(|header| header.value);
    if hosts.next().is_some() || !host.is_some_and(|host| is_ours(host, port)) {
        let sentence = format!("This server answers only as localhost: open http://localhost:{port}/ instead.");
        return Err(Answer::plain("421 Misdirected Request", &sentence));
    }
    let head_only = match request.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => {
            let answer = Answer::plain("405 Method Not Allowed", "Only GET and HEAD are answered here.");
            return Err(answer.with("Allow: GET, HEAD"));
        }
    };
    let target =
        request.path.filter(|path| path.starts_with('/')).ok_or_else(|| bad("The address must begin with /."))?;
    let path = target.split(['?', '#']).next().unwrap_or(target);
    let address = decoded(path).ok_or_else(|| bad("The address cannot be read."))?;
    Ok(Some(Request { head_only, address }))
}

/// Whether a `Host` means this machine.
fn is_ours(host: &[u8], port: u16) -> bool {
    let names = ["localhost", "127.0.0.1", "[::1]"];
    let with_port = |name: &str| host.eq_ignore_ascii_case(format!("{name}:{port}").as_bytes());
    names.iter().any(|name| with_port(name) || (port == 80 && host.eq_ignore_ascii_case(name.as_bytes())))
}

/// The text of a percent-encoded path; nothing if it is broken or holds control characters.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            u8::try_from(digit()? * 16 + digit()?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains(char::is_control))
}

/// A path for a header: whatever is not plainly harmless is percent-encoded.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// What a file is, by its ending.
fn kind_of(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" | "toml" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{decoded, encoded, is_ours};

    #[test]
    fn paths_are_decoded_once_and_refused_when_broken() {
        assert_eq!(decoded("/stra%C3%9Fe/%2e%2e").as_deref(), Some("/straße/.."));
        assert_eq!(decoded("/%252e").as_deref(), Some("/%2e"));
        for wrong in ["/%", "/%4", "/%zz", "/%00", "/%0d%0aX", "/%ff", "/%+1"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
        assert_eq!(encoded("/straße/\r\n"), "/stra%C3%9Fe/%0D%0A");
    }

    #[test]
    fn only_this_machine_is_meant() {
        for host in ["localhost:8420", "LOCALHOST:8420", "127.0.0.1:8420", "[::1]:8420"] {
            assert!(is_ours(host.as_bytes(), 8420), "{host}");
        }
        for host in
            ["", "localhost", "localhost:80", "evil.example:8420", "localhost:8420.evil.example", "127.0.0.2:8420"]
        {
            assert!(!is_ours(host.as_bytes(), 8420), "{host}");
        }
        assert!(is_ours(b"localhost", 80));
    }
}
