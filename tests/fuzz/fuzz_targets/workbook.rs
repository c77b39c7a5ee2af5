//! What XLSX, ODS and XLS files have in them.
#![no_main]

#[path = "../targets.rs"]
#[allow(dead_code, reason = "each program runs one of the targets")]
mod targets;

// Where calamine panics, `sheet` makes an error of it; libfuzzer's hook would end the program before that.
libfuzzer_sys::fuzz_target!(init: drop(std::panic::take_hook()), |data: &[u8]| targets::workbook(data));
