//! The program: arguments in, exit code out. Everything else is the library's.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Pages are made of many small pieces on several threads, which the system's allocator slows down more than it grows.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    sachstand::cli::run(std::env::args_os())
}
