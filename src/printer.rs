//! Prints each document in a process of its own: this program, started again with nothing but one document to print.
//!
//! Typst bounds a loop and the depth of calls, but not what loops in loops add up to, nor how deep values lie in each
//! other. A process can be ended whatever it is at, also by its own fall, and what it took is the system's again. So a
//! document has a time, and where the system tells (Linux) an amount of memory. Neither changes what is printed: it comes
//! whole, or its template is named as the reason why not.

mod order;

use crate::disk::memory;
use crate::pdf::{Fault, Job};
use crate::render::Store;
use order::send;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

pub use order::{Order, receive};

/// The only argument of the program when it is to print. Nobody types it.
pub const ARGUMENT: &str = "--print-the-document-on-stdin";

/// Exit codes: what was written is the document, or [`Fault`]s as JSON.
pub const PRINTED: u8 = 0;
/// See [`PRINTED`].
pub const FAULTY: u8 = 1;

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
#[derive(Debug, Clone)]
pub struct Printer {
    program: PathBuf,
    patience: Duration,
    memory: u64,
}

impl Printer {
    /// One that starts this program, which has to be `sachstand`.
    pub fn of(program: PathBuf) -> Self {
        Printer { program, patience: PATIENCE, memory: MEMORY }
    }

    /// Gives documents another time and other bytes of memory than they have without data.
    #[must_use]
    pub fn within(self, patience: Duration, memory: u64) -> Self {
        Printer { patience, memory, ..self }
    }

    /// What the process wrote, or why it has to be ended.
    fn heard<T>(&self, hear: &Receiver<T>, child: &Running, data: usize) -> Result<T, &'static str> {
        let mut left = self.patience + Duration::from_secs((data / BYTES_PER_SECOND) as u64);
        let room = self.memory.saturating_add((data as u64).saturating_mul(MEMORY_PER_BYTE));
        loop {
            let look = left.min(LOOK);
            match hear.recv_timeout(look) {
                Ok(written) => return Ok(written),
                Err(RecvTimeoutError::Disconnected) => return Err("nobody listened to what was printed"),
                Err(RecvTimeoutError::Timeout) => left -= look,
            }
            if left.is_zero() {
                return Err("this document comes to no end, so it was stopped; look for loops in loops");
            }
            if memory(child.0.id()).is_some_and(|memory| memory > room) {
                return Err("this document takes more memory than any should, so it was stopped; look for texts and \
                            lists that grow in loops");
            }
        }
    }
}

impl Store for Printer {
    fn print(&self, job: Job<'_>) -> Result<Vec<u8>, Vec<Fault>> {
        let fault = |message: String| vec![Fault { template: job.template.to_owned(), range: None, message }];
        let lacks = |error| fault(format!("the system starts no process that prints this document: {error}"));
        let mut child = Running::start(&self.program).map_err(lacks)?;
        let (tell, hear) = channel();
        let mut written = child.0.stdout.take();
        let reader = move || {
            let mut bytes = Vec::new();
            let read = written.as_mut().map_or(Ok(0), |out| out.read_to_end(&mut bytes));
            // Nobody hears it if the process was ended.
            let _ = tell.send(read.map(|_| bytes));
        };
        thread::Builder::new().spawn(reader).map_err(lacks)?;
        // One that has fallen takes no more; it is heard of below.
        let _ = child.0.stdin.as_mut().map_or(Ok(()), |input| send(input, job));
        let bytes = self.heard(&hear, &child, job.data.len()).map_err(|reason| fault(reason.to_owned()))?;
        let code = child.end().ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok());
        match (code, bytes) {
            (Some(PRINTED), Ok(pdf)) if pdf.starts_with(b"%PDF-") => return Ok(pdf),
            (Some(FAULTY), Ok(faults)) => {
                if let Ok(faults) = serde_json::from_slice(&faults) {
                    return Err(faults);
                }
            }
            _ => {}
        }
        let fallen = "Typst itself failed on this document; look for values that lie in each other very deep, and for very \
                      large numbers";
        Err(fault(fallen.to_owned()))
    }
}

/// A process that goes when nobody waits for it any more.
struct Running(Child);

impl Running {
    fn start(program: &Path) -> io::Result<Running> {
        let mut command = Command::new(program);
        // What it says when it falls is not for users.
        command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.spawn().map(Running)
    }

    /// How it ended. It holds on to its input, whose end would tell it that nobody wants the document any more.
    fn end(mut self) -> io::Result<ExitStatus> {
        let input = self.0.stdin.take();
        let status = self.0.wait();
        drop(input);
        status
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
