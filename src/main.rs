//! The program: arguments in, exit code out. Everything else is the library's.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Pages are made of many small pieces on several threads, which the system's allocator slows down more than it grows.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    // The allocator asks for huge pages, of which a run of a second fills few: 3,000 records would take 50 MB more.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    sachstand::cli::run(std::env::args_os())
}
