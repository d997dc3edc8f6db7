//! What a framework costs in each language: the same two rules (those of a new framework), on one thread, over 10,000 invented reviews.
//! Prints a table; the first answers of an instance are left out. `cargo xtask bench` runs it. Components that are named after it
//! (`cargo bench … --bench languages -- other.wasm`) get a line each too.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot start should stop")]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use concord_model::dataset::Dataset;
use concord_model::dictionary::Dictionary;
use concord_sandbox::{Cache, Engine, Framework, Limits, Sandbox};
use concord_synth::Synth;
use concord_tests::Project;

const REVIEWS: usize = 10_000;
const ROUNDS: usize = 7;

fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().unwrap();
    let project = Project::new();
    project.begin_in_every_language().iter().for_each(|missing| println!("left out: {missing}"));
    let england = Arc::new(Dictionary::england());
    let reviews = Synth::new(&england, REVIEWS as u64, 11).unwrap().chunk(0).dataset;
    println!("| | component | compiled once | from the cache | instance | a review |\n|---|---:|---:|---:|---:|---:|");
    for language in ["toml", "rust", "python", "javascript"] {
        if let Some((bytes, config)) = component(&project, language, &england) {
            row(&project, language, &bytes, &config, &england, &reviews);
        }
    }
    for path in std::env::args().skip(1).filter(|argument| argument.ends_with(".wasm")) {
        row(&project, &path, &std::fs::read(&path).unwrap(), "", &england, &reviews);
    }
}

/// A framework's component and configuration, if it is there.
fn component(project: &Project, language: &str, england: &Dictionary) -> Option<(Vec<u8>, String)> {
    let file = |name: &str| project.path(&format!("frameworks/{language}/{name}"));
    if language == "toml" {
        let text = std::fs::read_to_string(file("framework.toml")).unwrap();
        let compiled = concord_rules::compile("framework.toml", &text, england).unwrap();
        return Some((concord::load::RULES.to_vec(), compiled.plan.to_json()));
    }
    Some((std::fs::read(file(&format!("{language}.wasm"))).ok()?, String::new()))
}

fn row(project: &Project, language: &str, bytes: &[u8], config: &str, england: &Arc<Dictionary>, reviews: &Dataset) {
    let engine = Engine::new(Limits::default()).unwrap();
    let cache = Cache::open(&project.path("cache")).unwrap();
    let compiled = timed(1, || engine.compile_cached(bytes, &cache).unwrap()).0;
    let (loaded, component) = timed(ROUNDS, || engine.compile_cached(bytes, &cache).unwrap());
    let (opened, framework) = timed(ROUNDS, || Framework::open(&component, language, config, england, &[]).unwrap());
    let mut sandbox = Sandbox::new(vec![framework]);
    let first = sandbox.evaluate(reviews).unwrap();
    let evaluated = timed(ROUNDS, || assert_eq!(sandbox.evaluate(reviews).unwrap().len(), first.len())).0;
    println!(
        "| {language} | {:.1} MB | {:.2} s | {:.1} ms | {:.2} ms | {:.0} ns |",
        bytes.len() as f64 / 1e6,
        compiled.as_secs_f64(),
        loaded.as_secs_f64() * 1e3,
        opened.as_secs_f64() * 1e3,
        evaluated.as_nanos() as f64 / reviews.reviews as f64,
    );
}

/// The shortest of some rounds, and what the last gave.
fn timed<T>(rounds: usize, mut act: impl FnMut() -> T) -> (Duration, T) {
    let mut round = || {
        let start = Instant::now();
        let done = act();
        (start.elapsed(), done)
    };
    let first = round();
    (1..rounds).fold(first, |(least, _), _| {
        let (took, done) = round();
        (least.min(took), done)
    })
}
