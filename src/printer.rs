//! Prints each document in a process of its own: this program, started again with nothing but one document to print.
//!
//! Typst bounds a loop and the depth of calls, but not what loops in loops add up to, nor how deep values lie in each
//! other. A process can be ended whatever it is at, also by its own fall, and what it took is the system's again. So a
//! document has a time, and where the system tells (Linux) an amount of memory. Neither changes what is printed: it comes
//! whole, or the reason why not is named, which is its template or the system. Nothing is kept here.

mod order;

use crate::disk::memory;
use crate::pdf::{Fault, Job};
use crate::render::Store;
use order::sent;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

pub use order::{Order, receive};

/// The only argument of the program when it is to print. Nobody types it.
pub const ARGUMENT: &str = "--print-the-document-on-stdin";

/// Exit codes: what was written is the document, or [`Fault`]s as JSON; or the system refuses what printing needs.
pub const PRINTED: u8 = 0;
/// See [`PRINTED`].
pub const FAULTY: u8 = 1;
/// See [`PRINTED`].
pub const REFUSED: u8 = 2;

/// Far more than any document without data takes, also on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Bytes of data for which a document gets one more second; a usual machine prints twenty times as much.
const BYTES_PER_SECOND: usize = 20_000;

/// Bytes of memory for a document, and for each byte of its data: several times what those of a city take.
const MEMORY: u64 = 512 * 1024 * 1024;
const MEMORY_PER_BYTE: u64 = 2_000;

/// After which time memory is looked at again.
const LOOK: Duration = Duration::from_millis(50);

/// Starts the processes. As a [`Store`] it keeps nothing.
#[derive(Debug)]
pub struct Printer {
    program: PathBuf,
    patience: Duration,
    memory: u64,
    /// Why a document could not be printed, if that is no fault of its template.
    failure: OnceLock<String>,
}

/// Why there is no document.
enum Unprinted {
    /// Its template, for this reason.
    Template(&'static str),
    /// The system, or nobody wants it any more.
    Otherwise(String),
}

impl Printer {
    /// One that starts this program, which has to be `sachstand`.
    pub fn of(program: PathBuf) -> Self {
        Printer { program, patience: PATIENCE, memory: MEMORY, failure: OnceLock::new() }
    }

    /// Gives documents another time and other bytes of memory than they have without data. For tests.
    #[doc(hidden)]
    #[must_use]
    pub fn within(self, patience: Duration, memory: u64) -> Self {
        Printer { patience, memory, ..self }
    }

    /// Why a document was not printed although nothing is wrong with its template, for people. The first such reason.
    pub fn failure(&self) -> Option<&str> {
        self.failure.get().map(String::as_str)
    }

    /// As [`Store::print`], as long as the document is wanted.
    pub fn print_while(&self, job: Job<'_>, is_wanted: &dyn Fn() -> bool) -> Result<Vec<u8>, Vec<Fault>> {
        let printed = Running::start(&self.program, sent(job)).map_err(Unprinted::from);
        let (bytes, status) = match printed.and_then(|running| self.ended(running, job.data.len(), is_wanted)) {
            Ok(ended) => ended,
            Err(Unprinted::Template(message)) => return Err(vec![fault(job, message)]),
            Err(Unprinted::Otherwise(reason)) => {
                let _ = self.failure.set(reason);
                return Err(Vec::new());
            }
        };
        match status.code().and_then(|code| u8::try_from(code).ok()) {
            Some(PRINTED) if bytes.starts_with(b"%PDF-") => Ok(bytes),
            Some(FAULTY) => Err(serde_json::from_slice(&bytes).unwrap_or_else(|_| vec![fault(job, FALLEN)])),
            Some(REFUSED) => {
                let _ = self.failure.set(format!("{NO_DOCUMENT}: it gives no more threads or memory"));
                Err(Vec::new())
            }
            _ if was_killed(status) => {
                let _ = self.failure.set(format!("{NO_DOCUMENT}: the process was killed, perhaps for lack of memory"));
                Err(Vec::new())
            }
            _ => Err(vec![fault(job, FALLEN)]),
        }
    }

    /// What a process wrote and how it ended, once it has.
    fn ended(
        &self,
        running: Running,
        data: usize,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<(Vec<u8>, ExitStatus), Unprinted> {
        let mut left = self.patience + Duration::from_secs((data / BYTES_PER_SECOND) as u64);
        let room = self.memory.saturating_add((data as u64).saturating_mul(MEMORY_PER_BYTE));
        loop {
            let look = left.min(LOOK);
            match running.written.recv_timeout(look) {
                Ok((bytes, input)) => {
                    let status = running.end()?;
                    // Its end would have told the process that nobody wants the document.
                    drop(input);
                    return Ok((bytes?, status));
                }
                Err(RecvTimeoutError::Timeout) => left -= look,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Unprinted::Otherwise(format!("{NO_DOCUMENT}: what was printed could not be read")));
                }
            }
            if left.is_zero() {
                let endless = "this document comes to no end, so it was stopped; look for loops in loops";
                return Err(Unprinted::Template(endless));
            }
            if memory(Some(running.child.id())).is_some_and(|memory| memory > room) {
                let large = "this document takes more memory than any should, so it was stopped; look for texts and \
                             lists that grow in loops";
                return Err(Unprinted::Template(large));
            }
            if !is_wanted() {
                return Err(Unprinted::Otherwise("the document is not wanted any more".to_owned()));
            }
        }
    }
}

/// What is said where the system is the reason.
const NO_DOCUMENT: &str = "the system does not let a document be printed";

/// What is said of a process that fell.
const FALLEN: &str = "Typst itself failed on this document; look for values that lie in each other very deep, and for very \
                      large numbers";

impl From<io::Error> for Unprinted {
    fn from(error: io::Error) -> Self {
        Unprinted::Otherwise(format!("{NO_DOCUMENT}: {error}"))
    }
}

fn fault(job: Job<'_>, message: &str) -> Fault {
    Fault { template: job.template.to_owned(), range: None, message: message.to_owned() }
}

/// Whether somebody else ended the process: it does not do that to itself when it falls.
fn was_killed(status: ExitStatus) -> bool {
    #[cfg(unix)]
    {
        const BY_ITSELF: [i32; 5] = [4, 5, 6, 7, 11]; // SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGSEGV
        std::os::unix::process::ExitStatusExt::signal(&status).is_some_and(|signal| !BY_ITSELF.contains(&signal))
    }
    #[cfg(not(unix))]
    {
        let _ = status;
        false
    }
}

impl Store for Printer {
    fn print(&self, job: Job<'_>) -> Result<Vec<u8>, Vec<Fault>> {
        self.print_while(job, &|| true)
    }
}

/// A process that goes when nobody waits for it any more.
struct Running {
    child: Child,
    /// All that it wrote, with its input, which has to stay open until it has ended.
    written: Receiver<(io::Result<Vec<u8>>, ChildStdin)>,
}

impl Running {
    /// Starts the program and sends it these bytes.
    fn start(program: &Path, sent: Vec<u8>) -> io::Result<Running> {
        // Where pipes cannot be made and kept from others in one step, two children could hold each other's.
        static ONE_BY_ONE: Mutex<()> = Mutex::new(());
        let mut command = Command::new(program);
        // What it says when it falls is not for users.
        command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = {
            let _turn = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
            command.spawn()?
        };
        let (tell, written) = channel();
        let mut running = Running { child, written };
        let (Some(mut input), Some(mut output)) = (running.child.stdin.take(), running.child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let work = move || {
            // One that has fallen takes no more; how it ended tells why.
            let _ = input.write_all(&sent).and_then(|()| input.flush());
            let mut bytes = Vec::new();
            let read = output.read_to_end(&mut bytes).map(|_| bytes);
            // Nobody hears it if the process was ended.
            let _ = tell.send((read, input));
        };
        thread::Builder::new().spawn(work)?;
        Ok(running)
    }

    /// How it ended. It has closed its output, so it will have in a moment.
    fn end(mut self) -> io::Result<ExitStatus> {
        self.child.wait()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
