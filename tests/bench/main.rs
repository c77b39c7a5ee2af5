//! Measures `sachstand build` on a synthetic city: wall clock, processor, memory, output, time per stage,
//! how far it is from the time that only writing the same bytes takes, and what a build takes over the site of the one
//! before, after title, text and newest value of one measure have changed.
//!
//! ```text
//! cargo bench --bench site -- 300 3000 30000       sizes in measures; 300 and 3000 when none is given
//!     --runs N           builds per size (5); every build goes to a new folder, medians are printed
//!     --json FILE        result for comparing (target/bench/site.json)
//!     --compare FILE     ratios to an earlier result
//!     --dir FOLDER       where to write (a folder in the system's temporary one); emptied at the end
//! cargo bench --bench site -- --write FOLDER N     only writes a site with N measures into FOLDER
//! cargo bench --bench site -- --papers 233 3000    the printed documents: time for each, memory, and from the cache
//! ```
//!
//! It is no test: nothing fails when a build is slow. Processor time and memory are read from /proc (Linux).
#![allow(clippy::print_stdout, clippy::print_stderr)] // a program of its own, not part of the library

mod generate;
#[cfg(feature = "pdf")]
mod papers;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Options {
    sizes: Vec<usize>,
    runs: usize,
    json: PathBuf,
    compare: Option<PathBuf>,
    dir: PathBuf,
    write: Option<PathBuf>,
    papers: bool,
}

/// One build.
struct Run {
    wall: f64,
    user: f64,
    sys: f64,
    stages: Vec<(String, f64)>,
}

fn main() -> Outcome<()> {
    let options = options()?;
    if let Some(folder) = &options.write {
        let measures = options.sizes.first().ok_or("--write needs a number of measures")?;
        generate::write_site(folder, *measures)?;
        println!("{measures} measures in {}", folder.display());
        return Ok(());
    }
    #[cfg(feature = "pdf")]
    if options.papers {
        return papers::measure(&options);
    }
    let before: Value = match &options.compare {
        Some(file) => serde_json::from_slice(&fs::read(file)?)?,
        None => Value::Null,
    };
    fs::create_dir_all(&options.dir)?;
    let mut results = serde_json::Map::new();
    for size in &options.sizes {
        let result = measure(&options, *size)?;
        print(*size, &result, &before["sizes"][size.to_string()]);
        results.insert(size.to_string(), result);
    }
    fs::remove_dir_all(&options.dir)?;
    if let Some(folder) = options.json.parent() {
        fs::create_dir_all(folder)?;
    }
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let report = json!({ "runs": options.runs, "cores": cores, "sizes": results });
    fs::write(&options.json, format!("{report:#}\n"))?;
    println!("\nresult in {}", options.json.display());
    Ok(())
}

fn options() -> Outcome<Options> {
    let mut options = Options {
        sizes: Vec::new(),
        runs: 5,
        json: Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench/site.json"),
        compare: None,
        dir: std::env::temp_dir().join(format!("sachstand-bench-{}", std::process::id())),
        write: None,
        papers: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut next = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--bench" => {} // cargo says so itself
            "--runs" => options.runs = next()?.parse()?,
            "--json" => options.json = next()?.into(),
            "--compare" => options.compare = Some(next()?.into()),
            "--dir" => options.dir = PathBuf::from(next()?).join("sachstand-bench"),
            "--papers" => options.papers = true,
            "--write" => options.write = Some(next()?.into()),
            size => options.sizes.push(size.parse().map_err(|_| format!("unknown argument {size}"))?),
        }
    }
    if options.sizes.is_empty() && options.write.is_none() {
        options.sizes = if options.papers { vec![233, 3000] } else { vec![300, 3000] };
    }
    options.runs = options.runs.max(1);
    Ok(options)
}

/// All builds of one size. Builds and bare writing take turns, so that both meet the same disk.
fn measure(options: &Options, size: usize) -> Outcome<Value> {
    let site = options.dir.join(format!("site-{size}"));
    generate::write_site(&site, size)?;
    let first = options.dir.join(format!("output-{size}-memory"));
    let peak = peak_memory(&site, &first)?;
    let output = read_all(&first)?;
    let bytes: usize = output.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut runs = Vec::new();
    let mut floors = Vec::new();
    let record = site.join(format!("content/measures/mp-{:05}.md", size.div_ceil(2)));
    let text = fs::read_to_string(&record)?;
    let mut over: [(&str, Vec<f64>); 3] =
        ["changed_first_ms", "changed_ms", "unchanged_ms"].map(|key| (key, Vec::new()));
    for run in 0..options.runs {
        floors.push(write_all(&options.dir.join(format!("floor-{size}-{run}")), &output)?);
        let output = options.dir.join(format!("output-{size}-{run}"));
        runs.push(build(&site, &output)?);
        for (version, (_, times)) in over.iter_mut().enumerate() {
            if version < 2 {
                fs::write(&record, changed(&text, version)?)?;
            }
            times.push(build(&site, &output)?.wall);
        }
        fs::write(&record, &text)?;
    }
    let of = |read: fn(&Run) -> f64| median(runs.iter().map(read).collect());
    let mut stages = serde_json::Map::new();
    for (name, _) in runs.first().into_iter().flat_map(|run| &run.stages) {
        let times = runs.iter().flat_map(|run| &run.stages);
        let times = times.filter(|(stage, _)| stage == name).map(|(_, time)| *time);
        stages.insert(name.clone(), json!(median(times.collect())));
    }
    let (wall, floor) = (of(|run| run.wall), median(floors));
    let mut result = json!({
        "wall_ms": wall, "user_ms": of(|run| run.user), "sys_ms": of(|run| run.sys), "peak_kib": peak,
        "files": output.len(), "bytes": bytes, "floor_ms": floor, "wall_to_floor": wall / floor, "stages_ms": stages,
    });
    for (key, times) in over {
        result[key] = json!(median(times));
    }
    Ok(result)
}

/// A measure with another title, text and newest value.
fn changed(record: &str, version: usize) -> Outcome<String> {
    let (head, text) = record.rsplit_once("+++\n").ok_or("the measure has no head")?;
    let (values, newest) = head.trim_end().rsplit_once(" = ").ok_or("the measure has no values")?;
    let newest: usize = newest.parse()?;
    let title = values.replacen("title = \"", &format!("title = \"Fassung {version}: "), 1);
    Ok(format!("{title} = {}\n+++\n{text}\nGeändert in Fassung {version}.\n", (newest + 3 + version) % 11))
}

fn command(site: &Path, output: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sachstand"));
    command.args(["build", "--no-pdf", "--site"]).arg(site).arg("--output").arg(output);
    command.env("SACHSTAND_TIMINGS", "1").stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// One timed build. Its own stage times are lines `timing <stage> <milliseconds>` on its stderr.
fn build(site: &Path, output: &Path) -> Outcome<Run> {
    let (user, sys) = children_times();
    let start = Instant::now();
    let done = command(site, output).stderr(Stdio::piped()).output()?;
    let wall = milliseconds(start.elapsed());
    let (user_after, sys_after) = children_times();
    let talk = String::from_utf8_lossy(&done.stderr);
    if !done.status.success() {
        return Err(format!("the build failed ({}):\n{talk}", done.status).into());
    }
    let stages = talk
        .lines()
        .filter_map(|line| line.strip_prefix("timing ")?.rsplit_once(' '))
        .filter_map(|(stage, time)| Some((stage.to_owned(), time.parse().ok()?)))
        .collect();
    Ok(Run { wall, user: user_after - user, sys: sys_after - sys, stages })
}

/// Peak of the resident memory in KiB, in a build of its own, since looking at it costs time.
fn peak_memory(site: &Path, output: &Path) -> Outcome<u64> {
    peak(&mut command(site, output))
}

fn peak(command: &mut Command) -> Outcome<u64> {
    let mut child = command.stderr(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        let seen = fs::read_to_string(&status).unwrap_or_default();
        let line = seen.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0).max(peak);
        thread::sleep(Duration::from_micros(500));
    }
    Ok(peak)
}

/// User and system time of all ended children so far, in milliseconds; Linux counts them in hundredths of a second.
fn children_times() -> (f64, f64) {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let field =
        |index| after_name.split(' ').nth(index).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0) * 10.0;
    (field(13), field(14))
}

/// Every file below a folder with its bytes, in order.
fn read_all(root: &Path) -> Outcome<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path)?;
                files.push((path.strip_prefix(root)?.to_path_buf(), bytes));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The floor: the same files written to a new folder from memory, by one thread.
fn write_all(root: &Path, files: &[(PathBuf, Vec<u8>)]) -> Outcome<f64> {
    let start = Instant::now();
    let mut folder = None;
    for (path, bytes) in files {
        let path = root.join(path);
        if path.parent() != folder.as_deref() {
            folder = path.parent().map(Path::to_path_buf);
            fs::create_dir_all(folder.as_deref().unwrap_or(root))?;
        }
        fs::write(path, bytes)?;
    }
    Ok(milliseconds(start.elapsed()))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let middle = times.len() / 2;
    match times.len() {
        0 => 0.0,
        n if n % 2 == 1 => times[middle],
        _ => f64::midpoint(times[middle - 1], times[middle]),
    }
}

fn print(size: usize, result: &Value, before: &Value) {
    println!("\n{size} measures");
    let number = |value: &Value| value.as_f64().unwrap_or(0.0);
    let line = |label: &str, key: &str, shown: String| {
        let ratio = number(&result[key]) / number(&before[key]);
        let change = if ratio.is_finite() { format!("  × {ratio:.2}") } else { String::new() };
        println!("  {label:<22}{shown:>12}{change}");
    };
    for (label, key) in [("wall", "wall_ms"), ("user", "user_ms"), ("sys", "sys_ms"), ("writing floor", "floor_ms")] {
        line(label, key, format!("{:.0} ms", number(&result[key])));
    }
    line("wall ÷ floor", "wall_to_floor", format!("{:.2}", number(&result["wall_to_floor"])));
    let over = [
        ("over a first site", "changed_first_ms"),
        ("over another", "changed_ms"),
        ("nothing changed", "unchanged_ms"),
    ];
    for (label, key) in over {
        let time = number(&result[key]);
        let shown = format!("{time:.0} ms");
        line(label, key, format!("{shown:>12}, {:.2} of wall", time / number(&result["wall_ms"])));
    }
    line("peak memory", "peak_kib", format!("{:.1} MiB", number(&result["peak_kib"]) / 1024.0));
    line("files", "files", format!("{}", result["files"]));
    line("bytes", "bytes", format!("{:.1} MB", number(&result["bytes"]) / 1e6));
    for (stage, time) in result["stages_ms"].as_object().into_iter().flatten() {
        println!("  stage {stage:<16}{:>12}", format!("{:.1} ms", number(time)));
    }
}
