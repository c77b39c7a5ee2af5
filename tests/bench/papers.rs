//! How long the printed documents of a reporting date take: each alone, all together, and once they are kept.
//!
//! Each alone is printed without reading the site; `report` is the whole program, as people run it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use sachstand::diag::Diagnostics;
use sachstand::pipeline::{self, Options as Asked, Timings};
use sachstand::printer::Printer;
use sachstand::value::Date;
use serde_json::{Map, json};

use super::{Options, Outcome, generate, median, milliseconds, peak};

/// Keeps nothing, so that everything is printed.
fn printer() -> Printer {
    Printer::of(env!("CARGO_BIN_EXE_sachstand").into())
}

/// Measures the sizes that were asked for, and prints the result.
pub(crate) fn measure(options: &Options) -> Outcome<()> {
    std::fs::create_dir_all(&options.dir)?;
    let mut results = Map::new();
    for size in &options.sizes {
        let site = options.dir.join(format!("site-{size}"));
        generate::write_site(&site, *size)?;
        println!("\n{size} measures");
        let mut result = documents(&site, options.runs)?;
        let output = options.dir.join(format!("papers-{size}"));
        for (name, kept) in [("report", false), ("report, kept", true)] {
            let mut times = Vec::new();
            for _ in 0..options.runs {
                if !kept {
                    // Not there before the first run.
                    let _ = std::fs::remove_dir_all(site.join(".sachstand"));
                }
                let start = Instant::now();
                let done = command(&site, &output).output()?;
                if !done.status.success() {
                    return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
                }
                times.push(milliseconds(start.elapsed()));
            }
            line(name, median(times), None, &mut result);
        }
        std::fs::remove_dir_all(site.join(".sachstand"))?;
        let peak = peak(&mut command(&site, &output))?;
        println!("  {:<34}{:>8.1} MiB", "peak memory of report", peak as f64 / 1024.0);
        result.insert("peak_kib".to_owned(), json!(peak));
        results.insert(size.to_string(), result.into());
    }
    std::fs::remove_dir_all(&options.dir)?;
    let file = options.json.with_file_name("papers.json");
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&file, format!("{:#}\n", json!({ "runs": options.runs, "sizes": results })))?;
    println!("\nresult in {}", file.display());
    Ok(())
}

fn line(name: &str, time: f64, bytes: Option<usize>, result: &mut Map<String, serde_json::Value>) {
    let bytes = bytes.map(|bytes| format!("{:>10} kB", bytes.div_ceil(1000))).unwrap_or_default();
    println!("  {name:<34}{time:>8.0} ms{bytes}");
    result.insert(name.to_owned(), json!(time));
}

/// Each document of the latest date alone.
fn documents(site: &Path, runs: usize) -> Outcome<Map<String, serde_json::Value>> {
    let date = latest();
    let (sources, mut diags) = sachstand::disk::read(site);
    let asked = Asked { as_of: Some(date), ..Asked::default() };
    let planned = pipeline::plan(&sources, asked, &mut diags, &mut Timings::new(|| 0)).ok_or("the site has errors")?;
    let mut result = Map::new();
    for printed in planned.papers(date, &printer(), &mut diags) {
        let path = format!("{}-{date}.pdf", printed.name);
        let mut times = Vec::new();
        for _ in 0..runs {
            let start = Instant::now();
            planned
                .paper(date, &printed.name, &printer(), &mut Diagnostics::new())
                .ok_or("a document that cannot be printed")?;
            times.push(milliseconds(start.elapsed()));
        }
        line(&path, median(times), Some(printed.pdf.len()), &mut result);
    }
    Ok(result)
}

/// The last reporting date of the generated city.
#[expect(clippy::unwrap_used, reason = "the generator writes dates")]
fn latest() -> Date {
    Date::parse(generate::DATES[generate::DATES.len() - 1]).unwrap()
}

fn command(site: &Path, output: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sachstand"));
    command.args(["report", &latest().to_string(), "--site"]).arg(site).arg("--output").arg(output);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}
