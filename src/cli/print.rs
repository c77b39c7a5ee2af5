//! The process in which one document is printed, started by [`crate::printer`] and by nobody else.
//!
//! Reads no file and writes none: the document comes in by standard input and goes out by standard output. It ends when
//! nobody wants the document any more, which the end of its input tells.

use crate::pdf::Press;
use crate::printer::{FAULTY, PRINTED, REFUSED, receive};
use std::io::{Read, Write, stdin, stdout};
use std::process::{ExitCode, exit};
use std::thread;

/// Bytes of the stack: nested layouts are deep.
const STACK: usize = 16 * 1024 * 1024;

pub(super) fn run() -> ExitCode {
    let Ok(order) = receive(&mut stdin().lock()) else { return ExitCode::from(REFUSED) };
    let Some(job) = order.job() else { return ExitCode::from(REFUSED) };
    let watch = || {
        // Nothing more comes.
        let _ = stdin().read(&mut [0]);
        exit(REFUSED.into());
    };
    if thread::Builder::new().spawn(watch).is_err() {
        return ExitCode::from(REFUSED);
    }
    let Ok(threads) = rayon::ThreadPoolBuilder::new().stack_size(STACK).build() else {
        return ExitCode::from(REFUSED);
    };
    let (bytes, code) = match threads.install(|| Press::default().print(job)) {
        Ok(pdf) => (Ok(pdf), PRINTED),
        Err(faults) => (serde_json::to_vec(&faults), FAULTY),
    };
    let mut out = stdout().lock();
    match bytes {
        Ok(bytes) if out.write_all(&bytes).and_then(|()| out.flush()).is_ok() => ExitCode::from(code),
        _ => ExitCode::from(REFUSED),
    }
}
