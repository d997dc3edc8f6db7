use std::sync::Arc;
use std::path::Path;
use concord_model::dictionary::Dictionary;
use concord_model::dataset::Dataset;
use concord_sandbox::{Cache, Engine, Framework, Limits, Sandbox};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().unwrap();
    let england = Arc::new(Dictionary::england());
    let mut reader = concord_read::Reader::open(Path::new(&args[1]), &england, concord_read::Options::default()).unwrap();
    let dataset: Dataset = reader.next_chunk().unwrap().unwrap().dataset;
    let limits = Limits { fuel: 2_000_000_000_000, ..Limits::default() };
    let engine = Engine::new(limits).unwrap();
    let cache = Cache::open(Path::new("/tmp/js/cache")).unwrap();
    let bytes = std::fs::read(&args[2]).unwrap();
    let component = engine.compile_cached(&bytes, &cache).unwrap();
    for config in &args[3..] {
        let f = match Framework::open(&component, "x", config, &england, &[]) { Ok(f) => f, Err(e) => { println!("{e}"); continue } };
        let mut s = Sandbox::new(vec![f]);
        let mut fuel = 0;
        for _ in 0..3 { let a = s.evaluate(&dataset, |_| true); fuel = a.iter().map(|b| b[0].as_ref().unwrap().fuel).sum::<u64>();
          for x in a[0][0].as_ref().unwrap().answers.failures.iter().take(1) { println!("   {x:?}"); } }
        println!("{config}: {} a review", fuel / dataset.reviews as u64);
    }
}
