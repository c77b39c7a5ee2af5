//! The program.
fn main() {
    let site = std::path::Path::new(".");
    let t0 = std::time::Instant::now();
    let (sources, mut diags) = sachstand::disk::read(site);
    let mut timings = sachstand::pipeline::Timings::new(|| { use std::sync::OnceLock; static T: OnceLock<std::time::Instant> = OnceLock::new(); T.get_or_init(std::time::Instant::now).elapsed().as_nanos() as u64 });
    let portable = std::env::args().any(|a| a == "--portable");
    let output = sachstand::pipeline::build(&sources, sachstand::pipeline::Options { portable, ..Default::default() }, &mut diags, &mut timings);
    for d in diags.iter().take(60) { let (f,l,c) = match &d.locus { sachstand::diag::Locus::Text(s) => { let (l,c)=sources.position(s.source, s.start as usize); (sources.file(s.source).path.clone(), l, c)}, sachstand::diag::Locus::Path(p) => (p.clone(),0,0), _ => (String::new(),0,0)}; eprintln!("{f}:{l}:{c}: {} [{}]: {} | {:?}", d.severity.word(), d.code.name, d.message, d.help); }
    for (s, n) in &timings.stages { eprintln!("{s} {:.1} ms", *n as f64 / 1e6); }
    if let Some(o) = output { let t = sachstand::disk::Target::resolve(site, std::path::Path::new("output")).unwrap(); let r = sachstand::disk::publish(&t, &o).unwrap(); eprintln!("{r:?} {:?}", t0.elapsed()); }
}
