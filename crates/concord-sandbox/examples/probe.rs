#[path = "../tests/common/mod.rs"]
mod common;
use common::{ENGLAND, reviews};
use concord_sandbox::{Cache, Engine, Framework, Limits, Sandbox};
use std::time::Instant;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let limits = Limits { fuel: 200_000_000_000, ..Limits::default() };
    let engine = Engine::new(limits).unwrap();
    let cache = Cache::open(std::path::Path::new("/tmp/py/cache")).unwrap();
    let t = Instant::now();
    let component = engine.compile_cached(&bytes, &cache).unwrap();
    println!("first compile_cached {:?}", t.elapsed());
    let t = Instant::now();
    let component = { drop(component); engine.compile_cached(&bytes, &cache).unwrap() };
    println!("load from cache {:?} ({} MB)", t.elapsed(), bytes.len() / 1_000_000);
    let t = Instant::now();
    let f = Framework::open(&component, "x", "", &ENGLAND, &[]);
    println!("instance+open {:?}", t.elapsed());
    let f = match f { Ok(f) => f, Err(e) => { println!("{e}"); return } };
    let n = f.descriptor().indicators.len();
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().unwrap();
    for count in [1usize, 2, 16, 256, 1024, 3000] {
        let dataset = reviews(count, &[]);
        let mut s = Sandbox::new(vec![f.clone()]);
        // past the audited batches
        let mut best = u128::MAX; let mut fuel = vec![];
        for round in 0..14 {
            let t = Instant::now();
            let a = s.evaluate(&dataset, |_| true);
            let e = t.elapsed().as_nanos();
            if round > 9 { best = best.min(e); }
            if round == 0 || round == 13 { fuel.push(a.iter().map(|b| b[0].as_ref().unwrap().fuel).sum::<u64>()); for x in &a[0][0].as_ref().unwrap().answers.failures[..a[0][0].as_ref().unwrap().answers.failures.len().min(2)] { println!("{x:?}") } }
        }
        println!("{count} reviews: {} ns a review and indicator; fuel first {} later {} ({} per review and indicator)", best / count as u128 / n as u128, fuel[0], fuel[1], fuel[1] / count as u64 / n as u64);
        println!("   memory {} MB impure {:?}", s.health(0).unwrap().memory >> 20, s.impure(0));
    }
}
