//! The site in the browser while people write: read, rebuild, show, at every change.
//!
//! Everything is served from memory and to this machine only; nothing on the disk can be reached by a request, and
//! nothing is written. Pages that somebody looks at are made first, so that a change is seen long before the whole site
//! is finished; an error brings the last good site back, with the problems laid over it. Documents are printed when
//! somebody opens one.

mod http;
mod overlay;
mod papers;
mod state;
mod watch;

use crate::diag::{Diagnostics, Severity};
use crate::disk;
use crate::pipeline::{self, Options, Timings};
use crate::source::SourceTree;
use state::{Checking, Rendering, State};
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;
use watch::{Signal, Watch};

/// How the server behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long a browser may take to say what it wants.
    pub patience: Duration,
    /// Looks for changes every second instead of being told.
    pub poll: bool,
    /// Nanoseconds from any fixed point.
    pub clock: fn() -> u64,
    /// `sachstand`, which prints documents in processes of their own.
    pub program: PathBuf,
}

/// What happened.
pub enum Event<'e> {
    /// The system does not tell of changes; the reason.
    Polling(&'e str),
    /// A site was built, or could not be.
    Built(&'e Report<'e>),
}

/// One rebuild.
pub struct Report<'r> {
    /// Paths of the sources that were added, changed or removed; empty for the first build.
    pub changed: &'r [String],
    /// Milliseconds until the new pages could be seen; nothing if they cannot.
    pub seen: Option<u64>,
    /// Milliseconds until all was made and looked at.
    pub whole: u64,
    /// How many files the site has.
    pub files: usize,
    /// Whether any site is shown, this one or an earlier one.
    pub good: bool,
    /// All problems, by place.
    pub diags: &'r Diagnostics,
    /// What the places point into.
    pub sources: &'r SourceTree,
}

/// Why no server could be started.
#[derive(Debug)]
pub struct BindError {
    port: u16,
    error: io::Error,
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let other = if self.port < u16::MAX { self.port + 1 } else { 8420 };
        match self.error.kind() {
            io::ErrorKind::AddrInUse => write!(
                f,
                "another program uses port {}, perhaps another `sachstand serve`; end it, or take another port: \
                 --port {other}",
                self.port
            ),
            io::ErrorKind::PermissionDenied => {
                write!(f, "the system does not give port {} to you; take one above 1023: --port 8420", self.port)
            }
            _ => write!(f, "cannot listen on port {}: {}; try another with --port", self.port, self.error),
        }
    }
}

impl std::error::Error for BindError {}

/// A server that has its port.
pub struct Server {
    listeners: Vec<TcpListener>,
    port: u16,
    state: Arc<State>,
    signals: Receiver<Signal>,
    sender: Sender<Signal>,
}

/// Ends a server from elsewhere.
#[derive(Clone)]
pub struct Stopper {
    state: Arc<State>,
    sender: Sender<Signal>,
}

impl Stopper {
    /// Ends the server soon.
    pub fn stop(&self) {
        self.state.stop();
        // Nobody listens any more if it has ended already.
        let _ = self.sender.send(Signal::Stop);
    }
}

impl Server {
    /// Takes a port on the loopback addresses, and on no other; 0 takes any that is free.
    ///
    /// # Errors
    /// If the port is taken or not to be had.
    pub fn bind(port: u16) -> Result<Server, BindError> {
        let refuse = |error| BindError { port, error };
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(refuse)?;
        let real = first.local_addr().map_err(refuse)?.port();
        let mut listeners = vec![first];
        match TcpListener::bind((Ipv6Addr::LOCALHOST, real)) {
            Ok(listener) => listeners.push(listener),
            // `localhost` would lead to the other program in some browsers.
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port != 0 => return Err(refuse(error)),
            // A machine without IPv6.
            Err(_) => {}
        }
        let (sender, signals) = channel();
        Ok(Server { listeners, port: real, state: Arc::default(), signals, sender })
    }

    /// The port it has.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What ends it.
    pub fn stopper(&self) -> Stopper {
        Stopper { state: Arc::clone(&self.state), sender: self.sender.clone() }
    }

    /// Serves a site until it is stopped, and says what happens.
    ///
    /// # Errors
    /// If the system lets no thread wait for requests.
    pub fn run(
        self,
        site: &Path,
        options: Options,
        settings: Settings,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> io::Result<()> {
        let mut wake: Vec<SocketAddr> = Vec::new();
        let settings = Arc::new(settings);
        let shelf = Arc::new(papers::Shelf::new(options, settings.program.clone()));
        for listener in self.listeners {
            wake.extend(listener.local_addr().ok());
            let door = http::Door::new(Arc::clone(&self.state), Arc::clone(&shelf), self.port, Arc::clone(&settings));
            thread::Builder::new().spawn(move || http::accept(&listener, &Arc::new(door)))?;
        }
        let watch = if settings.poll {
            None
        } else {
            match Watch::new(site, &self.state, self.sender) {
                Ok(watch) => Some(watch),
                Err(reason) => {
                    tell(Event::Polling(&reason));
                    None
                }
            }
        };
        rebuild(site, options, &settings, (&self.state, &shelf), &self.signals, watch, tell);
        // An accepting thread sees the end when somebody knocks.
        for address in wake {
            let _ = TcpStream::connect_timeout(&address, Duration::from_millis(200));
        }
        Ok(())
    }
}

/// Builds at every change until it is told to stop.
fn rebuild(
    site: &Path,
    options: Options,
    settings: &Settings,
    (state, shelf): (&State, &papers::Shelf),
    signals: &Receiver<Signal>,
    mut watch: Option<Watch>,
    tell: &mut dyn FnMut(Event<'_>),
) {
    let mut last: Option<(Arc<SourceTree>, Diagnostics)> = None;
    // Whether the last tree was built to its end; a change on the way stops it.
    let mut whole = false;
    loop {
        state.fresh();
        let start = (settings.clock)();
        let since = || ((settings.clock)() - start) / 1_000_000;
        let (sources, read) = disk::read(site);
        let sources = Arc::new(sources);
        let same = last.as_ref().is_some_and(|(tree, problems)| *tree == sources && *problems == read);
        if let Some(watch) = &mut watch {
            watch.read(!same);
        }
        if !(same && whole) {
            let changed = last.as_ref().map(|(tree, _)| changes(tree, &sources)).unwrap_or_default();
            let mut diags = read.clone();
            let mut timings = Timings::new(settings.clock);
            let mut seen = None;
            #[cfg_attr(not(feature = "pdf"), expect(unused_mut, reason = "without PDF there is nothing to announce"))]
            let mut planned = pipeline::plan(&sources, options, &mut diags, &mut timings);
            #[cfg(feature = "pdf")]
            planned.iter_mut().for_each(pipeline::Planned::announce);
            match &planned {
                Some(planned) if !diags.has_errors() => {
                    let papers = planned.announced().iter().map(|paper| paper.path.clone()).collect();
                    // Where the site has files of its own at this path, they are meant.
                    let base = Some(planned.base_path()).filter(|path| !planned.has_files_at(path)).unwrap_or("/");
                    state.open(base, papers, Arc::clone(&sources));
                    shelf.renew();
                    seen = Some(since());
                    planned.render(&Rendering(state), &mut diags, &mut timings);
                }
                Some(planned) => {
                    state.refuse(overlay::problems(&diags, &sources));
                    planned.render(&Checking::new(state), &mut diags, &mut timings);
                }
                None => {}
            }
            diags.finish(&sources);
            whole = !state.is_stale();
            if whole {
                let files = if diags.count(Severity::Error) == 0 {
                    state.accept()
                } else {
                    seen = None;
                    state.refuse(overlay::problems(&diags, &sources));
                    0
                };
                let (changed, diags, sources) = (&changed[..], &diags, &*sources);
                tell(Event::Built(&Report {
                    changed,
                    seen,
                    whole: since(),
                    files,
                    good: state.has_good(),
                    diags,
                    sources,
                }));
            }
            drop(planned);
            last = Some((sources, read));
        }
        if !watch::wait(signals, watch.as_mut(), !whole) {
            return;
        }
    }
}

/// The paths that are not the same in two trees.
fn changes(old: &SourceTree, new: &SourceTree) -> Vec<String> {
    let gone = old.iter().filter(|(_, file)| new.find(&file.path).is_none());
    let other = new.iter().filter(|(_, file)| old.find(&file.path).is_none_or(|(_, before)| before != *file));
    let mut paths: Vec<String> = gone.chain(other).map(|(_, file)| file.path.clone()).collect();
    paths.sort();
    paths
}
