//! A server in a thread of the test, with a site of its own, and a browser as bare as possible.

use sachstand::diag::Diagnostics;
use sachstand::disk;
use sachstand::output::{Collected, Output};
use sachstand::pipeline::{self, Options, Timings};
use sachstand::serve::{Event, Server, Settings, Stopper};
use sachstand::source::SourceTree;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing here takes as long, unless it never comes.
const AT_MOST: Duration = Duration::from_secs(20);

pub(super) struct Running {
    pub(super) port: u16,
    /// The folder of the site.
    pub(super) root: PathBuf,
    stopper: Stopper,
    built: Receiver<SourceTree>,
    last: RefCell<Option<SourceTree>>,
    good: RefCell<Output>,
    thread: Option<JoinHandle<std::io::Result<()>>>,
    _dir: TempDir,
}

fn clock() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    u64::try_from(START.get_or_init(Instant::now).elapsed().as_nanos()).unwrap()
}

impl Running {
    /// The site of `init`.
    pub(super) fn start() -> Running {
        Running::with(|_| {}, false)
    }

    pub(super) fn start_with(prepare: impl FnOnce(&Path)) -> Running {
        Running::with(prepare, false)
    }

    pub(super) fn start_polling() -> Running {
        Running::with(|_| {}, true)
    }

    fn with(prepare: impl FnOnce(&Path), poll: bool) -> Running {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap().join("site");
        let made = Command::new(env!("CARGO_BIN_EXE_sachstand")).arg("init").arg(&root).output().unwrap();
        assert!(made.status.success(), "{made:?}");
        prepare(&root);
        let server = Server::bind(0).unwrap();
        let (port, stopper) = (server.port(), server.stopper());
        let (tell, built) = channel();
        let site = root.clone();
        let settings = Settings {
            patience: Duration::from_millis(1500),
            poll,
            clock,
            program: env!("CARGO_BIN_EXE_sachstand").into(),
        };
        let thread = std::thread::spawn(move || {
            server.run(&site, Options::default(), settings, &mut |event| {
                if let Event::Built(report) = event {
                    let _ = tell.send(report.sources.clone());
                }
            })
        });
        let running = Running {
            port,
            root,
            stopper,
            built,
            last: RefCell::default(),
            good: RefCell::default(),
            thread: Some(thread),
            _dir: dir,
        };
        running.settle();
        running
    }

    /// Waits until what is on the disk has been built.
    pub(super) fn settle(&self) {
        let now = disk::read(&self.root).0;
        let mut last = self.last.borrow_mut();
        while let Ok(built) = self.built.try_recv() {
            *last = Some(built);
        }
        while last.as_ref() != Some(&now) {
            *last = Some(self.built.recv_timeout(AT_MOST).expect("a change is seen"));
        }
    }

    pub(super) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let place = self.root.join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, text).unwrap();
    }

    pub(super) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root.join(path)).unwrap()
    }

    /// Removes a file if it is there.
    pub(super) fn remove(&self, path: &str) {
        let _ = std::fs::remove_file(self.root.join(path));
    }

    /// Renames a file or folder if it is there.
    pub(super) fn rename(&self, from: &str, to: &str) {
        let _ = std::fs::rename(self.root.join(from), self.root.join(to));
    }

    /// A page without what only the server adds.
    pub(super) fn bare(&self, path: &str) -> Vec<u8> {
        let answer = get(self.port, path);
        assert_eq!(status_of(&answer), 200, "{path}");
        without_script(body_of(&answer))
    }

    /// Compares every file with a fresh build, and that nothing is left of what was `seen` before; gives all paths.
    pub(super) fn same_as_built(&self, seen: &BTreeSet<String>) -> BTreeSet<String> {
        if let Some(output) = self.built() {
            *self.good.borrow_mut() = output;
        }
        let good = self.good.borrow();
        let mut all = seen.clone();
        for (path, bytes) in good.iter() {
            assert!(self.bare(&format!("/{path}")) == bytes, "{path} is not what a build makes");
            all.insert(path.to_owned());
        }
        for path in all.iter().filter(|path| good.get(path).is_none()) {
            assert_eq!(status_of(&get(self.port, &format!("/{path}"))), 404, "{path} is gone");
        }
        all
    }

    /// A fresh build that only announces the documents, as the server does; nothing if there are errors.
    fn built(&self) -> Option<Output> {
        let (sources, mut diags): (_, Diagnostics) = disk::read(&self.root);
        let (files, mut timings) = (Collected::default(), Timings::new(|| 0));
        let planned = pipeline::plan(&sources, Options::default(), &mut diags, &mut timings);
        #[cfg(feature = "pdf")]
        let planned = planned.map(|mut planned| {
            planned.announce();
            planned
        });
        let planned = planned?;
        planned.render(&files, &mut diags, &mut timings);
        (!diags.has_errors()).then(|| files.into_output())
    }

    /// What a browser hears.
    pub(super) fn events(&self) -> Events {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(AT_MOST)).unwrap();
        write!(stream, "GET /.sachstand/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).unwrap();
        Events(BufReader::new(stream))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stopper.stop();
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(matches!(ended, Ok(Ok(()))) || std::thread::panicking(), "the server ended with {ended:?}");
        }
    }
}

pub(super) struct Events(BufReader<TcpStream>);

impl Events {
    pub(super) fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).expect("news come in time"), 0, "the stream stays open");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    pub(super) fn until(&mut self, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        loop {
            let news = self.next();
            if wanted(&news) {
                return news;
            }
        }
    }
}

/// Sends bytes and takes whatever comes back.
pub(super) fn raw(port: u16, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(AT_MOST)).unwrap();
    let _ = stream.write_all(request);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

pub(super) fn get(port: u16, path: &str) -> Vec<u8> {
    raw(port, format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").as_bytes())
}

pub(super) fn status_of(answer: &[u8]) -> u16 {
    let line = String::from_utf8_lossy(&answer[..answer.len().min(16)]).into_owned();
    line.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_else(|| panic!("no status in {line:?}"))
}

pub(super) fn body_of(answer: &[u8]) -> &[u8] {
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n").expect("a head ends");
    &answer[end + 4..]
}

fn without_script(body: &[u8]) -> Vec<u8> {
    const START: &[u8] = b"<script src=\"/.sachstand/live.js\" data-version=\"";
    const END: &[u8] = b"\"></script>";
    let mut bare = body.to_vec();
    if let Some(from) = body.windows(START.len()).position(|part| part == START) {
        let to = body[from..].windows(END.len()).position(|part| part == END).unwrap() + from + END.len();
        bare.drain(from..to);
    }
    bare
}
