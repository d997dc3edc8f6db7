use std::sync::Arc;
use std::time::Instant;
use std::path::Path;
use concord_model::dictionary::Dictionary;
use concord_model::dataset::Dataset;
use concord_sandbox::{Cache, Engine, Framework, Limits, Sandbox};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().unwrap();
    let england = Arc::new(Dictionary::england());
    let mut reader = concord_read::Reader::open(Path::new("/tmp/js/data"), &england, concord_read::Options::default()).unwrap();
    let dataset: Dataset = reader.next_chunk().unwrap().unwrap().dataset;
    let limits = Limits { fuel: 200_000_000_000, ..Limits::default() };
    let engine = Engine::new(limits).unwrap();
    let cache = Cache::open(Path::new("/tmp/js/cache")).unwrap();
    let mut all = Vec::new();
    for path in &args[1..] {
        let bytes = std::fs::read(path).unwrap();
        let t = Instant::now();
        let component = engine.compile_cached(&bytes, &cache).unwrap();
        let first = t.elapsed();
        drop(component);
        let t = Instant::now();
        let component = engine.compile_cached(&bytes, &cache).unwrap();
        let load = t.elapsed();
        let t = Instant::now();
        let f = match Framework::open(&component, "x", "", &england, &[]) { Ok(f) => f, Err(e) => { println!("{path}: {e}"); continue } };
        let open1 = t.elapsed();
        let t = Instant::now();
        let f2 = Framework::open(&component, "x", "", &england, &[]).unwrap();
        let open2 = t.elapsed();
        drop(f2);
        let n = f.descriptor().indicators.len();
        println!("{path}: {} KB, first {first:?}, from cache {load:?}, instance + open {open1:?} {open2:?}, {n} indicators, {} reviews", bytes.len() >> 10, dataset.reviews);
        let mut s = Sandbox::new(vec![f.clone()]);
        let mut best = u128::MAX;
        let rounds = 6;
        let mut fuel = 0; let mut kept = None;
        for round in 0..rounds {
            let t = Instant::now();
            let a = s.evaluate(&dataset, |_| true);
            let e = t.elapsed().as_nanos();
            if round == 0 { println!("   first round (audited) {} ms", e / 1_000_000); }
            best = best.min(e);
            fuel = a.iter().map(|b| b[0].as_ref().unwrap().fuel).sum::<u64>();
            kept = Some(a);
        }
        let kept = kept.unwrap();
        for x in kept[0][0].as_ref().unwrap().answers.failures.iter().take(3) { println!("   {x:?}"); }
        println!("   {} ns a review ({} per indicator); fuel a review {} memory {} MB impure {:?}", best / dataset.reviews as u128, best / dataset.reviews as u128 / n as u128, fuel / dataset.reviews as u64, s.health(0).unwrap().memory >> 20, s.impure(0));
        all.push((path, f.descriptor().clone(), kept.iter().map(|b| b[0].as_ref().unwrap().answers.clone()).collect::<Vec<_>>()));
    }
    for pair in all.windows(2) {
        println!("{} and {}: same descriptor {}, same answers {}", pair[0].0, pair[1].0, pair[0].1 == pair[1].1, pair[0].2 == pair[1].2);
    }
}
